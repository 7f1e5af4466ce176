/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-pipeline-figures.h"
#include "sat-test-store.h"

/* The rows as lines "key|count|amount|weighted|currency". */
static char *
figures_filtered (SatTestStore *test, SatPipelineBy by, SatPipelineKind kind, SatFilter *filter)
{
  GString *out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows =
      sat_pipeline_figures (sat_test_store_reader (test), by, kind, filter, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++) {
    const SatPipelineFigure *row = rows->pdata[i];

    g_string_append_printf (
        out, "%s|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT "|%s\n", row->key,
        row->count, row->amount, row->weighted, row->currency);
  }
  return g_string_free (out, FALSE);
}

static void
assert_figures (SatTestStore *test, SatPipelineBy by, SatPipelineKind kind, const char *expected)
{
  g_autofree char *found = figures_filtered (test, by, kind, NULL);

  g_assert_cmpstr (found, ==, expected);
}

/* The given deals, in one company with two teams; amounts in dollars. */
static SatTestStore *
new_store (const char *fiscal_start)
{
  SatTestStore *test = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 stages[4];

  sat_test_store_add (test, "workspace", "name", "W", "currency", "USD", "fiscal_year_start",
                      fiscal_start, NULL);
  sat_test_store_reopen (test);
  sat_test_store_add_stages (test, stages);
  sat_test_store_add (test, "team", "name", "North", NULL);
  sat_test_store_add (test, "user", "name", "Mona", "team", "North", NULL);
  sat_test_store_add (test, "user", "name", "Rita", "manager", "Mona", "team", "North", NULL);
  sat_test_store_add (test, "user", "name", "Ralf", "manager", "Mona", NULL);
  sat_test_store_add (test, "company", "name", "Acme", NULL);
  return test;
}

typedef struct {
  const char *type;
  const char *const *fields; /* name, text, name, text ... a text "?x" is an unresolved name */
  gint64 id;
} Raw;

static gboolean
write_raw_cb (SatWriter *writer, gpointer data, GError **error)
{
  Raw *raw = data;
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), raw->type);
  SatWriteField fields[12];
  gsize n = 0;
  gboolean ok;

  for (const char *const *at = raw->fields; at[0] != NULL; at += 2) {
    const SatField *field = sat_type_field (type, at[0]);
    SatValue value = SAT_VALUE_INIT;
    gint64 id = 0;

    if (field->kind != SAT_KIND_REFERENCE) {
      sat_field_parse (field, at[1], "USD", &value, error);
    } else if (at[1][0] == '?') {
      value = sat_value_text (at[1] + 1);
    } else {
      sat_reader_resolve (sat_writer_get_reader (writer), field, at[1], &id, error);
      g_assert_cmpint (id, !=, 0);
      value = sat_value_int (id);
    }
    g_assert_no_error (*error);
    fields[n++] = (SatWriteField){field, value, SAT_VERSION_NONE};
  }
  ok = sat_writer_create (writer, type, fields, n, SAT_ORIGIN_RESTORE, &raw->id, error);
  for (gsize i = 0; i < n; i++)
    sat_value_clear (&fields[i].value);
  return ok;
}

/* As a file that says everything would bring it: no rule fills in what is not given. */
static gint64
add_raw (SatTestStore *test, const char *type, const char *const *fields)
{
  Raw raw = {type, fields, 0};
  g_autoptr (GError) error = NULL;

  sat_clock_fake_advance (test->clock, G_USEC_PER_SEC);
  sat_store_write (test->store, SAT_CHANGE_IMPORT, "raw", write_raw_cb, &raw, NULL, &error);
  g_assert_no_error (error);
  return raw.id;
}

#define ADD(test, type, ...) add_raw (test, type, (const char *const[]){__VA_ARGS__, NULL})

static void
test_weigh (void)
{
  /* Odoo's documented example. */
  g_assert_cmpint (sat_pipeline_weigh (380000, 90, "open") +
                       sat_pipeline_weigh (2250000, 20, "open"),
                   ==, 792000);
  g_assert_cmpint (sat_pipeline_weigh (380000, 90, "open"), ==, 342000);
  /* Half away from zero. */
  g_assert_cmpint (sat_pipeline_weigh (50, 1, NULL), ==, 1);
  g_assert_cmpint (sat_pipeline_weigh (49, 1, "open"), ==, 0);
  g_assert_cmpint (sat_pipeline_weigh (-50, 1, "open"), ==, -1);
  g_assert_cmpint (sat_pipeline_weigh (150, 1, "open"), ==, 2);
  /* Won counts in full and lost not at all, whatever was set. */
  g_assert_cmpint (sat_pipeline_weigh (1234, 10, "won"), ==, 1234);
  g_assert_cmpint (sat_pipeline_weigh (1234, 90, "lost"), ==, 0);
  g_assert_cmpint (sat_pipeline_weigh (1234, -1, "open"), ==, 0);
  g_assert_cmpint (sat_pipeline_weigh (G_MAXINT64, 100, "open"), ==, G_MAXINT64);
}

static void
test_words (void)
{
  static const char *const by_words[] = {"stage",   "owner",   "manager", "team",
                                         "product", "company", "month",   "quarter"};
  static const char *const kind_words[] = {"all", "open", "won", "lost"};
  SatPipelineBy by = SAT_PIPELINE_BY_TEAM;
  SatPipelineKind kind = SAT_PIPELINE_WON;

  for (guint i = 0; i < G_N_ELEMENTS (by_words); i++) {
    g_assert_true (sat_pipeline_by_parse (by_words[i], &by));
    g_assert_cmpint (by, ==, i);
  }
  for (guint i = 0; i < G_N_ELEMENTS (kind_words); i++) {
    g_assert_true (sat_pipeline_kind_parse (kind_words[i], &kind));
    g_assert_cmpint (kind, ==, i);
  }
  g_assert_false (sat_pipeline_by_parse ("Stage", &by));
  g_assert_false (sat_pipeline_by_parse ("", &by));
  g_assert_false (sat_pipeline_kind_parse ("closed", &kind));
}

static void
test_empty (void)
{
  g_autoptr (SatTestStore) test = new_store ("1");

  for (int by = SAT_PIPELINE_BY_STAGE; by <= SAT_PIPELINE_BY_QUARTER; by++)
    assert_figures (test, (SatPipelineBy)by, SAT_PIPELINE_ALL, "");
}

static void
test_stages (void)
{
  g_autoptr (SatTestStore) test = new_store ("1");

  /* Rows come in the order of the stages, whatever the amounts. */
  ADD (test, "opportunity", "name", "a", "stage", "Lost", "amount", "900", "currency", "USD");
  ADD (test, "opportunity", "name", "b", "stage", "Won", "amount", "500", "currency", "USD",
       "probability", "10");
  ADD (test, "opportunity", "name", "c", "stage", "Engaging", "amount", "22500", "currency", "USD",
       "probability", "20");
  ADD (test, "opportunity", "name", "d", "stage", "Engaging", "amount", "3800", "currency", "USD",
       "probability", "90");
  /* The stage's own 20 per cent. */
  ADD (test, "opportunity", "name", "e", "stage", "Prospecting", "amount", "100.01", "currency",
       "USD");
  /* A probability of zero is one. */
  ADD (test, "opportunity", "name", "f", "stage", "Prospecting", "amount", "40", "currency", "USD",
       "probability", "0");
  /* No amount counts as 0, no currency as the workspace's. */
  ADD (test, "opportunity", "name", "g", "stage", "Prospecting");
  ADD (test, "opportunity", "name", "h", "stage", "?Verbal", "amount", "7", "currency", "USD",
       "probability", "50");
  ADD (test, "opportunity", "name", "i", "amount", "3", "currency", "USD");
  assert_figures (test, SAT_PIPELINE_BY_STAGE, SAT_PIPELINE_ALL,
                  "Prospecting|3|14001|2000|USD\n"
                  "Engaging|2|2630000|792000|USD\n"
                  "Won|1|50000|50000|USD\n"
                  "Lost|1|90000|0|USD\n"
                  "Verbal|1|700|350|USD\n"
                  "|1|300|0|USD\n");
  assert_figures (test, SAT_PIPELINE_BY_STAGE, SAT_PIPELINE_WON, "Won|1|50000|50000|USD\n");
  assert_figures (test, SAT_PIPELINE_BY_STAGE, SAT_PIPELINE_LOST, "Lost|1|90000|0|USD\n");
  assert_figures (test, SAT_PIPELINE_BY_STAGE, SAT_PIPELINE_OPEN,
                  "Prospecting|3|14001|2000|USD\n"
                  "Engaging|2|2630000|792000|USD\n"
                  "Verbal|1|700|350|USD\n"
                  "|1|300|0|USD\n");
}

/* Stages of the same name in two pipelines are one row, at the first one's place. */
static void
test_same_title (void)
{
  g_autoptr (SatTestStore) test = new_store ("1");
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  const SatPipelineFigure *won, *due;
  gint64 other, due_id;
  SatUuid uuid;
  char id[SAT_UUID_STRING_LENGTH + 1];

  sat_test_store_add (test, "pipeline", "name", "Renewals", NULL);
  due_id = sat_test_store_add (test, "stage", "pipeline", "Renewals", "name", "Due", NULL);
  ADD (test, "opportunity", "name", "a", "stage", "Due", "amount", "1", "currency", "USD");
  ADD (test, "opportunity", "name", "b", "stage", "Won", "amount", "2", "currency", "USD");
  other = sat_test_store_add (test, "stage", "pipeline", "Renewals", "name", "Won", "kind", "won",
                              NULL);
  g_assert_true (
      sat_reader_identify (sat_test_store_reader (test), other, &uuid, NULL, NULL, &error));
  sat_uuid_write (&uuid, id);
  ADD (test, "opportunity", "name", "c", "stage", id, "amount", "4", "currency", "USD");
  rows = sat_pipeline_figures (sat_test_store_reader (test), SAT_PIPELINE_BY_STAGE,
                               SAT_PIPELINE_ALL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 2);
  won = rows->pdata[0];
  due = rows->pdata[1];
  g_assert_cmpstr (won->key, ==, "Won");
  g_assert_cmpint (won->count, ==, 2);
  g_assert_cmpint (won->amount, ==, 600);
  g_assert_cmpint (won->weighted, ==, 600);
  g_assert_cmpint (won->id, ==, 0);
  g_assert_cmpint (due->id, ==, due_id);
}

static void
test_owners (void)
{
  g_autoptr (SatTestStore) test = new_store ("1");

  ADD (test, "opportunity", "name", "a", "owner", "Rita", "amount", "10", "currency", "USD");
  ADD (test, "opportunity", "name", "b", "owner", "Ralf", "amount", "30", "currency", "USD");
  ADD (test, "opportunity", "name", "c", "owner", "Mona", "amount", "5", "currency", "USD");
  ADD (test, "opportunity", "name", "d", "owner", "?Zoe", "amount", "20", "currency", "USD");
  ADD (test, "opportunity", "name", "e", "amount", "1", "currency", "USD", "company", "Acme");
  ADD (test, "opportunity", "name", "f", "owner", "Rita", "amount", "2", "currency", "USD",
       "company", "?Bolt");
  assert_figures (test, SAT_PIPELINE_BY_OWNER, SAT_PIPELINE_ALL,
                  "Ralf|1|3000|0|USD\nZoe|1|2000|0|USD\nRita|2|1200|0|USD\nMona|1|500|0|USD\n"
                  "|1|100|0|USD\n");
  assert_figures (test, SAT_PIPELINE_BY_MANAGER, SAT_PIPELINE_ALL,
                  "Mona|3|4200|0|USD\n|3|2600|0|USD\n");
  assert_figures (test, SAT_PIPELINE_BY_TEAM, SAT_PIPELINE_ALL,
                  "|3|5100|0|USD\nNorth|3|1700|0|USD\n");
  assert_figures (test, SAT_PIPELINE_BY_COMPANY, SAT_PIPELINE_ALL,
                  "|4|6500|0|USD\nBolt|1|200|0|USD\nAcme|1|100|0|USD\n");
}

/* A manager or team that is only a name so far; equal amounts go by name. */
static void
test_unresolved_manager (void)
{
  g_autoptr (SatTestStore) test = new_store ("1");

  ADD (test, "user", "name", "Uwe", "manager", "?Boss", "team", "?South");
  ADD (test, "opportunity", "name", "a", "owner", "Uwe", "amount", "10", "currency", "USD");
  ADD (test, "opportunity", "name", "b", "owner", "Rita", "amount", "10", "currency", "USD");
  assert_figures (test, SAT_PIPELINE_BY_MANAGER, SAT_PIPELINE_ALL,
                  "Boss|1|1000|0|USD\nMona|1|1000|0|USD\n");
  assert_figures (test, SAT_PIPELINE_BY_TEAM, SAT_PIPELINE_ALL,
                  "North|1|1000|0|USD\nSouth|1|1000|0|USD\n");
}

/* Deleted: the deal no longer has an owner that one could name. */
static void
test_deleted_owner (void)
{
  g_autoptr (SatTestStore) test = new_store ("1");

  ADD (test, "opportunity", "name", "a", "owner", "Ralf", "amount", "10", "currency", "USD");
  ADD (test, "opportunity", "name", "b", "amount", "1", "currency", "USD");
  sat_test_store_delete (test,
                         sat_test_store_sql_int (test, "SELECT id FROM user WHERE name = 'Ralf'"));
  assert_figures (test, SAT_PIPELINE_BY_OWNER, SAT_PIPELINE_ALL, "|2|1100|0|USD\n");
  assert_figures (test, SAT_PIPELINE_BY_MANAGER, SAT_PIPELINE_ALL, "|2|1100|0|USD\n");
}

static void
test_currencies (void)
{
  g_autoptr (SatTestStore) test = new_store ("1");

  ADD (test, "opportunity", "name", "a", "stage", "Engaging", "amount", "10", "currency", "USD",
       "owner", "Rita");
  /* 2,000 yen without decimals are more than 10.00 dollars as a number. */
  ADD (test, "opportunity", "name", "b", "stage", "Engaging", "amount", "20", "currency", "JPY",
       "owner", "Ralf");
  ADD (test, "opportunity", "name", "c", "stage", "Prospecting", "amount", "15", "currency", "EUR",
       "owner", "Rita");
  ADD (test, "opportunity", "name", "d", "stage", "Engaging", "amount", "10", "currency", "EUR",
       "owner", "Rita");
  assert_figures (test, SAT_PIPELINE_BY_STAGE, SAT_PIPELINE_ALL,
                  "Prospecting|1|1500|300|EUR\n"
                  "Engaging|1|2000|1200|JPY\n"
                  "Engaging|1|1000|600|EUR\n"
                  "Engaging|1|1000|600|USD\n");
  assert_figures (test, SAT_PIPELINE_BY_OWNER, SAT_PIPELINE_ALL,
                  "Ralf|1|2000|1200|JPY\n"
                  "Rita|2|2500|900|EUR\n"
                  "Rita|1|1000|600|USD\n");
}

static void
test_periods (void)
{
  g_autoptr (SatTestStore) test = new_store ("4");

  ADD (test, "opportunity", "name", "a", "close_date", "2017-03-31", "amount", "1", "currency",
       "USD");
  ADD (test, "opportunity", "name", "b", "close_date", "2017-04-01", "amount", "2", "currency",
       "USD");
  ADD (test, "opportunity", "name", "c", "close_date", "2017-12-31", "amount", "4", "currency",
       "USD");
  ADD (test, "opportunity", "name", "d", "close_date", "2018-01-01", "amount", "8", "currency",
       "USD");
  ADD (test, "opportunity", "name", "e", "close_date", "1970-01-01", "amount", "16", "currency",
       "USD");
  ADD (test, "opportunity", "name", "f", "amount", "32", "currency", "USD");
  assert_figures (test, SAT_PIPELINE_BY_MONTH, SAT_PIPELINE_ALL,
                  "|1|3200|0|USD\n1970-01|1|1600|0|USD\n2018-01|1|800|0|USD\n"
                  "2017-12|1|400|0|USD\n2017-04|1|200|0|USD\n2017-03|1|100|0|USD\n");
  /* The year that ends in March 2018 is 2018. */
  assert_figures (test, SAT_PIPELINE_BY_QUARTER, SAT_PIPELINE_ALL,
                  "|1|3200|0|USD\n1970-Q4|1|1600|0|USD\n2018-Q4|1|800|0|USD\n"
                  "2018-Q3|1|400|0|USD\n2018-Q1|1|200|0|USD\n2017-Q4|1|100|0|USD\n");
}

static void
test_products (void)
{
  g_autoptr (SatTestStore) test = new_store ("1");

  sat_test_store_add (test, "product", "name", "Anvil", "unit_price", "10", NULL);
  sat_test_store_add (test, "product", "name", "Bell", "unit_price", "20", NULL);
  /* 100.00 over 3 equal lines: 33.34, 33.33, 33.33; Anvil has two of them and counts once. */
  ADD (test, "opportunity", "name", "even", "stage", "Engaging", "amount", "100", "currency",
       "USD");
  ADD (test, "line_item", "opportunity", "even", "product", "Anvil", "quantity", "1");
  ADD (test, "line_item", "opportunity", "even", "product", "Bell", "quantity", "7");
  ADD (test, "line_item", "opportunity", "even", "product", "Anvil", "quantity", "1");
  assert_figures (test, SAT_PIPELINE_BY_PRODUCT, SAT_PIPELINE_ALL,
                  "Anvil|1|6667|4000|USD\nBell|1|3333|2000|USD\n");
  /* By totals: 2 x 10 less half of it, and 1.5 x 20: a quarter and three. */
  ADD (test, "opportunity", "name", "parts", "stage", "Won", "amount", "40.01", "currency", "USD");
  ADD (test, "line_item", "opportunity", "parts", "product", "Anvil", "quantity", "2", "unit_price",
       "10", "discount", "50");
  ADD (test, "line_item", "opportunity", "parts", "product", "?GTXPro", "quantity", "1.5",
       "unit_price", "20");
  assert_figures (test, SAT_PIPELINE_BY_PRODUCT, SAT_PIPELINE_WON,
                  "GTXPro|1|3001|3001|USD\nAnvil|1|1000|1000|USD\n");
  /* Neither lines nor a product. */
  ADD (test, "opportunity", "name", "bare", "amount", "5", "currency", "USD");
  ADD (test, "opportunity", "name", "loose", "amount", "6", "currency", "EUR");
  ADD (test, "line_item", "opportunity", "loose", "description", "Travel", "quantity", "1",
       "unit_price", "6");
  assert_figures (test, SAT_PIPELINE_BY_PRODUCT, SAT_PIPELINE_ALL,
                  "Anvil|2|7667|5000|USD\nBell|1|3333|2000|USD\nGTXPro|1|3001|3001|USD\n"
                  "|1|600|0|EUR\n|1|500|0|USD\n");
}

static void
test_filter (void)
{
  g_autoptr (SatTestStore) test = new_store ("1");
  g_autoptr (SatFilter) filter = NULL, wrong = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;

  ADD (test, "opportunity", "name", "a", "owner", "Rita", "amount", "10", "currency", "USD");
  ADD (test, "opportunity", "name", "b", "owner", "Ralf", "amount", "20", "currency", "USD");
  ADD (test, "opportunity", "name", "c", "owner", "Mona", "amount", "40", "currency", "USD");
  filter = sat_filter_parse_short ("owner.manager.name = Mona and amount > 10", &error);
  g_assert_no_error (error);
  found = figures_filtered (test, SAT_PIPELINE_BY_OWNER, SAT_PIPELINE_OPEN, filter);
  g_assert_cmpstr (found, ==, "Ralf|1|2000|0|USD\n");
  wrong = sat_filter_parse_short ("colour = red", &error);
  g_assert_no_error (error);
  g_assert_null (sat_pipeline_figures (sat_test_store_reader (test), SAT_PIPELINE_BY_OWNER,
                                       SAT_PIPELINE_ALL, wrong, NULL, &error));
  g_assert_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_UNKNOWN);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pipeline-figures/weigh", test_weigh);
  g_test_add_func ("/pipeline-figures/words", test_words);
  g_test_add_func ("/pipeline-figures/empty", test_empty);
  g_test_add_func ("/pipeline-figures/stages", test_stages);
  g_test_add_func ("/pipeline-figures/same-title", test_same_title);
  g_test_add_func ("/pipeline-figures/owners", test_owners);
  g_test_add_func ("/pipeline-figures/unresolved-manager", test_unresolved_manager);
  g_test_add_func ("/pipeline-figures/deleted-owner", test_deleted_owner);
  g_test_add_func ("/pipeline-figures/currencies", test_currencies);
  g_test_add_func ("/pipeline-figures/periods", test_periods);
  g_test_add_func ("/pipeline-figures/products", test_products);
  g_test_add_func ("/pipeline-figures/filter", test_filter);
  return g_test_run ();
}
