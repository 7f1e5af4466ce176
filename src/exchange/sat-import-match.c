/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-import-run.h"

#include <string.h>

static char *
named_source (const SatImportFileRun *self, const char *by)
{
  return g_strdup_printf ("%s:%s", self->file->type->name, by);
}

/* Our own files say our own ids. */
static gboolean
match_public_id (
    SatImportFileRun *self, const char *text, gint64 *id, SatUuid *uuid, GError **error)
{
  g_autoptr (GError) failure = NULL;
  const SatType *type = NULL;
  gboolean deleted = FALSE;
  SatUuid parsed;
  gint64 found;

  if (!sat_uuid_parse (text, &parsed))
    return TRUE;
  if (self->file->type->flags & SAT_TYPE_SINGLETON) {
    gboolean taken;

    if (!sat_import_make_room (&self->run->room, self->run->writer, &parsed, &taken, error))
      return FALSE;
    *id = taken ? self->run->room.workspace : 0;
    if (taken)
      return TRUE;
  }
  found = sat_reader_find (self->run->reader, &parsed, &type, &deleted, &failure);
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  if (found != 0 && type != NULL && type->number != self->file->type->number)
    return TRUE;
  if (found != 0 && type != NULL && !deleted)
    *id = found;
  else
    *uuid = parsed;
  return TRUE;
}

/* One live record that the source does not already know by another id. */
static gboolean
take_only (SatImportFileRun *self, GArray *ids, const char *source, gint64 *id, GError **error)
{
  gboolean known = FALSE;

  if (ids == NULL)
    return FALSE;
  if (ids->len != 1)
    return TRUE;
  if (source != NULL &&
      !sat_identity_is_known_to (self->run->reader, g_array_index (ids, gint64, 0), source, &known,
                                 error))
    return FALSE;
  if (!known)
    *id = g_array_index (ids, gint64, 0);
  return TRUE;
}

static const char *
mail_of (const SatImportFileRun *self, const SatCsvRow *row)
{
  for (guint i = 0; i < self->file->columns->len; i++) {
    const SatImportColumn *column = self->file->columns->pdata[i];

    if (column->field != NULL && strcmp (column->field->name, "mail") == 0) {
      const char *cell = sat_import_file_cell (self->file, column, row);

      if (*cell != '\0')
        return cell;
    }
  }
  return NULL;
}

/* The text of a whole row, for rows that nothing else tells apart. */
static char *
row_hash (const SatImportFileRun *self, const SatCsvRow *row, const char *name)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < row->n_cells; i++) {
    g_checksum_update (sum, (const guchar *)row->cells[i].text, (gssize)row->cells[i].length);
    g_checksum_update (sum, (const guchar *)"\x1f", 1);
  }
  return g_strdup_printf ("%s#%.32s", name, g_checksum_get_string (sum));
}

static gboolean
match_by_key (
    SatImportFileRun *self, const char *source, const char *key, gint64 *id, GError **error)
{
  return *id != 0 ||
         sat_identity_by_key (self->run->reader, self->file->type, source, key, id, error);
}

gboolean
sat_import_match_row (SatImportFileRun *self,
                      const SatCsvRow *row,
                      gint64 *id,
                      SatUuid *uuid,
                      char **source,
                      char **key,
                      GError **error)
{
  SatImportFile *file = self->file;
  const char *own = file->key != NULL ? sat_import_file_cell (file, file->key, row) : "";
  const char *mail = mail_of (self, row);
  g_autofree char *name = sat_import_file_row_name (file, row);
  g_autofree char *folded = sat_fold (name);
  gboolean unique =
      *folded != '\0' && GPOINTER_TO_UINT (g_hash_table_lookup (file->names, folded)) == 1;
  gboolean has_key = *own != '\0';

  *id = 0;
  if (has_key) {
    *source = g_strdup (file->key_source);
    *key = g_strdup (own);
    if (!match_public_id (self, own, id, uuid, error) ||
        !match_by_key (self, *source, own, id, error))
      return FALSE;
  } else if (mail != NULL) {
    *source = named_source (self, "mail");
    *key = sat_fold_mail (mail);
  } else if (unique) {
    *source = named_source (self, "name");
    *key = g_strdup (folded);
  } else {
    *source = named_source (self, "row");
    *key = row_hash (self, row, folded);
  }
  if (*id != 0 || !sat_uuid_is_nil (uuid))
    return TRUE;
  if (!has_key && !match_by_key (self, *source, *key, id, error))
    return FALSE;
  if (*id == 0 && mail != NULL) {
    g_autoptr (GArray) ids = sat_identity_by_mail (self->run->reader, file->type, mail, error);

    if (!take_only (self, ids, has_key ? *source : NULL, id, error))
      return FALSE;
  }
  if (*id == 0 && unique) {
    g_autoptr (GArray) ids = sat_identity_by_title (self->run->reader, file->type, name, error);

    if (!take_only (self, ids, has_key ? *source : NULL, id, error))
      return FALSE;
  }
  return TRUE;
}
