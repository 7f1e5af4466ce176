/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-date-text.h"

G_BEGIN_DECLS

/* How the dates and numbers of one column are written. One value such as 03/04/2017 or 1,234 may
 * mean two things; all the values of a column together seldom do. So first every value of a column
 * is shown to a profile, which then decides on a format, and the format reads the values. */

/**
 * SatColumnError:
 * @SAT_COLUMN_ERROR_EMPTY: there is no value.
 * @SAT_COLUMN_ERROR_INVALID: the text is nothing of the kind that was asked for.
 * @SAT_COLUMN_ERROR_FORMAT: it is, but not written as the rest of the column.
 * @SAT_COLUMN_ERROR_RANGE: there is no such day, or the number is too large.
 */
typedef enum {
  SAT_COLUMN_ERROR_EMPTY,
  SAT_COLUMN_ERROR_INVALID,
  SAT_COLUMN_ERROR_FORMAT,
  SAT_COLUMN_ERROR_RANGE,
} SatColumnError;

#define SAT_COLUMN_ERROR (sat_column_error_quark ())
GQuark sat_column_error_quark (void);

/* What is expected of a column: a profile that need not look for dates is faster. */
typedef enum {
  SAT_COLUMN_TEXT,
  SAT_COLUMN_DATES,
  SAT_COLUMN_NUMBERS,
} SatColumnContent;

/* What decides where the values do not. All zero: the locale does. */
typedef struct {
  SatDateOrder date_order;
  char decimal_mark;     /* '.' or ',' */
  const char *null_word; /* a word that stands for no value, whatever its case, or NULL */
} SatColumnOptions;

/**
 * SatColumnDoubt:
 * @SAT_COLUMN_DOUBT_DATE_ORDER: days and months could be the other way round.
 * @SAT_COLUMN_DOUBT_DECIMAL_MARK: thousands could be decimals.
 * @SAT_COLUMN_DOUBT_PERCENT: 1 was taken for 100 %, and could be 1 %.
 *
 * Decisions that the values did not settle.
 */
typedef enum {
  SAT_COLUMN_DOUBT_NONE = 0,
  SAT_COLUMN_DOUBT_DATE_ORDER = 1 << 0,
  SAT_COLUMN_DOUBT_DECIMAL_MARK = 1 << 1,
  SAT_COLUMN_DOUBT_PERCENT = 1 << 2,
} SatColumnDoubt;

/* Plain data; copy it freely. */
typedef struct {
  guint64 values; /* that are not empty */
  SatDateOrder date_order;
  gboolean serial;     /* plain numbers are days as spreadsheets count them */
  gboolean whole_days; /* times are all 00:00 UTC and stand for dates only */
  gboolean times;      /* at least one value has a time of day */
  char decimal_mark;
  gboolean fractions; /* percents are written 0.6 */
  SatColumnDoubt doubts;
  const char *null_word; /* interned */
} SatColumnFormat;

typedef struct _SatColumnProfile SatColumnProfile;

/* @options may be NULL. */
SatColumnProfile *sat_column_profile_new (SatColumnContent content,
                                          const SatColumnOptions *options);
void sat_column_profile_free (SatColumnProfile *profile);
void sat_column_profile_add (SatColumnProfile *profile, const char *text);
/* What decides where the values do not, from now on; 0: nothing. */
void sat_column_profile_ask (SatColumnProfile *profile, SatDateOrder order, char decimal_mark);
/* Columns of one file (element-type SatColumnProfile) are written alike: what the values of one
 * settle is asked of those that leave it open, unless something else is asked of them. @usual_mark:
 * of decimals, if no column settles it; 0: the locale's. */
void sat_column_profiles_agree (GPtrArray *profiles, char usual_mark);
void sat_column_profile_decide (const SatColumnProfile *profile, SatColumnFormat *format);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatColumnProfile, sat_column_profile_free)

/* Says for people what the doubts are and how the values were read, or NULL. g_free(). */
char *sat_column_format_describe_doubts (const SatColumnFormat *format);

/* Blank, or the word for no value. The functions below refuse such a text. */
gboolean sat_column_format_is_empty (const SatColumnFormat *format, const char *text);

/* A calendar date. A time with a zone counts as the date that it is in @zone (NULL: UTC), other
 * times are left out. */
gboolean sat_column_format_read_date (const SatColumnFormat *format,
                                      const char *text,
                                      GTimeZone *zone,
                                      SatDate *date,
                                      GError **error);
/* Microseconds since 1970 UTC. Times without a zone are in @zone (NULL: UTC), dates are the start
 * of their day there. */
gboolean sat_column_format_read_instant (
    const SatColumnFormat *format, const char *text, GTimeZone *zone, gint64 *us, GError **error);
/* Minor units of *@found, a static string: the currency that the text names or, if it names none,
 * @currency. @found may be NULL; then a text with another currency is refused. */
gboolean sat_column_format_read_money (const SatColumnFormat *format,
                                       const char *text,
                                       const char *currency,
                                       gint64 *minor,
                                       const char **found,
                                       GError **error);
/* As sat_decimal_parse(). */
gboolean sat_column_format_read_decimal (const SatColumnFormat *format,
                                         const char *text,
                                         gint64 *value,
                                         GError **error);
/* Decimals are allowed if they are zeros. */
gboolean sat_column_format_read_integer (const SatColumnFormat *format,
                                         const char *text,
                                         gint64 *value,
                                         GError **error);
/* Per cent, as sat_decimal_parse(): "60%", "60" and, if the column has fractions, "0.6" are 60. */
gboolean sat_column_format_read_percent (const SatColumnFormat *format,
                                         const char *text,
                                         gint64 *value,
                                         GError **error);
gboolean sat_column_format_read_boolean (const SatColumnFormat *format,
                                         const char *text,
                                         gboolean *value,
                                         GError **error);

G_END_DECLS
