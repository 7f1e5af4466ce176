/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a client should hold, in sums and in rows, computed from the rows each time: it is asked for
 * seldom, and nothing is kept that could be wrong itself. */

#include "config.h"

#include "sat-pull-private.h"

#include <string.h>

#include "sat-rights.h"

typedef struct {
  SatPull *pull;
  const SatDigest *prefix;
  SatDigest *digest; /* of sums */
} Visit;

/* That two look the same is told to those who hold both by then: not everybody has it who could. */
static gboolean
is_pair (const SatStoredRecord *record)
{
  return g_str_equal (record->type, SAT_CONFLICT_TYPE) &&
         strstr (record->fields, "\"kind\":\"duplicate\"") != NULL;
}

static gboolean
reads_all (SatPull *self, const char *name)
{
  const SatType *type = sat_registry_type (self->registry, name);

  for (guint i = 0; type != NULL && i < type->n_fields; i++)
    if (!sat_rights_may_read (type->fields[i], self->caller->role))
      return FALSE;
  return TRUE;
}

static gboolean
add_cb (const SatStoredRecord *record, gpointer data, GError **error)
{
  Visit *self = data;
  /* Versions of conflicts are not kept by clients. */
  const char *clocks = g_str_equal (record->type, SAT_CONFLICT_TYPE) ? "" : record->clocks;
  g_autofree char *masked = NULL;

  if (!sat_digest_has (self->prefix, &record->id) || record->deleted_seq > 0 || is_pair (record))
    return TRUE;
  if (!reads_all (self->pull, record->type)) {
    if (!sat_pull_read_fields (self->pull, record, error))
      return FALSE;
    masked = sat_wire_fields_to_string (self->pull->fields);
  }
  sat_digest_add (self->digest, &record->id,
                  sat_digest_hash (record->type, &record->id, record->seq, clocks,
                                   masked != NULL ? masked : record->fields));
  return TRUE;
}

static gboolean
send_past (SatPull *self, const SatUuid *record, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_history_free);

  if (!self->api->history_of_record (self->transaction, record, 0, rows, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    sat_pull_send_history (self, g_ptr_array_index (rows, i));
  return TRUE;
}

/* Of what is deleted, too: who still has it learns that it is. */
static gboolean
send_cb (const SatStoredRecord *record, gpointer data, GError **error)
{
  Visit *self = data;
  SatPull *pull = self->pull;

  if (!sat_digest_has (self->prefix, &record->id) || is_pair (record))
    return TRUE;
  if (!sat_pull_send_record (pull, record, error) ||
      (record->deleted_seq == 0 && !send_past (pull, &record->id, error)))
    return FALSE;
  if (sat_page_writer_size (pull->writer) <= SAT_PULL_MOST_BYTES &&
      sat_page_writer_n_rows (pull->writer) <= SAT_PULL_MOST_SEEN)
    return TRUE;
  g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_TOO_LARGE,
                       "ask for a longer prefix");
  return FALSE;
}

/* Only who has pulled everything can be compared. */
static gboolean
is_behind (SatPull *self, gboolean *behind, GError **error)
{
  *behind = self->position.mode != SAT_PULL_PLAIN ||
            !g_str_equal (self->sv, sat_holder_hash (self->holder));
  if (*behind || self->seq == self->head)
    return TRUE;
  return sat_pull_look_for_news (self->source, self->transaction, self->caller, self->seq,
                                 self->head, behind, error);
}

static gboolean
visit (Visit *self, SatStorageVisit func, GError **error)
{
  const SatSetFilter filter = {self->pull->sees, self->pull->n_sets};

  return self->pull->api->visit (self->pull->transaction, &filter, func, self, error);
}

gboolean
sat_pull_digest (const SatPullSource *source,
                 const SatCaller *caller,
                 const SatPullState *state,
                 SatDigest *digest,
                 gboolean *behind,
                 GError **error)
{
  g_auto (SatPull) self = {0};
  Visit summing = {&self, digest, digest};

  g_return_val_if_fail (source != NULL && caller != NULL && state != NULL, FALSE);
  g_return_val_if_fail (digest != NULL && behind != NULL, FALSE);

  return sat_pull_open (&self, source, caller, state, error) && is_behind (&self, behind, error) &&
         (*behind || visit (&summing, add_cb, error));
}

GBytes *
sat_pull_leaf (const SatPullSource *source,
               const SatCaller *caller,
               const SatPullState *state,
               const SatDigest *prefix,
               GError **error)
{
  g_auto (SatPull) self = {0};
  Visit sending = {&self, prefix, NULL};
  SatPageHead head = {0};
  gboolean behind;

  g_return_val_if_fail (source != NULL && caller != NULL && state != NULL, NULL);
  g_return_val_if_fail (prefix != NULL, NULL);

  if (!sat_pull_open (&self, source, caller, state, error) || !is_behind (&self, &behind, error))
    return NULL;
  self.writer = sat_page_writer_new ();
  if (!behind && !visit (&sending, send_cb, error))
    return NULL;
  head.from = head.upto = (SatPullState){state->cursor, state->sv, state->bf};
  head.head = self.head;
  head.now = source->now;
  head.more = behind;
  return sat_page_writer_finish (self.writer, &head);
}
