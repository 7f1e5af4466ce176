/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-explanation.h"
#include "sat-test.h"

/* A gap of two amounts, one of them with its record. */
static SatExplanation *
gap_new (void)
{
  SatExplanation *gap =
      sat_explanation_new (SAT_EXPLANATION_MONEY, -50, "USD", "Gap", "Quota less Closed");
  SatExplanation *quota = sat_explanation_new (SAT_EXPLANATION_MONEY, 100000, "USD", "Quota", NULL);

  sat_explanation_set_rule (gap, SAT_EXPLANATION_DIFFERENCE);
  sat_explanation_set_record (quota, 7, "0192-x");
  sat_explanation_add (gap, quota);
  sat_explanation_add (gap,
                       sat_explanation_new (SAT_EXPLANATION_COUNT, 12, NULL, "Deals", "\"so\""));
  return gap;
}

static void
test_tree (void)
{
  g_autoptr (SatExplanation) gap = gap_new ();
  const SatExplanation *quota = sat_explanation_get_input (gap, 0);

  g_assert_cmpuint (sat_explanation_get_n_inputs (gap), ==, 2);
  g_assert_cmpuint (sat_explanation_get_n_inputs (quota), ==, 0);
  g_assert_cmpint (sat_explanation_get_value (gap), ==, -50);
  g_assert_true (sat_explanation_get_rule (gap) == SAT_EXPLANATION_DIFFERENCE);
  g_assert_true (sat_explanation_get_rule (quota) == SAT_EXPLANATION_FACT);
  g_assert_cmpint (sat_explanation_get_record (quota), ==, 7);
  g_assert_cmpstr (sat_explanation_get_currency (quota), ==, "USD");
  g_assert_null (sat_explanation_get_formula (quota));
  sat_explanation_set_formula (gap, "Else");
  g_assert_cmpstr (sat_explanation_get_formula (gap), ==, "Else");
}

static void
assert_value (SatExplanationKind kind, gint64 value, const char *expected)
{
  g_autoptr (SatExplanation) node = sat_explanation_new (kind, value, "USD", "", NULL);
  g_autofree char *text = sat_explanation_format_value (node);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_values (void)
{
  assert_value (SAT_EXPLANATION_COUNT, 12, "12");
  assert_value (SAT_EXPLANATION_SHARE, 8512, "85.12%");
  assert_value (SAT_EXPLANATION_TIMES, 21000, "2.10x");
  assert_value (SAT_EXPLANATION_NONE, 0, "–");
}

static void
test_text (void)
{
  g_autoptr (SatExplanation) gap = gap_new ();
  g_autofree char *text = sat_explanation_to_text (gap);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_true (g_str_has_prefix (lines[0], "Gap: -"));
  g_assert_true (g_str_has_suffix (lines[0], " – Quota less Closed"));
  g_assert_true (g_str_has_prefix (lines[1], "  Quota: "));
  g_assert_cmpstr (lines[2], ==, "  Deals: 12 – \"so\"");
  g_assert_cmpstr (lines[3], ==, "");
}

static void
test_json (void)
{
  g_autoptr (SatExplanation) gap = gap_new ();
  g_autoptr (SatExplanation) none =
      sat_explanation_new (SAT_EXPLANATION_NONE, 0, NULL, "Coverage", NULL);
  g_autoptr (SatExplanation) share =
      sat_explanation_new (SAT_EXPLANATION_SHARE, 3333, NULL, "Share", NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);

  sat_json_writer_begin_array (writer, NULL);
  sat_explanation_write_json (gap, writer, NULL);
  sat_explanation_write_json (none, writer, NULL);
  sat_explanation_write_json (share, writer, NULL);
  sat_json_writer_end_array (writer);
  g_assert_true (sat_json_writer_finish (writer, NULL));
  g_assert_cmpstr (text->str, ==,
                   "[{\"title\":\"Gap\",\"value\":\"-0.50\",\"currency\":\"USD\",\"formula\":"
                   "\"Quota less Closed\",\"inputs\":[{\"title\":\"Quota\",\"value\":\"1000.00\","
                   "\"currency\":\"USD\",\"record\":\"0192-x\"},{\"title\":\"Deals\",\"value\":12,"
                   "\"formula\":\"\\\"so\\\"\"}]},{\"title\":\"Coverage\",\"value\":null},"
                   "{\"title\":\"Share\",\"value\":0.3333}]");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explanation/tree", test_tree);
  g_test_add_func ("/explanation/values", test_values);
  g_test_add_func ("/explanation/text", test_text);
  g_test_add_func ("/explanation/json", test_json);
  return g_test_run ();
}
