/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-calendar-event.h"
#include "sat-context.h"

G_BEGIN_DECLS

/* The few words that make an activity of a span of time, in a popover: subject, kind, whom it is
 * about. Enter saves, a button goes on to the whole form.
 *
 * Signals:
 * "created" (gint64 id)
 * "more": the whole form is wanted: sat_event_quick_open_form() */
#define SAT_TYPE_EVENT_QUICK (sat_event_quick_get_type ())
G_DECLARE_FINAL_TYPE (SatEventQuick, sat_event_quick, SAT, EVENT_QUICK, GtkPopover)

GtkWidget *sat_event_quick_new (SatContext *context, const SatCalendarSpan *span);
/* The whole form with what was typed. (transfer none) */
GtkWidget *sat_event_quick_open_form (SatEventQuick *self, GtkWindow *parent);

G_END_DECLS
