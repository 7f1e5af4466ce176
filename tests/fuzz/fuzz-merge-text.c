/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"
#include "sat-merge.h"

#include <string.h>

/* Base, mine and theirs, between form feeds. */
const char *const fuzz_corpus[] = {
    "a\nb\nc\nd\n\fa\nB\nc\nd\n\fa\nb\nc\nD",
    "a\n\n\nb\f\n\na\n\fa\nb\nb\n",
    NULL,
};

static void
assert_merge (const char *base, const char *mine, const char *theirs, const char *expected)
{
  g_autofree char *merged = sat_merge_text (base, mine, theirs);

  g_assert_cmpstr (merged, ==, expected);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_auto (GStrv) texts = g_strsplit (text, "\f", 3);
  g_autofree char *merged = NULL;

  if (g_strv_length (texts) < 3 || strlen (text) < size)
    return -1;
  merged = sat_merge_text (texts[0], texts[1], texts[2]);
  assert_merge (texts[0], texts[2], texts[1], merged);
  assert_merge (texts[0], texts[1], texts[0], texts[1]);
  assert_merge (texts[0], texts[0], texts[2], texts[2]);
  assert_merge (texts[0], texts[1], texts[1], texts[1]);
  return 0;
}
