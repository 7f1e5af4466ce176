/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-grid-private.h"

#include "sat-context-menu.h"

/* Keys and mouse of the grid. The lines count from 0, the total comes after the last. */

static guint
n_lines (SatForecastGrid *self)
{
  return sat_forecast_sheet_get_n_lines (self->sheet);
}

static guint
n_columns (SatForecastGrid *self)
{
  return sat_forecast_sheet_get_n_columns (self->sheet);
}

static gboolean
go_by (SatForecastGrid *self, gint64 steps)
{
  gint64 here = self->line == SAT_SHEET_TOTAL ? (gint64)n_lines (self) : (gint64)self->line;
  gint64 there = CLAMP (here + steps, 0, (gint64)n_lines (self));

  sat_forecast_grid_focus_cell (
      self, there == (gint64)n_lines (self) ? SAT_SHEET_TOTAL : (guint)there, self->column);
  return TRUE;
}

static gboolean
go_to_column (SatForecastGrid *self, guint column)
{
  sat_forecast_grid_focus_cell (self, self->line, MIN (column, n_columns (self)));
  return TRUE;
}

static SatGridBranch
branch_of (SatForecastGrid *self, guint line)
{
  g_auto (SatGridFace) face = {.share = -1};

  if (line >= n_lines (self))
    return SAT_GRID_LEAF;
  sat_forecast_sheet_fill (self->sheet, line, 0, &face);
  return face.branch;
}

static gboolean
set_open (SatForecastGrid *self, gboolean open)
{
  if (branch_of (self, self->line) != (open ? SAT_GRID_CLOSED : SAT_GRID_OPEN))
    return FALSE;
  sat_forecast_sheet_set_open (self->sheet, self->line, open);
  return TRUE;
}

static gboolean
go_up_the_tree (SatForecastGrid *self)
{
  guint depth;

  if (self->line >= n_lines (self))
    return TRUE;
  depth = sat_forecast_sheet_get_line (self->sheet, self->line)->depth;
  for (guint i = self->line; depth > 0 && i-- > 0;) {
    if (sat_forecast_sheet_get_line (self->sheet, i)->depth < depth) {
      sat_forecast_grid_focus_cell (self, i, 0);
      break;
    }
  }
  return TRUE;
}

/* On a name: opens and closes, and goes up the tree; elsewhere: to the next cell. */
static gboolean
go_aside (SatForecastGrid *self, int step, gboolean to_the_end)
{
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    step = -step;
  if (to_the_end)
    return go_to_column (self, step > 0 ? n_columns (self) : 0);
  if (self->column > 0)
    return go_to_column (self, self->column + (guint)step);
  if (set_open (self, step > 0))
    return TRUE;
  return step > 0 ? go_to_column (self, 1) : go_up_the_tree (self);
}

void
sat_forecast_grid_activate (SatForecastGrid *self)
{
  if (self->column == 0 && branch_of (self, self->line) != SAT_GRID_LEAF) {
    set_open (self, branch_of (self, self->line) == SAT_GRID_CLOSED);
    return;
  }
  if (!sat_forecast_grid_edit (self, NULL))
    g_signal_emit_by_name (self, "activated", self->line, self->column);
}

static gboolean
show_menu (SatForecastGrid *self)
{
  SatGridCell *cell = sat_forecast_grid_get_cell (self, self->line, self->column);
  graphene_rect_t bounds;

  if (self->menu == NULL || cell == NULL ||
      !gtk_widget_compute_bounds (GTK_WIDGET (cell), GTK_WIDGET (self), &bounds))
    return FALSE;
  sat_context_menu_popup (self->menu, bounds.origin.x + bounds.size.width / 2,
                          bounds.origin.y + bounds.size.height);
  return TRUE;
}

static gboolean
move_key (SatForecastGrid *self, guint key, gboolean control)
{
  gint64 page = sat_forecast_grid_get_page (self);

  switch (key) {
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    return go_by (self, control ? -G_MAXINT : -1);
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    return go_by (self, control ? G_MAXINT : 1);
  case GDK_KEY_Page_Up:
  case GDK_KEY_KP_Page_Up:
    return go_by (self, -page);
  case GDK_KEY_Page_Down:
  case GDK_KEY_KP_Page_Down:
    return go_by (self, page);
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
    return go_aside (self, -1, control);
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    return go_aside (self, 1, control);
  case GDK_KEY_Home:
  case GDK_KEY_KP_Home:
    return control ? go_by (self, -G_MAXINT) : go_to_column (self, 0);
  case GDK_KEY_End:
  case GDK_KEY_KP_End:
    return control ? go_by (self, G_MAXINT) : go_to_column (self, n_columns (self));
  default:
    return FALSE;
  }
}

/* A figure begins a new value, as in a spreadsheet. */
static gboolean
type_figure (SatForecastGrid *self, guint key)
{
  gunichar c = gdk_keyval_to_unicode (key);
  char text[7] = {0};

  if (!g_unichar_isdigit (c))
    return FALSE;
  g_unichar_to_utf8 (c, text);
  return sat_forecast_grid_edit (self, text);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType state,
                SatForecastGrid *self)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  if (self->editor != NULL)
    return FALSE;
  if (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && modifiers == GDK_SHIFT_MASK))
    return show_menu (self);
  if (modifiers == 0 || modifiers == GDK_CONTROL_MASK) {
    if (move_key (self, key, modifiers == GDK_CONTROL_MASK))
      return TRUE;
  }
  if (modifiers != 0)
    return FALSE;
  switch (key) {
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
  case GDK_KEY_ISO_Enter:
  case GDK_KEY_space:
    sat_forecast_grid_activate (self);
    return TRUE;
  case GDK_KEY_F2:
    return sat_forecast_grid_edit (self, NULL);
  case GDK_KEY_plus:
  case GDK_KEY_KP_Add:
    return set_open (self, TRUE);
  case GDK_KEY_minus:
  case GDK_KEY_KP_Subtract:
    return set_open (self, FALSE);
  default:
    return type_figure (self, key);
  }
}

/* The cell at a point of the grid, and its place; NULL if there is none that takes the focus. */
static SatGridCell *
cell_at (SatForecastGrid *self, double x, double y, guint *line, guint *column)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  GtkWidget *shown = picked != NULL ? gtk_widget_get_ancestor (picked, SAT_TYPE_GRID_LINE) : NULL;
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  double from_start = mirrored ? gtk_widget_get_width (GTK_WIDGET (self)) - x : x;
  GtkWidget *cell = picked != NULL ? gtk_widget_get_ancestor (picked, SAT_TYPE_GRID_CELL) : NULL;

  if (shown == NULL || sat_grid_line_get_index (SAT_GRID_LINE (shown)) == SAT_SHEET_HEADER)
    return NULL;
  *line = sat_grid_line_get_index (SAT_GRID_LINE (shown));
  /* Figures pass under the names. */
  *column = from_start < self->plan.head || cell == NULL
                ? 0
                : sat_grid_line_find (SAT_GRID_LINE (shown), cell);
  return sat_grid_line_get_cell (SAT_GRID_LINE (shown), *column);
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, SatForecastGrid *self)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  guint line, column;
  SatGridCell *cell = cell_at (self, x, y, &line, &column);
  graphene_point_t inside;

  if (cell == NULL || (button != GDK_BUTTON_PRIMARY && button != GDK_BUTTON_SECONDARY) ||
      !gtk_widget_compute_point (GTK_WIDGET (self), GTK_WIDGET (cell),
                                 &GRAPHENE_POINT_INIT ((float)x, (float)y), &inside))
    return;
  if (self->editor != NULL) {
    GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

    if (picked == self->editor || gtk_widget_is_ancestor (picked, self->editor))
      return;
  }
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  sat_forecast_grid_focus_cell (self, line, column);
  if (button == GDK_BUTTON_SECONDARY) {
    if (self->menu != NULL)
      sat_context_menu_popup (self->menu, x, y);
  } else if (column == 0 && sat_grid_cell_is_arrow (cell, inside.x)) {
    set_open (self, branch_of (self, line) == SAT_GRID_CLOSED);
  } else if (n_press == 2) {
    sat_forecast_grid_activate (self);
  }
}

static void
focus_entered_cb (GtkEventControllerFocus *controller, GParamSpec *pspec, SatForecastGrid *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *line = focus != NULL ? gtk_widget_get_ancestor (focus, SAT_TYPE_GRID_LINE) : NULL;

  /* An assistive tool moves the focus without a key of ours. */
  if (line != NULL && SAT_IS_GRID_CELL (focus))
    sat_forecast_grid_set_cursor (self, sat_grid_line_get_index (SAT_GRID_LINE (line)),
                                  sat_grid_line_find (SAT_GRID_LINE (line), focus));
}

void
sat_forecast_grid_add_controllers (SatForecastGrid *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (focus, "notify::contains-focus", G_CALLBACK (focus_entered_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

void
sat_forecast_grid_set_menu (SatForecastGrid *self, GMenuModel *menu)
{
  g_return_if_fail (SAT_IS_FORECAST_GRID (self) && G_IS_MENU_MODEL (menu));

  if (self->menu == NULL)
    self->menu = sat_context_menu_new (GTK_WIDGET (self), menu);
  else
    gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), menu);
}
