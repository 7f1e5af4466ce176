/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Q1: a forecast of 200 people with 50,000 open deals in the quarter, cold (a connection of its own
 * that has read nothing yet) and when something of it is changed, against the bare sum over the
 * same deals in SQL. The workspace is made here, in memory of the file system's cache. */

#include "config.h"

#include "sat-bench.h"
#include "sat-forecast.h"
#include "sat-writer.h"

#include <string.h>

#define N_USERS 200
#define N_DEALS 50000
#define N_CLOSED 5000
#define N_MANAGERS 20
#define ROUNDS 15
#define QUARTER "2026-Q4"

typedef struct {
  GRand *rand;
  gint64 users[N_USERS], teams[N_MANAGERS], stages[5];
  SatForecastPeriod period;
} World;

typedef struct {
  SatWriter *writer;
  const SatType *type;
  SatWriteField fields[16];
  gsize n;
} Put;

static Put
begin (SatWriter *writer, const char *type)
{
  return (Put){writer, sat_registry_type (sat_writer_get_registry (writer), type), {{0}}, 0};
}

static void
put_int (Put *self, const char *field, gint64 number)
{
  self->fields[self->n++] =
      (SatWriteField){sat_type_field (self->type, field), sat_value_int (number), SAT_VERSION_NONE};
}

static void
put_text (Put *self, const char *field, const char *text)
{
  self->fields[self->n++] = (SatWriteField){
      sat_type_field (self->type, field), {SAT_VALUE_TEXT, 0, (char *)text}, SAT_VERSION_NONE};
}

static gint64
create (Put *self)
{
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  if (!sat_writer_create (self->writer, self->type, self->fields, self->n, SAT_ORIGIN_RESTORE, &id,
                          &error))
    g_error ("%s", error->message);
  return id;
}

/* Ten people under each manager, the managers under one of them. */
static void
write_people (World *world, SatWriter *writer)
{
  for (int i = 0; i < N_USERS; i++) {
    g_autofree char *name = g_strdup_printf ("Person %d", i);
    Put row = begin (writer, "user");

    put_text (&row, "name", name);
    put_int (&row, "active", 1);
    if (i > 0)
      put_int (&row, "manager", world->users[i < N_MANAGERS ? 0 : i % N_MANAGERS]);
    put_int (&row, "team", world->teams[i % N_MANAGERS]);
    world->users[i] = create (&row);
    row = begin (writer, "quota");
    put_int (&row, "user", world->users[i]);
    put_text (&row, "period", QUARTER);
    put_int (&row, "start", world->period.first);
    put_int (&row, "amount", 100000000);
    put_text (&row, "currency", "USD");
    create (&row);
  }
}

static void
write_stages (World *world, SatWriter *writer)
{
  static const char *const categories[] = {"pipeline", "best_case", "most_likely", "commit",
                                           "closed"};

  for (int i = 0; i < N_MANAGERS; i++) {
    g_autofree char *name = g_strdup_printf ("Team %d", i);
    Put row = begin (writer, "team");

    put_text (&row, "name", name);
    world->teams[i] = create (&row);
  }
  for (int i = 0; i < 5; i++) {
    Put row = begin (writer, "stage");

    put_text (&row, "name", categories[i]);
    put_text (&row, "category", categories[i]);
    put_text (&row, "kind", i == 4 ? "won" : "open");
    put_int (&row, "probability", (i + 1) * 20);
    world->stages[i] = create (&row);
  }
}

static void
write_deal (World *world, SatWriter *writer, gboolean won)
{
  static const char *const categories[] = {"pipeline", "best_case", "most_likely", "commit",
                                           "closed"};
  int stage = won ? 4 : g_rand_int_range (world->rand, 0, 4);
  Put row = begin (writer, "opportunity");

  put_text (&row, "name", "A deal of some length in its name");
  put_int (&row, "stage", world->stages[stage]);
  put_text (&row, "category", categories[stage]);
  put_int (&row, "probability", (stage + 1) * 20);
  put_int (&row, "owner", world->users[g_rand_int_range (world->rand, 0, N_USERS)]);
  put_int (&row, "amount", g_rand_int_range (world->rand, 100000, 9000000));
  put_text (&row, "currency", g_rand_int_range (world->rand, 0, 5) == 0 ? "EUR" : "USD");
  put_int (&row, "opened", world->period.first - 90);
  put_int (&row, "close_date",
           g_rand_int_range (world->rand, world->period.first, world->period.last + 1));
  put_text (&row, "source", g_rand_int_range (world->rand, 0, 2) == 0 ? "web" : "fair");
  create (&row);
}

static gboolean
write_world_cb (SatWriter *writer, gpointer data, GError **error)
{
  World *world = data;
  Put row = begin (writer, "workspace");

  put_text (&row, "name", "Bench");
  put_text (&row, "currency", "USD");
  create (&row);
  row = begin (writer, "exchange_rate");
  put_text (&row, "currency", "EUR");
  put_int (&row, "date", world->period.first - 400);
  put_int (&row, "rate", SAT_DECIMAL_ONE / 100 * 108);
  create (&row);
  write_stages (world, writer);
  write_people (world, writer);
  for (int i = 0; i < N_DEALS + N_CLOSED; i++)
    write_deal (world, writer, i >= N_DEALS);
  return TRUE;
}

static SatStore *
make_store (const char *path, World *world)
{
  g_autoptr (GError) error = NULL;
  SatStore *store = sat_store_open (path, SAT_STORE_CREATE, NULL, NULL, &error);

  if (store == NULL ||
      !sat_store_write (store, SAT_CHANGE_IMPORT, "bench", write_world_cb, world, NULL, &error))
    g_error ("%s", error->message);
  return store;
}

static SatForecastAsk
ask_new (World *world)
{
  return (SatForecastAsk){.period = world->period, .today = world->period.first + 40};
}

static SatForecast *
read_forecast (SatReader *reader, const SatForecastAsk *ask)
{
  g_autoptr (GError) error = NULL;
  SatForecast *forecast = sat_forecast_read (reader, ask, NULL, &error);

  if (forecast == NULL)
    g_error ("%s", error->message);
  return forecast;
}

static void
sum_bare (SatReader *reader, World *world)
{
  sqlite3 *db = sat_connection_get_handle (sat_reader_get_connection (reader));
  g_autofree char *sql = g_strdup_printf (
      "SELECT sum (amount), sum ((amount * probability + 50) / 100) FROM opportunity"
      " WHERE close_date BETWEEN %d AND %d",
      world->period.first, world->period.last);

  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (db));
}

static void
measure_cold (SatStore *store, World *world)
{
  g_autoptr (SatBenchSeries) ours = sat_bench_series_new (), bare = sat_bench_series_new ();
  SatForecastAsk ask = ask_new (world);

  for (int i = 0; i < ROUNDS; i++) {
    g_autoptr (SatReader) reader = sat_store_open_reader (store, NULL);
    g_autoptr (SatReader) other = sat_store_open_reader (store, NULL);
    gint64 start = sat_bench_thread_time (), middle;

    sat_forecast_unref (read_forecast (reader, &ask));
    middle = sat_bench_thread_time ();
    sum_bare (other, world);
    sat_bench_series_add (ours, middle - start);
    sat_bench_series_add (bare, sat_bench_thread_time () - middle);
  }
  sat_bench_print ("Q1", "forecast, 200 people, 50,000 open deals, cold (CPU time)", "ms",
                   sat_bench_series_at (ours, 50), 0, 200, 60);
  sat_bench_note ("bare sum in SQL: %.1f ms", sat_bench_series_at (bare, 50));
}

static void
measure_regroup (SatStore *store, World *world)
{
  static const SatForecastBy by[] = {SAT_FORECAST_BY_TEAM, SAT_FORECAST_BY_USER};
  g_autoptr (SatBenchSeries) series = sat_bench_series_new ();
  SatForecastAsk ask = ask_new (world);
  g_autoptr (SatForecast) forecast = read_forecast (sat_store_get_reader (store, NULL), &ask);

  for (int i = 0; i < 4 * ROUNDS; i++) {
    gint64 start;

    ask.by = by[i % 2];
    ask.rollup = (SatForecastRollup)(i / 2 % 2);
    ask.measure = (SatForecastMeasure)(i % 3);
    ask.top = i % 5 == 0 && ask.by == SAT_FORECAST_BY_USER ? world->users[3] : 0;
    start = sat_bench_thread_time ();
    sat_forecast_unref (sat_forecast_regroup (forecast, &ask));
    sat_bench_series_add (series, sat_bench_thread_time () - start);
  }
  sat_bench_print ("Q1", "the same seen in another way, p95 (CPU time)", "ms",
                   sat_bench_series_at (series, 95), 0, 16.7, 8);
}

static void
measure_filter (SatStore *store, World *world)
{
  static const char *const texts[] = {"source = web", "amount > 20000", "owner.name ~ 1",
                                      "stage.category = commit"};
  g_autoptr (SatBenchSeries) series = sat_bench_series_new ();
  SatForecastAsk ask = ask_new (world);
  SatReader *reader = sat_store_get_reader (store, NULL);
  g_autoptr (SatForecast) forecast = read_forecast (reader, &ask);

  for (int i = 0; i < 4 * ROUNDS; i++) {
    g_autoptr (SatFilter) filter = sat_filter_parse_short (texts[i % 4], NULL);
    gint64 start = sat_bench_thread_time ();

    ask.filter = filter;
    sat_forecast_unref (read_forecast (reader, &ask));
    sat_bench_series_add (series, sat_bench_thread_time () - start);
  }
  sat_bench_print ("Q1", "another filter of deals, median (CPU time)", "ms",
                   sat_bench_series_at (series, 50), 0, 16.7, 8);
  sat_bench_note ("p95 %.1f ms", sat_bench_series_at (series, 95));
}

int
main (void)
{
  g_autofree char *folder = g_dir_make_tmp ("satchel-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "forecast.db", NULL);
  World world = {.rand = g_rand_new_with_seed (1)};
  SatStore *store;

  sat_forecast_period_parse (QUARTER, 1, &world.period, NULL);
  store = make_store (path, &world);
  measure_cold (store, &world);
  measure_regroup (store, &world);
  measure_filter (store, &world);
  sat_store_close (store);
  g_object_unref (store);
  sat_bench_remove (folder);
  g_rand_free (world.rand);
  return 0;
}
