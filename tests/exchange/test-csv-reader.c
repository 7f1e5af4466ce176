/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-csv-reader.h"

#include <string.h>

#include "sat-test.h"
#include "sat-text-encoding.h"

/* Rows as text: cells between bars, rows between slashes, each with its line and what is wrong. */
static char *
read_all (const char *text, gssize length, const SatCsvDialect *dialect)
{
  g_autoptr (SatCsvReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  GString *all = g_string_new (NULL);
  const SatCsvRow *row;

  reader = sat_csv_reader_new (text, length < 0 ? strlen (text) : (gsize)length, dialect);
  while (sat_csv_reader_next (reader, &row, &error)) {
    g_string_append_printf (all, "%" G_GUINT64_FORMAT ":", row->line);
    for (guint i = 0; i < row->n_cells; i++) {
      g_assert_cmpuint (row->cells[i].length, ==, strlen (row->cells[i].text));
      g_string_append_printf (all, "%s%s", i > 0 ? "|" : "", row->cells[i].text);
    }
    if (row->flags != 0)
      g_string_append_printf (all, "!%x", row->flags);
    g_string_append_c (all, '/');
  }
  if (error != NULL)
    g_string_append (all, "error");
  return g_string_free (all, FALSE);
}

static void
assert_rows (const char *text, const char *expected)
{
  static const SatCsvDialect plain = {.delimiter = ','};
  g_autofree char *found = read_all (text, -1, &plain);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_rfc4180 (void)
{
  assert_rows ("", "");
  assert_rows ("a,b\r\nc,d\r\n", "1:a|b/2:c|d/");
  assert_rows ("a,b\nc,d", "1:a|b/2:c|d/");
  assert_rows ("a,b\rc,d\r", "1:a|b/2:c|d/");
  assert_rows (",\n,,x\n", "1:|/2:||x!2/");
  assert_rows ("\"a,b\",\"c\"\"d\"\n", "1:a,b|c\"d/");
  assert_rows ("\"\",\"\"\"\"\n", "1:|\"/");
  assert_rows ("a\n\"\"\n", "1:a/2:/");
  assert_rows (" a , b\n", "1: a | b/");
  assert_rows ("=1+1,+1,-1,@x\n", "1:=1+1|+1|-1|@x/");
}

static void
test_lines (void)
{
  assert_rows ("a,\"b\nc\r\nd\re\"\nf,g\n", "1:a|b\nc\r\nd\re/5:f|g/");
  assert_rows ("\n\r\na\n\n\n\nb\n\n\r\n", "3:a/7:b/");
  assert_rows ("a\r\n\r\nb\r\rc", "1:a/3:b/5:c/");
}

static void
test_ragged (void)
{
  assert_rows ("a,b,c\n1,2\n1,2,3\n1,2,3,,\n1,2,3,,4\n", "1:a|b|c/2:1|2!1/3:1|2|3/4:1|2|3||/"
                                                         "5:1|2|3||4!2/");
  assert_rows ("a,b\n,\n", "1:a|b/2:|/");
}

static void
test_quotes_in_the_wild (void)
{
  /* A quote inside a cell without quotes is text. */
  assert_rows ("5\" pipe,a\n", "1:5\" pipe|a/");
  /* Quotes that were not doubled. */
  assert_rows ("\"a \"big\" one\",b\n", "1:a \"big\" one|b!4/");
  assert_rows ("\"a\"b,c\nd,e\n", "1:ab|c!4/2:d|e/");
  /* A quote that is never closed does not swallow the rest. */
  assert_rows ("a,b\n\"c,d\ne,f\n", "1:a|b/2:\"c|d!8/3:e|f/");
  assert_rows ("a,b\n1,\"c\ne,f\n\"g\",h\n", "1:a|b/2:1|c\ne,f\n\"g|h!6/");
  assert_rows ("a,b\n1,\"c\ne,f\n\"g\",\"h\n", "1:a|b/2:1|c\ne,f\n\"g|\"h!e/");
  assert_rows ("\"", "1:\"!8/");
}

static void
test_dialects (void)
{
  SatCsvDialect dialect = {.delimiter = ';', .padded_quotes = TRUE};
  g_autofree char *padded = read_all ("a; \"b;c\" ; d\n", -1, &dialect);
  g_autofree char *backslash = NULL;
  g_autofree char *tabs = NULL;

  g_assert_cmpstr (padded, ==, "1:a|b;c| d/");
  dialect = (SatCsvDialect){.delimiter = ',', .backslash = TRUE};
  backslash = read_all ("\"a \\\"b\\\" c\",\"d\\\\\",e\\f\n", -1, &dialect);
  g_assert_cmpstr (backslash, ==, "1:a \"b\" c|d\\|e\\f/");
  dialect = (SatCsvDialect){.delimiter = '\t'};
  tabs = read_all ("a,b\tc\n", -1, &dialect);
  g_assert_cmpstr (tabs, ==, "1:a,b|c/");
}

static void
test_header (void)
{
  static const char text[] = "Report\n\nname,city\nJohn,Rome\nJane,\"Ro\nme\"\nJim,Oslo\n";
  SatCsvDialect dialect = {.delimiter = ',', .header = SAT_CSV_HEADER_SURE, .header_row = 1};
  g_autoptr (SatCsvReader) reader = sat_csv_reader_new (text, strlen (text), &dialect);
  const char *const *header = sat_csv_reader_get_header (reader);
  const SatCsvRow *row;

  g_assert_cmpuint (g_strv_length ((char **)header), ==, 2);
  g_assert_cmpstr (header[1], ==, "city");
  g_assert_cmpuint (sat_csv_reader_get_header_line (reader), ==, 3);
  g_assert_cmpuint (sat_csv_reader_get_n_columns (reader), ==, 2);
  for (guint round = 0; round < 2; round++) {
    guint64 lines[] = {4, 5, 7};

    for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
      g_assert_true (sat_csv_reader_next (reader, &row, NULL));
      g_assert_cmpuint (row->line, ==, lines[i]);
      g_assert_cmpuint (row->flags, ==, 0);
    }
    g_assert_cmpstr (sat_csv_row_get (row, 0), ==, "Jim");
    g_assert_cmpstr (sat_csv_row_get (row, 7), ==, "");
    g_assert_false (sat_csv_reader_next (reader, &row, NULL));
    g_assert_null (row);
    sat_csv_reader_rewind (reader);
  }
}

static void
test_nul (void)
{
  SatCsvDialect dialect = {.delimiter = ','};
  g_autofree char *found = read_all ("a,b\nc\0,d\ne,f\n", 13, &dialect);

  g_assert_cmpstr (found, ==, "1:a|b/error");
}

static void
test_limits (void)
{
  SatCsvDialect dialect = {.delimiter = ','};
  g_autoptr (GString) text = g_string_new ("a,\"");
  g_autoptr (SatCsvReader) reader = NULL;
  g_autoptr (SatCsvReader) wide = NULL;
  const SatCsvRow *row;

  while (text->len < SAT_CSV_CELL_LIMIT + 100)
    g_string_append (text, "€");
  g_string_append (text, "\",c\nd,e,f\n");
  reader = sat_csv_reader_new (text->str, text->len, &dialect);
  g_assert_true (sat_csv_reader_next (reader, &row, NULL));
  g_assert_cmpuint (row->flags, ==, SAT_CSV_ROW_CUT);
  g_assert_cmpuint (row->n_cells, ==, 3);
  g_assert_cmpuint (row->cells[1].length, <=, SAT_CSV_CELL_LIMIT);
  g_assert_cmpuint (row->cells[1].length, >, SAT_CSV_CELL_LIMIT - 3);
  g_assert_true (g_utf8_validate (row->cells[1].text, -1, NULL));
  g_assert_cmpstr (sat_csv_row_get (row, 2), ==, "c");
  g_assert_true (sat_csv_reader_next (reader, &row, NULL));
  g_assert_cmpuint (row->flags, ==, 0);

  g_string_truncate (text, 0);
  for (guint i = 0; i < SAT_CSV_COLUMN_LIMIT + 5; i++)
    g_string_append (text, "x,");
  wide = sat_csv_reader_new (text->str, text->len, &dialect);
  g_assert_true (sat_csv_reader_next (wide, &row, NULL));
  g_assert_cmpuint (row->n_cells, ==, SAT_CSV_COLUMN_LIMIT);
  g_assert_cmpuint (row->flags, ==, SAT_CSV_ROW_CUT);
}

static void
read_repeated (const char *piece, gsize length)
{
  static const SatCsvDialect dialects[] = {
      {.delimiter = ','},
      {.delimiter = ',', .padded_quotes = TRUE},
      {.delimiter = ',', .backslash = TRUE},
  };
  g_autoptr (GString) text = g_string_new (NULL);

  while (text->len < length)
    g_string_append (text, piece);
  for (gsize d = 0; d < G_N_ELEMENTS (dialects); d++) {
    g_autoptr (SatCsvReader) reader = sat_csv_reader_new (text->str, text->len, &dialects[d]);
    const SatCsvRow *row;
    guint rows = 0;

    while (sat_csv_reader_next (reader, &row, NULL))
      rows++;
    g_assert_true ((rows > 0) == (strspn (piece, "\n") < strlen (piece)));
  }
}

/* Texts that would take hours if a part were read again for each quote: this test ends. */
static void
test_hostile_quotes (void)
{
  static const char *const pieces[] = {"\"a",  "\"a\n", "\"\",\"a\n", "\"a\"b",   "\"a,\"\"b",
                                       "\\\"", "\" \"", "\n\"",       "\"\"\"a,", "\" "};
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (gsize p = 0; p < G_N_ELEMENTS (pieces); p++)
    read_repeated (pieces[p], 1000000);
  for (guint round = 0; round < 40; round++) {
    static const char alphabet[] = "\"\"\",,\n a\\";
    char piece[9] = {0};
    guint length = g_rand_int_range (rand, 1, sizeof piece);

    for (guint i = 0; i < length; i++)
      piece[i] = alphabet[g_rand_int_range (rand, 0, sizeof alphabet - 1)];
    read_repeated (piece, 100000);
  }
}

static void
test_random_text (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (guint round = 0; round < 20000; round++) {
    static const char alphabet[] = "\"\"\"\",,;\t|\n\r\\ abcé1";
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (SatCsvReader) reader = NULL;
    SatCsvDialect dialect;
    const SatCsvRow *row;
    guint64 line = 0, lines = 1;
    guint length = g_rand_int_range (rand, 0, 60);

    for (guint i = 0; i < length; i++)
      g_string_append_c (text, alphabet[g_rand_int_range (rand, 0, sizeof alphabet - 1)]);
    for (gsize i = 0; i < text->len; i++)
      lines += text->str[i] == '\n' || (text->str[i] == '\r' && text->str[i + 1] != '\n');
    sat_csv_dialect_detect (text->str, text->len, &dialect);
    if (round % 2 == 0)
      dialect.backslash = dialect.padded_quotes = TRUE;
    reader = sat_csv_reader_new (text->str, text->len, &dialect);
    while (sat_csv_reader_next (reader, &row, NULL)) {
      g_autofree char *wrong = sat_csv_row_describe_flags (row->flags);

      g_assert_cmpuint (row->line, >, line);
      g_assert_cmpuint (row->n_cells, >, 0);
      g_assert_true ((wrong != NULL) == (row->flags != 0));
      line = row->line;
    }
    g_assert_cmpuint (line, <=, lines);
  }
}

static void
assert_dialect (const char *text, char delimiter, SatCsvHeader header, guint header_row)
{
  SatCsvDialect dialect;

  sat_csv_dialect_detect (text, strlen (text), &dialect);
  g_test_message ("%s", text);
  g_assert_cmpint (dialect.delimiter, ==, delimiter);
  g_assert_cmpint (dialect.header, ==, header);
  g_assert_cmpuint (dialect.header_row, ==, header_row);
  g_assert_cmpint (*sat_csv_dialect_delimiter_name (&dialect), ==, delimiter);
}

static void
test_find_delimiter (void)
{
  assert_dialect ("", ',', SAT_CSV_HEADER_NONE, 0);
  assert_dialect ("name\nJohn\n", ',', SAT_CSV_HEADER_LIKELY, 0);
  assert_dialect ("name,city\nJohn,Rome\n", ',', SAT_CSV_HEADER_LIKELY, 0);
  assert_dialect ("name;price\na;1,50\nb;2,75\nc;3,10\n", ';', SAT_CSV_HEADER_SURE, 0);
  assert_dialect ("name\tnote\na\tx, y, z\nb\tx; y\n", '\t', SAT_CSV_HEADER_LIKELY, 0);
  assert_dialect ("name|note\na|x, y, z\nb|x; y\n", '|', SAT_CSV_HEADER_LIKELY, 0);
  assert_dialect ("name,tags\na,x;y\nb,z;x\nc,y;z\n", ',', SAT_CSV_HEADER_LIKELY, 0);
  assert_dialect ("a;\"x,y\nx,y,z\n,,,\"\nb;\"x,y\"\n", ';', SAT_CSV_HEADER_LIKELY, 0);
  assert_dialect ("1,1,1,1,1@host.invalid,,,\n2\t2\t2\n3\t3\t3\n4\t4\t4\n", '\t',
                  SAT_CSV_HEADER_NONE, 0);
  assert_dialect ("sep=;\r\na,b;c\r\n1,2;3\r\n", ';', SAT_CSV_HEADER_SURE, 0);
}

static void
test_find_header (void)
{
  assert_dialect ("id,amount\nx1,100\nx2,250\n", ',', SAT_CSV_HEADER_SURE, 0);
  assert_dialect ("John,42,Rome\nJane,39,Oslo\n", ',', SAT_CSV_HEADER_NONE, 0);
  assert_dialect ("John,john@host.invalid\nJane,jane@host.invalid\n", ',', SAT_CSV_HEADER_NONE, 0);
  assert_dialect ("Rep,Region,2019,2020\nJane,North,100,200\n", ',', SAT_CSV_HEADER_LIKELY, 0);
  assert_dialect ("1,2,3\n4,5,6\n", ',', SAT_CSV_HEADER_NONE, 0);
  assert_dialect ("NOTES:,,,\n,read this first,,\n,,,\nName,City,Zip,Sum\nJohn,Rome,00100,7\n", ',',
                  SAT_CSV_HEADER_SURE, 3);
}

static void
test_find_habits (void)
{
  static const char padded[] = "\"a\", \"b, c\", \"d\"\n\"e\", \"f, g\", \"h\"\n";
  static const char tight[] = "\"a\",\" \"\"b\",c\n\"d\",\"e\",f\n";
  static const char escaped[] = "\"a \\\"b\\\" c\",d\n";
  static const char paths[] = "\"c:\\x\\\",d\n\"c:\\y\\\",e\n";
  SatCsvDialect dialect;

  sat_csv_dialect_detect (padded, strlen (padded), &dialect);
  g_assert_true (dialect.padded_quotes);
  g_assert_false (dialect.backslash);
  sat_csv_dialect_detect (tight, strlen (tight), &dialect);
  g_assert_false (dialect.padded_quotes);
  sat_csv_dialect_detect (escaped, strlen (escaped), &dialect);
  g_assert_true (dialect.backslash);
  sat_csv_dialect_detect (paths, strlen (paths), &dialect);
  g_assert_false (dialect.backslash);
}

static void
assert_real (const char *name, char delimiter, SatCsvHeader header, guint columns, guint rows)
{
  g_autofree char *path = sat_test_real_data (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatText) text = NULL;
  g_autoptr (SatCsvReader) reader = NULL;
  SatCsvDialect dialect;
  const SatCsvRow *row;
  const char *data;
  gsize length;
  guint found = 0;

  if (path == NULL) {
    g_test_skip ("the files of real input are not there");
    return;
  }
  text = sat_text_open (path, NULL, &error);
  g_assert_no_error (error);
  data = sat_text_get_data (text, &length);
  sat_csv_dialect_detect (data, length, &dialect);
  g_assert_cmpint (dialect.delimiter, ==, delimiter);
  g_assert_cmpint (dialect.header, ==, header);
  reader = sat_csv_reader_new (data, length, &dialect);
  g_assert_cmpuint (sat_csv_reader_get_n_columns (reader), ==, columns);
  while (sat_csv_reader_next (reader, &row, &error)) {
    g_assert_cmpuint (row->flags, ==, 0);
    found++;
  }
  g_assert_no_error (error);
  g_assert_cmpuint (found, ==, rows);
}

#define THUNDERBIRD "thunderbird/mailnews/"

static void
test_real (void)
{
  assert_real ("maven-crm/sales_pipeline.csv", ',', SAT_CSV_HEADER_SURE, 8, 8800);
  assert_real ("maven-crm/accounts.csv", ',', SAT_CSV_HEADER_SURE, 7, 85);
  assert_real ("maven-crm/sales_teams.csv", ',', SAT_CSV_HEADER_LIKELY, 3, 35);
  assert_real ("maven-crm/products.csv", ',', SAT_CSV_HEADER_SURE, 3, 7);
  assert_real ("salesforce-dataloader/data/opportunityData.csv", ',', SAT_CSV_HEADER_SURE, 31, 38);
  assert_real ("salesforce-dataloader/data/accountData.csv", ',', SAT_CSV_HEADER_SURE, 38, 423);
  assert_real ("atomic-crm/contacts.csv", ',', SAT_CSV_HEADER_SURE, 24, 500);
  assert_real ("adventureworks/Sales vStoreWithContacts.csv", ',', SAT_CSV_HEADER_SURE, 12, 753);
  assert_real ("adventureworks/Sales Store.csv", ',', SAT_CSV_HEADER_SURE, 6, 701);
  assert_real ("febrl-dedupe/dataset1.csv", ',', SAT_CSV_HEADER_SURE, 11, 1000);
  assert_real ("salesforce-npsp/NPSP_Data_Import_Template_csv.csv", ',', SAT_CSV_HEADER_LIKELY, 67,
               1);
  assert_real (THUNDERBIRD "import/test/unit/resources/csv_semicolon.csv", ';', SAT_CSV_HEADER_SURE,
               4, 2);
  assert_real (THUNDERBIRD "import/test/unit/resources/csv_no_header.csv", ',', SAT_CSV_HEADER_NONE,
               4, 2);
  assert_real (THUNDERBIRD "addrbook/test/unit/data/export.txt", '\t', SAT_CSV_HEADER_SURE, 37, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/csv-reader/rfc4180", test_rfc4180);
  g_test_add_func ("/exchange/csv-reader/lines", test_lines);
  g_test_add_func ("/exchange/csv-reader/ragged", test_ragged);
  g_test_add_func ("/exchange/csv-reader/quotes-in-the-wild", test_quotes_in_the_wild);
  g_test_add_func ("/exchange/csv-reader/dialects", test_dialects);
  g_test_add_func ("/exchange/csv-reader/header", test_header);
  g_test_add_func ("/exchange/csv-reader/nul", test_nul);
  g_test_add_func ("/exchange/csv-reader/limits", test_limits);
  g_test_add_func ("/exchange/csv-reader/hostile-quotes", test_hostile_quotes);
  g_test_add_func ("/exchange/csv-reader/random-text", test_random_text);
  g_test_add_func ("/exchange/csv-reader/find-delimiter", test_find_delimiter);
  g_test_add_func ("/exchange/csv-reader/find-header", test_find_header);
  g_test_add_func ("/exchange/csv-reader/find-habits", test_find_habits);
  g_test_add_func ("/exchange/csv-reader/real-files", test_real);
  return g_test_run ();
}
