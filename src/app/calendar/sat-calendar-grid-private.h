/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the parts of a grid share: sat-calendar-grid.c keeps what is shown, sat-calendar-focus.c
 * knows where the keyboard is, sat-calendar-keys.c hears it, sat-calendar-mouse.c and
 * sat-calendar-drag.c hear the mouse; days and months say where things are. */

#include <adwaita.h>

#include "sat-calendar-pane.h"

G_BEGIN_DECLS

#define SAT_CALENDAR_STEP (15 * G_TIME_SPAN_MINUTE) /* what dragging snaps to */
#define SAT_CALENDAR_SLOT (30 * G_TIME_SPAN_MINUTE) /* what the cursor stands on */

/* A place under the pointer. */
struct _SatCalendarSpot {
  SatDate date;
  gboolean timed; /* among the hours; else only the day is meant */
  gint64 instant; /* if timed: exactly there */
  gint64 at;      /* the same as a place (sat-calendar-axis.h) */
};

/* Colours, looked up when the style changes. */
typedef struct {
  gboolean known, dark, contrast;
  GdkRGBA text, dim, faint, line, shade, ground, accent, on_accent, error;
} SatCalendarInk;

typedef enum {
  SAT_CALENDAR_DRAG_NONE,
  SAT_CALENDAR_DRAG_CREATE,
  SAT_CALENDAR_DRAG_MOVE,
  SAT_CALENDAR_DRAG_START, /* one end */
  SAT_CALENDAR_DRAG_END,
  SAT_CALENDAR_DRAG_DROP, /* something from elsewhere */
} SatCalendarDragKind;

typedef struct {
  SatCalendarDragKind kind;
  GtkGesture *gesture;
  SatCalendarEvent *event; /* a reference; NULL: none */
  SatDate grabbed;         /* the day of the event at which it was grabbed */
  SatCalendarSpot from;
  SatCalendarSpan span; /* where it would go */
  PangoLayout *text;    /* says when that is */
  double x, y;          /* the pointer, in the grid */
  guint tick;
  gint64 tick_time, beyond_since;
} SatCalendarDrag;

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
  SatCalendarSpan cursor; /* what Enter would create */
  gint64 focus_id;        /* the event at which the keyboard is; 0: at the cursor */
  SatDate focus_date;     /* the day of it */
  GPtrArray *panes;       /* children, from the top */
  SatCalendarInk ink;
  int line_height;
  SatCalendarDrag drag;
} SatCalendarState;

SatCalendarState *sat_calendar_grid_state (SatCalendarGrid *self);
const SatCalendarInk *sat_calendar_grid_ink (SatCalendarGrid *self);
int sat_calendar_grid_line_height (SatCalendarGrid *self);
void sat_calendar_grid_add_pane (SatCalendarGrid *self, SatCalendarPane *pane);
/* The popovers that others gave the grid, once it has its size. */
void sat_calendar_grid_place_popovers (SatCalendarGrid *self);
/* Something that decides what is where has changed. */
void sat_calendar_grid_renew (SatCalendarGrid *self);
/* NULL: it is none. */
const char *sat_calendar_grid_holiday (SatCalendarGrid *self, SatDate date);
gboolean sat_calendar_grid_is_free (SatCalendarGrid *self, SatDate date); /* no work on it */
gboolean sat_calendar_grid_shows (SatCalendarGrid *self, SatDate date);
/* The event with its own zone, or that of the grid. (transfer full) */
GTimeZone *sat_calendar_grid_zone_of (SatCalendarGrid *self, const SatCalendarEvent *event);

void sat_calendar_grid_draw_text (
    GtkSnapshot *snapshot, PangoLayout *layout, double x, double y, const GdkRGBA *colour);
/* (transfer full) */
PangoLayout *
sat_calendar_grid_layout (SatCalendarGrid *self, const char *text, gboolean bold, double scale);

/* The signals. */
void sat_calendar_grid_create (SatCalendarGrid *self, const SatCalendarSpan *span);
void sat_calendar_grid_change (SatCalendarGrid *self, gint64 id, const SatCalendarSpan *span);
void sat_calendar_grid_select (SatCalendarGrid *self, gint64 id);
void sat_calendar_grid_activate (SatCalendarGrid *self, gint64 id);
void sat_calendar_grid_ask_menu (SatCalendarGrid *self, gint64 id, double x, double y);
void sat_calendar_grid_want (SatCalendarGrid *self, SatDate date);
void sat_calendar_grid_go_to_day (SatCalendarGrid *self, SatDate date);
void sat_calendar_grid_take (SatCalendarGrid *self, gint64 id, const SatCalendarSpan *span);

/* Focus. */
SatCalendarChip *sat_calendar_grid_find_chip (SatCalendarGrid *self, gint64 id, SatDate date);
/* The chip of the grid that has the focus; NULL. */
SatCalendarChip *sat_calendar_grid_focused (SatCalendarGrid *self);
/* Moves the keyboard to a chip, on that day of it. */
void sat_calendar_grid_focus_chip (SatCalendarGrid *self, SatCalendarChip *chip, SatDate date);
/* Moves it to empty room. */
void sat_calendar_grid_focus_span (SatCalendarGrid *self, const SatCalendarSpan *span);
SatDate sat_calendar_grid_cursor_date (SatCalendarGrid *self);
void sat_calendar_grid_put_focus (SatCalendarGrid *self);
/* What Enter does with it. */
void sat_calendar_grid_press (SatCalendarGrid *self, SatCalendarChip *chip);
void sat_calendar_grid_add_keys (SatCalendarGrid *self);

/* Mouse. */
void sat_calendar_grid_add_mouse (SatCalendarGrid *self);
gboolean sat_calendar_grid_is_dragging (SatCalendarGrid *self);
/* What was pressed becomes a drag once the pointer has moved; FALSE: there is nothing to drag. */
gboolean sat_calendar_grid_begin_drag (SatCalendarGrid *self, double x, double y);
void sat_calendar_grid_drag_to (SatCalendarGrid *self, double x, double y);
/* Asks for what the drag means, and ends it. */
void sat_calendar_grid_finish_drag (SatCalendarGrid *self);
void sat_calendar_grid_end_drag (SatCalendarGrid *self);
void sat_calendar_grid_cancel_drag (SatCalendarGrid *self);
/* Where the drag would lead from the spot under the pointer. */
void sat_calendar_drag_update (SatCalendarGrid *self);
SatCalendarSpan sat_calendar_drag_span (SatCalendarGrid *self, const SatCalendarSpot *spot);
/* To the nearest step of the clock, down or up to it. */
gint64 sat_calendar_snap (gint64 us, gint64 step, GTimeZone *zone);
gint64 sat_calendar_snap_down (gint64 us, gint64 step, GTimeZone *zone);

G_END_DECLS
