/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-test-store.h"

static void
test_create (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 acme =
      sat_test_store_add (t, "company", "name", "Acme", "annual_revenue", "1100.04", "phone",
                          "+1 555 0100", "city", "Boston", "tags", "vip; key account", NULL);
  gint64 ana =
      sat_test_store_add (t, "contact", "first_name", "Ana", "last_name", "Pérez", "company",
                          "Acme", "mail", "ana@acme.example", "job_title", "Buyer", NULL);

  sat_test_store_assert_text (t, acme, "annual_revenue", "1100.04");
  sat_test_store_assert_text (t, acme, "phone", "+1 555 0100");
  sat_test_store_assert_text (t, acme, "city", "Boston");
  sat_test_store_assert_text (t, ana, "company", "Acme");
  sat_test_store_assert_text (t, ana, "mail", "ana@acme.example");
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM tag"), ==, 2);
  g_assert_cmpint (
      sat_test_store_sql_int (t, "SELECT count(*) FROM employment WHERE role = 'Buyer'"), ==, 1);
  /* Children hang from the record that they belong to. */
  g_assert_cmpint (
      sat_test_store_sql_int (t, "SELECT count(*) FROM contact_point p JOIN record r ON r.id = p.id"
                                 " WHERE r.root <> p.record"),
      ==, 0);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM history"), ==, 0);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM outbox"), ==, 0);
}

static void
test_edit (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 acme = sat_test_store_add (t, "company", "name", "Acme", "industry", "tools", NULL);
  g_autoptr (GPtrArray) steps = NULL;
  g_autoptr (GError) error = NULL;

  sat_test_store_set (t, acme, "name", "Acme Corporation", "industry", "tools", NULL);
  sat_test_store_set (t, acme, "name", "Acme Corporation", NULL); /* nothing new */
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM change"), ==, 2);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM history"), ==, 1);
  steps = sat_history_of (sat_test_store_reader (t), acme, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (steps->len, ==, 2);
  g_assert_null (((SatHistoryEntry *)steps->pdata[0])->field);
  g_assert_cmpstr (((SatHistoryEntry *)steps->pdata[1])->old_value.text, ==, "Acme");
  g_assert_cmpstr (((SatHistoryEntry *)steps->pdata[1])->new_value.text, ==, "Acme Corporation");
}

static void
test_refusals (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 a = sat_test_store_add (t, "company", "name", "A", NULL);
  gint64 b = sat_test_store_add (t, "company", "name", "B", "parent", "A", NULL);
  g_autofree char *before = sat_test_store_dump (t);
  static const struct {
    const char *field, *text;
  } bad[] = {{"name", ""}, {"employees", "many"}, {"parent", "Nobody"}, {"no_such_field", "x"}};
  g_autofree char *after = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (sat_test_store_try_set (t, a, bad[i].field, bad[i].text, &error));
    g_assert_nonnull (error);
  }
  {
    g_autoptr (GError) error = NULL;

    g_assert_false (sat_test_store_try_set (t, a, "parent", "B", &error));
    g_assert_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID);
  }
  after = sat_test_store_dump (t);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (sat_test_store_exists (t, b));
}

static void
test_delete (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 acme =
      sat_test_store_add (t, "company", "name", "Acme", "phone", "1", "tags", "vip", NULL);
  gint64 note = sat_test_store_add (t, "note", "body", "About Acme", "company", "Acme", NULL);
  gint64 ana = sat_test_store_add (t, "contact", "first_name", "Ana", "company", "Acme", NULL);
  g_autofree char *before = sat_test_store_dump (t);
  g_autofree char *after = NULL;

  sat_test_store_delete (t, acme);
  g_assert_false (sat_test_store_exists (t, acme));
  g_assert_false (sat_test_store_exists (t, note));
  g_assert_true (sat_test_store_exists (t, ana));
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM contact_point"), ==, 0);
  sat_test_store_undelete (t, acme);
  after = sat_test_store_dump (t);
  g_assert_cmpstr (before, ==, after);
}

static void
test_primary_follows (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 ana = sat_test_store_add (t, "contact", "first_name", "Ana", "phone", "1", NULL);
  gint64 first = sat_test_store_sql_int (t, "SELECT primary_phone FROM contact");
  gint64 second =
      sat_test_store_add (t, "contact_point", "record", "Ana", "kind", "phone", "value", "2", NULL);

  sat_test_store_delete (t, first);
  sat_test_store_assert_text (t, ana, "phone", "2");
  sat_test_store_set (t, ana, "phone", "3", NULL);
  sat_test_store_assert_text (t, second, "value", "3");
  sat_test_store_set (t, ana, "phone", "", NULL);
  g_assert_false (sat_test_store_exists (t, second));
  sat_test_store_assert_text (t, ana, "phone", NULL);
}

static void
test_primary_moves (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 ana = sat_test_store_add (t, "contact", "first_name", "Ana", "phone", "1", NULL);
  gint64 first = sat_test_store_sql_int (t, "SELECT primary_phone FROM contact");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SatUndoReport) report = NULL;

  sat_test_store_add (t, "contact", "first_name", "Bo", NULL);
  sat_test_store_add (t, "contact_point", "record", "Ana", "kind", "phone", "value", "2", NULL);
  before = sat_test_store_dump (t);
  sat_test_store_set (t, first, "record", "Bo", NULL);
  /* A number that is somebody else's now is no longer hers. */
  sat_test_store_assert_text (t, ana, "phone", "2");
  report = sat_undo_last (t->store, &error);
  g_assert_no_error (error);
  after = sat_test_store_dump (t);
  g_assert_cmpstr (before, ==, after);
}

/* Nobody shows what belongs to somebody else. */
static void
test_primary_of_others (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 ana = sat_test_store_add (t, "contact", "first_name", "Ana", "phone", "1", NULL);
  gint64 bo = sat_test_store_add (t, "contact", "first_name", "Bo", "phone", "2", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (sat_test_store_try_set (t, ana, "primary_phone", "2", &error));
  g_assert_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID);
  sat_test_store_assert_text (t, ana, "phone", "1");
  sat_test_store_add (t, "contact_point", "record", "Bo", "kind", "phone", "value", "3", NULL);
  sat_test_store_set (t, bo, "primary_phone", "3", NULL);
  sat_test_store_assert_text (t, bo, "phone", "3");
}

/* The id of a tag follows from its record and name, which may be another's by now. */
static void
test_renamed_tag (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 acme = sat_test_store_add (t, "company", "name", "Acme", "tags", "new", NULL);

  sat_test_store_set (t, sat_test_store_sql_int (t, "SELECT id FROM tag"), "name", "old", NULL);
  sat_test_store_set (t, acme, "tags", "new; old", NULL);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM tag WHERE record IS NOT NULL"
                                              " AND name IN ('new', 'old')"),
                   ==, 2);
}

static void
test_stage_rules (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 stages[4], deal;

  sat_test_store_add_stages (t, stages);
  deal = sat_test_store_add (t, "opportunity", "name", "Renewal", "amount", "1000", NULL);
  sat_test_store_assert_text (t, deal, "stage", "Prospecting");
  sat_test_store_assert_text (t, deal, "probability", "20");
  sat_test_store_assert_text (t, deal, "category", "pipeline");
  sat_test_store_assert_text (t, deal, "currency", "USD");
  sat_test_store_assert_text (t, deal, "opened", "2026-03-02");
  sat_test_store_set (t, deal, "category", "commit", NULL);
  sat_test_store_assert_text (t, deal, "category_manual", "true");
  sat_test_store_set (t, deal, "stage", "Engaging", NULL);
  sat_test_store_assert_text (t, deal, "probability", "60");
  sat_test_store_assert_text (t, deal, "category", "commit");
  sat_test_store_set (t, deal, "category_manual", "false", NULL);
  sat_test_store_assert_text (t, deal, "category", "best_case");
  sat_test_store_set (t, deal, "stage", "Won", NULL);
  sat_test_store_assert_text (t, deal, "close_date", "2026-03-02");
  sat_test_store_assert_text (t, deal, "probability", "100");
  sat_test_store_set (t, deal, "currency", "JPY", NULL);
  sat_test_store_assert_text (t, deal, "amount", "1000");
}

static void
test_outbox (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_JOINED);
  gint64 acme = sat_test_store_add (t, "company", "name", "Acme", NULL);

  sat_test_store_set (t, acme, "industry", "tools", "employees", "12", NULL);
  sat_test_store_delete (t, acme);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM outbox"), ==, 3);
  /* The numbers of two fields, and no values; what the editor saw is what there was. */
  g_assert_cmpint (sat_test_store_sql_int (
                       t, "SELECT length(fields) * 10 + (bases IS NULL) FROM outbox WHERE n = 2"),
                   ==, 41);
  sat_test_store_reopen (t);
  g_assert_true (sat_store_is_joined (t->store));
}

static void
test_custom_field (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 acme = sat_test_store_add (t, "company", "name", "Acme", NULL);

  sat_test_store_add (t, "custom_field", "record_type", "company", "name", "fleet", "label",
                      "Fleet", "kind", "integer", NULL);
  sat_test_store_set (t, acme, "fleet", "12", NULL);
  sat_test_store_assert_text (t, acme, "fleet", "12");
  sat_test_store_reopen (t);
  sat_test_store_set (t, acme, "fleet", "13", NULL);
  sat_test_store_assert_text (t, acme, "fleet", "13");
  g_assert_cmpint (sat_test_store_sql_int (
                       t, "SELECT value FROM history WHERE field >= 1000 AND value IS NOT NULL"),
                   ==, 12);
}

/* What the store keeps in mind follows its own changes too. */
static void
test_settings (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 workspace = sat_test_store_add (t, "workspace", "name", "Acme", "currency", "EUR", NULL);
  gint64 ana = sat_test_store_add (t, "user", "name", "Ana", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (sat_store_get_currency (t->store), ==, "EUR");
  g_assert_true (sat_store_set_current_user (t->store, ana, &error));
  g_assert_no_error (error);
  sat_test_store_set (t, workspace, "currency", "JPY", "fiscal_year_start", "4", NULL);
  g_assert_cmpstr (sat_store_get_currency (t->store), ==, "JPY");
  g_assert_cmpint (sat_store_get_fiscal_start (t->store), ==, 4);
  g_assert_cmpint (sat_store_get_current_user (t->store), ==, ana);
  sat_test_store_delete (t, ana);
  g_assert_cmpint (sat_store_get_current_user (t->store), ==, 0);
}

typedef struct {
  const char *before, *after;
  gboolean swapped;
} Swap;

static gboolean
swap_cb (SatWriter *writer, gpointer data, GError **error)
{
  Swap *swap = data;

  return sat_writer_swap_setting (writer, "place", swap->before, swap->after, &swap->swapped,
                                  error);
}

/* Of two that set out from the same value, one is first. */
static void
test_swap_setting (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  Swap swaps[] = {{"a", "b"}, {NULL, "a"}, {NULL, "b"}, {"a", "c"}, {"a", "d"}, {"c", "e"}};
  const gboolean expected[] = {FALSE, TRUE, FALSE, TRUE, FALSE, TRUE};
  g_autofree char *place = NULL;
  gint64 change = -1;

  for (guint i = 0; i < G_N_ELEMENTS (swaps); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_true (
        sat_store_write (t->store, SAT_CHANGE_SETUP, "swap", swap_cb, &swaps[i], &change, &error));
    g_assert_no_error (error);
    g_assert_cmpint (swaps[i].swapped, ==, expected[i]);
    g_assert_cmpint (change, ==, 0);
  }
  place = sat_store_get_setting (t->store, "place");
  g_assert_cmpstr (place, ==, "e");
}

static gboolean
move_twice_cb (SatWriter *writer, gpointer data, GError **error)
{
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "address");
  SatWriteField city = {sat_type_field (type, "city"), sat_value_text ("Oslo"), SAT_VERSION_NONE};
  SatWriteField region = {sat_type_field (type, "region"), sat_value_text ("East"),
                          SAT_VERSION_NONE};
  gboolean ok = sat_writer_set (writer, *(gint64 *)data, &city, 1, SAT_ORIGIN_LOCAL, error) &&
                sat_writer_set (writer, *(gint64 *)data, &region, 1, SAT_ORIGIN_LOCAL, error);

  sat_value_clear (&city.value);
  sat_value_clear (&region.value);
  return ok;
}

/* One version stands for a group, yet each member that is replaced is kept, and all of it is sent.
 */
static void
test_group (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_JOINED);
  g_autoptr (GError) error = NULL;
  gint64 address;

  sat_test_store_add (t, "company", "name", "Acme", "city", "Rome", "region", "West", NULL);
  address = sat_test_store_sql_int (t, "SELECT id FROM address");
  sat_clock_fake_advance (t->clock, G_USEC_PER_SEC);
  sat_store_write (t->store, SAT_CHANGE_EDIT, "move", move_twice_cb, &address, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM history WHERE value = 'Rome'"),
                   ==, 1);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM history WHERE value = 'West'"),
                   ==, 1);
  g_assert_cmpint (
      sat_test_store_sql_int (t, "SELECT count(*) FROM outbox WHERE length (fields) = 10"), ==, 2);
}

/* A clock that is set back gives no version twice. */
static void
test_clock_goes_back (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 acme = sat_test_store_add (t, "company", "name", "Acme", "tags", "a", NULL);

  for (int i = 0; i < 20; i++) {
    g_autofree char *name = g_strdup_printf ("Acme %d", i);

    sat_clock_fake_advance (t->clock, -2 * (gint64)G_USEC_PER_SEC);
    sat_test_store_set (t, acme, "name", name, "tags", i % 2 == 0 ? "" : "a", NULL);
  }
  g_assert_cmpint (sat_test_store_sql_int (
                       t, "SELECT count(DISTINCT v_to) FROM history WHERE value LIKE 'Acme%'"),
                   ==, 20);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM history WHERE v_to <= v_from"),
                   ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/writer/create", test_create);
  g_test_add_func ("/writer/edit", test_edit);
  g_test_add_func ("/writer/refusals", test_refusals);
  g_test_add_func ("/writer/delete", test_delete);
  g_test_add_func ("/writer/primary-follows", test_primary_follows);
  g_test_add_func ("/writer/primary-moves", test_primary_moves);
  g_test_add_func ("/writer/primary-of-others", test_primary_of_others);
  g_test_add_func ("/writer/renamed-tag", test_renamed_tag);
  g_test_add_func ("/writer/stage-rules", test_stage_rules);
  g_test_add_func ("/writer/outbox", test_outbox);
  g_test_add_func ("/writer/custom-field", test_custom_field);
  g_test_add_func ("/writer/settings", test_settings);
  g_test_add_func ("/writer/swap-setting", test_swap_setting);
  g_test_add_func ("/writer/group", test_group);
  g_test_add_func ("/writer/clock-goes-back", test_clock_goes_back);
  return g_test_run ();
}
