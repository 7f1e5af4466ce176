/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-history-id.h"

#include <sodium.h>
#include <string.h>

SatUuid
sat_history_id (const SatUuid *u, const char *field)
{
  crypto_generichash_state state;
  SatUuid id = {{0}};

  g_return_val_if_fail (u != NULL && field != NULL, id);

  crypto_generichash_init (&state, NULL, 0, sizeof id.bytes);
  crypto_generichash_update (&state, u->bytes, sizeof u->bytes);
  crypto_generichash_update (&state, (const guint8 *)field, strlen (field));
  crypto_generichash_final (&state, id.bytes, sizeof id.bytes);
  return id;
}
