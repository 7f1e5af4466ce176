/* SPDX-License-Identifier: GPL-3.0-or-later */

/* F3: the first page of every list in every indexed order, and pages anywhere in it, of a large
 * file. */

#include "config.h"

#include "sat-bench.h"
#include "sat-query.h"

#define PAGE 50
#define ROUNDS 40

static const char *const lists[] = {"contact", "company", "opportunity", "activity"};

/* Times of one thing that lists do: of this thread's work, which the bound is for, and by the
 * clock.
 */
typedef struct {
  SatBenchSeries *work, *clock;
  char *slowest; /* of what is measured: the one whose 95th percentile is the highest */
  double slowest_ms;
} Times;

static void
times_init (Times *self)
{
  *self = (Times){.work = sat_bench_series_new (), .clock = sat_bench_series_new ()};
}

static void
times_clear (Times *self)
{
  sat_bench_series_free (self->work);
  sat_bench_series_free (self->clock);
  g_free (self->slowest);
}

static void
times_add (Times *self, SatBenchSeries *one, gint64 work, gint64 clock)
{
  sat_bench_series_add (self->work, sat_bench_thread_time () - work);
  sat_bench_series_add (self->clock, sat_bench_now () - clock);
  if (one != NULL)
    sat_bench_series_add (one, sat_bench_thread_time () - work);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Times, times_clear)

static void
times_print (Times *self, const char *what)
{
  sat_bench_print ("F3", what, "ms", sat_bench_series_at (self->work, 95), 0, 2, 1);
  sat_bench_note ("median %.2f ms; by the clock %.2f ms, p95 %.2f ms",
                  sat_bench_series_at (self->work, 50), sat_bench_series_at (self->clock, 50),
                  sat_bench_series_at (self->clock, 95));
  if (self->slowest != NULL)
    sat_bench_note ("slowest: %s, p95 %.2f ms", self->slowest, self->slowest_ms);
}

static gboolean
measure_first (
    SatReader *reader, const SatField *field, gboolean descending, Times *times, GError **error)
{
  g_autoptr (SatBenchSeries) one = sat_bench_series_new ();

  for (guint i = 0; i < ROUNDS; i++) {
    g_autoptr (SatQuery) query = sat_query_new (field->type->name);
    g_autoptr (GArray) ids = NULL;
    g_autoptr (GPtrArray) records = NULL;
    gint64 clock = sat_bench_now (), work = sat_bench_thread_time ();

    sat_query_add_sort (query, field->name, descending);
    ids = sat_query_page (query, reader, 0, PAGE, error);
    if (ids == NULL)
      return FALSE;
    records =
        sat_reader_load_many (reader, field->type, (const gint64 *)ids->data, ids->len, error);
    if (records == NULL)
      return FALSE;
    times_add (times, one, work, clock);
  }
  if (sat_bench_series_at (one, 95) > times->slowest_ms) {
    times->slowest_ms = sat_bench_series_at (one, 95);
    g_free (times->slowest);
    times->slowest =
        g_strdup_printf ("%s %s", field->name, descending ? "descending" : "ascending");
  }
  return TRUE;
}

/* What a list does when it is scrolled to a place: rows by id from the vector that a reader thread
 * made. */
static gboolean
measure_pages (
    SatReader *reader, const SatType *type, Times *times, double *vector_ms, GError **error)
{
  g_autoptr (SatQuery) query = sat_query_new (type->name);
  g_autoptr (GArray) ids = NULL;
  const SatField *order = NULL;
  gint64 start = sat_bench_now ();

  for (guint i = 0; i < type->n_fields && order == NULL; i++)
    if (type->fields[i]->flags & SAT_FIELD_INDEXED)
      order = type->fields[i];
  sat_query_add_sort (query, order->name, FALSE);
  ids = sat_query_ids (query, reader, NULL, error);
  if (ids == NULL)
    return FALSE;
  *vector_ms = (double)(sat_bench_now () - start) / 1000;
  for (guint i = 0; i < 5 * ROUNDS && ids->len > PAGE; i++) {
    guint at = (guint)(((guint64)i * 2654435761u) % (ids->len - PAGE));
    g_autoptr (GPtrArray) records = NULL;
    gint64 clock = sat_bench_now (), work = sat_bench_thread_time ();

    records = sat_reader_load_many (reader, type, &g_array_index (ids, gint64, at), PAGE, error);
    if (records == NULL)
      return FALSE;
    times_add (times, NULL, work, clock);
  }
  return TRUE;
}

static gboolean
measure_type (SatReader *reader, const SatType *type, GError **error)
{
  g_auto (Times) first, pages;
  g_autofree char *what =
      g_strdup_printf ("first page of %s, every indexed order, p95 (CPU time)", type->name);
  g_autofree char *any = g_strdup_printf ("any page of %s, p95 (CPU time)", type->name);
  double vector_ms = 0;

  times_init (&first);
  times_init (&pages);
  for (guint i = 0; i < type->n_fields; i++)
    if ((type->fields[i]->flags & SAT_FIELD_INDEXED) &&
        (!measure_first (reader, type->fields[i], FALSE, &first, error) ||
         !measure_first (reader, type->fields[i], TRUE, &first, error)))
      return FALSE;
  if (!measure_pages (reader, type, &pages, &vector_ms, error))
    return FALSE;
  times_print (&first, what);
  times_print (&pages, any);
  sat_bench_note ("all ids on a reader thread: %.0f ms", vector_ms);
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
    g_error ("usage: bench-lists FILE");
  sat_bench_warm (argv[1]);
  for (guint i = 0; error == NULL && i < G_N_ELEMENTS (lists); i++)
    measure_type (reader, sat_reader_get_type_by_name (reader, lists[i]), &error);
  if (error != NULL)
    g_error ("%s", error->message);
  return 0;
}
