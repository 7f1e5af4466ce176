/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files of attachments, piece by piece. */

#include "config.h"

#include "sat-http-private.h"

#include "sat-server-blobs.h"

/* A number of the query; 0 when it is not there. */
static gboolean
get_number (SatHttpRequest *request, const char *name, gint64 *number, GError **error)
{
  const char *text = sat_http_request_get (request, name);
  guint64 value = 0;

  if (*text != '\0' && !g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &value, NULL)) {
    g_set_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_MALFORMED, "“%s” is no number", name);
    return FALSE;
  }
  *number = (gint64)value;
  return TRUE;
}

gboolean
sat_http_blob (SatHttpRequest *request, GError **error)
{
  SatServerBlob blob;

  if (!sat_server_blob (request->server->site->server, &request->caller, request->word, &blob,
                        error))
    return FALSE;
  request->status = blob.complete ? 204 : 200;
  request->offset = blob.complete ? -1 : blob.offset;
  return TRUE;
}

gboolean
sat_http_blob_put (SatHttpRequest *request, GError **error)
{
  g_autoptr (GBytes) body = sat_http_request_body (request, error);
  gint64 offset, length;
  SatServerBlob blob;
  GString *text;

  if (body == NULL || !get_number (request, "offset", &offset, error) ||
      !get_number (request, "length", &length, error) ||
      !sat_server_blob_put (request->server->site->server, &request->caller, request->word, offset,
                            length, body, &blob, error))
    return FALSE;
  text = g_string_new (NULL);
  g_string_append_printf (text, "{\"offset\":%" G_GINT64_FORMAT ",\"complete\":%s}", blob.offset,
                          blob.complete ? "true" : "false");
  return sat_http_request_answer_json (request, text);
}

gboolean
sat_http_blob_get (SatHttpRequest *request, GError **error)
{
  gint64 offset, length;

  if (!get_number (request, "offset", &offset, error))
    return FALSE;
  request->answer = sat_server_blob_get (request->server->site->server, &request->caller,
                                         request->word, offset, &length, error);
  request->status = 200;
  request->length = length;
  request->type = "application/octet-stream";
  return request->answer != NULL;
}
