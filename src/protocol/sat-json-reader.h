/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-protocol.h"

G_BEGIN_DECLS

/* How deep arrays and objects may be nested. */
#define SAT_JSON_MAX_DEPTH 32

/* Reads JSON that may come from anywhere, piece by piece and without a tree, to the letter of RFC
 * 8259: UTF-8, no comments, no NUL in any spelling, no unpaired surrogates, no name twice in an
 * object, at most SAT_JSON_MAX_DEPTH levels, integers within 64 bits, other numbers finite.
 *
 * The first error stays; every later call gives nothing (NONE, NULL, 0, FALSE) at once, so that
 * only the end needs a check.
 *
 *   sat_json_reader_start (reader, data, length);
 *   sat_json_reader_begin_object (reader);
 *   while ((name = sat_json_reader_member (reader)) != NULL)
 *     if (g_str_equal (name, "n"))
 *       n = sat_json_reader_int (reader);
 *     else
 *       sat_json_reader_skip (reader);
 *   return sat_json_reader_finish (reader, error);
 */
typedef struct _SatJsonReader SatJsonReader;

typedef enum {
  SAT_JSON_NONE, /* after an error */
  SAT_JSON_NULL,
  SAT_JSON_BOOLEAN,
  SAT_JSON_INTEGER,
  SAT_JSON_DOUBLE,
  SAT_JSON_STRING,
  SAT_JSON_ARRAY,
  SAT_JSON_OBJECT,
} SatJsonKind;

SatJsonReader *sat_json_reader_new (void);
void sat_json_reader_free (SatJsonReader *self);

/* Begins with one value that stands in @data, which must stay until the end and need not end with a
 * NUL; what was read before is forgotten. FALSE: not UTF-8, or a NUL in it. */
gboolean sat_json_reader_start (SatJsonReader *self, const char *data, gsize length);
/* The same for what is known to be UTF-8 without a NUL. */
void sat_json_reader_start_checked (SatJsonReader *self, const char *data, gsize length);

/* Reads the next value whole, or of an array or object the opening. */
SatJsonKind sat_json_reader_value (SatJsonReader *self);
/* What sat_json_reader_value() has read. The text is valid until the next value. */
const char *sat_json_reader_get_text (SatJsonReader *self);
gint64 sat_json_reader_get_int (SatJsonReader *self); /* also of a boolean */
double sat_json_reader_get_double (SatJsonReader *self);

/* In an array: does a value follow? FALSE: the array ended here. */
gboolean sat_json_reader_element (SatJsonReader *self);
/* In an object: the next member's name, whose value comes next; NULL: the object ended here. Valid
 * until this object's next name, whatever the value is. */
const char *sat_json_reader_member (SatJsonReader *self);

/* The next value, if it is of this kind; else an error, SHAPE. */
gboolean sat_json_reader_begin_array (SatJsonReader *self);
gboolean sat_json_reader_begin_object (SatJsonReader *self);
const char *sat_json_reader_string (SatJsonReader *self);
gint64 sat_json_reader_int (SatJsonReader *self);
gboolean sat_json_reader_boolean (SatJsonReader *self);
/* Moves over the next value with all that is in it. */
void sat_json_reader_skip (SatJsonReader *self);

/* Fails with SHAPE and @problem behind the place just read, unless it has failed already. Always
 * FALSE. */
gboolean sat_json_reader_refuse (SatJsonReader *self, const char *problem);
gboolean sat_json_reader_has_failed (SatJsonReader *self);
/* FALSE if anything went wrong, or something follows the value. Error: SAT_PROTOCOL_ERROR, with the
 * line and the column (in characters). */
gboolean sat_json_reader_finish (SatJsonReader *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatJsonReader, sat_json_reader_free)

G_END_DECLS
