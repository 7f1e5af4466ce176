/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-grid-private.h"

#include "sat-widgets.h"

#include <glib/gi18n-lib.h>

enum {
  MOVED,
  ACTIVATED,
  EDITED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (SatForecastGrid,
                               sat_forecast_grid,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static double
position_of (SatForecastGrid *self, GtkOrientation orientation)
{
  GtkAdjustment *adjustment = self->scrolling.adjustments[orientation];

  return adjustment != NULL ? gtk_adjustment_get_value (adjustment) : 0;
}

static guint
n_lines (SatForecastGrid *self)
{
  return sat_forecast_sheet_get_n_lines (self->sheet);
}

/* What the lines between the titles and the totals have. */
static int
body_height (SatForecastGrid *self, int height)
{
  return MAX (0, height - self->header_height - self->line_height);
}

static void
measure_heights (SatForecastGrid *self)
{
  gtk_widget_measure (GTK_WIDGET (self->header), GTK_ORIENTATION_VERTICAL, -1, &self->header_height,
                      NULL, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (self->total), GTK_ORIENTATION_VERTICAL, -1, &self->line_height,
                      NULL, NULL, NULL);
}

SatGridLine *
sat_forecast_grid_find_line (SatForecastGrid *self, guint line)
{
  if (line == SAT_SHEET_TOTAL)
    return self->total;
  for (guint i = 0; i < self->lines->len; i++) {
    if (sat_grid_line_get_index (g_ptr_array_index (self->lines, i)) == line)
      return g_ptr_array_index (self->lines, i);
  }
  return NULL;
}

static gboolean
has_focus (GtkWidget *line)
{
  GtkRoot *root = gtk_widget_get_root (line);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, line);
}

static SatGridLine *
ensure_line (SatForecastGrid *self, guint index)
{
  SatGridLine *line = sat_forecast_grid_find_line (self, index);

  if (line != NULL)
    return line;
  line = sat_grid_line_new (&self->plan);
  gtk_widget_insert_before (GTK_WIDGET (line), GTK_WIDGET (self), GTK_WIDGET (self->header));
  g_ptr_array_add (self->lines, line);
  sat_grid_line_show (line, self->sheet, index);
  return line;
}

/* Lines that went out of sight show those that came into it, but for the one with the focus. */
static void
update_lines (SatForecastGrid *self, int height)
{
  int scroll = (int)position_of (self, GTK_ORIENTATION_VERTICAL);
  guint first, end, next;

  if (self->line_height <= 0)
    return;
  first = (guint)(scroll / self->line_height);
  end =
      MIN (n_lines (self), (guint)((scroll + body_height (self, height)) / self->line_height + 1));
  next = first;
  for (guint i = self->lines->len; i-- > 0;) {
    SatGridLine *line = g_ptr_array_index (self->lines, i);
    guint index = sat_grid_line_get_index (line);

    if (index < n_lines (self) &&
        ((index >= first && index < end) || has_focus (GTK_WIDGET (line))))
      continue;
    while (next < end && sat_forecast_grid_find_line (self, next) != NULL)
      next++;
    if (next < end) {
      sat_grid_line_show (line, self->sheet, next);
      continue;
    }
    g_ptr_array_remove_index_fast (self->lines, i);
    gtk_widget_unparent (GTK_WIDGET (line));
  }
  for (guint i = first; i < end; i++)
    ensure_line (self, i);
}

static void
configure_adjustments (SatForecastGrid *self, int width, int height, double x, double y)
{
  int page = MAX (1, width - self->plan.head), body = MAX (1, body_height (self, height));
  int across = MAX (page, sat_grid_plan_width (&self->plan));
  int down = MAX (body, (int)n_lines (self) * self->line_height);

  if (self->scrolling.adjustments[GTK_ORIENTATION_HORIZONTAL] != NULL)
    gtk_adjustment_configure (self->scrolling.adjustments[GTK_ORIENTATION_HORIZONTAL],
                              CLAMP (x, 0, across - page), 0, across, page * 0.1, page * 0.9, page);
  if (self->scrolling.adjustments[GTK_ORIENTATION_VERTICAL] != NULL)
    gtk_adjustment_configure (self->scrolling.adjustments[GTK_ORIENTATION_VERTICAL],
                              CLAMP (y, 0, down - body), 0, down, self->line_height, body * 0.9,
                              body);
}

static void
place (GtkWidget *line, int y, int width, int height)
{
  int minimum;

  gtk_widget_measure (line, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_allocate (line, MAX (width, minimum), height, -1,
                       gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (0, (float)y)));
}

static void
sat_forecast_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SatForecastGrid *self = SAT_FORECAST_GRID (widget);
  int scroll, bottom;

  measure_heights (self);
  if (!self->is_measured)
    sat_forecast_grid_measure_columns (self);
  sat_forecast_grid_make_plan (self, width);
  configure_adjustments (self, width, height, position_of (self, GTK_ORIENTATION_HORIZONTAL),
                         position_of (self, GTK_ORIENTATION_VERTICAL));
  self->plan.scroll = (int)position_of (self, GTK_ORIENTATION_HORIZONTAL);
  scroll = (int)position_of (self, GTK_ORIENTATION_VERTICAL);
  update_lines (self, height);
  for (guint i = 0; i < self->lines->len; i++) {
    GtkWidget *line = g_ptr_array_index (self->lines, i);
    int y = (int)sat_grid_line_get_index (SAT_GRID_LINE (line)) * self->line_height - scroll;

    place (line, self->header_height + y, width, self->line_height);
  }
  /* The totals stand below the last line, and at the bottom when there is no room for that. */
  bottom = self->header_height + (int)n_lines (self) * self->line_height;
  place (GTK_WIDGET (self->header), 0, width, self->header_height);
  place (GTK_WIDGET (self->total), MIN (bottom, MAX (height - self->line_height, 0)), width,
         self->line_height);
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
  if (self->reason != NULL)
    gtk_popover_present (GTK_POPOVER (self->reason));
}

static void
sat_forecast_grid_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  SatForecastGrid *self = SAT_FORECAST_GRID (widget);

  measure_heights (self);
  if (orientation == GTK_ORIENTATION_VERTICAL) {
    *minimum = self->header_height + 3 * self->line_height;
    *natural = MAX (*minimum, self->header_height + ((int)n_lines (self) + 1) * self->line_height);
  } else {
    *minimum = 320;
    *natural = 640;
  }
}

static void
sat_forecast_grid_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SatForecastGrid *self = SAT_FORECAST_GRID (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  graphene_rect_t body;

  graphene_rect_init (&body, 0, (float)self->header_height, (float)width,
                      (float)body_height (self, height));
  gtk_snapshot_push_clip (snapshot, &body);
  for (guint i = 0; i < self->lines->len; i++)
    gtk_widget_snapshot_child (widget, g_ptr_array_index (self->lines, i), snapshot);
  gtk_snapshot_pop (snapshot);
  gtk_widget_snapshot_child (widget, GTK_WIDGET (self->header), snapshot);
  gtk_widget_snapshot_child (widget, GTK_WIDGET (self->total), snapshot);
}

void
sat_forecast_grid_get_cursor (SatForecastGrid *self, guint *line, guint *column)
{
  g_return_if_fail (SAT_IS_FORECAST_GRID (self) && line != NULL && column != NULL);
  *line = self->line;
  *column = self->column;
}

SatGridCell *
sat_forecast_grid_get_cell (SatForecastGrid *self, guint line, guint column)
{
  SatGridLine *shown;

  g_return_val_if_fail (SAT_IS_FORECAST_GRID (self), NULL);
  shown = sat_forecast_grid_find_line (self, line);
  return shown != NULL ? sat_grid_line_get_cell (shown, column) : NULL;
}

guint
sat_forecast_grid_get_page (SatForecastGrid *self)
{
  int body = body_height (self, gtk_widget_get_height (GTK_WIDGET (self)));

  return self->line_height > 0 ? MAX (1, (guint)(body / self->line_height)) : 1;
}

/* Remembers the line by its id, too: others may come and go before it. */
void
sat_forecast_grid_set_cursor (SatForecastGrid *self, guint line, guint column)
{
  gboolean moved = self->line != line || self->column != column;

  self->line = line;
  self->column = column;
  if (line < n_lines (self)) {
    self->id = sat_forecast_sheet_get_line (self->sheet, line)->id;
    self->own = sat_forecast_sheet_get_line (self->sheet, line)->is_self;
  }
  if (moved)
    g_signal_emit (self, signals[MOVED], 0);
}

static void
reveal (SatForecastGrid *self, guint line, guint column)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self)), body = body_height (self, height);
  double x = position_of (self, GTK_ORIENTATION_HORIZONTAL);
  double y = position_of (self, GTK_ORIENTATION_VERTICAL);

  if (height <= 0 || self->line_height <= 0)
    return;
  if (line != SAT_SHEET_TOTAL) {
    double top = (double)line * self->line_height;

    y = CLAMP (y, top + self->line_height - body, top);
  }
  if (column > 0 && column <= self->plan.widths->len) {
    int left = sat_grid_plan_x (&self->plan, column);
    int right = left + g_array_index (self->plan.widths, int, column - 1);

    x = CLAMP (x, right - (width - self->plan.head), left);
  }
  configure_adjustments (self, width, height, x, y);
}

void
sat_forecast_grid_focus_cell (SatForecastGrid *self, guint line, guint column)
{
  SatGridLine *shown;
  SatGridCell *cell;

  g_return_if_fail (SAT_IS_FORECAST_GRID (self));

  if (sat_forecast_sheet_get_forecast (self->sheet) == NULL)
    return;
  if (line >= n_lines (self))
    line = SAT_SHEET_TOTAL;
  column = MIN (column, sat_forecast_sheet_get_n_columns (self->sheet));
  reveal (self, line, column);
  shown = line == SAT_SHEET_TOTAL ? self->total : ensure_line (self, line);
  cell = sat_grid_line_get_cell (shown, column);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  sat_forecast_grid_set_cursor (self, line, column);
  if (cell != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (cell));
}

static gboolean
sat_forecast_grid_focus (GtkWidget *widget, GtkDirectionType direction)
{
  /* One stop for Tab; the arrows move between cells. */
  if (has_focus (widget))
    return FALSE;
  return gtk_widget_grab_focus (widget);
}

static gboolean
sat_forecast_grid_grab_focus (GtkWidget *widget)
{
  SatForecastGrid *self = SAT_FORECAST_GRID (widget);

  sat_forecast_grid_focus_cell (self, self->line, self->column);
  return has_focus (widget);
}

/* The cursor stays with its line, or at its place when that is gone. */
static void
follow_cursor (SatForecastGrid *self, gboolean focused)
{
  guint line = SAT_SHEET_TOTAL, n = n_lines (self);
  guint column = MIN (self->column, sat_forecast_sheet_get_n_columns (self->sheet));
  gboolean found = self->line == SAT_SHEET_TOTAL ||
                   sat_forecast_sheet_find (self->sheet, self->id, self->own, &line);
  SatGridLine *shown;

  if (n == 0)
    return;
  if (!found)
    line = MIN (self->line, n - 1);
  sat_forecast_grid_set_cursor (self, line, column);
  if (!focused || self->editor != NULL)
    return;
  shown = line == SAT_SHEET_TOTAL ? self->total : ensure_line (self, line);
  gtk_widget_grab_focus (GTK_WIDGET (sat_grid_line_get_cell (shown, column)));
}

/* Lines of the same size as before would leave them where they are. */
static void
place_cells_again (SatForecastGrid *self)
{
  gtk_widget_queue_allocate (GTK_WIDGET (self->header));
  gtk_widget_queue_allocate (GTK_WIDGET (self->total));
  for (guint i = 0; i < self->lines->len; i++)
    gtk_widget_queue_allocate (g_ptr_array_index (self->lines, i));
}

static void
sheet_changed_cb (SatForecastSheet *sheet, SatForecastGrid *self)
{
  gboolean focused = has_focus (GTK_WIDGET (self));

  sat_forecast_grid_check_edit (self);
  sat_grid_line_show (self->header, sheet, SAT_SHEET_HEADER);
  sat_grid_line_show (self->total, sheet, SAT_SHEET_TOTAL);
  for (guint i = 0; i < self->lines->len; i++) {
    SatGridLine *line = g_ptr_array_index (self->lines, i);
    guint index = sat_grid_line_get_index (line);

    if (index < n_lines (self))
      sat_grid_line_show (line, sheet, index);
  }
  follow_cursor (self, focused);
  sat_forecast_grid_measure_columns (self);
  place_cells_again (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
value_changed_cb (GtkAdjustment *adjustment, SatForecastGrid *self)
{
  if (adjustment == self->scrolling.adjustments[GTK_ORIENTATION_HORIZONTAL])
    place_cells_again (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
sat_forecast_grid_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (!sat_scrolling_get_property (&SAT_FORECAST_GRID (object)->scrolling, id, value))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sat_forecast_grid_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (!sat_scrolling_set_property (&SAT_FORECAST_GRID (object)->scrolling, id, value,
                                   GTK_WIDGET (object), G_CALLBACK (value_changed_cb)))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sat_forecast_grid_dispose (GObject *object)
{
  SatForecastGrid *self = SAT_FORECAST_GRID (object);
  GtkWidget *child;

  if (self->sheet != NULL)
    g_signal_handlers_disconnect_by_data (self->sheet, self);
  if (self->editor != NULL)
    sat_forecast_grid_end_edit (self);
  g_clear_handle_id (&self->leave_idle, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->menu = NULL;
  g_ptr_array_set_size (self->lines, 0);
  sat_scrolling_clear (&self->scrolling, GTK_WIDGET (self));
  g_clear_object (&self->sheet);
  G_OBJECT_CLASS (sat_forecast_grid_parent_class)->dispose (object);
}

static void
sat_forecast_grid_finalize (GObject *object)
{
  SatForecastGrid *self = SAT_FORECAST_GRID (object);

  g_ptr_array_unref (self->lines);
  g_array_unref (self->plan.widths);
  g_array_unref (self->wanted);
  G_OBJECT_CLASS (sat_forecast_grid_parent_class)->finalize (object);
}

static void
sat_forecast_grid_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (sat_forecast_grid_parent_class)->css_changed (widget, change);
  SAT_FORECAST_GRID (widget)->is_measured = FALSE;
}

static void
activate_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_forecast_grid_activate (SAT_FORECAST_GRID (widget));
}

static void
sat_forecast_grid_class_init (SatForecastGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->get_property = sat_forecast_grid_get_property;
  object_class->set_property = sat_forecast_grid_set_property;
  object_class->dispose = sat_forecast_grid_dispose;
  object_class->finalize = sat_forecast_grid_finalize;
  widget_class->size_allocate = sat_forecast_grid_size_allocate;
  widget_class->measure = sat_forecast_grid_measure;
  widget_class->snapshot = sat_forecast_grid_snapshot;
  widget_class->css_changed = sat_forecast_grid_css_changed;
  widget_class->focus = sat_forecast_grid_focus;
  widget_class->grab_focus = sat_forecast_grid_grab_focus;
  sat_scrolling_install (object_class);
  signals[MOVED] =
      g_signal_new ("moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] = g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[EDITED] = g_signal_new ("edited", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_STRING);
  gtk_widget_class_install_action (widget_class, "grid.activate", NULL, activate_cb);
  gtk_widget_class_set_css_name (widget_class, "forecastgrid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TREE_GRID);
}

static void
sat_forecast_grid_init (SatForecastGrid *self)
{
  self->lines = g_ptr_array_new ();
  self->plan.widths = g_array_new (FALSE, TRUE, sizeof (int));
  self->column = 1;
  self->wanted = g_array_new (FALSE, TRUE, sizeof (int));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  sat_widget_set_name (GTK_WIDGET (self), _ ("Forecast"));
}

SatForecastGrid *
sat_forecast_grid_new (SatForecastSheet *sheet)
{
  SatForecastGrid *self;

  g_return_val_if_fail (SAT_IS_FORECAST_SHEET (sheet), NULL);

  self = g_object_new (SAT_TYPE_FORECAST_GRID, NULL);
  self->sheet = g_object_ref (sheet);
  self->header = sat_grid_line_new (&self->plan);
  gtk_widget_add_css_class (GTK_WIDGET (self->header), "header");
  gtk_widget_set_parent (GTK_WIDGET (self->header), GTK_WIDGET (self));
  self->total = sat_grid_line_new (&self->plan);
  gtk_widget_add_css_class (GTK_WIDGET (self->total), "total");
  gtk_widget_set_parent (GTK_WIDGET (self->total), GTK_WIDGET (self));
  self->sample = sat_grid_cell_new (GTK_ACCESSIBLE_ROLE_GRID_CELL, 1);
  gtk_widget_set_focusable (GTK_WIDGET (self->sample), FALSE);
  gtk_widget_set_child_visible (GTK_WIDGET (self->sample), FALSE);
  sat_widget_set_decorative (GTK_WIDGET (self->sample));
  gtk_widget_set_parent (GTK_WIDGET (self->sample), GTK_WIDGET (self));
  sat_forecast_grid_add_controllers (self);
  g_signal_connect (sheet, "changed", G_CALLBACK (sheet_changed_cb), self);
  sheet_changed_cb (sheet, self);
  return self;
}
