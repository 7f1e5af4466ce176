/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-quick-add.h"

#include "sat-quick-scan.h"

#include <string.h>

/* Nobody types more in one line. */
#define LONGEST 500

typedef struct {
  const SatQuickBase *base;
  const char *text;
  gboolean *used; /* of each byte */
  gboolean with_money, month_only, chinese;
  int part; /* of the day, as minutes after midnight; 0: not said */
  SatQuickAdd *out;
} Scan;

void
sat_quick_add_free (SatQuickAdd *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self->subject);
  g_free (self);
}

/* Only blanks and what was understood already stand in [from, to). */
static gboolean
is_clear (const Scan *scan, gsize from, gsize to)
{
  for (gsize i = from; i < to; i++)
    if (!scan->used[i] && scan->text[i] != ' ')
      return FALSE;
  return TRUE;
}

/* "by friday" stands behind it in Chinese. */
static gsize
skip_before (const char *text)
{
  static const char *const words[] = {"之前", "以前", "前"};

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (text, words[i]))
      return strlen (words[i]);
  return 0;
}

static gsize
try_date (Scan *scan, const char *text)
{
  SatQuickDate date;
  gsize n = scan->out->has_date ? 0 : sat_quick_scan_date (text, scan->base, &date);

  if (n == 0)
    return 0;
  scan->out->has_date = TRUE;
  scan->out->date = date.date;
  scan->month_only = date.month_only;
  return n + skip_before (text + n);
}

static gsize
try_time (Scan *scan, const char *text, gboolean bare)
{
  int minutes, length;
  gsize n = scan->out->has_time ? 0 : sat_quick_scan_time (text, bare, &minutes, &length);

  if (n == 0)
    return 0;
  scan->out->has_time = TRUE;
  scan->out->minutes = minutes;
  if (length > 0)
    scan->out->length = length;
  return n;
}

/* Counted from now, to the next five minutes. */
static gsize
try_soon (Scan *scan, const char *text)
{
  SatQuickAdd *out = scan->out;
  int minutes = 0;
  gsize n = out->has_time || out->has_date ? 0 : sat_quick_scan_soon (text, &minutes);

  if (n == 0)
    return 0;
  minutes = (scan->base->now + minutes + 4) / 5 * 5;
  out->has_time = out->has_date = TRUE;
  out->date = scan->base->today + minutes / (24 * 60);
  out->minutes = minutes % (24 * 60);
  return n;
}

static gsize
try_part (Scan *scan, const char *text)
{
  return scan->part == 0 ? sat_quick_word_at (text, SAT_QUICK_WORD_PART, &scan->part) : 0;
}

static gsize
try_money (Scan *scan, const char *text)
{
  gint64 amount;
  const char *currency;
  gsize n;

  if (!scan->with_money || scan->out->has_amount)
    return 0;
  n = sat_quick_scan_money (text, scan->base, scan->chinese, &amount, &currency);
  if (n == 0)
    return 0;
  scan->out->has_amount = TRUE;
  scan->out->amount = amount;
  scan->out->currency = currency;
  return n;
}

/* A kind leads the line, unless it is written without blanks. */
static gsize
try_kind (Scan *scan, gsize at)
{
  int kind = 0;
  gsize n = scan->out->kind == SAT_QUICK_NOTHING
                ? sat_quick_word_at (scan->text + at, SAT_QUICK_WORD_KIND, &kind)
                : 0;

  if (n == 0)
    return 0;
  if (!sat_quick_is_dense (g_utf8_get_char (scan->text + at)) && !is_clear (scan, 0, at))
    return 0;
  scan->out->kind = (SatQuickKind)kind;
  return n;
}

static gsize
try_length (Scan *scan, const char *text)
{
  int length = 0;
  gsize n = sat_quick_scan_length (text, &length);

  if (n > 0)
    scan->out->length = length;
  return n;
}

static gsize
try_all (Scan *scan, gsize at)
{
  const char *text = scan->text + at;
  gsize lead, n;

  n = try_kind (scan, at);
  if (n == 0)
    n = try_money (scan, text);
  if (n == 0)
    n = try_soon (scan, text);
  if (n == 0 && sat_quick_word_at (text, SAT_QUICK_WORD_FOR, NULL) > 0)
    n = try_length (scan, text);
  if (n == 0)
    n = try_time (scan, text, FALSE);
  if (n == 0)
    n = try_date (scan, text);
  if (n == 0)
    n = try_length (scan, text);
  if (n == 0)
    n = try_part (scan, text);
  if (n > 0)
    return n;
  lead = sat_quick_word_at (text, SAT_QUICK_WORD_AT, NULL);
  if (lead == 0)
    return 0;
  lead += sat_quick_skip_blanks (text + lead);
  n = try_time (scan, text + lead, FALSE);
  if (n == 0)
    n = try_date (scan, text + lead);
  if (n == 0)
    n = try_time (scan, text + lead, TRUE);
  return n > 0 ? lead + n : 0;
}

/* Where a word may begin. */
static gboolean
is_boundary (const Scan *scan, gsize at)
{
  gunichar here, before;

  if (at == 0 || scan->used[at - 1])
    return TRUE;
  here = g_utf8_get_char (scan->text + at);
  before = g_utf8_get_char (g_utf8_prev_char (scan->text + at));
  return !g_unichar_isalnum (before) || sat_quick_is_dense (before) || sat_quick_is_dense (here);
}

static void
run (Scan *scan)
{
  gsize length = strlen (scan->text);

  for (gsize at = 0; at < length;) {
    gsize n = scan->text[at] != ' ' && is_boundary (scan, at) ? try_all (scan, at) : 0;

    if (n == 0) {
      at = (gsize)(g_utf8_next_char (scan->text + at) - scan->text);
      continue;
    }
    for (gsize i = at; i < at + n; i++)
      scan->used[i] = TRUE;
    at += n;
  }
}

static char *
strip_links (char *text)
{
  g_autofree char *taken = text;
  const char *p = taken;
  gsize n;

  for (;;) {
    while (*p != '\0' && g_utf8_strchr (" ,;:，。、", -1, g_utf8_get_char (p)) != NULL)
      p = g_utf8_next_char (p);
    n = sat_quick_word_at (p, SAT_QUICK_WORD_LINK, NULL);
    if (n == 0 || (p[n] != ' ' && p[n] != '\0' && !sat_quick_is_dense (g_utf8_get_char (p))))
      break;
    p += n;
  }
  return g_strdup (p);
}

/* What was not understood, without doubled blanks and without links at its ends. */
static char *
left_over (const Scan *scan)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; scan->text[i] != '\0'; i++) {
    char c = scan->used[i] ? ' ' : scan->text[i];

    if (c != ' ' || (text->len > 0 && text->str[text->len - 1] != ' '))
      g_string_append_c (text, c);
  }
  for (;;) {
    char *last;

    g_strchomp (text->str);
    text->len = strlen (text->str);
    while (text->len > 0 && strchr (",;:-", text->str[text->len - 1]) != NULL)
      g_string_truncate (text, text->len - 1);
    last = strrchr (text->str, ' ');
    if (last == NULL ||
        sat_quick_word_at (last + 1, SAT_QUICK_WORD_LINK, NULL) != strlen (last + 1))
      break;
    g_string_truncate (text, (gsize)(last - text->str));
  }
  return strip_links (g_strdup (text->str));
}

/* A kind may also end what is left: "Ana call tomorrow". */
static void
take_last_kind (SatQuickAdd *out)
{
  int kind = 0;

  for (char *p = strchr (out->text, ' '); p != NULL; p = strchr (p + 1, ' ')) {
    if (sat_quick_word_at (p + 1, SAT_QUICK_WORD_KIND, &kind) != strlen (p + 1))
      continue;
    out->kind = (SatQuickKind)kind;
    *p = '\0';
    return;
  }
}

/* "This afternoon at 5:30". */
static void
conclude_time (Scan *scan)
{
  SatQuickAdd *out = scan->out;

  if (scan->part == 0)
    return;
  if (!out->has_time)
    out->minutes = scan->part;
  else if (scan->part >= 12 * 60 && out->minutes < 12 * 60)
    out->minutes += 12 * 60;
  out->has_time = TRUE;
}

/* Ideographs without kana. */
static gboolean
is_chinese (const char *text)
{
  gboolean ideographs = FALSE;

  for (; *text != '\0'; text = g_utf8_next_char (text)) {
    gunichar c = g_utf8_get_char (text);

    if (c >= 0x3040 && c < 0x3100)
      return FALSE;
    ideographs |= c >= 0x4e00 && c < 0xa000;
  }
  return ideographs;
}

/* What is not said follows from what is. */
static void
conclude (Scan *scan)
{
  SatQuickAdd *out = scan->out;
  gboolean named;

  out->text = left_over (scan);
  if (out->kind == SAT_QUICK_NOTHING && (out->has_date || out->has_time || scan->part != 0))
    take_last_kind (out);
  named = *out->text != '\0';
  if (out->kind == SAT_QUICK_NOTHING && named && out->has_amount)
    out->kind = SAT_QUICK_DEAL;
  else if (out->kind == SAT_QUICK_NOTHING && named &&
           (out->has_date || out->has_time || scan->part != 0))
    out->kind = SAT_QUICK_TASK;
  if (!named && (out->kind == SAT_QUICK_DEAL || out->kind == SAT_QUICK_TASK ||
                 (!out->has_date && !out->has_time)))
    out->kind = SAT_QUICK_NOTHING;
  if (scan->month_only && out->kind == SAT_QUICK_DEAL)
    out->date = sat_date_add_months (out->date, 1) - 1;
  else if (scan->month_only)
    out->date = MAX (out->date, scan->base->today);
  conclude_time (scan);
  if (out->has_time && !out->has_date && out->kind != SAT_QUICK_NOTHING) {
    out->has_date = TRUE;
    out->date = scan->base->today;
  }
}

static SatQuickAdd *
parse (const char *text, const SatQuickBase *base, gboolean with_money)
{
  g_autofree gboolean *used = g_new0 (gboolean, strlen (text) + 1);
  SatQuickAdd *out = g_new0 (SatQuickAdd, 1);
  Scan scan = {base, text, used, with_money, FALSE, is_chinese (text), 0, out};

  run (&scan);
  conclude (&scan);
  return out;
}

SatQuickAdd *
sat_quick_add_parse (const char *text, const SatQuickBase *base)
{
  g_autofree char *normal = NULL;
  SatQuickAdd *out;

  g_return_val_if_fail (text != NULL && base != NULL, NULL);
  if (g_utf8_validate (text, -1, NULL) && strlen (text) <= LONGEST)
    normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  if (normal == NULL)
    normal = g_strdup ("");
  g_strdelimit (normal, "\t\r\n", ' ');
  out = parse (normal, base, TRUE);
  /* Money in what is to be talked about is no amount. */
  if (out->has_amount && out->kind != SAT_QUICK_DEAL) {
    sat_quick_add_free (out);
    out = parse (normal, base, FALSE);
  }
  return out;
}
