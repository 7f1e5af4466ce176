/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-reminder-words.h"

#include <glib/gi18n-lib.h>

/* A notification shows no more than a few lines. */
#define MOST_LINES 6

char *
sat_reminder_words_title (GPtrArray *due)
{
  const SatAgendaItem *first;

  g_return_val_if_fail (due != NULL && due->len > 0, NULL);
  first = due->pdata[0];
  if (due->len == 1)
    return g_strdup (first->title);
  return g_strdup_printf (ngettext ("%u reminder", "%u reminders", due->len), due->len);
}

/* "14:30", "Tomorrow, 14:30", "Tomorrow" */
static char *
write_when (const SatAgendaItem *item, const SatFormat *format)
{
  SatDate today = sat_date_today (sat_clock_now (format->clock), format->zone);
  g_autofree char *day = sat_format_date_relative (format, item->first);
  g_autofree char *time = NULL;

  if (!item->timed)
    return g_steal_pointer (&day);
  time = sat_format_time (format, item->start);
  if (item->first == today)
    return g_steal_pointer (&time);
  /* Translators: a day and a time of that day, such as Tomorrow, 14:30 */
  return g_strdup_printf (C_ ("day and time", "%s, %s"), day, time);
}

static void
add_part (GString *text, const char *part)
{
  if (*part != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
}

static char *
write_only (const SatAgendaItem *item, const SatFormat *format)
{
  GString *text = g_string_new (NULL);
  g_autofree char *when = write_when (item, format);

  add_part (text, when);
  add_part (text, item->place);
  add_part (text, item->about);
  return g_string_free (text, FALSE);
}

char *
sat_reminder_words_body (GPtrArray *due, const SatFormat *format)
{
  GString *text;

  g_return_val_if_fail (due != NULL && due->len > 0 && format != NULL, NULL);
  if (due->len == 1)
    return write_only (due->pdata[0], format);
  text = g_string_new (NULL);
  for (guint i = 0; i < due->len; i++) {
    const SatAgendaItem *item = due->pdata[i];
    g_autofree char *when = write_when (item, format);
    guint left = due->len - i;

    if (i > 0)
      g_string_append_c (text, '\n');
    if (i == MOST_LINES - 1 && left > 1) {
      g_string_append_printf (text, ngettext ("and %u more", "and %u more", left), left);
      break;
    }
    g_string_append_printf (text, "%s · %s", when, item->title);
  }
  return g_string_free (text, FALSE);
}
