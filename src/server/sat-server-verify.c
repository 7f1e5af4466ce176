/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Is the database what it should be? */

#include "config.h"

#include "sat-clocks.h"
#include "sat-db.h"
#include "sat-server-blobs.h"
#include "sat-server-care.h"
#include "sat-server-private.h"
#include "sat-wire-fields.h"

#define BATCH 1000
#define MOST_FINDINGS 100

typedef struct {
  SatServer *server;
  SatTransaction *transaction;
  GPtrArray *findings;
  gint64 head;
} Verify;

static void G_GNUC_PRINTF (3, 4)
    tell (Verify *self, const SatStoredRecord *record, const char *format, ...)
{
  char id[SAT_UUID_STRING_LENGTH + 1];
  g_autofree char *problem = NULL;
  va_list args;

  if (self->findings->len >= MOST_FINDINGS)
    return;
  va_start (args, format);
  problem = g_strdup_vprintf (format, args);
  va_end (args);
  sat_uuid_write (&record->id, id);
  g_ptr_array_add (self->findings, g_strdup_printf ("%s %s: %s", record->type, id, problem));
}

static gboolean
check_root (Verify *self, const SatStoredRecord *record, GError **error)
{
  g_autoptr (SatStoredRecord) root = NULL;
  gboolean known;
  guint set;

  if (!sat_uuid_equal (&record->id, &record->root)) {
    if (!sat_transaction_record (self->transaction, &record->root, &root, error))
      return FALSE;
    if (root == NULL)
      tell (self, record, "what it hangs from is not there");
    else if (!sat_uuid_equal (&root->id, &root->root))
      tell (self, record, "what it hangs from is no root");
    return TRUE;
  }
  if (!self->transaction->api->root_set (self->transaction, &record->id, &set, &known, error))
    return FALSE;
  if (!known)
    tell (self, record, "nobody may hold it");
  return TRUE;
}

/* The last change of each version in the history leads to what the record says. */
static gboolean
check_history (Verify *self, const SatStoredRecord *record, const SatClocks *clocks, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_history_free);

  if (!self->transaction->api->history_of_record (self->transaction, &record->id, 0, rows, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const SatStoredHistory *row = g_ptr_array_index (rows, i);
    SatVersion latest = sat_clocks_latest (clocks);

    if (g_str_equal (row->fate, "lost"))
      continue;
    if (sat_version_compare (&row->from, &row->to) >= 0)
      tell (self, record, "its past of %s ends before it begins", row->field);
    if (sat_version_compare (&row->to, &latest) > 0)
      tell (self, record, "its past of %s is later than what it is", row->field);
    if (!sat_uuid_equal (&row->root, &record->root))
      tell (self, record, "its past of %s is elsewhere", row->field);
  }
  return TRUE;
}

static gboolean
check_order (Verify *self, const SatStoredRecord *record, GError **error)
{
  gboolean known;

  if (!self->transaction->api->is_in_order (self->transaction, &record->id, &known, error))
    return FALSE;
  if (!known)
    tell (self, record, "it is not in the order of commits: nobody is told of it");
  return TRUE;
}

static gboolean
check_record (Verify *self, const SatStoredRecord *record, GError **error)
{
  g_autoptr (SatWireFields) fields = sat_wire_fields_parse (record->fields, -1, NULL);
  g_autoptr (SatClocks) clocks = sat_clocks_parse (record->clocks, NULL);
  SatVersion gone, base;

  if (fields == NULL)
    tell (self, record, "its fields cannot be read");
  if (record->seq > self->head || record->deleted_seq > record->seq)
    tell (self, record, "its number is beyond the last commit");
  if (!check_root (self, record, error) || !check_order (self, record, error))
    return FALSE;
  if (clocks == NULL) {
    tell (self, record, "its versions cannot be read");
    return TRUE;
  }
  gone = sat_clocks_get (clocks, SAT_CLOCKS_EXISTENCE);
  base = sat_clocks_base (clocks);
  if ((record->deleted_seq != 0) != (sat_version_compare (&gone, &base) != 0))
    tell (self, record, "its versions do not say whether it is deleted");
  return check_history (self, record, clocks, error);
}

static gboolean
check_type (Verify *self, const char *type, GError **error)
{
  SatUuid after = {{0}};
  guint n;

  do {
    g_autoptr (GPtrArray) page =
        g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_record_free);

    if (!self->transaction->api->of_type (self->transaction, type, &after, BATCH, page, error))
      return FALSE;
    n = page->len;
    for (guint i = 0; i < n; i++) {
      const SatStoredRecord *record = g_ptr_array_index (page, i);

      after = record->id;
      if (!check_record (self, record, error))
        return FALSE;
    }
  } while (n == BATCH);
  return TRUE;
}

static gboolean
check_records (Verify *self, GError **error)
{
  guint n;
  const SatType *const *types = sat_registry_types (self->server->registry, &n);

  if (!self->transaction->api->head (self->transaction, &self->head, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!check_type (self, types[i]->name, error))
      return FALSE;
  return check_type (self, SAT_CONFLICT_TYPE, error);
}

GPtrArray *
sat_server_verify (SatServer *self, GError **error)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SatTransaction) transaction = NULL;
  g_autoptr (GError) problem = NULL;
  Verify verify = {.server = self, .findings = findings};

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);
  if (!self->storage->api->check (self->storage, &problem)) {
    if (!g_error_matches (problem, SAT_DB_ERROR, SAT_DB_ERROR_CORRUPT)) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
    g_ptr_array_add (findings, g_strdup (problem->message));
    return g_steal_pointer (&findings);
  }
  transaction = sat_storage_begin_read (self->storage, error);
  verify.transaction = transaction;
  if (transaction == NULL || !check_records (&verify, error) ||
      !sat_server_blob_verify (self, findings, error))
    return NULL;
  return g_steal_pointer (&findings);
}
