/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sync layer: the client's engine. It takes what the store's outbox holds and makes mutations
 * of it, lays pages of the server under what is still pending, and says what to ask the server
 * next. It knows no network: somebody else carries its requests (src/net, or a test that owns the
 * clock), so it can be driven step by step and repeated exactly. docs/protocol.md is the language.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SatSyncError:
 * @SAT_SYNC_ERROR_OFFLINE: the server cannot be reached, or may not be.
 * @SAT_SYNC_ERROR_AUTH: sign in again.
 * @SAT_SYNC_ERROR_REVOKED: the device was revoked.
 * @SAT_SYNC_ERROR_SCHEMA: this Satchel is too old for the server, or too new.
 * @SAT_SYNC_ERROR_SERVER: the server says something that makes no sense, or that it cannot.
 * @SAT_SYNC_ERROR_STATE: not joined, joined already, or nothing of the kind asked for.
 */
typedef enum {
  SAT_SYNC_ERROR_OFFLINE,
  SAT_SYNC_ERROR_AUTH,
  SAT_SYNC_ERROR_REVOKED,
  SAT_SYNC_ERROR_SCHEMA,
  SAT_SYNC_ERROR_SERVER,
  SAT_SYNC_ERROR_STATE,
} SatSyncError;

#define SAT_SYNC_ERROR (sat_sync_error_quark ())
GQuark sat_sync_error_quark (void);
/* "offline", "auth", "revoked", "schema", "server"; "state". */
const char *sat_sync_error_name (SatSyncError code);

G_END_DECLS
