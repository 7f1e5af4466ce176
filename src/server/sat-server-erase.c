/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-server-care.h"
#include "sat-server-private.h"
#include "sat-sqlite-storage.h"

#include <string.h>

#define ERASED "erased"

static char *
hash_of (const SatUuid *id)
{
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, id->bytes, sizeof id->bytes);
}

static gboolean
is_listed (SatTransaction *transaction, const char *hash, gboolean *listed, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (SatUuid));

  if (!transaction->api->lookup (transaction, ERASED, "id", hash, found, error))
    return FALSE;
  *listed = found->len > 0;
  return TRUE;
}

gboolean
sat_server_is_erased (SatServer *self,
                      SatTransaction *transaction,
                      const SatUuid *id,
                      gboolean *erased,
                      GError **error)
{
  g_autofree char *hash = NULL;

  *erased = FALSE;
  if (!g_atomic_int_get (&self->any_erased))
    return TRUE;
  hash = hash_of (id);
  return is_listed (transaction, hash, erased, error);
}
