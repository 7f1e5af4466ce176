/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records as administration reads them. */

#include "config.h"

#include "sat-server-private.h"
#include "sat-wire-fields.h"

#define BATCH 1000

void
sat_server_record_free (SatServerRecord *record)
{
  if (record == NULL)
    return;
  sat_wire_fields_free (record->fields);
  g_free (record);
}

static SatServerRecord *
record_from (const SatStoredRecord *stored, GError **error)
{
  g_autoptr (SatWireFields) fields = sat_wire_fields_parse (stored->fields, -1, error);
  SatServerRecord *record;

  if (fields == NULL)
    return NULL;
  record = g_new0 (SatServerRecord, 1);
  record->id = stored->id;
  record->root = stored->root;
  record->seq = stored->seq;
  record->fields = g_steal_pointer (&fields);
  return record;
}

SatServerRecord *
sat_server_record (SatServer *self, const char *type, const SatUuid *id, GError **error)
{
  g_autoptr (SatTransaction) transaction = NULL;
  g_autoptr (SatStoredRecord) stored = NULL;

  g_return_val_if_fail (self != NULL && type != NULL && id != NULL, NULL);
  transaction = sat_storage_begin_read (self->storage, error);
  if (transaction == NULL || !sat_transaction_record (transaction, id, &stored, error))
    return NULL;
  if (stored == NULL || stored->deleted_seq != 0 || !g_str_equal (stored->type, type)) {
    g_set_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_NOT_FOUND, "there is no such %s", type);
    return NULL;
  }
  return record_from (stored, error);
}

GPtrArray *
sat_server_records (SatServer *self, const char *type, GError **error)
{
  g_autoptr (SatTransaction) transaction = NULL;
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_server_record_free);
  SatUuid after = {{0}};
  guint n;

  g_return_val_if_fail (self != NULL && type != NULL, NULL);
  transaction = sat_storage_begin_read (self->storage, error);
  if (transaction == NULL)
    return NULL;
  do {
    g_autoptr (GPtrArray) page =
        g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_record_free);

    if (!transaction->api->of_type (transaction, type, &after, BATCH, page, error))
      return NULL;
    n = page->len;
    for (guint i = 0; i < n; i++) {
      const SatStoredRecord *stored = g_ptr_array_index (page, i);
      SatServerRecord *record;

      after = stored->id;
      if (stored->deleted_seq != 0)
        continue;
      record = record_from (stored, error);
      if (record == NULL)
        return NULL;
      g_ptr_array_add (records, record);
    }
  } while (n == BATCH);
  return g_steal_pointer (&records);
}
