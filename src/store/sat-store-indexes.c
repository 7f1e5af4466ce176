/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Indexes of custom fields: made once one is sorted or filtered by, dropped with its definition.
 * Both can wait until the writer thread has nothing else to do. */

#include "config.h"

#include "sat-schema.h"
#include "sat-store-private.h"

/* A field is called by its type and column: "company cf_1000". */
static char *
name_of (const SatField *field)
{
  return g_strdup_printf ("%s %s", field->type->name, sat_schema_column (field));
}

static const SatField *
field_called (SatRegistry *registry, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, " ", 2);
  const SatType *type = sat_registry_type (registry, parts[0]);

  for (guint i = 0; type != NULL && i < type->n_fields; i++)
    if (sat_field_is_stored (type->fields[i]) &&
        g_str_equal (sat_schema_column (type->fields[i]), parts[1]))
      return type->fields[i];
  return NULL;
}

/* References have theirs from the start; long texts are no order that anyone looks for. */
static gboolean
deserves_index (const SatField *field)
{
  return (field->flags & SAT_FIELD_CUSTOM) && sat_field_is_stored (field) &&
         field->kind != SAT_KIND_REFERENCE && field->kind != SAT_KIND_LONG_TEXT &&
         field->kind != SAT_KIND_JSON;
}

void
sat_store_want_index (SatStore *self, const SatField *field)
{
  gboolean is_new;

  if (!deserves_index (field) || sat_store_is_read_only (self))
    return;
  g_mutex_lock (&self->lock);
  is_new = g_hash_table_add (self->asked_indexes, name_of (field));
  if (is_new)
    g_ptr_array_add (self->wanted_indexes, name_of (field));
  g_mutex_unlock (&self->lock);
  if (is_new)
    sat_store_wake_writer (self);
}

void
sat_store_forget_indexes (SatStore *self)
{
  g_hash_table_remove_all (self->asked_indexes);
  self->indexes_may_be_left = TRUE;
}

static gboolean
make_wanted (SatStore *self, SatRegistry *registry, GPtrArray *wanted, GError **error)
{
  for (guint i = 0; i < wanted->len; i++) {
    const SatField *field = field_called (registry, wanted->pdata[i]);

    if (field != NULL && !sat_schema_index_field (self->writing, field, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
make_and_drop (
    SatStore *self, SatRegistry *registry, GPtrArray *wanted, gboolean left, GError **error)
{
  if (!sat_connection_begin (self->writing, error))
    return FALSE;
  if (make_wanted (self, registry, wanted, error) &&
      (!left || sat_schema_drop_left_indexes (self->writing, registry, error)))
    return sat_connection_commit (self->writing, error);
  sat_connection_rollback (self->writing);
  return FALSE;
}

gboolean
sat_store_tidy_indexes (SatStore *self, GError **error)
{
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (self);
  g_autoptr (GPtrArray) wanted = NULL;
  gboolean left;

  g_mutex_lock (&self->lock);
  wanted = self->wanted_indexes;
  self->wanted_indexes = g_ptr_array_new_with_free_func (g_free);
  left = self->indexes_may_be_left;
  self->indexes_may_be_left = FALSE;
  g_mutex_unlock (&self->lock);
  if (left && !sat_schema_has_left_indexes (self->writing, registry, &left, error))
    return FALSE;
  return (wanted->len == 0 && !left) || make_and_drop (self, registry, wanted, left, error);
}
