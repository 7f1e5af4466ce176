/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the writer keeps beside the row: what the change touched and created, history, outbox, marks
 * for the search, look-ups of unique fields, definitions of custom fields. */

#include "config.h"

#include "sat-custom-fields.h"
#include "sat-fault.h"
#include "sat-outbox-private.h"
#include "sat-reader-private.h"
#include "sat-remote-private.h"
#include "sat-schema.h"
#include "sat-store-private.h"
#include "sat-writer-private.h"

#include <string.h>

#define MOST_TOUCHED 10000

void
sat_writer_touch (SatWriter *self, gint64 id)
{
  self->count++;
  if (self->touched->len >= MOST_TOUCHED)
    self->touched_all = TRUE;
  else
    g_array_append_val (self->touched, id);
}

gboolean
sat_writer_flush_created (SatWriter *self, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;

  if (self->created_first == 0)
    return TRUE;
  statement = sat_statement_cached (
      self->connection, /* Again when it was deleted and came back within the change. */
      "INSERT INTO change_created (change, first, last) VALUES (?1, ?2, ?3)"
      " ON CONFLICT (change, first) DO UPDATE SET last = max (last, excluded.last)",
      error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, self->change);
  sat_statement_bind_int (statement, 2, self->created_first);
  sat_statement_bind_int (statement, 3, self->created_last);
  self->created_first = self->created_last = 0;
  return sat_statement_run (statement, error);
}

gboolean
sat_writer_add_created (SatWriter *self, gint64 id, GError **error)
{
  if (self->created_first != 0 && id == self->created_last + 1) {
    self->created_last = id;
    return TRUE;
  }
  /* A record whose children came first (SatEntry) closes the gap before them. */
  if (self->created_first != 0 && id == self->created_first - 1) {
    self->created_first = id;
    return TRUE;
  }
  if (!sat_writer_flush_created (self, error))
    return FALSE;
  self->created_first = self->created_last = id;
  return TRUE;
}

static gboolean
mark_dirty (SatWriter *self, gint64 id, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;

  if (g_hash_table_contains (self->marked, &id))
    return TRUE;
  statement = sat_statement_cached (
      self->connection, "INSERT INTO search_dirty (record) VALUES (?1) ON CONFLICT DO NOTHING",
      error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  if (!sat_statement_run (statement, error))
    return FALSE;
  g_hash_table_add (self->marked, g_memdup2 (&id, sizeof id));
  return TRUE;
}

/* A type that is found by itself is marked; a child's words belong to its parents. */
gboolean
sat_writer_mark_search (
    SatWriter *self, const SatType *type, gint64 id, const SatValue *values, GError **error)
{
  if (type->rank > 0)
    return mark_dirty (self, id, error);
  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];

    if ((field->flags & SAT_FIELD_PARENT) && values[i].type == SAT_VALUE_INTEGER &&
        !mark_dirty (self, values[i].integer, error))
      return FALSE;
  }
  return TRUE;
}

static void
bind_value (SatStatement *statement, int index, const SatValue *value)
{
  if (value->type == SAT_VALUE_INTEGER)
    sat_statement_bind_int (statement, index, value->integer);
  else if (value->type == SAT_VALUE_TEXT)
    sat_statement_bind_text (statement, index, value->text);
  else
    sat_statement_bind_null (statement, index);
}

gboolean
sat_writer_add_history (SatWriter *self,
                        const SatRow *row,
                        guint16 field,
                        const SatValue *value,
                        SatVersion from,
                        SatVersion to,
                        int fate,
                        GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->connection,
                            "INSERT INTO history (change, type, record, root, field, value, "
                            "v_from, d_from, v_to, d_to, fate, provisional)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, self->change);
  sat_statement_bind_int (statement, 2, row->type->number);
  sat_statement_bind_int (statement, 3, row->id);
  sat_statement_bind_int (statement, 4, row->root);
  sat_statement_bind_int (statement, 5, field);
  bind_value (statement, 6, value);
  sat_statement_bind_int (statement, 7, (gint64)from.hlc);
  sat_statement_bind_int (statement, 8, from.device);
  sat_statement_bind_int (statement, 9, (gint64)to.hlc);
  sat_statement_bind_int (statement, 10, to.device);
  sat_statement_bind_int (statement, 11, fate);
  sat_statement_bind_int (statement, 12, self->store->joined);
  if (!sat_statement_run (statement, error))
    return FALSE;
  self->history_last = sat_connection_last_insert_id (self->connection);
  if (self->history_first == 0 || self->history_last < self->history_first)
    self->history_first = self->history_last;
  return TRUE;
}

/* Of what was here before the file joined a server and has not been entered yet, or was deleted by
 * then, the server knows nothing. */
static gboolean
is_new_there (SatWriter *self, const SatRow *row, gboolean *is_new, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  gboolean found;

  *is_new = FALSE;
  if (row->seq >= 0)
    return TRUE;
  statement = sat_statement_cached (self->connection,
                                    "SELECT 1 FROM outbox WHERE record = ?1 LIMIT 1", error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, row->id);
  if (!sat_statement_step (statement, &found, error))
    return FALSE;
  *is_new = !found;
  return TRUE;
}

gboolean
sat_writer_add_outbox (SatWriter *self,
                       const SatRow *row,
                       SatWriteOp op,
                       GByteArray *fields,
                       GByteArray *bases,
                       GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  gboolean is_new = FALSE;

  if (!self->store->joined || (SAT_BUG ("undo-not-queued") && self->kind == SAT_CHANGE_UNDO))
    return TRUE;
  if ((op != SAT_WRITE_PUT || fields != NULL) && !is_new_there (self, row, &is_new, error))
    return FALSE;
  if (is_new && (op == SAT_WRITE_DELETE || (int)op == SAT_ENTRY_MERGE))
    return TRUE;
  statement = sat_statement_cached (
      self->connection,
      row->seq >= 0 /* A conflict that has come is in sight, too. */
          ? "INSERT INTO outbox (change, record, op, fields, bases, rb) VALUES (?1, ?2, ?3, ?4, ?5,"
            " max (?6, ifnull ((SELECT max (seq) FROM conflict WHERE record = ?2), 0)))"
          : "INSERT INTO outbox (change, record, op, fields, bases) VALUES (?1, ?2, ?3, ?4, ?5)",
      error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, self->change);
  sat_statement_bind_int (statement, 2, row->id);
  /* It is made there, with all that it is. */
  sat_statement_bind_int (statement, 3, is_new ? SAT_WRITE_PUT : op);
  if (fields != NULL && !is_new)
    sat_statement_bind_blob (statement, 4, fields->data, fields->len);
  if (bases != NULL && !is_new)
    sat_statement_bind_blob (statement, 5, bases->data, bases->len);
  if (row->seq >= 0)
    sat_statement_bind_int (statement, 6, row->seq);
  return sat_statement_run (statement, error);
}

static gboolean
set_one_lookup (SatWriter *self,
                const SatField *field,
                gint64 id,
                const SatValue *value,
                gboolean present,
                GError **error)
{
  const char *sql =
      present ? "INSERT INTO lookup (type, field, folded, id) VALUES (?1, ?2, ?3, ?4) ON CONFLICT "
                "DO NOTHING"
              : "DELETE FROM lookup WHERE type = ?1 AND field = ?2 AND folded = ?3 AND id = ?4";
  g_autoptr (SatStatement) statement = NULL;
  g_autofree char *folded = NULL;

  if (value->type != SAT_VALUE_TEXT)
    return TRUE;
  statement = sat_statement_cached (self->connection, sql, error);
  if (statement == NULL)
    return FALSE;
  folded = sat_fold (value->text);
  sat_statement_bind_int (statement, 1, field->type->number);
  sat_statement_bind_int (statement, 2, field->number);
  sat_statement_bind_text (statement, 3, folded);
  sat_statement_bind_int (statement, 4, id);
  return sat_statement_run (statement, error);
}

gboolean
sat_writer_set_lookup (SatWriter *self,
                       const SatType *type,
                       gint64 id,
                       const SatValue *before,
                       const SatValue *after,
                       GError **error)
{
  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];

    if (!(field->flags & SAT_FIELD_UNIQUE) ||
        (before != NULL && after != NULL && sat_value_equal (&before[i], &after[i])))
      continue;
    if ((before != NULL && !set_one_lookup (self, field, id, &before[i], FALSE, error)) ||
        (after != NULL && !set_one_lookup (self, field, id, &after[i], TRUE, error)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
number_field (SatWriter *self, gint64 id, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->connection,
                            "INSERT INTO custom_number (number, uuid)"
                            " SELECT max(coalesce((SELECT max(number) FROM custom_number), 0) + 1, "
                            "?2), uuid FROM record WHERE id = ?1"
                            " ON CONFLICT DO NOTHING",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  sat_statement_bind_int (statement, 2, SAT_FIELD_FIRST_CUSTOM);
  return sat_statement_run (statement, error);
}

/* What somebody writes here must be right; what came from elsewhere is taken as it is. */
static gboolean
find_strict (SatWriter *self, gint64 id, guint16 *strict, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->connection,
      "SELECT n.number FROM custom_number n JOIN record r ON r.uuid = n.uuid WHERE r.id = ?1",
      error);
  gboolean row;

  *strict = 0;
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (row && self->kind != SAT_CHANGE_REMOTE)
    *strict = (guint16)sat_statement_int (statement, 0);
  return TRUE;
}

static gboolean
define_field (SatWriter *self, gint64 id, GError **error)
{
  SatRegistry *registry;
  guint16 strict;
  const SatType *const *types;
  guint n_types;

  if (!number_field (self, id, error) || !find_strict (self, id, &strict, error))
    return FALSE;
  registry = sat_custom_fields_load (self->connection, self->store->built_in, strict, error);
  if (registry == NULL)
    return FALSE;
  /* Types of the old registry may still be in the caller's hands until the change ends. */
  g_ptr_array_add (self->registries, g_steal_pointer (&self->registry));
  self->registry = registry;
  self->registry_changed = TRUE;
  if (self->reader != NULL)
    sat_reader_set_registry (self->reader, registry);
  types = sat_registry_types (registry, &n_types);
  for (guint i = 0; i < n_types; i++)
    if (!sat_schema_extend (self->connection, types[i], error))
      return FALSE;
  return sat_remote_promote (self, id, error);
}

gboolean
sat_writer_follow_up (SatWriter *self, const SatType *type, gint64 id, GError **error)
{
  if (strcmp (type->name, "custom_field") == 0)
    return define_field (self, id, error);
  if (strcmp (type->name, "user") == 0)
    self->users_changed = TRUE;
  return TRUE;
}

gboolean
sat_writer_find_custom (SatWriter *self,
                        const SatRow *definition,
                        const SatField **field,
                        GError **error)
{
  const SatField *of = sat_type_field (definition->type, "record_type");
  const SatType *type = sat_registry_type (self->registry, definition->values[of->index].text);
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->connection, "SELECT number FROM custom_number WHERE uuid = ?1", error);
  gboolean row;

  *field = NULL;
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_blob (statement, 1, definition->uuid.bytes, sizeof definition->uuid.bytes);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (row && type != NULL)
    *field = sat_type_field_by_number (type, (guint16)sat_statement_int (statement, 0));
  return TRUE;
}

GArray *
sat_writer_having (SatWriter *self, const SatField *field, GError **error)
{
  const char *column = sat_schema_column (field);
  const char *other = field->kind == SAT_KIND_REFERENCE ? sat_schema_text_column (field) : column;
  g_autofree char *sql = g_strdup_printf (
      "SELECT id FROM \"%s\" WHERE \"%s\" IS NOT NULL OR \"%s\" IS NOT NULL ORDER BY id",
      field->type->name, column, other);
  g_autoptr (SatStatement) statement = sat_statement_cached (self->connection, sql, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (statement == NULL)
    return NULL;
  return sat_statement_append_ints (statement, ids, error) ? g_steal_pointer (&ids) : NULL;
}
