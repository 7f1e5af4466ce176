/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-org-row.h"

#include "sat-widgets.h"

#include <glib/gi18n-lib.h>

#define INDENT 24

gint64
sat_org_row_get_id (GtkListBoxRow *row)
{
  SatOrgItem *item = row != NULL ? g_object_get_data (G_OBJECT (row), "item") : NULL;

  return item != NULL ? sat_record_get_id (item->record) : 0;
}

static GMenuModel *
make_menu (gint64 id, gboolean ordered, gboolean removable)
{
  GMenu *menu = g_menu_new ();
  const struct {
    const char *label, *action;
    gboolean shown;
  } lines[] = {
      {N_ ("Move _Up"), "list.move-up", ordered},
      {N_ ("Move _Down"), "list.move-down", ordered},
      {N_ ("_Delete…"), "list.remove", removable},
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autoptr (GMenuItem) item = g_menu_item_new (_ (lines[i].label), NULL);

    g_menu_item_set_action_and_target (item, lines[i].action, "x", id);
    if (lines[i].shown)
      g_menu_append_item (menu, item);
  }
  return G_MENU_MODEL (menu);
}

static GtkWidget *
make_menu_button (SatOrgItem *item, gboolean ordered, gboolean removable)
{
  g_autoptr (GMenuModel) menu = make_menu (sat_record_get_id (item->record), ordered, removable);
  GtkWidget *button = gtk_menu_button_new ();
  /* Translators: a button; %s is the name of a stage, a person ... */
  g_autofree char *name = g_strdup_printf (_ ("Actions for “%s”"), sat_org_item_get_title (item));

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  sat_widget_set_tooltip (button, _ ("Actions"));
  sat_widget_set_name (button, name);
  return button;
}

static void
pressed_cb (GtkGestureClick *click, int n, double x, double y, GtkMenuButton *button)
{
  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_menu_button_popup (button);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                GtkMenuButton *button)
{
  if (key != GDK_KEY_Menu && !(key == GDK_KEY_F10 && (modifiers & GDK_SHIFT_MASK)))
    return GDK_EVENT_PROPAGATE;
  gtk_menu_button_popup (button);
  return GDK_EVENT_STOP;
}

/* The second mouse button, Menu and Shift+F10 open what the button opens. */
static void
add_menu (GtkWidget *row, GtkWidget *button)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), button);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), button);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (row, keys);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, GtkWidget *row)
{
  gint64 id = sat_org_row_get_id (GTK_LIST_BOX_ROW (row));
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (row);

  gtk_drag_source_set_icon (source, picture, (int)x, (int)y);
  return gdk_content_provider_new_typed (G_TYPE_INT64, id);
}

static void
add_handle (AdwActionRow *row)
{
  GtkWidget *handle = gtk_image_new_from_icon_name ("list-drag-handle-symbolic");
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_widget_add_css_class (handle, "dim-label");
  sat_widget_set_decorative (handle);
  adw_action_row_add_prefix (row, handle);
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "prepare", G_CALLBACK (drag_prepare_cb), row);
  gtk_widget_add_controller (GTK_WIDGET (row), GTK_EVENT_CONTROLLER (source));
}

GtkWidget *
sat_org_row_new (SatOrgItem *item, gboolean ordered, gboolean removable)
{
  GtkWidget *row, *chevron;
  const char *title;

  g_return_val_if_fail (item != NULL, NULL);
  row = adw_action_row_new ();
  chevron = gtk_image_new_from_icon_name ("go-next-symbolic");
  title = sat_org_item_get_title (item);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), *title != '\0' ? title : "—");
  if (item->detail != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), item->detail);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  if (ordered)
    add_handle (ADW_ACTION_ROW (row));
  if (item->depth > 0) {
    GtkWidget *indent = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

    gtk_widget_set_size_request (indent, INDENT * MIN (item->depth, 6) - 12, -1);
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), indent);
  }
  if (ordered || removable)
    add_menu (row, make_menu_button (item, ordered, removable));
  sat_widget_set_decorative (chevron);
  gtk_widget_add_css_class (chevron, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), chevron);
  g_object_set_data (G_OBJECT (row), "item", item);
  return row;
}
