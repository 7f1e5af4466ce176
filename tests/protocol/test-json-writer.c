/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-json-writer.h"
#include "sat-json.h"
#include "sat-test.h"

#include <math.h>
#include <string.h>

static void
write_sample (SatJsonWriter *writer)
{
  sat_json_writer_begin_array (writer, NULL);
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_string (writer, "name", "Kan-code");
  sat_json_writer_begin_array (writer, "tags");
  sat_json_writer_string (writer, NULL, "a");
  sat_json_writer_null (writer, NULL);
  sat_json_writer_end_array (writer);
  sat_json_writer_begin_object (writer, "none");
  sat_json_writer_end_object (writer);
  sat_json_writer_end_object (writer);
  sat_json_writer_begin_array (writer, NULL);
  sat_json_writer_end_array (writer);
  sat_json_writer_boolean (writer, NULL, TRUE);
  sat_json_writer_end_array (writer);
}

static void
test_layouts (void)
{
  static const struct {
    guint levels;
    const char *text;
  } rows[] = {
      {SAT_JSON_COMPACT, "[{\"name\":\"Kan-code\",\"tags\":[\"a\",null],\"none\":{}},[],true]"},
      {1, "[\n"
          "  {\"name\":\"Kan-code\",\"tags\":[\"a\",null],\"none\":{}},\n"
          "  [],\n"
          "  true\n"
          "]"},
      {2, "[\n"
          "  {\n"
          "    \"name\": \"Kan-code\",\n"
          "    \"tags\": [\"a\",null],\n"
          "    \"none\": {}\n"
          "  },\n"
          "  [],\n"
          "  true\n"
          "]"},
      {SAT_JSON_PRETTY, "[\n"
                        "  {\n"
                        "    \"name\": \"Kan-code\",\n"
                        "    \"tags\": [\n"
                        "      \"a\",\n"
                        "      null\n"
                        "    ],\n"
                        "    \"none\": {}\n"
                        "  },\n"
                        "  [],\n"
                        "  true\n"
                        "]"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_string (text, rows[i].levels);
    g_autoptr (GError) error = NULL;

    write_sample (writer);
    g_assert_true (sat_json_writer_finish (writer, &error));
    g_assert_no_error (error);
    g_assert_cmpstr (text->str, ==, rows[i].text);
  }
}

static void
test_strings (void)
{
  static const struct {
    const char *text;
    const char *json;
  } rows[] = {
      {NULL, "null"},
      {"", "\"\""},
      {"\"\\/", "\"\\\"\\\\/\""},
      {"\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\""},
      {"\x01\x1f\x7f", "\"\\u0001\\u001f\x7f\""},
      {"é漢🙂", "\"é漢🙂\""},
      {"caf\xe9!", "\"caf\xef\xbf\xbd!\""},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);

    sat_json_writer_string (writer, NULL, rows[i].text);
    g_assert_cmpstr (text->str, ==, rows[i].json);
  }
}

static void
test_numbers (void)
{
  static const struct {
    double number;
    const char *json;
  } rows[] = {
      {0.0, "0.0"},
      {1.0, "1.0"},
      {-2.5, "-2.5"},
      {0.1, "0.1"},
      {0.1 + 0.2, "0.30000000000000004"},
      {1e21, "1e+21"},
      {NAN, "null"},
      {INFINITY, "null"},
      {-INFINITY, "null"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);

    sat_json_writer_double (writer, NULL, rows[i].number);
    g_assert_cmpstr (text->str, ==, rows[i].json);
  }
  {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);

    sat_json_writer_begin_array (writer, NULL);
    sat_json_writer_int (writer, NULL, G_MININT64);
    sat_json_writer_int (writer, NULL, G_MAXINT64);
    sat_json_writer_end_array (writer);
    g_assert_cmpstr (text->str, ==, "[-9223372036854775808,9223372036854775807]");
  }
}

static void
write_many (SatJsonWriter *writer, guint n)
{
  sat_json_writer_begin_array (writer, NULL);
  for (guint i = 0; i < n; i++) {
    sat_json_writer_begin_object (writer, NULL);
    sat_json_writer_int (writer, "n", i);
    sat_json_writer_string (writer, "name", "A company with a name of some length");
    sat_json_writer_end_object (writer);
  }
  sat_json_writer_end_array (writer);
}

/* More than the buffer holds: the file gets what a string gets, and a line end. */
static void
test_file (void)
{
  g_autoptr (SatTestDir) dir = sat_test_dir_new ();
  g_autofree char *path = sat_test_dir_file (dir, "list.json");
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autoptr (SatJsonWriter) to_string = sat_json_writer_new_for_string (expected, 1);
  g_autoptr (SatJsonWriter) to_file = NULL;
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  FILE *file = fopen (path, "w");

  write_many (to_string, 20000);
  g_string_append_c (expected, '\n');
  to_file = sat_json_writer_new_for_file (file, 1);
  write_many (to_file, 20000);
  g_assert_false (sat_json_writer_has_failed (to_file));
  g_assert_true (sat_json_writer_finish (to_file, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &contents, NULL, &error));
  fclose (file);
  g_assert_cmpstr (contents, ==, expected->str);
}

static void
test_full_disk (void)
{
  static const guint sizes[] = {1, 20000};

  if (!g_file_test ("/dev/full", G_FILE_TEST_EXISTS)) {
    g_test_skip ("no /dev/full");
    return;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    FILE *file = fopen ("/dev/full", "w");
    g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_file (file, SAT_JSON_COMPACT);
    g_autoptr (GError) error = NULL;

    write_many (writer, sizes[i]);
    g_assert_cmpint (sat_json_writer_has_failed (writer), ==, sizes[i] > 1);
    g_assert_false (sat_json_writer_finish (writer, &error));
    g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
    fclose (file);
  }
}

/* Told in the middle that it failed, the caller gives up there. */
static void
test_given_up (void)
{
  g_autoptr (SatJsonWriter) writer = NULL;
  g_autoptr (GError) error = NULL;
  FILE *file;

  if (!g_file_test ("/dev/full", G_FILE_TEST_EXISTS)) {
    g_test_skip ("no /dev/full");
    return;
  }
  file = fopen ("/dev/full", "w");
  writer = sat_json_writer_new_for_file (file, SAT_JSON_COMPACT);
  sat_json_writer_begin_array (writer, NULL);
  for (guint i = 0; i < 1000000 && !sat_json_writer_has_failed (writer); i++)
    sat_json_writer_int (writer, NULL, i);
  g_assert_true (sat_json_writer_has_failed (writer));
  g_assert_false (sat_json_writer_finish (writer, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
  fclose (file);
}

static void
test_node (void)
{
  static const char json[] = "{\"b\":[1,2.5,\"x\",false,null,{}],\"a\":\"\\n\"}";
  g_autoptr (JsonNode) node = sat_json_parse (json, strlen (json), NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);

  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_node (writer, "extra", node);
  sat_json_writer_end_object (writer);
  g_assert_cmpstr (text->str, ==, "{\"extra\":{\"b\":[1,2.5,\"x\",false,null,{}],\"a\":\"\\n\"}}");
}

/* A name where none belongs, or none where one does, is a mistake of the program. */
static void
test_misuse (void)
{
  if (g_test_subprocess ()) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);

    sat_json_writer_begin_object (writer, NULL);
    sat_json_writer_int (writer, NULL, 1);
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*name*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol/json-writer/layouts", test_layouts);
  g_test_add_func ("/protocol/json-writer/strings", test_strings);
  g_test_add_func ("/protocol/json-writer/numbers", test_numbers);
  g_test_add_func ("/protocol/json-writer/file", test_file);
  g_test_add_func ("/protocol/json-writer/full-disk", test_full_disk);
  g_test_add_func ("/protocol/json-writer/given-up", test_given_up);
  g_test_add_func ("/protocol/json-writer/node", test_node);
  g_test_add_func ("/protocol/json-writer/misuse", test_misuse);
  return g_test_run ();
}
