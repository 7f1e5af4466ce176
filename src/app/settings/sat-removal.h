/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* Deletes a stage or a pipeline: at once, with an undo toast, if no deal stands in it; else asks
 * where its deals shall go, or says why they can go nowhere. */
void sat_removal_begin (GtkWidget *widget, SatContext *context, gint64 id);

/* For tests. */
typedef struct {
  gint64 id;
  char *title;
  gboolean stage; /* else a pipeline */
  gint64 n_deals;
  GArray *targets;  /* gint64: where its deals may go */
  GPtrArray *names; /* of the targets */
} SatRemoval;

/* On a reading thread. */
SatRemoval *sat_removal_read (SatReader *reader, gint64 id, GError **error);
void sat_removal_free (gpointer removal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatRemoval, sat_removal_free)

G_END_DECLS
