/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-board-strip.h"

#include "sat-board-layout.h"
#include "sat-widgets.h"

#define GAP 12
#define MARGIN 12

struct _SatBoardStrip {
  GtkWidget parent_instance;
  GPtrArray *lanes; /* SatBoardLane, owned by the widget tree */
  SatBoardSpan *spans;
  GtkSizeGroup *headers; /* so that the first cards stand side by side */
};

G_DEFINE_FINAL_TYPE (SatBoardStrip, sat_board_strip, GTK_TYPE_WIDGET)

/* Columns are as wide as their letters need. */
static SatBoardColumns
measures (void)
{
  return (SatBoardColumns){.narrowest = sat_text_pixels (232),
                           .widest = sat_text_pixels (340),
                           .collapsed = sat_text_pixels (144),
                           .gap = GAP,
                           .margin = MARGIN};
}

/* Which lanes are collapsed; g_free(). */
static gboolean *
collapsed_lanes (SatBoardStrip *self)
{
  gboolean *collapsed = g_new0 (gboolean, self->lanes->len + 1);

  for (guint i = 0; i < self->lanes->len; i++) {
    SatBoardLane *lane = g_ptr_array_index (self->lanes, i);

    collapsed[i] = sat_board_column_get_collapsed (sat_board_lane_get_column (lane));
  }
  return collapsed;
}

static void
sat_board_strip_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  SatBoardStrip *self = SAT_BOARD_STRIP (widget);
  g_autofree gboolean *collapsed = collapsed_lanes (self);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    SatBoardColumns columns = measures ();

    *minimum = *natural = sat_board_columns_least (&columns, collapsed, self->lanes->len);
    return;
  }
  for (guint i = 0; i < self->lanes->len; i++) {
    int lane_minimum, lane_natural;

    gtk_widget_measure (g_ptr_array_index (self->lanes, i), GTK_ORIENTATION_VERTICAL, -1,
                        &lane_minimum, &lane_natural, NULL, NULL);
    *minimum = MAX (*minimum, lane_minimum);
    *natural = MAX (*natural, lane_natural);
  }
}

static void
sat_board_strip_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SatBoardStrip *self = SAT_BOARD_STRIP (widget);
  g_autofree gboolean *collapsed = collapsed_lanes (self);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  SatBoardColumns columns = measures ();

  g_free (self->spans);
  self->spans = g_new0 (SatBoardSpan, self->lanes->len + 1);
  sat_board_columns_place (&columns, collapsed, self->lanes->len, width, self->spans);
  for (guint i = 0; i < self->lanes->len; i++) {
    GtkWidget *lane = g_ptr_array_index (self->lanes, i);
    SatBoardSpan *span = &self->spans[i];
    int x = rtl ? width - span->x - span->width : span->x, least;

    gtk_widget_measure (lane, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
    gtk_widget_size_allocate (
        lane, &(GtkAllocation){x, 0, MAX (span->width, least), MAX (0, height - MARGIN)}, -1);
  }
}

static void
sat_board_strip_dispose (GObject *object)
{
  sat_board_strip_clear (SAT_BOARD_STRIP (object));
  G_OBJECT_CLASS (sat_board_strip_parent_class)->dispose (object);
}

static void
sat_board_strip_finalize (GObject *object)
{
  SatBoardStrip *self = SAT_BOARD_STRIP (object);

  g_ptr_array_unref (self->lanes);
  g_free (self->spans);
  g_object_unref (self->headers);
  G_OBJECT_CLASS (sat_board_strip_parent_class)->finalize (object);
}

static void
sat_board_strip_class_init (SatBoardStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_board_strip_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_board_strip_finalize;
  widget_class->measure = sat_board_strip_measure;
  widget_class->size_allocate = sat_board_strip_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "boardstrip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sat_board_strip_init (SatBoardStrip *self)
{
  self->lanes = g_ptr_array_new ();
  self->headers = gtk_size_group_new (GTK_SIZE_GROUP_VERTICAL);
}

SatBoardStrip *
sat_board_strip_new (void)
{
  return g_object_new (SAT_TYPE_BOARD_STRIP, NULL);
}

void
sat_board_strip_clear (SatBoardStrip *self)
{
  g_return_if_fail (SAT_IS_BOARD_STRIP (self));

  for (guint i = 0; i < self->lanes->len; i++) {
    GtkWidget *lane = g_ptr_array_index (self->lanes, i);

    gtk_size_group_remove_widget (self->headers, sat_board_lane_get_header (SAT_BOARD_LANE (lane)));
    gtk_widget_unparent (lane);
  }
  g_ptr_array_set_size (self->lanes, 0);
}

void
sat_board_strip_append (SatBoardStrip *self, SatBoardLane *lane)
{
  g_return_if_fail (SAT_IS_BOARD_STRIP (self) && SAT_IS_BOARD_LANE (lane));

  g_ptr_array_add (self->lanes, lane);
  gtk_size_group_add_widget (self->headers, sat_board_lane_get_header (lane));
  gtk_widget_set_parent (GTK_WIDGET (lane), GTK_WIDGET (self));
}

guint
sat_board_strip_get_n_lanes (SatBoardStrip *self)
{
  g_return_val_if_fail (SAT_IS_BOARD_STRIP (self), 0);

  return self->lanes->len;
}

SatBoardLane *
sat_board_strip_get_lane (SatBoardStrip *self, guint index)
{
  g_return_val_if_fail (SAT_IS_BOARD_STRIP (self), NULL);

  return index < self->lanes->len ? g_ptr_array_index (self->lanes, index) : NULL;
}

SatBoardLane *
sat_board_strip_pick (SatBoardStrip *self, double x)
{
  int index;

  g_return_val_if_fail (SAT_IS_BOARD_STRIP (self), NULL);

  if (self->spans == NULL)
    return NULL;
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (GTK_WIDGET (self)) - x;
  index = sat_board_columns_at (self->spans, self->lanes->len, x);
  return index >= 0 ? g_ptr_array_index (self->lanes, index) : NULL;
}
