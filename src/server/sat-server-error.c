/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-server-error.h"

G_DEFINE_QUARK (sat - server - error - quark, sat_server_error)

static const struct {
  const char *code;
  guint status;
} errors[] = {
    [SAT_SERVER_ERROR_MALFORMED] = {"malformed", 400},
    [SAT_SERVER_ERROR_BAD_CURSOR] = {"bad_cursor", 400},
    [SAT_SERVER_ERROR_CREDENTIALS] = {"credentials", 401},
    [SAT_SERVER_ERROR_TOKEN_EXPIRED] = {"token_expired", 401},
    [SAT_SERVER_ERROR_DEVICE_REVOKED] = {"device_revoked", 401},
    [SAT_SERVER_ERROR_USER_DISABLED] = {"user_disabled", 403},
    [SAT_SERVER_ERROR_FORBIDDEN] = {"forbidden", 403},
    [SAT_SERVER_ERROR_NOT_FOUND] = {"not_found", 404},
    [SAT_SERVER_ERROR_METHOD] = {"method", 405},
    [SAT_SERVER_ERROR_M_GAP] = {"m_gap", 409},
    [SAT_SERVER_ERROR_DEVICE_FORKED] = {"device_forked", 409},
    [SAT_SERVER_ERROR_EPOCH_CHANGED] = {"epoch_changed", 409},
    [SAT_SERVER_ERROR_CURSOR_EXPIRED] = {"cursor_expired", 410},
    [SAT_SERVER_ERROR_OFFSET] = {"offset", 409},
    [SAT_SERVER_ERROR_TOO_LARGE] = {"too_large", 413},
    [SAT_SERVER_ERROR_WRONG_HASH] = {"wrong_hash", 422},
    [SAT_SERVER_ERROR_SCHEMA] = {"schema", 426},
    [SAT_SERVER_ERROR_BUSY] = {"busy", 503},
    [SAT_SERVER_ERROR_FULL] = {"server_full", 507},
    [SAT_SERVER_ERROR_INTERNAL] = {"internal", 500},
};

static guint
index_of (const GError *error)
{
  return error != NULL && error->domain == SAT_SERVER_ERROR &&
                 (guint)error->code < G_N_ELEMENTS (errors)
             ? (guint)error->code
             : SAT_SERVER_ERROR_INTERNAL;
}

const char *
sat_server_error_code (const GError *error)
{
  return errors[index_of (error)].code;
}

guint
sat_server_error_status (const GError *error)
{
  return errors[index_of (error)].status;
}
