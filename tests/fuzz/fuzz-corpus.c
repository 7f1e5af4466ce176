/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"

/* With libFuzzer: puts what to begin with into the folder that SATCHEL_FUZZ_CORPUS names. */
int LLVMFuzzerInitialize (int *argc, char ***argv);

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  const char *folder = g_getenv ("SATCHEL_FUZZ_CORPUS");

  for (guint i = 0; folder != NULL && fuzz_corpus[i] != NULL; i++) {
    g_autofree char *path = g_strdup_printf ("%s/seed-%u", folder, i);
    g_autoptr (GBytes) seed = fuzz_seed (i);
    g_autoptr (GError) error = NULL;

    if (!g_file_set_contents (path, g_bytes_get_data (seed, NULL), (gssize)g_bytes_get_size (seed),
                              &error))
      g_error ("%s", error->message);
  }
  return 0;
}
