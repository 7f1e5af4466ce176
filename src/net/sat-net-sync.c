/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-net-sync.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-device-file.h"
#include "sat-fault.h"
#include "sat-net-ahead.h"
#include "sat-net-wipe.h"
#include "sat-reader.h"

/* As long as asked and up to half as long again, so that not all laptops come together. */
static gboolean
wait (guint ms, GCancellable *cancellable, GError **error)
{
  GPollFD fd;
  gint timeout = (gint)(ms + g_random_int_range (0, (gint32)(ms / 2) + 1));
  gboolean pollable = g_cancellable_make_pollfd (cancellable, &fd);

  g_poll (&fd, pollable ? 1 : 0, timeout);
  if (pollable)
    g_cancellable_release_fd (cancellable);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* One sync. */
typedef struct {
  SatStore *store;
  SatSecrets *secrets;
  SatNetClient *client;
  SatNetAhead *ahead;
  SatSyncEngine *engine;
  SatSyncRequest request; /* the last one */
  gboolean knows_user;
  GCancellable *cancellable;
} Run;

static void
ahead_cb (const SatSyncRequest *request, gpointer data)
{
  Run *self = data;

  sat_net_ahead_begin (self->ahead, request, self->secrets->access);
}

static gboolean
ask (Run *self, GError **error)
{
  g_auto (SatNetAnswer) answer = {0};
  gboolean had_moved = sat_sync_engine_has_moved (self->engine);

  SAT_CRASH_POINT ("ask-before");
  if (!sat_net_ahead_take (self->ahead, &self->request, &answer) &&
      !sat_net_client_send (self->client, &self->request, self->store, self->secrets, &answer,
                            self->cancellable, error))
    return FALSE;
  SAT_CRASH_POINT ("ask-answered");
  if (!sat_sync_engine_answer (self->engine, answer.status, answer.retry_after, answer.body, error))
    return FALSE;
  SAT_CRASH_POINT ("ask-taken");
  return had_moved || !sat_sync_engine_has_moved (self->engine) ||
         sat_device_file_renew (self->store, error);
}

/* Whoever signed in is the one who works here, once their record has come: with the first page of a
 * first load, so that what is theirs can be shown while the rest is on its way. *@known: it has. */
static gboolean
take_user (SatStore *store, gboolean *known, GError **error)
{
  g_autoptr (SatRemoteState) state = sat_remote_state (store, error);
  g_autoptr (SatReader) reader = state != NULL ? sat_store_thread_reader (store, error) : NULL;
  const SatType *type = NULL;
  gboolean deleted = FALSE;
  g_autoptr (GError) failure = NULL;
  gint64 id;

  if (reader == NULL)
    return FALSE;
  id = sat_reader_find (reader, &state->user, &type, &deleted, &failure);
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  *known = id != 0 && type != NULL && !deleted;
  if (!*known || id == sat_store_get_current_user (store))
    return TRUE;
  return sat_store_set_current_user (store, id, error);
}

static gboolean
run (Run *self, SatNetProgressFunc progress, gpointer user_data, GError **error)
{
  SatSyncProgress how_far;

  sat_sync_engine_set_ahead (self->engine, ahead_cb, self);
  for (;;) {
    if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
        !sat_sync_engine_next (self->engine, &self->request, error))
      return FALSE;
    if (self->request.step == SAT_SYNC_DONE)
      return TRUE;
    if (self->request.step == SAT_SYNC_WAIT
            ? !wait (self->request.wait_ms, self->cancellable, error)
            : !ask (self, error))
      return FALSE;
    if (self->request.kind == SAT_SYNC_PULL && !self->knows_user &&
        !take_user (self->store, &self->knows_user, error))
      return FALSE;
    sat_sync_engine_progress (self->engine, &how_far);
    if (progress != NULL)
      progress (&how_far, user_data);
  }
}

static gboolean
is_revoked (SatStore *store)
{
  g_autofree char *revoked = sat_store_get_setting (store, SAT_SYNC_SETTING_REVOKED);

  return g_strcmp0 (revoked, "1") == 0;
}

/* What an engine wants, from its first question to its last. */
static gboolean
run_engine (SatNetClient *client,
            SatStore *store,
            SatSecrets *secrets,
            SatSyncEngine *engine,
            SatNetProgressFunc progress,
            gpointer user_data,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (SatNetAhead) ahead = sat_net_ahead_new (sat_net_client_get_url (client), cancellable);
  Run self = {.store = store,
              .secrets = secrets,
              .client = client,
              .ahead = ahead,
              .engine = engine,
              .cancellable = cancellable};

  return run (&self, progress, user_data, error);
}

/* What is still here goes to the server, which keeps it as proposals. FALSE: it did not get there,
 * but may the next time. */
static gboolean
hand_over (SatNetClient *client, SatStore *store, SatSecrets *secrets, GCancellable *cancellable)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (SatSyncEngine) engine = sat_sync_engine_new (store, secrets->device, TRUE, &failure);

  if (engine != NULL) {
    sat_sync_engine_set_last (engine);
    if (run_engine (client, store, secrets, engine, NULL, NULL, cancellable, &failure))
      return TRUE;
  }
  g_debug ("the last push: %s", failure->message);
  return !g_error_matches (failure, SAT_SYNC_ERROR, SAT_SYNC_ERROR_OFFLINE) &&
         !g_error_matches (failure, SAT_SYNC_ERROR, SAT_SYNC_ERROR_SERVER) &&
         !g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The device is revoked: what is to happen with the file? FALSE with REVOKED always. */
static gboolean
obey (SatNetClient *client,
      SatStore *store,
      SatSecrets *secrets,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (SatWipe) wipe = sat_net_wipe_ask (store, client, secrets, cancellable);

  if (wipe == NULL || (strcmp (wipe->reason, "offboarded") == 0 &&
                       !hand_over (client, store, secrets, cancellable))) {
    g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_REVOKED,
                         _ ("This computer may no longer synchronize. What it holds stays here."));
    return FALSE;
  }
  if (!sat_wipe_write (sat_store_get_path (store), wipe, error))
    return FALSE;
  SAT_CRASH_POINT ("wipe-noted");
  g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_REVOKED, sat_net_wipe_text ());
  return FALSE;
}

/* What went away stays nowhere else. A failure is for the next sync. */
static void
clean_up (SatStore *store)
{
  g_autoptr (GError) error = NULL;
  gboolean clean = FALSE;

  if (!sat_remote_clean_up (store, &clean, &error))
    g_debug ("clean-up: %s", error->message);
}

static gboolean
sync_once (SatNetClient *client,
           SatStore *store,
           SatSecrets *secrets,
           SatNetProgressFunc progress,
           gpointer user_data,
           GCancellable *cancellable,
           SatSyncCounts *counts,
           GError **error)
{
  g_autoptr (SatSyncEngine) engine =
      sat_sync_engine_new (store, secrets->device, sat_device_file_fits (store), error);
  gboolean done;

  if (engine == NULL)
    return FALSE;
  if (secrets->device == 0) {
    g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_AUTH, _ ("Sign in again."));
    return FALSE;
  }
  done = run_engine (client, store, secrets, engine, progress, user_data, cancellable, error);
  *counts = *sat_sync_engine_counts (engine);
  clean_up (store);
  return done;
}

gboolean
sat_net_sync (SatStore *store,
              SatNetProgressFunc progress,
              gpointer user_data,
              GCancellable *cancellable,
              SatSyncCounts *counts,
              GError **error)
{
  g_autoptr (SatRemoteState) state = NULL;
  g_autoptr (SatSecrets) secrets = NULL;
  g_autoptr (SatNetClient) client = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean revoked;

  g_return_val_if_fail (SAT_IS_STORE (store) && counts != NULL, FALSE);

  *counts = (SatSyncCounts){0};
  state = sat_remote_state (store, error);
  if (state == NULL)
    return FALSE;
  if (!state->joined) {
    g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_AUTH,
                         _ ("This file has not joined a server. Sign in first."));
    return FALSE;
  }
  secrets = sat_secrets_load (store, error);
  client = secrets != NULL ? sat_net_client_new (state->server, error) : NULL;
  if (client == NULL)
    return FALSE;
  revoked = is_revoked (store);
  if (!revoked &&
      sync_once (client, store, secrets, progress, user_data, cancellable, counts, &failure))
    return TRUE;
  if (revoked || g_error_matches (failure, SAT_SYNC_ERROR, SAT_SYNC_ERROR_REVOKED))
    return obey (client, store, secrets, cancellable, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
