/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What travels in sync: pages and mutations of 10,000 contacts with 8 fields each, written and
 * read. */

#include "config.h"

#include <string.h>

#include "sat-bench.h"
#include "sat-mutation.h"
#include "sat-page.h"

#define ROWS 10000
#define TIMES 11

static SatUuid
make_uuid (guint n)
{
  SatUuid uuid = {{0x01, 0x92, 0xaa, 0xbb, 0xcc, 0xdd, 0x7e, 0xef, 0x80, 0x11, 0x22, 0x33}};

  n = GUINT32_TO_BE (n + 1);
  memcpy (uuid.bytes + 12, &n, sizeof n);
  return uuid;
}

static void
take_text (SatWireFields *fields, const char *name, const char *format, guint n)
{
  g_autofree char *text = g_strdup_printf ("%s %u", format, n);

  sat_wire_fields_take (fields, name, sat_wire_text (text), FALSE);
}

static SatWireFields *
make_fields (guint n)
{
  SatWireFields *fields = sat_wire_fields_new ();
  SatUuid owner = make_uuid (n % 50);

  take_text (fields, "department", "Département commercial", n % 20);
  take_text (fields, "first_name", "Ann", n);
  take_text (fields, "job_title", "Head of Procurement", n % 100);
  take_text (fields, "last_name", "Doe", n);
  take_text (fields, "notes", "Met at the fair, wants \"everything\" by May.\nCall again in", n);
  sat_wire_fields_take (fields, "owner", sat_wire_reference (&owner), FALSE);
  sat_wire_fields_take (fields, "primary_company", sat_wire_reference (&owner), FALSE);
  sat_wire_fields_take (fields, "salutation", sat_wire_text ("Dr."), FALSE);
  return fields;
}

static SatPageRow
make_row (guint n)
{
  SatPageRow row = {
      .type = "contact", .id = make_uuid (n), .root = make_uuid (n), .seq = 88000 + n};

  row.clocks = sat_clocks_new ((SatVersion){0x018f3c5a1b2c0040 + n, 12});
  if (n % 4 == 0)
    sat_clocks_set (row.clocks, "job_title", (SatVersion){0x0190000000000000 + n, 3});
  row.fields = make_fields (n);
  return row;
}

static GBytes *
write_page (const SatPageRow *rows)
{
  g_autoptr (SatPageWriter) writer = sat_page_writer_new ();
  const SatPageHead head = {0};

  for (guint i = 0; i < ROWS; i++)
    sat_page_writer_row (writer, &rows[i]);
  return sat_page_writer_finish (writer, &head);
}

static guint
read_page (GBytes *page)
{
  g_autoptr (SatPageReader) reader = sat_page_reader_new (page, NULL);
  g_auto (SatPageRow) row = {0};
  SatPageItem item;
  SatUuid gone;
  guint n = 0;

  while (sat_page_reader_next (reader, &item, &row, &gone, NULL) && item == SAT_PAGE_ROW)
    n += sat_wire_fields_n (row.fields);
  return n;
}

static void
measure_pages (void)
{
  g_autoptr (SatBenchSeries) writing = sat_bench_series_new ();
  g_autoptr (SatBenchSeries) reading = sat_bench_series_new ();
  g_autofree SatPageRow *rows = g_new (SatPageRow, ROWS);
  gsize size = 0;
  guint values = 0;

  for (guint i = 0; i < ROWS; i++)
    rows[i] = make_row (i);
  for (guint i = 0; i < TIMES; i++) {
    gint64 start = sat_bench_thread_time ();
    g_autoptr (GBytes) page = write_page (rows);

    sat_bench_series_add (writing, sat_bench_thread_time () - start);
    size = g_bytes_get_size (page);
    start = sat_bench_thread_time ();
    values = read_page (page);
    sat_bench_series_add (reading, sat_bench_thread_time () - start);
  }
  for (guint i = 0; i < ROWS; i++)
    sat_page_row_clear (&rows[i]);
  sat_bench_print ("Y1", "a page of 10,000 contacts, written (CPU time)", "ms",
                   sat_bench_series_at (writing, 50), 0, 40, 20);
  sat_bench_note ("%.1f MiB, %u values", (double)size / 1024 / 1024, values);
  sat_bench_print ("Y2", "a page of 10,000 contacts, read (CPU time)", "ms",
                   sat_bench_series_at (reading, 50), 0, 60, 30);
}

static SatMutation *
make_mutation (guint n)
{
  SatMutation *mutation = sat_mutation_new ();

  mutation->m = n + 1;
  mutation->u = make_uuid (n + 1000000);
  mutation->h = 0x018f3c5a1b2c0040 + n;
  mutation->type = g_strdup ("contact");
  mutation->id = make_uuid (n);
  mutation->change = make_uuid (n + 2000000);
  sat_wire_fields_free (mutation->fields);
  mutation->fields = make_fields (n);
  return mutation;
}

static void
measure_mutations (void)
{
  g_autoptr (SatBenchSeries) writing = sat_bench_series_new ();
  g_autoptr (SatBenchSeries) reading = sat_bench_series_new ();
  g_autoptr (GPtrArray) mutations =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_mutation_free);

  for (guint i = 0; i < ROWS; i++)
    g_ptr_array_add (mutations, make_mutation (i));
  for (guint i = 0; i < TIMES; i++) {
    g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
    gint64 start = sat_bench_thread_time ();

    for (guint n = 0; n < ROWS; n++)
      g_ptr_array_add (lines, sat_mutation_to_line (mutations->pdata[n]));
    sat_bench_series_add (writing, sat_bench_thread_time () - start);
    start = sat_bench_thread_time ();
    for (guint n = 0; n < ROWS; n++)
      sat_mutation_free (sat_mutation_parse (lines->pdata[n], strlen (lines->pdata[n]), NULL));
    sat_bench_series_add (reading, sat_bench_thread_time () - start);
  }
  sat_bench_print ("Y3", "10,000 mutations that create contacts, written (CPU time)", "ms",
                   sat_bench_series_at (writing, 50), 0, 40, 20);
  sat_bench_print ("Y4", "10,000 mutations that create contacts, read (CPU time)", "ms",
                   sat_bench_series_at (reading, 50), 0, 60, 30);
}

int
main (void)
{
  measure_pages ();
  measure_mutations ();
  return 0;
}
