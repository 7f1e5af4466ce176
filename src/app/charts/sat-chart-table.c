/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-chart-table.h"

#include "sat-tab-stop.h"
#include "sat-widgets.h"

#define LEAST_HEIGHT 160
#define MOST_HEIGHT 420

/* One line. */
#define SAT_TYPE_CHART_LINE_ITEM (sat_chart_line_item_get_type ())
G_DECLARE_FINAL_TYPE (SatChartLineItem, sat_chart_line_item, SAT, CHART_LINE_ITEM, GObject)

struct _SatChartLineItem {
  GObject parent_instance;
  char **cells;
};

G_DEFINE_FINAL_TYPE (SatChartLineItem, sat_chart_line_item, G_TYPE_OBJECT)

static void
sat_chart_line_item_finalize (GObject *object)
{
  g_strfreev (SAT_CHART_LINE_ITEM (object)->cells);
  G_OBJECT_CLASS (sat_chart_line_item_parent_class)->finalize (object);
}

static void
sat_chart_line_item_class_init (SatChartLineItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sat_chart_line_item_finalize;
}

static void
sat_chart_line_item_init (SatChartLineItem *self)
{
}

struct _SatChartTable {
  AdwBin parent_instance;
  GtkColumnView *view;
  GListStore *lines;
};

enum {
  ROW_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatChartTable, sat_chart_table, ADW_TYPE_BIN)

static void
set_up_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column != NULL ? 1 : 0);
  if (column != NULL)
    gtk_widget_add_css_class (label, "numeric");
  else
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  SatChartLineItem *line = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      line->cells[GPOINTER_TO_UINT (column)]);
}

static void
activate_cb (SatChartTable *self, guint position)
{
  g_signal_emit (self, signals[ROW_ACTIVATED], 0, position + 1);
}

static void
add_column (SatChartTable *self, guint i, const char *head)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (set_up_cb), GUINT_TO_POINTER (i));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (i));
  column = gtk_column_view_column_new (head, factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, i == 0);
  gtk_column_view_append_column (self->view, column);
}

static void
sat_chart_table_dispose (GObject *object)
{
  g_clear_object (&SAT_CHART_TABLE (object)->lines);
  G_OBJECT_CLASS (sat_chart_table_parent_class)->dispose (object);
}

static void
sat_chart_table_class_init (SatChartTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_chart_table_dispose;
  signals[ROW_ACTIVATED] =
      g_signal_new ("row-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
sat_chart_table_init (SatChartTable *self)
{
  GtkSelectionModel *selection;
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *stop = g_object_new (SAT_TYPE_TAB_STOP, NULL);

  self->lines = g_list_store_new (SAT_TYPE_CHART_LINE_ITEM);
  selection =
      GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->lines))));
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (selection));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "sat-table");
  g_signal_connect_swapped (self->view, "activate", G_CALLBACK (activate_cb), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), LEAST_HEIGHT);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MOST_HEIGHT);
  adw_bin_set_child (ADW_BIN (stop), scrolled);
  adw_bin_set_child (ADW_BIN (self), stop);
}

GtkWidget *
sat_chart_table_new (void)
{
  return g_object_new (SAT_TYPE_CHART_TABLE, NULL);
}

static void
clear (SatChartTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  g_list_store_remove_all (self->lines);
  while (g_list_model_get_n_items (columns) > 0) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

    gtk_column_view_remove_column (self->view, column);
  }
}

void
sat_chart_table_set_model (SatChartTable *self, SatChartModel *model)
{
  g_autoptr (GPtrArray) rows = NULL;
  char **heads;

  g_return_if_fail (SAT_IS_CHART_TABLE (self));
  clear (self);
  if (model == NULL)
    return;
  rows = sat_chart_model_get_table (model);
  heads = g_ptr_array_index (rows, 0);
  sat_widget_set_name (GTK_WIDGET (self->view), model->title);
  for (guint i = 0; heads[i] != NULL; i++)
    add_column (self, i, heads[i]);
  for (guint i = 1; i < rows->len; i++) {
    g_autoptr (SatChartLineItem) line = g_object_new (SAT_TYPE_CHART_LINE_ITEM, NULL);

    line->cells = g_strdupv (g_ptr_array_index (rows, i));
    g_list_store_append (self->lines, line);
  }
}
