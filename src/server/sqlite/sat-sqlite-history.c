/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sqlite-private.h"

#define COLUMNS SAT_SQLITE_HISTORY

SatStoredHistory *
sat_sqlite_read_history (SatStatement *statement)
{
  SatStoredHistory *row = sat_stored_history_new ();

  row->id = sat_sqlite_uuid (statement, 0);
  row->seq = sat_statement_int (statement, 1);
  row->root = sat_sqlite_uuid (statement, 2);
  row->record = sat_sqlite_uuid (statement, 3);
  row->u = sat_sqlite_uuid (statement, 4);
  row->change = sat_sqlite_uuid (statement, 5);
  row->type = g_intern_string (sat_statement_text (statement, 6));
  row->field = g_strdup (sat_statement_text (statement, 7));
  row->value = g_strdup (sat_statement_text (statement, 8));
  row->from.hlc = (SatHlc)sat_statement_int (statement, 9);
  row->from.device = (guint32)sat_statement_int (statement, 10);
  row->to.hlc = (SatHlc)sat_statement_int (statement, 11);
  row->to.device = (guint32)sat_statement_int (statement, 12);
  row->fate = g_intern_string (sat_statement_text (statement, 13));
  row->author = sat_sqlite_uuid (statement, 14);
  row->name = g_strdup (sat_statement_text (statement, 15));
  row->device = (guint32)sat_statement_int (statement, 16);
  row->edited = sat_statement_int (statement, 17);
  row->arrived = sat_statement_int (statement, 18);
  return row;
}

static gboolean
read_rows (SatStatement *statement, GPtrArray *out, GError **error)
{
  gboolean row;

  for (;;) {
    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    g_ptr_array_add (out, sat_sqlite_read_history (statement));
  }
}

static gboolean
add_history (SatTransaction *self, const SatStoredHistory *row, GError **error)
{
  g_autoptr (SatStatement) statement = sat_sqlite_statement (
      self,
      "INSERT INTO history (" COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,"
      " ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19) ON CONFLICT (root, id) DO NOTHING",
      error);

  if (statement == NULL)
    return FALSE;
  sat_sqlite_bind_uuid (statement, 1, &row->id);
  sat_statement_bind_int (statement, 2, row->seq);
  sat_sqlite_bind_uuid (statement, 3, &row->root);
  sat_sqlite_bind_uuid (statement, 4, &row->record);
  sat_sqlite_bind_uuid (statement, 5, &row->u);
  sat_sqlite_bind_uuid_or_null (statement, 6, &row->change);
  sat_statement_bind_static (statement, 7, row->type);
  sat_statement_bind_static (statement, 8, row->field);
  sat_statement_bind_static (statement, 9, row->value);
  sat_statement_bind_int (statement, 10, (gint64)row->from.hlc);
  sat_statement_bind_int (statement, 11, row->from.device);
  sat_statement_bind_int (statement, 12, (gint64)row->to.hlc);
  sat_statement_bind_int (statement, 13, row->to.device);
  sat_statement_bind_static (statement, 14, row->fate);
  sat_sqlite_bind_uuid_or_null (statement, 15, &row->author);
  sat_statement_bind_static (statement, 16, row->name);
  sat_statement_bind_int (statement, 17, row->device);
  sat_statement_bind_int (statement, 18, row->edited);
  sat_statement_bind_int (statement, 19, row->arrived);
  if (!sat_statement_run (statement, error))
    return FALSE;
  if (sat_connection_changes (SAT_SQLITE (self)) > 0)
    sat_sqlite_note_history (self, row, sat_connection_last_insert_id (SAT_SQLITE (self)));
  return TRUE;
}

static gboolean
history_of_root (SatTransaction *self,
                 const SatUuid *root,
                 const SatUuid *after,
                 guint limit,
                 GPtrArray *out,
                 GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self,
                            "SELECT " COLUMNS " FROM history WHERE root = ?1 AND id > ?2"
                            " ORDER BY id LIMIT ?3",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_sqlite_bind_uuid (statement, 1, root);
  sat_sqlite_bind_uuid (statement, 2, after);
  sat_statement_bind_int (statement, 3, limit);
  return read_rows (statement, out, error);
}

static gboolean
history_of_record (
    SatTransaction *self, const SatUuid *record, gint64 after, GPtrArray *out, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self,
                            "SELECT " COLUMNS " FROM history WHERE record = ?1 AND seq > ?2"
                            " ORDER BY seq, n",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_sqlite_bind_uuid (statement, 1, record);
  sat_statement_bind_int (statement, 2, after);
  return read_rows (statement, out, error);
}

static gboolean
move_history (SatTransaction *self, const SatUuid *record, const SatUuid *root, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self, "UPDATE history SET root = ?2 WHERE record = ?1", error);

  sat_sqlite_spoil_tail (self);
  if (statement == NULL)
    return FALSE;
  sat_sqlite_bind_uuid (statement, 1, record);
  sat_sqlite_bind_uuid (statement, 2, root);
  return sat_statement_run (statement, error);
}

static gboolean
remove_history (SatTransaction *self, const SatUuid *record, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self, "DELETE FROM history WHERE record = ?1", error);

  sat_sqlite_spoil_tail (self);
  if (statement == NULL)
    return FALSE;
  sat_sqlite_bind_uuid (statement, 1, record);
  return sat_statement_run (statement, error);
}

void
sat_sqlite_add_history (SatStorageApi *api)
{
  api->add_history = add_history;
  api->history_of_root = history_of_root;
  api->history_of_record = history_of_record;
  api->move_history = move_history;
  api->remove_history = remove_history;
}
