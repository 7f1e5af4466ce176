/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be done in a table: its actions, its keys, the menu on a row. */

#include "config.h"

#include "sat-record-table-private.h"

#include <glib/gi18n-lib.h>

#include "sat-context-menu.h"
#include "sat-field-cell.h"

static void
open_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatRecordTable *self = SAT_RECORD_TABLE (widget);
  gint64 id = sat_record_table_get_single (self);

  if (id != 0)
    g_signal_emit_by_name (self, "activated", id);
}

static void
edit_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatRecordTable *self = SAT_RECORD_TABLE (widget);
  gint64 id = sat_record_table_get_single (self);

  if (id == 0) {
    gtk_widget_activate_action (widget, "table.edit-many", NULL);
    return;
  }
  gtk_widget_activate_action (widget, "win.open-record", "x", id);
  gtk_widget_activate_action (widget, "win.edit-details", NULL);
}

static void
clear_filter_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit_by_name (widget, "clear-filter");
}

static void
reload_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatRecordTable *self = SAT_RECORD_TABLE (widget);
  g_autoptr (SatQuery) query = sat_query_copy (sat_list_model_get_query (self->model));

  sat_list_model_set_query (self->model, query);
}

static void
sort_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *field;
  gboolean descending;

  g_variant_get (parameter, "(&sb)", &field, &descending);
  sat_record_columns_set_sort (SAT_RECORD_TABLE (widget)->columns, field, descending);
}

static void
hide_column_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_record_columns_set_shown (SAT_RECORD_TABLE (widget)->columns,
                                g_variant_get_string (parameter, NULL), FALSE);
}

/* A menu for one row, another one for several. */
static GMenuModel *
make_menu (SatRecordTable *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) upper = g_menu_new ();
  g_autoptr (GMenu) middle = g_menu_new ();
  g_autoptr (GMenu) lower = g_menu_new ();
  const SatType *type = sat_record_table_get_type_of (self);

  if (sat_list_selection_get_size (self->selection) == 1) {
    g_menu_append (upper, _ ("_Open"), "table.open");
    g_menu_append (upper, _ ("_Edit"), "table.edit");
  } else {
    g_menu_append (upper, _ ("_Edit a Field…"), "table.edit-many");
  }
  g_menu_append (upper, _ ("_Copy"), "table.copy");
  if (sat_type_field (type, "owner") != NULL)
    g_menu_append (middle, _ ("Change _Owner…"), "table.change-owner");
  if (sat_type_field (type, "tags") != NULL) {
    g_menu_append (middle, _ ("Add a _Tag…"), "table.add-tag");
    g_menu_append (middle, _ ("_Remove a Tag…"), "table.remove-tag");
  }
  g_menu_append (lower, _ ("_Delete"), "table.delete");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (upper));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (middle));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (lower));
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

/* The focus goes back to the row, so that the keys go on from there. */
static void
menu_closed_cb (SatRecordTable *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || gtk_widget_is_ancestor (focus, self->menu))
    sat_record_table_focus (self);
}

static void
ensure_menu (SatRecordTable *self)
{
  g_autoptr (GMenuModel) model = make_menu (self);

  if (self->menu != NULL) {
    gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), model);
    return;
  }
  self->menu = sat_context_menu_new (GTK_WIDGET (self), model);
  g_signal_connect_swapped (self->menu, "closed", G_CALLBACK (menu_closed_cb), self);
}

static void
show_menu (SatRecordTable *self, double x, double y)
{
  ensure_menu (self);
  sat_record_table_update_actions (self);
  sat_context_menu_popup (self->menu, x, y);
}

static void
pressed_cb (GtkGestureClick *gesture, int n, double x, double y, SatRecordTable *self)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  GtkListItem *item = sat_field_cell_get_item (picked);
  guint position;

  if (item == NULL)
    return;
  position = gtk_list_item_get_position (item);
  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  show_menu (self, x, y);
}

/* Menu key: beside the focused row. */
static gboolean
menu_key_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  SatRecordTable *self = SAT_RECORD_TABLE (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  graphene_rect_t bounds;

  if (sat_list_selection_get_size (self->selection) == 0 || focus == NULL ||
      !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)) ||
      !gtk_widget_compute_bounds (focus, widget, &bounds))
    return FALSE;
  show_menu (self, bounds.origin.x + 24, bounds.origin.y + bounds.size.height);
  return TRUE;
}

void
sat_record_table_add_controllers (SatRecordTable *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
move_column_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *field;
  int step;

  g_variant_get (parameter, "(&si)", &field, &step);
  sat_record_columns_move (SAT_RECORD_TABLE (widget)->columns, field, step);
}

void
sat_record_table_install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "table.open", NULL, open_cb);
  gtk_widget_class_install_action (klass, "table.edit", NULL, edit_cb);
  gtk_widget_class_install_action (klass, "table.clear-filter", NULL, clear_filter_cb);
  gtk_widget_class_install_action (klass, "table.reload", NULL, reload_cb);
  gtk_widget_class_install_action (klass, "table.sort", "(sb)", sort_cb);
  gtk_widget_class_install_action (klass, "table.move-column", "(si)", move_column_cb);
  gtk_widget_class_install_action (klass, "table.hide-column", "s", hide_column_cb);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_F2, 0, "table.edit", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_e, 0, "table.edit", NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_Menu, 0, menu_key_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
}
