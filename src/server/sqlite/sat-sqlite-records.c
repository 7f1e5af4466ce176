/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sqlite-private.h"

#include <stdlib.h>

#include "sat-registry.h"

#define COLUMNS SAT_SQLITE_RECORD

void
sat_sqlite_look_at_record (SatStatement *statement, SatStoredRecord *record)
{
  record->id = sat_sqlite_uuid (statement, 0);
  record->root = sat_sqlite_uuid (statement, 1);
  record->type = g_intern_string (sat_statement_text (statement, 2));
  record->seq = sat_statement_int (statement, 3);
  record->deleted_seq = sat_statement_int (statement, 4);
  record->merged_into = sat_sqlite_uuid (statement, 5);
  record->clocks = (char *)sat_statement_text (statement, 6);
  record->fields = (char *)sat_statement_text (statement, 7);
  record->base_seq = sat_statement_int (statement, 8);
  record->device = (guint32)sat_statement_int (statement, 9);
  record->m = sat_statement_int (statement, 10);
}

SatStoredRecord *
sat_sqlite_read_record (SatStatement *statement)
{
  SatStoredRecord *record = sat_stored_record_new ();

  sat_sqlite_look_at_record (statement, record);
  record->clocks = g_strdup (record->clocks);
  record->fields = g_strdup (record->fields);
  return record;
}

static gboolean
read_records (SatStatement *statement, GPtrArray *out, GError **error)
{
  gboolean row;

  for (;;) {
    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    g_ptr_array_add (out, sat_sqlite_read_record (statement));
  }
}

static gboolean
records (SatTransaction *self, const SatUuid *ids, guint n, GPtrArray *out, GError **error)
{
  SatSqliteTransaction *transaction = (SatSqliteTransaction *)self;
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self, "SELECT " COLUMNS ", n FROM record WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < n; i++) {
    gboolean row;

    sat_sqlite_bind_uuid (statement, 1, &ids[i]);
    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (row) {
      g_ptr_array_add (out, sat_sqlite_read_record (statement));
      transaction->read_id = ids[i];
      transaction->read_n = sat_statement_int (statement, 11);
    }
    sat_statement_reset (statement);
  }
  return TRUE;
}

/* Where the record is; *@n 0: it is not there. */
static gboolean
find_row (SatTransaction *self, const SatUuid *id, gint64 *n, GError **error)
{
  SatSqliteTransaction *transaction = (SatSqliteTransaction *)self;
  g_autoptr (SatStatement) statement = NULL;
  gboolean row;

  *n = transaction->read_n;
  if (*n != 0 && sat_uuid_equal (id, &transaction->read_id))
    return TRUE;
  statement = sat_sqlite_statement (self, "SELECT n FROM record WHERE id = ?1", error);
  if (statement == NULL)
    return FALSE;
  sat_sqlite_bind_uuid (statement, 1, id);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  *n = row ? sat_statement_int (statement, 0) : 0;
  return TRUE;
}

/* Out of the fields, for the indexes. */
#define IS_OPEN_ACTIVITY                                                                           \
  "?3 = 'activity' AND ?5 = 0 AND ifnull (json_extract (?8, '$.done'), 0) = 0"
#define COMPANY                                                                                    \
  "CASE WHEN ?3 IN ('contact', 'opportunity') THEN json_extract (?8, '$.company.r') END"
#define DOER "CASE WHEN " IS_OPEN_ACTIVITY " THEN json_extract (?8, '$.owner.r') END"
#define PLANNED                                                                                    \
  "CASE WHEN " IS_OPEN_ACTIVITY " THEN coalesce (json_extract (?8, '$.start'),"                    \
  " json_extract (?8, '$.due') * 86400000000) END"
#define TWIN "CASE ?3 WHEN 'conflict' THEN json_extract (?8, '$.with.r') END"

static void
bind_record (SatStatement *statement, const SatStoredRecord *record)
{
  sat_sqlite_bind_uuid (statement, 1, &record->id);
  sat_sqlite_bind_uuid (statement, 2, &record->root);
  sat_statement_bind_static (statement, 3, record->type);
  sat_statement_bind_int (statement, 4, record->seq);
  sat_statement_bind_int (statement, 5, record->deleted_seq);
  sat_sqlite_bind_uuid_or_null (statement, 6, &record->merged_into);
  sat_statement_bind_static (statement, 7, record->clocks);
  sat_statement_bind_static (statement, 8, record->fields);
  sat_statement_bind_int (statement, 9, record->base_seq);
  sat_statement_bind_int (statement, 10, record->device);
  sat_statement_bind_int (statement, 11, record->m);
}

/* A record that only got other values: an update that names the columns of an index writes that
 * index anew, the same value or not. */
static gboolean
patch_record (
    SatTransaction *self, const SatStoredRecord *record, gint64 n, gboolean *done, GError **error)
{
  g_autoptr (SatStatement) statement = sat_sqlite_statement (
      self,
      "UPDATE record SET seq = ?4, clocks = ?7, fields = ?8, base_seq = ?9, device = ?10, m = ?11"
      " WHERE n = ?12 AND id = ?1 AND root = ?2 AND type = ?3 AND deleted_seq = ?5"
      " AND merged_into IS ?6 AND company IS " COMPANY " AND doer IS " DOER
      " AND planned IS " PLANNED " AND twin IS " TWIN,
      error);

  if (statement == NULL)
    return FALSE;
  bind_record (statement, record);
  sat_statement_bind_int (statement, 12, n);
  if (!sat_statement_run (statement, error))
    return FALSE;
  *done = sat_connection_changes (SAT_SQLITE (self)) > 0;
  return TRUE;
}

/* *@n: its row. */
static gboolean
put_whole (SatTransaction *self, const SatStoredRecord *record, gint64 *n, GError **error)
{
  gboolean row;
  g_autoptr (SatStatement) statement = sat_sqlite_statement (
      self,
      "INSERT INTO record (" COLUMNS ", company, doer, planned, twin)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, " COMPANY ", " DOER ", " PLANNED
      ", " TWIN ")"
      " ON CONFLICT (id) DO UPDATE SET root = excluded.root, type = excluded.type,"
      " seq = excluded.seq, deleted_seq = excluded.deleted_seq,"
      " merged_into = excluded.merged_into, clocks = excluded.clocks, fields = excluded.fields,"
      " base_seq = excluded.base_seq, device = excluded.device, m = excluded.m,"
      " company = excluded.company, doer = excluded.doer, planned = excluded.planned,"
      " twin = excluded.twin RETURNING n",
      error);

  if (statement == NULL)
    return FALSE;
  bind_record (statement, record);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  *n = row ? sat_statement_int (statement, 0) : 0;
  return sat_statement_run (statement, error);
}

static gboolean
put_record (SatTransaction *self, const SatStoredRecord *record, GError **error)
{
  gboolean done = FALSE;
  gint64 n = 0;

  if (record->base_seq > 0 && (!find_row (self, &record->id, &n, error) ||
                               (n != 0 && !patch_record (self, record, n, &done, error))))
    return FALSE;
  if (!done && !put_whole (self, record, &n, error))
    return FALSE;
  if (!sat_sqlite_put_order (self, record->seq, &record->root, n, error))
    return FALSE;
  sat_sqlite_note_record (self, record, n);
  return TRUE;
}

static gboolean
remove_record (SatTransaction *self, const SatUuid *id, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self, "DELETE FROM record WHERE id = ?1", error);

  sat_sqlite_spoil_tail (self);
  if (statement == NULL)
    return FALSE;
  sat_sqlite_bind_uuid (statement, 1, id);
  return sat_statement_run (statement, error);
}

static gboolean
children (SatTransaction *self,
          const SatUuid *root,
          const SatUuid *after,
          guint limit,
          GPtrArray *out,
          GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self,
                            "SELECT " COLUMNS " FROM record WHERE root = ?1 AND id > ?2"
                            " AND root <> id ORDER BY id LIMIT ?3",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_sqlite_bind_uuid (statement, 1, root);
  sat_sqlite_bind_uuid (statement, 2, after);
  sat_statement_bind_int (statement, 3, limit);
  return read_records (statement, out, error);
}

static gboolean
of_type (SatTransaction *self,
         const char *type,
         const SatUuid *after,
         guint limit,
         GPtrArray *out,
         GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self,
                            "SELECT " COLUMNS " FROM record WHERE type = ?1 AND id > ?2"
                            " ORDER BY id LIMIT ?3",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_static (statement, 1, type);
  sat_sqlite_bind_uuid (statement, 2, after);
  sat_statement_bind_int (statement, 3, limit);
  return read_records (statement, out, error);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return sat_uuid_compare (&(*(SatStoredRecord *const *)a)->id,
                           &(*(SatStoredRecord *const *)b)->id);
}

static gboolean
referrers (SatTransaction *self,
           const char *type,
           const char *field,
           const SatUuid *target,
           GPtrArray *out,
           GError **error)
{
  gboolean indexed =
      type == NULL || (g_str_equal (field, "company") &&
                       (g_str_equal (type, "contact") || g_str_equal (type, "opportunity")));
  g_autoptr (SatStatement) statement = NULL;
  g_autofree char *composed = NULL;
  /* By the company: without figures the order by id would look as good a way, through all. Most
   * companies are new and have nobody yet, for which a sorter would be made in vain. */
  const char *sql = type == NULL ? "SELECT " COLUMNS " FROM record INDEXED BY ix_record_company"
                                   " WHERE company = ?2"
                                 : "SELECT " COLUMNS " FROM record INDEXED BY ix_record_company"
                                   " WHERE company = ?2 AND type = ?1";
  char text[SAT_UUID_STRING_LENGTH + 1];
  guint before = out->len;

  g_return_val_if_fail (sat_registry_is_identifier (field), FALSE);
  g_return_val_if_fail (type != NULL || g_str_equal (field, "company"), FALSE);
  if (!indexed)
    sql = composed = g_strdup_printf ("SELECT " COLUMNS " FROM record WHERE type = ?1"
                                      " AND json_extract (fields, '$.%s.r') = ?2 ORDER BY id",
                                      field);
  statement = sat_sqlite_statement (self, sql, error);
  if (statement == NULL)
    return FALSE;
  sat_uuid_write (target, text);
  if (type != NULL)
    sat_statement_bind_static (statement, 1, type);
  sat_statement_bind_static (statement, 2, text);
  if (!read_records (statement, out, error))
    return FALSE;
  if (indexed && out->len > before)
    qsort (out->pdata + before, out->len - before, sizeof *out->pdata, compare_ids);
  return TRUE;
}

static gboolean
twins (SatTransaction *self, const SatUuid *id, GPtrArray *out, GError **error)
{
  g_autoptr (SatStatement) statement = sat_sqlite_statement (
      self, "SELECT " COLUMNS " FROM record INDEXED BY ix_record_twin WHERE twin = ?1 ORDER BY id",
      error);
  char text[SAT_UUID_STRING_LENGTH + 1];

  if (statement == NULL)
    return FALSE;
  sat_uuid_write (id, text);
  sat_statement_bind_static (statement, 1, text);
  return read_records (statement, out, error);
}

static gboolean
merged_into (SatTransaction *self, const SatUuid *id, SatUuid *into, GError **error)
{
  g_autoptr (SatStatement) statement = sat_sqlite_statement (
      self,
      "SELECT merged_into FROM record INDEXED BY ix_record_merged WHERE id = ?1"
      " AND merged_into IS NOT NULL",
      error);
  gboolean row;

  *into = (SatUuid){{0}};
  if (statement == NULL)
    return FALSE;
  sat_sqlite_bind_uuid (statement, 1, id);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    *into = sat_sqlite_uuid (statement, 0);
  return TRUE;
}

/* Look-ups */

static gboolean
change_lookup (SatTransaction *self,
               const char *sql,
               const char *type,
               const char *field,
               const char *folded,
               const SatUuid *id,
               GError **error)
{
  g_autoptr (SatStatement) statement = sat_sqlite_statement (self, sql, error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_static (statement, 1, type);
  sat_statement_bind_static (statement, 2, field);
  sat_statement_bind_static (statement, 3, folded);
  sat_sqlite_bind_uuid (statement, 4, id);
  return sat_statement_run (statement, error);
}

static gboolean
add_lookup (SatTransaction *self,
            const char *type,
            const char *field,
            const char *folded,
            const SatUuid *id,
            GError **error)
{
  return change_lookup (self,
                        "INSERT INTO lookup (type, field, folded, id) VALUES (?1, ?2, ?3, ?4)"
                        " ON CONFLICT DO NOTHING",
                        type, field, folded, id, error);
}

static gboolean
remove_lookup (SatTransaction *self,
               const char *type,
               const char *field,
               const char *folded,
               const SatUuid *id,
               GError **error)
{
  return change_lookup (self,
                        "DELETE FROM lookup WHERE type = ?1 AND field = ?2 AND folded = ?3"
                        " AND id = ?4",
                        type, field, folded, id, error);
}

static gboolean
lookup (SatTransaction *self,
        const char *type,
        const char *field,
        const char *folded,
        GArray *out,
        GError **error)
{
  g_autoptr (SatStatement) statement = sat_sqlite_statement (
      self, "SELECT id FROM lookup WHERE type = ?1 AND field = ?2 AND folded = ?3 ORDER BY id",
      error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_static (statement, 1, type);
  sat_statement_bind_static (statement, 2, field);
  sat_statement_bind_static (statement, 3, folded);
  for (;;) {
    SatUuid id;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    id = sat_sqlite_uuid (statement, 0);
    g_array_append_val (out, id);
  }
}

void
sat_sqlite_add_records (SatStorageApi *api)
{
  api->records = records;
  api->put_record = put_record;
  api->remove_record = remove_record;
  api->children = children;
  api->of_type = of_type;
  api->referrers = referrers;
  api->twins = twins;
  api->merged_into = merged_into;
  api->add_lookup = add_lookup;
  api->remove_lookup = remove_lookup;
  api->lookup = lookup;
}
