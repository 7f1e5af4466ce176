/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"
#include "sat-import-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Names that no record has and stages that there are not yet: whom and what they mean. */
#define SAT_TYPE_IMPORT_NAMES_PAGE (sat_import_names_page_get_type ())
G_DECLARE_FINAL_TYPE (SatImportNamesPage, sat_import_names_page, SAT, IMPORT_NAMES_PAGE, AdwBin)

/* Shows the questions that the model has now. (transfer floating) */
SatImportNamesPage *sat_import_names_page_new (SatContext *context, SatImportModel *model);
/* The focus goes to the first question. */
void sat_import_names_page_focus (SatImportNamesPage *self);

G_END_DECLS
