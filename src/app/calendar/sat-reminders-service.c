/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-reminders-service.h"

#include "sat-reminder-words.h"
#include "sat-reminders.h"
#include "sat-settings.h"
#include "sat-working-time.h"

#define SETTING "reminders"
#define LOOK_SECONDS 5
/* The days around today move on, whatever else changes. */
#define READ_AGAIN_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
/* Another window is faster than this, a long import is not. */
#define PATIENCE_US (3 * G_USEC_PER_SEC)
#define MINUTE_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)

struct _SatRemindersService {
  SatContext *context;
  SatRemindersTell tell;
  gpointer user_data;
  guint timeout;

  SatReminderState *state;
  char *text;        /* what stands in the file, as far as is known */
  GPtrArray *items;  /* the agenda around today; NULL: not read yet */
  gint64 read_at;    /* when, by the clock on the wall */
  gboolean is_stale; /* something has changed since */
  SatWorkingTime working_time;
  GCancellable *cancellable; /* of the reading; NULL: none is under way */
  struct _Save *save;        /* under way */
  gint64 save_began;         /* monotonic */
  GArray *put_off;           /* gint64: what the next one puts off */
};

/* A state on its way to the file, and what is told once it is there: by then it may be another
 * window that was first. */
typedef struct _Save {
  SatRemindersService *service; /* NULL: gone */
  SatReminderState *state;
  char *before, *after;
  GPtrArray *due;  /* SatAgendaItem; NULL: told already */
  GArray *snoozed; /* gint64 */
  gboolean swapped;
  gatomicrefcount ref_count; /* the writer may still have it when the service goes */
} Save;

static SatStore *
store_of (SatRemindersService *self)
{
  return sat_context_get_store (self->context);
}

static gint64
now (SatRemindersService *self)
{
  return sat_clock_now (sat_context_get_format (self->context)->clock);
}

static void
save_unref (gpointer data)
{
  Save *save = data;

  if (!g_atomic_ref_count_dec (&save->ref_count))
    return;
  sat_reminder_state_free (save->state);
  g_clear_pointer (&save->due, g_ptr_array_unref);
  g_clear_pointer (&save->snoozed, g_array_unref);
  g_free (save->before);
  g_free (save->after);
  g_free (save);
}

/* On the writer thread. */
static gboolean
swap_cb (SatWriter *writer, gpointer data, GError **error)
{
  Save *save = data;

  return sat_writer_swap_setting (writer, SETTING, save->before, save->after, &save->swapped,
                                  error);
}

static void
tell_due (SatRemindersService *self, GPtrArray *due)
{
  const SatFormat *format = sat_context_get_format (self->context);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;

  if (due == NULL || due->len == 0)
    return;
  for (guint i = 0; i < due->len; i++)
    g_array_append_val (ids, ((SatAgendaItem *)due->pdata[i])->id);
  title = sat_reminder_words_title (due);
  body = sat_reminder_words_body (due, format);
  self->tell (title, body, (const gint64 *)ids->data, ids->len, self->user_data);
}

static void
take_state (SatRemindersService *self, Save *save)
{
  sat_reminder_state_free (self->state);
  self->state = g_steal_pointer (&save->state);
  g_free (self->text);
  self->text = g_steal_pointer (&save->after);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Save *save = user_data;
  SatRemindersService *self = save->service;
  g_autoptr (GError) error = NULL;
  gboolean ok = sat_store_write_finish (SAT_STORE (source), result, NULL, &error);

  if (!ok)
    g_debug ("reminders: %s", error->message);
  if (self == NULL) {
    save_unref (save);
    return;
  }
  self->save = NULL;
  /* A file that cannot be written is no reason not to remind. */
  if (!ok || save->swapped) {
    take_state (self, save);
    tell_due (self, save->due);
  } else if (save->snoozed != NULL) {
    g_array_append_vals (self->put_off, save->snoozed->data, save->snoozed->len);
  }
  save_unref (save);
  sat_reminders_service_look (self);
}

static void
write_save (SatRemindersService *self, Save *save)
{
  save->service = self;
  save->before = g_strdup (self->text);
  save->after = sat_reminder_state_to_string (save->state);
  if (sat_store_is_read_only (store_of (self))) {
    take_state (self, save);
    tell_due (self, save->due);
    save_unref (save);
    return;
  }
  self->save = save;
  self->save_began = g_get_monotonic_time ();
  g_atomic_ref_count_inc (&save->ref_count);
  sat_store_write_async (store_of (self), SAT_CHANGE_SETUP, "reminders", swap_cb, save, save_unref,
                         NULL, saved_cb, save);
}

static Save *
save_new (SatReminderState *state)
{
  Save *save = g_new0 (Save, 1);

  g_atomic_ref_count_init (&save->ref_count);
  save->state = state;
  return save;
}

/* What another window wrote meanwhile. */
static void
follow_file (SatRemindersService *self)
{
  g_autofree char *text = sat_store_get_setting (store_of (self), SETTING);

  if (text != NULL && g_strcmp0 (text, self->text) != 0)
    sat_reminder_state_update (self->state, text);
  g_free (self->text);
  self->text = g_steal_pointer (&text);
}

static SatReminderRules
rules_of (SatRemindersService *self)
{
  GSettings *settings = sat_context_get_settings (self->context);

  return (SatReminderRules){
      .wanted = g_settings_get_boolean (settings, SAT_SETTING_REMINDERS),
      .minutes = g_settings_get_int (settings, SAT_SETTING_REMINDER_MINUTES),
      .day_start = self->working_time.start,
      .zone = sat_context_get_format (self->context)->zone,
  };
}

typedef struct {
  gint64 user;
  SatDate today;
  GTimeZone *zone;
} Question;

typedef struct {
  GPtrArray *items;
  SatWorkingTime working_time;
} Answer;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_time_zone_unref (question->zone);
  g_free (question);
}

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->items, g_ptr_array_unref);
  g_free (answer);
}

static gpointer
read_agenda (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;
  Answer *answer;
  GPtrArray *items = sat_agenda_read (reader, question->today - SAT_REMINDERS_DAYS_BEFORE,
                                      question->today + SAT_REMINDERS_DAYS_AFTER, question->zone,
                                      &question->user, 1, cancellable, error);

  if (items == NULL)
    return NULL;
  answer = g_new0 (Answer, 1);
  answer->items = items;
  answer->working_time = sat_working_time_read (reader);
  return answer;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SatRemindersService *self = user_data;
  g_autoptr (GError) error = NULL;
  Answer *answer = sat_context_read_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (answer == NULL) {
    g_debug ("reminders: %s", error->message);
    return;
  }
  g_clear_pointer (&self->items, g_ptr_array_unref);
  self->items = g_steal_pointer (&answer->items);
  self->working_time = answer->working_time;
  answer_free (answer);
  sat_reminders_service_look (self);
}

/* Whose agenda it is may differ each time; without anybody there is nothing to tell. */
static void
read_again (SatRemindersService *self)
{
  const SatFormat *format = sat_context_get_format (self->context);
  gint64 user = sat_context_get_user (self->context);
  Question *question;

  self->is_stale = FALSE;
  self->read_at = now (self);
  if (user == 0) {
    g_clear_pointer (&self->items, g_ptr_array_unref);
    return;
  }
  question = g_new (Question, 1);
  *question = (Question){user, sat_date_today (self->read_at, format->zone),
                         g_time_zone_ref (format->zone)};
  self->cancellable = g_cancellable_new ();
  sat_context_read_async (self->context, read_agenda, question, question_free, answer_free,
                          self->cancellable, read_cb, self);
}

/* What has to wait for a long import is told all the same. */
static void
tell_waiting (SatRemindersService *self)
{
  if (g_get_monotonic_time () - self->save_began < PATIENCE_US)
    return;
  tell_due (self, self->save->due);
  g_clear_pointer (&self->save->due, g_ptr_array_unref);
}

static void
write_put_off (SatRemindersService *self)
{
  gint64 until = now (self) + SAT_REMINDERS_SNOOZE_MINUTES * MINUTE_US;
  Save *save;

  follow_file (self);
  save = save_new (sat_reminder_state_copy (self->state));
  for (guint i = 0; i < self->put_off->len; i++)
    sat_reminders_snooze (save->state, g_array_index (self->put_off, gint64, i), until);
  save->snoozed = self->put_off;
  self->put_off = g_array_new (FALSE, FALSE, sizeof (gint64));
  write_save (self, save);
}

static void
write_due (SatRemindersService *self)
{
  SatReminderRules rules = rules_of (self);
  g_autoptr (SatReminderState) state = NULL;
  g_autoptr (GPtrArray) due = NULL;
  Save *save;

  follow_file (self);
  state = sat_reminder_state_copy (self->state);
  due = sat_reminders_take (state, self->items, &rules, now (self));
  if (due->len == 0) {
    sat_reminder_state_free (self->state);
    self->state = g_steal_pointer (&state);
    return;
  }
  save = save_new (g_steal_pointer (&state));
  /* The items may be read anew before they are told. */
  save->due = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_agenda_item_free);
  for (guint i = 0; i < due->len; i++)
    g_ptr_array_add (save->due, sat_agenda_item_copy (due->pdata[i]));
  write_save (self, save);
}

void
sat_reminders_service_look (SatRemindersService *self)
{
  g_return_if_fail (self != NULL);
  if (self->save != NULL)
    tell_waiting (self);
  else if (self->put_off->len > 0)
    write_put_off (self);
  else if (self->cancellable == NULL &&
           (self->is_stale || ABS (now (self) - self->read_at) > READ_AGAIN_US))
    read_again (self);
  else if (self->cancellable == NULL && self->items != NULL)
    write_due (self);
}

void
sat_reminders_service_snooze (SatRemindersService *self, const gint64 *ids, gsize n)
{
  g_return_if_fail (self != NULL && (ids != NULL || n == 0));
  g_array_append_vals (self->put_off, ids, (guint)n);
  if (self->save == NULL)
    sat_reminders_service_look (self);
}

static void
changed_cb (SatRemindersService *self)
{
  self->is_stale = TRUE;
}

static gboolean
look_cb (gpointer user_data)
{
  sat_reminders_service_look (user_data);
  return G_SOURCE_CONTINUE;
}

SatRemindersService *
sat_reminders_service_new (SatContext *context, SatRemindersTell tell, gpointer user_data)
{
  SatRemindersService *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && tell != NULL, NULL);
  self = g_new0 (SatRemindersService, 1);
  self->context = g_object_ref (context);
  self->tell = tell;
  self->user_data = user_data;
  self->working_time = sat_working_time_usual ();
  self->put_off = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->text = sat_store_get_setting (store_of (self), SETTING);
  self->state = sat_reminder_state_parse (self->text, now (self));
  self->is_stale = TRUE;
  g_signal_connect_swapped (context, "changed", G_CALLBACK (changed_cb), self);
  self->timeout = g_timeout_add_seconds (LOOK_SECONDS, look_cb, self);
  sat_reminders_service_look (self);
  return self;
}

void
sat_reminders_service_free (SatRemindersService *self)
{
  if (self == NULL)
    return;
  g_source_remove (self->timeout);
  g_signal_handlers_disconnect_by_data (self->context, self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->save != NULL)
    self->save->service = NULL;
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_array_unref (self->put_off);
  sat_reminder_state_free (self->state);
  g_free (self->text);
  g_object_unref (self->context);
  g_free (self);
}
