/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-date.h"

G_BEGIN_DECLS

/* The order of three numbers in a date. */
typedef enum {
  SAT_DATE_ORDER_UNKNOWN,
  SAT_DATE_ORDER_YMD,
  SAT_DATE_ORDER_MDY,
  SAT_DATE_ORDER_DMY,
} SatDateOrder;

#define SAT_DATE_ORDERS 4 /* an array by order has so many entries */

/* "ymd", "mdy", "dmy"; FALSE for anything else. */
gboolean sat_date_order_parse (const char *name, SatDateOrder *order);
/* How the locale writes dates. */
SatDateOrder sat_date_order_for_locale (void);

typedef enum {
  SAT_DATE_TEXT_KNOWN,  /* numbers are year, month, day */
  SAT_DATE_TEXT_OPEN,   /* numbers stand as they were written; their order is to be decided */
  SAT_DATE_TEXT_SERIAL, /* numbers[0] is a day as spreadsheets count them */
} SatDateForm;

/* What a text says about a day and a time. */
typedef struct {
  SatDateForm form;
  int numbers[3];
  gboolean short_year; /* an open date without a number of four digits */
  char separator;      /* between the numbers of an open date */
  gboolean has_time;
  gint64 time; /* microseconds since midnight */
  gboolean has_zone;
  int offset; /* seconds east of UTC */
} SatDateText;

/* FALSE: the text is no date. TRUE does not mean that there is such a day. */
gboolean sat_date_text_scan (const char *text, SatDateText *date);
/* The day, or FALSE when there is none. @order is for open dates. Two digits are a year from 1969
 * to 2068. */
gboolean sat_date_text_settle (const SatDateText *date, SatDateOrder order, SatDate *day);

G_END_DECLS
