/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-grid-line.h"

struct _SatGridLine {
  GtkWidget parent_instance;
  const SatGridPlan *plan;
  GPtrArray *cells; /* the first is the name; owned by the tree of widgets */
  guint index;
  GtkWidget *editor;
  guint edited;
};

G_DEFINE_FINAL_TYPE (SatGridLine, sat_grid_line, GTK_TYPE_WIDGET)

int
sat_grid_plan_x (const SatGridPlan *plan, guint column)
{
  int x = 0;

  g_return_val_if_fail (plan != NULL, 0);
  for (guint i = 0; i + 1 < column && i < plan->widths->len; i++)
    x += g_array_index (plan->widths, int, i);
  return x;
}

int
sat_grid_plan_width (const SatGridPlan *plan)
{
  g_return_val_if_fail (plan != NULL, 0);
  return sat_grid_plan_x (plan, plan->widths->len + 1);
}

SatGridCell *
sat_grid_line_get_cell (SatGridLine *self, guint column)
{
  g_return_val_if_fail (SAT_IS_GRID_LINE (self), NULL);
  return column < self->cells->len ? g_ptr_array_index (self->cells, column) : NULL;
}

guint
sat_grid_line_get_index (SatGridLine *self)
{
  g_return_val_if_fail (SAT_IS_GRID_LINE (self), 0);
  return self->index;
}

guint
sat_grid_line_find (SatGridLine *self, GtkWidget *cell)
{
  guint column = 0;

  g_return_val_if_fail (SAT_IS_GRID_LINE (self), 0);
  return g_ptr_array_find (self->cells, cell, &column) ? column : 0;
}

static void
sat_grid_line_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  SatGridLine *self = SAT_GRID_LINE (widget);

  *minimum = *natural = 0;
  for (guint i = 0; i < self->cells->len; i++) {
    int cell_minimum, cell_natural;

    gtk_widget_measure (g_ptr_array_index (self->cells, i), orientation, -1, &cell_minimum,
                        &cell_natural, NULL, NULL);
    if (orientation == GTK_ORIENTATION_VERTICAL)
      *minimum = *natural = MAX (*natural, cell_natural);
  }
  if (self->editor != NULL)
    gtk_widget_measure (self->editor, orientation, -1, NULL, NULL, NULL, NULL);
}

static void
place (GtkWidget *widget, GtkWidget *child, int x, int width, int height)
{
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (widget) - x - width;
  gtk_widget_allocate (child, MAX (width, 0), height, -1,
                       gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float)x, 0)));
}

static void
sat_grid_line_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SatGridLine *self = SAT_GRID_LINE (widget);
  int x = self->plan->head - self->plan->scroll;

  place (widget, g_ptr_array_index (self->cells, 0), 0, self->plan->head, height);
  for (guint i = 1; i < self->cells->len && i <= self->plan->widths->len; i++) {
    int own = g_array_index (self->plan->widths, int, i - 1);
    int natural;

    place (widget, g_ptr_array_index (self->cells, i), x, own, height);
    if (self->editor != NULL && self->edited == i) {
      gtk_widget_measure (self->editor, GTK_ORIENTATION_HORIZONTAL, -1, &natural, NULL, NULL, NULL);
      natural = MAX (natural, own);
      place (widget, self->editor, MAX (x + own - natural, self->plan->head), natural, height);
    }
    x += own;
  }
}

/* The figures pass under the name when they are scrolled. */
static void
sat_grid_line_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SatGridLine *self = SAT_GRID_LINE (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int x = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? 0 : self->plan->head;

  gtk_widget_snapshot_child (widget, g_ptr_array_index (self->cells, 0), snapshot);
  gtk_snapshot_push_clip (
      snapshot,
      &GRAPHENE_RECT_INIT ((float)x, -6, (float)(width - self->plan->head), (float)height + 12));
  for (guint i = 1; i < self->cells->len; i++)
    gtk_widget_snapshot_child (widget, g_ptr_array_index (self->cells, i), snapshot);
  gtk_snapshot_pop (snapshot);
  if (self->editor != NULL)
    gtk_widget_snapshot_child (widget, self->editor, snapshot);
}

static void
sat_grid_line_dispose (GObject *object)
{
  SatGridLine *self = SAT_GRID_LINE (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->editor = NULL;
  g_ptr_array_set_size (self->cells, 0);
  G_OBJECT_CLASS (sat_grid_line_parent_class)->dispose (object);
}

static void
sat_grid_line_finalize (GObject *object)
{
  g_ptr_array_unref (SAT_GRID_LINE (object)->cells);
  G_OBJECT_CLASS (sat_grid_line_parent_class)->finalize (object);
}

static void
sat_grid_line_class_init (SatGridLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_grid_line_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_grid_line_finalize;
  widget_class->measure = sat_grid_line_measure;
  widget_class->size_allocate = sat_grid_line_size_allocate;
  widget_class->snapshot = sat_grid_line_snapshot;
  gtk_widget_class_set_css_name (widget_class, "gridline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ROW);
}

static void
sat_grid_line_init (SatGridLine *self)
{
  self->cells = g_ptr_array_new ();
  self->index = G_MAXUINT;
}

SatGridLine *
sat_grid_line_new (const SatGridPlan *plan)
{
  SatGridLine *self;

  g_return_val_if_fail (plan != NULL, NULL);

  self = g_object_new (SAT_TYPE_GRID_LINE, NULL);
  self->plan = plan;
  return self;
}

static void
ensure_cells (SatGridLine *self, guint n, gboolean header)
{
  while (self->cells->len > n) {
    gtk_widget_unparent (g_ptr_array_index (self->cells, self->cells->len - 1));
    g_ptr_array_set_size (self->cells, (int)self->cells->len - 1);
  }
  while (self->cells->len < n) {
    gboolean first = self->cells->len == 0;
    GtkAccessibleRole role = header  ? GTK_ACCESSIBLE_ROLE_COLUMN_HEADER
                             : first ? GTK_ACCESSIBLE_ROLE_ROW_HEADER
                                     : GTK_ACCESSIBLE_ROLE_GRID_CELL;
    GtkWidget *cell = GTK_WIDGET (sat_grid_cell_new (role, first ? 0 : 1));

    if (self->editor != NULL)
      gtk_widget_insert_before (cell, GTK_WIDGET (self), self->editor);
    else
      gtk_widget_set_parent (cell, GTK_WIDGET (self));
    g_ptr_array_add (self->cells, cell);
  }
}

void
sat_grid_line_show (SatGridLine *self, SatForecastSheet *sheet, guint index)
{
  guint n;

  g_return_if_fail (SAT_IS_GRID_LINE (self) && SAT_IS_FORECAST_SHEET (sheet));

  n = sat_forecast_sheet_get_n_columns (sheet) + 1;
  self->index = index;
  ensure_cells (self, n, index == SAT_SHEET_HEADER);
  for (guint i = 0; i < n; i++) {
    g_auto (SatGridFace) face = {.share = -1};

    sat_forecast_sheet_fill (sheet, index, i, &face);
    sat_grid_cell_show (g_ptr_array_index (self->cells, i), &face);
    /* The widths of the columns come from these. */
    if (index == SAT_SHEET_HEADER || index == SAT_SHEET_TOTAL)
      gtk_widget_queue_resize (g_ptr_array_index (self->cells, i));
  }
}

void
sat_grid_line_set_editor (SatGridLine *self, guint column, GtkWidget *editor)
{
  g_return_if_fail (SAT_IS_GRID_LINE (self) && (editor == NULL || GTK_IS_WIDGET (editor)));

  if (self->editor != NULL)
    gtk_widget_unparent (self->editor);
  self->editor = editor;
  self->edited = column;
  if (editor != NULL)
    gtk_widget_set_parent (editor, GTK_WIDGET (self));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
