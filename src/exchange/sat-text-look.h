/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Statistics behind sat_text_guess(). */

/* How bytes above 127 look when they are read as Windows-1252. */
typedef struct {
  gsize high;      /* bytes above 127 */
  gsize undefined; /* of them, those that Windows-1252 does not have */
  gsize crowded;   /* of them, those in runs of three or more: words of another script */
  gsize odd;       /* of them, those that stand where Western European text does not have them */
  gsize utf8;      /* well-formed UTF-8 sequences */
} SatWesternLook;

void sat_western_look (const guint8 *bytes, gsize length, SatWesternLook *look);

/* How bytes look in one of the East Asian encodings. */
typedef struct {
  const char *name;
  gboolean valid;
  gsize chars;    /* characters of two bytes */
  gsize frequent; /* of them, those from the rows that everyday text is written with */
} SatAsianLook;

#define SAT_ASIAN_ENCODINGS 5

/* From the encoding with the smallest set of frequent characters to that with the largest. */
void sat_asian_look (const guint8 *bytes, gsize length, SatAsianLook looks[SAT_ASIAN_ENCODINGS]);

/* How bytes look as units of two or four bytes. */
typedef struct {
  const char *name;
  gboolean valid; /* only characters, no NUL */
  gsize units;
  gsize strange; /* control characters and what Unicode sets apart as no characters */
  gsize ascii;   /* printable ASCII, tabs and line ends */
} SatWideLook;

void sat_wide_look (
    const guint8 *bytes, gsize length, gsize unit, gboolean big_endian, SatWideLook *look);

G_END_DECLS
