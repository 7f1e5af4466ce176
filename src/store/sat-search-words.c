/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-search-words.h"

#include "sat-fold.h"

#include <string.h>

/* Longer ones are no words; they are cut into pieces. In bytes. */
#define MOST_WORD 240
/* A text of so many digits that has nothing else in it but what separates them is a number to
 * call, wherever it is written. */
#define FEWEST_DIGITS 7

SatSearchText *
sat_search_text_new (void)
{
  SatSearchText *self = g_new0 (SatSearchText, 1);

  self->title = g_string_new (NULL);
  self->other = g_string_new (NULL);
  self->seen = g_hash_table_new (g_str_hash, g_str_equal);
  self->seen_words = g_string_chunk_new (1024);
  return self;
}

void
sat_search_text_free (SatSearchText *self)
{
  g_return_if_fail (self != NULL);
  g_string_free (self->title, TRUE);
  g_string_free (self->other, TRUE);
  g_hash_table_unref (self->seen);
  g_string_chunk_free (self->seen_words);
  g_free (self);
}

void
sat_search_text_reset (SatSearchText *self)
{
  g_string_truncate (self->title, 0);
  g_string_truncate (self->other, 0);
  g_hash_table_remove_all (self->seen);
  g_string_chunk_clear (self->seen_words);
}

static gboolean
is_letter (gunichar c)
{
  if (c < 0x80)
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  return (g_unichar_isalnum (c) || g_unichar_ismark (c)) && !sat_fold_is_cjk (c);
}

/* The end of the word that begins at @p, which is a letter. An apostrophe inside is part of it. */
static const char *
word_end (const char *p)
{
  const char *begin = p;

  while (is_letter (g_utf8_get_char (p)) || (*p == '\'' && is_letter (g_utf8_get_char (p + 1)))) {
    if (p - begin >= MOST_WORD)
      break;
    p = g_utf8_next_char (p);
  }
  return p;
}

static const char *
cjk_end (const char *p)
{
  while (sat_fold_is_cjk (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  return p;
}

/* The next word of a folded text, copied to @word without apostrophes. FALSE: there is none. */
static gboolean
next_word (const char **text, GString *word)
{
  const char *p = *text, *end;

  g_string_truncate (word, 0);
  while (*p != '\0') {
    gunichar c = g_utf8_get_char (p);

    if (is_letter (c) || sat_fold_is_cjk (c)) {
      end = is_letter (c) ? word_end (p) : cjk_end (p);
      for (; p < end; p++)
        if (*p != '\'')
          g_string_append_c (word, *p);
      *text = end;
      return TRUE;
    }
    p = g_utf8_next_char (p);
  }
  return FALSE;
}

static void
append_word (GString *words, const char *word)
{
  if (words->len > 0)
    g_string_append_c (words, ' ');
  g_string_append (words, word);
}

char *
sat_search_words (const char *text)
{
  g_autofree char *folded = sat_fold (text);
  g_autoptr (GString) word = g_string_new (NULL);
  GString *words = g_string_new (NULL);
  const char *p = folded;

  while (next_word (&p, word))
    append_word (words, word->str);
  return g_string_free (words, FALSE);
}

static gboolean
is_new (SatSearchText *self, const char *word)
{
  if (g_hash_table_contains (self->seen, word))
    return FALSE;
  return g_hash_table_add (self->seen, g_string_chunk_insert (self->seen_words, word));
}

void
sat_search_text_set_title (SatSearchText *self, const char *title)
{
  g_autofree char *words = sat_search_words (title);
  g_auto (GStrv) parts = g_strsplit (words, " ", -1);

  g_string_assign (self->title, words);
  for (guint i = 0; parts[i] != NULL; i++)
    is_new (self, parts[i]);
}

/* TRUE: nothing but digits and what is written between those of a phone number. */
static gboolean
is_number (const char *text)
{
  guint digits = 0;

  for (const char *p = text; *p != '\0'; p++) {
    if (g_ascii_isdigit (*p))
      digits++;
    else if (strchr ("+-()./ ", *p) == NULL)
      return FALSE;
  }
  return digits >= FEWEST_DIGITS;
}

static void
add_digits (SatSearchText *self, const char *number)
{
  g_autofree char *digits = sat_fold_phone (number);
  g_autofree char *word = g_strconcat ("+", digits, NULL);

  if (*digits != '\0' && is_new (self, word))
    append_word (self->other, word);
}

void
sat_search_text_add (SatSearchText *self, const char *text)
{
  g_autofree char *folded = sat_fold (text);
  g_autoptr (GString) word = g_string_new (NULL);
  const char *p = folded;

  while (next_word (&p, word))
    if (is_new (self, word->str))
      append_word (self->other, word->str);
  if (is_number (folded))
    add_digits (self, folded);
}

void
sat_search_text_add_phone (SatSearchText *self, const char *number)
{
  g_autofree char *folded = sat_fold (number);

  add_digits (self, folded);
  /* "+1 555 0100 (mornings)" */
  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalpha (g_utf8_get_char (p))) {
      sat_search_text_add (self, folded);
      return;
    }
}

gboolean
sat_search_word_is_cjk (const char *word)
{
  return sat_fold_is_cjk (g_utf8_get_char (word));
}

gboolean
sat_search_word_is_digits (const char *word)
{
  gsize n = strspn (word, "0123456789");

  return n > 0 && word[n] == '\0';
}

static void
append_token (GString *tokens, char mark, const char *word, gsize length)
{
  g_string_append_c (tokens, mark);
  g_string_append_len (tokens, word, (gssize)length);
  g_string_append_c (tokens, ' ');
}

void
sat_search_append_whole (GString *tokens, const char *title)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz012345";
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  for (const char *p = title; *p != '\0'; p++)
    hash = (hash ^ (guchar)*p) * G_GUINT64_CONSTANT (1099511628211);
  hash ^= hash >> 32;
  g_string_append_c (tokens, 'w');
  for (guint i = 0; i < 6; i++, hash >>= 5)
    g_string_append_c (tokens, letters[hash & 31]);
}

void
sat_search_append_start (GString *tokens, const char *title, glong n)
{
  const char *end = g_utf8_offset_to_pointer (title, n);

  g_string_append_c (tokens, 'p');
  for (const char *p = title; p < end; p++)
    g_string_append_c (tokens, *p == ' ' ? '_' : *p);
}

void
sat_search_append_ending (GString *tokens, const char *end, gsize n)
{
  g_string_append_c (tokens, 'r');
  for (gsize i = 1; i <= n; i++)
    g_string_append_c (tokens, end[-(gssize)i]);
}

static void
append_title_starts (GString *tokens, const char *title)
{
  glong length = g_utf8_strlen (title, -1);

  for (glong n = 1; n <= MIN (length, SAT_SEARCH_START_LENGTH); n++) {
    sat_search_append_start (tokens, title, n);
    g_string_append_c (tokens, ' ');
  }
}

static void
append_prefixes (GString *tokens, char mark, const char *word, const char *end)
{
  const char *p = word;

  for (guint n = 0; n < SAT_SEARCH_PREFIX_LENGTH && p < end; n++) {
    p = g_utf8_next_char (p);
    append_token (tokens, mark, word, (gsize)(p - word));
  }
}

static void
append_endings (GString *tokens, const char *digits, const char *end)
{
  for (gsize n = SAT_SEARCH_ENDING_LENGTH; n <= SAT_SEARCH_ENDING_LENGTH + 1; n++)
    if ((gsize)(end - digits) >= n) {
      sat_search_append_ending (tokens, end, n);
      g_string_append_c (tokens, ' ');
    }
}

static void
append_cjk (GString *tokens, char mark, const char *word, const char *end)
{
  for (const char *p = word; p < end;) {
    const char *second = g_utf8_next_char (p);

    append_token (tokens, mark, p, (gsize)(second - p));
    if (second < end)
      append_token (tokens, mark, p, (gsize)(g_utf8_next_char (second) - p));
    p = second;
  }
}

static void
append_triples (GString *tokens, const char *word, const char *end)
{
  const char *begin = g_utf8_next_char (word), *after = begin;

  for (guint n = 0; n < 2 && after < end; n++)
    after = g_utf8_next_char (after);
  while (after < end) {
    after = g_utf8_next_char (after);
    append_token (tokens, 'g', begin, (gsize)(after - begin));
    begin = g_utf8_next_char (begin);
  }
}

/* @mark: 't' or 'a' */
static void
append_word_tokens (GString *tokens, char mark, const char *word, const char *end)
{
  if (*word == '+') {
    word++;
    append_endings (tokens, word, end);
  }
  if (sat_search_word_is_cjk (word)) {
    append_cjk (tokens, mark, word, end);
    return;
  }
  append_prefixes (tokens, mark, word, end);
  append_triples (tokens, word, end);
}

static void
append_words (GString *tokens, char mark, const char *words)
{
  for (const char *p = words; *p != '\0';) {
    const char *end = strchrnul (p, ' ');

    append_word_tokens (tokens, mark, p, end);
    p = *end != '\0' ? end + 1 : end;
  }
}

void
sat_search_tokens (GString *tokens, const char *title, const char *other)
{
  if (*title != '\0') {
    sat_search_append_whole (tokens, title);
    g_string_append_c (tokens, ' ');
    append_title_starts (tokens, title);
  }
  append_words (tokens, 't', title);
  append_words (tokens, 'a', other);
}
