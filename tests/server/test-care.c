/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looking after a server's folder: backup and restore, verify, erase; lives of a database. */

#include "config.h"

#include "sat-db.h"
#include "sat-server-care.h"
#include "sat-server-private.h"
#include "sat-test-push.h"

#include <glib/gstdio.h>
#include <string.h>

#define CANARY "Zebrafinkenzucht"

typedef struct {
  SatTestServer *server;
  SatTestLaptop *ann;
  SatUuid company, note;
  char *backup, *database;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *company = NULL;
  g_autofree char *note = NULL;

  fixture->server = sat_test_server_new ();
  fixture->ann = sat_test_laptop_new (fixture->server, "Ann", SAT_ROLE_REP, 1);
  fixture->company = sat_uuid_new (1);
  fixture->note = sat_uuid_new (1);
  fixture->backup = sat_test_dir_file (fixture->server->dir, "backup.db");
  fixture->database = sat_test_dir_file (fixture->server->dir, "data/" SAT_SERVER_DATABASE);
  company = sat_uuid_to_string (&fixture->company);
  note = g_strdup_printf ("{\"body\":\"%s\",\"company\":{\"r\":\"%s\"}}", CANARY, company);
  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, "company", &fixture->company, 0,
                        "{\"name\":\"Acme\"}", NULL, NULL);
  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, "note", &fixture->note, 0, note, NULL, NULL);
  sat_test_laptop_expect (fixture->ann, "ok");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sat_test_laptop_free (fixture->ann);
  sat_test_server_free (fixture->server);
  g_free (fixture->backup);
  g_free (fixture->database);
}

static void
set_name (Fixture *fixture, const char *name)
{
  g_autofree char *base = sat_test_server_base (fixture->server, &fixture->company, "name");
  g_autofree char *fields = g_strdup_printf ("{\"name\":\"%s\"}", name);

  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, "company", &fixture->company, 1, fields, base,
                        NULL);
  sat_test_laptop_expect (fixture->ann, "ok");
}

static void
back_up (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  sat_server_backup (fixture->server->server, fixture->backup, &error);
  g_assert_no_error (error);
}

static void
restore (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->server->server, sat_server_close);
  sat_server_restore (fixture->server->folder, fixture->backup, &error);
  g_assert_no_error (error);
  sat_test_server_reopen (fixture->server);
}

static void
assert_clean (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = sat_server_verify (fixture->server->server, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_error ("%s", (const char *)g_ptr_array_index (findings, i));
}

static void
test_backup (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatPushAnswer) before = NULL;
  g_autoptr (SatPushAnswer) after = NULL;

  set_name (fixture, "Acme 2");
  fixture->ann->sent = fixture->ann->lines->len;
  before = sat_test_laptop_push (fixture->ann);
  g_assert_cmpint (before->durable_m, ==, 0);
  back_up (fixture);
  set_name (fixture, "Acme 3");
  after = sat_test_laptop_push (fixture->ann);
  g_assert_cmpint (after->durable_m, ==, 3);
  g_assert_cmpint (after->last_m, ==, 4);
}

static void
test_restore (Fixture *fixture, gconstpointer data)
{
  g_autofree char *epoch = g_strdup (fixture->server->server->epoch);
  g_autofree char *text = NULL;
  gint64 head;

  back_up (fixture);
  set_name (fixture, "Lost");
  head = sat_server_head (fixture->server->server);
  restore (fixture);
  sat_test_server_assert (fixture->server, &fixture->company, "{\"name\":\"Acme\"}");
  g_assert_cmpstr (fixture->server->server->epoch, !=, epoch);
  g_assert_cmpint (sat_server_head (fixture->server->server), >=, head + SAT_SERVER_LEAP);
  assert_clean (fixture);
  text = sat_server_describe_device (fixture->server->server, 1, NULL, NULL);
  g_assert_nonnull (strstr (text, "\"last_m\":2"));
  /* What was kept is sent again from there. */
  fixture->ann->sent = 2;
  memset (&fixture->ann->hash, 0, sizeof fixture->ann->hash);
  for (guint i = 0; i < 2; i++) {
    gsize length;
    const char *line = g_bytes_get_data (g_ptr_array_index (fixture->ann->lines, i), &length);

    sat_chain_add (&fixture->ann->hash, line, length);
  }
  sat_test_laptop_expect (fixture->ann, "ok");
  sat_test_server_assert (fixture->server, &fixture->company, "{\"name\":\"Lost\"}");
}

/* Also of the very state that it had. */
static void
test_restore_same (Fixture *fixture, gconstpointer data)
{
  g_autofree char *epoch = g_strdup (fixture->server->server->epoch);

  back_up (fixture);
  restore (fixture);
  g_assert_cmpstr (fixture->server->server->epoch, !=, epoch);
  g_assert_cmpint (sat_server_head (fixture->server->server), >, SAT_SERVER_LEAP);
}

static void
test_restore_nonsense (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bad = sat_test_dir_write (fixture->server->dir, "bad.db", "not a database", -1);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->server->server, sat_server_close);
  g_assert_false (sat_server_restore (fixture->server->folder, bad, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_CORRUPT);
  sat_test_server_reopen (fixture->server);
  sat_test_server_assert (fixture->server, &fixture->company, "{\"name\":\"Acme\"}");
}

/* Somebody copied an older file into its place by hand. */
static void
test_swapped (Fixture *fixture, gconstpointer data)
{
  g_autofree char *epoch = g_strdup (fixture->server->server->epoch);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gint64 head;
  gsize length;

  back_up (fixture);
  set_name (fixture, "Lost");
  head = sat_server_head (fixture->server->server);
  g_clear_pointer (&fixture->server->server, sat_server_close);
  g_assert_true (g_file_get_contents (fixture->backup, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (fixture->database, contents, (gssize)length, &error));
  sat_test_server_reopen (fixture->server);
  g_assert_cmpstr (fixture->server->server->epoch, !=, epoch);
  g_assert_cmpint (sat_server_head (fixture->server->server), >, head);
  sat_test_server_assert (fixture->server, &fixture->company, "{\"name\":\"Acme\"}");
}

static void
test_damaged_key (Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = sat_test_dir_file (fixture->server->dir, "data/" SAT_SERVER_KEY);
  g_autoptr (GError) error = NULL;
  SatServer *server;

  g_clear_pointer (&fixture->server->server, sat_server_close);
  g_assert_true (g_file_set_contents (key, "short", -1, NULL));
  server = sat_server_open (fixture->server->folder, NULL, NULL, &error);
  g_assert_null (server);
  g_assert_nonnull (error);
}

static void
run_sql (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatConnection) connection =
      sat_connection_open (fixture->database, SAT_OPEN_WRITE, &error);

  g_assert_no_error (error);
  sat_connection_exec (connection, sql, &error);
  g_assert_no_error (error);
}

static void
test_verify (Fixture *fixture, gconstpointer data)
{
  static const char *const harm[] = {
      "UPDATE record SET fields = '{' WHERE type = 'note'",
      "UPDATE record SET fields = '{}', clocks = 'x' WHERE type = 'note'",
      "UPDATE record SET clocks = '0000000000000001:1', deleted_seq = 1 WHERE type = 'note'",
      "UPDATE record SET deleted_seq = 0, root = zeroblob (16) WHERE type = 'note'",
      "UPDATE record SET root = id, seq = 1 << 50 WHERE type = 'note'",
  };
  guint last = 0;

  assert_clean (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (harm); i++) {
    g_autoptr (GPtrArray) findings = NULL;

    run_sql (fixture, harm[i]);
    findings = sat_server_verify (fixture->server->server, NULL);
    g_assert_cmpuint (findings->len, >=, 1);
    for (guint j = 0; j < findings->len; j++)
      g_assert_true (g_str_has_prefix (g_ptr_array_index (findings, j), "note "));
    last = findings->len;
  }
  /* It is not in the order of commits, nobody may hold it, and it is from the future. */
  g_assert_cmpuint (last, >=, 3);
}

static gint64
ask (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatConnection) connection =
      sat_connection_open (fixture->database, SAT_OPEN_READ, &error);
  gint64 number = 0;

  g_assert_no_error (error);
  sat_connection_query_int (connection, sql, 0, &number, &error);
  g_assert_no_error (error);
  return number;
}

#define LEFT "SELECT (SELECT count(*) FROM record_order) - (SELECT count(*) FROM record)"

/* Whoever pulls lets go of what records have left in the order of commits. */
static void
test_tidied (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) page = NULL;
  g_autoptr (GError) error = NULL;

  set_name (fixture, "Acme 2");
  set_name (fixture, "Acme 3");
  g_assert_cmpint (ask (fixture, LEFT), ==, 2);
  page = sat_server_pull (fixture->server->server, &fixture->ann->caller,
                          sat_server_epoch (fixture->server->server), "", "", "", 100, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ask (fixture, LEFT), ==, 0);
  assert_clean (fixture);
}

/* Erasing */

static gboolean
file_has (const char *path, const char *word)
{
  g_autofree char *contents = NULL;
  gsize length;

  return g_file_get_contents (path, &contents, &length, NULL) &&
         memmem (contents, length, word, strlen (word)) != NULL;
}

static gboolean
folder_has (Fixture *fixture, const char *word)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->server->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (fixture->server->folder, name, NULL);

    if (file_has (path, word))
      return TRUE;
  }
  return FALSE;
}

static void
erase (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  sat_server_erase (fixture->server->server, "company", &fixture->company, &error);
  g_assert_no_error (error);
}

static void
test_erase (Fixture *fixture, gconstpointer data)
{
  gint64 head = sat_server_head (fixture->server->server);

  g_assert_true (folder_has (fixture, CANARY));
  set_name (fixture, "Acme " CANARY);
  set_name (fixture, "Acme");
  erase (fixture);
  g_assert_null (sat_test_server_fields (fixture->server, &fixture->company));
  g_assert_null (sat_test_server_fields (fixture->server, &fixture->note));
  g_assert_false (folder_has (fixture, CANARY));
  g_assert_cmpint (sat_server_head (fixture->server->server), >, head);
  assert_clean (fixture);
  /* Nobody brings it back, nor the note. */
  sat_test_server_reopen (fixture->server);
  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, "company", &fixture->company, 0,
                        "{\"name\":\"Acme\"}", NULL, NULL);
  sat_test_laptop_expect (fixture->ann, "gone_parent");
  sat_test_laptop_edit (fixture->ann, SAT_OP_UNDELETE, "note", &fixture->note, 0,
                        "{\"body\":\"" CANARY "\"}", NULL, NULL);
  sat_test_laptop_expect (fixture->ann, "gone_parent");
}

static void
test_erase_unknown (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (sat_server_erase (fixture->server->server, "contact", &fixture->company, &error));
  g_assert_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_NOT_FOUND);
}

/* A backup from before brings nothing of it back. */
static void
test_erase_again (Fixture *fixture, gconstpointer data)
{
  back_up (fixture);
  erase (fixture);
  restore (fixture);
  g_assert_null (sat_test_server_fields (fixture->server, &fixture->company));
  g_assert_null (sat_test_server_fields (fixture->server, &fixture->note));
  g_assert_false (file_has (fixture->database, CANARY));
  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, "company", &fixture->company, 0,
                        "{\"name\":\"Acme\"}", NULL, NULL);
  sat_test_laptop_expect (fixture->ann, "gone_parent");
  assert_clean (fixture);
}

/* What the server writes */

static void
test_write (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatWireFields) name = sat_wire_fields_parse ("{\"name\":\"North\"}", -1, NULL);
  g_autoptr (SatWireFields) bad = sat_wire_fields_parse ("{\"name\":null}", -1, NULL);
  SatUuid id = sat_uuid_new (1), other = sat_uuid_new (1);
  SatServerWrite both[] = {{SAT_OP_PUT, "team", id, name}, {SAT_OP_PUT, "team", other, bad}};
  SatServerWrite gone = {SAT_OP_DELETE, "team", id, NULL};
  SatServerWrite back = {SAT_OP_UNDELETE, "team", id, name};
  g_autoptr (GError) error = NULL;
  g_autoptr (SatServerRecord) record = NULL;
  g_autoptr (SatServerRecord) again = NULL;

  g_assert_false (sat_server_write (fixture->server->server, both, 2, &error));
  g_assert_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_FORBIDDEN);
  g_assert_null (sat_test_server_fields (fixture->server, &id)); /* all or nothing */
  g_clear_error (&error);
  sat_server_write (fixture->server->server, both, 1, &error);
  g_assert_no_error (error);
  record = sat_server_record (fixture->server->server, "team", &id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sat_wire_fields_get (record->fields, "name")->text, ==, "North");
  sat_server_write (fixture->server->server, &gone, 1, &error);
  g_assert_no_error (error);
  again = sat_server_record (fixture->server->server, "team", &id, &error);
  g_assert_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_NOT_FOUND);
  g_assert_null (again);
  g_clear_error (&error);
  sat_server_write (fixture->server->server, &back, 1, &error);
  g_assert_no_error (error);
  sat_test_server_assert (fixture->server, &id, "{\"name\":\"North\"}");
  assert_clean (fixture);
}

static void
test_hello (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) hello =
      sat_server_hello (fixture->server->server, &fixture->ann->caller, NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (hello, NULL), g_bytes_get_size (hello));
  g_autofree char *epoch = g_strdup_printf ("\"epoch\":\"%s\"", fixture->server->server->epoch);

  g_assert_nonnull (strstr (text, epoch));
  g_assert_nonnull (strstr (text, "\"last_m\":2"));
  g_assert_nonnull (strstr (text, "\"role\":\"rep\"},\"device\":1"));
  g_assert_nonnull (strstr (text, "\"push_mutations\":500"));
}

#define ADD(path, function) g_test_add ("/care/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("backup", test_backup);
  ADD ("restore", test_restore);
  ADD ("restore-same", test_restore_same);
  ADD ("restore-nonsense", test_restore_nonsense);
  ADD ("swapped", test_swapped);
  ADD ("damaged-key", test_damaged_key);
  ADD ("verify", test_verify);
  ADD ("tidied", test_tidied);
  ADD ("erase", test_erase);
  ADD ("erase-unknown", test_erase_unknown);
  ADD ("erase-again", test_erase_again);
  ADD ("write", test_write);
  ADD ("hello", test_hello);
  return g_test_run ();
}
