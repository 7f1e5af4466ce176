/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-column-format.h"

#include <glib/gi18n-lib.h>
#include <langinfo.h>
#include <string.h>

#include "sat-number-text.h"

/* Plain numbers from here on (18 May 1927) look like days as spreadsheets count them; smaller ones
 * look like years. */
#define TYPICAL_SERIAL 10000

/* Dates of three numbers in unknown order. */
typedef struct {
  guint64 dates;
  guint64 fit[SAT_DATE_ORDERS];                     /* that are a day in this order */
  guint64 differ[SAT_DATE_ORDERS][SAT_DATE_ORDERS]; /* that are another day in the other order */
  gboolean other_signs;                             /* not all are written with points */
} OpenDates;

struct _SatColumnProfile {
  SatColumnContent content;
  SatColumnFormat format; /* what needs no decision */
  SatDateOrder asked_order;
  char asked_mark;
  OpenDates open;
  guint64 serials, small_serials;
  guint64 zoned, zoned_times;
  guint64 marks[SAT_NUMBER_EITHER + 1];
  guint64 sizes[SAT_NUMBER_MORE + 1];
  guint64 percents;
};

SatColumnProfile *
sat_column_profile_new (SatColumnContent content, const SatColumnOptions *options)
{
  SatColumnProfile *profile = g_new0 (SatColumnProfile, 1);

  profile->content = content;
  if (options != NULL) {
    profile->asked_order = options->date_order;
    profile->asked_mark = options->decimal_mark;
    profile->format.null_word = g_intern_string (options->null_word);
  }
  return profile;
}

void
sat_column_profile_free (SatColumnProfile *profile)
{
  g_free (profile);
}

static void
add_open_date (OpenDates *open, const SatDateText *date)
{
  gboolean valid[SAT_DATE_ORDERS];
  SatDate days[SAT_DATE_ORDERS];

  open->dates++;
  open->other_signs |= date->separator != '.';
  for (int order = SAT_DATE_ORDER_YMD; order < SAT_DATE_ORDERS; order++) {
    valid[order] = sat_date_text_settle (date, order, &days[order]);
    open->fit[order] += valid[order];
    for (int other = SAT_DATE_ORDER_YMD; other < order; other++)
      if (valid[order] != valid[other] || (valid[order] && days[order] != days[other])) {
        open->differ[order][other]++;
        open->differ[other][order]++;
      }
  }
}

static void
add_date (SatColumnProfile *profile, const char *text)
{
  SatDateText date;

  if (!sat_date_text_scan (text, &date))
    return;
  if (date.form == SAT_DATE_TEXT_OPEN)
    add_open_date (&profile->open, &date);
  if (date.form == SAT_DATE_TEXT_SERIAL && date.numbers[0] >= TYPICAL_SERIAL)
    profile->serials++;
  else if (date.form == SAT_DATE_TEXT_SERIAL)
    profile->small_serials++;
  profile->format.times |= date.has_time;
  profile->zoned += date.has_zone;
  profile->zoned_times += date.has_zone && (date.time != 0 || date.offset != 0);
}

static void
add_number (SatColumnProfile *profile, const char *text)
{
  SatNumberText number;

  if (!sat_number_text_scan (text, &number))
    return;
  profile->marks[number.mark]++;
  profile->percents += number.percent;
  profile->sizes[sat_number_text_size (&number)]++;
}

void
sat_column_profile_add (SatColumnProfile *profile, const char *text)
{
  g_return_if_fail (profile != NULL);
  g_return_if_fail (text != NULL);
  if (sat_column_format_is_empty (&profile->format, text))
    return;
  profile->format.values++;
  if (profile->content == SAT_COLUMN_DATES)
    add_date (profile, text);
  if (profile->content == SAT_COLUMN_NUMBERS)
    add_number (profile, text);
}

/* The order that fits the most dates. FALSE: others fit as many and give other days. */
static gboolean
find_order (const OpenDates *open, SatDateOrder *best)
{
  gboolean tied = FALSE;

  *best = SAT_DATE_ORDER_DMY;
  for (int order = SAT_DATE_ORDER_YMD; order < SAT_DATE_ORDERS; order++)
    if (open->fit[order] > open->fit[*best])
      *best = order;
  for (int order = SAT_DATE_ORDER_YMD; order < SAT_DATE_ORDERS; order++)
    tied |= open->fit[order] == open->fit[*best] && open->differ[order][*best] > 0;
  return !tied;
}

/* Orders that fit as well are weighed: what was asked for, points (which stand between day and
 * month), the locale. */
static void
decide_order (const SatColumnProfile *profile, SatColumnFormat *format)
{
  const OpenDates *open = &profile->open;
  SatDateOrder locale = sat_date_order_for_locale ();
  SatDateOrder best;
  gboolean tied;
  SatDateOrder tries[] = {profile->asked_order,
                          open->other_signs ? SAT_DATE_ORDER_UNKNOWN : SAT_DATE_ORDER_DMY, locale};

  format->date_order =
      profile->asked_order != SAT_DATE_ORDER_UNKNOWN ? profile->asked_order : locale;
  if (open->dates == 0)
    return;
  tied = !find_order (open, &best);
  format->date_order = best;
  for (gsize i = 0; tied && i < G_N_ELEMENTS (tries); i++)
    if (tries[i] != SAT_DATE_ORDER_UNKNOWN && open->fit[tries[i]] == open->fit[best]) {
      format->date_order = tries[i];
      tied = i == 2;
      break;
    }
  if (tied)
    format->doubts |= SAT_COLUMN_DOUBT_DATE_ORDER;
}

void
sat_column_profile_ask (SatColumnProfile *profile, SatDateOrder order, char decimal_mark)
{
  g_return_if_fail (profile != NULL);
  profile->asked_order = order;
  profile->asked_mark = decimal_mark;
}

static char
find_mark (const SatColumnProfile *profile)
{
  guint64 points = profile->marks[SAT_NUMBER_POINT], commas = profile->marks[SAT_NUMBER_COMMA];

  return points > commas ? '.' : commas > points ? ',' : '\0';
}

/* What the columns that settle it have in common. */
static void
find_common (GPtrArray *profiles, SatDateOrder *order, char *mark)
{
  gboolean orders_differ = FALSE, marks_differ = FALSE;

  *order = SAT_DATE_ORDER_UNKNOWN;
  *mark = '\0';
  for (guint i = 0; i < profiles->len; i++) {
    const SatColumnProfile *profile = profiles->pdata[i];
    SatDateOrder its_order;
    char its_mark = find_mark (profile);

    if (profile->open.dates > 0 && find_order (&profile->open, &its_order)) {
      orders_differ |= *order != SAT_DATE_ORDER_UNKNOWN && *order != its_order;
      *order = its_order;
    }
    if (its_mark != '\0') {
      marks_differ |= *mark != '\0' && *mark != its_mark;
      *mark = its_mark;
    }
  }
  if (orders_differ)
    *order = SAT_DATE_ORDER_UNKNOWN;
  if (marks_differ)
    *mark = '\0';
}

void
sat_column_profiles_agree (GPtrArray *profiles, char usual_mark)
{
  SatDateOrder order;
  char mark;

  g_return_if_fail (profiles != NULL);
  find_common (profiles, &order, &mark);
  for (guint i = 0; i < profiles->len; i++) {
    SatColumnProfile *profile = profiles->pdata[i];

    /* Points between the numbers say more than another column. */
    if (profile->asked_order == SAT_DATE_ORDER_UNKNOWN && profile->open.other_signs)
      profile->asked_order = order;
    if (profile->asked_mark == '\0')
      profile->asked_mark = mark != '\0' ? mark : usual_mark;
  }
}

static char
locale_mark (void)
{
  return strcmp (nl_langinfo (RADIXCHAR), ",") == 0 ? ',' : '.';
}

static void
decide_mark (const SatColumnProfile *profile, SatColumnFormat *format)
{
  guint64 points = profile->marks[SAT_NUMBER_POINT], commas = profile->marks[SAT_NUMBER_COMMA];

  if (points != commas) {
    format->decimal_mark = points > commas ? '.' : ',';
    return;
  }
  format->decimal_mark = profile->asked_mark != '\0' ? profile->asked_mark : locale_mark ();
  if (profile->asked_mark == '\0' && profile->marks[SAT_NUMBER_EITHER] + points > 0)
    format->doubts |= SAT_COLUMN_DOUBT_DECIMAL_MARK;
}

/* Shares of one and nothing above: they are written as fractions. */
static void
decide_percent (const SatColumnProfile *profile, SatColumnFormat *format)
{
  const guint64 *sizes = profile->sizes;

  if (profile->percents > 0 || sizes[SAT_NUMBER_MORE] > 0)
    return;
  format->fractions = sizes[SAT_NUMBER_BELOW_ONE] > 0 || sizes[SAT_NUMBER_ONE] > 0;
  if (format->fractions && sizes[SAT_NUMBER_BELOW_ONE] == 0)
    format->doubts |= SAT_COLUMN_DOUBT_PERCENT;
}

void
sat_column_profile_decide (const SatColumnProfile *profile, SatColumnFormat *format)
{
  g_return_if_fail (profile != NULL);
  g_return_if_fail (format != NULL);
  *format = profile->format;
  decide_order (profile, format);
  format->serial = profile->serials > profile->small_serials;
  format->whole_days = profile->zoned > 0 && profile->zoned_times == 0;
  decide_mark (profile, format);
  decide_percent (profile, format);
}

static const char *
describe_order (SatDateOrder order)
{
  switch (order) {
  case SAT_DATE_ORDER_MDY:
    return _ ("Dates were read as month, day, year, and could be day, month, year");
  case SAT_DATE_ORDER_DMY:
    return _ ("Dates were read as day, month, year, and could be month, day, year");
  default:
    return _ ("Dates were read as year, month, day, and could be in another order");
  }
}

char *
sat_column_format_describe_doubts (const SatColumnFormat *format)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  g_return_val_if_fail (format != NULL, NULL);
  if (format->doubts & SAT_COLUMN_DOUBT_DATE_ORDER)
    g_ptr_array_add (texts, (char *)describe_order (format->date_order));
  if (format->doubts & SAT_COLUMN_DOUBT_DECIMAL_MARK)
    g_ptr_array_add (texts,
                     format->decimal_mark == '.'
                         ? _ ("Numbers were read with a point before the decimals, and could have "
                              "a comma")
                         : _ ("Numbers were read with a comma before the decimals, and could have "
                              "a point"));
  if (format->doubts & SAT_COLUMN_DOUBT_PERCENT)
    g_ptr_array_add (texts, _ ("1 was read as 100 %, and could be 1 %"));
  if (texts->len == 0)
    return NULL;
  g_ptr_array_add (texts, NULL);
  return g_strjoinv ("; ", (char **)texts->pdata);
}
