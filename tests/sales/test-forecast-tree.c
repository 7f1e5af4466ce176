/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The lines of a forecast, the quotas along them, the periods, and what it was in the past. */

#include "config.h"

#include "forecast-fixture.h"
#include "sat-as-of.h"

static gint64
add_won (SatTestStore *f, const char *owner, const char *company, const char *amount)
{
  return sat_test_store_add (f, "opportunity", "name", "Deal", "stage", "Won", "owner", owner,
                             "company", company, "amount", amount, "close_date", "2026-02-01",
                             NULL);
}

static void
assert_outline (SatTestStore *f, const SatForecastAsk *ask, const char *expected)
{
  g_autoptr (SatForecast) forecast = forecast_read (f, ask);
  g_autofree char *outline = forecast_outline (forecast);

  g_assert_cmpstr (outline, ==, expected);
}

static void
test_users (void)
{
  gint64 stages[4], ana;
  g_autoptr (SatTestStore) f = forecast_store_new (stages);
  SatForecastAsk ask = forecast_ask ();
  g_autoptr (SatForecast) forecast = NULL, part = NULL;
  g_autofree char *outline = NULL;
  const SatForecastRow *row;

  ana = sat_test_store_add (f, "user", "name", "Ana", NULL);
  sat_test_store_add (f, "user", "name", "Bo 10", "manager", "Ana", NULL);
  sat_test_store_add (f, "user", "name", "bo 9", "manager", "Ana", NULL);
  sat_test_store_add (f, "user", "name", "Cy", "manager", "bo 9", NULL);
  sat_test_store_add (f, "user", "name", "Gone", "manager", "Cy", "active", "false", NULL);
  add_won (f, "Cy", "", "1");
  add_won (f, "Ana", "", "2");
  add_won (f, "Bo 10", "", "4");
  add_won (f, "", "", "8");
  add_won (f, "", "", "16");
  forecast = forecast_read (f, &ask);
  outline = forecast_outline (forecast);
  g_assert_cmpstr (outline, ==, "Ana,>=Ana,>bo 9,>>Cy,>Bo 10,");
  assert_cell (forecast_row (forecast, "Ana"), CLOSED, 700);
  assert_cell (sat_forecast_get_row (forecast, 1), CLOSED, 200);
  assert_cell (forecast_row (forecast, "bo 9"), CLOSED, 100);
  assert_cell (forecast_row (forecast, ""), CLOSED, 2400);
  assert_cell (sat_forecast_get_row (forecast, SAT_FORECAST_TOTAL), CLOSED, 3100);
  g_assert_cmpuint (sat_forecast_find_row (forecast, ana), ==, 0);
  g_assert_cmpuint (sat_forecast_find_row (forecast, -7), ==, SAT_FORECAST_TOTAL);
  /* A part of the tree alone. */
  ask.top = forecast_row (forecast, "bo 9")->id;
  part = sat_forecast_regroup (forecast, &ask);
  g_assert_cmpuint (sat_forecast_get_n_rows (part), ==, 2);
  row = sat_forecast_get_row (part, SAT_FORECAST_TOTAL);
  assert_cell (row, CLOSED, 100);
  g_assert_cmpstr (row->key, ==, "");
  ask.top = 987654321;
  sat_forecast_unref (g_steal_pointer (&part));
  part = forecast_read (f, &ask);
  g_assert_cmpuint (sat_forecast_get_n_rows (part), ==, 0);
  assert_cell (sat_forecast_get_row (part, SAT_FORECAST_TOTAL), CLOSED, 0);
  /* Who left still has what was sold. */
  ask.top = 0;
  add_won (f, "Gone", "", "32");
  assert_outline (f, &ask, "Ana,>=Ana,>bo 9,>>Cy,>>>=Cy,>>>Gone,>Bo 10,");
}

/* Two devices may have made a circle that neither would have let through alone. */
static void
make_circles (SatTestStore *f)
{
  g_autoptr (GError) error = NULL;
  SatConnection *connection = sat_connection_open (f->path, SAT_OPEN_WRITE, &error);

  g_assert_no_error (error);
  sat_connection_exec (connection,
                       "UPDATE user SET manager = (SELECT id FROM user WHERE name = 'Cy')"
                       " WHERE name = 'Ana';"
                       "UPDATE user SET manager = id WHERE name = 'Me';"
                       "UPDATE team SET parent = (SELECT id FROM team WHERE name = 'West')"
                       " WHERE name = 'East';"
                       "UPDATE territory SET parent = id",
                       &error);
  g_assert_no_error (error);
  sat_connection_unref (connection);
}

static void
test_circles (void)
{
  gint64 stages[4];
  g_autoptr (SatTestStore) f = forecast_store_new (stages);
  SatForecastAsk ask = forecast_ask ();
  g_autoptr (SatForecast) forecast = NULL;
  g_autofree char *outline = NULL;

  sat_test_store_add (f, "user", "name", "Ana", NULL);
  sat_test_store_add (f, "user", "name", "Bo", "manager", "Ana", NULL);
  sat_test_store_add (f, "user", "name", "Cy", "manager", "Bo", NULL);
  sat_test_store_add (f, "user", "name", "Di", "manager", "Cy", NULL);
  sat_test_store_add (f, "team", "name", "East", NULL);
  sat_test_store_add (f, "team", "name", "West", "parent", "East", NULL);
  sat_test_store_add (f, "territory", "name", "Spain", NULL);
  sat_test_store_add (f, "company", "name", "Acme", "territory", "Spain", NULL);
  sat_test_store_add (f, "user", "name", "Me", "team", "West", NULL);
  add_won (f, "Di", "", "1");
  add_won (f, "Me", "Acme", "2");
  make_circles (f);
  forecast = forecast_read (f, &ask);
  outline = forecast_outline (forecast);
  g_assert_cmpstr (outline, ==, "Ana,>Bo,>>Cy,>>>Di,Me");
  assert_cell (forecast_row (forecast, "Ana"), CLOSED, 100);
  assert_cell (forecast_row (forecast, "Me"), CLOSED, 200);
  assert_cell (sat_forecast_get_row (forecast, SAT_FORECAST_TOTAL), CLOSED, 300);
  ask.by = SAT_FORECAST_BY_TEAM;
  assert_outline (f, &ask, "East,>West,");
  ask.by = SAT_FORECAST_BY_TERRITORY;
  assert_outline (f, &ask, "Spain,");
}

static void
test_teams (void)
{
  gint64 stages[4];
  g_autoptr (SatTestStore) f = forecast_store_new (stages);
  SatForecastAsk ask = forecast_ask ();
  g_autoptr (SatForecast) users = NULL, teams = NULL, territories = NULL;
  g_autofree char *outline = NULL, *places = NULL;

  sat_test_store_add (f, "team", "name", "World", NULL);
  sat_test_store_add (f, "team", "name", "East", "parent", "World", NULL);
  sat_test_store_add (f, "territory", "name", "Europe", NULL);
  sat_test_store_add (f, "territory", "name", "Spain", "parent", "Europe", NULL);
  sat_test_store_add (f, "company", "name", "Acme", "territory", "Spain", NULL);
  sat_test_store_add (f, "company", "name", "Nowhere", NULL);
  sat_test_store_add (f, "user", "name", "Ana", "team", "East", NULL);
  sat_test_store_add (f, "user", "name", "Bo", "team", "World", NULL);
  sat_test_store_add (f, "user", "name", "Cy", NULL);
  add_won (f, "Ana", "Acme", "1");
  add_won (f, "Bo", "Nowhere", "2");
  add_won (f, "Cy", "", "4");
  users = forecast_read (f, &ask);
  ask.by = SAT_FORECAST_BY_TEAM;
  teams = sat_forecast_regroup (users, &ask);
  outline = forecast_outline (teams);
  g_assert_cmpstr (outline, ==, "World,>=World,>East,");
  assert_cell (forecast_row (teams, "World"), CLOSED, 300);
  assert_cell (forecast_row (teams, ""), CLOSED, 400);
  ask.by = SAT_FORECAST_BY_TERRITORY;
  g_assert_null (sat_forecast_regroup (users, &ask));
  territories = forecast_read (f, &ask);
  places = forecast_outline (territories);
  g_assert_cmpstr (places, ==, "Europe,>Spain,");
  assert_cell (forecast_row (territories, "Europe"), CLOSED, 100);
  assert_cell (forecast_row (territories, ""), CLOSED, 600);
  ask.by = SAT_FORECAST_BY_USER;
  sat_forecast_unref (g_steal_pointer (&users));
  users = sat_forecast_regroup (territories, &ask);
  assert_cell (forecast_row (users, "Cy"), CLOSED, 400);
}

static gint64
add_quota (
    SatTestStore *f, const char *user, const char *period, const char *start, const char *amount)
{
  return sat_test_store_add (f, "quota", "user", user, "period", period, "start", start, "amount",
                             amount, NULL);
}

static void
assert_quota (SatTestStore *f, const char *period, const char *user, gint64 expected)
{
  SatForecastAsk ask = forecast_ask ();
  g_autoptr (SatForecast) forecast = NULL;

  forecast_ask_period (&ask, period);
  forecast = forecast_read (f, &ask);
  assert_cell (user != NULL ? forecast_row (forecast, user)
                            : sat_forecast_get_row (forecast, SAT_FORECAST_TOTAL),
               QUOTA, expected);
}

static void
test_quota_lengths (void)
{
  gint64 stages[4], month;
  g_autoptr (SatTestStore) f = forecast_store_new (stages);

  sat_test_store_add (f, "user", "name", "Ana", NULL);
  month = add_quota (f, "Ana", "2026-01", "2026-01-01", "1");
  add_quota (f, "Ana", "2026-02", "", "2");
  add_quota (f, "Ana", "2026-Q3", "2026-07-01", "16");
  assert_quota (f, "2026-01", "Ana", 100);
  assert_quota (f, "2026-03", "Ana", FORECAST_ABSENT);
  assert_quota (f, "2026-Q1", "Ana", 300);
  /* A quarter is not split. */
  assert_quota (f, "2026-07", "Ana", FORECAST_ABSENT);
  assert_quota (f, "2026-Q3", "Ana", 1600);
  assert_quota (f, "2026", "Ana", 1900);
  assert_quota (f, "2025", "Ana", FORECAST_ABSENT);
  /* The longest that fit count, and the exact one alone. */
  add_quota (f, "Ana", "2026-Q1", "2026-01-01", "32");
  assert_quota (f, "2026-Q1", "Ana", 3200);
  assert_quota (f, "2026", "Ana", 4800);
  assert_quota (f, "2026-01", "Ana", 100);
  add_quota (f, "Ana", "2026", "2026-01-01", "64");
  assert_quota (f, "2026", "Ana", 6400);
  assert_quota (f, "2026-Q1", "Ana", 3200);
  /* Two of the same period add up. */
  add_quota (f, "Ana", "2026-01", "2026-01-01", "128");
  assert_quota (f, "2026-01", "Ana", 12900);
  sat_test_store_delete (f, month);
  assert_quota (f, "2026-01", "Ana", 12800);
}

/* Files of others have dates alone, and not always a period's first. */
static void
test_quota_starts (void)
{
  gint64 stages[4];
  g_autoptr (SatTestStore) f = forecast_store_new (stages);

  sat_test_store_add (f, "user", "name", "Ana", NULL);
  sat_test_store_add (f, "user", "name", "Bo", NULL);
  add_quota (f, "Ana", "", "2026-01-31", "1");
  add_quota (f, "Ana", "second", "2026-05-30", "2");
  add_quota (f, "Bo", "", "2026-01-01", "4");
  add_quota (f, "Bo", "", "2026-02-01", "8");
  add_quota (f, "Bo", "nonsense", "", "16");
  assert_quota (f, "2026-Q1", "Ana", 100);
  assert_quota (f, "2026-Q2", "Ana", 200);
  assert_quota (f, "2026-01", "Ana", FORECAST_ABSENT);
  assert_quota (f, "2026-Q1", "Bo", 1200);
  assert_quota (f, "2026-01", "Bo", 400);
  assert_quota (f, "2026", NULL, 1500);
}

static void
test_quota_tree (void)
{
  gint64 stages[4], own, company;
  g_autoptr (SatTestStore) f = forecast_store_new (stages);
  SatForecastAsk ask = forecast_ask ();
  g_autoptr (SatForecast) below = NULL, entered = NULL, whole = NULL, teams = NULL;
  g_autoptr (GArray) records = NULL, none = NULL;
  const SatForecastRow *row;

  sat_test_store_add (f, "team", "name", "East", NULL);
  sat_test_store_add (f, "user", "name", "Ana", NULL);
  sat_test_store_add (f, "user", "name", "Bo", "manager", "Ana", NULL);
  sat_test_store_add (f, "user", "name", "Cy", "manager", "Ana", NULL);
  add_won (f, "Ana", "", "1");
  add_quota (f, "Bo", "2026-Q1", "2026-01-01", "10");
  add_quota (f, "Cy", "2026-Q1", "2026-01-01", "20");
  below = forecast_read (f, &ask);
  row = forecast_row (below, "Ana");
  assert_cell (row, QUOTA, 3000);
  assert_cell (row, GAP, 2900);
  g_assert_false (row->has_own_quota);
  assert_cell (sat_forecast_get_row (below, 1), QUOTA, FORECAST_ABSENT); /* Ana alone */
  assert_cell (sat_forecast_get_row (below, SAT_FORECAST_TOTAL), QUOTA, 3000);
  own = add_quota (f, "Ana", "2026-Q1", "2026-01-01", "40");
  entered = forecast_read (f, &ask);
  row = forecast_row (entered, "Ana");
  assert_cell (row, QUOTA, 4000);
  g_assert_true (row->has_own_quota && row->has_quota_below);
  g_assert_cmpint (row->quota_below, ==, 3000);
  records = sat_forecast_quota_records (entered, 0);
  g_assert_cmpuint (records->len, ==, 1);
  g_assert_cmpint (g_array_index (records, gint64, 0), ==, own);
  none = sat_forecast_quota_records (entered, SAT_FORECAST_TOTAL);
  g_assert_cmpuint (none->len, ==, 0);
  assert_cell (sat_forecast_get_row (entered, SAT_FORECAST_TOTAL), QUOTA, 4000);
  /* One of the whole company. */
  company = add_quota (f, "", "2026-Q1", "2026-01-01", "90");
  sat_test_store_add (f, "quota", "team", "East", "period", "2026-Q1", "amount", "70", NULL);
  whole = forecast_read (f, &ask);
  row = sat_forecast_get_row (whole, SAT_FORECAST_TOTAL);
  assert_cell (row, QUOTA, 9000);
  g_assert_cmpint (row->quota_below, ==, 4000);
  g_array_unref (g_steal_pointer (&none));
  none = sat_forecast_quota_records (whole, SAT_FORECAST_TOTAL);
  g_assert_cmpuint (none->len, ==, 1);
  g_assert_cmpint (g_array_index (none, gint64, 0), ==, company);
  ask.by = SAT_FORECAST_BY_TEAM;
  teams = sat_forecast_regroup (whole, &ask);
  assert_cell (forecast_row (teams, "East"), QUOTA, 7000);
}

static void
test_periods (void)
{
  static const struct {
    const char *key;
    int fiscal_start;
    const char *first, *last, *next;
  } cases[] = {
      {"2017-Q4", 1, "2017-10-01", "2017-12-31", "2018-Q1"},
      {"2017-Q4", 4, "2017-01-01", "2017-03-31", "2018-Q1"},
      {"2017-Q1", 4, "2016-04-01", "2016-06-30", "2017-Q2"},
      {"2017", 10, "2016-10-01", "2017-09-30", "2018"},
      {"2017", 1, "2017-01-01", "2017-12-31", "2018"},
      {"2024-02", 7, "2024-02-01", "2024-02-29", "2024-03"},
      {"2017-12", 4, "2017-12-01", "2017-12-31", "2018-01"},
  };
  static const char *const wrong[] = {"",        "17",      "2017-Q5", "2017-Q0",   "2017-13",
                                      "2017-00", "2017-1",  "2017Q1",  "2017-Q1x",  "0000",
                                      "2017-",   "2017-q1", " 2017",   "2017-12-01"};
  SatForecastPeriod period, step;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *first = NULL, *last = NULL, *key = NULL, *next = NULL, *label = NULL;

    g_assert_true (sat_forecast_period_parse (cases[i].key, cases[i].fiscal_start, &period, NULL));
    first = sat_date_to_string (period.first);
    last = sat_date_to_string (period.last);
    key = sat_forecast_period_key (&period);
    label = sat_forecast_period_label (&period);
    g_assert_cmpstr (first, ==, cases[i].first);
    g_assert_cmpstr (last, ==, cases[i].last);
    g_assert_cmpstr (key, ==, cases[i].key);
    g_assert_true (g_str_has_suffix (label, period.year == 2024 ? "2024" : "2017"));
    g_assert_true (sat_forecast_period_step (&period, 1, cases[i].fiscal_start, &step));
    next = sat_forecast_period_key (&step);
    g_assert_cmpstr (next, ==, cases[i].next);
    g_assert_true (sat_forecast_period_step (&step, -1, cases[i].fiscal_start, &step));
    g_assert_true (sat_forecast_period_equal (&step, &period));
  }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (sat_forecast_period_parse (wrong[i], 1, &period, &error));
    g_assert_error (error, SAT_BASE_ERROR, SAT_BASE_ERROR_INVALID);
  }
  g_assert_true (sat_forecast_period_parse ("9999", 1, &period, NULL));
  g_assert_false (sat_forecast_period_step (&period, 1, 1, &step));
  g_assert_false (sat_forecast_period_step (&period, -99999, 1, &step));
}

/* All cells as a text. */
static char *
dump (SatForecast *forecast)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i <= sat_forecast_get_n_rows (forecast); i++) {
    const SatForecastRow *row = sat_forecast_get_row (
        forecast, i < sat_forecast_get_n_rows (forecast) ? i : SAT_FORECAST_TOTAL);

    g_string_append_printf (text, "%u %s", row->depth, row->key);
    for (int k = 0; k < SAT_FORECAST_N_COLUMNS; k++)
      g_string_append_printf (text, " %" G_GINT64_FORMAT, row->has[k] ? row->value[k] : -7);
    g_string_append_c (text, '\n');
  }
  return g_string_free (text, FALSE);
}

static void
test_past (void)
{
  gint64 stages[4], deal, quota, bo, then;
  g_autoptr (SatTestStore) f = forecast_store_new (stages);
  SatForecastAsk ask = forecast_ask ();
  g_autoptr (SatForecast) saved = NULL, now = NULL, rebuilt = NULL;
  g_autofree char *expected = NULL, *present = NULL, *found = NULL;
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (SatReader) past = NULL;
  g_autoptr (GError) error = NULL;
  gint64 rate = sat_test_store_add (f, "exchange_rate", "currency", "EUR", "date", "2026-01-01",
                                    "rate", "1.5", NULL);

  sat_test_store_add (f, "user", "name", "Ana", NULL);
  bo = sat_test_store_add (f, "user", "name", "Bo", "manager", "Ana", NULL);
  deal = add_won (f, "Bo", "", "100");
  sat_test_store_set (f, deal, "currency", "EUR", NULL);
  sat_test_store_add (f, "opportunity", "name", "Deal", "stage", "Engaging", "owner", "Ana",
                      "amount", "7", "close_date", "2026-03-31", "category", "commit", NULL);
  quota = add_quota (f, "Bo", "2026-Q1", "2026-01-01", "1000");
  saved = forecast_read (f, &ask);
  expected = dump (saved);
  then = sat_clock_now (f->clock);
  sat_test_store_set (f, rate, "rate", "2", NULL);
  sat_test_store_add (f, "exchange_rate", "currency", "EUR", "date", "2026-01-15", "rate", "3",
                      NULL);
  sat_test_store_set (f, quota, "amount", "9", NULL);
  add_quota (f, "Ana", "2026-Q1", "2026-01-01", "77");
  sat_test_store_set (f, bo, "manager", "", NULL);
  sat_test_store_set (f, deal, "amount", "1", NULL);
  sat_test_store_delete (f, add_won (f, "Ana", "", "5"));
  now = forecast_read (f, &ask);
  present = dump (now);
  g_assert_cmpstr (present, !=, expected);
  past = sat_as_of_open (f->store, "opportunity", then, utc, NULL, &error);
  g_assert_no_error (error);
  rebuilt = sat_forecast_read (past, &ask, NULL, &error);
  g_assert_no_error (error);
  found = dump (rebuilt);
  g_assert_cmpstr (found, ==, expected);
}

/* Before a quota was entered there was none; a currency's first rate counts for what came before.
 */
static void
test_not_yet (void)
{
  gint64 stages[4], deal, then;
  g_autoptr (SatTestStore) f = forecast_store_new (stages);
  SatForecastAsk ask = forecast_ask ();
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (SatReader) past = NULL;
  g_autoptr (SatForecast) forecast = NULL;
  g_autoptr (GError) error = NULL;
  const SatForecastRow *row;

  sat_test_store_add (f, "user", "name", "Ana", NULL);
  deal = add_won (f, "Ana", "", "10");
  sat_test_store_set (f, deal, "currency", "EUR", NULL);
  then = sat_clock_now (f->clock);
  add_quota (f, "Ana", "2026-Q1", "2026-01-01", "77");
  sat_test_store_add (f, "exchange_rate", "currency", "EUR", "date", "2026-01-01", "rate", "2",
                      NULL);
  past = sat_as_of_open (f->store, "opportunity", then, utc, NULL, &error);
  g_assert_no_error (error);
  forecast = sat_forecast_read (past, &ask, NULL, &error);
  g_assert_no_error (error);
  row = forecast_row (forecast, "Ana");
  assert_cell (row, QUOTA, FORECAST_ABSENT);
  assert_cell (row, CLOSED, 2000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forecast-tree/users", test_users);
  g_test_add_func ("/forecast-tree/circles", test_circles);
  g_test_add_func ("/forecast-tree/teams", test_teams);
  g_test_add_func ("/forecast-tree/quota-lengths", test_quota_lengths);
  g_test_add_func ("/forecast-tree/quota-starts", test_quota_starts);
  g_test_add_func ("/forecast-tree/quota-tree", test_quota_tree);
  g_test_add_func ("/forecast-tree/periods", test_periods);
  g_test_add_func ("/forecast-tree/past", test_past);
  g_test_add_func ("/forecast-tree/not-yet", test_not_yet);
  return g_test_run ();
}
