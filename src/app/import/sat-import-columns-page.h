/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"
#include "sat-import-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The files of an import and what their columns are. */
#define SAT_TYPE_IMPORT_COLUMNS_PAGE (sat_import_columns_page_get_type ())
G_DECLARE_FINAL_TYPE (
    SatImportColumnsPage, sat_import_columns_page, SAT, IMPORT_COLUMNS_PAGE, AdwBin)

/* Signal "add" (): the user wants to choose more files. (transfer floating) */
SatImportColumnsPage *sat_import_columns_page_new (SatContext *context, SatImportModel *model);
/* The focus goes to what is open. */
void sat_import_columns_page_focus (SatImportColumnsPage *self);

G_END_DECLS
