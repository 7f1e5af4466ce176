/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-field.h"
#include "sat-filter.h"
#include "sat-test.h"

#include <string.h>

static SatFilter *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  SatFilter *filter = sat_filter_parse_short (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (filter);
  return filter;
}

static void
assert_test (const SatFilter *filter, const char *path, SatFilterOp op, const char *value)
{
  g_assert_cmpint (sat_filter_get_node (filter), ==, SAT_FILTER_TEST);
  g_assert_cmpstr (sat_filter_get_path (filter), ==, path);
  g_assert_cmpint (sat_filter_get_op (filter), ==, op);
  g_assert_cmpstr (sat_filter_get_values (filter)[0], ==, value);
}

static void
test_tree (void)
{
  static const char *const stages[] = {"Won", "Lost", NULL};
  SatFilter *children[] = {sat_filter_test ("stage", SAT_OP_IN, stages),
                           sat_filter_not (sat_filter_test1 ("owner", SAT_OP_EMPTY, NULL))};
  g_autoptr (SatFilter) any = sat_filter_any (children, 2);
  g_autoptr (SatFilter) none = sat_filter_all (NULL, 0);
  const SatFilter *negated = sat_filter_get_child (any, 1);
  g_autoptr (SatFilter) shared = sat_filter_ref (any);

  g_assert_cmpint (sat_filter_get_node (any), ==, SAT_FILTER_ANY);
  g_assert_cmpuint (sat_filter_get_n_children (any), ==, 2);
  assert_test (sat_filter_get_child (any, 0), "stage", SAT_OP_IN, "Won");
  g_assert_cmpstr (sat_filter_get_values (sat_filter_get_child (any, 0))[1], ==, "Lost");
  g_assert_cmpint (sat_filter_get_node (negated), ==, SAT_FILTER_NOT);
  assert_test (sat_filter_get_child (negated, 0), "owner", SAT_OP_EMPTY, NULL);
  g_assert_null (sat_filter_get_path (any));
  g_assert_cmpuint (sat_filter_get_n_children (none), ==, 0);
  g_assert_true (sat_filter_equal (any, shared));
  g_assert_false (sat_filter_equal (any, none));
}

static void
test_equal (void)
{
  static const char *const texts[] = {
      "a = 1",   "a = 2",           "b = 1",           "a != 1",
      "a < 1",   "a <= 1",          "a ~ 1",           "a =",
      "a !=",    "a = 1 and b = 1", "b = 1 and a = 1", "a = 1 and b = 1 and a = 1",
      "a.b = 1",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (texts); j++) {
      g_autoptr (SatFilter) a = parse (texts[i]);
      g_autoptr (SatFilter) b = parse (texts[j]);

      g_assert_cmpint (sat_filter_equal (a, b), ==, i == j);
    }
}

static void
test_short (void)
{
  static const struct {
    const char *text;
    const char *path;
    SatFilterOp op;
    const char *value;
    gboolean negated;
  } rows[] = {
      {"name = Kan-code", "name", SAT_OP_IS, "Kan-code", FALSE},
      {"name=Kan-code", "name", SAT_OP_IS, "Kan-code", FALSE},
      {"  name  =  Kan-code  ", "name", SAT_OP_IS, "Kan-code", FALSE},
      {"name != x", "name", SAT_OP_IS, "x", TRUE},
      {"amount < 5", "amount", SAT_OP_LT, "5", FALSE},
      {"amount <= 5", "amount", SAT_OP_LE, "5", FALSE},
      {"amount > -5.25", "amount", SAT_OP_GT, "-5.25", FALSE},
      {"amount>=5", "amount", SAT_OP_GE, "5", FALSE},
      {"name ~ kan", "name", SAT_OP_CONTAINS, "kan", FALSE},
      {"owner.manager.name = 'Dustin Brinkmann'", "owner.manager.name", SAT_OP_IS,
       "Dustin Brinkmann", FALSE},
      {"name = \"Big 'C' Ltd\"", "name", SAT_OP_IS, "Big 'C' Ltd", FALSE},
      {"name = 'O''Brien'", "name", SAT_OP_IS, "O'Brien", FALSE},
      {"name = \"say \"\"hi\"\"\"", "name", SAT_OP_IS, "say \"hi\"", FALSE},
      {"name = ' '", "name", SAT_OP_IS, " ", FALSE},
      {"name = 'and'", "name", SAT_OP_IS, "and", FALSE},
      {"name = android", "name", SAT_OP_IS, "android", FALSE},
      {"name = a=b", "name", SAT_OP_IS, "a=b", FALSE},
      {"name = Łódź", "name", SAT_OP_IS, "Łódź", FALSE},
      {"owner =", "owner", SAT_OP_EMPTY, NULL, FALSE},
      {"owner = ''", "owner", SAT_OP_EMPTY, NULL, FALSE},
      {"owner != ", "owner", SAT_OP_EMPTY, NULL, TRUE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (SatFilter) filter = parse (rows[i].text);
    const SatFilter *test = filter;

    g_test_message ("%s", rows[i].text);
    if (rows[i].negated) {
      g_assert_cmpint (sat_filter_get_node (filter), ==, SAT_FILTER_NOT);
      test = sat_filter_get_child (filter, 0);
    }
    assert_test (test, rows[i].path, rows[i].op, rows[i].value);
  }
}

static void
test_and (void)
{
  g_autoptr (SatFilter) filter =
      parse ("owner = and stage.kind != AND amount>=5 And name ~ 'x and y'");

  g_assert_cmpint (sat_filter_get_node (filter), ==, SAT_FILTER_ALL);
  g_assert_cmpuint (sat_filter_get_n_children (filter), ==, 4);
  assert_test (sat_filter_get_child (filter, 0), "owner", SAT_OP_EMPTY, NULL);
  g_assert_cmpint (sat_filter_get_node (sat_filter_get_child (filter, 1)), ==, SAT_FILTER_NOT);
  assert_test (sat_filter_get_child (filter, 2), "amount", SAT_OP_GE, "5");
  assert_test (sat_filter_get_child (filter, 3), "name", SAT_OP_CONTAINS, "x and y");
}

static void
test_bad (void)
{
  static const struct {
    const char *text;
    int column;
  } rows[] = {
      {"", 1},
      {"   ", 4},
      {"name", 5},
      {"name Kan", 6},
      {"= x", 1},
      {"Name = x", 1},
      {"a..b = x", 1},
      {"a. = x", 1},
      {"a = x y", 7},
      {"a = x or b = y", 7},
      {"a = x and", 10},
      {"a = 'x", 5},
      {"a = \"x'", 5},
      {"a = 'x'y", 8},
      {"a <", 4},
      {"a ~ ''", 7},
      {"a > and b = 1", 5},
      {"ä = 1", 1},
      {"a = ä b", 7},
      {"a ! b", 3},
      {"a = x andb = 1", 7},
      {"a = \xff", 5},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *start = g_strdup_printf ("Filter, column %d: ", rows[i].column);

    g_assert_null (sat_filter_parse_short (rows[i].text, &error));
    g_assert_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID);
    g_test_message ("row %" G_GSIZE_FORMAT ": %s", i, error->message);
    g_assert_true (g_str_has_prefix (error->message, start));
  }
}

static char *
random_value (GRand *rand)
{
  static const char *const pieces[] = {"a",   "B", "7",  " ",  "'", "\"", "=",
                                       "and", "é", "漢", "\\", "~", "\n", "%"};
  GString *value = g_string_new (NULL);

  for (int n = g_rand_int_range (rand, 1, 8); n > 0; n--)
    g_string_append (value, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
  return g_string_free (value, FALSE);
}

static void
append_quoted (GString *text, GRand *rand, const char *value)
{
  char quote = g_rand_boolean (rand) ? '\'' : '"';

  g_string_append_c (text, quote);
  for (; *value != '\0'; value++) {
    if (*value == quote)
      g_string_append_c (text, quote);
    g_string_append_c (text, *value);
  }
  g_string_append_c (text, quote);
}

/* Writes random tests in the short form and builds the same tree by hand. */
static void
test_random (void)
{
  static const char *const signs[] = {"=", "!=", "<", "<=", ">", ">=", "~"};
  static const SatFilterOp ops[] = {SAT_OP_IS, SAT_OP_IS, SAT_OP_LT,      SAT_OP_LE,
                                    SAT_OP_GT, SAT_OP_GE, SAT_OP_CONTAINS};
  static const char *const paths[] = {"name", "owner.name", "owner.manager.name", "a1_b"};
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int round = 0; round < 2000; round++) {
    SatFilter *tests[5];
    int n = g_rand_int_range (rand, 1, G_N_ELEMENTS (tests));
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (SatFilter) expected = NULL;
    g_autoptr (SatFilter) parsed = NULL;

    for (int i = 0; i < n; i++) {
      int op = g_rand_int_range (rand, 0, G_N_ELEMENTS (ops));
      const char *path = paths[g_rand_int_range (rand, 0, G_N_ELEMENTS (paths))];
      g_autofree char *value = random_value (rand);

      g_string_append_printf (text, "%s%s%s%s", i > 0 ? " and " : "", path,
                              g_rand_boolean (rand) ? " " : "", signs[op]);
      append_quoted (text, rand, value);
      tests[i] = sat_filter_test1 (path, ops[op], value);
      if (op == 1)
        tests[i] = sat_filter_not (tests[i]);
    }
    expected = n == 1 ? tests[0] : sat_filter_all (tests, (gsize)n);
    parsed = parse (text->str);
    g_assert_true (sat_filter_equal (parsed, expected));
  }
}

/* Whatever is thrown at it, it answers with a filter or an error. */
static void
test_noise (void)
{
  static const char *const pieces[] = {"name", "=", "!", "<", "'", "\"",  " ",
                                       "and",  ".", "x", "~", "é", "\xff"};
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int round = 0; round < 5000; round++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (SatFilter) filter = NULL;
    g_autoptr (GError) error = NULL;

    for (int n = g_rand_int_range (rand, 0, 12); n > 0; n--)
      g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
    filter = sat_filter_parse_short (text->str, &error);
    g_assert_cmpint (filter != NULL, ==, error == NULL);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/filter/tree", test_tree);
  g_test_add_func ("/model/filter/equal", test_equal);
  g_test_add_func ("/model/filter/short", test_short);
  g_test_add_func ("/model/filter/and", test_and);
  g_test_add_func ("/model/filter/bad", test_bad);
  g_test_add_func ("/model/filter/random", test_random);
  g_test_add_func ("/model/filter/noise", test_noise);
  return g_test_run ();
}
