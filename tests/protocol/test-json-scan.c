/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-json-scan.h"

#include <string.h>

#define MOST 40

typedef const char *(*Scan) (const char *at, const char *end);

static gboolean
is_plain (guchar c)
{
  return c >= 0x20 && c != '"' && c != '\\';
}

static gboolean
is_ascii (guchar c)
{
  return c > 0 && c < 0x80;
}

/* One byte of each value at each place of texts of each length, and a second one behind it, which
 * must not be taken for the first; the text lies at the end of what may be read. */
static void
check (Scan scan, gboolean (*is_good) (guchar))
{
  for (gsize length = 0; length <= MOST; length++)
    for (gsize place = 0; place < length; place++)
      for (guint byte = 0; byte < 256; byte++) {
        g_autofree char *text = g_malloc (length);
        gsize second = (place * 7 + byte) % length, expected = length;

        memset (text, 'a' + (char)(place % 26), length);
        text[second] = '!';
        text[place] = (char)byte;
        if (second > place)
          text[second] = (char)(byte ^ 1);
        for (gsize i = length; i-- > 0;)
          if (!is_good ((guchar)text[i]))
            expected = i;
        g_assert_cmpint (scan (text, text + length) - text, ==, expected);
      }
}

static void
test_plain (void)
{
  check (sat_json_scan_plain, is_plain);
}

static void
test_ascii (void)
{
  check (sat_json_scan_ascii, is_ascii);
}

static void
test_nothing (void)
{
  const char *text = "";

  g_assert_true (sat_json_scan_plain (text, text) == text);
  g_assert_true (sat_json_scan_ascii (text, text) == text);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol/json-scan/plain", test_plain);
  g_test_add_func ("/protocol/json-scan/ascii", test_ascii);
  g_test_add_func ("/protocol/json-scan/nothing", test_nothing);
  return g_test_run ();
}
