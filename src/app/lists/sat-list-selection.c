/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-list-selection.h"

/* Up to here the ids are remembered too. */
#define MOST_REMEMBERED 2000
/* From here on, what is not selected is gone through instead. */
#define MOST_WALKED 20000

struct _SatListSelection {
  GObject parent_instance;
  SatListModel *model;
  GtkBitset *selected;
  GHashTable *ids; /* gint64 of the selected rows, when they are few */
  gboolean all;    /* and of those that are still to be read */
  guint purge_idle;
};

static void list_iface_init (GListModelInterface *iface);
static void selection_iface_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SatListSelection,
                               sat_list_selection,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_iface_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                          selection_iface_init))

static GType
get_item_type (GListModel *model)
{
  return SAT_TYPE_RECORD;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (SAT_LIST_SELECTION (model)->model));
}

static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (SAT_LIST_SELECTION (model)->model), position);
}

static void
list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
remember (SatListSelection *self, guint position)
{
  gint64 id = sat_list_model_get_id (self->model, position);

  if (id != 0)
    g_hash_table_add (self->ids, g_memdup2 (&id, sizeof id));
}

static void
remember_all (SatListSelection *self)
{
  GtkBitsetIter iter;
  guint position;

  g_clear_handle_id (&self->purge_idle, g_source_remove);
  g_hash_table_remove_all (self->ids);
  if (gtk_bitset_get_size (self->selected) > MOST_REMEMBERED ||
      !gtk_bitset_iter_init_first (&iter, self->selected, &position))
    return;
  do
    remember (self, position);
  while (gtk_bitset_iter_next (&iter, &position));
}

static gboolean
is_selected (GtkSelectionModel *model, guint position)
{
  return gtk_bitset_contains (SAT_LIST_SELECTION (model)->selected, position);
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model, guint position, guint n)
{
  return gtk_bitset_ref (SAT_LIST_SELECTION (model)->selected);
}

static gboolean
set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  SatListSelection *self = SAT_LIST_SELECTION (model);
  guint n = get_n_items (G_LIST_MODEL (model)), first, last;
  g_autoptr (GtkBitset) changed = gtk_bitset_copy (self->selected);

  gtk_bitset_difference (changed, selected);
  gtk_bitset_intersect (changed, mask);
  if (!gtk_bitset_is_empty (changed) && gtk_bitset_get_maximum (changed) >= n)
    gtk_bitset_remove_range_closed (changed, n, gtk_bitset_get_maximum (changed));
  if (gtk_bitset_is_empty (changed))
    return TRUE;
  gtk_bitset_difference (self->selected, changed);
  self->all = sat_list_model_get_loading (self->model) && gtk_bitset_get_size (self->selected) == n;
  remember_all (self);
  first = gtk_bitset_get_minimum (changed);
  last = gtk_bitset_get_maximum (changed);
  gtk_selection_model_selection_changed (model, first, last - first + 1);
  return TRUE;
}

static void
selection_iface_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->set_selection = set_selection;
}

/* What left for good is forgotten once the whole refresh is told. */
static gboolean
purge_cb (gpointer user_data)
{
  SatListSelection *self = user_data;

  self->purge_idle = 0;
  if (!sat_list_model_get_loading (self->model))
    remember_all (self);
  return G_SOURCE_REMOVE;
}

static void
items_changed_cb (
    GListModel *model, guint position, guint removed, guint added, SatListSelection *self)
{
  gtk_bitset_splice (self->selected, position, removed, added);
  if (self->all) {
    gtk_bitset_add_range (self->selected, position, added);
  } else if (g_hash_table_size (self->ids) > 0) {
    for (guint i = position; i < position + added; i++) {
      gint64 id = sat_list_model_get_id (self->model, i);

      if (g_hash_table_contains (self->ids, &id))
        gtk_bitset_add (self->selected, i);
    }
    if (self->purge_idle == 0)
      self->purge_idle = g_idle_add (purge_cb, self);
  }
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
loading_cb (SatListModel *model, GParamSpec *pspec, SatListSelection *self)
{
  if (sat_list_model_get_loading (model))
    return;
  self->all = FALSE;
  if (self->purge_idle == 0)
    self->purge_idle = g_idle_add (purge_cb, self);
}

static void
sat_list_selection_dispose (GObject *object)
{
  SatListSelection *self = SAT_LIST_SELECTION (object);

  g_clear_handle_id (&self->purge_idle, g_source_remove);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  G_OBJECT_CLASS (sat_list_selection_parent_class)->dispose (object);
}

static void
sat_list_selection_finalize (GObject *object)
{
  SatListSelection *self = SAT_LIST_SELECTION (object);

  g_clear_object (&self->model);
  gtk_bitset_unref (self->selected);
  g_hash_table_unref (self->ids);
  G_OBJECT_CLASS (sat_list_selection_parent_class)->finalize (object);
}

static void
sat_list_selection_class_init (SatListSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_list_selection_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_list_selection_finalize;
}

static void
sat_list_selection_init (SatListSelection *self)
{
  self->selected = gtk_bitset_new_empty ();
  self->ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

SatListSelection *
sat_list_selection_new (SatListModel *model)
{
  SatListSelection *self;

  g_return_val_if_fail (SAT_IS_LIST_MODEL (model), NULL);
  self = g_object_new (SAT_TYPE_LIST_SELECTION, NULL);
  self->model = g_object_ref (model);
  g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_connect (model, "notify::loading", G_CALLBACK (loading_cb), self);
  return self;
}

guint
sat_list_selection_get_size (SatListSelection *self)
{
  g_return_val_if_fail (SAT_IS_LIST_SELECTION (self), 0);
  return (guint)gtk_bitset_get_size (self->selected);
}

gint64
sat_list_selection_get_single (SatListSelection *self)
{
  g_return_val_if_fail (SAT_IS_LIST_SELECTION (self), 0);
  if (gtk_bitset_get_size (self->selected) != 1)
    return 0;
  return sat_list_model_get_id (self->model, gtk_bitset_get_minimum (self->selected));
}

/* The runs between what is not selected. */
static GArray *
copy_runs (SatListSelection *self, guint first, guint last)
{
  g_autoptr (GtkBitset) gaps = gtk_bitset_new_range (first, last - first + 1);
  GArray *ids;
  GtkBitsetIter iter;
  guint gap;

  gtk_bitset_subtract (gaps, self->selected);
  ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64),
                           (guint)gtk_bitset_get_size (self->selected));
  if (gtk_bitset_iter_init_first (&iter, gaps, &gap))
    do {
      sat_list_model_copy_ids (self->model, first, gap - first, ids);
      first = gap + 1;
    } while (gtk_bitset_iter_next (&iter, &gap));
  sat_list_model_copy_ids (self->model, first, last - first + 1, ids);
  return ids;
}

GArray *
sat_list_selection_get_ids (SatListSelection *self)
{
  GArray *ids;
  GtkBitsetIter iter;
  guint position;

  g_return_val_if_fail (SAT_IS_LIST_SELECTION (self), NULL);
  if (gtk_bitset_get_size (self->selected) > MOST_WALKED)
    return copy_runs (self, gtk_bitset_get_minimum (self->selected),
                      gtk_bitset_get_maximum (self->selected));
  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (gtk_bitset_iter_init_first (&iter, self->selected, &position))
    do
      sat_list_model_copy_ids (self->model, position, 1, ids);
    while (gtk_bitset_iter_next (&iter, &position));
  return ids;
}
