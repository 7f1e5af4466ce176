/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The part of an undo that takes back what a change created. */

#include "config.h"

#include "sat-undo-private.h"

#include "sat-schema.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  SatUndo *undo;
  GHashTable *kept; /* gint64 */
  GQueue queue;     /* kept ones whose references are still to be followed */
} Created;

/* A record that came back twice is in two ranges. */
static void
add_range (GArray *ranges, SatUndoRange range)
{
  SatUndoRange *last =
      ranges->len > 0 ? &g_array_index (ranges, SatUndoRange, ranges->len - 1) : NULL;

  if (last != NULL && range.first <= last->last)
    last->last = MAX (last->last, range.last);
  else
    g_array_append_val (ranges, range);
}

gboolean
sat_undo_read_created (SatUndo *undo, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      undo->writer->connection,
      "SELECT first, last FROM change_created WHERE change = ?1 ORDER BY first", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, undo->change);
  while (sat_statement_step (statement, &row, error)) {
    if (!row)
      return TRUE;
    add_range (undo->created,
               (SatUndoRange){sat_statement_int (statement, 0), sat_statement_int (statement, 1)});
  }
  return FALSE;
}

gboolean
sat_undo_is_created (SatUndo *undo, gint64 id)
{
  guint low = 0, high = undo->created->len;

  while (low < high) {
    guint middle = (low + high) / 2;
    const SatUndoRange *range = &g_array_index (undo->created, SatUndoRange, middle);

    if (id < range->first)
      high = middle;
    else if (id > range->last)
      low = middle + 1;
    else
      return TRUE;
  }
  return FALSE;
}

/* @reason NULL: not worth a line of its own. */
static void
keep (Created *created, gint64 id, const char *reason)
{
  if (g_hash_table_contains (created->kept, &id))
    return;
  g_hash_table_add (created->kept, g_memdup2 (&id, sizeof id));
  g_queue_push_tail (&created->queue, g_memdup2 (&id, sizeof id));
  if (reason != NULL)
    sat_undo_keep (created->undo, id, NULL, reason);
  created->undo->partial = TRUE;
}

/* Did a change that is on create @id after the one that is undone? */
static gboolean
came_later (SatUndo *undo, gint64 id, gboolean *later, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (undo->writer->connection,
                            "SELECT 1 FROM change_created r JOIN change k ON k.id = r.change"
                            " WHERE ?1 BETWEEN r.first AND r.last AND k.hlc_last > ?2"
                            " AND k.id <> ?3 AND k.undoes IS NULL AND k.undone_by IS NULL LIMIT 1",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  sat_statement_bind_int (statement, 2, (gint64)undo->hlc);
  sat_statement_bind_int (statement, 3, undo->base);
  return sat_statement_step (statement, later, error);
}

/* Has @field of one of @ids been written by another change that is on? */
static gboolean
were_written (
    SatUndo *undo, const SatField *field, const GArray *ids, gboolean *outside, GError **error)
{
  for (guint i = 0; !*outside && i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);

    if (sat_undo_is_created (undo, id))
      continue;
    if (!sat_undo_stands (undo, id, field->number, undo->hlc, outside, error) ||
        (!*outside && !came_later (undo, id, outside, error)))
      return FALSE;
  }
  return TRUE;
}

/* Who points to @id through @field. Whoever did so before the change does not mind. */
static gboolean
is_pointed_to (SatUndo *undo, const SatField *field, gint64 id, gboolean *outside, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE \"%s\" = ?1",
                                          field->type->name, sat_schema_column (field));
  g_autoptr (SatStatement) statement = sat_statement_cached (undo->writer->connection, sql, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  return sat_statement_append_ints (statement, ids, error) &&
         (ids->len == 0 || were_written (undo, field, ids, outside, error));
}

static gboolean
find_outsiders (SatUndo *undo, const SatRow *row, gboolean *outside, GError **error)
{
  guint n_types;
  const SatType *const *types = sat_registry_types (undo->writer->registry, &n_types);

  for (guint t = 0; t < n_types; t++)
    for (guint i = 0; i < types[t]->n_fields && !*outside; i++) {
      const SatField *field = types[t]->fields[i];

      if (field->kind == SAT_KIND_REFERENCE && sat_field_is_stored (field) &&
          sat_field_targets (field, row->type->name) &&
          !is_pointed_to (undo, field, row->id, outside, error))
        return FALSE;
    }
  return TRUE;
}

/* The same for the values of a custom field. */
static gboolean
find_values (SatUndo *undo, gint64 id, gboolean *outside, GError **error)
{
  g_auto (SatRow) row = {0};
  g_autoptr (GArray) ids = NULL;
  const SatField *field;

  if (!sat_writer_read_row (undo->writer, id, TRUE, &row, error) ||
      !sat_writer_find_custom (undo->writer, &row, &field, error))
    return FALSE;
  if (field == NULL)
    return TRUE;
  ids = sat_writer_having (undo->writer, field, error);
  return ids != NULL && were_written (undo, field, ids, outside, error);
}

/* Who deleted a record that the change created? If not its own undo, the change is not done with.
 */
static gboolean
judge_dead (Created *created, const SatRow *row, GError **error)
{
  SatUndo *undo = created->undo;
  g_autoptr (SatStatement) statement =
      sat_statement_cached (undo->writer->connection,
                            "SELECT coalesce (k.undoes, k.id) FROM history h"
                            " JOIN change k ON k.id = h.change WHERE h.record = ?1 AND h.field = 0"
                            " ORDER BY h.v_to DESC LIMIT 1",
                            error);
  gboolean found;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, row->id);
  if (!sat_statement_step (statement, &found, error))
    return FALSE;
  if (!found || sat_statement_int (statement, 0) == undo->base)
    return TRUE;
  if (row->type->flags & SAT_TYPE_CHILD)
    undo->partial = TRUE;
  else
    sat_undo_keep (undo, row->id, NULL, _ ("It has been deleted since."));
  return TRUE;
}

static gboolean
judge (Created *created, gint64 id, GError **error)
{
  SatUndo *undo = created->undo;
  g_auto (SatRow) row = {0};
  gboolean stands = FALSE, outside = FALSE;

  if (!sat_writer_read_row (undo->writer, id, FALSE, &row, error))
    return FALSE;
  /* A stub, or what was there before and only died and came back. */
  if (row.type == NULL || g_hash_table_contains (undo->deaths, &id))
    return TRUE;
  if (row.deleted)
    return judge_dead (created, &row, error);
  /* Most have never been written again. */
  if ((sat_versions_n_entries (row.versions) > 0 ||
       sat_versions_base (row.versions).hlc > undo->hlc_last) &&
      !sat_undo_stands (undo, id, -1, undo->hlc, &stands, error))
    return FALSE;
  if (!stands && !find_outsiders (undo, &row, &outside, error))
    return FALSE;
  if (!stands && !outside && strcmp (row.type->name, "custom_field") == 0 &&
      !find_values (undo, id, &outside, error))
    return FALSE;
  if (stands)
    keep (created, id, _ ("It has been edited since."));
  else if (outside)
    keep (created, id, _ ("Other records depend on it."));
  return TRUE;
}

/* What a kept record points to stays with it, and so do its own phones, addresses, lines ... */
static gboolean
follow (Created *created, gint64 id, GError **error)
{
  SatUndo *undo = created->undo;
  g_auto (SatRow) row = {0};
  g_autoptr (GArray) children = NULL;

  if (!sat_writer_read_row (undo->writer, id, TRUE, &row, error))
    return FALSE;
  /* It was taken away since. */
  if (row.type == NULL)
    return TRUE;
  for (guint i = 0; row.values != NULL && i < row.type->n_fields; i++)
    if (row.type->fields[i]->kind == SAT_KIND_REFERENCE &&
        row.values[i].type == SAT_VALUE_INTEGER &&
        sat_undo_is_created (undo, row.values[i].integer))
      keep (created, row.values[i].integer,
            row.type->fields[i]->flags & SAT_FIELD_INTERNAL ? NULL
                                                            : _ ("Other records depend on it."));
  children = sat_writer_children (undo->writer, row.type, id, error);
  if (children == NULL)
    return FALSE;
  for (guint i = 0; i < children->len; i++) {
    gint64 child = g_array_index (children, gint64, i);
    g_auto (SatRow) below = {0};

    if (!sat_writer_read_row (undo->writer, child, FALSE, &below, error))
      return FALSE;
    if ((below.type->flags & SAT_TYPE_CHILD) && sat_undo_is_created (undo, child))
      keep (created, child, NULL);
  }
  return TRUE;
}

static gboolean
decide (Created *created, GError **error)
{
  GArray *ranges = created->undo->created;

  for (guint i = 0; i < ranges->len; i++) {
    SatUndoRange range = g_array_index (ranges, SatUndoRange, i);

    for (gint64 id = range.first; id <= range.last; id++)
      if (!judge (created, id, error))
        return FALSE;
  }
  while (!g_queue_is_empty (&created->queue)) {
    g_autofree gint64 *id = g_queue_pop_head (&created->queue);

    if (!follow (created, *id, error))
      return FALSE;
  }
  return TRUE;
}

/* What @row was merged into by the change that is turned on again; 0: it was deleted. */
static gboolean
find_survivor (SatUndo *undo, gint64 id, gint64 *survivor, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (undo->writer->connection,
                            "SELECT r.id FROM history AS h JOIN record AS r ON r.uuid = h.base"
                            " WHERE h.record = ?1 AND h.change = ?2 AND h.field = 0",
                            error);
  gboolean row;

  *survivor = 0;
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  sat_statement_bind_int (statement, 2, undo->base);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    *survivor = sat_statement_int (statement, 0);
  return TRUE;
}

static gboolean
end_one (SatUndo *undo, SatRow *row, GError **error)
{
  g_auto (SatRow) into = {0};
  gint64 survivor;

  if (!find_survivor (undo, row->id, &survivor, error))
    return FALSE;
  if (survivor != 0) {
    if (!sat_writer_read_row (undo->writer, survivor, FALSE, &into, error))
      return FALSE;
    if (into.type == NULL || into.deleted) {
      sat_undo_keep (undo, row->id, NULL, _ ("What it was merged into has been deleted."));
      return TRUE;
    }
  }
  undo->report->restored++;
  sat_undo_suspect_parents (undo, row);
  return survivor != 0 ? sat_writer_remove_into (undo->writer, row, &into, error)
                       : sat_writer_remove_alone (undo->writer, row, error);
}

static gboolean
remove_one (Created *created, gint64 id, GError **error)
{
  SatUndo *undo = created->undo;
  g_auto (SatRow) row = {0};

  if (g_hash_table_contains (created->kept, &id) || g_hash_table_contains (undo->deaths, &id))
    return TRUE;
  if (!sat_writer_read_row (undo->writer, id, TRUE, &row, error))
    return FALSE;
  if (row.type == NULL || row.deleted)
    return TRUE;
  return end_one (undo, &row, error);
}

/* The youngest first, so that children go before their parents. */
gboolean
sat_undo_created (SatUndo *undo, GError **error)
{
  g_autoptr (GHashTable) kept = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Created created = {undo, kept, G_QUEUE_INIT};
  gboolean ok = decide (&created, error);

  for (guint i = undo->created->len; ok && i > 0; i--) {
    SatUndoRange range = g_array_index (undo->created, SatUndoRange, i - 1);

    for (gint64 id = range.last; ok && id >= range.first; id--)
      ok = remove_one (&created, id, error);
  }
  g_queue_clear_full (&created.queue, g_free);
  return ok;
}
