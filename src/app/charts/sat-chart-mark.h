/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What stands over a mark of a chart so that it can have the focus and be read out. It draws
 * nothing but the focus, and the pointer goes through it. */
#define SAT_TYPE_CHART_MARK_WIDGET (sat_chart_mark_widget_get_type ())
G_DECLARE_FINAL_TYPE (SatChartMarkWidget, sat_chart_mark_widget, SAT, CHART_MARK_WIDGET, GtkWidget)

/* @text: all of it in words. @index of @n: its place among the marks. */
GtkWidget *sat_chart_mark_widget_new (const char *text, guint index, guint n);
const char *sat_chart_mark_widget_get_text (SatChartMarkWidget *self);
guint sat_chart_mark_widget_get_index (SatChartMarkWidget *self);

G_END_DECLS
