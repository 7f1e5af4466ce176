/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-import-report.h"
#include "sat-text-encoding.h"
#include "sat-writer.h"

G_BEGIN_DECLS

/* Satchel's own JSON, of one type or of all, back into a store: records keep their ids, and a
 * second import of the same file changes nothing. The order of the records does not matter:
 * definitions of custom fields are read first, the others type by type. Private to the import. */
typedef struct _SatImportJson SatImportJson;

/* Does the file begin as JSON does? */
gboolean sat_import_json_is (const char *path);

/* Looks at the whole file before anything is written. A file that cannot be read has a NULL type in
 * its report, which says why; nothing of it is written then. */
SatImportJson *sat_import_json_new (const char *path, SatImportFileReport *report);
/* Reports that the record @uuid, if the file has it, named something for its field @reference that
 * is not its own. FALSE: the file does not have it. */
gboolean
sat_import_json_report_stray (SatImportJson *self, const SatUuid *uuid, const SatField *reference);
void sat_import_json_free (SatImportJson *self);

/* FALSE: the file cannot be read. */
gboolean sat_import_json_is_readable (const SatImportJson *self);
guint64 sat_import_json_n_records (const SatImportJson *self);

/* Called after each record. FALSE ends the import. */
typedef gboolean (*SatImportJsonTick) (gpointer data, GError **error);

/* Writes the records and fills the report. FALSE: the store failed, or @tick said so. */
gboolean sat_import_json_write (
    SatImportJson *self, SatWriter *writer, SatImportJsonTick tick, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatImportJson, sat_import_json_free)

G_END_DECLS
