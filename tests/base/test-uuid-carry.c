/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The counter of an id overflows about once in a billion: here it is set just before that. */
#include "../../src/base/sat-uuid.c"

#define MS_2024 G_GINT64_CONSTANT (1714557600123)

static void
test_low_carries (void)
{
  SatUuid before, after;

  minted = (Minted){.ms = MS_2024, .high = 0x7ff, .low = LOW_MASK - 1};
  before = sat_uuid_new (MS_2024);
  if (minted.high == 0x7ff) /* the shortest step of all stops at the end */
    before = sat_uuid_new (MS_2024);
  g_assert_cmphex (minted.high, ==, 0x800);
  g_assert_cmpint (minted.ms, ==, MS_2024);
  after = sat_uuid_new (MS_2024);
  g_assert_cmpint (sat_uuid_compare (&before, &after), <, 0);
  g_assert_cmphex (before.bytes[6], ==, 0x78);
  g_assert_cmphex (before.bytes[7], ==, 0x00);
}

static void
test_high_carries (void)
{
  SatUuid last = {{0}};

  minted = (Minted){.ms = MS_2024, .high = 0xfff, .low = LOW_MASK - 100};
  for (int i = 0; i < 200; i++) {
    SatUuid next = sat_uuid_new (MS_2024);

    g_assert_cmpint (sat_uuid_compare (&last, &next), <, 0);
    g_assert_cmphex (next.bytes[6] >> 4, ==, 7);
    g_assert_cmphex (next.bytes[8] >> 6, ==, 2);
    last = next;
  }
  g_assert_cmpint (minted.ms, ==, MS_2024 + 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/uuid-carry/low", test_low_carries);
  g_test_add_func ("/uuid-carry/high", test_high_carries);
  return g_test_run ();
}
