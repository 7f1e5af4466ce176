/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The part of an undo that brings back what a change deleted and replaced. */

#include "config.h"

#include "sat-undo-private.h"

#include "sat-history.h"
#include "sat-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the change deleted, once a record. */
typedef struct {
  gint64 record;
  guint16 type;
  SatHlc born, died; /* the life that it ended first */
  SatHlc last;       /* its last deletion of the record */
} Deletion;

static GArray *
read_deletions (SatUndo *undo, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      undo->writer->connection,
      "SELECT record, max (type), min (v_from), min (v_to), max (v_to) FROM history"
      " WHERE id BETWEEN ?2 AND ?3 AND change = ?1 AND field = 0 GROUP BY record"
      " ORDER BY max (id) DESC",
      error);
  g_autoptr (GArray) deletions = g_array_new (FALSE, FALSE, sizeof (Deletion));
  gboolean row;

  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, undo->change);
  sat_statement_bind_int (statement, 2, undo->first);
  sat_statement_bind_int (statement, 3, undo->last);
  while (sat_statement_step (statement, &row, error)) {
    Deletion deletion;

    if (!row)
      return g_steal_pointer (&deletions);
    deletion = (Deletion){
        sat_statement_int (statement, 0), (guint16)sat_statement_int (statement, 1),
        (SatHlc)sat_statement_int (statement, 2), (SatHlc)sat_statement_int (statement, 3),
        (SatHlc)sat_statement_int (statement, 4)};
    g_array_append_val (deletions, deletion);
  }
  return NULL;
}

/* Which user's change brought a living record back last? */
static gboolean
read_reviver (SatUndo *undo, gint64 record, gint64 *base, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (undo->writer->connection,
                            "SELECT coalesce (k.undoes, k.id) FROM change_created r"
                            " JOIN change k ON k.id = r.change WHERE ?1 BETWEEN r.first AND r.last"
                            " ORDER BY k.hlc DESC LIMIT 1",
                            error);
  gboolean row;

  *base = 0;
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, record);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    *base = sat_statement_int (statement, 0);
  return TRUE;
}

static gboolean
bring_back (SatUndo *undo, SatRow *row, const Deletion *deletion, GError **error)
{
  gboolean stands, orphan;
  gint64 reviver;

  if (!row->deleted) {
    if (sat_undo_is_created (undo, row->id))
      return TRUE;
    if (!read_reviver (undo, row->id, &reviver, error))
      return FALSE;
    if (reviver != undo->base)
      sat_undo_keep (undo, row->id, NULL, _ ("It has been restored since."));
    return TRUE;
  }
  if (!sat_undo_stands (undo, row->id, 0, deletion->last, &stands, error) ||
      !sat_writer_read_deleted (undo->writer, row, deletion->last, error) ||
      !sat_writer_is_orphan (undo->writer, row, &orphan, error))
    return FALSE;
  if (stands || orphan) {
    sat_undo_keep (undo, row->id, NULL,
                   stands ? _ ("It has been deleted again since.")
                          : _ ("What it belongs to has been deleted."));
    return TRUE;
  }
  undo->report->restored++;
  /* What it had may stay with the one that it was merged into. */
  if (row->merged_into != 0)
    sat_undo_suspect (undo, row->id);
  return sat_writer_revive (undo->writer, row, error);
}

/* Definitions of fields before what has values in them, parents before their children; else the
 * last that went first. */
static guint
rank_of (const SatType *type)
{
  if (type == NULL || (type->flags & SAT_TYPE_CHILD))
    return 2;
  return strcmp (type->name, "custom_field") == 0 ? 0 : 1;
}

gboolean
sat_undo_deleted (SatUndo *undo, GError **error)
{
  g_autoptr (GArray) deletions = read_deletions (undo, error);

  if (deletions == NULL)
    return FALSE;
  for (guint rank = 0; rank <= 2; rank++)
    for (guint i = 0; i < deletions->len; i++) {
      const Deletion *deletion = &g_array_index (deletions, Deletion, i);
      g_auto (SatRow) row = {0};

      if (rank_of (sat_registry_type_by_number (undo->writer->registry, deletion->type)) != rank)
        continue;
      /* Who was born by the change was not there before it, however often it died. */
      if (deletion->born >= undo->hlc && sat_undo_is_created (undo, deletion->record))
        continue;
      if (!sat_writer_read_row (undo->writer, deletion->record, FALSE, &row, error))
        return FALSE;
      g_hash_table_insert (undo->deaths, g_memdup2 (&deletion->record, sizeof (gint64)),
                           g_memdup2 (&deletion->died, sizeof (gint64)));
      if (!bring_back (undo, &row, deletion, error))
        return FALSE;
    }
  return TRUE;
}

/* One value that the change replaced. */
typedef struct {
  gint64 record;
  guint16 type, field;
  SatValue value;
  SatVersion written; /* of what it was replaced by */
} Step;

static void
step_clear (gpointer data)
{
  sat_value_clear (&((Step *)data)->value);
}

/* Deleted and made anew by the change: it lives, but its values may be others. */
static gboolean
was_remade (SatUndo *undo, gint64 record)
{
  return g_hash_table_contains (undo->deaths, &record) && sat_undo_is_created (undo, record);
}

/* By record and field, the oldest first. */
static GArray *
read_steps (SatUndo *undo, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      undo->writer->connection,
      "SELECT record, field, value, v_to, d_to, fate, type FROM history"
      " WHERE id BETWEEN ?2 AND ?3 AND change = ?1 AND field <> 0 AND fate <> 2"
      " ORDER BY record, field, v_to, id",
      error);
  g_autoptr (GArray) steps = g_array_new (FALSE, TRUE, sizeof (Step));
  gboolean row;

  g_array_set_clear_func (steps, step_clear);
  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, undo->change);
  sat_statement_bind_int (statement, 2, undo->first);
  sat_statement_bind_int (statement, 3, undo->last);
  while (sat_statement_step (statement, &row, error)) {
    Step step;

    if (!row)
      return g_steal_pointer (&steps);
    step.record = sat_statement_int (statement, 0);
    /* What a deletion took away came back with the record. */
    if (sat_statement_int (statement, 5) == SAT_FATE_DELETED && !was_remade (undo, step.record))
      continue;
    step.type = (guint16)sat_statement_int (statement, 6);
    step.field = (guint16)sat_statement_int (statement, 1);
    step.value = sat_row_value (statement, 2);
    step.written = (SatVersion){(SatHlc)sat_statement_int (statement, 3),
                                (guint32)sat_statement_int (statement, 4)};
    g_array_append_val (steps, step);
  }
  return NULL;
}

/* Did somebody at this file write at @version? Elsewhere the same edit may count as another
 * device's: before the file was given a number, or since it got another. */
static gboolean
is_local (SatUndo *undo, SatVersion version, gboolean *local, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (undo->writer->connection,
                            "SELECT 1 FROM (SELECT hlc, device FROM change WHERE hlc_last >= ?1"
                            " AND kind <> ?3 ORDER BY hlc_last LIMIT 1)"
                            " WHERE hlc <= ?1 AND (device IN (0, ?2) OR ?2 = ?4)",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, (gint64)version.hlc);
  sat_statement_bind_int (statement, 2, version.device);
  sat_statement_bind_int (statement, 3, SAT_CHANGE_REMOTE);
  sat_statement_bind_int (statement, 4, undo->writer->version.device);
  return sat_statement_step (statement, local, error);
}

/* May a field go back to before @written? A group stands and falls together: if another change
 * wrote one of its fields since, none goes back. */
static gboolean
is_ours (SatUndo *undo,
         const SatRow *row,
         const SatField *field,
         SatVersion written,
         gboolean *ours,
         GError **error)
{
  SatVersion now = sat_versions_get (row->versions, sat_version_number (field));
  gboolean stands = FALSE, local = TRUE;

  *ours = TRUE;
  if (sat_version_compare (&now, &written) == 0)
    return TRUE;
  /* What somebody else wrote may be here before its history. */
  if (row->seq >= 0 && !is_local (undo, now, &local, error))
    return FALSE;
  if (!local) {
    *ours = FALSE;
    return TRUE;
  }
  for (guint i = 0; !stands && i < row->type->n_fields; i++) {
    const SatField *other = row->type->fields[i];

    if (other != field && (field->group == 0 || other->group != field->group))
      continue;
    if (!sat_undo_stands (undo, row->id, other->number, written.hlc, &stands, error))
      return FALSE;
  }
  *ours = !stands;
  return TRUE;
}

typedef struct {
  SatRow row;
  GArray *fields; /* SatWriteField, what goes back */
} Back;

/* May @value be there? *@reason NULL: yes. What was primary may be somebody else's by now, or gone,
 * and so may what a child belonged to. */
static gboolean
find_obstacle (SatUndo *undo,
               const Back *back,
               const SatField *field,
               const SatValue *value,
               const char **reason,
               GError **error)
{
  g_auto (SatRow) target = {0};
  gboolean belongs = TRUE;

  *reason = NULL;
  if (value->type != SAT_VALUE_INTEGER)
    return TRUE;
  if (sat_writer_is_primary (field)) {
    if (!sat_writer_belongs (undo->writer, value->integer, back->row.id, &belongs, error))
      return FALSE;
    *reason = belongs ? NULL : _ ("It belongs to another record now.");
  } else if ((field->flags & SAT_FIELD_PARENT) && (field->type->flags & SAT_TYPE_CHILD)) {
    if (!sat_writer_read_row (undo->writer, value->integer, FALSE, &target, error))
      return FALSE;
    *reason = target.deleted ? _ ("What it belongs to has been deleted.") : NULL;
  }
  return TRUE;
}

/* @steps: of one field. It goes back as far as nobody else has written. */
static gboolean
take_field (SatUndo *undo, Back *back, const Step *steps, guint n_steps, GError **error)
{
  static const SatValue empty = SAT_VALUE_INIT;
  const SatField *field = sat_type_field_by_number (back->row.type, steps[0].field);
  const gint64 *died =
      was_remade (undo, back->row.id) ? g_hash_table_lookup (undo->deaths, &back->row.id) : NULL;
  gboolean ours = FALSE, same;
  const char *reason = NULL;

  /* A field that nobody defines any more. */
  if (field == NULL)
    return TRUE;
  for (guint i = 0; !ours && i < n_steps; i++) {
    /* It was empty when the record died, or there would be a step. */
    const SatValue *value =
        died != NULL && steps[i].written.hlc > (SatHlc)*died ? &empty : &steps[i].value;
    SatWriteField write = {field, *value, SAT_VERSION_NONE};

    if (!is_ours (undo, &back->row, field, steps[i].written, &ours, error))
      return FALSE;
    same = sat_value_equal (&back->row.values[field->index], value);
    if (ours && !same && !find_obstacle (undo, back, field, value, &reason, error))
      return FALSE;
    if (ours && !same && reason == NULL)
      g_array_append_val (back->fields, write);
    undo->partial |= !ours && i == 0;
    if (reason != NULL)
      sat_undo_keep (undo, back->row.id, field, reason);
    else if (!ours && !same && i == 0)
      sat_undo_keep (undo, back->row.id, field, _ ("It has been edited since."));
  }
  return TRUE;
}

/* Fields that were empty when the change deleted the record, and have a value since it made it
 * anew. */
static gboolean
take_unmentioned (SatUndo *undo, Back *back, GHashTable *mentioned, GError **error)
{
  const gint64 *died = g_hash_table_lookup (undo->deaths, &back->row.id);

  for (guint i = 0; i < back->row.type->n_fields; i++) {
    const SatField *field = back->row.type->fields[i];
    Step step = {
        back->row.id, back->row.type->number, field->number, SAT_VALUE_INIT, {(SatHlc)*died, 0}};

    if (sat_field_is_stored (field) && back->row.values[i].type != SAT_VALUE_NULL &&
        !g_hash_table_contains (mentioned, GUINT_TO_POINTER ((guint)field->number)) &&
        !take_field (undo, back, &step, 1, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
take_record (SatUndo *undo, Back *back, const Step *steps, guint n_steps, GError **error)
{
  g_autoptr (GHashTable) mentioned = g_hash_table_new (NULL, NULL);
  guint start = 0;

  for (guint i = 1; i <= n_steps; i++) {
    if (i < n_steps && steps[i].field == steps[start].field)
      continue;
    g_hash_table_add (mentioned, GUINT_TO_POINTER ((guint)steps[start].field));
    if (!take_field (undo, back, &steps[start], i - start, error))
      return FALSE;
    start = i;
  }
  return !was_remade (undo, back->row.id) || take_unmentioned (undo, back, mentioned, error);
}

static gboolean
restore_record (SatUndo *undo, const Step *steps, guint n_steps, GError **error)
{
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (SatWriteField));
  Back back = {{0}, fields};
  gboolean ok;

  if (!sat_writer_read_row (undo->writer, steps[0].record, TRUE, &back.row, error))
    return FALSE;
  if (back.row.type == NULL || back.row.deleted) {
    /* Of what the change deleted or created the other parts speak. */
    if (!g_hash_table_contains (undo->deaths, &steps[0].record) &&
        !sat_undo_is_created (undo, steps[0].record))
      sat_undo_keep (undo, steps[0].record, NULL, _ ("It has been deleted since."));
    sat_row_clear (&back.row);
    return TRUE;
  }
  ok = take_record (undo, &back, steps, n_steps, error);
  undo->report->restored += fields->len;
  if (fields->len > 0)
    sat_undo_suspect_parents (undo, &back.row);
  ok = ok && (fields->len == 0 ||
              sat_writer_put_existing (undo->writer, back.row.id, (SatWriteField *)fields->data,
                                       fields->len, SAT_ORIGIN_UNDO, error));
  sat_row_clear (&back.row);
  return ok;
}

static gboolean
restore_records (SatUndo *undo, const GArray *steps, gboolean children, GError **error)
{
  guint start = 0;

  for (guint i = 1; i <= steps->len; i++) {
    const Step *first = &g_array_index (steps, Step, start);
    const SatType *type = sat_registry_type_by_number (undo->writer->registry, first->type);
    gboolean is_child = type != NULL && (type->flags & SAT_TYPE_CHILD);

    if (i < steps->len && g_array_index (steps, Step, i).record == first->record)
      continue;
    if (is_child == children && !restore_record (undo, first, i - start, error))
      return FALSE;
    start = i;
  }
  return TRUE;
}

/* Children first: what is primary can go back only to one that is there. */
gboolean
sat_undo_fields (SatUndo *undo, GError **error)
{
  g_autoptr (GArray) steps = read_steps (undo, error);

  return steps != NULL && restore_records (undo, steps, TRUE, error) &&
         restore_records (undo, steps, FALSE, error);
}
