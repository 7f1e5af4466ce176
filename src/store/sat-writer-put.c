/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Creating records and setting fields. */

#include "config.h"

#include "sat-history.h"
#include "sat-rules.h"
#include "sat-writer-private.h"

#include <glib/gi18n-lib.h>

/* A record that is about to be stored, and what became different. */
typedef struct {
  const SatType *type;
  SatValue *values;
  gboolean *given, *changed;
} Draft;

static void
draft_init (Draft *draft, const SatType *type, const SatValue *values)
{
  draft->type = type;
  draft->values = g_new0 (SatValue, type->n_fields);
  draft->given = g_new0 (gboolean, type->n_fields);
  draft->changed = g_new0 (gboolean, type->n_fields);
  for (guint i = 0; values != NULL && i < type->n_fields; i++)
    draft->values[i] = sat_value_copy (&values[i]);
}

static void
draft_clear (Draft *draft)
{
  for (guint i = 0; draft->values != NULL && i < draft->type->n_fields; i++)
    sat_value_clear (&draft->values[i]);
  g_free (draft->values);
  g_free (draft->given);
  g_free (draft->changed);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

static gboolean
draft_fill (Draft *draft, const SatWriteField *fields, gsize n_fields, GError **error)
{
  for (gsize i = 0; i < n_fields; i++) {
    /* By number: the caller's registry may be older than the writer's. */
    const SatField *field = fields[i].field->type->number == draft->type->number
                                ? sat_type_field_by_number (draft->type, fields[i].field->number)
                                : NULL;

    if (field == NULL) {
      g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_UNKNOWN, _ ("%s has no field “%s”"),
                   sat_type_get_label (draft->type), fields[i].field->name);
      return FALSE;
    }
    if (!sat_field_is_stored (field)) {
      g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_READ_ONLY, _ ("“%s” cannot be set"),
                   sat_field_get_label (field));
      return FALSE;
    }
    sat_value_clear (&draft->values[field->index]);
    draft->values[field->index] = sat_value_copy (&fields[i].value);
    draft->given[field->index] = TRUE;
  }
  return TRUE;
}

/* What users demand of their own fields, and the choices that they offer, change with time; what
 * was written before comes back as it was. */
static gboolean
is_bygone (const SatField *field, SatOrigin origin)
{
  return (field->flags & SAT_FIELD_CUSTOM) &&
         (origin == SAT_ORIGIN_UNDO || origin == SAT_ORIGIN_RESTORE);
}

static gboolean
draft_check (const Draft *draft, const gboolean *only, SatOrigin origin, GError **error)
{
  for (guint i = 0; i < draft->type->n_fields; i++) {
    const SatField *field = draft->type->fields[i];

    if (!sat_field_is_stored (field) || (only != NULL && !only[i]))
      continue;
    if ((field->flags & SAT_FIELD_REQUIRED) && draft->values[i].type == SAT_VALUE_NULL &&
        !is_bygone (field, origin)) {
      g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_REQUIRED, _ ("“%s” must not be empty"),
                   sat_field_get_label (field));
      return FALSE;
    }
    if (field->kind == SAT_KIND_CHOICE && is_bygone (field, origin) &&
        draft->values[i].type != SAT_VALUE_INTEGER)
      continue;
    if (!sat_field_validate (field, &draft->values[i], error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
complete (SatWriter *self,
          gint64 id,
          const SatValue *before,
          Draft *draft,
          SatOrigin origin,
          GError **error)
{
  SatRuleInput input = {self, draft->type, id, origin, before, draft->values, draft->given};

  if (origin == SAT_ORIGIN_LOCAL || origin == SAT_ORIGIN_IMPORT)
    return sat_rules_complete (&input, error);
  return origin == SAT_ORIGIN_UNDO || sat_rules_check (&input, error);
}

/* Finds who has @uuid. *@id 0: nobody. Taken by a live record: an error. */
static gboolean
find_place (SatWriter *self, const SatUuid *uuid, gint64 *id, SatRow *row, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->connection, "SELECT id FROM record WHERE uuid = ?1", error);
  gboolean found;

  *id = 0;
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_blob (statement, 1, uuid->bytes, sizeof uuid->bytes);
  if (!sat_statement_step (statement, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  *id = sat_statement_int (statement, 0);
  if (!sat_writer_read_row (self, *id, FALSE, row, error))
    return FALSE;
  if (row->type != NULL && !row->deleted) {
    g_set_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT,
                 _ ("There is a record with this id already."));
    return FALSE;
  }
  return TRUE;
}

/* A file that says everything may name a phone before it has it: that is looked at when all is
 * written. An undo looks after its own. */
static gboolean
check_primaries (SatWriter *self, gint64 id, const Draft *draft, SatOrigin origin, GError **error)
{
  if (origin == SAT_ORIGIN_UNDO)
    return TRUE;
  for (guint i = 0; i < draft->type->n_fields; i++) {
    const SatField *field = draft->type->fields[i];
    gboolean belongs;

    if (!sat_writer_is_primary (field) || !draft->given[i] ||
        draft->values[i].type != SAT_VALUE_INTEGER)
      continue;
    if (origin == SAT_ORIGIN_RESTORE) {
      sat_writer_expect_primary (self, id, field, draft->values[i].integer);
      continue;
    }
    if (!sat_writer_belongs (self, draft->values[i].integer, id, &belongs, error))
      return FALSE;
    if (!belongs) {
      g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
                   _ ("“%s” must be one of the record’s own"), sat_field_get_label (field));
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
store_new (SatWriter *self,
           gint64 *id,
           const SatUuid *uuid,
           const Draft *draft,
           SatRow *place,
           GError **error)
{
  SatVersion current =
      place->versions != NULL ? sat_versions_latest (place->versions) : SAT_VERSION_NONE;
  g_autoptr (SatVersions) versions = sat_versions_new (sat_writer_next_version (self, current));
  gboolean has_parent = FALSE;
  gint64 root = 0;

  for (guint i = 0; i < draft->type->n_fields; i++)
    has_parent |= (draft->type->fields[i]->flags & SAT_FIELD_PARENT) &&
                  draft->values[i].type == SAT_VALUE_INTEGER;
  if (*id == 0) {
    if (has_parent && !sat_writer_find_root (self, draft->type, 0, draft->values, &root, error))
      return FALSE;
    if (!sat_writer_insert_record (self, uuid, draft->type, root, versions, id, error))
      return FALSE;
    if (has_parent)
      return TRUE;
  } else if (!sat_writer_find_root (self, draft->type, *id, draft->values, &root, error)) {
    return FALSE;
  }
  return sat_writer_store_record (self, *id, draft->type, has_parent ? root : *id, versions, FALSE,
                                  error);
}

/* Whoever was there before is brought back, for the server too. */
static gboolean
enter_new (SatWriter *self, SatRow *place, gint64 id, GError **error)
{
  SatWriteOp op = place->type != NULL ? SAT_WRITE_UNDELETE : SAT_WRITE_PUT;

  if (place->id == 0)
    *place = (SatRow){.id = id, .seq = -1};
  return (place->merged_into == 0 || sat_writer_set_survivor (self, id, 0, error)) &&
         sat_writer_add_outbox (self, place, op, NULL, NULL, error);
}

gboolean
sat_writer_put_new (SatWriter *self,
                    const SatType *type,
                    gint64 *id,
                    SatUuid *uuid,
                    const SatWriteField *fields,
                    gsize n_fields,
                    SatOrigin origin,
                    GError **error)
{
  g_auto (Draft) draft = {0};
  g_auto (SatRow) place = {0};

  draft_init (&draft, type, NULL);
  if (!draft_fill (&draft, fields, n_fields, error) ||
      !complete (self, 0, NULL, &draft, origin, error) ||
      !draft_check (&draft, NULL, origin, error) || !sat_writer_ensure_change (self, error))
    return FALSE;
  *id = 0;
  if (sat_uuid_is_nil (uuid))
    *uuid = sat_uuid_new (sat_hlc_to_ms (self->version.hlc));
  else if (!find_place (self, uuid, id, &place, error))
    return FALSE;
  if ((origin == SAT_ORIGIN_LOCAL && !check_primaries (self, *id, &draft, origin, error)) ||
      (place.type != NULL && !sat_writer_keep_shadow (self, &place, error)) ||
      !store_new (self, id, uuid, &draft, &place, error) ||
      !sat_writer_insert_row (self, type, *id, draft.values, error) ||
      !sat_writer_set_lookup (self, type, *id, NULL, draft.values, error) ||
      !sat_writer_mark_search (self, type, *id, draft.values, error) ||
      !sat_writer_add_created (self, *id, error) || !enter_new (self, &place, *id, error))
    return FALSE;
  sat_writer_touch (self, *id);
  return (origin != SAT_ORIGIN_RESTORE || check_primaries (self, *id, &draft, origin, error)) &&
         sat_writer_follow_up (self, type, *id, error);
}

static guint
find_changes (Draft *draft, const SatValue *before)
{
  guint n = 0;

  for (guint i = 0; i < draft->type->n_fields; i++)
    if (sat_field_is_stored (draft->type->fields[i]) &&
        !sat_value_equal (&draft->values[i], &before[i])) {
      draft->changed[i] = TRUE;
      n++;
    }
  return n;
}

static void
append_number (GByteArray *array, guint64 value, guint bytes)
{
  for (guint i = bytes; i > 0; i--) {
    guint8 byte = (guint8)(value >> ((i - 1) * 8));

    g_byte_array_append (array, &byte, 1);
  }
}

/* A field of a group is edited in sight of all of it. */
static SatVersion
given_base (const SatWriteField *fields, gsize n_fields, const SatField *field, SatVersion current)
{
  for (gsize i = 0; i < n_fields; i++)
    if (sat_version_number (fields[i].field) == sat_version_number (field) &&
        fields[i].base.hlc != SAT_HLC_NONE)
      return fields[i].base;
  return current;
}

/* One version stands for a whole group, so whatever goes out carries all of it. */
static gboolean
goes_out (const Draft *draft, const SatField *field)
{
  if (field->group == 0)
    return draft->changed[field->index];
  for (guint i = 0; i < draft->type->n_fields; i++)
    if (draft->changed[i] && draft->type->fields[i]->group == field->group)
      return TRUE;
  return FALSE;
}

/* Has this change given @field its version @now already? Then what was there before the change is
 * kept, or the record is its own work. @from: the version before, which another member of the group
 * may have left. */
static gboolean
is_written (SatWriter *self,
            const SatRow *row,
            const SatField *field,
            SatVersion now,
            SatVersion *from,
            gboolean *written,
            GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  gboolean found, own = FALSE, sibling = FALSE;

  *from = now;
  *written = now.hlc == self->version.hlc && now.device == self->version.device;
  if (!*written || field->group == 0)
    return TRUE;
  statement = sat_statement_cached (self->connection,
                                    "SELECT field, v_from, d_from FROM history"
                                    " WHERE record = ?1 AND v_to = ?2 AND d_to = ?3 AND field > 0",
                                    error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, row->id);
  sat_statement_bind_int (statement, 2, (gint64)now.hlc);
  sat_statement_bind_int (statement, 3, now.device);
  while (sat_statement_step (statement, &found, error)) {
    const SatField *other;

    if (!found) {
      *written = own || !sibling;
      return TRUE;
    }
    other = sat_type_field_by_number (row->type, (guint16)sat_statement_int (statement, 0));
    if (other == field) {
      own = TRUE;
    } else if (other != NULL && other->group == field->group) {
      sibling = TRUE;
      *from = (SatVersion){(SatHlc)sat_statement_int (statement, 1),
                           (guint32)sat_statement_int (statement, 2)};
    }
  }
  return FALSE;
}

/* History, versions and the outbox entry of a change of fields. A field written twice by one change
 * keeps what was there before the change. */
static gboolean
record_changes (SatWriter *self,
                SatRow *row,
                const Draft *draft,
                const SatWriteField *fields,
                gsize n_fields,
                GError **error)
{
  g_autoptr (SatVersions) before = NULL;
  g_autoptr (GBytes) encoded = sat_versions_encode (row->versions);
  g_autoptr (GByteArray) numbers = g_byte_array_new ();
  g_autoptr (GByteArray) bases = g_byte_array_new ();
  gboolean stale = FALSE;

  before =
      sat_versions_decode (g_bytes_get_data (encoded, NULL), g_bytes_get_size (encoded), error);
  if (before == NULL)
    return FALSE;
  for (guint i = 0; i < draft->type->n_fields; i++) {
    const SatField *field = draft->type->fields[i];
    guint16 number = sat_version_number (field);
    SatVersion from, to, base;
    gboolean written;

    if (!sat_field_is_stored (field) || !goes_out (draft, field))
      continue;
    from = sat_versions_get (before, number);
    base = given_base (fields, n_fields, field, from);
    append_number (numbers, field->number, 2);
    stale |= sat_version_compare (&base, &from) != 0;
    append_number (bases, base.hlc, 8);
    append_number (bases, base.device, 4);
    if (!draft->changed[i])
      continue;
    if (!is_written (self, row, field, from, &from, &written, error))
      return FALSE;
    if (written)
      continue;
    to = sat_writer_next_version (self, from);
    if (!sat_writer_add_history (self, row, field->number, &row->values[i], from, to,
                                 SAT_FATE_REPLACED, error))
      return FALSE;
    sat_versions_set (row->versions, number, to);
  }
  return sat_writer_add_outbox (self, row, SAT_WRITE_PUT, numbers, stale ? bases : NULL, error);
}

gboolean
sat_writer_move_below (SatWriter *self, const SatType *type, gint64 id, gint64 root, GError **error)
{
  g_autoptr (GArray) children = sat_writer_children (self, type, id, error);

  if (children == NULL)
    return FALSE;
  for (guint i = 0; i < children->len; i++) {
    gint64 child = g_array_index (children, gint64, i);
    g_auto (SatRow) row = {0};
    gint64 new_root;

    if (!sat_writer_read_row (self, child, TRUE, &row, error) ||
        !sat_writer_find_root (self, row.type, child, row.values, &new_root, error))
      return FALSE;
    if (new_root != row.root &&
        (!sat_writer_store_record (self, child, row.type, new_root, row.versions, FALSE, error) ||
         !sat_writer_move_below (self, row.type, child, new_root, error)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
store_existing (SatWriter *self, SatRow *row, const Draft *draft, GError **error)
{
  gint64 root = row->root;

  if (!sat_writer_find_root (self, row->type, row->id, draft->values, &root, error) ||
      !sat_writer_set_lookup (self, row->type, row->id, row->values, draft->values, error) ||
      !sat_writer_update_row (self, row->type, row->id, draft->values, draft->changed, error) ||
      !sat_writer_store_record (self, row->id, row->type, root, row->versions, FALSE, error) ||
      /* A child that moves changes what is found of both. */
      !sat_writer_mark_search (self, row->type, row->id, row->values, error) ||
      !sat_writer_mark_search (self, row->type, row->id, draft->values, error))
    return FALSE;
  return root == row->root || sat_writer_move_below (self, row->type, row->id, root, error);
}

/* An undo puts the primary references back itself. */
static gboolean
leave_parent (
    SatWriter *self, const SatRow *row, const Draft *draft, SatOrigin origin, GError **error)
{
  if (origin == SAT_ORIGIN_UNDO || !(row->type->flags & SAT_TYPE_CHILD))
    return TRUE;
  for (guint i = 0; i < row->type->n_fields; i++)
    if ((row->type->fields[i]->flags & SAT_FIELD_PARENT) && draft->changed[i])
      return sat_writer_leave_parent (self, row, error);
  return TRUE;
}

gboolean
sat_writer_put_existing (SatWriter *self,
                         gint64 id,
                         const SatWriteField *fields,
                         gsize n_fields,
                         SatOrigin origin,
                         GError **error)
{
  g_auto (SatRow) row = {0};
  g_auto (Draft) draft = {0};

  if (!sat_writer_read_row (self, id, TRUE, &row, error))
    return FALSE;
  if (row.type == NULL || row.deleted) {
    g_set_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND,
                 _ ("The record has been deleted."));
    return FALSE;
  }
  draft_init (&draft, row.type, row.values);
  if (!draft_fill (&draft, fields, n_fields, error))
    return FALSE;
  /* Rules follow from a change; a text that says what is there already changes nothing. */
  if (find_changes (&draft, row.values) == 0)
    return TRUE;
  if (!complete (self, id, row.values, &draft, origin, error))
    return FALSE;
  find_changes (&draft, row.values);
  if (!draft_check (&draft, draft.changed, origin, error) ||
      !check_primaries (self, id, &draft, origin, error) ||
      !sat_writer_ensure_change (self, error) || !sat_writer_keep_shadow (self, &row, error) ||
      !record_changes (self, &row, &draft, fields, n_fields, error) ||
      !store_existing (self, &row, &draft, error) ||
      !leave_parent (self, &row, &draft, origin, error))
    return FALSE;
  sat_writer_touch (self, id);
  return sat_writer_follow_up (self, row.type, id, error);
}
