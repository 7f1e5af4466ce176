/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An import step by step, without a window. */

#include "config.h"

#include "sat-import-model.h"
#include "sat-test-store.h"

#define PATIENCE_MS 300000
#define N_MANY 20000 /* of several chunks */

typedef struct {
  SatTestStore *t;
  SatImportModel *model;
} Fixture;

static void
fixture_set_up (Fixture *f, gconstpointer data)
{
  f->t = sat_test_store_new (SAT_STORE_DEFAULT);
  f->model = sat_import_model_new (f->t->store);
}

static void
fixture_tear_down (Fixture *f, gconstpointer data)
{
  sat_import_model_stop (f->model);
  g_clear_object (&f->model);
  sat_test_store_free (f->t);
}

/* Another import into the same workspace. */
static void
begin_again (Fixture *f)
{
  sat_import_model_stop (f->model);
  g_clear_object (&f->model);
  f->model = sat_import_model_new (f->t->store);
}

typedef struct {
  SatImportModel *model;
  SatImportStep step;
} Goal;

static gboolean
has_come (gpointer data)
{
  const Goal *goal = data;

  return sat_import_model_get_step (goal->model) == goal->step;
}

static void
wait_for (Fixture *f, SatImportStep step)
{
  Goal goal = {f->model, step};

  sat_test_wait_until (has_come, &goal, PATIENCE_MS);
  if (step < SAT_IMPORT_STEP_STOPPED)
    g_assert_no_error (sat_import_model_get_error (f->model));
  g_assert_cmpint (sat_import_model_get_step (f->model), ==, step);
}

static void
add (Fixture *f, const char *name, const char *text)
{
  g_autofree char *path = sat_test_dir_write (f->t->dir, name, text, -1);
  const char *const paths[] = {path, NULL};

  sat_clock_fake_advance (f->t->clock, G_USEC_PER_SEC);
  sat_import_model_add_files (f->model, paths);
}

static void
add_deals (Fixture *f)
{
  g_autofree char *deals =
      sat_test_dir_write (f->t->dir, "deals.csv",
                          "opportunity_id,product,account,deal_stage,close_value\n"
                          "A1,GTXPro,Acme,Won,1054\nA2,GTXPro,Acme,Engaging,\nA3,Odd,Acme,Lost,0\n",
                          -1);
  g_autofree char *products = sat_test_dir_write (
      f->t->dir, "products.csv", "product,series,sales_price\nGTX Pro,GTX,4821\n", -1);
  const char *const paths[] = {deals, products, NULL};

  sat_clock_fake_advance (f->t->clock, G_USEC_PER_SEC);
  sat_import_model_add_files (f->model, paths);
}

static gint64
count (Fixture *f, const char *sql)
{
  return sat_test_store_sql_int (f->t, sql);
}

static SatImportQuestion *
question (Fixture *f, const char *value)
{
  GPtrArray *questions = sat_import_model_get_questions (f->model);

  for (guint i = 0; i < questions->len; i++)
    if (g_strcmp0 (((SatImportQuestion *)questions->pdata[i])->value, value) == 0)
      return questions->pdata[i];
  return NULL;
}

static const char companies[] = "name,industry,city\nAcme,tools,Boston\nBolt,steel,\n";

/* Choose, preview, import, report: nothing else for files that are understood. */
static void
test_whole (Fixture *f, gconstpointer data)
{
  const SatImportFileReport *file;

  add (f, "companies.csv", companies);
  wait_for (f, SAT_IMPORT_STEP_PREVIEW);
  file = sat_import_model_get_report (f->model)->files->pdata[0];
  g_assert_cmpuint (file->created, ==, 2);
  g_assert_cmpint (count (f, "SELECT count(*) FROM company"), ==, 0);
  sat_import_model_next (f->model);
  wait_for (f, SAT_IMPORT_STEP_REPORT);
  g_assert_cmpint (count (f, "SELECT count(*) FROM company"), ==, 2);
  g_assert_true (sat_import_model_can_undo (f->model));
  sat_import_model_undo (f->model);
  wait_for (f, SAT_IMPORT_STEP_UNDONE);
  g_assert_no_error (sat_import_model_get_error (f->model));
  g_assert_cmpint (count (f, "SELECT count(*) FROM company"), ==, 0);
  g_assert_false (sat_import_model_can_undo (f->model));
}

static void
test_names (Fixture *f, gconstpointer data)
{
  static const char pro[] = "SELECT count(*) FROM line_item l JOIN product p ON p.id = l.product"
                            " WHERE p.name = 'GTX Pro'";
  SatImportQuestion *asked;

  sat_test_store_add (f->t, "company", "name", "Acme", NULL);
  add_deals (f);
  wait_for (f, SAT_IMPORT_STEP_NAMES);
  asked = question (f, "GTXPro");
  g_assert_nonnull (asked);
  g_assert_cmpuint (asked->rows, ==, 2);
  g_assert_cmpint (asked->answer, ==, SAT_IMPORT_ANSWER_NONE);
  g_assert_cmpstr (asked->alike[0], ==, "GTX Pro");
  sat_import_model_answer (f->model, asked, SAT_IMPORT_ANSWER_RECORD, "GTX Pro");
  sat_import_model_answer (f->model, question (f, "Odd"), SAT_IMPORT_ANSWER_CREATE, NULL);
  sat_import_model_answer (f->model, question (f, "Engaging"), SAT_IMPORT_ANSWER_WON, NULL);
  sat_import_model_next (f->model);
  wait_for (f, SAT_IMPORT_STEP_PREVIEW);
  /* What was answered can be seen and answered again. */
  g_assert_cmpint (question (f, "GTXPro")->answer, ==, SAT_IMPORT_ANSWER_RECORD);
  g_assert_cmpstr (question (f, "Engaging")->kind, ==, "won");
  sat_import_model_next (f->model);
  wait_for (f, SAT_IMPORT_STEP_REPORT);
  g_assert_cmpint (count (f, pro), ==, 2);
  g_assert_cmpint (count (f, "SELECT count(*) FROM product WHERE name = 'Odd'"), ==, 1);

  /* The next file of that kind is not asked about again. */
  begin_again (f);
  add (f, "more.csv",
       "opportunity_id,product,account,deal_stage,close_value\nB1,GTXPro,Acme,Won,5\n");
  wait_for (f, SAT_IMPORT_STEP_PREVIEW);
  g_assert_cmpstr (question (f, "GTXPro")->meant, ==, "GTX Pro");
  sat_import_model_next (f->model);
  wait_for (f, SAT_IMPORT_STEP_REPORT);
  g_assert_cmpint (count (f, pro), ==, 3);
}

/* A name that is passed by stays as it is, and is asked about again the next time. */
/* Of a file that names very many, the most frequent are asked about. */
static void
test_many_names (Fixture *f, gconstpointer data)
{
  g_autoptr (GString) text =
      g_string_new ("opportunity_id,product,account,deal_stage,close_value\n");

  for (guint i = 0; i < 1100; i++)
    g_string_append_printf (text, "A%u,Odd %u,,Won,1\n", i, i);
  g_string_append (text, "B1,Odd 7,,Won,1\n");
  add (f, "deals.csv", text->str);
  wait_for (f, SAT_IMPORT_STEP_NAMES);
  /* One is the stage. */
  g_assert_cmpuint (sat_import_model_get_questions (f->model)->len, ==, 1001);
  g_assert_cmpuint (question (f, "Odd 7")->rows, ==, 2);
}

static void
test_passed_by (Fixture *f, gconstpointer data)
{
  add_deals (f);
  wait_for (f, SAT_IMPORT_STEP_NAMES);
  sat_import_model_next (f->model);
  g_assert_cmpint (sat_import_model_get_step (f->model), ==, SAT_IMPORT_STEP_PREVIEW);
  sat_import_model_back (f->model);
  g_assert_cmpint (sat_import_model_get_step (f->model), ==, SAT_IMPORT_STEP_NAMES);
  sat_import_model_answer (f->model, question (f, "Odd"), SAT_IMPORT_ANSWER_TEXT, NULL);
  sat_import_model_next (f->model);
  sat_import_model_next (f->model);
  wait_for (f, SAT_IMPORT_STEP_REPORT);
  begin_again (f);
  add_deals (f);
  wait_for (f, SAT_IMPORT_STEP_NAMES);
  g_assert_cmpint (question (f, "GTXPro")->answer, ==, SAT_IMPORT_ANSWER_NONE);
  g_assert_cmpint (question (f, "Odd")->answer, ==, SAT_IMPORT_ANSWER_TEXT);
}

/* Stages beside those that there are already are asked about. */
static void
test_stages (Fixture *f, gconstpointer data)
{
  gint64 stages[4];

  sat_test_store_add_stages (f->t, stages);
  begin_again (f);
  add (f, "deals.csv", "name,stage,amount\nPumps,Bid,100\n");
  wait_for (f, SAT_IMPORT_STEP_NAMES);
  g_assert_true (question (f, "Bid")->made);
  sat_import_model_answer (f->model, question (f, "Bid"), SAT_IMPORT_ANSWER_RECORD, "Engaging");
  sat_import_model_next (f->model);
  wait_for (f, SAT_IMPORT_STEP_PREVIEW);
  g_assert_false (question (f, "Bid")->made);
  sat_import_model_next (f->model);
  wait_for (f, SAT_IMPORT_STEP_REPORT);
  g_assert_cmpint (count (f, "SELECT count(*) FROM stage"), ==, 4);
}

static void
test_columns (Fixture *f, gconstpointer data)
{
  g_autofree char *before = sat_test_store_dump (f->t);
  g_autofree char *after = NULL;
  const SatImportLook *look;
  gint64 acme;

  add (f, "customers.csv", "name,industry,Shade,Remark\nAcme,tools,blue,nice\n");
  wait_for (f, SAT_IMPORT_STEP_COLUMNS);
  look = sat_import_model_get_files (f->model)->pdata[0];
  g_assert_cmpstr (look->type->name, ==, "company");
  sat_import_model_make_field (f->model, 0, 2);
  g_assert_false (sat_import_model_set_column (f->model, 0, 3, "no_such"));
  g_assert_true (sat_import_model_set_column (f->model, 0, 3, "notes"));
  sat_import_model_next (f->model);
  wait_for (f, SAT_IMPORT_STEP_PREVIEW);
  sat_import_model_next (f->model);
  wait_for (f, SAT_IMPORT_STEP_REPORT);
  acme = count (f, "SELECT id FROM company");
  sat_test_store_assert_text (f->t, acme, "shade", "blue");
  sat_test_store_assert_text (f->t, acme, "notes", "nice");

  /* The same titles are understood the next time. */
  begin_again (f);
  add (f, "other.csv", "Remark,Shade,name,industry\nbad,red,Bolt,steel\n");
  wait_for (f, SAT_IMPORT_STEP_PREVIEW);
  sat_import_model_next (f->model);
  wait_for (f, SAT_IMPORT_STEP_REPORT);
  sat_test_store_assert_text (f->t, count (f, "SELECT id FROM company WHERE name = 'Bolt'"),
                              "shade", "red");
  sat_import_model_undo (f->model);
  wait_for (f, SAT_IMPORT_STEP_UNDONE);
  after = sat_test_store_dump (f->t);
  g_assert_cmpstr (before, !=, after);
  g_assert_cmpint (count (f, "SELECT count(*) FROM company"), ==, 1);
}

/* What a file leaves open is asked once for files of its kind. */
static void
test_open_values (Fixture *f, gconstpointer data)
{
  gint64 deal;

  add (f, "deals.csv",
       "Deal Name,Stage,Amount,Close Date\nPumps,Bid,\"1,234\",03/04/2017\nPipes,Bid,NULL,NULL\n");
  wait_for (f, SAT_IMPORT_STEP_COLUMNS);
  sat_import_model_say_dates (f->model, 0, SAT_IMPORT_DATES_DMY);
  sat_import_model_say_decimals (f->model, 0, ',');
  sat_import_model_say_null (f->model, 0, "NULL");
  sat_import_model_next (f->model);
  wait_for (f, SAT_IMPORT_STEP_PREVIEW);
  sat_import_model_next (f->model);
  wait_for (f, SAT_IMPORT_STEP_REPORT);
  deal = count (f, "SELECT id FROM opportunity WHERE name = 'Pumps'");
  sat_test_store_assert_text (f->t, deal, "close_date", "2017-04-03");
  sat_test_store_assert_text (f->t, deal, "amount", "1.23");
  deal = count (f, "SELECT id FROM opportunity WHERE name = 'Pipes'");
  sat_test_store_assert_text (f->t, deal, "close_date", NULL);

  begin_again (f);
  add (f, "more.csv",
       "Deal Name,Stage,Amount,Close Date\nTaps,Bid,\"5,678\",07/08/2017\nRods,Bid,NULL,NULL\n");
  wait_for (f, SAT_IMPORT_STEP_PREVIEW);
  sat_import_model_next (f->model);
  wait_for (f, SAT_IMPORT_STEP_REPORT);
  deal = count (f, "SELECT id FROM opportunity WHERE name = 'Taps'");
  sat_test_store_assert_text (f->t, deal, "close_date", "2017-08-07");
}

/* The field that an import made goes with it. */
static void
test_undo_field (Fixture *f, gconstpointer data)
{
  g_autofree char *before = sat_test_store_dump (f->t);
  g_autofree char *after = NULL;

  add (f, "customers.csv", "name,industry,Shade\nAcme,tools,blue\n");
  wait_for (f, SAT_IMPORT_STEP_COLUMNS);
  sat_import_model_make_field (f->model, 0, 2);
  sat_import_model_next (f->model);
  wait_for (f, SAT_IMPORT_STEP_PREVIEW);
  g_assert_cmpint (count (f, "SELECT count(*) FROM custom_field"), ==, 0);
  sat_import_model_next (f->model);
  wait_for (f, SAT_IMPORT_STEP_REPORT);
  g_assert_cmpint (count (f, "SELECT count(*) FROM custom_field"), ==, 1);
  sat_import_model_undo (f->model);
  wait_for (f, SAT_IMPORT_STEP_UNDONE);
  g_assert_no_error (sat_import_model_get_error (f->model));
  after = sat_test_store_dump (f->t);
  g_assert_cmpstr (before, ==, after);
}

static void
test_unreadable (Fixture *f, gconstpointer data)
{
  const SatImportFileReport *file;

  add (f, "empty.csv", "");
  wait_for (f, SAT_IMPORT_STEP_COLUMNS);
  g_assert_false (sat_import_model_can_go_on (f->model));
  sat_import_model_next (f->model);
  g_assert_cmpint (sat_import_model_get_step (f->model), ==, SAT_IMPORT_STEP_COLUMNS);
  add (f, "companies.csv", companies);
  g_assert_cmpint (sat_import_model_get_step (f->model), ==, SAT_IMPORT_STEP_LOOKING);
  wait_for (f, SAT_IMPORT_STEP_COLUMNS);
  g_assert_cmpuint (sat_import_model_get_files (f->model)->len, ==, 2);
  sat_import_model_remove_file (f->model, 0);
  sat_import_model_next (f->model);
  wait_for (f, SAT_IMPORT_STEP_PREVIEW);
  file = sat_import_model_get_report (f->model)->files->pdata[0];
  g_assert_cmpuint (file->created, ==, 2);
}

static void
test_unknown_type (Fixture *f, gconstpointer data)
{
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (f->t->store);

  add (f, "odd.csv", "zork,quux\nAcme,1\n");
  wait_for (f, SAT_IMPORT_STEP_COLUMNS);
  g_assert_false (sat_import_model_can_go_on (f->model));
  sat_import_model_set_type (f->model, 0, sat_registry_type (registry, "company"));
  g_assert_true (sat_import_model_set_column (f->model, 0, 0, "name"));
  sat_import_model_next (f->model);
  wait_for (f, SAT_IMPORT_STEP_PREVIEW);
  sat_import_model_next (f->model);
  wait_for (f, SAT_IMPORT_STEP_REPORT);
  g_assert_cmpint (count (f, "SELECT count(*) FROM company WHERE name = 'Acme'"), ==, 1);
  /* And is, the next time, what it was. */
  begin_again (f);
  add (f, "odd2.csv", "zork,quux\nBolt,1\n");
  wait_for (f, SAT_IMPORT_STEP_PREVIEW);
}

/* Once a part of it is written. */
static void
stop_cb (SatImportModel *model, guint64 done, guint64 total, gpointer data)
{
  if (sat_import_model_get_step (model) == SAT_IMPORT_STEP_RUNNING && done > 5000)
    sat_import_model_cancel (model);
}

static gboolean
run_sql_cb (SatWriter *writer, gpointer sql, GError **error)
{
  return sat_connection_exec (sat_writer_get_connection (writer), sql, error);
}

static void
run_sql (Fixture *f, const char *sql)
{
  g_autoptr (GError) error = NULL;

  sat_store_write (f->t->store, SAT_CHANGE_EDIT, "SQL", run_sql_cb, (gpointer)sql, NULL, &error);
  g_assert_no_error (error);
}

static void
test_stop_and_resume (Fixture *f, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("name,industry,employees\n");
  g_autofree char *before = sat_test_store_dump (f->t);
  g_autofree char *after = NULL;
  const SatImportKept *kept;
  gulong stop;

  for (guint i = 0; i < N_MANY; i++)
    g_string_append_printf (text, "Company %u,tools,%u\n", i, i);
  add (f, "many.csv", text->str);
  wait_for (f, SAT_IMPORT_STEP_PREVIEW);
  stop = g_signal_connect (f->model, "progress", G_CALLBACK (stop_cb), NULL);
  sat_import_model_next (f->model);
  wait_for (f, SAT_IMPORT_STEP_STOPPED);
  g_signal_handler_disconnect (f->model, stop);
  g_assert_error (sat_import_model_get_error (f->model), G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* What it says was kept is what is there. */
  kept = sat_import_model_get_kept (f->model);
  g_assert_cmpint (count (f, "SELECT count(*) FROM company"), ==, (gint64)kept->created);
  g_assert_cmpuint (kept->created, >, 0);
  g_assert_cmpuint (kept->created, <, N_MANY);
  sat_import_model_resume (f->model);
  wait_for (f, SAT_IMPORT_STEP_REPORT);
  g_assert_no_error (sat_import_model_get_error (f->model));
  g_assert_cmpint (count (f, "SELECT count(*) FROM company"), ==, N_MANY);
  /* Both parts are taken back as one, as far as it goes; the rest can be tried again. */
  run_sql (f, "UPDATE change SET undone_by = id WHERE id ="
              " (SELECT min(id) FROM change WHERE kind = 2)");
  sat_import_model_undo (f->model);
  wait_for (f, SAT_IMPORT_STEP_UNDONE);
  g_assert_error (sat_import_model_get_error (f->model), SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT);
  g_assert_true (sat_import_model_can_undo (f->model));
  run_sql (f, "UPDATE change SET undone_by = NULL WHERE undone_by = id");
  sat_import_model_undo (f->model);
  wait_for (f, SAT_IMPORT_STEP_UNDONE);
  g_assert_no_error (sat_import_model_get_error (f->model));
  after = sat_test_store_dump (f->t);
  g_assert_cmpstr (before, ==, after);
}

static void
test_cancel_check (Fixture *f, gconstpointer data)
{
  add (f, "companies.csv", companies);
  wait_for (f, SAT_IMPORT_STEP_CHECKING);
  sat_import_model_cancel (f->model);
  while (sat_import_model_get_step (f->model) == SAT_IMPORT_STEP_CHECKING)
    g_main_context_iteration (NULL, TRUE);
  if (sat_import_model_get_step (f->model) == SAT_IMPORT_STEP_COLUMNS) {
    g_assert_no_error (sat_import_model_get_error (f->model));
    sat_import_model_next (f->model);
  }
  wait_for (f, SAT_IMPORT_STEP_PREVIEW);
}

static void
test_broken_memory (void)
{
  static const char *const texts[] = {
      "",
      "[",
      "[]",
      "{\"names\":1}",
      "{\"names\":{\"product\":[]}}",
      "{\"names\":{\"product\":{\"a\":7}},\"sources\":{\"x\":[]}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (SatImportMemory) memory = sat_import_memory_new (texts[i]);
    g_autofree char *text = NULL;
    const char *meant = "";

    g_assert_cmpint (sat_import_memory_get_answer (memory, "product", "a", &meant), ==,
                     SAT_IMPORT_ANSWER_NONE);
    sat_import_memory_set_answer (memory, "product", "Ä", SAT_IMPORT_ANSWER_RECORD, "B");
    text = sat_import_memory_to_text (memory);
    sat_import_memory_free (g_steal_pointer (&memory));
    memory = sat_import_memory_new (text);
    g_assert_cmpint (sat_import_memory_get_answer (memory, "product", "ä", &meant), ==,
                     SAT_IMPORT_ANSWER_RECORD);
    g_assert_cmpstr (meant, ==, "B");
  }
}

#define ADD(name, func)                                                                            \
  g_test_add ("/import-model/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("whole", test_whole);
  ADD ("names", test_names);
  ADD ("many-names", test_many_names);
  ADD ("passed-by", test_passed_by);
  ADD ("stages", test_stages);
  ADD ("columns", test_columns);
  ADD ("open-values", test_open_values);
  ADD ("undo-field", test_undo_field);
  ADD ("unreadable", test_unreadable);
  ADD ("unknown-type", test_unknown_type);
  ADD ("stop-and-resume", test_stop_and_resume);
  ADD ("cancel-check", test_cancel_check);
  g_test_add_func ("/import-model/broken-memory", test_broken_memory);
  return g_test_run ();
}
