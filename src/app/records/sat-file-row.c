/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-file-row.h"

#include <glib/gi18n-lib.h>

#include "sat-widgets.h"

/* Letters of a name that may not be seen to its end. */
#define LONG 50

struct _SatFileRow {
  AdwActionRow parent_instance;

  SatRecord *file;
  gboolean can_remove, loading;
  GtkImage *icon;
  GtkSpinner *spinner;
  GtkMenuButton *button;
};

G_DEFINE_FINAL_TYPE (SatFileRow, sat_file_row, ADW_TYPE_ACTION_ROW)

SatRecord *
sat_file_row_get_file (SatFileRow *self)
{
  g_return_val_if_fail (SAT_IS_FILE_ROW (self), NULL);
  return self->file;
}

static void
set_menu (SatFileRow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  if (self->loading) {
    g_menu_append (menu, _ ("_Cancel Download"), "file.cancel");
  } else {
    g_menu_append (menu, _ ("_Open"), "file.open");
    g_menu_append (menu, _ ("_Save As…"), "file.save");
  }
  if (self->can_remove)
    g_menu_append (menu, _ ("_Remove"), "file.remove");
  gtk_menu_button_set_menu_model (self->button, G_MENU_MODEL (menu));
}

static void
set_icon (SatFileRow *self)
{
  const char *mime = sat_record_get_text (self->file, "mime");
  g_autofree char *type = g_content_type_from_mime_type (mime != NULL ? mime : "");
  g_autoptr (GIcon) icon =
      g_content_type_get_symbolic_icon (type != NULL ? type : "application/octet-stream");

  gtk_image_set_from_gicon (self->icon, icon);
}

void
sat_file_row_update (SatFileRow *self, SatRecord *file, const char *words, gboolean loading)
{
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (SAT_IS_FILE_ROW (self) && SAT_IS_RECORD (file) && words != NULL);

  g_set_object (&self->file, file);
  title = g_markup_escape_text (sat_record_get_title (file), -1);
  subtitle = g_markup_escape_text (words, -1);
  /* Translators: %s is the name of a file */
  name = g_strdup_printf (_ ("More for “%s”"), sat_record_get_title (file));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  sat_widget_set_tooltip (GTK_WIDGET (self), g_utf8_strlen (sat_record_get_title (file), -1) > LONG
                                                 ? sat_record_get_title (file)
                                                 : NULL);
  sat_widget_set_name (GTK_WIDGET (self->button), name);
  set_icon (self);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), !loading);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), loading);
  gtk_spinner_set_spinning (self->spinner, loading);
  if (loading == self->loading && gtk_menu_button_get_menu_model (self->button) != NULL)
    return; /* a menu that is open stays so */
  self->loading = loading;
  set_menu (self);
}

/* The menu's keys and the second button of the pointer. */
static void
open_menu_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_menu_button_popup (SAT_FILE_ROW (widget)->button);
}

static void
pressed_cb (GtkGestureClick *click, int n, double x, double y, SatFileRow *self)
{
  gtk_menu_button_popup (self->button);
}

static void
sat_file_row_finalize (GObject *object)
{
  g_clear_object (&SAT_FILE_ROW (object)->file);
  G_OBJECT_CLASS (sat_file_row_parent_class)->finalize (object);
}

static void
sat_file_row_class_init (SatFileRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sat_file_row_finalize;
  gtk_widget_class_install_action (widget_class, "row.menu", NULL, open_menu_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "row.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "row.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "file.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Delete, 0, "file.remove", NULL);
}

static void
sat_file_row_init (SatFileRow *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->icon = GTK_IMAGE (gtk_image_new ());
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  sat_widget_set_decorative (GTK_WIDGET (self->icon));
  sat_widget_set_decorative (GTK_WIDGET (self->spinner));
  gtk_menu_button_set_icon_name (self->button, "view-more-symbolic");
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  sat_widget_set_tooltip (GTK_WIDGET (self->button), _ ("More"));
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), GTK_WIDGET (self->icon));
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), GTK_WIDGET (self->spinner));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->button));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 2);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
sat_file_row_new (SatRecord *file, gboolean can_remove)
{
  SatFileRow *self;

  g_return_val_if_fail (SAT_IS_RECORD (file), NULL);

  self = g_object_new (SAT_TYPE_FILE_ROW, NULL);
  self->can_remove = can_remove;
  sat_file_row_update (self, file, "", FALSE);
  return GTK_WIDGET (self);
}
