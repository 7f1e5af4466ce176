/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-json-reader.h"
#include "sat-json-writer.h"
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
SatWireValue sat_wire_text (const char *text);         /* copies; NULL or "" gives null */
SatWireValue sat_wire_reference (const SatUuid *uuid); /* NULL or nil gives null */
SatWireValue sat_wire_name (const char *text);         /* copies; NULL or "" gives null */
SatWireValue sat_wire_value_copy (const SatWireValue *value);
void sat_wire_value_clear (SatWireValue *value);
gboolean sat_wire_value_equal (const SatWireValue *a, const SatWireValue *b);

/* Reads the next value of @reader into @out, which needs no clearing before; an empty text gives
 * null. FALSE: the reader has failed, SHAPE if it is none of the five. */
gboolean sat_wire_value_read (SatJsonReader *reader, SatWireValue *out);
/* @name: NULL in an array. */
void sat_wire_value_write (const SatWireValue *value, SatJsonWriter *writer, const char *name);

/* Does the value fit the field (kind, limits, currency)? A reference's target is not looked at, nor
 * whether a required field is empty. A choice that is not known passes, for it may be a newer
 * Satchel's or a custom field's. Error: SAT_PROTOCOL_ERROR_SHAPE or SAT_MODEL_ERROR. */
gboolean sat_wire_value_check (const SatWireValue *value, const SatField *field, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SatWireValue, sat_wire_value_clear)

G_END_DECLS
