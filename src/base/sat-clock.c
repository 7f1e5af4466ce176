/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-clock.h"

#include "sat-date.h"

#include <string.h>

#define MOST_DIGITS 9
#define YEAR_SECONDS (365 * 86400)
#define MOST_SHIFT_US (G_GINT64_CONSTANT (10000) * YEAR_SECONDS * G_USEC_PER_SEC)

struct _SatClock {
  gatomicrefcount refs;
  gboolean fake;
  GMutex lock; /* guards the two readings of a fake clock */
  gint64 now;
  gint64 monotonic;
  gint64 shift; /* of the system's */
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

static gint64
unit_us (const char *unit)
{
  static const struct {
    const char *name;
    gint64 seconds;
  } units[] = {{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}, {"y", YEAR_SECONDS}};

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (strcmp (unit, units[i].name) == 0)
      return units[i].seconds * G_USEC_PER_SEC;
  return 0;
}

gboolean
sat_clock_read_shift (const char *text, gint64 now, gint64 *shift_us)
{
  gsize digits;
  gint64 instant, us;

  g_return_val_if_fail (text != NULL && shift_us != NULL, FALSE);

  if (*text == '@') {
    if (!sat_instant_parse (text + 1, &instant, NULL))
      return FALSE;
    *shift_us = instant - now;
    return TRUE;
  }
  if (*text != '+' && *text != '-')
    return FALSE;
  digits = strspn (text + 1, "0123456789");
  us = unit_us (text + 1 + digits);
  if (digits == 0 || digits > MOST_DIGITS || us == 0 ||
      g_ascii_strtoll (text + 1, NULL, 10) > MOST_SHIFT_US / us)
    return FALSE;
  *shift_us = g_ascii_strtoll (text, NULL, 10) * us;
  return TRUE;
}

/* Once for all clocks of the program, so that "@…" begins for all of them together. */
static gint64
system_shift (void)
{
  static gsize done;
  static gint64 shift;

  if (g_once_init_enter (&done)) {
    const char *text = g_getenv ("SATCHEL_CLOCK");

    if (text != NULL && *text != '\0' && !sat_clock_read_shift (text, g_get_real_time (), &shift))
      g_warning ("SATCHEL_CLOCK=%s is neither like +20y nor like @2031-01-02T03:04:05Z", text);
    g_once_init_leave (&done, 1);
  }
  return shift;
}

SatClock *
sat_clock_system (void)
{
  SatClock *clock = clock_new (FALSE);

  clock->shift = system_shift ();
  return clock;
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

  return clock->fake ? read_fake (clock, &clock->now) : g_get_real_time () + clock->shift;
}

gint64
sat_clock_monotonic (SatClock *clock)
{
  g_return_val_if_fail (clock != NULL, 0);

  return clock->fake ? read_fake (clock, &clock->monotonic) : g_get_monotonic_time ();
}
