/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-calendar-event.h"
#include "sat-context.h"

G_BEGIN_DECLS

/* When something is, as lines of a form: all day or not, beginning and end, by the clock of a time
 * zone. The end moves with the beginning. */
#define SAT_TYPE_EVENT_TIME (sat_event_time_get_type ())
G_DECLARE_FINAL_TYPE (SatEventTime, sat_event_time, SAT, EVENT_TIME, GtkWidget)

GtkWidget *sat_event_time_new (SatContext *context, GtkSizeGroup *labels);
/* @span: NULL: no time at all. @zone: its own, NULL: the user's. */
void sat_event_time_set (SatEventTime *self, const SatCalendarSpan *span, const char *zone);
/* *@timeless: the lines are empty. FALSE: something is wrong, which is shown and has the focus. */
gboolean sat_event_time_read (SatEventTime *self, SatCalendarSpan *span, gboolean *timeless);
const char *sat_event_time_get_zone (SatEventTime *self); /* NULL: none */

G_END_DECLS
