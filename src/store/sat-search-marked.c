/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-search-marked.h"

#include "sat-reader-private.h"
#include "sat-search-index.h"

/* Up to so many marked records are read and compared one by one; of more, as after a large import
 * until it is indexed, only the newest. */
#define MOST_READ 1000
#define NEWEST 300

typedef struct {
  SatSearchMarked marked;
  SatRegistry *registry;
  gint64 data_version, total_changes;
} State;

void
sat_search_fresh_clear (gpointer data)
{
  SatSearchFresh *fresh = data;

  g_clear_pointer (&fresh->title, g_free);
  g_clear_pointer (&fresh->other, g_free);
}

static void
state_free (gpointer data)
{
  State *state = data;

  sat_search_source_free (state->marked.source);
  g_array_unref (state->marked.records);
  g_hash_table_unref (state->marked.ids);
  sat_registry_unref (state->registry);
  g_free (state);
}

static State *
state_new (SatReader *reader)
{
  State *state = g_new0 (State, 1);

  state->marked.source = sat_search_source_new (reader);
  state->marked.records = g_array_new (FALSE, TRUE, sizeof (SatSearchFresh));
  g_array_set_clear_func (state->marked.records, sat_search_fresh_clear);
  state->marked.ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  state->registry = sat_registry_ref (reader->registry);
  return state;
}

gboolean
sat_search_fresh_read (SatReader *reader,
                       const SatSearchMarked *marked,
                       gint64 id,
                       SatSearchFresh *fresh,
                       gboolean *live,
                       GError **error)
{
  g_autoptr (SatSearchText) text = NULL;
  SatSearchIdentity identity;

  if (!sat_search_source_identify (marked->source, id, &identity, error))
    return FALSE;
  *live = identity.type != NULL;
  *fresh = (SatSearchFresh){.id = id, .type = identity.type, .latest = identity.latest};
  if (!*live)
    return TRUE;
  text = sat_search_text_new ();
  if (!sat_search_source_read (marked->source, identity.type, id, text, error))
    return FALSE;
  fresh->title = g_strdup (text->title->str);
  fresh->other = g_strdup (text->other->str);
  return TRUE;
}

/* The newest records of all, when there is no index to tell which are marked. */
static char *
newest_sql (SatReader *reader)
{
  g_autoptr (GString) types = g_string_new (NULL);
  guint n_types;
  const SatType *const *all = sat_registry_types (reader->registry, &n_types);

  for (guint i = 0; i < n_types; i++)
    if (all[i]->rank > 0)
      g_string_append_printf (types, "%s%u", types->len > 0 ? ", " : "", all[i]->number);
  return g_strdup_printf (
      "SELECT id FROM record WHERE deleted = 0 AND type IN (%s) ORDER BY id DESC LIMIT ?1",
      types->str);
}

static GArray *
list_ids (SatReader *reader, gboolean known, guint most, GError **error)
{
  g_autofree char *newest = known ? NULL : newest_sql (reader);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (SatStatement) statement = sat_statement_cached (
      reader->connection,
      known ? "SELECT record FROM search_dirty ORDER BY record DESC LIMIT ?1" : newest, error);

  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, most);
  return sat_statement_append_ints (statement, ids, error) ? g_steal_pointer (&ids) : NULL;
}

static gboolean
fill (SatReader *reader, SatSearchMarked *marked, GError **error)
{
  g_autoptr (GArray) ids = NULL;
  gboolean live;

  if (!sat_search_index_is_known (reader->connection, &marked->known, error))
    return FALSE;
  ids = list_ids (reader, marked->known, MOST_READ + 1, error);
  if (ids == NULL)
    return FALSE;
  marked->all = ids->len <= MOST_READ;
  if (!marked->all)
    g_array_set_size (ids, NEWEST);
  for (guint i = 0; i < ids->len; i++) {
    SatSearchFresh fresh;

    if (!sat_search_fresh_read (reader, marked, g_array_index (ids, gint64, i), &fresh, &live,
                                error))
      return FALSE;
    g_hash_table_add (marked->ids, g_memdup2 (&fresh.id, sizeof fresh.id));
    if (live)
      g_array_append_val (marked->records, fresh);
  }
  return TRUE;
}

static void
drop_state (SatReader *reader)
{
  g_clear_pointer (&reader->search, state_free);
}

/* What a transaction of this connection has written may yet be taken back: nothing of it is kept.
 */
const SatSearchMarked *
sat_search_marked (SatReader *reader, GError **error)
{
  State *state = reader->search;

  if (state != NULL && !reader->was_writing && state->registry == reader->registry &&
      state->data_version == reader->data_version && state->total_changes == reader->total_changes)
    return &state->marked;
  drop_state (reader);
  state = state_new (reader);
  reader->search = state;
  reader->search_free = state_free;
  state->data_version = reader->was_writing ? -1 : reader->data_version;
  state->total_changes = reader->total_changes;
  if (fill (reader, &state->marked, error))
    return &state->marked;
  drop_state (reader);
  return NULL;
}
