/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-wire-fields.h"

#include <string.h>

#include "sat-registry.h"

typedef struct {
  char name[SAT_WIRE_NAME_SIZE];
  SatWireValue value;
} Entry;

struct _SatWireFields {
  Entry *entries; /* ascending by name */
  guint n, size;
};

SatWireFields *
sat_wire_fields_new (void)
{
  return g_new0 (SatWireFields, 1);
}

void
sat_wire_fields_empty (SatWireFields *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->n; i++)
    sat_wire_value_clear (&self->entries[i].value);
  self->n = 0;
}

void
sat_wire_fields_free (SatWireFields *self)
{
  if (self == NULL)
    return;
  sat_wire_fields_empty (self);
  g_free (self->entries);
  g_free (self);
}

SatWireFields *
sat_wire_fields_copy (const SatWireFields *self)
{
  SatWireFields *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = sat_wire_fields_new ();
  copy->entries = g_memdup2 (self->entries, self->n * sizeof (Entry));
  copy->n = copy->size = self->n;
  for (guint i = 0; i < copy->n; i++)
    copy->entries[i].value = sat_wire_value_copy (&self->entries[i].value);
  return copy;
}

gboolean
sat_wire_fields_equal (const SatWireFields *a, const SatWireFields *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a->n != b->n)
    return FALSE;
  for (guint i = 0; i < a->n; i++)
    if (!g_str_equal (a->entries[i].name, b->entries[i].name) ||
        !sat_wire_value_equal (&a->entries[i].value, &b->entries[i].value))
      return FALSE;
  return TRUE;
}

guint
sat_wire_fields_n (const SatWireFields *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n;
}

const char *
sat_wire_fields_name (const SatWireFields *self, guint i)
{
  g_return_val_if_fail (self != NULL && i < self->n, NULL);

  return self->entries[i].name;
}

const SatWireValue *
sat_wire_fields_value (const SatWireFields *self, guint i)
{
  g_return_val_if_fail (self != NULL && i < self->n, NULL);

  return &self->entries[i].value;
}

/* As strcmp(): most are told by the first letter. */
static int
compare_names (const char *a, const char *b)
{
  return *a != *b ? (guchar)*a - (guchar)*b : strcmp (a, b);
}

/* The position of @name's entry, or where it would be inserted. Most come in their order. */
static gboolean
find_entry (const SatWireFields *self, const char *name, guint *position)
{
  guint low = 0, high = self->n;

  if (high > 0 && compare_names (self->entries[high - 1].name, name) < 0)
    low = high;
  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (compare_names (self->entries[middle].name, name) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  *position = low;
  return low < self->n && compare_names (self->entries[low].name, name) == 0;
}

const SatWireValue *
sat_wire_fields_get (const SatWireFields *self, const char *name)
{
  guint position;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  return find_entry (self, name, &position) ? &self->entries[position].value : NULL;
}

static void
insert_entry (SatWireFields *self, guint position, const char *name, SatWireValue value)
{
  Entry *entry;

  if (self->n == self->size) {
    self->size = MAX (8, self->size * 2);
    self->entries = g_renew (Entry, self->entries, self->size);
  }
  entry = &self->entries[position];
  memmove (entry + 1, entry, (self->n - position) * sizeof (Entry));
  g_strlcpy (entry->name, name, sizeof entry->name);
  entry->value = value;
  self->n++;
}

static void
remove_entry (SatWireFields *self, guint position)
{
  Entry *entry = &self->entries[position];

  sat_wire_value_clear (&entry->value);
  self->n--;
  memmove (entry, entry + 1, (self->n - position) * sizeof (Entry));
}

void
sat_wire_fields_take (SatWireFields *self, const char *name, SatWireValue value, gboolean keep_null)
{
  gboolean keep = keep_null || value.kind != SAT_WIRE_NULL;
  guint position;

  g_return_if_fail (self != NULL && name != NULL && sat_registry_is_identifier (name));

  if (!find_entry (self, name, &position)) {
    if (keep)
      insert_entry (self, position, name, value);
  } else if (keep) {
    sat_wire_value_clear (&self->entries[position].value);
    self->entries[position].value = value;
  } else {
    remove_entry (self, position);
  }
}

void
sat_wire_fields_remove (SatWireFields *self, const char *name)
{
  guint position;

  g_return_if_fail (self != NULL && name != NULL);

  if (find_entry (self, name, &position))
    remove_entry (self, position);
}

void
sat_wire_fields_write (const SatWireFields *self, SatJsonWriter *writer, const char *name)
{
  g_return_if_fail (self != NULL && writer != NULL);

  sat_json_writer_begin_object (writer, name);
  for (guint i = 0; i < self->n; i++)
    sat_wire_value_write (&self->entries[i].value, writer, self->entries[i].name);
  sat_json_writer_end_object (writer);
}

char *
sat_wire_fields_to_string (const SatWireFields *self)
{
  g_autoptr (GString) text = NULL;
  g_autoptr (SatJsonWriter) writer = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);
  sat_wire_fields_write (self, writer, NULL);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
sat_wire_fields_read (SatWireFields *self, SatJsonReader *reader)
{
  const char *name;

  g_return_val_if_fail (self != NULL && reader != NULL, FALSE);

  if (!sat_json_reader_begin_object (reader))
    return FALSE;
  while ((name = sat_json_reader_member (reader)) != NULL) {
    SatWireValue value;

    if (!sat_registry_is_identifier (name))
      return sat_json_reader_refuse (reader, "not the name of a field");
    if (!sat_wire_value_read (reader, &value))
      return FALSE;
    sat_wire_fields_take (self, name, value, TRUE);
  }
  return !sat_json_reader_has_failed (reader);
}

gboolean
sat_wire_fields_pick (SatWireFields *self, const char *json, GError **error)
{
  g_autoptr (SatJsonReader) reader = NULL;
  const char *name;

  g_return_val_if_fail (self != NULL && json != NULL, FALSE);

  reader = sat_json_reader_new ();
  sat_json_reader_start (reader, json, strlen (json));
  if (!sat_json_reader_begin_object (reader))
    return sat_json_reader_finish (reader, error);
  while ((name = sat_json_reader_member (reader)) != NULL) {
    SatWireValue value;
    guint position;

    if (!find_entry (self, name, &position)) {
      sat_json_reader_skip (reader);
    } else if (sat_wire_value_read (reader, &value)) {
      sat_wire_value_clear (&self->entries[position].value);
      self->entries[position].value = value;
    }
  }
  return sat_json_reader_finish (reader, error);
}

SatWireFields *
sat_wire_fields_parse (const char *json, gssize length, GError **error)
{
  g_autoptr (SatJsonReader) reader = NULL;
  g_autoptr (SatWireFields) self = NULL;

  g_return_val_if_fail (json != NULL, NULL);

  reader = sat_json_reader_new ();
  self = sat_wire_fields_new ();
  sat_json_reader_start (reader, json, length < 0 ? strlen (json) : (gsize)length);
  sat_wire_fields_read (self, reader);
  return sat_json_reader_finish (reader, error) ? g_steal_pointer (&self) : NULL;
}
