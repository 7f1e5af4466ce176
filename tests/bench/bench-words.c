/* SPDX-License-Identifier: GPL-3.0-or-later */

/* F5 and F6: what is typed into the search, letter by letter, and into the box of a list, in a
 * large file. */

#include "config.h"

#include "sat-bench.h"
#include "sat-query-private.h"
#include "sat-search.h"

#include <string.h>

#define FIRST_PAGE 100
#define FIRST_PAGE_US 8000 /* as sat-list-model.c */

typedef struct {
  SatReader *reader;
  GPtrArray *names, *phones; /* of contacts all over the file */
} Bench;

static GPtrArray *
read_texts (SatReader *reader, const char *sql, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SatStatement) statement =
      sat_statement_new (sat_reader_get_connection (reader), sql, error);
  gboolean row = TRUE;

  while (statement != NULL && row) {
    if (!sat_statement_step (statement, &row, error))
      return NULL;
    if (row)
      g_ptr_array_add (texts, g_strdup (sat_statement_text (statement, 0)));
  }
  return statement != NULL ? g_steal_pointer (&texts) : NULL;
}

static gboolean
search (Bench *self, SatBenchSeries *series, const char *text, guint limit, GError **error)
{
  gint64 start = sat_bench_thread_time ();
  g_autoptr (GPtrArray) hits = sat_search (self->reader, text, NULL, limit, NULL, error);

  sat_bench_series_add (series, sat_bench_thread_time () - start);
  return hits != NULL;
}

static gboolean
measure_typing (Bench *self, GError **error)
{
  g_autoptr (SatBenchSeries) series = sat_bench_series_new ();

  for (guint i = 0; i < self->names->len; i++) {
    const char *name = self->names->pdata[i];

    for (glong n = 2; n <= MIN (6, g_utf8_strlen (name, -1)); n++) {
      g_autofree char *text = g_utf8_substring (name, 0, n);

      if (!search (self, series, text, 50, error))
        return FALSE;
    }
  }
  sat_bench_print ("F5", "search, each keystroke, 2 to 6 letters, p95 (CPU time)", "ms",
                   sat_bench_series_at (series, 95), 0, 16.7, 5);
  sat_bench_note ("median %.2f ms, p99 %.2f ms", sat_bench_series_at (series, 50),
                  sat_bench_series_at (series, 99));
  return TRUE;
}

/* The inside of names, and the ends of phone numbers. */
static gboolean
measure_inside (Bench *self, GError **error)
{
  g_autoptr (SatBenchSeries) inside = sat_bench_series_new ();
  g_autoptr (SatBenchSeries) endings = sat_bench_series_new ();

  for (guint i = 0; i < self->names->len; i++) {
    const char *name = self->names->pdata[i];
    g_autofree char *text = NULL;

    if (g_utf8_strlen (name, -1) < 5)
      continue;
    text = g_utf8_substring (name, 1, 5);
    if (!search (self, inside, text, 50, error))
      return FALSE;
  }
  for (guint i = 0; i < self->phones->len; i++) {
    const char *phone = self->phones->pdata[i];
    gsize length = strlen (phone);

    if (length >= 4 && !search (self, endings, phone + length - 4, 50, error))
      return FALSE;
  }
  sat_bench_print ("F6", "search inside words, the 50 best, p95 (CPU time)", "ms",
                   sat_bench_series_at (inside, 95), 0, 33, 10);
  sat_bench_print ("F6", "search by a number's end, the 50 best, p95 (CPU time)", "ms",
                   sat_bench_series_at (endings, 95), 0, 33, 10);
  return TRUE;
}

/* First rows of the list within half a frame, else from the other thread. */
static gboolean
measure_box (Bench *self, GError **error)
{
  g_autoptr (SatBenchSeries) first = sat_bench_series_new ();
  g_autoptr (SatBenchSeries) all = sat_bench_series_new ();
  guint at_once = 0, n = 0;

  for (guint i = 0; i < self->names->len; i++) {
    const char *name = self->names->pdata[i];

    for (glong k = 1; k <= MIN (6, g_utf8_strlen (name, -1)); k++) {
      g_autofree char *text = g_utf8_substring (name, 0, k);
      g_autoptr (SatQuery) query = sat_query_new ("contact");
      g_autoptr (GArray) page = NULL;
      gint64 start = sat_bench_thread_time ();

      sat_query_set_words (query, text);
      sat_query_add_sort (query, "last_name", FALSE);
      if (!sat_query_first_page (query, self->reader, FIRST_PAGE, FIRST_PAGE_US, &page, error))
        return FALSE;
      sat_bench_series_add (first, sat_bench_thread_time () - start);
      at_once += page != NULL;
      n++;
      if (i % 8 == 0) {
        g_autoptr (GArray) ids = NULL;

        start = sat_bench_thread_time ();
        ids = sat_query_ids (query, self->reader, NULL, error);
        if (ids == NULL)
          return FALSE;
        sat_bench_series_add (all, sat_bench_thread_time () - start);
      }
    }
  }
  sat_bench_print ("F5", "box of a list, each keystroke, on the main thread, p95 (CPU time)", "ms",
                   sat_bench_series_at (first, 95), 0, 16.7, 5);
  sat_bench_note ("%u of %u shown at once; all rows on the other thread: median %.1f ms, p95 %.0f "
                  "ms, most %.0f ms",
                  at_once, n, sat_bench_series_at (all, 50), sat_bench_series_at (all, 95),
                  sat_bench_series_at (all, 100));
  return TRUE;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatStore) store =
      argc > 1 ? sat_store_open (argv[1], SAT_STORE_READ_ONLY, NULL, NULL, &error) : NULL;
  Bench bench = {store != NULL ? sat_store_get_reader (store, &error) : NULL, NULL, NULL};

  if (argc < 2)
    g_error ("usage: bench-words FILE");
  sat_bench_warm (argv[1]);
  if (bench.reader != NULL)
    bench.names = read_texts (
        bench.reader,
        "SELECT last_name FROM contact WHERE last_name IS NOT NULL AND id % 4999 = 7 LIMIT 200",
        &error);
  if (bench.names != NULL)
    bench.phones = read_texts (bench.reader,
                               "SELECT sat_digits (value) FROM contact_point WHERE kind = 'phone'"
                               " AND id % 9973 < 5 LIMIT 200",
                               &error);
  if (bench.phones == NULL || !measure_typing (&bench, &error) ||
      !measure_inside (&bench, &error) || !measure_box (&bench, &error))
    g_error ("%s", error->message);
  g_ptr_array_unref (bench.names);
  g_ptr_array_unref (bench.phones);
  return 0;
}
