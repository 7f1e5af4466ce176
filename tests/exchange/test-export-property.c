/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Random edits, deletions, undos, and imports of files that bring new records and change those
 * there: history folds to every state that was saved on the way, undoing all gives the first export
 * byte for byte, and redoing all the last. */

#include "config.h"

#include "sat-export.h"
#include "sat-import.h"
#include "sat-test-check.h"
#include "sat-test-edits.h"
#include "sat-test-past.h"

#include <stdlib.h>
#include <string.h>

#define SEQUENCES 8
#define STEPS 24
#define RECORDS_AT_START 40

typedef struct {
  SatTestStore *t;
  GRand *rand;
  SatTestEdits *edits;
  SatTestPast *past;
  char *kept; /* an export of some moment on the way */
  guint imported, updated, written;
} Run;

static guint
below (Run *run, guint n)
{
  return (guint)g_rand_int_range (run->rand, 0, (gint32)n);
}

static void
turn_clock (Run *run)
{
  sat_test_past_turn_clock (run->past, (gint64)below (run, 3) * 700000);
}

/* What `export --type all --format json` writes. */
static char *
export_all (Run *run)
{
  g_autoptr (GError) error = NULL;
  char *buffer = NULL, *text;
  gsize length = 0;
  FILE *file = open_memstream (&buffer, &length);

  g_assert_nonnull (file);
  sat_export (sat_test_store_reader (run->t), NULL, NULL, SAT_EXPORT_JSON, file, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fclose (file), ==, 0);
  text = g_strndup (buffer, length);
  free (buffer);
  return text;
}

/* A cell of a CSV file. */
typedef struct {
  const char *column;
  const char *values[6];
} Column;

static const Column company_columns[] = {
    {"name", {"Acme", "Globex", "Ünïcode, Ltd", "\"Quoted\"", "Acme 2", "李小龍"}},
    {"industry", {"tools", "", "glass", "two\nlines", "tools", "retail"}},
    {"employees", {"1", "20", "", "300", "x", "4000"}},
    {"annual revenue", {"$1,100.04", "", "500", "7", "0", "12.30"}},
    {"parent", {"Acme", "", "", "Globex", "Nowhere", ""}},
    {"phone", {"+1 555 0100", "", "+1 555 0199", "", "0", "+49 30 1"}},
    {"city", {"Boston", "Zürich", "", "", "Rome", ""}},
    {"tags", {"vip", "", "vip, new", "new", "", "old"}},
};

static const Column contact_columns[] = {
    {"first name", {"Ana", "Bo", "小龍", "D", "", "Eve"}},
    {"last name", {"Silva", "Li", "O'Brien", "D", "Silva", "ÅNGSTRÖM"}},
    {"company", {"Acme", "", "Globex", "Unheard of", "", "Acme 2"}},
    {"email", {"ana@example.com", "", "bo@example.com", "x@example.org", "", "eve@example.com"}},
    {"phone", {"1", "22", "", "333", "", "+1 555 0100"}},
    {"street", {"Main St 1", "", "", "Side St 2", "", ""}},
    {"city", {"Boston", "", "", "Rome", "", ""}},
    {"birthday", {"1980-01-31", "", "1999-12-01", "", "1970-06-15", ""}},
    {"notes", {"", "one", "two\n\nlines", "", "\"q\"", ""}},
};

static const Column deal_columns[] = {
    {"opportunity name", {"Renewal", "Pilot", "Big one", "x", "Renewal", "y"}},
    {"account", {"Acme", "Globex", "", "Nobody", "Acme 2", ""}},
    {"stage", {"Prospect", "Offer", "Won", "Lost", "Offer", "Prospect"}},
    {"amount", {"1054", "", "0", "99.90", "1,000.00", "5"}},
    {"close date", {"2026-03-01", "", "2026-05-31", "2027-01-01", "", "2026-03-02"}},
    {"product", {"Pump", "", "Pmup", "Valve", "", "Pump"}},
};

typedef struct {
  const char *type, *name, *id;
  const Column *columns;
  guint n_columns;
} Kind;

static const Kind kinds[] = {
    {"company", "companies.csv", "id", company_columns, G_N_ELEMENTS (company_columns)},
    {"contact", "contacts.csv", "id", contact_columns, G_N_ELEMENTS (contact_columns)},
    {"opportunity", "deals.csv", "opportunity id", deal_columns, G_N_ELEMENTS (deal_columns)},
};

static void
add_cell (GString *text, const char *value)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *doubled = NULL;

  if (strpbrk (value, "\",\n") == NULL) {
    g_string_append_printf (text, ",%s", value);
    return;
  }
  parts = g_strsplit (value, "\"", -1);
  doubled = g_strjoinv ("\"\"", parts);
  g_string_append_printf (text, ",\"%s\"", doubled);
}

/* Some columns, some rows; the same few ids again and again. */
static char *
random_csv (Run *run, const Kind *kind)
{
  GString *text = g_string_new (kind->id);
  g_autofree gboolean *given = g_new0 (gboolean, kind->n_columns);
  guint first = below (run, 12), n = 1 + below (run, 8);

  for (guint i = 0; i < kind->n_columns; i++) {
    given[i] = i == 0 || below (run, 3) > 0;
    if (given[i])
      g_string_append_printf (text, ",%s", kind->columns[i].column);
  }
  g_string_append_c (text, '\n');
  for (guint row = 0; row < n; row++) {
    g_string_append_printf (text, "%u", first + row);
    for (guint i = 0; i < kind->n_columns; i++)
      if (given[i])
        add_cell (text,
                  kind->columns[i].values[below (run, G_N_ELEMENTS (kind->columns[i].values))]);
    g_string_append_c (text, '\n');
  }
  return g_string_free (text, FALSE);
}

static void
import (Run *run, const char *name, const char *type, const char *text)
{
  SatImportOptions options = {.type = type, .chunk = below (run, 2) == 0 ? 2 + below (run, 4) : 0};
  g_autofree char *path = sat_test_dir_write (run->t->dir, name, text, -1);
  const char *const paths[] = {path, NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (SatImportReport) report =
      sat_import_run (run->t->store, paths, &options, NULL, NULL, NULL, &error);
  const SatImportFileReport *file;

  g_assert_no_error (error);
  file = report->files->pdata[0];
  g_assert_cmpstr (file->type, !=, NULL);
  g_assert_cmpuint (file->read, ==,
                    file->created + file->updated + file->unchanged + file->rejected);
  run->imported += file->created;
  run->updated += file->updated;
  g_test_message ("%" G_GINT64_FORMAT ": import %s, chunk %u: %u new, %u changed\n%s",
                  report->change, name, options.chunk, (guint)file->created, (guint)file->updated,
                  text);
}

static void
edit (Run *run)
{
  g_autoptr (GError) error = NULL;
  gint64 change;

  if (sat_test_edits_step (run->edits, sat_test_edits_choose (run->edits), &change, &error)) {
    run->written++;
    g_test_message ("%" G_GINT64_FORMAT ": %s", change, sat_test_edits_get_log (run->edits));
  }
}

static void
take_step (Run *run)
{
  guint roll = below (run, 10);

  turn_clock (run);
  if (roll < 4) {
    const Kind *kind = &kinds[below (run, G_N_ELEMENTS (kinds))];
    g_autofree char *text = random_csv (run, kind);

    import (run, kind->name, kind->type, text);
  } else if (roll == 4) {
    /* An older state of everything comes back over the present one. */
    import (run, "all.json", NULL, run->kept);
  } else {
    edit (run);
  }
  if (below (run, 8) == 0) {
    g_free (run->kept);
    run->kept = export_all (run);
  }
}

/* Undoes or redoes until there is nothing left. */
static void
exhaust (Run *run, SatTestStep step)
{
  g_autoptr (GError) error = NULL;
  gint64 change;

  do {
    turn_clock (run);
    g_test_message ("%s", sat_test_edits_get_log (run->edits));
  } while (sat_test_edits_step (run->edits, step, &change, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOTHING);
}

static void
assert_same_export (const char *a, const char *b, const char *what)
{
  g_auto (GStrv) first = g_strsplit (a, "\n", -1);
  g_auto (GStrv) second = g_strsplit (b, "\n", -1);

  for (guint i = 0; first[i] != NULL && second[i] != NULL; i++)
    if (strcmp (first[i], second[i]) != 0)
      g_error ("%s: line %u differs:\n%s\n%s", what, i + 1, first[i], second[i]);
  g_assert_cmpstr (a, ==, b);
}

static gboolean
start_cb (SatWriter *writer, gpointer data, GError **error)
{
  return sat_test_edits_write (((Run *)data)->edits, writer, RECORDS_AT_START, error);
}

/* What is there before, and is not undone. */
static void
fill (Run *run)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 50; i++) {
    g_clear_error (&error);
    if (sat_store_write (run->t->store, SAT_CHANGE_SETUP, "start", start_cb, run, NULL, &error))
      break;
  }
  g_assert_no_error (error);
}

static void
check (Run *run)
{
  SatReader *reader = sat_test_store_reader (run->t);

  sat_test_past_check (run->past, run->rand);
  sat_test_check_file (reader);
  sat_test_check_store (reader);
  sat_test_check_verify (reader);
}

static void
play (Run *run)
{
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  g_autofree char *undone = NULL;
  g_autofree char *redone = NULL;

  fill (run);
  first = export_all (run);
  run->kept = g_strdup (first);
  for (guint i = 0; i < STEPS; i++) {
    take_step (run);
    if (i % 4 == 0)
      sat_test_past_save (run->past);
  }
  check (run);
  exhaust (run, SAT_TEST_STEP_REDO);
  last = export_all (run);
  exhaust (run, SAT_TEST_STEP_UNDO);
  undone = export_all (run);
  assert_same_export (first, undone, "all undone");
  exhaust (run, SAT_TEST_STEP_REDO);
  redone = export_all (run);
  assert_same_export (last, redone, "all redone");
  check (run);
}

/* Many sequences; $SATCHEL_TEST_SEQUENCE runs one of them alone. */
static void
test_sequences (void)
{
  const char *only = g_getenv ("SATCHEL_TEST_SEQUENCE");
  g_autoptr (GRand) seeds = sat_test_rand_new ();
  guint imported = 0, updated = 0, written = 0;

  for (guint i = 0; i < (only != NULL ? 1 : SEQUENCES); i++) {
    guint32 seed = only != NULL ? (guint32)g_ascii_strtoull (only, NULL, 10) : g_rand_int (seeds);
    g_autoptr (SatTestStore) t = sat_test_store_new (i % 2 ? SAT_STORE_JOINED : SAT_STORE_DEFAULT);
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autoptr (SatTestEdits) edits = sat_test_edits_new (t->store, rand);
    g_autoptr (SatTestPast) past = sat_test_past_new (t);
    Run run = {.t = t, .rand = rand, .edits = edits, .past = past};

    g_test_message ("SATCHEL_TEST_SEQUENCE=%u", seed);
    play (&run);
    imported += run.imported;
    updated += run.updated;
    written += run.written;
    g_free (run.kept);
  }
  g_test_message ("%u imported, %u updated, %u edits", imported, updated, written);
  /* The test is worth something only if there was something to undo. */
  if (only == NULL) {
    g_assert_cmpuint (imported, >, 5 * SEQUENCES);
    g_assert_cmpuint (updated, >, 2 * SEQUENCES);
    g_assert_cmpuint (written, >, 2 * SEQUENCES);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/export-property/sequences", test_sequences);
  return g_test_run ();
}
