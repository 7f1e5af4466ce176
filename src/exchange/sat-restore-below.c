/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-restore-below.h"

#include <string.h>

#include "sat-entry.h"
#include "sat-json.h"
#include "sat-reader.h"
#include "sat-restore-value.h"

/* A record below, such as a contact point, with what the object shows of it. */
typedef struct {
  SatWriter *writer;
  const SatField *reference; /* primary_phone ... */
  const SatType *type;
  SatUuid uuid; /* nil: a new one */
  gint64 id;    /* 0: not there yet */
  SatWriteField *fields;
  gsize n_fields;
  gboolean some; /* of the fields are not empty */
} Below;

static void
below_clear (Below *self)
{
  for (gsize i = 0; i < self->n_fields; i++)
    sat_value_clear (&self->fields[i].value);
  g_free (self->fields);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Below, below_clear)

/* Whom the parent's reference names now that the parent is written. */
static gboolean
find_below (Below *self, gint64 parent, GError **error)
{
  SatReader *reader = sat_writer_get_reader (self->writer);
  g_autoptr (SatRecord) record = sat_reader_load (reader, parent, error);
  const SatField *reference;
  const SatValue *value;
  const SatType *type = NULL;
  gboolean deleted = FALSE;

  if (record == NULL)
    return FALSE;
  reference = sat_type_field (sat_record_get_record_type (record), self->reference->name);
  value = sat_record_get (record, reference);
  if (value->type != SAT_VALUE_INTEGER)
    return TRUE;
  if (!sat_reader_identify (reader, value->integer, &self->uuid, &type, &deleted, error))
    return FALSE;
  if (type != NULL && !deleted)
    self->id = value->integer;
  return TRUE;
}

static gboolean
read_shown (Below *self, const SatType *parent, JsonObject *object, GError **error)
{
  self->fields = g_new0 (SatWriteField, parent->n_fields + 2);
  for (guint i = 0; i < parent->n_fields; i++) {
    const SatField *field = parent->fields[i];
    JsonNode *node;
    SatWriteField *write = &self->fields[self->n_fields];

    if (g_strcmp0 (field->through, self->reference->name) != 0)
      continue;
    node = json_object_get_member (object, field->name);
    write->field = sat_type_field (self->type, field->via);
    if (node == NULL || write->field == NULL)
      continue;
    if (!sat_restore_plain_value (write->field, node, NULL, &write->value, error))
      return FALSE;
    self->some |= write->value.type != SAT_VALUE_NULL;
    self->n_fields++;
  }
  return TRUE;
}

/* "primary_mail" leads to a contact point of kind "mail". */
static void
add_own_fields (Below *self, gint64 parent)
{
  const SatField *kind = sat_type_field (self->type, "kind");
  const char *underscore = strrchr (self->reference->name, '_');

  self->fields[self->n_fields++] = (SatWriteField){sat_type_field (self->type, "record"),
                                                   sat_value_int (parent), SAT_VERSION_NONE};
  if (kind != NULL && underscore != NULL)
    self->fields[self->n_fields++] =
        (SatWriteField){kind, sat_value_text (underscore + 1), SAT_VERSION_NONE};
}

static gboolean
write_below (Below *self, gint64 parent, gboolean named, GError **error)
{
  SatWriteField primary = {self->reference, SAT_VALUE_INIT, SAT_VERSION_NONE};

  if (self->id != 0)
    return sat_writer_set (self->writer, self->id, self->fields, self->n_fields, SAT_ORIGIN_RESTORE,
                           error);
  if (!self->some)
    return TRUE;
  add_own_fields (self, parent);
  if (!sat_writer_write (self->writer, SAT_WRITE_PUT, self->type, &self->id, &self->uuid,
                         self->fields, self->n_fields, SAT_ORIGIN_RESTORE, error))
    return FALSE;
  if (named)
    return TRUE;
  primary.value = sat_value_int (self->id);
  return sat_writer_set (self->writer, parent, &primary, 1, SAT_ORIGIN_RESTORE, error);
}

static gboolean
restore_primary (SatWriter *writer,
                 const SatRestoreFile *file,
                 const SatField *reference,
                 gint64 parent,
                 JsonObject *object,
                 GError **error)
{
  g_auto (Below) below = {.writer = writer, .reference = reference};

  below.type = sat_registry_type (sat_writer_get_registry (writer), reference->target);
  if (below.type == NULL || !read_shown (&below, reference->type, object, error))
    return below.type == NULL;
  if (below.n_fields == 0)
    return TRUE;
  if (!find_below (&below, parent, error))
    return FALSE;
  if (!sat_uuid_is_nil (&below.uuid) && file->type_of (file->data, &below.uuid) != NULL)
    return TRUE;
  return write_below (&below, parent, !sat_uuid_is_nil (&below.uuid), error);
}

static gboolean
restore_set (
    SatWriter *writer, const SatField *field, gint64 parent, JsonNode *node, GError **error)
{
  g_autoptr (SatEntry) entry = sat_entry_new (field->type, parent);
  g_autofree char *text = NULL;

  if (JSON_NODE_HOLDS_ARRAY (node))
    text = sat_json_to_string (node, FALSE);
  else if (!sat_restore_text (node, &text))
    return TRUE;
  return sat_entry_set (entry, field->name, text, error) &&
         sat_entry_apply (entry, writer, SAT_ORIGIN_RESTORE, FALSE, NULL, error);
}

static gboolean
shows_something (const SatField *reference)
{
  for (guint i = 0; i < reference->type->n_fields; i++)
    if (g_strcmp0 (reference->type->fields[i]->through, reference->name) == 0)
      return TRUE;
  return FALSE;
}

gboolean
sat_restore_below (SatWriter *writer,
                   const SatRestoreFile *file,
                   const SatType *type,
                   gint64 id,
                   JsonObject *object,
                   GError **error)
{
  g_return_val_if_fail (writer != NULL && file != NULL && type != NULL && object != NULL, FALSE);

  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];
    JsonNode *node = json_object_get_member (object, field->name);

    if (field->kind == SAT_KIND_SET && node != NULL &&
        !file->has_type (file->data, field->target) &&
        !restore_set (writer, field, id, node, error))
      return FALSE;
    if (field->kind == SAT_KIND_REFERENCE && (field->flags & SAT_FIELD_INTERNAL) &&
        shows_something (field) && !restore_primary (writer, file, field, id, object, error))
      return FALSE;
  }
  return TRUE;
}
