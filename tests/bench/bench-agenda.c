/* SPDX-License-Identifier: GPL-3.0-or-later */

/* K1: everyone's week and six weeks of one of 40 people among 500,000 activities of two years, made
 * in the order of time as they are in life, about 100,000 contacts; against bare SQLite that reads
 * the same columns of the same rows by the same indexes, without names. */

#include "config.h"

#include "sat-agenda.h"
#include "sat-bench.h"
#include "sat-statement.h"

#define ROUNDS 40
#define LAST G_GINT64_CONSTANT (1763000000000000) /* a little before the last activity */
#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

#define COLUMNS                                                                                    \
  "SELECT id, kind, subject, start, \"end\", zone, all_day, due, done, place, owner, contact,"     \
  " company, opportunity FROM activity WHERE "

typedef struct {
  SatReader *reader;
  GTimeZone *zone;
  gint64 owner;
  int days;
  SatDate last; /* the weeks end here, and before */
} Measure;

/* Straight into the tables: only what is read matters here. */
static const char sample[] =
    "CREATE TEMP TABLE ids AS WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n"
    " WHERE i < 620040) SELECT i FROM n;"
    /* Chance is drawn once a row. */
    "CREATE TEMP TABLE times AS SELECT i, 1700000000000000 + (i - 120040) * 126230400 +"
    " abs (random ()) % 5 * 86400000000 AS at, 21041 + abs (random ()) % 100000 AS contact"
    " FROM ids WHERE i > 120040;"
    "INSERT INTO record (id, uuid, type) SELECT 1000 + i, randomblob (16), CASE WHEN i <= 40 THEN 4"
    " WHEN i <= 20040 THEN 10 WHEN i <= 120040 THEN 11 ELSE 20 END FROM ids;"
    "INSERT INTO user (id, name) SELECT 1000 + i, 'Person ' || i FROM ids WHERE i <= 40;"
    "INSERT INTO company (id, name) SELECT 1000 + i, 'Company ' || i FROM ids"
    " WHERE i > 40 AND i <= 20040;"
    "INSERT INTO contact (id, first_name, last_name, company) SELECT 1000 + i, 'First ' || i,"
    " 'Last ' || i, 1041 + i % 20000 FROM ids WHERE i > 20040 AND i <= 120040;"
    "INSERT INTO activity (id, kind, subject, start, \"end\", due, zone, all_day, done, place,"
    " contact, company, owner)"
    " SELECT 1000 + i, CASE i % 4 WHEN 0 THEN 'call' WHEN 1 THEN 'meeting' WHEN 2 THEN 'visit'"
    " ELSE 'task' END, 'Talk about the offer ' || i,"
    " CASE WHEN i % 4 < 3 THEN at END, CASE WHEN i % 4 < 3 THEN at + 1800000000 *"
    " (1 + abs (random ()) % 3) END, CASE WHEN i % 4 = 3 THEN at / 86400000000 END,"
    " 'Europe/Madrid', 0, i % 2, CASE i % 4 WHEN 2 THEN 'At their place' END, contact,"
    " 1041 + contact % 20000, 1001 + abs (random ()) % 40 FROM times";

static guint
read_bare (const Measure *m, const char *sql, gint64 low, gint64 high)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (sat_reader_get_connection (m->reader), sql, NULL);
  gboolean row = TRUE;
  guint n = 0;

  if (statement == NULL)
    g_error ("%s", sql);
  sat_statement_bind_int (statement, 1, low);
  sat_statement_bind_int (statement, 2, high);
  sat_statement_bind_int (statement, 3, m->owner);
  while (sat_statement_step (statement, &row, NULL) && row) {
    for (int i = 0; i < sat_statement_n_columns (statement); i++)
      n += (guint)sat_statement_int (statement, i) != G_MAXUINT;
  }
  return n;
}

static void
read_week_bare (const Measure *m, SatDate from)
{
  if (m->owner != 0) {
    read_bare (m,
               COLUMNS
               "owner = ?3 AND coalesce (\"start\", \"due\" * 86400000000 + 43200000000) >= ?1"
               " AND coalesce (\"start\", \"due\" * 86400000000 + 43200000000) < ?2",
               from * DAY_US, (from + m->days) * DAY_US);
    return;
  }
  read_bare (m, COLUMNS "start >= ?1 AND start < ?2 AND ?3 = 0", from * DAY_US,
             (from + m->days) * DAY_US);
  read_bare (m, COLUMNS "due >= ?1 AND due < ?2 AND +start IS NULL AND ?3 = 0", from,
             from + m->days);
}

static gboolean
measure (const Measure *m, const char *what, double must, double goal, GError **error)
{
  g_autoptr (SatBenchSeries) ours = sat_bench_series_new ();
  g_autoptr (SatBenchSeries) bare = sat_bench_series_new ();
  g_autoptr (SatBenchSeries) clock = sat_bench_series_new ();
  guint most = 0;

  for (int i = 0; i < ROUNDS; i++) {
    SatDate from = m->last - (i + 1) * 7 - m->days;
    gint64 start, middle, begin = sat_bench_now ();
    g_autoptr (GPtrArray) items = NULL;

    read_week_bare (m, from); /* from the disk, once */
    start = sat_bench_thread_time ();
    begin = sat_bench_now ();
    items = sat_agenda_read (m->reader, from, from + m->days - 1, m->zone, &m->owner, m->owner != 0,
                             NULL, error);
    if (items == NULL)
      return FALSE;
    sat_bench_series_add (clock, sat_bench_now () - begin);
    middle = sat_bench_thread_time ();
    read_week_bare (m, from);
    sat_bench_series_add (ours, middle - start);
    sat_bench_series_add (bare, sat_bench_thread_time () - middle);
    most = MAX (most, items->len);
  }
  sat_bench_print ("K1", what, "ms", sat_bench_series_at (ours, 95), 0, must, goal);
  sat_bench_note ("up to %u; median %.2f ms; by the clock p95 %.2f ms; bare SQLite p95 %.2f ms",
                  most, sat_bench_series_at (ours, 50), sat_bench_series_at (clock, 95),
                  sat_bench_series_at (bare, 95));
  return TRUE;
}

static gboolean
fill (SatWriter *writer, gpointer data, GError **error)
{
  return sat_connection_exec (sat_writer_get_connection (writer), sample, error);
}

static void
measure_all (SatReader *reader, GError **error)
{
  g_autoptr (GTimeZone) zone = sat_zone_open ("Europe/Madrid", NULL);
  Measure m = {reader, zone, 0, 7, (SatDate)(LAST / DAY_US)};

  if (measure (&m, "agenda of one week among 500,000 activities, p95 (CPU time)", 20, 5, error)) {
    m.owner = 1001;
    m.days = 42;
    measure (&m, "agenda of six weeks of one person among them, p95 (CPU time)", 5, 2, error);
  }
}

/* Written and closed, so that nothing is left in the write-ahead log. */
static SatStore *
make_sample (const char *path, GError **error)
{
  g_autoptr (SatStore) store = sat_store_open (path, SAT_STORE_CREATE, NULL, NULL, error);

  if (store == NULL ||
      !sat_store_write (store, SAT_CHANGE_SETUP, "Sample", fill, NULL, NULL, error))
    return NULL;
  sat_store_close (store);
  return sat_store_open (path, SAT_STORE_READ_ONLY, NULL, NULL, error);
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("satchel-bench-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "agenda.db", NULL);
  g_autoptr (SatStore) store = make_sample (path, &error);
  SatReader *reader = store != NULL ? sat_store_get_reader (store, &error) : NULL;

  if (reader != NULL)
    measure_all (reader, &error);
  if (error != NULL)
    g_error ("%s", error->message);
  sat_store_close (store);
  sat_bench_remove (folder);
  return 0;
}
