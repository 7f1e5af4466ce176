/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "sat-pull-private.h"

/* What somebody at a new laptop needs first, before all else but the structure: their open deals
 * with all that hangs from them, what they have to do, and of the companies and contacts that these
 * name as much as a call takes. Most of it comes again in its turn, with what hangs from it; open
 * deals do not. */

/* What is to be done: from two weeks ago until two weeks ahead. */
#define AGENDA_DAYS 14
/* From so many roots, about, the size of a first load is told. */
#define MOST_SAMPLES 1000

/* Deals */

static gboolean
read_stage (SatPull *self, const SatStoredRecord *stage, GError **error)
{
  g_autoptr (SatWireFields) fields = sat_wire_fields_parse (stage->fields, -1, error);
  const SatWireValue *kind = fields != NULL ? sat_wire_fields_get (fields, "kind") : NULL;

  if (fields == NULL)
    return FALSE;
  self->stages_seq = MAX (self->stages_seq, stage->seq);
  if (kind != NULL && kind->kind == SAT_WIRE_TEXT && !g_str_equal (kind->text, "open"))
    g_hash_table_add (self->closed, g_memdup2 (&stage->id, sizeof stage->id));
  return TRUE;
}

static gboolean
read_stages (SatPull *self, GError **error)
{
  g_autoptr (GPtrArray) stages =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_record_free);

  if (self->closed != NULL)
    return TRUE;
  if (!self->api->of_type (self->transaction, "stage", NULL, G_MAXINT32, stages, error))
    return FALSE;
  self->closed = g_hash_table_new_full (sat_uuid_hash, sat_uuid_equal, g_free, NULL);
  for (guint i = 0; i < stages->len; i++)
    if (!read_stage (self, g_ptr_array_index (stages, i), error))
      return FALSE;
  return TRUE;
}

gboolean
sat_pull_is_open_deal (
    SatPull *self, const SatUuid *id, gboolean *open, gboolean *since, GError **error)
{
  g_autoptr (SatStoredRecord) record = NULL;
  g_autoptr (SatWireFields) fields = NULL;
  const SatWireValue *stage;

  *open = *since = FALSE;
  if (!read_stages (self, error) || !sat_transaction_record (self->transaction, id, &record, error))
    return FALSE;
  if (record == NULL || record->deleted_seq > 0)
    return TRUE;
  fields = sat_wire_fields_parse (record->fields, -1, error);
  if (fields == NULL)
    return FALSE;
  stage = sat_wire_fields_get (fields, "stage");
  *open = stage == NULL || stage->kind != SAT_WIRE_REFERENCE ||
          !g_hash_table_contains (self->closed, &stage->reference);
  *since = MAX (record->seq, self->stages_seq) > self->seq;
  return TRUE;
}

/* What is named */

static void
add_reference (const SatWireFields *fields, const char *name, GArray *ids)
{
  const SatWireValue *value = sat_wire_fields_get (fields, name);

  if (value != NULL && value->kind == SAT_WIRE_REFERENCE)
    g_array_append_val (ids, value->reference);
}

/* Those of @ids whose root is @root, nil for their own, as far as the caller sees it. */
static gboolean
send_records (SatPull *self, GArray *ids, const SatUuid *root, GError **error)
{
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_record_free);
  gboolean sees;

  if (!self->api->records (self->transaction, (const SatUuid *)(gpointer)ids->data, ids->len,
                           records, error))
    return FALSE;
  for (guint i = 0; i < records->len; i++) {
    const SatStoredRecord *record = g_ptr_array_index (records, i);

    if (!sat_uuid_equal (&record->root, root) || record->deleted_seq > 0)
      continue;
    if (!sat_pull_sees_root (self, root, &sees, error) ||
        (sees && !sat_pull_send_record (self, record, error)))
      return FALSE;
  }
  return TRUE;
}

/* A company or a contact, and how to reach it. */
static gboolean
send_named (SatPull *self, const SatUuid *id, GError **error)
{
  static const char *const primary[] = {"primary_phone", "primary_mail", "primary_address"};
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (SatUuid));
  g_autoptr (SatStoredRecord) record = NULL;
  g_autoptr (SatWireFields) fields = NULL;

  if (!g_hash_table_add (self->named, g_memdup2 (id, sizeof *id)))
    return TRUE;
  if (!sat_transaction_record (self->transaction, id, &record, error))
    return FALSE;
  if (record == NULL || record->deleted_seq > 0)
    return TRUE;
  fields = sat_wire_fields_parse (record->fields, -1, error);
  if (fields == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (primary); i++)
    add_reference (fields, primary[i], ids);
  g_array_prepend_val (ids, *id);
  return send_records (self, ids, id, error);
}

gboolean
sat_pull_send_named (SatPull *self, GError **error)
{
  static const char *const names[] = {"company", "contact"};
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (SatUuid));
  gboolean ok = TRUE;

  /* The fields are those of one record after the other. */
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    add_reference (self->fields, names[i], ids);
  self->first = FALSE;
  for (guint i = 0; i < ids->len && ok; i++)
    ok = send_named (self, &g_array_index (ids, SatUuid, i), error);
  self->first = TRUE;
  return ok;
}

/* What is to be done */

/* An activity, behind what it hangs from. */
static gboolean
send_activity (SatPull *self, const SatUuid *id, GError **error)
{
  g_autoptr (SatStoredRecord) record = NULL;
  gboolean sees;

  if (!sat_transaction_record (self->transaction, id, &record, error))
    return FALSE;
  if (record == NULL || !sat_pull_sees_root (self, &record->root, &sees, error))
    return record == NULL;
  if (!sees)
    return TRUE;
  if (!sat_uuid_equal (&record->root, id) && !send_named (self, &record->root, error))
    return FALSE;
  return sat_pull_send_record (self, record, error);
}

gboolean
sat_pull_send_agenda (SatPull *self, gboolean *complete, GError **error)
{
  SatUuid *last = &self->position.at.root;
  guint n = self->limit;

  while (*complete && n == self->limit) {
    g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (SatUuid));

    if (!self->api->agenda (self->transaction, &self->caller->user,
                            self->source->now - AGENDA_DAYS * SAT_PULL_DAY_US,
                            self->source->now + AGENDA_DAYS * SAT_PULL_DAY_US, last, n, ids, error))
      return FALSE;
    n = ids->len;
    for (guint i = 0; i < n && *complete; i++) {
      if (sat_pull_is_full (self)) {
        *complete = FALSE;
        break;
      }
      if (!send_activity (self, &g_array_index (ids, SatUuid, i), error))
        return FALSE;
      *last = g_array_index (ids, SatUuid, i);
    }
  }
  return TRUE;
}

/* How much */

gboolean
sat_pull_estimate (SatPull *self, gint64 *about, GError **error)
{
  guint n = 0;

  *about = 0;
  for (guint i = 0; i < self->n_sets; i++)
    n += self->sees[i] != 0;
  for (guint i = 1; i < self->n_sets; i++) {
    gint64 roots, rows;

    if (!self->sees[i])
      continue;
    if (!self->api->size_of_set (self->transaction, i, MAX (1, MOST_SAMPLES / 2 / n), &roots, &rows,
                                 error))
      return FALSE;
    *about += rows;
  }
  return TRUE;
}
