/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the calendar shows: ranges and their titles, people, what is read and kept, the agenda. */
#include "config.h"

#include <gtk/gtk.h>
#include <locale.h>

#include "sat-agenda-entry.h"
#include "sat-calendar-jump.h"
#include "sat-calendar-model.h"
#include "sat-settings.h"
#include "sat-zone-names.h"
#include "window-fixture.h"

#define PATIENCE_MS 20000

static SatDate
day (const char *text)
{
  SatDate date = 0;

  g_assert_true (sat_date_parse (text, &date, NULL));
  return date;
}

static void
assert_range (
    SatCalendarWay way, const char *date, int week_start, const char *first, const char *last)
{
  SatCalendarRange range = sat_calendar_range (way, day (date), week_start);
  g_autofree char *from = sat_date_to_string (range.first);
  g_autofree char *to = sat_date_to_string (range.last);

  g_assert_cmpstr (from, ==, first);
  g_assert_cmpstr (to, ==, last);
}

static void
test_ranges (void)
{
  assert_range (SAT_CALENDAR_WAY_DAY, "2026-11-22", 1, "2026-11-22", "2026-11-22");
  assert_range (SAT_CALENDAR_WAY_WEEK, "2026-11-22", 1, "2026-11-16", "2026-11-22");
  assert_range (SAT_CALENDAR_WAY_WEEK, "2026-11-22", 7, "2026-11-22", "2026-11-28");
  assert_range (SAT_CALENDAR_WAY_WEEK, "2026-11-22", 6, "2026-11-21", "2026-11-27");
  assert_range (SAT_CALENDAR_WAY_MONTH, "2026-11-22", 1, "2026-10-26", "2026-12-06");
  assert_range (SAT_CALENDAR_WAY_MONTH, "2027-02-01", 1, "2027-02-01", "2027-03-14");
  g_assert_cmpint (sat_calendar_step (SAT_CALENDAR_WAY_MONTH, day ("2026-01-31"), 1), ==,
                   day ("2026-02-28"));
  g_assert_cmpint (sat_calendar_step (SAT_CALENDAR_WAY_WEEK, day ("2026-01-31"), -1), ==,
                   day ("2026-01-24"));
  for (SatCalendarWay way = 0; way < SAT_CALENDAR_N_WAYS; way++)
    g_assert_cmpint (sat_calendar_way_named (sat_calendar_way_name (way)), ==, way);
  g_assert_cmpint (sat_calendar_way_named ("decade"), ==, SAT_CALENDAR_WAY_WEEK);
}

static void
assert_title (SatDateOrder order,
              const char *pattern,
              SatCalendarWay way,
              const char *date,
              const char *expected)
{
  SatFormat format = {.order = order, .date = pattern, .week_start = 1};
  g_autofree char *title = sat_calendar_title (way, day (date), &format, FALSE);

  g_assert_cmpstr (title, ==, expected);
}

static void
assert_brief (const SatFormat *format, SatCalendarWay way, const char *date, const char *expected)
{
  g_autofree char *title = sat_calendar_title (way, day (date), format, TRUE);

  g_assert_cmpstr (title, ==, expected);
}

static void
test_titles (void)
{
  const char *dmy = "%-d %b %Y", *mdy = "%b %-d, %Y", *signs = "%Y年%-m月%-d日";
  SatFormat narrow = {.order = SAT_DATE_ORDER_DMY, .date = dmy, .week_start = 1};
  g_autofree char *brief = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (SatClock) clock = sat_clock_fake_new (sat_date_at (day ("2026-06-01"), 0, zone));

  assert_title (SAT_DATE_ORDER_DMY, dmy, SAT_CALENDAR_WAY_WEEK, "2026-11-22",
                "16 – 22 November 2026");
  assert_title (SAT_DATE_ORDER_DMY, dmy, SAT_CALENDAR_WAY_WEEK, "2026-12-01",
                "30 November – 6 December 2026");
  assert_title (SAT_DATE_ORDER_DMY, dmy, SAT_CALENDAR_WAY_WEEK, "2026-12-31",
                "28 December 2026 – 3 January 2027");
  assert_title (SAT_DATE_ORDER_DMY, dmy, SAT_CALENDAR_WAY_DAY, "2026-11-22",
                "Sunday, 22 November 2026");
  assert_title (SAT_DATE_ORDER_MDY, mdy, SAT_CALENDAR_WAY_WEEK, "2026-11-22",
                "November 16 – 22, 2026");
  assert_title (SAT_DATE_ORDER_MDY, mdy, SAT_CALENDAR_WAY_WEEK, "2026-12-01",
                "November 30 – December 6, 2026");
  assert_title (SAT_DATE_ORDER_YMD, signs, SAT_CALENDAR_WAY_WEEK, "2026-11-22",
                "2026年11月16日 – 22日");
  assert_title (SAT_DATE_ORDER_YMD, signs, SAT_CALENDAR_WAY_WEEK, "2026-12-01",
                "2026年11月30日 – 12月6日");
  assert_title (SAT_DATE_ORDER_YMD, signs, SAT_CALENDAR_WAY_MONTH, "2026-12-01", "2026年12月");
  assert_title (SAT_DATE_ORDER_DMY, dmy, SAT_CALENDAR_WAY_MONTH, "2026-12-01", "December 2026");
  brief = sat_calendar_title (SAT_CALENDAR_WAY_WEEK, day ("2026-11-22"), &narrow, TRUE);
  g_assert_cmpstr (brief, ==, "16 – 22 Nov 2026");
  /* Where the year goes without saying, it is not said. */
  narrow.clock = clock;
  narrow.zone = zone;
  assert_brief (&narrow, SAT_CALENDAR_WAY_WEEK, "2026-11-22", "16 – 22 Nov");
  assert_brief (&narrow, SAT_CALENDAR_WAY_WEEK, "2026-12-01", "30 Nov – 6 Dec");
  assert_brief (&narrow, SAT_CALENDAR_WAY_WEEK, "2026-12-31", "28 Dec 2026 – 3 Jan 2027");
  assert_brief (&narrow, SAT_CALENDAR_WAY_WEEK, "2027-11-22", "22 – 28 Nov 2027");
  assert_brief (&narrow, SAT_CALENDAR_WAY_DAY, "2026-11-22", "Sun, 22 Nov");
  narrow.order = SAT_DATE_ORDER_MDY;
  assert_brief (&narrow, SAT_CALENDAR_WAY_WEEK, "2026-11-22", "Nov 16 – 22");
  assert_brief (&narrow, SAT_CALENDAR_WAY_WEEK, "2026-12-01", "Nov 30 – Dec 6");
  narrow.order = SAT_DATE_ORDER_YMD;
  narrow.date = signs;
  assert_brief (&narrow, SAT_CALENDAR_WAY_WEEK, "2026-11-22", "11月16日 – 22日");
}

typedef struct {
  SatTestStore *store;
  SatContext *context;
  SatCalendarModel *model;
  gint64 ana, bo, cy;
} Fixture;

/* Ana is who sits here, and Bo works for her. */
static void
set_up (Fixture *f, gconstpointer data)
{
  f->store = sat_test_store_new (SAT_STORE_CREATE);
  sat_test_store_add (f->store, "workspace", "name", "Test", "currency", "EUR", "week_start",
                      "monday", NULL);
  f->ana = sat_test_store_add (f->store, "user", "name", "Ana", NULL);
  f->bo = sat_test_store_add (f->store, "user", "name", "Bo", "manager", "Ana", NULL);
  f->cy = sat_test_store_add (f->store, "user", "name", "Cy", NULL);
  sat_store_set_current_user (f->store->store, f->ana, NULL);
  f->context = window_fixture_context (f->store);
  g_settings_reset (sat_context_get_settings (f->context), SAT_SETTING_CALENDAR_PEOPLE);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_settings_reset (sat_context_get_settings (f->context), SAT_SETTING_CALENDAR_PEOPLE);
  g_clear_object (&f->model);
  window_fixture_close (NULL, &f->context);
  sat_test_store_free (f->store);
}

static gint64
add (Fixture *f, const char *owner, const char *subject, const char *start, const char *end)
{
  return sat_test_store_add (f->store, "activity", "kind", "meeting", "subject", subject, "owner",
                             owner, "start", start, "end", end, NULL);
}

typedef struct {
  SatCalendarModel *model;
  guint n;
  const char *first; /* a title among them, NULL: any */
} Expected;

static gboolean
has_events (gpointer data)
{
  Expected *expected = data;
  GPtrArray *events = sat_calendar_model_get_events (expected->model);

  if (sat_calendar_model_is_loading (expected->model) || events->len != expected->n)
    return FALSE;
  for (guint i = 0; expected->first != NULL && i < events->len; i++)
    if (g_str_equal (((SatCalendarEvent *)g_ptr_array_index (events, i))->title, expected->first))
      return TRUE;
  return expected->first == NULL;
}

static void
wait_for (Fixture *f, guint n, const char *title)
{
  Expected expected = {f->model, n, title};

  g_assert_true (sat_test_wait_until (has_events, &expected, PATIENCE_MS));
}

/* The clock stands at 2026-03-02, a Monday. */
static void
test_model (Fixture *f, gconstpointer data)
{
  gint64 id = add (f, "Ana", "Plan", "2026-03-03T09:00:00Z", "2026-03-03T10:00:00Z");
  SatCalendarEvent *event;

  add (f, "Bo", "Of Bo", "2026-03-04T09:00:00Z", "2026-03-04T10:00:00Z");
  add (f, "Ana", "Next week", "2026-03-10T09:00:00Z", "2026-03-10T10:00:00Z");
  f->model = sat_calendar_model_new (f->context);
  wait_for (f, 1, "Plan");
  event = sat_calendar_model_find (f->model, id);
  g_assert_nonnull (event);
  g_assert_cmpint (event->span.start, ==, 1772528400000000);
  g_assert_cmpstr (event->kind, ==, "Meeting");
  g_assert_null (event->initials); /* one person: it need not be said whose it is */
  /* The store changes. */
  sat_test_store_set (f->store, id, "subject", "Plan B", NULL);
  wait_for (f, 1, "Plan B");
  /* Elsewhere: the old picture until the new one is there. */
  sat_calendar_model_go (f->model, SAT_CALENDAR_WAY_WEEK, day ("2030-01-01"));
  g_assert_nonnull (sat_calendar_model_find (f->model, id));
  g_assert_cmpint (sat_calendar_model_get_shown_date (f->model), ==, day ("2026-03-02"));
  wait_for (f, 0, NULL);
  g_assert_cmpint (sat_calendar_model_get_shown_date (f->model), ==, day ("2030-01-01"));
}

typedef struct {
  SatCalendarPages *pages;
  SatCalendarRange range;
} Wanted;

static gboolean
is_read (gpointer data)
{
  Wanted *wanted = data;

  return sat_calendar_pages_is_fresh (wanted->pages, wanted->range);
}

/* What lies before and after is there before it is asked for. */
static void
test_ahead (Fixture *f, gconstpointer data)
{
  Wanted next = {NULL, {day ("2026-03-09"), day ("2026-03-15")}};
  Wanted previous = {NULL, {day ("2026-02-23"), day ("2026-03-01")}};

  add (f, "Ana", "Next week", "2026-03-10T09:00:00Z", "2026-03-10T10:00:00Z");
  f->model = sat_calendar_model_new (f->context);
  next.pages = previous.pages = sat_calendar_model_get_pages (f->model);
  g_assert_true (sat_test_wait_until (is_read, &next, PATIENCE_MS));
  g_assert_true (sat_test_wait_until (is_read, &previous, PATIENCE_MS));
  sat_calendar_model_step (f->model, 1);
  g_assert_cmpuint (sat_calendar_model_get_events (f->model)->len, ==, 1);
}

static void
test_people (Fixture *f, gconstpointer data)
{
  SatCalendarPeople *people;
  GArray *owners;
  g_autofree char *text = NULL;

  add (f, "Ana", "Of Ana", "2026-03-03T09:00:00Z", "2026-03-03T10:00:00Z");
  add (f, "Bo", "Of Bo", "2026-03-04T09:00:00Z", "2026-03-04T10:00:00Z");
  add (f, "Cy", "Of Cy", "2026-03-05T09:00:00Z", "2026-03-05T10:00:00Z");
  f->model = sat_calendar_model_new (f->context);
  people = sat_calendar_model_get_people (f->model);
  wait_for (f, 1, "Of Ana");
  g_assert_false (sat_calendar_people_is_several (people));
  sat_calendar_people_set_who (people, SAT_CALENDAR_TEAM);
  wait_for (f, 2, "Of Bo");
  g_assert_true (sat_calendar_people_is_several (people));
  g_assert_cmpstr (
      ((SatCalendarEvent *)g_ptr_array_index (sat_calendar_model_get_events (f->model), 1))
          ->initials,
      ==, "B");
  sat_calendar_people_set_who (people, SAT_CALENDAR_EVERYONE);
  wait_for (f, 3, "Of Cy");
  owners = sat_calendar_people_dup_owners (people);
  g_assert_cmpuint (owners->len, ==, 0);
  g_array_unref (owners);
  sat_calendar_people_set_shown (people, f->cy, FALSE);
  wait_for (f, 2, "Of Bo");
  text = sat_calendar_people_describe (people);
  g_assert_cmpstr (text, ==, "2 people");
  /* Never nobody. */
  sat_calendar_people_set_shown (people, f->bo, FALSE);
  sat_calendar_people_set_shown (people, f->ana, FALSE);
  g_assert_cmpint (sat_calendar_people_get_who (people), ==, SAT_CALENDAR_ME);
  wait_for (f, 1, "Of Ana");
  g_assert_true (sat_calendar_people_get (people, 0)->is_me);
  g_assert_cmpuint (sat_calendar_people_find (people, f->bo)->colour, !=,
                    sat_calendar_people_find (people, f->cy)->colour);
}

static void
test_words (Fixture *f, gconstpointer data)
{
  add (f, "Ana", "Café in Lyon", "2026-03-03T09:00:00Z", "2026-03-03T10:00:00Z");
  add (f, "Ana", "Plan", "2026-03-04T09:00:00Z", "2026-03-04T10:00:00Z");
  f->model = sat_calendar_model_new (f->context);
  wait_for (f, 2, NULL);
  sat_calendar_model_set_words (f->model, "lyon CAFE");
  g_assert_cmpuint (sat_calendar_model_get_events (f->model)->len, ==, 1);
  sat_calendar_model_set_words (f->model, "nowhere");
  g_assert_cmpuint (sat_calendar_model_get_events (f->model)->len, ==, 0);
  sat_calendar_model_set_words (f->model, "");
  g_assert_cmpuint (sat_calendar_model_get_events (f->model)->len, ==, 2);
}

static SatCalendarEvent *
event_of (gint64 id, gboolean all_day, const char *first, const char *last, int hour)
{
  SatCalendarSpan span = {.all_day = all_day};
  SatCalendarEvent *event;

  if (all_day) {
    span.first = day (first);
    span.last = day (last);
  } else {
    span.start = day (first) * G_TIME_SPAN_DAY + hour * G_TIME_SPAN_HOUR;
    span.end = span.start + G_TIME_SPAN_HOUR;
  }
  event = sat_calendar_event_new (id, &span);
  event->title = g_strdup ("Event");
  return event;
}

/* "H" and the day of the month, or the id. */
static char *
lines_of (GPtrArray *entries)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++) {
    SatAgendaEntry *entry = g_ptr_array_index (entries, i);
    SatCalendarEvent *event = sat_agenda_entry_get_event (entry);
    int number;

    sat_date_to_ymd (sat_agenda_entry_get_date (entry), NULL, NULL, &number);
    if (event == NULL)
      g_string_append_printf (text, "H%d ", number);
    else
      g_string_append_printf (text, "%d ", (int)event->id);
  }
  return g_strchomp (g_string_free (text, FALSE));
}

static void
test_agenda (void)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_calendar_event_unref);
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *lines = NULL;

  g_ptr_array_add (events, event_of (1, FALSE, "2026-03-04", NULL, 15));
  g_ptr_array_add (events, event_of (2, FALSE, "2026-03-04", NULL, 9));
  g_ptr_array_add (events, event_of (3, TRUE, "2026-02-28", "2026-03-04", 0));
  g_ptr_array_add (events, event_of (4, FALSE, "2026-03-09", NULL, 9));
  entries =
      sat_agenda_entries (events, day ("2026-03-03"), day ("2026-03-30"), day ("2026-03-06"), zone);
  lines = lines_of (entries);
  g_assert_cmpstr (lines, ==, "H3 3 H4 3 2 1 H6 H9 4");
}

static void
test_dates (void)
{
  g_autoptr (SatClock) clock = sat_clock_fake_new (SAT_TEST_STORE_NOW);
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  SatFormat format = {.order = SAT_DATE_ORDER_DMY,
                      .date = "%-d %b %Y",
                      .week_start = 1,
                      .currency = "EUR",
                      .zone = zone,
                      .clock = clock};
  const struct {
    const char *text, *date;
  } good[] = {{"next friday", "2026-03-13"}, {"friday", "2026-03-06"},   {"12 Mar", "2026-03-12"},
              {"2026-05-01", "2026-05-01"},  {"1/5/2026", "2026-05-01"}, {"tomorrow", "2026-03-03"},
              {"mañana", "2026-03-03"},      {"下周五", "2026-03-13"}};
  const char *const bad[] = {"", "lunch", "call Ana friday", "friday 10:00", "99/99"};
  SatDate date;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_assert_true (sat_calendar_read_date (&format, good[i].text, &date, NULL));
    g_assert_cmpint (date, ==, day (good[i].date));
  }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (sat_calendar_read_date (&format, bad[i], &date, &error));
    g_assert_nonnull (error);
  }
}

static void
test_zones (void)
{
  const char *const *names = sat_zone_names ();
  g_autofree char *label = sat_zone_label ("America/Sao_Paulo", SAT_TEST_STORE_NOW);
  g_autofree char *unknown = sat_zone_label ("Nowhere", SAT_TEST_STORE_NOW);

  g_assert_cmpstr (names[0], ==, "UTC");
  g_assert_true (g_strv_contains (names, "Europe/Berlin"));
  g_assert_cmpstr (label, ==, "Sao Paulo, America (UTC−3)");
  g_assert_cmpstr (unknown, ==, "Nowhere");
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar-model/ranges", test_ranges);
  g_test_add_func ("/calendar-model/titles", test_titles);
  g_test_add ("/calendar-model/events", Fixture, NULL, set_up, test_model, tear_down);
  g_test_add ("/calendar-model/ahead", Fixture, NULL, set_up, test_ahead, tear_down);
  g_test_add ("/calendar-model/people", Fixture, NULL, set_up, test_people, tear_down);
  g_test_add ("/calendar-model/words", Fixture, NULL, set_up, test_words, tear_down);
  g_test_add_func ("/calendar-model/agenda", test_agenda);
  g_test_add_func ("/calendar-model/dates", test_dates);
  g_test_add_func ("/calendar-model/zones", test_zones);
  return g_test_run ();
}
