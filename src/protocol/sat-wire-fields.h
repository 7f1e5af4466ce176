/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-wire-value.h"

G_BEGIN_DECLS

/* Values by field name, as a record has them or a mutation sets them: names are identifiers of the
 * registry, or of a newer one. A record has no null in it; in a mutation null empties a field. */
typedef struct _SatWireFields SatWireFields;

SatWireFields *sat_wire_fields_new (void);
void sat_wire_fields_free (SatWireFields *self);
SatWireFields *sat_wire_fields_copy (const SatWireFields *self);
gboolean sat_wire_fields_equal (const SatWireFields *a, const SatWireFields *b);
void sat_wire_fields_empty (SatWireFields *self);

guint sat_wire_fields_n (const SatWireFields *self);
/* By ascending name. Names and values belong to the set and are valid until it changes. */
const char *sat_wire_fields_name (const SatWireFields *self, guint i);
const SatWireValue *sat_wire_fields_value (const SatWireFields *self, guint i);
/* NULL: it is not in it. */
const SatWireValue *sat_wire_fields_get (const SatWireFields *self, const char *name);

/* (transfer full) @value. @keep_null: null stays as "set to empty" (patches), else it removes. */
void sat_wire_fields_take (SatWireFields *self,
                           const char *name,
                           SatWireValue value,
                           gboolean keep_null);
void sat_wire_fields_remove (SatWireFields *self, const char *name);

/* One JSON object, names ascending: the same fields give the same bytes. @name: NULL in an array or
 * at the top. */
void sat_wire_fields_write (const SatWireFields *self, SatJsonWriter *writer, const char *name);
char *sat_wire_fields_to_string (const SatWireFields *self);
/* Reads the next value of @reader, an object, into @self. Keeps nulls. FALSE: the reader has
 * failed.
 */
gboolean sat_wire_fields_read (SatWireFields *self, SatJsonReader *reader);
/* The same from a text; @length -1: up to its NUL. Error: SAT_PROTOCOL_ERROR. */
SatWireFields *sat_wire_fields_parse (const char *json, gssize length, GError **error);

/* Takes from the text what it has of the fields that are here; the others stay as they are.
 * Error: SAT_PROTOCOL_ERROR; then some may be taken. */
gboolean sat_wire_fields_pick (SatWireFields *self, const char *json, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatWireFields, sat_wire_fields_free)

G_END_DECLS
