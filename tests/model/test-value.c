/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-test.h"
#include "sat-value.h"

static void
test_null (void)
{
  SatValue null = SAT_VALUE_INIT;
  SatValue from_null = sat_value_text (NULL);
  SatValue from_empty = sat_value_text ("");
  SatValue taken = sat_value_take (g_strdup (""));

  g_assert_cmpint (from_null.type, ==, SAT_VALUE_NULL);
  g_assert_cmpint (from_empty.type, ==, SAT_VALUE_NULL);
  g_assert_cmpint (taken.type, ==, SAT_VALUE_NULL);
  g_assert_null (taken.text);
  g_assert_true (sat_value_equal (&null, &from_empty));
  sat_value_clear (&null);
  sat_value_clear (NULL);
  g_assert_cmpint (null.type, ==, SAT_VALUE_NULL);
}

static void
test_equal (void)
{
  g_auto (SatValue) zero = sat_value_int (0);
  g_auto (SatValue) one = sat_value_int (1);
  g_auto (SatValue) text = sat_value_text ("1");
  g_auto (SatValue) other = sat_value_text ("one");
  g_auto (SatValue) null = SAT_VALUE_INIT;
  const SatValue *values[] = {&zero, &one, &text, &other, &null};

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (values); j++)
      g_assert_cmpint (sat_value_equal (values[i], values[j]), ==, i == j);
}

static void
test_copy (void)
{
  g_auto (SatValue) text = sat_value_take (g_strdup ("Łódź"));
  g_auto (SatValue) copy = sat_value_copy (&text);
  g_auto (SatValue) number = sat_value_int (G_MININT64);
  g_auto (SatValue) number_copy = sat_value_copy (&number);

  g_assert_true (sat_value_equal (&text, &copy));
  g_assert_true (copy.text != text.text);
  sat_value_clear (&text);
  g_assert_null (text.text);
  g_assert_cmpstr (copy.text, ==, "Łódź");
  g_assert_cmpint (number_copy.integer, ==, G_MININT64);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/value/null", test_null);
  g_test_add_func ("/model/value/equal", test_equal);
  g_test_add_func ("/model/value/copy", test_copy);
  return g_test_run ();
}
