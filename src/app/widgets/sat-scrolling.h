/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The properties of GtkScrollable, for widgets that place their children themselves. Indexed by
 * GtkOrientation; an adjustment is NULL until the widget has a place to scroll in. */
typedef struct {
  GtkAdjustment *adjustments[2];
  GtkScrollablePolicy policies[2];
} SatScrolling;

/* Numbers of the properties; those of the widget's own begin after them. */
enum {
  SAT_SCROLLING_HADJUSTMENT = 1,
  SAT_SCROLLING_VADJUSTMENT,
  SAT_SCROLLING_HPOLICY,
  SAT_SCROLLING_VPOLICY,
  SAT_SCROLLING_N_PROPERTIES,
};

void sat_scrolling_install (GObjectClass *klass);
/* FALSE: @id is not of these. */
gboolean sat_scrolling_get_property (const SatScrolling *self, guint id, GValue *value);
/* @changed_cb (GtkAdjustment *, widget): whenever one scrolls. @widget is placed again. */
gboolean sat_scrolling_set_property (
    SatScrolling *self, guint id, const GValue *value, GtkWidget *widget, GCallback changed_cb);
/* When @widget is disposed of. */
void sat_scrolling_clear (SatScrolling *self, GtkWidget *widget);

G_END_DECLS
