/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sqlite-private.h"
#include "sat-sqlite-visibility.h"

/* Immutable once released: a change is a new step below. */
static const char first_tables[] =
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE record (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, root BLOB NOT NULL,"
    "  type TEXT NOT NULL, seq INTEGER NOT NULL, deleted_seq INTEGER NOT NULL DEFAULT 0,"
    "  merged_into BLOB, clocks TEXT NOT NULL, fields TEXT NOT NULL,"
    /* Of a contact or an opportunity, out of its fields. */
    "  company TEXT) STRICT;"
    "CREATE INDEX ix_record_seq ON record (seq, root);"
    "CREATE INDEX ix_record_root ON record (root, id) WHERE root <> id;"
    "CREATE INDEX ix_record_type ON record (type, id);"
    "CREATE INDEX ix_record_company ON record (company) WHERE company IS NOT NULL;"
    "CREATE TABLE lookup (type TEXT NOT NULL, field TEXT NOT NULL, folded TEXT NOT NULL,"
    "  id BLOB NOT NULL, PRIMARY KEY (type, field, folded, id)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE history (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, seq INTEGER NOT NULL,"
    "  root BLOB NOT NULL, record BLOB NOT NULL, u BLOB NOT NULL, change BLOB, type TEXT NOT NULL,"
    "  field TEXT NOT NULL, value TEXT, v_from INTEGER NOT NULL, d_from INTEGER NOT NULL,"
    "  v_to INTEGER NOT NULL, d_to INTEGER NOT NULL, fate TEXT NOT NULL, author BLOB, name TEXT,"
    "  device INTEGER NOT NULL, edited INTEGER NOT NULL, arrived INTEGER NOT NULL) STRICT;"
    "CREATE INDEX ix_history_seq ON history (seq, root);"
    "CREATE INDEX ix_history_root ON history (root, id);"
    "CREATE INDEX ix_history_record ON history (record, seq);"
    "CREATE TABLE device (device INTEGER PRIMARY KEY, last_m INTEGER NOT NULL,"
    "  durable_m INTEGER NOT NULL DEFAULT 0, hash BLOB NOT NULL, user BLOB) STRICT;"
    "CREATE TABLE push_result (device INTEGER NOT NULL, m INTEGER NOT NULL, u BLOB NOT NULL,"
    "  user BLOB, record BLOB, hash BLOB NOT NULL, result TEXT, versions TEXT, detail TEXT,"
    "  PRIMARY KEY (device, m)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX ix_push_result_u ON push_result (u);"
    "CREATE TABLE proposal (u BLOB PRIMARY KEY, user BLOB, record BLOB, type TEXT NOT NULL,"
    "  seq INTEGER NOT NULL, arrived INTEGER NOT NULL, line TEXT NOT NULL) STRICT, WITHOUT ROWID;";

static gboolean
create_first_tables (SatConnection *connection, gpointer data, GError **error)
{
  return sat_connection_exec (connection, first_tables, error) &&
         sat_connection_exec (connection, sat_sqlite_visibility_schema, error);
}

/* What is there has just arrived, as far as we know. */
static gboolean
add_arrival_of_results (SatConnection *connection, gpointer data, GError **error)
{
  return sat_connection_exec (
      connection,
      "ALTER TABLE push_result ADD COLUMN arrived INTEGER NOT NULL DEFAULT 0;"
      "UPDATE push_result SET arrived = unixepoch () * 1000000;",
      error);
}

static gboolean
add_state_of_proposals (SatConnection *connection, gpointer data, GError **error)
{
  return sat_connection_exec (connection,
                              "ALTER TABLE proposal ADD COLUMN state TEXT NOT NULL DEFAULT 'open';"
                              "ALTER TABLE proposal ADD COLUMN decider BLOB;"
                              "ALTER TABLE proposal ADD COLUMN decided INTEGER",
                              error);
}

static gboolean
add_index_of_merged (SatConnection *connection, gpointer data, GError **error)
{
  return sat_connection_exec (
      connection,
      "CREATE INDEX ix_record_merged ON record (id, merged_into) WHERE merged_into IS NOT NULL",
      error);
}

/* What is there is told whole. */
static gboolean
add_parts (SatConnection *connection, gpointer data, GError **error)
{
  return sat_connection_exec (connection,
                              "ALTER TABLE record ADD COLUMN base_seq INTEGER NOT NULL DEFAULT 0;"
                              "ALTER TABLE record ADD COLUMN device INTEGER NOT NULL DEFAULT 0;"
                              "ALTER TABLE record ADD COLUMN m INTEGER NOT NULL DEFAULT 0",
                              error);
}

/* Out of the fields, as what is indexed may not be computed: of an activity that is not done, whose
 * it is and when (microseconds since 1970). */
static gboolean
add_agenda (SatConnection *connection, gpointer data, GError **error)
{
  return sat_connection_exec (
      connection,
      "ALTER TABLE record ADD COLUMN doer TEXT;"
      "ALTER TABLE record ADD COLUMN planned INTEGER;"
      "UPDATE record SET doer = json_extract (fields, '$.owner.r'),"
      "  planned = coalesce (json_extract (fields, '$.start'),"
      "    json_extract (fields, '$.due') * 86400000000)"
      "  WHERE type = 'activity' AND deleted_seq = 0"
      "  AND ifnull (json_extract (fields, '$.done'), 0) = 0;"
      "CREATE INDEX ix_record_agenda ON record (doer, planned) WHERE doer IS NOT NULL",
      error);
}

/* Of two records that look the same, the one from which that does not hang. */
static gboolean
add_twins (SatConnection *connection, gpointer data, GError **error)
{
  return sat_connection_exec (
      connection,
      "ALTER TABLE record ADD COLUMN twin TEXT;"
      "UPDATE record SET twin = json_extract (fields, '$.with.r') WHERE type = 'conflict';"
      "CREATE INDEX ix_record_twin ON record (twin) WHERE twin IS NOT NULL",
      error);
}

/* Devices that are known are as good as just seen. What roots have been of is kept longer than the
 * marks that tell laptops. */
static gboolean
add_cursors (SatConnection *connection, gpointer data, GError **error)
{
  return sat_connection_exec (
      connection,
      "CREATE TABLE device_cursor (device INTEGER PRIMARY KEY, seq INTEGER NOT NULL,"
      "  seen INTEGER NOT NULL) STRICT;"
      "INSERT INTO device_cursor (device, seq, seen)"
      "  SELECT device, 0, unixepoch () * 1000000 FROM device;"
      "CREATE TABLE root_past (root BLOB NOT NULL, scope_set INTEGER NOT NULL,"
      "  seq INTEGER NOT NULL, PRIMARY KEY (root, scope_set)) STRICT, WITHOUT ROWID",
      error);
}

/* An identifier is looked for below its root alone: as it says nothing of when or where, an index
 * of all of them was another page for each row. */
static gboolean
unite_history (SatConnection *connection, gpointer data, GError **error)
{
  static const char columns[] =
      "n, id, seq, root, record, u, change, type, field, value, v_from, d_from, v_to, d_to, fate,"
      " author, name, device, edited, arrived";
  g_autofree char *copy =
      g_strdup_printf ("INSERT INTO history_new (%s) SELECT %s FROM history", columns, columns);

  return sat_connection_exec (
             connection,
             "CREATE TABLE history_new (n INTEGER PRIMARY KEY, id BLOB NOT NULL,"
             "  seq INTEGER NOT NULL, root BLOB NOT NULL, record BLOB NOT NULL, u BLOB NOT NULL,"
             "  change BLOB, type TEXT NOT NULL, field TEXT NOT NULL, value TEXT,"
             "  v_from INTEGER NOT NULL, d_from INTEGER NOT NULL, v_to INTEGER NOT NULL,"
             "  d_to INTEGER NOT NULL, fate TEXT NOT NULL, author BLOB, name TEXT,"
             "  device INTEGER NOT NULL, edited INTEGER NOT NULL, arrived INTEGER NOT NULL) STRICT",
             error) &&
         sat_connection_exec (connection, copy, error) &&
         sat_connection_exec (connection,
                              "DROP TABLE history; ALTER TABLE history_new RENAME TO history;"
                              "CREATE INDEX ix_history_seq ON history (seq, root);"
                              "CREATE UNIQUE INDEX ix_history_root ON history (root, id);"
                              "CREATE INDEX ix_history_record ON history (record, seq)",
                              error);
}

/* Each edit took an entry from anywhere in the index. */
static gboolean
add_order (SatConnection *connection, gpointer data, GError **error)
{
  return sat_connection_exec (
      connection,
      "CREATE TABLE record_order (seq INTEGER NOT NULL, root BLOB NOT NULL, n INTEGER NOT NULL,"
      "  PRIMARY KEY (seq, root, n)) STRICT, WITHOUT ROWID;"
      "INSERT INTO record_order (seq, root, n) SELECT seq, root, n FROM record"
      "  ORDER BY seq, root, n;"
      "DROP INDEX ix_record_seq",
      error);
}

static const SatMigration steps[] = {
    {1, "records, scopes, history, devices", create_first_tables},
    {2, "when results arrived", add_arrival_of_results},
    {3, "what became of proposals", add_state_of_proposals},
    {4, "what was merged", add_index_of_merged},
    {5, "how records can be told in parts", add_parts},
    {6, "what people have to do", add_agenda},
    {7, "twins", add_twins},
    {8, "where devices are", add_cursors},
    {9, "fewer indexes of the past", unite_history},
    {10, "the order of commits", add_order},
};

gboolean
sat_sqlite_migrate (SatConnection *connection, GError **error)
{
  return sat_migrator_run (connection, steps, G_N_ELEMENTS (steps), NULL, error);
}
