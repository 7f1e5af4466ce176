/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-calendar-chip.h"

G_BEGIN_DECLS

/* A part of a grid that has chips on a drawn ground. It keeps the chip of an event as long as the
 * event is in it, so that the focus stays, and has the chips in the order of the pieces. */
#define SAT_TYPE_CALENDAR_PANE (sat_calendar_pane_get_type ())
G_DECLARE_FINAL_TYPE (SatCalendarPane, sat_calendar_pane, SAT, CALENDAR_PANE, GtkWidget)

typedef void (*SatCalendarPaneDraw) (SatCalendarGrid *grid,
                                     GtkSnapshot *snapshot,
                                     int width,
                                     int height);
/* Where a piece is in a pane of that size. */
typedef GdkRectangle (*SatCalendarPanePlace) (SatCalendarGrid *grid,
                                              const SatCalendarPiece *piece,
                                              int width,
                                              int height);

SatCalendarPane *
sat_calendar_pane_new (SatCalendarGrid *grid, SatCalendarPaneDraw draw, SatCalendarPanePlace place);
/* What is drawn over the chips; NULL: nothing. */
void sat_calendar_pane_set_over (SatCalendarPane *self, SatCalendarPaneDraw draw);
void sat_calendar_pane_set_height (SatCalendarPane *self, int height);
/* @pieces: of SatCalendarPiece in the order in which they are read. */
void sat_calendar_pane_set_pieces (SatCalendarPane *self, GArray *pieces);
/* Moves and names the cursor; NULL: it is elsewhere. */
void sat_calendar_pane_set_cursor (SatCalendarPane *self,
                                   const SatCalendarPiece *piece,
                                   const char *name);
SatCalendarChip *sat_calendar_pane_get_cursor (SatCalendarPane *self);
/* The first chip of an event; on @date, unless that is G_MININT32. NULL: it is not here. */
SatCalendarChip *sat_calendar_pane_find (SatCalendarPane *self, gint64 id, SatDate date);
/* Chips in their order; the cursor is none of them. (transfer none) */
GPtrArray *sat_calendar_pane_get_chips (SatCalendarPane *self);

G_END_DECLS
