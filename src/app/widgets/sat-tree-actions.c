/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-tree-actions.h"

#include <gtk/gtk.h>

static void
activate_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate (widget);
}

static void
activate_selected_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkSelectionModel *model = gtk_list_view_get_model (GTK_LIST_VIEW (widget));
  g_autoptr (GtkBitset) selected =
      model != NULL ? gtk_selection_model_get_selection (model) : gtk_bitset_new_empty ();

  if (!gtk_bitset_is_empty (selected))
    g_signal_emit_by_name (widget, "activate", gtk_bitset_get_minimum (selected));
}

static void
install (GType type, const char *name, GtkWidgetActionActivateFunc func)
{
  gtk_widget_class_install_action (g_type_class_ref (type), name, NULL, func);
}

/* The bus offers to activate an entry, but that comes to nothing without this. */
static void
let_activate (GType type)
{
  gtk_widget_class_set_activate_signal_from_name (g_type_class_ref (type), "activate");
}

void
sat_tree_actions_install (void)
{
  install (GTK_TYPE_LIST_BOX_ROW, "row.activate", activate_cb);
  install (GTK_TYPE_CHECK_BUTTON, "check.toggle", activate_cb);
  /* Those in a column view and in a drop-down are such lists, too. */
  install (GTK_TYPE_LIST_VIEW, "lines.activate-selected", activate_selected_cb);
  let_activate (GTK_TYPE_ENTRY);
  let_activate (GTK_TYPE_SEARCH_ENTRY);
}
