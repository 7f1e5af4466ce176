/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-wire-value.h"

#include <string.h>

SatWireValue
sat_wire_null (void)
{
  return SAT_WIRE_VALUE_INIT;
}

SatWireValue
sat_wire_int (gint64 integer)
{
  return (SatWireValue){.kind = SAT_WIRE_INTEGER, .integer = integer};
}

static SatWireValue
text_of (SatWireKind kind, const char *text)
{
  if (text == NULL || *text == '\0')
    return SAT_WIRE_VALUE_INIT;
  return (SatWireValue){.kind = kind, .text = g_strdup (text)};
}

SatWireValue
sat_wire_text (const char *text)
{
  return text_of (SAT_WIRE_TEXT, text);
}

SatWireValue
sat_wire_name (const char *text)
{
  return text_of (SAT_WIRE_NAME, text);
}

SatWireValue
sat_wire_reference (const SatUuid *uuid)
{
  if (uuid == NULL || sat_uuid_is_nil (uuid))
    return SAT_WIRE_VALUE_INIT;
  return (SatWireValue){.kind = SAT_WIRE_REFERENCE, .reference = *uuid};
}

SatWireValue
sat_wire_value_copy (const SatWireValue *value)
{
  SatWireValue copy;

  g_return_val_if_fail (value != NULL, SAT_WIRE_VALUE_INIT);

  copy = *value;
  copy.text = g_strdup (value->text);
  return copy;
}

void
sat_wire_value_clear (SatWireValue *value)
{
  g_return_if_fail (value != NULL);

  g_free (value->text);
  *value = SAT_WIRE_VALUE_INIT;
}

gboolean
sat_wire_value_equal (const SatWireValue *a, const SatWireValue *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a->kind != b->kind)
    return FALSE;
  switch (a->kind) {
  case SAT_WIRE_INTEGER:
    return a->integer == b->integer;
  case SAT_WIRE_TEXT:
  case SAT_WIRE_NAME:
    return g_str_equal (a->text, b->text);
  case SAT_WIRE_REFERENCE:
    return sat_uuid_equal (&a->reference, &b->reference);
  case SAT_WIRE_NULL:
  default:
    return TRUE;
  }
}

/* Behind the opening brace: `"r":"<uuid>"}` or `"n":"<text>"}`. */
static gboolean
read_reference (SatJsonReader *reader, SatWireValue *out)
{
  const char *name = sat_json_reader_member (reader);
  gboolean is_name = g_strcmp0 (name, "n") == 0;
  const char *text;

  if (!is_name && g_strcmp0 (name, "r") != 0)
    return sat_json_reader_refuse (reader, "a reference is {\"r\":…} or {\"n\":…}");
  text = sat_json_reader_string (reader);
  if (text == NULL)
    return FALSE;
  if (is_name)
    *out = sat_wire_name (text);
  else if (sat_uuid_parse (text, &out->reference))
    *out = sat_wire_reference (&out->reference);
  if (out->kind == SAT_WIRE_NULL)
    return sat_json_reader_refuse (reader, is_name ? "a name is not empty" : "not a UUID");
  if (sat_json_reader_member (reader) != NULL)
    return sat_json_reader_refuse (reader, "a reference has one member");
  return !sat_json_reader_has_failed (reader);
}

gboolean
sat_wire_value_read (SatJsonReader *reader, SatWireValue *out)
{
  g_return_val_if_fail (reader != NULL && out != NULL, FALSE);

  *out = SAT_WIRE_VALUE_INIT;
  switch (sat_json_reader_value (reader)) {
  case SAT_JSON_NULL:
    return TRUE;
  case SAT_JSON_INTEGER:
    *out = sat_wire_int (sat_json_reader_get_int (reader));
    return TRUE;
  case SAT_JSON_STRING:
    *out = sat_wire_text (sat_json_reader_get_text (reader));
    return TRUE;
  case SAT_JSON_OBJECT:
    if (read_reference (reader, out))
      return TRUE;
    sat_wire_value_clear (out);
    return FALSE;
  default:
    return sat_json_reader_refuse (reader, "not the value of a field");
  }
}

void
sat_wire_value_write (const SatWireValue *value, SatJsonWriter *writer, const char *name)
{
  char uuid[SAT_UUID_STRING_LENGTH + 1];

  g_return_if_fail (value != NULL && writer != NULL);

  switch (value->kind) {
  case SAT_WIRE_INTEGER:
    sat_json_writer_int (writer, name, value->integer);
    break;
  case SAT_WIRE_TEXT:
    sat_json_writer_string (writer, name, value->text);
    break;
  case SAT_WIRE_REFERENCE:
    sat_uuid_write (&value->reference, uuid);
    sat_json_writer_begin_object (writer, name);
    sat_json_writer_string (writer, "r", uuid);
    sat_json_writer_end_object (writer);
    break;
  case SAT_WIRE_NAME:
    sat_json_writer_begin_object (writer, name);
    sat_json_writer_string (writer, "n", value->text);
    sat_json_writer_end_object (writer);
    break;
  case SAT_WIRE_NULL:
  default:
    sat_json_writer_null (writer, name);
    break;
  }
}

gboolean
sat_wire_value_check (const SatWireValue *value, const SatField *field, GError **error)
{
  gboolean is_reference;
  SatValue stored = SAT_VALUE_INIT;

  g_return_val_if_fail (value != NULL && field != NULL, FALSE);

  if (value->kind == SAT_WIRE_NULL)
    return TRUE;
  is_reference = value->kind == SAT_WIRE_REFERENCE || value->kind == SAT_WIRE_NAME;
  if (!sat_field_is_stored (field) || is_reference != (field->kind == SAT_KIND_REFERENCE)) {
    g_set_error (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_SHAPE,
                 "%s takes no value of this kind", field->name);
    return FALSE;
  }
  if (is_reference)
    return TRUE;
  if (value->kind == SAT_WIRE_TEXT && field->kind == SAT_KIND_CHOICE)
    return TRUE;
  stored.type = value->kind == SAT_WIRE_TEXT ? SAT_VALUE_TEXT : SAT_VALUE_INTEGER;
  stored.integer = value->integer;
  stored.text = value->text;
  return sat_field_validate (field, &stored, error);
}
