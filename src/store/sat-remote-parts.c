/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Parts of records, and own edits that the server has taken as they were: laid over what it said
 * before, they are whole rows and rows of history. */

#include "config.h"

#include "sat-outbox-private.h"
#include "sat-remote-private.h"
#include "sat-writer-private.h"

#include <string.h>

static gboolean
fits_not (const char *why, GError **error)
{
  g_set_error (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_PARTS, "a part of a record: %s", why);
  return FALSE;
}

/* An edit on its way into the file. */
typedef struct {
  SatRemote *remote;
  const SatPageRow *part;
  SatMutation *mutation; /* of an own edit */
  SatRow held;
  gint64 seq, said; /* the newest commit here of the record; the one that said what follows */
  SatClocks *clocks;
  SatWireFields *fields; /* NULL: it is deleted there */
} Edit;

static void
edit_clear (Edit *self)
{
  g_clear_pointer (&self->mutation, sat_mutation_free);
  sat_row_clear (&self->held);
  g_clear_pointer (&self->clocks, sat_clocks_free);
  g_clear_pointer (&self->fields, sat_wire_fields_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Edit, edit_clear)

static gboolean
find_own (Edit *self, GError **error)
{
  g_autoptr (GBytes) line = NULL;
  gsize length;
  const char *text;

  if (!sat_sent_line (sat_writer_get_sent (self->remote->writer), self->part->m, &line, error))
    return FALSE;
  text = line != NULL ? g_bytes_get_data (line, &length) : NULL;
  if (text != NULL)
    self->mutation = sat_mutation_parse (text, length, NULL);
  if (self->mutation == NULL || self->mutation->op != SAT_OP_PUT)
    return fits_not ("an own edit is not known", error);
  return TRUE;
}

void
sat_remote_note_part (SatRemote *self, const SatUuid *id, const SatUuid *u, const char *clocks)
{
  if (self->check == NULL)
    self->check = sat_page_check_new ();
  sat_page_check_add (self->check, id, u, clocks);
}

static void
check (Edit *self, const SatUuid *id)
{
  g_autofree char *clocks = sat_clocks_to_string (self->clocks);

  sat_remote_note_part (self->remote, id,
                        self->mutation != NULL && !self->part->made ? &self->mutation->u : NULL,
                        clocks);
}

static SatVersion
version_of (const Edit *self)
{
  return (SatVersion){self->part->hlc, self->part->by->device};
}

static gboolean
take (Edit *self, const SatType *type, GError **error)
{
  SatPageRow row = {.type = type->name,
                    .id = self->held.uuid,
                    .root = self->held.uuid,
                    .seq = self->part->seq,
                    .clocks = self->clocks,
                    .fields = self->fields,
                    .m = self->part->m};

  return sat_remote_take (self->remote, type, &row, &self->held, self->seq, error);
}

/* Made here: what was sent is what the server has. */
static gboolean
take_made (Edit *self, const SatType *type, GError **error)
{
  if (self->said < self->part->seq) {
    g_clear_pointer (&self->clocks, sat_clocks_free);
    g_clear_pointer (&self->fields, sat_wire_fields_free);
    self->clocks = sat_clocks_new (version_of (self));
    self->fields = sat_wire_fields_new ();
    for (guint i = 0; i < sat_wire_fields_n (self->mutation->fields); i++)
      sat_wire_fields_take (self->fields, sat_wire_fields_name (self->mutation->fields, i),
                            sat_wire_value_copy (sat_wire_fields_value (self->mutation->fields, i)),
                            FALSE);
  }
  check (self, &self->held.uuid);
  return take (self, type, error);
}

/* The name that the version of @field goes by. */
static gboolean
unit_of (Edit *self, const char *field, const char **unit, GError **error)
{
  SatWireMap *map = sat_writer_get_wire (self->remote->writer);
  guint16 number;
  gboolean known;

  *unit = NULL;
  if (!sat_wire_map_number (map, self->held.type, field, &number, &known, error) ||
      (known && !sat_wire_map_number_name (map, self->held.type, number, unit, error)))
    return FALSE;
  return *unit != NULL || fits_not ("a field is not known", error);
}

static gboolean
is_other_value (const Edit *self, const SatWireFields *now, guint i)
{
  static const SatWireValue none = {SAT_WIRE_NULL, 0, NULL, {{0}}};
  const SatWireValue *old = sat_wire_fields_get (self->fields, sat_wire_fields_name (now, i));

  return !sat_wire_value_equal (old != NULL ? old : &none, sat_wire_fields_value (now, i));
}

/* Of an own edit that sent more of a group than it changed: the fields that history has of it,
 * those that are others now, or else the last one. */
static gboolean
is_told (
    Edit *self, const SatWireFields *now, guint i, const char *unit, gboolean *told, GError **error)
{
  gboolean any = FALSE, last = TRUE;

  *told = TRUE;
  if (self->mutation == NULL || is_other_value (self, now, i))
    return TRUE;
  for (guint k = 0; k < sat_wire_fields_n (now); k++) {
    const char *other;

    if (!unit_of (self, sat_wire_fields_name (now, k), &other, error))
      return FALSE;
    if (k == i || strcmp (unit, other) != 0)
      continue;
    any |= is_other_value (self, now, k);
    last &= k < i;
  }
  *told = !any && last;
  return TRUE;
}

/* The rows of history that the edit made. */
static gboolean
tell_past (Edit *self, const SatWireFields *now, const SatClocks *before, GError **error)
{
  static const SatUuid nobody;

  for (guint i = 0; i < sat_wire_fields_n (now); i++) {
    const char *field = sat_wire_fields_name (now, i), *unit;
    gboolean told, known;

    if (!unit_of (self, field, &unit, error) || !is_told (self, now, i, unit, &told, error))
      return FALSE;
    if (told && !sat_remote_replaced (self->remote, self->part,
                                      self->mutation != NULL ? &self->mutation->change : &nobody,
                                      &self->held, field, sat_wire_fields_get (self->fields, field),
                                      sat_clocks_get (before, unit), &known, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
take_edit (Edit *self, GError **error)
{
  const SatWireFields *now = self->mutation != NULL ? self->mutation->fields : self->part->fields;
  g_autoptr (SatClocks) before = NULL;

  if (self->clocks == NULL || self->fields == NULL || self->said <= 0)
    return fits_not ("the record is not here", error);
  if (self->said >= self->part->seq) { /* it came whole */
    check (self, &self->held.uuid);
    self->remote->applied.ignored++;
    return TRUE;
  }
  before = sat_clocks_copy (self->clocks);
  if (!tell_past (self, now, before, error))
    return FALSE;
  for (guint i = 0; i < sat_wire_fields_n (now); i++) {
    const char *field = sat_wire_fields_name (now, i), *unit;

    if (!unit_of (self, field, &unit, error))
      return FALSE;
    sat_clocks_set (self->clocks, unit, version_of (self));
    sat_wire_fields_take (self->fields, field, sat_wire_value_copy (sat_wire_fields_value (now, i)),
                          FALSE);
  }
  check (self, &self->held.uuid);
  return take (self, self->held.type, error);
}

gboolean
sat_remote_part (SatRemote *self, const SatPageRow *part, GError **error)
{
  g_auto (Edit) edit = {.remote = self, .part = part};
  const char *name = part->type;
  const SatType *type;
  gboolean done = FALSE;

  if (part->m > 0 && !sat_remote_own (self, part, &done, error))
    return FALSE;
  if (done)
    return TRUE;
  if (part->m > 0 && !find_own (&edit, error))
    return FALSE;
  if (edit.mutation != NULL)
    name = edit.mutation->type;
  type = sat_registry_type (self->writer->registry, name);
  if (type == NULL)
    return fits_not ("its type is not known", error);
  if (!sat_remote_held (self, edit.mutation != NULL ? &edit.mutation->id : &part->id, &edit.held,
                        &edit.seq, error))
    return FALSE;
  if (edit.held.type != type)
    return fits_not ("the record is not here", error);
  if (!sat_remote_straight (self, part, &edit.held, &done, error))
    return FALSE;
  if (done)
    return TRUE;
  if (!sat_shadow_said (self->writer, &edit.held, &edit.said, &edit.clocks, &edit.fields, error))
    return FALSE;
  return part->made ? take_made (&edit, type, error) : take_edit (&edit, error);
}

gboolean
sat_remote_check_parts (SatRemote *self, SatPageReader *page, GError **error)
{
  guint32 sum = self->check != NULL ? sat_page_check_sum (self->check) : 0;

  return sum == sat_page_reader_check (page) || fits_not ("they come to something else", error);
}
