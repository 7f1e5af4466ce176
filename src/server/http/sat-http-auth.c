/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing in, tokens, devices. */

#include "config.h"

#include "sat-http-private.h"

#include "sat-json-writer.h"

static gboolean
malformed (GError **error, const char *message)
{
  g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_MALFORMED, message);
  return FALSE;
}

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
compare_password (SatHttpRequest *request, JsonObject *object, GError **error)
{
  SatHttpServer *server = request->server;
  const char *login = sat_http_get_text (object, "user", error);
  const char *password = login != NULL ? sat_http_get_text (object, "password", error) : NULL;
  g_autoptr (GError) failure = NULL;

  if (password == NULL)
    return FALSE;
  if (sat_accounts_sign_in (server->site->accounts, login, password, request->address,
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
  g_autoptr (JsonObject) object = sat_http_request_object (request, error);
  g_autoptr (SatTokens) tokens = NULL;
  const char *name, *key;
  JsonNode *node;

  if (object == NULL)
    return FALSE;
  node = json_object_get_member (object, "device");
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return malformed (error, "“device” is missing");
  name = sat_http_get_text (json_node_get_object (node), "name", error);
  key = name != NULL ? sat_http_get_text (json_node_get_object (node), "key", error) : NULL;
  if (key == NULL || !compare_password (request, object, error) ||
      !sat_site_caller (request->server->site, &request->session, &request->caller, &request->name,
                        error) ||
      !sat_accounts_enrol (accounts, &request->session.user, name, key, &request->session.device,
                           error))
    return FALSE;
  tokens = sat_accounts_issue (accounts, request->session.device, error);
  return tokens != NULL && answer_session (request, tokens);
}

static gboolean
get_device (JsonObject *object, guint32 *device, GError **error)
{
  JsonNode *node = json_object_get_member (object, "device");
  gint64 number = node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                          json_node_get_value_type (node) == G_TYPE_INT64
                      ? json_node_get_int (node)
                      : 0;

  if (number < 1 || number > G_MAXUINT32)
    return malformed (error, "“device” is missing");
  *device = (guint32)number;
  return TRUE;
}

gboolean
sat_http_token (SatHttpRequest *request, GError **error)
{
  g_autoptr (JsonObject) object = sat_http_request_object (request, error);
  g_autoptr (SatTokens) tokens = NULL;
  const char *refresh, *signature;
  guint32 device;

  if (object == NULL || !get_device (object, &device, error))
    return FALSE;
  refresh = sat_http_get_text (object, "refresh", error);
  signature = refresh != NULL ? sat_http_get_text (object, "sig", error) : NULL;
  if (signature == NULL)
    return FALSE;
  tokens = sat_accounts_refresh (request->server->site->accounts, refresh, device, signature,
                                 &request->session, error);
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
  g_autoptr (JsonObject) object = sat_http_request_object (request, error);
  const char *nonce, *signature;
  guint32 device;

  if (object == NULL || !get_device (object, &device, error))
    return FALSE;
  nonce = sat_http_get_text (object, "nonce", error);
  signature = nonce != NULL ? sat_http_get_text (object, "sig", error) : NULL;
  if (signature == NULL ||
      !sat_accounts_wiped (request->server->site->accounts, device, nonce, signature, error))
    return FALSE;
  return sat_http_request_answer_json (request, g_string_new ("{}"));
}
