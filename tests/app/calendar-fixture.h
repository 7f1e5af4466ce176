/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A grid of the calendar in a window, and what it asked for. */
#pragma once

#include "calendar-sample.h"
#include "sat-calendar-grid-private.h"

G_BEGIN_DECLS

typedef struct {
  SatFormat format;
  SatCalendarGrid *grid;
  GtkWindow *window;
  guint n_created, n_changed;
  SatCalendarSpan span; /* the last one asked for */
  gint64 id;            /* of it */
  gint64 selected, activated, menu;
  SatDate wanted, day; /* of "range-wanted" and "day-activated" */
} CalendarFixture;

/* Takes @grid and shows it with the events of the sample week; today is Wednesday 2026-11-25. */
CalendarFixture *calendar_fixture_new (SatCalendarGrid *grid, const char *zone);
void calendar_fixture_show (CalendarFixture *f);
/* Until the next frames have given everything its place. */
void calendar_fixture_settle (CalendarFixture *f);
void calendar_fixture_free (CalendarFixture *f);

/* A day at a time of day in minutes; -1: all day. */
graphene_point_t calendar_fixture_point (CalendarFixture *f, const char *date, int minutes);
/* A point of the chip of an event, as parts of its size. */
graphene_point_t calendar_fixture_chip (CalendarFixture *f, gint64 id, double x, double y);
/* Drags from one point to another and lets go. */
void calendar_fixture_drag (CalendarFixture *f, graphene_point_t from, graphene_point_t to);
gboolean calendar_fixture_press (CalendarFixture *f, guint key, GdkModifierType modifiers);
/* What a screen reader says of where the focus is. */
const char *calendar_fixture_focus (CalendarFixture *f);
/* The span last asked for, as "2026-11-24T10:00:00Z/2026-11-24T10:30:00Z" or
 * "2026-11-24/2026-11-25".
 */
char *calendar_fixture_span (CalendarFixture *f);

#define calendar_assert_span(f, text)                                                              \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *span_text = calendar_fixture_span (f);                                        \
    g_assert_cmpstr (span_text, ==, text);                                                         \
  }                                                                                                \
  G_STMT_END

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CalendarFixture, calendar_fixture_free)

G_END_DECLS
