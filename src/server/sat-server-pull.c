/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-pull.h"
#include "sat-server-blobs.h"
#include "sat-server-private.h"

static SatPullSource
source_of (SatServer *self)
{
  G_STATIC_ASSERT (SAT_SERVER_KEY_SIZE == SAT_PULL_KEY_SIZE);

  return (SatPullSource){self->storage, self->visibility, sat_server_epoch (self), self->key,
                         sat_clock_now (self->clock)};
}

/* The first that asks after @at does it, and the next one @every later. */
static gboolean
is_due (SatServer *self, gint64 *at, gint64 now, gint64 every)
{
  gboolean due;

  g_mutex_lock (&self->lock);
  due = now >= *at;
  if (due)
    *at = now + every;
  g_mutex_unlock (&self->lock);
  return due;
}

/* Answers that a device may still ask for again, if its answer was lost or its file restored. */
static gboolean
forget_results (SatServer *self, gint64 now, GError **error)
{
  g_autoptr (SatTransaction) transaction = sat_storage_begin_write (self->storage, error);

  return transaction != NULL &&
         transaction->api->forget_results (transaction, SAT_SERVER_KEPT_RESULTS,
                                           now - SAT_SERVER_RESULTS_US, error) &&
         sat_transaction_commit (g_steal_pointer (&transaction), error);
}

/* A piece a minute, so that neither who asks nor who pushes waits for long. What fails is left for
 * the next one. */
static void
tidy (SatServer *self, gint64 now)
{
  g_autoptr (SatTransaction) transaction = NULL;

  if (!is_due (self, &self->tidy_at, now, G_TIME_SPAN_MINUTE))
    return;
  transaction = sat_storage_begin_write (self->storage, NULL);
  if (transaction != NULL && transaction->api->tidy (transaction, NULL))
    sat_transaction_commit (g_steal_pointer (&transaction), NULL);
}

/* With what a device asks, it says how far it is. A first pull begins at the head. It is written
 * down once a day: a server that is killed in between waits for a device a little longer than it
 * had to, or has one load anew that was away for a month, and loses nothing. */
static void
note_cursor (SatServer *self, const SatPullSource *source, guint32 device, const char *cursor)
{
  g_autofree char *epoch = NULL;
  SatStoredCursor *noted = g_new (SatStoredCursor, 1);

  *noted = (SatStoredCursor){device, 0, source->now};
  if (!sat_cursor_read (source->key, cursor, &epoch, &noted->seq, NULL))
    noted->seq = sat_server_head (self);
  g_mutex_lock (&self->lock);
  g_hash_table_replace (self->cursors, GUINT_TO_POINTER (device), noted);
  g_mutex_unlock (&self->lock);
}

/* Of SatStoredCursor. (transfer full) */
static GArray *
take_cursors (SatServer *self)
{
  GArray *cursors = g_array_new (FALSE, FALSE, sizeof (SatStoredCursor));
  GHashTableIter iter;
  gpointer value;

  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->cursors);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_array_append_val (cursors, *(SatStoredCursor *)value);
  g_hash_table_remove_all (self->cursors);
  g_mutex_unlock (&self->lock);
  return cursors;
}

/* Once a day. What fails is left for the next one. */
static void
forget_old (SatServer *self, const SatPullSource *source)
{
  g_autoptr (GArray) cursors = NULL;

  if (!is_due (self, &self->forget_at, source->now, SAT_PULL_DAY_US))
    return;
  cursors = take_cursors (self);
  sat_pull_forget_marks (source, cursors, NULL);
  forget_results (self, source->now, NULL);
  sat_server_blob_sweep (self, NULL);
}

/* A cursor of ours that is ahead of all that is here: the folder as a whole went back. */
static gboolean
look_back (SatServer *self, const SatPullSource *source, const char *cursor, GError **error)
{
  g_autofree char *epoch = NULL;
  gint64 seq;

  return !sat_cursor_read (source->key, cursor, &epoch, &seq, NULL) ||
         !g_str_equal (epoch, sat_server_epoch (self)) || sat_server_begin_again (self, seq, error);
}

/* @problem: (transfer full) */
static void
tell_problem (SatServer *self,
              const SatPullSource *source,
              const char *cursor,
              GError *problem,
              GError **error)
{
  if (!g_error_matches (problem, SAT_SERVER_ERROR, SAT_SERVER_ERROR_EPOCH_CHANGED) ||
      look_back (self, source, cursor, error))
    g_propagate_error (error, problem);
  else
    g_error_free (problem);
}

GBytes *
sat_server_pull (SatServer *self,
                 const SatCaller *caller,
                 const char *epoch,
                 const char *cursor,
                 const char *sv,
                 const char *bf,
                 guint limit,
                 gint64 parts,
                 GError **error)
{
  GError *problem = NULL;
  SatPullSource source;
  GBytes *page;
  SatPullState state = {(char *)(cursor != NULL ? cursor : ""), (char *)(sv != NULL ? sv : ""),
                        (char *)(bf != NULL ? bf : ""), parts};

  g_return_val_if_fail (self != NULL && caller != NULL, NULL);

  if (!sat_server_check_epoch (self, epoch, error))
    return NULL;
  source = source_of (self);
  forget_old (self, &source);
  tidy (self, source.now);
  page = sat_pull_page (&source, caller, &state, limit, &problem);
  if (page != NULL)
    note_cursor (self, &source, caller->device, state.cursor);
  else
    tell_problem (self, &source, state.cursor, problem, error);
  return page;
}

static gboolean
begin_digest (SatServer *self,
              const char *epoch,
              const char *cursor,
              const char *prefix,
              SatDigest *digest,
              GError **error)
{
  if (!sat_server_check_epoch (self, epoch, error))
    return FALSE;
  if (cursor != NULL && *cursor != '\0' && sat_digest_init (digest, prefix != NULL ? prefix : ""))
    return TRUE;
  g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_MALFORMED,
                       "a cursor and pairs of hexadecimal digits are needed");
  return FALSE;
}

GBytes *
sat_server_digest (SatServer *self,
                   const SatCaller *caller,
                   const char *epoch,
                   const char *cursor,
                   const char *sv,
                   const char *prefix,
                   const SatDigestSum *own,
                   GError **error)
{
  SatPullState state = {(char *)cursor, (char *)(sv != NULL ? sv : ""), (char *)""};
  GError *problem = NULL;
  SatPullSource source;
  gboolean behind, same;
  SatDigest digest;

  g_return_val_if_fail (self != NULL && caller != NULL, NULL);

  if (!begin_digest (self, epoch, cursor, prefix, &digest, error))
    return NULL;
  source = source_of (self);
  if (!sat_pull_digest (&source, caller, &state, &digest, &behind, &problem)) {
    tell_problem (self, &source, cursor, problem, error);
    return NULL;
  }
  if (behind)
    return sat_digest_write_behind ();
  same = own != NULL && sat_digest_sum_equal (own, &digest.all);
  /* Once a comparison, not on the way down. */
  if (own != NULL && digest.length == 0)
    g_atomic_int_inc (same ? &self->same : &self->other);
  return sat_digest_write (&digest, !same);
}

GBytes *
sat_server_leaf (SatServer *self,
                 const SatCaller *caller,
                 const char *epoch,
                 const char *cursor,
                 const char *sv,
                 const char *prefix,
                 GError **error)
{
  SatPullState state = {(char *)cursor, (char *)(sv != NULL ? sv : ""), (char *)""};
  GError *problem = NULL;
  SatPullSource source;
  SatDigest digest;
  GBytes *page;

  g_return_val_if_fail (self != NULL && caller != NULL, NULL);

  if (!begin_digest (self, epoch, cursor, prefix, &digest, error))
    return NULL;
  source = source_of (self);
  page = sat_pull_leaf (&source, caller, &state, &digest, &problem);
  if (page == NULL)
    tell_problem (self, &source, cursor, problem, error);
  return page;
}

void
sat_server_digest_figures (SatServer *self, gint64 *same, gint64 *other)
{
  g_return_if_fail (self != NULL && same != NULL && other != NULL);

  *same = g_atomic_int_get (&self->same);
  *other = g_atomic_int_get (&self->other);
}

gboolean
sat_server_has_news (SatServer *self,
                     const SatCaller *caller,
                     const char *epoch,
                     const char *cursor,
                     gboolean *news,
                     GError **error)
{
  SatPullSource source;

  g_return_val_if_fail (self != NULL && caller != NULL && news != NULL, FALSE);

  if (!sat_server_check_epoch (self, epoch, error))
    return FALSE;
  source = source_of (self);
  return sat_pull_has_news (&source, caller, cursor != NULL ? cursor : "", news, error);
}

gboolean
sat_server_has_news_since (SatServer *self,
                           const SatCaller *caller,
                           const char *epoch,
                           gint64 seq,
                           gboolean *news,
                           GError **error)
{
  SatPullSource source;

  g_return_val_if_fail (self != NULL && caller != NULL && news != NULL, FALSE);

  if (!sat_server_check_epoch (self, epoch, error))
    return FALSE;
  source = source_of (self);
  return sat_pull_has_news_since (&source, caller, seq, news, error);
}
