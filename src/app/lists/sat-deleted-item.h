/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "sat-deletions.h"

G_BEGIN_DECLS

/* A SatDeletion as an item of a list. */
#define SAT_TYPE_DELETED_ITEM (sat_deleted_item_get_type ())
G_DECLARE_FINAL_TYPE (SatDeletedItem, sat_deleted_item, SAT, DELETED_ITEM, GObject)

SatDeletedItem *sat_deleted_item_new (SatDeletion *deletion); /* (transfer full) */
const SatDeletion *sat_deleted_item_get (SatDeletedItem *self);
/* Title and author, folded, for searching. */
const char *sat_deleted_item_get_folded (SatDeletedItem *self);

G_END_DECLS
