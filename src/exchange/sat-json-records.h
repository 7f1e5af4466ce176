/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The objects of a JSON file one after the other: an array of objects, or one object alone. Only
 * one of them is in memory as a tree at a time. */
typedef struct _SatJsonRecords SatJsonRecords;

/* @data: need not end with a NUL, and has to outlive the reader. */
SatJsonRecords *sat_json_records_new (const char *data, gsize length);
void sat_json_records_free (SatJsonRecords *self);

/* Where an element stands in the text. */
typedef struct {
  gsize offset, length;
  guint64 line; /* of its first character, counted from 1 */
} SatJsonPlace;

/* FALSE at the end, where @error is not set, or when the text is no such file: SAT_PROTOCOL_ERROR
 * SYNTAX, with the line. Only the ends of elements are looked for here. */
gboolean sat_json_records_next (SatJsonRecords *self, SatJsonPlace *place, GError **error);
/* The element at @place: an object, or anything else that stands there. (transfer full). Error:
 * SAT_PROTOCOL_ERROR. */
JsonNode *sat_json_records_parse (SatJsonRecords *self, const SatJsonPlace *place, GError **error);

/* Does the text begin as such a file does? */
gboolean sat_json_records_look_like (const char *data, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatJsonRecords, sat_json_records_free)

G_END_DECLS
