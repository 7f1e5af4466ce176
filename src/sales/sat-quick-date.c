/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-quick-scan.h"

#include <string.h>

/* Others are a number of something else. */
static gboolean
is_year (int year)
{
  return year >= 1900 && year < 2200;
}

/* A year's figures, or none. */
static gsize
scan_year (const char *text, int *year)
{
  gsize n = strspn (text, " ,"), more;
  int found = 0;

  if (g_ascii_strncasecmp (text + n, "de ", 3) == 0)
    n += 3;
  more = strspn (text + n, "0123456789") == 4 ? sat_quick_scan_number (text + n, 4, &found) : 0;
  if (!is_year (found))
    return 0;
  *year = found;
  return n + more;
}

/* Without a year it is the next such day. */
static gboolean
make_date (const SatQuickBase *base, int year, int month, int day, SatQuickDate *found)
{
  int this_year;

  found->month_only = FALSE;
  if (year != 0)
    return is_year (year) && sat_date_from_ymd (year, month, day, &found->date);
  sat_date_to_ymd (base->today, &this_year, NULL, NULL);
  if (!sat_date_from_ymd (this_year, month, day, &found->date))
    return FALSE;
  return found->date >= base->today || sat_date_from_ymd (this_year + 1, month, day, &found->date);
}

/* A month alone is this one or one to come. */
static int
year_of_month (const SatQuickBase *base, int month)
{
  int year, this_month;

  sat_date_to_ymd (base->today, &year, &this_month, NULL);
  return year + (month < this_month);
}

/* "2026-03-12", "2026/3/12", "12/3", "12/3/2026" */
static gsize
scan_figures (const char *text, const SatQuickBase *base, SatQuickDate *found)
{
  int parts[3] = {0};
  gsize n = 0, n_parts = 0;
  char mark = 0;

  while (n_parts < 3) {
    gsize more = strspn (text + n, "0123456789");

    if (more == 0 || more > 4)
      break;
    sat_quick_scan_number (text + n, 4, &parts[n_parts++]);
    n += more;
    if (n_parts == 3 || (text[n] != '-' && text[n] != '/') || (mark != 0 && text[n] != mark) ||
        !g_ascii_isdigit (text[n + 1]))
      break;
    mark = text[n++];
  }
  if (n_parts < 2 || mark == 0 || g_ascii_isalnum (text[n]))
    return 0;
  if (parts[0] > 31)
    return n_parts == 3 && make_date (base, parts[0], parts[1], parts[2], found) ? n : 0;
  if (mark == '-')
    return 0;
  if (parts[2] > 0 && parts[2] < 100)
    parts[2] += 2000;
  if (base->month_first)
    return make_date (base, parts[2], parts[0], parts[1], found) ? n : 0;
  return make_date (base, parts[2], parts[1], parts[0], found) ? n : 0;
}

/* "3月12日", "2026年3月12号", "3月" */
static gsize
scan_chinese (const char *text, const SatQuickBase *base, SatQuickDate *found)
{
  int year = 0, month = 0, day = 0;
  gsize n = 0, more;

  if (strspn (text, "0123456789") == 4 && g_str_has_prefix (text + 4, "年")) {
    sat_quick_scan_number (text, 4, &year);
    n = 4 + strlen ("年");
  }
  more = sat_quick_scan_number (text + n, 2, &month);
  if (more == 0 || !g_str_has_prefix (text + n + more, "月"))
    return 0;
  n += more + strlen ("月");
  more = sat_quick_scan_number (text + n, 2, &day);
  if (more > 0)
    n += more;
  if (g_str_has_prefix (text + n, "日") || g_str_has_prefix (text + n, "号") ||
      g_str_has_prefix (text + n, "號"))
    n += strlen ("日");
  if (day == 0 && year == 0)
    year = year_of_month (base, month);
  if (!make_date (base, year, month, day > 0 ? day : 1, found))
    return 0;
  found->month_only = day == 0;
  if (day == 0 && (g_str_has_prefix (text + n, "底") || g_str_has_prefix (text + n, "末"))) {
    *found = (SatQuickDate){sat_date_add_months (found->date, 1) - 1, FALSE};
    n += strlen ("底");
  }
  return n;
}

static gsize
skip_ordinal (const char *text)
{
  static const char *const ends[] = {"st", "nd", "rd", "th"};

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_ascii_strncasecmp (text, ends[i], 2) == 0 && !g_ascii_isalnum (text[2]))
      return 2;
  return 0;
}

/* "12 march 2026", "12th of March", "12 de marzo" */
static gsize
scan_day_month (const char *text, const SatQuickBase *base, SatQuickDate *found)
{
  int day = 0, month = 0, year = 0;
  gsize n = strspn (text, "0123456789"), more;

  if (n == 0 || n > 2)
    return 0;
  sat_quick_scan_number (text, 2, &day);
  n += skip_ordinal (text + n);
  n += sat_quick_skip_blanks (text + n);
  if (g_ascii_strncasecmp (text + n, "de ", 3) == 0 ||
      g_ascii_strncasecmp (text + n, "of ", 3) == 0)
    n += 3;
  more = sat_quick_word_at (text + n, SAT_QUICK_WORD_MONTH, &month);
  if (more == 0)
    return 0;
  n += more;
  n += scan_year (text + n, &year);
  return make_date (base, year, month, day, found) ? n : 0;
}

/* A short month alone is more often something else. */
static gboolean
says_a_month (const char *text, gsize n)
{
  return n > 3 || text[n + strspn (text + n, " ")] == '\0';
}

/* "march 12", "march 2027", "march" */
static gsize
scan_month (const char *text, const SatQuickBase *base, SatQuickDate *found)
{
  int day = 0, month = 0, year = 0;
  gsize n = sat_quick_word_at (text, SAT_QUICK_WORD_MONTH, &month), blanks, more;

  if (n == 0)
    return 0;
  blanks = sat_quick_skip_blanks (text + n);
  more = strspn (text + n + blanks, "0123456789");
  if (more > 0 && more <= 2) {
    gsize end = n + blanks + sat_quick_scan_number (text + n + blanks, 2, &day);

    end += skip_ordinal (text + end);
    if (!g_ascii_isalnum (text[end]) && (text[end] == '\0' || strchr (":./", text[end]) == NULL)) {
      end += scan_year (text + end, &year);
      return make_date (base, year, month, day, found) ? end : 0;
    }
  }
  if (!says_a_month (text, n))
    return 0;
  n += scan_year (text + n, &year);
  if (year == 0)
    year = year_of_month (base, month);
  if (!make_date (base, year, month, 1, found))
    return 0;
  found->month_only = TRUE;
  return n;
}

/* "end of june" */
static gsize
scan_month_end (const char *text, const SatQuickBase *base, SatQuickDate *found)
{
  gsize n = sat_quick_word_at (text, SAT_QUICK_WORD_END, NULL), more;

  if (n == 0)
    return 0;
  n += sat_quick_skip_blanks (text + n);
  more = scan_month (text + n, base, found);
  if (more == 0 || !found->month_only)
    return 0;
  *found = (SatQuickDate){sat_date_add_months (found->date, 1) - 1, FALSE};
  return n + more;
}

static SatDate
add_units (SatDate today, int number, int unit)
{
  if (unit == 'm')
    return sat_date_add_months (today, number);
  return today + number * (unit == 'w' ? 7 : 1);
}

/* "in 3 days", "en 3 dias", "3天后" */
static gsize
scan_distance (const char *text, const SatQuickBase *base, SatQuickDate *found)
{
  int number = 1, unit = 0;
  gsize n = sat_quick_word_at (text, SAT_QUICK_WORD_IN, NULL), more, after;
  gboolean led = n > 0;

  n += sat_quick_skip_blanks (text + n);
  more = sat_quick_scan_number (text + n, 3, &number);
  if (more == 0 && led) {
    static const char *const ones[] = {"a ", "an ", "one ", "una ", "un "};

    for (guint i = 0; i < G_N_ELEMENTS (ones) && more == 0; i++)
      if (g_ascii_strncasecmp (text + n, ones[i], strlen (ones[i])) == 0)
        more = strlen (ones[i]);
  }
  if (more == 0)
    return 0;
  n += more;
  n += sat_quick_skip_blanks (text + n);
  more = sat_quick_word_at (text + n, SAT_QUICK_WORD_UNIT, &unit);
  if (more == 0 || unit == 'h' || unit == 'n')
    return 0;
  n += more;
  after =
      sat_quick_word_at (text + n + sat_quick_skip_blanks (text + n), SAT_QUICK_WORD_AFTER, NULL);
  if (!led && after == 0)
    return 0;
  if (after > 0)
    n += sat_quick_skip_blanks (text + n) + after;
  *found = (SatQuickDate){add_units (base->today, number, unit), FALSE};
  return n;
}

/* "friday", "next friday", "下周五", "viernes que viene" */
static gsize
scan_weekday (const char *text, const SatQuickBase *base, SatQuickDate *found)
{
  int day = 0, today = sat_date_weekday (base->today);
  gsize n = sat_quick_word_at (text, SAT_QUICK_WORD_NEXT, NULL), more;
  gboolean next = n > 0;

  n += sat_quick_skip_blanks (text + n);
  more = sat_quick_word_at (text + n, SAT_QUICK_WORD_WEEKDAY, &day);
  if (more == 0)
    return 0;
  n += more;
  if (g_ascii_strncasecmp (text + n, " que viene", 10) == 0) {
    next = TRUE;
    n += 10;
  }
  found->month_only = FALSE;
  if (next)
    found->date = base->today + 7 - today + day;
  else
    found->date = base->today + (day > today ? day - today : day - today + 7);
  return n;
}

/* "5号" of the month that begins with @first, or nothing. */
static gsize
scan_day_of (const char *text, SatDate first, SatQuickDate *found)
{
  static const char *const signs[] = {"日", "号", "號"};
  int day = 0;
  gsize n = sat_quick_scan_number (text, 2, &day);

  *found = (SatQuickDate){first, TRUE};
  for (guint i = 0; i < G_N_ELEMENTS (signs) && n > 0; i++)
    if (g_str_has_prefix (text + n, signs[i]) && day >= 1 &&
        first + day - 1 < sat_date_add_months (first, 1)) {
      *found = (SatQuickDate){first + day - 1, FALSE};
      return n + strlen (signs[i]);
    }
  return 0;
}

static gsize
scan_period (const char *text, const SatQuickBase *base, SatQuickDate *found)
{
  int period = 0, year, month, day;
  gsize n = sat_quick_word_at (text, SAT_QUICK_WORD_PERIOD, &period);
  SatDate first;

  if (n == 0)
    return 0;
  sat_date_to_ymd (base->today, &year, &month, &day);
  first = sat_date_add_months (base->today - day + 1, 1);
  *found = (SatQuickDate){first - 1, FALSE};
  if (period == 'w')
    found->date = base->today + 8 - sat_date_weekday (base->today);
  else if (period == 'n')
    found->date = sat_date_add_months (first, 1) - 1;
  else if (period == 'y')
    return sat_date_from_ymd (year, 12, 31, &found->date) ? n : 0;
  else if (period == 'm')
    return n + scan_day_of (text + n, first, found);
  return n;
}

static gsize
scan_day_word (const char *text, const SatQuickBase *base, SatQuickDate *found)
{
  int days = 0;
  gsize n = sat_quick_word_at (text, SAT_QUICK_WORD_DAY, &days);

  if (n > 0)
    *found = (SatQuickDate){base->today + days, FALSE};
  return n;
}

gsize
sat_quick_scan_date (const char *text, const SatQuickBase *base, SatQuickDate *found)
{
  static gsize (*const scans[]) (const char *, const SatQuickBase *, SatQuickDate *) = {
      scan_figures, scan_chinese,   scan_day_month, scan_month,    scan_distance,
      scan_weekday, scan_month_end, scan_period,    scan_day_word,
  };
  gsize n = 0;

  g_return_val_if_fail (text != NULL && base != NULL && found != NULL, 0);
  for (guint i = 0; i < G_N_ELEMENTS (scans) && n == 0; i++)
    n = scans[i](text, base, found);
  return n;
}
