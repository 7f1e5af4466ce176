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

/* Whose children are where: indexes into the items, -1 for none. */
typedef struct {
  int first, last, next;
  gboolean below; /* somebody who is here too */
  gboolean taken;
} Node;

static void
link_nodes (GPtrArray *items, const char *up, Node *nodes)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autofree gint64 *ids = g_new (gint64, items->len + 1);

  for (guint i = 0; i < items->len; i++) {
    ids[i] = sat_record_get_id (((SatOrgItem *)items->pdata[i])->record);
    nodes[i] = (Node){-1, -1, -1, FALSE, FALSE};
    g_hash_table_insert (by_id, &ids[i], GUINT_TO_POINTER (i + 1));
  }
  for (guint i = 0; i < items->len; i++) {
    gint64 parent = sat_record_get_int (((SatOrgItem *)items->pdata[i])->record, up, 0);
    guint at = GPOINTER_TO_UINT (g_hash_table_lookup (by_id, &parent));

    if (at == 0)
      continue;
    nodes[i].below = TRUE;
    if (nodes[at - 1].first < 0)
      nodes[at - 1].first = (int)i;
    else
      nodes[nodes[at - 1].last].next = (int)i;
    nodes[at - 1].last = (int)i;
  }
}

/* One with all that is below it. */
static void
take (GPtrArray *items, Node *nodes, GPtrArray *to, int index, int depth)
{
  SatOrgItem *item = g_ptr_array_index (items, index);

  nodes[index].taken = TRUE;
  item->depth = depth;
  g_ptr_array_add (to, item);
  for (int child = nodes[index].first; child >= 0; child = nodes[child].next)
    take (items, nodes, to, child, depth + 1);
}

void
sat_org_items_make_tree (GPtrArray *items, const char *up)
{
  g_autofree Node *nodes = NULL;
  g_autoptr (GPtrArray) sorted = NULL;

  g_return_if_fail (items != NULL && up != NULL);
  nodes = g_new (Node, items->len + 1);
  sorted = g_ptr_array_sized_new (items->len);
  link_nodes (items, up, nodes);
  for (guint i = 0; i < items->len; i++) {
    if (!nodes[i].below)
      take (items, nodes, sorted, (int)i, 0);
  }
  /* What is left goes round in circles. */
  for (guint i = 0; i < items->len; i++) {
    if (!nodes[i].taken)
      g_ptr_array_add (sorted, items->pdata[i]);
  }
  for (guint i = 0; i < items->len; i++)
    items->pdata[i] = sorted->pdata[i];
}
