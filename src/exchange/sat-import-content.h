/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-column-format.h"
#include "sat-csv-dialect.h"
#include "sat-field.h"

G_BEGIN_DECLS

/* What the values of a column look like, whatever its title. Private to the import. */
typedef struct {
  guint64 values, mails, webs, phones, dates, numbers, whole, truths, longs;
} SatImportContent;

void sat_import_content_add (SatImportContent *self, const char *text);
/* The path of a field that such values are made for, wherever they are: "mail", "phone", "web"; or
 * NULL. */
const char *sat_import_content_path (const SatImportContent *self);
/* Not one value can be what @path stands for. @field: of that path, if it is one. */
gboolean sat_import_content_contradicts (const SatImportContent *self,
                                         const char *path,
                                         const SatField *field);
/* The kind of a field that would hold all of them. */
SatKind sat_import_content_kind (const SatImportContent *self);

/* What to expect of a column that fills a field of @kind. */
SatColumnContent sat_import_content_of (SatKind kind);
/* Where semicolons part the cells, the comma is free for decimals; else 0. */
char sat_import_usual_mark (const SatCsvDialect *dialect);

G_END_DECLS
