/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"

G_BEGIN_DECLS

/* What to list: a type, a filter tree, words to search for, an order. Compiled to SQL in
 * sat-query-sql.c and nowhere else. */
typedef struct _SatQuery SatQuery;

SatQuery *sat_query_new (const char *type_name);
SatQuery *sat_query_copy (SatQuery *self);
void sat_query_free (SatQuery *self);

const char *sat_query_get_type_name (SatQuery *self);
void sat_query_set_filter (SatQuery *self, SatFilter *filter); /* takes a reference; NULL: all */
SatFilter *sat_query_get_filter (SatQuery *self);
/* Words that must all be found in the record, as sat_search() finds them: the box of a list. */
void sat_query_set_words (SatQuery *self, const char *words);
/* Sorting, most important first; paths as in filters ("company", "owner.name"). Nulls last both
 * ways; ties by id, backwards if there is one order and it descends. References sort by title.
 * "when" of an activity is its start, or without one the day on which it is due. */
void sat_query_clear_sort (SatQuery *self);
void sat_query_add_sort (SatQuery *self, const char *path, gboolean descending);
/* "field" or "field:desc", separated by commas. */
gboolean sat_query_set_sort_text (SatQuery *self, const char *text, GError **error);
char *sat_query_get_sort_text (SatQuery *self);
/* Ties by the public id (export, command line) instead of the local one (fast: from the index). */
void sat_query_set_public_ties (SatQuery *self, gboolean public_ties);
/* 0: all. */
void sat_query_set_limit (SatQuery *self, guint limit);

/* Checks paths, operators and values against the reader's registry. */
gboolean sat_query_check (SatQuery *self, SatReader *reader, GError **error);

/* All ids in order (gint64). Cancellable: run it on a reader thread for large types. */
GArray *
sat_query_ids (SatQuery *self, SatReader *reader, GCancellable *cancellable, GError **error);
/* The first page at once, from an index where there is one: at most @n ids after the record @after
 * (0: from the start). */
GArray *sat_query_page (SatQuery *self, SatReader *reader, gint64 after, guint n, GError **error);
gboolean sat_query_count (SatQuery *self, SatReader *reader, gint64 *count, GError **error);
/* Sum of a money or integer field per currency: GHashTable currency (interned) -> gint64*. */
GHashTable *sat_query_sum (SatQuery *self, SatReader *reader, const char *field, GError **error);
/* Does the record fit the filter and words now? For keeping a shown list in step. */
gboolean
sat_query_matches (SatQuery *self, SatReader *reader, gint64 id, gboolean *matches, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatQuery, sat_query_free)

G_END_DECLS
