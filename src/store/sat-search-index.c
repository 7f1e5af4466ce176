/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keeping the index in step with the records. */

#include "config.h"

#include "sat-search.h"

#include "sat-reader-private.h"
#include "sat-schema.h"
#include "sat-search-index.h"
#include "sat-search-source.h"

/* Records a transaction: what one costs spread over as many as a short pause allows. */
#define MOST_IN_CHUNK 5000
/* From so many on the index is written in few long runs, which are merged once at the end. */
#define MANY 20000
#define MOST_IN_LARGE_CHUNK 20000

typedef struct {
  gint64 record;
  guint8 rank; /* 0: nothing is to be found any more */
  SatHlc latest;
  char *title, *other;
  gint64 old_doc; /* 0: not in the index */
  char *old_title, *old_other;
} Item;

typedef struct {
  SatConnection *connection;
  SatReader *reader;
  SatSearchSource *source;
  SatSearchText *text;
  GString *tokens;
  gint64 last; /* number of the last document */
  gboolean bulk;
} Indexer;

static void
item_clear (gpointer data)
{
  Item *item = data;

  g_free (item->title);
  g_free (item->other);
  g_free (item->old_title);
  g_free (item->old_other);
}

static void
indexer_init (Indexer *self, SatConnection *connection, SatRegistry *registry)
{
  self->connection = connection;
  self->reader = sat_reader_new (NULL, connection);
  sat_reader_set_registry (self->reader, registry);
  self->source = sat_search_source_new (self->reader);
  self->text = sat_search_text_new ();
  self->tokens = g_string_new (NULL);
}

static void
indexer_clear (Indexer *self)
{
  if (self->bulk)
    sat_connection_set_bulk_cache (self->connection, FALSE);
  g_clear_pointer (&self->source, sat_search_source_free);
  g_clear_pointer (&self->reader, sat_reader_unref);
  g_clear_pointer (&self->text, sat_search_text_free);
  if (self->tokens != NULL)
    g_string_free (self->tokens, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Indexer, indexer_clear)

static int
compare_ints (gint64 a, gint64 b)
{
  return a < b ? -1 : a > b;
}

static int
by_old_doc_cb (gconstpointer a, gconstpointer b)
{
  return compare_ints (((const Item *)a)->old_doc, ((const Item *)b)->old_doc);
}

/* In the order of the new numbers. */
static int
by_order_cb (gconstpointer a, gconstpointer b)
{
  const Item *left = a, *right = b;

  if (left->rank != right->rank)
    return left->rank > right->rank ? -1 : 1;
  if (left->latest != right->latest)
    return left->latest < right->latest ? -1 : 1;
  return compare_ints (left->record, right->record);
}

static gboolean
read_old (Indexer *self, Item *item, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->connection, "SELECT doc, title, other FROM search_doc WHERE record = ?1", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, item->record);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (row) {
    item->old_doc = sat_statement_int (statement, 0);
    item->old_title = g_strdup (sat_statement_text (statement, 1));
    item->old_other = g_strdup (sat_statement_text (statement, 2));
  }
  return TRUE;
}

static gboolean
read_item (Indexer *self, Item *item, GError **error)
{
  SatSearchIdentity identity;

  if (!sat_search_source_identify (self->source, item->record, &identity, error))
    return FALSE;
  item->rank = 0;
  if (identity.type != NULL) {
    if (!sat_search_source_read (self->source, identity.type, item->record, self->text, error))
      return FALSE;
    item->rank = identity.type->rank;
    item->latest = MAX (item->latest, identity.latest);
    item->title = g_strdup (self->text->title->str);
    item->other = g_strdup (self->text->other->str);
  }
  return read_old (self, item, error);
}

static gboolean
write_tokens (Indexer *self,
              const char *sql,
              gint64 doc,
              const char *title,
              const char *other,
              GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (self->connection, sql, error);

  if (statement == NULL)
    return FALSE;
  g_string_truncate (self->tokens, 0);
  sat_search_tokens (self->tokens, title, other);
  sat_statement_bind_int (statement, 1, doc);
  sat_statement_bind_static (statement, 2, self->tokens->str);
  return sat_statement_run (statement, error);
}

static gboolean
forget (Indexer *self, const Item *item, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->connection, "DELETE FROM search_doc WHERE doc = ?1", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, item->old_doc);
  return sat_statement_run (statement, error) &&
         write_tokens (self,
                       "INSERT INTO search_index (search_index, rowid, tokens)"
                       " VALUES ('delete', ?1, ?2)",
                       item->old_doc, item->old_title, item->old_other, error);
}

static gboolean
add (Indexer *self, const Item *item, GError **error)
{
  gint64 doc = sat_search_first_doc (item->rank) + ++self->last;
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->connection,
      "INSERT INTO search_doc (doc, record, title, other) VALUES (?1, ?2, ?3, ?4)", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, doc);
  sat_statement_bind_int (statement, 2, item->record);
  sat_statement_bind_static (statement, 3, item->title);
  sat_statement_bind_static (statement, 4, item->other);
  return sat_statement_run (statement, error) &&
         write_tokens (self, "INSERT INTO search_index (rowid, tokens) VALUES (?1, ?2)", doc,
                       item->title, item->other, error);
}

/* First all that goes, then all that comes, each by ascending number: FTS5 writes a run of its own
 * whenever a number is lower than the one before. */
static gboolean
write_items (Indexer *self, GArray *items, GError **error)
{
  g_array_sort (items, by_old_doc_cb);
  for (guint i = 0; i < items->len; i++) {
    const Item *item = &g_array_index (items, Item, i);

    if (item->old_doc != 0 && !forget (self, item, error))
      return FALSE;
  }
  g_array_sort (items, by_order_cb);
  for (guint i = 0; i < items->len; i++) {
    const Item *item = &g_array_index (items, Item, i);

    if (item->rank != 0 && !add (self, item, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_items (Indexer *self, GArray *items, GError **error)
{
  for (guint i = 0; i < items->len; i++)
    if (!read_item (self, &g_array_index (items, Item, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
run_with_int (SatConnection *connection, const char *sql, gint64 value, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (connection, sql, error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, value);
  return sat_statement_run (statement, error);
}

static gboolean
unmark (Indexer *self, GArray *items, GError **error)
{
  for (guint i = 0; i < items->len; i++)
    if (!run_with_int (self->connection, "DELETE FROM search_dirty WHERE record = ?1",
                       g_array_index (items, Item, i).record, error))
      return FALSE;
  return TRUE;
}

/* @items are the first of all that are marked. */
static gboolean
unmark_first (Indexer *self, GArray *items, GError **error)
{
  gint64 last = 0;

  for (guint i = 0; i < items->len; i++)
    last = MAX (last, g_array_index (items, Item, i).record);
  return run_with_int (self->connection, "DELETE FROM search_dirty WHERE record <= ?1", last,
                       error);
}

static gboolean
index_items (Indexer *self, GArray *items, GError **error)
{
  sat_reader_refresh (self->reader);
  return read_items (self, items, error) &&
         sat_connection_query_int (self->connection,
                                   "SELECT value FROM search_state WHERE key = 'last'", 0,
                                   &self->last, error) &&
         write_items (self, items, error) &&
         run_with_int (self->connection, "UPDATE search_state SET value = ?1 WHERE key = 'last'",
                       self->last, error);
}

static GArray *
items_new (void)
{
  GArray *items = g_array_new (FALSE, TRUE, sizeof (Item));

  g_array_set_clear_func (items, item_clear);
  return items;
}

/* The next marked records, by age. */
static GArray *
list_marked (Indexer *self, guint most, GError **error)
{
  g_autoptr (GArray) items = items_new ();
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->connection, "SELECT record FROM search_dirty ORDER BY record LIMIT ?1", error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, most);
  while (row) {
    if (!sat_statement_step (statement, &row, error))
      return NULL;
    if (row) {
      Item item = {.record = sat_statement_int (statement, 0)};

      g_array_append_val (items, item);
    }
  }
  return g_steal_pointer (&items);
}

/* Runs @work of the indexer in a transaction of its own. */
typedef gboolean (*Work) (Indexer *self, gpointer data, GError **error);

static gboolean
in_transaction (Indexer *self, Work work, gpointer data, GError **error)
{
  if (!sat_connection_begin (self->connection, error))
    return FALSE;
  if (work (self, data, error))
    return sat_connection_commit (self->connection, error);
  sat_connection_rollback (self->connection);
  return FALSE;
}

static gboolean
ensure_cb (Indexer *self, gpointer data, GError **error)
{
  return sat_search_index_ensure (self->connection, self->reader->registry, error);
}

static gboolean
create_cb (Indexer *self, gpointer data, GError **error)
{
  return sat_search_index_create (self->connection, self->reader->registry, error) &&
         sat_search_index_set_bulk (self->connection, TRUE, error);
}

static gboolean
set_bulk_cb (Indexer *self, gpointer data, GError **error)
{
  return sat_search_index_set_bulk (self->connection, *(gboolean *)data, error);
}

static gboolean
set_bulk (Indexer *self, gboolean bulk, GError **error)
{
  self->bulk |= bulk;
  if (bulk)
    sat_connection_set_bulk_cache (self->connection, TRUE);
  return in_transaction (self, set_bulk_cb, &bulk, error);
}

/* @data: guint, how many; then how many there were. */
static gboolean
index_marked_cb (Indexer *self, gpointer data, GError **error)
{
  guint *n = data;
  g_autoptr (GArray) items = list_marked (self, *n, error);

  *n = items != NULL ? items->len : 0;
  return items != NULL && (items->len == 0 ||
                           (index_items (self, items, error) && unmark_first (self, items, error)));
}

static gboolean
index_items_cb (Indexer *self, gpointer data, GError **error)
{
  return index_items (self, data, error) && unmark (self, data, error);
}

static gboolean
count_marked (Indexer *self, guint *count, GError **error)
{
  gint64 marked;

  if (!sat_connection_query_int (self->connection, "SELECT count(*) FROM search_dirty", 0, &marked,
                                 error))
    return FALSE;
  *count = (guint)MIN (marked, G_MAXUINT);
  return TRUE;
}

static gboolean
index_all_marked (Indexer *self, guint max, guint *left, GError **error)
{
  gboolean current, bulk;
  guint n, most;

  if (!sat_search_index_is_current (self->connection, self->reader->registry, &current, error) ||
      !count_marked (self, left, error))
    return FALSE;
  if (current && *left == 0)
    return TRUE;
  if (!in_transaction (self, ensure_cb, NULL, error) || !count_marked (self, left, error))
    return FALSE;
  bulk = MIN (*left, max) >= MANY;
  if (bulk && !set_bulk (self, TRUE, error))
    return FALSE;
  do {
    n = most = MIN (max, bulk ? MOST_IN_LARGE_CHUNK : MOST_IN_CHUNK);
    if (!in_transaction (self, index_marked_cb, &n, error))
      return FALSE;
    max -= n;
  } while (n == most && max > 0);
  return (!bulk || set_bulk (self, FALSE, error)) && count_marked (self, left, error);
}

gboolean
sat_search_index (
    SatConnection *writing, SatRegistry *registry, guint max, guint *left, GError **error)
{
  g_auto (Indexer) indexer = {0};
  guint marked;

  g_return_val_if_fail (writing != NULL && registry != NULL, FALSE);
  g_return_val_if_fail (!sat_connection_in_transaction (writing), FALSE);

  indexer_init (&indexer, writing, registry);
  return index_all_marked (&indexer, max, left != NULL ? left : &marked, error);
}

/* All that can be found, each with its last change or that of what hangs from it. */
static gboolean
append_records (Indexer *self, const SatType *type, GArray *items, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT r.id, r.versions FROM \"%s\" AS t"
                                          " JOIN record AS r ON r.id = t.id ORDER BY t.id",
                                          type->name);
  g_autoptr (SatStatement) statement = sat_statement_new (self->connection, sql, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (row) {
    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (row) {
      Item item = {.record = sat_statement_int (statement, 0), .rank = type->rank};

      item.latest = sat_search_latest (statement, 1);
      g_array_append_val (items, item);
    }
  }
  return TRUE;
}

static int
by_record_cb (gconstpointer a, gconstpointer b)
{
  return compare_ints (((const Item *)a)->record, ((const Item *)b)->record);
}

static gboolean
raise_parents (
    Indexer *self, const SatType *child, const SatField *parent, GArray *items, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT t.\"%s\", r.versions FROM \"%s\" AS t"
                                          " JOIN record AS r ON r.id = t.id",
                                          sat_schema_column (parent), child->name);
  g_autoptr (SatStatement) statement = sat_statement_new (self->connection, sql, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (row) {
    Item key = {0};
    guint at;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    key.record = row ? sat_statement_int (statement, 0) : 0;
    if (row && g_array_binary_search (items, &key, by_record_cb, &at)) {
      Item *item = &g_array_index (items, Item, at);

      item->latest = MAX (item->latest, sat_search_latest (statement, 1));
    }
  }
  return TRUE;
}

static gboolean
raise_all_parents (Indexer *self, GArray *items, GError **error)
{
  guint n_types;
  const SatType *const *types = sat_registry_types (self->reader->registry, &n_types);

  for (guint t = 0; t < n_types; t++)
    for (guint i = 0; types[t]->rank == 0 && i < types[t]->n_fields; i++)
      if ((types[t]->fields[i]->flags & SAT_FIELD_PARENT) &&
          !raise_parents (self, types[t], types[t]->fields[i], items, error))
        return FALSE;
  return TRUE;
}

static GArray *
list_all (Indexer *self, GError **error)
{
  g_autoptr (GArray) items = items_new ();
  guint n_types;
  const SatType *const *types = sat_registry_types (self->reader->registry, &n_types);

  for (guint i = 0; i < n_types; i++)
    if (types[i]->rank > 0 && !append_records (self, types[i], items, error))
      return NULL;
  g_array_sort (items, by_record_cb);
  if (!raise_all_parents (self, items, error))
    return NULL;
  g_array_sort (items, by_order_cb);
  return g_steal_pointer (&items);
}

static gboolean
index_list (Indexer *self, GArray *all, GError **error)
{
  for (guint first = 0; first < all->len; first += MOST_IN_CHUNK) {
    g_autoptr (GArray) items = items_new ();

    for (guint i = first; i < MIN (first + MOST_IN_CHUNK, all->len); i++)
      g_array_append_val (items, g_array_index (all, Item, i));
    if (!in_transaction (self, index_items_cb, items, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
sat_search_rebuild (SatConnection *writing, SatRegistry *registry, GError **error)
{
  g_auto (Indexer) indexer = {0};
  g_autoptr (GArray) all = NULL;
  guint left;

  g_return_val_if_fail (writing != NULL && registry != NULL, FALSE);
  g_return_val_if_fail (!sat_connection_in_transaction (writing), FALSE);

  indexer_init (&indexer, writing, registry);
  all = list_all (&indexer, error);
  /* Everything is marked when the tables are made: if this is cut short, idle time does the rest.
   */
  return all != NULL && in_transaction (&indexer, create_cb, NULL, error) &&
         index_list (&indexer, all, error) && set_bulk (&indexer, FALSE, error) &&
         index_all_marked (&indexer, G_MAXUINT, &left, error);
}
