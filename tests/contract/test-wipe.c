/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A laptop that is shut out: its files go, by an order that only its own server can give. */
#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "office.h"
#include "sat-test-raw.h"

#define CANARY "Zebrafinch"

typedef struct {
  Office *office;
  CliFixture *boss, *laptop;
  char *company;
} Play;

static char *
beside (Play *play, const char *end)
{
  return g_strconcat (play->laptop->db, end, NULL);
}

/* A rep's laptop with a record, a daily backup, what a restore put aside, and files of others. */
static void
begin (Play *play)
{
  g_autofree char *backups = NULL;
  g_autofree char *daily = NULL;

  play->office = office_new ();
  office_add_user (play->office, "ana", "rep", NULL);
  play->boss = laptop_new (play->office, "boss");
  play->laptop = laptop_new (play->office, "ana");
  play->company =
      cli_new (play->laptop, "company", "name=" CANARY, "owner=ana", "notes=" CANARY, NULL);
  laptop_sync (play->laptop);
  backups = sat_test_dir_file (play->laptop->dir, "backups");
  g_assert_cmpint (g_mkdir (backups, 0700), ==, 0);
  daily = g_build_filename (backups, "test-2026-11-21.db", NULL);
  g_free (cli_run (play->laptop, 0, "backup", daily, NULL));
  g_free (cli_run (play->laptop, 0, "restore", daily, NULL));
  laptop_sync (play->laptop);
  g_free (sat_test_dir_write (play->laptop->dir, "test.db.xlsx", "not ours", -1));
  g_free (sat_test_dir_write (play->laptop->dir, "backups/test-holiday.db", "not ours", -1));
}

static void
end (Play *play)
{
  cli_fixture_free (play->laptop);
  cli_fixture_free (play->boss);
  office_free (play->office);
  g_free (play->company);
}

/* The last device: a restored file gets a further one. */
static char *
last_device (Play *play, const char *member)
{
  g_autoptr (JsonNode) devices = office_run (play->office, "device", "list", NULL);

  return cli_member (cli_element (devices, cli_length (devices) - 1), member);
}

static void
shut_out (Play *play, const char *reason)
{
  g_autofree char *device = last_device (play, "id");
  g_autoptr (JsonNode) said =
      office_run (play->office, "device", "revoke", device, "--reason", reason, NULL);

  cli_assert_member (said, "state", "\"revoked\"");
}

static void
assert_device (Play *play, const char *state)
{
  g_autofree char *found = last_device (play, "state");

  g_assert_cmpstr (found, ==, state);
}

static void
assert_gone (Play *play)
{
  static const char *const ends[] = {"",        "-wal",    "-shm",           "-journal",
                                     ".secret", ".device", ".before-restore"};
  g_autofree char *others = sat_test_dir_file (play->laptop->dir, "backups/test-holiday.db");
  g_autofree char *sheet = beside (play, ".xlsx");

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *path = beside (play, ends[i]);

    g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  }
  sat_test_assert_no_raw (sat_test_dir_path (play->laptop->dir), CANARY);
  g_assert_true (g_file_test (others, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (sheet, G_FILE_TEST_EXISTS));
  laptop_assert_state (play->laptop, "revoked");
}

static void
test_lost (void)
{
  Play play = {0};

  begin (&play);
  shut_out (&play, "lost");
  /* Whoever has it does not get in any more either, and the order comes all the same. */
  json_node_unref (office_run (play.office, "user", "disable", "ana", NULL));
  laptop_set (play.laptop, play.company, "name=" CANARY " & Sons");
  cli_fails (play.laptop, "revoked", "sync", NULL);
  assert_gone (&play);
  assert_device (&play, "\"wiped\"");
  cli_fails (play.laptop, "revoked", "sync", NULL);
  cli_fails (play.laptop, "revoked", "list", "company", NULL);
  end (&play);
}

/* The laptop is found again: its user begins anew. */
static void
test_again (void)
{
  Play play = {0};

  begin (&play);
  shut_out (&play, "lost");
  cli_fails (play.laptop, "revoked", "sync", NULL);
  assert_gone (&play);
  laptop_login (play.laptop, play.office, "ana");
  laptop_sync (play.laptop);
  laptop_assert (play.laptop, play.company, "name", "\"" CANARY "\"");
  laptop_assert_state (play.laptop, "synced");
  laptop_assert_sound (play.laptop);
  end (&play);
}

/* What was not sent yet is handed over first, and changes nothing. */
static void
test_offboarded (void)
{
  Play play = {0};
  g_autofree char *kept = NULL;

  begin (&play);
  laptop_set (play.laptop, play.company, "name=Wagtail and Sons");
  shut_out (&play, "offboarded");
  sat_test_assert_no_raw (play.office->data, "Wagtail");
  cli_fails (play.laptop, "revoked", "sync", NULL);
  assert_gone (&play);
  assert_device (&play, "\"wiped\"");
  kept = sat_test_find_raw (play.office->data, "Wagtail");
  g_assert_nonnull (kept);
  laptop_sync (play.boss);
  laptop_assert (play.boss, play.company, "name", "\"" CANARY "\"");
  end (&play);
}

/* Another server at the same address, or somebody between, has another key. */
static void
test_forged (void)
{
  Play play = {0};
  g_autofree char *key = NULL;
  g_autofree char *right = NULL;

  begin (&play);
  shut_out (&play, "lost");
  office_stop (play.office, SIGTERM);
  key = g_build_filename (play.office->data, "server.key", NULL);
  g_assert_true (g_file_get_contents (key, &right, NULL, NULL));
  g_assert_true (
      g_file_set_contents (key, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", -1, NULL));
  office_start (play.office);
  for (guint i = 0; i < 2; i++) {
    cli_fails (play.laptop, "revoked", "sync", NULL);
    laptop_assert (play.laptop, play.company, "name", "\"" CANARY "\"");
    laptop_assert_state (play.laptop, "revoked");
    assert_device (&play, "\"revoked\"");
  }
  office_stop (play.office, SIGTERM);
  g_assert_true (g_file_set_contents (key, right, -1, NULL));
  office_start (play.office);
  cli_fails (play.laptop, "revoked", "sync", NULL);
  assert_gone (&play);
  assert_device (&play, "\"wiped\"");
  end (&play);
}

/* It breaks off in the middle, and the server is away when it goes on. */
static void
test_interrupted (void)
{
  Play play = {0};
  g_autofree char *blocked = NULL;
  g_autofree char *inside = NULL;

  begin (&play);
  blocked = beside (&play, ".before-restore");
  g_assert_cmpint (g_unlink (blocked), ==, 0);
  g_assert_cmpint (g_mkdir (blocked, 0700), ==, 0);
  inside = g_build_filename (blocked, "file", NULL);
  g_assert_true (g_file_set_contents (inside, "in the way", -1, NULL));
  shut_out (&play, "lost");
  cli_fails (play.laptop, "revoked", "sync", NULL);
  assert_device (&play, "\"revoked\"");
  office_stop (play.office, SIGTERM);
  g_assert_cmpint (g_unlink (inside), ==, 0);
  g_assert_cmpint (g_rmdir (blocked), ==, 0);
  laptop_assert_state (play.laptop, "revoked");
  assert_gone (&play);
  office_start (play.office);
  assert_device (&play, "\"revoked\"");
  cli_fails (play.laptop, "revoked", "sync", NULL);
  assert_device (&play, "\"wiped\"");
  end (&play);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("SATCHEL_SECRETS", "file", TRUE);
  g_test_add_func ("/contract/wipe/lost", test_lost);
  g_test_add_func ("/contract/wipe/again", test_again);
  g_test_add_func ("/contract/wipe/offboarded", test_offboarded);
  g_test_add_func ("/contract/wipe/forged", test_forged);
  g_test_add_func ("/contract/wipe/interrupted", test_interrupted);
  return g_test_run ();
}
