/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Writes JSON as it goes, without a tree in memory: a list of a million records needs no more than
 * one of ten. The same calls give the same bytes.
 *
 * Every value takes the name of its member, which is NULL in an array and at the top. Texts are
 * UTF-8; bytes that are not are replaced. Errors of the file are kept and told by
 * sat_json_writer_finish(), so nothing in between needs a check.
 *
 *   SatJsonWriter *writer = sat_json_writer_new_for_file (stdout, 1);
 *   sat_json_writer_begin_array (writer, NULL);
 *   sat_json_writer_begin_object (writer, NULL);
 *   sat_json_writer_string (writer, "name", "Kan-code");
 *   sat_json_writer_end_object (writer);
 *   sat_json_writer_end_array (writer);
 *   sat_json_writer_finish (writer, &error);
 */
typedef struct _SatJsonWriter SatJsonWriter;

/* How many outer levels are spread over lines, indented by two blanks a level; what is deeper is
 * written without any blank. 1: each element of the outer array has a line of its own. */
#define SAT_JSON_COMPACT 0u
#define SAT_JSON_PRETTY G_MAXUINT

/* Appends to @string, which belongs to the caller. */
SatJsonWriter *sat_json_writer_new_for_string (GString *string, guint open_levels);
/* Writes to @file, which the caller closes. Buffered; complete only after
 * sat_json_writer_finish(), which also ends the last line. */
SatJsonWriter *sat_json_writer_new_for_file (FILE *file, guint open_levels);

void sat_json_writer_begin_object (SatJsonWriter *self, const char *name);
void sat_json_writer_end_object (SatJsonWriter *self);
void sat_json_writer_begin_array (SatJsonWriter *self, const char *name);
void sat_json_writer_end_array (SatJsonWriter *self);

/* A NULL @text is written as null. */
void sat_json_writer_string (SatJsonWriter *self, const char *name, const char *text);
void sat_json_writer_int (SatJsonWriter *self, const char *name, gint64 number);
/* The shortest text that reads back as the same number, with a point or an exponent; what is not
 * finite is written as null. */
void sat_json_writer_double (SatJsonWriter *self, const char *name, double number);
void sat_json_writer_boolean (SatJsonWriter *self, const char *name, gboolean value);
void sat_json_writer_null (SatJsonWriter *self, const char *name);
/* A whole tree. */
void sat_json_writer_node (SatJsonWriter *self, const char *name, JsonNode *node);

/* TRUE once writing to the file has failed, so that a long listing may stop early. */
gboolean sat_json_writer_has_failed (SatJsonWriter *self);
/* Writes what is buffered and flushes. Everything that was begun must be ended. Error: G_FILE_ERROR
 * of the first write that failed. */
gboolean sat_json_writer_finish (SatJsonWriter *self, GError **error);
void sat_json_writer_free (SatJsonWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatJsonWriter, sat_json_writer_free)

G_END_DECLS
