/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"
#include "sat-clocks.h"

#include <string.h>

const char *const fuzz_corpus[] = {
    "018f3c5a1b2c0040:12",
    "018f3c5a1b2c0040:12 amount=0190000000000000:3 job_title=0190000000000001:4294967295",
    "018f3c5a1b2c0040:0 !=0190000000000000:3 a=018f3c5a1b2c0041:0",
    NULL,
};

/* What is taken is what would be written. */
int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatClocks) clocks = sat_clocks_parse (text, &error);
  g_autofree char *written = NULL;

  g_assert_true ((clocks == NULL) == (error != NULL));
  if (clocks == NULL || strlen (text) < size)
    return -1;
  written = sat_clocks_to_string (clocks);
  g_assert_cmpstr (written, ==, text);
  return 0;
}
