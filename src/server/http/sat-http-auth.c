/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing in, tokens, devices. */

#include "config.h"

#include "sat-http-private.h"

#include "sat-http-bodies.h"
#include "sat-json-writer.h"

static void
write_tokens (SatJsonWriter *writer, const SatTokens *tokens)
{
  sat_json_writer_string (writer, "access", tokens->access);
  sat_json_writer_string (writer, "refresh", tokens->refresh);
  sat_json_writer_int (writer, "expires", SAT_ACCESS_SECONDS);
}

/* The answer to a sign-in: @session's device with its tokens. */
static gboolean
answer_session (SatHttpRequest *request, const SatTokens *tokens)
{
  SatHttpServer *server = request->server;
  GString *text = g_string_new (NULL);
  g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);
  char id[SAT_UUID_STRING_LENGTH + 1];

  sat_uuid_write (&request->caller.user, id);
  sat_json_writer_begin_object (writer, NULL);
  write_tokens (writer, tokens);
  sat_json_writer_int (writer, "device", request->session.device);
  sat_json_writer_begin_object (writer, "user");
  sat_json_writer_string (writer, "id", id);
  sat_json_writer_string (writer, "name", request->name != NULL ? request->name : "");
  sat_json_writer_string (writer, "role", sat_site_role_name (request->caller.role));
  sat_json_writer_end_object (writer);
  sat_json_writer_string (writer, "server", server->name);
  sat_json_writer_string (writer, "server_key", sat_accounts_server_key (server->site->accounts));
  sat_json_writer_end_object (writer);
  sat_json_writer_finish (writer, NULL);
  return sat_http_request_answer_json (request, text);
}

static gboolean
compare_password (SatHttpRequest *request, const SatLoginBody *body, GError **error)
{
  SatHttpServer *server = request->server;
  g_autoptr (GError) failure = NULL;

  if (sat_accounts_sign_in (server->site->accounts, body->user, body->password, request->address,
                            &request->session.user, &request->retry_after, &failure)) {
    sat_http_metrics_add_password (server->metrics, TRUE);
    return TRUE;
  }
  if (g_error_matches (failure, SAT_SERVER_ERROR, SAT_SERVER_ERROR_CREDENTIALS))
    sat_http_metrics_add_password (server->metrics, FALSE);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
sat_http_login (SatHttpRequest *request, GError **error)
{
  SatAccounts *accounts = request->server->site->accounts;
  g_autoptr (GBytes) bytes = sat_http_request_body (request, error);
  g_auto (SatLoginBody) body = {0};
  g_autoptr (SatTokens) tokens = NULL;

  if (bytes == NULL || !sat_login_body_parse (bytes, &body, error) ||
      !compare_password (request, &body, error) ||
      !sat_site_caller (request->server->site, &request->session, &request->caller, &request->name,
                        error) ||
      !sat_accounts_enrol (accounts, &request->session.user, body.name, body.key,
                           &request->session.device, error))
    return FALSE;
  tokens = sat_accounts_issue (accounts, request->session.device, error);
  return tokens != NULL && answer_session (request, tokens);
}

gboolean
sat_http_token (SatHttpRequest *request, GError **error)
{
  g_autoptr (GBytes) bytes = sat_http_request_body (request, error);
  g_auto (SatSignedBody) body = {0};
  g_autoptr (SatTokens) tokens = NULL;

  if (bytes == NULL || !sat_signed_body_parse (bytes, "refresh", &body, error))
    return FALSE;
  tokens = sat_accounts_refresh (request->server->site->accounts, body.text, body.device,
                                 body.signature, &request->session, error);
  return tokens != NULL &&
         sat_site_caller (request->server->site, &request->session, &request->caller,
                          &request->name, error) &&
         answer_session (request, tokens);
}

gboolean
sat_http_enrol (SatHttpRequest *request, GError **error)
{
  SatAccounts *accounts = request->server->site->accounts;
  g_autoptr (SatTokens) tokens = NULL;
  GString *text;
  guint32 device;

  if (!sat_accounts_enrol_again (accounts, request->caller.device, &device, error))
    return FALSE;
  tokens = sat_accounts_issue (accounts, device, error);
  if (tokens == NULL)
    return FALSE;
  text = g_string_new (NULL);
  g_string_append_printf (text,
                          "{\"device\":%u,\"access\":\"%s\",\"refresh\":\"%s\",\"expires\":%u}",
                          device, tokens->access, tokens->refresh, (guint)SAT_ACCESS_SECONDS);
  return sat_http_request_answer_json (request, text);
}

gboolean
sat_http_wiped (SatHttpRequest *request, GError **error)
{
  g_autoptr (GBytes) bytes = sat_http_request_body (request, error);
  g_auto (SatSignedBody) body = {0};

  if (bytes == NULL || !sat_signed_body_parse (bytes, "nonce", &body, error) ||
      !sat_accounts_wiped (request->server->site->accounts, body.device, body.text, body.signature,
                           error))
    return FALSE;
  return sat_http_request_answer_json (request, g_string_new ("{}"));
}
