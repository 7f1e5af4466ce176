/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Words as search sees them. Private to the store. */

/* Raised whenever the same texts give other words or tokens: the index is then built anew. */
#define SAT_SEARCH_VERSION 1

/* What is searched of one record: folded words with one space between. A run of Han, kana or Hangul
 * is one word; a phone number is one word, '+' and its digits. */
typedef struct {
  GString *title; /* in their order */
  GString *other; /* each once, none that is in the title */
  GHashTable *seen;
  GStringChunk *seen_words;
} SatSearchText;

SatSearchText *sat_search_text_new (void);
void sat_search_text_free (SatSearchText *self);
void sat_search_text_reset (SatSearchText *self);
/* The title comes first, so that its words are not repeated. */
void sat_search_text_set_title (SatSearchText *self, const char *title);
void sat_search_text_add (SatSearchText *self, const char *text);
void sat_search_text_add_phone (SatSearchText *self, const char *number);

/* The words of @text in their order, with one space between. g_free(). */
char *sat_search_words (const char *text);
/* Is this word of a SatSearchText, or of a query, written without spaces? */
gboolean sat_search_word_is_cjk (const char *word);
gboolean sat_search_word_is_digits (const char *word);

/* What the index holds of a record, with spaces between: tokens whose first letter says what they
 * are. All of them follow from the two texts, so the index can forget a record with them.
 *   w  the whole title, as a number
 *   p  the first one to six characters of the title, '_' between words
 *   t  the first one to four characters of a word of the title; characters and pairs of CJK
 *   a  the same of the other words
 *   r  the last three and four digits of a phone number, backwards
 *   g  three characters in a row inside of any word but CJK, not those that it begins with
 * A longer beginning is looked for by its first characters and the threes that go on from there:
 * every list is then asked for by name, and read from its end until there are enough hits. */
void sat_search_tokens (GString *tokens, const char *title, const char *other);

#define SAT_SEARCH_START_LENGTH 6  /* characters of a title */
#define SAT_SEARCH_PREFIX_LENGTH 4 /* characters of a word */
#define SAT_SEARCH_ENDING_LENGTH 3 /* digits, at least; and one more */
/* The w token of a title. */
void sat_search_append_whole (GString *tokens, const char *title);
/* The p token of the first @n characters of @title. */
void sat_search_append_start (GString *tokens, const char *title, glong n);
/* The r token of the last @n of the digits that end at @end. */
void sat_search_append_ending (GString *tokens, const char *end, gsize n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatSearchText, sat_search_text_free)

G_END_DECLS
