/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-net-wipe.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-json-object.h"
#include "sat-json-writer.h"

const char *
sat_net_wipe_text (void)
{
  return _ ("By order of its server, the data on this computer was removed.");
}

/* The answer to a hello; NULL: there is none. */
static JsonObject *
ask_hello (SatStore *store, SatNetClient *client, SatSecrets *secrets, GCancellable *cancellable)
{
  g_auto (SatNetAnswer) answer = {0};

  return sat_net_client_call (client, "GET", "/v1/sync/hello", NULL, store, secrets, &answer,
                              cancellable, NULL) &&
                 answer.status == 200
             ? sat_json_read_object (answer.body)
             : NULL;
}

/* NULL: it is none for us, or not by our server. */
static SatWipe *
read_order (SatStore *store, const SatSecrets *secrets, JsonObject *order)
{
  const char *nonce = sat_json_get_text (order, "nonce"),
             *reason = sat_json_get_text (order, "reason");
  gint64 at = sat_json_get_int (order, "at", 0);
  g_autofree char *text =
      g_strdup_printf ("satchel-order 1\nwipe\n%u\n%s\n%s\n%" G_GINT64_FORMAT "\n", secrets->device,
                       nonce, reason, at);
  g_autofree char *receipt = NULL;
  SatWipe *wipe;

  if (strcmp (sat_json_get_text (order, "order"), "wipe") != 0 || *nonce == '\0' ||
      strpbrk (nonce, "\n\r") != NULL || sat_json_get_int (order, "device", 0) != secrets->device ||
      !sat_secrets_is_by_server (secrets, text, sat_json_get_text (order, "sig")))
    return NULL;
  receipt = g_strdup_printf ("satchel-wiped 1\n%u\n%s\n", secrets->device, nonce);
  wipe = g_new0 (SatWipe, 1);
  wipe->server = g_strdup (secrets->server);
  wipe->device = secrets->device;
  wipe->nonce = g_strdup (nonce);
  wipe->reason = g_strdup (reason);
  wipe->receipt = sat_secrets_sign (secrets, receipt);
  wipe->secrets = sat_secrets_keyring_id (store);
  wipe->at = at;
  return wipe;
}

SatWipe *
sat_net_wipe_ask (SatStore *store,
                  SatNetClient *client,
                  SatSecrets *secrets,
                  GCancellable *cancellable)
{
  g_autoptr (JsonObject) hello = NULL;
  JsonArray *orders;

  g_return_val_if_fail (SAT_IS_STORE (store) && client != NULL && secrets != NULL, NULL);

  hello = ask_hello (store, client, secrets, cancellable);
  orders = sat_json_get_array (hello, "orders");
  for (guint i = 0; orders != NULL && i < json_array_get_length (orders); i++) {
    JsonNode *order = json_array_get_element (orders, i);
    SatWipe *wipe = JSON_NODE_HOLDS_OBJECT (order)
                        ? read_order (store, secrets, json_node_get_object (order))
                        : NULL;

    if (wipe != NULL)
      return wipe;
    g_debug ("an order that is not for this device, or not by its server");
  }
  return NULL;
}

static GBytes *
receipt_body (const SatWipe *wipe)
{
  GString *text = g_string_new (NULL);
  g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);

  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_int (writer, "device", wipe->device);
  sat_json_writer_string (writer, "nonce", wipe->nonce);
  sat_json_writer_string (writer, "sig", wipe->receipt);
  sat_json_writer_end_object (writer);
  sat_json_writer_finish (writer, NULL);
  return g_string_free_to_bytes (text);
}

/* A server that does not know the order any more (it was restored) need not be told again. */
static void
tell_server (const char *path, SatWipe *wipe)
{
  g_autoptr (SatNetClient) client = sat_net_client_new (wipe->server, NULL);
  g_autoptr (GBytes) body = receipt_body (wipe);
  g_auto (SatNetAnswer) answer = {0};
  g_autoptr (GError) error = NULL;

  if (client == NULL ||
      !sat_net_client_ask (client, "POST", "/v1/device/wiped", "application/json", body, NULL, NULL,
                           0, &answer, NULL, NULL) ||
      (answer.status != 200 && answer.status != 401))
    return;
  wipe->told = TRUE;
  if (!sat_wipe_write (path, wipe, &error))
    g_debug ("%s", error->message);
}

gboolean
sat_net_wipe_go_on (const char *path, GError **error)
{
  g_autoptr (SatWipe) wipe = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  wipe = sat_wipe_read (path);
  if (wipe == NULL)
    return FALSE;
  if (*wipe->secrets != '\0')
    sat_secrets_forget_id (wipe->secrets);
  if (!wipe->gone && !sat_wipe_files (path, error))
    return FALSE;
  wipe->gone = TRUE;
  *wipe->secrets = '\0';
  if (!wipe->told)
    tell_server (path, wipe);
  return TRUE;
}
