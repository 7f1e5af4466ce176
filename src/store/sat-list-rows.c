/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-list-rows.h"

#define BLOCK 50      /* rows that are loaded together */
#define MAX_BLOCKS 20 /* kept for scrolling back, beside what others hold */

struct _SatListRows {
  SatStore *store;
  GHashTable *alive; /* gint64 id -> Row: every record that someone holds */
  GQueue blocks;     /* GPtrArray of SatRecord, the latest first */
};

/* A record in use; goes with it. */
typedef struct {
  SatListRows *rows;
  SatRecord *record; /* not owned */
  gint64 id;
} Row;

static int
compare_ids_cb (const void *a, const void *b)
{
  gint64 left = *(const gint64 *)a, right = *(const gint64 *)b;

  return (left > right) - (left < right);
}

static void
row_gone_cb (gpointer data, GObject *record)
{
  Row *row = data;

  g_hash_table_remove (row->rows->alive, &row->id);
}

static void
remember_row (SatListRows *self, SatRecord *record)
{
  Row *row = g_new (Row, 1);

  *row = (Row){self, record, sat_record_get_id (record)};
  g_object_weak_ref (G_OBJECT (record), row_gone_cb, row);
  g_hash_table_insert (self->alive, &row->id, row);
}

static void
remember_block (SatListRows *self, GPtrArray *block)
{
  g_queue_push_head (&self->blocks, block);
  if (self->blocks.length > MAX_BLOCKS)
    g_ptr_array_unref (g_queue_pop_tail (&self->blocks));
}

/* Loads those of the block around @position that nobody holds. */
static void
load_block (SatListRows *self, const char *type_name, GArray *ids, guint position)
{
  SatReader *reader = sat_store_get_reader (self->store, NULL);
  const SatType *type = reader != NULL ? sat_reader_get_type_by_name (reader, type_name) : NULL;
  guint start = position - position % BLOCK, end = MIN (start + BLOCK, ids->len);
  g_autoptr (GArray) missing = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) block = NULL;

  if (type == NULL)
    return;
  for (guint i = start; i < end; i++)
    if (!g_hash_table_contains (self->alive, &g_array_index (ids, gint64, i)))
      g_array_append_val (missing, g_array_index (ids, gint64, i));
  block = sat_reader_load_many (reader, type, (const gint64 *)(gpointer)missing->data, missing->len,
                                NULL);
  if (block == NULL || block->len == 0)
    return;
  for (guint i = 0; i < block->len; i++)
    remember_row (self, g_ptr_array_index (block, i));
  remember_block (self, g_steal_pointer (&block));
}

static SatRecord *
empty_record (SatListRows *self, const char *type_name, gint64 id)
{
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (self->store);
  const SatType *type = sat_registry_type (registry, type_name);
  SatRecord *record = sat_record_new (registry, type, id, NULL);

  remember_row (self, record);
  return record;
}

SatRecord *
sat_list_rows_get (SatListRows *self, const char *type_name, GArray *ids, guint position)
{
  gint64 id = g_array_index (ids, gint64, position);
  Row *row = g_hash_table_lookup (self->alive, &id);

  if (row == NULL) {
    load_block (self, type_name, ids, position);
    row = g_hash_table_lookup (self->alive, &id);
  }
  return row != NULL ? g_object_ref (row->record) : empty_record (self, type_name, id);
}

GArray *
sat_list_rows_list (SatListRows *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gint64 *id;

  g_queue_clear_full (&self->blocks, (GDestroyNotify)g_ptr_array_unref);
  g_hash_table_iter_init (&iter, self->alive);
  while (g_hash_table_iter_next (&iter, (gpointer *)&id, NULL))
    g_array_append_val (ids, *id);
  return ids;
}

void
sat_list_rows_update (SatListRows *self, GPtrArray *fresh)
{
  for (guint i = 0; i < fresh->len; i++) {
    SatRecord *record = g_ptr_array_index (fresh, i);
    gint64 id = sat_record_get_id (record);
    Row *row = g_hash_table_lookup (self->alive, &id);

    if (row != NULL)
      sat_record_update_from (row->record, record);
  }
}

gboolean
sat_list_rows_reload (SatListRows *self, const char *type_name, GArray *among)
{
  SatReader *reader = sat_store_get_reader (self->store, NULL);
  const SatType *type = reader != NULL ? sat_reader_get_type_by_name (reader, type_name) : NULL;
  g_autoptr (GArray) ids = sat_list_rows_list (self);
  g_autoptr (GPtrArray) fresh = NULL;

  for (guint i = ids->len; among != NULL && i-- > 0;)
    if (!g_array_binary_search (among, &g_array_index (ids, gint64, i), compare_ids_cb, NULL))
      g_array_remove_index_fast (ids, i);
  if (type == NULL || ids->len == 0)
    return FALSE;
  fresh = sat_reader_load_many (reader, type, (const gint64 *)(gpointer)ids->data, ids->len, NULL);
  if (fresh != NULL)
    sat_list_rows_update (self, fresh);
  return TRUE;
}

void
sat_list_rows_forget (SatListRows *self)
{
  GHashTableIter iter;
  Row *row;

  g_queue_clear_full (&self->blocks, (GDestroyNotify)g_ptr_array_unref);
  g_hash_table_iter_init (&iter, self->alive);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&row)) {
    g_object_weak_unref (G_OBJECT (row->record), row_gone_cb, row);
    g_hash_table_iter_remove (&iter);
  }
}

SatListRows *
sat_list_rows_new (SatStore *store)
{
  SatListRows *self = g_new0 (SatListRows, 1);

  self->store = g_object_ref (store);
  self->alive = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  g_queue_init (&self->blocks);
  return self;
}

void
sat_list_rows_free (SatListRows *self)
{
  sat_list_rows_forget (self);
  g_hash_table_unref (self->alive);
  g_clear_object (&self->store);
  g_free (self);
}
