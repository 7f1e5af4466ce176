/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does the file hold what the server says it should? What does not agree is found by sums and
 * fetched again. */
#include "config.h"

#include "sat-sync-engine-private.h"

#include "sat-fault.h"

/* So many records are fetched at once rather than summed up in more detail. */
#define LEAF_ROWS 500
/* More parts than that of so few records: one leaf with all of them costs less. */
#define MANY_PARTS 8
#define LEAF '='

/* What was written meanwhile goes with the next sync. */
static void
end (SatSyncEngine *self)
{
  g_clear_pointer (&self->doubts, g_ptr_array_unref);
  self->comparisons = SAT_SYNC_MOST_COMPARISONS;
  self->phase = SAT_SYNC_PHASE_DONE;
}

static void
add_doubt (SatSyncEngine *self, gboolean leaf, const char *prefix)
{
  g_ptr_array_add (self->doubts, g_strdup_printf ("%s%s", leaf ? "=" : "", prefix));
}

/* The one that is asked about is the last one. */
static const char *
doubt_of (SatSyncEngine *self)
{
  return g_ptr_array_index (self->doubts, self->doubts->len - 1);
}

static void
settle_doubt (SatSyncEngine *self)
{
  g_ptr_array_set_size (self->doubts, (int)self->doubts->len - 1);
}

static void
begin (SatSyncEngine *self)
{
  self->comparisons++;
  self->found = FALSE;
  self->leaf_rows = LEAF_ROWS;
  g_clear_pointer (&self->doubts, g_ptr_array_unref);
  self->doubts = g_ptr_array_new_with_free_func (g_free);
  add_doubt (self, FALSE, "");
}

gboolean
sat_sync_engine_after_pull (SatSyncEngine *self, const SatRemoteState *state)
{
  gint64 now = sat_clock_now (sat_store_get_clock (self->store));

  if (self->last || self->comparisons >= SAT_SYNC_MOST_COMPARISONS ||
      (!self->compare && self->comparisons == 0 && !sat_own_digest_is_due (state, now)))
    return FALSE;
  begin (self);
  return TRUE;
}

static char *
path_of (const char *route, const SatPullState *at, const char *prefix)
{
  g_autofree char *cursor = g_uri_escape_string (at->cursor, NULL, FALSE);
  g_autofree char *sv = g_uri_escape_string (at->sv, NULL, FALSE);

  return g_strdup_printf ("/v1/sync/%s?cursor=%s&sv=%s&prefix=%s", route, cursor, sv, prefix);
}

static gboolean
ask_sums (SatSyncEngine *self, const char *prefix, char **path, GError **error)
{
  g_autofree char *start = NULL;
  char sum[SAT_DIGEST_SUM_SIZE];
  gboolean ready;

  sat_digest_init (&self->own, prefix);
  if (!sat_own_digest (self->reader, &self->own, &self->own_at, &ready, error))
    return FALSE;
  if (!ready) {
    end (self);
    return TRUE;
  }
  start = path_of ("digest", &self->own_at, prefix);
  sat_digest_sum_write (self->own.all.sum, sum);
  *path = g_strdup_printf ("%s&n=%" G_GUINT64_FORMAT "&sum=%s", start, self->own.all.n, sum);
  return TRUE;
}

/* There are no doubts left. */
static gboolean
conclude (SatSyncEngine *self, GError **error)
{
  if (self->found && self->comparisons < SAT_SYNC_MOST_COMPARISONS) {
    /* What was fetched may have taken something with it, or left it without a place. */
    begin (self);
    return TRUE;
  }
  self->counts.compared = TRUE;
  self->counts.differs = self->found;
  if (self->counts.differs)
    g_message ("the file holds something else than the server says");
  else if (self->counts.mended > 0)
    g_message ("%" G_GUINT64_FORMAT " records were not as the server had told them",
               self->counts.mended);
  end (self);
  return sat_own_digest_note (self->store, error);
}

gboolean
sat_sync_engine_ask_digest (SatSyncEngine *self, SatSyncKind *kind, char **path, GError **error)
{
  const char *doubt;

  *path = NULL;
  if (self->doubts->len == 0 && !conclude (self, error))
    return FALSE;
  if (self->phase != SAT_SYNC_PHASE_COMPARE)
    return TRUE;
  doubt = doubt_of (self);
  *kind = *doubt == LEAF ? SAT_SYNC_LEAF : SAT_SYNC_DIGEST;
  if (*kind == SAT_SYNC_DIGEST)
    return ask_sums (self, doubt, path, error);
  *path = path_of ("leaf", &self->own_at, doubt + 1);
  return TRUE;
}

/* Something was committed since: it is pulled first. */
static void
pull_first (SatSyncEngine *self)
{
  if (++self->behind >= SAT_SYNC_MOST_STALE) {
    end (self);
    return;
  }
  self->comparisons--;
  self->compare = TRUE;
  self->pulled = FALSE;
  self->phase = SAT_SYNC_PHASE_PULL;
}

/* Goes down where the two differ. */
static void
add_parts (SatSyncEngine *self, const SatDigest *theirs)
{
  const SatDigest *own = &self->own;
  g_autofree char *prefix = g_strdup (own->prefix);
  guint n_parts = 0;

  for (guint i = 0; i < G_N_ELEMENTS (own->parts); i++)
    n_parts += !sat_digest_sum_equal (&own->parts[i], &theirs->parts[i]);
  if ((n_parts > MANY_PARTS && MAX (own->all.n, theirs->all.n) <= self->leaf_rows) ||
      n_parts == 0) {
    add_doubt (self, TRUE, prefix);
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (own->parts); i++) {
    guint64 n = MAX (own->parts[i].n, theirs->parts[i].n);
    char child[SAT_DIGEST_PREFIX_SIZE];

    if (!sat_digest_sum_equal (&own->parts[i], &theirs->parts[i]) &&
        sat_digest_child (own, (guint8)i, child))
      add_doubt (self, n <= self->leaf_rows, child);
  }
}

/* All else was done: the sync does not fail by it. */
static gboolean
nonsense (SatSyncEngine *self, const GError *failure, GError **error)
{
  if (self->nonsense + 1 < SAT_SYNC_MOST_NONSENSE)
    return sat_sync_engine_nonsense (self, failure->message, error);
  self->nonsense = 0;
  end (self);
  return TRUE;
}

gboolean
sat_sync_engine_digest_answered (SatSyncEngine *self, GBytes *body, GError **error)
{
  g_autoptr (GError) failure = NULL;
  SatDigest theirs;
  gboolean behind;

  sat_digest_init (&theirs, self->own.prefix);
  if (!sat_digest_read (&theirs, body, &behind, &failure))
    return nonsense (self, failure, error);
  self->nonsense = 0;
  if (behind) {
    pull_first (self);
    return TRUE;
  }
  settle_doubt (self);
  if (sat_digest_sum_equal (&self->own.all, &theirs.all) || SAT_BUG ("sums-adopted"))
    return TRUE;
  self->found = TRUE;
  add_parts (self, &theirs);
  if (self->doubts->len <= SAT_SYNC_MOST_LEAVES)
    return TRUE;
  if (self->anew) {
    self->comparisons = SAT_SYNC_MOST_COMPARISONS;
    g_ptr_array_set_size (self->doubts, 0);
    return TRUE;
  }
  /* So much is wrong that all of it is pulled anew. */
  self->anew = self->compare = TRUE;
  self->phase = SAT_SYNC_PHASE_PULL;
  return sat_sync_engine_restart (self, self->epoch, error);
}

static gboolean
leaf_failed (SatSyncEngine *self, GError *failure, GError **error)
{
  if (failure->domain == SAT_PROTOCOL_ERROR)
    return nonsense (self, failure, error);
  if (!g_error_matches (failure, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT)) {
    g_propagate_error (error, g_error_copy (failure));
    return FALSE;
  }
  /* Another process has pulled meanwhile. */
  pull_first (self);
  return TRUE;
}

gboolean
sat_sync_engine_leaf_answered (SatSyncEngine *self, GBytes *body, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (SatPageReader) page = sat_page_reader_new (body, &failure);
  SatDigest prefix;
  guint n;

  if (page != NULL && sat_page_reader_head (page)->more) {
    pull_first (self);
    return TRUE;
  }
  sat_digest_init (&prefix, doubt_of (self) + 1);
  if (page == NULL || !sat_remote_mend (self->store, page, &prefix, &n, &failure))
    return leaf_failed (self, failure, error);
  self->nonsense = 0;
  self->counts.mended += n;
  settle_doubt (self);
  return TRUE;
}

gboolean
sat_sync_engine_digest_refused (SatSyncEngine *self, guint status)
{
  g_autofree char *prefix = NULL;

  if (status == 401 || status == 409 || status == 410)
    return FALSE;
  if (self->asked != SAT_SYNC_LEAF || status != 413 || ++self->halvings > SAT_SYNC_MOST_HALVINGS) {
    end (self);
    return TRUE;
  }
  /* In more detail, then. */
  self->leaf_rows /= 8;
  prefix = g_strdup (doubt_of (self) + 1);
  settle_doubt (self);
  add_doubt (self, FALSE, prefix);
  return TRUE;
}
