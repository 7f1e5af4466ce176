/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-clock.h"

#include <glib.h>

static void
test_fake (void)
{
  g_autoptr (SatClock) clock = sat_clock_fake_new (1000);
  gint64 start = sat_clock_monotonic (clock);

  g_assert_cmpint (sat_clock_now (clock), ==, 1000);
  g_assert_cmpint (sat_clock_now (clock), ==, 1000);
  sat_clock_fake_advance (clock, 500);
  g_assert_cmpint (sat_clock_now (clock), ==, 1500);
  g_assert_cmpint (sat_clock_monotonic (clock) - start, ==, 500);
  sat_clock_fake_set (clock, 2500);
  g_assert_cmpint (sat_clock_now (clock), ==, 2500);
  g_assert_cmpint (sat_clock_monotonic (clock) - start, ==, 1500);
}

static void
test_fake_turned_back (void)
{
  g_autoptr (SatClock) clock = sat_clock_fake_new (G_GINT64_CONSTANT (1500000000000000));
  gint64 start = sat_clock_monotonic (clock);

  sat_clock_fake_set (clock, -7);
  g_assert_cmpint (sat_clock_now (clock), ==, -7);
  g_assert_cmpint (sat_clock_monotonic (clock), ==, start);
  sat_clock_fake_advance (clock, -3);
  g_assert_cmpint (sat_clock_now (clock), ==, -10);
  g_assert_cmpint (sat_clock_monotonic (clock), ==, start);
  sat_clock_fake_advance (clock, 4);
  g_assert_cmpint (sat_clock_monotonic (clock), ==, start + 4);
}

static void
test_system (void)
{
  g_autoptr (SatClock) clock = sat_clock_system ();
  gint64 before = g_get_real_time ();
  gint64 now = sat_clock_now (clock);
  gint64 monotonic = sat_clock_monotonic (clock);

  g_assert_cmpint (now, >=, before);
  g_assert_cmpint (now, <=, g_get_real_time ());
  g_assert_cmpint (monotonic, >, 0);
  for (int i = 0; i < 1000; i++) {
    gint64 next = sat_clock_monotonic (clock);

    g_assert_cmpint (next, >=, monotonic);
    monotonic = next;
  }
}

static void
test_system_stands_for_itself (void)
{
  g_autoptr (SatClock) clock = sat_clock_system ();

  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*fake*");
  sat_clock_fake_set (clock, 5);
  g_test_assert_expected_messages ();
  g_assert_cmpint (sat_clock_now (clock), >, 5);
}

static void
test_references (void)
{
  SatClock *clock = sat_clock_fake_new (1);
  SatClock *other = sat_clock_ref (clock);

  g_assert_true (other == clock);
  sat_clock_unref (clock);
  sat_clock_fake_advance (other, 1);
  g_assert_cmpint (sat_clock_now (other), ==, 2);
  sat_clock_unref (other);
}

static gpointer
advance_cb (gpointer data)
{
  for (int i = 0; i < 10000; i++)
    sat_clock_fake_advance (data, 1);
  sat_clock_unref (data);
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (SatClock) clock = sat_clock_fake_new (0);
  GThread *threads[4];

  for (int i = 0; i < 4; i++)
    threads[i] = g_thread_new ("advance", advance_cb, sat_clock_ref (clock));
  for (int i = 0; i < 4; i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (sat_clock_now (clock), ==, 40000);
}

#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

static void
test_shift (void)
{
  static const char *const wrong[] = {
      "",     "20y", "+",  "+y",          "+20",     "+20x",  "+2y ",
      "+-2y", "@",   "@1", "@2031-01-02", "+99999y", "+1e3s", "+9999999999999999999s"};
  gint64 shift = 7;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_assert_false (sat_clock_read_shift (wrong[i], 0, &shift));
    g_assert_cmpint (shift, ==, 7);
  }
  g_assert_true (sat_clock_read_shift ("+20y", 5, &shift));
  g_assert_cmpint (shift, ==, 20 * 365 * DAY_US);
  g_assert_true (sat_clock_read_shift ("-3d", 5, &shift));
  g_assert_cmpint (shift, ==, -3 * DAY_US);
  g_assert_true (sat_clock_read_shift ("+90m", 5, &shift));
  g_assert_cmpint (shift, ==, DAY_US / 16);
  g_assert_true (sat_clock_read_shift ("-0s", 5, &shift));
  g_assert_cmpint (shift, ==, 0);
  g_assert_true (sat_clock_read_shift ("@1970-01-02T00:00:00Z", 5, &shift));
  g_assert_cmpint (shift, ==, DAY_US - 5);
}

static void
test_shifted (void)
{
  if (g_test_subprocess ()) {
    g_autoptr (SatClock) clock = sat_clock_system ();
    gint64 ahead = sat_clock_now (clock) - g_get_real_time ();

    g_assert_cmpint (ahead, >, 19 * 365 * DAY_US);
    g_assert_cmpint (ahead, <=, 20 * 365 * DAY_US);
    return;
  }
  g_setenv ("SATCHEL_CLOCK", "+20y", TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_unsetenv ("SATCHEL_CLOCK");
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/fake", test_fake);
  g_test_add_func ("/clock/fake-turned-back", test_fake_turned_back);
  g_test_add_func ("/clock/system", test_system);
  g_test_add_func ("/clock/system-stands-for-itself", test_system_stands_for_itself);
  g_test_add_func ("/clock/shift", test_shift);
  g_test_add_func ("/clock/shifted", test_shifted);
  g_test_add_func ("/clock/references", test_references);
  g_test_add_func ("/clock/threads", test_threads);
  return g_test_run ();
}
