/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-identity.h"

#include "sat-reader-private.h"
#include "sat-writer-private.h"

gboolean
sat_identity_by_key (SatReader *reader,
                     const SatType *type,
                     const char *source,
                     const char *key,
                     gint64 *id,
                     GError **error)
{
  const char *sql = source != NULL
                        ? "SELECT r.id FROM external_id e JOIN record r ON r.id = e.record"
                          " WHERE e.source = ?3 AND e.key = ?1 AND r.type = ?2 AND r.deleted = 0"
                        : "SELECT DISTINCT r.id FROM external_id e JOIN record r ON r.id = e.record"
                          " WHERE e.source IN (SELECT source FROM external_id GROUP BY source)"
                          " AND e.key = ?1 AND r.type = ?2 AND r.deleted = 0 LIMIT 2";
  g_autoptr (SatStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (reader != NULL && type != NULL && key != NULL && id != NULL, FALSE);

  *id = 0;
  statement = sat_statement_cached (reader->connection, sql, error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_text (statement, 1, key);
  sat_statement_bind_int (statement, 2, type->number);
  if (source != NULL)
    sat_statement_bind_text (statement, 3, source);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  *id = sat_statement_int (statement, 0);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    *id = 0;
  return TRUE;
}

gboolean
sat_identity_is_known_to (
    SatReader *reader, gint64 id, const char *source, gboolean *known, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;

  g_return_val_if_fail (reader != NULL && source != NULL && known != NULL, FALSE);

  statement = sat_statement_cached (
      reader->connection, "SELECT 1 FROM external_id WHERE record = ?1 AND source = ?2", error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  sat_statement_bind_text (statement, 2, source);
  return sat_statement_step (statement, known, error);
}

GArray *
sat_identity_by_mail (SatReader *reader, const SatType *type, const char *mail, GError **error)
{
  const SatField *field;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (SatStatement) statement = NULL;
  g_autofree char *folded = sat_fold (mail);
  g_autofree char *sql = NULL;
  gboolean row;

  g_return_val_if_fail (reader != NULL && type != NULL, NULL);

  field = sat_type_field (type, "mail");
  if (field == NULL || *folded == '\0')
    return g_steal_pointer (&ids);
  sql = g_strdup_printf (
      field->through != NULL
          ? "SELECT DISTINCT t.id FROM contact_point p JOIN \"%s\" t ON t.id = p.record"
            " WHERE p.value = ?1 COLLATE SAT_TEXT AND p.kind = 'mail'"
          : "SELECT id FROM \"%s\" WHERE mail = ?1 COLLATE SAT_TEXT",
      type->name);
  statement = sat_statement_cached (reader->connection, sql, error);
  if (statement == NULL)
    return NULL;
  sat_statement_bind_text (statement, 1, folded);
  while (sat_statement_step (statement, &row, error)) {
    gint64 id;

    if (!row)
      return g_steal_pointer (&ids);
    id = sat_statement_int (statement, 0);
    g_array_append_val (ids, id);
  }
  return NULL;
}

GArray *
sat_identity_by_title (SatReader *reader, const SatType *type, const char *title, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_return_val_if_fail (reader != NULL && type != NULL && title != NULL, NULL);

  return sat_reader_find_titled (reader, type, title, ids, error) ? g_steal_pointer (&ids) : NULL;
}

gboolean
sat_identity_is_imported (
    SatReader *reader, gint64 id, const SatField *field, gboolean *imported, GError **error)
{
  g_autoptr (SatVersions) versions = NULL;
  g_autoptr (SatStatement) statement = NULL;
  SatVersion version;

  g_return_val_if_fail (reader != NULL && field != NULL && imported != NULL, FALSE);

  versions = sat_reader_versions (reader, id, error);
  if (versions == NULL)
    return FALSE;
  version = sat_versions_get (versions, sat_version_number (field));
  statement = sat_statement_cached (reader->connection,
                                    "SELECT 1 FROM change WHERE kind = ?2 AND hlc = ?1", error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, (gint64)version.hlc);
  sat_statement_bind_int (statement, 2, SAT_CHANGE_IMPORT);
  return sat_statement_step (statement, imported, error);
}
