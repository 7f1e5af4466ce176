/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-edit.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-agenda.h"
#include "sat-calendar-way.h"

#define MOST_FIELDS (SAT_AGENDA_N_SPAN_FIELDS + 1)

/* Fields of one activity that are written as one change. */
typedef struct {
  SatRegistry *registry; /* keeps type and fields alive */
  gint64 id;
  SatWriteField fields[MOST_FIELDS];
  gsize n;
} Put;

static Put *
put_new (SatContext *context, gint64 id)
{
  Put *put = g_new0 (Put, 1);

  put->registry = sat_registry_ref (sat_context_get_registry (context));
  put->id = id;
  return put;
}

static void
put_free (gpointer data)
{
  Put *put = data;

  for (gsize i = 0; i < put->n; i++)
    sat_value_clear (&put->fields[i].value);
  sat_registry_unref (put->registry);
  g_free (put);
}

static gboolean
write_put (SatWriter *writer, gpointer data, GError **error)
{
  Put *put = data;

  return sat_writer_set (writer, put->id, put->fields, put->n, SAT_ORIGIN_LOCAL, error);
}

static const SatType *
activity_type (Put *put)
{
  return sat_registry_type (put->registry, "activity");
}

static void
take (Put *put, const char *name, SatValue value)
{
  put->fields[put->n++] =
      (SatWriteField){sat_type_field (activity_type (put), name), value, SAT_VERSION_NONE};
}

static void
take_span (Put *put, const SatAgendaSpan *span, const char *zone)
{
  SatWriteField fields[SAT_AGENDA_N_SPAN_FIELDS];

  sat_agenda_span_fields (activity_type (put), span, zone, fields);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    put->fields[put->n++] = fields[i];
}

static void
take_no_time (Put *put)
{
  static const char *const names[] = {"start", "end", "all_day"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    take (put, names[i], SAT_VALUE_INIT);
}

char *
sat_calendar_edit_describe (const SatFormat *format, const SatCalendarSpan *span)
{
  g_autofree char *day = NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  g_return_val_if_fail (format != NULL && span != NULL, NULL);
  if (span->all_day)
    return span->first < span->last ? sat_format_days (format, span->first, span->last)
                                    : sat_format_day_long (format, span->first);
  day = sat_format_day_long (format, sat_date_of_instant (span->start, format->zone));
  from = sat_format_time (format, span->start);
  to = sat_format_time (format, span->end);
  /* Translators: a day, the time of the beginning and that of the end */
  return g_strdup_printf (C_ ("calendar", "%s, %s – %s"), day, from, to);
}

static gboolean
is_task (const SatAgendaItem *item)
{
  return g_strcmp0 (item->kind, "task") == 0 || g_strcmp0 (item->kind, "deadline") == 0;
}

/* A day when a task is to be done, not an event that fills it. */
static gboolean
becomes_due (const SatAgendaItem *item, const SatCalendarSpan *span)
{
  return span->all_day && span->first == span->last && !item->all_day && is_task (item);
}

static void
take_place (
    Put *put, const SatAgendaItem *item, SatDate due, const SatCalendarSpan *span, GTimeZone *zone)
{
  SatAgendaSpan place = {span->all_day, span->start, span->end, span->first, span->last};
  SatDate day = span->all_day ? span->last : sat_date_of_instant (span->start, zone);

  if (becomes_due (item, span)) {
    take_no_time (put);
    take (put, "due", sat_value_int (span->first));
    return;
  }
  take_span (put, &place, item->zone);
  if (due != G_MININT32 && due < day)
    take (put, "due", sat_value_int (day));
}

static SatDate
due_of (SatReader *reader, gint64 id)
{
  g_autoptr (SatRecord) record = sat_reader_load (reader, id, NULL);

  return record != NULL ? (SatDate)sat_record_get_int (record, "due", G_MININT32) : G_MININT32;
}

void
sat_calendar_edit_put (SatContext *context,
                       gint64 id,
                       const SatCalendarSpan *span,
                       gpointer owner,
                       SatWrittenFunc written,
                       gpointer user_data)
{
  const SatFormat *format;
  SatReader *reader;
  g_autoptr (SatAgendaItem) item = NULL;
  g_autofree char *label = NULL;
  g_autofree char *toast = NULL;
  g_autofree char *when = NULL;
  Put *put;

  g_return_if_fail (SAT_IS_CONTEXT (context) && id != 0 && span != NULL);
  format = sat_context_get_format (context);
  reader = sat_context_get_reader (context);
  item = sat_agenda_item_load (reader, id, format->zone, NULL);
  if (item == NULL)
    return;
  put = put_new (context, id);
  take_place (put, item, due_of (reader, id), span, format->zone);
  when = sat_calendar_edit_describe (format, span);
  /* Translators: an entry of the undo list; %s is the subject of a meeting, a call ... */
  label = g_strdup_printf (_ ("Move “%s”"), item->title);
  /* Translators: a message: the subject of a meeting, a call ..., then its new day and time */
  toast = g_strdup_printf (_ ("“%s” is now on %s"), item->title, when);
  sat_context_write (context, label, toast, write_put, put, put_free, owner, written, user_data);
}

void
sat_calendar_edit_shift (SatContext *context, gint64 id, int days)
{
  const SatFormat *format;
  SatReader *reader;
  g_autoptr (SatAgendaItem) item = NULL;
  SatCalendarSpan span;

  g_return_if_fail (SAT_IS_CONTEXT (context) && id != 0);
  format = sat_context_get_format (context);
  reader = sat_context_get_reader (context);
  item = sat_agenda_item_load (reader, id, format->zone, NULL);
  if (item == NULL || days == 0)
    return;
  if (item->timed || item->all_day) {
    SatAgendaSpan from = sat_agenda_item_span (item);
    g_autoptr (GTimeZone) own = item->zone != NULL ? sat_zone_open (item->zone, NULL) : NULL;
    SatAgendaSpan to = sat_agenda_span_move (&from, days, own != NULL ? own : format->zone);

    span = (SatCalendarSpan){to.all_day, to.start, to.end != 0 ? to.end : item->end, to.first,
                             to.last};
    if (!to.all_day && to.end == 0)
      span.end = to.start + (item->end - item->start);
  } else {
    span = (SatCalendarSpan){TRUE, 0, 0, item->first + days, item->first + days};
  }
  sat_calendar_edit_put (context, id, &span, NULL, NULL, NULL);
}

int
sat_calendar_edit_days_to_tomorrow (SatDate day, SatDate today)
{
  return today + 1 - day;
}

int
sat_calendar_edit_days_to_next_week (SatDate day, SatDate today, int week_start)
{
  SatDate next = sat_calendar_week (today, week_start) + 7;
  int in_week = day - sat_calendar_week (day, week_start);

  return next + in_week - day;
}

void
sat_calendar_edit_unschedule (SatContext *context, gint64 id)
{
  g_autofree char *label = NULL;
  g_autofree char *toast = NULL;
  const char *title;
  Put *put;

  g_return_if_fail (SAT_IS_CONTEXT (context) && id != 0);
  title = sat_reader_title (sat_context_get_reader (context), id);
  /* Translators: an entry of the undo list; %s is the subject of a task */
  label = g_strdup_printf (_ ("Take “%s” off the calendar"), title);
  /* Translators: a message; %s is the subject of a task */
  toast = g_strdup_printf (_ ("“%s” is to be scheduled again"), title);
  put = put_new (context, id);
  take_no_time (put);
  take (put, "due", SAT_VALUE_INIT);
  sat_context_write (context, label, toast, write_put, put, put_free, NULL, NULL, NULL);
}

/* What is said of an activity and not of how it went. */
static gboolean
is_copied (const SatField *field)
{
  return sat_field_is_stored (field) && !(field->flags & SAT_FIELD_INTERNAL) &&
         !g_str_equal (field->name, "done") && !g_str_equal (field->name, "outcome");
}

static gboolean
copy_attendees (SatWriter *writer, gint64 from, gint64 to, GError **error)
{
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "attendee");
  g_autoptr (GPtrArray) attendees =
      type != NULL
          ? sat_reader_children (sat_writer_get_reader (writer), from, type, "activity", error)
          : g_ptr_array_new ();

  for (guint i = 0; attendees != NULL && i < attendees->len; i++) {
    SatRecord *attendee = g_ptr_array_index (attendees, i);
    g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (SatWriteField));
    gint64 id = 0;

    for (guint k = 0; k < type->n_fields; k++) {
      const SatField *field = type->fields[k];
      SatWriteField copy = {field, *sat_record_get (attendee, field), SAT_VERSION_NONE};

      if (!sat_field_is_stored (field) || g_str_equal (field->name, "status"))
        continue;
      if (g_str_equal (field->name, "activity"))
        copy.value = sat_value_int (to);
      g_array_append_val (fields, copy);
    }
    if (!sat_writer_create (writer, type, (SatWriteField *)(gpointer)fields->data, fields->len,
                            SAT_ORIGIN_LOCAL, &id, error))
      return FALSE;
  }
  return attendees != NULL;
}

static gboolean
write_copy (SatWriter *writer, gpointer data, GError **error)
{
  const gint64 *from = data;
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "activity");
  g_autoptr (SatRecord) record = sat_reader_load (sat_writer_get_reader (writer), *from, error);
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (SatWriteField));
  gint64 id = 0;

  if (record == NULL)
    return FALSE;
  for (guint i = 0; i < type->n_fields; i++) {
    /* The values stay those of the record. */
    SatWriteField copy = {type->fields[i], *sat_record_get (record, type->fields[i]),
                          SAT_VERSION_NONE};

    if (is_copied (type->fields[i]) && copy.value.type != SAT_VALUE_NULL)
      g_array_append_val (fields, copy);
  }
  return sat_writer_create (writer, type, (SatWriteField *)(gpointer)fields->data, fields->len,
                            SAT_ORIGIN_LOCAL, &id, error) &&
         copy_attendees (writer, *from, id, error);
}

void
sat_calendar_edit_duplicate (SatContext *context, gint64 id)
{
  g_autofree char *label = NULL;
  const char *title;

  g_return_if_fail (SAT_IS_CONTEXT (context) && id != 0);
  title = sat_reader_title (sat_context_get_reader (context), id);
  /* Translators: an entry of the undo list; %s is the subject of a meeting, a call ... */
  label = g_strdup_printf (_ ("Duplicate “%s”"), title);
  sat_context_write (context, label, _ ("Duplicated"), write_copy, g_memdup2 (&id, sizeof id),
                     g_free, NULL, NULL, NULL);
}

const char *
sat_calendar_edit_own_zone (SatContext *context)
{
  const char *name;
  g_autoptr (GTimeZone) zone G_GNUC_UNUSED = NULL;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  name = g_time_zone_get_identifier (sat_context_get_format (context)->zone);
  if (name == NULL || strchr (name, '/') == NULL || *name == '/')
    return NULL;
  zone = sat_zone_open (name, NULL);
  return zone != NULL ? name : NULL;
}
