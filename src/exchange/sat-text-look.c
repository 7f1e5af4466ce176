/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-text-look.h"

#include <string.h>

/* The next byte above 127 at or after @at, or @length. */
static gsize
next_high (const guint8 *bytes, gsize length, gsize at)
{
  while (at + sizeof (guint64) <= length) {
    guint64 word;

    memcpy (&word, bytes + at, sizeof word);
    if (word & G_GUINT64_CONSTANT (0x8080808080808080))
      break;
    at += sizeof word;
  }
  while (at < length && bytes[at] < 0x80)
    at++;
  return at;
}

static gboolean
is_lower (guint8 c)
{
  return g_ascii_islower (c) || (c >= 0xdf && c != 0xf7);
}

static gboolean
is_letter (guint8 c)
{
  return g_ascii_isalpha (c) || (c >= 0xc0 && c != 0xd7 && c != 0xf7);
}

static gboolean
is_western_undefined (guint8 c)
{
  return c == 0x81 || c == 0x8d || c == 0x8f || c == 0x90 || c == 0x9d;
}

/* Signs that may stand between two letters: apostrophes, dashes, dots, marks of trade. */
static gboolean
is_joining_sign (guint8 c)
{
  return memchr ("\x85\x91\x92\x96\x97\x99\xa0\xa9\xad\xae\xb4\xb7", c, 12) != NULL;
}

/* Whether a letter stands before a letter that Western European words do not have after it. What
 * Windows-1250 writes with the same byte is a common letter there. */
static gboolean
is_odd_letter (guint8 c, guint8 before, guint8 after)
{
  guint8 next = g_ascii_tolower (after);

  switch (c) {
  case 0x8a: /* a capital in the middle of a word */
  case 0x8e:
  case 0x9f:
    return is_lower (before);
  case 0x8c:
  case 0x9c: /* the ligature stands in few words */
    return g_ascii_isalpha (after) && strchr ("uiet", next) == NULL;
  case 0xf5: /* Portuguese has it before an e only */
    return g_ascii_isalpha (after) && next != 'e';
  case 0xe3:
    return g_ascii_isalpha (after) && strchr ("oesni", next) == NULL;
  default:
    return FALSE;
  }
}

static gboolean
is_odd (guint8 c, guint8 before, guint8 after)
{
  if (c < 0xc0 && memchr ("\x8a\x8c\x8e\x9a\x9c\x9e\x9f", c, 7) == NULL)
    return is_letter (before) && is_letter (after) && !is_joining_sign (c);
  return is_odd_letter (c, before, after);
}

static gsize
sum (const gsize *counts, const char *bytes)
{
  gsize total = 0;

  for (; *bytes != '\0'; bytes++)
    total += counts[(guint8)*bytes];
  return total;
}

/* Letters that are plausible one by one but not together: those of Central Europe and of Turkish,
 * seen through the wrong table. */
static gsize
count_odd_company (const gsize *counts)
{
  gsize carons = sum (counts, "\x8a\x8e\x9a\x9e");
  gsize central = sum (counts, "\xc8\xcc\xd8\xd9\xe6\xe8\xec\xef\xf0\xf2\xf8\xf9");
  gsize icelandic = sum (counts, "\xd0\xdd\xde\xf0\xfd\xfe");
  gsize vowels = sum (counts, "\xe1\xe6\xe9\xed\xf3\xfa");
  gsize plain = 0;
  gsize odd = 0;

  for (guint c = 0xc0; c <= 0xff; c++)
    plain += counts[c];
  if (plain == 0)
    odd += carons;
  if (central > 0 && carons * 4 >= central)
    odd += carons + central;
  if (icelandic > 2 * vowels)
    odd += icelandic;
  return odd;
}

/* The bytes of the UTF-8 sequence at @bytes, or 0. */
static gsize
utf8_sequence (const guint8 *bytes, gsize length)
{
  gsize n = bytes[0] >= 0xf0 ? 4 : bytes[0] >= 0xe0 ? 3 : 2;

  if (bytes[0] < 0xc2 || length < n || !g_utf8_validate_len ((const char *)bytes, n, NULL))
    return 0;
  return n;
}

void
sat_western_look (const guint8 *bytes, gsize length, SatWesternLook *look)
{
  gsize counts[256] = {0};
  gsize utf8_until = 0;
  gsize at = 0;

  g_return_if_fail (bytes != NULL || length == 0);
  g_return_if_fail (look != NULL);
  memset (look, 0, sizeof *look);
  while ((at = next_high (bytes, length, at)) < length) {
    gsize start = at;

    for (; at < length && bytes[at] >= 0x80; at++) {
      guint8 before = at > 0 ? bytes[at - 1] : ' ';
      guint8 after = at + 1 < length ? bytes[at + 1] : ' ';
      gsize n = at >= utf8_until ? utf8_sequence (bytes + at, length - at) : 0;

      counts[bytes[at]]++;
      look->undefined += is_western_undefined (bytes[at]);
      look->odd += is_odd (bytes[at], before, after);
      look->utf8 += n > 0;
      if (n > 0)
        utf8_until = at + n;
    }
    look->high += at - start;
    if (at - start >= 3)
      look->crowded += at - start;
  }
  look->odd += count_odd_company (counts);
}

static gboolean
within (guint8 c, guint8 low, guint8 high)
{
  return c >= low && c <= high;
}

/* Each of these says how many bytes the character at @c has (0: none begins so) and whether it is
 * an everyday one. @c has at least @left bytes, the first above 127. */
typedef gsize (*CharLength) (const guint8 *c, gsize left, gboolean *frequent);

static gsize
euc_kr_length (const guint8 *c, gsize left, gboolean *frequent)
{
  if (left < 2 || !within (c[0], 0x81, 0xfe) || !within (c[1], 0x41, 0xfe))
    return 0;
  *frequent = c[1] >= 0xa1 && (c[0] == 0xa1 || within (c[0], 0xb0, 0xc8));
  return 2;
}

static gsize
euc_jp_length (const guint8 *c, gsize left, gboolean *frequent)
{
  if (left >= 3 && c[0] == 0x8f)
    return within (c[1], 0xa1, 0xfe) && within (c[2], 0xa1, 0xfe) ? 3 : 0;
  if (left < 2 || (c[0] != 0x8e && !within (c[0], 0xa1, 0xfe)) || !within (c[1], 0xa1, 0xfe))
    return 0;
  *frequent = c[0] == 0xa1 || within (c[0], 0xa3, 0xa5) || within (c[0], 0xb0, 0xcf);
  return 2;
}

static gsize
shift_jis_length (const guint8 *c, gsize left, gboolean *frequent)
{
  if (within (c[0], 0xa1, 0xdf))
    return 1;
  if (left < 2 || !(within (c[0], 0x81, 0x9f) || within (c[0], 0xe0, 0xfc)))
    return 0;
  if (!within (c[1], 0x40, 0xfc) || c[1] == 0x7f)
    return 0;
  *frequent = within (c[0], 0x81, 0x83) || within (c[0], 0x88, 0x97);
  return 2;
}

static gsize
big5_length (const guint8 *c, gsize left, gboolean *frequent)
{
  if (left < 2 || !within (c[0], 0x81, 0xfe))
    return 0;
  if (!within (c[1], 0x40, 0x7e) && !within (c[1], 0xa1, 0xfe))
    return 0;
  *frequent = c[0] == 0xa1 || within (c[0], 0xa4, 0xc6);
  return 2;
}

static gsize
gb18030_length (const guint8 *c, gsize left, gboolean *frequent)
{
  if (left < 2 || !within (c[0], 0x81, 0xfe))
    return 0;
  if (left >= 4 && within (c[1], '0', '9'))
    return within (c[2], 0x81, 0xfe) && within (c[3], '0', '9') ? 4 : 0;
  if (!within (c[1], 0x40, 0xfe) || c[1] == 0x7f)
    return 0;
  *frequent = c[1] >= 0xa1 && (c[0] == 0xa1 || c[0] == 0xa3 || within (c[0], 0xb0, 0xd7));
  return 2;
}

static void
look_asian (const guint8 *bytes, gsize length, CharLength char_length, SatAsianLook *look)
{
  gsize at = 0;

  while ((at = next_high (bytes, length, at)) < length) {
    gboolean frequent = FALSE;
    gsize n = char_length (bytes + at, length - at, &frequent);

    if (n == 0) {
      look->valid = FALSE;
      return;
    }
    look->chars += n > 1;
    look->frequent += frequent;
    at += n;
  }
}

void
sat_asian_look (const guint8 *bytes, gsize length, SatAsianLook looks[SAT_ASIAN_ENCODINGS])
{
  static const struct {
    const char *name;
    CharLength char_length;
  } encodings[SAT_ASIAN_ENCODINGS] = {
      {"EUC-KR", euc_kr_length}, {"EUC-JP", euc_jp_length},   {"Shift_JIS", shift_jis_length},
      {"Big5", big5_length},     {"GB18030", gb18030_length},
  };

  g_return_if_fail (bytes != NULL || length == 0);
  g_return_if_fail (looks != NULL);
  for (gsize i = 0; i < SAT_ASIAN_ENCODINGS; i++) {
    looks[i] = (SatAsianLook){.name = encodings[i].name, .valid = TRUE};
    look_asian (bytes, length, encodings[i].char_length, &looks[i]);
  }
}

static guint32
read_unit (const guint8 *bytes, gsize unit, gboolean big_endian)
{
  guint32 value = 0;

  for (gsize i = 0; i < unit; i++)
    value = value << 8 | bytes[big_endian ? i : unit - 1 - i];
  return value;
}

static gboolean
is_strange (guint32 c)
{
  if (c < 0x20)
    return c != '\t' && c != '\n' && c != '\r';
  return (c >= 0x7f && c <= 0x9f) || (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
}

void
sat_wide_look (
    const guint8 *bytes, gsize length, gsize unit, gboolean big_endian, SatWideLook *look)
{
  g_return_if_fail (bytes != NULL || length == 0);
  g_return_if_fail (unit == 2 || unit == 4);
  g_return_if_fail (look != NULL);
  *look = (SatWideLook){.valid = length % unit == 0};
  if (unit == 2)
    look->name = big_endian ? "UTF-16BE" : "UTF-16LE";
  else
    look->name = big_endian ? "UTF-32BE" : "UTF-32LE";
  for (gsize at = 0; look->valid && at < length; at += unit) {
    guint32 c = read_unit (bytes + at, unit, big_endian);

    if (unit == 2 && c >= 0xd800 && c <= 0xdbff && at + 2 * unit <= length) {
      guint32 low = read_unit (bytes + at + unit, unit, big_endian);

      look->valid = low >= 0xdc00 && low <= 0xdfff;
      at += unit;
    } else {
      look->valid = c > 0 && c <= 0x10ffff && !(c >= 0xd800 && c <= 0xdfff);
    }
    look->strange += is_strange (c);
    look->units++;
    look->ascii += c < 0x7f;
  }
}
