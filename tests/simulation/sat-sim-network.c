/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The network between a laptop and the server: bytes that are lost, come twice, late or broken. */

#include "config.h"

#include "sat-sim-private.h"

#include "sat-own-digest.h"
#include "sat-sync-engine-private.h"

#include <string.h>

/* Rights are worked out anew for each row: in some seeds. */
#define RIGHTS_EVERY 8
/* Pushes are small, so that there are several of them, and made ready one ahead: in some. */
#define SMALL_EVERY 4
#define SMALL_PUSH 3

typedef struct {
  guint status;
  GBytes *body;
} Answer;

static void
answer_clear (Answer *self)
{
  g_clear_pointer (&self->body, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

static GBytes *
text_bytes (char *text)
{
  return g_bytes_new_take (text, strlen (text));
}

static void
refuse (
    SatSim *self, SatSimLaptop *laptop, const char *epoch, const GError *problem, Answer *answer)
{
  g_autofree char *device = NULL;

  sat_sim_note (self, "the server refuses laptop %u: %s", laptop->number, problem->message);
  answer->status = sat_server_error_status (problem);
  if (answer->status == 409)
    device = sat_server_describe_device (self->server, laptop->token_device, epoch, NULL);
  /* The description is an object: its members join those of the error. */
  answer->body = text_bytes (g_strdup_printf (
      "{\"error\":{\"code\":\"%s\",\"message\":\"\"}%s%s", sat_server_error_code (problem),
      device != NULL ? "," : "}", device != NULL ? device + 1 : ""));
  /* A server that was killed, or whose disk is full, answers nobody. */
  if (answer->status >= 500 && sat_sim_disk_failed (self)) {
    answer_clear (answer);
    answer->status = SAT_SYNC_CUT;
  }
  if (answer->status == 500)
    sat_sim_wrong (self, "the server fails: %s", problem->message);
}

/* What becomes of an edit is said once and for all, under whatever device it is sent again. */
static void
check_told_before (SatSim *self, const SatSimTold *told)
{
  g_autofree char *u = sat_uuid_to_string (&told->u);
  const SatSimTold *before = g_hash_table_lookup (self->told, u);

  if (before != NULL && !before->at_risk && before->status != told->status)
    sat_sim_wrong (self, "%s was %s, and is %s when it is sent again", u,
                   sat_push_status_name (before->status), sat_push_status_name (told->status));
}

static void
remember (SatSim *self, const SatPush *push, const SatPushAnswer *answer)
{
  for (guint i = 0; i < push->lines->len; i++) {
    gsize length;
    const char *line = g_bytes_get_data (g_ptr_array_index (push->lines, i), &length);
    g_autoptr (SatMutation) mutation = sat_mutation_parse (line, length, NULL);
    SatSimTold *told;

    if (mutation == NULL) {
      sat_sim_wrong (self, "a laptop sent nonsense: %.*s", (int)length, line);
      return;
    }
    told = g_new0 (SatSimTold, 1);
    told->seq = answer->seq;
    told->u = mutation->u;
    told->record = mutation->id;
    told->type = g_strdup (mutation->type);
    told->fields = sat_wire_fields_copy (mutation->fields);
    for (guint r = 0; r < answer->results->len; r++) {
      const SatPushResult *result = g_ptr_array_index (answer->results, r);

      if (result->m == mutation->m)
        told->status = result->status;
    }
    told->refused = told->status == SAT_PUSH_REJECTED || told->status == SAT_PUSH_QUARANTINED;
    check_told_before (self, told);
    g_hash_table_replace (self->told, sat_uuid_to_string (&told->u), told);
  }
}

static GBytes *
push (SatSim *self, const SatCaller *caller, const SatSyncRequest *request, GError **error)
{
  g_autoptr (SatPush) sent = sat_push_parse (request->body, NULL);
  g_autoptr (SatPushAnswer) understood = NULL;
  GBytes *answer = sat_server_push (self->server, caller, request->epoch, request->body, error);

  g_clear_pointer (&self->last_push, g_bytes_unref);
  self->last_push = g_bytes_ref (request->body);
  if (answer == NULL)
    return NULL;
  understood = sat_push_answer_parse (answer, NULL);
  if (sent == NULL || understood == NULL)
    sat_sim_wrong (self, "a push or its answer cannot be read");
  else
    remember (self, sent, understood);
  if (sent != NULL)
    sat_sim_trace_push (self->told_all, caller, sat_clock_now (self->clock), sent, answer);
  return answer;
}

static const char *
parameter (GHashTable *query, const char *name)
{
  const char *value = query != NULL ? g_hash_table_lookup (query, name) : NULL;

  return value != NULL ? value : "";
}

static GHashTable *
read_query (const SatSyncRequest *request)
{
  const char *mark = strchr (request->path, '?');

  return mark != NULL ? g_uri_parse_params (mark + 1, -1, "&", G_URI_PARAMS_NONE, NULL) : NULL;
}

static GBytes *
pull (SatSim *self, const SatCaller *caller, const SatSyncRequest *request, GError **error)
{
  g_autoptr (GHashTable) query = read_query (request);

  sat_sim_trace_pull (self->told_all, caller);
  g_free (self->last_pull);
  self->last_pull = g_strdup (request->path);
  return sat_server_pull (self->server, caller, request->epoch, parameter (query, "cursor"),
                          parameter (query, "sv"), parameter (query, "bf"),
                          1 + sat_sim_below (self, 60),
                          g_ascii_strtoll (parameter (query, "parts"), NULL, 10), error);
}

static GBytes *
digest (SatSim *self, const SatCaller *caller, const SatSyncRequest *request, GError **error)
{
  g_autoptr (GHashTable) query = read_query (request);
  SatDigestSum own = {.n = g_ascii_strtoull (parameter (query, "n"), NULL, 10)};

  if (!sat_digest_sum_parse (parameter (query, "sum"), &own.sum))
    sat_sim_wrong (self, "a laptop tells no sum: %s", request->path);
  return sat_server_digest (self->server, caller, request->epoch, parameter (query, "cursor"),
                            parameter (query, "sv"), parameter (query, "prefix"), &own, error);
}

static GBytes *
leaf (SatSim *self, const SatCaller *caller, const SatSyncRequest *request, GError **error)
{
  g_autoptr (GHashTable) query = read_query (request);

  return sat_server_leaf (self->server, caller, request->epoch, parameter (query, "cursor"),
                          parameter (query, "sv"), parameter (query, "prefix"), error);
}

static void
look_at_page (SatSim *self, SatSimLaptop *laptop, GBytes *page)
{
  gsize length;
  const char *text = g_bytes_get_data (page, &length);

  laptop->filling = g_strstr_len (text, (gssize)MIN (length, 600), "\"next_bf\":null") == NULL;
  if (self->plan.seed % RIGHTS_EVERY == 0)
    sat_sim_check_page (self, laptop->person, page);
}

static GBytes *
enrol (SatSim *self, SatSimLaptop *laptop)
{
  guint32 device = ++self->last_device;

  return text_bytes (g_strdup_printf (
      "{\"device\":%u,\"access\":\"a\",\"refresh\":\"r\",\"expires\":900}", device));
}

/* What the server says. */
static void
serve (SatSim *self, SatSimLaptop *laptop, const SatSyncRequest *request, Answer *answer)
{
  g_autoptr (GError) error = NULL;
  SatCaller caller = sat_sim_caller (laptop);

  answer_clear (answer);
  answer->status = 200;
  switch (request->kind) {
  case SAT_SYNC_HELLO:
    answer->body = sat_server_hello (self->server, &caller, &error);
    break;
  case SAT_SYNC_PUSH:
    answer->body = push (self, &caller, request, &error);
    break;
  case SAT_SYNC_PULL:
    answer->body = pull (self, &caller, request, &error);
    break;
  case SAT_SYNC_RESCUE:
    answer->body = sat_server_rescue (self->server, &caller, request->epoch, request->body, &error);
    break;
  case SAT_SYNC_DIGEST:
    answer->body = digest (self, &caller, request, &error);
    break;
  case SAT_SYNC_LEAF:
    answer->body = leaf (self, &caller, request, &error);
    break;
  case SAT_SYNC_ENROL:
    answer->body = enrol (self, laptop);
    break;
  case SAT_SYNC_REFRESH:
  default:
    sat_sim_wrong (self, "a laptop asks for what it has no reason to");
    answer->body = text_bytes (g_strdup ("{}"));
    break;
  }
  if (answer->body == NULL)
    refuse (self, laptop, request->epoch, error, answer);
  else if (request->kind == SAT_SYNC_PULL)
    look_at_page (self, laptop, answer->body);
  else if (request->kind == SAT_SYNC_LEAF)
    sat_sim_check_page (self, laptop->person, answer->body);
}

static GBytes *
damage (SatSim *self, GBytes *body, gboolean cut)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (body, &length);
  guint8 *copy = g_memdup2 (data, length);
  gsize at = length > 0 ? sat_sim_below (self, (guint)length) : 0;

  if (cut)
    return g_bytes_new_take (copy, at);
  if (length > 0)
    copy[at] ^= (guint8)(1u << sat_sim_below (self, 7));
  return g_bytes_new_take (copy, length);
}

/* The connection tells when bytes are missing or wrong; what goes through it unnoticed is rare, but
 * a proxy does it. A push's answer has no checksum of its own, so it is only ever lost. */
static void
harm (SatSim *self, SatSimLaptop *laptop, const SatSyncRequest *request, Answer *answer)
{
  g_autoptr (GBytes) body = g_bytes_ref (answer->body);
  gboolean page = request->kind == SAT_SYNC_PULL && answer->status == 200;

  if (sat_sim_strikes (self, SAT_SIM_ANSWER_LOST, 8)) {
    answer_clear (answer);
    answer->status = SAT_SYNC_CUT;
  } else if (page && sat_sim_strikes (self, SAT_SIM_ANSWER_CUT, 4)) {
    answer_clear (answer);
    answer->body = damage (self, body, TRUE);
  } else if (page && sat_sim_strikes (self, SAT_SIM_ANSWER_BROKEN, 4)) {
    answer_clear (answer);
    answer->body = damage (self, body, FALSE);
  } else if (page && laptop->old_answer != NULL &&
             sat_sim_strikes (self, SAT_SIM_ANSWER_STALE, 4)) {
    answer_clear (answer);
    answer->body = g_bytes_ref (laptop->old_answer);
  }
  if (page) {
    g_clear_pointer (&laptop->old_answer, g_bytes_unref);
    laptop->old_answer = g_steal_pointer (&body);
  }
}

static void
carry (SatSim *self,
       SatSimLaptop *laptop,
       const SatSyncRequest *request,
       gboolean calm,
       Answer *answer)
{
  if (!calm && sat_sim_strikes (self, SAT_SIM_SERVER_BUSY, 3)) {
    answer->status = 503;
    answer->body = text_bytes (g_strdup ("{\"error\":{\"code\":\"busy\",\"message\":\"\"}}"));
    return;
  }
  if (!calm && sat_sim_strikes (self, SAT_SIM_REQUEST_LOST, 5)) {
    answer->status = sat_sim_chance (self, 50) ? SAT_SYNC_UNREACHED : SAT_SYNC_CUT;
    return;
  }
  if (laptop->revoked && !(laptop->leaving && request->kind == SAT_SYNC_PUSH)) {
    answer->status = 401;
    answer->body =
        text_bytes (g_strdup ("{\"error\":{\"code\":\"device_revoked\",\"message\":\"\"}}"));
    return;
  }
  serve (self, laptop, request, answer);
  if (!calm && laptop->filling)
    sat_sim_while_filling (self, laptop);
  if (!calm && request->kind != SAT_SYNC_ENROL && sat_sim_strikes (self, SAT_SIM_REQUEST_TWICE, 5))
    serve (self, laptop, request, answer);
  if (!calm && answer->body != NULL)
    harm (self, laptop, request, answer);
  /* Whoever carries takes the tokens before the engine sees the answer. */
  if (request->kind == SAT_SYNC_ENROL && answer->status == 200)
    laptop->token_device = self->last_device;
}

/* The next push may have come before the answer to the last one is stored. */
static void
ahead_cb (const SatSyncRequest *request, gpointer data)
{
  SatSimLaptop *laptop = data;
  g_auto (Answer) answer = {0};

  if (request->kind != SAT_SYNC_PUSH || laptop->revoked || !sat_sim_chance (laptop->sim, 50))
    return;
  serve (laptop->sim, laptop, request, &answer);
  sat_sim_note (laptop->sim, "laptop %u pushes ahead: %u", laptop->number, answer.status);
}

static void
push_in_small_steps (SatSim *self, SatSimLaptop *laptop)
{
  laptop->sim = self;
  laptop->engine->push_most = 1 + sat_sim_below (self, SMALL_PUSH);
  sat_sync_engine_set_ahead (laptop->engine, ahead_cb, laptop);
}

static gboolean
begin (SatSim *self, SatSimLaptop *laptop)
{
  g_autoptr (GError) error = NULL;

  if (laptop->engine == NULL && (!laptop->compare || sat_own_digest_want (laptop->store, &error))) {
    laptop->engine =
        sat_sync_engine_new (laptop->store, laptop->token_device, laptop->same_file, &error);
    if (laptop->engine != NULL && self->plan.seed % SMALL_EVERY == 1)
      push_in_small_steps (self, laptop);
  }
  if (laptop->engine == NULL && !sat_sim_disk_failed (self))
    sat_sim_wrong (self, "laptop %u cannot sync: %s", laptop->number, error->message);
  return laptop->engine != NULL;
}

static void
end (SatSim *self, SatSimLaptop *laptop)
{
  const SatSyncCounts *counts = sat_sync_engine_counts (laptop->engine);

  laptop->compared = counts->compared;
  laptop->mended = (guint)counts->mended;
  if (laptop->mended > 0 && !laptop->compare)
    sat_sim_wrong (self, "%u records of laptop %u of %s were not as the server said",
                   laptop->mended, laptop->number, laptop->person->name);
  if (counts->differs)
    sat_sim_wrong (self, "laptop %u of %s cannot be mended", laptop->number, laptop->person->name);
  if (sat_sync_engine_has_moved (laptop->engine))
    laptop->same_file = TRUE;
  g_clear_pointer (&laptop->engine, sat_sync_engine_free);
}

static gboolean
take (SatSim *self,
      SatSimLaptop *laptop,
      const SatSyncRequest *request,
      const Answer *answer,
      GError **error)
{
  gboolean page = request->kind == SAT_SYNC_PULL && answer->status == 200;
  g_autoptr (SatSimPending) before = page ? sat_sim_pending_new (laptop->store) : NULL;
  g_autoptr (GBytes) sent =
      request->kind == SAT_SYNC_PUSH && answer->status == 200 ? g_bytes_ref (request->body) : NULL;
  gboolean goes_on =
      sat_sync_engine_answer (laptop->engine, answer->status, 0, answer->body, error);

  if (page)
    sat_sim_pending_check (before, self, laptop, answer->body);
  if (goes_on && sent != NULL)
    sat_sim_refused_check (self, laptop, sent, answer->body);
  return goes_on;
}

gboolean
sat_sim_exchange (SatSim *self, SatSimLaptop *laptop, gboolean calm)
{
  g_autoptr (GError) error = NULL;
  g_auto (Answer) answer = {0};
  g_autoptr (GArray) deletes = sat_sim_deletes (laptop->store);
  SatSyncRequest request = {0};
  gboolean aside;

  if (sat_store_is_read_only (laptop->store) || !begin (self, laptop))
    return FALSE;
  if (!sat_sync_engine_next (laptop->engine, &request, &error)) {
    g_clear_pointer (&laptop->engine, sat_sync_engine_free);
    if (sat_sim_disk_failed (self))
      return FALSE;
    sat_sim_wrong (self, "laptop %u does not know what to ask: %s", laptop->number, error->message);
    return FALSE;
  }
  sat_sim_deletes_check (deletes, self, laptop);
  if (request.step == SAT_SYNC_DONE) {
    end (self, laptop);
    return FALSE;
  }
  if (request.step == SAT_SYNC_WAIT)
    return TRUE;
  /* Each of them would change the whole story: on the way only some seeds have them. */
  aside = request.kind == SAT_SYNC_DIGEST && !calm && self->plan.seed % SAT_SIM_SUMS_EVERY != 0;
  if (aside)
    answer.status = 404;
  else
    carry (self, laptop, &request, calm, &answer);
  sat_sim_note (self, "laptop %u asks %s: %u, %" G_GSIZE_FORMAT " bytes", laptop->number,
                request.path, answer.status,
                answer.body != NULL ? g_bytes_get_size (answer.body) : 0);
  if (take (self, laptop, &request, &answer, &error))
    return !aside || sat_sim_exchange (self, laptop, calm);
  sat_sim_note (self, "laptop %u gives up: %s", laptop->number, error->message);
  if ((calm || error->domain != SAT_SYNC_ERROR) && !sat_sim_disk_failed (self))
    sat_sim_wrong (self, "laptop %u: sync ends with: %s", laptop->number, error->message);
  end (self, laptop);
  return FALSE;
}
