/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events that are only in memory. */
#pragma once

#include "sat-calendar-grid.h"

G_BEGIN_DECLS

/* English texts, 24 hours, Monday first, in @zone (an IANA name). Free its zone and clock with
 * calendar_sample_clear_format(). */
void calendar_sample_format (SatFormat *format, const char *zone, const char *now);
void calendar_sample_clear_format (SatFormat *format);

/* From one RFC 3339 time to another; titled. */
SatCalendarEvent *
calendar_sample_timed (gint64 id, const char *title, const char *start, const char *end);
SatCalendarEvent *
calendar_sample_days (gint64 id, const char *title, const char *first, const char *last);

/* A week as a busy person has it, from Monday 2026-11-23, in Berlin. */
GPtrArray *calendar_sample_week (void);
/* @n events in the 42 days from @first, of all kinds, the same ones for the same numbers. */
GPtrArray *calendar_sample_many (guint n, SatDate first, guint days);

G_END_DECLS
