/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "sat-json-writer.h"
#include "sat-protocol.h"
#include "sat-type.h"
#include "sat-uuid.h"

G_BEGIN_DECLS

/* The value of a field as it travels: like SatValue, but a reference names its record by UUID
 * (docs/protocol.md, 2.1). */
typedef enum {
  SAT_WIRE_NULL,
  SAT_WIRE_INTEGER,
  SAT_WIRE_TEXT,
  SAT_WIRE_REFERENCE,
  SAT_WIRE_NAME, /* a reference that is not resolved yet */
} SatWireKind;

typedef struct {
  SatWireKind kind;
  gint64 integer;
  char *text; /* owned; of TEXT and NAME */
  SatUuid reference;
} SatWireValue;

#define SAT_WIRE_VALUE_INIT ((SatWireValue){SAT_WIRE_NULL, 0, NULL, {{0}}})

SatWireValue sat_wire_null (void);
SatWireValue sat_wire_int (gint64 integer);
SatWireValue sat_wire_text (const char *text); /* copies; NULL or "" gives null */
SatWireValue sat_wire_reference (const SatUuid *uuid);
SatWireValue sat_wire_name (const char *text);
SatWireValue sat_wire_value_copy (const SatWireValue *value);
void sat_wire_value_clear (SatWireValue *value);
gboolean sat_wire_value_equal (const SatWireValue *a, const SatWireValue *b);

/* Error: SAT_PROTOCOL_ERROR_SHAPE. */
gboolean sat_wire_value_from_json (JsonNode *node, SatWireValue *out, GError **error);
void sat_wire_value_write (const SatWireValue *value, SatJsonWriter *writer, const char *name);

/* Does the value fit the field (kind, limits, choices, currency)? A reference's target is not
 * looked at. An unknown choice of a newer Satchel passes. Error: SAT_PROTOCOL_ERROR_SHAPE or
 * SAT_MODEL_ERROR. */
gboolean sat_wire_value_check (const SatWireValue *value, const SatField *field, GError **error);

/* Values by field name, as a record holds them: name (interned or owned by the set) -> value.
 * Null values are never in it. */
typedef struct _SatWireFields SatWireFields;

SatWireFields *sat_wire_fields_new (void);
void sat_wire_fields_free (SatWireFields *self);
SatWireFields *sat_wire_fields_copy (const SatWireFields *self);
guint sat_wire_fields_n (const SatWireFields *self);
/* By ascending name. */
const char *sat_wire_fields_name (const SatWireFields *self, guint i);
const SatWireValue *sat_wire_fields_value (const SatWireFields *self, guint i);
/* NULL: it is not in it. */
const SatWireValue *sat_wire_fields_get (const SatWireFields *self, const char *name);
/* (transfer full) @value. @keep_null: null stays as "set to empty" (patches), else it removes. */
void sat_wire_fields_take (SatWireFields *self,
                           const char *name,
                           SatWireValue value,
                           gboolean keep_null);
/* One JSON object, names ascending. */
void sat_wire_fields_write (const SatWireFields *self, SatJsonWriter *writer, const char *name);
char *sat_wire_fields_to_string (const SatWireFields *self);
SatWireFields *sat_wire_fields_parse (const char *json, gssize length, GError **error);
SatWireFields *sat_wire_fields_from_json (JsonNode *node, GError **error); /* keeps nulls */

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SatWireValue, sat_wire_value_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatWireFields, sat_wire_fields_free)

G_END_DECLS
