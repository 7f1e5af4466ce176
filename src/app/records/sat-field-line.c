/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-field-line.h"

#define SPACE 12

struct _SatFieldLine {
  GtkWidget parent_instance;
  GtkWidget *name, *value;
  int name_width;
};

G_DEFINE_FINAL_TYPE (SatFieldLine, sat_field_line, GTK_TYPE_WIDGET)

static int
least_width (GtkWidget *widget)
{
  int least;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  return least;
}

/* A word may be too long for it. */
static int
room_of_name (SatFieldLine *self)
{
  return MAX (self->name_width, least_width (self->name));
}

static GtkSizeRequestMode
sat_field_line_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_height (SatFieldLine *self, int width, int *minimum, int *natural)
{
  int name = room_of_name (self), value = width < 0 ? -1 : MAX (width - name - SPACE, 0);
  int least, usual;

  gtk_widget_measure (self->name, GTK_ORIENTATION_VERTICAL, name, minimum, natural, NULL, NULL);
  value = value < 0 ? value : MAX (value, least_width (self->value));
  gtk_widget_measure (self->value, GTK_ORIENTATION_VERTICAL, value, &least, &usual, NULL, NULL);
  *minimum = MAX (*minimum, least);
  *natural = MAX (*natural, usual);
}

static void
sat_field_line_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  SatFieldLine *self = SAT_FIELD_LINE (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL) {
    measure_height (self, for_size, minimum, natural);
    return;
  }
  gtk_widget_measure (self->value, orientation, -1, minimum, natural, NULL, NULL);
  *minimum += room_of_name (self) + SPACE;
  *natural += room_of_name (self) + SPACE;
}

static void
sat_field_line_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SatFieldLine *self = SAT_FIELD_LINE (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int name = room_of_name (self), value = width - name - SPACE;

  gtk_widget_size_allocate (self->name,
                            &(GtkAllocation){mirrored ? width - name : 0, 0, name, height}, -1);
  gtk_widget_size_allocate (self->value,
                            &(GtkAllocation){mirrored ? 0 : name + SPACE, 0, value, height}, -1);
}

static void
sat_field_line_dispose (GObject *object)
{
  SatFieldLine *self = SAT_FIELD_LINE (object);

  g_clear_pointer (&self->name, gtk_widget_unparent);
  g_clear_pointer (&self->value, gtk_widget_unparent);
  G_OBJECT_CLASS (sat_field_line_parent_class)->dispose (object);
}

static void
sat_field_line_class_init (SatFieldLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_field_line_dispose;
  widget_class->get_request_mode = sat_field_line_get_request_mode;
  widget_class->measure = sat_field_line_measure;
  widget_class->size_allocate = sat_field_line_size_allocate;
}

static void
sat_field_line_init (SatFieldLine *self)
{
}

GtkWidget *
sat_field_line_new (GtkWidget *name, GtkWidget *value)
{
  SatFieldLine *self;

  g_return_val_if_fail (GTK_IS_WIDGET (name) && GTK_IS_WIDGET (value), NULL);
  self = g_object_new (SAT_TYPE_FIELD_LINE, NULL);
  self->name = name;
  self->value = value;
  gtk_widget_set_parent (name, GTK_WIDGET (self));
  gtk_widget_set_parent (value, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

void
sat_field_line_set_name_width (SatFieldLine *self, int width)
{
  g_return_if_fail (SAT_IS_FIELD_LINE (self));
  if (self->name_width == width)
    return;
  self->name_width = width;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
