/* SPDX-License-Identifier: GPL-3.0-or-later */

/* In a word of eight bytes, x - 0x01.. carries into the top bit of a byte that is zero; likewise
 * for a byte that is less than a bound. A byte that follows such a one may be taken for one too, so
 * that a word with any is gone through byte by byte. */

#include "config.h"

#include "sat-json-scan.h"

#include <string.h>

#define EACH(byte) (G_GUINT64_CONSTANT (0x0101010101010101) * (byte))
#define TOPS EACH (0x80)

static guint64
word_at (const char *at)
{
  guint64 word;

  memcpy (&word, at, sizeof word);
  return word;
}

static guint64
less_than (guint64 word, guint64 bound)
{
  return (word - EACH (bound)) & ~word & TOPS;
}

static gboolean
is_plain (guchar c)
{
  return c >= 0x20 && c != '"' && c != '\\';
}

const char *
sat_json_scan_plain (const char *at, const char *end)
{
  g_return_val_if_fail (at != NULL && end >= at, at);

  while (end - at >= 8) {
    guint64 word = word_at (at);

    if ((less_than (word, 0x20) | less_than (word ^ EACH ('"'), 1) |
         less_than (word ^ EACH ('\\'), 1)) != 0)
      break;
    at += 8;
  }
  while (at < end && is_plain ((guchar)*at))
    at++;
  return at;
}

const char *
sat_json_scan_ascii (const char *at, const char *end)
{
  g_return_val_if_fail (at != NULL && end >= at, at);

  while (end - at >= 8) {
    guint64 word = word_at (at);

    if (((word & TOPS) | less_than (word, 1)) != 0)
      break;
    at += 8;
  }
  while (at < end && (guchar)(*at - 1) < 0x7f)
    at++;
  return at;
}
