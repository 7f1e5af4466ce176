/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-deleted-item.h"

struct _SatDeletedItem {
  GObject parent_instance;
  SatDeletion *deletion;
  char *folded;
};

G_DEFINE_FINAL_TYPE (SatDeletedItem, sat_deleted_item, G_TYPE_OBJECT)

static void
sat_deleted_item_finalize (GObject *object)
{
  SatDeletedItem *self = SAT_DELETED_ITEM (object);

  sat_deletion_free (self->deletion);
  g_free (self->folded);
  G_OBJECT_CLASS (sat_deleted_item_parent_class)->finalize (object);
}

static void
sat_deleted_item_class_init (SatDeletedItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sat_deleted_item_finalize;
}

static void
sat_deleted_item_init (SatDeletedItem *self)
{
}

SatDeletedItem *
sat_deleted_item_new (SatDeletion *deletion)
{
  SatDeletedItem *self;
  g_autofree char *text = NULL;

  g_return_val_if_fail (deletion != NULL, NULL);
  self = g_object_new (SAT_TYPE_DELETED_ITEM, NULL);
  self->deletion = deletion;
  text = g_strdup_printf ("%s %s", deletion->title, deletion->author);
  self->folded = sat_fold (text);
  return self;
}

const SatDeletion *
sat_deleted_item_get (SatDeletedItem *self)
{
  g_return_val_if_fail (SAT_IS_DELETED_ITEM (self), NULL);
  return self->deletion;
}

const char *
sat_deleted_item_get_folded (SatDeletedItem *self)
{
  g_return_val_if_fail (SAT_IS_DELETED_ITEM (self), NULL);
  return self->folded;
}
