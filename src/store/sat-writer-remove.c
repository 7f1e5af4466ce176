/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Deleting records and bringing them back; and the one door to all writing. */

#include "config.h"

#include "sat-history.h"
#include "sat-outbox-private.h"
#include "sat-row.h"
#include "sat-writer-private.h"

#include <glib/gi18n-lib.h>

/* Whoever turns the change on again later finds there what the record was merged into. */
static gboolean
note_survivor (SatWriter *self, const SatUuid *into, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->connection, "UPDATE history SET base = ?2 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, self->history_last);
  sat_statement_bind_blob (statement, 2, into->bytes, sizeof into->bytes);
  return sat_statement_run (statement, error);
}

static gboolean
values_to_history (SatWriter *self, SatRow *row, SatVersion gone, GError **error)
{
  SatValue alive = sat_value_int (1);

  for (guint i = 0; i < row->type->n_fields; i++) {
    const SatField *field = row->type->fields[i];

    if (sat_field_is_stored (field) && row->values[i].type != SAT_VALUE_NULL &&
        !sat_writer_add_history (self, row, field->number, &row->values[i],
                                 sat_versions_get (row->versions, sat_version_number (field)), gone,
                                 SAT_FATE_DELETED, error))
      return FALSE;
  }
  return sat_writer_add_history (self, row, 0, &alive, sat_versions_base (row->versions), gone,
                                 SAT_FATE_DELETED, error);
}

/* The values of a field whose definition goes: they go to history with it, so that both can come
 * back. */
static gboolean
clear_field (SatWriter *self, const SatRow *definition, GError **error)
{
  const SatField *field;
  g_autoptr (GArray) ids = NULL;

  if (!sat_writer_find_custom (self, definition, &field, error))
    return FALSE;
  ids = field != NULL ? sat_writer_having (self, field, error) : NULL;
  if (ids == NULL)
    return field == NULL;
  for (guint i = 0; i < ids->len; i++) {
    SatWriteField write = {field, SAT_VALUE_INIT, SAT_VERSION_NONE};

    if (!sat_writer_put_existing (self, g_array_index (ids, gint64, i), &write, 1, SAT_ORIGIN_UNDO,
                                  error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
end_record (SatWriter *self, SatRow *row, const SatUuid *into, GError **error)
{
  SatVersion gone = sat_writer_next_version (self, sat_versions_latest (row->versions));

  if (!sat_writer_ensure_change (self, error) || !sat_writer_keep_shadow (self, row, error) ||
      (g_str_equal (row->type->name, "custom_field") && !clear_field (self, row, error)) ||
      !values_to_history (self, row, gone, error) ||
      (into != NULL && !note_survivor (self, into, error)))
    return FALSE;
  sat_versions_set (row->versions, 0, gone);
  return sat_writer_delete_row (self, row->type, row->id, error) &&
         sat_writer_set_lookup (self, row->type, row->id, row->values, NULL, error) &&
         sat_writer_store_record (self, row->id, row->type, row->root, row->versions, TRUE,
                                  error) &&
         sat_writer_mark_search (self, row->type, row->id, row->values, error);
}

gboolean
sat_writer_remove_alone (SatWriter *self, SatRow *row, GError **error)
{
  if (!end_record (self, row, NULL, error) ||
      !sat_writer_add_outbox (self, row, SAT_WRITE_DELETE, NULL, NULL, error))
    return FALSE;
  sat_writer_touch (self, row->id);
  return sat_writer_follow_up (self, row->type, row->id, error);
}

static gboolean
enter_merge (SatWriter *self, const SatRow *row, int op, const SatUuid *other, GError **error)
{
  g_autoptr (GByteArray) id = g_byte_array_new ();

  g_byte_array_append (id, other->bytes, sizeof other->bytes);
  return sat_writer_add_outbox (self, row, (SatWriteOp)op, NULL, id, error);
}

gboolean
sat_writer_remove_into (SatWriter *self, SatRow *row, const SatRow *survivor, GError **error)
{
  if (!end_record (self, row, &survivor->uuid, error) ||
      !sat_writer_set_survivor (self, row->id, survivor->id, error) ||
      !enter_merge (self, row, SAT_ENTRY_MERGE, &survivor->uuid, error))
    return FALSE;
  sat_writer_touch (self, row->id);
  return TRUE;
}

gboolean
sat_writer_set_survivor (SatWriter *self, gint64 id, gint64 survivor, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->connection, "UPDATE record SET merged_into = ?2 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  if (survivor != 0)
    sat_statement_bind_int (statement, 2, survivor);
  return sat_statement_run (statement, error);
}

/* Back it comes as it was for all, or as itself. */
static gboolean
enter_return (SatWriter *self, const SatRow *row, GError **error)
{
  g_auto (SatRow) survivor = {0};

  if (row->merged_into == 0)
    return sat_writer_add_outbox (self, row, SAT_WRITE_UNDELETE, NULL, NULL, error);
  return sat_writer_read_row (self, row->merged_into, FALSE, &survivor, error) &&
         sat_writer_set_survivor (self, row->id, 0, error) &&
         enter_merge (self, row, SAT_ENTRY_UNMERGE, &survivor.uuid, error);
}

static gboolean
remove_tree (SatWriter *self, gint64 id, gboolean top, GError **error)
{
  g_auto (SatRow) row = {0};
  g_autoptr (GArray) children = NULL;

  if (!sat_writer_read_row (self, id, TRUE, &row, error))
    return FALSE;
  if (row.type == NULL || row.deleted) {
    if (!top)
      return TRUE;
    g_set_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND,
                 _ ("The record has been deleted."));
    return FALSE;
  }
  children = sat_writer_children (self, row.type, id, error);
  if (children == NULL)
    return FALSE;
  for (guint i = 0; i < children->len; i++) {
    gint64 child = g_array_index (children, gint64, i);
    g_auto (SatRow) below = {0};

    if (!sat_writer_read_row (self, child, FALSE, &below, error))
      return FALSE;
    /* A note on a deal names the company too: it goes with its root, not with everything it names.
     */
    if (below.root == row.root && (row.root == id || (below.type->flags & SAT_TYPE_CHILD)) &&
        !remove_tree (self, child, FALSE, error))
      return FALSE;
  }
  return sat_writer_remove_alone (self, &row, error) &&
         (!top || sat_writer_leave_parent (self, &row, error));
}

gboolean
sat_writer_remove (SatWriter *self, gint64 id, GError **error)
{
  return remove_tree (self, id, TRUE, error);
}

gboolean
sat_writer_read_deleted (SatWriter *self, SatRow *row, SatHlc gone, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->connection,
      "SELECT field, value FROM history WHERE record = ?1 AND v_to = ?2 AND fate = ?3", error);
  gboolean found;

  if (row->values != NULL)
    return TRUE;
  if (statement == NULL)
    return FALSE;
  row->values = g_new0 (SatValue, row->type->n_fields);
  sat_statement_bind_int (statement, 1, row->id);
  sat_statement_bind_int (statement, 2, (gint64)gone);
  sat_statement_bind_int (statement, 3, SAT_FATE_DELETED);
  while (sat_statement_step (statement, &found, error)) {
    const SatField *field;

    if (!found)
      return TRUE;
    field = sat_type_field_by_number (row->type, (guint16)sat_statement_int (statement, 0));
    if (field == NULL)
      continue;
    sat_value_clear (&row->values[field->index]);
    row->values[field->index] = sat_row_value (statement, 1);
  }
  return FALSE;
}

static gboolean
read_last (SatWriter *self, SatRow *row, GError **error)
{
  return sat_writer_read_deleted (self, row, sat_versions_get (row->versions, 0).hlc, error);
}

gboolean
sat_writer_is_orphan (SatWriter *self, SatRow *row, gboolean *orphan, GError **error)
{
  g_auto (SatRow) parent = {0};
  gint64 above;

  *orphan = FALSE;
  if (!(row->type->flags & SAT_TYPE_CHILD))
    return TRUE;
  if (!read_last (self, row, error))
    return FALSE;
  above = sat_writer_parent_of (row->type, row->values);
  if (above == 0)
    return TRUE;
  if (!sat_writer_read_row (self, above, FALSE, &parent, error))
    return FALSE;
  *orphan = parent.deleted;
  return TRUE;
}

gboolean
sat_writer_revive (SatWriter *self, SatRow *row, GError **error)
{
  SatVersion gone = sat_versions_get (row->versions, 0);
  /* Later than the change: what the change then does to the values leaves a trace. */
  SatVersion after = gone.hlc > self->version.hlc ? gone : self->version;
  g_autoptr (SatVersions) versions = sat_versions_new (sat_writer_next_version (self, after));

  if (!read_last (self, row, error) || !sat_writer_ensure_change (self, error) ||
      !sat_writer_keep_shadow (self, row, error) ||
      !sat_writer_find_root (self, row->type, row->id, row->values, &row->root, error) ||
      !sat_writer_insert_row (self, row->type, row->id, row->values, error) ||
      !sat_writer_store_record (self, row->id, row->type, row->root, versions, FALSE, error) ||
      /* Somebody else may have moved it before it was deleted, and left what hangs from it. */
      !sat_writer_move_below (self, row->type, row->id, row->root, error) ||
      !sat_writer_set_lookup (self, row->type, row->id, NULL, row->values, error) ||
      !sat_writer_mark_search (self, row->type, row->id, row->values, error) ||
      !sat_writer_add_created (self, row->id, error) || !enter_return (self, row, error))
    return FALSE;
  sat_writer_touch (self, row->id);
  return sat_writer_follow_up (self, row->type, row->id, error);
}

/* Who went with @row: deleted by the same change, below the same root. */
static GArray *
gone_together (SatWriter *self, const SatRow *row, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->connection,
      "SELECT h.record FROM history h JOIN record r ON r.id = h.record JOIN change c ON c.id = "
      "h.change"
      " WHERE h.change = (SELECT change FROM history WHERE record = ?1 AND field = 0 ORDER BY v_to "
      "DESC LIMIT 1)"
      /* The present change has not settled its own range yet. */
      " AND h.id BETWEEN CASE c.id WHEN ?2 THEN ?3 ELSE c.history_first END"
      " AND CASE c.id WHEN ?2 THEN ?4 ELSE c.history_last END"
      " AND h.field = 0 AND h.root = ?1 AND h.record <> ?1 AND r.deleted = 1 ORDER BY h.id",
      error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, row->id);
  sat_statement_bind_int (statement, 2, self->change);
  sat_statement_bind_int (statement, 3, self->history_first);
  sat_statement_bind_int (statement, 4, self->history_last);
  return sat_statement_append_ints (statement, ids, error) ? g_steal_pointer (&ids) : NULL;
}

gboolean
sat_writer_bring_back (SatWriter *self, gint64 id, GError **error)
{
  g_auto (SatRow) row = {0};
  g_autoptr (GArray) others = NULL;
  gboolean orphan;

  if (!sat_writer_read_row (self, id, FALSE, &row, error))
    return FALSE;
  if (row.type == NULL || !row.deleted) {
    g_set_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT,
                 _ ("The record is not deleted."));
    return FALSE;
  }
  if (!sat_writer_is_orphan (self, &row, &orphan, error))
    return FALSE;
  if (orphan) {
    g_set_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT,
                 _ ("What it belongs to has been deleted: bring that back first."));
    return FALSE;
  }
  others = gone_together (self, &row, error);
  if (others == NULL || !sat_writer_revive (self, &row, error))
    return FALSE;
  for (guint i = 0; i < others->len; i++) {
    g_auto (SatRow) other = {0};

    /* Who died twice in that change is listed twice. */
    if (!sat_writer_read_row (self, g_array_index (others, gint64, i), FALSE, &other, error) ||
        (other.deleted && !sat_writer_revive (self, &other, error)))
      return FALSE;
  }
  /* Its phones may have stayed with what it was merged into. */
  return row.merged_into == 0 || sat_writer_mend_primaries (self, id, error);
}

static gboolean
perform (SatWriter *self,
         SatWriteOp op,
         const SatType *type,
         gint64 *id,
         SatUuid *uuid,
         const SatWriteField *fields,
         gsize n_fields,
         SatOrigin origin,
         GError **error)
{
  switch (op) {
  case SAT_WRITE_PUT:
    return *id == 0 ? sat_writer_put_new (self, type, id, uuid, fields, n_fields, origin, error)
                    : sat_writer_put_existing (self, *id, fields, n_fields, origin, error);
  case SAT_WRITE_DELETE:
    return sat_writer_remove (self, *id, error);
  case SAT_WRITE_UNDELETE:
    return sat_writer_bring_back (self, *id, error);
  default:
    g_return_val_if_reached (FALSE);
  }
}

gboolean
sat_writer_write (SatWriter *self,
                  SatWriteOp op,
                  const SatType *type,
                  gint64 *id,
                  SatUuid *uuid,
                  const SatWriteField *fields,
                  gsize n_fields,
                  SatOrigin origin,
                  GError **error)
{
  SatUuid none = {{0}};

  g_return_val_if_fail (self != NULL && id != NULL, FALSE);
  g_return_val_if_fail (type != NULL || *id != 0, FALSE);

  /* The writer's registry is the newest: a definition of a field may have come in this very change.
   */
  if (type != NULL)
    type = sat_registry_type_by_number (self->registry, type->number);
  return perform (self, op, type, id, uuid != NULL ? uuid : &none, fields, n_fields, origin, error);
}

gboolean
sat_writer_create (SatWriter *self,
                   const SatType *type,
                   const SatWriteField *fields,
                   gsize n_fields,
                   SatOrigin origin,
                   gint64 *id,
                   GError **error)
{
  gint64 created = 0;

  if (!sat_writer_write (self, SAT_WRITE_PUT, type, &created, NULL, fields, n_fields, origin,
                         error))
    return FALSE;
  if (id != NULL)
    *id = created;
  return TRUE;
}

gboolean
sat_writer_set (SatWriter *self,
                gint64 id,
                const SatWriteField *fields,
                gsize n_fields,
                SatOrigin origin,
                GError **error)
{
  return sat_writer_write (self, SAT_WRITE_PUT, NULL, &id, NULL, fields, n_fields, origin, error);
}

gboolean
sat_writer_delete (SatWriter *self, gint64 id, GError **error)
{
  return sat_writer_write (self, SAT_WRITE_DELETE, NULL, &id, NULL, NULL, 0, SAT_ORIGIN_LOCAL,
                           error);
}

gboolean
sat_writer_undelete (SatWriter *self, gint64 id, GError **error)
{
  return sat_writer_write (self, SAT_WRITE_UNDELETE, NULL, &id, NULL, NULL, 0, SAT_ORIGIN_LOCAL,
                           error);
}
