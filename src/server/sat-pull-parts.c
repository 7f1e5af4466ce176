/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Edits in less than the records that they were made to: whoever held a record before a commit
 * needs only the fields that it wrote, and who wrote them needs only to hear that they stand. */

#include "config.h"

#include "sat-pull-private.h"

#include "sat-rights.h"

/* Is the record at the client as it was before its last commit? */
static gboolean
is_held (SatPull *self, const SatStoredRecord *record, gboolean *held, GError **error)
{
  g_autoptr (GArray) changes = NULL;

  *held = self->newest_change <= self->parts;
  if (*held)
    return TRUE;
  changes = g_array_new (FALSE, FALSE, sizeof (SatStoredRootChange));
  if (!self->api->changes_of_root (self->transaction, &record->root, self->parts, changes, error))
    return FALSE;
  *held = changes->len == 0;
  return TRUE;
}

static gboolean
is_own (SatPull *self, const SatStoredRecord *record)
{
  return record->m > 0 && record->device == self->caller->device;
}

static gboolean
is_alike (const SatStoredHistory *a, const SatStoredHistory *b)
{
  return sat_uuid_equal (&a->u, &b->u) && sat_version_compare (&a->to, &b->to) == 0 &&
         a->arrived == b->arrived && sat_uuid_equal (&a->author, &b->author) &&
         g_strcmp0 (a->name, b->name) == 0;
}

/* Is there nothing in the row that the client cannot find out? */
static gboolean
is_plain (SatPull *self, const SatStoredHistory *row)
{
  return g_str_equal (row->fate, "replaced") && !g_str_equal (row->field, SAT_CLOCKS_EXISTENCE) &&
         row->device == row->to.device && row->name != NULL &&
         row->edited == MIN (sat_hlc_to_us (row->to.hlc), row->arrived) &&
         sat_pull_may_read (self, row);
}

/* The record's rows of history, as indices; FALSE: they are more than one edit. */
static gboolean
find_edit (SatPull *self,
           const SatStoredRecord *record,
           GPtrArray *history,
           guint from,
           guint to,
           GArray *found)
{
  const SatStoredHistory *first = NULL;

  for (guint i = from; i < to; i++) {
    const SatStoredHistory *row = g_ptr_array_index (history, i);

    if (row == NULL || !sat_uuid_equal (&row->record, &record->id))
      continue;
    if (first == NULL)
      first = row;
    if (!is_plain (self, row) || !is_alike (row, first))
      return FALSE;
    g_array_append_val (found, i);
  }
  return first != NULL;
}

static gboolean
take_values (SatPull *self,
             const SatStoredRecord *record,
             GPtrArray *history,
             const GArray *found,
             GError **error)
{
  sat_wire_fields_empty (self->fields);
  for (guint i = 0; i < found->len; i++) {
    const SatStoredHistory *row = g_ptr_array_index (history, g_array_index (found, guint, i));

    sat_wire_fields_take (self->fields, row->field, sat_wire_null (), TRUE);
  }
  return sat_wire_fields_pick (self->fields, record->fields, error);
}

static gboolean
send_edit (SatPull *self,
           const SatStoredRecord *record,
           GPtrArray *history,
           const GArray *found,
           GError **error)
{
  const SatStoredHistory *row = g_ptr_array_index (history, g_array_index (found, guint, 0));
  SatPageBy by = {row->device, row->author, row->name, row->arrived};
  SatPageRow part = {.type = record->type,
                     .id = record->id,
                     .seq = record->seq,
                     .fields = self->fields,
                     .by = &by,
                     .hlc = row->to.hlc};

  if (is_own (self, record))
    part.m = record->m;
  else if (!take_values (self, record, history, found, error))
    return FALSE;
  sat_page_writer_part (self->writer, &part, &record->id, part.m > 0 ? &row->u : NULL,
                        record->clocks);
  for (guint i = 0; i < found->len; i++) {
    gpointer *place = &g_ptr_array_index (history, g_array_index (found, guint, i));

    sat_stored_history_free (*place);
    *place = NULL;
  }
  return TRUE;
}

/* A record that the client made itself. */
static gboolean
send_made (SatPull *self, const SatStoredRecord *record, GError **error)
{
  g_autoptr (SatClocks) clocks = sat_clocks_parse (record->clocks, error);
  SatPageBy by = {.device = record->device, .name = (char *)""};
  SatPageRow part = {.seq = record->seq, .by = &by, .m = record->m, .made = TRUE};

  if (clocks == NULL)
    return FALSE;
  part.hlc = sat_clocks_base (clocks).hlc;
  sat_page_writer_part (self->writer, &part, &record->id, NULL, record->clocks);
  return TRUE;
}

/* Is all of it for the caller's eyes? */
static gboolean
sees_all (SatPull *self, const char *type)
{
  const SatType *known = sat_registry_type (self->registry, type);

  for (guint i = 0; known != NULL && i < known->n_fields; i++)
    if (!sat_rights_may_read (known->fields[i], self->caller->role))
      return FALSE;
  return known != NULL;
}

gboolean
sat_pull_send_part (SatPull *self,
                    const SatStoredRecord *record,
                    GPtrArray *history,
                    guint from,
                    guint to,
                    gboolean *sent,
                    GError **error)
{
  g_autoptr (GArray) found = NULL;
  gboolean made = record->base_seq == 0 && is_own (self, record);

  *sent = FALSE;
  if (self->parts == 0 || record->deleted_seq != 0 ||
      (!made && (record->base_seq == 0 || record->base_seq > self->parts)))
    return TRUE;
  if (!is_held (self, record, sent, error))
    return FALSE;
  if (!*sent)
    return TRUE;
  found = g_array_new (FALSE, FALSE, sizeof (guint));
  *sent = made ? sees_all (self, record->type) : find_edit (self, record, history, from, to, found);
  if (!*sent)
    return TRUE;
  return made ? send_made (self, record, error) : send_edit (self, record, history, found, error);
}
