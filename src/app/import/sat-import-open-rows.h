/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"
#include "sat-import-model.h"

G_BEGIN_DECLS

/* The lines of a file that say how values were understood which may mean two things: days and
 * months, thousands and decimals, words for nothing. Each shows a sample, and can be changed; those
 * that do not matter are hidden. */
typedef struct _SatImportOpenRows SatImportOpenRows;

/* Adds the lines to @row. @page: the widget that its popovers hang on. */
SatImportOpenRows *sat_import_open_rows_new (
    AdwExpanderRow *row, SatContext *context, SatImportModel *model, guint file, GtkWidget *page);
void sat_import_open_rows_free (SatImportOpenRows *self);
void sat_import_open_rows_refresh (SatImportOpenRows *self);
/* The first line that waits for an answer; NULL. */
GtkWidget *sat_import_open_rows_get_first (SatImportOpenRows *self);

G_END_DECLS
