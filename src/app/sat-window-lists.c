/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Saved lists in the window: their lines in the sidebar, their views, what can be done with them.
 */

#include "config.h"

#include "sat-window-private.h"

#include <glib/gi18n-lib.h>

#include "sat-context-menu.h"
#include "sat-list-tools.h"
#include "sat-settings.h"

const SatViewInfo *
sat_window_find_view (SatWindow *self, const char *name)
{
  const SatViewInfo *info = sat_views_find (name);
  SatSavedList *list;

  if (info != NULL || self->lists == NULL)
    return info;
  list = sat_saved_lists_find (self->lists, name);
  return list != NULL ? sat_saved_list_get_info (list) : NULL;
}

static void
open_waiting (SatWindow *self)
{
  SatSavedList *list =
      self->list_waiting != 0 ? sat_saved_lists_find_id (self->lists, self->list_waiting) : NULL;

  if (list == NULL)
    return;
  self->list_waiting = 0;
  sat_window_show_view (self, sat_saved_list_get_info (list)->name);
}

/* Views of lists that are gone go too. The one that is shown gives way to all records. */
static void
drop_gone (SatWindow *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->views));
  const SatViewInfo *shown = self->view_info, *usual;
  guint n;

  if (shown != NULL && shown->list != NULL && sat_window_find_view (self, shown->name) == NULL) {
    usual = sat_views_for_type (shown->type);
    sat_window_show_view (self, usual != NULL ? usual->name : sat_views (&n)->name);
  }
  while (child != NULL) {
    GtkWidget *next = gtk_widget_get_next_sibling (child);
    const char *name = g_object_get_data (G_OBJECT (child), "view-name");

    if (name != NULL && sat_window_find_view (self, name) == NULL)
      gtk_stack_remove (self->views, child);
    child = next;
  }
}

static void
lists_changed_cb (SatSavedLists *lists, SatWindow *self)
{
  drop_gone (self);
  sat_window_fill_sidebar (self);
  sat_window_count_soon (self);
  if (self->view_info != NULL) {
    sat_window_select_sidebar (self, self->view_info->name);
    sat_window_update_header (self);
  }
  open_waiting (self);
}

void
sat_window_lists_start (SatWindow *self)
{
  self->lists = sat_saved_lists_new (self->context);
  g_signal_connect (self->lists, "changed", G_CALLBACK (lists_changed_cb), self);
  self->list_counts = sat_list_counts_new (self->context, self->lists);
  g_signal_connect_swapped (self->list_counts, "counted", G_CALLBACK (sat_window_show_list_counts),
                            self);
}

void
sat_window_lists_stop (SatWindow *self)
{
  if (self->list_counts != NULL) {
    g_signal_handlers_disconnect_by_data (self->list_counts, self);
    sat_list_counts_stop (self->list_counts);
  }
  g_clear_object (&self->list_counts);
  if (self->lists != NULL)
    g_signal_handlers_disconnect_by_data (self->lists, self);
  g_clear_object (&self->lists);
  if (self->deleted_window != NULL) {
    GtkWindow *window = GTK_WINDOW (self->deleted_window);

    g_clear_weak_pointer (&self->deleted_window);
    gtk_window_set_transient_for (window, NULL);
    gtk_window_destroy (window);
  }
  g_clear_pointer (&self->list_menu, gtk_widget_unparent);
  self->list_waiting = 0;
}

/* A list that was just made may be a moment away. */
static void
open_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatWindow *self = SAT_WINDOW (widget);

  self->list_waiting = g_variant_get_int64 (parameter);
  if (self->lists != NULL)
    open_waiting (self);
}

typedef struct {
  GWeakRef window;
  gint64 id;
} Renaming;

static void
renaming_free (gpointer data)
{
  Renaming *renaming = data;

  g_weak_ref_clear (&renaming->window);
  g_free (renaming);
}

static void
named_cb (const char *name, gpointer user_data)
{
  Renaming *renaming = user_data;
  g_autoptr (SatWindow) self = g_weak_ref_get (&renaming->window);
  SatSavedList *list = self != NULL && self->lists != NULL
                           ? sat_saved_lists_find_id (self->lists, renaming->id)
                           : NULL;

  if (list != NULL)
    sat_saved_list_rename (list, self->context, name);
}

static void
rename_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatWindow *self = SAT_WINDOW (widget);
  gint64 id = g_variant_get_int64 (parameter);
  SatSavedList *list = self->lists != NULL ? sat_saved_lists_find_id (self->lists, id) : NULL;
  Renaming *renaming;

  if (list == NULL)
    return;
  renaming = g_new0 (Renaming, 1);
  g_weak_ref_init (&renaming->window, self);
  renaming->id = id;
  sat_list_tools_ask_name (widget, _ ("Rename the List"), NULL, sat_saved_list_get_name (list),
                           _ ("_Rename"), named_cb, renaming, renaming_free);
}

static void
delete_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatWindow *self = SAT_WINDOW (widget);
  gint64 id = g_variant_get_int64 (parameter);
  SatSavedList *list = self->lists != NULL ? sat_saved_lists_find_id (self->lists, id) : NULL;

  if (list != NULL)
    sat_context_delete (self->context, &id, 1, sat_saved_list_get_name (list));
}

static void
show_deleted_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatWindow *self = SAT_WINDOW (widget);

  if (self->context == NULL)
    return;
  if (self->deleted_window == NULL)
    g_set_weak_pointer (&self->deleted_window,
                        sat_deleted_window_new (GTK_WINDOW (self), self->context));
  gtk_window_present (GTK_WINDOW (self->deleted_window));
}

void
sat_window_lists_install (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.show-deleted", NULL, show_deleted_cb);
  gtk_widget_class_install_action (klass, "win.show-list", "x", open_cb);
  gtk_widget_class_install_action (klass, "win.rename-list", "x", rename_cb);
  gtk_widget_class_install_action (klass, "win.delete-list", "x", delete_cb);
}

static void
append_item (GMenu *menu, const char *label, const char *action, gint64 id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "x", id);
  g_menu_append_item (menu, item);
}

static gboolean
show_menu (SatWindow *self, GtkWidget *row, double x, double y)
{
  const SatViewInfo *info = g_object_get_data (G_OBJECT (row), "view");
  g_autoptr (GMenu) menu = g_menu_new ();
  graphene_point_t point;
  gint64 id;

  if (info == NULL || info->list == NULL ||
      !gtk_widget_compute_point (row, GTK_WIDGET (self->overlay),
                                 &GRAPHENE_POINT_INIT ((float)x, (float)y), &point))
    return FALSE;
  id = sat_saved_list_get_id (info->list);
  append_item (menu, _ ("_Open"), "win.show-list", id);
  append_item (menu, _ ("_Rename…"), "win.rename-list", id);
  append_item (menu, _ ("_Delete"), "win.delete-list", id);
  g_clear_pointer (&self->list_menu, gtk_widget_unparent);
  /* Not to the sidebar, whose children are lines. */
  self->list_menu = sat_context_menu_new (GTK_WIDGET (self->overlay), G_MENU_MODEL (menu));
  sat_context_menu_popup (self->list_menu, point.x, point.y);
  return TRUE;
}

static void
pressed_cb (GtkGestureClick *gesture, int n, double x, double y, SatWindow *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  if (show_menu (self, row, x, y))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType state,
                SatWindow *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  const SatViewInfo *info = g_object_get_data (G_OBJECT (row), "view");
  gint64 id = sat_saved_list_get_id (info->list);

  switch (key) {
  case GDK_KEY_F10:
    return (state & GDK_SHIFT_MASK) != 0 &&
           show_menu (self, row, 24, gtk_widget_get_height (row) - 3);
  case GDK_KEY_Menu:
    return show_menu (self, row, 24, gtk_widget_get_height (row) - 3);
  case GDK_KEY_F2:
    gtk_widget_activate_action (GTK_WIDGET (self), "win.rename-list", "x", id);
    return TRUE;
  case GDK_KEY_Delete:
  case GDK_KEY_KP_Delete:
    gtk_widget_activate_action (GTK_WIDGET (self), "win.delete-list", "x", id);
    return TRUE;
  default:
    return FALSE;
  }
}

void
sat_window_lists_prepare_row (SatWindow *self, GtkWidget *row)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (row, keys);
}

/* The saved lists have a heading. */
void
sat_window_lists_header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const SatViewInfo *info = g_object_get_data (G_OBJECT (row), "view");
  const SatViewInfo *above = before != NULL ? g_object_get_data (G_OBJECT (before), "view") : NULL;
  GtkWidget *heading;

  if (info->list == NULL || (above != NULL && above->list != NULL)) {
    gtk_list_box_row_set_header (row, NULL);
    return;
  }
  if (gtk_list_box_row_get_header (row) != NULL)
    return;
  heading = gtk_label_new (_ ("Lists"));
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "caption-heading");
  gtk_widget_add_css_class (heading, "dim-label");
  gtk_widget_add_css_class (heading, "sat-sidebar-heading");
  gtk_list_box_row_set_header (row, heading);
}
