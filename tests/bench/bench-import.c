/* SPDX-License-Identifier: GPL-3.0-or-later */

/* F7 and F11: a CSV of contacts with four contact points and an employment each, imported into a
 * database that has joined a server; against bare SQLite inserting the rows that came of it into
 * the same tables and indexes. Then the sizes, fresh and after ten edits a record. */

#include "config.h"

#include "sat-bench.h"
#include "sat-import.h"
#include "sat-reader.h"
#include "sat-sql-functions.h"
#include "sat-writer.h"

#include <glib/gstdio.h>
#include <stdlib.h>

#define EDITS 10

/* Typed tables with the uuids of their records: what any program would store. */
static const char *const typed[] = {"company", "contact", "contact_point", "employment", NULL};

/* Of this thread's work, and by the clock. */
typedef struct {
  double work, clock;
} Seconds;

typedef struct {
  gint64 work, clock;
} Start;

static Start
start_now (void)
{
  return (Start){sat_bench_thread_time (), sat_bench_now ()};
}

static Seconds
seconds_since (Start start)
{
  return (Seconds){(double)(sat_bench_thread_time () - start.work) / 1e6,
                   (double)(sat_bench_now () - start.clock) / 1e6};
}

static gboolean
import_seconds (const char *db, const char *csv, Seconds *seconds, GError **error)
{
  g_autoptr (SatStore) store =
      sat_store_open (db, SAT_STORE_CREATE | SAT_STORE_JOINED, NULL, NULL, error);
  const char *const paths[] = {csv, NULL};
  Start start = start_now ();
  g_autoptr (SatImportReport) report = NULL;

  if (store == NULL)
    return FALSE;
  report = sat_import_run (store, paths, NULL, NULL, NULL, NULL, error);
  if (report == NULL)
    return FALSE;
  /* Closing brings the search index up to date: it belongs to the work. */
  sat_store_close (store);
  *seconds = seconds_since (start);
  return TRUE;
}

static gboolean
copy_schema (SatConnection *from, SatConnection *to, const char *table, GError **error)
{
  g_autoptr (SatStatement) list = sat_statement_new (
      from,
      "SELECT sql FROM sqlite_schema WHERE tbl_name = ?1 AND sql IS NOT NULL ORDER BY type DESC",
      error);
  gboolean row;

  if (list == NULL)
    return FALSE;
  sat_statement_bind_text (list, 1, table);
  while (sat_statement_step (list, &row, error)) {
    if (!row)
      return TRUE;
    if (!sat_connection_exec (to, sat_statement_text (list, 0), error))
      return FALSE;
  }
  return FALSE;
}

static gboolean
copy_rows (
    SatConnection *from, SatConnection *to, const char *table, const char *columns, GError **error)
{
  g_autofree char *select_sql = g_strdup_printf ("SELECT %s FROM \"%s\"", columns, table);
  g_autoptr (SatStatement) source = sat_statement_new (from, select_sql, error);
  g_autoptr (GString) insert_sql = g_string_new (NULL);
  g_autoptr (SatStatement) insert = NULL;
  gboolean row;
  guint n = 0;

  if (source == NULL)
    return FALSE;
  g_string_printf (insert_sql, "INSERT INTO \"%s\"%s%s%s VALUES (", table,
                   *columns != '*' ? " (" : "", *columns != '*' ? columns : "",
                   *columns != '*' ? ")" : "");
  for (int i = 0; i < sat_statement_n_columns (source); i++)
    g_string_append_printf (insert_sql, "%s?", i > 0 ? ", " : "");
  g_string_append_c (insert_sql, ')');
  insert = sat_statement_new (to, insert_sql->str, error);
  if (insert == NULL || !sat_connection_begin (to, error))
    return FALSE;
  while (sat_statement_step (source, &row, error) && row) {
    for (int i = 0; i < sat_statement_n_columns (source); i++) {
      gsize length;

      switch (sat_statement_type (source, i)) {
      case SQLITE_INTEGER:
        sat_statement_bind_int (insert, i + 1, sat_statement_int (source, i));
        break;
      case SQLITE_TEXT:
        sat_statement_bind_static (insert, i + 1, sat_statement_text (source, i));
        break;
      case SQLITE_BLOB: {
        const void *blob = sat_statement_blob (source, i, &length);

        sat_statement_bind_blob (insert, i + 1, blob, length);
        break;
      }
      default:
        sat_statement_bind_null (insert, i + 1);
      }
    }
    if (!sat_statement_run (insert, error))
      return FALSE;
    if (++n % 30000 == 0 &&
        (!sat_connection_commit (to, error) || !sat_connection_begin (to, error)))
      return FALSE;
  }
  return sat_connection_commit (to, error);
}

static gboolean
bare_seconds (const char *db, const char *bare_path, Seconds *seconds, GError **error)
{
  g_autoptr (SatConnection) from = sat_connection_open (db, SAT_OPEN_READ, error);
  g_autoptr (SatConnection) to = sat_connection_open (bare_path, SAT_OPEN_CREATE, error);
  Start start;

  if (from == NULL || to == NULL || !sat_sql_functions_register (from, error) ||
      !sat_sql_functions_register (to, error) ||
      !sat_connection_exec (to,
                            "PRAGMA foreign_keys = OFF; CREATE TABLE record (id INTEGER PRIMARY "
                            "KEY, uuid BLOB NOT NULL UNIQUE) STRICT",
                            error))
    return FALSE;
  for (guint i = 0; typed[i] != NULL; i++)
    if (!copy_schema (from, to, typed[i], error))
      return FALSE;
  start = start_now ();
  if (!copy_rows (from, to, "record", "id, uuid", error))
    return FALSE;
  for (guint i = 0; typed[i] != NULL; i++)
    if (!copy_rows (from, to, typed[i], "*", error))
      return FALSE;
  if (!sat_connection_checkpoint (to, TRUE, error))
    return FALSE;
  *seconds = seconds_since (start);
  return TRUE;
}

typedef struct {
  guint round;
} Edits;

static gboolean
edit_all_cb (SatWriter *writer, gpointer data, GError **error)
{
  Edits *edits = data;
  static const char *const fields[] = {"job_title", "department", "first_name", "last_name"};
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "contact");
  const SatField *field = sat_type_field (type, fields[edits->round % G_N_ELEMENTS (fields)]);
  g_autoptr (SatStatement) ids =
      sat_statement_new (sat_writer_get_connection (writer), "SELECT id FROM contact", error);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean row;

  while (sat_statement_step (ids, &row, error) && row) {
    gint64 id = sat_statement_int (ids, 0);

    g_array_append_val (all, id);
  }
  for (guint i = 0; i < all->len; i++) {
    g_autofree char *text = g_strdup_printf ("Value %u of %u", edits->round, i % 1000);
    g_auto (SatValue) value = sat_value_text (text);
    SatWriteField write = {field, value, SAT_VERSION_NONE};

    if (!sat_writer_set (writer, g_array_index (all, gint64, i), &write, 1, SAT_ORIGIN_LOCAL,
                         error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
edit_all (const char *db, GError **error)
{
  g_autoptr (SatStore) store = sat_store_open (db, SAT_STORE_DEFAULT, NULL, NULL, error);

  if (store == NULL)
    return FALSE;
  for (guint round = 0; round < EDITS; round++) {
    Edits edits = {round};

    if (!sat_store_write (store, SAT_CHANGE_EDIT, "edit", edit_all_cb, &edits, NULL, error))
      return FALSE;
  }
  sat_store_close (store);
  return TRUE;
}

static double
mebibytes (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 ? (double)status.st_size / (1024 * 1024) : 0;
}

static gboolean
measure_import (guint rows, const char *csv, const char *db, const char *bare, GError **error)
{
  Seconds ours, reference;

  if (!sat_bench_write_csv (csv, rows, error) || !import_seconds (db, csv, &ours, error) ||
      !bare_seconds (db, bare, &reference, error))
    return FALSE;
  sat_bench_print ("F7", "import of contacts from CSV, searchable at the end (CPU time)", "s",
                   ours.work, reference.work, 2.5, 1.7);
  sat_bench_note ("%u rows; by the clock %.3g s, bare %.3g s: %.2f; %.1f µs of work a row", rows,
                  ours.clock, reference.clock, ours.clock / reference.clock,
                  ours.work * 1e6 / rows);
  return TRUE;
}

static gboolean
measure_size (const char *db, const char *bare, GError **error)
{
  sat_bench_print ("F11", "file size, fresh", "MiB", mebibytes (db), mebibytes (bare), 2.0, 1.6);
  if (!edit_all (db, error))
    return FALSE;
  sat_bench_print ("F11", "file size, after ten edits a contact", "MiB", mebibytes (db),
                   mebibytes (bare), 3.5, 2.5);
  return TRUE;
}

/* "bench-import ROWS": both; "bench-import ROWS speed": F7 alone, for F8. */
int
main (int argc, char *argv[])
{
  guint rows = argc > 1 ? (guint)atoi (argv[1]) : 100000;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("satchel-bench-XXXXXX", &error);
  g_autofree char *csv = g_build_filename (folder, "contacts.csv", NULL);
  g_autofree char *db = g_build_filename (folder, "import.db", NULL);
  g_autofree char *bare = g_build_filename (folder, "bare.db", NULL);

  if (!measure_import (rows, csv, db, bare, &error) ||
      (argc < 3 && !measure_size (db, bare, &error)))
    g_error ("%s", error->message);
  sat_bench_remove (folder);
  return 0;
}
