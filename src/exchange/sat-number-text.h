/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SAT_NUMBER_LENGTH 48

/* What a number on its own says about the sign before its decimals. */
typedef enum {
  SAT_NUMBER_WHOLE,  /* nothing: it has none */
  SAT_NUMBER_POINT,  /* it is a point */
  SAT_NUMBER_COMMA,  /* it is a comma */
  SAT_NUMBER_EITHER, /* "1.234" or "1,234" may be above a thousand or little more than one */
} SatNumberMark;

typedef enum {
  SAT_NUMBER_ZERO,
  SAT_NUMBER_BELOW_ONE,
  SAT_NUMBER_ONE,
  SAT_NUMBER_MORE,
} SatNumberSize;

/* A number as it was written, without what surrounds it. */
typedef struct {
  char body[SAT_NUMBER_LENGTH]; /* digits, points, commas and, for groups, blanks */
  gboolean negative;
  gboolean percent;
  const char *currency; /* a code, "$", "¥" or "kr", or NULL; static */
  SatNumberMark mark;
} SatNumberText;

/* FALSE: the text is no number. */
gboolean sat_number_text_scan (const char *text, SatNumberText *number);
/* "6.0E7", as programs write large numbers, without its power of ten: "60000000". @mark: the sign
 * before decimals, in and out. NULL: not such a number, or one that would be longer than any
 * amount. g_free(). */
char *sat_number_text_expand (const char *text, char mark);
/* "-1234.5": what sat_money_parse() and sat_decimal_parse() read. NULL: the number cannot be read
 * with @mark ('.' or ',') before its decimals. g_free(). */
char *sat_number_text_normalize (const SatNumberText *number, char mark);
/* The magnitude; a number that could be either is taken for one with decimals. */
SatNumberSize sat_number_text_size (const SatNumberText *number);
/* The code of the currency, where @standard settles what several countries write alike. @standard
 * itself if there is none; NULL if it cannot be settled. */
const char *sat_number_text_currency (const SatNumberText *number, const char *standard);

G_END_DECLS
