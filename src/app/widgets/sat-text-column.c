/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-text-column.h"

struct _SatTextColumn {
  GtkWidget parent_instance;
  int spacing;
};

G_DEFINE_FINAL_TYPE (SatTextColumn, sat_text_column, GTK_TYPE_WIDGET)

static GtkWidget *
next_shown (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkSizeRequestMode
sat_text_column_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
sat_text_column_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  gboolean width = orientation == GTK_ORIENTATION_HORIZONTAL;
  GtkWidget *child = next_shown (gtk_widget_get_first_child (widget));
  int space = 0;

  *minimum = *natural = 0;
  while (child != NULL) {
    int least, usual;

    gtk_widget_measure (child, orientation, width ? -1 : for_size, &least, &usual, NULL, NULL);
    *minimum = width ? MAX (*minimum, least) : *minimum + space + least;
    *natural = width ? MAX (*natural, usual) : *natural + space + usual;
    space = SAT_TEXT_COLUMN (widget)->spacing;
    child = next_shown (gtk_widget_get_next_sibling (child));
  }
}

static void
sat_text_column_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  int y = 0;

  for (GtkWidget *child = next_shown (gtk_widget_get_first_child (widget)); child != NULL;
       child = next_shown (gtk_widget_get_next_sibling (child))) {
    int usual;

    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &usual, NULL, NULL);
    gtk_widget_size_allocate (child, &(GtkAllocation){0, y, width, usual}, -1);
    y += usual + SAT_TEXT_COLUMN (widget)->spacing;
  }
}

static void
sat_text_column_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (sat_text_column_parent_class)->dispose (object);
}

static void
sat_text_column_class_init (SatTextColumnClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_text_column_dispose;
  widget_class->get_request_mode = sat_text_column_get_request_mode;
  widget_class->measure = sat_text_column_measure;
  widget_class->size_allocate = sat_text_column_size_allocate;
}

static void
sat_text_column_init (SatTextColumn *self)
{
}

GtkWidget *
sat_text_column_new (int spacing)
{
  SatTextColumn *self = g_object_new (SAT_TYPE_TEXT_COLUMN, NULL);

  self->spacing = spacing;
  return GTK_WIDGET (self);
}

void
sat_text_column_append (SatTextColumn *self, GtkWidget *child)
{
  g_return_if_fail (SAT_IS_TEXT_COLUMN (self) && GTK_IS_WIDGET (child));
  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}
