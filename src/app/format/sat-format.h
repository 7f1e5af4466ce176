/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Values as people write them, both ways: dates, money, numbers, in the locale's manner. Pure
 * functions of their arguments, so that tests need no window. Values as files write them are the
 * model's business (sat-field.h). */

#pragma once

#include "sat-model.h"

G_BEGIN_DECLS

/* What the writing of a value depends on. */
typedef enum {
  SAT_DATE_ORDER_DMY,
  SAT_DATE_ORDER_MDY,
  SAT_DATE_ORDER_YMD,
} SatDateOrder;

typedef struct {
  SatDateOrder order;   /* of a date's parts */
  const char *date;     /* strftime pattern of an absolute date, month in letters; interned */
  gboolean half_day;    /* 12 hour clock */
  char decimal_point;   /* '.' or ',' */
  const char *grouping; /* what separates thousands, UTF-8, "" for none; interned */
  int week_start;       /* 1 Monday to 7 Sunday */
  const char *currency; /* the workspace's; interned */
  GTimeZone *zone;      /* owned by whoever made the struct */
  SatClock *clock;      /* the same */
} SatFormat;

/* Fills @self from the process's locale. */
void sat_format_init_locale (SatFormat *self, GTimeZone *zone, SatClock *clock);

/* Dates. The absolute form: "12 Mar 2017", "2017年3月12日"; the relative one: "Today", "Yesterday",
 * a weekday within six days, else absolute. */
char *sat_format_date (const SatFormat *self, SatDate date);
char *sat_format_date_relative (const SatFormat *self, SatDate date);
/* Where the year is known: "12 Mar", "3月12日"; and for a title, "Sunday, March 12". */
char *sat_format_day_month (const SatFormat *self, SatDate date);
char *sat_format_day_long (const SatFormat *self, SatDate date);
/* With the year: "Monday, 16 November 2026"; a month: "November 2026"; the days from one to
 * another: "16 – 22 November 2026", "28 November – 4 December 2026". */
char *sat_format_day_full (const SatFormat *self, SatDate date);
char *sat_format_month (const SatFormat *self, SatDate date);
char *sat_format_days (const SatFormat *self, SatDate first, SatDate last);
/* The same where there is little room: "16 – 22 Nov 2026". */
char *sat_format_days_brief (const SatFormat *self, SatDate first, SatDate last);
/* The week day in as few letters as are needed to tell it in a row of seven. */
char *sat_format_weekday_narrow (SatDate date);
/* "14:30" or "2:30 PM". */
char *sat_format_time (const SatFormat *self, gint64 us);
/* "12 Mar 2017, 14:30". */
char *sat_format_instant (const SatFormat *self, gint64 us);
/* "Just now", "5 minutes ago", "Yesterday, 14:30", else the date and the time. */
char *sat_format_instant_relative (const SatFormat *self, gint64 us);
/* For editing: digits only, in the locale's order, "12/03/2017" or "2017-03-12". */
char *sat_format_date_input (const SatFormat *self, SatDate date);
char *sat_format_instant_input (const SatFormat *self, gint64 us);

/* A count, "1,204". In a field whole numbers are grouped from five digits on: a year stays "1999".
 */
char *sat_format_integer (const SatFormat *self, gint64 value);
char *sat_format_decimal (const SatFormat *self, gint64 value); /* 10^-9 */

/* A value of @field as a person reads it, "" for null. @currency: for money. References and sets
 * are shown by their titles: use sat_format_field(). g_free(). */
char *sat_format_value (const SatFormat *self,
                        const SatField *field,
                        const SatValue *value,
                        const char *currency);
/* The same with dates in full, for tooltips and history. */
char *sat_format_value_full (const SatFormat *self,
                             const SatField *field,
                             const SatValue *value,
                             const char *currency);
/* Field @field of @record, with the titles of references. @with_currency: money carries its
 * currency. */
char *sat_format_field (const SatFormat *self,
                        SatRecord *record,
                        const SatField *field,
                        gboolean with_currency);
/* The code of the currency that @field of @record is in, from what the record has loaded. */
const char *
sat_format_currency_of (const SatFormat *self, SatRecord *record, const SatField *field);
/* TRUE: figures, aligned at the end. */
gboolean sat_format_is_numeric (const SatField *field);

/* Reading what a person typed. The result is canonical text for sat_field_parse(); NULL with an
 * error that says what is expected. Empty gives "". Dates: the locale's order with any separators
 * and two- or four-digit years, ISO, "today", "tomorrow", "yesterday", "+7" (days from today). */
char *sat_format_read (const SatFormat *self,
                       const SatField *field,
                       const char *text,
                       const char *currency,
                       GError **error);
gboolean
sat_format_read_date (const SatFormat *self, const char *text, SatDate *date, GError **error);
gboolean
sat_format_read_instant (const SatFormat *self, const char *text, gint64 *us, GError **error);
/* The text with which editing a value starts, which sat_format_read() takes back. */
char *sat_format_to_input (const SatFormat *self,
                           const SatField *field,
                           const SatValue *value,
                           const char *currency);

G_END_DECLS
