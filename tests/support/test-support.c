/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-test.h"

static void
test_dir_is_removed (void)
{
  g_autofree char *path = NULL;

  {
    g_autoptr (SatTestDir) dir = sat_test_dir_new ();
    g_autofree char *file = sat_test_dir_write (dir, "folder/file", "text", -1);
    g_autofree char *contents = NULL;

    path = g_strdup (sat_test_dir_path (dir));
    g_assert_true (g_str_has_prefix (file, path));
    g_assert_true (g_file_get_contents (file, &contents, NULL, NULL));
    g_assert_cmpstr (contents, ==, "text");
  }
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_dir_leaves_link_targets (void)
{
  g_autoptr (SatTestDir) outer = sat_test_dir_new ();
  g_autofree char *kept = sat_test_dir_write (outer, "kept", "text", -1);
  g_autoptr (SatTestDir) inner = sat_test_dir_new ();
  g_autofree char *link = sat_test_dir_file (inner, "link");
  g_autoptr (GFile) file = g_file_new_for_path (link);

  g_assert_true (g_file_make_symbolic_link (file, sat_test_dir_path (outer), NULL, NULL));
  g_clear_pointer (&inner, sat_test_dir_free);
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
}

static gboolean
count_to_three (gpointer user_data)
{
  return ++*(int *)user_data >= 3;
}

static gboolean
never (gpointer user_data)
{
  return FALSE;
}

static void
test_wait (void)
{
  int count = 0;

  g_assert_true (sat_test_wait_until (count_to_three, &count, 10000));
  g_assert_cmpint (count, ==, 3);
  g_assert_false (sat_test_wait_until (never, NULL, 1));
  g_assert_false (g_main_context_pending (NULL));
}

static void
test_real_data (void)
{
  g_autoptr (SatTestDir) dir = sat_test_dir_new ();
  g_autofree char *file = sat_test_dir_write (dir, "some/file.csv", "", -1);
  g_autofree char *before = g_strdup (g_getenv ("SATCHEL_REAL_DATA"));
  g_autofree char *found = NULL;

  g_setenv ("SATCHEL_REAL_DATA", sat_test_dir_path (dir), TRUE);
  found = sat_test_real_data ("some/file.csv");
  g_assert_cmpstr (found, ==, file);
  g_assert_null (sat_test_real_data ("other/file.csv"));
  if (before != NULL)
    g_setenv ("SATCHEL_REAL_DATA", before, TRUE);
  else
    g_unsetenv ("SATCHEL_REAL_DATA");
}

static void
test_rand_repeats (void)
{
  g_autofree char *before = g_strdup (g_getenv ("SATCHEL_TEST_SEED"));
  g_autoptr (GRand) first = NULL;
  g_autoptr (GRand) second = NULL;

  g_setenv ("SATCHEL_TEST_SEED", "7", TRUE);
  first = sat_test_rand_new ();
  second = sat_test_rand_new ();
  g_assert_cmpuint (g_rand_int (first), ==, g_rand_int (second));
  if (before != NULL)
    g_setenv ("SATCHEL_TEST_SEED", before, TRUE);
  else
    g_unsetenv ("SATCHEL_TEST_SEED");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/support/dir-is-removed", test_dir_is_removed);
  g_test_add_func ("/support/dir-leaves-link-targets", test_dir_leaves_link_targets);
  g_test_add_func ("/support/wait", test_wait);
  g_test_add_func ("/support/real-data", test_real_data);
  g_test_add_func ("/support/rand-repeats", test_rand_repeats);
  return g_test_run ();
}
