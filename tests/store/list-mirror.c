/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "list-mirror.h"

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, ListMirror *mirror)
{
  g_assert_cmpuint (position + removed, <=, mirror->items->len);
  g_assert_cmpuint (mirror->items->len - removed + added, ==, g_list_model_get_n_items (model));
  if (removed > 0)
    g_ptr_array_remove_range (mirror->items, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (mirror->items, (int)(position + i),
                        g_list_model_get_item (model, position + i));
  mirror->n_signals++;
  mirror->n_touched += removed + added;
}

ListMirror *
list_mirror_new (SatListModel *model)
{
  ListMirror *mirror = g_new0 (ListMirror, 1);

  mirror->model = G_LIST_MODEL (g_object_ref (model));
  mirror->items = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), mirror);
  items_changed_cb (mirror->model, 0, 0, g_list_model_get_n_items (mirror->model), mirror);
  mirror->n_signals = mirror->n_touched = 0;
  return mirror;
}

void
list_mirror_free (ListMirror *mirror)
{
  g_signal_handlers_disconnect_by_data (mirror->model, mirror);
  g_ptr_array_unref (mirror->items);
  g_object_unref (mirror->model);
  g_free (mirror);
}

void
list_mirror_check (ListMirror *mirror)
{
  g_assert_cmpuint (mirror->items->len, ==, g_list_model_get_n_items (mirror->model));
  for (guint i = 0; i < mirror->items->len; i++) {
    g_autoptr (SatRecord) item = g_list_model_get_item (mirror->model, i);

    g_assert_true (item == g_ptr_array_index (mirror->items, i));
    g_assert_cmpint (sat_record_get_id (item), ==,
                     sat_list_model_get_id (SAT_LIST_MODEL (mirror->model), i));
  }
}
