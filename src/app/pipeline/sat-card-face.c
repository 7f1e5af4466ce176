/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-card-face.h"

#include "sat-fold.h"

void
sat_card_face_clear (SatCardFace *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->heading);
  g_free (self->title);
  g_free (self->amount);
  g_free (self->note);
  g_free (self->date);
  g_free (self->initials);
  g_free (self->owner);
  g_free (self->mark_reason);
  g_free (self->age_text);
  g_free (self->name);
  *self = SAT_CARD_FACE_INIT;
}

/* The first letter at or after @text, 0 if there is none; *@first is where it stands. */
static gunichar
first_letter (const char *text, const char **first)
{
  for (; *text != '\0'; text = g_utf8_next_char (text)) {
    gunichar c = g_utf8_get_char (text);

    if (g_unichar_isalnum (c)) {
      *first = text;
      return c;
    }
  }
  return 0;
}

/* The first letter of the last word behind @text, 0 if no further word has one. */
static gunichar
last_word_letter (const char *text)
{
  gunichar last = 0;
  gboolean word_starts = FALSE;

  for (; *text != '\0'; text = g_utf8_next_char (text)) {
    gunichar c = g_utf8_get_char (text);

    if (g_unichar_isspace (c)) {
      word_starts = TRUE;
    } else if (word_starts && g_unichar_isalnum (c)) {
      last = c;
      word_starts = FALSE;
    }
  }
  return last;
}

char *
sat_card_face_initials (const char *name)
{
  const char *first_at = NULL;
  GString *initials;
  gunichar first, last;

  if (name == NULL || !g_utf8_validate (name, -1, NULL))
    return NULL;
  first = first_letter (name, &first_at);
  if (first == 0)
    return NULL;
  initials = g_string_new (NULL);
  g_string_append_unichar (initials, g_unichar_toupper (first));
  last = last_word_letter (first_at);
  if (last != 0 && !sat_fold_is_cjk (first))
    g_string_append_unichar (initials, g_unichar_toupper (last));
  return g_string_free (initials, FALSE);
}
