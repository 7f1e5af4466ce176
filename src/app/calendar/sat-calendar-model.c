/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-model.h"

#include <string.h>

#include "sat-fold.h"
#include "sat-labels.h"

struct _SatCalendarModel {
  GObject parent_instance;
  SatContext *context;
  SatCalendarPeople *people;
  SatCalendarPages *pages;
  char **words; /* folded */
  gboolean writes;

  SatCalendarWay way;
  SatDate date;

  SatCalendarWay shown_way;
  SatDate shown_date;
  SatCalendarRange shown_range;
  GPtrArray *events; /* SatCalendarEvent */
  gboolean loading;
};

enum {
  MOVED,
  CHANGED,
  WORDS_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatCalendarModel, sat_calendar_model, G_TYPE_OBJECT)

static gboolean
contains_word (const char *text, const char *word)
{
  g_autofree char *folded = sat_fold (text);

  return strstr (folded, word) != NULL;
}

gboolean
sat_calendar_model_fits (SatCalendarModel *self, const SatAgendaItem *item)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_MODEL (self) && item != NULL, FALSE);
  for (guint i = 0; self->words != NULL && self->words[i] != NULL; i++)
    if (!contains_word (item->title, self->words[i]) &&
        !contains_word (item->about, self->words[i]) &&
        !contains_word (item->place, self->words[i]))
      return FALSE;
  return TRUE;
}

static SatCalendarSpan
span_of (const SatAgendaItem *item)
{
  return (SatCalendarSpan){!item->timed, item->start, item->end, item->first, item->last};
}

/* Texts that would say nothing are left out. */
static char *
dup_text (const char *text)
{
  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

static SatCalendarEvent *
make_event (SatCalendarModel *self, const SatAgendaItem *item, gboolean several)
{
  const SatType *type = sat_context_get_type_by_name (self->context, "activity");
  const SatCalendarPerson *person = sat_calendar_people_find (self->people, item->owner);
  SatCalendarSpan span = span_of (item);
  SatCalendarEvent *event = sat_calendar_event_new (item->id, &span);

  event->due = !item->timed && !item->all_day;
  event->done = item->done;
  event->writable = self->writes;
  event->kind = g_strdup (sat_field_choice_label (sat_type_field (type, "kind"), item->kind));
  event->icon = sat_labels_activity_icon (item->kind);
  event->title = g_strdup (item->title);
  event->about = dup_text (item->about);
  event->place = dup_text (item->place);
  event->zone = dup_text (item->zone);
  if (person != NULL)
    event->colour = person->colour;
  if (several && person != NULL) {
    event->owner = g_strdup (person->name);
    event->initials = g_strdup (person->initials);
  }
  return event;
}

GPtrArray *
sat_calendar_model_make_events (SatCalendarModel *self, GPtrArray *items)
{
  GPtrArray *events;
  gboolean several;

  g_return_val_if_fail (SAT_IS_CALENDAR_MODEL (self), NULL);
  events = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_calendar_event_unref);
  several = sat_calendar_people_is_several (self->people);
  for (guint i = 0; items != NULL && i < items->len; i++) {
    const SatAgendaItem *item = g_ptr_array_index (items, i);

    if (sat_calendar_model_fits (self, item))
      g_ptr_array_add (events, make_event (self, item, several));
  }
  return events;
}

static SatCalendarRange
range_of (SatCalendarModel *self, SatDate date)
{
  return sat_calendar_range (self->way, date, sat_context_get_format (self->context)->week_start);
}

static void
show (SatCalendarModel *self)
{
  SatCalendarRange range = range_of (self, self->date);
  GPtrArray *items = sat_calendar_pages_peek (self->pages, range);

  if (items == NULL)
    return;
  self->loading = FALSE;
  self->shown_way = self->way;
  self->shown_date = self->date;
  self->shown_range = range;
  g_ptr_array_unref (self->events);
  self->events = sat_calendar_model_make_events (self, items);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
read_ahead (SatCalendarModel *self)
{
  if (self->way == SAT_CALENDAR_WAY_AGENDA)
    return;
  for (int n = 1; n >= -1; n -= 2)
    sat_calendar_pages_want (self->pages,
                             range_of (self, sat_calendar_step (self->way, self->date, n)));
}

static void
want (SatCalendarModel *self)
{
  SatCalendarRange range = range_of (self, self->date);

  sat_calendar_pages_want (self->pages, range);
  if (sat_calendar_pages_is_fresh (self->pages, range))
    read_ahead (self);
}

static void
loaded_cb (SatCalendarPages *pages, int first, int last, SatCalendarModel *self)
{
  SatCalendarRange range = range_of (self, self->date);

  if (range.first != first || range.last != last)
    return;
  if (sat_calendar_pages_get_error (pages) != NULL)
    g_signal_emit (self, signals[CHANGED], 0);
  show (self);
  if (sat_calendar_pages_is_fresh (pages, range))
    read_ahead (self);
}

void
sat_calendar_model_go (SatCalendarModel *self, SatCalendarWay way, SatDate date)
{
  g_return_if_fail (SAT_IS_CALENDAR_MODEL (self) && way < SAT_CALENDAR_N_WAYS);
  if (way == self->way && date == self->date)
    return;
  self->way = way;
  self->date = date;
  g_signal_emit (self, signals[MOVED], 0);
  want (self);
  show (self);
}

void
sat_calendar_model_step (SatCalendarModel *self, int n)
{
  g_return_if_fail (SAT_IS_CALENDAR_MODEL (self));
  sat_calendar_model_go (self, self->way, sat_calendar_step (self->way, self->date, n));
}

SatDate
sat_calendar_model_get_today (SatCalendarModel *self)
{
  const SatFormat *format;

  g_return_val_if_fail (SAT_IS_CALENDAR_MODEL (self), 0);
  format = sat_context_get_format (self->context);
  return sat_date_today (sat_clock_now (format->clock), format->zone);
}

void
sat_calendar_model_set_words (SatCalendarModel *self, const char *words)
{
  g_autofree char *folded = NULL;

  g_return_if_fail (SAT_IS_CALENDAR_MODEL (self));
  g_clear_pointer (&self->words, g_strfreev);
  folded = sat_fold (words);
  if (*folded != '\0')
    self->words = g_strsplit (folded, " ", -1);
  g_signal_emit (self, signals[WORDS_CHANGED], 0);
  show (self);
}

SatCalendarEvent *
sat_calendar_model_find (SatCalendarModel *self, gint64 id)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_MODEL (self), NULL);
  for (guint i = 0; i < self->events->len; i++) {
    SatCalendarEvent *event = g_ptr_array_index (self->events, i);

    if (event->id == id)
      return event;
  }
  return NULL;
}

SatContext *
sat_calendar_model_get_context (SatCalendarModel *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_MODEL (self), NULL);
  return self->context;
}

SatCalendarPeople *
sat_calendar_model_get_people (SatCalendarModel *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_MODEL (self), NULL);
  return self->people;
}

SatCalendarPages *
sat_calendar_model_get_pages (SatCalendarModel *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_MODEL (self), NULL);
  return self->pages;
}

SatCalendarWay
sat_calendar_model_get_way (SatCalendarModel *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_MODEL (self), SAT_CALENDAR_WAY_WEEK);
  return self->way;
}

SatDate
sat_calendar_model_get_date (SatCalendarModel *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_MODEL (self), 0);
  return self->date;
}

SatCalendarWay
sat_calendar_model_get_shown_way (SatCalendarModel *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_MODEL (self), SAT_CALENDAR_WAY_WEEK);
  return self->shown_way;
}

SatDate
sat_calendar_model_get_shown_date (SatCalendarModel *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_MODEL (self), 0);
  return self->shown_date;
}

SatCalendarRange
sat_calendar_model_get_shown_range (SatCalendarModel *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_MODEL (self), ((SatCalendarRange){0, 0}));
  return self->shown_range;
}

GPtrArray *
sat_calendar_model_get_events (SatCalendarModel *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_MODEL (self), NULL);
  return self->events;
}

gboolean
sat_calendar_model_is_loading (SatCalendarModel *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_MODEL (self), FALSE);
  return self->loading;
}

const char *
sat_calendar_model_get_error (SatCalendarModel *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_MODEL (self), NULL);
  return sat_calendar_pages_get_error (self->pages);
}

static void
sat_calendar_model_dispose (GObject *object)
{
  SatCalendarModel *self = SAT_CALENDAR_MODEL (object);

  if (self->pages != NULL)
    g_signal_handlers_disconnect_by_data (self->pages, self);
  g_clear_object (&self->pages);
  g_clear_object (&self->people);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_calendar_model_parent_class)->dispose (object);
}

static void
sat_calendar_model_finalize (GObject *object)
{
  SatCalendarModel *self = SAT_CALENDAR_MODEL (object);

  g_ptr_array_unref (self->events);
  g_strfreev (self->words);
  G_OBJECT_CLASS (sat_calendar_model_parent_class)->finalize (object);
}

static void
sat_calendar_model_class_init (SatCalendarModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = sat_calendar_model_dispose;
  object_class->finalize = sat_calendar_model_finalize;
  signals[MOVED] =
      g_signal_new ("moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[WORDS_CHANGED] =
      g_signal_new ("words-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sat_calendar_model_init (SatCalendarModel *self)
{
  self->way = self->shown_way = SAT_CALENDAR_WAY_WEEK;
  self->loading = TRUE;
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_calendar_event_unref);
}

SatCalendarModel *
sat_calendar_model_new (SatContext *context)
{
  SatCalendarModel *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  self = g_object_new (SAT_TYPE_CALENDAR_MODEL, NULL);
  self->context = g_object_ref (context);
  self->writes = !sat_store_is_read_only (sat_context_get_store (context));
  self->people = sat_calendar_people_new (context);
  self->pages = sat_calendar_pages_new (context, self->people);
  self->date = self->shown_date = sat_calendar_model_get_today (self);
  self->shown_range = range_of (self, self->date);
  g_signal_connect (self->pages, "loaded", G_CALLBACK (loaded_cb), self);
  g_signal_connect_swapped (self->pages, "stale", G_CALLBACK (want), self);
  want (self);
  return self;
}
