/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Real files and their true figures. Skipped where the files are not. */

#include "config.h"

#include "sat-as-of.h"
#include "sat-import.h"
#include "sat-query.h"
#include "sat-test-store.h"

#include <string.h>

static SatImportReport *
import (SatTestStore *t, const SatImportOptions *options, const char *const *names)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  SatImportReport *report;

  for (guint i = 0; names[i] != NULL; i++) {
    char *path = sat_test_real_data (names[i]);

    if (path == NULL) {
      g_test_skip ("the real files are not here");
      return NULL;
    }
    g_ptr_array_add (paths, path);
  }
  g_ptr_array_add (paths, NULL);
  sat_clock_fake_advance (t->clock, G_USEC_PER_SEC);
  report = sat_import_run (t->store, (const char *const *)paths->pdata, options, NULL, NULL, NULL,
                           &error);
  g_assert_no_error (error);
  return report;
}

static void
assert_int (SatTestStore *t, const char *sql, gint64 expected)
{
  gint64 found = sat_test_store_sql_int (t, sql);

  if (found != expected)
    g_error ("%s: %" G_GINT64_FORMAT ", not %" G_GINT64_FORMAT, sql, found, expected);
}

static void
assert_nothing_written (SatImportReport *report)
{
  g_assert_cmpint (report->change, ==, 0);
  for (guint i = 0; i < report->files->len; i++) {
    const SatImportFileReport *file = report->files->pdata[i];

    g_assert_cmpuint (file->created + file->updated + file->rejected, ==, 0);
    g_assert_cmpuint (file->read, ==, file->unchanged);
  }
}

static void
undo_all (SatTestStore *t, gint64 change, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatUndoReport) undo = sat_undo_change (t->store, change, &error);
  g_autofree char *state = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (undo->kept->len, ==, 0);
  state = sat_test_store_dump (t);
  g_assert_cmpstr (state, ==, expected);
}

static const char *const maven[] = {"maven-crm/accounts.csv",    "maven-crm/data_dictionary.csv",
                                    "maven-crm/products.csv",    "maven-crm/sales_pipeline.csv",
                                    "maven-crm/sales_teams.csv", NULL};

static const struct {
  const char *sql;
  gint64 expected;
} maven_figures[] = {
    {"SELECT count(*) FROM opportunity", 8800},
    {"SELECT count(*) FROM opportunity o JOIN stage s ON s.id = o.stage WHERE s.kind = 'won'",
     4238},
    {"SELECT count(*) FROM opportunity o JOIN stage s ON s.id = o.stage WHERE s.kind = 'lost'",
     2473},
    {"SELECT count(*) FROM opportunity o JOIN stage s ON s.id = o.stage WHERE s.name = 'Engaging'",
     1589},
    {"SELECT count(*) FROM opportunity o JOIN stage s ON s.id = o.stage WHERE s.name = "
     "'Prospecting'",
     500},
    {"SELECT sum(amount) FROM opportunity", 1000553400},
    {"SELECT count(*) FROM opportunity WHERE amount IS NULL", 2089},
    {"SELECT count(*) FROM opportunity WHERE company IS NULL AND company_text IS NULL", 1425},
    {"SELECT count(*) FROM company", 85},
    {"SELECT count(*) FROM company WHERE parent IS NOT NULL", 15},
    {"SELECT count(*) FROM company c JOIN company p ON p.id = c.parent WHERE p.name = 'Acme "
     "Corporation'",
     4},
    {"SELECT count(*) FROM user", 41},
    {"SELECT count(*) FROM user WHERE manager IS NOT NULL", 35},
    {"SELECT count(*) FROM team", 3},
    {"SELECT count(*) FROM product", 7},
    {"SELECT count(DISTINCT owner) FROM opportunity", 30},
    {"SELECT sum(amount) FROM opportunity o JOIN user u ON u.id = o.owner JOIN user m ON m.id = "
     "u.manager"
     " WHERE m.name LIKE '%Marxen'",
     225193000},
    {"SELECT sum(amount) FROM opportunity o JOIN user u ON u.id = o.owner WHERE u.name = 'Darcel "
     "Schlecht'",
     115321400},
    {"SELECT sum(amount) FROM opportunity o JOIN company c ON c.id = o.company WHERE c.name = "
     "'Kan-code'",
     34145500},
    /* 2017-01-01 is day 17167; the quarters begin 90, 181 and 273 days later. */
    {"SELECT sum(amount) FROM opportunity WHERE close_date BETWEEN 17167 AND 17256", 113467200},
    {"SELECT sum(amount) FROM opportunity WHERE close_date BETWEEN 17257 AND 17347", 308611100},
    {"SELECT sum(amount) FROM opportunity WHERE close_date BETWEEN 17348 AND 17439", 298225500},
    {"SELECT sum(amount) FROM opportunity WHERE close_date BETWEEN 17440 AND 17531", 280249600},
};

static const SatImportFileReport *
file_of_type (SatImportReport *report, const char *type)
{
  for (guint i = 0; i < report->files->len; i++)
    if (g_strcmp0 (((SatImportFileReport *)report->files->pdata[i])->type, type) == 0)
      return report->files->pdata[i];
  g_assert_not_reached ();
}

static void
assert_open_then (SatTestStore *t, const char *iso, gint64 expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimeZone) zone = sat_zone_open (NULL, NULL);
  g_autoptr (SatQuery) query = sat_query_new ("opportunity");
  g_autoptr (SatFilter) filter = sat_filter_test1 ("stage.kind", SAT_OP_IS, "open");
  g_autoptr (SatReader) reader = NULL;
  SatDate date;
  gint64 count;

  g_assert_true (sat_date_parse (iso, &date, NULL));
  reader = sat_as_of_open (t->store, "opportunity", sat_date_end (date, zone), zone, NULL, &error);
  g_assert_no_error (error);
  sat_query_set_filter (query, filter);
  g_assert_true (sat_query_count (query, reader, &count, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count, ==, expected);
}

static void
test_maven (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autofree char *empty = sat_test_store_dump (t);
  g_autofree char *full = NULL;
  SatImportOptions alias = {.map = "{\"aliases\":{\"product\":{\"GTXPro\":\"GTX Pro\"}}}"};
  g_autoptr (SatImportReport) first = import (t, NULL, maven);
  g_autoptr (SatImportReport) again = NULL;
  g_autoptr (SatImportReport) resolved = NULL;
  const SatImportFileReport *deals;

  if (first == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (maven_figures); i++)
    assert_int (t, maven_figures[i].sql, maven_figures[i].expected);
  g_assert_true (sat_import_report_has_rejects (first)); /* the dictionary is no data */
  deals = file_of_type (first, "opportunity");
  g_assert_cmpuint (deals->created, ==, 8800);
  g_assert_cmpuint (deals->unresolved->len, ==, 1);
  g_assert_cmpstr (((SatImportUnresolved *)deals->unresolved->pdata[0])->value, ==, "GTXPro");
  g_assert_cmpuint (((SatImportUnresolved *)deals->unresolved->pdata[0])->rows, ==, 1480);
  assert_open_then (t, "2017-06-30", 1686);
  again = import (t, NULL, maven);
  assert_nothing_written (again);
  full = sat_test_store_dump (t);
  resolved = import (t, &alias, maven);
  g_assert_cmpuint (file_of_type (resolved, "opportunity")->updated, ==, 1480);
  assert_int (t, "SELECT count(*) FROM line_item WHERE product IS NULL", 0);
  undo_all (t, resolved->change, full);
  undo_all (t, first->change, empty);
}

static void
test_salesforce (void)
{
  static const char *const names[] = {"salesforce-dataloader/data/accountData.csv",
                                      "salesforce-dataloader/data/opportunityData.csv", NULL};
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autofree char *empty = sat_test_store_dump (t);
  g_autoptr (SatImportReport) report = import (t, NULL, names);
  g_autoptr (SatImportReport) again = NULL;

  if (report == NULL)
    return;
  assert_int (t, "SELECT count(*) FROM company", 423);
  assert_int (t, "SELECT count(*) FROM company WHERE name = printf ('%.16c', '?')", 2);
  assert_int (t, "SELECT count(*) FROM company WHERE instr (name, char (65533)) > 0", 0);
  assert_int (t, "SELECT count(*) FROM opportunity", 38);
  assert_int (t, "SELECT sum(amount) FROM opportunity", 627000000);
  assert_int (t, "SELECT sum(amount * probability / 100) FROM opportunity", 485800000);
  assert_int (t, "SELECT count(*) FROM opportunity WHERE amount IS NULL", 5);
  assert_int (
      t, "SELECT count(*) FROM opportunity o JOIN stage s ON s.id = o.stage WHERE s.kind = 'won'",
      8);
  again = import (t, NULL, names);
  assert_nothing_written (again);
  undo_all (t, report->change, empty);
}

static void
test_refused_encoding (void)
{
  static const char *const names[] = {
      "salesforce-dataloader/testfiles/data/csvtext_BOM_UTF32LE.csv", NULL};
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatImportReport) report = import (t, NULL, names);
  const SatImportFileReport *file;

  if (report == NULL)
    return;
  file = report->files->pdata[0];
  g_assert_null (file->type);
  g_assert_cmpuint (file->read, ==, 0);
  g_assert_nonnull (strstr (((SatImportProblem *)file->problems->pdata[0])->reason, "UTF-32LE"));
}

static void
test_atomic (void)
{
  static const char *const names[] = {"atomic-crm/contacts.csv", NULL};
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autofree char *empty = sat_test_store_dump (t);
  g_autoptr (SatImportReport) report = import (t, NULL, names);
  g_autoptr (SatImportReport) again = NULL;

  if (report == NULL)
    return;
  assert_int (t, "SELECT count(*) FROM contact", 500);
  assert_int (t, "SELECT count(*) FROM company", 55);
  assert_int (t, "SELECT count(*) FROM contact_point WHERE kind = 'phone'", 830);
  assert_int (t, "SELECT count(DISTINCT value) FROM contact_point WHERE kind = 'mail'", 500);
  assert_int (t, "SELECT count(*) FROM contact WHERE owner_text = 'Jane Doe'", 500);
  again = import (t, NULL, names);
  assert_nothing_written (again);
  undo_all (t, report->change, empty);
}

static void
test_adventureworks (void)
{
  static const char *const names[] = {"adventureworks/Sales vStoreWithContacts.csv", NULL};
  SatImportOptions options = {
      .map =
          "{\"columns\":{\"BusinessEntityID\":\"company.external_id\",\"Name\":\"company.name\"}}"};
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autofree char *empty = sat_test_store_dump (t);
  g_autoptr (SatImportReport) report = import (t, &options, names);
  g_autoptr (SatImportReport) again = NULL;

  if (report == NULL)
    return;
  assert_int (t, "SELECT count(*) FROM contact", 753);
  assert_int (t, "SELECT count(*) FROM company", 701);
  assert_int (t, "SELECT count(DISTINCT company) FROM contact", 701);
  again = import (t, &options, names);
  assert_nothing_written (again);
  undo_all (t, report->change, empty);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/import-real/maven", test_maven);
  g_test_add_func ("/import-real/salesforce", test_salesforce);
  g_test_add_func ("/import-real/refused-encoding", test_refused_encoding);
  g_test_add_func ("/import-real/atomic", test_atomic);
  g_test_add_func ("/import-real/adventureworks", test_adventureworks);
  return g_test_run ();
}
