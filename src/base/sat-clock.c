/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-clock.h"

struct _SatClock {
  gatomicrefcount refs;
  gboolean fake;
  GMutex lock; /* guards the two readings of a fake clock */
  gint64 now;
  gint64 monotonic;
};

static SatClock *
clock_new (gboolean fake)
{
  SatClock *clock = g_new0 (SatClock, 1);

  g_atomic_ref_count_init (&clock->refs);
  g_mutex_init (&clock->lock);
  clock->fake = fake;
  return clock;
}

SatClock *
sat_clock_system (void)
{
  return clock_new (FALSE);
}

SatClock *
sat_clock_fake_new (gint64 unix_us)
{
  SatClock *clock = clock_new (TRUE);

  clock->now = unix_us;
  return clock;
}

/* A wall clock may be turned back, a monotonic one only stands still meanwhile. */
static void
move_to (SatClock *clock, gint64 unix_us)
{
  if (unix_us > clock->now)
    clock->monotonic += unix_us - clock->now;
  clock->now = unix_us;
}

void
sat_clock_fake_set (SatClock *clock, gint64 unix_us)
{
  g_return_if_fail (clock != NULL && clock->fake);

  g_mutex_lock (&clock->lock);
  move_to (clock, unix_us);
  g_mutex_unlock (&clock->lock);
}

void
sat_clock_fake_advance (SatClock *clock, gint64 us)
{
  g_return_if_fail (clock != NULL && clock->fake);

  g_mutex_lock (&clock->lock);
  move_to (clock, clock->now + us);
  g_mutex_unlock (&clock->lock);
}

SatClock *
sat_clock_ref (SatClock *clock)
{
  g_return_val_if_fail (clock != NULL, NULL);

  g_atomic_ref_count_inc (&clock->refs);
  return clock;
}

void
sat_clock_unref (SatClock *clock)
{
  g_return_if_fail (clock != NULL);

  if (!g_atomic_ref_count_dec (&clock->refs))
    return;
  g_mutex_clear (&clock->lock);
  g_free (clock);
}

static gint64
read_fake (SatClock *clock, const gint64 *reading)
{
  gint64 us;

  g_mutex_lock (&clock->lock);
  us = *reading;
  g_mutex_unlock (&clock->lock);
  return us;
}

gint64
sat_clock_now (SatClock *clock)
{
  g_return_val_if_fail (clock != NULL, 0);

  return clock->fake ? read_fake (clock, &clock->now) : g_get_real_time ();
}

gint64
sat_clock_monotonic (SatClock *clock)
{
  g_return_val_if_fail (clock != NULL, 0);

  return clock->fake ? read_fake (clock, &clock->monotonic) : g_get_monotonic_time ();
}
