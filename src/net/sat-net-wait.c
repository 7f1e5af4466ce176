/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-net-wait.h"

#include <glib/gi18n-lib.h>

#include "sat-net-answer.h"

static gboolean
understand (const SatNetAnswer *answer, const SatRemoteState *state, gboolean *news, GError **error)
{
  gint64 head = 0;

  if (answer->status == 200 && answer->body != NULL) {
    if (sat_net_read_head (answer->body, &head)) {
      *news = head > state->head;
      return TRUE;
    }
    g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_SERVER,
                         _ ("The server’s answer makes no sense."));
    return FALSE;
  }
  if (answer->status == 401)
    g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_AUTH,
                         _ ("The server wants to know again who asks."));
  else
    g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_OFFLINE,
                         _ ("The server cannot be reached."));
  return FALSE;
}

gboolean
sat_net_wait (SatStore *store, gboolean *news, GCancellable *cancellable, GError **error)
{
  g_autoptr (SatRemoteState) state = NULL;
  g_autoptr (SatSecrets) secrets = NULL;
  g_autoptr (SatNetClient) client = NULL;
  g_auto (SatNetAnswer) answer = {0};
  g_autofree char *cursor = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (SAT_IS_STORE (store) && news != NULL, FALSE);
  state = sat_remote_state (store, error);
  if (state == NULL)
    return FALSE;
  if (!state->joined) {
    g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_STATE,
                         _ ("This workspace belongs to no server."));
    return FALSE;
  }
  secrets = sat_secrets_load (store, error);
  client = secrets != NULL ? sat_net_client_new (state->server, error) : NULL;
  if (client == NULL)
    return FALSE;
  cursor = g_uri_escape_string (state->at.cursor, NULL, FALSE);
  path = g_strdup_printf ("/v1/sync/wait?cursor=%s", cursor);
  return sat_net_client_ask (client, "GET", path, NULL, NULL, secrets->access, state->epoch,
                             SAT_SCHEMA_VERSION, &answer, cancellable, error) &&
         understand (&answer, state, news, error);
}
