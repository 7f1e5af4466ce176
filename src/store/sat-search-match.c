/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-search-match.h"

#include "sat-fold.h"
#include "sat-search-words.h"

#include <string.h>

/* What is typed beyond this narrows nothing any more. */
#define MOST_WORDS 12
#define MOST_TRIPLES 10
#define FEWEST_DIGITS 3 /* of a number that is typed in groups */

typedef struct {
  char **words;
  char *title; /* the words with spaces between */
  glong title_length;
} Reading;

struct _SatSearchMatch {
  GPtrArray *readings;
};

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_strfreev (reading->words);
  g_free (reading->title);
  g_free (reading);
}

static void
add_reading (SatSearchMatch *self, const char *words)
{
  Reading *reading = g_new0 (Reading, 1);
  g_auto (GStrv) all = g_strsplit (words, " ", -1);
  guint n = MIN (g_strv_length (all), MOST_WORDS);

  reading->words = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    reading->words[i] = g_steal_pointer (&all[i]);
  for (guint i = n; all[i] != NULL; i++)
    g_clear_pointer (&all[i], g_free);
  reading->title = g_strjoinv (" ", reading->words);
  reading->title_length = g_utf8_strlen (reading->title, -1);
  g_ptr_array_add (self->readings, reading);
}

/* "(030) 55 01" is also one number, with and without what is dialled only at home. */
static void
add_number_readings (SatSearchMatch *self, const char *text, const char *words)
{
  g_autofree char *digits = g_strdup (words);
  char *end = digits;
  const char *home;

  if (text[strspn (text, "0123456789+-()./ ")] != '\0')
    return;
  for (const char *p = words; *p != '\0'; p++)
    if (*p != ' ')
      *end++ = *p;
  *end = '\0';
  if (end - digits < FEWEST_DIGITS)
    return;
  home = digits + strspn (digits, "0");
  if (strchr (words, ' ') != NULL)
    add_reading (self, digits);
  if (home > digits && strlen (home) >= FEWEST_DIGITS)
    add_reading (self, home);
}

SatSearchMatch *
sat_search_match_new (const char *text)
{
  SatSearchMatch *self = g_new0 (SatSearchMatch, 1);
  g_autofree char *words = sat_search_words (text);
  g_autofree char *folded = NULL;

  self->readings = g_ptr_array_new_with_free_func (reading_free);
  if (*words == '\0')
    return self;
  add_reading (self, words);
  folded = sat_fold (text);
  add_number_readings (self, folded, words);
  return self;
}

void
sat_search_match_free (SatSearchMatch *self)
{
  g_return_if_fail (self != NULL);
  g_ptr_array_unref (self->readings);
  g_free (self);
}

gboolean
sat_search_match_is_empty (SatSearchMatch *self)
{
  return self->readings->len == 0;
}

guint
sat_search_match_n_readings (SatSearchMatch *self)
{
  return self->readings->len;
}

char **
sat_search_match_words (SatSearchMatch *self)
{
  return ((Reading *)g_ptr_array_index (self->readings, 0))->words;
}

/* Does @word begin a word of @words? A phone number also fits by its end. */
static gboolean
begins_word (const char *words, const char *word, gboolean digits)
{
  gsize length = strlen (word);

  for (const char *p = words; *p != '\0';) {
    const char *end = strchrnul (p, ' ');
    gboolean phone = *p == '+';

    p += phone;
    if ((gsize)(end - p) >= length) {
      if (memcmp (p, word, length) == 0)
        return TRUE;
      if (phone && digits && length >= SAT_SEARCH_ENDING_LENGTH &&
          memcmp (end - length, word, length) == 0)
        return TRUE;
    }
    p = *end != '\0' ? end + 1 : end;
  }
  return FALSE;
}

static gboolean
has_word (const char *words, const char *word)
{
  if (sat_search_word_is_cjk (word))
    return strstr (words, word) != NULL;
  return begins_word (words, word, sat_search_word_is_digits (word));
}

static gboolean
is_long (const char *word)
{
  return g_utf8_strlen (word, -1) >= 3 && !sat_search_word_is_cjk (word);
}

static gboolean
contains_word (const char *words, const char *word)
{
  return has_word (words, word) || (is_long (word) && strstr (words, word) != NULL);
}

static SatSearchTier
tier_of_words (char **words, const char *title, const char *other)
{
  SatSearchTier tier = SAT_SEARCH_TITLE;

  for (guint i = 0; words[i] != NULL; i++) {
    SatSearchTier found = SAT_SEARCH_NONE;

    if (has_word (title, words[i]))
      found = SAT_SEARCH_TITLE;
    else if (has_word (other, words[i]))
      found = SAT_SEARCH_WORD;
    else if (contains_word (title, words[i]) || contains_word (other, words[i]))
      found = SAT_SEARCH_SUBSTRING;
    if (found == SAT_SEARCH_NONE)
      return SAT_SEARCH_NONE;
    tier = MAX (tier, found);
  }
  return tier;
}

static SatSearchTier
tier_of_reading (const Reading *reading, const char *title, const char *other)
{
  if (g_str_equal (title, reading->title))
    return SAT_SEARCH_WHOLE;
  if (g_str_has_prefix (title, reading->title))
    return SAT_SEARCH_START;
  return tier_of_words (reading->words, title, other);
}

SatSearchTier
sat_search_match_tier (SatSearchMatch *self, const char *title, const char *other)
{
  SatSearchTier best = SAT_SEARCH_NONE;

  for (guint i = 0; i < self->readings->len; i++) {
    SatSearchTier tier = tier_of_reading (g_ptr_array_index (self->readings, i), title, other);

    if (tier != SAT_SEARCH_NONE && (best == SAT_SEARCH_NONE || tier < best))
      best = tier;
  }
  return best;
}

static void
append_and (GString *expression)
{
  if (expression->len > 0)
    g_string_append (expression, " AND ");
}

/* Words hold nothing that the index's language would take for its own. */
static void
append_term (GString *expression, char mark, const char *word, gsize length, gboolean prefix)
{
  g_string_append_c (expression, '"');
  g_string_append_c (expression, mark);
  g_string_append_len (expression, word, (gssize)length);
  g_string_append (expression, prefix ? "\" *" : "\"");
}

/* *@check: pairs that all are there need not be side by side. */
static void
append_pairs (GString *expression, char mark, const char *word, gboolean *check)
{
  const char *second = g_utf8_next_char (word);
  gboolean many = *second != '\0' && *g_utf8_next_char (second) != '\0';

  if (*second == '\0') {
    append_term (expression, mark, word, strlen (word), FALSE);
    return;
  }
  *check |= many;
  g_string_append (expression, many ? "(" : "");
  for (const char *p = word; *second != '\0'; p = second, second = g_utf8_next_char (second)) {
    g_string_append (expression, p != word ? " AND " : "");
    append_term (expression, mark, p, (gsize)(g_utf8_next_char (second) - p), FALSE);
  }
  g_string_append (expression, many ? ")" : "");
}

/* " AND three AND three": those of @word that begin at its characters @first to @last (-1: to the
 * end of the word). */
static void
append_triples (GString *expression, const char *word, glong first, glong last)
{
  glong n = g_utf8_strlen (word, -1);
  const char *begin = g_utf8_offset_to_pointer (word, first);

  if (last < 0)
    last = n - 3;
  for (glong i = first; i <= MIN (last, first + MOST_TRIPLES - 1); i++) {
    g_string_append (expression, " AND ");
    append_term (expression, 'g', begin, (gsize)(g_utf8_offset_to_pointer (begin, 3) - begin),
                 FALSE);
    begin = g_utf8_next_char (begin);
  }
}

static gboolean
is_longer (const char *word)
{
  return g_utf8_strlen (word, -1) > SAT_SEARCH_PREFIX_LENGTH && !sat_search_word_is_cjk (word);
}

/* The first characters of a word. */
static void
append_prefix (GString *expression, char mark, const char *word, gboolean *check)
{
  gsize length = strlen (word);

  if (sat_search_word_is_cjk (word)) {
    append_pairs (expression, mark, word, check);
    return;
  }
  if (is_longer (word))
    length = (gsize)(g_utf8_offset_to_pointer (word, SAT_SEARCH_PREFIX_LENGTH) - word);
  append_term (expression, mark, word, length, FALSE);
}

/* What of a longer word is not in its first characters. */
static void
append_rest (GString *expression, const char *word, gboolean *check)
{
  if (!is_longer (word))
    return;
  *check = TRUE;
  append_triples (expression, word, SAT_SEARCH_PREFIX_LENGTH - 2, -1);
}

/* " OR number that ends with these digits" */
static void
append_ending (GString *expression, const char *digits, gboolean *check)
{
  gsize length = strlen (digits), n = MIN (length, SAT_SEARCH_ENDING_LENGTH + 1);

  g_string_append (expression, " OR (\"");
  sat_search_append_ending (expression, digits + length, n);
  g_string_append_c (expression, '"');
  if (length > n) {
    *check = TRUE;
    append_triples (expression, digits, 0, (glong)(length - n) - 1);
  }
  g_string_append_c (expression, ')');
}

/* A word of the title, unless those are @known already, or another; a number also by its end. */
static void
append_any (GString *expression, const char *word, gboolean known, gboolean *check)
{
  g_string_append (expression, "((");
  if (!known) {
    append_prefix (expression, 't', word, check);
    g_string_append (expression, " OR ");
  }
  append_prefix (expression, 'a', word, check);
  g_string_append_c (expression, ')');
  append_rest (expression, word, check);
  if (strlen (word) >= SAT_SEARCH_ENDING_LENGTH && sat_search_word_is_digits (word))
    append_ending (expression, word, check);
  g_string_append_c (expression, ')');
}

static void
append_of_title (GString *expression, const char *word, gboolean *check)
{
  append_and (expression);
  append_prefix (expression, 't', word, check);
  append_rest (expression, word, check);
}

/* A word that has it inside, and unless those are @known already one that begins so. */
static void
append_anywhere (GString *expression, const char *word, gboolean known, gboolean *check)
{
  const char *end = g_utf8_offset_to_pointer (word, 3);

  g_string_append_c (expression, '(');
  if (!known) {
    append_any (expression, word, FALSE, check);
    g_string_append (expression, " OR ");
  }
  g_string_append_c (expression, '(');
  append_term (expression, 'g', word, (gsize)(end - word), FALSE);
  append_triples (expression, word, 1, -1);
  g_string_append (expression, "))");
}

static void
append_whole (GString *expression, const Reading *reading)
{
  g_string_append_c (expression, '"');
  sat_search_append_whole (expression, reading->title);
  g_string_append_c (expression, '"');
}

/* The index knows the first characters of a title; that its words are there as well leaves few. */
static void
append_start (GString *expression, const Reading *reading, gboolean *check)
{
  g_string_append_c (expression, '"');
  sat_search_append_start (expression, reading->title,
                           MIN (reading->title_length, SAT_SEARCH_START_LENGTH));
  g_string_append_c (expression, '"');
  if (reading->title_length <= SAT_SEARCH_START_LENGTH)
    return;
  *check = TRUE;
  for (guint i = 0; reading->words[i] != NULL; i++)
    append_of_title (expression, reading->words[i], check);
}

/* A single word: what has it in its title was found by the tier above. */
static void
append_words (GString *expression, const Reading *reading, gboolean *check)
{
  for (guint i = 0; reading->words[i] != NULL; i++) {
    append_and (expression);
    append_any (expression, reading->words[i], reading->words[1] == NULL, check);
  }
}

/* FALSE: all words are too short. */
static gboolean
append_substrings (GString *expression, const Reading *reading, gboolean *check)
{
  gboolean any = FALSE;

  *check = TRUE;
  for (guint i = 0; reading->words[i] != NULL; i++) {
    append_and (expression);
    if (is_long (reading->words[i])) {
      append_anywhere (expression, reading->words[i], reading->words[1] == NULL, check);
      any = TRUE;
    } else {
      append_any (expression, reading->words[i], FALSE, check);
    }
  }
  return any;
}

char *
sat_search_match_expression (SatSearchMatch *self,
                             guint number,
                             SatSearchTier tier,
                             gboolean *check)
{
  const Reading *reading = g_ptr_array_index (self->readings, number);
  g_autoptr (GString) expression = g_string_new (NULL);

  *check = FALSE;
  switch (tier) {
  case SAT_SEARCH_WHOLE:
    *check = TRUE;
    append_whole (expression, reading);
    break;
  case SAT_SEARCH_START:
    append_start (expression, reading, check);
    break;
  case SAT_SEARCH_TITLE:
    for (guint i = 0; reading->words[i] != NULL; i++)
      append_of_title (expression, reading->words[i], check);
    break;
  case SAT_SEARCH_WORD:
    append_words (expression, reading, check);
    break;
  case SAT_SEARCH_SUBSTRING:
    if (!append_substrings (expression, reading, check))
      return NULL;
    break;
  case SAT_SEARCH_NONE:
  default:
    return NULL;
  }
  return g_string_free (g_steal_pointer (&expression), FALSE);
}
