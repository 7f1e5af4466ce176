/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-field.h"
#include "sat-filter-json.h"
#include "sat-json.h"
#include "sat-test.h"

#include <string.h>

/* Reads @text and gives it back as Satchel writes it. */
static char *
round_trip (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatFilter) filter = sat_filter_parse (text, &error);
  g_autoptr (SatFilter) again = NULL;
  char *written;

  g_assert_no_error (error);
  written = sat_filter_to_text (filter);
  again = sat_filter_parse (written, &error);
  g_assert_no_error (error);
  g_assert_true (sat_filter_equal (filter, again));
  return written;
}

static void
test_good (void)
{
  static const struct {
    const char *text;
    const char *written; /* NULL: the same */
  } rows[] = {
      {"{\"all\":[]}", NULL},
      {"{\"any\":[]}", NULL},
      {"{\"field\":\"name\",\"op\":\"is\",\"value\":\"Kan-code\"}", NULL},
      {"{\"field\":\"owner.manager.name\",\"op\":\"contains\",\"value\":\"a \\\"b\\\"\"}", NULL},
      {"{\"field\":\"name\",\"op\":\"starts\",\"value\":\"漢\"}", NULL},
      {"{\"field\":\"stage\",\"op\":\"in\",\"value\":[\"Won\",\"Lost\"]}", NULL},
      {"{\"field\":\"stage\",\"op\":\"in\",\"value\":[]}", NULL},
      {"{\"field\":\"owner\",\"op\":\"empty\"}", NULL},
      {"{\"not\":{\"any\":[{\"field\":\"a\",\"op\":\"lt\",\"value\":\"1\"},{\"all\":[{\"field\":"
       "\"b\",\"op\":\"ge\",\"value\":\"2\"}]}]}}",
       NULL},
      {" \n{ \"field\":\"amount\", \"op\":\"gt\", \"value\":1000 }",
       "{\"field\":\"amount\",\"op\":\"gt\",\"value\":\"1000\"}"},
      {"{\"field\":\"amount\",\"op\":\"le\",\"value\":-1000.50}",
       "{\"field\":\"amount\",\"op\":\"le\",\"value\":\"-1000.5\"}"},
      {"{\"field\":\"amount\",\"op\":\"le\",\"value\":1000.0}",
       "{\"field\":\"amount\",\"op\":\"le\",\"value\":\"1000\"}"},
      {"{\"field\":\"done\",\"op\":\"is\",\"value\":true}",
       "{\"field\":\"done\",\"op\":\"is\",\"value\":\"true\"}"},
      {"{\"field\":\"done\",\"op\":\"in\",\"value\":[false,1,\"x\"]}",
       "{\"field\":\"done\",\"op\":\"in\",\"value\":[\"false\",\"1\",\"x\"]}"},
      {"{\"field\":\"owner\",\"op\":\"is\",\"value\":null}",
       "{\"field\":\"owner\",\"op\":\"empty\"}"},
      {"{\"value\":\"\",\"op\":\"is\",\"field\":\"owner\"}",
       "{\"field\":\"owner\",\"op\":\"empty\"}"},
      {"{\"field\":\"owner\",\"op\":\"empty\",\"value\":null}",
       "{\"field\":\"owner\",\"op\":\"empty\"}"},
      {"{\"field\":\"owner\",\"op\":\"empty\",\"value\":true}",
       "{\"field\":\"owner\",\"op\":\"empty\"}"},
      {"{\"field\":\"owner\",\"op\":\"empty\",\"value\":false}",
       "{\"not\":{\"field\":\"owner\",\"op\":\"empty\"}}"},
      {"{\"field\":\"owner\",\"op\":\"in\",\"value\":[\"Ann\",null]}",
       "{\"any\":[{\"field\":\"owner\",\"op\":\"in\",\"value\":[\"Ann\"]},{\"field\":\"owner\","
       "\"op\":\"empty\"}]}"},
      {"owner.name = 'Ann B' and amount > 5",
       "{\"all\":[{\"field\":\"owner.name\",\"op\":\"is\",\"value\":\"Ann B\"},{\"field\":"
       "\"amount\",\"op\":\"gt\",\"value\":\"5\"}]}"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *written = round_trip (rows[i].text);

    g_assert_cmpstr (written, ==, rows[i].written != NULL ? rows[i].written : rows[i].text);
  }
}

static void
test_shape (void)
{
  static const char *const rows[] = {
      "{}",
      "{\"all\":{}}",
      "{\"any\":null}",
      "{\"all\":[1]}",
      "{\"all\":[[]]}",
      "{\"not\":[]}",
      "{\"none\":[]}",
      "{\"all\":[],\"any\":[]}",
      "{\"all\":[],\"value\":1}",
      "{\"field\":\"name\"}",
      "{\"field\":\"name\",\"value\":\"x\"}",
      "{\"field\":\"name\",\"op\":\"is\"}",
      "{\"field\":\"name\",\"op\":\"equals\",\"value\":\"x\"}",
      "{\"field\":\"name\",\"op\":\"IS\",\"value\":\"x\"}",
      "{\"field\":\"name\",\"op\":1,\"value\":\"x\"}",
      "{\"field\":\"name\",\"op\":\"is\",\"value\":\"x\",\"case\":true}",
      "{\"field\":\"name\",\"op\":\"empty\",\"values\":null}",
      "{\"field\":\"name\",\"op\":\"is\",\"value\":[\"x\"]}",
      "{\"field\":\"name\",\"op\":\"is\",\"value\":{}}",
      "{\"field\":\"name\",\"op\":\"contains\",\"value\":\"\"}",
      "{\"field\":\"name\",\"op\":\"lt\",\"value\":null}",
      "{\"field\":\"name\",\"op\":\"in\",\"value\":\"x\"}",
      "{\"field\":\"name\",\"op\":\"in\"}",
      "{\"field\":\"name\",\"op\":\"in\",\"value\":[[\"x\"]]}",
      "{\"field\":\"name\",\"op\":\"empty\",\"value\":\"x\"}",
      "{\"field\":\"name\",\"op\":\"empty\",\"value\":[]}",
      "{\"field\":\"amount\",\"op\":\"lt\",\"value\":1e300}",
      "{\"field\":\"\",\"op\":\"is\",\"value\":\"x\"}",
      "{\"field\":\"a..b\",\"op\":\"is\",\"value\":\"x\"}",
      "{\"field\":\"a;b\",\"op\":\"is\",\"value\":\"x\"}",
      "{\"field\":\"Name\",\"op\":\"is\",\"value\":\"x\"}",
      "{\"field\":null,\"op\":\"is\",\"value\":\"x\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (sat_filter_parse (rows[i], &error));
    g_test_message ("%s -> %s", rows[i], error->message);
    g_assert_error (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_SHAPE);
  }
}

static void
test_other_errors (void)
{
  g_autoptr (GError) syntax = NULL;
  g_autoptr (GError) limit = NULL;
  g_autoptr (GError) short_form = NULL;
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (JsonNode) array = sat_json_parse ("[]", 2, NULL);
  g_autoptr (GError) shape = NULL;

  g_assert_null (sat_filter_parse ("{\"all\":[}", &syntax));
  g_assert_error (syntax, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_SYNTAX);
  for (int i = 0; i < 50; i++)
    g_string_append (deep, "{\"not\":");
  g_assert_null (sat_filter_parse (deep->str, &limit));
  g_assert_error (limit, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_LIMIT);
  g_assert_null (sat_filter_parse ("[\"all\"]", &short_form));
  g_assert_error (short_form, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID);
  g_assert_null (sat_filter_from_json (array, &shape));
  g_assert_error (shape, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_SHAPE);
}

static char *
random_value (GRand *rand)
{
  static const char *const pieces[] = {"a", "7",  " ",  "\"",   "\\", "{",
                                       "é", "漢", "\n", "\x01", "'"};
  GString *value = g_string_new (NULL);

  for (int n = g_rand_int_range (rand, 1, 6); n > 0; n--)
    g_string_append (value, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
  return g_string_free (value, FALSE);
}

static SatFilter *
random_test (GRand *rand)
{
  static const char *const paths[] = {"name", "owner.name", "owner.manager.name", "cf_1"};
  const char *path = paths[g_rand_int_range (rand, 0, G_N_ELEMENTS (paths))];
  SatFilterOp op = (SatFilterOp)g_rand_int_range (rand, SAT_OP_IS, SAT_OP_EMPTY + 1);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  int n = op == SAT_OP_EMPTY ? 0 : op == SAT_OP_IN ? g_rand_int_range (rand, 0, 4) : 1;

  while (n-- > 0)
    g_ptr_array_add (values, random_value (rand));
  g_ptr_array_add (values, NULL);
  return sat_filter_test (path, op, (const char *const *)values->pdata);
}

static SatFilter *
random_filter (GRand *rand, int depth)
{
  SatFilter *children[4];
  gsize n;

  if (depth == 0 || g_rand_int_range (rand, 0, 3) == 0)
    return random_test (rand);
  if (g_rand_int_range (rand, 0, 3) == 0)
    return sat_filter_not (random_filter (rand, depth - 1));
  n = (gsize)g_rand_int_range (rand, 0, G_N_ELEMENTS (children) + 1);
  for (gsize i = 0; i < n; i++)
    children[i] = random_filter (rand, depth - 1);
  return g_rand_boolean (rand) ? sat_filter_all (children, n) : sat_filter_any (children, n);
}

static void
test_random (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int round = 0; round < 1000; round++) {
    g_autoptr (SatFilter) filter = random_filter (rand, 5);
    g_autoptr (JsonNode) node = sat_filter_to_json (filter);
    g_autofree char *pretty = sat_json_to_string (node, TRUE);
    g_autoptr (GError) error = NULL;
    g_autoptr (SatFilter) from_node = sat_filter_from_json (node, &error);
    g_autoptr (SatFilter) from_text = NULL;

    g_assert_no_error (error);
    g_assert_true (sat_filter_equal (filter, from_node));
    from_text = sat_filter_parse (pretty, &error);
    g_assert_no_error (error);
    g_assert_true (sat_filter_equal (filter, from_text));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol/filter-json/good", test_good);
  g_test_add_func ("/protocol/filter-json/shape", test_shape);
  g_test_add_func ("/protocol/filter-json/other-errors", test_other_errors);
  g_test_add_func ("/protocol/filter-json/random", test_random);
  return g_test_run ();
}
