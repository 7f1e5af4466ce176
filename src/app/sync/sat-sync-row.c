/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sync-row.h"

#include "sat-widgets.h"

struct _SatSyncRow {
  AdwActionRow parent_instance;

  char *key; /* NULL: all such rows of a list are alike */
  gpointer entry;
  GDestroyNotify free;
  gint64 record;
  GString *offers; /* the labels of its buttons */
};

G_DEFINE_FINAL_TYPE (SatSyncRow, sat_sync_row, ADW_TYPE_ACTION_ROW)

static void
drop_entry (SatSyncRow *self)
{
  gpointer entry = g_steal_pointer (&self->entry);

  if (entry != NULL && self->free != NULL)
    self->free (entry);
}

void
sat_sync_row_set_entry (SatSyncRow *self, const char *key, gpointer entry, GDestroyNotify free)
{
  g_return_if_fail (SAT_IS_SYNC_ROW (self) && key != NULL);

  g_free (self->key);
  self->key = g_strdup (key);
  drop_entry (self);
  self->entry = entry;
  self->free = free;
}

gpointer
sat_sync_row_get_entry (SatSyncRow *self)
{
  g_return_val_if_fail (SAT_IS_SYNC_ROW (self), NULL);

  return self->entry;
}

void
sat_sync_row_set_record (SatSyncRow *self, gint64 id)
{
  g_return_if_fail (SAT_IS_SYNC_ROW (self));

  self->record = id;
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), id != 0);
}

void
sat_sync_row_add_button (
    SatSyncRow *self, const char *label, const char *tooltip, GCallback clicked, gpointer user_data)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_return_if_fail (SAT_IS_SYNC_ROW (self));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  sat_widget_set_tooltip (button, tooltip);
  g_signal_connect (button, "clicked", clicked, user_data);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), button);
  g_string_append (self->offers, label);
  g_string_append_c (self->offers, '\n');
}

SatSyncRow *
sat_sync_row_of (GtkWidget *button)
{
  return SAT_SYNC_ROW (gtk_widget_get_ancestor (button, SAT_TYPE_SYNC_ROW));
}

gboolean
sat_sync_row_is_like (SatSyncRow *self, SatSyncRow *other)
{
  g_return_val_if_fail (SAT_IS_SYNC_ROW (self) && SAT_IS_SYNC_ROW (other), FALSE);

  return g_strcmp0 (self->key, other->key) == 0 && g_string_equal (self->offers, other->offers);
}

void
sat_sync_row_become (SatSyncRow *self, SatSyncRow *other)
{
  g_return_if_fail (SAT_IS_SYNC_ROW (self) && SAT_IS_SYNC_ROW (other));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self),
                                 adw_preferences_row_get_title (ADW_PREFERENCES_ROW (other)));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self),
                               adw_action_row_get_subtitle (ADW_ACTION_ROW (other)));
  drop_entry (self);
  self->entry = g_steal_pointer (&other->entry);
  self->free = other->free;
  sat_sync_row_set_record (self, other->record);
}

static void
sat_sync_row_activate (AdwActionRow *row)
{
  SatSyncRow *self = SAT_SYNC_ROW (row);

  ADW_ACTION_ROW_CLASS (sat_sync_row_parent_class)->activate (row);
  if (self->record != 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "x", self->record);
}

static void
sat_sync_row_finalize (GObject *object)
{
  SatSyncRow *self = SAT_SYNC_ROW (object);

  drop_entry (self);
  g_free (self->key);
  g_string_free (self->offers, TRUE);
  G_OBJECT_CLASS (sat_sync_row_parent_class)->finalize (object);
}

static void
sat_sync_row_class_init (SatSyncRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sat_sync_row_finalize;
  ADW_ACTION_ROW_CLASS (klass)->activate = sat_sync_row_activate;
}

static void
sat_sync_row_init (SatSyncRow *self)
{
  self->offers = g_string_new (NULL);
}

static gboolean
is_cut_off (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_cut_off (child))
      return TRUE;
  return FALSE;
}

static gboolean
query_tooltip_cb (
    GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip, gpointer user_data)
{
  AdwActionRow *row = ADW_ACTION_ROW (widget);
  g_autofree char *text = NULL;

  if (!is_cut_off (widget))
    return FALSE;
  text = g_strjoin ("\n", adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                    adw_action_row_get_subtitle (row), NULL);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

SatSyncRow *
sat_sync_row_new (const char *title, const char *subtitle)
{
  SatSyncRow *row = g_object_new (SAT_TYPE_SYNC_ROW, NULL);

  g_return_val_if_fail (title != NULL && subtitle != NULL, row);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 4);
  gtk_widget_set_has_tooltip (GTK_WIDGET (row), TRUE);
  g_signal_connect (row, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  return row;
}
