/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"
#include "sat-import-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One file of an import: what it is, and folded below it what its columns are. */
#define SAT_TYPE_IMPORT_FILE_ROW (sat_import_file_row_get_type ())
G_DECLARE_FINAL_TYPE (SatImportFileRow, sat_import_file_row, SAT, IMPORT_FILE_ROW, AdwExpanderRow)

/* @page: what choices are shown over (sat-choice-popover.h). (transfer floating) */
SatImportFileRow *
sat_import_file_row_new (SatContext *context, SatImportModel *model, guint file, GtkWidget *page);
/* Shows what the model says now. */
void sat_import_file_row_refresh (SatImportFileRow *self);
/* What the user would look at first: an open column, else the row itself. */
GtkWidget *sat_import_file_row_get_first (SatImportFileRow *self);

G_END_DECLS
