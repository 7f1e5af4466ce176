/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-quick-scan.h"

#include <string.h>

/* "At three" is in the afternoon. */
#define EARLIEST_BARE_HOUR 8
/* "9h" is a time, "2h" how long. */
#define EARLIEST_HOUR 7

gsize
sat_quick_skip_blanks (const char *text)
{
  return strspn (text, " ");
}

static gsize
chinese_number (const char *text, int *number)
{
  static const char *const figures[] = {"十二", "十一", "十", "九", "八", "七", "六",
                                        "五",   "四",   "三", "二", "两", "兩", "一"};
  static const int values[] = {12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 2, 2, 1};

  for (guint i = 0; i < G_N_ELEMENTS (figures); i++) {
    if (g_str_has_prefix (text, figures[i])) {
      *number = values[i];
      return strlen (figures[i]);
    }
  }
  return 0;
}

gsize
sat_quick_scan_number (const char *text, guint most, int *number)
{
  gsize n = strspn (text, "0123456789");

  if (n == 0)
    return chinese_number (text, number);
  if (n > most || n > 9)
    return 0;
  *number = (int)g_ascii_strtoll (text, NULL, 10);
  return n;
}

static gsize
prefix_of (const char *text, const char *const *signs)
{
  for (guint i = 0; signs[i] != NULL; i++)
    if (g_str_has_prefix (text, signs[i]))
      return strlen (signs[i]);
  return 0;
}

/* What follows the hour: ":30", "点半", "h30", nothing. *@written: it says that this is a time. */
static gsize
scan_minutes (const char *text, int *minutes, gboolean *written, gboolean *exact)
{
  static const char *const hours[] = {"点钟", "點鐘", "点", "點", "时", "時", NULL};
  gsize n = prefix_of (text, hours), more;

  *minutes = 0;
  *written = TRUE;
  if ((*text == ':' || (g_ascii_tolower (*text) == 'h' && g_ascii_isdigit (text[1]))) &&
      strspn (text + 1, "0123456789") == 2) {
    sat_quick_scan_number (text + 1, 2, minutes);
    *exact = TRUE;
    return 3;
  }
  if (n == 0) {
    *written = FALSE;
    return 0;
  }
  if (g_str_has_prefix (text + n, "半")) {
    *minutes = 30;
    return n + strlen ("半");
  }
  if (g_str_has_prefix (text + n, "一刻")) {
    *minutes = 15;
    return n + strlen ("一刻");
  }
  more = strspn (text + n, "0123456789") == 2 ? sat_quick_scan_number (text + n, 2, minutes) : 0;
  n += more;
  if (more > 0 && g_str_has_prefix (text + n, "分"))
    n += strlen ("分");
  return n;
}

static int
with_half (int hour, int half)
{
  if (half == 12 && hour < 12)
    return hour + 12;
  return half == 0 && hour == 12 ? 0 : hour;
}

/* " y media", " y cuarto", " menos cuarto". */
static gsize
scan_spanish_part (const char *text, int *minutes)
{
  static const struct {
    const char *words;
    int minutes;
  } parts[] = {{" y media", 30}, {" y cuarto", 15}, {" menos cuarto", -15}};

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    gsize n = strlen (parts[i].words);

    if (g_ascii_strncasecmp (text, parts[i].words, n) == 0 && !g_ascii_isalnum (text[n])) {
      *minutes = parts[i].minutes;
      return n;
    }
  }
  return 0;
}

/* "h" and no more. */
static gboolean
is_hour_sign (const char *text, int hour, gboolean bare)
{
  return g_ascii_tolower (*text) == 'h' && !g_ascii_isalnum (text[1]) &&
         (bare || hour >= EARLIEST_HOUR);
}

/* One moment. @half: 0 or 12 if that was said before, else -1. */
static gsize
scan_moment (const char *text, gboolean bare, int half, int *at)
{
  int hour = 0, minutes = 0;
  gboolean written = FALSE, exact = FALSE;
  gsize n = sat_quick_scan_number (text, 2, &hour), more, blanks;

  if (n == 0 || hour > 23)
    return 0;
  if (is_hour_sign (text + n, hour, bare)) {
    written = exact = TRUE;
    n++;
  } else {
    n += scan_minutes (text + n, &minutes, &written, &exact);
  }
  more = bare && !exact ? scan_spanish_part (text + n, &minutes) : 0;
  written |= more > 0;
  n += more;
  blanks = sat_quick_skip_blanks (text + n);
  more = half < 0 ? sat_quick_word_at (text + n + blanks, SAT_QUICK_WORD_HALF, &half) : 0;
  if (more > 0)
    n += blanks + more;
  if (!written && half < 0) {
    gunichar next = g_utf8_get_char (text + n);

    if (!bare || (next != 0 && next != ' ' && next != ',' && next != '-'))
      return 0;
  }
  if (minutes > 59)
    return 0;
  if (half >= 0)
    hour = with_half (hour, half);
  else if (!exact && hour > 0 && hour < EARLIEST_BARE_HOUR)
    hour += 12;
  *at = MAX (hour * 60 + minutes, 0);
  return n;
}

/* "2 hours", "an hour", "half an hour" */
static gsize
scan_hours (const char *text, int *minutes)
{
  static const char *const ones[] = {"an ", "a ", "one ", "una ", "un "};
  int number = 1, unit = 0;
  gsize n = sat_quick_word_at (text, SAT_QUICK_WORD_HALF_HOUR, NULL), more;

  if (n > 0) {
    *minutes = 30;
    return n;
  }
  n = sat_quick_scan_number (text, 3, &number);
  for (guint i = 0; i < G_N_ELEMENTS (ones) && n == 0; i++)
    if (g_ascii_strncasecmp (text, ones[i], strlen (ones[i])) == 0)
      n = strlen (ones[i]);
  if (n == 0)
    return 0;
  n += sat_quick_skip_blanks (text + n);
  more = sat_quick_word_at (text + n, SAT_QUICK_WORD_UNIT, &unit);
  if (more == 0 || (unit != 'h' && unit != 'n'))
    return 0;
  *minutes = unit == 'h' ? number * 60 : number;
  return n + more;
}

gsize
sat_quick_scan_length (const char *text, int *length)
{
  gsize n = sat_quick_word_at (text, SAT_QUICK_WORD_FOR, NULL), more;

  n += sat_quick_skip_blanks (text + n);
  more = scan_hours (text + n, length);
  return more > 0 ? n + more : 0;
}

gsize
sat_quick_scan_soon (const char *text, int *minutes)
{
  gsize n = sat_quick_word_at (text, SAT_QUICK_WORD_IN, NULL), more, after, blanks;
  gboolean led = n > 0;

  n += sat_quick_skip_blanks (text + n);
  more = scan_hours (text + n, minutes);
  if (more == 0)
    return 0;
  n += more;
  blanks = sat_quick_skip_blanks (text + n);
  after = sat_quick_word_at (text + n + blanks, SAT_QUICK_WORD_AFTER, NULL);
  if (!led && after == 0)
    return 0;
  return n + (after > 0 ? blanks + after : 0);
}

/* "-11:30" behind a moment. */
static gsize
scan_end (const char *text, int from, int *length)
{
  gsize n = strspn (text, " -~"), more;
  int to = 0;

  if (g_str_has_prefix (text, "–") || g_str_has_prefix (text, "至") ||
      g_str_has_prefix (text, "到"))
    n = strlen ("–");
  else if (n == 0 || memchr (text, '-', n) == NULL)
    return 0;
  more = scan_moment (text + n, TRUE, -1, &to);
  if (more == 0 || to <= from)
    return 0;
  *length = to - from;
  return n + more;
}

/* "from 10 to 11:30" */
static gsize
scan_span (const char *text, int *minutes, int *length)
{
  gsize n = sat_quick_word_at (text, SAT_QUICK_WORD_FROM, NULL), more;
  int to = 0;

  if (n == 0)
    return 0;
  n += sat_quick_skip_blanks (text + n);
  more = scan_moment (text + n, TRUE, -1, minutes);
  if (more == 0)
    return 0;
  n += more;
  n += sat_quick_skip_blanks (text + n);
  more = sat_quick_word_at (text + n, SAT_QUICK_WORD_TO, NULL);
  if (more == 0)
    return 0;
  n += more;
  n += sat_quick_skip_blanks (text + n);
  more = scan_moment (text + n, TRUE, -1, &to);
  if (more == 0 || to <= *minutes)
    return 0;
  *length = to - *minutes;
  return n + more;
}

/* "3-4pm": what is said of the second holds for the first. */
static gsize
scan_pair (const char *text, int *minutes, int *length)
{
  int hour = 0, to = 0;
  gsize n = sat_quick_scan_number (text, 2, &hour), more;

  if (n == 0 || hour > 23 || text[n] != '-')
    return 0;
  more = scan_moment (text + n + 1, FALSE, -1, &to);
  if (more == 0)
    return 0;
  *minutes = hour * 60;
  if (hour < 12 && to - *minutes > 12 * 60)
    *minutes += 12 * 60;
  if (to <= *minutes)
    return 0;
  *length = to - *minutes;
  return n + 1 + more;
}

gsize
sat_quick_scan_time (const char *text, gboolean bare, int *minutes, int *length)
{
  int half = -1, noon = 0;
  gsize n, more;

  g_return_val_if_fail (text != NULL && minutes != NULL && length != NULL, 0);
  *length = 0;
  n = scan_span (text, minutes, length);
  if (n == 0)
    n = scan_pair (text, minutes, length);
  if (n > 0)
    return n;
  n = sat_quick_word_at (text, SAT_QUICK_WORD_NOON, &noon);
  if (n > 0) {
    more = scan_moment (text + n, FALSE, 12, minutes);
    if (more == 0)
      *minutes = noon;
    return n + more;
  }
  n = sat_quick_word_at (text, SAT_QUICK_WORD_HALF, &half);
  if (n > 0)
    n += sat_quick_skip_blanks (text + n);
  more = scan_moment (text + n, bare, half, minutes);
  if (more == 0)
    return 0;
  n += more;
  return n + scan_end (text + n, *minutes, length);
}
