/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is going on when a program is killed, and what its user does then: the same once more. */
#include "config.h"

#include "kill-world.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

/* Something to send on a, something to receive. */
static void
prepare (KillWorld *world)
{
  kill_world_contest (world);
  laptop_sync (world->b);
  g_free (kill_world_add (world, world->a));
  g_free (kill_world_add (world, world->a));
}

static KillEnd
play_sync (KillWorld *world, const char *at)
{
  prepare (world);
  return kill_laptop (world->a, at, 0, "sync", NULL);
}

/* At any moment. */
static KillEnd
play_any (KillWorld *world, const char *at)
{
  guint after_us = (guint)g_random_int_range (1, 60000);

  prepare (world);
  return kill_laptop (world->a, NULL, after_us, "sync", NULL);
}

static KillEnd
play_edit (KillWorld *world, const char *at)
{
  g_autofree char *word = kill_world_word (world);
  g_autofree char *name = g_strconcat ("last_name=", word, NULL);
  KillEnd end = kill_laptop (world->a, at, 0, "new", "contact", name, NULL);

  g_hash_table_add (end == KILL_ENDED ? world->words : world->perhaps, g_steal_pointer (&word));
  return end;
}

/* A third laptop, until it has what the others have. */
static void
settle_third (KillWorld *world, CliFixture *third)
{
  laptop_sync (third);
  laptop_sync (third);
  kill_world_recover (world);
  laptop_sync (third);
  laptop_assert_same (third, world->b);
}

static KillEnd
play_login (KillWorld *world, const char *at)
{
  g_autoptr (CliFixture) third = cli_fixture_new ();
  KillEnd end = kill_laptop (third, at, 0, "login", world->office->url, "--user", "boss",
                             "--password-file", world->office->password_file, NULL);

  laptop_login (third, world->office, "boss");
  settle_third (world, third);
  return end;
}

static KillEnd
play_first_load (KillWorld *world, const char *at)
{
  g_autoptr (CliFixture) third = cli_fixture_new ();
  KillEnd end;

  laptop_login (third, world->office, "boss");
  end = kill_laptop (third, at, 0, "sync", NULL);
  settle_third (world, third);
  return end;
}

/* A file with records of its own joins. */
static KillEnd
play_join (KillWorld *world, const char *at)
{
  g_autoptr (CliFixture) third = cli_fixture_new ();
  g_autofree char *id = kill_world_add (world, third);
  KillEnd end = kill_laptop (third, at, 0, "login", world->office->url, "--user", "boss",
                             "--password-file", world->office->password_file, NULL);

  if (end != KILL_ENDED)
    laptop_login (third, world->office, "boss");
  laptop_sync (third);
  settle_third (world, third);
  laptop_set (world->b, id, "job_title=Clerk");
  return end;
}

static KillEnd
play_join_sync (KillWorld *world, const char *at)
{
  g_autoptr (CliFixture) third = cli_fixture_new ();
  g_autofree char *id G_GNUC_UNUSED = kill_world_add (world, third);
  KillEnd end;

  laptop_login (third, world->office, "boss");
  end = kill_laptop (third, at, 0, "sync", NULL);
  settle_third (world, third);
  return end;
}

/* What marks the file as this computer's is lost: it enrols again. */
static KillEnd
play_moved (KillWorld *world, const char *at)
{
  g_autofree char *path = g_strconcat (world->a->db, ".device", NULL);

  prepare (world);
  g_assert_cmpint (g_unlink (path), ==, 0);
  return kill_laptop (world->a, at, 0, "sync", NULL);
}

static KillEnd
play_token (KillWorld *world, const char *at)
{
  g_autofree char *path = g_strconcat (world->a->db, ".secret", NULL);
  g_autoptr (GRegex) token = g_regex_new ("\"access\":\"[^\"]*\"", 0, 0, NULL);
  g_autofree char *text = NULL;
  g_autofree char *spoilt = NULL;
  g_autoptr (GError) error = NULL;

  prepare (world);
  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  spoilt = g_regex_replace_literal (token, text, -1, 0, "\"access\":\"abc\"", 0, &error);
  g_assert_true (g_file_set_contents (path, spoilt, -1, &error));
  g_assert_no_error (error);
  return kill_laptop (world->a, at, 0, "sync", NULL);
}

/* There is a backup under that name already: after the kill it is that one or the new one. */
static KillEnd
play_backup (KillWorld *world, const char *at)
{
  g_autofree char *path = sat_test_dir_file (world->a->dir, "kept.db");
  KillEnd end;

  g_free (cli_run (world->a, 0, "backup", path, NULL));
  g_free (kill_world_add (world, world->a));
  laptop_sync (world->a);
  end = kill_laptop (world->a, at, 0, "backup", path, NULL);
  g_free (cli_run (world->a, 0, "restore", path, NULL));
  return end;
}

static KillEnd
play_restore (KillWorld *world, const char *at)
{
  g_autofree char *path = sat_test_dir_file (world->a->dir, "kept.db");

  g_free (cli_run (world->a, 0, "backup", path, NULL));
  g_free (kill_world_add (world, world->a));
  laptop_sync (world->a);
  return kill_laptop (world->a, at, 0, "restore", path, NULL);
}

/* The server is killed while a syncs. */
static KillEnd
play_serve (KillWorld *world, const char *at)
{
  KillEnd end = KILL_DIED;

  prepare (world);
  office_stop (world->office, SIGKILL);
  if (kill_office_start (world->office, at)) {
    kill_laptop (world->a, "none", 0, "sync", NULL);
    end = kill_office_end (world->office) ? KILL_DIED : KILL_ENDED;
  } else {
    office_stop (world->office, SIGKILL);
  }
  return end;
}

/* While somebody signs in. */
static KillEnd
play_serve_login (KillWorld *world, const char *at)
{
  g_autoptr (CliFixture) third = cli_fixture_new ();
  KillEnd end = KILL_DIED;

  office_stop (world->office, SIGKILL);
  if (kill_office_start (world->office, at)) {
    kill_laptop (third, "none", 0, "login", world->office->url, "--user", "boss", "--password-file",
                 world->office->password_file, NULL);
    end = kill_office_end (world->office) ? KILL_DIED : KILL_ENDED;
  } else {
    office_stop (world->office, SIGKILL);
  }
  office_start (world->office);
  laptop_login (third, world->office, "boss");
  settle_third (world, third);
  return end;
}

static char *
backup_path (KillWorld *world)
{
  return sat_test_dir_file (world->office->dir, "backup");
}

/* Of a server that does not run. A record that is erased after it, and words that are in no
 * backup. */
static void
prepare_restore (KillWorld *world)
{
  g_autofree char *path = backup_path (world);
  g_autofree char *word = kill_world_word (world);
  g_autofree char *name = g_strconcat ("last_name=", word, NULL);
  g_autofree char *id = cli_new (world->a, "contact", name, NULL);

  kill_world_recover (world);
  json_node_unref (office_run (world->office, "backup", path, NULL));
  json_node_unref (office_run (world->office, "erase", "contact", id, NULL));
  g_hash_table_add (world->gone, g_steal_pointer (&word));
  g_free (kill_world_add (world, world->a));
  g_free (kill_world_add (world, world->b));
  kill_world_recover (world);
  office_stop (world->office, SIGTERM);
}

static KillEnd
play_server_restore (KillWorld *world, const char *at)
{
  g_autofree char *path = backup_path (world);

  prepare_restore (world);
  return kill_office (world->office, NULL, at, "restore", path, NULL);
}

/* A laptop brings back what the server has lost, who is killed meanwhile. */
static KillEnd
play_rescue (KillWorld *world, const char *at)
{
  g_autofree char *path = backup_path (world);
  KillEnd end = KILL_DIED;

  json_node_unref (office_run (world->office, "backup", path, NULL));
  g_free (kill_world_add (world, world->a));
  kill_world_recover (world);
  office_stop (world->office, SIGTERM);
  json_node_unref (office_run (world->office, "restore", path, NULL));
  if (kill_office_start (world->office, at)) {
    kill_laptop (world->b, "none", 0, "sync", NULL);
    end = kill_office_end (world->office) ? KILL_DIED : KILL_ENDED;
  } else {
    office_stop (world->office, SIGKILL);
  }
  return end;
}

/* Into an empty folder, as the disk is gone: what was killed is run once more. */
static KillEnd
play_server_moves (KillWorld *world, const char *at)
{
  g_autofree char *path = backup_path (world);
  g_autofree char *name = g_strdup_printf ("server%u", world->n);
  g_autofree char *data = sat_test_dir_file (world->office->dir, name);
  KillEnd end;

  g_free (kill_world_add (world, world->a));
  kill_world_recover (world);
  json_node_unref (office_run (world->office, "backup", path, NULL));
  g_free (kill_world_add (world, world->b));
  kill_world_recover (world);
  office_stop (world->office, SIGTERM);
  g_free (world->office->data);
  world->office->data = g_steal_pointer (&data);
  end = kill_office (world->office, NULL, at, "restore", path, NULL);
  if (end != KILL_ENDED)
    g_assert_cmpint (kill_office (world->office, NULL, NULL, "restore", path, NULL), ==,
                     KILL_ENDED);
  return end;
}

/* Over an older one: after the kill it is that one or the new one. */
static KillEnd
play_server_backup (KillWorld *world, const char *at)
{
  g_autofree char *path = backup_path (world);
  KillEnd end;

  json_node_unref (office_run (world->office, "backup", path, NULL));
  g_free (kill_world_add (world, world->a));
  kill_world_recover (world);
  office_stop (world->office, SIGTERM);
  end = kill_office (world->office, NULL, at, "backup", path, NULL);
  json_node_unref (office_run (world->office, "restore", path, NULL));
  return end;
}

static KillEnd
play_erase (KillWorld *world, const char *at)
{
  g_autofree char *word = kill_world_word (world);
  g_autofree char *name = g_strconcat ("last_name=", word, NULL);
  g_autofree char *id = cli_new (world->a, "contact", name, NULL);
  KillEnd end;

  kill_world_recover (world);
  office_stop (world->office, SIGTERM);
  end = kill_office (world->office, NULL, at, "erase", "contact", id, NULL);
  /* Erased already: it says so. */
  if (end != KILL_ENDED)
    kill_office (world->office, NULL, "none", "erase", "contact", id, NULL);
  g_hash_table_add (world->gone, g_steal_pointer (&word));
  return end;
}

/* A new server: that it is there already is said after a kill at the very end. */
static KillEnd
play_init (KillWorld *world, const char *at)
{
  g_autofree char *name = g_strdup_printf ("init%u", world->n++);
  g_autofree char *data = sat_test_dir_file (world->office->dir, name);
  Office other = *world->office;
  g_autoptr (JsonNode) users = NULL;
  KillEnd end = kill_office (world->office, data, at, "init", "--admin", "boss", "--password-file",
                             world->office->password_file, NULL);

  if (end != KILL_ENDED)
    kill_office (world->office, data, "none", "init", "--admin", "boss", "--password-file",
                 world->office->password_file, NULL);
  other.data = data;
  users = office_run (&other, "user", "list", NULL);
  g_assert_cmpuint (cli_length (users), ==, 1);
  cli_assert_member (cli_element (users, 0), "role", "\"admin\"");
  return end;
}

static KillEnd
play_user_add (KillWorld *world, const char *at)
{
  g_autofree char *name = g_strdup_printf ("user%u", world->n++);
  g_autoptr (CliFixture) third = cli_fixture_new ();
  KillEnd end;

  office_stop (world->office, SIGTERM);
  end = kill_office (world->office, NULL, at, "user", "add", name, "--role", "rep",
                     "--password-file", world->office->password_file, NULL);
  if (end != KILL_ENDED)
    kill_office (world->office, NULL, "none", "user", "add", name, "--role", "rep",
                 "--password-file", world->office->password_file, NULL);
  office_start (world->office);
  laptop_login (third, world->office, name);
  laptop_sync (third);
  laptop_assert_sound (third);
  return end;
}

/* Told to remove its file: it does so the next time. */
static KillEnd
play_wipe (KillWorld *world, const char *at)
{
  g_autoptr (CliFixture) third = cli_fixture_new ();
  g_autofree char *device = NULL;
  KillEnd end;

  laptop_login (third, world->office, "boss");
  laptop_sync (third);
  device = g_strdup_printf ("%" G_GINT64_FORMAT, laptop_status_int (third, "device"));
  json_node_unref (
      office_run (world->office, "device", "revoke", device, "--reason", "lost", NULL));
  end = kill_laptop (third, at, 0, "sync", NULL);
  cli_fails (third, "revoked", "sync", NULL);
  g_assert_false (g_file_test (third->db, G_FILE_TEST_EXISTS));
  laptop_assert_state (third, "revoked");
  return end;
}

const KillScene kill_scenes[] = {
    {"sync", play_sync,
     "ask-before*3 ask-answered*3 ask-taken*3 push-frozen*2 push-noted commit-before*5 "
     "commit-after*5"},
    {"any", play_any, "any"},
    {"edit", play_edit, "commit-before commit-after"},
    {"login", play_login,
     "login-answered login-matched login-noted login-joined secrets-before secrets-saved "
     "device-file-set device-file-written commit-before*9 commit-after*9"},
    {"first-load", play_first_load,
     "ask-before*2 ask-answered*2 ask-taken*2 commit-before*5 commit-after*5"},
    {"join", play_join,
     "joining-identified*3 login-matched login-noted login-joined commit-before*12 "
     "commit-after*12"},
    {"join-sync", play_join_sync,
     "own-entered ask-before*3 ask-answered*3 ask-taken*3 push-frozen*2 push-noted commit-before*8 "
     "commit-after*8"},
    {"moved", play_moved,
     "secrets-before secrets-saved device-file-set device-file-written ask-before*4 ask-answered*4 "
     "ask-taken*4 commit-before*6 commit-after*6"},
    {"token", play_token,
     "secrets-before secrets-saved ask-before*4 ask-answered*4 ask-taken*4 commit-after*4"},
    {"backup", play_backup, "backup-copied backup-renamed"},
    {"restore", play_restore,
     "restore-copied restore-kept restore-cleared restore-renamed commit-before commit-after"},
    {"serve", play_serve,
     "request-received*3 answer-ready*3 batch-worked batch-committed batch-told commit-before*4 "
     "commit-after*4"},
    {"serve-login", play_serve_login,
     "request-received answer-ready commit-before*4 commit-after*4"},
    {"start", play_serve, "life-key life-settled commit-before commit-after"},
    {"server-backup", play_server_backup,
     "backup-copied*2 backup-renamed*2 server-backup-accounts server-backup-made batch-worked "
     "batch-committed batch-told commit-before*3 commit-after*3"},
    {"server-restore", play_server_restore,
     "restore-copied restore-kept restore-cleared restore-renamed server-restore-replaced "
     "server-restore-anew erase-again erase-listed life-key*2 life-settled*2 batch-worked*2 "
     "batch-committed*2 batch-told*2 commit-before*6 commit-after*6"},
    {"rescue", play_rescue,
     "rescued request-received*3 answer-ready*3 batch-worked*2 batch-committed*2 batch-told*2 "
     "commit-before*3 commit-after*3"},
    {"server-moves", play_server_moves,
     "restore-copied*2 restore-kept*2 restore-cleared*2 restore-renamed*2 server-restore-replaced "
     "server-restore-anew server-restore-records server-restore-accounts commit-before*6 "
     "commit-after*6"},
    {"erase", play_erase,
     "erase-listed erase-done batch-worked batch-committed batch-told commit-before*2 "
     "commit-after*2"},
    {"wipe", play_wipe, "wipe-noted"},
    {"init", play_init, "user-account life-key life-settled commit-before*5 commit-after*5"},
    {"user-add", play_user_add,
     "user-account batch-worked batch-committed commit-before*3 "
     "commit-after*3"},
};
const guint n_kill_scenes = G_N_ELEMENTS (kill_scenes);
