/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server went back: what this file has of before is offered, then all begins anew. */
#include "config.h"

#include "sat-sync-engine-private.h"

#define ROWS 200

static gboolean
finish (SatSyncEngine *self, GError **error)
{
  g_autofree char *epoch = g_steal_pointer (&self->next_epoch);

  g_clear_pointer (&self->offer, g_array_unref);
  self->restarts--; /* it is this one that was counted */
  return sat_sync_engine_restart (self, epoch, error) &&
         sat_sync_engine_rewind (self, self->next_last_m, &self->next_hash, error);
}

static gboolean
go_on (SatSyncEngine *self, GError **error)
{
  if (self->offered < self->offer->len)
    return TRUE;
  return finish (self, error);
}

gboolean
sat_sync_engine_rescue (SatSyncEngine *self,
                        const char *epoch,
                        gint64 lost_after,
                        gint64 last_m,
                        const SatChain *hash,
                        GError **error)
{
  if (++self->restarts > SAT_SYNC_MOST_RESTARTS)
    return sat_sync_engine_restart (self, epoch, error); /* says so */
  g_free (self->next_epoch);
  self->next_epoch = g_strdup (epoch);
  self->next_last_m = last_m;
  self->next_hash = *hash;
  self->offered = 0;
  self->offer_most = ROWS;
  g_clear_pointer (&self->offer, g_array_unref);
  self->offer = sat_rescue_list (self->store, lost_after, error);
  if (self->offer == NULL)
    return FALSE;
  self->phase = SAT_SYNC_PHASE_RESCUE;
  return go_on (self, error);
}

gboolean
sat_sync_engine_offer (SatSyncEngine *self, GError **error)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = sat_rescue_write (self->store, self->offer, self->offered, self->offer_most, error);
  return self->body != NULL;
}

gboolean
sat_sync_engine_offered (SatSyncEngine *self, GError **error)
{
  self->offered += MIN (self->offer_most, self->offer->len - self->offered);
  return go_on (self, error);
}

gboolean
sat_sync_engine_offer_refused (SatSyncEngine *self, guint status, GError **error)
{
  /* A record that is too large by itself stays where it is. */
  if (status == 413 && self->offer_most > 1) {
    self->offer_most /= 2;
    return TRUE;
  }
  g_message ("the server does not take what it has lost: %u", status);
  return sat_sync_engine_offered (self, error);
}
