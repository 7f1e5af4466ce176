/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-column-format.h"

#include <string.h>

#include "column-support.h"
#include "sat-csv-reader.h"
#include "sat-test.h"
#include "sat-text-encoding.h"

/* Texts of any sort are read or refused. */
static void
test_random_text (void)
{
  static const char *const pieces[] = {
      "1",  "12", "2017", "3", "0",      ".", ",",  "/",   "-",     ":",   " ",    "T",
      "Z",  "+",  "$",    "€", "%",      "(", ")",  "Mar", "mars",  "AM",  "p.m.", "年",
      "月", "日", "USD",  "e", "\u00a0", "'", "st", "de",  "99999", "GMT", "h"};
  g_autoptr (GRand) rand = sat_test_rand_new ();
  guint dates = 0, numbers = 0;

  for (guint round = 0; round < 20000; round++) {
    g_autoptr (GString) text = g_string_new (NULL);
    guint n = g_rand_int_range (rand, 0, 9);
    SatColumnFormat format;
    const char *currency;
    SatDate date;
    gint64 value;

    for (guint i = 0; i < n; i++)
      g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
    format = DATES (text->str);
    dates += sat_column_format_read_date (&format, text->str, NULL, &date, NULL);
    sat_column_format_read_instant (&format, text->str, NULL, &value, NULL);
    format = NUMBERS (text->str);
    if (sat_column_format_read_money (&format, text->str, "USD", &value, &currency, NULL)) {
      g_assert_nonnull (currency);
      numbers++;
    }
    sat_column_format_read_percent (&format, text->str, &value, NULL);
    sat_column_format_read_integer (&format, text->str, &value, NULL);
  }
  g_assert_cmpuint (dates, >, 0);
  g_assert_cmpuint (numbers, >, 0);
}

/* All the values of one column of a real file; their sum, or the number of values that are read. */
static gint64
read_real (const char *name, const char *column, SatColumnContent content, guint *values)
{
  g_autofree char *path = sat_test_real_data (name);
  g_autoptr (SatText) text = NULL;
  g_autoptr (SatCsvReader) reader = NULL;
  g_autoptr (SatColumnProfile) profile = sat_column_profile_new (content, NULL);
  g_autoptr (GError) error = NULL;
  SatCsvDialect dialect;
  SatColumnFormat format;
  const SatCsvRow *row;
  const char *const *header;
  const char *data;
  gsize length;
  gint64 sum = 0;
  guint at = 0;

  *values = 0;
  if (path == NULL) {
    g_test_skip ("the files of real input are not there");
    return -1;
  }
  text = sat_text_open (path, NULL, &error);
  g_assert_no_error (error);
  data = sat_text_get_data (text, &length);
  sat_csv_dialect_detect (data, length, &dialect);
  reader = sat_csv_reader_new (data, length, &dialect);
  for (header = sat_csv_reader_get_header (reader); strcmp (header[at], column) != 0; at++)
    g_assert_nonnull (header[at]);
  while (sat_csv_reader_next (reader, &row, NULL))
    sat_column_profile_add (profile, sat_csv_row_get (row, at));
  sat_column_profile_decide (profile, &format);
  g_assert_cmpint (format.doubts, ==, 0);
  sat_csv_reader_rewind (reader);
  while (sat_csv_reader_next (reader, &row, NULL)) {
    const char *cell = sat_csv_row_get (row, at);
    gint64 value = 0;
    SatDate date;

    if (sat_column_format_is_empty (&format, cell))
      continue;
    if (content == SAT_COLUMN_DATES)
      sat_column_format_read_date (&format, cell, NULL, &date, &error);
    else
      sat_column_format_read_money (&format, cell, "USD", &value, NULL, &error);
    g_assert_no_error (error);
    sum += value;
    ++*values;
  }
  return sum;
}

static void
test_real (void)
{
  guint n;

  if (read_real ("maven-crm/sales_pipeline.csv", "close_value", SAT_COLUMN_NUMBERS, &n) < 0)
    return;
  g_assert_cmpuint (n, ==, 8800 - 2089);
  g_assert_cmpint (
      read_real ("maven-crm/sales_pipeline.csv", "close_value", SAT_COLUMN_NUMBERS, &n), ==,
      1000553400);
  read_real ("maven-crm/sales_pipeline.csv", "engage_date", SAT_COLUMN_DATES, &n);
  g_assert_cmpuint (n, ==, 8300);
  g_assert_cmpint (read_real ("salesforce-dataloader/data/opportunityData.csv", "AMOUNT",
                              SAT_COLUMN_NUMBERS, &n),
                   ==, 627000000);
  g_assert_cmpuint (n, ==, 33);
  read_real ("salesforce-dataloader/data/opportunityData.csv", "CREATEDDATE", SAT_COLUMN_DATES, &n);
  g_assert_cmpuint (n, ==, 38);
  g_assert_cmpint (read_real ("adventureworks/Sales SalesPersonQuotaHistory.csv", "SalesQuota",
                              SAT_COLUMN_NUMBERS, &n),
                   ==, 9571400000);
  read_real ("adventureworks/Sales SalesPersonQuotaHistory.csv", "QuotaDate", SAT_COLUMN_DATES, &n);
  g_assert_cmpuint (n, ==, 163);
  read_real ("atomic-crm/contacts.csv", "first_seen", SAT_COLUMN_DATES, &n);
  g_assert_cmpuint (n, ==, 500);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/column-format/random-text", test_random_text);
  g_test_add_func ("/exchange/column-format/real-files", test_real);
  return g_test_run ();
}
