/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-days-private.h"

#include "sat-board-layout.h"
#include "sat-calendar-layout.h"
#include "sat-widgets.h"

#include <glib/gi18n-lib.h>

#define LANES 5             /* shown before they are asked for */
#define LANES_OF_ONE_DAY 10 /* the same where there is but one day */
#define GAP 1               /* between blocks */
#define EDGE 40             /* depth of the zones that scroll */
#define PIXELS_PER_SECOND 700
#define BEYOND 10 /* depth of the zones at the sides that turn the page */

G_DEFINE_FINAL_TYPE (SatCalendarDays, sat_calendar_days, SAT_TYPE_CALENDAR_GRID)

static SatCalendarState *
state_of (SatCalendarDays *self)
{
  return sat_calendar_grid_state (SAT_CALENDAR_GRID (self));
}

int
sat_calendar_days_x (SatCalendarDays *self, guint day, int width)
{
  return self->gutter +
         (int)((gint64)(width - self->gutter) * day / MAX (state_of (self)->n_days, 1));
}

guint
sat_calendar_days_at (SatCalendarDays *self, double x, int width)
{
  guint day = 0, n = state_of (self)->n_days;

  while (day + 1 < n && x >= sat_calendar_days_x (self, day + 1, width))
    day++;
  return day;
}

int
sat_calendar_days_lane_height (SatCalendarDays *self)
{
  return sat_calendar_grid_line_height (SAT_CALENDAR_GRID (self)) +
         (state_of (self)->compact ? 2 : 6);
}

double
sat_calendar_days_y (SatCalendarDays *self, gint64 at, int height)
{
  return (double)(at - self->top) * height / (double)MAX (self->bottom - self->top, 1);
}

/* The least height of an hour. */
static int
hour_height (SatCalendarDays *self)
{
  int line = sat_calendar_grid_line_height (SAT_CALENDAR_GRID (self));

  return state_of (self)->compact ? 2 * line + 4 : 3 * line;
}

/* Timed events of a day and more stand above the hours, too. */
static gboolean
is_bar (const SatCalendarEvent *event)
{
  return event->span.all_day || event->span.end - event->span.start >= G_TIME_SPAN_DAY;
}

static void
add_blocks (SatCalendarDays *self, guint day, GArray *pieces)
{
  SatCalendarState *state = state_of (self);
  g_autoptr (GArray) blocks = g_array_new (FALSE, TRUE, sizeof (SatCalendarBlock));
  gint64 least = sat_calendar_grid_line_height (SAT_CALENDAR_GRID (self)) * G_TIME_SPAN_HOUR /
                 MAX (hour_height (self), 1);

  for (guint i = 0; i < state->events->len; i++) {
    const SatCalendarEvent *event = g_ptr_array_index (state->events, i);
    SatCalendarBlock block = {.event = i};

    if (!is_bar (event) && sat_calendar_axis_cut (self->axis, day, event->span.start,
                                                  event->span.end, &block.from, &block.to))
      g_array_append_val (blocks, block);
  }
  sat_calendar_lay_out_blocks ((SatCalendarBlock *)(gpointer)blocks->data, blocks->len,
                               MAX (least, SAT_CALENDAR_STEP),
                               sat_calendar_axis_get_length (self->axis));
  for (guint i = 0; i < blocks->len; i++) {
    const SatCalendarBlock *block = &g_array_index (blocks, SatCalendarBlock, i);
    SatCalendarPiece piece = {.kind = SAT_CALENDAR_BLOCK,
                              .event = g_ptr_array_index (state->events, block->event),
                              .from = block->from,
                              .to = block->to,
                              .column = block->column,
                              .width = block->width,
                              .n_columns = block->n_columns};
    SatDate first, last;

    sat_calendar_span_days (&piece.event->span, state->format.zone, &first, &last);
    piece.first = piece.last = state->first + (SatDate)day;
    piece.before = first < piece.first;
    piece.after = last > piece.first;
    g_array_append_val (pieces, piece);
  }
}

static void
add_bar (SatCalendarDays *self, const SatCalendarBar *bar, GArray *pieces)
{
  SatCalendarState *state = state_of (self);
  SatCalendarPiece piece = {.kind = SAT_CALENDAR_BAR,
                            .event = g_ptr_array_index (state->events, bar->event),
                            .first = state->first + bar->first,
                            .last = state->first + bar->last,
                            .lane = bar->lane,
                            .before = bar->before,
                            .after = bar->after};

  g_array_append_val (pieces, piece);
}

static void
add_more (SatCalendarDays *self, guint day, guint lane, guint more, GArray *pieces)
{
  SatCalendarPiece piece = {.kind = SAT_CALENDAR_MORE, .lane = lane, .more = more};

  piece.first = piece.last = state_of (self)->first + (SatDate)day;
  g_array_append_val (pieces, piece);
}

static guint
lanes_to_show (SatCalendarDays *self)
{
  if (self->expanded)
    return G_MAXUINT;
  return state_of (self)->n_days == 1 ? LANES_OF_ONE_DAY : LANES;
}

static void
lay_out_lanes (SatCalendarDays *self)
{
  SatCalendarState *state = state_of (self);
  guint n_days = state->n_days, n, most = lanes_to_show (self), more[7];
  g_autoptr (GArray) bars = g_array_new (FALSE, TRUE, sizeof (SatCalendarBar));
  g_autoptr (GArray) pieces = g_array_new (FALSE, TRUE, sizeof (SatCalendarPiece));
  g_autoptr (GArray) shown = NULL;

  for (guint i = 0; i < state->events->len; i++) {
    const SatCalendarEvent *event = g_ptr_array_index (state->events, i);
    SatDate first, last;

    if (!is_bar (event))
      continue;
    sat_calendar_span_days (&event->span, state->format.zone, &first, &last);
    g_array_append_val (bars, ((SatCalendarBar){.event = i,
                                                .order = event->due ? 1 : 0,
                                                .first = first - state->first,
                                                .last = last - state->first}));
  }
  n = sat_calendar_lay_out_bars ((SatCalendarBar *)(gpointer)bars->data, bars->len, n_days,
                                 &self->n_lanes);
  shown = sat_calendar_show_bars ((SatCalendarBar *)(gpointer)bars->data, n, n_days, most, more);
  for (guint i = 0; i < shown->len; i++)
    add_bar (self, &g_array_index (shown, SatCalendarBar, i), pieces);
  for (guint d = 0; d < n_days; d++)
    if (more[d] > 0)
      add_more (self, d, most - 1, more[d], pieces);
  if (self->expanded && self->n_lanes > (n_days == 1 ? LANES_OF_ONE_DAY : LANES))
    add_more (self, 0, self->n_lanes++, 0, pieces);
  self->n_lanes = MIN (self->n_lanes, most);
  sat_calendar_pane_set_pieces (self->lanes, pieces);
}

/* The hours of work, and what happens before and after them. */
static void
find_hours (SatCalendarDays *self, GArray *pieces)
{
  SatCalendarState *state = state_of (self);
  int from = 24 * 60, to = 0;

  self->top = 0;
  self->bottom = sat_calendar_axis_get_length (self->axis);
  if (!self->work_only)
    return;
  for (int day = 1; day <= 7; day++) {
    if (state->work.to[day] <= state->work.from[day])
      continue;
    from = MIN (from, state->work.from[day]);
    to = MAX (to, state->work.to[day]);
  }
  if (from >= to)
    return;
  self->top = sat_calendar_axis_of_clock (self->axis, from / 60 * 60);
  self->bottom = sat_calendar_axis_of_clock (self->axis, (to + 59) / 60 * 60);
  for (guint i = 0; i < pieces->len; i++) {
    const SatCalendarPiece *piece = &g_array_index (pieces, SatCalendarPiece, i);

    self->top = MIN (self->top, piece->from / G_TIME_SPAN_HOUR * G_TIME_SPAN_HOUR);
    self->bottom = MAX (self->bottom,
                        (piece->to + G_TIME_SPAN_HOUR - 1) / G_TIME_SPAN_HOUR * G_TIME_SPAN_HOUR);
  }
  self->bottom = MIN (self->bottom, sat_calendar_axis_get_length (self->axis));
}

static void
lay_out (SatCalendarGrid *grid)
{
  SatCalendarDays *self = SAT_CALENDAR_DAYS (grid);
  SatCalendarState *state = state_of (self);
  g_autoptr (GArray) pieces = g_array_new (FALSE, TRUE, sizeof (SatCalendarPiece));

  g_clear_pointer (&self->axis, sat_calendar_axis_free);
  self->axis = sat_calendar_axis_new (state->first, state->n_days, state->format.zone);
  for (guint day = 0; day < state->n_days; day++)
    add_blocks (self, day, pieces);
  find_hours (self, pieces);
  sat_calendar_days_make_texts (self);
  sat_calendar_pane_set_height (self->head, sat_calendar_days_head_height (self));
  sat_calendar_pane_set_pieces (self->hours, pieces);
  sat_calendar_pane_set_height (
      self->hours,
      (int)(hour_height (self) * ((self->bottom - self->top) / G_TIME_SPAN_MINUTE) / 60));
  lay_out_lanes (self);
  sat_calendar_pane_set_height (
      self->lanes, (int)MAX (self->n_lanes, 1) * sat_calendar_days_lane_height (self) + 4);
  gtk_widget_queue_draw (GTK_WIDGET (self->head));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static GdkRectangle
place_lane (SatCalendarGrid *grid, const SatCalendarPiece *piece, int width, int height)
{
  SatCalendarDays *self = SAT_CALENDAR_DAYS (grid);
  SatCalendarState *state = state_of (self);
  int lane = sat_calendar_days_lane_height (self);
  int left = sat_calendar_days_x (self, (guint)(piece->first - state->first), width);
  int right = sat_calendar_days_x (self, (guint)(piece->last - state->first) + 1, width);

  left += piece->before ? 1 : 3;
  right -= piece->after ? 0 : 2;
  if (piece->kind == SAT_CALENDAR_CURSOR)
    return (GdkRectangle){left, 2, right - left, height - 4};
  return (GdkRectangle){left, 2 + (int)piece->lane * lane, right - left, lane - 2};
}

static GdkRectangle
place_block (SatCalendarGrid *grid, const SatCalendarPiece *piece, int width, int height)
{
  SatCalendarDays *self = SAT_CALENDAR_DAYS (grid);
  guint day = (guint)(piece->first - state_of (self)->first);
  int left = sat_calendar_days_x (self, day, width) + 2;
  int room = sat_calendar_days_x (self, day + 1, width) - left - 3;
  int n = (int)MAX (piece->n_columns, 1);
  int from = left + room * (int)piece->column / n;
  int to = left + room * (int)(piece->column + MAX (piece->width, 1)) / n;
  int top = (int)sat_calendar_days_y (self, piece->from, height);
  int bottom = (int)sat_calendar_days_y (self, piece->to, height);

  return (GdkRectangle){from, top + GAP, to - from - GAP, bottom - top - GAP};
}

static gboolean
find_spot (SatCalendarGrid *grid, double x, double y, SatCalendarSpot *spot)
{
  SatCalendarDays *self = SAT_CALENDAR_DAYS (grid);
  SatCalendarState *state = state_of (self);
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self->hours));
  guint day = sat_calendar_days_at (self, x, width);
  graphene_point_t at;

  *spot = (SatCalendarSpot){.date = state->first + (SatDate)day};
  if (!gtk_widget_compute_point (GTK_WIDGET (self), GTK_WIDGET (self->hours_scroller),
                                 &GRAPHENE_POINT_INIT ((float)x, (float)y), &at) ||
      at.y < 0 || height <= 0) {
    gboolean inside = y >= gtk_widget_get_height (GTK_WIDGET (self->head)) && x >= self->gutter;

    if (!inside && x < self->gutter)
      spot->date = sat_calendar_grid_is_dragging (grid) ? spot->date : G_MININT32;
    return inside;
  }
  at.y +=
      (float)gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->hours_scroller));
  spot->timed = TRUE;
  spot->at = self->top + (gint64)((double)CLAMP (at.y, 0, (float)height - 1) *
                                  (double)(self->bottom - self->top) / height);
  spot->instant = sat_calendar_axis_to_instant (self->axis, day, spot->at);
  if (x >= self->gutter || sat_calendar_grid_is_dragging (grid))
    return TRUE;
  spot->date = G_MININT32;
  return FALSE;
}

static void
scroll (SatCalendarGrid *grid, double x, double y, double seconds)
{
  SatCalendarDays *self = SAT_CALENDAR_DAYS (grid);
  GtkAdjustment *down = gtk_scrolled_window_get_vadjustment (self->hours_scroller);
  int height = gtk_widget_get_height (GTK_WIDGET (self->hours_scroller));
  graphene_point_t at;
  double speed;

  if (!gtk_widget_compute_point (GTK_WIDGET (self), GTK_WIDGET (self->hours_scroller),
                                 &GRAPHENE_POINT_INIT ((float)x, (float)y), &at) ||
      at.y < 0)
    return;
  speed = sat_board_edge_speed (at.y, height, EDGE);
  if (speed != 0)
    gtk_adjustment_set_value (down, gtk_adjustment_get_value (down) +
                                        speed * seconds * PIXELS_PER_SECOND);
}

static int
beyond (SatCalendarGrid *grid, double x, double y)
{
  int width = gtk_widget_get_width (GTK_WIDGET (grid));

  return x < BEYOND ? -1 : x > width - BEYOND ? 1 : 0;
}

static void
scroll_to (GtkScrolledWindow *scroller, double top, double bottom)
{
  GtkAdjustment *down = gtk_scrolled_window_get_vadjustment (scroller);
  double value = gtk_adjustment_get_value (down), page = gtk_adjustment_get_page_size (down);

  if (page > 0)
    gtk_adjustment_set_value (down, sat_board_reveal (top, bottom - top, 12, value, page));
}

static void
reveal (SatCalendarGrid *grid, GtkWidget *chip)
{
  SatCalendarDays *self = SAT_CALENDAR_DAYS (grid);
  GtkWidget *pane = gtk_widget_get_parent (chip);
  const SatCalendarPiece *piece = sat_calendar_chip_get_piece (SAT_CALENDAR_CHIP (chip));
  int width = gtk_widget_get_width (pane), height = gtk_widget_get_height (pane);
  GdkRectangle place;

  if (pane == GTK_WIDGET (self->hours)) {
    place = place_block (grid, piece, width, height);
    scroll_to (self->hours_scroller, place.y, place.y + MIN (place.height, 200));
  } else if (pane == GTK_WIDGET (self->lanes) && piece->kind != SAT_CALENDAR_CURSOR) {
    place = place_lane (grid, piece, width, height);
    scroll_to (self->lanes_scroller, place.y, place.y + place.height);
  }
}

static void
show_more (SatCalendarGrid *grid, SatDate date)
{
  SatCalendarDays *self = SAT_CALENDAR_DAYS (grid);

  self->expanded = !self->expanded;
  sat_calendar_grid_renew (grid);
}

static void
sat_calendar_days_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? 200 : 240;
  *natural = MAX (*minimum, 600);
}

static void
allocate (GtkWidget *child, int y, int width, int height)
{
  int minimum;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
  gtk_widget_size_allocate (child, &(GtkAllocation){0, y, width, MAX (minimum, height)}, -1);
}

/* Once it has its size. */
static gboolean
reveal_now_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  sat_calendar_days_reveal (SAT_CALENDAR_DAYS (widget), state_of (SAT_CALENDAR_DAYS (widget))->now);
  return G_SOURCE_REMOVE;
}

static void
sat_calendar_days_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SatCalendarDays *self = SAT_CALENDAR_DAYS (widget);
  int head, lanes, least = 3 * sat_calendar_days_lane_height (self);

  gtk_widget_measure (GTK_WIDGET (self->head), GTK_ORIENTATION_VERTICAL, width, &head, NULL, NULL,
                      NULL);
  gtk_widget_measure (GTK_WIDGET (self->lanes), GTK_ORIENTATION_VERTICAL, width, &lanes, NULL, NULL,
                      NULL);
  lanes = MIN (lanes, MAX (height * 2 / 5 - head, least));
  allocate (GTK_WIDGET (self->head), 0, width, head);
  allocate (GTK_WIDGET (self->lanes_scroller), head, width, lanes);
  allocate (GTK_WIDGET (self->hours_scroller), head + lanes, width, height - head - lanes);
  sat_calendar_grid_place_popovers (SAT_CALENDAR_GRID (self));
  if (!self->revealed && self->axis != NULL && height > 100) {
    self->revealed = TRUE;
    gtk_widget_add_tick_callback (widget, reveal_now_cb, NULL, NULL);
  }
}

static void
sat_calendar_days_finalize (GObject *object)
{
  SatCalendarDays *self = SAT_CALENDAR_DAYS (object);

  g_clear_pointer (&self->axis, sat_calendar_axis_free);
  g_clear_pointer (&self->head_texts, g_ptr_array_unref);
  g_clear_pointer (&self->hour_texts, g_ptr_array_unref);
  g_clear_object (&self->all_day_text);
  G_OBJECT_CLASS (sat_calendar_days_parent_class)->finalize (object);
}

static void
sat_calendar_days_class_init (SatCalendarDaysClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  SatCalendarGridClass *grid_class = SAT_CALENDAR_GRID_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sat_calendar_days_finalize;
  widget_class->measure = sat_calendar_days_measure;
  widget_class->size_allocate = sat_calendar_days_size_allocate;
  grid_class->lay_out = lay_out;
  grid_class->show_cursor = sat_calendar_days_show_cursor;
  grid_class->find_spot = find_spot;
  grid_class->draw_ghost = sat_calendar_days_draw_ghost;
  grid_class->scroll = scroll;
  grid_class->beyond = beyond;
  grid_class->move_cursor = sat_calendar_days_move_cursor;
  grid_class->reveal = reveal;
  grid_class->show_more = show_more;
}

static GtkScrolledWindow *
make_scroller (SatCalendarDays *self, SatCalendarPane *pane)
{
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());

  gtk_scrolled_window_set_policy (scroller, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (scroller, GTK_WIDGET (pane));
  /* a chip can have the focus before it has a place: reveal() knows where it will be */
  gtk_viewport_set_scroll_to_focus (GTK_VIEWPORT (gtk_scrolled_window_get_child (scroller)), FALSE);
  gtk_widget_set_parent (GTK_WIDGET (scroller), GTK_WIDGET (self));
  return scroller;
}

static void
name_pane (SatCalendarPane *pane, const char *name)
{
  sat_widget_set_name (GTK_WIDGET (pane), name);
}

static void
sat_calendar_days_init (SatCalendarDays *self)
{
  SatCalendarGrid *grid = SAT_CALENDAR_GRID (self);

  self->head = sat_calendar_pane_new (grid, sat_calendar_days_draw_head, place_lane);
  gtk_widget_set_parent (GTK_WIDGET (self->head), GTK_WIDGET (self));
  self->lanes = sat_calendar_pane_new (grid, sat_calendar_days_draw_lanes, place_lane);
  self->lanes_scroller = make_scroller (self, self->lanes);
  self->hours = sat_calendar_pane_new (grid, sat_calendar_days_draw_hours, place_block);
  sat_calendar_pane_set_over (self->hours, sat_calendar_days_draw_now);
  self->hours_scroller = make_scroller (self, self->hours);
  name_pane (self->head, C_ ("calendar", "Days"));
  name_pane (self->lanes, C_ ("calendar", "All day"));
  name_pane (self->hours, C_ ("calendar", "Hours"));
  sat_calendar_grid_add_pane (grid, self->lanes);
  sat_calendar_grid_add_pane (grid, self->hours);
}

SatCalendarGrid *
sat_calendar_days_new (void)
{
  return g_object_new (SAT_TYPE_CALENDAR_DAYS, NULL);
}

void
sat_calendar_days_set_range (SatCalendarDays *self, SatDate first, guint n)
{
  SatCalendarState *state;

  g_return_if_fail (SAT_IS_CALENDAR_DAYS (self) && n >= 1 && n <= 7);

  state = state_of (self);
  if (state->first == first && state->n_days == n)
    return;
  state->first = first;
  state->n_days = n;
  self->expanded = FALSE;
  sat_calendar_grid_renew (SAT_CALENDAR_GRID (self));
}

void
sat_calendar_days_set_work_only (SatCalendarDays *self, gboolean work_only)
{
  g_return_if_fail (SAT_IS_CALENDAR_DAYS (self));

  if (self->work_only == !!work_only)
    return;
  self->work_only = !!work_only;
  self->revealed = FALSE;
  sat_calendar_grid_renew (SAT_CALENDAR_GRID (self));
}

void
sat_calendar_days_reveal (SatCalendarDays *self, gint64 us)
{
  SatCalendarState *state;
  GtkAdjustment *down;
  SatDate date;
  double at, page;
  int height;

  g_return_if_fail (SAT_IS_CALENDAR_DAYS (self));

  if (self->axis == NULL)
    return;
  state = state_of (self);
  down = gtk_scrolled_window_get_vadjustment (self->hours_scroller);
  page = gtk_adjustment_get_page_size (down);
  height = MAX (gtk_widget_get_height (GTK_WIDGET (self->hours)), 1);
  date = sat_date_of_instant (us, state->format.zone);
  if (sat_calendar_grid_shows (SAT_CALENDAR_GRID (self), date))
    at = sat_calendar_days_y (
             self,
             sat_calendar_axis_of_instant (self->axis, (guint)(date - state->first), us, FALSE),
             height) -
         page / 3;
  else
    at = sat_calendar_days_y (self, sat_calendar_axis_of_clock (self->axis, 8 * 60), height);
  gtk_adjustment_set_value (down, at);
}
