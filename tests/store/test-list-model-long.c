/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company-list.h"
#include "list-mirror.h"
#include "sat-list-steps.h"

typedef struct {
  SatRecord *record;
  const SatField *field;
  const char *title;
} Shown;

static gboolean
shows_title (gpointer data)
{
  const Shown *shown = data;

  return g_str_equal (sat_record_get_reference_title (shown->record, shown->field), shown->title);
}

/* The rows of a long list are read by the other thread; only what was changed itself is read at
 * once. */
static void
test_rows_of_long_lists_follow (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 last = fill_companies (f, 250);
  gint64 parent = sat_test_store_add (f, "company", "name", "Parent", NULL);
  g_autoptr (SatListModel) model = NULL;
  g_autoptr (SatRecord) child = NULL, other = NULL;
  Shown shown = {.title = "Renamed"};

  sat_test_store_add (f, "company", "name", "A child", "parent", "Parent", NULL);
  model = list_companies (f, NULL, "name");
  wait_settled (f, model);
  child = g_list_model_get_item (G_LIST_MODEL (model), 0);
  other = g_list_model_get_item (G_LIST_MODEL (model), 250);
  g_assert_cmpint (sat_record_get_id (other), ==, last);
  shown.record = child;
  shown.field = sat_type_field (sat_record_get_record_type (child), "parent");
  g_assert_cmpstr (sat_record_get_reference_title (child, shown.field), ==, "Parent");
  sat_test_store_set (f, parent, "name", "Renamed", NULL);
  sat_test_store_set (f, last, "name", "Company 249b", NULL);
  g_assert_true (sat_test_wait_until (shows_title, &shown, COMPANY_LIST_WAIT_MS));
  g_assert_cmpstr (sat_record_get_title (other), ==, "Company 249b");
  wait_settled (f, model);
  assert_title (model, 250, "Company 249b");
}

/* As GTK does when the row with the focus goes: it looks at each that comes with the same step. */
static void
look_for_focus_cb (GListModel *model, guint position, guint removed, guint added, guint *looked)
{
  for (guint i = 0; removed > 0 && i < added; i++) {
    g_autoptr (SatRecord) record = g_list_model_get_item (model, position + i);

    g_assert_nonnull (record);
    ++*looked;
  }
}

/* The last becomes the first, and all the others change places. */
static gboolean
shuffle_cb (SatWriter *writer, gpointer data, GError **error)
{
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "company");
  const CompanyFill *fill = data;

  for (guint i = 0; i < fill->n; i++) {
    g_autofree char *name = g_strdup_printf ("Turned %04u", i * 617 % fill->n);
    SatWriteField field = {sat_type_field (type, "name"), sat_value_text (name), SAT_VERSION_NONE};
    gboolean ok = sat_writer_set (writer, fill->last - i, &field, 1, SAT_ORIGIN_LOCAL, error);

    sat_value_clear (&field.value);
    if (!ok)
      return FALSE;
  }
  return TRUE;
}

static void
test_focus_costs_little (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatListModel) model = NULL;
  g_autoptr (GError) error = NULL;
  CompanyFill fill = {1000, 0};
  guint looked = 0;

  fill.last = fill_companies (f, fill.n);
  model = list_companies (f, NULL, "name");
  wait_settled (f, model);
  g_signal_connect (model, "items-changed", G_CALLBACK (look_for_focus_cb), &looked);
  sat_store_write (f->store, SAT_CHANGE_EDIT, "shuffle", shuffle_cb, &fill, NULL, &error);
  g_assert_no_error (error);
  wait_settled (f, model);
  assert_title (model, 0, "Turned 0000");
  g_assert_cmpint (sat_list_model_get_id (model, 0), ==, fill.last);
  g_assert_cmpuint (looked, >, 0);
  g_assert_cmpuint (looked, <=, 100);
}

static void
most_at_once_cb (GListModel *model, guint position, guint removed, guint added, guint *most)
{
  if (position < 200)
    *most = MAX (*most, added);
}

static gboolean
has_more_to_come (gpointer data)
{
  guint n, here = g_list_model_get_n_items (data);

  return sat_list_model_count (data, &n) && n > here && here > 50;
}

/* Widgets are made for the first rows at once, so these come a few at a time; what happens to the
 * list meanwhile counts too. */
static void
test_long_list_comes_in_parts (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 last = fill_companies (f, 1000);
  g_autoptr (SatListModel) model = list_companies (f, NULL, "name");
  g_autoptr (ListMirror) mirror = list_mirror_new (model);
  guint n, most = 0;

  g_signal_connect (model, "items-changed", G_CALLBACK (most_at_once_cb), &most);
  g_assert_false (sat_list_model_count (model, &n));
  g_assert_true (sat_test_wait_until (has_more_to_come, model, COMPANY_LIST_WAIT_MS));
  g_assert_true (sat_list_model_get_loading (model));
  g_assert_true (sat_list_model_count (model, &n));
  g_assert_cmpuint (n, ==, 1000);
  sat_test_store_delete (f, last - 999);
  wait_settled (f, model);
  g_assert_true (sat_list_model_count (model, &n));
  g_assert_cmpuint (n, ==, 999);
  g_assert_cmpuint (most, ==, SAT_LIST_STEP);
  list_mirror_check (mirror);
}

static void
most_gone_cb (GListModel *model, guint position, guint removed, guint added, guint *most)
{
  *most = MAX (*most, removed);
}

/* Widgets are dropped for the rows that go, a few at a time; what is typed meanwhile counts. */
static void
test_long_list_goes_in_parts (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  guint n = 99, most = 0;
  g_autoptr (SatListModel) model = NULL;
  g_autoptr (ListMirror) mirror = NULL;

  fill_companies (f, 200);
  model = list_companies (f, NULL, "name");
  wait_settled (f, model);
  mirror = list_mirror_new (model);
  g_signal_connect (model, "items-changed", G_CALLBACK (most_gone_cb), &most);
  show_companies (model, "name = nobody", "name");
  g_assert_true (sat_list_model_get_loading (model));
  g_assert_true (sat_list_model_count (model, &n));
  g_assert_cmpuint (n, ==, 0);
  show_companies (model, "name ~ 7", "name:desc");
  wait_settled (f, model);
  list_mirror_check (mirror);
  show_companies (model, "name = nobody", "name");
  wait_settled (f, model);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 0);
  g_assert_cmpuint (most, <=, SAT_LIST_STEP);
  g_assert_cmpuint (most, >, 0);
  list_mirror_check (mirror);
}

static void
add_rows_cb (GListModel *model, guint position, guint removed, guint added, guint *rows)
{
  *rows += removed + added;
}

/* Takes ten of each twenty away. */
static gboolean
thin_out_cb (SatWriter *writer, gpointer data, GError **error)
{
  const CompanyFill *fill = data;

  for (guint i = 0; i < fill->n; i++)
    if (i % 20 < 10 && !sat_writer_delete (writer, fill->last - i, error))
      return FALSE;
  return TRUE;
}

/* Also where what goes is scattered, so that the list differs in many places. */
static void
test_scattered_rows_go_in_parts (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatListModel) model = NULL;
  g_autoptr (ListMirror) mirror = NULL;
  g_autoptr (GError) error = NULL;
  CompanyFill fill = {200, 0};
  guint rows = 0, most = 0, all = 0;

  fill.last = fill_companies (f, fill.n);
  model = list_companies (f, NULL, "name");
  wait_settled (f, model);
  mirror = list_mirror_new (model);
  g_signal_connect (model, "items-changed", G_CALLBACK (add_rows_cb), &rows);
  sat_store_write (f->store, SAT_CHANGE_EDIT, "thin out", thin_out_cb, &fill, NULL, &error);
  g_assert_no_error (error);
  while (g_list_model_get_n_items (G_LIST_MODEL (model)) > 100) {
    rows = 0;
    g_main_context_iteration (NULL, TRUE);
    most = MAX (most, rows);
    all += rows;
  }
  g_assert_cmpuint (all, ==, 100); /* what stays is not touched */
  g_assert_cmpuint (most, <=, SAT_LIST_STEP);
  wait_settled (f, model);
  list_mirror_check (mirror);
}

/* The first rows are not taken for all of them when what they replace has gone in parts. */
static void
test_first_rows_are_not_all (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatListModel) model = NULL;
  guint n;

  fill_companies (f, 200);
  model = list_companies (f, NULL, "name");
  wait_settled (f, model);
  show_companies (model, "name ~ 1", "name");
  while (sat_list_model_get_loading (model)) {
    if (sat_list_model_count (model, &n))
      g_assert_cmpuint (n, ==, 119);
    g_main_context_iteration (NULL, TRUE);
  }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 119);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/list-model-long/rows-follow", test_rows_of_long_lists_follow);
  g_test_add_func ("/store/list-model-long/focus-costs-little", test_focus_costs_little);
  g_test_add_func ("/store/list-model-long/comes-in-parts", test_long_list_comes_in_parts);
  g_test_add_func ("/store/list-model-long/goes-in-parts", test_long_list_goes_in_parts);
  g_test_add_func ("/store/list-model-long/scattered-rows-go-in-parts",
                   test_scattered_rows_go_in_parts);
  g_test_add_func ("/store/list-model-long/first-rows-are-not-all", test_first_rows_are_not_all);
  return g_test_run ();
}
