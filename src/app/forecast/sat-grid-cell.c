/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-grid-cell.h"

#include "sat-widgets.h"

#define INDENT 16
#define ARROW 16
#define BAR 3
#define CORNER 6

struct _SatGridCell {
  GtkWidget parent_instance;
  PangoLayout *layout;
  char *spoken;
  float xalign;
  gboolean heads_line;
  gboolean marked;
  double share;
  guint depth;
  SatGridBranch branch;
  SatGridTone tone;
};

G_DEFINE_FINAL_TYPE (SatGridCell, sat_grid_cell, GTK_TYPE_WIDGET)

void
sat_grid_face_clear (SatGridFace *face)
{
  g_clear_pointer (&face->text, g_free);
  g_clear_pointer (&face->spoken, g_free);
  g_clear_pointer (&face->tooltip, g_free);
}

static gboolean
is_mirrored (SatGridCell *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

/* Where the text begins in the first cell of a line. */
static int
text_start (SatGridCell *self)
{
  return self->heads_line ? sat_text_pixels ((int)self->depth * INDENT + ARROW) + 6 : 0;
}

gboolean
sat_grid_cell_is_arrow (SatGridCell *self, double x)
{
  int end;

  g_return_val_if_fail (SAT_IS_GRID_CELL (self), FALSE);

  end = text_start (self) + 3;
  if (is_mirrored (self))
    x = gtk_widget_get_width (GTK_WIDGET (self)) - x;
  return self->branch != SAT_GRID_LEAF && x < end && x >= end - sat_text_pixels (ARROW) - 12;
}

static void
sat_grid_cell_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  SatGridCell *self = SAT_GRID_CELL (widget);
  int width, height;

  pango_layout_set_width (self->layout, -1);
  pango_layout_get_pixel_size (self->layout, &width, &height);
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = 0;
    *natural = width + text_start (self);
  } else {
    *minimum = *natural = height;
  }
}

static GdkRGBA
find_color (SatGridCell *self, const char *name)
{
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA color;

  if (name == NULL || !gtk_style_context_lookup_color (style, name, &color))
    gtk_style_context_get_color (style, &color);
  return color;
}

static void
draw_arrow (SatGridCell *self, GtkSnapshot *snapshot, const GdkRGBA *color, int width, int height)
{
  double size = sat_text_pixels (4), side = sat_text_pixels (ARROW);
  double x = text_start (self) - 6 - side / 2, y = height / 2.0;
  graphene_rect_t bounds;
  cairo_t *cr;

  if (is_mirrored (self))
    x = width - x;
  graphene_rect_init (&bounds, (float)(x - side / 2), (float)(y - side / 2), (float)side,
                      (float)side);
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  gdk_cairo_set_source_rgba (cr, color);
  cairo_translate (cr, x, y);
  if (self->branch == SAT_GRID_OPEN)
    cairo_rotate (cr, G_PI / 2);
  else if (is_mirrored (self))
    cairo_rotate (cr, G_PI);
  cairo_move_to (cr, -size / 2, -size);
  cairo_line_to (cr, size / 2 + 1, 0);
  cairo_line_to (cr, -size / 2, size);
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_destroy (cr);
}

static void
draw_bar (SatGridCell *self, GtkSnapshot *snapshot, int width, int height)
{
  GdkRGBA ground = find_color (self, NULL);
  GdkRGBA fill = find_color (self, self->share >= 1 ? "success_color" : "accent_color");
  float full = (float)width, done = (float)(width * MIN (self->share, 1));
  float x = is_mirrored (self) ? full - done : 0, y = (float)(height - BAR + 1);

  ground.alpha *= 0.15f;
  gtk_snapshot_append_color (snapshot, &ground, &GRAPHENE_RECT_INIT (0, y, full, BAR));
  gtk_snapshot_append_color (snapshot, &fill, &GRAPHENE_RECT_INIT (x, y, done, BAR));
}

/* As spreadsheets mark a note. */
static void
draw_corner (SatGridCell *self, GtkSnapshot *snapshot, int width)
{
  GdkRGBA color = find_color (self, "warning_color");
  double size = sat_text_pixels (CORNER), x = is_mirrored (self) ? -6 : width + 6;
  graphene_rect_t bounds;
  cairo_t *cr;

  graphene_rect_init (&bounds, (float)(is_mirrored (self) ? x : x - size), -3, (float)size,
                      (float)size);
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_move_to (cr, x, -3);
  cairo_line_to (cr, is_mirrored (self) ? x + size : x - size, -3);
  cairo_line_to (cr, x, -3 + size);
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_destroy (cr);
}

static void
sat_grid_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SatGridCell *self = SAT_GRID_CELL (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int start = text_start (self), text_width, text_height;
  GdkRGBA color = find_color (self, NULL);
  double x;

  pango_layout_set_width (self->layout, MAX (0, width - start) * PANGO_SCALE);
  pango_layout_get_pixel_size (self->layout, &text_width, &text_height);
  pango_layout_set_alignment (self->layout, PANGO_ALIGN_LEFT);
  x = (is_mirrored (self) ? 1 - self->xalign : self->xalign) * (width - start - text_width);
  if (!is_mirrored (self))
    x += start;
  gtk_snapshot_save (snapshot);
  pango_layout_set_width (self->layout, MAX (0, MIN (width - start, text_width)) * PANGO_SCALE);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT ((float)(int)x, (float)((height - text_height) / 2)));
  gtk_snapshot_append_layout (snapshot, self->layout, &color);
  gtk_snapshot_restore (snapshot);
  if (self->branch != SAT_GRID_LEAF)
    draw_arrow (self, snapshot, &color, width, height);
  if (self->share >= 0)
    draw_bar (self, snapshot, width, height);
  if (self->marked)
    draw_corner (self, snapshot, width);
}

static void
refresh_layout (SatGridCell *self)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (self->layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_context_changed (self->layout);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
sat_grid_cell_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  SatGridCell *self = SAT_GRID_CELL (widget);

  GTK_WIDGET_CLASS (sat_grid_cell_parent_class)->css_changed (widget, change);
  if (self->layout != NULL)
    refresh_layout (self);
}

static void
sat_grid_cell_dispose (GObject *object)
{
  SatGridCell *self = SAT_GRID_CELL (object);

  g_clear_object (&self->layout);
  g_clear_pointer (&self->spoken, g_free);
  G_OBJECT_CLASS (sat_grid_cell_parent_class)->dispose (object);
}

static void
activate_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_grab_focus (widget);
  gtk_widget_activate_action (widget, "grid.activate", NULL);
}

static void
sat_grid_cell_class_init (SatGridCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_grid_cell_dispose;
  widget_class->measure = sat_grid_cell_measure;
  widget_class->snapshot = sat_grid_cell_snapshot;
  widget_class->css_changed = sat_grid_cell_css_changed;
  gtk_widget_class_install_action (widget_class, "cell.activate", NULL, activate_cb);
  gtk_widget_class_set_css_name (widget_class, "gridcell");
}

static void
sat_grid_cell_init (SatGridCell *self)
{
  self->share = -1;
  self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (self->layout, TRUE);
  refresh_layout (self);
}

SatGridCell *
sat_grid_cell_new (GtkAccessibleRole role, float xalign)
{
  SatGridCell *self = g_object_new (SAT_TYPE_GRID_CELL, "accessible-role", role, "focusable",
                                    role != GTK_ACCESSIBLE_ROLE_COLUMN_HEADER, NULL);

  self->xalign = xalign;
  self->heads_line = role == GTK_ACCESSIBLE_ROLE_ROW_HEADER;
  if (self->heads_line)
    gtk_widget_add_css_class (GTK_WIDGET (self), "head");
  return self;
}

static void
set_class (SatGridCell *self, const char *name, gboolean set)
{
  if (set)
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
}

static void
tell_branch (SatGridCell *self, const SatGridFace *face)
{
  if (self->branch == face->branch && self->depth == face->depth)
    return;
  self->branch = face->branch;
  self->depth = face->depth;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LEVEL,
                                  (int)self->depth + 1, -1);
  if (self->branch == SAT_GRID_LEAF)
    gtk_accessible_reset_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED);
  else
    gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED,
                                 self->branch == SAT_GRID_OPEN, -1);
}

void
sat_grid_cell_show (SatGridCell *self, const SatGridFace *face)
{
  g_return_if_fail (SAT_IS_GRID_CELL (self) && face != NULL);

  if (g_strcmp0 (pango_layout_get_text (self->layout), face->text) != 0)
    pango_layout_set_text (self->layout, face->text != NULL ? face->text : "", -1);
  if (g_strcmp0 (self->spoken, face->spoken) != 0) {
    g_free (self->spoken);
    self->spoken = g_strdup (face->spoken);
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    self->spoken != NULL ? self->spoken : "", -1);
  }
  sat_widget_set_tooltip (GTK_WIDGET (self), face->tooltip);
  if (self->tone != face->tone) {
    set_class (self, "dim", face->tone == SAT_GRID_DIM);
    set_class (self, "good", face->tone == SAT_GRID_GOOD);
  }
  self->tone = face->tone;
  self->marked = face->marked;
  self->share = face->share;
  tell_branch (self, face);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

const char *
sat_grid_cell_get_text (SatGridCell *self)
{
  g_return_val_if_fail (SAT_IS_GRID_CELL (self), NULL);
  return pango_layout_get_text (self->layout);
}

const char *
sat_grid_cell_get_spoken (SatGridCell *self)
{
  g_return_val_if_fail (SAT_IS_GRID_CELL (self), NULL);
  return self->spoken;
}
