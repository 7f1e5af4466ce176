/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-entry.h"

#include "sat-entry-children.h"
#include "sat-reader.h"
#include "sat-writer-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _SatEntry {
  const SatType *type;
  gint64 id;
  SatUuid uuid;
  GPtrArray *items; /* SatEntryItem, one a field, in the order given */
};

static void
item_free (gpointer data)
{
  SatEntryItem *item = data;

  g_free (item->text);
  sat_value_clear (&item->value);
  g_free (item);
}

SatEntry *
sat_entry_new (const SatType *type, gint64 id)
{
  SatEntry *self;

  g_return_val_if_fail (type != NULL, NULL);

  self = g_new0 (SatEntry, 1);
  self->type = type;
  self->id = id;
  self->items = g_ptr_array_new_with_free_func (item_free);
  return self;
}

void
sat_entry_free (SatEntry *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->items);
  g_free (self);
}

static SatEntryItem *
item_for (SatEntry *self, const SatField *field, GError **error)
{
  SatEntryItem *item;

  if (!sat_field_is_writable (field)) {
    g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_READ_ONLY, _ ("“%s” cannot be set"),
                 sat_field_get_label (field));
    return NULL;
  }
  for (guint i = 0; i < self->items->len; i++) {
    item = self->items->pdata[i];
    if (item->field == field)
      return item;
  }
  item = g_new0 (SatEntryItem, 1);
  item->field = field;
  g_ptr_array_add (self->items, item);
  return item;
}

gboolean
sat_entry_set (SatEntry *self, const char *field_name, const char *text, GError **error)
{
  const SatField *field;
  SatEntryItem *item;

  g_return_val_if_fail (self != NULL && field_name != NULL, FALSE);

  field = sat_type_require (self->type, field_name, error);
  item = field != NULL ? item_for (self, field, error) : NULL;
  if (item == NULL)
    return FALSE;
  g_free (item->text);
  item->text = g_strdup (text != NULL ? text : "");
  return TRUE;
}

gboolean
sat_entry_take (SatEntry *self, const SatField *field, SatValue value, GError **error)
{
  SatEntryItem *item;

  g_return_val_if_fail (self != NULL && field != NULL, FALSE);

  item = item_for (self, field, error);
  if (item == NULL) {
    sat_value_clear (&value);
    return FALSE;
  }
  g_clear_pointer (&item->text, g_free);
  sat_value_clear (&item->value);
  item->value = value;
  return TRUE;
}

void
sat_entry_set_base (SatEntry *self, const char *field_name, SatVersion base)
{
  g_return_if_fail (self != NULL && field_name != NULL);

  for (guint i = 0; i < self->items->len; i++) {
    SatEntryItem *item = self->items->pdata[i];

    if (strcmp (item->field->name, field_name) == 0)
      item->base = base;
  }
}

void
sat_entry_set_uuid (SatEntry *self, const SatUuid *uuid)
{
  g_return_if_fail (self != NULL && uuid != NULL);
  self->uuid = *uuid;
}

static const char *
given_text (SatEntry *self, const char *field_name)
{
  for (guint i = 0; i < self->items->len; i++) {
    SatEntryItem *item = self->items->pdata[i];

    if (strcmp (item->field->name, field_name) == 0)
      return item->text != NULL ? item->text : item->value.text;
  }
  return NULL;
}

/* The currency that the text of a money field is in: given beside it, or the record's, or the one
 * of what the record belongs to. */
static char *
money_currency (SatEntry *self, const SatField *field, SatWriter *writer)
{
  SatReader *reader = sat_writer_get_reader (writer);
  const char *dot = field->currency != NULL ? strchr (field->currency, '.') : NULL;
  g_autoptr (SatRecord) record = NULL;

  if (field->currency != NULL && dot == NULL) {
    const char *given = given_text (self, field->currency);

    if (given != NULL && *given != '\0')
      return g_ascii_strup (given, -1);
  }
  if (self->id != 0)
    record = sat_reader_load (reader, self->id, NULL);
  if (dot != NULL && record == NULL) {
    g_autofree char *up = g_strndup (field->currency, (gsize)(dot - field->currency));
    const char *parent = given_text (self, up);
    const SatField *reference = sat_type_field (self->type, up);
    gint64 id = 0;

    if (parent != NULL && sat_reader_resolve (reader, reference, parent, &id, NULL) && id != 0)
      record = sat_reader_load (reader, id, NULL);
    if (record != NULL && sat_record_get_text (record, dot + 1) != NULL)
      return g_strdup (sat_record_get_text (record, dot + 1));
    return g_strdup (sat_store_get_currency (sat_writer_get_store (writer)));
  }
  if (record != NULL)
    return g_strdup (sat_reader_currency (reader, record, field));
  return g_strdup (sat_store_get_currency (sat_writer_get_store (writer)));
}

static gboolean
read_reference (const SatField *field,
                const char *text,
                SatWriter *writer,
                gboolean strict,
                SatValue *value,
                GError **error)
{
  SatReader *reader = sat_writer_get_reader (writer);
  g_autoptr (GError) failure = NULL;
  gint64 id = 0;

  if (*text == '\0') {
    *value = SAT_VALUE_INIT;
    return TRUE;
  }
  if (!sat_reader_resolve (reader, field, text, &id, &failure)) {
    if (strict || !g_error_matches (failure, SAT_STORE_ERROR, SAT_STORE_ERROR_AMBIGUOUS)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
    id = 0;
  }
  if (id == 0 && strict) {
    g_set_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND,
                 _ ("%s: nothing is called “%s”"), sat_field_get_label (field), text);
    return FALSE;
  }
  *value = id != 0 ? sat_value_int (id) : sat_value_text (text);
  return TRUE;
}

/* Texts to values. */
static gboolean
read_items (SatEntry *self, SatWriter *writer, gboolean strict, GError **error)
{
  for (guint i = 0; i < self->items->len; i++) {
    SatEntryItem *item = self->items->pdata[i];
    const SatField *field = item->field;
    g_autofree char *currency = NULL;

    if (item->text == NULL || field->kind == SAT_KIND_SET)
      continue;
    sat_value_clear (&item->value);
    if (field->kind == SAT_KIND_REFERENCE) {
      if (!read_reference (field, item->text, writer, strict, &item->value, error))
        return FALSE;
      continue;
    }
    if (field->kind == SAT_KIND_MONEY)
      currency = money_currency (self, field, writer);
    if (!sat_field_parse (field, item->text, currency, &item->value, error)) {
      g_prefix_error (error, "%s: ", sat_field_get_label (field));
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
write_own_fields (SatEntry *self,
                  SatWriter *writer,
                  SatOrigin origin,
                  const SatEntryPrimaries *primaries,
                  GError **error)
{
  g_autofree SatWriteField *fields =
      g_new0 (SatWriteField, self->items->len + SAT_ENTRY_MOST_PRIMARIES);
  gsize n = 0;

  for (guint i = 0; i < self->items->len; i++) {
    SatEntryItem *item = self->items->pdata[i];

    if (sat_field_is_stored (item->field))
      fields[n++] = (SatWriteField){item->field, item->value, item->base};
  }
  for (guint i = 0; i < primaries->n; i++)
    fields[n++] =
        (SatWriteField){primaries->fields[i], sat_value_int (primaries->ids[i]), SAT_VERSION_NONE};
  if (n == 0 && self->id != 0)
    return TRUE;
  return sat_writer_write (writer, SAT_WRITE_PUT, self->type, &self->id, &self->uuid, fields, n,
                           origin, error);
}

/* A new record with a phone or an address: the children come first, hanging from a stub, so that
 * the record is written once and whole. */
static gboolean
apply_new (SatEntry *self, SatWriter *writer, SatOrigin origin, GError **error)
{
  SatEntryPrimaries primaries = {0};
  gint64 stub = 0;

  if (sat_uuid_is_nil (&self->uuid))
    self->uuid = sat_uuid_new (sat_writer_get_time (writer) / 1000);
  if (sat_entry_has_children (self->items)) {
    if (!sat_writer_stub (writer, &self->uuid, &stub, error) ||
        !sat_entry_write_children (writer, self->type, stub, NULL, self->items, origin, &primaries,
                                   error))
      return FALSE;
  }
  return write_own_fields (self, writer, origin, &primaries, error) &&
         sat_entry_write_sets (writer, self->type, self->id, &self->uuid, self->items, origin,
                               error);
}

static gboolean
apply_existing (SatEntry *self, SatWriter *writer, SatOrigin origin, GError **error)
{
  SatEntryPrimaries primaries = {0};
  g_auto (SatRow) row = {0};

  if (!sat_writer_read_row (writer, self->id, TRUE, &row, error))
    return FALSE;
  if (row.type == NULL || row.deleted) {
    g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND,
                         _ ("The record has been deleted."));
    return FALSE;
  }
  return sat_entry_write_children (writer, row.type, self->id, row.values, self->items, origin,
                                   &primaries, error) &&
         write_own_fields (self, writer, origin, &primaries, error) &&
         sat_entry_write_sets (writer, row.type, self->id, &row.uuid, self->items, origin, error);
}

/* Where a contact works is also an employment, which stays when the contact moves on. */
static gboolean
keep_employment (SatEntry *self, SatWriter *writer, SatOrigin origin, GError **error)
{
  for (guint i = 0; i < self->items->len; i++) {
    SatEntryItem *item = self->items->pdata[i];

    if (strcmp (self->type->name, "contact") == 0 && strcmp (item->field->name, "company") == 0 &&
        item->value.type == SAT_VALUE_INTEGER)
      return sat_entry_ensure_employment (writer, self->id, item->value.integer,
                                          given_text (self, "job_title"), origin, error);
  }
  return TRUE;
}

gboolean
sat_entry_apply (SatEntry *self,
                 SatWriter *writer,
                 SatOrigin origin,
                 gboolean strict,
                 gint64 *id,
                 GError **error)
{
  gboolean is_new;

  g_return_val_if_fail (self != NULL && writer != NULL, FALSE);

  is_new = self->id == 0;
  if (!read_items (self, writer, strict, error))
    return FALSE;
  if (is_new ? !apply_new (self, writer, origin, error)
             : !apply_existing (self, writer, origin, error))
    return FALSE;
  if (origin != SAT_ORIGIN_RESTORE && !keep_employment (self, writer, origin, error))
    return FALSE;
  if (id != NULL)
    *id = self->id;
  return TRUE;
}

gboolean
sat_entry_create (SatWriter *writer, const char *type_name, gint64 *id, GError **error, ...)
{
  g_autoptr (SatEntry) entry = NULL;
  const SatType *type;
  const char *field;
  gboolean ok = TRUE;
  va_list args;

  g_return_val_if_fail (writer != NULL && type_name != NULL, FALSE);

  type = sat_registry_require (sat_writer_get_registry (writer), type_name, error);
  if (type == NULL)
    return FALSE;
  entry = sat_entry_new (type, 0);
  va_start (args, error);
  while (ok && (field = va_arg (args, const char *)) != NULL)
    ok = sat_entry_set (entry, field, va_arg (args, const char *), error);
  va_end (args);
  return ok && sat_entry_apply (entry, writer, SAT_ORIGIN_LOCAL, TRUE, id, error);
}
