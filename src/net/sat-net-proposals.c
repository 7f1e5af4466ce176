/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-net-proposals.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-json-object.h"
#include "sat-remote.h"

static gboolean
refuse (const SatNetAnswer *answer, GError **error)
{
  g_autofree char *code = sat_net_answer_code (answer);

  if (answer->status == SAT_SYNC_UNREACHED || answer->status == SAT_SYNC_CUT)
    g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_OFFLINE,
                         _ ("The server cannot be reached."));
  else if (strcmp (code, "device_revoked") == 0)
    g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_REVOKED,
                         _ ("This computer may no longer synchronize. What it holds stays here."));
  else if (answer->status == 401)
    g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_AUTH, _ ("Sign in again."));
  else if (answer->status == 404)
    g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND,
                         _ ("There is no such proposal."));
  else if (strcmp (code, "forbidden") == 0)
    g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT,
                         _ ("It is decided already, or the record is not what it was."));
  else
    g_set_error (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_SERVER,
                 _ ("The server answers with the error %u %s."), answer->status, code);
  return FALSE;
}

static gboolean
call (SatStore *store,
      const char *method,
      const char *path,
      GBytes *body,
      SatNetAnswer *answer,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (SatRemoteState) state = sat_remote_state (store, error);
  g_autoptr (SatSecrets) secrets = state != NULL ? sat_secrets_load (store, error) : NULL;
  g_autoptr (SatNetClient) client = NULL;

  if (secrets == NULL)
    return FALSE;
  if (!state->joined || secrets->device == 0) {
    g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_AUTH,
                         _ ("This file has not joined a server. Sign in first."));
    return FALSE;
  }
  client = sat_net_client_new (state->server, error);
  return client != NULL &&
         sat_net_client_call (client, method, path, body, store, secrets, answer, cancellable,
                              error) &&
         (answer->status == 200 || refuse (answer, error));
}

JsonArray *
sat_net_proposals (SatStore *store, GCancellable *cancellable, GError **error)
{
  g_auto (SatNetAnswer) answer = {0};
  g_autoptr (JsonObject) object = NULL;
  JsonArray *list;

  g_return_val_if_fail (SAT_IS_STORE (store), NULL);

  if (!call (store, "GET", "/v1/proposals", NULL, &answer, cancellable, error))
    return NULL;
  object = sat_json_read_object (answer.body);
  list = sat_json_get_array (object, "proposals");
  if (list != NULL)
    return json_array_ref (list);
  g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_SERVER,
                       _ ("The server’s answer makes no sense."));
  return NULL;
}

gboolean
sat_net_proposal_waits (JsonNode *proposal)
{
  JsonObject *object;

  g_return_val_if_fail (proposal != NULL, FALSE);

  if (!JSON_NODE_HOLDS_OBJECT (proposal))
    return FALSE;
  object = json_node_get_object (proposal);
  return g_strcmp0 (json_object_get_string_member_with_default (object, "state", ""), "open") ==
             0 &&
         !json_object_get_boolean_member_with_default (object, "own", FALSE);
}

guint
sat_net_proposals_waiting (JsonArray *proposals)
{
  guint n = 0;

  g_return_val_if_fail (proposals != NULL, 0);

  for (guint i = 0; i < json_array_get_length (proposals); i++)
    n += sat_net_proposal_waits (json_array_get_element (proposals, i)) ? 1 : 0;
  return n;
}

gboolean
sat_net_proposal_decide (
    SatStore *store, const SatUuid *u, gboolean accept, GCancellable *cancellable, GError **error)
{
  char id[SAT_UUID_STRING_LENGTH + 1];
  g_autofree char *text = NULL;
  g_autoptr (GBytes) body = NULL;
  g_auto (SatNetAnswer) answer = {0};

  g_return_val_if_fail (SAT_IS_STORE (store) && u != NULL, FALSE);

  sat_uuid_write (u, id);
  text = g_strdup_printf ("{\"u\":\"%s\",\"accept\":%s}", id, accept ? "true" : "false");
  body = g_bytes_new (text, strlen (text));
  return call (store, "POST", "/v1/proposals/decide", body, &answer, cancellable, error);
}
