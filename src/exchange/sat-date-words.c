/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-date-words.h"

#include <string.h>

#include "sat-fold.h"

/* Folded, each with a bar before and behind. */
static const char *const months[] = {
    "|january|jan|enero|ene|januar|janner|jaenner|janvier|janv|",
    "|february|feb|febrero|februar|fevrier|fevr|fev|",
    "|march|mar|marzo|marz|maerz|mrz|mars|",
    "|april|apr|abril|abr|avril|avr|",
    "|may|mayo|mai|",
    "|june|jun|junio|juni|juin|",
    "|july|jul|julio|juli|juillet|juil|",
    "|august|aug|agosto|ago|aout|",
    "|september|sep|sept|septiembre|setiembre|set|septembre|",
    "|october|oct|octubre|oktober|okt|octobre|",
    "|november|nov|noviembre|novembre|",
    "|december|dec|diciembre|dic|dezember|dez|decembre|",
};

static const char weekdays[] =
    "|monday|mon|tuesday|tue|tues|wednesday|wed|thursday|thu|thur|thurs|friday|fri|saturday|sat|"
    "sunday|sun|lunes|lun|martes|mar|miercoles|mie|jueves|jue|viernes|vie|sabado|sab|domingo|dom|"
    "montag|mo|dienstag|di|mittwoch|mi|donnerstag|do|freitag|fr|samstag|sa|sonnabend|sonntag|so|"
    "lundi|mardi|mercredi|mer|jeudi|jeu|vendredi|ven|samedi|sam|dimanche|dim|";

#define LONGEST_WORD 40

static gboolean
is_among (const char *words, const char *word, gsize length)
{
  g_autofree char *copy = NULL;
  g_autofree char *folded = NULL;
  g_autofree char *barred = NULL;

  if (length > LONGEST_WORD)
    return FALSE;
  copy = g_strndup (word, length);
  folded = sat_fold (copy);
  barred = g_strdup_printf ("|%s|", folded);
  return *folded != '\0' && strchr (folded, '|') == NULL && strstr (words, barred) != NULL;
}

int
sat_date_words_month (const char *word, gsize length)
{
  g_return_val_if_fail (word != NULL, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (months); i++)
    if (is_among (months[i], word, length))
      return i + 1;
  return 0;
}

gboolean
sat_date_words_is_weekday (const char *word, gsize length)
{
  g_return_val_if_fail (word != NULL, FALSE);
  return is_among (weekdays, word, length);
}

gboolean
sat_date_words_is_filler (const char *word, gsize length)
{
  g_return_val_if_fail (word != NULL, FALSE);
  return is_among ("|de|del|of|", word, length);
}

gboolean
sat_date_words_is_ordinal (const char *word, gsize length)
{
  g_return_val_if_fail (word != NULL, FALSE);
  return is_among ("|st|nd|rd|th|er|ter|o|", word, length);
}

gboolean
sat_date_words_zone (const char *word, gsize length, int *offset)
{
  static const struct {
    const char *name;
    int hours;
  } zones[] = {
      {"z", 0},    {"utc", 0},  {"gmt", 0},  {"est", -5}, {"edt", -4}, {"cst", -6}, {"cdt", -5},
      {"mst", -7}, {"mdt", -6}, {"pst", -8}, {"pdt", -7}, {"cet", 1},  {"cest", 2},
  };

  g_return_val_if_fail (word != NULL, FALSE);
  g_return_val_if_fail (offset != NULL, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++)
    if (strlen (zones[i].name) == length &&
        g_ascii_strncasecmp (zones[i].name, word, length) == 0) {
      *offset = zones[i].hours * 3600;
      return TRUE;
    }
  return FALSE;
}
