/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What happens between the end of a request and the beginning of its answer, away from the main
 * thread. */

#include "config.h"

#include "sat-http-private.h"

#include "sat-fault.h"
#include "sat-server-log.h"

#define MOST_WAITING 256
#define MOST_PASSWORDS_WAITING 64
#define DEFLATED_FROM 1024

static gboolean
sign_in (SatHttpRequest *request, GError **error)
{
  guint flags = request->route->flags;

  if (!(flags & SAT_HTTP_SIGNED_IN))
    return TRUE;
  if (request->bearer == NULL || *request->bearer == '\0') {
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_CREDENTIALS, "Sign in first");
    return FALSE;
  }
  g_clear_pointer (&request->name, g_free);
  if (!sat_accounts_check (request->server->site->accounts, request->bearer, &request->session,
                           error) ||
      !sat_site_caller (request->server->site, &request->session, &request->caller, &request->name,
                        error))
    return FALSE;
  if (!request->session.revoked || (flags & SAT_HTTP_REVOKED) ||
      (request->session.offboarded && (flags & SAT_HTTP_LEAVING)))
    return TRUE;
  g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_DEVICE_REVOKED,
                       "This device is revoked");
  return FALSE;
}

/* A client that is too old for this registry. One that is newer sends what the server knows. */
static gboolean
check_schema (SatHttpRequest *request, GError **error)
{
  guint64 schema;

  if (request->schema == NULL || *request->schema == '\0')
    return TRUE;
  if (g_ascii_string_to_unsigned (request->schema, 10, 1, G_MAXUINT16, &schema, NULL)) {
    request->caller.schema = (guint)schema;
    return TRUE;
  }
  g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_SCHEMA,
                       "This version of the program is too old for the server");
  return FALSE;
}

/* *@key: for release(); NULL when others may run beside it. */
static gboolean
claim (SatHttpRequest *request, char **key, GError **error)
{
  SatHttpServer *server = request->server;
  gboolean claimed;

  if (!(request->route->flags & SAT_HTTP_ALONE))
    return TRUE;
  *key = g_strdup_printf ("%u %s", request->caller.device, request->route->path);
  g_mutex_lock (&server->lock);
  claimed = g_hash_table_add (server->busy, g_strdup (*key));
  g_mutex_unlock (&server->lock);
  if (claimed)
    return TRUE;
  g_clear_pointer (key, g_free);
  g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_BUSY,
                       "The device's request before this one is not answered yet");
  return FALSE;
}

static void
release (SatHttpServer *server, char *key)
{
  if (key == NULL)
    return;
  g_mutex_lock (&server->lock);
  g_hash_table_remove (server->busy, key);
  g_mutex_unlock (&server->lock);
  g_free (key);
}

/* The checksum of gzip says that an answer to a push came as it was; pages have their own. */
static gboolean
is_worth_deflating (const SatHttpRequest *request)
{
  /* What people attach is packed already, as a rule. */
  if (request->route->handle == sat_http_blob_get)
    return FALSE;
  return request->route->handle == sat_http_push ||
         g_bytes_get_size (request->answer) > DEFLATED_FROM;
}

static void
deflate_answer (SatHttpRequest *request)
{
  GBytes *smaller;

  if (request->answer == NULL || !request->takes_gzip || !is_worth_deflating (request))
    return;
  smaller = sat_http_deflate (request->answer);
  if (smaller == NULL)
    return;
  g_bytes_unref (request->answer);
  request->answer = smaller;
  request->answer_gzipped = TRUE;
}

void
sat_http_work (SatHttpRequest *request)
{
  SatSite *site = request->server->site;
  g_autoptr (GError) error = NULL;
  char *key = NULL;

  request->park = FALSE;
  SAT_CRASH_POINT ("request-received");
  sat_site_enter (site);
  if (!sat_site_check (site, &error) || !sign_in (request, &error) ||
      !check_schema (request, &error) || !claim (request, &key, &error) ||
      !request->route->handle (request, &error)) {
    request->park = FALSE;
    sat_http_request_fail (request, error);
    if (error->domain != SAT_SERVER_ERROR)
      sat_server_log ("error", "failure", "path", request->route->path, "message", error->message,
                      NULL);
  }
  sat_site_leave (site);
  release (request->server, key);
  deflate_answer (request);
  SAT_CRASH_POINT ("answer-ready");
}

gboolean
sat_http_server_submit (SatHttpServer *self, SatHttpRequest *request)
{
  gboolean password = (request->route->flags & SAT_HTTP_PASSWORD) != 0;
  GThreadPool *pool = password ? self->password_workers : self->workers;

  if (g_thread_pool_unprocessed (pool) >= (password ? MOST_PASSWORDS_WAITING : MOST_WAITING))
    return FALSE;
  request->working = TRUE;
  /* When no further thread can be made, those that run come to it. */
  g_thread_pool_push (pool, request, NULL);
  return TRUE;
}
