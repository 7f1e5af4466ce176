/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-gauge.h"

#include "sat-widgets.h"

#define USUAL_WIDTH 132
#define USUAL_HEIGHT 78
#define USUAL_THICKNESS 14

struct _SatGauge {
  GtkWidget parent_instance;
  GtkWidget *label;
  double share, mark;
};

G_DEFINE_FINAL_TYPE (SatGauge, sat_gauge, GTK_TYPE_WIDGET)

static GdkRGBA
find_color (SatGauge *self, const char *name)
{
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA color;

  if (!gtk_style_context_lookup_color (style, name, &color))
    gtk_style_context_get_color (style, &color);
  return color;
}

static void
draw_arc (cairo_t *cr, const GdkRGBA *color, double from, double to)
{
  double wide = sat_text_pixels (USUAL_WIDTH), high = sat_text_pixels (USUAL_HEIGHT);
  double thick = sat_text_pixels (USUAL_THICKNESS);
  double radius = wide / 2 - thick / 2 - 1;

  gdk_cairo_set_source_rgba (cr, color);
  cairo_set_line_width (cr, thick);
  cairo_arc (cr, wide / 2, high - thick / 2 - 2, radius, G_PI + G_PI * from, G_PI + G_PI * to);
  cairo_stroke (cr);
}

static void
sat_gauge_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SatGauge *self = SAT_GAUGE (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float)sat_text_pixels (USUAL_WIDTH),
                                               (float)sat_text_pixels (USUAL_HEIGHT));
  GdkRGBA text, fill;
  cairo_t *cr;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &text);
  fill = find_color (self, self->share >= 1 ? "success_bg_color" : "accent_bg_color");
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  draw_arc (cr, &(GdkRGBA){text.red, text.green, text.blue, 0.12f}, 0, 1);
  if (self->share > 0)
    draw_arc (cr, &fill, 0, MIN (self->share, 1));
  if (self->mark > 0 && self->mark < 1)
    draw_arc (cr, &text, MAX (self->mark - 0.006, 0), MIN (self->mark + 0.006, 1));
  cairo_destroy (cr);
  gtk_widget_snapshot_child (widget, self->label, snapshot);
}

static void
sat_gauge_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  *minimum = *natural =
      sat_text_pixels (orientation == GTK_ORIENTATION_HORIZONTAL ? USUAL_WIDTH : USUAL_HEIGHT);
}

/* The text stands on the base line between the ends of the arc. */
static void
sat_gauge_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SatGauge *self = SAT_GAUGE (widget);
  int wide, high;

  gtk_widget_measure (self->label, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &wide, NULL, NULL);
  gtk_widget_measure (self->label, GTK_ORIENTATION_VERTICAL, -1, NULL, &high, NULL, NULL);
  gtk_widget_size_allocate (self->label,
                            &(GtkAllocation){(sat_text_pixels (USUAL_WIDTH) - wide) / 2,
                                             sat_text_pixels (USUAL_HEIGHT) - high, wide, high},
                            -1);
}

static void
sat_gauge_dispose (GObject *object)
{
  g_clear_pointer (&SAT_GAUGE (object)->label, gtk_widget_unparent);
  G_OBJECT_CLASS (sat_gauge_parent_class)->dispose (object);
}

static void
sat_gauge_class_init (SatGaugeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_gauge_dispose;
  widget_class->snapshot = sat_gauge_snapshot;
  widget_class->measure = sat_gauge_measure;
  widget_class->size_allocate = sat_gauge_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
sat_gauge_init (SatGauge *self)
{
  self->label = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->label, "title-2");
  gtk_widget_add_css_class (self->label, "numeric");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

GtkWidget *
sat_gauge_new (void)
{
  return g_object_new (SAT_TYPE_GAUGE, NULL);
}

void
sat_gauge_set (SatGauge *self, double share, double mark, const char *text, const char *name)
{
  g_return_if_fail (SAT_IS_GAUGE (self) && text != NULL && name != NULL);
  self->share = share;
  self->mark = mark;
  gtk_label_set_text (GTK_LABEL (self->label), text);
  sat_widget_set_name (GTK_WIDGET (self), name);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
