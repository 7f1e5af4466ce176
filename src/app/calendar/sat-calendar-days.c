/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-days.h"

#include "sat-calendar-grid-private.h"

struct _SatCalendarDays {
  SatCalendarGrid parent_instance;
  gboolean work_only;
};

G_DEFINE_FINAL_TYPE (SatCalendarDays, sat_calendar_days, SAT_TYPE_CALENDAR_GRID)

static void
lay_out (SatCalendarGrid *grid)
{
  gtk_widget_queue_draw (GTK_WIDGET (grid));
}

static void
sat_calendar_days_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SatCalendarGrid *grid = SAT_CALENDAR_GRID (widget);
  const SatCalendarInk *ink = sat_calendar_grid_ink (grid);
  guint n = sat_calendar_grid_state (grid)->n_days;
  float width = (float)gtk_widget_get_width (widget),
        height = (float)gtk_widget_get_height (widget);

  gtk_snapshot_append_color (snapshot, &ink->ground, &GRAPHENE_RECT_INIT (0, 0, width, height));
  for (guint i = 1; i < n; i++)
    gtk_snapshot_append_color (
        snapshot, &ink->line,
        &GRAPHENE_RECT_INIT ((float)(int)(width * (float)i / (float)n), 0, 1, height));
  for (int hour = 1; hour < 24; hour++)
    gtk_snapshot_append_color (
        snapshot, &ink->line,
        &GRAPHENE_RECT_INIT (0, (float)(int)(height * (float)hour / 24), width, 1));
}

static void
sat_calendar_days_class_init (SatCalendarDaysClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = sat_calendar_days_snapshot;
  SAT_CALENDAR_GRID_CLASS (klass)->lay_out = lay_out;
}

static void
sat_calendar_days_init (SatCalendarDays *self)
{
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

  state = sat_calendar_grid_state (SAT_CALENDAR_GRID (self));
  state->first = first;
  state->n_days = n;
  sat_calendar_grid_renew (SAT_CALENDAR_GRID (self));
}

void
sat_calendar_days_set_work_only (SatCalendarDays *self, gboolean work_only)
{
  g_return_if_fail (SAT_IS_CALENDAR_DAYS (self));

  self->work_only = !!work_only;
  sat_calendar_grid_renew (SAT_CALENDAR_GRID (self));
}

void
sat_calendar_days_reveal (SatCalendarDays *self, gint64 us)
{
  g_return_if_fail (SAT_IS_CALENDAR_DAYS (self));
}
