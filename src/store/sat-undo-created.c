/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-undo-created.h"

#include "sat-schema.h"
#include "sat-writer-private.h"

#include <glib/gi18n-lib.h>

typedef struct {
  gint64 first, last;
} Range;

typedef struct {
  SatWriter *writer;
  gint64 change;
  GArray *ranges;   /* Range, ascending */
  GHashTable *kept; /* gint64 */
  GQueue queue;     /* kept ones whose references are still to be followed */
  SatUndoReport *report;
} Created;

static GArray *
read_ranges (SatWriter *writer, gint64 change, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      sat_writer_get_connection (writer),
      "SELECT first, last FROM change_created WHERE change = ?1 ORDER BY first", error);
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  gboolean row;

  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, change);
  while (sat_statement_step (statement, &row, error)) {
    Range range;

    if (!row)
      return g_steal_pointer (&ranges);
    range = (Range){sat_statement_int (statement, 0), sat_statement_int (statement, 1)};
    g_array_append_val (ranges, range);
  }
  return NULL;
}

static gboolean
is_created (const Created *created, gint64 id)
{
  guint low = 0, high = created->ranges->len;

  while (low < high) {
    guint middle = (low + high) / 2;
    const Range *range = &g_array_index (created->ranges, Range, middle);

    if (id < range->first)
      high = middle;
    else if (id > range->last)
      low = middle + 1;
    else
      return TRUE;
  }
  return FALSE;
}

static void
keep (Created *created, gint64 id, const char *reason)
{
  if (g_hash_table_contains (created->kept, &id))
    return;
  g_hash_table_add (created->kept, g_memdup2 (&id, sizeof id));
  g_queue_push_tail (&created->queue, g_memdup2 (&id, sizeof id));
  if (reason != NULL)
    sat_undo_keep (created->report, id, NULL, reason);
}

/* Does a record that the change did not create point to @id through @field? */
static gboolean
is_pointed_to (
    Created *created, const SatField *field, gint64 id, gboolean *outside, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE \"%s\" = ?1",
                                          field->type->name, sat_schema_column (field));
  g_autoptr (SatStatement) statement =
      sat_statement_cached (created->writer->connection, sql, error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  while (sat_statement_step (statement, &row, error)) {
    if (!row)
      return TRUE;
    if (is_created (created, sat_statement_int (statement, 0)))
      continue;
    *outside = TRUE;
    return TRUE;
  }
  return FALSE;
}

static gboolean
find_outsiders (Created *created, const SatRow *row, gboolean *outside, GError **error)
{
  guint n_types;
  const SatType *const *types = sat_registry_types (created->writer->registry, &n_types);

  for (guint t = 0; t < n_types; t++)
    for (guint i = 0; i < types[t]->n_fields && !*outside; i++) {
      const SatField *field = types[t]->fields[i];

      if (field->kind == SAT_KIND_REFERENCE && sat_field_is_stored (field) &&
          sat_field_targets (field, row->type->name) &&
          !is_pointed_to (created, field, row->id, outside, error))
        return FALSE;
    }
  return TRUE;
}

/* Whoever was deleted once could go then whatever pointed to it, and may go again. */
static gboolean
was_deleted_before (Created *created, gint64 id, gboolean *before, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (created->writer->connection,
                            "SELECT 1 FROM history WHERE record = ?1 AND field = 0 LIMIT 1", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  return sat_statement_step (statement, before, error);
}

static gboolean
judge (Created *created, gint64 id, GError **error)
{
  g_auto (SatRow) row = {0};
  gboolean edited = FALSE, outside = FALSE, before = FALSE;

  if (!sat_writer_read_row (created->writer, id, FALSE, &row, error))
    return FALSE;
  if (row.type == NULL || row.deleted)
    return TRUE;
  if (sat_versions_n_entries (row.versions) > 0 &&
      !sat_undo_edited_since (created->writer, created->change, id, 0,
                              sat_versions_base (row.versions).hlc, &edited, error))
    return FALSE;
  if (!was_deleted_before (created, id, &before, error))
    return FALSE;
  if (!edited && !before && !find_outsiders (created, &row, &outside, error))
    return FALSE;
  if (edited)
    keep (created, id, _ ("It has been edited since."));
  else if (outside)
    keep (created, id, _ ("Other records depend on it."));
  return TRUE;
}

/* What a kept record points to stays with it, and so do its own phones, addresses, lines ... */
static gboolean
follow (Created *created, gint64 id, GError **error)
{
  g_auto (SatRow) row = {0};
  g_autoptr (GArray) children = NULL;

  if (!sat_writer_read_row (created->writer, id, TRUE, &row, error))
    return FALSE;
  for (guint i = 0; i < row.type->n_fields; i++)
    if (row.type->fields[i]->kind == SAT_KIND_REFERENCE &&
        row.values[i].type == SAT_VALUE_INTEGER && is_created (created, row.values[i].integer))
      keep (created, row.values[i].integer,
            row.type->fields[i]->flags & SAT_FIELD_INTERNAL ? NULL
                                                            : _ ("Other records depend on it."));
  children = sat_writer_children (created->writer, row.type, id, error);
  if (children == NULL)
    return FALSE;
  for (guint i = 0; i < children->len; i++) {
    gint64 child = g_array_index (children, gint64, i);
    g_auto (SatRow) below = {0};

    if (!sat_writer_read_row (created->writer, child, FALSE, &below, error))
      return FALSE;
    if ((below.type->flags & SAT_TYPE_CHILD) && is_created (created, child))
      keep (created, child, NULL);
  }
  return TRUE;
}

static gboolean
decide (Created *created, GError **error)
{
  for (guint i = 0; i < created->ranges->len; i++) {
    Range range = g_array_index (created->ranges, Range, i);

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

/* The youngest first, so that children go before their parents. */
static gboolean
remove_rest (Created *created, GError **error)
{
  for (guint i = created->ranges->len; i > 0; i--) {
    Range range = g_array_index (created->ranges, Range, i - 1);

    for (gint64 id = range.last; id >= range.first; id--) {
      g_auto (SatRow) row = {0};

      if (g_hash_table_contains (created->kept, &id))
        continue;
      if (!sat_writer_read_row (created->writer, id, TRUE, &row, error))
        return FALSE;
      if (row.type == NULL || row.deleted)
        continue;
      if (!sat_writer_remove_alone (created->writer, &row, error))
        return FALSE;
      created->report->restored++;
    }
  }
  return TRUE;
}

gboolean
sat_undo_created (SatWriter *writer, gint64 change, SatUndoReport *report, GError **error)
{
  g_autoptr (GHashTable) kept = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) ranges = read_ranges (writer, change, error);
  Created created = {writer, change, ranges, kept, G_QUEUE_INIT, report};
  gboolean ok;

  if (ranges == NULL)
    return FALSE;
  ok = decide (&created, error) && remove_rest (&created, error);
  g_queue_clear_full (&created.queue, g_free);
  return ok;
}
