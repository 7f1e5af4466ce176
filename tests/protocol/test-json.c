/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-json-object.h"
#include "sat-json.h"
#include "sat-test.h"

#include <string.h>

static char *
round_trip (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = sat_json_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return sat_json_to_string (node, FALSE);
}

static void
test_good (void)
{
  static const struct {
    const char *text;
    const char *compact;
  } rows[] = {
      {"null", "null"},
      {" \t\r\n true \n", "true"},
      {"false", "false"},
      {"0", "0"},
      {"-0", "0"},
      {"9223372036854775807", "9223372036854775807"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"0.5", "0.5"},
      {"1.0", "1.0"},
      {"1e3", "1000.0"},
      {"-2.5E-3", "-0.0025"},
      {"1e300", "1e+300"},
      {"0.1", "0.1"},
      {"\"\"", "\"\""},
      {"\"Łódź 漢字 🙂\"", "\"Łódź 漢字 🙂\""},
      {"\"\\u0041\\u00e9\\u6f22\\ud83d\\ude42\"", "\"Aé漢🙂\""},
      {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u001f\"", "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u001f\""},
      {"\"// no comment /* */\"", "\"// no comment /* */\""},
      {"[]", "[]"},
      {"[ ]", "[]"},
      {"{ }", "{}"},
      {"[1 , \"a\",[{}]]", "[1,\"a\",[{}]]"},
      {"{\"b\" : 1, \"a\":{\"b\":null}}", "{\"b\":1,\"a\":{\"b\":null}}"},
      {"{\"\":1}", "{\"\":1}"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *once = round_trip (rows[i].text);
    g_autofree char *twice = round_trip (once);

    g_assert_cmpstr (once, ==, rows[i].compact);
    g_assert_cmpstr (twice, ==, rows[i].compact);
  }
}

static void
test_values (void)
{
  static const char text[] = "{\"i\":-5,\"d\":2.5,\"s\":\"x\",\"b\":true,\"n\":null,\"a\":[1]}";
  g_autoptr (JsonNode) node = sat_json_parse (text, strlen (text), NULL);
  JsonObject *object = json_node_get_object (node);

  g_assert_cmpint (json_object_get_int_member (object, "i"), ==, -5);
  g_assert_cmpfloat (json_object_get_double_member (object, "d"), ==, 2.5);
  g_assert_cmpstr (json_object_get_string_member (object, "s"), ==, "x");
  g_assert_true (json_object_get_boolean_member (object, "b"));
  g_assert_true (json_object_get_null_member (object, "n"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "a")), ==, 1);
}

static void
assert_refused (const char *data, gsize length, SatProtocolError code, guint line, guint column)
{
  g_autofree char *start = g_strdup_printf ("JSON, line %u, column %u: ", line, column);
  g_autoptr (GError) error = NULL;

  g_assert_null (sat_json_parse (data, length, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, SAT_PROTOCOL_ERROR, (int)code);
  g_assert_true (g_str_has_prefix (error->message, start));
}

static const struct {
  const char *text;
  guint line, column;
} refused[] = {
    {"", 1, 1},
    {"  ", 1, 3},
    {"nul", 1, 1},
    {"nullx", 1, 1},
    {"True", 1, 1},
    {"NaN", 1, 1},
    {"undefined", 1, 1},
    {"+1", 1, 1},
    {"01", 1, 2},
    {"-", 1, 2},
    {"- 1", 1, 2},
    {"1.", 1, 3},
    {".5", 1, 1},
    {"1e", 1, 3},
    {"1e+", 1, 4},
    {"0x10", 1, 2},
    {"1a", 1, 2},
    {"1 2", 1, 3},
    {"{} {}", 1, 4},
    {"\"a", 1, 1},
    {"\"a\\\"", 1, 1},
    {"\"a\tb\"", 1, 3},
    {"\"a\nb\"", 1, 3},
    {"'a'", 1, 1},
    {"\"\\x41\"", 1, 3},
    {"\"\\u12\"", 1, 4},
    {"\"\\u12g4\"", 1, 4},
    {"\"\\u0000\"", 1, 4},
    {"\"\\ud83d\"", 1, 8},
    {"\"\\ud83d\\n\"", 1, 8},
    {"\"\\ud83d\\u0041\"", 1, 8},
    {"\"\\ude42\"", 1, 4},
    {"[", 1, 2},
    {"[1", 1, 3},
    {"[1,", 1, 4},
    {"[1,]", 1, 4},
    {"[,1]", 1, 2},
    {"[1 2]", 1, 4},
    {"[1}", 1, 3},
    {"{", 1, 2},
    {"{\"a\"}", 1, 5},
    {"{\"a\":}", 1, 6},
    {"{\"a\":1,}", 1, 8},
    {"{a:1}", 1, 2},
    {"{\"a\" 1}", 1, 6},
    {"{1:1}", 1, 2},
    {"{\"a\":1,\"a\":2}", 1, 8},
    {"{\"a\":1,\"\\u0061\":2}", 1, 8},
    {"// comment\n1", 1, 1},
    {"/* comment */ 1", 1, 1},
    {"[1,\n  # comment\n  2]", 2, 3},
    {"{\n \"é\": x}", 2, 7},
    {"\xef\xbb\xbf{}", 1, 1},
    {"\xc2\xa0"
     "1",
     1, 1},
    {"\"caf\xe9\"", 1, 5},
    {"\"\xed\xa0\xbd\"", 1, 2},
    {"\"\xc0\x80\"", 1, 2},
};

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    assert_refused (refused[i].text, strlen (refused[i].text), SAT_PROTOCOL_ERROR_SYNTAX,
                    refused[i].line, refused[i].column);
}

static void
test_nul (void)
{
  assert_refused ("[1\0]", 4, SAT_PROTOCOL_ERROR_SYNTAX, 1, 3);
  assert_refused ("\"a\0b\"", 5, SAT_PROTOCOL_ERROR_SYNTAX, 1, 3);
  assert_refused ("{}\0", 3, SAT_PROTOCOL_ERROR_SYNTAX, 1, 3);
  assert_refused (NULL, 0, SAT_PROTOCOL_ERROR_SYNTAX, 1, 1);
}

/* The data ends where @length says, not at a NUL: every cut of a text is refused or right, and
 * nothing behind the cut is read. */
static void
test_cut (void)
{
  static const char text[] = "{\"a\":[1,-2.5e3,true,null,\"x\\ud83d\\ude42\"],\"b\":{}}";

  for (gsize length = 0; length < strlen (text); length++) {
    g_autofree char *cut = g_memdup2 (text, MAX (length, 1));
    g_autoptr (GError) error = NULL;

    g_assert_null (sat_json_parse (cut, length, &error));
    g_assert_error (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_SYNTAX);
  }
}

static void
test_numbers_out_of_range (void)
{
  static const char *const rows[] = {
      "9223372036854775808",
      "-9223372036854775809",
      "18446744073709551616",
      "99999999999999999999999999999999999999999",
      "1e999",
      "-1e999",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_refused (rows[i], strlen (rows[i]), SAT_PROTOCOL_ERROR_LIMIT, 1, 1);
}

static char *
nested (guint depth, const char *opening, const char *closing)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, opening);
  g_string_append_c (text, '1');
  for (guint i = 0; i < depth; i++)
    g_string_append (text, closing);
  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  g_autofree char *arrays = nested (SAT_JSON_MAX_DEPTH, "[", "]");
  g_autofree char *objects = nested (SAT_JSON_MAX_DEPTH, "{\"a\":", "}");
  g_autofree char *too_deep = nested (SAT_JSON_MAX_DEPTH + 1, "[", "]");
  g_autofree char *too_deep_objects = nested (SAT_JSON_MAX_DEPTH + 1, "{\"a\":", "}");
  g_autofree char *bomb = g_strnfill (100000, '[');
  g_autofree char *same_arrays = round_trip (arrays);
  g_autofree char *same_objects = round_trip (objects);

  g_assert_cmpstr (same_arrays, ==, arrays);
  g_assert_cmpstr (same_objects, ==, objects);
  assert_refused (too_deep, strlen (too_deep), SAT_PROTOCOL_ERROR_LIMIT, 1, SAT_JSON_MAX_DEPTH + 1);
  assert_refused (too_deep_objects, strlen (too_deep_objects), SAT_PROTOCOL_ERROR_LIMIT, 1,
                  SAT_JSON_MAX_DEPTH * 5 + 1);
  assert_refused (bomb, 100000, SAT_PROTOCOL_ERROR_LIMIT, 1, SAT_JSON_MAX_DEPTH + 1);
}

/* Depth is how deep, not how many. */
static void
test_wide (void)
{
  g_autoptr (GString) text = g_string_new ("[");

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, i > 0 ? ",[{}]" : "[{}]");
  g_string_append_c (text, ']');
  {
    g_autofree char *same = round_trip (text->str);

    g_assert_cmpstr (same, ==, text->str);
  }
}

static char *
random_text (GRand *rand)
{
  static const char *const pieces[] = {"a",  "Z",    " ",      "\"",   "\\",
                                       "/",  "\n",   "\x01",   "\x7f", "é",
                                       "漢", "🙂", "\u2028", "\t",   "</script>"};
  GString *text = g_string_new (NULL);

  for (int n = g_rand_int_range (rand, 0, 10); n > 0; n--)
    g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
  return g_string_free (text, FALSE);
}

static JsonNode *
random_node (GRand *rand, int depth)
{
  JsonNode *node = json_node_alloc ();

  switch (g_rand_int_range (rand, 0, depth > 0 ? 7 : 5)) {
  case 0:
    return json_node_init_null (node);
  case 1:
    return json_node_init_boolean (node, g_rand_boolean (rand));
  case 2:
    return json_node_init_int (node,
                               (gint64)((guint64)g_rand_int (rand) << 32 | g_rand_int (rand)));
  case 3:
    return json_node_init_double (node, g_rand_double_range (rand, -1e6, 1e6));
  case 4: {
    g_autofree char *text = random_text (rand);

    return json_node_init_string (node, text);
  }
  case 5: {
    g_autoptr (JsonArray) array = json_array_new ();

    for (int n = g_rand_int_range (rand, 0, 5); n > 0; n--)
      json_array_add_element (array, random_node (rand, depth - 1));
    return json_node_init_array (node, array);
  }
  default: {
    g_autoptr (JsonObject) object = json_object_new ();

    for (int n = g_rand_int_range (rand, 0, 5); n > 0; n--) {
      g_autofree char *name = random_text (rand);

      json_object_set_member (object, name, random_node (rand, depth - 1));
    }
    return json_node_init_object (node, object);
  }
  }
}

static void
test_random (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int round = 0; round < 1000; round++) {
    g_autoptr (JsonNode) node = random_node (rand, 5);

    for (int pretty = 0; pretty < 2; pretty++) {
      g_autofree char *text = sat_json_to_string (node, pretty);
      g_autofree char *again = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) parsed = sat_json_parse (text, strlen (text), &error);

      g_assert_no_error (error);
      g_assert_true (json_node_equal (node, parsed));
      again = sat_json_to_string (parsed, pretty);
      g_assert_cmpstr (again, ==, text);
    }
  }
}

/* Damaged texts give an error or a value, never anything else. */
static void
test_noise (void)
{
  static const char bytes[] = "{}[]\",:\\u0019.eE-+ntf \n\xff\xc3\xa9";
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int round = 0; round < 3000; round++) {
    g_autoptr (JsonNode) node = random_node (rand, 3);
    g_autofree char *text = sat_json_to_string (node, FALSE);
    gsize length = strlen (text);
    g_autoptr (JsonNode) parsed = NULL;
    g_autoptr (GError) error = NULL;

    for (int n = g_rand_int_range (rand, 1, 4); n > 0; n--)
      text[g_rand_int_range (rand, 0, (int)length)] =
          bytes[g_rand_int_range (rand, 0, sizeof bytes)];
    parsed = sat_json_parse (text, length, &error);
    g_assert_cmpint (parsed != NULL, ==, error == NULL);
    if (error != NULL)
      g_assert_cmpint (error->domain, ==, SAT_PROTOCOL_ERROR);
  }
}

/* Members of another kind are as good as none. */
static void
test_members (void)
{
  static const char text[] = "{\"t\":\"a\",\"n\":7,\"o\":{\"t\":\"b\"},\"l\":[1],\"z\":null}";
  g_autoptr (GBytes) body = g_bytes_new_static (text, strlen (text));
  g_autoptr (GBytes) list = g_bytes_new_static ("[]", 2);
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (JsonObject) object = sat_json_read_object (body);

  g_assert_nonnull (object);
  g_assert_null (sat_json_read_object (list));
  g_assert_null (sat_json_read_object (empty));
  g_assert_null (sat_json_read_object (NULL));
  g_assert_cmpstr (sat_json_get_text (object, "t"), ==, "a");
  g_assert_cmpint (sat_json_get_int (object, "n", 0), ==, 7);
  g_assert_cmpstr (sat_json_get_text (sat_json_get_object (object, "o"), "t"), ==, "b");
  g_assert_cmpuint (json_array_get_length (sat_json_get_array (object, "l")), ==, 1);
  for (const char *const *name = (const char *const[]){"n", "o", "l", "z", "none", NULL}; *name;
       name++)
    g_assert_cmpstr (sat_json_get_text (object, *name), ==, "");
  for (const char *const *name = (const char *const[]){"t", "o", "l", "z", "none", NULL}; *name;
       name++)
    g_assert_cmpint (sat_json_get_int (object, *name, -1), ==, -1);
  g_assert_null (sat_json_get_object (object, "l"));
  g_assert_null (sat_json_get_array (object, "o"));
  g_assert_null (sat_json_get_object (NULL, "o"));
  g_assert_cmpstr (sat_json_get_text (NULL, "t"), ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol/json/good", test_good);
  g_test_add_func ("/protocol/json/values", test_values);
  g_test_add_func ("/protocol/json/members", test_members);
  g_test_add_func ("/protocol/json/bad", test_bad);
  g_test_add_func ("/protocol/json/nul", test_nul);
  g_test_add_func ("/protocol/json/cut", test_cut);
  g_test_add_func ("/protocol/json/numbers-out-of-range", test_numbers_out_of_range);
  g_test_add_func ("/protocol/json/depth", test_depth);
  g_test_add_func ("/protocol/json/wide", test_wide);
  g_test_add_func ("/protocol/json/random", test_random);
  g_test_add_func ("/protocol/json/noise", test_noise);
  return g_test_run ();
}
