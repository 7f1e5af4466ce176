/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A titled list whose rows are made anew as a whole; hidden while it is empty. The focus stays at
 * the same place. */
#define SAT_TYPE_SYNC_GROUP (sat_sync_group_get_type ())
G_DECLARE_FINAL_TYPE (SatSyncGroup, sat_sync_group, SAT, SYNC_GROUP, AdwPreferencesGroup)

/* Takes @rows, widgets (floating). */
void sat_sync_group_set_rows (SatSyncGroup *self, GPtrArray *rows);

/* A row of two texts, as they are; its tooltip says what is cut off. */
GtkWidget *sat_sync_row_new (const char *title, const char *subtitle);
/* A button at its end. @data: kept as the button's "data". */
GtkWidget *sat_sync_row_add_button (
    GtkWidget *row, const char *label, const char *tooltip, GCallback clicked, gpointer user_data);

G_END_DECLS
