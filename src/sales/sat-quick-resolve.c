/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-quick-add.h"

#include "sat-quick-words.h"
#include "sat-search.h"

#include <string.h>

/* Names have no more words than this. */
#define MOST_WORDS 4
#define LONGEST_DENSE 8
#define MOST_HITS 12
/* One line names few; a long one is not searched through word by word. */
#define MOST_SEARCHES 40

typedef struct {
  SatQuickAdd *quick;
  SatReader *reader;
  guint searches;
  char *contact_phrase, *company_phrase;
} Search;

static gboolean
is_word_of (const char *title, const char *word, gboolean first)
{
  gsize length = strlen (word);

  for (const char *p = title; p != NULL; p = strchr (p, ' ')) {
    p += *p == ' ';
    if (strncmp (p, word, length) == 0 && (p[length] == ' ' || p[length] == '\0'))
      return TRUE;
    if (first)
      return FALSE;
  }
  return FALSE;
}

static gboolean
has_dense (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (sat_quick_is_dense (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

/* All words of the phrase are words of the title; of a company its first one must be among them. */
static gboolean
names (const SatSearchHit *hit, const char *phrase)
{
  g_autofree char *title = sat_fold (hit->title);
  g_autofree char *folded = sat_fold (phrase);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  gboolean company = g_str_equal (hit->type->name, "company");

  if (g_str_equal (hit->type->name, "opportunity"))
    return g_str_equal (title, folded);
  if (has_dense (phrase)) {
    g_auto (GStrv) parts = g_strsplit (hit->title, " ", -1);
    g_autofree char *joined = g_strjoinv (NULL, parts);

    return company ? strstr (joined, phrase) != NULL : g_str_equal (joined, phrase);
  }
  for (guint i = 0; words[i] != NULL; i++)
    if (!is_word_of (title, words[i], company && i == 0))
      return FALSE;
  return TRUE;
}

static void
take (Search *search, const SatSearchHit *hit, const char *phrase)
{
  const char *type = hit->type->name;

  if (g_str_equal (type, "contact") && search->quick->contact == 0) {
    search->quick->contact = hit->id;
    search->contact_phrase = g_strdup (phrase);
  } else if (g_str_equal (type, "company") && search->quick->company == 0) {
    search->quick->company = hit->id;
    search->company_phrase = g_strdup (phrase);
  } else if (g_str_equal (type, "opportunity") && search->quick->deal == 0 &&
             search->quick->kind != SAT_QUICK_DEAL) {
    search->quick->deal = hit->id;
  }
}

/* Family and given name are apart in the file: each sign is looked for by itself. */
static char *
apart (const char *phrase)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *p = phrase; *p != '\0'; p = g_utf8_next_char (p)) {
    g_string_append_unichar (text, g_utf8_get_char (p));
    if (sat_quick_is_dense (g_utf8_get_char (p)))
      g_string_append_c (text, ' ');
  }
  return g_strchomp (g_strdup (text->str));
}

static gboolean
look_up (Search *search, const char *phrase, GError **error)
{
  g_autofree char *words = apart (phrase);
  g_autoptr (GPtrArray) hits = NULL;
  gboolean found = FALSE;

  if (search->searches++ >= MOST_SEARCHES || g_utf8_strlen (phrase, -1) < 2)
    return TRUE;
  hits = sat_search (search->reader, words, NULL, MOST_HITS, NULL, error);
  for (guint i = 0; hits != NULL && i < hits->len && !found; i++) {
    const SatSearchHit *hit = g_ptr_array_index (hits, i);

    if (!g_str_equal (hit->type->name, "contact") && !g_str_equal (hit->type->name, "company") &&
        !g_str_equal (hit->type->name, "opportunity"))
      continue;
    if (names (hit, phrase)) {
      take (search, hit, phrase);
      found = TRUE;
    }
  }
  return hits != NULL;
}

static gboolean
is_done (const Search *search)
{
  return search->quick->company != 0 && search->quick->contact != 0;
}

/* The longest runs of words first. */
static gboolean
look_up_words (Search *search, GError **error)
{
  g_auto (GStrv) words = g_strsplit (search->quick->text, " ", -1);
  guint n = g_strv_length (words);

  for (guint length = MIN (n, MOST_WORDS); length > 0; length--) {
    for (guint i = 0; i + length <= n && !is_done (search); i++) {
      g_autoptr (GString) phrase = g_string_new (words[i]);

      for (guint k = 1; k < length; k++)
        g_string_append_printf (phrase, " %s", words[i + k]);
      if (!look_up (search, phrase->str, error))
        return FALSE;
    }
  }
  return TRUE;
}

/* Where no blanks part the words, every run of signs may be a name. */
static gboolean
look_up_dense (Search *search, GError **error)
{
  const char *text = search->quick->text;
  glong n = g_utf8_strlen (text, -1);

  for (glong length = MIN (n, LONGEST_DENSE); length > 1; length--) {
    for (glong i = 0; i + length <= n && !is_done (search); i++) {
      g_autofree char *phrase = g_utf8_substring (text, i, i + length);

      if (strchr (phrase, ' ') == NULL && !look_up (search, phrase, error))
        return FALSE;
    }
  }
  return TRUE;
}

/* The people of a company are with it. */
static gboolean
add_company (Search *search, GError **error)
{
  g_autoptr (SatRecord) contact = NULL;

  if (search->quick->contact == 0 || search->quick->company != 0)
    return TRUE;
  contact = sat_reader_load (search->reader, search->quick->contact, error);
  if (contact == NULL)
    return FALSE;
  search->quick->company = sat_record_get_int (contact, "company", 0);
  return TRUE;
}

static void
cut (GString *text, const char *phrase)
{
  char *at = phrase != NULL ? strstr (text->str, phrase) : NULL;

  if (at != NULL)
    g_string_erase (text, at - text->str, (gssize)strlen (phrase));
}

/* Whom a call is with need not stand in its subject; a task reads better whole. */
static void
make_subject (Search *search)
{
  SatQuickAdd *quick = search->quick;
  g_autoptr (GString) text = g_string_new (quick->text);
  const char *p;
  gunichar first;
  gsize n;

  if (quick->kind != SAT_QUICK_TASK && quick->kind != SAT_QUICK_DEAL) {
    cut (text, search->contact_phrase);
    cut (text, search->company_phrase);
  }
  p = text->str;
  p += strspn (p, " ,;:");
  while (quick->kind != SAT_QUICK_TASK && quick->kind != SAT_QUICK_DEAL &&
         (n = sat_quick_word_at (p, SAT_QUICK_WORD_LINK, NULL)) > 0)
    p += n + strspn (p + n, " ");
  g_free (quick->subject);
  if (*p == '\0') {
    quick->subject = g_strdup ("");
    return;
  }
  first = g_unichar_toupper (g_utf8_get_char (p));
  g_string_erase (text, 0, p - text->str);
  g_string_erase (text, 0, g_utf8_next_char (text->str) - text->str);
  g_string_prepend_unichar (text, first);
  quick->subject = g_strchomp (g_strdup (text->str));
}

gboolean
sat_quick_add_resolve (SatQuickAdd *self, SatReader *reader, GError **error)
{
  Search search = {self, reader, 0, NULL, NULL};
  gboolean ok;

  g_return_val_if_fail (self != NULL && reader != NULL, FALSE);
  self->contact = self->company = self->deal = 0;
  ok = look_up_words (&search, error) &&
       (!has_dense (self->text) || look_up_dense (&search, error)) && add_company (&search, error);
  make_subject (&search);
  g_free (search.contact_phrase);
  g_free (search.company_phrase);
  return ok;
}
