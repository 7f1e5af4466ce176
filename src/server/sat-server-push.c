/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a device sends: is it what follows what it sent before, what of it is known already, which
 * groups is it made of. */

#include "config.h"

#include "sat-fault.h"
#include "sat-group.h"
#include "sat-push.h"

#include <string.h>

typedef struct {
  const SatCaller *caller;
  SatPush *push;
  GPtrArray *mutations; /* of SatMutation, NULL for a line that cannot be read; one a line */
  GArray *chain;        /* of SatChain, after each line */
  GBytes *answer;

  /* while it is worked on */
  SatServer *server;
  SatTransaction *transaction;
  gint64 now;
  SatStoredDevice device;
  SatPushAnswer *out;
} Push;

static void
push_clear (Push *self)
{
  g_clear_pointer (&self->push, sat_push_free);
  g_clear_pointer (&self->mutations, g_ptr_array_unref);
  g_clear_pointer (&self->chain, g_array_unref);
  g_clear_pointer (&self->out, sat_push_answer_free);
}

static const char *
line_of (const Push *self, guint i, gsize *length)
{
  return g_bytes_get_data (g_ptr_array_index (self->push->lines, i), length);
}

static void
free_mutation (gpointer mutation)
{
  if (mutation != NULL)
    sat_mutation_free (mutation);
}

/* All that needs no database. */
static gboolean
read_push (Push *self, GBytes *body, GError **error)
{
  g_autoptr (GError) problem = NULL;
  SatChain chain;

  self->push = sat_push_parse (body, &problem);
  if (self->push == NULL) {
    gboolean large = g_error_matches (problem, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_LIMIT);

    g_set_error_literal (error, SAT_SERVER_ERROR,
                         large ? SAT_SERVER_ERROR_TOO_LARGE : SAT_SERVER_ERROR_MALFORMED,
                         problem->message);
    return FALSE;
  }
  self->mutations = g_ptr_array_new_with_free_func (free_mutation);
  self->chain = g_array_new (FALSE, FALSE, sizeof (SatChain));
  chain = self->push->prev;
  for (guint i = 0; i < self->push->lines->len; i++) {
    gsize length;
    const char *line = line_of (self, i, &length);
    SatMutation *mutation =
        length <= SAT_SYNC_MOST_MUTATION_BYTES ? sat_mutation_parse (line, length, NULL) : NULL;

    if (mutation != NULL && mutation->m != self->push->first + i)
      g_clear_pointer (&mutation, sat_mutation_free);
    g_ptr_array_add (self->mutations, mutation);
    sat_chain_add (&chain, line, length);
    g_array_append_val (self->chain, chain);
  }
  return TRUE;
}

/* What came before */

static gboolean
forked (GError **error)
{
  g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_DEVICE_FORKED,
                       "this device has sent something else under this number");
  return FALSE;
}

/* The device's results from just before the push on. @results: of SatStoredResult. */
static gboolean
check_chain (Push *self, GPtrArray *results, GError **error)
{
  gint64 first = self->push->first;
  const guint8 *before = self->device.hash;

  if (first > self->device.last_m + 1) {
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_M_GAP,
                         "mutations are missing before this one");
    return FALSE;
  }
  if (first == 1) {
    before = NULL;
  } else if (first <= self->device.last_m) {
    const SatStoredResult *result = results->len > 0 ? g_ptr_array_index (results, 0) : NULL;

    if (result == NULL || result->m != first - 1)
      return forked (error);
    before = result->hash;
  }
  if (before == NULL) {
    static const SatChain start;

    return sat_chain_equal (&self->push->prev, &start) || forked (error);
  }
  return memcmp (before, self->push->prev.bytes, SAT_CHAIN_SIZE) == 0 ||
         SAT_BUG ("fork-unnoticed") || forked (error);
}

/* A stored answer, under another number if it is another device's. */
static gboolean
repeat (Push *self, const SatStoredResult *result, gint64 m, GError **error)
{
  SatPushResult *added;

  if (result->result == NULL)
    return TRUE;
  added = sat_push_answer_add_text (self->out, result->result, error);
  if (added == NULL)
    return FALSE;
  added->m = m;
  return TRUE;
}

/* *@n: how many lines are known already. */
static gboolean
repeat_known (Push *self, GPtrArray *results, guint *n, GError **error)
{
  *n = 0;
  for (guint i = 0; i < results->len; i++) {
    const SatStoredResult *result = g_ptr_array_index (results, i);
    guint at;

    if (result->m < self->push->first)
      continue;
    at = (guint)(result->m - self->push->first);
    if (at >= self->push->lines->len) /* sent later */
      break;
    if (at != *n || (memcmp (g_array_index (self->chain, SatChain, at).bytes, result->hash,
                             SAT_CHAIN_SIZE) != 0 &&
                     !SAT_BUG ("fork-unnoticed")))
      return forked (error);
    if (!repeat (self, result, result->m, error))
      return FALSE;
    *n = at + 1;
  }
  /* What is known but not kept any more. */
  if (*n < self->push->lines->len && self->push->first + *n <= self->device.last_m)
    return forked (error);
  return TRUE;
}

/* What is new */

static gboolean
keep_result (Push *self, guint i, SatStoredResult *result, GError **error)
{
  const SatMutation *mutation = g_ptr_array_index (self->mutations, i);

  result->device = self->caller->device;
  result->m = self->push->first + i;
  if (mutation != NULL) {
    result->u = mutation->u;
    result->record = mutation->id;
  }
  result->user = self->caller->user;
  result->arrived = self->now;
  memcpy (result->hash, g_array_index (self->chain, SatChain, i).bytes, SAT_CHAIN_SIZE);
  return self->transaction->api->add_result (self->transaction, result, error);
}

static gboolean
refuse_line (Push *self, guint i, const char *code, GError **error)
{
  SatPushResult *added = sat_push_answer_add (self->out, self->push->first + i, SAT_PUSH_REJECTED);
  g_autofree char *text = NULL;
  SatStoredResult result = {0};

  added->code = g_strdup (code);
  text = sat_push_result_to_string (added);
  result.result = text;
  return keep_result (self, i, &result, error);
}

/* Did something come of it? What was refused is in nobody's way. */
static gboolean
took_place (const SatStoredResult *result, gboolean *did, GError **error)
{
  g_autoptr (SatPushAnswer) answer = sat_push_answer_new ();
  const SatPushResult *read =
      result->result != NULL ? sat_push_answer_add_text (answer, result->result, error) : NULL;

  *did = read == NULL || read->status != SAT_PUSH_REJECTED;
  return read != NULL || result->result == NULL;
}

/* Did it come before, under whatever device of the same person? *@taken: somebody else has used its
 * id. Whoever reads history knows ids, so nobody's own edits depend on what others sent. */
static gboolean
answer_known (Push *self, guint i, gboolean *known, gboolean *taken, GError **error)
{
  const SatMutation *mutation = g_ptr_array_index (self->mutations, i);
  g_autoptr (GPtrArray) results =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_result_free);
  const SatStoredResult *before;
  SatStoredResult result = {0};

  *known = *taken = FALSE;
  if (!self->transaction->api->results_of (self->transaction, &mutation->u, results, error))
    return FALSE;
  before = sat_stored_results_find (results, &self->caller->user);
  if (SAT_BUG ("sent-again-applied-again"))
    return TRUE;
  for (guint n = 0; before == NULL && !*taken && n < results->len; n++)
    if (!took_place (g_ptr_array_index (results, n), taken, error))
      return FALSE;
  *known = before != NULL;
  if (!*known)
    return TRUE;
  result.result = before->result;
  result.versions = before->versions;
  result.detail = before->detail;
  return repeat (self, before, self->push->first + i, error) &&
         keep_result (self, i, &result, error);
}

static void
write_named (SatJsonWriter *writer, const char *name, GHashTable *table, gboolean are_ids)
{
  g_autoptr (GList) keys = table != NULL ? g_hash_table_get_keys (table) : NULL;

  if (keys == NULL)
    return;
  keys = g_list_sort (keys, (GCompareFunc)strcmp);
  sat_json_writer_begin_object (writer, name);
  for (const GList *at = keys; at != NULL; at = at->next) {
    const char *text = g_hash_table_lookup (table, at->data);
    char id[SAT_UUID_STRING_LENGTH + 1];

    if (are_ids)
      sat_uuid_write ((const SatUuid *)(const void *)text, id);
    sat_json_writer_string (writer, at->data, are_ids ? id : text);
  }
  sat_json_writer_end_object (writer);
}

/* As sat-group-base.c reads it. */
static char *
detail_of (const SatMember *member)
{
  g_autoptr (SatJsonWriter) writer = NULL;
  GString *text;

  if (member->lost == NULL && member->texts == NULL)
    return NULL;
  text = g_string_new (NULL);
  writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);
  sat_json_writer_begin_object (writer, NULL);
  write_named (writer, "lost", member->lost, TRUE);
  write_named (writer, "texts", member->texts, FALSE);
  sat_json_writer_end_object (writer);
  sat_json_writer_finish (writer, NULL);
  return g_string_free (text, FALSE);
}

static gboolean
answer_member (Push *self, guint i, const SatMember *member, GError **error)
{
  SatStoredResult result = {0};
  g_autofree char *text = NULL;
  g_autofree char *versions = NULL;
  g_autofree char *detail = detail_of (member);

  if (member->status != SAT_PUSH_OK) {
    SatPushResult *added = sat_push_answer_add (self->out, self->push->first + i, member->status);

    added->code = g_strdup (member->code);
    if (member->conflicts != NULL)
      g_array_append_vals (added->conflicts, member->conflicts->data, member->conflicts->len);
    text = sat_push_result_to_string (added);
  }
  if (member->versions != NULL)
    versions = sat_clocks_to_string (member->versions);
  result.result = text;
  result.versions = versions;
  result.detail = detail;
  return keep_result (self, i, &result, error);
}

/* One that cannot be read, or has somebody else's id, refuses those that it stands between. @taken:
 * which have, of @lines. */
static gboolean
refuse_group (Push *self, const guint *lines, const gboolean *taken, guint n, GError **error)
{
  for (guint i = 0; i < n; i++) {
    const char *code = taken[i] ? "invalid" : "group";
    gsize length;

    line_of (self, lines[i], &length);
    if (g_ptr_array_index (self->mutations, lines[i]) == NULL)
      code = length > SAT_SYNC_MOST_MUTATION_BYTES ? "too_large" : "invalid";
    if (!refuse_line (self, lines[i], code, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
push_group (Push *self, guint from, guint to, GError **error)
{
  SatGroup *group = sat_group_new (self->server, self->transaction, self->caller, self->now);
  g_autofree guint *lines = g_new (guint, to - from);
  g_autofree gboolean *taken = g_new0 (gboolean, to - from);
  guint n = 0;
  gboolean right = TRUE, broken = FALSE;

  for (guint i = from; i < to && right; i++) {
    const SatMutation *mutation = g_ptr_array_index (self->mutations, i);
    gboolean known = FALSE;
    gsize length;
    const char *line = line_of (self, i, &length);

    right = mutation == NULL || answer_known (self, i, &known, &taken[n], error);
    if (known)
      continue;
    broken |= mutation == NULL || taken[n];
    lines[n++] = i;
    if (mutation != NULL)
      sat_group_add (group, mutation, line, length);
  }
  if (right && broken)
    right = refuse_group (self, lines, taken, n, error);
  else if (right && n > 0)
    right = sat_group_apply (group, error);
  for (guint i = 0; right && !broken && i < n; i++)
    right = answer_member (self, lines[i], &g_array_index (group->members, SatMember, i), error);
  sat_group_free (group);
  return right;
}

/* Where the group that begins with line @from ends. */
static guint
end_of_group (const Push *self, guint from)
{
  const SatMutation *first = g_ptr_array_index (self->mutations, from);
  guint end = from + 1;

  if (first == NULL || first->x == 0)
    return end;
  for (guint i = end; i < self->mutations->len; i++) {
    const SatMutation *mutation = g_ptr_array_index (self->mutations, i);

    if (mutation != NULL && mutation->x != first->x)
      break;
    if (mutation != NULL)
      end = i + 1;
  }
  return end;
}

static int
compare_results (gconstpointer a, gconstpointer b)
{
  const SatPushResult *x = *(const SatPushResult *const *)a, *y = *(const SatPushResult *const *)b;

  return (x->m > y->m) - (x->m < y->m);
}

static gboolean
finish (Push *self, GError **error)
{
  guint last = self->push->lines->len;
  gint64 m = self->push->first + last - 1;

  if (last > 0 && m > self->device.last_m) {
    self->device.last_m = m;
    self->device.user = self->caller->user;
    memcpy (self->device.hash, g_array_index (self->chain, SatChain, last - 1).bytes,
            SAT_CHAIN_SIZE);
    if (!self->transaction->api->put_device (self->transaction, &self->device, error))
      return FALSE;
  }
  /* Of what this push ends with: a file that was put back knows nothing of what came later. */
  self->out->last_m = last > 0 ? m : self->device.last_m;
  self->out->durable_m = MIN (self->device.durable_m, self->out->last_m);
  self->out->now = self->now;
  if (last > 0)
    self->out->hash = g_array_index (self->chain, SatChain, last - 1);
  else
    memcpy (self->out->hash.bytes, self->device.hash, SAT_CHAIN_SIZE);
  if (!self->transaction->api->head (self->transaction, &self->out->seq, error))
    return FALSE;
  g_ptr_array_sort (self->out->results, compare_results);
  self->answer = sat_push_answer_write (self->out);
  return TRUE;
}

static gboolean
work (SatServer *server, SatTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) results =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_result_free);
  Push *self = data;
  guint known;

  self->server = server;
  self->transaction = transaction;
  self->now = sat_clock_now (server->clock);
  self->out = sat_push_answer_new ();
  if (!transaction->api->device (transaction, self->caller->device, &self->device, error))
    return FALSE;
  if (self->push->first <= self->device.last_m &&
      !transaction->api->results (transaction, self->caller->device, self->push->first - 1,
                                  self->push->lines->len + 1, results, error))
    return FALSE;
  if (!check_chain (self, results, error) || !repeat_known (self, results, &known, error))
    return FALSE;
  for (guint i = known; i < self->push->lines->len;) {
    guint end = end_of_group (self, i);

    if (!push_group (self, i, end, error))
      return FALSE;
    i = end;
  }
  return finish (self, error);
}

GBytes *
sat_server_push (
    SatServer *self, const SatCaller *caller, const char *epoch, GBytes *body, GError **error)
{
  Push push = {.caller = caller};
  gboolean right;

  g_return_val_if_fail (self != NULL && caller != NULL && body != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  right = sat_server_check_epoch (self, epoch, error) && read_push (&push, body, error) &&
          sat_server_run (self, work, &push, error);
  push_clear (&push);
  if (right)
    return push.answer;
  g_clear_pointer (&push.answer, g_bytes_unref);
  return NULL;
}
