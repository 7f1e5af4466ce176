/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Hello, push, pull, wait. */

#include "config.h"

#include "sat-http-private.h"

#include <string.h>

#include "sat-json.h"
#include "sat-page.h"

/* The core knows nothing of orders. */
static GString *
put_orders_in (GBytes *hello, const char *orders, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (hello, &length);
  g_autoptr (JsonNode) node = sat_json_parse (data, length, error);
  g_autoptr (JsonNode) list = sat_json_parse (orders, strlen (orders), NULL);
  g_autofree char *text = NULL;

  if (node == NULL)
    return NULL;
  json_object_set_member (json_node_get_object (node), "orders", g_steal_pointer (&list));
  text = sat_json_to_string (node, FALSE);
  return g_string_new (text);
}

gboolean
sat_http_hello (SatHttpRequest *request, GError **error)
{
  SatSite *site = request->server->site;
  g_autofree char *orders = sat_accounts_orders (site->accounts, request->caller.device, error);
  g_autoptr (GBytes) hello =
      orders != NULL ? sat_server_hello (site->server, &request->caller, error) : NULL;
  GString *text = hello != NULL ? put_orders_in (hello, orders, error) : NULL;

  return text != NULL && sat_http_request_answer_json (request, text);
}

gboolean
sat_http_push (SatHttpRequest *request, GError **error)
{
  g_autoptr (GBytes) body = sat_http_request_body (request, error);

  if (body == NULL)
    return FALSE;
  request->answer = sat_server_push (request->server->site->server, &request->caller,
                                     request->epoch, body, error);
  request->status = 200;
  request->type = "application/json";
  return request->answer != NULL;
}

gboolean
sat_http_rescue (SatHttpRequest *request, GError **error)
{
  g_autoptr (GBytes) body = sat_http_request_body (request, error);

  if (body == NULL)
    return FALSE;
  request->answer = sat_server_rescue (request->server->site->server, &request->caller,
                                       request->epoch, body, error);
  request->status = 200;
  request->type = "application/json";
  return request->answer != NULL;
}

gboolean
sat_http_pull (SatHttpRequest *request, GError **error)
{
  const char *text = sat_http_request_get (request, "limit");
  gint64 parts = g_ascii_strtoll (sat_http_request_get (request, "parts"), NULL, 10);
  guint64 limit = SAT_SYNC_PULL_ROWS;

  if (*text != '\0' && !g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT32, &limit, NULL)) {
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_MALFORMED,
                         "“limit” is no number");
    return FALSE;
  }
  request->answer =
      sat_server_pull (request->server->site->server, &request->caller, request->epoch,
                       sat_http_request_get (request, "cursor"),
                       sat_http_request_get (request, "sv"), sat_http_request_get (request, "bf"),
                       (guint)MIN (limit, SAT_SYNC_MOST_PULL_ROWS), parts, error);
  request->status = 200;
  request->type = "application/x-ndjson";
  return request->answer != NULL;
}

/* TRUE in *@told: the caller says what it comes to itself. */
static gboolean
read_own_sum (SatHttpRequest *request, SatDigestSum *own, gboolean *told, GError **error)
{
  const char *n = sat_http_request_get (request, "n");
  const char *sum = sat_http_request_get (request, "sum");

  *told = *n != '\0' || *sum != '\0';
  if (!*told || (g_ascii_string_to_unsigned (n, 10, 0, G_MAXINT64, &own->n, NULL) &&
                 sat_digest_sum_parse (sum, &own->sum)))
    return TRUE;
  g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_MALFORMED,
                       "“n” and “sum” are no sum");
  return FALSE;
}

gboolean
sat_http_digest (SatHttpRequest *request, GError **error)
{
  SatDigestSum own = {0};
  gboolean told;

  if (!read_own_sum (request, &own, &told, error))
    return FALSE;
  request->answer = sat_server_digest (
      request->server->site->server, &request->caller, request->epoch,
      sat_http_request_get (request, "cursor"), sat_http_request_get (request, "sv"),
      sat_http_request_get (request, "prefix"), told ? &own : NULL, error);
  request->status = 200;
  request->type = "application/json";
  return request->answer != NULL;
}

gboolean
sat_http_leaf (SatHttpRequest *request, GError **error)
{
  request->answer = sat_server_leaf (request->server->site->server, &request->caller,
                                     request->epoch, sat_http_request_get (request, "cursor"),
                                     sat_http_request_get (request, "sv"),
                                     sat_http_request_get (request, "prefix"), error);
  request->status = 200;
  request->type = "application/x-ndjson";
  return request->answer != NULL;
}

gboolean
sat_http_wait (SatHttpRequest *request, GError **error)
{
  SatServer *server = request->server->site->server;
  gboolean news;
  GString *text;

  if (request->wait_end == 0)
    request->wait_end =
        g_get_monotonic_time () + request->server->options.wait_seconds * (gint64)G_USEC_PER_SEC;
  request->seen = sat_server_head (server);
  if (!sat_server_has_news (server, &request->caller, request->epoch,
                            sat_http_request_get (request, "cursor"), &news, error))
    return FALSE;
  if (!news) {
    request->park = TRUE;
    return TRUE;
  }
  text = g_string_new (NULL);
  g_string_append_printf (text, "{\"head\":%" G_GINT64_FORMAT "}", request->seen);
  return sat_http_request_answer_json (request, text);
}
