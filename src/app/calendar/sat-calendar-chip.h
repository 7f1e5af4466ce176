/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-calendar-grid.h"

G_BEGIN_DECLS

typedef enum {
  SAT_CALENDAR_CURSOR, /* where the keyboard is: no event */
  SAT_CALENDAR_MORE,   /* says how many do not fit: no event */
  SAT_CALENDAR_BLOCK,  /* among the hours */
  SAT_CALENDAR_BAR,    /* over one or more days */
  SAT_CALENDAR_LINE,   /* a timed event on one line of its day */
} SatCalendarPieceKind;

/* An event or a part of it, and where it goes. */
typedef struct {
  SatCalendarPieceKind kind;
  SatCalendarEvent *event; /* owned by whoever made it */
  SatDate first, last;
  gint64 from, to;                /* of a block: places (sat-calendar-axis.h) */
  guint column, width, n_columns; /* of a block: sat-calendar-layout.h */
  guint lane;                     /* of what has lines */
  gboolean before, after;         /* there is more of the event, earlier or later */
  guint more;
} SatCalendarPiece;

/* A widget that draws one piece, has its name for a screen reader and takes the focus. The grid
 * hears what the mouse and the keyboard do with it. */
#define SAT_TYPE_CALENDAR_CHIP (sat_calendar_chip_get_type ())
G_DECLARE_FINAL_TYPE (SatCalendarChip, sat_calendar_chip, SAT, CALENDAR_CHIP, GtkWidget)

SatCalendarChip *sat_calendar_chip_new (SatCalendarGrid *grid);
void sat_calendar_chip_set_piece (SatCalendarChip *self, const SatCalendarPiece *piece);
/* The event is the chip's. */
const SatCalendarPiece *sat_calendar_chip_get_piece (SatCalendarChip *self);
/* 0: it is no event. */
gint64 sat_calendar_chip_get_id (SatCalendarChip *self);
void sat_calendar_chip_set_name (SatCalendarChip *self, const char *name);
const char *sat_calendar_chip_get_name (SatCalendarChip *self);
void sat_calendar_chip_set_selected (SatCalendarChip *self, gboolean selected);

/* Fills a rectangle in the manner of a piece. */
void sat_calendar_chip_draw_ground (SatCalendarGrid *grid,
                                    GtkSnapshot *snapshot,
                                    const SatCalendarPiece *piece,
                                    const graphene_rect_t *rect,
                                    gboolean strong);

G_END_DECLS
