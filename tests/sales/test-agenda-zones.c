/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What holds of the agenda in every time zone of the system, around every change of its clocks:
 * days of 23 and 25 hours and other lengths, skipped days, odd offsets. */
#include "config.h"

#include "sat-agenda.h"
#include "sat-test-store.h"

#define ZONE_INFO "/usr/share/zoneinfo"
#define DAY_S 86400
#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
#define MINUTE_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
#define FIRST_DAY 0    /* 1970 */
#define LAST_DAY 24836 /* 2038 */

typedef struct {
  SatTestStore *t;
  SatReader *reader;
  const SatType *type;
  guint n_zones, n_changes, n_short, n_long, n_skipped;
} World;

typedef void (*Check) (World *world, GTimeZone *zone, const char *name, SatDate date);

/* Microseconds after midnight by the clock on the wall, and its day. */
static gint64
wall (gint64 us, GTimeZone *zone, SatDate *date)
{
  gint64 seconds = us / G_USEC_PER_SEC - (us % G_USEC_PER_SEC < 0);
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, seconds);
  gint64 local = us + g_time_zone_get_offset (zone, interval) * (gint64)G_USEC_PER_SEC;

  *date = (SatDate)(local / DAY_US - (local % DAY_US < 0));
  return local - *date * DAY_US;
}

static gint32
offset_at (GTimeZone *zone, gint64 seconds)
{
  return g_time_zone_get_offset (zone,
                                 g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, seconds));
}

/* The days around each change of the offset. */
static void
visit_changes (World *world, GTimeZone *zone, const char *name, Check check)
{
  gint32 last = offset_at (zone, (gint64)(FIRST_DAY - 1) * DAY_S);

  for (SatDate date = FIRST_DAY; date < LAST_DAY; date += 3) {
    gint32 offset = offset_at (zone, (gint64)date * DAY_S);

    if (offset == last)
      continue;
    last = offset;
    world->n_changes++;
    for (SatDate near = date - 4; near <= date + 1; near++)
      check (world, zone, name, near);
  }
}

static void
visit_zones (World *world, const char *folder, const char *prefix, Check check)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *full = g_strconcat (prefix, name, NULL);
    g_autofree char *inner = g_strconcat (full, "/", NULL);
    g_autoptr (GTimeZone) zone = NULL;

    if (g_file_test (path, G_FILE_TEST_IS_DIR)) {
      if (!g_str_equal (full, "posix") && !g_str_equal (full, "right"))
        visit_zones (world, path, inner, check);
      continue;
    }
    zone = sat_zone_open (full, NULL);
    if (zone == NULL)
      continue;
    world->n_zones++;
    visit_changes (world, zone, full, check);
  }
}

static void
run (World *world, Check check)
{
  visit_zones (world, ZONE_INFO, "", check);
  if (world->n_zones == 0) {
    g_test_skip ("no time zones on this machine");
    return;
  }
  g_assert_cmpuint (world->n_zones, >, 300);
  g_assert_cmpuint (world->n_changes, >, 5000);
}

/* The wall shows the time that was asked for, at the first moment that it does, or the clock jumped
 * over it. */
static void
check_clock (World *world, GTimeZone *zone, const char *name, SatDate date)
{
  gint64 length = sat_date_end (date, zone) + 1 - sat_date_start (date, zone);

  world->n_short += length > 0 && length < DAY_US;
  world->n_long += length > DAY_US;
  world->n_skipped += length == 0;
  for (int minutes = (date & 1) * 30; minutes < 24 * 60; minutes += 60) {
    gint64 at = sat_date_at (date, minutes * MINUTE_US, zone);
    SatDate shown;
    gint64 time = wall (at, zone, &shown);
    SatDate earlier_day;
    gint64 earlier = wall (at - 60 * MINUTE_US, zone, &earlier_day);

    if (shown == date && time == minutes * MINUTE_US) {
      /* Not the second time of an hour that comes twice. */
      g_assert_false (earlier_day == date && earlier == time);
      continue;
    }
    if (time + shown * DAY_US <= minutes * MINUTE_US + date * DAY_US)
      g_error ("%s, day %d, minute %d: shown as day %d, %" G_GINT64_FORMAT " µs", name, date,
               minutes, shown, time);
  }
}

static void
test_clock (void)
{
  World world = {0};

  run (&world, check_clock);
  if (world.n_zones == 0)
    return;
  g_assert_cmpuint (world.n_short, >, 1000);
  g_assert_cmpuint (world.n_long, >, 1000);
  g_assert_cmpuint (world.n_skipped, >=, 3);
}

/* An activity that is moved by days keeps its time on the wall, and its length. */
static void
check_moved (World *world, GTimeZone *zone, const char *name, SatDate date)
{
  static const int days[] = {-30, -1, 1, 7, 200};
  gint64 start = sat_date_at (date, 10 * 60 * MINUTE_US, zone);
  const SatAgendaSpan span = {.start = start, .end = start + 90 * MINUTE_US};
  SatDate day_before, day_after;
  gint64 before = wall (start, zone, &day_before);

  for (guint i = 0; i < G_N_ELEMENTS (days); i++) {
    SatAgendaSpan moved = sat_agenda_span_move (&span, days[i], zone);
    gint64 after = wall (moved.start, zone, &day_after);
    gboolean skipped =
        sat_date_end (day_before + days[i], zone) < sat_date_start (day_before + days[i], zone);

    g_assert_cmpint (moved.end - moved.start, ==, 90 * MINUTE_US);
    if (after != before || (day_after != day_before + days[i] && !skipped))
      g_error ("%s: from day %d by %d days to day %d", name, date, days[i], day_after);
  }
}

static void
test_moved (void)
{
  World world = {0};

  run (&world, check_moved);
}

static void
clear_fields (SatWriteField *fields)
{
  for (guint i = 0; i < SAT_AGENDA_N_SPAN_FIELDS; i++)
    sat_value_clear (&fields[i].value);
}

/* All-day activities come back with the dates that they were given, whatever the zone did. */
static void
check_all_day (World *world, GTimeZone *zone, const char *name, SatDate date)
{
  for (int length = 0; length < 3; length++) {
    SatAgendaSpan span = {.all_day = TRUE, .first = date, .last = date + length};
    SatWriteField fields[SAT_AGENDA_N_SPAN_FIELDS];
    SatDate first, last;

    sat_agenda_span_fields (world->type, &span, name, fields);
    g_assert_cmpint (fields[3].value.integer, ==, 1);
    sat_agenda_all_day_dates (fields[0].value.integer, fields[1].value.integer,
                              fields[2].value.text, &first, &last);
    if (first != date || last != date + length)
      g_error ("%s: days %d to %d came back as %d to %d", name, date, date + length, first, last);
    clear_fields (fields);
  }
}

static void
test_all_day (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_CREATE);
  World world = {.type = sat_reader_get_type_by_name (sat_test_store_reader (t), "activity")};

  run (&world, check_all_day);
}

/* Seen from anywhere: a task due on a day is on that day, as is what takes all of it; what has a
 * time is on the day that the wall there shows. */
static void
check_seen (World *world, GTimeZone *zone, const char *name, SatDate date)
{
  SatDate today = sat_date_from_ymd (2026, 3, 3, &today) ? today : 0;
  gint64 noon = sat_date_at (today, 12 * 60 * MINUTE_US, zone), ten;
  guint n[3] = {0};
  SatDate wanted;

  if (world->n_changes % 20 != 0) /* the zone is what matters, not the change */
    return;
  g_assert_cmpint (sat_date_today (noon, zone), ==, today);
  g_assert_true (sat_instant_parse ("2026-03-03T10:00:00Z", &ten, NULL));
  wall (ten, zone, &wanted);
  for (SatDate day = today - 1; day <= today + 1; day++) {
    g_autoptr (GPtrArray) items =
        sat_agenda_read (world->reader, day, day, zone, NULL, 0, NULL, NULL);

    for (guint i = 0; i < items->len; i++) {
      const SatAgendaItem *item = items->pdata[i];

      g_assert_cmpint (item->first, ==, item->timed ? wanted : today);
      g_assert_cmpint (day, ==, item->first);
      n[item->timed ? 2 : item->all_day]++;
    }
  }
  if (n[0] != 1 || n[1] != 1 || n[2] != 1)
    g_error ("%s: %u due, %u all day, %u with a time", name, n[0], n[1], n[2]);
}

static void
test_seen (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_CREATE);
  World world = {.t = t, .reader = sat_test_store_reader (t)};

  sat_test_store_add (t, "activity", "subject", "due", "due", "2026-03-03", NULL);
  sat_test_store_add (t, "activity", "subject", "all day", "start", "2026-03-02T10:00:00Z", "end",
                      "2026-03-03T10:00:00Z", "zone", "Pacific/Kiritimati", "all_day", "true",
                      NULL);
  sat_test_store_add (t, "activity", "subject", "timed", "start", "2026-03-03T10:00:00Z", "end",
                      "2026-03-03T10:01:00Z", NULL);
  run (&world, check_seen);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/agenda/zones/clock", test_clock);
  g_test_add_func ("/agenda/zones/moved", test_moved);
  g_test_add_func ("/agenda/zones/all-day", test_all_day);
  g_test_add_func ("/agenda/zones/seen", test_seen);
  return g_test_run ();
}
