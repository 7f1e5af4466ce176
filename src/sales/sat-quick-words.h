/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-quick-add.h"

G_BEGIN_DECLS

/* The words of quick adding, and where they stand in a text. Private to sat-quick-*.c. */

typedef enum {
  SAT_QUICK_WORD_KIND,    /* value: SatQuickKind */
  SAT_QUICK_WORD_DAY,     /* days from today */
  SAT_QUICK_WORD_WEEKDAY, /* 1 Monday to 7 Sunday */
  SAT_QUICK_WORD_MONTH,   /* 1 to 12 */
  SAT_QUICK_WORD_PERIOD,  /* 'w' next week, 'm' next month, 'e' the end of this month,
                             'n' of the next one, 'y' of this year */
  SAT_QUICK_WORD_UNIT,    /* 'd', 'w', 'm' of days; 'h', 'n' hours, minutes */
  SAT_QUICK_WORD_IN,      /* before a number of units */
  SAT_QUICK_WORD_AFTER,   /* behind one */
  SAT_QUICK_WORD_NEXT,
  SAT_QUICK_WORD_END,  /* before a month: its last day */
  SAT_QUICK_WORD_FOR,  /* before a length */
  SAT_QUICK_WORD_FROM, /* before the first of two times */
  SAT_QUICK_WORD_TO,   /* before the second */
  SAT_QUICK_WORD_HALF_HOUR,
  SAT_QUICK_WORD_PART, /* of the day; minutes after midnight, where no time is said */
  SAT_QUICK_WORD_AT,   /* before a time or a date; means nothing alone */
  SAT_QUICK_WORD_HALF, /* 0 before noon, 12 after */
  SAT_QUICK_WORD_NOON, /* minutes after midnight */
  SAT_QUICK_WORD_LINK, /* with, to, for: between what is to be done and with whom */
} SatQuickWordClass;

/* The longest word of that class at @text: its length in bytes, 0 if there is none. Case and
 * accents do not matter; @value may be NULL. Words in letters end where letters do. */
gsize sat_quick_word_at (const char *text, SatQuickWordClass wanted, int *value);

/* Ideographs and kana, which stand without blanks between words. */
gboolean sat_quick_is_dense (gunichar c);

G_END_DECLS
