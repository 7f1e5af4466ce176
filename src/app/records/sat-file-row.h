/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sat-record.h"

G_BEGIN_DECLS

/* A file of a record. Its menu and keys run the actions "file.open", "file.save", "file.remove" and
 * "file.cancel", which whoever shows it adds to it. */
#define SAT_TYPE_FILE_ROW (sat_file_row_get_type ())
G_DECLARE_FINAL_TYPE (SatFileRow, sat_file_row, SAT, FILE_ROW, AdwActionRow)

/* @can_remove: the menu offers it. */
GtkWidget *sat_file_row_new (SatRecord *file, gboolean can_remove);
SatRecord *sat_file_row_get_file (SatFileRow *self);
/* @words: what is said below the name; @loading: it is on its way here. */
void sat_file_row_update (SatFileRow *self, SatRecord *file, const char *words, gboolean loading);

G_END_DECLS
