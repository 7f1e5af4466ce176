/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-writer.h"

G_BEGIN_DECLS

/* One change to many records of a type: a field is set, a tag is added or removed, or they are
 * deleted. Made on the main thread, applied on the writer thread, watched from any; reference
 * counted. */
typedef enum {
  SAT_BULK_SET,
  SAT_BULK_ADD_TAG,
  SAT_BULK_REMOVE_TAG,
  SAT_BULK_DELETE,
} SatBulkKind;

typedef struct _SatBulk SatBulk;

/* @ids: gint64, each once; a reference is taken. */
SatBulk *sat_bulk_new_set (const char *type_name,
                           const char *field,
                           const SatValue *value, /* copied */
                           GArray *ids);
/* An amount as canonical text, "1200.50": each record has it in its own currency. */
SatBulk *
sat_bulk_new_set_money (const char *type_name, const char *field, const char *text, GArray *ids);
SatBulk *sat_bulk_new_tag (const char *type_name, const char *tag, gboolean add, GArray *ids);
SatBulk *sat_bulk_new_delete (const char *type_name, GArray *ids);
SatBulk *sat_bulk_ref (SatBulk *self);
void sat_bulk_unref (SatBulk *self);

SatBulkKind sat_bulk_get_kind (SatBulk *self);
const char *sat_bulk_get_type_name (SatBulk *self);
const char *sat_bulk_get_field (SatBulk *self);     /* NULL unless it sets one */
const SatValue *sat_bulk_get_value (SatBulk *self); /* null for money: then there is a text */
const char *sat_bulk_get_text (SatBulk *self);
const char *sat_bulk_get_tag (SatBulk *self); /* NULL unless it is about one */
guint sat_bulk_get_total (SatBulk *self);
/* How many records are behind us, and how many of those differ now. */
guint sat_bulk_get_done (SatBulk *self);
guint sat_bulk_get_changed (SatBulk *self);

/* A SatWriteFunc; @bulk is the SatBulk. Records that are gone by now are passed over. Commits 5,000
 * records at a time under one change, so that other edits come between; the first error in the
 * first of these leaves everything as it was. */
gboolean sat_bulk_apply (SatWriter *writer, gpointer bulk, GError **error);
/* Stops soon: what is written by then stays, and can be undone. Before the first commit nothing is
 * written, and the error is G_IO_ERROR_CANCELLED. */
void sat_bulk_cancel (SatBulk *self);
gboolean sat_bulk_is_cancelled (SatBulk *self);

/* Fields that can be set for many: written by people, one value each. */
gboolean sat_bulk_can_set (const SatField *field);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatBulk, sat_bulk_unref)

/* What would change from what. */
typedef struct {
  SatValue value; /* before */
  char *title;    /* of the record that a reference leads to, NULL for other kinds */
  char *currency; /* of money, NULL for other kinds */
  guint n;
} SatBulkGroup;

typedef struct {
  guint changes;     /* records that will differ */
  guint same;        /* that are so already */
  guint gone;        /* deleted by someone meanwhile */
  GPtrArray *groups; /* SatBulkGroup of those that will differ, the largest first; at most 50 */
  guint others;      /* records of groups that are left out */
} SatBulkPreview;

void sat_bulk_preview_free (SatBulkPreview *self);
/* Reads each record's value: not for the main thread. Error: G_IO_ERROR_CANCELLED, SAT_DB_ERROR. */
SatBulkPreview *
sat_bulk_preview (SatBulk *self, SatReader *reader, GCancellable *cancellable, GError **error);

/* The tags that records of @type_name have, the most used first: those of @ids, of all with NULL.
 * At most @limit names. */
GStrv sat_bulk_tags (SatReader *reader,
                     const char *type_name,
                     GArray *ids,
                     guint limit,
                     GCancellable *cancellable,
                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatBulkPreview, sat_bulk_preview_free)

G_END_DECLS
