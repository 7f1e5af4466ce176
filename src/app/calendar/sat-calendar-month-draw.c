/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-month-private.h"

#include <glib/gi18n-lib.h>

#define SMALL_SCALE 0.9

static SatCalendarState *
state_of (SatCalendarMonth *self)
{
  return sat_calendar_grid_state (SAT_CALENDAR_GRID (self));
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

void
sat_calendar_month_clear_texts (SatCalendarMonth *self)
{
  for (int i = 0; i < 7; i++)
    g_clear_object (&self->weekdays[i]);
  for (int i = 0; i < SAT_CALENDAR_WEEKS; i++)
    g_clear_object (&self->weeks[i]);
  for (int i = 0; i < SAT_CALENDAR_WEEKS * 7; i++) {
    g_clear_object (&self->numbers[i]);
    g_clear_object (&self->holidays[i]);
  }
}

static PangoLayout *
make_text (SatCalendarMonth *self, SatDate date, const char *pattern, gboolean bold, double scale)
{
  g_autofree char *text = write_day (date, pattern);

  return sat_calendar_grid_layout (SAT_CALENDAR_GRID (self), text, bold, scale);
}

static void
make_number (SatCalendarMonth *self, int i)
{
  SatCalendarGrid *grid = SAT_CALENDAR_GRID (self);
  SatCalendarState *state = state_of (self);
  SatDate date = state->first + i;
  const char *holiday = sat_calendar_grid_holiday (grid, date);
  int year, month, day;

  sat_date_to_ymd (date, &year, &month, &day);
  if (day == 1) {
    g_autofree char *text = sat_format_day_month (&state->format, date);

    self->numbers[i] = sat_calendar_grid_layout (grid, text, TRUE, 1);
  } else {
    self->numbers[i] = make_text (self, date, "%-d", date == state->today, 1);
  }
  if (holiday != NULL) {
    self->holidays[i] = sat_calendar_grid_layout (grid, holiday, FALSE, SMALL_SCALE);
    pango_layout_set_ellipsize (self->holidays[i], PANGO_ELLIPSIZE_END);
  }
}

void
sat_calendar_month_make_texts (SatCalendarMonth *self)
{
  SatCalendarState *state = state_of (self);
  int width = 0;

  sat_calendar_month_clear_texts (self);
  for (int i = 0; i < 7; i++)
    self->weekdays[i] = make_text (self, state->first + i, "%a", FALSE, 1);
  for (int i = 0; i < SAT_CALENDAR_WEEKS * 7; i++)
    make_number (self, i);
  self->head = sat_calendar_grid_line_height (SAT_CALENDAR_GRID (self)) + 10;
  self->side = 0;
  for (int i = 0; i < SAT_CALENDAR_WEEKS && self->week_numbers; i++) {
    /* the week of its Thursday */
    SatDate thursday = state->first + i * 7;

    while (sat_date_weekday (thursday) != 4)
      thursday++;
    self->weeks[i] = make_text (self, thursday, "%-V", FALSE, SMALL_SCALE);
    pango_layout_get_pixel_size (self->weeks[i], &width, NULL);
    self->side = MAX (self->side, width + 14);
  }
}

static void
draw_rule (GtkSnapshot *snapshot, const GdkRGBA *colour, double x, double y, double w, double h)
{
  gtk_snapshot_append_color (snapshot, colour,
                             &GRAPHENE_RECT_INIT ((float)x, (float)y, (float)w, (float)h));
}

static void
draw_number (SatCalendarMonth *self, GtkSnapshot *snapshot, int i, int left, int top, int right)
{
  SatCalendarGrid *grid = SAT_CALENDAR_GRID (self);
  SatCalendarState *state = state_of (self);
  const SatCalendarInk *ink = sat_calendar_grid_ink (grid);
  SatDate date = state->first + i, next = sat_date_add_months (self->month, 1);
  gboolean today = date == state->today, other = date < self->month || date >= next;
  int width, height, room = sat_calendar_month_number (self) - 4, pill;

  pango_layout_get_pixel_size (self->numbers[i], &width, &height);
  pill = MAX (room - 2, width + 10);
  if (today) {
    GskRoundedRect shape;
    graphene_rect_t rect =
        GRAPHENE_RECT_INIT ((float)left + 3, (float)top + 3, (float)pill, (float)room - 2);

    gsk_rounded_rect_init_from_rect (&shape, &rect, rect.size.height / 2);
    gtk_snapshot_push_rounded_clip (snapshot, &shape);
    gtk_snapshot_append_color (snapshot, &ink->accent, &rect);
    gtk_snapshot_pop (snapshot);
  }
  sat_calendar_grid_draw_text (snapshot, self->numbers[i], left + 3 + (pill - width) / 2.0,
                               top + 3 + (room - 2 - height) / 2.0,
                               today   ? &ink->on_accent
                               : other ? &ink->faint
                                       : &ink->text);
  if (self->holidays[i] == NULL)
    return;
  pango_layout_set_width (self->holidays[i], MAX (0, right - left - pill - 14) * PANGO_SCALE);
  pango_layout_get_pixel_size (self->holidays[i], NULL, &height);
  sat_calendar_grid_draw_text (snapshot, self->holidays[i], left + pill + 8,
                               top + 3 + (room - 2 - height) / 2.0,
                               other ? &ink->faint : &ink->dim);
}

static void
draw_days (SatCalendarMonth *self, GtkSnapshot *snapshot, int width, int height)
{
  SatCalendarGrid *grid = SAT_CALENDAR_GRID (self);
  SatCalendarState *state = state_of (self);
  const SatCalendarInk *ink = sat_calendar_grid_ink (grid);
  SatDate next = sat_date_add_months (self->month, 1);

  for (int i = 0; i < SAT_CALENDAR_WEEKS * 7; i++) {
    SatDate date = state->first + i;
    int left = sat_calendar_month_x (self, i % 7, width);
    int right = sat_calendar_month_x (self, i % 7 + 1, width);
    int top = sat_calendar_month_y (self, i / 7, height);
    int bottom = sat_calendar_month_y (self, i / 7 + 1, height);

    if (sat_calendar_grid_is_free (grid, date))
      draw_rule (snapshot, &ink->shade, left, top, right - left, bottom - top);
    if (date < self->month || date >= next)
      draw_rule (snapshot, &ink->shade, left, top, right - left, bottom - top);
    draw_number (self, snapshot, i, left, top, right);
  }
}

void
sat_calendar_month_draw_cells (SatCalendarGrid *grid, GtkSnapshot *snapshot, int width, int height)
{
  SatCalendarMonth *self = SAT_CALENDAR_MONTH (grid);
  const SatCalendarInk *ink = sat_calendar_grid_ink (grid);
  int w, h;

  draw_rule (snapshot, &ink->ground, 0, 0, width, height);
  if (self->weekdays[0] == NULL)
    return;
  draw_days (self, snapshot, width, height);
  for (int i = 0; i < 7; i++) {
    int left = sat_calendar_month_x (self, i, width);

    pango_layout_get_pixel_size (self->weekdays[i], &w, &h);
    sat_calendar_grid_draw_text (snapshot, self->weekdays[i], left + 8, (self->head - h) / 2.0,
                                 &ink->dim);
    if (i > 0 || self->side > 0)
      draw_rule (snapshot, &ink->line, left, self->head, 1, height - self->head);
  }
  for (int i = 0; i < SAT_CALENDAR_WEEKS; i++) {
    int top = sat_calendar_month_y (self, i, height);

    draw_rule (snapshot, &ink->line, 0, top, width, 1);
    if (self->weeks[i] == NULL)
      continue;
    pango_layout_get_pixel_size (self->weeks[i], &w, &h);
    sat_calendar_grid_draw_text (snapshot, self->weeks[i], (self->side - w) / 2.0, top + 6,
                                 &ink->faint);
  }
}

void
sat_calendar_month_draw_ghost (SatCalendarGrid *grid, GtkSnapshot *snapshot)
{
  SatCalendarMonth *self = SAT_CALENDAR_MONTH (grid);
  SatCalendarState *state = state_of (self);
  const SatCalendarInk *ink = sat_calendar_grid_ink (grid);
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  int line = sat_calendar_month_line (self);
  SatDate first, last, end = state->first + (SatDate)state->n_days - 1;
  gboolean begun = FALSE;

  sat_calendar_span_days (&state->drag.span, state->format.zone, &first, &last);
  for (SatDate date = MAX (first, state->first), until; date <= MIN (last, end); date = until + 1) {
    int row = (date - state->first) / 7, top = sat_calendar_month_y (self, row, height);
    SatCalendarPiece piece = {.kind = SAT_CALENDAR_BAR, .event = state->drag.event};
    graphene_rect_t cell, bar;
    int left = sat_calendar_month_x (self, (date - state->first) % 7, width), right;
    GdkRGBA tint = ink->accent;
    GskRoundedRect shape;

    until = MIN (MIN (last, end), state->first + row * 7 + 6);
    right = sat_calendar_month_x (self, (until - state->first) % 7 + 1, width);
    cell = GRAPHENE_RECT_INIT ((float)left, (float)top, (float)(right - left),
                               (float)(sat_calendar_month_y (self, row + 1, height) - top));
    tint.alpha *= 0.12F;
    gtk_snapshot_append_color (snapshot, &tint, &cell);
    bar = GRAPHENE_RECT_INIT ((float)left + 3, (float)(top + sat_calendar_month_number (self)),
                              (float)(right - left - 6), (float)line);
    sat_calendar_chip_draw_ground (grid, snapshot, &piece, &bar, TRUE);
    gsk_rounded_rect_init_from_rect (&shape, &bar, 5);
    gtk_snapshot_append_border (snapshot, &shape, (float[4]){2, 2, 2, 2},
                                (GdkRGBA[4]){ink->accent, ink->accent, ink->accent, ink->accent});
    if (!begun && state->drag.text != NULL) {
      pango_layout_set_ellipsize (state->drag.text, PANGO_ELLIPSIZE_END);
      pango_layout_set_width (state->drag.text, MAX (right - left - 20, 20) * PANGO_SCALE);
      sat_calendar_grid_draw_text (snapshot, state->drag.text, left + 11, bar.origin.y + 1,
                                   &ink->text);
    }
    begun = TRUE;
  }
}
