/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-saved-lists.h"

#include "sat-query.h"

/* More would be no list of lists. */
#define MOST 200

struct _SatSavedLists {
  GObject parent_instance;
  SatContext *context; /* not owned: the window holds it longer */
  GPtrArray *lists;    /* SatSavedList */
};

enum {
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatSavedLists, sat_saved_lists, G_TYPE_OBJECT)

guint
sat_saved_lists_get_n (SatSavedLists *self)
{
  g_return_val_if_fail (SAT_IS_SAVED_LISTS (self), 0);
  return self->lists->len;
}

SatSavedList *
sat_saved_lists_get (SatSavedLists *self, guint i)
{
  g_return_val_if_fail (SAT_IS_SAVED_LISTS (self) && i < self->lists->len, NULL);
  return g_ptr_array_index (self->lists, i);
}

SatSavedList *
sat_saved_lists_find_id (SatSavedLists *self, gint64 id)
{
  g_return_val_if_fail (SAT_IS_SAVED_LISTS (self), NULL);
  for (guint i = 0; i < self->lists->len; i++)
    if (sat_saved_list_get_id (self->lists->pdata[i]) == id)
      return self->lists->pdata[i];
  return NULL;
}

SatSavedList *
sat_saved_lists_find (SatSavedLists *self, const char *view_name)
{
  g_return_val_if_fail (SAT_IS_SAVED_LISTS (self) && view_name != NULL, NULL);
  for (guint i = 0; i < self->lists->len; i++)
    if (g_str_equal (sat_saved_list_get_info (self->lists->pdata[i])->name, view_name))
      return self->lists->pdata[i];
  return NULL;
}

static GPtrArray *
read_records (SatSavedLists *self)
{
  SatReader *reader = sat_context_get_reader (self->context);
  const SatType *type = sat_context_get_type_by_name (self->context, "saved_list");
  g_autoptr (SatQuery) query = sat_query_new ("saved_list");
  g_autoptr (GArray) ids = NULL;

  sat_query_add_sort (query, "name", FALSE);
  ids = sat_query_page (query, reader, 0, MOST, NULL);
  if (ids == NULL || type == NULL)
    return NULL;
  return sat_reader_load_many (reader, type, (const gint64 *)(gpointer)ids->data, ids->len, NULL);
}

/* The same list stays the same object, so that its view may go on. */
static gboolean
take_record (SatSavedLists *self, GPtrArray *lists, SatRecord *record)
{
  SatSavedList *list = sat_saved_lists_find_id (self, sat_record_get_id (record));
  gboolean changed;

  if (list != NULL) {
    changed = sat_saved_list_update (list, self->context, record);
    g_ptr_array_add (lists, g_object_ref (list));
    return changed;
  }
  list = sat_saved_list_new (self->context, record);
  if (list == NULL)
    return FALSE;
  g_ptr_array_add (lists, list);
  return TRUE;
}

static void
read_again (SatSavedLists *self)
{
  g_autoptr (GPtrArray) records = read_records (self);
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean changed = FALSE;

  if (records == NULL)
    return;
  for (guint i = 0; i < records->len; i++)
    changed |= take_record (self, lists, records->pdata[i]);
  changed |= lists->len != self->lists->len;
  g_ptr_array_unref (self->lists);
  self->lists = g_steal_pointer (&lists);
  if (changed)
    g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
has_saved_list (SatSavedLists *self, const SatStoreNews *news)
{
  SatReader *reader = sat_context_get_reader (self->context);

  if (news == NULL || news->records == NULL || news->registry)
    return TRUE;
  for (guint i = 0; i < news->records->len; i++) {
    gint64 id = g_array_index (news->records, gint64, i);
    const SatType *type = NULL;

    if (i > MOST)
      return TRUE;
    if (sat_reader_identify (reader, id, NULL, &type, NULL, NULL) && type != NULL &&
        g_str_equal (type->name, "saved_list"))
      return TRUE;
  }
  return FALSE;
}

static void
context_changed_cb (SatContext *context, gpointer news, SatSavedLists *self)
{
  if (has_saved_list (self, news))
    read_again (self);
}

static void
sat_saved_lists_finalize (GObject *object)
{
  g_ptr_array_unref (SAT_SAVED_LISTS (object)->lists);
  G_OBJECT_CLASS (sat_saved_lists_parent_class)->finalize (object);
}

static void
sat_saved_lists_class_init (SatSavedListsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sat_saved_lists_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
sat_saved_lists_init (SatSavedLists *self)
{
  self->lists = g_ptr_array_new_with_free_func (g_object_unref);
}

SatSavedLists *
sat_saved_lists_new (SatContext *context)
{
  SatSavedLists *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  self = g_object_new (SAT_TYPE_SAVED_LISTS, NULL);
  self->context = context;
  g_signal_connect_object (context, "changed", G_CALLBACK (context_changed_cb), self, 0);
  read_again (self);
  return self;
}
