/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A disk without room, under the server and under a laptop: they say so, lose nothing, and go on
 * when there is room again. */
#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>

#include "office.h"

typedef struct {
  Office *office;
  CliFixture *a, *b;
  char *flag;
} Pair;

/* Programs that begin now have @dir on such a disk. */
static void
put_on_disk (Pair *pair, SatTestDir *dir)
{
  g_free (pair->flag);
  pair->flag = sat_test_dir_file (dir, "full");
  g_setenv ("SATCHEL_FULL_FLAG", pair->flag, TRUE);
  g_setenv ("LD_PRELOAD", FULL_DISK, TRUE);
}

static void
leave_disk (void)
{
  g_unsetenv ("LD_PRELOAD");
}

static void
fill (Pair *pair)
{
  g_assert_true (g_file_set_contents (pair->flag, "", 0, NULL));
}

static void
make_room (Pair *pair)
{
  g_assert_cmpint (g_unlink (pair->flag), ==, 0);
}

static Pair
pair_begin (void)
{
  Pair pair = {.office = office_new ()};

  office_add_user (pair.office, "chief", "admin", NULL);
  pair.a = laptop_new (pair.office, "boss");
  pair.b = laptop_new (pair.office, "chief");
  return pair;
}

static void
pair_end (Pair *pair)
{
  g_autoptr (JsonNode) verified = NULL;

  laptop_sync (pair->a);
  laptop_sync (pair->b);
  laptop_sync (pair->a);
  g_assert_cmpint (laptop_status_int (pair->a, "pending"), ==, 0);
  laptop_assert_same (pair->a, pair->b);
  verified = office_run (pair->office, "verify", NULL);
  cli_assert_member (verified, "ok", "true");
  cli_fixture_free (pair->a);
  cli_fixture_free (pair->b);
  office_free (pair->office);
  g_free (pair->flag);
}

static void
test_server (void)
{
  Pair pair = pair_begin ();
  g_autofree char *ann = NULL;

  office_stop (pair.office, SIGTERM);
  put_on_disk (&pair, pair.office->dir);
  office_start (pair.office);
  leave_disk ();
  ann = cli_new (pair.a, "contact", "last_name=Ann", NULL);
  fill (&pair);
  for (guint i = 0; i < 3; i++) {
    cli_fails (pair.a, "server", "sync", NULL);
    g_assert_cmpint (laptop_status_int (pair.a, "pending"), ==, 1);
  }
  laptop_sync (pair.b); /* who has nothing to say reads on */
  make_room (&pair);
  laptop_sync (pair.a);
  laptop_sync (pair.b);
  laptop_assert (pair.b, ann, "last_name", "\"Ann\"");
  pair_end (&pair);
}

/* A backup that has no room leaves the one before as it was. */
static void
test_server_backup (void)
{
  Pair pair = pair_begin ();
  g_autofree char *path = sat_test_dir_file (pair.office->dir, "backup");
  const char *argv[] = {SATCHEL_SERVER, "backup", path, "--data", pair.office->data, NULL};
  g_autofree char *ann = cli_new (pair.a, "contact", "last_name=Ann", NULL);
  g_autofree char *messages = NULL;
  int status;

  laptop_sync (pair.a);
  json_node_unref (office_run (pair.office, "backup", path, NULL));
  office_stop (pair.office, SIGTERM);
  put_on_disk (&pair, pair.office->dir);
  fill (&pair);
  g_assert_true (g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL,
                               &messages, &status, NULL));
  leave_disk ();
  g_assert_cmpint (status, ==, 1 << 8);
  g_assert_cmpstr (messages, !=, "");
  make_room (&pair);
  json_node_unref (office_run (pair.office, "restore", path, NULL));
  office_start (pair.office);
  laptop_sync (pair.b);
  laptop_assert (pair.b, ann, "last_name", "\"Ann\"");
  pair_end (&pair);
}

static void
fails (CliFixture *laptop, const char *first, ...)
{
  const char *argv[] = {SATCHELCTL, "--db", laptop->db, first, NULL, NULL, NULL};
  g_autofree char *messages = NULL;
  va_list args;
  int status;

  va_start (args, first);
  for (guint i = 4; i < 6; i++) {
    argv[i] = va_arg (args, const char *);
    if (argv[i] == NULL)
      break;
  }
  va_end (args);
  g_assert_true (g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL,
                               &messages, &status, NULL));
  g_test_message ("%s", messages);
  g_assert_cmpint (status, ==, 1 << 8);
  g_assert_cmpstr (messages, !=, "");
}

static void
test_laptop (void)
{
  Pair pair = pair_begin ();
  g_autofree char *ann = cli_new (pair.a, "contact", "last_name=Ann", NULL);
  g_autofree char *ben = cli_new (pair.b, "contact", "last_name=Ben", NULL);
  g_autofree char *list = NULL;

  laptop_sync (pair.b);
  put_on_disk (&pair, pair.a->dir);
  fill (&pair);
  fails (pair.a, "sync", NULL);
  fails (pair.a, "new", "contact", "last_name=Cid", NULL);
  fails (pair.a, "set", ann, "last_name=Dan", NULL);
  laptop_assert (pair.a, ann, "last_name", "\"Ann\""); /* what is there can be read */
  make_room (&pair);
  leave_disk ();
  laptop_assert_sound (pair.a);
  laptop_sync (pair.a);
  laptop_sync (pair.b);
  laptop_assert (pair.a, ben, "last_name", "\"Ben\"");
  laptop_assert (pair.b, ann, "last_name", "\"Ann\"");
  list = cli_run (pair.b, 0, "list", "contact", NULL);
  g_assert_null (g_strstr_len (list, -1, "Cid"));
  pair_end (&pair);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("SATCHEL_SECRETS", "file", TRUE);
  /* The sanitizer wants to be first otherwise. */
  g_setenv ("ASAN_OPTIONS", "verify_asan_link_order=0:detect_leaks=0", TRUE);
  g_test_add_func ("/contract/full/server", test_server);
  g_test_add_func ("/contract/full/server-backup", test_server_backup);
  g_test_add_func ("/contract/full/laptop", test_laptop);
  return g_test_run ();
}
