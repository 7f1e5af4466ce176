/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Proposals: listed, decided. */

#include "config.h"

#include "sat-http-private.h"

#include "sat-json.h"

gboolean
sat_http_proposals (SatHttpRequest *request, GError **error)
{
  request->answer = sat_server_proposals (request->server->site->server, &request->caller, error);
  request->status = 200;
  request->type = "application/json";
  return request->answer != NULL;
}

static gboolean
read_decision (GBytes *bytes, SatUuid *u, gboolean *accept)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autoptr (JsonNode) node = data != NULL ? sat_json_parse (data, length, NULL) : NULL;
  JsonObject *object =
      node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *text = object != NULL ? json_object_get_member (object, "u") : NULL;
  JsonNode *yes = object != NULL ? json_object_get_member (object, "accept") : NULL;

  if (text == NULL || json_node_get_value_type (text) != G_TYPE_STRING || yes == NULL ||
      json_node_get_value_type (yes) != G_TYPE_BOOLEAN)
    return FALSE;
  *accept = json_node_get_boolean (yes);
  return sat_uuid_parse (json_node_get_string (text), u);
}

gboolean
sat_http_decide (SatHttpRequest *request, GError **error)
{
  g_autoptr (GBytes) bytes = sat_http_request_body (request, error);
  gboolean accept;
  SatUuid u;

  if (bytes == NULL)
    return FALSE;
  if (!read_decision (bytes, &u, &accept)) {
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_MALFORMED,
                         "“u” is an id, and “accept” is true or false");
    return FALSE;
  }
  return sat_server_decide (request->server->site->server, &request->caller, &u, accept, error) &&
         sat_http_request_answer_json (request, g_string_new ("{}"));
}
