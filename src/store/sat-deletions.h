/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-writer.h"

G_BEGIN_DECLS

/* What was deleted, by whom and when. */
typedef struct {
  gint64 id;
  const char *type_name; /* interned */
  char *title;
  char *author; /* "" if unknown */
  gint64 at;    /* microseconds */
  gint64 change;
} SatDeletion;

void sat_deletion_free (SatDeletion *self);

/* The latest @limit deletions of each type, the latest first: GPtrArray of SatDeletion. What went
 * with another record is not listed by itself. Reads with connections of its own: not for the main
 * thread. */
GPtrArray *
sat_deletions_list (SatStore *store, guint limit, GCancellable *cancellable, GError **error);

/* A SatWriteFunc: brings back the records @ids (GArray of gint64) with what went with them. Those
 * that are back already are passed over. */
gboolean sat_deletions_restore (SatWriter *writer, gpointer ids, GError **error);

G_END_DECLS
