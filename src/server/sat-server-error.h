/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Why the server refuses a request: the codes of docs/protocol.md, 8. */
typedef enum {
  SAT_SERVER_ERROR_MALFORMED,
  SAT_SERVER_ERROR_BAD_CURSOR,
  SAT_SERVER_ERROR_CREDENTIALS,
  SAT_SERVER_ERROR_TOKEN_EXPIRED,
  SAT_SERVER_ERROR_DEVICE_REVOKED,
  SAT_SERVER_ERROR_USER_DISABLED,
  SAT_SERVER_ERROR_FORBIDDEN,
  SAT_SERVER_ERROR_NOT_FOUND,
  SAT_SERVER_ERROR_METHOD,
  SAT_SERVER_ERROR_M_GAP,
  SAT_SERVER_ERROR_DEVICE_FORKED,
  SAT_SERVER_ERROR_EPOCH_CHANGED,
  SAT_SERVER_ERROR_CURSOR_EXPIRED,
  SAT_SERVER_ERROR_OFFSET,
  SAT_SERVER_ERROR_TOO_LARGE,
  SAT_SERVER_ERROR_WRONG_HASH,
  SAT_SERVER_ERROR_SCHEMA,
  SAT_SERVER_ERROR_BUSY,
  SAT_SERVER_ERROR_FULL,
  SAT_SERVER_ERROR_INTERNAL,
} SatServerError;

#define SAT_SERVER_ERROR (sat_server_error_quark ())
GQuark sat_server_error_quark (void);
/* "m_gap"; "internal" for errors of other domains. */
const char *sat_server_error_code (const GError *error);
/* 409; 500 for errors of other domains. */
guint sat_server_error_status (const GError *error);

G_END_DECLS
