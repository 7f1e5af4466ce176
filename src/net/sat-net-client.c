/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-net-client-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-json-object.h"
#include "sat-json-writer.h"
#include "sat-net-answer.h"
#include "sat-pack.h"

#define MOST_BYTES (64 * 1024 * 1024)
#define CHUNK_BYTES (64 * 1024)
#define MOST_DIGITS 15 /* of a length */
#define SILENCE_SECONDS 60
#define MOST_US (10 * 60 * G_USEC_PER_SEC)
#define BYTES "application/octet-stream"
/* What is smaller is not worth packing. */
#define LEAST_PACKED 400

struct _SatNetClient {
  SoupSession *session;
  char *url;
};

void
sat_net_answer_clear (SatNetAnswer *self)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  *self = (SatNetAnswer){0};
}

static gboolean
is_own_computer (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

static char *
check_url (const char *url, gboolean *own, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  char *clean;

  if (host == NULL || *host == '\0' || g_uri_get_query (uri) != NULL ||
      g_uri_get_fragment (uri) != NULL || g_uri_get_userinfo (uri) != NULL ||
      (strcmp (scheme, "https") != 0 && strcmp (scheme, "http") != 0)) {
    g_set_error (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_SERVER,
                 _ ("“%s” is not a server's address like https://sales.example.org"), url);
    return NULL;
  }
  *own = is_own_computer (host);
  if (strcmp (scheme, "http") == 0 && !*own) {
    g_set_error (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_SERVER,
                 _ ("“%s” is not encrypted: everybody on the way could read along. Use https."),
                 url);
    return NULL;
  }
  clean = g_strdup (url);
  while (g_str_has_suffix (clean, "/"))
    clean[strlen (clean) - 1] = '\0';
  return clean;
}

SatNetClient *
sat_net_client_new (const char *url, GError **error)
{
  SatNetClient *self;
  gboolean own;
  char *clean;

  g_return_val_if_fail (url != NULL, NULL);

  clean = check_url (url, &own, error);
  if (clean == NULL)
    return NULL;
  self = g_new0 (SatNetClient, 1);
  self->url = clean;
  self->session =
      soup_session_new_with_options ("timeout", SILENCE_SECONDS, "idle-timeout", SILENCE_SECONDS,
                                     "user-agent", "Satchel/" SAT_VERSION, NULL);
  if (own) /* No proxy leads there, and to look for one takes time. */
    g_object_set (self->session, "proxy-resolver", NULL, NULL);
  /* The tokens are ours, and 401 is an answer. */
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  return self;
}

void
sat_net_client_free (SatNetClient *self)
{
  if (self == NULL)
    return;
  soup_session_abort (self->session);
  g_object_unref (self->session);
  g_free (self->url);
  g_free (self);
}

const char *
sat_net_client_get_url (SatNetClient *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->url;
}

/* Edits come packed as they are kept, unless they are a part of what was sent before. */
static gboolean
is_packed (const char *type, GBytes *body)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (body, &length);

  return strcmp (type, SAT_NET_EDITS) == 0 && length > 2 && data[0] == 0x1f && data[1] == 0x8b;
}

static void
set_body (SoupMessage *message, const char *type, GBytes *body)
{
  /* Edits however small: gzip's checksum tells the server that they arrived as they were sent. */
  gboolean packs = (g_bytes_get_size (body) >= LEAST_PACKED || strcmp (type, SAT_NET_EDITS) == 0) &&
                   strcmp (type, BYTES) != 0;
  g_autoptr (GBytes) packed = is_packed (type, body) ? g_bytes_ref (body)
                              : packs                ? sat_pack (body)
                                                     : NULL;

  if (packed != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Content-Encoding",
                                  "gzip");
  soup_message_set_request_body_from_bytes (message, type, packed != NULL ? packed : body);
}

SoupSession *
sat_net_client_get_session (SatNetClient *self)
{
  return self->session;
}

SoupMessage *
sat_net_client_make_message (SatNetClient *self,
                             const char *method,
                             const char *path,
                             const char *type,
                             GBytes *body,
                             const char *token,
                             const char *epoch,
                             guint schema)
{
  g_autofree char *url = g_strconcat (self->url, path, NULL);
  SoupMessage *message = soup_message_new (method, url);
  SoupMessageHeaders *headers;

  if (message == NULL)
    return NULL;
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  headers = soup_message_get_request_headers (message);
  if (token != NULL) {
    g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);

    soup_message_headers_replace (headers, "Authorization", bearer);
  }
  if (epoch != NULL)
    soup_message_headers_replace (headers, "X-Epoch", epoch);
  if (schema != 0) {
    g_autofree char *text = g_strdup_printf ("%u", schema);

    soup_message_headers_replace (headers, "X-Schema", text);
  }
  if (body != NULL)
    set_body (message, type, body);
  else if (strcmp (method, "POST") == 0)
    soup_message_headers_set_content_length (headers, 0);
  return message;
}

/* libsoup takes a length that is no number, and one that is negative, and warns. */
static void
got_headers_cb (SoupMessage *message, gboolean *nonsense)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *length = soup_message_headers_get_list (headers, "Content-Length");

  *nonsense = length != NULL && (*length == '\0' || strlen (length) > MOST_DIGITS ||
                                 length[strspn (length, "0123456789")] != '\0');
  if (*nonsense)
    soup_message_headers_set_content_length (headers, 0);
}

gboolean
sat_net_client_is_unreached (const GError *failure)
{
  return failure->domain == G_RESOLVER_ERROR ||
         g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
         g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE) ||
         g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE) ||
         g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND) ||
         g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_PROXY_FAILED);
}

/* What a failure on the way means. FALSE: nothing that another try would change. */
static gboolean
take_failure (const GError *failure, SatNetAnswer *answer, GError **error)
{
  answer->status = SAT_SYNC_CUT;
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, g_error_copy (failure));
    return FALSE;
  }
  if (failure->domain == G_TLS_ERROR && failure->code == G_TLS_ERROR_BAD_CERTIFICATE) {
    g_set_error (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_SERVER,
                 _ ("The server's certificate cannot be trusted: %s"), failure->message);
    return FALSE;
  }
  if (sat_net_client_is_unreached (failure))
    answer->status = SAT_SYNC_UNREACHED;
  g_debug ("on the way: %s", failure->message);
  return TRUE;
}

/* All of it, but not without end: neither in bytes nor in time. */
static GBytes *
read_all (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);
  gint64 until = g_get_monotonic_time () + MOST_US;
  gssize n;

  while ((n = g_input_stream_read (stream, chunk, CHUNK_BYTES, cancellable, error)) > 0) {
    if (all->len + (gsize)n > MOST_BYTES || g_get_monotonic_time () > until) {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, "too long an answer");
      return NULL;
    }
    g_byte_array_append (all, chunk, (guint)n);
  }
  if (n < 0 || !g_input_stream_close (stream, cancellable, error))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

static guint
retry_after (SoupMessage *message)
{
  const char *text =
      soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");
  guint64 seconds = 0;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, 24 * 3600, &seconds, NULL)
             ? (guint)seconds
             : 0;
}

static gint64
get_number (SoupMessage *message, const char *name)
{
  const char *text =
      soup_message_headers_get_one (soup_message_get_response_headers (message), name);
  guint64 number;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &number, NULL)
             ? (gint64)number
             : -1;
}

gboolean
sat_net_client_ask (SatNetClient *self,
                    const char *method,
                    const char *path,
                    const char *type,
                    GBytes *body,
                    const char *token,
                    const char *epoch,
                    guint schema,
                    SatNetAnswer *answer,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean nonsense = FALSE;

  g_return_val_if_fail (self != NULL && method != NULL && path != NULL && answer != NULL, FALSE);

  *answer = (SatNetAnswer){.status = SAT_SYNC_UNREACHED, .offset = -1, .length = -1};
  if (g_strcmp0 (g_getenv ("SATCHEL_OFFLINE"), "1") == 0)
    return TRUE;
  message = sat_net_client_make_message (self, method, path, type, body, token, epoch, schema);
  if (message == NULL) {
    g_set_error (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_SERVER,
                 _ ("“%s” is not a server's address like https://sales.example.org"), self->url);
    return FALSE;
  }
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), &nonsense);
  stream = soup_session_send (self->session, message, cancellable, &failure);
  if (nonsense && failure == NULL)
    g_set_error_literal (&failure, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "the length is no number");
  if (stream != NULL && !nonsense)
    answer->body = read_all (stream, cancellable, &failure);
  if (answer->body == NULL)
    return take_failure (failure, answer, error);
  answer->status = soup_message_get_status (message);
  answer->retry_after = retry_after (message);
  answer->offset = get_number (message, "X-Offset");
  answer->length = get_number (message, "X-Length");
  return TRUE;
}

static GBytes *
refresh_body (const SatSecrets *secrets)
{
  GString *text = g_string_new (NULL);
  g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);
  g_autofree char *signature = sat_secrets_sign (secrets, secrets->refresh);

  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_string (writer, "refresh", secrets->refresh);
  sat_json_writer_int (writer, "device", secrets->device);
  sat_json_writer_string (writer, "sig", signature);
  sat_json_writer_end_object (writer);
  sat_json_writer_finish (writer, NULL);
  return g_string_free_to_bytes (text);
}

/* FALSE: there are none in it. */
static gboolean
take_tokens (SatSecrets *secrets, GBytes *body)
{
  g_auto (SatNetTokens) tokens = {0};

  if (!sat_net_read_tokens (body, &tokens))
    return FALSE;
  g_free (secrets->access);
  g_free (secrets->refresh);
  secrets->access = g_steal_pointer (&tokens.access);
  secrets->refresh = g_steal_pointer (&tokens.refresh);
  if (tokens.device != 0)
    secrets->device = tokens.device;
  return TRUE;
}

gboolean
sat_net_client_send (SatNetClient *self,
                     const SatSyncRequest *request,
                     SatStore *store,
                     SatSecrets *secrets,
                     SatNetAnswer *answer,
                     GCancellable *cancellable,
                     GError **error)
{
  gboolean refresh, tokens;
  g_autoptr (GBytes) body = NULL;

  g_return_val_if_fail (self != NULL && request != NULL && request->step == SAT_SYNC_ASK, FALSE);
  g_return_val_if_fail (secrets != NULL && answer != NULL, FALSE);

  refresh = request->kind == SAT_SYNC_REFRESH;
  tokens = refresh || request->kind == SAT_SYNC_ENROL;
  if (refresh)
    body = refresh_body (secrets);
  else if (request->body != NULL)
    body = g_bytes_ref (request->packed != NULL ? request->packed : request->body);
  if (!sat_net_client_ask (self, request->method, request->path,
                           refresh ? "application/json" : SAT_NET_EDITS, body,
                           refresh ? NULL : secrets->access, request->epoch, request->schema,
                           answer, cancellable, error))
    return FALSE;
  if (!tokens || answer->status != 200)
    return TRUE;
  if (!take_tokens (secrets, answer->body)) {
    answer->status = SAT_SYNC_CUT;
    return TRUE;
  }
  return sat_secrets_save (store, secrets, NULL, error);
}

char *
sat_net_answer_code (const SatNetAnswer *self)
{
  g_autoptr (JsonObject) object = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  object = self->status != 200 ? sat_json_read_object (self->body) : NULL;
  return g_strdup (sat_json_get_text (sat_json_get_object (object, "error"), "code"));
}

gboolean
sat_net_client_call (SatNetClient *self,
                     const char *method,
                     const char *path,
                     GBytes *body,
                     SatStore *store,
                     SatSecrets *secrets,
                     SatNetAnswer *answer,
                     GCancellable *cancellable,
                     GError **error)
{
  const SatSyncRequest refresh = {
      .step = SAT_SYNC_ASK,
      .kind = SAT_SYNC_REFRESH,
      .method = "POST",
      .path = "/v1/auth/token",
      .epoch = "",
  };
  g_auto (SatNetAnswer) refreshed = {0};
  const char *type = strcmp (method, "PATCH") == 0 ? BYTES : "application/json";
  g_autofree char *code = NULL;

  g_return_val_if_fail (self != NULL && secrets != NULL && answer != NULL, FALSE);

  if (!sat_net_client_ask (self, method, path, type, body, secrets->access, NULL, 0, answer,
                           cancellable, error))
    return FALSE;
  code = sat_net_answer_code (answer);
  /* The answer to HEAD has no body that could say why. */
  if (answer->status != 401 ||
      (strcmp (code, "token_expired") != 0 && strcmp (method, "HEAD") != 0))
    return TRUE;
  if (!sat_net_client_send (self, &refresh, store, secrets, &refreshed, cancellable, error))
    return FALSE;
  if (refreshed.status != 200)
    return TRUE;
  sat_net_answer_clear (answer);
  return sat_net_client_ask (self, method, path, type, body, secrets->access, NULL, 0, answer,
                             cancellable, error);
}
