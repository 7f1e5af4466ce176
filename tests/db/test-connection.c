/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-db.h"
#include "sat-test.h"

#include <glib/gstdio.h>

static gint64
query (SatConnection *connection, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 value = -1;

  sat_connection_query_int (connection, sql, -2, &value, &error);
  g_assert_no_error (error);
  return value;
}

static void
run (SatConnection *connection, const char *sql)
{
  g_autoptr (GError) error = NULL;

  sat_connection_exec (connection, sql, &error);
  g_assert_no_error (error);
}

static SatConnection *
open_ok (const char *path, SatOpenMode mode)
{
  g_autoptr (GError) error = NULL;
  SatConnection *connection = sat_connection_open (path, mode, &error);

  g_assert_no_error (error);
  return connection;
}

static void
test_create (void)
{
  g_autoptr (SatTestDir) dir = sat_test_dir_new ();
  g_autofree char *path = sat_test_dir_file (dir, "new/deep/file.satchel");
  g_autoptr (SatConnection) connection = open_ok (path, SAT_OPEN_CREATE);
  GStatBuf info;

  g_assert_cmpstr (sat_connection_get_path (connection), ==, path);
  g_assert_false (sat_connection_is_read_only (connection));
  g_assert_cmpint (query (connection, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (query (connection, "PRAGMA synchronous"), ==, 2);
  g_assert_cmpint (query (connection, "PRAGMA trusted_schema"), ==, 0);
  g_assert_cmpint (query (connection, "PRAGMA cell_size_check"), ==, 1);
  g_assert_cmpint (query (connection, "PRAGMA wal_autocheckpoint"), ==, 0);
  g_assert_cmpint (query (connection, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), ==,
                   1);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  run (connection, "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");
  g_assert_cmpint (query (connection, "SELECT count(*) FROM t"), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/db/connection/create", test_create);
  return g_test_run ();
}
