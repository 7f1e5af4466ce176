/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sat-calendar-event.h"

G_BEGIN_DECLS

/* What the hours of days and the weeks of a month have in common: the events, what is drawn behind
 * them, and what it asks for.
 *
 * Signals:
 * "create-requested" (SatCalendarSpan*): a drag over empty room, a double click or Enter in it.
 * "change-requested" (gint64 id, SatCalendarSpan*): moved or stretched. The event is shown there at
 *   once, until sat_calendar_grid_set_events() is called: call it in any case, also to refuse.
 * "selected" (gint64 id): by a click or a key; 0: nothing is any more.
 * "activated" (gint64 id): by Enter or a double click.
 * "menu-requested" (gint64 id, double x, double y): at a point of the grid; 0: on empty room, which
 *   the cursor is then at.
 * "range-wanted" (int date): a key or a drag goes to a day (SatDate) that is not shown.
 * "day-activated" (int date): the head of a day, or what is more than fits on it, was clicked.
 * "dropped" (gint64 id, SatCalendarSpan*): something else, dragged from elsewhere in the window: a
 *   content of G_TYPE_INT64, its id. */
#define SAT_TYPE_CALENDAR_GRID (sat_calendar_grid_get_type ())
G_DECLARE_DERIVABLE_TYPE (SatCalendarGrid, sat_calendar_grid, SAT, CALENDAR_GRID, GtkWidget)

typedef struct _SatCalendarSpot SatCalendarSpot; /* sat-calendar-grid-private.h says what follows */

struct _SatCalendarGridClass {
  GtkWidgetClass parent_class;
  /* Gives the panes their pieces. */
  void (*lay_out) (SatCalendarGrid *self);
  /* Puts the cursor into its pane. */
  void (*show_cursor) (SatCalendarGrid *self);
  /* The nearest spot; FALSE: it is beside what takes events, on the head of a day (its date) or on
   * nothing (G_MININT32). */
  gboolean (*find_spot) (SatCalendarGrid *self, double x, double y, SatCalendarSpot *spot);
  void (*draw_ghost) (SatCalendarGrid *self, GtkSnapshot *snapshot);
  /* While something is dragged near an edge. */
  void (*scroll) (SatCalendarGrid *self, double x, double y, double seconds);
  /* -1 or 1: the pointer is where earlier or later days would be; else 0. */
  int (*beyond) (SatCalendarGrid *self, double x, double y);
  gboolean (*move_cursor) (SatCalendarGrid *self, guint key);
  void (*reveal) (SatCalendarGrid *self, GtkWidget *chip);
  /* More is wanted of a day than fits. */
  void (*show_more) (SatCalendarGrid *self, SatDate date);
};

/* When a person works, by weekday (1 Monday to 7 Sunday), in minutes after midnight; both 0: not at
 * all. */
typedef struct {
  int from[8], to[8];
} SatCalendarWork;

typedef struct {
  SatDate date;
  const char *name;
} SatCalendarHoliday;

/* The writing of times, the zone and the start of the week. Copied; the zone is referenced, the
 * clock must outlive the grid. Must be called first. */
void sat_calendar_grid_set_format (SatCalendarGrid *self, const SatFormat *format);
/* @events: of SatCalendarEvent, in any order; those out of the range do no harm. Not changed
 * afterwards. NULL: none. (transfer none) */
void sat_calendar_grid_set_events (SatCalendarGrid *self, GPtrArray *events);
/* Where the line of the present is, and which day is today; an instant. */
void sat_calendar_grid_set_now (SatCalendarGrid *self, gint64 now);
/* NULL: Monday to Friday, 9 to 17. */
void sat_calendar_grid_set_work (SatCalendarGrid *self, const SatCalendarWork *work);
void
sat_calendar_grid_set_holidays (SatCalendarGrid *self, const SatCalendarHoliday *holidays, guint n);
void sat_calendar_grid_set_compact (SatCalendarGrid *self, gboolean compact);
/* FALSE: nothing can be created by hand, which is so while the past is shown. TRUE at first. */
void sat_calendar_grid_set_writable (SatCalendarGrid *self, gboolean writable);

/* 0: none. No signal is emitted. */
void sat_calendar_grid_set_selected (SatCalendarGrid *self, gint64 id);
gint64 sat_calendar_grid_get_selected (SatCalendarGrid *self);
/* Where the keyboard is: the day, and the span that Enter would create there. */
SatDate sat_calendar_grid_get_cursor (SatCalendarGrid *self, SatCalendarSpan *span);
void sat_calendar_grid_set_cursor (SatCalendarGrid *self, SatDate date);
/* Scrolls to the event, puts the focus on it; FALSE: it is not shown. */
gboolean sat_calendar_grid_focus_event (SatCalendarGrid *self, gint64 id);
/* The days shown, both included. */
void sat_calendar_grid_get_range (SatCalendarGrid *self, SatDate *first, SatDate *last);
/* The widget of an event (the first, if it is cut into several); NULL: it is not shown. (transfer
 * none) */
GtkWidget *sat_calendar_grid_get_chip (SatCalendarGrid *self, gint64 id);

G_END_DECLS
