/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-json-reader.h"

#include <string.h>

/* What the strictness is worth is tested with the tree in test-json.c, which reads through it. */

static void
test_members (void)
{
  g_autoptr (SatJsonReader) reader = sat_json_reader_new ();
  const char *json = "{\"a\":[1,[],{\"x\":null},\"t\"],\"b\":true,\"skip\":{\"a\":[{}]},\"c\":2.5}";
  g_autoptr (GError) error = NULL;

  g_assert_true (sat_json_reader_start (reader, json, strlen (json)));
  g_assert_true (sat_json_reader_begin_object (reader));
  g_assert_cmpstr (sat_json_reader_member (reader), ==, "a");
  g_assert_true (sat_json_reader_begin_array (reader));
  g_assert_true (sat_json_reader_element (reader));
  g_assert_cmpint (sat_json_reader_int (reader), ==, 1);
  g_assert_true (sat_json_reader_element (reader));
  g_assert_true (sat_json_reader_begin_array (reader));
  g_assert_false (sat_json_reader_element (reader));
  g_assert_true (sat_json_reader_element (reader));
  g_assert_true (sat_json_reader_begin_object (reader));
  g_assert_cmpstr (sat_json_reader_member (reader), ==, "x");
  g_assert_cmpint (sat_json_reader_value (reader), ==, SAT_JSON_NULL);
  g_assert_null (sat_json_reader_member (reader));
  g_assert_true (sat_json_reader_element (reader));
  g_assert_cmpstr (sat_json_reader_string (reader), ==, "t");
  g_assert_false (sat_json_reader_element (reader));
  g_assert_cmpstr (sat_json_reader_member (reader), ==, "b");
  g_assert_true (sat_json_reader_boolean (reader));
  g_assert_cmpstr (sat_json_reader_member (reader), ==, "skip");
  sat_json_reader_skip (reader);
  g_assert_cmpstr (sat_json_reader_member (reader), ==, "c");
  g_assert_cmpint (sat_json_reader_value (reader), ==, SAT_JSON_DOUBLE);
  g_assert_cmpfloat (sat_json_reader_get_double (reader), ==, 2.5);
  g_assert_null (sat_json_reader_member (reader));
  g_assert_true (sat_json_reader_finish (reader, &error));
  g_assert_no_error (error);
}

/* A name is compared with all before it, few or many, and only within its own object. */
static void
test_names_twice (void)
{
  for (guint n = 1; n <= 60; n++)
    for (guint again = 0; again <= n; again++) {
      g_autoptr (SatJsonReader) reader = sat_json_reader_new ();
      g_autoptr (GString) json = g_string_new ("{");
      g_autoptr (GError) error = NULL;

      for (guint i = 0; i < n; i++)
        g_string_append_printf (json, "\"n%u\":{\"n%u\":%u},", i, again, i);
      g_string_append_printf (json, "\"n%u\":0}", again);
      sat_json_reader_start (reader, json->str, json->len);
      sat_json_reader_skip (reader);
      g_assert_cmpint (sat_json_reader_finish (reader, &error), ==, again == n);
      if (again < n)
        g_assert_error (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_SYNTAX);
    }
}

/* A name is still good behind its value, with however many names that has in it. */
static void
test_name_stays (void)
{
  g_autoptr (SatJsonReader) reader = sat_json_reader_new ();
  g_autoptr (GString) json = g_string_new ("{\"outer\":{");
  const char *name;

  for (guint i = 0; i < 500; i++)
    g_string_append_printf (json, "\"name %u\":{\"inner %u\":{}},", i, i);
  g_string_append (json, "\"last\":0}}");
  sat_json_reader_start (reader, json->str, json->len);
  g_assert_true (sat_json_reader_begin_object (reader));
  name = sat_json_reader_member (reader);
  sat_json_reader_skip (reader);
  g_assert_cmpstr (name, ==, "outer");
  g_assert_null (sat_json_reader_member (reader));
  g_assert_true (sat_json_reader_finish (reader, NULL));
}

static void
test_first_error_stays (void)
{
  const char *json = "{\"a\":\n \"x\",\"b\":1}";
  g_autoptr (SatJsonReader) reader = sat_json_reader_new ();
  g_autoptr (GError) error = NULL;

  sat_json_reader_start (reader, json, strlen (json));
  g_assert_true (sat_json_reader_begin_object (reader));
  g_assert_cmpstr (sat_json_reader_member (reader), ==, "a");
  g_assert_cmpint (sat_json_reader_int (reader), ==, 0);
  g_assert_true (sat_json_reader_has_failed (reader));
  g_assert_null (sat_json_reader_member (reader));
  g_assert_false (sat_json_reader_element (reader));
  g_assert_null (sat_json_reader_string (reader));
  g_assert_false (sat_json_reader_refuse (reader, "later"));
  g_assert_false (sat_json_reader_finish (reader, &error));
  g_assert_error (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_SHAPE);
  g_assert_nonnull (strstr (error->message, "line 2, column 5"));

  sat_json_reader_start (reader, "[]", 2);
  sat_json_reader_skip (reader);
  g_assert_true (sat_json_reader_finish (reader, NULL));
}

static void
test_kinds (void)
{
  static const char *const rows[] = {"null", "1", "\"x\"", "[]", "{}", "1.5", "true"};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (SatJsonReader) reader = sat_json_reader_new ();
    const char *json = rows[i];

    sat_json_reader_start (reader, json, strlen (json));
    g_assert_cmpint (sat_json_reader_string (reader) != NULL, ==, *json == '"');
    sat_json_reader_start (reader, json, strlen (json));
    g_assert_cmpint (sat_json_reader_int (reader), ==, g_str_equal (json, "1"));
    g_assert_cmpint (sat_json_reader_has_failed (reader), ==, !g_str_equal (json, "1"));
    sat_json_reader_start (reader, json, strlen (json));
    g_assert_cmpint (sat_json_reader_begin_array (reader), ==, *json == '[');
    sat_json_reader_start (reader, json, strlen (json));
    g_assert_cmpint (sat_json_reader_begin_object (reader), ==, *json == '{');
    sat_json_reader_start (reader, json, strlen (json));
    g_assert_cmpint (sat_json_reader_boolean (reader), ==, *json == 't');
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/protocol/json-reader/members", test_members);
  g_test_add_func ("/protocol/json-reader/names-twice", test_names_twice);
  g_test_add_func ("/protocol/json-reader/name-stays", test_name_stays);
  g_test_add_func ("/protocol/json-reader/first-error-stays", test_first_error_stays);
  g_test_add_func ("/protocol/json-reader/kinds", test_kinds);

  return g_test_run ();
}
