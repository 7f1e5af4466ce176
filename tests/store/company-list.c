/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company-list.h"

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

void
wait_settled (SatTestStore *f, SatListModel *model)
{
  Settled settled = {model, sat_test_store_reader (f)};

  g_assert_true (sat_test_wait_until (is_settled, &settled, COMPANY_LIST_WAIT_MS));
  sat_test_settle ();
}

static gboolean
fill_cb (SatWriter *writer, gpointer data, GError **error)
{
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "company");
  CompanyFill *fill = data;

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

gint64
fill_companies (SatTestStore *f, guint n)
{
  CompanyFill fill = {n, 0};
  g_autoptr (GError) error = NULL;

  sat_store_write (f->store, SAT_CHANGE_IMPORT, "fill", fill_cb, &fill, NULL, &error);
  g_assert_no_error (error);
  return fill.last;
}

void
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

SatListModel *
list_companies (SatTestStore *f, const char *filter, const char *sort)
{
  SatListModel *model = sat_list_model_new (f->store);

  show_companies (model, filter, sort);
  return model;
}

void
assert_title (SatListModel *model, guint position, const char *title)
{
  g_autoptr (SatRecord) record = g_list_model_get_item (G_LIST_MODEL (model), position);

  g_assert_nonnull (record);
  g_assert_cmpstr (sat_record_get_title (record), ==, title);
}
