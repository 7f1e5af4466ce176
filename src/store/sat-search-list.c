/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All records in which words are found, for lists. */

#include "config.h"

#include "sat-search-list.h"

#include "sat-reader-private.h"
#include "sat-search-run.h"
#include "sat-search.h"

typedef struct {
  SatSearchRun run;
  GArray *ids; /* gint64; some may be there twice */
  guint most;
  gboolean complete;
} List;

static void
list_init (List *self, guint most)
{
  *self = (List){.ids = g_array_new (FALSE, FALSE, sizeof (gint64)), .most = most};
  self->complete = TRUE;
}

static void
list_clear (List *self)
{
  sat_search_run_clear (&self->run);
  g_clear_pointer (&self->ids, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (List, list_clear)

static int
compare_ids_cb (gconstpointer a, gconstpointer b)
{
  gint64 left = *(const gint64 *)a, right = *(const gint64 *)b;

  return left < right ? -1 : left > right;
}

static void
sort_out (GArray *ids)
{
  guint n = 0;

  g_array_sort (ids, compare_ids_cb);
  for (guint i = 0; i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);

    if (n == 0 || g_array_index (ids, gint64, n - 1) != id)
      g_array_index (ids, gint64, n++) = id;
  }
  g_array_set_size (ids, n);
}

static void
add_id (List *self, gint64 id)
{
  g_array_append_val (self->ids, id);
  if (self->ids->len <= self->most)
    return;
  sort_out (self->ids);
  self->complete = self->ids->len <= self->most;
}

static gboolean
fits (List *self, const char *title, const char *other)
{
  return sat_search_match_tier (self->run.match, title, other) != SAT_SEARCH_NONE;
}

/* Of a marked record the index knows what it was. */
static gboolean
take_rows (List *self, SatStatement *statement, gboolean check, GError **error)
{
  gboolean row = TRUE, marked;

  while (self->complete) {
    gint64 id;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    id = sat_statement_int (statement, 0);
    if (check && !fits (self, sat_statement_text (statement, 1), sat_statement_text (statement, 2)))
      continue;
    if (!sat_search_run_is_marked (&self->run, id, &marked, error))
      return FALSE;
    if (!marked)
      add_id (self, id);
  }
  return TRUE;
}

#define FROM_INDEX                                                                                 \
  " FROM search_index AS i CROSS JOIN search_doc AS d ON d.doc = i.rowid"                          \
  " WHERE i.search_index MATCH ?1 AND i.rowid BETWEEN ?2 AND ?3"

static gboolean
list_tier (List *self, guint reading, SatSearchTier tier, gboolean *any, GError **error)
{
  gboolean check;
  g_autofree char *expression =
      sat_search_match_expression (self->run.match, reading, tier, &check);
  g_autoptr (SatStatement) statement = NULL;

  *any = expression != NULL;
  if (expression == NULL)
    return TRUE;
  statement = sat_search_run_query (
      &self->run, expression,
      check ? "SELECT d.record, d.title, d.other" FROM_INDEX : "SELECT d.record" FROM_INDEX, error);
  return statement != NULL && take_rows (self, statement, check, error);
}

/* Of several words the last tier says all; of one it says what those above do not. */
static gboolean
list_reading (List *self, guint reading, GError **error)
{
  gboolean one = sat_search_match_words (self->run.match)[1] == NULL || reading > 0, any;

  if (one)
    return list_tier (self, reading, SAT_SEARCH_TITLE, &any, error) &&
           list_tier (self, reading, SAT_SEARCH_WORD, &any, error) &&
           list_tier (self, reading, SAT_SEARCH_SUBSTRING, &any, error);
  return list_tier (self, reading, SAT_SEARCH_SUBSTRING, &any, error) &&
         (any || list_tier (self, reading, SAT_SEARCH_WORD, &any, error));
}

static gboolean
look_at_record (List *self, gint64 id, GError **error)
{
  SatSearchFresh fresh;
  gboolean live;

  if (!sat_search_fresh_read (self->run.reader, self->run.marked, id, &fresh, &live, error))
    return FALSE;
  if (live && fresh.type == self->run.type && fits (self, fresh.title, fresh.other))
    add_id (self, id);
  if (live)
    sat_search_fresh_clear (&fresh);
  return TRUE;
}

/* Reads the words of each record of @sql. */
static gboolean
look_at_all (List *self, const char *sql, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->run.reader->connection, sql, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (self->complete) {
    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    if (!look_at_record (self, sat_statement_int (statement, 0), error))
      return FALSE;
  }
  return TRUE;
}

static void
take_fresh (List *self)
{
  for (guint i = 0; i < self->run.fresh->len; i++)
    add_id (self, g_array_index (self->run.fresh, SatSearchFound, i).id);
}

/* The index is of the present. */
static gboolean
has_index (List *self)
{
  return self->run.marked->known && !self->run.reader->past;
}

/* What was written since; if that is too much, a list that need not be complete has the newest. */
static gboolean
list_marked (List *self, GError **error)
{
  g_autofree char *all = NULL;

  if (self->run.marked->all && !self->run.reader->past) {
    take_fresh (self);
    return TRUE;
  }
  if (self->most < G_MAXUINT) {
    take_fresh (self);
    self->complete = FALSE;
    return TRUE;
  }
  if (has_index (self))
    return look_at_all (self, "SELECT record FROM search_dirty", error);
  all = g_strdup_printf ("SELECT id FROM \"%s\"", self->run.type->name);
  return look_at_all (self, all, error);
}

static gboolean
list (List *self, GError **error)
{
  if (sat_search_match_is_empty (self->run.match))
    return TRUE;
  for (guint i = 0; has_index (self) && i < sat_search_match_n_readings (self->run.match); i++)
    if (!list_reading (self, i, error))
      return FALSE;
  if (!list_marked (self, error))
    return FALSE;
  sort_out (self->ids);
  if (self->ids->len > self->most)
    g_array_set_size (self->ids, self->most);
  return TRUE;
}

gboolean
sat_search_list (SatReader *reader,
                 const char *words,
                 const SatType *type,
                 guint most,
                 GArray **ids,
                 gboolean *complete,
                 GError **error)
{
  g_auto (List) self = {0};

  list_init (&self, most);
  if (!sat_search_run_begin (&self.run, reader, words, type->name, most, error) ||
      !list (&self, error))
    return FALSE;
  *complete = self.complete;
  *ids = g_steal_pointer (&self.ids);
  return TRUE;
}

gboolean
sat_search_list_marked (SatReader *reader,
                        const char *words,
                        const SatType *type,
                        GArray **ids,
                        gboolean *rest_indexed,
                        GError **error)
{
  g_auto (List) self = {0};

  list_init (&self, G_MAXUINT);
  if (!sat_search_run_begin (&self.run, reader, words, type->name, G_MAXUINT, error))
    return FALSE;
  *rest_indexed =
      !sat_search_match_is_empty (self.run.match) && has_index (&self) && self.run.marked->all;
  take_fresh (&self);
  *ids = g_steal_pointer (&self.ids);
  return TRUE;
}

gboolean
sat_search_ids (SatReader *reader,
                const char *words,
                const char *type_name,
                guint most,
                GArray **ids,
                gboolean *complete,
                GCancellable *cancellable,
                GError **error)
{
  const SatType *type;
  gboolean ok;

  g_return_val_if_fail (reader != NULL && words != NULL && type_name != NULL, FALSE);
  g_return_val_if_fail (ids != NULL && complete != NULL, FALSE);

  type = sat_registry_require (sat_reader_get_registry (reader), type_name, error);
  if (type == NULL || !sat_search_open_snapshot (reader, cancellable, error))
    return FALSE;
  ok = sat_search_list (reader, words, type, most, ids, complete, error);
  sat_search_close_snapshot (reader);
  return ok;
}

gboolean
sat_search_matches (
    SatReader *reader, gint64 id, const char *words, gboolean *matches, GError **error)
{
  g_autoptr (SatSearchMatch) match = NULL;
  const SatSearchMarked *marked;
  SatSearchFresh fresh;
  gboolean live;

  g_return_val_if_fail (reader != NULL && words != NULL && matches != NULL, FALSE);

  sat_reader_refresh (reader);
  match = sat_search_match_new (words);
  marked = sat_search_marked (reader, error);
  if (marked == NULL || !sat_search_fresh_read (reader, marked, id, &fresh, &live, error))
    return FALSE;
  *matches = live && (sat_search_match_is_empty (match) ||
                      sat_search_match_tier (match, fresh.title, fresh.other) != SAT_SEARCH_NONE);
  if (live)
    sat_search_fresh_clear (&fresh);
  return TRUE;
}
