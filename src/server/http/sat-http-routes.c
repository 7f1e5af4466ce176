/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every route, and what GET /v1 tells about them. */

#include "config.h"

#include "sat-http-private.h"

#include "sat-blobs.h"
#include "sat-json-writer.h"
#include "sat-push.h"

#define SMALL 16384
/* The header line comes on top of what a client counts. */
#define PUSH_BYTES (SAT_SYNC_MOST_PUSH_BYTES + 4096)
#define PUSH_INFLATED (4 * 1024 * 1024)

const SatHttpRoute sat_http_routes[] = {
    {"POST", "/v1/auth/login", SAT_HTTP_PASSWORD, SMALL, SMALL, sat_http_login,
     "Sign in with a password and enrol a device."},
    {"POST", "/v1/auth/token", 0, SMALL, SMALL, sat_http_token, "Fresh tokens."},
    {"POST", "/v1/device", SAT_HTTP_SIGNED_IN, SMALL, SMALL, sat_http_enrol,
     "Enrol a further device for the caller."},
    {"POST", "/v1/device/wiped", 0, SMALL, SMALL, sat_http_wiped,
     "A device's receipt for the order to remove its files."},
    {"GET", "/v1/sync/hello", SAT_HTTP_SIGNED_IN | SAT_HTTP_REVOKED, 0, 0, sat_http_hello,
     "Versions, limits, how far the device has come, orders for it."},
    {"POST", "/v1/sync/push", SAT_HTTP_SIGNED_IN | SAT_HTTP_LEAVING | SAT_HTTP_ALONE, PUSH_BYTES,
     PUSH_INFLATED, sat_http_push, "Edits of the device, in order."},
    {"POST", "/v1/sync/rescue", SAT_HTTP_SIGNED_IN | SAT_HTTP_ALONE, PUSH_BYTES, PUSH_INFLATED,
     sat_http_rescue, "Records from before the server went back."},
    {"GET", "/v1/sync/pull", SAT_HTTP_SIGNED_IN | SAT_HTTP_ALONE, 0, 0, sat_http_pull,
     "What changed after a cursor."},
    {"GET", "/v1/sync/digest", SAT_HTTP_SIGNED_IN | SAT_HTTP_ALONE, 0, 0, sat_http_digest,
     "Sums over what the caller should hold."},
    {"GET", "/v1/sync/leaf", SAT_HTTP_SIGNED_IN | SAT_HTTP_ALONE, 0, 0, sat_http_leaf,
     "A few of those records, where the sums differ."},
    {"GET", "/v1/sync/wait", SAT_HTTP_SIGNED_IN, 0, 0, sat_http_wait,
     "Answers as soon as there is something to pull."},
    {"GET", "/v1/sync/live", SAT_HTTP_SIGNED_IN, 0, 0, sat_http_live,
     "A WebSocket that says when there is something to pull."},
    {"GET", "/v1/proposals", SAT_HTTP_SIGNED_IN, 0, 0, sat_http_proposals,
     "Edits that wait for somebody's yes or no, and what became of one's own."},
    {"POST", "/v1/proposals/decide", SAT_HTTP_SIGNED_IN, SMALL, SMALL, sat_http_decide,
     "Accepts or declines one of them."},
    {"HEAD", "/v1/blobs/{}", SAT_HTTP_SIGNED_IN, 0, 0, sat_http_blob,
     "How much of a file the caller has sent."},
    {"PATCH", "/v1/blobs/{}", SAT_HTTP_SIGNED_IN | SAT_HTTP_LARGE, SAT_BLOB_CHUNK, SAT_BLOB_CHUNK,
     sat_http_blob_put, "A piece of a file that an attachment names."},
    {"GET", "/v1/blobs/{}", SAT_HTTP_SIGNED_IN, 0, 0, sat_http_blob_get, "A piece of such a file."},
    {"GET", "/v1", 0, 0, 0, sat_http_describe, "This list."},
    {"GET", "/healthz", 0, 0, 0, sat_http_health, "Is the server able to work?"},
    {"GET", "/metrics", SAT_HTTP_LOCAL, 0, 0, sat_http_metrics,
     "Figures in the text format of Prometheus, for callers on the same machine."},
};

const guint sat_http_n_routes = G_N_ELEMENTS (sat_http_routes);

gboolean
sat_http_describe (SatHttpRequest *request, GError **error)
{
  GString *text = g_string_new (NULL);
  g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);

  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_string (writer, "program", "satchel-server");
  sat_json_writer_string (writer, "version", SAT_VERSION);
  sat_json_writer_int (writer, "protocol", 1);
  sat_json_writer_begin_array (writer, "routes");
  for (guint i = 0; i < sat_http_n_routes; i++) {
    const SatHttpRoute *route = &sat_http_routes[i];

    sat_json_writer_begin_object (writer, NULL);
    sat_json_writer_string (writer, "method", route->method);
    sat_json_writer_string (writer, "path", route->path);
    sat_json_writer_boolean (writer, "token", (route->flags & SAT_HTTP_SIGNED_IN) != 0);
    sat_json_writer_int (writer, "body_bytes", (gint64)route->limit);
    sat_json_writer_int (writer, "inflated_bytes", (gint64)route->most_bytes);
    sat_json_writer_string (writer, "about", route->about);
    sat_json_writer_end_object (writer);
  }
  sat_json_writer_end_array (writer);
  sat_json_writer_end_object (writer);
  sat_json_writer_finish (writer, NULL);
  return sat_http_request_answer_json (request, text);
}
