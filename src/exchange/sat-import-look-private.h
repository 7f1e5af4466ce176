/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-column-format.h"
#include "sat-import-look.h"

G_BEGIN_DECLS

/* How many words look as if they meant that there is nothing. */
#define SAT_IMPORT_NULL_WORDS 7

/* How the values of a column are written, be they dates or numbers. */
typedef struct {
  SatColumnProfile *dates, *numbers;
  guint nulls[SAT_IMPORT_NULL_WORDS];
} SatImportLookValues;

SatImportLookValues *sat_import_look_values_new (void);
void sat_import_look_values_free (SatImportLookValues *self);
/* TRUE: @text is a word for nothing, which says nothing of the column. */
gboolean sat_import_look_values_add (SatImportLookValues *self, const char *text);

G_END_DECLS
