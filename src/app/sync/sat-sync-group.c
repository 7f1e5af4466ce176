/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sync-group.h"

#include "sat-widgets.h"

struct _SatSyncGroup {
  AdwPreferencesGroup parent_instance;

  GPtrArray *rows; /* unowned */
};

G_DEFINE_FINAL_TYPE (SatSyncGroup, sat_sync_group, ADW_TYPE_PREFERENCES_GROUP)

/* The row that has the focus, or holds what has it; -1: none. */
static int
find_focus (SatSyncGroup *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  for (guint i = 0; focus != NULL && i < self->rows->len; i++) {
    GtkWidget *row = g_ptr_array_index (self->rows, i);

    if (focus == row || gtk_widget_is_ancestor (focus, row))
      return (int)i;
  }
  return -1;
}

/* The last row has gone: keys go on at the top of the page. */
static void
leave (SatSyncGroup *self)
{
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_VIEWPORT);

  if (page != NULL)
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

void
sat_sync_group_set_rows (SatSyncGroup *self, GPtrArray *rows)
{
  int focus;

  g_return_if_fail (SAT_IS_SYNC_GROUP (self) && rows != NULL);
  focus = find_focus (self);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < rows->len; i++) {
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (rows, i));
    g_ptr_array_add (self->rows, g_ptr_array_index (rows, i));
  }
  gtk_widget_set_visible (GTK_WIDGET (self), rows->len > 0);
  if (focus >= 0 && rows->len > 0)
    gtk_widget_grab_focus (g_ptr_array_index (rows, MIN ((guint)focus, rows->len - 1)));
  else if (focus >= 0)
    leave (self);
  g_ptr_array_unref (rows);
}

static void
sat_sync_group_finalize (GObject *object)
{
  g_ptr_array_unref (SAT_SYNC_GROUP (object)->rows);
  G_OBJECT_CLASS (sat_sync_group_parent_class)->finalize (object);
}

static void
sat_sync_group_class_init (SatSyncGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sat_sync_group_finalize;
}

static void
sat_sync_group_init (SatSyncGroup *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
sat_sync_row_new (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  g_return_val_if_fail (title != NULL && subtitle != NULL, row);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 4);
  return row;
}

GtkWidget *
sat_sync_row_add_button (
    GtkWidget *row, const char *label, const char *tooltip, GCallback clicked, gpointer user_data)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tooltip);
  g_object_set_data (G_OBJECT (button), "row", row);
  g_signal_connect (button, "clicked", clicked, user_data);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return button;
}
