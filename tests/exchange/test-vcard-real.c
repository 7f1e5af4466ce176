/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Cards that address books have written, and how many of what is in them. Skipped where the files
 * are not. */

#include "config.h"

#include <string.h>

#include "sat-csv-reader.h"
#include "sat-export.h"
#include "sat-import.h"
#include "sat-test-store.h"
#include "vcard-support.h"

/* Where cards do not come out as they went in, and why. */
static const struct {
  const char *path;
  guint rejected; /* of its cards */
  guint added_fn; /* both versions want a name to show: the mail or the company stands for it */
  guint problems; /* lines of cards that came in all the same */
} exceptions[] = {
    /* Two cards are a mail address; a company's name ends within a character. */
    {"vcard/ez-vcard/John_Doe_ANDROID.vcf", 0, 2, 1},
    /* One card is a company. */
    {"vcard/kcontacts/vcard10.vcf", 0, 1, 0},
    /* "FN" is no property. */
    {"vcard/kcontacts/vcard4.vcf", 0, 1, 1},
    /* Nothing but the text of an address, nothing but a picture: nobody to call. */
    {"vcard/kcontacts/vcard7.vcf", 1, 0, 0},
    {"vcard/sabre/issue64.vcf", 1, 0, 0},
};

static const char *const counted[] = {"FN", "TEL", "EMAIL", "PHOTO", "ADR"};

typedef struct {
  char *path;
  guint cards;
  guint counts[G_N_ELEMENTS (counted)];
} Expected;

static void
expected_free (gpointer data)
{
  g_free (((Expected *)data)->path);
  g_free (data);
}

static guint
number (const SatCsvRow *row, guint column)
{
  return (guint)g_ascii_strtoull (sat_csv_row_get (row, column), NULL, 10);
}

/* The files with cards; NULL: they are not here. */
static GPtrArray *
read_expected (void)
{
  static const guint columns[] = {5, 6, 7, 8, 9};
  g_autofree char *path = sat_test_real_data ("expected-counts.csv");
  g_autofree char *text = NULL;
  g_autoptr (SatCsvReader) reader = NULL;
  SatCsvDialect dialect;
  const SatCsvRow *row;
  GPtrArray *all;
  gsize length;

  if (path == NULL || !g_file_get_contents (path, &text, &length, NULL))
    return NULL;
  all = g_ptr_array_new_with_free_func (expected_free);
  sat_csv_dialect_detect (text, length, &dialect);
  reader = sat_csv_reader_new (text, length, &dialect);
  while (sat_csv_reader_next (reader, &row, NULL)) {
    Expected *one;

    if (number (row, 3) == 0)
      continue;
    one = g_new0 (Expected, 1);
    one->path = g_strdup (sat_csv_row_get (row, 0));
    one->cards = number (row, 3);
    for (guint i = 0; i < G_N_ELEMENTS (counted); i++)
      one->counts[i] = number (row, columns[i]);
    g_ptr_array_add (all, one);
  }
  return all;
}

static SatImportReport *
import (SatTestStore *t, const char *path)
{
  const char *const paths[] = {path, NULL};
  g_autoptr (GError) error = NULL;
  SatImportReport *report;

  sat_clock_fake_advance (t->clock, G_USEC_PER_SEC);
  report = sat_import_run (t->store, paths, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return report;
}

static char *export(SatTestStore *t, SatExportFormat format, char **text)
{
  char *path = sat_test_dir_file (t->dir, "out.vcf");
  FILE *file = fopen (path, "wbe");
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (file);
  g_assert_true (
      sat_export (sat_test_store_reader (t), "contact", NULL, format, file, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (fclose (file), ==, 0);
  g_assert_true (g_file_get_contents (path, text, NULL, &error));
  return path;
}

static void
count_properties (const char *text, guint *counts)
{
  g_autoptr (SatVcardReader) reader = sat_vcard_reader_new (text, strlen (text), NULL);
  g_autoptr (GError) error = NULL;
  const SatVcard *card;

  memset (counts, 0, sizeof (guint) * G_N_ELEMENTS (counted));
  while (sat_vcard_reader_next (reader, &card, &error))
    for (guint i = 0; i < card->properties->len; i++)
      for (guint k = 0; k < G_N_ELEMENTS (counted); k++)
        counts[k] += sat_vcard_is (sat_vcard_get (card, i), counted[k]);
  g_assert_no_error (error);
}

static void
assert_unchanged (SatTestStore *t, const char *path, const char *state)
{
  g_autoptr (SatImportReport) again = import (t, path);
  const SatImportFileReport *file = again->files->pdata[0];
  g_autofree char *after = sat_test_store_dump (t);

  g_assert_cmpuint (file->created + file->updated, ==, 0);
  g_assert_cmpint (again->change, ==, 0);
  g_assert_cmpstr (after, ==, state);
}

/* Out, counted, into the same store again, and into another one that writes the same. */
static void
check_export (SatTestStore *t,
              SatExportFormat format,
              const Expected *expected,
              guint added_fn,
              const char *state)
{
  g_autoptr (SatTestStore) other = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatImportReport) copied = NULL;
  g_autofree char *text = NULL;
  g_autofree char *copy = NULL;
  g_autofree char *path = export(t, format, &text);
  g_autofree char *copy_path = NULL;
  guint counts[G_N_ELEMENTS (counted)];

  count_properties (text, counts);
  for (guint i = 0; i < G_N_ELEMENTS (counted); i++)
    if (counts[i] != expected->counts[i] + (i == 0 ? added_fn : 0))
      g_error ("%s: %u %s, not %u", expected->path, counts[i], counted[i], expected->counts[i]);
  assert_unchanged (t, path, state);
  copied = import (other, path);
  g_assert_cmpuint (((SatImportFileReport *)copied->files->pdata[0])->rejected, ==, 0);
  copy_path = export(other, format, &copy);
  g_assert_cmpstr (copy, ==, text);
}

static void
check_file (const Expected *expected)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autofree char *path = sat_test_real_data (expected->path);
  g_autofree char *empty = sat_test_store_dump (t);
  g_autofree char *state = NULL;
  g_autofree char *undone = NULL;
  g_autoptr (SatImportReport) report = import (t, path);
  g_autoptr (SatUndoReport) undo = NULL;
  const SatImportFileReport *file = report->files->pdata[0];
  guint rejected = 0, added_fn = 0, problems = 0;

  g_test_message ("%s", expected->path);
  for (guint i = 0; i < G_N_ELEMENTS (exceptions); i++)
    if (strcmp (exceptions[i].path, expected->path) == 0) {
      rejected = exceptions[i].rejected;
      added_fn = exceptions[i].added_fn;
      problems = exceptions[i].problems;
    }
  g_assert_cmpuint (file->read, ==, expected->cards);
  g_assert_cmpuint (file->rejected, ==, rejected);
  g_assert_cmpuint (file->created, ==, expected->cards - rejected);
  g_assert_cmpuint (file->n_problems, ==, rejected + problems);
  if (file->created == 0)
    return;
  state = sat_test_store_dump (t);
  assert_unchanged (t, path, state);
  check_export (t, SAT_EXPORT_VCARD_3_0, expected, added_fn, state);
  check_export (t, SAT_EXPORT_VCARD_4_0, expected, added_fn, state);
  undo = sat_undo_change (t->store, report->change, NULL);
  undone = sat_test_store_dump (t);
  g_assert_cmpstr (undone, ==, empty);
}

static void
test_counts (void)
{
  g_autoptr (GPtrArray) all = read_expected ();

  if (all == NULL) {
    g_test_skip ("the real files are not here");
    return;
  }
  g_assert_cmpuint (all->len, >, 50);
  for (guint i = 0; i < all->len; i++)
    check_file (all->pdata[i]);
}

/* Some values that are known. */
static void
test_values (void)
{
  static const struct {
    const char *path, *sql;
    gint64 expected;
  } cases[] = {
      {"vcard/ez-vcard/gmail-single2.vcf",
       "SELECT count(*) FROM contact_point WHERE kind IN ('phone', 'fax')", 11},
      {"vcard/ez-vcard/gmail-single2.vcf",
       "SELECT count(*) FROM contact_point WHERE label = 'CustomEmailCategory'", 1},
      /* 1912-06-23 and 1922-03-10, in days */
      {"vcard/ez-vcard/gmail-single2.vcf", "SELECT birthday FROM contact", -21011},
      {"vcard/ez-vcard/outlook-2007.vcf", "SELECT birthday FROM contact", -17464},
      {"vcard/ez-vcard/John_Doe_ANDROID.vcf",
       "SELECT count(*) FROM contact WHERE last_name IS NULL AND first_name IS NULL", 2},
      {"vcard/ez-vcard/John_Doe_ANDROID.vcf",
       "SELECT count(*) FROM contact WHERE last_name LIKE 'Ñ%Ñ'", 4},
      {"vcard/kcontacts/vcard9.vcf", "SELECT count(*) FROM contact WHERE notes LIKE 'Длинный%'", 1},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = sat_test_real_data (cases[i].path);
    g_autoptr (SatTestStore) t = NULL;
    g_autoptr (SatImportReport) report = NULL;

    if (path == NULL) {
      g_test_skip ("the real files are not here");
      return;
    }
    t = sat_test_store_new (SAT_STORE_DEFAULT);
    report = import (t, path);
    g_assert_cmpint (sat_test_store_sql_int (t, cases[i].sql), ==, cases[i].expected);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vcard-real/counts", test_counts);
  g_test_add_func ("/vcard-real/values", test_values);
  return g_test_run ();
}
