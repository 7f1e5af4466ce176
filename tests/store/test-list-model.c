/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company-list.h"
#include "list-mirror.h"

static void
test_small_list_is_there_at_once (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatListModel) model = NULL;
  guint position = 99;
  gint64 b;

  sat_test_store_add (f, "company", "name", "C", NULL);
  b = sat_test_store_add (f, "company", "name", "B", NULL);
  model = list_companies (f, NULL, "name");
  wait_settled (f, model);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 2);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (model)) == SAT_TYPE_RECORD);
  assert_title (model, 0, "B");
  assert_title (model, 1, "C");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (model), 2));
  g_assert_cmpint (sat_list_model_get_id (model, 0), ==, b);
  g_assert_cmpint (sat_list_model_get_id (model, 2), ==, 0);
  g_assert_true (sat_list_model_find (model, b, &position));
  g_assert_cmpuint (position, ==, 0);
  g_assert_false (sat_list_model_find (model, 12345, NULL));
}

static void
test_long_list_is_completed (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatListModel) model = NULL;
  g_autoptr (ListMirror) mirror = NULL;

  fill_companies (f, 730);
  model = list_companies (f, NULL, "name:desc");
  mirror = list_mirror_new (model);
  wait_settled (f, model);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 730);
  assert_title (model, 0, "Company 729");
  assert_title (model, 400, "Company 329");
  assert_title (model, 729, "Company 000");
  list_mirror_check (mirror);
}

static void
count_cb (SatRecord *record, guint *count)
{
  ++*count;
}

static void
test_edit_keeps_identity (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatListModel) model = NULL;
  g_autoptr (SatRecord) held = NULL;
  g_autoptr (SatRecord) moved = NULL;
  g_autoptr (ListMirror) mirror = NULL;
  guint n_changed = 0;
  gint64 last = fill_companies (f, 300);

  model = list_companies (f, NULL, "name");
  wait_settled (f, model);
  mirror = list_mirror_new (model);
  held = g_list_model_get_item (G_LIST_MODEL (model), 299);
  g_assert_cmpint (sat_record_get_id (held), ==, last);
  g_signal_connect (held, "changed::name", G_CALLBACK (count_cb), &n_changed);
  sat_test_store_set (f, last, "name", "AAA", NULL);
  wait_settled (f, model);
  moved = g_list_model_get_item (G_LIST_MODEL (model), 0);
  g_assert_true (moved == held);
  g_assert_cmpstr (sat_record_get_title (held), ==, "AAA");
  g_assert_cmpuint (n_changed, ==, 1);
  /* It moved, and the others did not. */
  g_assert_cmpuint (mirror->n_touched, ==, 2);
  list_mirror_check (mirror);
}

/* A shown title of another record follows that record. */
static void
test_referenced_titles_follow (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 parent = sat_test_store_add (f, "company", "name", "Parent", NULL);
  g_autoptr (SatListModel) model = NULL;
  g_autoptr (SatRecord) child = NULL;
  const SatField *field;

  sat_test_store_add (f, "company", "name", "A child", "parent", "Parent", NULL);
  model = list_companies (f, NULL, "name");
  wait_settled (f, model);
  child = g_list_model_get_item (G_LIST_MODEL (model), 0);
  field = sat_type_field (sat_record_get_record_type (child), "parent");
  g_assert_cmpstr (sat_record_get_reference_title (child, field), ==, "Parent");
  sat_test_store_set (f, parent, "name", "Renamed", NULL);
  wait_settled (f, model);
  g_assert_cmpstr (sat_record_get_reference_title (child, field), ==, "Renamed");
}

/* No refresh passes through an empty list. */
static void
never_empty_cb (GListModel *model)
{
  g_assert_cmpuint (g_list_model_get_n_items (model), >, 0);
}

static void
test_refresh_does_not_flicker (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatListModel) model = NULL;
  g_autoptr (SatQuery) query = sat_query_new ("company");
  gint64 last = fill_companies (f, 250);

  model = list_companies (f, NULL, "name");
  wait_settled (f, model);
  g_signal_connect (model, "items-changed", G_CALLBACK (never_empty_cb), NULL);
  sat_test_store_delete (f, last);
  wait_settled (f, model);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 249);
  sat_query_add_sort (query, "name", TRUE);
  sat_list_model_set_query (model, query);
  wait_settled (f, model);
  assert_title (model, 0, "Company 248");
}

static void
test_deleted_row_is_still_a_row (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatListModel) model = NULL;
  g_autoptr (SatRecord) record = NULL;
  gint64 last = fill_companies (f, 250);

  model = list_companies (f, NULL, "name");
  wait_settled (f, model);
  sat_test_store_delete (f, last);
  /* The list learns of it later, yet whoever asks in between gets an object. */
  if (g_list_model_get_n_items (G_LIST_MODEL (model)) == 250) {
    record = g_list_model_get_item (G_LIST_MODEL (model), 249);
    g_assert_cmpint (sat_record_get_id (record), ==, last);
  }
  wait_settled (f, model);
  g_assert_false (sat_list_model_find (model, last, NULL));
}

static gboolean
has_error (gpointer data)
{
  g_autofree char *error = NULL;

  g_object_get (data, "error", &error, NULL);
  return error != NULL && !sat_list_model_get_loading (data);
}

static void
test_error_is_told_and_cleared (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatListModel) model = NULL;
  g_autoptr (SatQuery) query = sat_query_new ("company");
  g_autofree char *error = NULL;
  guint n_items = 99;

  fill_companies (f, 3);
  model = list_companies (f, "colour = red", NULL);
  g_assert_true (sat_test_wait_until (has_error, model, COMPANY_LIST_WAIT_MS));
  g_object_get (model, "n-items", &n_items, NULL);
  g_assert_cmpuint (n_items, ==, 0);
  sat_list_model_set_query (model, query);
  wait_settled (f, model);
  g_object_get (model, "error", &error, "n-items", &n_items, NULL);
  g_assert_null (error);
  g_assert_cmpuint (n_items, ==, 3);
}

static void
test_other_type (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatListModel) model = NULL;
  g_autoptr (SatQuery) query = sat_query_new ("user");
  g_autoptr (ListMirror) mirror = NULL;

  fill_companies (f, 150);
  sat_test_store_add (f, "user", "name", "Rep", NULL);
  model = list_companies (f, NULL, "name");
  mirror = list_mirror_new (model);
  sat_list_model_set_query (model, query);
  wait_settled (f, model);
  assert_title (model, 0, "Rep");
  list_mirror_check (mirror);
}

/* The list goes while its other thread is at work. */
static void
test_free_while_loading (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);

  fill_companies (f, 500);
  for (int i = 0; i < 20; i++) {
    SatListModel *model = list_companies (f, NULL, "name");
    g_autoptr (SatRecord) held = g_list_model_get_item (G_LIST_MODEL (model), 0);

    g_object_unref (model);
    g_assert_true (held == NULL || SAT_IS_RECORD (held));
    if (i % 3 == 0)
      sat_test_settle ();
  }
  sat_test_settle ();
}

static void
replace_query_cb (SatListModel *model, guint position, guint removed, guint added, SatQuery *query)
{
  g_signal_handlers_disconnect_by_data (model, query);
  sat_list_model_set_query (model, query);
}

/* Who listens may ask for something else at once. */
static void
test_query_from_a_handler (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatListModel) model = NULL;
  g_autoptr (SatQuery) query = sat_query_new ("company");
  gint64 last = fill_companies (f, 300);

  model = list_companies (f, NULL, "name");
  wait_settled (f, model);
  sat_query_add_sort (query, "name", TRUE);
  g_signal_connect (model, "items-changed", G_CALLBACK (replace_query_cb), query);
  sat_test_store_set (f, last, "name", "AAA", NULL);
  wait_settled (f, model);
  assert_title (model, 299, "AAA");
}

static void
edit_at_random (SatTestStore *f, GRand *rand, GArray *ids, GArray *deleted)
{
  guint n = (guint)g_rand_int_range (rand, 0, (gint32)ids->len);
  gint64 id = g_array_index (ids, gint64, n);
  g_autofree char *name = g_strdup_printf ("Company %03d", g_rand_int_range (rand, 0, 400));

  switch (g_rand_int_range (rand, 0, 5)) {
  case 0:
    id = sat_test_store_add (f, "company", "name", name, NULL);
    g_array_append_val (ids, id);
    break;
  case 1:
    if (ids->len < 2)
      break;
    sat_test_store_delete (f, id);
    g_array_append_val (deleted, id);
    g_array_remove_index (ids, n);
    break;
  case 2:
    if (deleted->len == 0)
      break;
    id = g_array_index (deleted, gint64, deleted->len - 1);
    sat_test_store_undelete (f, id);
    g_array_set_size (deleted, deleted->len - 1);
    g_array_append_val (ids, id);
    break;
  default:
    sat_test_store_set (f, id, "name", name, NULL);
  }
}

static void
test_random_edits (void)
{
  static const char *const sorts[] = {"name", "name:desc", "", "industry,name"};
  static const char *const filters[] = {NULL, "name ~ 1", "name < 'company 2'"};
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (GRand) rand = sat_test_rand_new ();
  g_autoptr (GArray) deleted = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) ids = NULL;
  g_autoptr (SatListModel) model = NULL;
  g_autoptr (ListMirror) mirror = NULL;
  g_autoptr (SatQuery) all = sat_query_new ("company");

  fill_companies (f, 260);
  ids = sat_query_ids (all, sat_test_store_reader (f), NULL, NULL);
  model = list_companies (f, NULL, "name");
  mirror = list_mirror_new (model);
  for (int round = 0; round < 60; round++) {
    int n = g_rand_int_range (rand, 1, 6);

    for (int i = 0; i < n; i++) {
      edit_at_random (f, rand, ids, deleted);
      if (g_rand_boolean (rand))
        sat_test_settle ();
    }
    if (g_rand_int_range (rand, 0, 8) == 0) {
      g_autoptr (SatListModel) other =
          list_companies (f, filters[g_rand_int_range (rand, 0, G_N_ELEMENTS (filters))],
                          sorts[g_rand_int_range (rand, 0, G_N_ELEMENTS (sorts))]);

      sat_list_model_set_query (model, sat_list_model_get_query (other));
    }
    wait_settled (f, model);
    list_mirror_check (mirror);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/list-model/small-list", test_small_list_is_there_at_once);
  g_test_add_func ("/store/list-model/long-list-is-completed", test_long_list_is_completed);
  g_test_add_func ("/store/list-model/edit-keeps-identity", test_edit_keeps_identity);
  g_test_add_func ("/store/list-model/referenced-titles-follow", test_referenced_titles_follow);
  g_test_add_func ("/store/list-model/refresh-does-not-flicker", test_refresh_does_not_flicker);
  g_test_add_func ("/store/list-model/deleted-row-is-still-a-row", test_deleted_row_is_still_a_row);
  g_test_add_func ("/store/list-model/error-is-told-and-cleared", test_error_is_told_and_cleared);
  g_test_add_func ("/store/list-model/other-type", test_other_type);
  g_test_add_func ("/store/list-model/free-while-loading", test_free_while_loading);
  g_test_add_func ("/store/list-model/query-from-a-handler", test_query_from_a_handler);
  g_test_add_func ("/store/list-model/random-edits", test_random_edits);
  return g_test_run ();
}
