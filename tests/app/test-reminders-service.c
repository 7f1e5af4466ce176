/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reminders over a file, with a clock that the tests turn: once each, whatever windows there are,
 * and what they say. */
#include "config.h"

#include "sat-reminder-words.h"
#include "sat-reminders-notify.h"
#include "sat-reminders-service.h"
#include "sat-settings.h"
#include "sat-test-store.h"
#include "window-fixture.h"

#include <string.h>

#define PATIENCE_MS 20000
#define MINUTE_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)

/* What somebody was told. */
typedef struct {
  guint times;
  char *title, *body;
  GArray *ids;
} Told;

typedef struct {
  SatTestStore *t;
  SatContext *context;
  GSettings *settings;
  SatRemindersService *service;
  Told told;
  gint64 me;
} Fixture;

static void
tell_cb (const char *title, const char *body, const gint64 *ids, gsize n, gpointer user_data)
{
  Told *told = user_data;

  told->times++;
  g_free (told->title);
  g_free (told->body);
  told->title = g_strdup (title);
  told->body = g_strdup (body);
  g_array_set_size (told->ids, 0);
  g_array_append_vals (told->ids, ids, (guint)n);
}

static void
told_clear (Told *told)
{
  g_free (told->title);
  g_free (told->body);
  g_array_unref (told->ids);
}

static void
start (Fixture *f)
{
  g_clear_pointer (&f->service, sat_reminders_service_free);
  f->service = sat_reminders_service_new (f->context, tell_cb, &f->told);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->t = sat_test_store_new (SAT_STORE_CREATE);
  f->settings = g_settings_new (SAT_SETTINGS_SCHEMA);
  f->told.ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  f->me = sat_test_store_add (f->t, "user", "name", "Ana", NULL);
  sat_test_store_add (f->t, "user", "name", "Bo", NULL);
  g_assert_true (sat_store_set_current_user (f->t->store, f->me, NULL));
  f->context = window_fixture_context (f->t);
  start (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  sat_reminders_service_free (f->service);
  told_clear (&f->told);
  g_settings_reset (f->settings, SAT_SETTING_REMINDERS);
  g_settings_reset (f->settings, SAT_SETTING_REMINDER_MINUTES);
  g_clear_object (&f->settings);
  window_fixture_close (NULL, &f->context);
  sat_test_store_free (f->t);
}

/* @minutes from now. */
static gint64
plan (Fixture *f, const char *subject, int minutes, const char *owner)
{
  gint64 at = sat_clock_now (f->t->clock) + minutes * MINUTE_US;
  g_autofree char *start = sat_instant_to_string (at - at % MINUTE_US);
  gint64 id = sat_test_store_add (f->t, "activity", "kind", "call", "subject", subject, "start",
                                  start, "owner", owner, NULL);

  sat_test_settle ();
  return id;
}

static void
pass (Fixture *f, int minutes)
{
  sat_clock_fake_advance (f->t->clock, minutes * MINUTE_US);
}

typedef struct {
  Fixture *f;
  guint times;
} Wait;

static gboolean
is_told (gpointer data)
{
  Wait *wait = data;

  sat_reminders_service_look (wait->f->service);
  return wait->f->told.times == wait->times;
}

static void
wait_told (Fixture *f, guint times)
{
  Wait wait = {f, times};

  g_assert_true (sat_test_wait_until (is_told, &wait, PATIENCE_MS));
}

static gboolean
has_looked (gpointer data)
{
  Fixture *f = data;
  g_autofree char *text = NULL;

  sat_reminders_service_look (f->service);
  text = sat_store_get_setting (f->t->store, "reminders");
  return text != NULL && strstr (text, "told") != NULL;
}

static void
test_once (Fixture *f, gconstpointer data)
{
  gint64 call = plan (f, "Ring them", 30, "Ana");

  plan (f, "of another", 30, "Bo");
  sat_reminders_service_look (f->service);
  sat_test_settle ();
  g_assert_cmpuint (f->told.times, ==, 0);
  pass (f, 20);
  wait_told (f, 1);
  g_assert_cmpstr (f->told.title, ==, "Ring them");
  g_assert_cmpuint (f->told.ids->len, ==, 1);
  g_assert_cmpint (g_array_index (f->told.ids, gint64, 0), ==, call);
  g_assert_true (has_looked (f));
  /* A new start knows it. */
  start (f);
  pass (f, 1);
  plan (f, "Next", 30, "Ana");
  pass (f, 20);
  wait_told (f, 2);
  g_assert_cmpstr (f->told.title, ==, "Next");
}

static void
test_suspended (Fixture *f, gconstpointer data)
{
  plan (f, "One", 30, "Ana");
  plan (f, "Two", 60, "Ana");
  plan (f, "Much later", 60 * 24 * 5, "Ana");
  sat_reminders_service_look (f->service);
  pass (f, 60 * 24);
  wait_told (f, 1);
  g_assert_cmpstr (f->told.title, ==, "2 reminders");
  g_assert_cmpuint (f->told.ids->len, ==, 2);
  g_assert_nonnull (strstr (f->told.body, "One\n"));
}

static void
test_snoozed (Fixture *f, gconstpointer data)
{
  plan (f, "Ring them", 30, "Ana");
  pass (f, 20);
  wait_told (f, 1);
  sat_reminders_service_snooze (f->service, (const gint64 *)f->told.ids->data, 1);
  pass (f, SAT_REMINDERS_SNOOZE_MINUTES + 1);
  wait_told (f, 2);
  g_assert_cmpstr (f->told.title, ==, "Ring them");
}

static void
test_preferences (Fixture *f, gconstpointer data)
{
  gint64 silent;

  g_settings_set_boolean (f->settings, SAT_SETTING_REMINDERS, FALSE);
  silent = plan (f, "Silent", 30, "Ana");
  pass (f, 20);
  sat_reminders_service_look (f->service);
  sat_test_settle ();
  sat_test_store_set (f->t, silent, "done", "true", NULL);
  g_settings_set_boolean (f->settings, SAT_SETTING_REMINDERS, TRUE);
  g_settings_set_int (f->settings, SAT_SETTING_REMINDER_MINUTES, 60);
  plan (f, "Early", 65, "Ana");
  pass (f, 6);
  wait_told (f, 1);
  g_assert_cmpstr (f->told.title, ==, "Early");
}

static void
test_done (Fixture *f, gconstpointer data)
{
  gint64 call = plan (f, "Ring them", 30, "Ana");

  sat_reminders_service_look (f->service);
  sat_test_settle ();
  sat_test_store_set (f->t, call, "done", "true", NULL);
  sat_test_settle ();
  pass (f, 20);
  plan (f, "marker", 20, "Ana");
  pass (f, 10);
  wait_told (f, 1);
  g_assert_cmpstr (f->told.title, ==, "marker");
}

/* Two windows over one file: one of them tells. */
static void
test_two_windows (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatStore) store =
      sat_store_open (f->t->path, SAT_STORE_DEFAULT, NULL, f->t->clock, &error);
  SatContext *context = sat_context_new (store, f->settings, &error);
  Told told = {.ids = g_array_new (FALSE, FALSE, sizeof (gint64))};
  SatRemindersService *other;

  g_assert_no_error (error);
  plan (f, "Ring them", 30, "Ana");
  plan (f, "Ring others", 90, "Ana");
  other = sat_reminders_service_new (context, tell_cb, &told);
  sat_test_settle ();
  for (guint i = 1; i <= 2; i++) {
    pass (f, i == 1 ? 20 : 60);
    while (f->told.times + told.times < i) {
      sat_reminders_service_look (f->service);
      sat_reminders_service_look (other);
      g_main_context_iteration (NULL, TRUE);
    }
    sat_test_settle ();
    g_assert_cmpuint (f->told.times + told.times, ==, i);
  }
  sat_reminders_service_free (other);
  told_clear (&told);
  window_fixture_close (NULL, &context);
  sat_store_close (store);
}

static gboolean
is_put_off (gpointer data)
{
  g_autofree char *text = sat_store_get_setting (data, "reminders");

  return text != NULL && strstr (text, "snoozed") != NULL;
}

static void
test_actions (Fixture *f, gconstpointer data)
{
  g_autoptr (GtkApplication) application =
      gtk_application_new ("org.satchel.Satchel.Test", G_APPLICATION_NON_UNIQUE);
  SatRemindersNotify *notify;
  gint64 call = plan (f, "Ring them", 30, "Ana");
  GVariant *ids = g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, &call, 1, sizeof call);

  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  notify = sat_reminders_notify_new (application, f->context);
  g_action_group_activate_action (G_ACTION_GROUP (application), SAT_REMINDERS_SNOOZE, ids);
  g_assert_true (sat_test_wait_until (is_put_off, f->t->store, PATIENCE_MS));
  /* No window to open it in. */
  g_action_group_activate_action (G_ACTION_GROUP (application), SAT_REMINDERS_OPEN,
                                  g_variant_new_int64 (call));
  sat_reminders_notify_free (notify);
  g_assert_false (g_action_group_has_action (G_ACTION_GROUP (application), SAT_REMINDERS_SNOOZE));
}

static SatAgendaItem *
item_at (gint64 start, const char *title, const char *about, const char *place)
{
  SatAgendaItem *item = g_new0 (SatAgendaItem, 1);

  item->title = g_strdup (title);
  item->about = g_strdup (about);
  item->place = g_strdup (place);
  item->timed = start != 0;
  item->start = start;
  item->first = (SatDate)(start / (24 * 60 * MINUTE_US));
  return item;
}

static void
test_words (Fixture *f, gconstpointer data)
{
  SatFormat format = *sat_context_get_format (f->context);
  g_autoptr (GPtrArray) due = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_agenda_item_free);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *only = NULL;
  g_autofree char *many = NULL;
  g_autofree char *title = NULL;
  g_auto (GStrv) lines = NULL;
  gint64 hour = 60 * MINUTE_US;

  format.zone = utc;
  format.half_day = FALSE;
  g_ptr_array_add (due, item_at (SAT_TEST_STORE_NOW + hour, "Ring", "Ana · Acme", "Here"));
  only = sat_reminder_words_body (due, &format);
  g_assert_cmpstr (only, ==, "10:00 · Here · Ana · Acme");
  g_ptr_array_add (due, item_at (SAT_TEST_STORE_NOW + 24 * hour, "Tomorrow’s", "", ""));
  for (guint i = 0; i < 6; i++)
    g_ptr_array_add (due, item_at (SAT_TEST_STORE_NOW, "Other", "", ""));
  title = sat_reminder_words_title (due);
  g_assert_cmpstr (title, ==, "8 reminders");
  many = sat_reminder_words_body (due, &format);
  lines = g_strsplit (many, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  g_assert_cmpstr (lines[0], ==, "10:00 · Ring");
  g_assert_cmpstr (lines[1], ==, "Tomorrow, 09:00 · Tomorrow’s");
  g_assert_cmpstr (lines[5], ==, "and 3 more");
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func)                                                                            \
  g_test_add ("/reminders-service/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("once", test_once);
  ADD ("suspended", test_suspended);
  ADD ("snoozed", test_snoozed);
  ADD ("preferences", test_preferences);
  ADD ("done", test_done);
  ADD ("two-windows", test_two_windows);
  ADD ("actions", test_actions);
  ADD ("words", test_words);
  return g_test_run ();
}
