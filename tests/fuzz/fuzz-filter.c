/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"
#include "sat-filter-json.h"

#include <string.h>

const char *const fuzz_corpus[] = {
    "{\"all\":[{\"field\":\"owner.name\",\"op\":\"is\",\"value\":\"Ann "
    "B\"},{\"field\":\"amount\",\"op\":\"gt\","
    "\"value\":5}]}",
    "{\"not\":{\"any\":[{\"field\":\"stage\",\"op\":\"in\",\"value\":[\"Won\",\"Lost\",null]}]}}",
    "{\"field\":\"owner\",\"op\":\"empty\"}",
    "owner.name = 'Ann B' and amount > 5",
    NULL,
};

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatFilter) filter = sat_filter_parse (text, &error);
  g_autoptr (SatFilter) again = NULL;
  g_autofree char *written = NULL;

  g_assert_true ((filter == NULL) == (error != NULL));
  if (filter == NULL || strlen (text) < size)
    return -1;
  written = sat_filter_to_text (filter);
  again = sat_filter_parse (written, &error);
  g_assert_no_error (error);
  g_assert_true (sat_filter_equal (filter, again));
  return 0;
}
