/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* sat-calendar-month.c has the widget, sat-calendar-month-draw.c what is behind the events. */

#include "sat-calendar-grid-private.h"
#include "sat-calendar-month.h"

G_BEGIN_DECLS

#define SAT_CALENDAR_WEEKS 6

struct _SatCalendarMonth {
  SatCalendarGrid parent_instance;
  SatCalendarPane *cells;
  SatDate month;
  gboolean week_numbers;
  guint capacity; /* lines in a cell */
  int head, side; /* height of the names of days, width of the numbers of weeks */
  PangoLayout *weekdays[7], *weeks[SAT_CALENDAR_WEEKS], *numbers[SAT_CALENDAR_WEEKS * 7];
  PangoLayout *holidays[SAT_CALENDAR_WEEKS * 7]; /* NULL: none */
};

int sat_calendar_month_x (SatCalendarMonth *self, int column, int width);
int sat_calendar_month_y (SatCalendarMonth *self, int row, int height);
int sat_calendar_month_line (SatCalendarMonth *self);   /* height of a line of a cell */
int sat_calendar_month_number (SatCalendarMonth *self); /* height of the number of a day */

void sat_calendar_month_make_texts (SatCalendarMonth *self);
void sat_calendar_month_clear_texts (SatCalendarMonth *self);
void
sat_calendar_month_draw_cells (SatCalendarGrid *grid, GtkSnapshot *snapshot, int width, int height);
void sat_calendar_month_draw_ghost (SatCalendarGrid *grid, GtkSnapshot *snapshot);

G_END_DECLS
