/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Queries: of the index what is not marked, and of the marked records what fits; tier by tier until
 * there are enough. */

#include "config.h"

#include "sat-search.h"

#include "sat-reader-private.h"
#include "sat-search-detail.h"
#include "sat-search-index.h"
#include "sat-search-run.h"

#include <glib/gi18n-lib.h>

#define MOST_HITS 50
/* Of a tier that must be checked, so many documents are looked at. */
#define MOST_CHECKED 20000
/* Stale documents of a large import that are read again for one search. */
#define MOST_REREAD 200

void
sat_search_run_clear (SatSearchRun *self)
{
  g_clear_pointer (&self->match, sat_search_match_free);
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_clear_pointer (&self->fresh, g_array_unref);
  g_clear_pointer (&self->found, g_array_unref);
}

void
sat_search_hit_free (SatSearchHit *hit)
{
  if (hit == NULL)
    return;
  g_free (hit->title);
  g_free (hit->detail);
  g_free (hit);
}

static gboolean
is_seen (SatSearchRun *self, gint64 id)
{
  return g_hash_table_contains (self->seen, &id);
}

static void
set_seen (SatSearchRun *self, gint64 id)
{
  g_hash_table_add (self->seen, g_memdup2 (&id, sizeof id));
}

static void
add_fresh (SatSearchRun *self, const SatSearchFresh *fresh)
{
  SatSearchFound found = {.id = fresh->id, .type = fresh->type, .fresh = TRUE};

  if (self->type != NULL && fresh->type != self->type)
    return;
  found.tier = sat_search_match_tier (self->match, fresh->title, fresh->other);
  found.order = (gint64)fresh->latest;
  if (found.tier != SAT_SEARCH_NONE)
    g_array_append_val (self->fresh, found);
}

/* A record that is not among those that are kept ready. */
static gboolean
read_fresh (SatSearchRun *self, gint64 id, GError **error)
{
  SatSearchFresh fresh;
  gboolean live;

  set_seen (self, id);
  if (!sat_search_fresh_read (self->reader, self->marked, id, &fresh, &live, error))
    return FALSE;
  if (live)
    add_fresh (self, &fresh);
  sat_search_fresh_clear (&fresh);
  return TRUE;
}

static gboolean
guess (SatSearchRun *self, GError **error)
{
  g_autoptr (GArray) ids =
      sat_search_guess (self->reader, self->marked, self->match, self->type, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);

    if (!g_hash_table_contains (self->marked->ids, &id) && !is_seen (self, id) &&
        !read_fresh (self, id, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
sat_search_run_begin (SatSearchRun *self,
                      SatReader *reader,
                      const char *text,
                      const char *type_name,
                      guint limit,
                      GError **error)
{
  self->reader = reader;
  self->limit = limit;
  self->match = sat_search_match_new (text);
  self->seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->fresh = g_array_new (FALSE, FALSE, sizeof (SatSearchFound));
  self->found = g_array_new (FALSE, FALSE, sizeof (SatSearchFound));
  sat_reader_refresh (reader);
  if (type_name != NULL) {
    self->type = sat_registry_require (reader->registry, type_name, error);
    if (self->type == NULL)
      return FALSE;
  }
  if (sat_search_match_is_empty (self->match))
    return TRUE;
  self->marked = sat_search_marked (reader, error);
  if (self->marked == NULL)
    return FALSE;
  for (guint i = 0; i < self->marked->records->len; i++)
    add_fresh (self, &g_array_index (self->marked->records, SatSearchFresh, i));
  return self->marked->all || guess (self, error);
}

gboolean
sat_search_run_is_marked (SatSearchRun *self, gint64 id, gboolean *marked, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;

  *marked = g_hash_table_contains (self->marked->ids, &id);
  if (*marked || self->marked->all)
    return TRUE;
  statement = sat_statement_cached (self->reader->connection,
                                    "SELECT 1 FROM search_dirty WHERE record = ?1", error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  return sat_statement_step (statement, marked, error);
}

/* Documents and what is known of them: the columns of the queries below. */
enum {
  DOC,
  RECORD,
  TITLE,
  OTHER,
  TYPE,
};

#define HITS                                                                                       \
  "SELECT i.rowid, d.record, d.title, d.other, r.type FROM search_index AS i"                      \
  " CROSS JOIN search_doc AS d ON d.doc = i.rowid CROSS JOIN record AS r ON r.id = d.record"       \
  " WHERE i.search_index MATCH ?1 AND i.rowid BETWEEN ?2 AND ?3 AND r.deleted = 0"

SatStatement *
sat_search_run_query (SatSearchRun *self, const char *expression, const char *sql, GError **error)
{
  SatStatement *statement = sat_statement_cached (self->reader->connection, sql, error);

  if (statement == NULL)
    return NULL;
  sat_statement_bind_text (statement, 1, expression);
  sat_statement_bind_int (statement, 2,
                          self->type != NULL ? sat_search_first_doc (self->type->rank) : 0);
  sat_statement_bind_int (statement, 3,
                          self->type != NULL ? sat_search_last_doc (self->type->rank) : G_MAXINT64);
  return statement;
}

static gboolean
is_wanted (SatSearchRun *self, guint16 type)
{
  return self->type != NULL ? type == self->type->number
                            : sat_registry_type_by_number (self->reader->registry, type) != NULL;
}

/* FALSE in *@fits: not this one. A marked document is out of date: it counts as the record that it
 * has become. */
static gboolean
look_at_row (SatSearchRun *self,
             SatStatement *row,
             SatSearchTier tier,
             gboolean check,
             gboolean *fits,
             GError **error)
{
  gint64 id = sat_statement_int (row, RECORD);
  gboolean marked;
  SatSearchTier found;

  *fits = FALSE;
  if (is_seen (self, id) || !is_wanted (self, (guint16)sat_statement_int (row, TYPE)))
    return TRUE;
  if (!sat_search_run_is_marked (self, id, &marked, error))
    return FALSE;
  if (marked) {
    if (g_hash_table_contains (self->marked->ids, &id) || self->reread >= MOST_REREAD)
      return TRUE;
    self->reread++;
    return read_fresh (self, id, error);
  }
  found = check ? sat_search_match_tier (self->match, sat_statement_text (row, TITLE),
                                         sat_statement_text (row, OTHER))
                : tier;
  *fits = found != SAT_SEARCH_NONE && found <= tier;
  return TRUE;
}

static gboolean
collect (SatSearchRun *self, guint reading, SatSearchTier tier, GArray *stage, GError **error)
{
  guint room = self->limit - self->found->len;
  gboolean check, row = TRUE, fits;
  g_autofree char *expression = sat_search_match_expression (self->match, reading, tier, &check);
  g_autoptr (SatStatement) statement = NULL;

  if (expression == NULL)
    return TRUE;
  statement = sat_search_run_query (self, expression, HITS " ORDER BY i.rowid DESC", error);
  if (statement == NULL)
    return FALSE;
  for (guint n = 0, looked = 0; n < room && looked < MOST_CHECKED; looked++) {
    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      break;
    if (!look_at_row (self, statement, tier, check, &fits, error))
      return FALSE;
    if (fits) {
      SatSearchFound found = {.id = sat_statement_int (statement, RECORD), .tier = tier};

      found.type = sat_registry_type_by_number (self->reader->registry,
                                                (guint16)sat_statement_int (statement, TYPE));
      found.order = sat_statement_int (statement, DOC);
      g_array_append_val (stage, found);
      n++;
    }
  }
  return TRUE;
}

/* The type's rank; what changed since the index was made is the latest; ids for a fixed order. */
static int
compare_found_cb (gconstpointer a, gconstpointer b)
{
  const SatSearchFound *left = a, *right = b;

  if (left->type->rank != right->type->rank)
    return left->type->rank < right->type->rank ? -1 : 1;
  if (left->fresh != right->fresh)
    return left->fresh ? -1 : 1;
  if (left->order != right->order)
    return left->order > right->order ? -1 : 1;
  return left->id < right->id ? -1 : left->id > right->id;
}

static gboolean
run_tier (SatSearchRun *self, SatSearchTier tier, GError **error)
{
  g_autoptr (GArray) stage = g_array_new (FALSE, FALSE, sizeof (SatSearchFound));

  for (guint i = 0; self->marked->known && i < sat_search_match_n_readings (self->match); i++)
    if (!collect (self, i, tier, stage, error))
      return FALSE;
  for (guint i = 0; i < self->fresh->len; i++) {
    SatSearchFound *fresh = &g_array_index (self->fresh, SatSearchFound, i);

    /* One that was come upon late may belong further up. */
    if (fresh->tier != SAT_SEARCH_NONE && fresh->tier <= tier) {
      g_array_append_vals (stage, fresh, 1);
      fresh->tier = SAT_SEARCH_NONE;
    }
  }
  g_array_sort (stage, compare_found_cb);
  for (guint i = 0; i < stage->len && self->found->len < self->limit; i++) {
    const SatSearchFound *found = &g_array_index (stage, SatSearchFound, i);

    if (found->fresh || !is_seen (self, found->id))
      g_array_append_vals (self->found, found, 1);
    set_seen (self, found->id);
  }
  return TRUE;
}

static gboolean
run (SatSearchRun *self, GError **error)
{
  if (sat_search_match_is_empty (self->match))
    return TRUE;
  for (SatSearchTier tier = SAT_SEARCH_WHOLE;
       tier <= SAT_SEARCH_SUBSTRING && self->found->len < self->limit; tier++)
    if (!run_tier (self, tier, error))
      return FALSE;
  return TRUE;
}

static SatSearchHit *
hit_new (SatReader *reader, SatRecord *record)
{
  SatSearchHit *hit = g_new0 (SatSearchHit, 1);

  hit->id = sat_record_get_id (record);
  hit->type = sat_record_get_record_type (record);
  hit->uuid = *sat_record_get_uuid (record);
  hit->title = g_strdup (sat_record_get_title (record));
  hit->detail = sat_search_detail (reader, record);
  return hit;
}

/* Hits of one type that follow each other are loaded together. */
static GPtrArray *
load_hits (SatSearchRun *self, GError **error)
{
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_search_hit_free);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < self->found->len; i++) {
    const SatSearchFound *found = &g_array_index (self->found, SatSearchFound, i);
    g_autoptr (GPtrArray) records = NULL;

    g_array_append_val (ids, found->id);
    if (i + 1 < self->found->len &&
        g_array_index (self->found, SatSearchFound, i + 1).type == found->type)
      continue;
    records = sat_reader_load_many (self->reader, found->type, (const gint64 *)(gpointer)ids->data,
                                    ids->len, error);
    if (records == NULL)
      return NULL;
    for (guint k = 0; k < records->len; k++)
      g_ptr_array_add (hits, hit_new (self->reader, records->pdata[k]));
    g_array_set_size (ids, 0);
  }
  return g_steal_pointer (&hits);
}

gboolean
sat_search_open_snapshot (SatReader *reader, GCancellable *cancellable, GError **error)
{
  if (g_cancellable_is_cancelled (cancellable)) {
    g_set_error_literal (error, SAT_DB_ERROR, SAT_DB_ERROR_INTERRUPTED, _ ("Cancelled"));
    return FALSE;
  }
  if (!sat_connection_begin_read (reader->connection, error))
    return FALSE;
  sat_connection_set_cancellable (reader->connection, cancellable);
  return TRUE;
}

void
sat_search_close_snapshot (SatReader *reader)
{
  sat_connection_set_cancellable (reader->connection, NULL);
  sat_connection_commit (reader->connection, NULL);
}

GPtrArray *
sat_search (SatReader *reader,
            const char *text,
            const char *type_name,
            guint limit,
            GCancellable *cancellable,
            GError **error)
{
  g_auto (SatSearchRun) search = {0};
  GPtrArray *hits = NULL;

  g_return_val_if_fail (reader != NULL && text != NULL, NULL);

  if (!sat_search_open_snapshot (reader, cancellable, error))
    return NULL;
  if (sat_search_run_begin (&search, reader, text, type_name, limit != 0 ? limit : MOST_HITS,
                            error) &&
      run (&search, error))
    hits = load_hits (&search, error);
  sat_search_close_snapshot (reader);
  return hits;
}
