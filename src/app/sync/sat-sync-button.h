/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-sync-service.h"

G_BEGIN_DECLS

/* The line at the foot of the sidebar: how things stand with the server. A click shows all of it.
 */
#define SAT_TYPE_SYNC_BUTTON (sat_sync_button_get_type ())
G_DECLARE_FINAL_TYPE (SatSyncButton, sat_sync_button, SAT, SYNC_BUTTON, GtkButton)

GtkWidget *sat_sync_button_new (SatSyncService *service);

G_END_DECLS
