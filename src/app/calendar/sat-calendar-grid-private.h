/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the parts of a grid share: sat-calendar-grid.c keeps what is shown, sat-calendar-drag.c
 * hears the mouse, sat-calendar-keys.c the keyboard; days and months say where things are. */

#include <adwaita.h>

#include "sat-calendar-grid.h"

G_BEGIN_DECLS

/* A place under the pointer. */
struct _SatCalendarSpot {
  SatDate date;
  gboolean timed; /* among the hours; else only the day is meant */
  gint64 instant; /* if timed: exactly there */
};

/* Colours, looked up when the style changes. */
typedef struct {
  gboolean known, dark, contrast;
  GdkRGBA text, dim, faint, line, shade, ground, accent, on_accent, error;
} SatCalendarInk;

typedef struct {
  SatFormat format; /* its zone is a reference */
  gboolean formatted;
  GPtrArray *events; /* never NULL */
  gint64 now;
  SatDate today;
  SatCalendarWork work;
  GHashTable *holidays; /* date to name */
  gboolean compact, writable;
  SatDate first; /* of the range */
  guint n_days;
  gint64 selected;
  SatDate cursor; /* the day that the keyboard is at */
  SatCalendarInk ink;
} SatCalendarState;

SatCalendarState *sat_calendar_grid_state (SatCalendarGrid *self);
const SatCalendarInk *sat_calendar_grid_ink (SatCalendarGrid *self);
/* Something that decides what is where has changed. */
void sat_calendar_grid_renew (SatCalendarGrid *self);
/* NULL: it is none. */
const char *sat_calendar_grid_holiday (SatCalendarGrid *self, SatDate date);
gboolean sat_calendar_grid_is_free (SatCalendarGrid *self, SatDate date); /* no work on it */

void sat_calendar_grid_draw_text (
    GtkSnapshot *snapshot, PangoLayout *layout, double x, double y, const GdkRGBA *colour);

/* The signals. */
void sat_calendar_grid_create (SatCalendarGrid *self, const SatCalendarSpan *span);
void sat_calendar_grid_change (SatCalendarGrid *self, gint64 id, const SatCalendarSpan *span);
void sat_calendar_grid_select (SatCalendarGrid *self, gint64 id);
void sat_calendar_grid_activate (SatCalendarGrid *self, gint64 id);
void sat_calendar_grid_ask_menu (SatCalendarGrid *self, gint64 id, double x, double y);
void sat_calendar_grid_want (SatCalendarGrid *self, SatDate date);
void sat_calendar_grid_go_to_day (SatCalendarGrid *self, SatDate date);
void sat_calendar_grid_take (SatCalendarGrid *self, gint64 id, const SatCalendarSpan *span);

G_END_DECLS
