/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-days-private.h"

#include "sat-calendar-text.h"

#include <glib/gi18n-lib.h>

#define NUMBER_SCALE 1.5
#define SMALL_SCALE 0.9
#define HATCH 7 /* between the lines of what no clock shows */

static SatCalendarState *
state_of (SatCalendarDays *self)
{
  return sat_calendar_grid_state (SAT_CALENDAR_GRID (self));
}

static void
unref_text (gpointer text)
{
  if (text != NULL)
    g_object_unref (text);
}

static char *
write_day (SatDate date, const char *pattern)
{
  g_autoptr (GDateTime) time = NULL;
  int year, month, day;

  sat_date_to_ymd (date, &year, &month, &day);
  time = g_date_time_new_utc (year, month, day, 0, 0, 0);
  return time != NULL ? g_date_time_format (time, pattern) : g_strdup ("");
}

static void
make_head_texts (SatCalendarDays *self)
{
  SatCalendarGrid *grid = SAT_CALENDAR_GRID (self);
  SatCalendarState *state = state_of (self);

  g_clear_pointer (&self->head_texts, g_ptr_array_unref);
  self->head_texts = g_ptr_array_new_with_free_func (unref_text);
  for (guint i = 0; i < state->n_days; i++) {
    SatDate date = state->first + (SatDate)i;
    const char *holiday = sat_calendar_grid_holiday (grid, date);
    g_autofree char *weekday = write_day (date, "%a");
    g_autofree char *number = write_day (date, "%-d");
    PangoLayout *name =
        holiday != NULL ? sat_calendar_grid_layout (grid, holiday, FALSE, SMALL_SCALE) : NULL;

    g_ptr_array_add (self->head_texts,
                     sat_calendar_grid_layout (grid, weekday, date == state->today, 1));
    g_ptr_array_add (self->head_texts,
                     sat_calendar_grid_layout (grid, number, date == state->today, NUMBER_SCALE));
    if (name != NULL)
      pango_layout_set_ellipsize (name, PANGO_ELLIPSIZE_END);
    g_ptr_array_add (self->head_texts, name);
  }
}

static void
widen (SatCalendarDays *self, PangoLayout *text)
{
  int width;

  pango_layout_get_pixel_size (text, &width, NULL);
  self->gutter = MAX (self->gutter, width + 14);
}

static void
make_hour_texts (SatCalendarDays *self)
{
  SatCalendarState *state = state_of (self);
  const SatCalendarMark *marks;
  guint n;

  g_clear_pointer (&self->hour_texts, g_ptr_array_unref);
  self->hour_texts = g_ptr_array_new_with_free_func (unref_text);
  self->gutter = 0;
  marks = sat_calendar_axis_get_marks (self->axis, &n);
  for (guint i = 0; i < n; i++) {
    g_autofree char *text = NULL;

    if (state->format.half_day)
      text = g_strdup_printf ("%d %s", (marks[i].hour + 11) % 12 + 1,
                              marks[i].hour % 24 < 12 ? C_ ("hour", "AM") : C_ ("hour", "PM"));
    else
      text = g_strdup_printf ("%02d:00%s", marks[i].hour, marks[i].again ? "’" : "");
    g_ptr_array_add (self->hour_texts,
                     sat_calendar_grid_layout (SAT_CALENDAR_GRID (self), text, FALSE, SMALL_SCALE));
    widen (self, g_ptr_array_index (self->hour_texts, i));
  }
  g_clear_object (&self->all_day_text);
  self->all_day_text = sat_calendar_grid_layout (SAT_CALENDAR_GRID (self),
                                                 C_ ("calendar", "All day"), FALSE, SMALL_SCALE);
  widen (self, self->all_day_text);
}

void
sat_calendar_days_make_texts (SatCalendarDays *self)
{
  make_head_texts (self);
  make_hour_texts (self);
}

static int
number_size (SatCalendarDays *self)
{
  return (int)(sat_calendar_grid_line_height (SAT_CALENDAR_GRID (self)) * NUMBER_SCALE) + 8;
}

int
sat_calendar_days_head_height (SatCalendarDays *self)
{
  SatCalendarGrid *grid = SAT_CALENDAR_GRID (self);
  SatCalendarState *state = state_of (self);
  int line = sat_calendar_grid_line_height (grid), height = 6 + line + 2 + number_size (self) + 4;

  for (guint i = 0; i < state->n_days; i++)
    if (sat_calendar_grid_holiday (grid, state->first + (SatDate)i) != NULL)
      return height + line;
  return height;
}

static void
draw_centred (
    GtkSnapshot *snapshot, PangoLayout *text, int left, int right, double y, const GdkRGBA *colour)
{
  int width;

  pango_layout_get_pixel_size (text, &width, NULL);
  sat_calendar_grid_draw_text (snapshot, text, left + (right - left - width) / 2.0, y, colour);
}

static void
draw_number (SatCalendarDays *self,
             GtkSnapshot *snapshot,
             PangoLayout *text,
             int left,
             int right,
             double y,
             gboolean today)
{
  const SatCalendarInk *ink = sat_calendar_grid_ink (SAT_CALENDAR_GRID (self));
  int size = number_size (self), height;
  graphene_rect_t circle = GRAPHENE_RECT_INIT ((float)(left + (right - left - size) / 2), (float)y,
                                               (float)size, (float)size);

  if (today) {
    GskRoundedRect shape;

    gsk_rounded_rect_init_from_rect (&shape, &circle, (float)size / 2);
    gtk_snapshot_push_rounded_clip (snapshot, &shape);
    gtk_snapshot_append_color (snapshot, &ink->accent, &circle);
    gtk_snapshot_pop (snapshot);
  }
  pango_layout_get_pixel_size (text, NULL, &height);
  draw_centred (snapshot, text, left, right, y + (size - height) / 2.0,
                today ? &ink->on_accent : &ink->text);
}

static void
draw_rule (GtkSnapshot *snapshot, const GdkRGBA *colour, double x, double y, double w, double h)
{
  gtk_snapshot_append_color (snapshot, colour,
                             &GRAPHENE_RECT_INIT ((float)x, (float)y, (float)w, (float)h));
}

void
sat_calendar_days_draw_head (SatCalendarGrid *grid, GtkSnapshot *snapshot, int width, int height)
{
  SatCalendarDays *self = SAT_CALENDAR_DAYS (grid);
  SatCalendarState *state = state_of (self);
  const SatCalendarInk *ink = sat_calendar_grid_ink (grid);
  int line = sat_calendar_grid_line_height (grid);

  draw_rule (snapshot, &ink->ground, 0, 0, width, height);
  if (self->head_texts == NULL)
    return;
  for (guint i = 0; i < state->n_days; i++) {
    int left = sat_calendar_days_x (self, i, width),
        right = sat_calendar_days_x (self, i + 1, width);
    SatDate date = state->first + (SatDate)i;
    PangoLayout *holiday = g_ptr_array_index (self->head_texts, 3 * i + 2);

    draw_centred (snapshot, g_ptr_array_index (self->head_texts, 3 * i), left, right, 6,
                  date == state->today ? &ink->text : &ink->dim);
    draw_number (self, snapshot, g_ptr_array_index (self->head_texts, 3 * i + 1), left, right,
                 8 + line, date == state->today);
    if (holiday != NULL) {
      pango_layout_set_width (holiday, MAX (0, right - left - 8) * PANGO_SCALE);
      pango_layout_set_alignment (holiday, PANGO_ALIGN_CENTER);
      sat_calendar_grid_draw_text (snapshot, holiday, left + 4, 10 + line + number_size (self),
                                   &ink->dim);
    }
  }
}

static void
draw_day_lines (SatCalendarDays *self, GtkSnapshot *snapshot, int width, int height)
{
  const SatCalendarInk *ink = sat_calendar_grid_ink (SAT_CALENDAR_GRID (self));

  for (guint i = 0; i < state_of (self)->n_days; i++)
    draw_rule (snapshot, &ink->line, sat_calendar_days_x (self, i, width), 0, 1, height);
}

void
sat_calendar_days_draw_lanes (SatCalendarGrid *grid, GtkSnapshot *snapshot, int width, int height)
{
  SatCalendarDays *self = SAT_CALENDAR_DAYS (grid);
  SatCalendarState *state = state_of (self);
  const SatCalendarInk *ink = sat_calendar_grid_ink (grid);
  int text_height;

  draw_rule (snapshot, &ink->ground, 0, 0, width, height);
  if (self->axis == NULL)
    return;
  for (guint i = 0; i < state->n_days; i++)
    if (sat_calendar_grid_is_free (grid, state->first + (SatDate)i))
      draw_rule (snapshot, &ink->shade, sat_calendar_days_x (self, i, width), 0,
                 sat_calendar_days_x (self, i + 1, width) - sat_calendar_days_x (self, i, width),
                 height);
  draw_day_lines (self, snapshot, width, height);
  draw_rule (snapshot, &ink->line, 0, height - 1, width, 1);
  pango_layout_get_pixel_size (self->all_day_text, NULL, &text_height);
  draw_centred (snapshot, self->all_day_text, 0, self->gutter,
                2 + MAX (0, sat_calendar_days_lane_height (self) - text_height) / 2.0, &ink->dim);
}

/* What no clock shows on that day. */
static void
draw_gap (SatCalendarGrid *grid, GtkSnapshot *snapshot, const graphene_rect_t *rect)
{
  const SatCalendarInk *ink = sat_calendar_grid_ink (grid);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, rect);

  gdk_cairo_set_source_rgba (cr, &ink->line);
  cairo_set_line_width (cr, 1);
  for (float x = -rect->size.height; x < rect->size.width; x += HATCH) {
    cairo_move_to (cr, rect->origin.x + x, rect->origin.y + rect->size.height);
    cairo_line_to (cr, rect->origin.x + x + rect->size.height, rect->origin.y);
  }
  cairo_stroke (cr);
  cairo_destroy (cr);
}

/* The hours without work are shaded. */
static void
draw_day (SatCalendarDays *self, GtkSnapshot *snapshot, guint day, int width, int height)
{
  SatCalendarGrid *grid = SAT_CALENDAR_GRID (self);
  SatCalendarState *state = state_of (self);
  const SatCalendarInk *ink = sat_calendar_grid_ink (grid);
  SatDate date = state->first + (SatDate)day;
  int weekday = sat_date_weekday (date), left = sat_calendar_days_x (self, day, width);
  int right = sat_calendar_days_x (self, day + 1, width);
  gint64 from, to;

  if (sat_calendar_grid_is_free (grid, date)) {
    draw_rule (snapshot, &ink->shade, left, 0, right - left, height);
  } else {
    double begin = sat_calendar_days_y (
        self, sat_calendar_axis_of_clock (self->axis, state->work.from[weekday]), height);
    double end = sat_calendar_days_y (
        self, sat_calendar_axis_of_clock (self->axis, state->work.to[weekday]), height);

    if (begin > 0)
      draw_rule (snapshot, &ink->shade, left, 0, right - left, begin);
    if (end < height)
      draw_rule (snapshot, &ink->shade, left, end, right - left, height - end);
  }
  for (guint i = 0; sat_calendar_axis_get_gap (self->axis, day, i, &from, &to); i++) {
    double y = MAX (0, sat_calendar_days_y (self, from, height));
    double until = MIN (height, sat_calendar_days_y (self, to, height));

    if (until > y)
      draw_gap (
          grid, snapshot,
          &GRAPHENE_RECT_INIT ((float)left, (float)y, (float)(right - left), (float)(until - y)));
  }
}

static void
draw_hour_lines (SatCalendarDays *self, GtkSnapshot *snapshot, int width, int height)
{
  const SatCalendarInk *ink = sat_calendar_grid_ink (SAT_CALENDAR_GRID (self));
  const SatCalendarMark *marks;
  GdkRGBA half = ink->line;
  guint n;

  half.alpha /= 2;
  marks = sat_calendar_axis_get_marks (self->axis, &n);
  for (guint i = 0; i < n; i++) {
    int y = (int)sat_calendar_days_y (self, marks[i].at, height), text_height, text_width;
    int middle = (int)sat_calendar_days_y (self, marks[i].at + G_TIME_SPAN_HOUR / 2, height);
    PangoLayout *text = g_ptr_array_index (self->hour_texts, i);

    if (middle > 0 && middle < height && i + 1 < n)
      draw_rule (snapshot, &half, self->gutter, middle, width - self->gutter, 1);
    if (y <= 0 || y >= height)
      continue;
    draw_rule (snapshot, &ink->line, self->gutter - 4, y, width - self->gutter + 4, 1);
    pango_layout_get_pixel_size (text, &text_width, &text_height);
    sat_calendar_grid_draw_text (snapshot, text, self->gutter - 8 - text_width,
                                 y - text_height / 2.0, &ink->dim);
  }
}

/* How far down the present is, if it is shown. */
static gboolean
find_now (SatCalendarDays *self, int height, int *y)
{
  SatCalendarState *state = state_of (self);
  gint64 at;

  if (self->axis == NULL || !sat_calendar_grid_shows (SAT_CALENDAR_GRID (self), state->today))
    return FALSE;
  at = sat_calendar_axis_of_instant (self->axis, (guint)(state->today - state->first), state->now,
                                     FALSE);
  *y = (int)sat_calendar_days_y (self, at, height);
  return at >= self->top && at <= self->bottom;
}

/* A faint line behind the events of all days, and a strong one over those of today. */
static void
draw_now_behind (SatCalendarDays *self, GtkSnapshot *snapshot, int width, int height)
{
  GdkRGBA faint = sat_calendar_grid_ink (SAT_CALENDAR_GRID (self))->error;
  int y;

  faint.alpha *= 0.35F;
  if (find_now (self, height, &y))
    draw_rule (snapshot, &faint, self->gutter, y, width - self->gutter, 1);
}

void
sat_calendar_days_draw_now (SatCalendarGrid *grid, GtkSnapshot *snapshot, int width, int height)
{
  SatCalendarDays *self = SAT_CALENDAR_DAYS (grid);
  SatCalendarState *state = state_of (self);
  const SatCalendarInk *ink = sat_calendar_grid_ink (grid);
  guint day = (guint)(state->today - state->first);
  int left, right, y;
  GskRoundedRect dot;

  if (!find_now (self, height, &y))
    return;
  left = sat_calendar_days_x (self, day, width);
  right = sat_calendar_days_x (self, day + 1, width);
  draw_rule (snapshot, &ink->error, left, y - 1, right - left, 2);
  gsk_rounded_rect_init_from_rect (&dot,
                                   &GRAPHENE_RECT_INIT ((float)left - 4, (float)y - 5, 10, 10), 5);
  gtk_snapshot_push_rounded_clip (snapshot, &dot);
  gtk_snapshot_append_color (snapshot, &ink->error, &dot.bounds);
  gtk_snapshot_pop (snapshot);
}

void
sat_calendar_days_draw_hours (SatCalendarGrid *grid, GtkSnapshot *snapshot, int width, int height)
{
  SatCalendarDays *self = SAT_CALENDAR_DAYS (grid);

  draw_rule (snapshot, &sat_calendar_grid_ink (grid)->ground, 0, 0, width, height);
  if (self->axis == NULL)
    return;
  for (guint i = 0; i < state_of (self)->n_days; i++)
    draw_day (self, snapshot, i, width, height);
  draw_hour_lines (self, snapshot, width, height);
  draw_day_lines (self, snapshot, width, height);
  draw_now_behind (self, snapshot, width, height);
}

static void
draw_ghost_rect (SatCalendarGrid *grid,
                 GtkSnapshot *snapshot,
                 SatCalendarPieceKind kind,
                 const graphene_rect_t *rect,
                 gboolean with_text)
{
  SatCalendarState *state = sat_calendar_grid_state (grid);
  const SatCalendarInk *ink = sat_calendar_grid_ink (grid);
  SatCalendarPiece piece = {.kind = kind, .event = state->drag.event};
  GskRoundedRect shape;

  sat_calendar_chip_draw_ground (grid, snapshot, &piece, rect, TRUE);
  gsk_rounded_rect_init_from_rect (&shape, rect, 5);
  gtk_snapshot_append_border (snapshot, &shape, (float[4]){2, 2, 2, 2},
                              (GdkRGBA[4]){ink->accent, ink->accent, ink->accent, ink->accent});
  if (!with_text || state->drag.text == NULL)
    return;
  pango_layout_set_ellipsize (state->drag.text, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (state->drag.text, (int)MAX (rect->size.width - 12, 60) * PANGO_SCALE);
  sat_calendar_grid_draw_text (snapshot, state->drag.text, rect->origin.x + 8, rect->origin.y + 2,
                               &ink->text);
}

static graphene_rect_t
bounds_of (SatCalendarDays *self, GtkWidget *widget)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, 0, 0);

  if (!gtk_widget_compute_bounds (widget, GTK_WIDGET (self), &bounds))
    return GRAPHENE_RECT_INIT (0, 0, 0, 0);
  return bounds;
}

static void
draw_ghost_bar (SatCalendarDays *self, GtkSnapshot *snapshot)
{
  SatCalendarState *state = state_of (self);
  graphene_rect_t bounds = bounds_of (self, GTK_WIDGET (self->lanes_scroller)), rect;
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  SatDate last = state->first + (SatDate)state->n_days - 1, from, to;
  int left, right;

  sat_calendar_span_days (&state->drag.span, state->format.zone, &from, &to);
  if (to < state->first || from > last)
    return;
  left = sat_calendar_days_x (self, (guint)(MAX (from, state->first) - state->first), width);
  right = sat_calendar_days_x (self, (guint)(MIN (to, last) - state->first) + 1, width);
  rect = GRAPHENE_RECT_INIT ((float)left + 3, bounds.origin.y + 2, (float)(right - left - 5),
                             (float)sat_calendar_days_lane_height (self) - 2);
  draw_ghost_rect (SAT_CALENDAR_GRID (self), snapshot, SAT_CALENDAR_BAR, &rect, TRUE);
}

void
sat_calendar_days_draw_ghost (SatCalendarGrid *grid, GtkSnapshot *snapshot)
{
  SatCalendarDays *self = SAT_CALENDAR_DAYS (grid);
  SatCalendarState *state = state_of (self);
  const SatCalendarSpan *span = &state->drag.span;
  graphene_rect_t view = bounds_of (self, GTK_WIDGET (self->hours_scroller));
  graphene_rect_t hours = bounds_of (self, GTK_WIDGET (self->hours));
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = (int)hours.size.height;
  gboolean first = TRUE;

  if (span->all_day || span->end - span->start >= G_TIME_SPAN_DAY) {
    draw_ghost_bar (self, snapshot);
    return;
  }
  gtk_snapshot_push_clip (snapshot, &view);
  for (guint i = 0; i < state->n_days; i++) {
    int left = sat_calendar_days_x (self, i, width) + 2;
    int right = sat_calendar_days_x (self, i + 1, width) - 2;
    gint64 from, to;
    double y, until;

    if (!sat_calendar_axis_cut (self->axis, i, span->start, span->end, &from, &to))
      continue;
    y = sat_calendar_days_y (self, from, height) + hours.origin.y;
    until = sat_calendar_days_y (self, to, height) + hours.origin.y;
    draw_ghost_rect (grid, snapshot, SAT_CALENDAR_BLOCK,
                     &GRAPHENE_RECT_INIT ((float)left, (float)(int)y, (float)(right - left),
                                          (float)MAX (until - y, 4)),
                     first);
    first = FALSE;
  }
  gtk_snapshot_pop (snapshot);
}
