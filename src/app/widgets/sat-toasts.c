/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-toasts.h"

#include "sat-widgets.h"

#include <glib/gi18n-lib.h>

#define URGENT "sat-urgent-toast"

void
sat_toasts_add (AdwToastOverlay *overlay, AdwToast *toast)
{
  AdwToast *before;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay) && ADW_IS_TOAST (toast));
  if (adw_toast_get_priority (toast) == ADW_TOAST_PRIORITY_HIGH) {
    before = g_object_get_data (G_OBJECT (overlay), URGENT);
    if (before != NULL)
      adw_toast_dismiss (before);
    g_object_set_data_full (G_OBJECT (overlay), URGENT, g_object_ref (toast), g_object_unref);
  }
  adw_toast_overlay_add_toast (overlay, g_object_ref (toast));
}

static void
name_close_button (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL)
    sat_widget_set_name (widget, _ ("Close"));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_close_button (child);
}

static void
toasts_changed_cb (
    GListModel *children, guint position, guint removed, guint added, AdwToastOverlay *overlay)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (GtkWidget) child = g_list_model_get_item (children, i);

    if (child != adw_toast_overlay_get_child (overlay))
      name_close_button (child);
  }
}

void
sat_toasts_watch (AdwToastOverlay *overlay)
{
  GListModel *children;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));
  children = gtk_widget_observe_children (GTK_WIDGET (overlay));
  g_signal_connect_object (children, "items-changed", G_CALLBACK (toasts_changed_cb), overlay, 0);
  g_object_set_data_full (G_OBJECT (overlay), "sat-toasts", children, g_object_unref);
}

gboolean
sat_toasts_move_focus (AdwToastOverlay *overlay, GtkDirectionType direction)
{
  GtkWidget *child, *toast;

  g_return_val_if_fail (ADW_IS_TOAST_OVERLAY (overlay), FALSE);
  child = adw_toast_overlay_get_child (overlay);
  toast = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (overlay)));
  while (toast != NULL && gtk_widget_get_parent (toast) != GTK_WIDGET (overlay))
    toast = gtk_widget_get_parent (toast);
  if (toast == NULL || toast == child)
    return FALSE;
  if (!gtk_widget_child_focus (toast, direction))
    gtk_widget_child_focus (child, direction);
  return TRUE;
}
