/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-record-json.h"

#include <string.h>

/* Public ids of what records refer to: few owners and stages, many companies. */
#define MOST_IDS 100000

struct _SatRecordJson {
  SatReader *reader;
  SatRecordJsonFlags flags;
  const SatType *type; /* what @fields belongs to */
  GPtrArray *fields;
  GHashTable *ids; /* gint64 -> char* */
};

SatRecordJson *
sat_record_json_new (SatReader *reader, SatRecordJsonFlags flags)
{
  SatRecordJson *self;

  g_return_val_if_fail (reader != NULL, NULL);

  self = g_new0 (SatRecordJson, 1);
  self->reader = sat_reader_ref (reader);
  self->flags = flags;
  self->ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  return self;
}

void
sat_record_json_free (SatRecordJson *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_hash_table_unref (self->ids);
  sat_reader_unref (self->reader);
  g_free (self);
}

static int
compare_fields_cb (gconstpointer a, gconstpointer b)
{
  const SatField *left = *(const SatField *const *)a, *right = *(const SatField *const *)b;
  gboolean left_custom = (left->flags & SAT_FIELD_CUSTOM) != 0;
  gboolean right_custom = (right->flags & SAT_FIELD_CUSTOM) != 0;

  if (left_custom != right_custom)
    return left_custom - right_custom;
  if (left_custom)
    return strcmp (left->name, right->name);
  return (int)left->index - (int)right->index;
}

GPtrArray *
sat_record_json_fields (const SatType *type, SatRecordJsonFlags flags)
{
  GPtrArray *fields;

  g_return_val_if_fail (type != NULL, NULL);

  fields = g_ptr_array_sized_new (type->n_fields);
  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];
    gboolean counted = (field->flags & SAT_FIELD_COMPUTED) && field->kind != SAT_KIND_SET;

    if (!counted || !(flags & SAT_RECORD_JSON_FILE))
      g_ptr_array_add (fields, (gpointer)field);
  }
  g_ptr_array_sort (fields, compare_fields_cb);
  return fields;
}

static const char *
public_id (SatRecordJson *self, gint64 id)
{
  char *text = g_hash_table_lookup (self->ids, &id);
  SatUuid uuid;

  if (text != NULL)
    return text;
  if (!sat_reader_identify (self->reader, id, &uuid, NULL, NULL, NULL))
    return NULL;
  if (g_hash_table_size (self->ids) >= MOST_IDS)
    g_hash_table_remove_all (self->ids);
  text = sat_uuid_to_string (&uuid);
  g_hash_table_insert (self->ids, g_memdup2 (&id, sizeof id), text);
  return text;
}

static void
write_reference (SatRecordJson *self,
                 SatJsonWriter *writer,
                 const char *name,
                 const SatValue *value,
                 const char *title)
{
  sat_json_writer_begin_object (writer, name);
  if (value->type == SAT_VALUE_INTEGER) {
    sat_json_writer_string (writer, "id", public_id (self, value->integer));
    sat_json_writer_string (
        writer, "title", title != NULL ? title : sat_reader_title (self->reader, value->integer));
  } else {
    sat_json_writer_null (writer, "id");
    sat_json_writer_string (writer, "title", value->text);
  }
  sat_json_writer_end_object (writer);
}

static void
write_set (SatJsonWriter *writer, const char *name, const SatValue *value)
{
  g_auto (GStrv) titles = g_strsplit (value->type == SAT_VALUE_TEXT ? value->text : "", "\n", -1);

  sat_json_writer_begin_array (writer, name);
  for (guint i = 0; titles[i] != NULL; i++)
    sat_json_writer_string (writer, NULL, titles[i]);
  sat_json_writer_end_array (writer);
}

void
sat_record_json_write_value (SatRecordJson *self,
                             SatJsonWriter *writer,
                             const char *name,
                             const SatField *field,
                             const SatValue *value,
                             const char *currency,
                             const char *title)
{
  g_autofree char *text = NULL;

  g_return_if_fail (self != NULL && writer != NULL && field != NULL && value != NULL);

  if (field->kind == SAT_KIND_SET) {
    write_set (writer, name, value);
  } else if (value->type == SAT_VALUE_NULL) {
    sat_json_writer_null (writer, name);
  } else if (field->kind == SAT_KIND_REFERENCE) {
    write_reference (self, writer, name, value, title);
  } else if (value->type == SAT_VALUE_INTEGER && field->kind == SAT_KIND_BOOLEAN) {
    sat_json_writer_boolean (writer, name, value->integer != 0);
  } else if (value->type == SAT_VALUE_INTEGER &&
             (field->kind == SAT_KIND_INTEGER || field->kind == SAT_KIND_PERCENT)) {
    sat_json_writer_int (writer, name, value->integer);
  } else {
    text = sat_field_to_string (field, value, currency);
    sat_json_writer_string (writer, name, text);
  }
}

static void
write_field (SatRecordJson *self, SatJsonWriter *writer, SatRecord *record, const SatField *field)
{
  const SatValue *value = sat_record_get (record, field);
  const char *currency = NULL, *title = NULL;

  if (field->kind == SAT_KIND_MONEY && value->type != SAT_VALUE_NULL)
    currency = sat_reader_currency (self->reader, record, field);
  else if (field->kind == SAT_KIND_REFERENCE)
    title = sat_record_get_reference_title (record, field);
  sat_record_json_write_value (self, writer, field->name, field, value, currency, title);
}

void
sat_record_json_write_members (SatRecordJson *self, SatJsonWriter *writer, SatRecord *record)
{
  const SatType *type;
  char id[SAT_UUID_STRING_LENGTH + 1];

  g_return_if_fail (self != NULL && writer != NULL && SAT_IS_RECORD (record));

  type = sat_record_get_record_type (record);
  if (self->type != type) {
    g_clear_pointer (&self->fields, g_ptr_array_unref);
    self->fields = sat_record_json_fields (type, self->flags);
    self->type = type;
  }
  sat_uuid_write (sat_record_get_uuid (record), id);
  sat_json_writer_string (writer, "id", id);
  sat_json_writer_string (writer, "type", type->name);
  sat_json_writer_string (writer, "title", sat_record_get_title (record));
  for (guint i = 0; i < self->fields->len; i++)
    write_field (self, writer, record, self->fields->pdata[i]);
}

void
sat_record_json_write (SatRecordJson *self,
                       SatJsonWriter *writer,
                       const char *name,
                       SatRecord *record)
{
  sat_json_writer_begin_object (writer, name);
  sat_record_json_write_members (self, writer, record);
  sat_json_writer_end_object (writer);
}

/* Would reading the plain form give other names than these? */
static gboolean
needs_array (char **names)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (strpbrk (names[i], ",;") != NULL || (i == 0 && names[i][0] == '['))
      return TRUE;
  return FALSE;
}

static char *
set_text (const SatValue *value)
{
  g_auto (GStrv) names = g_strsplit (value->text, "\n", -1);
  GString *text;
  SatJsonWriter *writer;

  if (!needs_array (names))
    return g_strjoinv ("; ", names);
  text = g_string_new (NULL);
  writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);
  write_set (writer, NULL, value);
  sat_json_writer_finish (writer, NULL);
  sat_json_writer_free (writer);
  return g_string_free (text, FALSE);
}

char *
sat_record_text (SatReader *reader, SatRecord *record, const SatField *field)
{
  const SatValue *value;
  const char *currency = NULL;

  g_return_val_if_fail (reader != NULL && SAT_IS_RECORD (record) && field != NULL, NULL);

  value = sat_record_get (record, field);
  if (value->type == SAT_VALUE_NULL)
    return NULL;
  if (field->kind == SAT_KIND_REFERENCE)
    return g_strdup (sat_record_get_reference_title (record, field));
  if (field->kind == SAT_KIND_SET)
    return set_text (value);
  if (field->kind == SAT_KIND_MONEY)
    currency = sat_reader_currency (reader, record, field);
  return sat_field_to_string (field, value, currency);
}
