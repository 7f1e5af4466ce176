/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-deletions.h"

#include "sat-deleted.h"
#include "sat-history.h"
#include "sat-reader-private.h"

void
sat_deletion_free (SatDeletion *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->author);
  g_free (self);
}

static SatDeletion *
read_deletion (SatStatement *statement, const SatType *type)
{
  SatDeletion *deletion = g_new0 (SatDeletion, 1);
  const char *author = sat_statement_text (statement, 3);

  deletion->id = sat_statement_int (statement, 0);
  deletion->type_name = g_intern_string (type->name);
  deletion->change = sat_statement_int (statement, 1);
  deletion->at = sat_statement_int (statement, 2);
  deletion->author = g_strdup (author != NULL ? author : "");
  return deletion;
}

/* The latest ones of @type, each record once. */
static GPtrArray *
read_type (SatReader *reader, const SatType *type, guint limit, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      reader->connection,
      "SELECT h.record, h.change, ifnull (h.edited_at, c.at), ifnull (h.author, c.author)"
      " FROM history AS h JOIN record AS r ON r.id = h.record JOIN change AS c ON c.id = h.change"
      " WHERE h.type = ?1 AND h.field = 0 AND h.fate = ?2 AND r.deleted = 1"
      " AND r.merged_into IS NULL AND NOT EXISTS (SELECT 1 FROM history AS p"
      " WHERE p.record = r.root AND p.record <> r.id AND p.field = 0 AND p.fate = ?2"
      " AND p.change = h.change) ORDER BY h.v_to DESC LIMIT ?3",
      error);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_deletion_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, NULL);
  gboolean row;

  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, type->number);
  sat_statement_bind_int (statement, 2, SAT_FATE_DELETED);
  sat_statement_bind_int (statement, 3, limit);
  while (sat_statement_step (statement, &row, error)) {
    SatDeletion *deletion;

    if (!row)
      return g_steal_pointer (&found);
    deletion = read_deletion (statement, type);
    if (g_hash_table_add (seen, &deletion->id))
      g_ptr_array_add (found, deletion);
    else
      sat_deletion_free (deletion);
  }
  return NULL;
}

static gboolean
read_titles (SatStore *store,
             GPtrArray *found,
             const SatType *type,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (SatReader) reader = NULL;

  for (guint i = 0; i < found->len; i++)
    g_array_append_val (ids, ((SatDeletion *)found->pdata[i])->id);
  reader = sat_deleted_open_some (store, type->name, ids, cancellable, error);
  for (guint i = 0; reader != NULL && i < found->len; i++) {
    SatDeletion *deletion = found->pdata[i];

    deletion->title = g_strdup (sat_reader_title (reader, deletion->id));
  }
  return reader != NULL;
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const SatDeletion *first = *(const SatDeletion *const *)a,
                    *second = *(const SatDeletion *const *)b;

  return first->at != second->at ? (first->at < second->at ? 1 : -1)
                                 : (first->id < second->id) - (first->id > second->id);
}

GPtrArray *
sat_deletions_list (SatStore *store, guint limit, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_deletion_free);
  g_autoptr (SatReader) reader = NULL;
  const SatType *const *types;
  guint n;

  g_return_val_if_fail (SAT_IS_STORE (store), NULL);

  reader = sat_store_open_reader (store, error);
  if (reader == NULL)
    return NULL;
  types = sat_registry_types (sat_reader_get_registry (reader), &n);
  for (guint i = 0; i < n; i++) {
    g_autoptr (GPtrArray) found = NULL;

    if (types[i]->flags & SAT_TYPE_CHILD)
      continue;
    found = read_type (reader, types[i], limit, error);
    if (found == NULL ||
        (found->len > 0 && !read_titles (store, found, types[i], cancellable, error)))
      return NULL;
    g_ptr_array_extend_and_steal (all, g_steal_pointer (&found));
  }
  g_ptr_array_sort (all, compare_cb);
  return g_steal_pointer (&all);
}

gboolean
sat_deletions_restore (SatWriter *writer, gpointer ids, GError **error)
{
  GArray *wanted = ids;

  g_return_val_if_fail (writer != NULL && ids != NULL, FALSE);

  for (guint i = 0; i < wanted->len; i++) {
    gint64 id = g_array_index (wanted, gint64, i);
    gboolean deleted = FALSE;

    if (!sat_reader_identify (sat_writer_get_reader (writer), id, NULL, NULL, &deleted, error) ||
        (deleted && !sat_writer_undelete (writer, id, error)))
      return FALSE;
  }
  return TRUE;
}
