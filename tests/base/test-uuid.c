/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-test.h"
#include "sat-uuid.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MS_2024 G_GINT64_CONSTANT (1714557600123)
#define MANY 100000

static gint64
ms_of (const SatUuid *uuid)
{
  gint64 ms = 0;

  for (int i = 0; i < 6; i++)
    ms = ms << 8 | uuid->bytes[i];
  return ms;
}

static void
assert_less (const SatUuid *a, const SatUuid *b)
{
  g_assert_cmpint (sat_uuid_compare (a, b), <, 0);
  g_assert_cmpint (sat_uuid_compare (b, a), >, 0);
}

static void
test_new_layout (void)
{
  SatUuid nil = {0};
  SatUuid first = sat_uuid_new (MS_2024);
  SatUuid later = sat_uuid_new (MS_2024 + 5);

  g_assert_cmpint (ms_of (&first), ==, MS_2024);
  g_assert_cmpint (ms_of (&later), ==, MS_2024 + 5);
  g_assert_cmphex (first.bytes[6] >> 4, ==, 7);
  g_assert_cmphex (first.bytes[8] >> 6, ==, 2);
  g_assert_false (sat_uuid_is_nil (&first));
  g_assert_true (sat_uuid_is_nil (&nil));
}

static void
test_increasing (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();
  gint64 ms = MS_2024 + 1000;
  SatUuid last = sat_uuid_new (ms);

  for (int i = 0; i < MANY; i++) {
    SatUuid next;

    if (g_rand_int_range (rand, 0, 100) == 0)
      ms += g_rand_int_range (rand, -50, 51); /* the clock is turned, both ways */
    next = sat_uuid_new (ms);
    assert_less (&last, &next);
    g_assert_cmphex (next.bytes[6] >> 4, ==, 7);
    g_assert_cmphex (next.bytes[8] >> 6, ==, 2);
    g_assert_cmpint (ms_of (&next), >=, ms);
    last = next;
  }
}

/* Each fresh millisecond begins anywhere: all 74 bits are seen set and clear. */
static void
test_random_bits (void)
{
  guint8 ones[16] = {0}, zeros[16] = {0};

  for (int i = 0; i < 500; i++) {
    SatUuid uuid = sat_uuid_new (MS_2024 + 10000 + i);

    for (int j = 6; j < 16; j++) {
      ones[j] |= uuid.bytes[j];
      zeros[j] |= (guint8)~uuid.bytes[j];
    }
  }
  for (int j = 6; j < 16; j++) {
    guint8 fixed = j == 6 ? 0xf0 : j == 8 ? 0xc0 : 0;

    g_assert_cmphex (ones[j] | fixed, ==, 0xff);
    g_assert_cmphex (zeros[j] | fixed, ==, 0xff);
  }
}

static gpointer
mint_cb (gpointer data)
{
  SatUuid *uuids = data;

  for (int i = 0; i < MANY; i++)
    uuids[i] = sat_uuid_new (MS_2024 + 20000);
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (sat_uuid_hash, sat_uuid_equal);
  g_autofree SatUuid *uuids = g_new (SatUuid, 4 * MANY);
  GThread *threads[4];

  for (int i = 0; i < 4; i++)
    threads[i] = g_thread_new ("mint", mint_cb, uuids + i * MANY);
  for (int i = 0; i < 4; i++)
    g_thread_join (threads[i]);
  for (int i = 0; i < 4 * MANY; i++) {
    g_assert_true (g_hash_table_add (seen, &uuids[i]));
    if (i % MANY != 0)
      assert_less (&uuids[i - 1], &uuids[i]);
  }
}

static void
test_fork (void)
{
  SatUuid child, parent, last = sat_uuid_new (MS_2024 + 30000);
  int channel[2], status;
  pid_t pid;

  g_assert_cmpint (pipe (channel), ==, 0);
  pid = fork ();
  if (pid == 0) {
    child = sat_uuid_new (MS_2024 + 30000);
    _exit (write (channel[1], &child, sizeof child) == sizeof child ? 0 : 1);
  }
  g_assert_cmpint (pid, >, 0);
  parent = sat_uuid_new (MS_2024 + 30000);
  g_assert_cmpint (read (channel[0], &child, sizeof child), ==, sizeof child);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_cmpint (status, ==, 0);
  g_assert_false (sat_uuid_equal (&child, &parent));
  assert_less (&last, &parent);
  close (channel[0]);
  close (channel[1]);
}

static void
test_limits (void)
{
  SatUuid low = sat_uuid_new (-1);
  SatUuid high = sat_uuid_new (G_MAXINT64);
  SatUuid higher = sat_uuid_new (0);

  assert_less (&low, &high);
  assert_less (&high, &higher);
  g_assert_cmpint (ms_of (&high), ==, (G_GINT64_CONSTANT (1) << 48) - 1);
}

/* The values are from an independent SHA-256; they must never change. */
static void
test_from_parts (void)
{
  static const struct {
    const char *kind, *b, *expected;
  } rows[] = {
      {"tag", "hot", "d7bd742e-dd65-84b4-bbd3-176ce224b23c"},
      {"tag", "", "b4dd2b13-cdb7-836d-a07d-927724bd7a8a"},
      {"", "tag", "a53ce04d-f92b-84af-8021-1b282a1155ad"},
      {"link", "Zürich", "e53ee72b-3414-8ddc-ad32-9aca3ea2efd0"},
  };
  SatUuid a, other;

  g_assert_true (sat_uuid_parse ("018f2b7a-1c00-7abc-8def-0123456789ab", &a));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    SatUuid made = sat_uuid_from_parts (rows[i].kind, &a, rows[i].b);
    g_autofree char *text = sat_uuid_to_string (&made);

    g_assert_cmpstr (text, ==, rows[i].expected);
  }
  other = a;
  other.bytes[0]++;
  a = sat_uuid_from_parts ("tag", &a, "hot");
  other = sat_uuid_from_parts ("tag", &other, "hot");
  g_assert_false (sat_uuid_equal (&a, &other));
}

static void
test_text (void)
{
  const char *text = "018f2b7a-1c00-7abc-8def-0123456789ab";
  char written[SAT_UUID_STRING_LENGTH + 1];
  g_autofree char *upper = g_ascii_strup (text, -1);
  g_autofree char *again = NULL;
  SatUuid uuid, from_upper;

  g_assert_true (sat_uuid_parse (text, &uuid));
  g_assert_cmphex (uuid.bytes[0], ==, 0x01);
  g_assert_cmphex (uuid.bytes[7], ==, 0xbc);
  g_assert_cmphex (uuid.bytes[15], ==, 0xab);
  g_assert_true (sat_uuid_parse (upper, &from_upper));
  g_assert_true (sat_uuid_equal (&uuid, &from_upper));
  g_assert_cmpuint (sat_uuid_hash (&uuid), ==, sat_uuid_hash (&from_upper));
  sat_uuid_write (&uuid, written);
  g_assert_cmpstr (written, ==, text);
  again = sat_uuid_to_string (&from_upper);
  g_assert_cmpstr (again, ==, text);
}

static void
test_bad_text (void)
{
  static const char *const bad[] = {
      "",
      "0",
      "018f2b7a",
      "018f2b7a-1c00-7abc-8def-0123456789a",
      "018f2b7a-1c00-7abc-8def-0123456789abc",
      "018f2b7a-1c00-7abc-8def-0123456789ab ",
      " 018f2b7a-1c00-7abc-8def-0123456789ab",
      "018f2b7a1c007abc8def0123456789ab",
      "018f2b7a01c00-7abc-8def-0123456789ab",
      "018f2b7-a1c00-7abc-8def-0123456789ab",
      "{18f2b7a-1c00-7abc-8def-0123456789ab}",
      "018g2b7a-1c00-7abc-8def-0123456789ab",
      "018f2b7a-1c00-7abc-8def-0123456789a\xc3\xa9",
  };
  SatUuid uuid, before;

  memset (&uuid, 0x5a, sizeof uuid);
  before = uuid;
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (sat_uuid_parse (bad[i], &uuid));
  g_assert_false (sat_uuid_parse (NULL, &uuid));
  g_assert_cmpmem (&uuid, sizeof uuid, &before, sizeof before);
}

/* Text order, byte order and the order of minting are one. */
static void
test_text_order (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int i = 0; i < 10000; i++) {
    SatUuid a, b, back;
    char text_a[SAT_UUID_STRING_LENGTH + 1], text_b[SAT_UUID_STRING_LENGTH + 1];

    for (int j = 0; j < 16; j++) {
      a.bytes[j] = (guint8)g_rand_int_range (rand, 0, 256);
      b.bytes[j] = j < i % 16 ? a.bytes[j] : (guint8)g_rand_int_range (rand, 0, 256);
    }
    sat_uuid_write (&a, text_a);
    sat_uuid_write (&b, text_b);
    g_assert_true (sat_uuid_parse (text_a, &back));
    g_assert_true (sat_uuid_equal (&a, &back));
    g_assert_cmpint (CLAMP (sat_uuid_compare (&a, &b), -1, 1), ==,
                     CLAMP (strcmp (text_a, text_b), -1, 1));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/uuid/new-layout", test_new_layout);
  g_test_add_func ("/uuid/increasing", test_increasing);
  g_test_add_func ("/uuid/random-bits", test_random_bits);
  g_test_add_func ("/uuid/threads", test_threads);
  g_test_add_func ("/uuid/fork", test_fork);
  g_test_add_func ("/uuid/from-parts", test_from_parts);
  g_test_add_func ("/uuid/text", test_text);
  g_test_add_func ("/uuid/bad-text", test_bad_text);
  g_test_add_func ("/uuid/text-order", test_text_order);
  g_test_add_func ("/uuid/limits", test_limits); /* last: it turns the clock to the end of time */
  return g_test_run ();
}
