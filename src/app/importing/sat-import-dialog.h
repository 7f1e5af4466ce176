/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* Imports files and shows the report. Closing the window while it runs stops the import; what is
 * written by then can be undone.
 *
 * Signal "done": the import has ended, well or not. */
#define SAT_TYPE_IMPORT_DIALOG (sat_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SatImportDialog, sat_import_dialog, SAT, IMPORT_DIALOG, AdwWindow)

/* Starts at once. @paths: of files. */
SatImportDialog *
sat_import_dialog_new (GtkWindow *parent, SatContext *context, const char *const *paths);

/* Asks for files; then the dialog opens. @opened (may be NULL) is told of it. */
typedef void (*SatImportOpened) (SatImportDialog *dialog, gpointer user_data);
void sat_import_choose_files (GtkWindow *parent,
                              SatContext *context,
                              SatImportOpened opened,
                              gpointer user_data);

G_END_DECLS
