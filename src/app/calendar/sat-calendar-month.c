/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-month.h"

#include "sat-calendar-grid-private.h"

#define WEEKS 6

struct _SatCalendarMonth {
  SatCalendarGrid parent_instance;
  SatDate month;
  gboolean week_numbers;
};

G_DEFINE_FINAL_TYPE (SatCalendarMonth, sat_calendar_month, SAT_TYPE_CALENDAR_GRID)

static void
lay_out (SatCalendarGrid *grid)
{
  gtk_widget_queue_draw (GTK_WIDGET (grid));
}

static void
sat_calendar_month_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  const SatCalendarInk *ink = sat_calendar_grid_ink (SAT_CALENDAR_GRID (widget));
  float width = (float)gtk_widget_get_width (widget),
        height = (float)gtk_widget_get_height (widget);

  gtk_snapshot_append_color (snapshot, &ink->ground, &GRAPHENE_RECT_INIT (0, 0, width, height));
  for (int i = 1; i < 7; i++)
    gtk_snapshot_append_color (
        snapshot, &ink->line,
        &GRAPHENE_RECT_INIT ((float)(int)(width * (float)i / 7), 0, 1, height));
  for (int i = 1; i < WEEKS; i++)
    gtk_snapshot_append_color (
        snapshot, &ink->line,
        &GRAPHENE_RECT_INIT (0, (float)(int)(height * (float)i / WEEKS), width, 1));
}

static void
sat_calendar_month_class_init (SatCalendarMonthClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = sat_calendar_month_snapshot;
  SAT_CALENDAR_GRID_CLASS (klass)->lay_out = lay_out;
}

static void
sat_calendar_month_init (SatCalendarMonth *self)
{
}

SatCalendarGrid *
sat_calendar_month_new (void)
{
  return g_object_new (SAT_TYPE_CALENDAR_MONTH, NULL);
}

void
sat_calendar_month_set_month (SatCalendarMonth *self, SatDate date)
{
  SatCalendarState *state;
  int year, month, day;

  g_return_if_fail (SAT_IS_CALENDAR_MONTH (self));

  state = sat_calendar_grid_state (SAT_CALENDAR_GRID (self));
  g_return_if_fail (state->formatted);
  sat_date_to_ymd (date, &year, &month, &day);
  self->month = date - day + 1;
  state->first = self->month - (sat_date_weekday (self->month) - state->format.week_start + 7) % 7;
  state->n_days = WEEKS * 7;
  sat_calendar_grid_renew (SAT_CALENDAR_GRID (self));
}

SatDate
sat_calendar_month_get_month (SatCalendarMonth *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_MONTH (self), 0);

  return self->month;
}

void
sat_calendar_month_set_week_numbers (SatCalendarMonth *self, gboolean shown)
{
  g_return_if_fail (SAT_IS_CALENDAR_MONTH (self));

  self->week_numbers = !!shown;
  sat_calendar_grid_renew (SAT_CALENDAR_GRID (self));
}
