/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-activity-face.h"

#include <glib/gi18n-lib.h>

#include "sat-agenda.h"
#include "sat-labels.h"

#define COUNTED_DAYS 60
#define NOON_US (G_GINT64_CONSTANT (12) * 3600 * G_USEC_PER_SEC)

void
sat_activity_face_free (SatActivityFace *face)
{
  if (face == NULL)
    return;
  g_free (face->kind);
  g_free (face->title);
  g_free (face->about);
  g_free (face->when);
  g_free (face->when_full);
  g_free (face->time);
  g_free (face->name);
  g_free (face);
}

gboolean
sat_activity_day (SatRecord *activity, GTimeZone *zone, SatDate *day, gboolean *timed)
{
  const SatValue *start, *due;

  g_return_val_if_fail (SAT_IS_RECORD (activity) && day != NULL && timed != NULL, FALSE);
  start = sat_record_peek (activity, "start");
  due = sat_record_peek (activity, "due");
  *timed = FALSE;
  if (due->type == SAT_VALUE_INTEGER && start->type != SAT_VALUE_INTEGER) {
    *day = (SatDate)due->integer;
    return TRUE;
  }
  if (start->type != SAT_VALUE_INTEGER)
    return FALSE;
  *timed = sat_record_get_int (activity, "all_day", 0) == 0;
  if (*timed) {
    *day = sat_date_of_instant (start->integer, zone);
  } else {
    SatDate last;

    sat_agenda_all_day_dates (start->integer, 0, sat_record_get_text (activity, "zone"), day,
                              &last);
  }
  return TRUE;
}

static SatActivityState
find_state (SatRecord *activity, gboolean dated, SatDate day, SatDate today)
{
  if (sat_record_get_int (activity, "done", 0) != 0)
    return SAT_ACTIVITY_DONE;
  if (!dated)
    return SAT_ACTIVITY_UNDATED;
  if (day < today)
    return SAT_ACTIVITY_OVERDUE;
  return day == today ? SAT_ACTIVITY_TODAY : SAT_ACTIVITY_LATER;
}

/* "14:30 – 15:00" */
static char *
write_time (SatRecord *activity, const SatFormat *format)
{
  gint64 start = sat_record_get_int (activity, "start", 0);
  gint64 end = sat_record_get_int (activity, "end", 0);
  g_autofree char *from = sat_format_time (format, start);
  g_autofree char *to = NULL;

  if (end <= start || end - start > G_TIME_SPAN_DAY)
    return g_steal_pointer (&from);
  to = sat_format_time (format, end);
  return g_strdup_printf ("%s – %s", from, to);
}

/* "Yesterday", "Tomorrow, 14:30" */
static char *
write_day (const SatActivityFace *face, SatRecord *activity, const SatFormat *format, char *day)
{
  g_autofree char *taken = day;
  g_autofree char *time = NULL;

  if (*face->time == '\0')
    return g_steal_pointer (&taken);
  time = sat_format_time (format, sat_record_get_int (activity, "start", 0));
  /* Translators: a day and a time of that day, such as Tomorrow, 14:30 */
  return g_strdup_printf (C_ ("day and time", "%s, %s"), taken, time);
}

/* Near days are counted, older ones named. */
static char *
overdue_since (SatDate since, SatDate today, const char *day)
{
  gulong days = (gulong)(today - since);

  if (days > COUNTED_DAYS)
    /* Translators: %s is a date: when it should have been done */
    return g_strdup_printf (C_ ("activity", "Overdue since %s"), day);
  return g_strdup_printf (ngettext ("Overdue by %lu day", "Overdue by %lu days", days), days);
}

static char *
with_state (const SatActivityFace *face, const char *day)
{
  switch (face->state) {
  case SAT_ACTIVITY_TODAY:
    return *face->time == '\0' ? g_strdup (C_ ("activity", "Due today")) : g_strdup (day);
  case SAT_ACTIVITY_DONE:
    /* Translators: %s is a day, or nothing */
    return *day != '\0' ? g_strdup_printf (C_ ("activity", "Done · %s"), day)
                        : g_strdup (C_ ("activity", "Done"));
  case SAT_ACTIVITY_UNDATED:
    return g_strdup (C_ ("activity", "No date"));
  case SAT_ACTIVITY_LATER:
  default:
    return g_strdup (day);
  }
}

static void
fill_when (SatActivityFace *face, SatRecord *activity, const SatFormat *format)
{
  SatDate today = sat_date_today (sat_clock_now (format->clock), format->zone), day = 0;
  gboolean timed, dated = sat_activity_day (activity, format->zone, &day, &timed);
  g_autofree char *near = NULL;
  g_autofree char *full = NULL;

  face->state = find_state (activity, dated, day, today);
  face->time = timed ? write_time (activity, format) : g_strdup ("");
  if (timed)
    face->at = sat_record_get_int (activity, "start", 0);
  else if (dated)
    face->at = sat_date_start (day, format->zone) + NOON_US;
  near = dated ? write_day (face, activity, format, sat_format_date_relative (format, day))
               : g_strdup ("");
  full = dated ? write_day (face, activity, format, sat_format_date (format, day)) : g_strdup ("");
  face->when = face->state == SAT_ACTIVITY_OVERDUE ? overdue_since (day, today, near)
                                                   : with_state (face, near);
  face->when_full = g_steal_pointer (&full);
}

static const char *
state_style (SatActivityState state)
{
  switch (state) {
  case SAT_ACTIVITY_OVERDUE:
    return "error";
  case SAT_ACTIVITY_TODAY:
    return "accent";
  default:
    return "dim-label";
  }
}

/* Who and what it is about: people first, then where they are, then what is sold. */
static char *
write_about (SatRecord *activity)
{
  static const char *const fields[] = {"contact", "company", "opportunity"};
  const SatType *type = sat_record_get_record_type (activity);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    const char *title = sat_record_get_reference_title (activity, sat_type_field (type, fields[i]));

    if (*title == '\0')
      continue;
    if (text->len > 0)
      g_string_append (text, " · ");
    g_string_append (text, title);
  }
  return g_string_free (text, FALSE);
}

SatActivityFace *
sat_activity_face_new (SatRecord *activity, const SatFormat *format)
{
  SatActivityFace *face;
  const SatType *type;
  const char *kind, *subject;

  g_return_val_if_fail (SAT_IS_RECORD (activity) && format != NULL, NULL);
  type = sat_record_get_record_type (activity);
  kind = sat_record_get_text (activity, "kind");
  subject = sat_record_get_text (activity, "subject");
  face = g_new0 (SatActivityFace, 1);
  face->id = sat_record_get_id (activity);
  face->icon = sat_labels_activity_icon (kind);
  face->kind = g_strdup (kind != NULL ? sat_field_choice_label (sat_type_field (type, "kind"), kind)
                                      : sat_type_get_label (type));
  face->title = g_strdup (subject != NULL && *subject != '\0' ? subject : face->kind);
  face->about = write_about (activity);
  fill_when (face, activity, format);
  face->style = state_style (face->state);
  face->name = g_strjoin (", ", face->kind, face->title, face->when,
                          *face->about != '\0' ? face->about : NULL, NULL);
  return face;
}
