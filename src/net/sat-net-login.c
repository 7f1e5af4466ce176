/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-net-login.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-device-file.h"
#include "sat-fault.h"
#include "sat-joining.h"
#include "sat-json-writer.h"
#include "sat-net-answer.h"

#define LOOK_ROWS 2000
#define MOST_TRIES 3
#define UNMATCHED_NAMED 5
/* The setting with the key that the server showed at the first sign-in. */
#define SERVER_KEY "sync_server_key"

/* One sign-in. */
typedef struct {
  SatStore *store;
  SatNetClient *client;
  SatSecrets *secrets;
  SatNetLogin *login;
  GCancellable *cancellable;
  SatUuid user;
} Run;

void
sat_net_login_clear (SatNetLogin *self)
{
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->role, g_free);
  g_clear_pointer (&self->server, g_free);
  *self = (SatNetLogin){0};
}

static gboolean
fail (GError **error, SatSyncError code, const char *message)
{
  g_set_error_literal (error, SAT_SYNC_ERROR, code, message);
  return FALSE;
}

/* What stands for an answer other than 200. */
static gboolean
refuse (const SatNetAnswer *answer, GError **error)
{
  switch (answer->status) {
  case SAT_SYNC_UNREACHED:
    return fail (error, SAT_SYNC_ERROR_OFFLINE, _ ("The server cannot be reached."));
  case SAT_SYNC_CUT:
    return fail (error, SAT_SYNC_ERROR_OFFLINE, _ ("The connection to the server breaks off."));
  case 401:
    return fail (error, SAT_SYNC_ERROR_AUTH, _ ("The name or the password is wrong."));
  case 403:
    return fail (error, SAT_SYNC_ERROR_AUTH, _ ("Your account is switched off."));
  case 426:
    return fail (error, SAT_SYNC_ERROR_SCHEMA,
                 _ ("This Satchel and the server are of versions that do not go together. You can "
                    "work on without the server."));
  case 429:
  case 503:
    return fail (error, SAT_SYNC_ERROR_SERVER, _ ("The server is busy. Try again later."));
  default:
    g_set_error (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_SERVER,
                 _ ("The server answers with the error %u %s."), answer->status, "");
    return FALSE;
  }
}

static GBytes *
credentials (Run *run, const char *user, const char *password)
{
  GString *text = g_string_new (NULL);
  g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);
  g_autofree char *key = sat_secrets_make_key (run->secrets);

  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_string (writer, "user", user);
  sat_json_writer_string (writer, "password", password);
  sat_json_writer_begin_object (writer, "device");
  sat_json_writer_string (writer, "name", g_get_host_name ());
  sat_json_writer_string (writer, "key", key);
  sat_json_writer_end_object (writer);
  sat_json_writer_end_object (writer);
  sat_json_writer_finish (writer, NULL);
  return g_string_free_to_bytes (text);
}

static gboolean
read_answer (Run *run, GBytes *body)
{
  g_auto (SatNetSession) session = {0};
  SatSecrets *secrets = run->secrets;

  if (!sat_net_read_session (body, &session))
    return FALSE;
  g_free (secrets->access);
  g_free (secrets->refresh);
  g_free (secrets->server_key);
  secrets->access = g_steal_pointer (&session.tokens.access);
  secrets->refresh = g_steal_pointer (&session.tokens.refresh);
  secrets->server_key = g_steal_pointer (&session.server_key);
  secrets->device = run->login->device = session.tokens.device;
  run->user = session.user;
  run->login->user = g_steal_pointer (&session.name);
  run->login->role = g_steal_pointer (&session.role);
  run->login->server = g_steal_pointer (&session.server);
  return TRUE;
}

static gboolean
sign_in (Run *run, const char *user, const char *password, GError **error)
{
  g_autoptr (GBytes) body = credentials (run, user, password);
  g_auto (SatNetAnswer) answer = {0};

  if (!sat_net_client_ask (run->client, "POST", "/v1/auth/login", "application/json", body, NULL,
                           NULL, 0, &answer, run->cancellable, error))
    return FALSE;
  if (answer.status != 200)
    return refuse (&answer, error);
  return read_answer (run, answer.body) ||
         fail (error, SAT_SYNC_ERROR_SERVER, _ ("This is not a server of Satchel."));
}

static SatRole
role_of (const char *name)
{
  if (strcmp (name, "admin") == 0)
    return SAT_ROLE_ADMIN;
  if (strcmp (name, "manager") == 0)
    return SAT_ROLE_MANAGER;
  return strcmp (name, "rep") == 0 ? SAT_ROLE_REP : SAT_ROLE_READER;
}

static char *
escape (const char *text)
{
  return g_uri_escape_string (text != NULL ? text : "", NULL, FALSE);
}

/* The page after @state of a pull that changes nothing here. */
static SatPageReader *
fetch_page (Run *run, const SatPullState *state, GError **error)
{
  g_autofree char *cursor = escape (state->cursor);
  g_autofree char *sv = escape (state->sv);
  g_autofree char *bf = escape (state->bf);
  g_autofree char *path =
      g_strdup_printf ("/v1/sync/pull?cursor=%s&sv=%s&bf=%s&limit=%d", cursor, sv, bf, LOOK_ROWS);
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (run->store);
  g_autoptr (GError) failure = NULL;

  for (guint try = 0; try < MOST_TRIES; try++) {
    g_auto (SatNetAnswer) answer = {0};
    SatPageReader *page;

    if (!sat_net_client_ask (run->client, "GET", path, NULL, NULL, run->secrets->access, "",
                             sat_registry_schema (registry), &answer, run->cancellable, error))
      return NULL;
    g_clear_error (&failure);
    if (answer.status != 200) {
      refuse (&answer, &failure);
      if (answer.status != SAT_SYNC_CUT)
        break;
      continue;
    }
    page = sat_page_reader_new (answer.body, &failure);
    if (page != NULL)
      return page;
  }
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static gboolean
look (Run *run, SatJoining *joining, GError **error)
{
  SatPullState state = {0};
  gboolean more = TRUE, good = TRUE;

  while (good && more) {
    g_autoptr (SatPageReader) page = fetch_page (run, &state, error);
    const SatPageHead *head = page != NULL ? sat_page_reader_head (page) : NULL;

    good = page != NULL && sat_joining_look (joining, page, &more, error);
    if (good) {
      sat_pull_state_clear (&state);
      state = (SatPullState){g_strdup (head->upto.cursor), g_strdup (head->upto.sv),
                             g_strdup (head->upto.bf)};
    }
  }
  sat_pull_state_clear (&state);
  return good;
}

static gboolean
refuse_unmatched (GPtrArray *texts, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);
  guint n = MIN (texts->len, UNMATCHED_NAMED), more = texts->len - n;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", (const char *)texts->pdata[i]);
  if (more > 0) {
    g_string_append (list, ", ");
    g_string_append_printf (list, ngettext ("%u more", "%u more", more), more);
  }
  g_set_error (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_STATE,
               _ ("The server has nothing that matches: %s. Rename it here as it is called there, "
                  "or ask an administrator to add it. Nothing was sent."),
               list->str);
  return FALSE;
}

static gboolean
match (Run *run, GError **error)
{
  g_autoptr (SatJoining) joining =
      sat_joining_new (run->store, &run->user, role_of (run->login->role), error);
  g_autoptr (GPtrArray) texts = NULL;

  if (joining == NULL)
    return FALSE;
  if (!sat_joining_is_needed (joining))
    return TRUE;
  if (!look (run, joining, error) || !sat_joining_match (joining, &texts, error))
    return FALSE;
  if (texts->len > 0)
    return refuse_unmatched (texts, error);
  return sat_joining_apply (joining, error) &&
         sat_store_set_setting (run->store, SAT_SYNC_SETTING_ENTER, "1", error);
}

static gboolean
note (Run *run, GError **error)
{
  return sat_store_set_setting (run->store, SERVER_KEY, run->secrets->server_key, error) &&
         sat_store_set_setting (run->store, SAT_NET_SETTING_USER, run->login->user, error) &&
         sat_store_set_setting (run->store, SAT_NET_SETTING_ROLE, run->login->role, error) &&
         sat_store_set_setting (run->store, SAT_NET_SETTING_SERVER, run->login->server, error) &&
         sat_store_set_setting (run->store, SAT_SYNC_SETTING_REVOKED, "0", error);
}

/* A file that has joined already: only at the same server, only the same user. */
static gboolean
rejoin (Run *run, const SatRemoteState *state, GError **error)
{
  g_autofree char *server_key = sat_store_get_setting (run->store, SERVER_KEY);

  if (!sat_uuid_equal (&state->user, &run->user))
    return fail (error, SAT_SYNC_ERROR_STATE,
                 _ ("This file belongs to another user. Two users need two files."));
  if (server_key != NULL && strcmp (server_key, run->secrets->server_key) != 0)
    return fail (error, SAT_SYNC_ERROR_STATE,
                 _ ("This file belongs to another server. Two servers need two files."));
  return sat_secrets_save (run->store, run->secrets, &run->login->in_file, error) &&
         sat_outbox_move_to_device (run->store, run->login->device, -1, error) &&
         sat_remote_join (run->store, run->secrets->server, &run->user, 0, error) &&
         note (run, error) && sat_device_file_renew (run->store, error);
}

static gboolean
join (Run *run, GError **error)
{
  if (!match (run, error))
    return FALSE;
  SAT_CRASH_POINT ("login-matched");
  if (!sat_secrets_save (run->store, run->secrets, &run->login->in_file, error) ||
      !note (run, error))
    return FALSE;
  SAT_CRASH_POINT ("login-noted");
  if (!sat_remote_join (run->store, run->secrets->server, &run->user, run->login->device, error))
    return FALSE;
  SAT_CRASH_POINT ("login-joined");
  return sat_device_file_renew (run->store, error);
}

gboolean
sat_net_login (SatStore *store,
               const char *url,
               const char *user,
               const char *password,
               SatNetLogin *login,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (SatRemoteState) state = NULL;
  g_autoptr (SatNetClient) client = NULL;
  g_autoptr (SatSecrets) secrets = sat_secrets_new ();
  g_autofree char *demo = NULL;
  Run run = {store, NULL, secrets, login, cancellable, {{0}}};

  g_return_val_if_fail (SAT_IS_STORE (store) && url != NULL && user != NULL && password != NULL,
                        FALSE);
  g_return_val_if_fail (login != NULL, FALSE);

  *login = (SatNetLogin){0};
  state = sat_remote_state (store, error);
  if (state == NULL)
    return FALSE;
  demo = sat_store_get_setting (store, "demo");
  if (demo != NULL)
    return fail (error, SAT_SYNC_ERROR_STATE,
                 _ ("A sample workspace cannot join a server. Begin with a new file."));
  run.client = client = sat_net_client_new (url, error);
  if (client == NULL)
    return FALSE;
  g_free (secrets->server);
  secrets->server = g_strdup (sat_net_client_get_url (client));
  if (!sign_in (&run, user, password, error))
    return FALSE;
  SAT_CRASH_POINT ("login-answered");
  if (!state->joined)
    return join (&run, error);
  return rejoin (&run, state, error);
}
