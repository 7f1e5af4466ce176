/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sync.h"

G_DEFINE_QUARK (sat - sync - error - quark, sat_sync_error)

const char *
sat_sync_error_name (SatSyncError code)
{
  static const char *const names[] = {"offline", "auth", "revoked", "schema", "server", "state"};

  g_return_val_if_fail ((guint)code < G_N_ELEMENTS (names), "server");
  return names[code];
}
