/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-outbox-text.h"

#include "sat-outbox.h"
#include "sat-reader-private.h"

#include <string.h>

static char *
plain_text (SatReader *reader, const SatField *field, const SatValue *value, const char *currency)
{
  char *text = reader->words != NULL ? reader->words (field, value, currency, reader->words_data)
                                     : sat_field_to_string (field, value, currency);

  return text != NULL ? text : g_strdup ("");
}

char *
sat_outbox_record_text (SatReader *reader, SatRecord *record, const SatField *field)
{
  const SatValue *value = sat_record_get (record, field);

  if (field->kind == SAT_KIND_REFERENCE)
    return g_strdup (sat_record_get_reference_title (record, field));
  return plain_text (reader, field, value,
                     field->kind == SAT_KIND_MONEY ? sat_reader_currency (reader, record, field)
                                                   : NULL);
}

/* A choice that a newer Satchel offers has no label here. */
static char *
wire_plain (SatReader *reader,
            SatRecord *record,
            const SatField *field,
            const SatWireFields *beside,
            const SatWireValue *wire)
{
  const SatWireValue *code = beside != NULL && field->currency != NULL
                                 ? sat_wire_fields_get (beside, field->currency)
                                 : NULL;
  const char *currency = field->kind == SAT_KIND_MONEY && record != NULL
                             ? sat_reader_currency (reader, record, field)
                             : NULL;

  if (field->kind == SAT_KIND_MONEY && code != NULL && code->kind == SAT_WIRE_TEXT)
    currency = code->text;
  SatValue value = SAT_VALUE_INIT;

  if (field->kind == SAT_KIND_MONEY && currency == NULL)
    currency = sat_store_get_currency (sat_reader_get_store (reader));
  value.type = wire->kind == SAT_WIRE_INTEGER ? SAT_VALUE_INTEGER : SAT_VALUE_TEXT;
  value.integer = wire->integer;
  value.text = wire->text;
  return plain_text (reader, field, &value, currency);
}

static char *
text_beside (SatReader *reader,
             SatRecord *record,
             const SatField *field,
             const SatWireFields *beside,
             const SatWireValue *value)
{
  if (value == NULL || value->kind == SAT_WIRE_NULL)
    return NULL;
  if (value->kind == SAT_WIRE_REFERENCE) {
    gint64 id = sat_reader_find (reader, &value->reference, NULL, NULL, NULL);

    return g_strdup (sat_reader_title (reader, id));
  }
  if (value->kind == SAT_WIRE_NAME || field == NULL)
    return value->kind == SAT_WIRE_INTEGER ? g_strdup_printf ("%" G_GINT64_FORMAT, value->integer)
                                           : g_strdup (value->text);
  return wire_plain (reader, record, field, beside, value);
}

char *
sat_outbox_wire_text (SatReader *reader,
                      SatRecord *record,
                      const SatField *field,
                      const SatWireValue *value)
{
  return text_beside (reader, record, field, NULL, value);
}

/* A sum that carries its currency says it already. */
gboolean
sat_outbox_is_shown (SatReader *reader, const SatField *field)
{
  return !(field->flags & SAT_FIELD_INTERNAL) &&
         !(reader->words != NULL && field->kind == SAT_KIND_CURRENCY && field->group != 0);
}

static gint64
custom_number (SatReader *reader, const char *name)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (sat_reader_get_connection (reader),
                            "SELECT number FROM custom_number WHERE lower (hex (uuid)) = ?1", NULL);
  gboolean row;

  if (statement == NULL || name[0] != 'u' || strlen (name) != 33)
    return 0;
  sat_statement_bind_text (statement, 1, name + 1);
  return sat_statement_step (statement, &row, NULL) && row ? sat_statement_int (statement, 0) : 0;
}

const SatField *
sat_outbox_field (SatReader *reader, const SatType *type, const char *name)
{
  gint64 number = custom_number (reader, name);

  return number != 0 ? sat_type_field_by_number (type, (guint16)number)
                     : sat_type_field (type, name);
}

char *
sat_outbox_fields_text (SatReader *reader, const SatType *type, const SatWireFields *fields)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < sat_wire_fields_n (fields); i++) {
    const char *name = sat_wire_fields_name (fields, i);
    const SatField *field = type != NULL ? sat_outbox_field (reader, type, name) : NULL;
    g_autofree char *value =
        text_beside (reader, NULL, field, fields, sat_wire_fields_value (fields, i));

    if (field != NULL && !sat_outbox_is_shown (reader, field))
      continue;
    g_string_append_printf (text, "%s%s = %s", text->len > 0 ? ", " : "",
                            field != NULL ? sat_field_get_label (field) : name,
                            value != NULL ? value : "");
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
sat_outbox_describe (SatReader *reader, const SatType *type, const SatWireFields *fields)
{
  g_return_val_if_fail (reader != NULL && fields != NULL, NULL);

  return sat_outbox_fields_text (reader, type, fields);
}

void
sat_outbox_set_words (SatReader *reader, SatValueWords words, gpointer user_data)
{
  g_return_if_fail (reader != NULL);

  reader->words = words;
  reader->words_data = user_data;
}
