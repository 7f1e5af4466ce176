/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-hlc.h"

#define COUNTER_BITS 16
#define COUNTER_MAX G_GUINT64_CONSTANT (0xffff)
#define MS_MAX ((G_GINT64_CONSTANT (1) << 48) - 1)
#define STEPS_PER_US 64
#define LAST_US 999

SatHlc
sat_hlc_from_us (gint64 unix_us)
{
  gint64 us = CLAMP (unix_us, 0, MS_MAX * 1000 + LAST_US);

  return ((guint64)(us / 1000) << COUNTER_BITS) | ((guint64)(us % 1000) * STEPS_PER_US);
}

SatHlc
sat_hlc_last_of_us (gint64 unix_us)
{
  SatHlc first = sat_hlc_from_us (unix_us);

  /* 1000 microseconds do not fill the counter; the last one of a millisecond has the rest. */
  if ((first & COUNTER_MAX) == LAST_US * STEPS_PER_US)
    return first | COUNTER_MAX;
  return first + (STEPS_PER_US - 1);
}

gint64
sat_hlc_to_us (SatHlc hlc)
{
  gint64 us = (gint64)((hlc & COUNTER_MAX) / STEPS_PER_US);

  return sat_hlc_to_ms (hlc) * 1000 + MIN (us, LAST_US);
}

gint64
sat_hlc_to_ms (SatHlc hlc)
{
  return (gint64)(hlc >> COUNTER_BITS);
}

SatHlc
sat_hlc_next (SatHlc last, SatClock *clock)
{
  SatHlc reading;

  g_return_val_if_fail (clock != NULL, last);

  reading = sat_hlc_from_us (sat_clock_now (clock));
  if (reading > last)
    return reading;
  return last == G_MAXUINT64 ? last : last + 1;
}
