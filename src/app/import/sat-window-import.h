/* SPDX-License-Identifier: GPL-3.0-or-later */

/* import/ brings files in: choosing or dropping them, the import on a thread of its own, its
 * progress, its report and its undo. The import itself is the exchange layer's. */

#pragma once

#include "sat-window.h"

G_BEGIN_DECLS

/* The actions win.import (asks for files) and win.import-files (as: paths). */
void sat_window_import_install (GtkWidgetClass *klass);
/* Takes files that are dropped on the window. */
void sat_window_import_init (SatWindow *self);

/* Imports the files. Without a workspace the form of a new one comes first. */
void sat_window_import_files (SatWindow *self, const char *const *paths);
/* Files wait for the workspace: it needs no stages of its own, theirs are coming. */
gboolean sat_window_import_is_waiting (SatWindow *self);
/* Begins with the files that wait, if any. */
void sat_window_import_waiting (SatWindow *self);
/* Stops what runs: the workspace is being left. */
void sat_window_import_stop (SatWindow *self);

G_END_DECLS
