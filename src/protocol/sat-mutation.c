/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-mutation.h"

#include <string.h>

#include "sat-registry.h"

static const char *const op_names[] = {
    [SAT_OP_PUT] = "put",     [SAT_OP_DELETE] = "del",      [SAT_OP_UNDELETE] = "undel",
    [SAT_OP_MERGE] = "merge", [SAT_OP_UNMERGE] = "unmerge",
};

/* Before the id of a mutation that is a base. */
#define OWN_PREFIX "u:"

const char *
sat_op_name (SatOp op)
{
  g_return_val_if_fail (op < G_N_ELEMENTS (op_names), NULL);

  return op_names[op];
}

static gboolean
op_parse (const char *name, SatOp *out)
{
  for (guint i = 0; i < G_N_ELEMENTS (op_names); i++)
    if (g_strcmp0 (name, op_names[i]) == 0) {
      *out = i;
      return TRUE;
    }
  return FALSE;
}

static void
clear_base (gpointer base)
{
  g_free (((SatMutationBase *)base)->name);
}

/* In the order of time, as version 7 begins: an index of them grows at its end. */
#define TIME_BYTES 6

SatUuid
sat_mutation_id (const SatUuid *change, gint64 n)
{
  char text[24];
  SatUuid id;

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, n);
  id = sat_uuid_from_parts ("mutation", change, text);
  memcpy (id.bytes, change->bytes, TIME_BYTES);
  return id;
}

SatMutation *
sat_mutation_new (void)
{
  SatMutation *self = g_new0 (SatMutation, 1);

  self->fields = sat_wire_fields_new ();
  self->bases = g_array_new (FALSE, FALSE, sizeof (SatMutationBase));
  g_array_set_clear_func (self->bases, clear_base);
  return self;
}

void
sat_mutation_free (SatMutation *self)
{
  if (self == NULL)
    return;
  g_free (self->type);
  sat_wire_fields_free (self->fields);
  g_array_unref (self->bases);
  g_free (self);
}

/* The position of @name's base, or where it would be inserted. */
static gboolean
find_base (const SatMutation *self, const char *name, guint *position)
{
  guint low = 0, high = self->bases->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (strcmp (g_array_index (self->bases, SatMutationBase, middle).name, name) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  *position = low;
  return low < self->bases->len &&
         strcmp (g_array_index (self->bases, SatMutationBase, low).name, name) == 0;
}

void
sat_mutation_add_base (SatMutation *self,
                       const char *name,
                       SatVersion version,
                       const SatUuid *mutation)
{
  SatMutationBase base = {NULL, version, {{0}}};
  guint position;

  g_return_if_fail (self != NULL && name != NULL && sat_registry_is_identifier (name));

  if (mutation != NULL && !sat_uuid_is_nil (mutation)) {
    base.version = SAT_VERSION_NONE;
    base.mutation = *mutation;
  }
  if (find_base (self, name, &position))
    g_array_remove_index (self->bases, position);
  base.name = g_strdup (name);
  g_array_insert_val (self->bases, position, base);
}

const SatMutationBase *
sat_mutation_base (const SatMutation *self, const char *name)
{
  guint position;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  return find_base (self, name, &position) ? &g_array_index (self->bases, SatMutationBase, position)
                                           : NULL;
}

static void
write_uuid (SatJsonWriter *writer, const char *name, const SatUuid *uuid)
{
  char text[SAT_UUID_STRING_LENGTH + 1];

  sat_uuid_write (uuid, text);
  sat_json_writer_string (writer, name, text);
}

static void
write_bases (const SatMutation *self, SatJsonWriter *writer)
{
  sat_json_writer_begin_object (writer, "b");
  for (guint i = 0; i < self->bases->len; i++) {
    const SatMutationBase *base = &g_array_index (self->bases, SatMutationBase, i);
    char text[MAX (SAT_VERSION_TEXT_LENGTH, sizeof OWN_PREFIX + SAT_UUID_STRING_LENGTH)];

    if (sat_uuid_is_nil (&base->mutation)) {
      sat_version_write (base->version, text);
    } else {
      memcpy (text, OWN_PREFIX, strlen (OWN_PREFIX));
      sat_uuid_write (&base->mutation, text + strlen (OWN_PREFIX));
    }
    sat_json_writer_string (writer, base->name, text);
  }
  sat_json_writer_end_object (writer);
}

static void
write_mutation (const SatMutation *self, SatJsonWriter *writer)
{
  char hlc[SAT_HLC_TEXT_LENGTH];

  sat_hlc_write (self->h, hlc);
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_int (writer, "m", self->m);
  if (self->n > 0 && !sat_uuid_is_nil (&self->change))
    sat_json_writer_int (writer, "u", self->n);
  else
    write_uuid (writer, "u", &self->u);
  sat_json_writer_string (writer, "h", hlc);
  sat_json_writer_string (writer, "t", self->type);
  write_uuid (writer, "id", &self->id);
  sat_json_writer_string (writer, "op", sat_op_name (self->op));
  if (!sat_uuid_is_nil (&self->into))
    write_uuid (writer, "into", &self->into);
  sat_json_writer_int (writer, "rb", self->rb);
  if (sat_wire_fields_n (self->fields) > 0)
    sat_wire_fields_write (self->fields, writer, "f");
  if (self->bases->len > 0)
    write_bases (self, writer);
  if (self->x != 0)
    sat_json_writer_int (writer, "x", self->x);
  if (!sat_uuid_is_nil (&self->change))
    write_uuid (writer, "ch", &self->change);
  sat_json_writer_end_object (writer);
}

char *
sat_mutation_to_line (const SatMutation *self)
{
  g_autoptr (GString) line = NULL;
  g_autoptr (SatJsonWriter) writer = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  line = g_string_sized_new (512);
  writer = sat_json_writer_new_for_string (line, SAT_JSON_COMPACT);
  write_mutation (self, writer);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static void
read_uuid (SatJsonReader *reader, SatUuid *out)
{
  const char *text = sat_json_reader_string (reader);

  if (text != NULL && (!sat_uuid_parse (text, out) || sat_uuid_is_nil (out)))
    sat_json_reader_refuse (reader, "not a UUID");
}

static gint64
read_number (SatJsonReader *reader, gint64 least)
{
  gint64 number = sat_json_reader_int (reader);

  if (number < least)
    sat_json_reader_refuse (reader, "the number is too small");
  return number;
}

static void
read_hlc (SatJsonReader *reader, SatHlc *out)
{
  const char *text = sat_json_reader_string (reader);

  if (text != NULL && !sat_hlc_parse (text, NULL, out))
    sat_json_reader_refuse (reader, "not 16 hexadecimal digits");
}

static void
read_type (SatJsonReader *reader, char **out)
{
  const char *text = sat_json_reader_string (reader);

  if (text != NULL && !sat_registry_is_identifier (text))
    sat_json_reader_refuse (reader, "not the name of a type");
  else
    *out = g_strdup (text);
}

static void
read_op (SatJsonReader *reader, SatOp *out)
{
  const char *text = sat_json_reader_string (reader);

  if (text != NULL && !op_parse (text, out))
    sat_json_reader_refuse (reader, "not an operation");
}

static void
read_base (SatMutation *self, SatJsonReader *reader, const char *name)
{
  const char *text = sat_json_reader_string (reader);
  SatVersion version = SAT_VERSION_NONE;
  SatUuid mutation = {{0}};
  gboolean ok;

  if (text == NULL)
    return;
  if (g_str_has_prefix (text, OWN_PREFIX))
    ok = sat_uuid_parse (text + strlen (OWN_PREFIX), &mutation) && !sat_uuid_is_nil (&mutation);
  else
    ok = sat_version_parse (text, NULL, &version);
  if (ok)
    sat_mutation_add_base (self, name, version, &mutation);
  else
    sat_json_reader_refuse (reader, "not a base");
}

static void
read_bases (SatMutation *self, SatJsonReader *reader)
{
  const char *name;

  sat_json_reader_begin_object (reader);
  while ((name = sat_json_reader_member (reader)) != NULL)
    if (sat_registry_is_identifier (name))
      read_base (self, reader, name);
    else
      sat_json_reader_refuse (reader, "not the name of a field");
}

/* A UUID, or the number that it is made of. */
static void
read_id (SatMutation *self, SatJsonReader *reader)
{
  SatJsonKind kind = sat_json_reader_value (reader);

  if (kind == SAT_JSON_INTEGER)
    self->n = sat_json_reader_get_int (reader);
  if (kind == SAT_JSON_INTEGER ? self->n < 1
                               : kind != SAT_JSON_STRING ||
                                     !sat_uuid_parse (sat_json_reader_get_text (reader), &self->u))
    sat_json_reader_refuse (reader, "not the id of a mutation");
}

/* A part that is unknown may mean something that must not be lost. */
static void
read_part (SatMutation *self, SatJsonReader *reader, const char *name)
{
  if (g_str_equal (name, "m"))
    self->m = read_number (reader, 1);
  else if (g_str_equal (name, "u"))
    read_id (self, reader);
  else if (g_str_equal (name, "h"))
    read_hlc (reader, &self->h);
  else if (g_str_equal (name, "t"))
    read_type (reader, &self->type);
  else if (g_str_equal (name, "id"))
    read_uuid (reader, &self->id);
  else if (g_str_equal (name, "op"))
    read_op (reader, &self->op);
  else if (g_str_equal (name, "into"))
    read_uuid (reader, &self->into);
  else if (g_str_equal (name, "rb"))
    self->rb = read_number (reader, 0);
  else if (g_str_equal (name, "f"))
    sat_wire_fields_read (self->fields, reader);
  else if (g_str_equal (name, "b"))
    read_bases (self, reader);
  else if (g_str_equal (name, "x"))
    self->x = read_number (reader, 1);
  else if (g_str_equal (name, "ch"))
    read_uuid (reader, &self->change);
  else
    sat_json_reader_refuse (reader, "a mutation has no such part");
}

/* Is all there, and nothing that its operation has no use for? @h: it was there. */
static void
check_parts (const SatMutation *self, SatJsonReader *reader, gboolean h, gboolean op)
{
  gboolean merges = self->op == SAT_OP_MERGE || self->op == SAT_OP_UNMERGE;
  gboolean puts = self->op == SAT_OP_PUT || self->op == SAT_OP_UNDELETE;

  if (self->m == 0 || sat_uuid_is_nil (&self->u) || !h || self->type == NULL ||
      sat_uuid_is_nil (&self->id) || !op)
    sat_json_reader_refuse (reader, "a part of the mutation is missing");
  else if (merges == sat_uuid_is_nil (&self->into))
    sat_json_reader_refuse (reader, merges ? "it goes nowhere" : "it goes into nothing");
  else if (!puts && sat_wire_fields_n (self->fields) > 0)
    sat_json_reader_refuse (reader, "it has no fields");
  else if (self->op != SAT_OP_PUT && self->bases->len > 0)
    sat_json_reader_refuse (reader, "it has no bases");
}

SatMutation *
sat_mutation_parse (const char *line, gsize length, GError **error)
{
  g_autoptr (SatMutation) self = NULL;
  g_autoptr (SatJsonReader) reader = NULL;
  gboolean h = FALSE, op = FALSE;
  const char *name;

  g_return_val_if_fail (line != NULL, NULL);

  if (length > SAT_SYNC_MOST_MUTATION_BYTES) {
    g_set_error_literal (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_LIMIT,
                         "the mutation is too long");
    return NULL;
  }
  self = sat_mutation_new ();
  reader = sat_json_reader_new ();
  sat_json_reader_start (reader, line, length);
  sat_json_reader_begin_object (reader);
  while ((name = sat_json_reader_member (reader)) != NULL) {
    h |= g_str_equal (name, "h");
    op |= g_str_equal (name, "op");
    read_part (self, reader, name);
  }
  if (self->n > 0 && !sat_uuid_is_nil (&self->change))
    self->u = sat_mutation_id (&self->change, self->n);
  if (!sat_json_reader_has_failed (reader))
    check_parts (self, reader, h, op);
  return sat_json_reader_finish (reader, error) ? g_steal_pointer (&self) : NULL;
}
