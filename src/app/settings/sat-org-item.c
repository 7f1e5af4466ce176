/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-org-item.h"

#include "sat-query.h"

SatOrgItem *
sat_org_item_new (SatRecord *record, char *detail)
{
  SatOrgItem *self;

  g_return_val_if_fail (SAT_IS_RECORD (record), NULL);
  self = g_new0 (SatOrgItem, 1);
  self->record = record;
  self->detail = detail;
  return self;
}

void
sat_org_item_free (gpointer item)
{
  SatOrgItem *self = item;

  g_object_unref (self->record);
  g_free (self->title);
  g_free (self->detail);
  g_free (self);
}

const char *
sat_org_item_get_title (SatOrgItem *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->title != NULL ? self->title : sat_record_get_title (self->record);
}

GPtrArray *
sat_org_items_read (SatReader *reader,
                    const char *type_name,
                    SatFilter *filter,
                    const char *sort,
                    const SatFormat *format,
                    SatOrgDescribe describe,
                    GError **error)
{
  g_autoptr (SatQuery) query = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GPtrArray) records = NULL;
  GPtrArray *items;

  g_return_val_if_fail (reader != NULL && type_name != NULL, NULL);
  query = sat_query_new (type_name);
  sat_query_set_filter (query, filter);
  sat_query_set_limit (query, SAT_ORG_ITEMS_MOST);
  if (sort != NULL && !sat_query_set_sort_text (query, sort, error))
    return NULL;
  ids = sat_query_ids (query, reader, NULL, error);
  if (ids != NULL)
    records = sat_reader_load_many (reader, sat_reader_get_type_by_name (reader, type_name),
                                    (const gint64 *)(gpointer)ids->data, ids->len, error);
  if (records == NULL)
    return NULL;
  items = g_ptr_array_new_with_free_func (sat_org_item_free);
  for (guint i = 0; i < records->len; i++) {
    SatRecord *record = g_ptr_array_index (records, i);

    g_ptr_array_add (
        items, sat_org_item_new (g_object_ref (record),
                                 describe != NULL ? describe (reader, format, record) : NULL));
  }
  return items;
}

static gint64
parent_of (SatOrgItem *item, const char *up, GPtrArray *items)
{
  gint64 parent = sat_record_get_int (item->record, up, 0);

  for (guint i = 0; parent != 0 && i < items->len; i++) {
    SatOrgItem *other = g_ptr_array_index (items, i);

    if (sat_record_get_id (other->record) == parent)
      return parent;
  }
  return 0;
}

/* Takes those below @parent out of @items, with all that is below them. */
static void
take_below (GPtrArray *items, const gint64 *parents, GPtrArray *to, gint64 parent, int depth)
{
  for (guint i = 0; i < items->len; i++) {
    SatOrgItem *item = g_ptr_array_index (items, i);

    if (item == NULL || parents[i] != parent)
      continue;
    items->pdata[i] = NULL;
    item->depth = depth;
    g_ptr_array_add (to, item);
    take_below (items, parents, to, sat_record_get_id (item->record), depth + 1);
  }
}

void
sat_org_items_make_tree (GPtrArray *items, const char *up)
{
  g_autofree gint64 *parents = NULL;
  g_autoptr (GPtrArray) sorted = NULL;

  g_return_if_fail (items != NULL && up != NULL);
  parents = g_new (gint64, items->len + 1);
  sorted = g_ptr_array_sized_new (items->len);
  for (guint i = 0; i < items->len; i++)
    parents[i] = parent_of (g_ptr_array_index (items, i), up, items);
  take_below (items, parents, sorted, 0, 0);
  /* What is left goes round in circles. */
  for (guint i = 0; i < items->len; i++) {
    if (items->pdata[i] != NULL)
      g_ptr_array_add (sorted, g_steal_pointer (&items->pdata[i]));
  }
  for (guint i = 0; i < items->len; i++)
    items->pdata[i] = sorted->pdata[i];
}
