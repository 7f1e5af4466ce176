/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-columns-button.h"

#include <glib/gi18n-lib.h>

#include "sat-field-list.h"
#include "sat-widgets.h"

typedef struct {
  SatContext *context;
  char *type_name;
  SatRecordColumns *columns;
} Chooser;

static void
chooser_free (gpointer data, GClosure *closure)
{
  Chooser *chooser = data;

  g_object_unref (chooser->context);
  g_object_unref (chooser->columns);
  g_free (chooser->type_name);
  g_free (chooser);
}

static gboolean
can_be_column_cb (const SatField *field, gpointer user_data)
{
  g_autoptr (GPtrArray) fields = sat_record_columns_list_fields (user_data);

  return g_ptr_array_find (fields, field, NULL);
}

static gboolean
is_shown_cb (const SatField *field, gpointer user_data)
{
  return sat_record_columns_is_shown (user_data, field->name);
}

static void
switched_cb (GtkWidget *list, const char *name, gboolean on, SatRecordColumns *columns)
{
  sat_record_columns_set_shown (columns, name, on);
}

static void
reset_cb (GtkButton *button, SatRecordColumns *columns)
{
  sat_record_columns_reset (columns);
  gtk_popover_popdown (
      GTK_POPOVER (gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_POPOVER)));
}

/* Alt with an arrow moves the column whose mark has the focus. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                SatRecordColumns *columns)
{
  GtkWidget *list = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  const char *name = sat_field_list_get_focused (SAT_FIELD_LIST (list));
  int step = key == GDK_KEY_Up || key == GDK_KEY_KP_Up       ? -1
             : key == GDK_KEY_Down || key == GDK_KEY_KP_Down ? 1
                                                             : 0;

  if (step == 0 || name == NULL || !(modifiers & GDK_ALT_MASK) ||
      !sat_record_columns_is_shown (columns, name))
    return GDK_EVENT_PROPAGATE;
  sat_record_columns_move (columns, name, step);
  sat_field_list_move (SAT_FIELD_LIST (list), name, step);
  return GDK_EVENT_STOP;
}

/* Those that are shown stand first, in their order. */
static void
order_fields (SatFieldList *list, SatRecordColumns *columns)
{
  g_auto (GStrv) shown = sat_record_columns_get_shown (columns);

  for (guint i = g_strv_length (shown); i > 0; i--)
    sat_field_list_move (list, shown[i - 1], -G_MAXINT);
}

static void
shown_cb (GtkPopover *popover, Chooser *chooser)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *hint = gtk_label_new (_ ("Alt+↑ and Alt+↓ move a column"));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *list = sat_field_list_new_with_marks (
      sat_context_get_type_by_name (chooser->context, chooser->type_name), can_be_column_cb,
      is_shown_cb, chooser->columns);
  GtkWidget *reset = gtk_button_new_with_mnemonic (_ ("_Usual Columns"));

  gtk_widget_add_css_class (reset, "flat");
  g_signal_connect_object (list, "switched", G_CALLBACK (switched_cb), chooser->columns, 0);
  g_signal_connect_object (reset, "clicked", G_CALLBACK (reset_cb), chooser->columns, 0);
  order_fields (SAT_FIELD_LIST (list), chooser->columns);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), chooser->columns, 0);
  gtk_widget_add_controller (list, keys);
  gtk_widget_add_css_class (hint, "caption");
  gtk_widget_add_css_class (hint, "dim-label");
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (GTK_BOX (box), hint);
  gtk_box_append (GTK_BOX (box), reset);
  gtk_popover_set_child (popover, box);
  gtk_widget_child_focus (box, GTK_DIR_TAB_FORWARD);
}

GtkWidget *
sat_columns_button_new (SatContext *context, const char *type_name, SatRecordColumns *columns)
{
  GtkWidget *button, *popover;
  Chooser *chooser;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && type_name != NULL, NULL);
  g_return_val_if_fail (SAT_IS_RECORD_COLUMNS (columns), NULL);
  chooser = g_new0 (Chooser, 1);
  chooser->context = g_object_ref (context);
  chooser->type_name = g_strdup (type_name);
  chooser->columns = g_object_ref (columns);
  button = gtk_menu_button_new ();
  popover = gtk_popover_new ();
  g_signal_connect_data (popover, "show", G_CALLBACK (shown_cb), chooser, chooser_free, 0);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "sat-columns-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  sat_widget_set_tooltip (button, _ ("Choose columns"));
  sat_widget_set_name (button, _ ("Choose columns"));
  return button;
}
