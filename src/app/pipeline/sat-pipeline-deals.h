/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the menu of a card can do besides moving it: actions "deal.edit", "deal.copy",
 * "deal.change-owner", "deal.add-tag" and "deal.remove-tag" (x, the deal) of the pipeline's view.
 */
void sat_pipeline_deals_install (GtkWidgetClass *klass);

G_END_DECLS
