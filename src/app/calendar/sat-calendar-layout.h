/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where events go: arithmetic without widgets. */

/* A timed event, or the part of it on one day, in the column of the day. */
typedef struct {
  guint event;     /* the caller's */
  gint64 from, to; /* places (sat-calendar-axis.h) */
  guint column;    /* set by the layout: the first of so many columns ... */
  guint width;     /* ... that it takes ... */
  guint n_columns; /* ... of so many */
} SatCalendarBlock;

/* Gives the blocks of one day columns beside each other, as few as there are blocks at one time,
 * and each block the room that those after it leave. Blocks are made at least @least high, and
 * moved up to end by @length. They are sorted: by time, the longer ones first, then by @event. */
void sat_calendar_lay_out_blocks (SatCalendarBlock *blocks, guint n, gint64 least, gint64 length);

/* What stands in lines beneath each other in a row of days: a bar over several of them, or one
 * line. */
typedef struct {
  guint event;            /* the caller's */
  guint order;            /* what comes first is higher: all day before timed ones */
  int first, last;        /* days of the row, both included; may go beyond it */
  gboolean before, after; /* set by the layout: it goes on to the left, to the right */
  guint lane;             /* set by the layout: the line, 0 is the uppermost */
} SatCalendarBar;

/* Cuts bars to a row of @n_days and gives each the highest free lane. They are sorted: by @order,
 * first day, the longer ones first, then by @event. Those out of the row are dropped. Returns how
 * many are left; *@n_lanes: how many lanes they take. */
guint sat_calendar_lay_out_bars (SatCalendarBar *bars, guint n, guint n_days, guint *n_lanes);

/* What of laid out bars is shown where only @capacity lanes have room, the last of which says how
 * many more there are on a day that has more. @more: of each day, how many are not shown. (transfer
 * full): of SatCalendarBar, which are cut where a day does not show them. */
GArray *sat_calendar_show_bars (
    const SatCalendarBar *bars, guint n, guint n_days, guint capacity, guint *more);

G_END_DECLS
