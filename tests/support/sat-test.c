/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-test.h"

#include <glib/gstdio.h>

struct _SatTestDir {
  char *path;
};

SatTestDir *
sat_test_dir_new (void)
{
  g_autoptr (GError) error = NULL;
  SatTestDir *dir = g_new0 (SatTestDir, 1);

  dir->path = g_dir_make_tmp ("satchel-test-XXXXXX", &error);
  g_assert_no_error (error);
  return dir;
}

/* Symbolic links are removed, not followed. A folder that a test made read-only is opened again. */
static void
remove_tree (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK)) {
    g_autoptr (GDir) folder = NULL;
    const char *name;

    g_chmod (path, 0700);
    folder = g_dir_open (path, 0, NULL);
    while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  }
  g_remove (path);
}

void
sat_test_dir_free (SatTestDir *dir)
{
  if (dir == NULL)
    return;
  remove_tree (dir->path);
  g_free (dir->path);
  g_free (dir);
}

const char *
sat_test_dir_path (SatTestDir *dir)
{
  g_return_val_if_fail (dir != NULL, NULL);
  return dir->path;
}

char *
sat_test_dir_file (SatTestDir *dir, const char *name)
{
  g_return_val_if_fail (dir != NULL && name != NULL, NULL);
  return g_build_filename (dir->path, name, NULL);
}

char *
sat_test_dir_write (SatTestDir *dir, const char *name, const char *contents, gssize length)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = sat_test_dir_file (dir, name);
  g_autofree char *folder = NULL;

  g_return_val_if_fail (path != NULL && contents != NULL, NULL);
  folder = g_path_get_dirname (path);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, contents, length, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&path);
}

static gboolean
time_is_up_cb (gpointer user_data)
{
  *(gboolean *)user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Wakes the main loop now and then, for conditions that no source announces. */
static gboolean
look_again_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

gboolean
sat_test_wait_until (SatTestCondition condition, gpointer user_data, unsigned int timeout_ms)
{
  gboolean time_is_up = FALSE;
  unsigned int timeout, tick;
  gboolean holds;

  g_return_val_if_fail (condition != NULL, FALSE);
  timeout = g_timeout_add (timeout_ms, time_is_up_cb, &time_is_up);
  tick = g_timeout_add (10, look_again_cb, NULL);
  while (!(holds = condition (user_data)) && !time_is_up)
    g_main_context_iteration (NULL, TRUE);
  if (!time_is_up)
    g_source_remove (timeout);
  g_source_remove (tick);
  return holds;
}

void
sat_test_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

char *
sat_test_real_data (const char *name)
{
  const char *folder = g_getenv ("SATCHEL_REAL_DATA");
  g_autofree char *path = NULL;

  g_return_val_if_fail (name != NULL, NULL);
  path = g_build_filename (folder != NULL ? folder : SAT_TEST_REAL_DATA, name, NULL);
  return g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}

GRand *
sat_test_rand_new (void)
{
  const char *text = g_getenv ("SATCHEL_TEST_SEED");
  guint64 seed = 20260401;

  if (text != NULL)
    g_assert_true (g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &seed, NULL));
  g_test_message ("SATCHEL_TEST_SEED=%u", (guint32)seed);
  return g_rand_new_with_seed ((guint32)seed);
}
