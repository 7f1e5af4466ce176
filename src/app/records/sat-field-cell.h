/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* The cells of a column: field @field of the SatRecord of each row, followed while it is shown.
 * (transfer full) */
GtkListItemFactory *sat_field_cell_factory_new (SatContext *context, const SatField *field);

/* The list item of a cell or of what is inside it, NULL for any other widget: tells which row was
 * clicked. */
GtkListItem *sat_field_cell_get_item (GtkWidget *widget);

G_END_DECLS
