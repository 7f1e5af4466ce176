/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "import-support.h"
#include "sat-test-check.h"

static SatImportReport *
import (ImportCase *self, const char *name, const char *text)
{
  return import_bytes (self, name, text, -1);
}

static const char companies[] = "id,name,industry,employees,annual revenue,parent,phone,city\n"
                                "1,Acme,tools,120,\"$1,100.04\",Mother,+1 555 0100,Boston\n"
                                "2,Mother,holding,9,500.0,,,\n"
                                "3,\"Ünïcode, Ltd\",tools,,,,,Zürich\n";

static void
test_again_and_delta (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {t};
  g_autoptr (SatImportReport) first = import (&c, "companies.csv", companies);
  g_autofree char *state = sat_test_store_dump (t);
  g_autofree char *again_state = NULL;
  g_autoptr (SatImportReport) again = NULL;
  g_autoptr (SatImportReport) delta = NULL;
  gint64 acme = sat_test_store_sql_int (t, "SELECT id FROM company WHERE name = 'Acme'");

  import_assert_counts (first, 3, 0, 0, 0);
  sat_test_store_assert_text (t, acme, "annual_revenue", "1100.04");
  /* The parent comes after its child in the file. */
  sat_test_store_assert_text (t, acme, "parent", "Mother");
  sat_test_store_assert_text (t, acme, "phone", "+1 555 0100");
  again = import (&c, "companies.csv", companies);
  import_assert_counts (again, 0, 0, 3, 0);
  g_assert_cmpint (again->change, ==, 0);
  again_state = sat_test_store_dump (t);
  g_assert_cmpstr (state, ==, again_state);
  delta = import (&c, "edited.csv",
                  "id,name,industry,employees,annual revenue,parent,phone,city\n"
                  "1,Acme,tools,121,1100.04,Mother,+1 555 0100,Boston\n"
                  "2,Mother,holding,9,500.0,,,\n"
                  "4,New,tools,,,,,\n");
  import_assert_counts (delta, 1, 1, 1, 0);
  sat_test_store_assert_text (t, acme, "employees", "121");
}

static void
test_undo (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {t};
  g_autofree char *empty = sat_test_store_dump (t);
  g_autoptr (SatImportReport) first = import (&c, "a.csv", companies);
  g_autofree char *full = sat_test_store_dump (t);
  g_autoptr (SatImportReport) second =
      import (&c, "b.csv", "id,name,industry,employees,phone\n1,Acme 2,glass,7,+1 555 0199\n");
  g_autoptr (SatUndoReport) undo = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *state = NULL;

  import_assert_counts (second, 0, 1, 0, 0);
  undo = sat_undo_change (t->store, second->change, &error);
  g_assert_no_error (error);
  state = sat_test_store_dump (t);
  g_assert_cmpstr (state, ==, full);
  g_clear_pointer (&undo, sat_undo_report_free);
  g_free (state);
  undo = sat_undo_change (t->store, first->change, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (undo->kept->len, ==, 0);
  state = sat_test_store_dump (t);
  g_assert_cmpstr (state, ==, empty);
}

static void
test_plan (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {t, .plan = TRUE};
  g_autofree char *before = sat_test_store_dump (t);
  g_autoptr (SatImportReport) plan = import (&c, "companies.csv", companies);
  g_autofree char *after = sat_test_store_dump (t);

  import_assert_counts (plan, 3, 0, 0, 0);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM change"), ==, 0);
}

static const char deals[] =
    "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
    "A1,Ana,Pump,Acme,Won,2016-10-20,2017-03-01,1054\n"
    "A2,Bo,Pmup,Acme,Engaging,2016-10-25,,\n"
    "A3,Ana,Pmup,,Prospecting,,,\n"
    "A4,Nobody,Pump,Acme,Lost,2016-10-25,2017-03-11,0\n";

static void
test_deals (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {t};
  g_autoptr (SatImportReport) report = NULL;
  g_autoptr (SatImportReport) mapped = NULL;
  const SatImportFileReport *file;

  sat_test_store_add (t, "user", "name", "Ana", NULL);
  sat_test_store_add (t, "user", "name", "Bo", NULL);
  sat_test_store_add (t, "company", "name", "Acme", NULL);
  sat_test_store_add (t, "product", "name", "Pump", "unit_price", "550", NULL);
  report = import (&c, "deals.csv", deals);
  import_assert_counts (report, 4, 0, 0, 0);
  file = report->files->pdata[0];
  g_assert_cmpuint (file->stages->len, ==, 4);
  g_assert_cmpstr (((SatImportStage *)file->stages->pdata[0])->kind, ==, "won");
  g_assert_cmpint (((SatImportStage *)file->stages->pdata[1])->probability, ==, 33);
  g_assert_cmpint (((SatImportStage *)file->stages->pdata[2])->probability, ==, 66);
  g_assert_cmpuint (file->unresolved->len, ==, 2);
  g_assert_cmpstr (((SatImportUnresolved *)file->unresolved->pdata[0])->value, ==, "Pmup");
  g_assert_cmpuint (((SatImportUnresolved *)file->unresolved->pdata[0])->rows, ==, 2);
  g_assert_cmpint (
      sat_test_store_sql_int (t, "SELECT count(*) FROM line_item WHERE product_text = 'Pmup'"), ==,
      2);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT sum(unit_price) FROM line_item"), ==, 110000);
  g_assert_cmpint (
      sat_test_store_sql_int (t, "SELECT count(*) FROM opportunity WHERE amount IS NULL"), ==, 2);
  g_assert_cmpint (
      sat_test_store_sql_int (t, "SELECT count(*) FROM opportunity WHERE owner_text = 'Nobody'"),
      ==, 1);

  c.options.map = "{\"aliases\":{\"product\":{\"Pmup\":\"Pump\"}}}";
  mapped = import (&c, "deals.csv", deals);
  import_assert_counts (mapped, 0, 2, 2, 0);
  g_assert_cmpint (
      sat_test_store_sql_int (t, "SELECT count(*) FROM line_item WHERE product_text IS NOT NULL"),
      ==, 0);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM stage"), ==, 4);
}

static void
test_people (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {t};
  const char *text = "first_name,last_name,company,email_work,email_home,phone_work\n"
                     "Ana,Pérez,Acme,ana@acme.example,ana@home.example,1\n"
                     "Ana,Pérez,Betas,ana@beta.example,,2\n"
                     "Bo,Berg,Acme,,,\n";
  g_autoptr (SatImportReport) first = import (&c, "people.csv", text);
  g_autoptr (SatImportReport) again = import (&c, "people.csv", text);

  import_assert_counts (first, 3, 0, 0, 0);
  import_assert_counts (again, 0, 0, 3, 0);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM company"), ==, 2);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM employment"), ==, 3);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM contact_point"), ==, 5);
  g_assert_cmpint (
      sat_test_store_sql_int (t, "SELECT count(*) FROM contact_point WHERE label = 'home'"), ==, 1);
}

/* The id is the company's: taking it for the person's would lose one of the two. */
static void
test_id_of_another (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {
      t, {.map = "{\"columns\":{\"EntityID\":\"company.external_id\",\"Name\":\"company.name\"}}"}};
  const char *text = "EntityID,Name,FirstName,LastName,EmailAddress\n"
                     "7,The Store,Ana,Pérez,ana@x.example\n"
                     "7,The Store,Bo,Berg,bo@x.example\n"
                     "8,The Store,Cy,Moss,cy@x.example\n";
  g_autoptr (SatImportReport) first = import (&c, "contacts.csv", text);
  g_autoptr (SatImportReport) again = import (&c, "contacts.csv", text);

  import_assert_counts (first, 3, 0, 0, 0);
  import_assert_counts (again, 0, 0, 3, 0);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM company"), ==, 2);
}

static void
test_bad_rows (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {t};
  g_autoptr (SatImportReport) report = import (&c, "companies.csv",
                                               "id,name,employees,annual revenue\n"
                                               "1,Good,12,5\n"
                                               "2,,12,5\n"
                                               ",,,\n"
                                               "3,Bad,many,5\n"
                                               "4,Also good,,\n");
  const SatImportFileReport *file = report->files->pdata[0];

  /* The blank row is none. */
  import_assert_counts (report, 2, 0, 0, 2);
  g_assert_true (sat_import_report_has_rejects (report));
  g_assert_cmpuint (file->n_problems, ==, 2);
  g_assert_cmpuint (((SatImportProblem *)file->problems->pdata[0])->line, ==, 3);
  g_assert_cmpstr (((SatImportProblem *)file->problems->pdata[1])->column, ==, "employees");
  g_assert_cmpstr (((SatImportProblem *)file->problems->pdata[1])->value, ==, "many");
}

/* What only a rule refuses costs its row, which leaves nothing behind, and not the import. */
static void
test_refused_rows (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {t};
  g_autoptr (SatImportReport) first =
      import (&c, "companies.csv", "id,name,parent,phone\n1,Acme,Mother,1\n2,Mother,,2\n");
  g_autoptr (SatImportReport) loop = NULL;
  g_autoptr (SatImportReport) backwards = NULL;
  g_autoptr (SatImportReport) demanding = NULL;
  const SatImportFileReport *file;
  gint64 mother = sat_test_store_sql_int (t, "SELECT id FROM company WHERE name = 'Mother'");

  import_assert_counts (first, 2, 0, 0, 0);
  loop = import (&c, "loop.csv", "id,name,parent,phone\n2,Mother,Acme,22\n1,Acme,Mother,11\n");
  import_assert_counts (loop, 0, 1, 0, 1);
  file = loop->files->pdata[0];
  g_assert_cmpuint (((SatImportProblem *)file->problems->pdata[0])->line, ==, 2);
  sat_test_store_assert_text (t, mother, "parent", NULL);
  sat_test_store_assert_text (t, mother, "phone", "2");
  backwards = import (&c, "activities.csv",
                      "subject,kind,start,end\n"
                      "Late,call,2026-03-01 10:00,2026-03-01 09:00\n"
                      "Right,call,2026-03-01 10:00,2026-03-01 11:00\n");
  import_assert_counts (backwards, 1, 0, 0, 1);
  sat_test_store_add (t, "custom_field", "record_type", "company", "name", "fleet", "label",
                      "Fleet", "kind", "text", "required", "1", NULL);
  c.options.type = "company";
  demanding = import (&c, "more.csv", "id,name,phone,Fleet\n3,Initech,3,\n4,Umbrella,4,trucks\n");
  import_assert_counts (demanding, 1, 0, 0, 1);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM company"), ==, 3);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM contact_point"), ==, 3);
  g_assert_cmpint (
      sat_test_store_sql_int (t, "SELECT count(*) FROM external_id WHERE key IN ('3', '4')"), ==,
      1);
  sat_test_check_store (sat_test_store_reader (t));
  sat_test_check_verify (sat_test_store_reader (t));
}

static void
test_unknown_file (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {t};
  g_autoptr (SatImportReport) report =
      import (&c, "things.csv", "Table,Column,Description\na,b,c\n");
  const SatImportFileReport *file = report->files->pdata[0];

  g_assert_null (file->type);
  g_assert_cmpuint (file->read, ==, 0);
  g_assert_cmpuint (file->problems->len, ==, 1);
  g_assert_cmpstr (((SatImportProblem *)file->problems->pdata[0])->reason, ==, "unknown_type");
}

static void
test_user_edits_stay (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {t};
  g_autoptr (SatImportReport) first =
      import (&c, "a.csv", "id,name,industry,tier\n1,Acme,tools,\n");
  g_autoptr (SatImportReport) second = NULL;
  gint64 acme = sat_test_store_sql_int (t, "SELECT id FROM company");

  import_assert_counts (first, 1, 0, 0, 0);
  sat_test_store_set (t, acme, "tier", "A", NULL);
  second = import (&c, "a.csv", "id,name,industry,tier\n1,Acme,,\n");
  import_assert_counts (second, 0, 1, 0, 0);
  sat_test_store_assert_text (t, acme, "industry", NULL);
  sat_test_store_assert_text (t, acme, "tier", "A");
}

static void
test_bad_map (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autofree char *path = sat_test_dir_write (t->dir, "a.csv", companies, -1);
  const char *const paths[] = {path, NULL};
  static const char *const maps[] = {"{", "[]", "{\"columns\":3}", "{\"stages\":{\"A\":\"maybe\"}}",
                                     "{\"aliases\":{\"x\":{\"a\":1}}}"};

  for (guint i = 0; i < G_N_ELEMENTS (maps); i++) {
    SatImportOptions options = {.map = maps[i]};
    g_autoptr (GError) error = NULL;

    g_assert_null (sat_import_run (t->store, paths, &options, NULL, NULL, NULL, &error));
    g_assert_nonnull (error);
  }
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM company"), ==, 0);
}

/* Nobody's phone is another's primary one, whatever a file says: refused at its line, the rest goes
 * on. */
static void
test_phone_of_another (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {t};
  g_autoptr (SatImportReport) first = import (
      &c, "all.json",
      "[{\"id\":\"01900000-0000-7000-8000-000000000001\",\"type\":\"contact\",\n"
      "  \"first_name\":\"Ana\",\"primary_phone\":\"01900000-0000-7000-8000-00000000000a\"},\n"
      " {\"id\":\"01900000-0000-7000-8000-000000000002\",\"type\":\"contact\",\n"
      "  \"first_name\":\"Bo\",\"primary_phone\":\"01900000-0000-7000-8000-00000000000a\"},\n"
      " {\"id\":\"01900000-0000-7000-8000-000000000003\",\"type\":\"contact\",\n"
      "  \"first_name\":\"Cy\",\"primary_phone\":\"01900000-0000-7000-8000-00000000000f\"},\n"
      " {\"id\":\"01900000-0000-7000-8000-00000000000a\",\"type\":\"contact_point\",\n"
      "  \"record\":\"01900000-0000-7000-8000-000000000001\",\"kind\":\"phone\",\"value\":\"1\"},\n"
      " {\"id\":\"01900000-0000-7000-8000-00000000000b\",\"type\":\"contact_point\",\n"
      "  \"record\":\"01900000-0000-7000-8000-000000000002\",\"kind\":\"phone\",\"value\":\"2\"}]");
  const SatImportFileReport *file = first->files->pdata[0];
  g_autoptr (SatImportReport) later = NULL;
  gint64 ana = sat_test_store_sql_int (t, "SELECT id FROM contact WHERE first_name = 'Ana'");
  gint64 bo = sat_test_store_sql_int (t, "SELECT id FROM contact WHERE first_name = 'Bo'");
  gint64 cy = sat_test_store_sql_int (t, "SELECT id FROM contact WHERE first_name = 'Cy'");

  import_assert_counts (first, 5, 0, 0, 0);
  g_assert_cmpuint (file->n_problems, ==, 2);
  g_assert_cmpuint (((SatImportProblem *)file->problems->pdata[0])->line, ==, 3);
  g_assert_cmpstr (((SatImportProblem *)file->problems->pdata[0])->column, ==, "primary_phone");
  g_assert_cmpuint (((SatImportProblem *)file->problems->pdata[1])->line, ==, 5);
  sat_test_store_assert_text (t, ana, "phone", "1");
  sat_test_store_assert_text (t, bo, "phone", "2");
  sat_test_store_assert_text (t, cy, "phone", NULL);
  sat_test_check_store (sat_test_store_reader (t));
  /* The phone is there already, and what is said of it is not written to it. */
  later = import (&c, "more.json",
                  "[{\"id\":\"01900000-0000-7000-8000-000000000003\",\"type\":\"contact\",\n"
                  "  \"first_name\":\"Cyd\",\"phone\":\"3\",\n"
                  "  \"primary_phone\":\"01900000-0000-7000-8000-00000000000a\"}]");
  import_assert_counts (later, 0, 0, 0, 1);
  file = later->files->pdata[0];
  g_assert_cmpstr (((SatImportProblem *)file->problems->pdata[0])->column, ==, "primary_phone");
  sat_test_store_assert_text (t, ana, "phone", "1");
  sat_test_store_assert_text (t, cy, "first_name", "Cy");
  sat_test_check_store (sat_test_store_reader (t));
}

/* A rate of nothing is no rate, in a table or in our own file. */
static void
test_rate_of_nothing (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {t};
  g_autoptr (SatImportReport) table = NULL;
  g_autoptr (SatImportReport) own = NULL;
  const SatImportFileReport *file;

  c.options.type = "exchange_rate";
  table =
      import (&c, "rates.csv",
              "currency,date,rate\nEUR,2026-01-01,0\nEUR,2026-01-02,-1.5\nEUR,2026-01-03,1.1\n");
  import_assert_counts (table, 1, 0, 0, 2);
  file = table->files->pdata[0];
  g_assert_cmpstr (((SatImportProblem *)file->problems->pdata[0])->reason, ==,
                   "“0” is too small: it must be more than 0");
  c.options.type = NULL;
  own = import (&c, "rates.json",
                "[{\"id\":\"01900000-0000-7000-8000-000000000001\",\"type\":\"exchange_rate\","
                "\"currency\":\"GBP\",\"date\":\"2026-01-01\",\"rate\":\"0\"}]");
  import_assert_counts (own, 0, 0, 0, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/import/again-and-delta", test_again_and_delta);
  g_test_add_func ("/import/undo", test_undo);
  g_test_add_func ("/import/plan", test_plan);
  g_test_add_func ("/import/deals", test_deals);
  g_test_add_func ("/import/people", test_people);
  g_test_add_func ("/import/id-of-another", test_id_of_another);
  g_test_add_func ("/import/bad-rows", test_bad_rows);
  g_test_add_func ("/import/refused-rows", test_refused_rows);
  g_test_add_func ("/import/unknown-file", test_unknown_file);
  g_test_add_func ("/import/user-edits-stay", test_user_edits_stay);
  g_test_add_func ("/import/bad-map", test_bad_map);
  g_test_add_func ("/import/phone-of-another", test_phone_of_another);
  g_test_add_func ("/import/rate-of-nothing", test_rate_of_nothing);
  return g_test_run ();
}
