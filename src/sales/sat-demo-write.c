/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-demo-private.h"

/* More than the default sizes need: those are filled in one transaction. */
#define ROWS_A_CHUNK 20000
#define ROWS_BETWEEN_LOOKS 256

gboolean
sat_demo_change (SatDemo *self, const char *label, gint64 user, gint64 at, GError **error)
{
  SatUuid uuid;

  self->at = MAX (at, self->at + 1);
  uuid = sat_demo_mint (self);
  return sat_writer_next_change (self->writer, label, user, self->at, &uuid, error);
}

void
sat_demo_begin (SatDemo *self, const char *type)
{
  /* The registry of the writer changes when custom fields are defined. */
  self->type = sat_registry_type (sat_writer_get_registry (self->writer), type);
  self->n_fields = 0;
}

static void
add (SatDemo *self, const char *field_name, SatValue value)
{
  const SatField *field = self->type != NULL ? sat_type_field (self->type, field_name) : NULL;

  if (field == NULL) /* an older schema */
    return;
  g_return_if_fail (self->n_fields < SAT_DEMO_MOST_FIELDS);
  self->fields[self->n_fields++] = (SatWriteField){field, value, SAT_VERSION_NONE};
}

void
sat_demo_int (SatDemo *self, const char *field, gint64 value)
{
  add (self, field, sat_value_int (value));
}

void
sat_demo_text (SatDemo *self, const char *field, const char *text)
{
  /* The writer copies values, so the row need not own them. */
  if (text != NULL && *text != '\0')
    add (self, field, (SatValue){SAT_VALUE_TEXT, 0, (char *)text});
}

void
sat_demo_reference (SatDemo *self, const char *field, gint64 id)
{
  if (id != 0)
    add (self, field, sat_value_int (id));
}

static gboolean
count_row (SatDemo *self, GError **error)
{
  self->n_fields = 0;
  self->n_written++;
  if (self->n_written % ROWS_BETWEEN_LOOKS == 0) {
    if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
      return FALSE;
    if (self->progress != NULL)
      self->progress (MIN (self->done / self->total, 1.0), self->progress_data);
  }
  return self->n_written % ROWS_A_CHUNK != 0 || sat_writer_commit_chunk (self->writer, error);
}

gboolean
sat_demo_create (SatDemo *self, const SatUuid *uuid, gint64 *id, GError **error)
{
  SatUuid own = uuid != NULL ? *uuid : sat_demo_mint (self);
  gint64 made = 0;

  if (self->type == NULL)
    return TRUE;
  if (!sat_writer_write (self->writer, SAT_WRITE_PUT, self->type, &made, &own, self->fields,
                         self->n_fields, SAT_ORIGIN_IMPORT, error))
    return FALSE;
  if (id != NULL)
    *id = made;
  return count_row (self, error);
}

gboolean
sat_demo_set (SatDemo *self, gint64 id, GError **error)
{
  return sat_writer_set (self->writer, id, self->fields, self->n_fields, SAT_ORIGIN_IMPORT,
                         error) &&
         count_row (self, error);
}

SatUuid
sat_demo_derive (const char *type, const SatUuid *parent, const char *key)
{
  g_autofree char *folded = sat_fold (key);

  return sat_uuid_from_parts (type, parent, folded);
}

void
sat_demo_advance (SatDemo *self, double work)
{
  self->done += work;
}
