/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The short way of somebody else's edit: where nothing of ours is on its way, the row is what the
 * server said, and the edit's few fields are laid over it as they are. */

#include "config.h"

#include "sat-purge.h"
#include "sat-remote-private.h"
#include "sat-served.h"

/* A field of the edit, in the file's own terms. */
typedef struct {
  const char *name, *unit; /* the field's, its version's */
  guint16 number;          /* of its version */
  const SatField *field;
  SatValue value;
} New;

typedef struct {
  SatRemote *remote;
  const SatPageRow *part;
  SatRow *held;
  GArray *fields;     /* of New */
  SatServed served;   /* its values are those of @held but for the new ones: not to be cleared */
  SatClocks *clocks;  /* of the row */
  SatVersion version; /* of the edit */
} Straight;

static void
new_clear (New *self)
{
  sat_value_clear (&self->value);
}

static void
straight_clear (Straight *self)
{
  g_clear_pointer (&self->fields, g_array_unref);
  g_clear_pointer (&self->served.values, g_free);
  g_clear_pointer (&self->served.versions, sat_versions_free);
  g_clear_pointer (&self->clocks, sat_clocks_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Straight, straight_clear)

static gboolean
is_plain (const SatRemote *self, const SatPageRow *part, const SatRow *held)
{
  return !self->has_outbox && part->m == 0 && !held->deleted && !held->has_extra && held->seq > 0 &&
         held->seq < part->seq && held->values != NULL;
}

/* *@fits FALSE: this Satchel does not know the field, or cannot hold the value. */
static gboolean
read_field (Straight *self, guint i, gboolean *fits, GError **error)
{
  SatWriter *writer = self->remote->writer;
  SatWireMap *map = sat_writer_get_wire (writer);
  const SatType *type = self->held->type;
  New field = {.name = sat_wire_fields_name (self->part->fields, i), .value = SAT_VALUE_INIT};

  if (!sat_wire_map_number (map, type, field.name, &field.number, fits, error))
    return FALSE;
  if (*fits && (!sat_wire_map_number_name (map, type, field.number, &field.unit, error) ||
                !sat_wire_map_field (map, type, field.name, &field.field, error)))
    return FALSE;
  *fits = *fits && field.unit != NULL && field.field != NULL;
  if (*fits && !sat_wire_map_from_wire (map, writer, field.field,
                                        sat_wire_fields_value (self->part->fields, i), &field.value,
                                        fits, error))
    return FALSE;
  g_array_append_val (self->fields, field);
  return TRUE;
}

static gboolean
read_fields (Straight *self, gboolean *fits, GError **error)
{
  *fits = TRUE;
  for (guint i = 0; *fits && i < sat_wire_fields_n (self->part->fields); i++)
    if (!read_field (self, i, fits, error))
      return FALSE;
  return TRUE;
}

/* What the fields were is the past now. */
static gboolean
tell_past (Straight *self, GError **error)
{
  static const SatUuid nobody;

  for (guint i = 0; i < self->fields->len; i++) {
    const New *field = &g_array_index (self->fields, New, i);
    SatWireValue before = SAT_WIRE_VALUE_INIT;
    gboolean known, ok;

    if (!sat_wire_map_to_wire (sat_writer_get_wire (self->remote->writer), field->field,
                               &self->held->values[field->field->index], &before, error))
      return FALSE;
    ok = sat_remote_replaced (self->remote, self->part, &nobody, self->held, field->name, &before,
                              sat_clocks_get (self->clocks, field->unit), &known, error);
    sat_wire_value_clear (&before);
    if (!ok)
      return FALSE;
  }
  return TRUE;
}

static void
lay_over (Straight *self)
{
  const SatType *type = self->held->type;

  self->served.type = type;
  self->served.seq = self->part->seq;
  self->served.versions = sat_versions_copy (self->held->versions);
  self->served.values = g_memdup2 (self->held->values, type->n_fields * sizeof (SatValue));
  for (guint i = 0; i < self->fields->len; i++) {
    const New *field = &g_array_index (self->fields, New, i);

    self->served.values[field->field->index] = field->value;
    sat_versions_set (self->served.versions, field->number, self->version);
    sat_clocks_set (self->clocks, field->unit, self->version);
  }
}

static gboolean
take (Straight *self, GError **error)
{
  SatRemote *remote = self->remote;
  g_autofree char *clocks = NULL;

  self->clocks = sat_wire_map_clocks (sat_writer_get_wire (remote->writer), self->held->type,
                                      self->held->versions, error);
  if (self->clocks == NULL || !tell_past (self, error))
    return FALSE;
  lay_over (self);
  clocks = sat_clocks_to_string (self->clocks);
  sat_remote_note_part (remote, &self->held->uuid, NULL, clocks);
  remote->latest = MAX (remote->latest, sat_clocks_latest (self->clocks).hlc);
  remote->applied.rows++;
  return sat_served_become (&self->served, remote->writer, self->held, error) &&
         sat_purge_keep (remote->writer, self->held->id, error);
}

gboolean
sat_remote_straight (
    SatRemote *self, const SatPageRow *part, SatRow *held, gboolean *done, GError **error)
{
  g_auto (Straight) straight = {
      .remote = self, .part = part, .held = held, .version = {part->hlc, part->by->device}};

  *done = FALSE;
  if (!is_plain (self, part, held))
    return TRUE;
  straight.fields = g_array_new (FALSE, FALSE, sizeof (New));
  g_array_set_clear_func (straight.fields, (GDestroyNotify)new_clear);
  if (!read_fields (&straight, done, error))
    return FALSE;
  return !*done || take (&straight, error);
}
