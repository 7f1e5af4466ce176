/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"
#include "sat-import-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One import from beginning to end: columns, names, preview, progress, report, undo. Not modal: the
 * work goes on beside it. Destroying it stops the import. */
#define SAT_TYPE_IMPORT_WINDOW (sat_import_window_get_type ())
G_DECLARE_FINAL_TYPE (SatImportWindow, sat_import_window, SAT, IMPORT_WINDOW, AdwWindow)

/* Begins to look at the files at once. */
SatImportWindow *
sat_import_window_new (GtkWindow *parent, SatContext *context, const char *const *paths);
/* Something is being written: another import has to wait. */
gboolean sat_import_window_is_running (SatImportWindow *self);
SatImportModel *sat_import_window_get_model (SatImportWindow *self);

G_END_DECLS
