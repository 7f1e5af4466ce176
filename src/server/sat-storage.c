/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-storage.h"

SatStoredRecord *
sat_stored_record_new (void)
{
  return g_new0 (SatStoredRecord, 1);
}

SatStoredRecord *
sat_stored_record_copy (const SatStoredRecord *self)
{
  SatStoredRecord *copy;

  g_return_val_if_fail (self != NULL, NULL);
  copy = g_memdup2 (self, sizeof *self);
  copy->clocks = g_strdup (self->clocks);
  copy->fields = g_strdup (self->fields);
  return copy;
}

void
sat_stored_record_free (SatStoredRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->clocks);
  g_free (self->fields);
  g_free (self);
}

SatStoredHistory *
sat_stored_history_new (void)
{
  return g_new0 (SatStoredHistory, 1);
}

SatStoredHistory *
sat_stored_history_copy (const SatStoredHistory *self)
{
  SatStoredHistory *copy;

  g_return_val_if_fail (self != NULL, NULL);
  copy = g_memdup2 (self, sizeof *self);
  copy->field = g_strdup (self->field);
  copy->value = g_strdup (self->value);
  copy->name = g_strdup (self->name);
  return copy;
}

void
sat_stored_history_free (SatStoredHistory *self)
{
  if (self == NULL)
    return;
  g_free (self->field);
  g_free (self->value);
  g_free (self->name);
  g_free (self);
}

SatStoredResult *
sat_stored_result_new (void)
{
  return g_new0 (SatStoredResult, 1);
}

void
sat_stored_result_free (SatStoredResult *self)
{
  if (self == NULL)
    return;
  g_free (self->result);
  g_free (self->versions);
  g_free (self->detail);
  g_free (self);
}

const SatStoredResult *
sat_stored_results_find (GPtrArray *results, const SatUuid *user)
{
  g_return_val_if_fail (results != NULL && user != NULL, NULL);

  for (guint i = 0; i < results->len; i++) {
    const SatStoredResult *result = g_ptr_array_index (results, i);

    if (sat_uuid_equal (&result->user, user))
      return result;
  }
  return NULL;
}

void
sat_scope_set_free (SatScopeSet *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->scopes);
  g_free (self);
}

void
sat_stored_proposal_free (SatStoredProposal *self)
{
  if (self == NULL)
    return;
  g_free (self->line);
  g_free (self);
}

SatTransaction *
sat_storage_begin_read (SatStorage *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->api->begin_read (self, error);
}

SatTransaction *
sat_storage_begin_write (SatStorage *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->api->begin_write (self, error);
}

void
sat_storage_close (SatStorage *self)
{
  if (self != NULL)
    self->api->close (self);
}

gboolean
sat_transaction_commit (SatTransaction *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->api->commit (self, error);
}

void
sat_transaction_free (SatTransaction *self)
{
  if (self != NULL)
    self->api->rollback (self);
}

gboolean
sat_transaction_record (SatTransaction *self,
                        const SatUuid *id,
                        SatStoredRecord **out,
                        GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  g_return_val_if_fail (self != NULL && id != NULL && out != NULL, FALSE);
  *out = NULL;
  if (!self->api->records (self, id, 1, found, error))
    return FALSE;
  if (found->len > 0)
    *out = g_ptr_array_index (found, 0);
  return TRUE;
}
