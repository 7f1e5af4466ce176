/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-format.h"
#include "sat-reader.h"

G_BEGIN_DECLS

/* A record as a line of a SatOrgList; read on the reading thread. */
typedef struct {
  SatRecord *record;
  char *title;  /* NULL: the record's */
  char *detail; /* below the title; may be NULL */
  int depth;    /* in a tree, 0 at its top */
  int rank;     /* a line changes its place only among those of its own rank */
} SatOrgItem;

/* No list reads more than this. */
#define SAT_ORG_ITEMS_MOST 50000

/* @record: (transfer full); @detail: (transfer full) */
SatOrgItem *sat_org_item_new (SatRecord *record, char *detail);
const char *sat_org_item_get_title (SatOrgItem *self);
void sat_org_item_free (gpointer item);

/* Describes a record in a line; g_free(), may be NULL. */
typedef char *(*SatOrgDescribe) (SatReader *reader, const SatFormat *format, SatRecord *record);

/* The records of a type that fit @filter (NULL: all), in the order @sort (as in
 * sat_query_set_sort_text()), each with what @describe (may be NULL) says. GPtrArray of
 * SatOrgItem. */
GPtrArray *sat_org_items_read (SatReader *reader,
                               const char *type_name,
                               SatFilter *filter,
                               const char *sort,
                               const SatFormat *format,
                               SatOrgDescribe describe,
                               GError **error);

/* Puts items under the one that their reference @up points to, each with its depth, siblings in the
 * order they had. Whose parent is not among them, or would be their own, is at the top. */
void sat_org_items_make_tree (GPtrArray *items, const char *up);

G_END_DECLS
