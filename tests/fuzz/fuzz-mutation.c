/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"
#include "sat-mutation.h"

#include <string.h>

#define START                                                                                      \
  "{\"m\":1201,\"u\":\"0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee\",\"h\":\"018f3c5a1b2c0040\","         \
  "\"t\":\"contact\",\"id\":\"0192aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee\","

const char *const fuzz_corpus[] = {
    START "\"op\":\"put\",\"rb\":88001,\"f\":{\"job_title\":\"CFO\",\"owner\":null},"
          "\"b\":{\"job_title\":\"018f3c5a1b2c0040:12\",\"owner\":\"u:0190aaaa-bbbb-7ccc-8ddd-"
          "eeeeeeeeeeee\"},"
          "\"x\":7,\"ch\":\"0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee\"}",
    START "\"op\":\"del\",\"rb\":1}",
    START "\"op\":\"undel\",\"rb\":1,\"f\":{\"a\":1}}",
    START "\"op\":\"merge\",\"into\":\"0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee\",\"rb\":1}",
    START "\"op\":\"unmerge\",\"into\":\"0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee\",\"rb\":1}",
    NULL,
};

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatMutation) mutation = NULL;
  g_autoptr (SatMutation) again = NULL;
  g_autofree char *line = NULL;
  g_autofree char *line_again = NULL;

  mutation = sat_mutation_parse ((const char *)data, size, &error);
  g_assert_true ((mutation == NULL) == (error != NULL));
  if (mutation == NULL)
    return -1;
  line = sat_mutation_to_line (mutation);
  g_assert_null (strchr (line, '\n'));
  again = sat_mutation_parse (line, strlen (line), &error);
  g_assert_no_error (error);
  line_again = sat_mutation_to_line (again);
  g_assert_cmpstr (line_again, ==, line);
  return 0;
}
