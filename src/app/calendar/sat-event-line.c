/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-event-line.h"

GtkWidget *
sat_event_line_new (GtkSizeGroup *labels, const char *name, GtkWidget *editor, GtkWidget **error)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (name);

  g_return_val_if_fail (GTK_IS_WIDGET (editor) && error != NULL, NULL);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_size_group_add_widget (labels, label);
  gtk_widget_set_hexpand (editor, TRUE);
  *error = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (*error), 1);
  gtk_label_set_wrap (GTK_LABEL (*error), TRUE);
  gtk_widget_add_css_class (*error, "error");
  gtk_widget_add_css_class (*error, "caption");
  gtk_widget_set_visible (*error, FALSE);
  gtk_box_append (GTK_BOX (top), label);
  gtk_box_append (GTK_BOX (top), editor);
  gtk_box_append (GTK_BOX (line), top);
  gtk_box_append (GTK_BOX (line), *error);
  return line;
}

void
sat_event_line_set_error (GtkWidget *error, GtkWidget *entry, const char *message)
{
  g_return_if_fail (GTK_IS_LABEL (error) && GTK_IS_WIDGET (entry));
  gtk_label_set_text (GTK_LABEL (error), message != NULL ? message : "");
  gtk_widget_set_visible (error, message != NULL);
  if (message != NULL)
    gtk_widget_add_css_class (entry, "error");
  else
    gtk_widget_remove_css_class (entry, "error");
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
      message != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  message != NULL ? message : "", -1);
}
