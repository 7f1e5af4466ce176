/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memmem() */
#endif

#include "sat-test-raw.h"

#include <string.h>

static gboolean
holds (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize length;

  g_file_get_contents (path, &bytes, &length, &error);
  g_assert_no_error (error);
  return memmem (bytes, length, text, strlen (text)) != NULL;
}

char *
sat_test_find_raw (const char *folder, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    char *below = NULL;

    if (g_file_test (path, G_FILE_TEST_IS_DIR))
      below = sat_test_find_raw (path, text);
    else if (g_file_test (path, G_FILE_TEST_IS_REGULAR) && holds (path, text))
      return g_steal_pointer (&path);
    if (below != NULL)
      return below;
  }
  return NULL;
}

void
sat_test_assert_no_raw (const char *folder, const char *text)
{
  g_autofree char *found = sat_test_find_raw (folder, text);

  if (found != NULL)
    g_error ("“%s” is in %s", text, found);
}
