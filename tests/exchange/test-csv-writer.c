/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-csv-writer.h"

#include <string.h>

#include "sat-csv-reader.h"
#include "sat-test.h"

typedef struct {
  GOutputStream *stream;
  SatCsvWriter *writer;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer delimiter)
{
  fixture->stream = g_memory_output_stream_new_resizable ();
  fixture->writer =
      sat_csv_writer_new (fixture->stream, delimiter != NULL ? *(char *)delimiter : ',');
}

static void
tear_down (Fixture *fixture, gconstpointer delimiter)
{
  sat_csv_writer_free (fixture->writer);
  g_object_unref (fixture->stream);
}

static void
add_row (Fixture *fixture, const char *const *cells)
{
  g_autoptr (GError) error = NULL;

  for (; *cells != NULL; cells++)
    sat_csv_writer_add (fixture->writer, *cells, -1);
  g_assert_true (sat_csv_writer_end_row (fixture->writer, NULL, &error));
  g_assert_no_error (error);
}

static GBytes *
finish (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sat_csv_writer_flush (fixture->writer, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_output_stream_close (fixture->stream, NULL, &error));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (fixture->stream));
}

static void
test_text (Fixture *fixture, gconstpointer delimiter)
{
  static const char expected[] = "name,note\r\n"
                                 "Müller,=1+1\r\n"
                                 "\"a,b\",\"c \"\"d\"\"\"\r\n"
                                 "\"a;b\",\"c\td\"\r\n"
                                 "\"two\nlines\", x \r\n"
                                 ",\r\n"
                                 "\"\"\r\n";
  g_autoptr (GBytes) bytes = NULL;
  const char *text;
  gsize length;

  add_row (fixture, (const char *[]){"name", "note", NULL});
  add_row (fixture, (const char *[]){"Müller", "=1+1", NULL});
  add_row (fixture, (const char *[]){"a,b", "c \"d\"", NULL});
  add_row (fixture, (const char *[]){"a;b", "c\td", NULL});
  add_row (fixture, (const char *[]){"two\nlines", " x ", NULL});
  sat_csv_writer_add (fixture->writer, NULL, -1);
  add_row (fixture, (const char *[]){"", NULL});
  add_row (fixture, (const char *[]){"", NULL});
  bytes = finish (fixture);
  text = g_bytes_get_data (bytes, &length);
  g_assert_cmpmem (text, length, expected, strlen (expected));
}

/* The first cell is neither taken for a note about the delimiter nor for a mark. */
static void
test_first_cell (void)
{
  static const char *const firsts[] = {"sep=;", "SEP=|", "\xef\xbb\xbfname", "sep"};

  for (gsize i = 0; i < G_N_ELEMENTS (firsts); i++) {
    Fixture fixture;
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (SatCsvReader) reader = NULL;
    SatCsvDialect dialect;
    const SatCsvRow *row;
    const char *text;
    gsize length;

    set_up (&fixture, NULL);
    add_row (&fixture, (const char *[]){firsts[i], NULL});
    add_row (&fixture, (const char *[]){"x", NULL});
    bytes = finish (&fixture);
    text = g_bytes_get_data (bytes, &length);
    g_assert_cmpint (text[0], ==, i == 3 ? 's' : '"');
    sat_csv_dialect_detect (text, length, &dialect);
    g_assert_cmpuint (dialect.start, ==, 0);
    dialect.header = SAT_CSV_HEADER_NONE;
    reader = sat_csv_reader_new (text, length, &dialect);
    g_assert_true (sat_csv_reader_next (reader, &row, NULL));
    g_assert_cmpstr (row->cells[0].text, ==, firsts[i]);
    tear_down (&fixture, NULL);
  }
}

static char *
random_cell (GRand *rand)
{
  static const char *const pieces[] = {
      "\"",   "\"\"",         ",", ";", "|", "\t", "\n", "\r", "\r\n", " ", "a",
      "é",    "東京",         "=", "+", "-", "@",  "'",  "\\", "\\\"", "0", "1.5",
      "sep=", "\xef\xbb\xbf", "😀"};
  GString *cell = g_string_new (NULL);
  guint n = g_rand_boolean (rand) ? 0 : g_rand_int_range (rand, 0, 6);

  for (guint i = 0; i < n; i++)
    g_string_append (cell, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
  return g_string_free (cell, FALSE);
}

/* Random tables come back cell for cell, and the delimiter is found again if there is a header. */
static void
test_round_trip (void)
{
  static const char delimiters[] = ",;|\t";
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (guint round = 0; round < 3000; round++) {
    guint columns = g_rand_int_range (rand, 1, 7), rows = g_rand_int_range (rand, 1, 12);
    SatCsvDialect dialect = {.delimiter = delimiters[round % 4]}, found;
    g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (SatCsvReader) reader = NULL;
    g_autoptr (GBytes) bytes = NULL;
    Fixture fixture;
    const SatCsvRow *row;
    const char *text;
    gsize length;
    guint at = 0;

    set_up (&fixture, &delimiters[round % 4]);
    for (guint c = 0; c < columns; c++)
      g_ptr_array_add (cells, g_strdup_printf ("title %u", c));
    for (guint i = 0; i < columns * rows; i++)
      g_ptr_array_add (cells, random_cell (rand));
    for (guint i = 0; i < cells->len; i++) {
      sat_csv_writer_add (fixture.writer, cells->pdata[i], -1);
      if (i % columns == columns - 1)
        g_assert_true (sat_csv_writer_end_row (fixture.writer, NULL, NULL));
    }
    bytes = finish (&fixture);
    text = g_bytes_get_data (bytes, &length);
    sat_csv_dialect_detect (text, length, &found);
    if (columns > 1)
      g_assert_cmpint (found.delimiter, ==, dialect.delimiter);
    reader = sat_csv_reader_new (text, length, &dialect);
    while (sat_csv_reader_next (reader, &row, NULL)) {
      g_assert_cmpuint (row->n_cells, ==, columns);
      g_assert_cmpuint (row->flags, ==, 0);
      for (guint c = 0; c < columns; c++)
        g_assert_cmpstr (row->cells[c].text, ==, cells->pdata[at++]);
    }
    g_assert_cmpuint (at, ==, cells->len);
    tear_down (&fixture, NULL);
  }
}

/* More than the writer keeps before it writes. */
static void
test_long (Fixture *fixture, gconstpointer delimiter)
{
  SatCsvDialect dialect = {.delimiter = ','};
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SatCsvReader) reader = NULL;
  const SatCsvRow *row;
  gsize length, written;
  guint at = 0;

  for (guint i = 0; i < 20000; i++) {
    g_autofree char *number = g_strdup_printf ("%u", i);

    add_row (fixture, (const char *[]){number, "some \"text\", more or less", NULL});
  }
  written = g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (fixture->stream));
  g_assert_cmpuint (written, >, 0);
  bytes = finish (fixture);
  reader =
      sat_csv_reader_new (g_bytes_get_data (bytes, &length), g_bytes_get_size (bytes), &dialect);
  while (sat_csv_reader_next (reader, &row, NULL)) {
    g_assert_cmpuint (atoi (row->cells[0].text), ==, at);
    at++;
  }
  g_assert_cmpuint (at, ==, 20000);
}

static void
test_error (void)
{
  char room[8];
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new (room, sizeof room, NULL, NULL);
  g_autoptr (SatCsvWriter) writer = sat_csv_writer_new (stream, ',');
  g_autoptr (GError) error = NULL;

  sat_csv_writer_add (writer, "longer than the room", -1);
  g_assert_true (sat_csv_writer_end_row (writer, NULL, &error));
  g_assert_false (sat_csv_writer_flush (writer, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/exchange/csv-writer/text", Fixture, NULL, set_up, test_text, tear_down);
  g_test_add_func ("/exchange/csv-writer/first-cell", test_first_cell);
  g_test_add_func ("/exchange/csv-writer/round-trip", test_round_trip);
  g_test_add ("/exchange/csv-writer/long", Fixture, NULL, set_up, test_long, tear_down);
  g_test_add_func ("/exchange/csv-writer/error", test_error);
  return g_test_run ();
}
