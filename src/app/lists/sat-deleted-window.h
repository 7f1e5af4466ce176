/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* What was deleted, by whom and when, to be brought back: one or many at once. */
#define SAT_TYPE_DELETED_WINDOW (sat_deleted_window_get_type ())
G_DECLARE_FINAL_TYPE (SatDeletedWindow, sat_deleted_window, SAT, DELETED_WINDOW, AdwWindow)

SatDeletedWindow *sat_deleted_window_new (GtkWindow *parent, SatContext *context);
/* What the program has to say stands in this window while it is open. */
void sat_deleted_window_add_toast (SatDeletedWindow *self, AdwToast *toast);
/* What is listed, for tests. (transfer none) */
GtkSelectionModel *sat_deleted_window_get_selection (SatDeletedWindow *self);
void sat_deleted_window_restore_selected (SatDeletedWindow *self);

G_END_DECLS
