/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SatTextError:
 * @SAT_TEXT_ERROR_UNSURE: more than one encoding fits; the message names them, and an encoding has
 *   to be given.
 * @SAT_TEXT_ERROR_MARK: the mark at the start names an encoding that the rest is not in.
 * @SAT_TEXT_ERROR_INVALID: the bytes are not text in the encoding that was given.
 * @SAT_TEXT_ERROR_BINARY: the file is no text: it has NUL characters or is a spreadsheet, an
 *   archive or the like.
 * @SAT_TEXT_ERROR_UNKNOWN: there is no encoding of the given name.
 * @SAT_TEXT_ERROR_FILE: the file cannot be read, or there is no room for its decoded copy.
 */
typedef enum {
  SAT_TEXT_ERROR_UNSURE,
  SAT_TEXT_ERROR_MARK,
  SAT_TEXT_ERROR_INVALID,
  SAT_TEXT_ERROR_BINARY,
  SAT_TEXT_ERROR_UNKNOWN,
  SAT_TEXT_ERROR_FILE,
} SatTextError;

#define SAT_TEXT_ERROR (sat_text_error_quark ())
GQuark sat_text_error_quark (void);

#define SAT_TEXT_CANDIDATES 4

/* What the bytes of a file look like. @name is NULL when that is unsure; @candidates then has the
 * names that fit, best first. Names are static strings: "UTF-8", "UTF-16LE", "windows-1252",
 * "Shift_JIS"… */
typedef struct {
  const char *name;
  gsize mark; /* bytes of the mark at the start, not part of the text */
  const char *candidates[SAT_TEXT_CANDIDATES + 1];
} SatTextGuess;

/* Looks at all the bytes. FALSE with an error when no single encoding fits beyond doubt. */
gboolean sat_text_guess (const guint8 *bytes, gsize length, SatTextGuess *guess, GError **error);

/* The text of a file as UTF-8: valid, without a mark, without NUL characters. Immutable, reference
 * counted, thread-safe. Up to 32 MiB are kept in memory, a larger text in a mapped temporary file
 * that has no name, so that a change of the original does no harm. */
typedef struct _SatText SatText;

/* @encoding: a name that iconv knows, or NULL to find it. (transfer full) */
SatText *sat_text_open (const char *path, const char *encoding, GError **error);
/* The same for bytes in memory. (transfer full) */
SatText *sat_text_new (GBytes *bytes, const char *encoding, GError **error);

SatText *sat_text_ref (SatText *text);
void sat_text_unref (SatText *text);

/* Owned by @text, @length bytes, not terminated. */
const char *sat_text_get_data (SatText *text, gsize *length);
/* The encoding the file was in, as found or as given. */
const char *sat_text_get_encoding (SatText *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatText, sat_text_unref)

G_END_DECLS
