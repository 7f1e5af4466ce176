/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a pull ended, as a client brings it back: with another's hash, and with the right one but
 * words that make no sense, which only a server that has gone mad could have given. */

#include "config.h"

#include "fuzz.h"
#include "sat-pull-token.h"

#define ROOT "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee"
#define HASH "0123456789abcdef0123456789abcdef"

const char *const fuzz_corpus[] = {
    "9f00000000000000:88123",
    "d." ROOT ".1." ROOT "." HASH ".2.3." HASH "." HASH ".",
    "c." ROOT ".2." ROOT "." HASH ".88000.88001...",
    "9f00000000000000:88123:0123456789abcdef0123456789abcdef",
    "c." ROOT ".9." ROOT ".." HASH ".9223372036854775808.-1...",
    NULL,
};

static const guint8 key[SAT_PULL_KEY_SIZE] = {1, 2, 3};

static gboolean
read_cursor (const char *text)
{
  g_autofree char *epoch = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;
  gint64 seq;

  if (!sat_cursor_read (key, text, &epoch, &seq, &error)) {
    g_assert_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_BAD_CURSOR);
    return FALSE;
  }
  g_assert_cmpint (seq, >=, 0);
  again = sat_cursor_write (key, epoch, seq);
  g_clear_pointer (&epoch, g_free);
  g_assert_true (sat_cursor_read (key, again, &epoch, &seq, NULL));
  return TRUE;
}

static gboolean
read_position (const char *text)
{
  SatPullPosition position, again;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GError) error = NULL;

  if (!sat_pull_position_read (key, text, &position, &error)) {
    g_assert_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_BAD_CURSOR);
    return FALSE;
  }
  first = sat_pull_position_write (key, &position);
  g_assert_true (sat_pull_position_read (key, first, &again, NULL));
  second = sat_pull_position_write (key, &again);
  g_assert_cmpstr (first, ==, second);
  return *text != '\0';
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autofree char *cursor = sat_pull_token_seal (key, "cursor", text);
  g_autofree char *position = sat_pull_token_seal (key, "position", text);
  gboolean taken;

  g_assert_false (read_cursor (text));
  g_assert_false (read_position (text));
  /* What one is given for does not do for the other. */
  g_assert_false (read_cursor (position));
  g_assert_false (read_position (cursor));
  taken = read_cursor (cursor);
  return read_position (position) || taken ? 0 : -1;
}
