/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-period.h"

static void
check (const char *name, const char *today, int fiscal, const char *first, const char *last)
{
  SatDate now, from, to;
  g_autofree char *from_text = NULL;
  g_autofree char *to_text = NULL;

  g_assert_true (sat_date_parse (today, &now, NULL));
  g_assert_true (sat_period_range (name, now, fiscal, &from, &to));
  from_text = sat_date_to_string (from);
  to_text = sat_date_to_string (to);
  g_assert_cmpstr (from_text, ==, first);
  g_assert_cmpstr (to_text, ==, last);
}

static void
test_days (void)
{
  check ("@today", "2026-03-01", 1, "2026-03-01", "2026-03-01");
  check ("@next_7_days", "2026-12-29", 1, "2026-12-29", "2027-01-04");
  check ("@last_30_days", "2026-03-30", 1, "2026-03-01", "2026-03-30");
}

static void
test_months (void)
{
  check ("@this_month", "2024-02-29", 1, "2024-02-01", "2024-02-29");
  check ("@next_month", "2026-01-31", 1, "2026-02-01", "2026-02-28");
  check ("@last_month", "2026-01-31", 4, "2025-12-01", "2025-12-31");
}

static void
test_fiscal (void)
{
  check ("@this_quarter", "2026-11-22", 1, "2026-10-01", "2026-12-31");
  check ("@this_quarter", "2026-11-22", 2, "2026-11-01", "2027-01-31");
  check ("@last_quarter", "2026-01-05", 1, "2025-10-01", "2025-12-31");
  check ("@this_year", "2026-11-22", 1, "2026-01-01", "2026-12-31");
  check ("@this_year", "2026-03-31", 4, "2025-04-01", "2026-03-31");
  check ("@next_year", "2026-04-01", 4, "2027-04-01", "2028-03-31");
  check ("@last_year", "2026-11-22", 1, "2025-01-01", "2025-12-31");
}

static void
test_names (void)
{
  SatDate first, last;

  for (const char *const *name = sat_period_names (); *name != NULL; name++) {
    g_assert_nonnull (sat_period_label (*name));
    g_assert_true (sat_period_range (*name, 20000, 1, &first, &last));
    g_assert_cmpint (first, <=, last);
  }
  g_assert_null (sat_period_label ("@someday"));
  g_assert_false (sat_period_range ("2026-01-01", 20000, 1, &first, &last));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/period/days", test_days);
  g_test_add_func ("/model/period/months", test_months);
  g_test_add_func ("/model/period/fiscal", test_fiscal);
  g_test_add_func ("/model/period/names", test_names);
  return g_test_run ();
}
