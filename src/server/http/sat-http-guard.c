/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looks at the headers of a request before libsoup reads its body. libsoup takes a length together
 * with chunks, takes several lengths, and takes negative ones: whoever stands in between could read
 * the same bytes as other requests than we do. */

#include "config.h"

#include "sat-http-private.h"

#include <string.h>

/* A body that is somewhat too large is read to its end, so that the client gets to see the answer
 * instead of a broken connection. */
#define DRAIN_FACTOR 8
#define MOST_LARGE 16

static gboolean
is_number (const char *text)
{
  gsize n = strspn (text, "0123456789");

  return n > 0 && n <= 15 && text[n] == '\0';
}

static void
set_refusal (SatHttpRequest *request, SatServerError code, const char *message)
{
  g_autoptr (GError) error = g_error_new_literal (SAT_SERVER_ERROR, code, message);

  sat_http_request_fail (request, error);
}

/* Answers at once, without reading further, and closes the connection. */
static gboolean
refuse (SatHttpRequest *request, SatServerError code, const char *message)
{
  set_refusal (request, code, message);
  sat_http_server_finish_early (request->server, request);
  return FALSE;
}

/* *@word: what stands for "{}". */
static gboolean
fits (const char *route, const char *path, const char **word)
{
  gsize length = strlen (route);

  if (!g_str_has_suffix (route, "/{}"))
    return g_str_equal (route, path);
  length -= strlen ("{}");
  if (strncmp (route, path, length) != 0 || path[length] == '\0' ||
      strchr (path + length, '/') != NULL)
    return FALSE;
  *word = path + length;
  return TRUE;
}

/* The route of method and path; *@allowed gets the methods that the path has. */
static const SatHttpRoute *
find_route (const char *method, const char *path, const char **word, GString *allowed)
{
  for (guint i = 0; i < sat_http_n_routes; i++) {
    const SatHttpRoute *route = &sat_http_routes[i];

    if (!fits (route->path, path, word))
      continue;
    if (g_str_equal (route->method, method))
      return route;
    g_string_append_printf (allowed, "%s%s", allowed->len > 0 ? ", " : "", route->method);
  }
  return NULL;
}

static gboolean
check_framing (SatHttpRequest *request, const char *length, const char *chunks)
{
  if (length != NULL && chunks != NULL)
    return refuse (request, SAT_SERVER_ERROR_MALFORMED, "A body has a length or chunks, not both");
  if (length != NULL && !is_number (length))
    return refuse (request, SAT_SERVER_ERROR_MALFORMED, "The length of the body is no number");
  if (chunks != NULL && g_ascii_strcasecmp (chunks, "chunked") != 0)
    return refuse (request, SAT_SERVER_ERROR_MALFORMED, "Only chunks are understood");
  return TRUE;
}

static gboolean
check_body (SatHttpRequest *request, const char *length, const char *chunks)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  const char *coding = soup_message_headers_get_list (headers, "Content-Encoding");
  guint64 n = length != NULL ? g_ascii_strtoull (length, NULL, 10) : 0;
  gsize limit = request->route->limit;

  if (limit == 0)
    return n > 0 || chunks != NULL
               ? refuse (request, SAT_SERVER_ERROR_MALFORMED, "No body is expected here")
               : TRUE;
  if (coding != NULL && g_ascii_strcasecmp (coding, "gzip") != 0 &&
      g_ascii_strcasecmp (coding, "identity") != 0)
    return refuse (request, SAT_SERVER_ERROR_MALFORMED, "Only gzip is understood");
  if (n <= limit)
    return TRUE;
  if (n > limit * DRAIN_FACTOR ||
      soup_message_headers_get_expectations (headers) & SOUP_EXPECTATION_CONTINUE)
    return refuse (request, SAT_SERVER_ERROR_TOO_LARGE, "The body is too large");
  request->too_large = TRUE;
  return TRUE;
}

/* Bodies are kept until they are whole. */
static gboolean
check_room (SatHttpRequest *request)
{
  if (!(request->route->flags & SAT_HTTP_LARGE))
    return TRUE;
  if (request->server->n_large >= MOST_LARGE)
    return refuse (request, SAT_SERVER_ERROR_BUSY, "Too many files are being sent");
  request->large = TRUE;
  request->server->n_large++;
  return TRUE;
}

static gboolean
is_local (SatHttpRequest *request)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  GSocketAddress *remote = soup_server_message_get_remote_address (request->message);

  return G_IS_INET_SOCKET_ADDRESS (remote) &&
         g_inet_address_get_is_loopback (
             g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote))) &&
         soup_message_headers_get_list (headers, "X-Forwarded-For") == NULL &&
         soup_message_headers_get_list (headers, "Forwarded") == NULL;
}

gboolean
sat_http_guard_check (SatHttpRequest *request)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  g_autofree char *length = g_strdup (soup_message_headers_get_list (headers, "Content-Length"));
  g_autofree char *chunks = g_strdup (soup_message_headers_get_list (headers, "Transfer-Encoding"));
  g_autoptr (GString) allowed = g_string_new (NULL);
  const char *method = soup_server_message_get_method (request->message);
  const char *path = g_uri_get_path (soup_server_message_get_uri (request->message));
  const char *word = "";

  request->route = find_route (method, path, &word, allowed);
  request->word = g_strdup (word);
  if (!check_framing (request, length, chunks))
    return FALSE;
  if (request->route == NULL && allowed->len > 0) {
    soup_message_headers_replace (soup_server_message_get_response_headers (request->message),
                                  "Allow", allowed->str);
    return refuse (request, SAT_SERVER_ERROR_METHOD, "There is another method here");
  }
  if (request->route == NULL || ((request->route->flags & SAT_HTTP_LOCAL) && !is_local (request)))
    return refuse (request, SAT_SERVER_ERROR_NOT_FOUND, "There is nothing here");
  if (request->server->stopping)
    return refuse (request, SAT_SERVER_ERROR_BUSY, "The server is about to stop");
  return check_room (request) && check_body (request, length, chunks);
}
