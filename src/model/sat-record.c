/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-record.h"

struct _SatRecord {
  GObject parent_instance;
  SatRegistry *registry; /* keeps the type and its fields alive */
  const SatType *type;
  gint64 id;
  SatUuid uuid;
  char *title;
  /* By field index. A record may meet fields of a later registry with custom fields that its own
   * has not; both arrays grow then. Titles stay NULL until there is one. */
  SatValue *values;
  char **titles;
  guint n_values;
  guint n_titles;
};

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatRecord, sat_record, G_TYPE_OBJECT)

static const SatValue no_value = {SAT_VALUE_NULL, 0, NULL};

static gboolean
has_field (SatRecord *self, const SatField *field)
{
  return field->type != NULL && field->type->number == self->type->number;
}

static SatValue *
value_slot (SatRecord *self, guint index)
{
  if (index >= self->n_values) {
    self->values = g_renew (SatValue, self->values, index + 1);
    while (self->n_values <= index)
      self->values[self->n_values++] = SAT_VALUE_INIT;
  }
  return &self->values[index];
}

static char **
title_slot (SatRecord *self, guint index)
{
  if (index >= self->n_titles) {
    guint n = MAX (index + 1, self->n_values);

    self->titles = g_renew (char *, self->titles, n);
    while (self->n_titles < n)
      self->titles[self->n_titles++] = NULL;
  }
  return &self->titles[index];
}

static void
emit_changed (SatRecord *self, const char *detail)
{
  g_signal_emit (self, signals[CHANGED], detail != NULL ? g_quark_from_string (detail) : 0);
}

static void
sat_record_finalize (GObject *object)
{
  SatRecord *self = SAT_RECORD (object);

  for (guint i = 0; i < self->n_values; i++)
    sat_value_clear (&self->values[i]);
  for (guint i = 0; i < self->n_titles; i++)
    g_free (self->titles[i]);
  g_free (self->values);
  g_free (self->titles);
  g_free (self->title);
  g_clear_pointer (&self->registry, sat_registry_unref);
  G_OBJECT_CLASS (sat_record_parent_class)->finalize (object);
}

static void
sat_record_class_init (SatRecordClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sat_record_finalize;

  signals[CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sat_record_init (SatRecord *self)
{
}

/* @type: of @registry, which the record keeps. @uuid: NULL for none. (transfer full) */
SatRecord *
sat_record_new (SatRegistry *registry, const SatType *type, gint64 id, const SatUuid *uuid)
{
  SatRecord *self;

  g_return_val_if_fail (registry != NULL && type != NULL, NULL);

  self = g_object_new (SAT_TYPE_RECORD, NULL);
  self->registry = sat_registry_ref (registry);
  self->type = type;
  self->id = id;
  if (uuid != NULL)
    self->uuid = *uuid;
  if (type->n_fields > 0)
    value_slot (self, type->n_fields - 1);
  return self;
}

const SatType *
sat_record_get_record_type (SatRecord *self)
{
  g_return_val_if_fail (SAT_IS_RECORD (self), NULL);

  return self->type;
}

gint64
sat_record_get_id (SatRecord *self)
{
  g_return_val_if_fail (SAT_IS_RECORD (self), 0);

  return self->id;
}

const SatUuid *
sat_record_get_uuid (SatRecord *self)
{
  g_return_val_if_fail (SAT_IS_RECORD (self), NULL);

  return &self->uuid;
}

const SatValue *
sat_record_get (SatRecord *self, const SatField *field)
{
  g_return_val_if_fail (SAT_IS_RECORD (self), &no_value);
  g_return_val_if_fail (field != NULL && has_field (self, field), &no_value);

  return field->index < self->n_values ? &self->values[field->index] : &no_value;
}

const SatValue *
sat_record_peek (SatRecord *self, const char *field_name)
{
  const SatField *field;

  g_return_val_if_fail (SAT_IS_RECORD (self) && field_name != NULL, &no_value);

  field = sat_type_field (self->type, field_name);
  g_return_val_if_fail (field != NULL, &no_value);
  return sat_record_get (self, field);
}

/* @fallback for a value that is not a number. */
gint64
sat_record_get_int (SatRecord *self, const char *field_name, gint64 fallback)
{
  const SatValue *value = sat_record_peek (self, field_name);

  return value->type == SAT_VALUE_INTEGER ? value->integer : fallback;
}

/* (transfer none); valid until the value is replaced. */
const char *
sat_record_get_text (SatRecord *self, const char *field_name)
{
  return sat_record_peek (self, field_name)->text;
}

void
sat_record_set (SatRecord *self, const SatField *field, const SatValue *value)
{
  SatValue *slot;
  SatValue old;

  g_return_if_fail (SAT_IS_RECORD (self) && value != NULL);
  g_return_if_fail (field != NULL && has_field (self, field));

  slot = value_slot (self, field->index);
  if (sat_value_equal (slot, value))
    return;
  old = *slot;
  *slot = sat_value_copy (value);
  sat_value_clear (&old);
  emit_changed (self, field->name);
}

void
sat_record_take (SatRecord *self, const SatField *field, SatValue value)
{
  SatValue *slot;

  g_return_if_fail (SAT_IS_RECORD (self));
  g_return_if_fail (field != NULL && has_field (self, field));

  slot = value_slot (self, field->index);
  sat_value_clear (slot);
  *slot = value;
}

const char *
sat_record_get_title (SatRecord *self)
{
  g_return_val_if_fail (SAT_IS_RECORD (self), "");

  return self->title != NULL ? self->title : "";
}

/* No signal: for loaders. */
void
sat_record_set_title (SatRecord *self, const char *title)
{
  char *copy;

  g_return_if_fail (SAT_IS_RECORD (self));

  copy = g_strdup (title);
  g_free (self->title);
  self->title = copy;
}

const char *
sat_record_get_reference_title (SatRecord *self, const SatField *field)
{
  const SatValue *value;

  g_return_val_if_fail (SAT_IS_RECORD (self), "");
  g_return_val_if_fail (field != NULL && has_field (self, field), "");

  value = sat_record_get (self, field);
  if (value->type == SAT_VALUE_TEXT)
    return value->text;
  if (field->index < self->n_titles && self->titles[field->index] != NULL)
    return self->titles[field->index];
  return "";
}

/* No signal: for loaders. */
void
sat_record_set_reference_title (SatRecord *self, const SatField *field, const char *title)
{
  char **slot;
  char *copy;

  g_return_if_fail (SAT_IS_RECORD (self));
  g_return_if_fail (field != NULL && has_field (self, field));

  slot = title_slot (self, field->index);
  copy = g_strdup (title);
  g_free (*slot);
  *slot = copy;
}

/* All fields of whichever of the two records knows more of them. */
static const SatType *
wider_type (SatRecord *a, SatRecord *b)
{
  return a->type->n_fields >= b->type->n_fields ? a->type : b->type;
}

/* Takes over one field silently. TRUE if its value or title is another now. */
static gboolean
take_over (SatRecord *self, SatRecord *other, const SatField *field)
{
  const SatValue *value = sat_record_get (other, field);
  const char *title = sat_record_get_reference_title (other, field);
  gboolean differs = !sat_value_equal (sat_record_get (self, field), value) ||
                     !g_str_equal (sat_record_get_reference_title (self, field), title);

  if (!differs)
    return FALSE;
  sat_record_take (self, field, sat_value_copy (value));
  if (value->type == SAT_VALUE_INTEGER && field->kind == SAT_KIND_REFERENCE)
    sat_record_set_reference_title (self, field, title);
  else if (field->index < self->n_titles)
    g_clear_pointer (&self->titles[field->index], g_free);
  return TRUE;
}

/* All values are in place before the first signal. The record's own title has the detail "title".
 */
void
sat_record_update_from (SatRecord *self, SatRecord *other)
{
  g_autoptr (SatRecord) alive = NULL;
  g_autoptr (GPtrArray) details = NULL;
  const SatType *type;

  g_return_if_fail (SAT_IS_RECORD (self) && SAT_IS_RECORD (other));
  g_return_if_fail (self->type->number == other->type->number && self->id == other->id);

  if (self == other)
    return;
  alive = g_object_ref (self);
  details = g_ptr_array_new ();
  type = wider_type (self, other);
  for (guint i = 0; i < type->n_fields; i++)
    if (take_over (self, other, type->fields[i]))
      g_ptr_array_add (details, (gpointer)g_intern_string (type->fields[i]->name));
  if (!g_str_equal (sat_record_get_title (self), sat_record_get_title (other))) {
    sat_record_set_title (self, sat_record_get_title (other));
    g_ptr_array_add (details, (gpointer) "title");
  }

  for (guint i = 0; i < details->len; i++)
    emit_changed (self, g_ptr_array_index (details, i));
  if (details->len > 0)
    emit_changed (self, NULL);
}
