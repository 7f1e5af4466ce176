/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-text-encoding.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-text-look.h"

/* Beginnings of files that people take for tables. */
static gboolean
refuse_container (const guint8 *bytes, gsize length, GError **error)
{
  static const struct {
    const char *start;
    gsize length;
  } starts[] = {
      {"PK\3\4", 4}, {"\xd0\xcf\x11\xe0", 4}, {"\x1f\x8b", 2},
      {"%PDF-", 5},  {"SQLite format 3", 16},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    if (length >= starts[i].length && memcmp (bytes, starts[i].start, starts[i].length) == 0) {
      g_set_error_literal (error, SAT_TEXT_ERROR, SAT_TEXT_ERROR_BINARY,
                           _ ("This is a spreadsheet, an archive or another document; save the "
                              "table as CSV first"));
      return TRUE;
    }
  return FALSE;
}

static gboolean
settle (SatTextGuess *guess, const char *name, gsize mark)
{
  guess->name = name;
  guess->mark = mark;
  guess->candidates[0] = name;
  return TRUE;
}

static gboolean
refuse_nul (GError **error)
{
  g_set_error_literal (error, SAT_TEXT_ERROR, SAT_TEXT_ERROR_BINARY,
                       _ ("The file has NUL characters, which no text has"));
  return FALSE;
}

static gboolean
refuse_mark (const char *mark, const char *fits, GError **error)
{
  if (fits != NULL)
    g_set_error (error, SAT_TEXT_ERROR, SAT_TEXT_ERROR_MARK,
                 _ ("The mark at the start of the file says %s, but the text is %s; save it as "
                    "UTF-8, or name its encoding"),
                 mark, fits);
  else
    g_set_error (error, SAT_TEXT_ERROR, SAT_TEXT_ERROR_MARK,
                 _ ("The mark at the start of the file says %s, but the text is something else"),
                 mark);
  return FALSE;
}

/* Which of the wide encodings the bytes would be in without a mark, or NULL. */
static const char *
find_wide (const guint8 *bytes, gsize length)
{
  const char *best = NULL;
  gsize best_ascii = 0;

  for (gsize unit = 4; unit >= 2; unit /= 2) {
    for (int big_endian = 0; big_endian <= 1; big_endian++) {
      SatWideLook look;

      sat_wide_look (bytes, length, unit, big_endian, &look);
      if (look.valid && look.strange == 0 && look.ascii > best_ascii &&
          look.ascii >= look.units / 50) {
        best = look.name;
        best_ascii = look.ascii;
      }
    }
    if (best != NULL)
      return best;
  }
  return NULL;
}

/* A mark of two bytes is also where the one of UTF-32 begins, and both have been seen before text
 * that is in neither. */
static gboolean
check_wide_mark (const guint8 *bytes,
                 gsize length,
                 gsize mark,
                 gboolean big_endian,
                 SatTextGuess *guess,
                 GError **error)
{
  SatWideLook look, other;

  sat_wide_look (bytes + mark, length - mark, mark, big_endian, &look);
  sat_wide_look (bytes + mark, length - mark, mark, !big_endian, &other);
  if (look.valid && !(look.ascii == 0 && other.valid && other.ascii > 0))
    return settle (guess, look.name, mark);
  guess->candidates[0] = find_wide (bytes + mark, length - mark);
  return refuse_mark (look.name, guess->candidates[0], error);
}

/* FALSE: there is no mark. */
static gboolean
check_marks (
    const guint8 *bytes, gsize length, SatTextGuess *guess, gboolean *result, GError **error)
{
  if (length >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0) {
    *result = g_utf8_validate_len ((const char *)bytes, length, NULL);
    if (*result)
      settle (guess, "UTF-8", 3);
    else if (memchr (bytes, '\0', length) != NULL)
      refuse_nul (error);
    else
      refuse_mark ("UTF-8", NULL, error);
    return TRUE;
  }
  if (length >= 4 && memcmp (bytes, "\xff\xfe\0", 4) == 0)
    *result = check_wide_mark (bytes, length, 4, FALSE, guess, error);
  else if (length >= 4 && memcmp (bytes, "\0\0\xfe\xff", 4) == 0)
    *result = check_wide_mark (bytes, length, 4, TRUE, guess, error);
  else if (length >= 2 && memcmp (bytes, "\xff\xfe", 2) == 0)
    *result = check_wide_mark (bytes, length, 2, FALSE, guess, error);
  else if (length >= 2 && memcmp (bytes, "\xfe\xff", 2) == 0)
    *result = check_wide_mark (bytes, length, 2, TRUE, guess, error);
  else
    return FALSE;
  return TRUE;
}

static void
add_candidate (SatTextGuess *guess, const char *name)
{
  for (gsize i = 0; i < SAT_TEXT_CANDIDATES; i++)
    if (guess->candidates[i] == NULL) {
      guess->candidates[i] = name;
      return;
    }
}

static gboolean
refuse_to_choose (SatTextGuess *guess, GError **error)
{
  g_autofree char *names = g_strjoinv (", ", (char **)guess->candidates);

  g_set_error (error, SAT_TEXT_ERROR, SAT_TEXT_ERROR_UNSURE,
               _ ("The encoding of the file is not certain; name it, for example one of: %s"),
               names);
  return FALSE;
}

static double
everyday_share (const SatAsianLook *look)
{
  return look->valid && look->chars > 0 ? (double)look->frequent / look->chars : 0;
}

/* The East Asian encoding in which nearly all characters are everyday ones. Where two fit, the one
 * with the smaller set wins if there are so many characters that this is no accident. */
static const char *
choose_asian (const SatAsianLook *looks)
{
  const SatAsianLook *best = NULL;

  for (gsize i = 0; i < SAT_ASIAN_ENCODINGS; i++) {
    double share = everyday_share (&looks[i]);

    if (share < 0.85)
      continue;
    if (best == NULL)
      best = share >= 0.95 && looks[i].chars >= 4 ? &looks[i] : NULL;
    else if (best->chars < 24)
      return NULL;
    if (best == NULL)
      return NULL;
  }
  return best != NULL ? best->name : NULL;
}

/* Most likely first. */
static void
list_asian (SatTextGuess *guess, const SatAsianLook *looks)
{
  gboolean listed[SAT_ASIAN_ENCODINGS] = {FALSE};

  for (gsize n = 0; n < 3; n++) {
    gsize best = SAT_ASIAN_ENCODINGS;

    for (gsize i = 0; i < SAT_ASIAN_ENCODINGS; i++)
      if (!listed[i] && everyday_share (&looks[i]) >= 0.5 &&
          (best == SAT_ASIAN_ENCODINGS ||
           everyday_share (&looks[i]) > everyday_share (&looks[best])))
        best = i;
    if (best == SAT_ASIAN_ENCODINGS)
      return;
    listed[best] = TRUE;
    add_candidate (guess, looks[best].name);
  }
}

static gboolean
guess_legacy (const guint8 *bytes, gsize length, SatTextGuess *guess, GError **error)
{
  SatWesternLook western;
  SatAsianLook looks[SAT_ASIAN_ENCODINGS];
  const char *asian;
  gboolean fits_western;

  sat_western_look (bytes, length, &western);
  if (western.utf8 * 4 >= western.high) {
    add_candidate (guess, "UTF-8");
    add_candidate (guess, "windows-1252");
    return refuse_to_choose (guess, error);
  }
  sat_asian_look (bytes, length, looks);
  asian = choose_asian (looks);
  fits_western = western.undefined == 0 && western.crowded * 10 <= western.high &&
                 western.odd * 20 <= western.high;
  if (fits_western && asian == NULL)
    return settle (guess, "windows-1252", 0);
  if (!fits_western && asian != NULL && western.crowded * 2 >= western.high)
    return settle (guess, asian, 0);
  list_asian (guess, looks);
  if (western.crowded * 10 > western.high)
    add_candidate (guess, "windows-1251");
  if (western.undefined == 0 && western.crowded * 2 < western.high)
    add_candidate (guess, "windows-1252");
  add_candidate (guess, "windows-1250");
  add_candidate (guess, "macintosh");
  return refuse_to_choose (guess, error);
}

gboolean
sat_text_guess (const guint8 *bytes, gsize length, SatTextGuess *guess, GError **error)
{
  gboolean result;

  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);
  g_return_val_if_fail (guess != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);
  memset (guess, 0, sizeof *guess);
  if (length == 0)
    return settle (guess, "UTF-8", 0);
  if (refuse_container (bytes, length, error))
    return FALSE;
  if (check_marks (bytes, length, guess, &result, error))
    return result;
  if (memchr (bytes, '\0', length) != NULL) {
    const char *wide = find_wide (bytes, length);

    return wide != NULL ? settle (guess, wide, 0) : refuse_nul (error);
  }
  if (!g_utf8_validate_len ((const char *)bytes, length, NULL))
    return guess_legacy (bytes, length, guess, error);
  /* ISO 2022 switches between tables with escapes and is ASCII otherwise. */
  if (memmem (bytes, length, "\x1b$", 2) != NULL) {
    add_candidate (guess, "ISO-2022-JP");
    add_candidate (guess, "UTF-8");
    return refuse_to_choose (guess, error);
  }
  return settle (guess, "UTF-8", 0);
}
