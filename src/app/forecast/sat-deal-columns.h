/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sat-context.h"
#include "sat-deal-line.h"

G_BEGIN_DECLS

/* The columns of a list of SatDealLine: name, company, owner, stage, category, close date, amount.
 * Each sorts. */

/* The button with a deal's category was pressed. */
typedef void (*SatDealColumnsFunc) (GtkWidget *button, SatDealLine *line, gpointer user_data);

/* @user_data outlives @view. */
void sat_deal_columns_add (GtkColumnView *view,
                           SatContext *context,
                           SatDealColumnsFunc choose,
                           gpointer user_data);
/* The line of a cell or of what is in one, NULL for any other widget. */
SatDealLine *sat_deal_columns_find_line (GtkWidget *widget);

G_END_DECLS
