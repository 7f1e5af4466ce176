/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-test-db.h"

SatConnection *
sat_test_db_open (const char *path, SatOpenMode mode)
{
  g_autoptr (GError) error = NULL;
  SatConnection *connection = sat_connection_open (path, mode, &error);

  g_assert_no_error (error);
  g_assert_nonnull (connection);
  return connection;
}

void
sat_test_db_open_fails (const char *path, SatOpenMode mode, SatDbError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (sat_connection_open (path, mode, &error));
  g_assert_error (error, SAT_DB_ERROR, (int)code);
  g_test_message ("%s", error->message);
}

void
sat_test_db_run (SatConnection *connection, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gboolean done = sat_connection_exec (connection, sql, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

SatStatement *
sat_test_db_prepare (SatConnection *connection, const char *sql)
{
  g_autoptr (GError) error = NULL;
  SatStatement *statement = sat_statement_cached (connection, sql, &error);

  g_assert_no_error (error);
  return statement;
}

gboolean
sat_test_db_step (SatStatement *statement)
{
  g_autoptr (GError) error = NULL;
  gboolean row = FALSE;

  sat_statement_step (statement, &row, &error);
  g_assert_no_error (error);
  return row;
}

char *
sat_test_db_text (SatConnection *connection, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatStatement) statement = sat_statement_new (connection, sql, &error);

  g_assert_no_error (error);
  g_assert_true (sat_test_db_step (statement));
  return g_strdup (sat_statement_text (statement, 0));
}

gint64
sat_test_db_int (SatConnection *connection, const char *sql)
{
  g_autofree char *text = sat_test_db_text (connection, sql);
  gint64 value;

  g_assert_nonnull (text);
  g_assert_true (g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &value, NULL));
  return value;
}

void
sat_test_db_check (SatConnection *connection)
{
  g_autoptr (GError) error = NULL;
  gboolean sound = sat_backup_check (connection, FALSE, &error);

  g_assert_no_error (error);
  g_assert_true (sound);
}

char *
sat_test_file_digest (const char *path)
{
  g_autofree char *contents = NULL;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, NULL))
    return g_strdup ("");
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)contents, length);
}

guint
sat_test_folder_count (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  guint count = 0;

  g_assert_nonnull (entries);
  while (g_dir_read_name (entries) != NULL)
    count++;
  return count;
}

void
sat_test_file_set_up (SatTestFile *self, gconstpointer data)
{
  self->dir = sat_test_dir_new ();
  self->path = sat_test_dir_file (self->dir, "file.satchel");
}

void
sat_test_file_tear_down (SatTestFile *self, gconstpointer data)
{
  g_free (self->path);
  sat_test_dir_free (self->dir);
}
