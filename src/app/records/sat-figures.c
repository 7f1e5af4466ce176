/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-figures.h"

#include <glib/gi18n-lib.h>

#include "sat-figures-read.h"
#include "sat-widgets.h"

struct _SatFigures {
  GtkWidget parent_instance;
  SatContext *context;
  SatRecord *record;
  GtkBox *line;
  GCancellable *reading;
};

G_DEFINE_FINAL_TYPE (SatFigures, sat_figures, GTK_TYPE_WIDGET)

static void
add_figure (SatFigures *self, const SatFigure *figure)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new (figure->label);
  GtkWidget *value = gtk_label_new (figure->value);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_xalign (GTK_LABEL (value), 0);
  gtk_label_set_ellipsize (GTK_LABEL (value), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (value, "heading");
  gtk_widget_add_css_class (value, "numeric");
  if (figure->style != NULL)
    gtk_widget_add_css_class (value, figure->style);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), value);
  sat_widget_set_tooltip (value, figure->full);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (self->line, box);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GPtrArray) figures = sat_context_read_finish (result, NULL);
  SatFigures *self = user_data;
  GtkWidget *child;

  if (figures == NULL)
    return; /* cancelled or gone; the fields say what is wrong */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->line))) != NULL)
    gtk_box_remove (self->line, child);
  for (guint i = 0; i < figures->len; i++)
    add_figure (self, g_ptr_array_index (figures, i));
  gtk_widget_set_visible (GTK_WIDGET (self), figures->len > 0);
}

void
sat_figures_refresh (SatFigures *self)
{
  g_return_if_fail (SAT_IS_FIGURES (self));
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  sat_context_read_async (self->context, sat_figures_read,
                          sat_figures_of_new (self->context, self->record),
                          (GDestroyNotify)sat_figures_of_free, (GDestroyNotify)g_ptr_array_unref,
                          self->reading, read_cb, self);
}

static void
sat_figures_dispose (GObject *object)
{
  SatFigures *self = SAT_FIGURES (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (self->line != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->line));
  self->line = NULL;
  g_clear_object (&self->record);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_figures_parent_class)->dispose (object);
}

static void
sat_figures_class_init (SatFiguresClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_figures_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
sat_figures_init (SatFigures *self)
{
  self->line = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12));
  sat_widget_set_name (GTK_WIDGET (self->line), _ ("Key figures"));
  gtk_widget_set_parent (GTK_WIDGET (self->line), GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
sat_figures_new (SatContext *context, SatRecord *record)
{
  SatFigures *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_RECORD (record), NULL);
  self = g_object_new (SAT_TYPE_FIGURES, NULL);
  self->context = g_object_ref (context);
  self->record = g_object_ref (record);
  sat_figures_refresh (self);
  return GTK_WIDGET (self);
}
