/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the time comes from: the system, or a hand that a test turns. Reference counted,
 * thread-safe. */
typedef struct _SatClock SatClock;

/* (transfer full); SATCHEL_CLOCK moves it, for tests: see sat_clock_read_shift(). */
SatClock *sat_clock_system (void);
SatClock *sat_clock_fake_new (gint64 unix_us); /* (transfer full); stands still until it is moved */
void sat_clock_fake_set (SatClock *clock, gint64 unix_us);
void sat_clock_fake_advance (SatClock *clock, gint64 us);

SatClock *sat_clock_ref (SatClock *clock);
void sat_clock_unref (SatClock *clock);

/* "+20y", "-3d", "+90s" (also h and m; a year has 365 days): by so much; "@2031-01-02T03:04:05Z":
 * as if it were that instant when @now is read. FALSE: none of these. */
gboolean sat_clock_read_shift (const char *text, gint64 now, gint64 *shift_us);

gint64 sat_clock_now (SatClock *clock);       /* microseconds since 1970-01-01 UTC */
gint64 sat_clock_monotonic (SatClock *clock); /* microseconds, never goes back */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatClock, sat_clock_unref)

G_END_DECLS
