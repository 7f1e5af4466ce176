/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "list-mirror.h"
#include "sat-list-steps.h"
#include "sat-test-store.h"

#define WAIT_MS 20000

typedef struct {
  SatListModel *model;
  SatReader *reader;
} Settled;

static gboolean
is_settled (gpointer data)
{
  Settled *settled = data;
  g_autoptr (GArray) ids = NULL;

  if (sat_list_model_get_loading (settled->model))
    return FALSE;
  ids = sat_query_ids (sat_list_model_get_query (settled->model), settled->reader, NULL, NULL);
  if (ids == NULL || ids->len != g_list_model_get_n_items (G_LIST_MODEL (settled->model)))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) != sat_list_model_get_id (settled->model, i))
      return FALSE;
  return TRUE;
}

static void
wait_settled (SatTestStore *f, SatListModel *model)
{
  Settled settled = {model, sat_test_store_reader (f)};

  g_assert_true (sat_test_wait_until (is_settled, &settled, WAIT_MS));
  sat_test_settle ();
}

typedef struct {
  guint n;
  gint64 last;
} Fill;

static gboolean
fill_cb (SatWriter *writer, gpointer data, GError **error)
{
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "company");
  Fill *fill = data;

  for (guint i = 0; i < fill->n; i++) {
    g_autofree char *name = g_strdup_printf ("Company %03u", i);
    SatWriteField field = {sat_type_field (type, "name"), sat_value_text (name), SAT_VERSION_NONE};
    gboolean ok = sat_writer_create (writer, type, &field, 1, SAT_ORIGIN_LOCAL, &fill->last, error);

    sat_value_clear (&field.value);
    if (!ok)
      return FALSE;
  }
  return TRUE;
}

static gint64
fill_companies (SatTestStore *f, guint n)
{
  Fill fill = {n, 0};
  g_autoptr (GError) error = NULL;

  sat_store_write (f->store, SAT_CHANGE_IMPORT, "fill", fill_cb, &fill, NULL, &error);
  g_assert_no_error (error);
  return fill.last;
}

static void
show_companies (SatListModel *model, const char *filter, const char *sort)
{
  g_autoptr (SatQuery) query = sat_query_new ("company");
  g_autoptr (SatFilter) parsed = NULL;

  if (filter != NULL) {
    parsed = sat_filter_parse_short (filter, NULL);
    g_assert_nonnull (parsed);
    sat_query_set_filter (query, parsed);
  }
  g_assert_true (sat_query_set_sort_text (query, sort, NULL));
  sat_list_model_set_query (model, query);
}

static SatListModel *
list_companies (SatTestStore *f, const char *filter, const char *sort)
{
  SatListModel *model = sat_list_model_new (f->store);

  show_companies (model, filter, sort);
  return model;
}

static void
assert_title (SatListModel *model, guint position, const char *title)
{
  g_autoptr (SatRecord) record = g_list_model_get_item (G_LIST_MODEL (model), position);

  g_assert_nonnull (record);
  g_assert_cmpstr (sat_record_get_title (record), ==, title);
}

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
  g_assert_true (sat_test_wait_until (shows_title, &shown, WAIT_MS));
  g_assert_cmpstr (sat_record_get_title (other), ==, "Company 249b");
  wait_settled (f, model);
  assert_title (model, 250, "Company 249b");
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
  const Fill *fill = data;

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
  Fill fill = {1000, 0};
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
  g_assert_true (sat_test_wait_until (has_more_to_come, model, WAIT_MS));
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
  const Fill *fill = data;

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
  Fill fill = {200, 0};
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
  g_assert_true (sat_test_wait_until (has_error, model, WAIT_MS));
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
  g_test_add_func ("/store/list-model/rows-of-long-lists-follow", test_rows_of_long_lists_follow);
  g_test_add_func ("/store/list-model/refresh-does-not-flicker", test_refresh_does_not_flicker);
  g_test_add_func ("/store/list-model/focus-costs-little", test_focus_costs_little);
  g_test_add_func ("/store/list-model/long-list-comes-in-parts", test_long_list_comes_in_parts);
  g_test_add_func ("/store/list-model/long-list-goes-in-parts", test_long_list_goes_in_parts);
  g_test_add_func ("/store/list-model/scattered-rows-go-in-parts", test_scattered_rows_go_in_parts);
  g_test_add_func ("/store/list-model/first-rows-are-not-all", test_first_rows_are_not_all);
  g_test_add_func ("/store/list-model/deleted-row-is-still-a-row", test_deleted_row_is_still_a_row);
  g_test_add_func ("/store/list-model/error-is-told-and-cleared", test_error_is_told_and_cleared);
  g_test_add_func ("/store/list-model/other-type", test_other_type);
  g_test_add_func ("/store/list-model/free-while-loading", test_free_while_loading);
  g_test_add_func ("/store/list-model/query-from-a-handler", test_query_from_a_handler);
  g_test_add_func ("/store/list-model/random-edits", test_random_edits);
  return g_test_run ();
}
