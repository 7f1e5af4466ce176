/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-identity.h"

#include "sat-reader-private.h"
#include "sat-writer-private.h"

/* Steps from one source of the type to the next: there are few of them, and many keys. */
#define ANY_SOURCE                                                                                 \
  "WITH RECURSIVE s(source) AS ("                                                                  \
  " SELECT min(source) FROM external_id WHERE source > ?3 AND source < ?4"                         \
  " UNION ALL"                                                                                     \
  " SELECT (SELECT min(e.source) FROM external_id e WHERE e.source > s.source AND e.source < ?4)"  \
  " FROM s WHERE s.source IS NOT NULL)"                                                            \
  " SELECT DISTINCT r.id FROM s CROSS JOIN external_id e ON e.source = s.source AND e.key = ?1"    \
  " JOIN record r ON r.id = e.record WHERE r.type = ?2 AND r.deleted = 0 LIMIT 2"

#define ONE_SOURCE                                                                                 \
  "SELECT r.id FROM external_id e JOIN record r ON r.id = e.record"                                \
  " WHERE e.source = ?3 AND e.key = ?1 AND r.type = ?2 AND r.deleted = 0"

static void
bind_source (SatStatement *statement, const SatType *type, const char *source)
{
  g_autofree char *first = NULL;
  g_autofree char *end = NULL;

  if (source != NULL) {
    sat_statement_bind_text (statement, 3, source);
    return;
  }
  /* Sources are "type:column"; ';' follows ':'. */
  first = g_strdup_printf ("%s:", type->name);
  end = g_strdup_printf ("%s;", type->name);
  sat_statement_bind_text (statement, 3, first);
  sat_statement_bind_text (statement, 4, end);
}

gboolean
sat_identity_by_key (SatReader *reader,
                     const SatType *type,
                     const char *source,
                     const char *key,
                     gint64 *id,
                     GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (reader != NULL && type != NULL && key != NULL && id != NULL, FALSE);

  *id = 0;
  statement =
      sat_statement_cached (reader->connection, source != NULL ? ONE_SOURCE : ANY_SOURCE, error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_text (statement, 1, key);
  sat_statement_bind_int (statement, 2, type->number);
  bind_source (statement, type, source);
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
  return sat_statement_append_ints (statement, ids, error) ? g_steal_pointer (&ids) : NULL;
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
