/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-hlc.h"
#include "sat-test.h"

#define US_2024 G_GINT64_CONSTANT (1714557600123456)

static void
test_layout (void)
{
  SatHlc hlc = sat_hlc_from_us (US_2024);

  g_assert_cmphex (hlc >> 16, ==, 1714557600123);
  g_assert_cmphex (hlc & 0xffff, ==, 456 * 64);
  g_assert_cmpint (sat_hlc_to_ms (hlc), ==, 1714557600123);
  g_assert_cmpint (sat_hlc_to_us (hlc), ==, US_2024);
  g_assert_cmphex (sat_hlc_from_us (0), ==, SAT_HLC_NONE);
}

/* first and last of neighbouring microseconds touch without a hole or an overlap */
static void
test_microseconds_tile (void)
{
  for (gint64 us = US_2024; us < US_2024 + 3000; us++) {
    SatHlc first = sat_hlc_from_us (us), last = sat_hlc_last_of_us (us);

    g_assert_cmphex (first, <, last);
    g_assert_cmphex (last + 1, ==, sat_hlc_from_us (us + 1));
    g_assert_cmpint (sat_hlc_to_us (first), ==, us);
    g_assert_cmpint (sat_hlc_to_us (last), ==, us);
    g_assert_cmpint (sat_hlc_to_us (last + 1), ==, us + 1);
  }
}

static void
test_limits (void)
{
  gint64 end = (G_GINT64_CONSTANT (1) << 48) * 1000 - 1;

  g_assert_cmphex (sat_hlc_from_us (-1), ==, 0);
  g_assert_cmphex (sat_hlc_from_us (G_MININT64), ==, 0);
  g_assert_cmphex (sat_hlc_from_us (G_MAXINT64), ==, sat_hlc_from_us (end));
  g_assert_cmphex (sat_hlc_last_of_us (G_MAXINT64), ==, G_MAXUINT64);
  g_assert_cmpint (sat_hlc_to_us (G_MAXUINT64), ==, end);
}

static void
test_next (void)
{
  g_autoptr (SatClock) clock = sat_clock_fake_new (US_2024);
  SatHlc now = sat_hlc_from_us (US_2024);

  g_assert_cmphex (sat_hlc_next (SAT_HLC_NONE, clock), ==, now);
  g_assert_cmphex (sat_hlc_next (now, clock), ==, now + 1);
  g_assert_cmphex (sat_hlc_next (now + 10, clock), ==, now + 11);
  /* a value from a colleague whose clock is ahead */
  g_assert_cmphex (sat_hlc_next (now + (1 << 30), clock), ==, now + (1 << 30) + 1);
  /* a full counter carries into the millisecond */
  now |= 0xffff;
  g_assert_cmpint (sat_hlc_to_ms (sat_hlc_next (now, clock)), ==, sat_hlc_to_ms (now) + 1);
  g_assert_cmphex (sat_hlc_next (G_MAXUINT64, clock), ==, G_MAXUINT64);
}

static void
test_monotonic (void)
{
  g_autoptr (SatClock) clock = sat_clock_fake_new (US_2024);
  g_autoptr (GRand) rand = sat_test_rand_new ();
  SatHlc last = SAT_HLC_NONE;

  for (int i = 0; i < 100000; i++) {
    SatHlc next;

    if (g_rand_int_range (rand, 0, 4) == 0)
      sat_clock_fake_advance (clock, g_rand_int_range (rand, -2000, 2001));
    next = sat_hlc_next (last, clock);
    g_assert_cmphex (next, >, last);
    g_assert_cmphex (next, >=, sat_hlc_from_us (sat_clock_now (clock)));
    /* never more than one step ahead of both */
    if (next > sat_hlc_from_us (sat_clock_now (clock)))
      g_assert_cmphex (next, ==, last + 1);
    last = next;
  }
}

/* Two events of one device order as their microseconds do. */
static void
test_order (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int i = 0; i < 100000; i++) {
    gint64 a = US_2024 + g_rand_int_range (rand, -5000, 5000);
    gint64 b = US_2024 + g_rand_int_range (rand, -5000, 5000);

    g_assert_cmpint (a < b, ==, sat_hlc_last_of_us (a) < sat_hlc_from_us (b));
    g_assert_cmpint (a == b, ==, sat_hlc_from_us (a) == sat_hlc_from_us (b));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hlc/layout", test_layout);
  g_test_add_func ("/hlc/microseconds-tile", test_microseconds_tile);
  g_test_add_func ("/hlc/limits", test_limits);
  g_test_add_func ("/hlc/next", test_next);
  g_test_add_func ("/hlc/monotonic", test_monotonic);
  g_test_add_func ("/hlc/order", test_order);
  return g_test_run ();
}
