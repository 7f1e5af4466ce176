/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Words in dates, in English, Spanish, German and French, full or shortened. @word need not be
 * terminated. */

int sat_date_words_month (const char *word, gsize length); /* 1 to 12, or 0 */
gboolean sat_date_words_is_weekday (const char *word, gsize length);
/* A word that stands between the parts: "de", "of". */
gboolean sat_date_words_is_filler (const char *word, gsize length);
/* Letters behind a number: "st", "th", "er". */
gboolean sat_date_words_is_ordinal (const char *word, gsize length);
/* An abbreviation of a zone with one meaning in mail and on the web. */
gboolean sat_date_words_zone (const char *word, gsize length, int *offset);

G_END_DECLS
