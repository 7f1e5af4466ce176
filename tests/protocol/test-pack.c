/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-pack.h"
#include "sat-protocol.h"
#include "sat-test.h"

#include <string.h>

static GBytes *
of_words (guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "word %u and word\n", i % 97);
  return g_string_free_to_bytes (text);
}

static void
test_there_and_back (void)
{
  static const guint sizes[] = {0, 1, 10, 1000, 100000};

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) text = of_words (sizes[i]);
    g_autoptr (GBytes) packed = sat_pack (text);
    g_autoptr (GBytes) same = sat_pack (text);
    g_autoptr (GBytes) again = sat_unpack (packed, g_bytes_get_size (text), &error);

    g_assert_no_error (error);
    g_assert_true (g_bytes_equal (text, again));
    g_assert_true (g_bytes_equal (packed, same));
    if (sizes[i] > 100)
      g_assert_cmpuint (g_bytes_get_size (packed) * 5, <, g_bytes_get_size (text));
  }
}

static void
assert_not (GBytes *packed, gsize most, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (sat_unpack (packed, most, &error));
  g_assert_error (error, SAT_PROTOCOL_ERROR, code);
}

/* Cut anywhere, one bit of any byte another, something behind it, longer than allowed. */
static void
test_damaged (void)
{
  g_autoptr (GBytes) text = of_words (50);
  g_autoptr (GBytes) packed = sat_pack (text);
  gsize length, most = g_bytes_get_size (text);
  const guint8 *data = g_bytes_get_data (packed, &length);

  assert_not (packed, most - 1, SAT_PROTOCOL_ERROR_LIMIT);
  for (gsize i = 0; i < length; i++) {
    g_autoptr (GBytes) cut = g_bytes_new (data, i);
    g_autoptr (GError) error = NULL;

    g_assert_null (sat_unpack (cut, most, &error));
    g_assert_nonnull (error);
  }
  /* The first ten bytes say nothing of the text. */
  for (gsize i = 10; i < length; i++) {
    g_autofree guint8 *other = g_memdup2 (data, length);
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (GBytes) out = NULL;

    other[i] ^= 4;
    bytes = g_bytes_new (other, length);
    out = sat_unpack (bytes, most, NULL);
    g_assert_null (out);
  }
  {
    g_autofree guint8 *longer = g_malloc0 (length + 4);
    g_autoptr (GBytes) bytes = NULL;

    /* The end says the right length, behind a byte too many. */
    memcpy (longer, data, length);
    memcpy (longer + length, data + length - 4, 4);
    bytes = g_bytes_new (longer, length + 4);
    assert_not (bytes, most, SAT_PROTOCOL_ERROR_SHAPE);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack/there-and-back", test_there_and_back);
  g_test_add_func ("/pack/damaged", test_damaged);
  return g_test_run ();
}
