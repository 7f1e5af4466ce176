/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-restore.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-reader.h"
#include "sat-restore-below.h"
#include "sat-restore-value.h"

struct _SatRestore {
  SatWriter *writer;
  SatRestoreFile file;
  SatImportFileReport *report;
};

/* One record on its way in. */
typedef struct {
  SatRestore *restore;
  JsonObject *object;
  guint64 line;
  const SatType *type;
  SatUuid uuid;
  gint64 id;        /* 0: nobody yet, or deleted */
  SatRecord *draft; /* what its currencies follow from */
  SatWriteField *fields;
  gsize n_fields;
} Row;

SatRestore *
sat_restore_new (SatWriter *writer, const SatRestoreFile *file, SatImportFileReport *report)
{
  SatRestore *self;

  g_return_val_if_fail (writer != NULL && file != NULL && report != NULL, NULL);

  self = g_new0 (SatRestore, 1);
  self->writer = writer;
  self->file = *file;
  self->report = report;
  return self;
}

void
sat_restore_free (SatRestore *self)
{
  g_free (self);
}

gboolean
sat_restore_identify (JsonObject *object, SatUuid *id, const char **type_name, const char **reason)
{
  JsonNode *id_node = json_object_get_member (object, "id");
  JsonNode *type_node = json_object_get_member (object, "type");
  g_autofree char *id_text = NULL;

  *reason = NULL;
  if (id_node == NULL || !sat_restore_text (id_node, &id_text) || id_text == NULL ||
      !sat_uuid_parse (id_text, id) || sat_uuid_is_nil (id))
    *reason = _ ("The record has no id");
  else if (type_node == NULL || !JSON_NODE_HOLDS_VALUE (type_node) ||
           json_node_get_value_type (type_node) != G_TYPE_STRING)
    *reason = _ ("The record has no type");
  else
    *type_name = json_node_get_string (type_node);
  return *reason == NULL;
}

static void
row_clear (Row *self)
{
  for (gsize i = 0; i < self->n_fields; i++)
    sat_value_clear (&self->fields[i].value);
  g_free (self->fields);
  g_clear_object (&self->draft);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)

static void
report (Row *self, const char *column, JsonNode *node, const char *reason)
{
  g_autofree char *value = NULL;

  if (node != NULL)
    sat_restore_text (node, &value);
  sat_import_file_report_problem (self->restore->report, self->line, column, value, reason);
}

/* Problems of the file are reported, those of the store end the import. */
static gboolean
is_of_file (const GError *error)
{
  return error->domain == SAT_MODEL_ERROR || error->domain == SAT_STORE_ERROR;
}

static gboolean
find_record (Row *self, const char *type_name, gboolean *ok, GError **error)
{
  SatReader *reader = sat_writer_get_reader (self->restore->writer);
  g_autoptr (GError) failure = NULL;
  const SatType *found_type = NULL;
  gboolean deleted = FALSE;
  gint64 found;

  self->type = sat_registry_type (sat_writer_get_registry (self->restore->writer), type_name);
  if (self->type == NULL) {
    report (self, "type", json_object_get_member (self->object, "type"),
            _ ("There is no such type"));
    return TRUE;
  }
  found = sat_reader_find (reader, &self->uuid, &found_type, &deleted, &failure);
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  if (found_type != NULL && found_type->number != self->type->number) {
    report (self, "id", json_object_get_member (self->object, "id"),
            _ ("A record of another type has this id"));
    return TRUE;
  }
  if (found_type != NULL && !deleted)
    self->id = found;
  *ok = TRUE;
  if (self->id == 0) {
    self->draft = sat_record_new (sat_writer_get_registry (self->restore->writer), self->type, 0,
                                  &self->uuid);
    return TRUE;
  }
  self->draft = sat_reader_load (reader, self->id, error);
  return self->draft != NULL;
}

static gboolean
is_child_of (SatReader *reader, gint64 child, gint64 parent, gboolean *owned, GError **error)
{
  g_autoptr (SatRecord) record = sat_reader_load (reader, child, error);
  const SatType *type = record != NULL ? sat_record_get_record_type (record) : NULL;

  for (guint i = 0; type != NULL && i < type->n_fields; i++)
    if ((type->fields[i]->flags & SAT_FIELD_PARENT) &&
        sat_record_get (record, type->fields[i])->type == SAT_VALUE_INTEGER)
      *owned |= sat_record_get (record, type->fields[i])->integer == parent;
  return record != NULL;
}

static gboolean
read_field (Row *self, const SatField *field, JsonNode *node, gboolean *ok, GError **error)
{
  SatWriter *writer = self->restore->writer;
  g_autoptr (GError) failure = NULL;
  g_auto (SatValue) value = SAT_VALUE_INIT;
  gboolean read;

  if (field->kind == SAT_KIND_REFERENCE)
    read = sat_restore_reference (writer, &self->restore->file, field, node, &value, &failure);
  else
    read = sat_restore_plain_value (
        field, node,
        field->kind == SAT_KIND_MONEY
            ? sat_reader_currency (sat_writer_get_reader (writer), self->draft, field)
            : NULL,
        &value, &failure);
  if (!read && !is_of_file (failure)) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  if (!read) {
    report (self, field->name, node, failure->message);
    *ok = FALSE;
    return TRUE;
  }
  sat_record_take (self->draft, field, sat_value_copy (&value));
  self->fields[self->n_fields++] =
      (SatWriteField){field, sat_value_copy (&value), SAT_VERSION_NONE};
  return TRUE;
}

/* What is shown through a phone is written to the phone: never to another record's. One that the
 * file has too is looked at when all is written. */
static gboolean
check_primaries (Row *self, gboolean *ok, GError **error)
{
  SatReader *reader = sat_writer_get_reader (self->restore->writer);

  for (gsize i = 0; i < self->n_fields; i++) {
    const SatField *field = self->fields[i].field;
    const SatType *type = NULL;
    g_autofree char *reason = NULL;
    gboolean deleted = FALSE, owned = FALSE;
    SatUuid uuid;

    if (field->kind != SAT_KIND_REFERENCE || !(field->flags & SAT_FIELD_INTERNAL) ||
        self->fields[i].value.type != SAT_VALUE_INTEGER)
      continue;
    if (!sat_reader_identify (reader, self->fields[i].value.integer, &uuid, &type, &deleted, error))
      return FALSE;
    if (type == NULL || deleted ||
        self->restore->file.type_of (self->restore->file.data, &uuid) != NULL)
      continue;
    if (!is_child_of (reader, self->fields[i].value.integer, self->id, &owned, error))
      return FALSE;
    if (owned)
      continue;
    reason =
        g_strdup_printf (_ ("“%s” must be one of the record’s own"), sat_field_get_label (field));
    report (self, field->name, json_object_get_member (self->object, field->name), reason);
    *ok = FALSE;
  }
  return TRUE;
}

/* Amounts come last: what they are in is known then. */
static gboolean
read_fields (Row *self, gboolean *ok, GError **error)
{
  self->fields = g_new0 (SatWriteField, self->type->n_fields);
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < self->type->n_fields; i++) {
      const SatField *field = self->type->fields[i];
      JsonNode *node = json_object_get_member (self->object, field->name);

      if (node != NULL && sat_field_is_stored (field) &&
          (field->kind == SAT_KIND_MONEY) == (pass == 1) &&
          !read_field (self, field, node, ok, error))
        return FALSE;
    }
  return TRUE;
}

/* What we would lose is said; what hangs from a record has objects of its own. */
static void
report_unknown (Row *self)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, self->object);
  while (json_object_iter_next (&iter, &name, &node))
    if (strcmp (name, "id") != 0 && strcmp (name, "type") != 0 && strcmp (name, "title") != 0 &&
        sat_type_field (self->type, name) == NULL &&
        sat_registry_type (sat_writer_get_registry (self->restore->writer), name) == NULL)
      report (self, name, node, "unknown_field");
}

static gboolean
write_row (Row *self, gboolean *ok, GError **error)
{
  g_autoptr (GError) failure = NULL;
  SatWriter *writer = self->restore->writer;
  gboolean is_new = self->id == 0;

  if (!(self->n_fields == 0 && !is_new) &&
      !sat_writer_write (writer, SAT_WRITE_PUT, self->type, &self->id, &self->uuid, self->fields,
                         self->n_fields, SAT_ORIGIN_RESTORE, &failure)) {
    if (!is_of_file (failure)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
    report (self, "", NULL, failure->message);
    *ok = FALSE;
    return TRUE;
  }
  if (sat_restore_below (writer, &self->restore->file, self->type, self->id, self->object,
                         &failure))
    return TRUE;
  if (!is_of_file (failure)) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  /* The record itself is there. */
  report (self, "", NULL, failure->message);
  return TRUE;
}

gboolean
sat_restore_record (
    SatRestore *self, JsonObject *object, guint64 line, SatRestoreStatus *status, GError **error)
{
  g_auto (Row) row = {.restore = self, .object = object, .line = line};
  const char *type_name, *reason;
  guint64 before;
  gboolean is_new, ok = FALSE;

  g_return_val_if_fail (self != NULL && object != NULL && status != NULL, FALSE);

  *status = SAT_RESTORE_REJECTED;
  if (!sat_restore_identify (object, &row.uuid, &type_name, &reason)) {
    report (&row, "", NULL, reason);
    return TRUE;
  }
  before = sat_writer_get_count (self->writer);
  if (!find_record (&row, type_name, &ok, error))
    return FALSE;
  if (!ok)
    return TRUE;
  is_new = row.id == 0;
  report_unknown (&row);
  if (!read_fields (&row, &ok, error) || !check_primaries (&row, &ok, error))
    return FALSE;
  if (ok && !write_row (&row, &ok, error))
    return FALSE;
  if (!ok)
    return TRUE;
  if (is_new)
    *status = SAT_RESTORE_CREATED;
  else
    *status =
        sat_writer_get_count (self->writer) > before ? SAT_RESTORE_UPDATED : SAT_RESTORE_UNCHANGED;
  return TRUE;
}
