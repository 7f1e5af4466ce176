/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* sat-calendar-days.c has the widget, sat-calendar-days-draw.c what is behind the events,
 * sat-calendar-days-keys.c moves the cursor. */

#include "sat-calendar-axis.h"
#include "sat-calendar-days.h"
#include "sat-calendar-grid-private.h"

G_BEGIN_DECLS

struct _SatCalendarDays {
  SatCalendarGrid parent_instance;
  SatCalendarPane *head, *lanes, *hours;
  GtkScrolledWindow *lanes_scroller, *hours_scroller;
  gboolean work_only, expanded;
  SatCalendarAxis *axis;
  gint64 top, bottom; /* the part of the axis that is shown */
  guint n_lanes;
  int gutter;            /* width of what is left of the days */
  GPtrArray *head_texts; /* PangoLayout: of each day its weekday, its number, its holiday or NULL */
  GPtrArray *hour_texts; /* of each mark of the axis */
  PangoLayout *all_day_text;
  gboolean revealed;
};

/* The edges of a day's column. */
int sat_calendar_days_x (SatCalendarDays *self, guint day, int width);
guint sat_calendar_days_at (SatCalendarDays *self, double x, int width);
int sat_calendar_days_lane_height (SatCalendarDays *self);
/* Pixels down the pane of the hours that is @height high. */
double sat_calendar_days_y (SatCalendarDays *self, gint64 at, int height);

void sat_calendar_days_make_texts (SatCalendarDays *self);
int sat_calendar_days_head_height (SatCalendarDays *self);
void
sat_calendar_days_draw_head (SatCalendarGrid *grid, GtkSnapshot *snapshot, int width, int height);
void
sat_calendar_days_draw_lanes (SatCalendarGrid *grid, GtkSnapshot *snapshot, int width, int height);
void
sat_calendar_days_draw_hours (SatCalendarGrid *grid, GtkSnapshot *snapshot, int width, int height);
void
sat_calendar_days_draw_now (SatCalendarGrid *grid, GtkSnapshot *snapshot, int width, int height);
void sat_calendar_days_draw_ghost (SatCalendarGrid *grid, GtkSnapshot *snapshot);

gboolean sat_calendar_days_move_cursor (SatCalendarGrid *grid, guint key);
void sat_calendar_days_show_cursor (SatCalendarGrid *grid);

G_END_DECLS
