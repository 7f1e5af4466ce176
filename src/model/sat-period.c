/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-period.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef enum {
  DAYS,
  MONTHS,
  QUARTERS,
  YEARS,
} Unit;

/* Days: from @first to @last days after today. Others: the one that is @first units after the
 * current one. */
static const struct {
  const char *name;
  const char *label;
  Unit unit;
  int first, last;
} periods[] = {
    {"@today", NC_ ("period", "Today"), DAYS, 0, 0},
    {"@next_7_days", NC_ ("period", "The next 7 days"), DAYS, 0, 6},
    {"@next_30_days", NC_ ("period", "The next 30 days"), DAYS, 0, 29},
    {"@last_7_days", NC_ ("period", "The last 7 days"), DAYS, -6, 0},
    {"@last_30_days", NC_ ("period", "The last 30 days"), DAYS, -29, 0},
    {"@this_month", NC_ ("period", "This month"), MONTHS, 0, 0},
    {"@next_month", NC_ ("period", "Next month"), MONTHS, 1, 0},
    {"@last_month", NC_ ("period", "Last month"), MONTHS, -1, 0},
    {"@this_quarter", NC_ ("period", "This quarter"), QUARTERS, 0, 0},
    {"@next_quarter", NC_ ("period", "Next quarter"), QUARTERS, 1, 0},
    {"@last_quarter", NC_ ("period", "Last quarter"), QUARTERS, -1, 0},
    {"@this_year", NC_ ("period", "This year"), YEARS, 0, 0},
    {"@next_year", NC_ ("period", "Next year"), YEARS, 1, 0},
    {"@last_year", NC_ ("period", "Last year"), YEARS, -1, 0},
};

static int
find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (periods); i++)
    if (strcmp (periods[i].name, name) == 0)
      return (int)i;
  return -1;
}

const char *const *
sat_period_names (void)
{
  static const char *names[G_N_ELEMENTS (periods) + 1];

  for (guint i = 0; i < G_N_ELEMENTS (periods); i++)
    names[i] = periods[i].name;
  return names;
}

const char *
sat_period_label (const char *name)
{
  int i;

  g_return_val_if_fail (name != NULL, NULL);

  i = find (name);
  return i >= 0 ? g_dpgettext2 (GETTEXT_PACKAGE, "period", periods[i].label) : NULL;
}

gboolean
sat_period_range (const char *name, SatDate today, int fiscal_start, SatDate *first, SatDate *last)
{
  int i, year, month, day, months, past;
  SatDate begin;

  g_return_val_if_fail (name != NULL && first != NULL && last != NULL, FALSE);
  g_return_val_if_fail (fiscal_start >= 1 && fiscal_start <= 12, FALSE);

  i = find (name);
  if (i < 0)
    return FALSE;
  if (periods[i].unit == DAYS) {
    *first = today + periods[i].first;
    *last = today + periods[i].last;
    return TRUE;
  }
  months = periods[i].unit == YEARS ? 12 : periods[i].unit == QUARTERS ? 3 : 1;
  sat_date_to_ymd (today, &year, &month, &day);
  past = (month - fiscal_start + 12) % months;
  begin = sat_date_add_months (today - (day - 1), periods[i].first * months - past);
  *first = begin;
  *last = sat_date_add_months (begin, months) - 1;
  return TRUE;
}
