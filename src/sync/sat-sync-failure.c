/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an engine makes of an answer that is none: docs/protocol.md, 6 and 8. */
#include "config.h"

#include "sat-sync-engine-private.h"

#include "sat-json-object.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define FIRST_WAIT_MS 200
#define LEAST_PULL_ROWS 50
/* Waiting longer is for whoever began the sync to decide. */
#define MOST_PATIENCE_S 10

static gboolean
end (GError **error, SatSyncError code, const char *message)
{
  g_set_error_literal (error, SAT_SYNC_ERROR, code, message);
  return FALSE;
}

/* 200, 400, 800 ms ... */
static guint
wait_of (guint times)
{
  return FIRST_WAIT_MS << MIN (times - 1, 6);
}

gboolean
sat_sync_engine_nonsense (SatSyncEngine *self, const char *why, GError **error)
{
  if (++self->nonsense < SAT_SYNC_MOST_NONSENSE) {
    self->wait_ms = wait_of (self->nonsense);
    return TRUE;
  }
  g_set_error (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_SERVER,
               _ ("The server's answer makes no sense: %s"), why);
  return FALSE;
}

gboolean
sat_sync_engine_enrol (SatSyncEngine *self, gint64 fork, GError **error)
{
  if (self->last) /* there is no other device for it */
    return end (error, SAT_SYNC_ERROR_REVOKED,
                _ ("The server does not take what this computer has to send."));
  if (++self->enrolments > SAT_SYNC_MOST_ENROLMENTS)
    return end (error, SAT_SYNC_ERROR_SERVER,
                _ ("The server does not take what this computer has to send."));
  self->fork = fork;
  self->phase = SAT_SYNC_PHASE_ENROL;
  return sat_outbox_note_fork (self->store, fork, error);
}

/* The device has sent other things than this file knows, up to @last_m: another one takes over. */
static gboolean
fork_at (SatSyncEngine *self, gint64 last_m, const SatChain *hash, GError **error)
{
  g_autoptr (SatRemoteState) state = sat_remote_state (self->store, error);
  gint64 fork;

  if (state == NULL || !sat_outbox_find_fork (self->store, hash, &fork, error))
    return FALSE;
  /* A server that knows less than it has answered for went back. Where the ways part is not known
   * any more: all that is kept goes once more, and it passes over what it has. */
  if (fork < 0 && last_m < state->last_m)
    fork = 0;
  return sat_sync_engine_enrol (self, fork, error);
}

gboolean
sat_sync_engine_rewind (SatSyncEngine *self, gint64 last_m, const SatChain *hash, GError **error)
{
  gboolean fits;

  if (++self->restarts > SAT_SYNC_MOST_RESTARTS)
    return end (error, SAT_SYNC_ERROR_SERVER,
                _ ("The server does not take what this computer has to send."));
  if (!sat_outbox_rewind (self->store, last_m, hash, &fits, error))
    return FALSE;
  self->pulled = FALSE;
  if (fits) {
    self->phase = SAT_SYNC_PHASE_PUSH;
    return TRUE;
  }
  return fork_at (self, last_m, hash, error);
}

gboolean
sat_sync_engine_restart (SatSyncEngine *self, const char *epoch, GError **error)
{
  if (++self->restarts > SAT_SYNC_MOST_RESTARTS)
    return end (error, SAT_SYNC_ERROR_SERVER, _ ("The server begins anew again and again."));
  self->pulled = FALSE;
  if (self->phase == SAT_SYNC_PHASE_COMPARE)
    self->phase = SAT_SYNC_PHASE_PULL;
  return sat_remote_restart (self->store, epoch, error);
}

static gboolean
cut (SatSyncEngine *self, GError **error)
{
  gboolean rejected;

  if (++self->cuts >= SAT_SYNC_MOST_CUTS)
    return end (error, SAT_SYNC_ERROR_OFFLINE, _ ("The connection to the server breaks off."));
  self->wait_ms = wait_of (self->cuts);
  if (self->cuts + 1 < SAT_SYNC_MOST_CUTS)
    return TRUE;
  /* The last try with less. What the server has taken already it takes again. */
  if (self->asked == SAT_SYNC_PULL)
    self->pull_most = MAX (LEAST_PULL_ROWS, self->pull_most / 4);
  if (self->asked == SAT_SYNC_PUSH && self->pushing > 1)
    return sat_outbox_split (self->store, self->pushing / 2, &rejected, error);
  return TRUE;
}

static gboolean
busy (SatSyncEngine *self, guint retry_after, GError **error)
{
  if (++self->busy > SAT_SYNC_MOST_BUSY || retry_after > MOST_PATIENCE_S)
    return end (error, SAT_SYNC_ERROR_SERVER, _ ("The server is busy. Try again later."));
  self->wait_ms = retry_after > 0 ? retry_after * 1000 : wait_of (self->busy);
  return TRUE;
}

static gboolean
too_large (SatSyncEngine *self, GError **error)
{
  gboolean rejected = FALSE;

  if (++self->halvings > SAT_SYNC_MOST_HALVINGS ||
      (self->asked != SAT_SYNC_PUSH && self->asked != SAT_SYNC_PULL))
    return end (error, SAT_SYNC_ERROR_SERVER, _ ("The server finds everything too large."));
  if (self->asked == SAT_SYNC_PULL) {
    self->pull_most = MAX (LEAST_PULL_ROWS, self->pull_most / 2);
    return TRUE;
  }
  self->push_most = MAX (1, self->pushing / 2);
  if (!sat_outbox_split (self->store, self->push_most, &rejected, error))
    return FALSE;
  self->counts.rejected += rejected;
  self->counts.pushed += rejected;
  return TRUE;
}

static gboolean
signed_out (SatSyncEngine *self, const char *code, GError **error)
{
  if (strcmp (code, "device_revoked") == 0) {
    if (!sat_store_set_setting (self->store, SAT_SYNC_SETTING_REVOKED, "1", error))
      return FALSE;
    return end (error, SAT_SYNC_ERROR_REVOKED,
                _ ("This computer may no longer synchronize. What it holds stays here."));
  }
  if (strcmp (code, "token_expired") != 0 || self->asked == SAT_SYNC_REFRESH ||
      ++self->refreshes > SAT_SYNC_MOST_REFRESHES)
    return end (error, SAT_SYNC_ERROR_AUTH, _ ("Sign in again."));
  self->refresh = TRUE;
  return TRUE;
}

/* The members may stand in the error or beside it. */
static gint64
find_int (JsonObject *answer, JsonObject *failure, const char *name)
{
  return sat_json_get_int (failure, name, sat_json_get_int (answer, name, -1));
}

static const char *
find_text (JsonObject *answer, JsonObject *failure, const char *name)
{
  const char *text = sat_json_get_text (failure, name);

  return *text != '\0' ? text : sat_json_get_text (answer, name);
}

static gboolean
disagreed (
    SatSyncEngine *self, const char *code, JsonObject *answer, JsonObject *failure, GError **error)
{
  gint64 last_m = find_int (answer, failure, "last_m"), lost_after;
  const char *epoch = find_text (answer, failure, "epoch");
  SatChain hash;

  if (last_m < 0 || !sat_chain_parse (find_text (answer, failure, "hash"), &hash))
    return sat_sync_engine_nonsense (self, code, error);
  lost_after = find_int (answer, failure, "lost_after");
  if (strcmp (code, "epoch_changed") == 0 && *epoch != '\0' && lost_after >= 0 && !self->last)
    return sat_sync_engine_rescue (self, epoch, lost_after, last_m, &hash, error);
  if (strcmp (code, "epoch_changed") == 0 && *epoch != '\0')
    return sat_sync_engine_restart (self, epoch, error) &&
           sat_sync_engine_rewind (self, last_m, &hash, error);
  if (strcmp (code, "m_gap") == 0)
    return sat_sync_engine_rewind (self, last_m, &hash, error);
  if (strcmp (code, "device_forked") == 0)
    return fork_at (self, last_m, &hash, error);
  return sat_sync_engine_nonsense (self, code, error);
}

static gboolean
refused (SatSyncEngine *self, guint status, const char *code, GError **error)
{
  switch (status) {
  case 400:
    return sat_sync_engine_nonsense (self, *code != '\0' ? code : "400", error);
  case 403:
    if (strcmp (code, "user_disabled") == 0)
      return end (error, SAT_SYNC_ERROR_AUTH, _ ("Your account is switched off."));
    return end (error, SAT_SYNC_ERROR_SERVER, _ ("The server does not allow this."));
  case 410:
    return sat_sync_engine_restart (self, self->epoch, error);
  case 426:
    return end (error, SAT_SYNC_ERROR_SCHEMA,
                _ ("This Satchel and the server are of versions that do not go together. You can "
                   "work on without the server."));
  case 507:
    return end (error, SAT_SYNC_ERROR_SERVER, _ ("The server's disk is full."));
  default:
    g_set_error (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_SERVER,
                 _ ("The server answers with the error %u %s."), status, code);
    return FALSE;
  }
}

gboolean
sat_sync_engine_failed (
    SatSyncEngine *self, guint status, guint retry_after, GBytes *body, GError **error)
{
  g_autoptr (JsonObject) answer = sat_json_read_object (body);
  JsonNode *node = answer != NULL ? json_object_get_member (answer, "error") : NULL;
  JsonObject *failure =
      node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *code = sat_json_get_text (failure, "code");

  if (self->asked == SAT_SYNC_RESCUE &&
      (status == 400 || (status >= 403 && status <= 405) || status == 413))
    return sat_sync_engine_offer_refused (self, status, error);
  if ((self->asked == SAT_SYNC_DIGEST || self->asked == SAT_SYNC_LEAF) &&
      sat_sync_engine_digest_refused (self, status))
    return TRUE;
  switch (status) {
  case SAT_SYNC_UNREACHED:
    return end (error, SAT_SYNC_ERROR_OFFLINE, _ ("The server cannot be reached."));
  case SAT_SYNC_CUT:
    return cut (self, error);
  case 401:
    return signed_out (self, code, error);
  case 409:
    return disagreed (self, code, answer, failure, error);
  case 413:
    return too_large (self, error);
  case 429:
  case 503:
    return busy (self, retry_after, error);
  default:
    /* Other 5xx: something between us and the server may have answered. */
    if (status >= 500 && status != 507)
      return cut (self, error);
    return refused (self, status, code, error);
  }
}
