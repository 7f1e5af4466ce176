/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sat-org-item.h"

G_BEGIN_DECLS

/* A row of a SatOrgList, with the actions of the list in its menu. @item must live as long.
 * @ordered: it is dragged by its handle, which gives its id. */
GtkWidget *sat_org_row_new (SatOrgItem *item, gboolean ordered, gboolean removable);
/* 0: NULL, or a row that is of no record. */
gint64 sat_org_row_get_id (GtkListBoxRow *row);

G_END_DECLS
