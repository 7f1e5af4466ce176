/* SPDX-License-Identifier: GPL-3.0-or-later */

/* F3: the first page of every list in every indexed order, and pages anywhere in it, of a large
 * file. */

#include "config.h"

#include "sat-bench.h"
#include "sat-query.h"

#define PAGE 50
#define ROUNDS 40

static const char *const lists[] = {"contact", "company", "opportunity", "activity"};

static gboolean
measure_first (SatReader *reader,
               const SatField *field,
               gboolean descending,
               SatBenchSeries *series,
               GError **error)
{
  for (guint i = 0; i < ROUNDS; i++) {
    g_autoptr (SatQuery) query = sat_query_new (field->type->name);
    g_autoptr (GArray) ids = NULL;
    g_autoptr (GPtrArray) records = NULL;
    gint64 start = sat_bench_now ();

    sat_query_add_sort (query, field->name, descending);
    ids = sat_query_page (query, reader, 0, PAGE, error);
    if (ids == NULL)
      return FALSE;
    records =
        sat_reader_load_many (reader, field->type, (const gint64 *)ids->data, ids->len, error);
    if (records == NULL)
      return FALSE;
    sat_bench_series_add (series, sat_bench_now () - start);
  }
  return TRUE;
}

/* What a list does when it is scrolled to a place: rows by id from the vector that a reader thread
 * made. */
static gboolean
measure_pages (SatReader *reader,
               const SatType *type,
               SatBenchSeries *pages,
               double *vector_ms,
               GError **error)
{
  g_autoptr (SatQuery) query = sat_query_new (type->name);
  g_autoptr (GArray) ids = NULL;
  gint64 start = sat_bench_now ();

  ids = sat_query_ids (query, reader, NULL, error);
  if (ids == NULL)
    return FALSE;
  *vector_ms = (double)(sat_bench_now () - start) / 1000;
  for (guint i = 0; i < ROUNDS && ids->len > PAGE; i++) {
    guint at = (guint)(((guint64)i * 2654435761u) % (ids->len - PAGE));
    g_autoptr (GPtrArray) records = NULL;

    start = sat_bench_now ();
    records = sat_reader_load_many (reader, type, &g_array_index (ids, gint64, at), PAGE, error);
    if (records == NULL)
      return FALSE;
    sat_bench_series_add (pages, sat_bench_now () - start);
  }
  return TRUE;
}

static gboolean
measure_type (SatReader *reader, const SatType *type, GError **error)
{
  g_autoptr (SatBenchSeries) first = sat_bench_series_new ();
  g_autoptr (SatBenchSeries) pages = sat_bench_series_new ();
  g_autofree char *what =
      g_strdup_printf ("first page of %s, every indexed order, p95", type->name);
  g_autofree char *any = g_strdup_printf ("any page of %s, p95", type->name);
  double vector_ms = 0;

  for (guint i = 0; i < type->n_fields; i++)
    if ((type->fields[i]->flags & SAT_FIELD_INDEXED) &&
        (!measure_first (reader, type->fields[i], FALSE, first, error) ||
         !measure_first (reader, type->fields[i], TRUE, first, error)))
      return FALSE;
  if (!measure_pages (reader, type, pages, &vector_ms, error))
    return FALSE;
  sat_bench_print ("F3", what, "ms", sat_bench_series_at (first, 95), 0, 2, 1);
  sat_bench_print ("F3", any, "ms", sat_bench_series_at (pages, 95), 0, 2, 1);
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
  for (guint i = 0; error == NULL && i < G_N_ELEMENTS (lists); i++)
    measure_type (reader, sat_reader_get_type_by_name (reader, lists[i]), &error);
  if (error != NULL)
    g_error ("%s", error->message);
  return 0;
}
