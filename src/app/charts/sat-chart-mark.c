/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-chart-mark.h"

#include "sat-widgets.h"

struct _SatChartMarkWidget {
  GtkWidget parent_instance;
  char *text;
  guint index;
};

G_DEFINE_FINAL_TYPE (SatChartMarkWidget, sat_chart_mark_widget, GTK_TYPE_WIDGET)

/* What Enter does, for assistive tools. */
static void
activate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "plot.activate", "u", SAT_CHART_MARK_WIDGET (widget)->index);
}

/* The pointer is the plot's affair; this is Ctrl+F1. */
static gboolean
sat_chart_mark_widget_query_tooltip (
    GtkWidget *widget, int x, int y, gboolean keyboard_tooltip, GtkTooltip *tooltip)
{
  gtk_tooltip_set_text (tooltip, SAT_CHART_MARK_WIDGET (widget)->text);
  return keyboard_tooltip;
}

static void
sat_chart_mark_widget_finalize (GObject *object)
{
  g_free (SAT_CHART_MARK_WIDGET (object)->text);
  G_OBJECT_CLASS (sat_chart_mark_widget_parent_class)->finalize (object);
}

static void
sat_chart_mark_widget_class_init (SatChartMarkWidgetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sat_chart_mark_widget_finalize;
  widget_class->query_tooltip = sat_chart_mark_widget_query_tooltip;
  gtk_widget_class_install_action (widget_class, "mark.activate", NULL, activate_action);
  gtk_widget_class_set_css_name (widget_class, "chartmark");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
sat_chart_mark_widget_init (SatChartMarkWidget *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

GtkWidget *
sat_chart_mark_widget_new (const char *text, guint index, guint n)
{
  SatChartMarkWidget *self;

  g_return_val_if_fail (text != NULL && index < n, NULL);
  self = g_object_new (SAT_TYPE_CHART_MARK_WIDGET, NULL);
  self->text = g_strdup (text);
  self->index = index;
  sat_widget_set_name (GTK_WIDGET (self), text);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_POS_IN_SET,
                                  (int)index + 1, GTK_ACCESSIBLE_RELATION_SET_SIZE, (int)n, -1);
  return GTK_WIDGET (self);
}

const char *
sat_chart_mark_widget_get_text (SatChartMarkWidget *self)
{
  g_return_val_if_fail (SAT_IS_CHART_MARK_WIDGET (self), NULL);
  return self->text;
}

guint
sat_chart_mark_widget_get_index (SatChartMarkWidget *self)
{
  g_return_val_if_fail (SAT_IS_CHART_MARK_WIDGET (self), 0);
  return self->index;
}
