/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "sat-import-report.h"
#include "sat-writer.h"

G_BEGIN_DECLS

/* Brings records back as a file of ours says them: with their ids, every field as it is written,
 * and nothing filled in. What a reference points to may come later, or never: then it is a stub
 * that remembers its title. */
typedef struct _SatRestore SatRestore;

/* What else is in the file. */
typedef struct {
  /* The type of the record that the file has under @id; NULL: none. */
  const char *(*type_of) (gpointer data, const SatUuid *id);
  /* Does the file have records of that type? */
  gboolean (*has_type) (gpointer data, const char *type_name);
  gpointer data;
} SatRestoreFile;

typedef enum {
  SAT_RESTORE_REJECTED,
  SAT_RESTORE_UNCHANGED,
  SAT_RESTORE_UPDATED,
  SAT_RESTORE_CREATED,
} SatRestoreStatus;

SatRestore *
sat_restore_new (SatWriter *writer, const SatRestoreFile *file, SatImportFileReport *report);
void sat_restore_free (SatRestore *self);

/* Writes the record that @object is, which stands on @line of the file. What cannot be is in the
 * report. FALSE: the store failed. */
gboolean sat_restore_record (
    SatRestore *self, JsonObject *object, guint64 line, SatRestoreStatus *status, GError **error);

/* "id" and "type" of an object. FALSE with a reason for the report: they are missing or wrong. */
gboolean
sat_restore_identify (JsonObject *object, SatUuid *id, const char **type_name, const char **reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatRestore, sat_restore_free)

G_END_DECLS
