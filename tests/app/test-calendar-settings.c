/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of the settings with reminders, working time and holidays. */
#include "config.h"

#include "sat-calendar-page.h"
#include "sat-org-list.h"
#include "sat-settings.h"
#include "sat-test-store.h"
#include "sat-working-time.h"
#include "window-fixture.h"

#define PATIENCE_MS 20000

typedef struct {
  SatTestStore *t;
  SatContext *context;
  GSettings *settings;
  GtkWidget *window, *page;
  gint64 christmas;
  const char *sql; /* what is waited for */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->t = sat_test_store_new (SAT_STORE_CREATE);
  f->settings = g_settings_new (SAT_SETTINGS_SCHEMA);
  sat_test_store_add (f->t, "workspace", "name", "Test", "currency", "USD", NULL);
  /* The clock stands in 2026. */
  sat_test_store_add (f->t, "holiday", "date", "2024-12-25", "name", "Past", NULL);
  f->christmas =
      sat_test_store_add (f->t, "holiday", "date", "2026-12-25", "name", "Christmas", NULL);
  sat_test_store_add (f->t, "holiday", "date", "2026-01-01", NULL);
  f->context = window_fixture_context (f->t);
  f->page = sat_calendar_page_new (f->context);
  f->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (f->window), f->page);
  gtk_window_present (GTK_WINDOW (f->window));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  g_settings_reset (f->settings, SAT_SETTING_REMINDERS);
  g_settings_reset (f->settings, SAT_SETTING_REMINDER_MINUTES);
  g_clear_object (&f->settings);
  window_fixture_close (NULL, &f->context);
  sat_test_store_free (f->t);
}

static gboolean
holds (gpointer data)
{
  Fixture *f = data;

  return sat_test_store_sql_int (f->t, f->sql) == 1;
}

static void
wait_for (Fixture *f, const char *sql)
{
  f->sql = sql;
  if (!sat_test_wait_until (holds, f, PATIENCE_MS))
    g_error ("it never held: %s", sql);
  sat_test_settle ();
}

/* The button with that tooltip, or the row with that title. */
static GtkWidget *
find (GtkWidget *widget, const char *text)
{
  GtkWidget *found = NULL;

  if (GTK_IS_TOGGLE_BUTTON (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0)
    return widget;
  if (ADW_IS_COMBO_ROW (widget) &&
      g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), text))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, text);
  return found;
}

static void
press (Fixture *f, const char *day, gboolean active)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find (f->page, day)), active);
}

static gboolean
is_pressed (Fixture *f, const char *day)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find (f->page, day)));
}

static void
choose (Fixture *f, const char *title, const char *label)
{
  AdwComboRow *row = ADW_COMBO_ROW (find (f->page, title));
  GListModel *model = adw_combo_row_get_model (row);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (GtkStringObject) item = g_list_model_get_item (model, i);

    if (g_str_equal (gtk_string_object_get_string (item), label)) {
      adw_combo_row_set_selected (row, i);
      return;
    }
  }
  g_error ("%s has no choice %s", title, label);
}

static void
test_days (Fixture *f, gconstpointer data)
{
  g_assert_true (is_pressed (f, "Monday"));
  g_assert_false (is_pressed (f, "Saturday"));
  press (f, "Saturday", TRUE);
  wait_for (f, "SELECT count(*) FROM workspace WHERE work_days ="
               " 'monday tuesday wednesday thursday friday saturday'");
  sat_context_undo (f->context);
  wait_for (f, "SELECT count(*) FROM workspace WHERE work_days IS NULL");
  g_assert_false (is_pressed (f, "Saturday"));
  sat_test_store_set (f->t, sat_test_store_sql_int (f->t, "SELECT id FROM workspace"), "work_days",
                      "sunday", NULL);
  sat_test_settle ();
  g_assert_true (is_pressed (f, "Sunday"));
  g_assert_false (is_pressed (f, "Monday"));
  /* The last one stays. */
  press (f, "Sunday", FALSE);
  sat_test_settle ();
  g_assert_true (is_pressed (f, "Sunday"));
  wait_for (f, "SELECT count(*) FROM workspace WHERE work_days = 'sunday'");
}

static void
test_times (Fixture *f, gconstpointer data)
{
  SatWorkingTime time;

  choose (f, "Work begins at", "08:30");
  wait_for (f, "SELECT count(*) FROM workspace WHERE work_start = '08:30'");
  choose (f, "Work ends at", "18:00");
  wait_for (f, "SELECT count(*) FROM workspace WHERE work_end = '18:00'");
  time = sat_working_time_read (sat_test_store_reader (f->t));
  g_assert_cmpint (time.start, ==, 8 * 60 + 30);
  g_assert_cmpint (time.end, ==, 18 * 60);
  choose (f, "Work begins at", "09:00");
  wait_for (f, "SELECT count(*) FROM workspace WHERE work_start IS NULL");
}

static void
test_reminders (Fixture *f, gconstpointer data)
{
  choose (f, "When", "1 hour before");
  g_assert_cmpint (g_settings_get_int (f->settings, SAT_SETTING_REMINDER_MINUTES), ==, 60);
  g_settings_set_int (f->settings, SAT_SETTING_REMINDER_MINUTES, 5);
  sat_test_settle ();
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (find (f->page, "When"))), ==, 1);
  /* Something that is not to choose from is left alone. */
  g_settings_set_int (f->settings, SAT_SETTING_REMINDER_MINUTES, 7);
  sat_test_settle ();
  g_assert_cmpint (g_settings_get_int (f->settings, SAT_SETTING_REMINDER_MINUTES), ==, 7);
  g_assert_true (gtk_widget_get_sensitive (find (f->page, "When")));
  g_settings_set_boolean (f->settings, SAT_SETTING_REMINDERS, FALSE);
  sat_test_settle ();
  g_assert_false (gtk_widget_get_sensitive (find (f->page, "When")));
}

static gboolean
is_read (gpointer list)
{
  return sat_org_list_get_n_items (list) == 2;
}

static void
test_holidays (Fixture *f, gconstpointer data)
{
  SatOrgList *list = SAT_ORG_LIST (window_fixture_find (f->page, SAT_TYPE_ORG_LIST));

  g_assert_true (sat_test_wait_until (is_read, list, PATIENCE_MS));
  g_signal_emit_by_name (list, "remove", f->christmas);
  wait_for (f, "SELECT count(*) = 0 FROM holiday WHERE name = 'Christmas'");
  sat_context_undo (f->context);
  wait_for (f, "SELECT count(*) FROM holiday WHERE name = 'Christmas'");
  g_assert_true (sat_test_wait_until (is_read, list, PATIENCE_MS));
}

/* What is stored, and what makes no sense. */
static void
test_words (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *text;
    int minutes; /* -1: refused */
  } times[] = {{"09:00", 540}, {"9:05", 545}, {"9", 540}, {"24:00", 1440}, {"00:00", 0},
               {"24:01", -1},  {"9:5", -1},   {"", -1},   {"9:60", -1},    {"9.30", -1},
               {"nine", -1},   {":30", -1},   {NULL, -1}, {"09:000", -1},  {"123:00", -1}};
  g_autofree char *days = NULL;
  guint found = 99;

  for (guint i = 0; i < G_N_ELEMENTS (times); i++) {
    int minutes = -1;

    g_assert_cmpint (sat_working_time_parse_minutes (times[i].text, &minutes), ==,
                     times[i].minutes >= 0);
    g_assert_cmpint (minutes, ==, times[i].minutes);
  }
  g_assert_false (sat_working_time_parse_days ("monday funday", &found));
  g_assert_false (sat_working_time_parse_days (" ,", &found));
  g_assert_cmpuint (found, ==, 99);
  g_assert_true (sat_working_time_parse_days ("Tuesday, monday", &found));
  days = sat_working_time_days_to_string (found);
  g_assert_cmpstr (days, ==, "monday tuesday");
  /* It ends before it begins. */
  sat_test_store_set (f->t, sat_test_store_sql_int (f->t, "SELECT id FROM workspace"), "work_start",
                      "18:00", NULL);
  g_assert_cmpint (sat_working_time_read (sat_test_store_reader (f->t)).start, ==, 540);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func)                                                                            \
  g_test_add ("/calendar-settings/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("days", test_days);
  ADD ("times", test_times);
  ADD ("reminders", test_reminders);
  ADD ("holidays", test_holidays);
  ADD ("words", test_words);
  return g_test_run ();
}
