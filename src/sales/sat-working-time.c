/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The workspace's one row and the holidays of a range, with SQL of their own. */

#include "config.h"

#include "sat-working-time.h"

#include "sat-statement.h"

#define DAY_MINUTES (24 * 60)

static const char *const day_names[] = {"monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday"};

SatWorkingTime
sat_working_time_usual (void)
{
  SatWorkingTime usual = {.start = 9 * 60, .end = 17 * 60};

  for (int weekday = 1; weekday <= 5; weekday++)
    usual.days |= SAT_WORKING_DAY (weekday);
  return usual;
}

gboolean
sat_working_time_has_day (const SatWorkingTime *self, int weekday)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (weekday >= 1 && weekday <= 7, FALSE);

  return (self->days & SAT_WORKING_DAY (weekday)) != 0;
}

static gboolean
read_digits (const char **text, int *number)
{
  int n = 0;

  for (*number = 0; n < 2 && g_ascii_isdigit (**text); n++, ++*text)
    *number = *number * 10 + **text - '0';
  return n > 0;
}

gboolean
sat_working_time_parse_minutes (const char *text, int *minutes)
{
  int hour, minute = 0;

  g_return_val_if_fail (minutes != NULL, FALSE);

  if (text == NULL || !read_digits (&text, &hour))
    return FALSE;
  if (*text == ':' && (text[1] == '\0' || text[2] == '\0'))
    return FALSE;
  if (*text == ':' && (text++, !read_digits (&text, &minute)))
    return FALSE;
  if (*text != '\0' || minute > 59 || hour * 60 + minute > DAY_MINUTES)
    return FALSE;
  *minutes = hour * 60 + minute;
  return TRUE;
}

char *
sat_working_time_minutes_to_string (int minutes)
{
  g_return_val_if_fail (minutes >= 0 && minutes <= DAY_MINUTES, NULL);

  return g_strdup_printf ("%02d:%02d", minutes / 60, minutes % 60);
}

const char *
sat_working_time_day_name (int weekday)
{
  g_return_val_if_fail (weekday >= 1 && weekday <= 7, NULL);

  return day_names[weekday - 1];
}

static int
weekday_named (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (day_names); i++)
    if (g_ascii_strcasecmp (name, day_names[i]) == 0)
      return (int)i + 1;
  return 0;
}

gboolean
sat_working_time_parse_days (const char *text, guint *days)
{
  g_auto (GStrv) names = NULL;
  guint found = 0;

  g_return_val_if_fail (days != NULL, FALSE);

  names = g_strsplit_set (text != NULL ? text : "", " ,", -1);
  for (guint i = 0; names[i] != NULL; i++) {
    int weekday = weekday_named (names[i]);

    if (weekday == 0 && *names[i] != '\0')
      return FALSE;
    if (weekday != 0)
      found |= SAT_WORKING_DAY (weekday);
  }
  if (found != 0)
    *days = found;
  return found != 0;
}

char *
sat_working_time_days_to_string (guint days)
{
  GString *text = g_string_new (NULL);

  for (int weekday = 1; weekday <= 7; weekday++)
    if (days & SAT_WORKING_DAY (weekday))
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "",
                              sat_working_time_day_name (weekday));
  return g_string_free (text, FALSE);
}

SatWorkingTime
sat_working_time_read (SatReader *reader)
{
  SatWorkingTime time = sat_working_time_usual (), usual = time;
  g_autoptr (SatStatement) row = NULL;
  gboolean there;

  g_return_val_if_fail (reader != NULL, time);

  row = sat_statement_cached (sat_reader_get_connection (reader),
                              "SELECT work_start, work_end, work_days" SAT_READER_WORKSPACE, NULL);
  if (row == NULL || !sat_statement_step (row, &there, NULL) || !there)
    return usual;
  sat_working_time_parse_minutes (sat_statement_text (row, 0), &time.start);
  sat_working_time_parse_minutes (sat_statement_text (row, 1), &time.end);
  sat_working_time_parse_days (sat_statement_text (row, 2), &time.days);
  if (time.start >= time.end) {
    time.start = usual.start;
    time.end = usual.end;
  }
  return time;
}

void
sat_holiday_free (SatHoliday *holiday)
{
  if (holiday == NULL)
    return;
  g_free (holiday->name);
  g_free (holiday);
}

GPtrArray *
sat_holidays_read (SatReader *reader, SatDate from, SatDate to, GError **error)
{
  g_autoptr (GPtrArray) holidays =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_holiday_free);
  g_autoptr (SatStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (reader != NULL, NULL);

  statement = sat_statement_cached (sat_reader_get_connection (reader),
                                    "SELECT id, date, name FROM holiday"
                                    " WHERE date >= ?1 AND date <= ?2 ORDER BY date, id",
                                    error);
  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, from);
  sat_statement_bind_int (statement, 2, to);
  while (sat_statement_step (statement, &row, error)) {
    SatHoliday *holiday;

    if (!row)
      return g_steal_pointer (&holidays);
    holiday = g_new (SatHoliday, 1);
    holiday->id = sat_statement_int (statement, 0);
    holiday->date = (SatDate)sat_statement_int (statement, 1);
    holiday->name =
        g_strdup (sat_statement_is_null (statement, 2) ? "" : sat_statement_text (statement, 2));
    g_ptr_array_add (holidays, holiday);
  }
  return NULL;
}

const SatHoliday *
sat_holidays_find (GPtrArray *holidays, SatDate date)
{
  g_return_val_if_fail (holidays != NULL, NULL);

  for (guint i = 0; i < holidays->len; i++) {
    const SatHoliday *holiday = holidays->pdata[i];

    if (holiday->date == date)
      return holiday;
  }
  return NULL;
}
