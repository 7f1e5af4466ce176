/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-bulk-private.h"

#include <glib/gi18n-lib.h>

#include "sat-entry-children.h"
#include "sat-reader.h"
#include "sat-writer-private.h"

#define ROWS_A_CHUNK 5000

static SatBulk *
bulk_new (SatBulkKind kind, const char *type_name, GArray *ids)
{
  SatBulk *self = g_atomic_rc_box_new0 (SatBulk);

  self->kind = kind;
  self->type_name = g_strdup (type_name);
  self->ids = g_array_ref (ids);
  return self;
}

SatBulk *
sat_bulk_new_set (const char *type_name, const char *field, const SatValue *value, GArray *ids)
{
  SatBulk *self;

  g_return_val_if_fail (type_name != NULL && field != NULL && value != NULL && ids != NULL, NULL);

  self = bulk_new (SAT_BULK_SET, type_name, ids);
  self->field = g_strdup (field);
  self->value = sat_value_copy (value);
  return self;
}

SatBulk *
sat_bulk_new_set_money (const char *type_name, const char *field, const char *text, GArray *ids)
{
  SatBulk *self;

  g_return_val_if_fail (type_name != NULL && field != NULL && text != NULL && ids != NULL, NULL);

  self = bulk_new (SAT_BULK_SET, type_name, ids);
  self->field = g_strdup (field);
  self->text = g_strdup (text);
  return self;
}

SatBulk *
sat_bulk_new_tag (const char *type_name, const char *tag, gboolean add, GArray *ids)
{
  SatBulk *self;

  g_return_val_if_fail (type_name != NULL && tag != NULL && ids != NULL, NULL);

  self = bulk_new (add ? SAT_BULK_ADD_TAG : SAT_BULK_REMOVE_TAG, type_name, ids);
  self->tag = g_strstrip (g_strdup (tag));
  self->folded = sat_fold (self->tag);
  return self;
}

SatBulk *
sat_bulk_new_delete (const char *type_name, GArray *ids)
{
  g_return_val_if_fail (type_name != NULL && ids != NULL, NULL);

  return bulk_new (SAT_BULK_DELETE, type_name, ids);
}

SatBulk *
sat_bulk_ref (SatBulk *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
bulk_clear (gpointer data)
{
  SatBulk *self = data;

  g_free (self->type_name);
  g_free (self->field);
  sat_value_clear (&self->value);
  g_free (self->text);
  g_free (self->tag);
  g_free (self->folded);
  g_array_unref (self->ids);
}

void
sat_bulk_unref (SatBulk *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, bulk_clear);
}

SatBulkKind
sat_bulk_get_kind (SatBulk *self)
{
  g_return_val_if_fail (self != NULL, SAT_BULK_SET);
  return self->kind;
}

const char *
sat_bulk_get_type_name (SatBulk *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->type_name;
}

const char *
sat_bulk_get_field (SatBulk *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->field;
}

const SatValue *
sat_bulk_get_value (SatBulk *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return &self->value;
}

const char *
sat_bulk_get_text (SatBulk *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->text;
}

const char *
sat_bulk_get_tag (SatBulk *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->tag;
}

guint
sat_bulk_get_total (SatBulk *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->ids->len;
}

guint
sat_bulk_get_done (SatBulk *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return (guint)g_atomic_int_get (&self->done);
}

guint
sat_bulk_get_changed (SatBulk *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return (guint)g_atomic_int_get (&self->changed);
}

void
sat_bulk_cancel (SatBulk *self)
{
  g_return_if_fail (self != NULL);
  g_atomic_int_set (&self->cancelled, TRUE);
}

gboolean
sat_bulk_is_cancelled (SatBulk *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return g_atomic_int_get (&self->cancelled);
}

gboolean
sat_bulk_can_set (const SatField *field)
{
  g_return_val_if_fail (field != NULL, FALSE);
  return sat_field_is_writable (field) && field->kind != SAT_KIND_SET &&
         field->kind != SAT_KIND_JSON && !(field->flags & (SAT_FIELD_INTERNAL | SAT_FIELD_UNIQUE));
}

const SatField *
sat_bulk_tag_field (const SatType *type)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i]->kind == SAT_KIND_SET && g_str_equal (type->fields[i]->target, "tag"))
      return type->fields[i];
  return NULL;
}

static gboolean
set_field (SatBulk *self, SatWriter *writer, const SatType *type, gint64 id, GError **error)
{
  const SatField *field = sat_type_require (type, self->field, error);
  g_autoptr (SatEntry) entry = NULL;

  if (field == NULL)
    return FALSE;
  entry = sat_entry_new (type, id);
  return (self->text != NULL
              ? sat_entry_set (entry, self->field, self->text, error)
              : sat_entry_take (entry, field, sat_value_copy (&self->value), error)) &&
         sat_entry_apply (entry, writer, SAT_ORIGIN_LOCAL, TRUE, &id, error);
}

static gboolean
change_tag (SatBulk *self, SatWriter *writer, const SatType *type, gint64 id, GError **error)
{
  const SatField *field = sat_bulk_tag_field (type);
  const SatType *child =
      field != NULL ? sat_registry_type (sat_writer_get_registry (writer), field->target) : NULL;
  g_autoptr (GPtrArray) present = NULL;

  if (child == NULL || *self->folded == '\0') {
    g_set_error_literal (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
                         _ ("These records cannot have that tag."));
    return FALSE;
  }
  present = sat_reader_children (sat_writer_get_reader (writer), id, child, "record", error);
  for (guint i = 0; present != NULL && i < present->len; i++) {
    g_autofree char *folded = sat_fold (sat_record_get_text (present->pdata[i], "name"));

    if (g_str_equal (folded, self->folded))
      return self->kind == SAT_BULK_ADD_TAG ||
             sat_writer_delete (writer, sat_record_get_id (present->pdata[i]), error);
  }
  if (present == NULL || self->kind == SAT_BULK_REMOVE_TAG)
    return present != NULL;
  return sat_entry_add_to_set (writer, field, id, self->tag, SAT_ORIGIN_LOCAL, error);
}

static gboolean
change_record (SatBulk *self, SatWriter *writer, gint64 id, GError **error)
{
  const SatType *type = NULL;
  gboolean deleted = FALSE;

  if (!sat_reader_identify (sat_writer_get_reader (writer), id, NULL, &type, &deleted, error))
    return FALSE;
  /* Gone meanwhile, perhaps with another record of the selection. */
  if (type == NULL || deleted || !g_str_equal (type->name, self->type_name))
    return TRUE;
  switch (self->kind) {
  case SAT_BULK_SET:
    return set_field (self, writer, type, id, error);
  case SAT_BULK_DELETE:
    return sat_writer_delete (writer, id, error);
  case SAT_BULK_ADD_TAG:
  case SAT_BULK_REMOVE_TAG:
  default:
    return change_tag (self, writer, type, id, error);
  }
}

gboolean
sat_bulk_apply (SatWriter *writer, gpointer bulk, GError **error)
{
  SatBulk *self = bulk;

  g_return_val_if_fail (writer != NULL && self != NULL, FALSE);

  for (guint i = 0; i < self->ids->len; i++) {
    guint64 before = sat_writer_get_count (writer);

    if (i > 0 && i % ROWS_A_CHUNK == 0 && !sat_writer_commit_chunk (writer, error))
      return FALSE;
    if (sat_bulk_is_cancelled (self)) {
      if (i >= ROWS_A_CHUNK)
        return TRUE;
      g_atomic_int_set (&self->changed, 0);
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
      return FALSE;
    }
    if (!change_record (self, writer, g_array_index (self->ids, gint64, i), error))
      return FALSE;
    if (sat_writer_get_count (writer) != before)
      g_atomic_int_inc (&self->changed);
    g_atomic_int_inc (&self->done);
  }
  return TRUE;
}
