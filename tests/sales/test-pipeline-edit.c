/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-pipeline-edit.h"
#include "sat-test-store.h"

typedef struct {
  SatTestStore *t;
  gint64 stages[4]; /* Prospecting, Engaging, Won, Lost */
  gint64 pipeline;
} Fixture;

static void
fixture_set_up (Fixture *f, gconstpointer data)
{
  f->t = sat_test_store_new (SAT_STORE_JOINED);
  sat_test_store_add_stages (f->t, f->stages);
  f->pipeline = sat_test_store_sql_int (f->t, "SELECT id FROM pipeline");
}

static void
fixture_tear_down (Fixture *f, gconstpointer data)
{
  sat_test_store_free (f->t);
}

static gint64
add_deal (Fixture *f, const char *name, gint64 stage)
{
  gint64 id = sat_test_store_add (f->t, "opportunity", "name", name, NULL);
  SatUuid uuid;
  g_autofree char *text = NULL;

  sat_reader_identify (sat_test_store_reader (f->t), stage, &uuid, NULL, NULL, NULL);
  text = sat_uuid_to_string (&uuid);
  sat_test_store_set (f->t, id, "stage", text, NULL);
  return id;
}

typedef struct {
  const char *name;
  gint64 a, b; /* what the step takes */
  const gint64 *ids;
  gsize n;
} Step;

static gboolean
create_cb (SatWriter *writer, gpointer data, GError **error)
{
  Step *step = data;

  return sat_pipeline_create (writer, step->name, step->a, &step->b, error);
}

static gboolean
remove_stage_cb (SatWriter *writer, gpointer data, GError **error)
{
  Step *step = data;

  return sat_stage_remove (writer, step->a, step->b, error);
}

static gboolean
remove_pipeline_cb (SatWriter *writer, gpointer data, GError **error)
{
  Step *step = data;

  return sat_pipeline_remove (writer, step->a, step->b, error);
}

static gboolean
order_cb (SatWriter *writer, gpointer data, GError **error)
{
  Step *step = data;

  return sat_order_records (writer, step->ids, step->n, error);
}

static gint64
run (Fixture *f, SatWriteFunc func, Step *step)
{
  g_autoptr (GError) error = NULL;
  gint64 change = 0;

  sat_store_write (f->t->store, SAT_CHANGE_EDIT, "step", func, step, &change, &error);
  g_assert_no_error (error);
  return change;
}

static void
refused (Fixture *f, SatWriteFunc func, Step *step)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = sat_test_store_dump (f->t);
  g_autofree char *after = NULL;

  g_assert_false (sat_store_write (f->t->store, SAT_CHANGE_EDIT, "step", func, step, NULL, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT);
  after = sat_test_store_dump (f->t);
  g_assert_cmpstr (before, ==, after);
}

static gint64
new_pipeline (Fixture *f, const char *name, gint64 like)
{
  Step step = {.name = name, .a = like};

  run (f, create_cb, &step);
  return step.b;
}

static GPtrArray *
stages_of (Fixture *f, gint64 pipeline)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *stages = sat_pipeline_stages (sat_test_store_reader (f->t), pipeline, &error);

  g_assert_no_error (error);
  return stages;
}

static void
assert_names (Fixture *f, gint64 pipeline, const char *expected)
{
  g_autoptr (GPtrArray) stages = stages_of (f, pipeline);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < stages->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? " " : "",
                            sat_record_get_title (stages->pdata[i]));
  g_assert_cmpstr (names->str, ==, expected);
}

static void
test_create_usual (Fixture *f, gconstpointer data)
{
  gint64 id = new_pipeline (f, "Renewals", 0);
  g_autoptr (GPtrArray) stages = stages_of (f, id);

  sat_test_store_assert_text (f->t, id, "name", "Renewals");
  sat_test_store_assert_text (f->t, id, "order", "2");
  assert_names (f, id, "New Qualified Proposal Negotiation Won Lost");
  g_assert_cmpint (sat_record_get_int (stages->pdata[2], "probability", -1), ==, 50);
  g_assert_cmpstr (sat_record_get_text (stages->pdata[4], "kind"), ==, "won");
}

static void
test_create_like (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) stages = NULL;
  gint64 id;

  sat_test_store_set (f->t, f->stages[1], "idle_limit", "14", "qualified", "true", NULL);
  id = new_pipeline (f, "Renewals", f->pipeline);
  assert_names (f, id, "Prospecting Engaging Won Lost");
  stages = stages_of (f, id);
  g_assert_cmpint (sat_record_get_int (stages->pdata[1], "idle_limit", -1), ==, 14);
  g_assert_cmpint (sat_record_get_int (stages->pdata[1], "qualified", -1), ==, 1);
  g_assert_cmpint (sat_record_get_int (stages->pdata[1], "probability", -1), ==, 60);
  g_assert_cmpint (sat_record_get_id (stages->pdata[1]), !=, f->stages[1]);
  assert_names (f, f->pipeline, "Prospecting Engaging Won Lost");
}

static gboolean
adopt_cb (SatWriter *writer, gpointer data, GError **error)
{
  Step *step = data;

  return sat_pipeline_adopt (writer, step->name, &step->b, error);
}

/* Imported stages belong to no pipeline. */
static void
test_adopt (Fixture *f, gconstpointer data)
{
  Step step = {.name = "Imported"};
  gint64 loose = sat_test_store_add (f->t, "stage", "name", "Loose", "kind", "open", NULL);
  gint64 deal = add_deal (f, "One", loose);

  run (f, adopt_cb, &step);
  assert_names (f, step.b, "Loose");
  assert_names (f, f->pipeline, "Prospecting Engaging Won Lost");
  sat_test_store_assert_text (f->t, deal, "pipeline", "Imported");
}

static void
test_count (Fixture *f, gconstpointer data)
{
  SatReader *reader = sat_test_store_reader (f->t);

  add_deal (f, "One", f->stages[0]);
  add_deal (f, "Two", f->stages[0]);
  add_deal (f, "Three", f->stages[3]);
  g_assert_cmpint (sat_stage_count_deals (reader, f->stages[0], NULL), ==, 2);
  g_assert_cmpint (sat_stage_count_deals (reader, f->stages[1], NULL), ==, 0);
  g_assert_cmpint (sat_pipeline_count_deals (reader, f->pipeline, NULL), ==, 3);
}

static void
test_remove_stage (Fixture *f, gconstpointer data)
{
  gint64 deal = add_deal (f, "One", f->stages[0]);
  Step step = {.a = f->stages[0]};
  gint64 change;

  refused (f, remove_stage_cb, &step);
  step.b = f->stages[2];
  refused (f, remove_stage_cb, &step); /* it would be won */
  step.b = f->stages[1];
  change = run (f, remove_stage_cb, &step);
  assert_names (f, f->pipeline, "Engaging Won Lost");
  sat_test_store_assert_text (f->t, deal, "stage", "Engaging");
  sat_test_store_assert_text (f->t, deal, "probability", "60");
  sat_undo_report_free (sat_undo_change (f->t->store, change, NULL));
  assert_names (f, f->pipeline, "Prospecting Engaging Won Lost");
  sat_test_store_assert_text (f->t, deal, "stage", "Prospecting");
  sat_test_store_assert_text (f->t, deal, "probability", "20");
}

static void
test_remove_empty_stage (Fixture *f, gconstpointer data)
{
  Step step = {.a = f->stages[1]};

  run (f, remove_stage_cb, &step);
  assert_names (f, f->pipeline, "Prospecting Won Lost");
}

static void
test_remove_pipeline (Fixture *f, gconstpointer data)
{
  gint64 open = add_deal (f, "One", f->stages[0]), won = add_deal (f, "Two", f->stages[2]);
  gint64 stageless = sat_test_store_add (f->t, "opportunity", "name", "Three", NULL);
  gint64 other = new_pipeline (f, "Renewals", 0);
  Step step = {.a = f->pipeline};
  gint64 change;

  sat_test_store_set (f->t, won, "close_date", "2026-01-15", NULL);
  sat_test_store_set (f->t, stageless, "stage", "", "pipeline", "Sales", NULL);
  refused (f, remove_pipeline_cb, &step);
  step.b = other;
  change = run (f, remove_pipeline_cb, &step);
  g_assert_false (sat_test_store_exists (f->t, f->pipeline));
  sat_test_store_assert_text (f->t, open, "stage", "New"); /* the first open one */
  sat_test_store_assert_text (f->t, open, "pipeline", "Renewals");
  sat_test_store_assert_text (f->t, won, "stage", "Won"); /* the same name and kind */
  sat_test_store_assert_text (f->t, won, "close_date", "2026-01-15");
  sat_test_store_assert_text (f->t, stageless, "pipeline", "Renewals");
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM stage"), ==, 6);
  sat_undo_report_free (sat_undo_change (f->t->store, change, NULL));
  assert_names (f, f->pipeline, "Prospecting Engaging Won Lost");
  sat_test_store_assert_text (f->t, open, "stage", "Prospecting");
  sat_test_store_assert_text (f->t, open, "pipeline", "Sales");
}

static void
test_remove_without_place (Fixture *f, gconstpointer data)
{
  gint64 other = sat_test_store_add (f->t, "pipeline", "name", "Bare", NULL);
  Step step = {.a = f->pipeline, .b = other};

  add_deal (f, "One", f->stages[0]);
  refused (f, remove_pipeline_cb, &step);
}

static void
test_order (Fixture *f, gconstpointer data)
{
  const gint64 ids[] = {f->stages[1], f->stages[0], f->stages[3], f->stages[2]};
  Step step = {.ids = ids, .n = 4};

  run (f, order_cb, &step);
  sat_test_store_assert_text (f->t, f->stages[1], "order", "1");
  sat_test_store_assert_text (f->t, f->stages[2], "order", "4");
  /* Won before lost, whatever the numbers say. */
  assert_names (f, f->pipeline, "Engaging Prospecting Won Lost");
  g_assert_cmpint (run (f, order_cb, &step), ==, 0); /* nothing differs: no change */
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add ("/pipeline-edit/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("create/usual", test_create_usual);
  ADD ("create/like", test_create_like);
  ADD ("adopt", test_adopt);
  ADD ("count", test_count);
  ADD ("remove/stage", test_remove_stage);
  ADD ("remove/empty-stage", test_remove_empty_stage);
  ADD ("remove/pipeline", test_remove_pipeline);
  ADD ("remove/without-place", test_remove_without_place);
  ADD ("order", test_order);
  return g_test_run ();
}
