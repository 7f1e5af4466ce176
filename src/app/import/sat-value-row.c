/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-value-row.h"

#include "sat-widgets.h"

#define VALUE_CHARACTERS 24

struct _SatValueRow {
  AdwActionRow parent_instance;
  GtkWidget *box;
  GtkWidget *value;
};

G_DEFINE_FINAL_TYPE (SatValueRow, sat_value_row, ADW_TYPE_ACTION_ROW)

static void
sat_value_row_class_init (SatValueRowClass *klass)
{
}

static void
sat_value_row_init (SatValueRow *self)
{
  GtkWidget *arrow = gtk_image_new_from_icon_name ("pan-down-symbolic");

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->value = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->value), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (self->value), VALUE_CHARACTERS);
  gtk_label_set_xalign (GTK_LABEL (self->value), 1);
  sat_widget_set_decorative (arrow);
  gtk_widget_set_valign (self->box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->box), self->value);
  gtk_box_append (GTK_BOX (self->box), arrow);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 1);
}

SatValueRow *
sat_value_row_new (const char *title, const char *subtitle)
{
  SatValueRow *self;

  g_return_val_if_fail (title != NULL, NULL);
  self = g_object_new (SAT_TYPE_VALUE_ROW, NULL);
  /* Not while it is made: labels hear of "use-markup" after their text then. */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle != NULL ? subtitle : "");
  return self;
}

void
sat_value_row_set_value (SatValueRow *self, const char *value, gboolean open)
{
  g_return_if_fail (SAT_IS_VALUE_ROW (self) && value != NULL);
  gtk_label_set_text (GTK_LABEL (self->value), value);
  sat_widget_set_tooltip (self->value, value);
  if (open)
    gtk_widget_add_css_class (self->value, "dim-label");
  else
    gtk_widget_remove_css_class (self->value, "dim-label");
  /* The title is its name. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, value,
                                  -1);
}

GtkWidget *
sat_value_row_get_target (SatValueRow *self)
{
  g_return_val_if_fail (SAT_IS_VALUE_ROW (self), NULL);
  return self->box;
}
