/* SPDX-License-Identifier: GPL-3.0-or-later */

/* F13: the pipeline grouped by stage, month and owner over 100,000 deals, against a scan of the
 * same columns that sums them in C and knows neither currencies nor titles. The two take turns. */

#include "config.h"

#include "sat-bench.h"
#include "sat-pipeline-figures.h"

#include <string.h>

#define ROUNDS 9
#define SLOTS 4096

typedef struct {
  gint64 key, count, amount, weighted;
} Slot;

static Slot *
slot_of (Slot *slots, gint64 key)
{
  guint at = (guint)((guint64)key * 2654435761u) % SLOTS;

  while (slots[at].count != 0 && slots[at].key != key)
    at = (at + 1) % SLOTS;
  slots[at].key = key;
  return &slots[at];
}

/* Year and month of a day since 1970. */
static gint64
month_of (gint64 day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32)(day + 719163));
  return g_date_get_year (&date) * 12 + g_date_get_month (&date);
}

static gboolean
sum_bare (sqlite3 *db, const char *column, gboolean month)
{
  static Slot slots[SLOTS];
  g_autofree char *sql =
      g_strdup_printf ("SELECT \"%s\", amount, probability, currency FROM opportunity", column);
  sqlite3_stmt *statement;

  memset (slots, 0, sizeof slots);
  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    return FALSE;
  while (sqlite3_step (statement) == SQLITE_ROW) {
    gint64 key = sqlite3_column_int64 (statement, 0), amount = sqlite3_column_int64 (statement, 1);
    Slot *slot = slot_of (slots, month ? month_of (key) : key);

    slot->count++;
    slot->amount += amount;
    slot->weighted += (amount * sqlite3_column_int (statement, 2) + 50) / 100;
    if (sqlite3_column_text (statement, 3) == NULL)
      slot->key = key;
  }
  return sqlite3_finalize (statement) == SQLITE_OK;
}

static gboolean
measure (SatReader *reader, SatPipelineBy by, const char *column, const char *what, GError **error)
{
  g_autoptr (SatBenchSeries) ours = sat_bench_series_new ();
  g_autoptr (SatBenchSeries) bare = sat_bench_series_new ();
  sqlite3 *db = sat_connection_get_handle (sat_reader_get_connection (reader));
  g_autofree char *line = g_strdup_printf ("pipeline by %s, all deals (CPU time)", what);

  for (guint i = 0; i < ROUNDS; i++) {
    gint64 start = sat_bench_thread_time (), middle;
    g_autoptr (GPtrArray) figures =
        sat_pipeline_figures (reader, by, SAT_PIPELINE_ALL, NULL, NULL, error);

    if (figures == NULL)
      return FALSE;
    middle = sat_bench_thread_time ();
    if (!sum_bare (db, column, by == SAT_PIPELINE_BY_MONTH))
      g_error ("%s", sqlite3_errmsg (db));
    sat_bench_series_add (ours, middle - start);
    sat_bench_series_add (bare, sat_bench_thread_time () - middle);
  }
  sat_bench_print ("F13", line, "ms", sat_bench_series_at (ours, 50),
                   sat_bench_series_at (bare, 50), 2, 1.2);
  return TRUE;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatStore) store =
      argc > 1 ? sat_store_open (argv[1], SAT_STORE_READ_ONLY, NULL, NULL, &error) : NULL;
  SatReader *reader = store != NULL ? sat_store_get_reader (store, &error) : NULL;

  if (argc < 2)
    g_error ("usage: bench-pipeline FILE");
  if (reader == NULL || !measure (reader, SAT_PIPELINE_BY_STAGE, "stage", "stage", &error) ||
      !measure (reader, SAT_PIPELINE_BY_MONTH, "close_date", "month", &error) ||
      !measure (reader, SAT_PIPELINE_BY_OWNER, "owner", "owner", &error))
    g_error ("%s", error->message);
  return 0;
}
