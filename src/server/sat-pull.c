/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-pull.h"

#include "sat-pull-private.h"

void
sat_pull_clear (SatPull *self)
{
  sat_transaction_free (self->transaction);
  sat_holder_unref (self->holder);
  g_free (self->sees);
  g_free (self->may_hold);
  g_free (self->sv);
  sat_page_writer_free (self->writer);
  sat_json_reader_free (self->reader);
  sat_wire_fields_free (self->fields);
  g_clear_pointer (&self->entries, g_hash_table_unref);
  g_clear_pointer (&self->named, g_hash_table_unref);
  g_clear_pointer (&self->closed, g_hash_table_unref);
  g_clear_pointer (&self->keep, g_ptr_array_unref);
}

static gboolean
refuse (GError **error, SatServerError code, const char *message)
{
  g_set_error_literal (error, SAT_SERVER_ERROR, (int)code, message);
  return FALSE;
}

gboolean
sat_pull_check_cursor (const SatPullSource *source,
                       SatTransaction *transaction,
                       const char *cursor,
                       gint64 *seq,
                       gint64 *head,
                       GError **error)
{
  g_autofree char *epoch = NULL;
  g_autofree char *forgotten = NULL;

  if (!transaction->api->head (transaction, head, error))
    return FALSE;
  if (!sat_cursor_read (source->key, cursor, &epoch, seq, error))
    return FALSE;
  if (!g_str_equal (epoch, source->epoch) || *seq > *head)
    return refuse (error, SAT_SERVER_ERROR_EPOCH_CHANGED, "the server began anew");
  if (!transaction->api->meta (transaction, SAT_PULL_FORGOTTEN, &forgotten, error))
    return FALSE;
  if (forgotten != NULL && *seq < g_ascii_strtoll (forgotten, NULL, 10))
    return refuse (error, SAT_SERVER_ERROR_CURSOR_EXPIRED, "too long ago");
  return TRUE;
}

/* Where the client is, and the snapshot. */
static gboolean
open_state (SatPull *self, const SatPullState *state, GError **error)
{
  self->transaction = sat_storage_begin_read (self->source->storage, error);
  if (self->transaction == NULL)
    return FALSE;
  self->api = self->transaction->api;
  if (!sat_pull_position_read (self->source->key, state->bf, &self->position, error))
    return FALSE;
  self->sv = g_strdup (state->sv);
  if (*state->cursor != '\0')
    return sat_pull_check_cursor (self->source, self->transaction, state->cursor, &self->seq,
                                  &self->head, error);
  if (*state->sv != '\0' || *state->bf != '\0')
    return refuse (error, SAT_SERVER_ERROR_BAD_CURSOR, "scopes without a cursor");
  if (!self->api->head (self->transaction, &self->head, error))
    return FALSE;
  self->seq = self->head; /* what there is now is sent as a difference to nothing */
  return TRUE;
}

/* What the caller sees in the snapshot. */
static gboolean
open_view (SatPull *self, GError **error)
{
  gint64 move;

  self->holder = sat_visibility_holder (self->visibility, self->transaction, self->caller, error);
  if (self->holder == NULL ||
      !sat_visibility_load_sets (self->visibility, self->transaction, &self->n_sets, error) ||
      !self->api->newest_marks (self->transaction, &self->newest_change, &move, error))
    return FALSE;
  self->sees = sat_visibility_filter (self->visibility, self->holder, self->n_sets);
  return TRUE;
}

/* Which sets' roots the client may have been sent, while some are not trusted. */
static gboolean
open_doubts (SatPull *self, GError **error)
{
  g_autofree char *list = NULL;
  g_autoptr (SatHolder) maybe = NULL;

  if (self->position.mode != SAT_PULL_CHANGES || self->position.untrusted == 0)
    return TRUE;
  if (*self->position.maybe != '\0' &&
      !self->api->scope_list (self->transaction, self->position.maybe, &list, error))
    return FALSE;
  for (guint i = 0; i < self->keep->len && list == NULL; i++) {
    SatHolder *kept = g_ptr_array_index (self->keep, i);

    if (g_str_equal (sat_holder_hash (kept), self->position.maybe))
      list = g_strdup (sat_holder_list (kept));
  }
  if (list == NULL && *self->position.maybe != '\0')
    return refuse (error, SAT_SERVER_ERROR_CURSOR_EXPIRED, "scopes are not known any more");
  maybe = sat_holder_parse (list != NULL ? list : "");
  self->may_hold = sat_visibility_filter (self->visibility, maybe, self->n_sets);
  for (guint i = 0; i < self->n_sets; i++)
    self->may_hold[i] |= self->sees[i];
  return TRUE;
}

static gboolean
fill (SatPull *self, GError **error)
{
  if (!g_str_equal (self->sv, sat_holder_hash (self->holder)) ||
      self->position.mode == SAT_PULL_DIFFERENCE) {
    if (!sat_pull_difference (self, error))
      return FALSE;
    if (self->position.mode == SAT_PULL_DIFFERENCE)
      return TRUE;
  }
  return open_doubts (self, error) && sat_pull_changes (self, error);
}

/* Lists of scopes that tokens on the page name. With the snapshot ended: one thread reads and
 * writes. */
static gboolean
keep_lists (SatPull *self, GError **error)
{
  g_autoptr (SatTransaction) transaction = NULL;

  g_clear_pointer (&self->transaction, sat_transaction_free);
  if (self->keep->len == 0)
    return TRUE;
  transaction = sat_storage_begin_write (self->source->storage, error);
  if (transaction == NULL)
    return FALSE;
  for (guint i = 0; i < self->keep->len; i++) {
    SatHolder *holder = g_ptr_array_index (self->keep, i);

    if (!transaction->api->put_scope_list (transaction, &self->caller->user,
                                           sat_holder_hash (holder), sat_holder_list (holder),
                                           error))
      return FALSE;
  }
  return sat_transaction_commit (g_steal_pointer (&transaction), error);
}

static GBytes *
close_page (SatPull *self, SatPageHead *head)
{
  head->upto.cursor = sat_cursor_write (self->source->key, self->source->epoch, self->seq);
  head->upto.sv = g_strdup (self->sv);
  head->upto.bf = sat_pull_position_write (self->source->key, &self->position);
  head->more = self->seq < self->head || self->position.mode != SAT_PULL_PLAIN ||
               !g_str_equal (self->sv, sat_holder_hash (self->holder));
  return sat_page_writer_finish (self->writer, head);
}

static SatPageHead
page_head (const SatPullState *state, gint64 now, gint64 head)
{
  return (SatPageHead){
      .from = {g_strdup (state->cursor), g_strdup (state->sv), g_strdup (state->bf)},
      .head = head,
      .now = now};
}

gboolean
sat_pull_open (SatPull *self,
               const SatPullSource *source,
               const SatCaller *caller,
               const SatPullState *state,
               GError **error)
{
  self->source = source;
  self->caller = caller;
  self->visibility = source->visibility;
  self->registry = sat_visibility_registry (source->visibility);
  self->entries = g_hash_table_new_full (sat_uuid_hash, sat_uuid_equal, g_free, g_free);
  self->named = g_hash_table_new_full (sat_uuid_hash, sat_uuid_equal, g_free, NULL);
  self->keep = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_holder_unref);
  self->reader = sat_json_reader_new ();
  self->fields = sat_wire_fields_new ();
  return open_state (self, state, error) && open_view (self, error);
}

GBytes *
sat_pull_page (const SatPullSource *source,
               const SatCaller *caller,
               const SatPullState *state,
               guint limit,
               GError **error)
{
  g_auto (SatPull) self = {0};
  SatPageHead head;
  GBytes *page = NULL;

  g_return_val_if_fail (source != NULL && caller != NULL && state != NULL, NULL);
  g_return_val_if_fail (state->cursor != NULL && state->sv != NULL && state->bf != NULL, NULL);

  self.limit = CLAMP (limit == 0 ? SAT_SYNC_PULL_ROWS : limit, 1, SAT_SYNC_MOST_PULL_ROWS);
  if (!sat_pull_open (&self, source, caller, state, error))
    return NULL;
  head = page_head (state, source->now, self.head);
  if (*state->cursor == '\0' && !sat_pull_estimate (&self, &head.about, error))
    return NULL;
  self.writer = sat_page_writer_new ();
  if (*state->cursor != '\0' && self.position.mode == SAT_PULL_PLAIN &&
      g_str_equal (self.sv, sat_holder_hash (self.holder)))
    self.parts = CLAMP (state->parts, 0, self.seq);
  if (fill (&self, error) && keep_lists (&self, error))
    page = close_page (&self, &head);
  sat_page_head_clear (&head);
  return page;
}
