/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is on whose calendar on which day. */
#include "config.h"

#include "sat-agenda.h"
#include "sat-schema-indexes.h"
#include "sat-statement.h"
#include "sat-test-store.h"

#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
#define HOUR_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

typedef struct {
  SatTestStore *t;
  GTimeZone *zone; /* Berlin */
  gint64 ana, bo;
} Fixture;

static SatDate
day (const char *iso)
{
  SatDate date = 0;

  g_assert_true (sat_date_parse (iso, &date, NULL));
  return date;
}

static GTimeZone *
zone_of (const char *name)
{
  g_autoptr (GError) error = NULL;
  GTimeZone *zone = sat_zone_open (name, &error);

  g_assert_no_error (error);
  return zone;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->t = sat_test_store_new (SAT_STORE_CREATE);
  f->zone = zone_of ("Europe/Berlin");
  f->ana = sat_test_store_add (f->t, "user", "name", "Ana", NULL);
  f->bo = sat_test_store_add (f->t, "user", "name", "Bo", NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  sat_test_store_free (f->t);
  g_time_zone_unref (f->zone);
}

static GPtrArray *
read_in (Fixture *f, const char *from, const char *to, GTimeZone *zone, gint64 owner)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *items = sat_agenda_read (sat_test_store_reader (f->t), day (from), day (to), zone,
                                      &owner, owner != 0, NULL, &error);

  g_assert_no_error (error);
  return items;
}

/* The titles in their order. */
static void
assert_titles (GPtrArray *items, const char *expected)
{
  g_autoptr (GString) titles = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++) {
    const SatAgendaItem *item = items->pdata[i];

    g_string_append_printf (titles, "%s%s", i > 0 ? "|" : "", item->title);
  }
  g_assert_cmpstr (titles->str, ==, expected);
}

static void
assert_read (Fixture *f, const char *from, const char *to, gint64 owner, const char *expected)
{
  g_autoptr (GPtrArray) items = read_in (f, from, to, f->zone, owner);

  assert_titles (items, expected);
}

static void
test_order (Fixture *f, gconstpointer data)
{
  sat_test_store_add (f->t, "activity", "subject", "late", "start", "2026-03-03T15:00:00Z", "owner",
                      "Bo", NULL);
  sat_test_store_add (f->t, "activity", "subject", "early", "start", "2026-03-03T07:00:00Z",
                      "owner", "Ana", NULL);
  sat_test_store_add (f->t, "activity", "subject", "due", "due", "2026-03-03", "owner", "Ana",
                      NULL);
  sat_test_store_add (f->t, "activity", "subject", "whole", "start", "2026-03-03T00:00:00Z",
                      "all_day", "true", "owner", "Bo", NULL);
  sat_test_store_add (f->t, "activity", "subject", "night", "start", "2026-03-02T22:00:00Z", "end",
                      "2026-03-03T02:00:00Z", NULL);
  sat_test_store_add (f->t, "activity", "subject", "next day", "start", "2026-03-03T23:00:00Z",
                      NULL);
  sat_test_store_add (f->t, "activity", "subject", "day before", "start", "2026-03-02T22:00:00Z",
                      "end", "2026-03-02T23:00:00Z", NULL);
  sat_test_store_add (f->t, "activity", "subject", "some day", NULL);
  assert_read (f, "2026-03-03", "2026-03-03", 0, "night|whole|due|early|late");
  assert_read (f, "2026-03-03", "2026-03-03", f->ana, "due|early");
  assert_read (f, "2026-03-03", "2026-03-03", f->bo, "whole|late");
  assert_read (f, "2026-03-04", "2026-03-04", 0, "next day");
  assert_read (f, "2026-03-05", "2026-03-04", 0, "");
}

static void
test_facts (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GError) error = NULL;
  SatAgendaItem *item;
  gint64 id;

  sat_test_store_add (f->t, "company", "name", "Acme", NULL);
  sat_test_store_add (f->t, "contact", "first_name", "小明", "last_name", "王", NULL);
  sat_test_store_add (f->t, "contact", "mail", "only@mail.example", NULL);
  sat_test_store_add (f->t, "opportunity", "name", "Renewal", NULL);
  id = sat_test_store_add (f->t, "activity", "kind", "call", "start", "2026-03-03T15:00:00Z",
                           "owner", "Bo", "company", "Acme", "contact", "王小明", "opportunity",
                           "Renewal", "zone", "Asia/Tokyo", "place", "Here", "done", "true",
                           "reminder", "5", NULL);
  sat_test_store_add (f->t, "activity", "kind", "visit", "subject", "v", "start",
                      "2026-03-03T16:00:00Z", "contact", "only@mail.example", "reminder", "-1",
                      NULL);
  sat_test_store_add (f->t, "activity", "kind", "meeting", "subject", "m", "start",
                      "2026-03-03T17:00:00Z", "end", "2026-03-03T17:00:00Z", "opportunity",
                      "Renewal", NULL);
  items = read_in (f, "2026-03-03", "2026-03-03", f->zone, 0);
  assert_titles (items, "Call|v|m");
  item = items->pdata[0];
  g_assert_cmpint (item->id, ==, id);
  g_assert_cmpstr (item->kind, ==, "call");
  g_assert_cmpstr (item->about, ==, "王小明 · Acme");
  g_assert_cmpstr (item->place, ==, "Here");
  g_assert_cmpstr (item->zone, ==, "Asia/Tokyo");
  g_assert_cmpint (item->owner, ==, f->bo);
  g_assert_true (item->timed && item->done && !item->all_day);
  g_assert_cmpint (item->end - item->start, ==, HOUR_US / 4);
  g_assert_cmpint (item->first, ==, day ("2026-03-03"));
  g_assert_cmpint (item->reminder, ==, 5);
  item = items->pdata[1];
  g_assert_cmpstr (item->about, ==, "only@mail.example");
  g_assert_cmpint (item->end - item->start, ==, HOUR_US / 2);
  g_assert_cmpint (item->reminder, ==, SAT_AGENDA_REMINDER_NONE);
  item = items->pdata[2];
  g_assert_cmpstr (item->about, ==, "Renewal");
  g_assert_cmpint (item->end - item->start, ==, HOUR_US / 2);
  g_assert_cmpint (item->reminder, ==, SAT_AGENDA_REMINDER_USUAL);

  item = sat_agenda_item_load (sat_test_store_reader (f->t), id, f->zone, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (item->about, ==, "王小明 · Acme");
  sat_agenda_item_free (item);
  g_assert_null (sat_agenda_item_load (sat_test_store_reader (f->t), f->ana, f->zone, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND);
}

/* What began long before, of every length for which there is a class of its own. */
static void
test_long (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *subject, *start, *end;
  } rows[] = {
      {"years", "2020-01-01T08:00:00Z", "2026-03-03T09:00:00Z"},
      {"months", "2025-06-01T08:00:00Z", "2026-03-03T09:00:00Z"},
      {"weeks", "2026-02-01T08:00:00Z", "2026-03-03T09:00:00Z"},
      {"days", "2026-02-26T08:00:00Z", "2026-03-03T09:00:00Z"},
      {"two days", "2026-03-01T10:00:00Z", "2026-03-03T09:00:00Z"},
      {"over", "2020-01-01T08:00:00Z", "2026-03-02T23:00:00Z"},
      {"just over", "2026-02-26T08:00:00Z", "2026-03-02T23:00:00Z"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    sat_test_store_add (f->t, "activity", "subject", rows[i].subject, "start", rows[i].start, "end",
                        rows[i].end, "owner", i % 2 == 0 ? "Ana" : "Bo", NULL);
  assert_read (f, "2026-03-03", "2026-03-03", 0, "years|months|weeks|days|two days");
  assert_read (f, "2026-03-03", "2026-03-03", f->ana, "years|weeks|two days");
  assert_read (f, "2026-03-04", "2026-03-04", 0, "");
  assert_read (f, "2023-03-04", "2023-03-04", 0, "years|over");
}

static void
test_unscheduled (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) of_ana = NULL;
  g_autoptr (GPtrArray) first = NULL;
  SatReader *reader = sat_test_store_reader (f->t);
  const gint64 both[] = {f->ana, f->bo};

  sat_test_store_add (f->t, "activity", "subject", "a", "owner", "Ana", NULL);
  sat_test_store_add (f->t, "activity", "subject", "b", "owner", "Bo", "done", "false", NULL);
  sat_test_store_add (f->t, "activity", "subject", "c", NULL);
  sat_test_store_add (f->t, "activity", "subject", "done", "owner", "Ana", "done", "true", NULL);
  sat_test_store_add (f->t, "activity", "subject", "due", "owner", "Ana", "due", "2026-03-03",
                      NULL);
  sat_test_store_add (f->t, "activity", "subject", "start", "owner", "Ana", "start",
                      "2026-03-03T15:00:00Z", NULL);
  all = sat_agenda_unscheduled (reader, NULL, 0, 0, NULL, &error);
  assert_titles (all, "c|b|a");
  of_ana = sat_agenda_unscheduled (reader, &f->ana, 1, 0, NULL, &error);
  assert_titles (of_ana, "a");
  first = sat_agenda_unscheduled (reader, both, 2, 1, NULL, &error);
  assert_titles (first, "b");
}

static void
test_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (
      sat_agenda_read (sat_test_store_reader (f->t), 0, 1, f->zone, NULL, 0, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* An all-day activity has the same date in every zone from which one looks. */
static void
test_all_day (Fixture *f, gconstpointer data)
{
  static const char *const zones[] = {
      "UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "America/St_Johns", NULL};
  static const char *const own[] = {"Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin",
                                    NULL};
  const SatType *type = sat_reader_get_type_by_name (sat_test_store_reader (f->t), "activity");

  for (guint i = 0; i <= 3; i++) {
    SatAgendaSpan span = {.all_day = TRUE, .first = day ("2026-03-28"), .last = day ("2026-03-30")};
    SatWriteField fields[SAT_AGENDA_N_SPAN_FIELDS];
    g_autofree char *start = NULL;
    g_autofree char *end = NULL;

    sat_agenda_span_fields (type, &span, own[i], fields);
    start = sat_instant_to_string (fields[0].value.integer);
    end = sat_instant_to_string (fields[1].value.integer);
    g_assert_cmpstr (fields[2].value.text, ==, own[i] != NULL ? own[i] : "UTC");
    sat_test_store_add (f->t, "activity", "subject", own[i] != NULL ? own[i] : "none", "start",
                        start, "end", end, "zone", fields[2].value.text, "all_day", "true", "owner",
                        "Ana", NULL);
    for (guint n = 0; n < G_N_ELEMENTS (fields); n++)
      sat_value_clear (&fields[n].value);
  }
  for (guint i = 0; zones[i] != NULL; i++) {
    g_autoptr (GTimeZone) zone = zone_of (zones[i]);
    static const char *const days[] = {"2026-03-27", "2026-03-28", "2026-03-30", "2026-03-31"};

    for (guint d = 0; d < G_N_ELEMENTS (days); d++) {
      g_autoptr (GPtrArray) all = read_in (f, days[d], days[d], zone, 0);
      g_autoptr (GPtrArray) of_ana = read_in (f, days[d], days[d], zone, f->ana);
      guint expected = d == 1 || d == 2 ? 4 : 0;

      g_assert_cmpuint (all->len, ==, expected);
      g_assert_cmpuint (of_ana->len, ==, expected);
      for (guint k = 0; k < all->len; k++) {
        const SatAgendaItem *item = all->pdata[k];

        g_assert_cmpint (item->first, ==, day ("2026-03-28"));
        g_assert_cmpint (item->last, ==, day ("2026-03-30"));
      }
    }
  }
}

/* Also if the zone is a mistake. */
static void
test_unknown_zone (Fixture *f, gconstpointer data)
{
  SatDate first, last;

  sat_agenda_all_day_dates (day ("2026-03-03") * DAY_US, 0, "Nowhere/City", &first, &last);
  g_assert_cmpint (first, ==, day ("2026-03-03"));
  g_assert_cmpint (last, ==, day ("2026-03-03"));
  sat_test_store_add (f->t, "activity", "subject", "odd", "start", "2026-03-03T00:00:00Z",
                      "all_day", "true", "zone", "Nowhere/City", NULL);
  assert_read (f, "2026-03-03", "2026-03-03", 0, "odd");
}

static void
test_due_today (Fixture *f, gconstpointer data)
{
  g_autoptr (GTimeZone) kiritimati = zone_of ("Pacific/Kiritimati");
  g_autoptr (GTimeZone) pago = zone_of ("Pacific/Pago_Pago");
  GTimeZone *zones[] = {kiritimati, pago, f->zone};

  sat_test_store_add (f->t, "activity", "subject", "due", "due", "2026-03-03", "owner", "Ana",
                      NULL);
  for (guint i = 0; i < G_N_ELEMENTS (zones); i++) {
    gint64 noon = sat_date_at (day ("2026-03-03"), 12 * HOUR_US, zones[i]);
    g_autofree char *today = sat_date_to_string (sat_date_today (noon, zones[i]));
    g_autoptr (GPtrArray) items = read_in (f, today, today, zones[i], f->ana);

    assert_titles (items, "due");
  }
}

/* ---- against a look at every row ---- */

static const char *const some_zones[] = {"UTC",        "Europe/Berlin",      "America/New_York",
                                         "Asia/Tokyo", "Pacific/Kiritimati", ""};

static void
add_random (Fixture *f, GRand *rand, guint n)
{
  gint64 start =
      (gint64)day ("2026-01-01") * DAY_US + g_rand_int_range (rand, 0, 120 * 96) * (DAY_US / 96);
  static const int lengths[] = {0, 1, 2, 8, 96, 97, 3 * 96, 8 * 96, 30 * 96, 700 * 96};
  gint64 end = start + lengths[g_rand_int_range (rand, 0, G_N_ELEMENTS (lengths))] * (DAY_US / 96);
  g_autofree char *from = sat_instant_to_string (start);
  g_autofree char *to = sat_instant_to_string (end);
  g_autofree char *due = sat_date_to_string ((SatDate)(start / DAY_US));
  g_autofree char *subject = g_strdup_printf ("%u", n);
  int kind = g_rand_int_range (rand, 0, 5);

  sat_test_store_add (f->t, "activity", "subject", subject, "start", kind == 0 ? "" : from, "end",
                      kind <= 1 ? "" : to, "due", kind == 0 || kind == 2 ? due : "", "all_day",
                      kind == 4 ? "true" : "false", "zone",
                      some_zones[g_rand_int_range (rand, 0, G_N_ELEMENTS (some_zones))], "owner",
                      n % 3 == 0   ? "Ana"
                      : n % 3 == 1 ? "Bo"
                                   : "",
                      NULL);
}

static gboolean
is_within (SatRecord *activity, SatDate from, SatDate to, GTimeZone *zone)
{
  gint64 start = sat_record_get_int (activity, "start", G_MININT64);
  gint64 end = sat_record_get_int (activity, "end", 0);
  SatDate first, last;

  if (start == G_MININT64) {
    first = last = (SatDate)sat_record_get_int (activity, "due", G_MININT32);
  } else if (sat_record_get_int (activity, "all_day", 0) != 0) {
    const char *name = sat_record_get_text (activity, "zone");
    g_autoptr (GTimeZone) own = name != NULL && *name != '\0' ? zone_of (name) : zone_of ("UTC");

    first = sat_date_of_instant (start, own);
    last = end > start ? sat_date_of_instant (end - 1, own) : first;
  } else {
    first = sat_date_of_instant (start, zone);
    last = sat_date_of_instant ((end > start ? end : start + HOUR_US / 2) - 1, zone);
  }
  return first <= to && last >= from;
}

static void
assert_same (Fixture *f, GPtrArray *records, GRand *rand)
{
  SatDate from = day ("2026-01-01") + g_rand_int_range (rand, -10, 130);
  SatDate to = from + g_rand_int_range (rand, 0, 42);
  g_autoptr (GTimeZone) zone = zone_of (some_zones[g_rand_int_range (rand, 0, 5)]);
  gint64 owners[] = {f->ana, f->bo};
  gsize n_owners = (gsize)g_rand_int_range (rand, 0, 3);
  g_autoptr (GPtrArray) items =
      sat_agenda_read (sat_test_store_reader (f->t), from, to, zone, owners, n_owners, NULL, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  guint n = 0;

  for (guint i = 0; i < items->len; i++)
    g_assert_true (g_hash_table_add (seen, &((SatAgendaItem *)items->pdata[i])->id));
  for (guint i = 0; i < records->len; i++) {
    SatRecord *record = records->pdata[i];
    gint64 id = sat_record_get_id (record), owner = sat_record_get_int (record, "owner", 0);
    gboolean asked = n_owners == 0 || owner == f->ana || (n_owners == 2 && owner == f->bo);

    if (!asked || !is_within (record, from, to, zone))
      continue;
    n++;
    if (!g_hash_table_contains (seen, &id))
      g_error ("activity %s is missing", sat_record_get_text (record, "subject"));
  }
  g_assert_cmpuint (items->len, ==, n);
}

static void
test_random (Fixture *f, gconstpointer data)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 first = 0;

  for (guint i = 0; i < 300; i++) {
    add_random (f, rand, i);
    if (i == 0)
      first = sat_test_store_sql_int (f->t, "SELECT max (id) FROM activity");
  }
  for (gint64 id = first; id < first + 300; id++)
    g_ptr_array_add (records, sat_reader_load (sat_test_store_reader (f->t), id, NULL));
  for (guint i = 0; i < 200; i++)
    assert_same (f, records, rand);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/agenda/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("order", test_order);
  ADD ("facts", test_facts);
  ADD ("long", test_long);
  ADD ("unscheduled", test_unscheduled);
  ADD ("cancelled", test_cancelled);
  ADD ("all-day", test_all_day);
  ADD ("unknown-zone", test_unknown_zone);
  ADD ("due-today", test_due_today);
  ADD ("random", test_random);
#undef ADD
  return g_test_run ();
}
