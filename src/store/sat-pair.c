/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-pair.h"

#include "sat-reader-private.h"
#include "sat-schema.h"
#include "sat-undo.h"
#include "sat-writer-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_MERGES 16 /* of records into each other that are followed */

gboolean
sat_pair_is_possible (const SatType *type)
{
  static const char *const names[] = {"company", "contact", "opportunity", "product", NULL};

  return type != NULL && g_strv_contains (names, type->name);
}

void
sat_pair_free (SatPair *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->keep);
  g_clear_object (&self->other);
  g_clear_pointer (&self->fields, g_array_unref);
  g_clear_pointer (&self->parts, g_array_unref);
  g_free (self);
}

static gboolean
is_compared (const SatField *field)
{
  return sat_field_is_stored (field) && !(field->flags & (SAT_FIELD_INTERNAL | SAT_FIELD_COMPUTED));
}

/* The fields that one choice is made for. */
static gboolean
is_of (const SatField *field, const SatField *first)
{
  return field == first || (first->group != 0 && field->group == first->group);
}

static gboolean
is_first (const SatField *field)
{
  for (guint i = 0; i < field->index; i++)
    if (is_compared (field->type->fields[i]) && field->group != 0 &&
        field->type->fields[i]->group == field->group)
      return FALSE;
  return TRUE;
}

static gboolean
is_text (const SatField *field, const SatValue *value)
{
  return field->kind == SAT_KIND_LONG_TEXT && value->type == SAT_VALUE_TEXT;
}

static SatPairField
compare (const SatPair *self, const SatField *first)
{
  const SatValue *keep = sat_record_get (self->keep, first);
  const SatValue *other = sat_record_get (self->other, first);
  SatPairField out = {.field = first};

  for (guint i = first->index; i < first->type->n_fields; i++) {
    const SatField *field = first->type->fields[i];

    if (is_compared (field) && is_of (field, first))
      out.differs |= !sat_value_equal (sat_record_get (self->keep, field),
                                       sat_record_get (self->other, field));
  }
  out.joins = out.differs && is_text (first, keep) && is_text (first, other);
  if (out.joins)
    out.take = SAT_PAIR_BOTH;
  else if (keep->type == SAT_VALUE_NULL && other->type != SAT_VALUE_NULL &&
           /* What belonged to the survivor does not become its owner. */
           !(first->kind == SAT_KIND_REFERENCE && other->type == SAT_VALUE_INTEGER &&
             other->integer == sat_record_get_id (self->keep)))
    out.take = SAT_PAIR_OTHER;
  return out;
}

static void
compare_all (SatPair *self, gboolean differing)
{
  const SatType *type = sat_record_get_record_type (self->keep);

  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];
    SatPairField compared;

    if (!is_compared (field) || !is_first (field))
      continue;
    compared = compare (self, field);
    if (compared.differs == differing &&
        (differing || sat_record_get (self->keep, field)->type != SAT_VALUE_NULL))
      g_array_append_val (self->fields, compared);
  }
}

/* How many records of @type name @id. */
static gboolean
count_type (
    SatReader *reader, const SatType *type, const SatType *of, gint64 id, gint64 *n, GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (SatStatement) statement = NULL;
  gboolean row;

  *n = 0;
  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];

    if (field->kind == SAT_KIND_REFERENCE && sat_field_is_stored (field) &&
        sat_field_targets (field, of->name))
      g_string_append_printf (sql, "%s\"%s\" = ?1", sql->len > 0 ? " OR " : "",
                              sat_schema_column (field));
  }
  if (sql->len == 0 || (type->flags & SAT_TYPE_INTERNAL))
    return TRUE;
  g_string_prepend (sql, "\" WHERE ");
  g_string_prepend (sql, type->name);
  g_string_prepend (sql, "SELECT count (*) FROM \"");
  statement = sat_statement_cached (sat_reader_get_connection (reader), sql->str, error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  *n = sat_statement_int (statement, 0);
  return TRUE;
}

static GArray *
count_parts (SatReader *reader, const SatType *of, gint64 keep, gint64 other, GError **error)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (SatPairPart));
  guint n_types;
  const SatType *const *types = sat_registry_types (sat_reader_get_registry (reader), &n_types);

  for (guint i = 0; i < n_types; i++) {
    SatPairPart part = {.type = types[i]};

    if (!count_type (reader, types[i], of, keep, &part.keep, error) ||
        !count_type (reader, types[i], of, other, &part.other, error))
      return NULL;
    if (part.keep > 0 || part.other > 0)
      g_array_append_val (parts, part);
  }
  return g_steal_pointer (&parts);
}

SatPair *
sat_pair_read (SatReader *reader, gint64 keep, gint64 other, GError **error)
{
  g_autoptr (SatPair) self = g_new0 (SatPair, 1);
  const SatType *type;

  g_return_val_if_fail (reader != NULL, NULL);

  self->keep = sat_reader_load (reader, keep, error);
  self->other = self->keep != NULL ? sat_reader_load (reader, other, error) : NULL;
  if (self->other == NULL)
    return NULL;
  type = sat_record_get_record_type (self->keep);
  if (keep == other || type != sat_record_get_record_type (self->other) ||
      !sat_pair_is_possible (type)) {
    g_set_error_literal (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
                         keep == other ? _ ("A record cannot be merged with itself.")
                                       : _ ("These records cannot be merged."));
    return NULL;
  }
  self->fields = g_array_new (FALSE, FALSE, sizeof (SatPairField));
  compare_all (self, TRUE);
  compare_all (self, FALSE);
  self->parts = count_parts (reader, type, keep, other, error);
  return self->parts != NULL ? g_steal_pointer (&self) : NULL;
}

static gint64
filled (SatRecord *record)
{
  const SatType *type = sat_record_get_record_type (record);
  gint64 n = 0;

  for (guint i = 0; i < type->n_fields; i++)
    if (is_compared (type->fields[i]) &&
        sat_record_get (record, type->fields[i])->type != SAT_VALUE_NULL)
      n++;
  return n;
}

gint64
sat_pair_better (SatReader *reader, gint64 a, gint64 b, GError **error)
{
  g_autoptr (SatPair) pair = sat_pair_read (reader, a, b, error);
  gint64 more;

  if (pair == NULL)
    return 0;
  more = filled (pair->keep) - filled (pair->other);
  for (guint i = 0; more == 0 && i < pair->parts->len; i++) {
    const SatPairPart *part = &g_array_index (pair->parts, SatPairPart, i);

    more = part->keep - part->other;
  }
  /* Ids begin with when they were made. */
  if (more == 0)
    more = memcmp (sat_record_get_uuid (pair->other), sat_record_get_uuid (pair->keep),
                   sizeof (SatUuid));
  return more >= 0 ? a : b;
}

static void
write_field_clear (gpointer data)
{
  sat_value_clear (&((SatWriteField *)data)->value);
}

static SatValue
join (const SatValue *first, const SatValue *second)
{
  g_autofree char *text = g_strdup_printf ("%s\n\n%s", first->text, second->text);

  /* One of them may hold the other already. */
  if (strstr (first->text, second->text) != NULL)
    return sat_value_copy (first);
  if (strstr (second->text, first->text) != NULL)
    return sat_value_copy (second);
  return sat_value_text (text);
}

static void
choose (const SatPair *pair, const SatPairField *choice, GArray *writes)
{
  const SatType *type = choice->field->type;

  for (guint i = choice->field->index; choice->take != SAT_PAIR_KEEP && i < type->n_fields; i++) {
    const SatField *field = type->fields[i];
    SatWriteField write = {field, SAT_VALUE_INIT, SAT_VERSION_NONE};

    if (!is_compared (field) || !is_of (field, choice->field))
      continue;
    write.value =
        choice->take == SAT_PAIR_BOTH && choice->joins
            ? join (sat_record_get (pair->keep, field), sat_record_get (pair->other, field))
            : sat_value_copy (sat_record_get (pair->other, field));
    g_array_append_val (writes, write);
  }
}

typedef struct {
  const SatPair *pair;
  gint64 change;
} Job;

SatPair *
sat_pair_copy (const SatPair *self)
{
  SatPair *copy = g_new0 (SatPair, 1);

  g_return_val_if_fail (self != NULL, copy);
  copy->keep = g_object_ref (self->keep);
  copy->other = g_object_ref (self->other);
  copy->fields = g_array_copy (self->fields);
  copy->parts = g_array_copy (self->parts);
  return copy;
}

gboolean
sat_pair_write (SatWriter *writer, const SatPair *pair, GError **error)
{
  g_autoptr (GArray) writes = g_array_new (FALSE, FALSE, sizeof (SatWriteField));

  g_return_val_if_fail (writer != NULL && pair != NULL, FALSE);
  g_array_set_clear_func (writes, write_field_clear);
  for (guint i = 0; i < pair->fields->len; i++)
    choose (pair, &g_array_index (pair->fields, SatPairField, i), writes);
  return sat_writer_merge (writer, sat_record_get_id (pair->keep), sat_record_get_id (pair->other),
                           (SatWriteField *)writes->data, writes->len, error);
}

static gboolean
merge_cb (SatWriter *writer, gpointer data, GError **error)
{
  Job *job = data;

  if (!sat_pair_write (writer, job->pair, error))
    return FALSE;
  job->change = sat_writer_get_change (writer);
  return TRUE;
}

gboolean
sat_pair_merge (SatStore *store, const SatPair *pair, gint64 *change, GError **error)
{
  Job job = {pair, 0};

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);
  g_return_val_if_fail (pair != NULL, FALSE);

  if (!sat_store_write (store, SAT_CHANGE_EDIT, _ ("Merge"), merge_cb, &job, NULL, error))
    return FALSE;
  if (change != NULL)
    *change = job.change;
  return TRUE;
}

/* The change of ours that merged @id and is not undone; 0: none. */
static gboolean
find_merging (SatConnection *connection, gint64 id, gint64 *change, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      connection,
      "SELECT c.id FROM history AS h JOIN change AS c ON c.id = h.change"
      " WHERE h.record = ?1 AND h.field = 0 AND h.base IS NOT NULL AND c.undone_by IS NULL"
      " AND c.kind IN (1, 2) ORDER BY c.id DESC LIMIT 1",
      error);
  gboolean row;

  *change = 0;
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    *change = sat_statement_int (statement, 0);
  return TRUE;
}

typedef struct {
  gint64 id, change;
} Unmerge;

static gboolean
unmerge_cb (SatWriter *writer, gpointer data, GError **error)
{
  Unmerge *job = data;
  g_auto (SatRow) row = {0};

  if (!sat_writer_read_row (writer, job->id, FALSE, &row, error))
    return FALSE;
  if (row.type == NULL || row.merged_into == 0) {
    g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT,
                         _ ("The record is not merged."));
    return FALSE;
  }
  if (!find_merging (writer->connection, job->id, &job->change, error))
    return FALSE;
  return job->change != 0 || sat_writer_bring_back (writer, job->id, error);
}

gboolean
sat_pair_unmerge (SatStore *store, gint64 id, GError **error)
{
  Unmerge job = {id, 0};
  SatUndoReport *report = NULL;

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);

  if (!sat_store_write (store, SAT_CHANGE_EDIT, _ ("Unmerge"), unmerge_cb, &job, NULL, error))
    return FALSE;
  if (job.change == 0)
    return TRUE;
  report = sat_undo_change (store, job.change, error);
  if (report == NULL)
    return FALSE;
  sat_undo_report_free (report);
  return TRUE;
}

gint64
sat_pair_survivor (SatReader *reader, gint64 id)
{
  SatConnection *connection;

  g_return_val_if_fail (reader != NULL, id);

  connection = sat_reader_get_connection (reader);
  for (guint i = 0; i < MOST_MERGES; i++) {
    g_autoptr (SatStatement) statement = sat_statement_cached (
        connection, "SELECT merged_into FROM record WHERE id = ?1 AND merged_into IS NOT NULL",
        NULL);
    gboolean row;

    if (statement == NULL)
      return id;
    sat_statement_bind_int (statement, 1, id);
    if (!sat_statement_step (statement, &row, NULL) || !row)
      return id;
    id = sat_statement_int (statement, 0);
  }
  return id;
}
