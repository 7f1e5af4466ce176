/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-wire-map.h"

#include "sat-writer-private.h"

#include <string.h>

#define MOST_REMEMBERED 20000
#define CUSTOM_LENGTH 33

struct _SatWireMap {
  SatConnection *connection;
  GHashTable *names;   /* number of a custom field -> interned name */
  GHashTable *numbers; /* and back */
  GHashTable *uuids;   /* gint64 id -> SatUuid */
  GHashTable *ids;     /* SatUuid -> gint64 */
};

SatWireMap *
sat_wire_map_new (SatConnection *connection)
{
  SatWireMap *self = g_new0 (SatWireMap, 1);

  self->connection = sat_connection_ref (connection);
  self->uuids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->ids = g_hash_table_new_full (sat_uuid_hash, sat_uuid_equal, g_free, g_free);
  return self;
}

void
sat_wire_map_free (SatWireMap *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->numbers, g_hash_table_unref);
  g_hash_table_unref (self->uuids);
  g_hash_table_unref (self->ids);
  sat_connection_unref (self->connection);
  g_free (self);
}

static const char *
custom_name (const guint8 *uuid)
{
  char name[CUSTOM_LENGTH + 1] = "u";

  for (guint i = 0; i < sizeof ((SatUuid *)0)->bytes; i++)
    g_snprintf (name + 1 + 2 * i, 3, "%02x", uuid[i]);
  return g_intern_string (name);
}

static gboolean
parse_custom (const char *name, SatUuid *uuid)
{
  if (name[0] != 'u' || strlen (name) != CUSTOM_LENGTH)
    return FALSE;
  for (guint i = 0; i < sizeof uuid->bytes; i++) {
    char high = name[1 + 2 * i], low = name[2 + 2 * i];

    if (!g_ascii_isxdigit (high) || !g_ascii_isxdigit (low) || g_ascii_isupper (high) ||
        g_ascii_isupper (low))
      return FALSE;
    uuid->bytes[i] = (guint8)(g_ascii_xdigit_value (high) << 4 | g_ascii_xdigit_value (low));
  }
  return TRUE;
}

static void
remember_custom (SatWireMap *self, guint16 number, const char *name)
{
  g_hash_table_insert (self->names, GUINT_TO_POINTER ((guint)number), (gpointer)name);
  g_hash_table_insert (self->numbers, (gpointer)name, GUINT_TO_POINTER ((guint)number));
}

static gboolean
load_custom (SatWireMap *self, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  gboolean row = TRUE;

  if (self->names != NULL)
    return TRUE;
  statement =
      sat_statement_cached (self->connection, "SELECT number, uuid FROM custom_number", error);
  if (statement == NULL)
    return FALSE;
  self->names = g_hash_table_new (NULL, NULL);
  self->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  while (row) {
    gsize length;
    const guint8 *uuid;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    uuid = row ? sat_statement_blob (statement, 1, &length) : NULL;
    if (uuid != NULL && length == sizeof (SatUuid))
      remember_custom (self, (guint16)sat_statement_int (statement, 0), custom_name (uuid));
  }
  return TRUE;
}

/* Another definition may have got a number since: by the writer. */
static const char *
find_custom_name (SatWireMap *self, guint16 number, GError **error)
{
  const char *name;

  if (!load_custom (self, error))
    return NULL;
  name = g_hash_table_lookup (self->names, GUINT_TO_POINTER ((guint)number));
  if (name != NULL)
    return name;
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->numbers, g_hash_table_unref);
  if (!load_custom (self, error))
    return NULL;
  return g_hash_table_lookup (self->names, GUINT_TO_POINTER ((guint)number));
}

const char *
sat_wire_map_name (SatWireMap *self, const SatField *field, GError **error)
{
  const char *name;
  g_autoptr (GError) failure = NULL;

  if (!(field->flags & SAT_FIELD_CUSTOM))
    return field->name;
  name = find_custom_name (self, field->number, &failure);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (name == NULL)
    g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_UNKNOWN, "%s", field->name);
  return name;
}

gboolean
sat_wire_map_number_name (
    SatWireMap *self, const SatType *type, guint16 number, const char **name, GError **error)
{
  g_autoptr (GError) failure = NULL;
  const SatField *field;

  if (number == 0) {
    *name = SAT_CLOCKS_EXISTENCE;
    return TRUE;
  }
  if (number < SAT_FIELD_FIRST_CUSTOM) {
    field = sat_type_field_by_number (type, number);
    *name = field != NULL ? field->name : NULL;
    return TRUE;
  }
  *name = find_custom_name (self, number, &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
add_custom (SatWireMap *self, const SatUuid *uuid, guint16 *number, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->connection,
      "INSERT INTO custom_number (number, uuid)"
      " VALUES (max (coalesce ((SELECT max (number) FROM custom_number), 0) + 1, ?2), ?1)"
      " RETURNING number",
      error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_blob (statement, 1, uuid->bytes, sizeof uuid->bytes);
  sat_statement_bind_int (statement, 2, SAT_FIELD_FIRST_CUSTOM);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  *number = row ? (guint16)sat_statement_int (statement, 0) : 0;
  return sat_statement_step (statement, &row, error);
}

static gboolean
custom_number (SatWireMap *self, const SatUuid *uuid, guint16 *number, GError **error)
{
  const char *name = custom_name (uuid->bytes);
  gpointer found;

  for (guint attempt = 0; attempt < 2; attempt++) {
    if (!load_custom (self, error))
      return FALSE;
    found = g_hash_table_lookup (self->numbers, name);
    if (found != NULL) {
      *number = (guint16)GPOINTER_TO_UINT (found);
      return TRUE;
    }
    g_clear_pointer (&self->names, g_hash_table_unref);
    g_clear_pointer (&self->numbers, g_hash_table_unref);
  }
  return add_custom (self, uuid, number, error);
}

gboolean
sat_wire_map_number (SatWireMap *self,
                     const SatType *type,
                     const char *name,
                     guint16 *number,
                     gboolean *known,
                     GError **error)
{
  const SatField *field;
  SatUuid uuid;

  *known = TRUE;
  if (g_str_equal (name, SAT_CLOCKS_EXISTENCE)) {
    *number = 0;
    return TRUE;
  }
  if (parse_custom (name, &uuid))
    return custom_number (self, &uuid, number, error);
  field = sat_type_field (type, name);
  *known = field != NULL && !(field->flags & SAT_FIELD_CUSTOM) && sat_field_is_stored (field);
  *number = *known ? sat_version_number (field) : 0;
  return TRUE;
}

gboolean
sat_wire_map_field (
    SatWireMap *self, const SatType *type, const char *name, const SatField **field, GError **error)
{
  SatUuid uuid;
  guint16 number;

  if (parse_custom (name, &uuid)) {
    if (!custom_number (self, &uuid, &number, error))
      return FALSE;
    *field = sat_type_field_by_number (type, number);
    return TRUE;
  }
  *field = sat_type_field (type, name);
  if (*field != NULL && ((*field)->flags & SAT_FIELD_CUSTOM || !sat_field_is_stored (*field)))
    *field = NULL;
  return TRUE;
}

gboolean
sat_wire_map_uuid (SatWireMap *self, gint64 id, SatUuid *uuid, GError **error)
{
  const SatUuid *known = g_hash_table_lookup (self->uuids, &id);
  g_autoptr (SatStatement) statement = NULL;
  const void *blob;
  gsize length;
  gboolean row;

  if (known != NULL) {
    *uuid = *known;
    return TRUE;
  }
  statement =
      sat_statement_cached (self->connection, "SELECT uuid FROM record WHERE id = ?1", error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  blob = row ? sat_statement_blob (statement, 0, &length) : NULL;
  *uuid = (SatUuid){{0}};
  if (blob != NULL && length == sizeof uuid->bytes)
    memcpy (uuid->bytes, blob, length);
  if (g_hash_table_size (self->uuids) >= MOST_REMEMBERED)
    g_hash_table_remove_all (self->uuids);
  g_hash_table_insert (self->uuids, g_memdup2 (&id, sizeof id), g_memdup2 (uuid, sizeof *uuid));
  return TRUE;
}

gboolean
sat_wire_map_id (
    SatWireMap *self, SatWriter *writer, const SatUuid *uuid, gint64 *id, GError **error)
{
  const gint64 *known = g_hash_table_lookup (self->ids, uuid);

  if (known != NULL) {
    *id = *known;
    return TRUE;
  }
  if (!sat_writer_stub (writer, uuid, id, error))
    return FALSE;
  if (g_hash_table_size (self->ids) >= MOST_REMEMBERED)
    g_hash_table_remove_all (self->ids);
  g_hash_table_insert (self->ids, g_memdup2 (uuid, sizeof *uuid), g_memdup2 (id, sizeof *id));
  return TRUE;
}

gboolean
sat_wire_map_to_wire (SatWireMap *self,
                      const SatField *field,
                      const SatValue *value,
                      SatWireValue *out,
                      GError **error)
{
  SatUuid uuid;

  *out = SAT_WIRE_VALUE_INIT;
  if (value->type == SAT_VALUE_NULL)
    return TRUE;
  if (field->kind != SAT_KIND_REFERENCE) {
    *out = value->type == SAT_VALUE_INTEGER ? sat_wire_int (value->integer)
                                            : sat_wire_text (value->text);
    return TRUE;
  }
  if (value->type == SAT_VALUE_TEXT) {
    *out = sat_wire_text (value->text);
    if (out->kind == SAT_WIRE_TEXT)
      out->kind = SAT_WIRE_NAME;
    return TRUE;
  }
  if (!sat_wire_map_uuid (self, value->integer, &uuid, error))
    return FALSE;
  *out = sat_wire_reference (&uuid);
  return TRUE;
}

gboolean
sat_wire_map_from_wire (SatWireMap *self,
                        SatWriter *writer,
                        const SatField *field,
                        const SatWireValue *wire,
                        SatValue *out,
                        gboolean *fits,
                        GError **error)
{
  *out = SAT_VALUE_INIT;
  *fits = sat_wire_value_check (wire, field, NULL);
  if (!*fits)
    return TRUE;
  switch (wire->kind) {
  case SAT_WIRE_INTEGER:
    *out = sat_value_int (wire->integer);
    return TRUE;
  case SAT_WIRE_TEXT:
  case SAT_WIRE_NAME:
    *out = sat_value_text (wire->text);
    return TRUE;
  case SAT_WIRE_REFERENCE:
    out->type = SAT_VALUE_INTEGER;
    return sat_wire_map_id (self, writer, &wire->reference, &out->integer, error);
  case SAT_WIRE_NULL:
  default:
    return TRUE;
  }
}

SatClocks *
sat_wire_map_clocks (SatWireMap *self,
                     const SatType *type,
                     const SatVersions *versions,
                     GError **error)
{
  SatVersion base = sat_versions_base (versions);
  g_autoptr (SatClocks) clocks = sat_clocks_new (base);

  for (gsize i = 0; i < sat_versions_n_entries (versions); i++) {
    guint16 number;
    SatVersion version = sat_versions_entry (versions, i, &number);
    const char *name;

    if (!sat_wire_map_number_name (self, type, number, &name, error))
      return NULL;
    if (name != NULL)
      sat_clocks_set (clocks, name, version);
  }
  return g_steal_pointer (&clocks);
}

SatVersions *
sat_wire_map_versions (SatWireMap *self,
                       const SatType *type,
                       const SatClocks *clocks,
                       SatClocks **rest,
                       GError **error)
{
  g_autoptr (SatVersions) versions = sat_versions_new (sat_clocks_base (clocks));

  *rest = NULL;
  for (guint i = 0; i < sat_clocks_n (clocks); i++) {
    const char *name = sat_clocks_name (clocks, i);
    SatVersion version = sat_clocks_version (clocks, i);
    guint16 number;
    gboolean known;

    if (!sat_wire_map_number (self, type, name, &number, &known, error)) {
      g_clear_pointer (rest, sat_clocks_free);
      return NULL;
    }
    if (known) {
      sat_versions_set (versions, number, version);
      continue;
    }
    if (*rest == NULL)
      *rest = sat_clocks_new (sat_clocks_base (clocks));
    sat_clocks_set (*rest, name, version);
  }
  return g_steal_pointer (&versions);
}

SatWireFields *
sat_wire_map_fields (SatWireMap *self, const SatType *type, const SatValue *values, GError **error)
{
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();

  for (guint i = 0; i < type->n_fields; i++) {
    SatWireValue wire;
    const char *name;

    if (values[i].type == SAT_VALUE_NULL || !sat_field_is_stored (type->fields[i]))
      continue;
    name = sat_wire_map_name (self, type->fields[i], error);
    if (name == NULL || !sat_wire_map_to_wire (self, type->fields[i], &values[i], &wire, error))
      return NULL;
    sat_wire_fields_take (fields, name, wire, FALSE);
  }
  return g_steal_pointer (&fields);
}
