/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that are copied and put back, clocks that are wrong, programs of other versions, servers
 * that went back in time: nobody loses a word. */
#include "config.h"

#include <signal.h>
#include <string.h>

#include "office.h"

typedef struct {
  Office *office;
  CliFixture *a, *b; /* of two administrators */
  char *acme;
} Pair;

static void
sync_both (Pair *pair)
{
  laptop_sync (pair->a);
  laptop_sync (pair->b);
  laptop_sync (pair->a);
}

static void
pair_begin (Pair *pair)
{
  pair->office = office_new ();
  office_add_user (pair->office, "chief", "admin", NULL);
  pair->a = laptop_new (pair->office, "boss");
  pair->b = laptop_new (pair->office, "chief");
  pair->acme = cli_new (pair->a, "company", "name=Acme", "industry=Trade", NULL);
  sync_both (pair);
}

static void
pair_end (Pair *pair)
{
  cli_fixture_free (pair->a);
  cli_fixture_free (pair->b);
  office_free (pair->office);
  g_free (pair->acme);
}

/* Both hold all of it, and nothing waits. */
static void
assert_end (Pair *pair)
{
  g_autoptr (JsonNode) verified = NULL;

  sync_both (pair);
  sync_both (pair);
  verified = office_run (pair->office, "verify", NULL);
  cli_assert_member (verified, "ok", "true");
  g_assert_cmpint (laptop_status_int (pair->a, "pending"), ==, 0);
  g_assert_cmpint (laptop_status_int (pair->b, "pending"), ==, 0);
  laptop_assert_same (pair->a, pair->b);
}

static void
copy_file (const char *from, const char *to)
{
  g_autofree char *bytes = NULL;
  gsize length;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (from, &bytes, &length, &error));
  g_assert_no_error (error);
  g_assert_true (
      g_file_set_contents_full (to, bytes, (gssize)length, G_FILE_SET_CONTENTS_NONE, 0600, &error));
  g_assert_no_error (error);
}

/* The database with its secrets and, if so wished, what marks it as this computer's. */
static CliFixture *
copy_laptop (CliFixture *laptop, gboolean with_device_file)
{
  static const char *const ends[] = {"", ".secret", ".device"};
  CliFixture *copy = cli_fixture_new ();

  for (guint i = 0; i < (with_device_file ? 3 : 2); i++) {
    g_autofree char *from = g_strconcat (laptop->db, ends[i], NULL);
    g_autofree char *to = g_strconcat (copy->db, ends[i], NULL);

    copy_file (from, to);
  }
  return copy;
}

/* A copy on a second laptop edits too: both arrive. */
static void
copied (gboolean with_device_file)
{
  Pair pair;
  g_autoptr (CliFixture) copy = NULL;
  g_autofree char *ann = NULL;
  g_autofree char *ben = NULL;
  gint64 device;

  pair_begin (&pair);
  laptop_set (pair.a, pair.acme, "employees=7");
  device = laptop_status_int (pair.a, "device");
  copy = copy_laptop (pair.a, with_device_file);
  ann = cli_new (pair.a, "contact", "last_name=Ann", NULL);
  ben = cli_new (copy, "contact", "last_name=Ben", NULL);
  laptop_sync (pair.a);
  laptop_sync (copy);
  g_assert_cmpint (laptop_status_int (copy, "device"), !=, device);
  g_assert_cmpint (laptop_status_int (pair.a, "device"), ==, device);
  laptop_sync (pair.a);
  laptop_assert (pair.a, ben, "last_name", "\"Ben\"");
  laptop_assert (copy, ann, "last_name", "\"Ann\"");
  laptop_assert (copy, pair.acme, "employees", "7");
  laptop_assert_same (pair.a, copy);
  assert_end (&pair);
  pair_end (&pair);
}

static void
test_copied (void)
{
  copied (FALSE);
}

static void
test_copied_with_device_file (void)
{
  copied (TRUE);
}

/* Yesterday's file: what was sent since comes back, and what is edited on it goes up. */
static void
put_back (gboolean by_command)
{
  Pair pair;
  g_autofree char *kept = NULL;
  g_autofree char *ann = NULL;
  g_autofree char *ben = NULL;

  pair_begin (&pair);
  kept = sat_test_dir_file (pair.a->dir, "yesterday.db");
  g_free (cli_run (pair.a, 0, "backup", kept, NULL));
  ann = cli_new (pair.a, "contact", "last_name=Ann", NULL);
  laptop_set (pair.a, pair.acme, "industry=Mining");
  laptop_sync (pair.a);
  if (by_command)
    g_free (cli_run (pair.a, 0, "restore", kept, NULL));
  else
    copy_file (kept, pair.a->db);
  cli_fails (pair.a, "not_found", "get", ann, NULL);
  ben = cli_new (pair.a, "contact", "last_name=Ben", NULL);
  assert_end (&pair);
  laptop_assert (pair.b, ann, "last_name", "\"Ann\"");
  laptop_assert (pair.b, ben, "last_name", "\"Ben\"");
  laptop_assert (pair.a, pair.acme, "industry", "\"Mining\"");
  pair_end (&pair);
}

static void
test_put_back (void)
{
  put_back (TRUE);
}

static void
test_put_back_by_hand (void)
{
  put_back (FALSE);
}

static void
wrong_clock (const char *clock)
{
  Pair pair;
  g_autofree char *ann = NULL;

  pair_begin (&pair);
  g_setenv ("SATCHEL_CLOCK", clock, TRUE);
  laptop_set (pair.a, pair.acme, "industry=Mining");
  ann = cli_new (pair.a, "contact", "last_name=Ann", NULL);
  laptop_sync (pair.a);
  g_assert_cmpint (ABS (laptop_status_int (pair.a, "clock_offset_ms")), >, 1000);
  g_unsetenv ("SATCHEL_CLOCK");
  laptop_sync (pair.b);
  laptop_assert (pair.b, pair.acme, "industry", "\"Mining\"");
  laptop_set (pair.b, pair.acme, "industry=Shipping");
  laptop_set (pair.b, ann, "job_title=Boss");
  laptop_sync (pair.b);
  g_setenv ("SATCHEL_CLOCK", clock, TRUE);
  laptop_sync (pair.a);
  laptop_assert (pair.a, pair.acme, "industry", "\"Shipping\"");
  laptop_set (pair.a, pair.acme, "industry=Trade");
  laptop_sync (pair.a);
  g_unsetenv ("SATCHEL_CLOCK");
  assert_end (&pair);
  laptop_assert (pair.b, pair.acme, "industry", "\"Trade\"");
  g_assert_cmpint (laptop_status_int (pair.a, "conflicts"), ==, 0);
  pair_end (&pair);
}

static void
test_fast_clock (void)
{
  wrong_clock ("+20y");
}

static void
test_slow_clock (void)
{
  wrong_clock ("-20y");
}

/* The server is put back to a backup: what the laptops still have is there again. */
static void
test_server_put_back (void)
{
  Pair pair;
  g_autofree char *backup = NULL;
  g_autofree char *ann = NULL;
  g_autofree char *ben = NULL;

  pair_begin (&pair);
  backup = sat_test_dir_file (pair.office->dir, "backup");
  json_node_unref (office_run (pair.office, "backup", backup, NULL));
  ann = cli_new (pair.a, "contact", "last_name=Ann", NULL);
  laptop_set (pair.b, pair.acme, "industry=Mining");
  sync_both (&pair);
  office_stop (pair.office, SIGTERM);
  json_node_unref (office_run (pair.office, "restore", backup, NULL));
  office_start (pair.office);
  ben = cli_new (pair.b, "contact", "last_name=Ben", NULL);
  assert_end (&pair);
  laptop_assert (pair.b, ann, "last_name", "\"Ann\"");
  laptop_assert (pair.a, ben, "last_name", "\"Ben\"");
  laptop_assert (pair.a, pair.acme, "industry", "\"Mining\"");
  pair_end (&pair);
}

/* Edits that the server lost, and whose author's laptop is lost as well, come back from who had
 * pulled them; their past, too. */
static void
test_server_put_back_from_another (void)
{
  Pair pair;
  g_autofree char *backup = NULL;
  g_autofree char *ann = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *history = NULL;
  g_autoptr (CliFixture) fresh = NULL;

  pair_begin (&pair);
  gone = cli_new (pair.a, "company", "name=Gone", NULL);
  sync_both (&pair);
  backup = sat_test_dir_file (pair.office->dir, "backup");
  json_node_unref (office_run (pair.office, "backup", backup, NULL));
  ann = cli_new (pair.a, "contact", "last_name=Ann", NULL);
  laptop_set (pair.a, pair.acme, "industry=Mining");
  laptop_set (pair.a, pair.acme, "employees=7");
  g_free (cli_run (pair.a, 0, "delete", gone, NULL));
  laptop_sync (pair.a);
  laptop_set (pair.a, pair.acme, "industry=Shipping");
  laptop_sync (pair.a);
  laptop_sync (pair.b);
  office_stop (pair.office, SIGTERM);
  json_node_unref (office_run (pair.office, "restore", backup, NULL));
  office_start (pair.office);
  laptop_set (pair.b, pair.acme, "employees=8");
  laptop_sync (pair.b);
  fresh = laptop_new (pair.office, "boss");
  laptop_sync (fresh);
  laptop_assert (fresh, ann, "last_name", "\"Ann\"");
  laptop_assert (fresh, pair.acme, "industry", "\"Shipping\"");
  laptop_assert (fresh, pair.acme, "employees", "8");
  cli_fails (fresh, "not_found", "get", gone, NULL);
  history = cli_run (fresh, 0, "history", pair.acme, NULL);
  g_assert_nonnull (strstr (history, "Mining"));
  g_assert_cmpint (laptop_status_int (fresh, "conflicts"), ==, 0);
  laptop_assert_same (fresh, pair.b);
  /* The lost one is found: what it has to say is known. */
  assert_end (&pair);
  laptop_assert (pair.a, pair.acme, "employees", "8");
  g_assert_cmpint (laptop_status_int (pair.a, "conflicts"), ==, 0);
  pair_end (&pair);
}

/* A laptop of version 1 has no departments, and takes none away. */
static void
test_old_laptop (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (CliFixture) newer = laptop_new (office, "boss");
  g_autoptr (CliFixture) older = cli_fixture_new ();
  g_autofree char *ann = cli_new (newer, "contact", "last_name=Ann", "department=Law", NULL);

  laptop_sync (newer);
  g_setenv ("SATCHEL_SCHEMA", "1", TRUE);
  laptop_login (older, office, "boss");
  laptop_sync (older);
  laptop_assert (older, ann, "last_name", "\"Ann\"");
  laptop_set (older, ann, "last_name=Lee");
  laptop_sync (older);
  laptop_assert_sound (older);
  g_unsetenv ("SATCHEL_SCHEMA");
  laptop_sync (newer);
  laptop_assert (newer, ann, "last_name", "\"Lee\"");
  laptop_assert (newer, ann, "department", "\"Law\"");
  /* It is brought up to date: what it kept shows. */
  laptop_set (newer, ann, "job_title=Clerk");
  laptop_sync (newer);
  laptop_sync (older);
  laptop_assert (older, ann, "department", "\"Law\"");
  laptop_assert_same (newer, older);
}

/* A server of version 1 and a laptop of version 2: what the server knows travels. */
static void
test_old_server (void)
{
  Pair pair;
  g_autofree char *ann = NULL;

  g_setenv ("SATCHEL_SCHEMA", "1", TRUE);
  pair_begin (&pair);
  office_stop (pair.office, SIGTERM);
  office_start (pair.office);
  g_unsetenv ("SATCHEL_SCHEMA");
  laptop_set (pair.a, pair.acme, "industry=Mining");
  ann = cli_new (pair.a, "contact", "last_name=Ann", NULL);
  assert_end (&pair);
  laptop_assert (pair.b, ann, "last_name", "\"Ann\"");
  laptop_assert (pair.b, pair.acme, "industry", "\"Mining\"");
  pair_end (&pair);
}

static void
test_revoked (void)
{
  Pair pair;
  g_autofree char *device = NULL;
  g_autoptr (JsonNode) said = NULL;

  pair_begin (&pair);
  device = g_strdup_printf ("%" G_GINT64_FORMAT, laptop_status_int (pair.b, "device"));
  laptop_set (pair.b, pair.acme, "industry=Mining");
  said = office_run (pair.office, "device", "revoke", device, "--reason", "lost", NULL);
  cli_fails (pair.b, "revoked", "sync", NULL);
  cli_fails (pair.b, "revoked", "sync", NULL);
  laptop_assert_state (pair.b, "revoked");
  laptop_sync (pair.a);
  laptop_assert (pair.a, pair.acme, "industry", "\"Trade\"");
  pair_end (&pair);
}

/* An access token that is no longer good: a fresh one, and on with it. Without a refresh token:
 * sign in again. */
static void
test_token (void)
{
  Pair pair;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gint64 device;

  pair_begin (&pair);
  path = g_strconcat (pair.a->db, ".secret", NULL);
  device = laptop_status_int (pair.a, "device");
  laptop_set (pair.a, pair.acme, "industry=Mining");
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GRegex) token = g_regex_new (
        i == 0 ? "\"access\":\"[^\"]*\"" : "\"(access|refresh)\":\"[^\"]*\"", 0, 0, NULL);
    g_autofree char *spoilt = NULL;

    g_clear_pointer (&text, g_free);
    g_assert_true (g_file_get_contents (path, &text, NULL, &error));
    spoilt = g_regex_replace (token, text, -1, 0, i == 0 ? "\"access\":\"abc\"" : "\"\\1\":\"abc\"",
                              0, &error);
    g_assert_no_error (error);
    g_assert_true (g_file_set_contents (path, spoilt, -1, &error));
    if (i == 0) {
      laptop_sync (pair.a);
      laptop_set (pair.a, pair.acme, "industry=Shipping");
    }
  }
  cli_fails (pair.a, "auth", "sync", NULL);
  g_assert_cmpint (laptop_status_int (pair.a, "device"), ==, device);
  laptop_login (pair.a, pair.office, "boss");
  assert_end (&pair);
  laptop_assert (pair.b, pair.acme, "industry", "\"Shipping\"");
  pair_end (&pair);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("SATCHEL_SECRETS", "file", TRUE);
  g_test_add_func ("/contract/lives/copied", test_copied);
  g_test_add_func ("/contract/lives/copied-with-device-file", test_copied_with_device_file);
  g_test_add_func ("/contract/lives/put-back", test_put_back);
  g_test_add_func ("/contract/lives/put-back-by-hand", test_put_back_by_hand);
  g_test_add_func ("/contract/lives/fast-clock", test_fast_clock);
  g_test_add_func ("/contract/lives/slow-clock", test_slow_clock);
  g_test_add_func ("/contract/lives/server-put-back", test_server_put_back);
  g_test_add_func ("/contract/lives/server-put-back-from-another",
                   test_server_put_back_from_another);
  g_test_add_func ("/contract/lives/old-laptop", test_old_laptop);
  g_test_add_func ("/contract/lives/old-server", test_old_server);
  g_test_add_func ("/contract/lives/revoked", test_revoked);
  g_test_add_func ("/contract/lives/token", test_token);
  return g_test_run ();
}
