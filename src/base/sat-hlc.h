/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-clock.h"

G_BEGIN_DECLS

/* A hybrid logical clock value: 48 bits of milliseconds, then a 16 bit counter. The counter of a
 * fresh reading starts at the microsecond within the millisecond times 64, so values of one device
 * order as its microseconds do and "the state at instant T" is exact. Compares as an integer. */
typedef guint64 SatHlc;

#define SAT_HLC_NONE ((SatHlc)0)

SatHlc sat_hlc_from_us (gint64 unix_us);    /* the first value of that microsecond */
SatHlc sat_hlc_last_of_us (gint64 unix_us); /* the last value of that microsecond */
gint64 sat_hlc_to_us (SatHlc hlc);          /* microseconds since 1970, never before its own ms */
gint64 sat_hlc_to_ms (SatHlc hlc);

/* The next value for an event now: the clock's reading or, if that is not later than @last, @last
 * + 1. */
SatHlc sat_hlc_next (SatHlc last, SatClock *clock);

G_END_DECLS
