/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A line of a list of the Sync view: two texts, as they are (a tooltip says what is cut off), what
 * it stands for, and buttons for what can be done with it. */
#define SAT_TYPE_SYNC_ROW (sat_sync_row_get_type ())
G_DECLARE_FINAL_TYPE (SatSyncRow, sat_sync_row, SAT, SYNC_ROW, AdwActionRow)

SatSyncRow *sat_sync_row_new (const char *title, const char *subtitle);

/* What it stands for. @key: tells it from the others of the list. @entry: @free frees it. */
void
sat_sync_row_set_entry (SatSyncRow *self, const char *key, gpointer entry, GDestroyNotify free);
gpointer sat_sync_row_get_entry (SatSyncRow *self);

/* Activating it opens the record @id of the database; 0: there is none. */
void sat_sync_row_set_record (SatSyncRow *self, gint64 id);

/* A button at its end. @clicked: (GtkWidget *button, gpointer user_data); sat_sync_row_of() says
 * whose it is. */
void sat_sync_row_add_button (SatSyncRow *self,
                              const char *label,
                              const char *tooltip,
                              GCallback clicked,
                              gpointer user_data);
SatSyncRow *sat_sync_row_of (GtkWidget *button);

/* Whether @other stands for the same, and offers the same. */
gboolean sat_sync_row_is_like (SatSyncRow *self, SatSyncRow *other);

/* Says what @other says and stands for its entry, which it takes. They must be alike. */
void sat_sync_row_become (SatSyncRow *self, SatSyncRow *other);

G_END_DECLS
