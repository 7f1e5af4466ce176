/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"
#include "sat-json.h"

const char *const fuzz_corpus[] = {
    "{\"a\":[1,-2.5e3,true,false,null,\"\\u00e9\\ud83e\\udd8a\\n\"],\"b\":{\"c\":{}}}",
    "[[[[[[[[]]]]]]]]",
    " \"x\" ",
    "{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,\"i\":9,\"j\":10,\"k\":11,"
    "\"l\":12,"
    "\"m\":13,\"n\":14,\"o\":15,\"p\":16,\"q\":17,\"r\":18}",
    NULL,
};

/* With a tree or without: the same is taken, the same is wrong. */
int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (SatJsonReader) reader = sat_json_reader_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) reader_error = NULL;
  g_autoptr (JsonNode) tree = sat_json_parse ((const char *)data, size, &error);
  g_autoptr (JsonNode) again = NULL;
  g_autofree char *text = NULL;
  g_autofree char *text_again = NULL;

  if (sat_json_reader_start (reader, (const char *)data, size))
    sat_json_reader_skip (reader);
  g_assert_true (sat_json_reader_finish (reader, &reader_error) == (tree != NULL));
  if (tree == NULL) {
    g_assert_cmpstr (error->message, ==, reader_error->message);
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    return -1;
  }
  text = sat_json_to_string (tree, FALSE);
  again = sat_json_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  text_again = sat_json_to_string (again, FALSE);
  g_assert_cmpstr (text_again, ==, text);
  return 0;
}
