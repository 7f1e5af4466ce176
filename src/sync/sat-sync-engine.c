/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sync-engine-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-json-object.h"
#include "sat-fault.h"
#include "sat-reader.h"

#define PULL_ROWS 2000
/* A smaller difference may be the way of the answer. */
#define OFFSET_STEP_US (500 * 1000)

SatSyncEngine *
sat_sync_engine_new (SatStore *store, guint32 token_device, gboolean same_file, GError **error)
{
  g_autoptr (SatSyncEngine) self = NULL;
  g_autoptr (SatReader) reader = NULL;
  g_autoptr (SatRemoteState) state = NULL;
  g_autoptr (SatRegistry) registry = NULL;
  SatOutboxCounts counts;

  g_return_val_if_fail (SAT_IS_STORE (store), NULL);

  reader = sat_store_thread_reader (store, error);
  state = reader != NULL ? sat_remote_state_of (reader, error) : NULL;
  if (state == NULL)
    return NULL;
  if (!state->joined) {
    g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_AUTH,
                         _ ("This file has not joined a server. Sign in first."));
    return NULL;
  }
  registry = sat_store_ref_registry (store);
  self = g_new0 (SatSyncEngine, 1);
  self->store = g_object_ref (store);
  self->schema = sat_registry_schema (registry);
  self->fork = state->fork;
  self->pull_most = PULL_ROWS;
  self->reader = g_steal_pointer (&reader);
  if (!sat_outbox_counts (self->reader, &counts, error))
    return NULL;
  self->progress.total = (guint64)counts.waiting;
  if (!same_file || token_device != state->device)
    self->phase = SAT_SYNC_PHASE_ENROL;
  else
    self->phase = *state->epoch == '\0' ? SAT_SYNC_PHASE_HELLO : SAT_SYNC_PHASE_PUSH;
  return g_steal_pointer (&self);
}

/* What was made ready is not what comes next: it is looked up anew. */
static void
forget_next (SatSyncEngine *self)
{
  g_clear_pointer (&self->next_body, g_bytes_unref);
  g_clear_pointer (&self->next_packed, g_bytes_unref);
  self->next_begun = FALSE;
}

void
sat_sync_engine_free (SatSyncEngine *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->reader, sat_reader_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->packed, g_bytes_unref);
  forget_next (self);
  g_clear_object (&self->store);
  g_clear_pointer (&self->offer, g_array_unref);
  g_clear_pointer (&self->doubts, g_ptr_array_unref);
  sat_pull_state_clear (&self->own_at);
  g_free (self->next_epoch);
  g_free (self->path);
  g_free (self->epoch);
  g_free (self);
}

void
sat_sync_engine_set_last (SatSyncEngine *self)
{
  g_return_if_fail (self != NULL);
  self->last = TRUE;
  self->phase = SAT_SYNC_PHASE_PUSH;
}

static void
ask (SatSyncEngine *self,
     SatSyncRequest *request,
     SatSyncKind kind,
     const char *method,
     const char *path)
{
  self->asked = kind;
  if (path != self->path) {
    g_free (self->path);
    self->path = g_strdup (path);
  }
  *request = (SatSyncRequest){
      .step = SAT_SYNC_ASK,
      .kind = kind,
      .method = method,
      .path = self->path,
      .body = kind == SAT_SYNC_PUSH || kind == SAT_SYNC_RESCUE ? self->body : NULL,
      .packed = kind == SAT_SYNC_PUSH ? self->packed : NULL,
      .epoch = kind == SAT_SYNC_RESCUE ? self->next_epoch : self->epoch,
      .schema = self->schema,
  };
}

static gboolean
read_epoch (SatSyncEngine *self, SatRemoteState **state, GError **error)
{
  *state = sat_remote_state_of (self->reader, error);
  if (*state == NULL)
    return FALSE;
  g_free (self->epoch);
  self->epoch = g_strdup ((*state)->epoch);
  return TRUE;
}

/* What is there to send, in @body; NULL: nothing. *@begun: @ahead was told of it. */
static gboolean
take_push (SatSyncEngine *self, const SatRemoteState *state, gboolean *begun, GError **error)
{
  const SatOutboxLimits limits = {.mutations = self->push_most};
  gboolean more;

  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->packed, g_bytes_unref);
  if (self->next_body == NULL || self->next_first != state->last_m + 1) {
    *begun = FALSE;
    forget_next (self);
    return sat_outbox_has_more (self->reader, &more, error) &&
           (!more || sat_outbox_freeze (self->store, &limits, &self->body, &self->packed, error));
  }
  *begun = self->next_begun;
  self->body = g_steal_pointer (&self->next_body);
  self->packed = g_steal_pointer (&self->next_packed);
  forget_next (self);
  return TRUE;
}

static guint
count_mutations (GBytes *body)
{
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  guint n = 0;

  for (const char *p = data; (p = memchr (p, '\n', length - (gsize)(p - data))) != NULL; p++)
    n++;
  return n - (n > 0); /* the header */
}

/* The next push is made ready while this one is on its way, so that the server need not wait. */
static gboolean
prepare_next (SatSyncEngine *self,
              const SatSyncRequest *request,
              const SatRemoteState *state,
              gboolean begun,
              GError **error)
{
  const SatOutboxLimits limits = {.mutations = self->push_most};

  if (self->ahead == NULL || self->progress.total <= self->counts.pushed + self->pushing)
    return TRUE;
  if (!begun)
    self->ahead (request, self->ahead_data);
  self->next_first = state->last_m + self->pushing + 1;
  return sat_outbox_freeze_next (self->store, &limits, self->next_first - 1, &self->next_body,
                                 &self->next_packed, error);
}

/* What is there to send; *@body NULL: nothing. */
static gboolean
ask_push (SatSyncEngine *self, SatSyncRequest *request, const SatRemoteState *state, GError **error)
{
  gboolean begun;

  if (!take_push (self, state, &begun, error))
    return FALSE;
  if (self->body == NULL)
    return TRUE;
  self->pushing = count_mutations (self->body);
  self->progress.kind = SAT_SYNC_PUSH;
  self->progress.done = self->counts.pushed;
  self->progress.total = MAX (self->progress.total, self->counts.pushed + self->pushing);
  ask (self, request, SAT_SYNC_PUSH, "POST", "/v1/sync/push");
  return prepare_next (self, request, state, begun, error);
}

/* The server may begin with what follows before its answer is stored. */
static void
begin_next (SatSyncEngine *self, const SatPushAnswer *answer)
{
  const SatSyncRequest request = {
      .step = SAT_SYNC_ASK,
      .kind = SAT_SYNC_PUSH,
      .method = "POST",
      .path = self->path,
      .body = self->next_body,
      .packed = self->next_packed,
      .epoch = self->epoch,
      .schema = self->schema,
  };

  if (self->next_body == NULL || answer->last_m + 1 != self->next_first)
    return;
  self->next_begun = TRUE;
  self->ahead (&request, self->ahead_data);
}

static char *
pull_path (SatSyncEngine *self, const SatPullState *at, gint64 whole)
{
  g_autofree char *parts =
      whole > 0 && !self->whole ? g_strdup_printf ("&parts=%" G_GINT64_FORMAT, whole) : NULL;
  g_autofree char *cursor = g_uri_escape_string (at->cursor, NULL, FALSE);
  g_autofree char *sv = g_uri_escape_string (at->sv, NULL, FALSE);
  g_autofree char *bf = g_uri_escape_string (at->bf, NULL, FALSE);

  return g_strdup_printf ("/v1/sync/pull?cursor=%s&sv=%s&bf=%s&limit=%u%s", cursor, sv, bf,
                          self->pull_most, parts != NULL ? parts : "");
}

static void
ask_pull (SatSyncEngine *self, SatSyncRequest *request, const SatRemoteState *state)
{
  g_autofree char *path = pull_path (self, &state->at, state->whole);

  if (self->progress.kind != SAT_SYNC_PULL)
    self->progress =
        (SatSyncProgress){.kind = SAT_SYNC_PULL,
                          .done = state->about > 0 ? (guint64)state->loaded : self->counts.pulled,
                          .total = (guint64)state->about};
  ask (self, request, SAT_SYNC_PULL, "GET", path);
}

static gboolean
ask_digest (SatSyncEngine *self, SatSyncRequest *request, GError **error)
{
  g_autofree char *path = NULL;
  SatSyncKind kind;

  if (!sat_sync_engine_ask_digest (self, &kind, &path, error))
    return FALSE;
  if (path == NULL)
    return sat_sync_engine_next (self, request, error);
  ask (self, request, kind, "GET", path);
  return TRUE;
}

static SatSyncPhase
phase_after_push (SatSyncEngine *self, const SatRemoteState *state)
{
  if (!self->pulled && !self->last)
    return SAT_SYNC_PHASE_PULL;
  return sat_sync_engine_after_pull (self, state) ? SAT_SYNC_PHASE_COMPARE : SAT_SYNC_PHASE_DONE;
}

gboolean
sat_sync_engine_next (SatSyncEngine *self, SatSyncRequest *request, GError **error)
{
  g_autoptr (SatRemoteState) state = NULL;

  g_return_val_if_fail (self != NULL && request != NULL, FALSE);

  *request = (SatSyncRequest){.step = SAT_SYNC_DONE};
  if (self->wait_ms > 0) {
    *request = (SatSyncRequest){.step = SAT_SYNC_WAIT, .wait_ms = self->wait_ms};
    self->wait_ms = 0;
    return TRUE;
  }
  if (self->phase == SAT_SYNC_PHASE_DONE)
    return TRUE;
  if (!read_epoch (self, &state, error))
    return FALSE;
  if (self->refresh) {
    ask (self, request, SAT_SYNC_REFRESH, "POST", "/v1/auth/token");
    return TRUE;
  }
  if (self->phase == SAT_SYNC_PHASE_ENROL) {
    ask (self, request, SAT_SYNC_ENROL, "POST", "/v1/device");
    return TRUE;
  }
  if (self->phase == SAT_SYNC_PHASE_HELLO) {
    ask (self, request, SAT_SYNC_HELLO, "GET", "/v1/sync/hello");
    return TRUE;
  }
  if (self->phase == SAT_SYNC_PHASE_RESCUE) {
    if (!sat_sync_engine_offer (self, error))
      return FALSE;
    ask (self, request, SAT_SYNC_RESCUE, "POST", "/v1/sync/rescue");
    return TRUE;
  }
  if (self->phase == SAT_SYNC_PHASE_PUSH) {
    if (!ask_push (self, request, state, error))
      return FALSE;
    if (self->body != NULL)
      return TRUE;
    self->phase = phase_after_push (self, state);
  }
  if (self->phase == SAT_SYNC_PHASE_PULL)
    ask_pull (self, request, state);
  return self->phase != SAT_SYNC_PHASE_COMPARE || ask_digest (self, request, error);
}

/* The difference of the clocks, once a sync and only if it is another one. */
static gboolean
note_offset (SatSyncEngine *self, gint64 now, GError **error)
{
  g_autoptr (SatRemoteState) state = NULL;
  gint64 offset;

  if (now <= 0 || self->offset_is_set)
    return TRUE;
  state = sat_remote_state_of (self->reader, error);
  if (state == NULL)
    return FALSE;
  self->offset_is_set = TRUE;
  offset = now - sat_clock_now (sat_store_get_clock (self->store));
  if (ABS (offset - state->offset) < OFFSET_STEP_US)
    return TRUE;
  return sat_remote_set_offset (self->store, now, error);
}

static gboolean
hello_answered (SatSyncEngine *self, GBytes *body, GError **error)
{
  g_autoptr (JsonObject) object = sat_json_read_object (body);
  g_autoptr (SatRemoteState) state = NULL;
  const char *epoch = sat_json_get_text (object, "epoch");
  gint64 last_m = sat_json_get_int (object, "last_m", -1);
  gint64 device = sat_json_get_int (object, "device", -1);
  SatChain hash;

  if (*epoch == '\0' || last_m < 0 || device <= 0 ||
      !sat_chain_parse (sat_json_get_text (object, "hash"), &hash))
    return sat_sync_engine_nonsense (self, "hello", error);
  if (sat_json_get_int (object, "protocol", 1) != 1) {
    g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_SCHEMA,
                         _ ("The server speaks another protocol than this Satchel."));
    return FALSE;
  }
  state = sat_remote_state_of (self->reader, error);
  if (state == NULL || !note_offset (self, sat_json_get_int (object, "now", 0), error))
    return FALSE;
  if (device != state->device)
    return sat_sync_engine_enrol (self, -1, error);
  self->phase = SAT_SYNC_PHASE_PUSH;
  if (*state->epoch == '\0')
    return sat_remote_set_epoch (self->store, epoch, error);
  /* Whatever is asked next is refused, with what is lost since. */
  if (strcmp (epoch, state->epoch) != 0)
    return TRUE;
  return last_m >= state->last_m || sat_sync_engine_rewind (self, last_m, &hash, error);
}

/* The server may have taken more from this device than this file knows of: another copy of the file
 * sends, too, and what was sent now is what both have. */
static gboolean
answer_failed (SatSyncEngine *self,
               const SatPushAnswer *answer,
               const GError *failure,
               GError **error)
{
  g_autoptr (SatRemoteState) state = sat_remote_state (self->store, error);

  if (state == NULL)
    return FALSE;
  return answer->last_m > state->last_m + self->pushing
             ? sat_sync_engine_enrol (self, -1, error)
             : sat_sync_engine_nonsense (self, failure->message, error);
}

static gboolean
push_answered (SatSyncEngine *self, GBytes *body, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (SatPushAnswer) answer = sat_push_answer_parse (body, &failure);
  SatOutboxAnswered counts = {0};

  if (answer == NULL)
    return sat_sync_engine_nonsense (self, failure->message, error);
  begin_next (self, answer);
  if (!sat_outbox_answer (self->store, answer, &counts, &failure)) {
    if (g_error_matches (failure, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT))
      return answer_failed (self, answer, failure, error);
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  self->nonsense = 0;
  self->pulled = FALSE;
  self->push_most = self->push_most != 0 ? MIN (self->push_most * 2, SAT_SYNC_MOST_MUTATIONS) : 0;
  self->counts.pushed += counts.ok + counts.merged + counts.conflicts + counts.duplicates +
                         counts.quarantined + counts.rejected;
  self->counts.conflicts += counts.conflicts + counts.duplicates;
  self->counts.rejected += counts.rejected;
  self->counts.quarantined += counts.quarantined;
  self->progress.done = self->counts.pushed;
  return note_offset (self, answer->now, error);
}

/* A file that was joined with records of its own: what both have is known by now. */
static gboolean
enter_own_records (SatSyncEngine *self, GError **error)
{
  g_autofree char *wanted = sat_store_get_setting (self->store, SAT_SYNC_SETTING_ENTER);
  guint64 n = 0;

  if (g_strcmp0 (wanted, "1") != 0)
    return TRUE;
  if (!sat_outbox_enter_all (self->store, &n, error))
    return FALSE;
  self->progress = (SatSyncProgress){.kind = SAT_SYNC_PUSH, .total = n};
  SAT_CRASH_POINT ("own-entered");
  return sat_store_set_setting (self->store, SAT_SYNC_SETTING_ENTER, "0", error);
}

static gint64
cursor_seq (const char *cursor)
{
  const char *colon = cursor != NULL ? strchr (cursor, ':') : NULL;

  return colon != NULL ? g_ascii_strtoll (colon + 1, NULL, 10) : 0;
}

static gboolean
page_failed (SatSyncEngine *self, GError *failure, GError **error)
{
  if (g_error_matches (failure, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_PARTS) && !self->whole) {
    self->whole = TRUE;
    return TRUE;
  }
  if (failure->domain == SAT_PROTOCOL_ERROR)
    return sat_sync_engine_nonsense (self, failure->message, error);
  /* Another process has pulled the same. */
  if (g_error_matches (failure, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT) &&
      ++self->stale < SAT_SYNC_MOST_STALE)
    return TRUE;
  g_propagate_error (error, g_error_copy (failure));
  return FALSE;
}

void
sat_sync_engine_set_ahead (SatSyncEngine *self, SatSyncAheadFunc func, gpointer user_data)
{
  g_return_if_fail (self != NULL);
  self->ahead = func;
  self->ahead_data = user_data;
}

static void
tell_ahead (SatSyncEngine *self, const SatPageHead *head)
{
  g_autoptr (SatRemoteState) state = NULL;
  g_autofree char *path = NULL;
  SatSyncRequest request = {
      .step = SAT_SYNC_ASK,
      .kind = SAT_SYNC_PULL,
      .method = "GET",
      .epoch = self->epoch,
      .schema = self->schema,
  };

  if (head == NULL || !head->more || self->ahead == NULL)
    return;
  state = sat_remote_state_of (self->reader, NULL);
  request.path = path = pull_path (self, &head->upto, state != NULL ? state->whole : 0);
  self->ahead (&request, self->ahead_data);
}

static gboolean
pull_answered (SatSyncEngine *self, GBytes *body, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (SatPageReader) page = sat_page_reader_new (body, &failure);
  const SatPageHead *head = page != NULL ? sat_page_reader_head (page) : NULL;
  SatApplied applied = {0};
  gboolean more;

  tell_ahead (self, head);
  if (page == NULL || !sat_remote_apply (self->store, page, &applied, &failure))
    return page_failed (self, failure, error);
  self->nonsense = self->stale = 0;
  more = head->more;
  self->counts.pulled += applied.rows;
  self->counts.gone += applied.gone;
  self->progress.done = applied.about > 0 ? (guint64)applied.loaded : self->counts.pulled;
  self->progress.total = (guint64)applied.about;
  self->progress.behind = cursor_seq (head->upto.cursor);
  self->progress.ahead = MAX (0, head->head - self->progress.behind);
  if (!note_offset (self, head->now, error))
    return FALSE;
  if (more)
    return TRUE;
  self->pulled = TRUE;
  self->phase = ++self->rounds < SAT_SYNC_MOST_ROUNDS ? SAT_SYNC_PHASE_PUSH : SAT_SYNC_PHASE_DONE;
  return enter_own_records (self, error);
}

static gboolean
enrol_answered (SatSyncEngine *self, GBytes *body, GError **error)
{
  g_autoptr (JsonObject) object = sat_json_read_object (body);
  gint64 device = sat_json_get_int (object, "device", 0);

  if (device <= 0 || device > G_MAXUINT32)
    return sat_sync_engine_nonsense (self, "device", error);
  if (!sat_outbox_move_to_device (self->store, (guint32)device, self->fork, error))
    return FALSE;
  self->fork = -1;
  self->moved = TRUE;
  self->phase = SAT_SYNC_PHASE_HELLO;
  return TRUE;
}

gboolean
sat_sync_engine_answer (
    SatSyncEngine *self, guint status, guint retry_after, GBytes *body, GError **error)
{
  g_return_val_if_fail (self != NULL && self->phase != SAT_SYNC_PHASE_DONE, FALSE);

  if (status != 200) {
    forget_next (self);
    return sat_sync_engine_failed (self, status, retry_after, body, error);
  }
  self->cuts = self->busy = 0;
  if (self->asked != SAT_SYNC_REFRESH)
    self->refreshes = 0;
  switch (self->asked) {
  case SAT_SYNC_HELLO:
    return hello_answered (self, body, error);
  case SAT_SYNC_PUSH:
    return push_answered (self, body, error);
  case SAT_SYNC_PULL:
    return pull_answered (self, body, error);
  case SAT_SYNC_RESCUE:
    return sat_sync_engine_offered (self, error);
  case SAT_SYNC_DIGEST:
    return sat_sync_engine_digest_answered (self, body, error);
  case SAT_SYNC_LEAF:
    return sat_sync_engine_leaf_answered (self, body, error);
  case SAT_SYNC_ENROL:
    return enrol_answered (self, body, error);
  case SAT_SYNC_REFRESH:
  default:
    self->refresh = FALSE;
    return TRUE;
  }
}

const SatSyncCounts *
sat_sync_engine_counts (SatSyncEngine *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return &self->counts;
}

void
sat_sync_engine_progress (SatSyncEngine *self, SatSyncProgress *progress)
{
  g_return_if_fail (self != NULL && progress != NULL);
  *progress = self->progress;
}

gboolean
sat_sync_engine_has_moved (SatSyncEngine *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->moved;
}
