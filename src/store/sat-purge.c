/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-purge.h"
#include "sat-fault.h"

#include "sat-remote-private.h"
#include "sat-schema.h"

#include <string.h>

/* A record is made together with what hangs from it: so many at most. */
#define MOST_OF_ONE 20

static gboolean
run_on (SatWriter *writer, const char *sql, gint64 id, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (writer->connection, sql, error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  return sat_statement_run (statement, error);
}

static void
note_change (SatWriter *writer, gint64 change)
{
  if (writer->thinned == NULL)
    writer->thinned = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_hash_table_add (writer->thinned, g_memdup2 (&change, sizeof change));
}

/* @sql gives the changes that the record takes part in no more. *@n (may be NULL): so many more. */
static gboolean
note_changes (SatWriter *writer, const char *sql, gint64 id, guint *n, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (writer->connection, sql, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  while (row) {
    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (row)
      note_change (writer, sat_statement_int (statement, 0));
    if (row && n != NULL)
      (*n)++;
  }
  return TRUE;
}

static gboolean
forget_history (SatWriter *writer, gint64 id, guint *n, GError **error)
{
  return note_changes (writer, "DELETE FROM history WHERE record = ?1 RETURNING change", id, n,
                       error) &&
         note_changes (writer, "SELECT change FROM outbox WHERE record = ?1", id, NULL, error);
}

gboolean
sat_purge_history (SatWriter *writer, gint64 change, gint64 record, guint16 field, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection,
      field != 0 ? "DELETE FROM history WHERE record = ?1 AND change = ?2 AND field = ?3"
                 : "DELETE FROM history WHERE record = ?1 AND change = ?2",
      error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, record);
  sat_statement_bind_int (statement, 2, change);
  if (field != 0)
    sat_statement_bind_int (statement, 3, field);
  note_change (writer, change);
  return sat_statement_run (statement, error);
}

gboolean
sat_purge_pairs (SatWriter *writer, const SatUuid *uuid, GError **error)
{
  g_autofree char *text = sat_uuid_to_string (uuid);
  g_autoptr (SatStatement) statement =
      sat_statement_cached (writer->connection, "DELETE FROM conflict WHERE twin = ?1", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_text (statement, 1, text);
  return sat_statement_run (statement, error);
}

gboolean
sat_purge_record (SatWriter *writer, gint64 id, GError **error)
{
  static const char *const forget[] = {
      /* What the server has answered for is over, too. */
      "UPDATE outbox SET state = 3 WHERE record = ?1 AND state = 2",
      /* What was typed stays, but not what the record is called. */
      "UPDATE rejected SET title = NULL WHERE record = ?1 AND title IS NOT NULL",
      "DELETE FROM shadow WHERE record = ?1",
      /* What the server says of one that it had in an earlier life of its database stands. */
      "DELETE FROM conflict WHERE record = ?1"
      " AND (seq = 0 OR (SELECT seq FROM record WHERE id = ?1) IS NOT 0)",
      "DELETE FROM external_id WHERE record = ?1",
      "DELETE FROM purge WHERE record = ?1",
      ("UPDATE record SET type = 0, root = NULL, seq = NULL, versions = NULL, deleted = 0,"
       " extra = NULL, merged_into = NULL WHERE id = ?1"),
  };
  g_auto (SatRow) row = {0};
  guint n_past = 0;

  /* What was deleted before it came here has a past all the same. */
  if (!sat_writer_read_row (writer, id, TRUE, &row, error) ||
      (row.type != NULL && !sat_writer_ensure_change (writer, error)) ||
      !forget_history (writer, id, &n_past, error) || !sat_purge_pairs (writer, &row.uuid, error))
    return FALSE;
  if (row.type != NULL && !row.deleted && strcmp (row.type->name, "custom_field") == 0 &&
      !sat_remote_stash (writer, &row, error))
    return FALSE;
  if (row.type != NULL && !row.deleted &&
      (!sat_writer_delete_row (writer, row.type, id, error) ||
       !sat_writer_set_lookup (writer, row.type, id, row.values, NULL, error) ||
       !sat_writer_mark_search (writer, row.type, id, row.values, error)))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (forget); i++)
    if (!run_on (writer, forget[i], id, error))
      return FALSE;
  writer->root_of = 0;
  writer->purged += row.type != NULL || n_past > 0;
  if (row.type == NULL)
    return TRUE;
  /* What still hangs from it counts it as its root now. */
  if (!sat_writer_move_below (writer, row.type, id, id, error))
    return FALSE;
  sat_writer_touch (writer, id);
  return row.deleted || sat_writer_follow_up (writer, row.type, id, error);
}

/* The ids that @statement gives. */
static gboolean
purge_each (SatWriter *writer, SatStatement *statement, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!sat_statement_append_ints (statement, ids, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!sat_purge_record (writer, g_array_index (ids, gint64, i), error))
      return FALSE;
  return TRUE;
}

gboolean
sat_purge_alone (SatWriter *writer, gint64 id, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection, "SELECT id FROM record WHERE root = ?1 AND type = 0", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  return purge_each (writer, statement, error) && sat_purge_record (writer, id, error);
}

/* The records that hang from @id by whatever reference leads up, whoever's root they count as. */
static gboolean
add_children (SatWriter *writer, gint64 id, GArray *ids, GError **error)
{
  guint n_types;
  const SatType *const *types = sat_registry_types (writer->registry, &n_types);

  for (guint t = 0; t < n_types; t++)
    for (guint i = 0; i < types[t]->n_fields; i++) {
      g_autofree char *sql = NULL;
      g_autoptr (SatStatement) statement = NULL;

      if (!(types[t]->fields[i]->flags & SAT_FIELD_PARENT))
        continue;
      sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE \"%s\" = ?1", types[t]->name,
                             sat_schema_column (types[t]->fields[i]));
      statement = sat_statement_cached (writer->connection, sql, error);
      if (statement == NULL)
        return FALSE;
      sat_statement_bind_int (statement, 1, id);
      if (!sat_statement_append_ints (statement, ids, error))
        return FALSE;
    }
  return TRUE;
}

/* What is deleted is in no table any more, but in the history. */
static gboolean
read_deleted (SatWriter *writer, gint64 root, GArray *ids, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection, "SELECT id FROM record WHERE root = ?1 AND (deleted = 1 OR type = 0)",
      error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, root);
  return sat_statement_append_ints (statement, ids, error);
}

static gboolean
add_id (GHashTable *seen, GArray *ids, gint64 id)
{
  if (!g_hash_table_add (seen, g_memdup2 (&id, sizeof id)))
    return FALSE;
  g_array_append_val (ids, id);
  return TRUE;
}

/* Everything below @top, which is in @ids, whose root is @root or, as what came for one that is
 * deleted here only may count that, @top. */
static gboolean
add_below (
    SatWriter *writer, gint64 root, gint64 top, GHashTable *seen, GArray *ids, GError **error)
{
  g_autoptr (GArray) walk = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) deleted = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (walk, top);
  for (guint i = 0; i < walk->len && !SAT_BUG ("children-stay"); i++) {
    g_autoptr (GArray) children = g_array_new (FALSE, FALSE, sizeof (gint64));

    if (!add_children (writer, g_array_index (walk, gint64, i), children, error))
      return FALSE;
    for (guint c = 0; c < children->len; c++) {
      gint64 child = g_array_index (children, gint64, c);
      g_auto (SatRow) row = {0};

      if (!sat_writer_read_row (writer, child, FALSE, &row, error))
        return FALSE;
      if ((row.root == root || row.root == top) && add_id (seen, ids, child))
        g_array_append_val (walk, child);
    }
  }
  if (!read_deleted (writer, top, deleted, error))
    return FALSE;
  for (guint i = 0; i < deleted->len; i++) {
    gint64 id = g_array_index (deleted, gint64, i);

    if (add_id (seen, ids, id) && !add_below (writer, root, id, seen, ids, error))
      return FALSE;
  }
  return TRUE;
}

/* Everything whose root is @root, itself first. */
static GArray *
tree_of (SatWriter *writer, gint64 root, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  add_id (seen, ids, root);
  return add_below (writer, root, root, seen, ids, error) ? g_steal_pointer (&ids) : NULL;
}

static gboolean
is_waiting (SatWriter *writer, const GArray *ids, gboolean *waiting, GError **error)
{
  *waiting = FALSE;
  for (guint i = 0; !*waiting && i < ids->len; i++) {
    g_autoptr (SatStatement) statement = sat_statement_cached (
        writer->connection, "SELECT 1 FROM outbox WHERE record = ?1 AND state < 2 LIMIT 1", error);

    if (statement == NULL)
      return FALSE;
    sat_statement_bind_int (statement, 1, g_array_index (ids, gint64, i));
    if (!sat_statement_step (statement, waiting, error))
      return FALSE;
  }
  return TRUE;
}

/* As the server sees it: an edit that it has not taken, or a deletion, of the record or of what it
 * hangs from, may leave it where it was, or have brought it here. *@root 0: it says no more than
 * what is here. */
static gboolean
find_served_root (SatWriter *writer, gint64 record, gint64 *root, gint64 *present, GError **error)
{
  g_auto (SatRow) row = {0};
  g_auto (SatServed) served = {0};
  gint64 above, here = 0;
  gboolean found;

  *root = 0;
  if (!sat_writer_read_row (writer, record, TRUE, &row, error))
    return FALSE;
  *present = row.root;
  if (row.type == NULL)
    return TRUE;
  if (!sat_shadow_read (writer, &row, &served, &found, error))
    return FALSE;
  if (found ? served.deleted : row.deleted) {
    *root = found ? served.root : 0;
    return TRUE;
  }
  above = found ? sat_writer_parent_of (served.type, served.values)
                : sat_writer_parent_of (row.type, row.values);
  if (above != 0 && !find_served_root (writer, above, root, &here, error))
    return FALSE;
  if (found && above == 0)
    *root = record;
  else if (found && *root == 0)
    *root = here != 0 ? here : above;
  return TRUE;
}

/* Few files have one. */
static gboolean
has_shadows (SatWriter *writer, gboolean *any, GError **error)
{
  gint64 n;

  if (!sat_connection_query_int (writer->connection, "SELECT EXISTS (SELECT 1 FROM shadow)", 0, &n,
                                 error))
    return FALSE;
  *any = n != 0;
  return TRUE;
}

/* Is it below @root only because of an edit that waits for its end? */
static gboolean
is_elsewhere (SatWriter *writer, gint64 id, gint64 root, gboolean *elsewhere, GError **error)
{
  gint64 served = 0, present;

  if (id != root && !find_served_root (writer, id, &served, &present, error))
    return FALSE;
  *elsewhere = served != 0 && served != root;
  return TRUE;
}

static gboolean
purge_all (SatWriter *writer, const GArray *ids, gint64 root, gboolean shadows, GError **error)
{
  /* Children first: they are found by their parents. */
  for (guint i = ids->len; i > 0; i--) {
    gint64 id = g_array_index (ids, gint64, i - 1);
    gboolean elsewhere = FALSE;

    if ((shadows && !is_elsewhere (writer, id, root, &elsewhere, error)) ||
        (!elsewhere && !sat_purge_record (writer, id, error)))
      return FALSE;
  }
  return TRUE;
}

/* Each by itself: the root may come again without all that hung from it. What the server does not
 * know yet goes with the root alone. */
static gboolean
wait_all (SatWriter *writer, const GArray *ids, gint64 root, gboolean shadows, GError **error)
{
  for (guint i = 0; i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);
    gboolean elsewhere = FALSE;

    if ((shadows && !is_elsewhere (writer, id, root, &elsewhere, error)) ||
        (!elsewhere &&
         !(id == root ? sat_purge_later (writer, id, error)
                      : run_on (writer,
                                "INSERT INTO purge (record) SELECT id FROM record WHERE id = ?1"
                                " AND type <> 0 AND seq IS NOT NULL ON CONFLICT DO NOTHING",
                                id, error))))
      return FALSE;
  }
  return TRUE;
}

gboolean
sat_purge_root (SatWriter *writer, gint64 root, gboolean *done, GError **error)
{
  g_autoptr (GArray) ids = tree_of (writer, root, error);
  gboolean waiting, shadows;

  if (ids == NULL || !is_waiting (writer, ids, &waiting, error) ||
      !has_shadows (writer, &shadows, error))
    return FALSE;
  *done = !waiting;
  return waiting ? wait_all (writer, ids, root, shadows, error)
                 : purge_all (writer, ids, root, shadows, error);
}

/* Those whose last word from the server names @uuid. */
static GArray *
served_below (SatWriter *writer, gint64 root, const SatUuid *uuid, GError **error)
{
  g_autofree char *text = sat_uuid_to_string (uuid);
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection, "SELECT record FROM shadow WHERE record <> ?2 AND instr (fields, ?1) > 0",
      error);

  if (statement == NULL)
    return NULL;
  sat_statement_bind_text (statement, 1, text);
  sat_statement_bind_int (statement, 2, root);
  return sat_statement_append_ints (statement, records, error) ? g_steal_pointer (&records) : NULL;
}

gboolean
sat_purge_moved (SatWriter *writer, gint64 root, GError **error)
{
  g_auto (SatRow) row = {0};
  g_autoptr (GArray) records = NULL;

  if (!sat_writer_read_row (writer, root, FALSE, &row, error))
    return FALSE;
  records = served_below (writer, root, &row.uuid, error);
  for (guint i = 0; records != NULL && i < records->len; i++) {
    gint64 record = g_array_index (records, gint64, i), served, present;
    gboolean done;

    if (!find_served_root (writer, record, &served, &present, error) ||
        (served == root && present != root && !sat_purge_root (writer, record, &done, error)))
      return FALSE;
  }
  return records != NULL;
}

/* Edits may have taken things away from it since. */
static gboolean
purge_if_ready (SatWriter *writer, gint64 root, GError **error)
{
  gboolean done;

  return sat_purge_moved (writer, root, error) && sat_purge_root (writer, root, &done, error);
}

gboolean
sat_purge_waiting (SatWriter *writer, GError **error)
{
  g_autoptr (GArray) roots = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (SatStatement) statement =
      sat_statement_cached (writer->connection, "SELECT record FROM purge", error);

  if (statement == NULL || !sat_statement_append_ints (statement, roots, error))
    return FALSE;
  for (guint i = 0; i < roots->len; i++)
    if (!purge_if_ready (writer, g_array_index (roots, gint64, i), error))
      return FALSE;
  return TRUE;
}

gboolean
sat_purge_before (SatWriter *writer, gint64 record, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (writer->connection, "SELECT 1 FROM purge WHERE record = ?1", error);
  gboolean waits;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, record);
  return sat_statement_step (statement, &waits, error) &&
         (!waits || purge_if_ready (writer, record, error));
}

gboolean
sat_purge_later (SatWriter *writer, gint64 root, GError **error)
{
  return run_on (writer, "INSERT INTO purge (record) VALUES (?1) ON CONFLICT DO NOTHING", root,
                 error);
}

gboolean
sat_purge_keep (SatWriter *writer, gint64 root, GError **error)
{
  return run_on (writer, "DELETE FROM purge WHERE record = ?1", root, error);
}

gboolean
sat_purge_pasts (SatWriter *writer, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_new (
      writer->connection, "SELECT id FROM record WHERE root IS NOT NULL AND type = 0", error);

  return statement != NULL && purge_each (writer, statement, error);
}

/* Of the change under way, whose row does not say it yet. */
static gboolean
find_own (SatWriter *writer, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  gboolean row;

  if (writer->history_first == 0)
    return TRUE;
  statement = sat_statement_cached (writer->connection,
                                    "SELECT min (id), max (id) FROM history"
                                    " WHERE id BETWEEN ?1 AND ?2 AND change = ?3",
                                    error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, writer->history_first);
  sat_statement_bind_int (statement, 2, writer->history_last);
  sat_statement_bind_int (statement, 3, writer->change);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  writer->history_first = sat_statement_int (statement, 0);
  writer->history_last = sat_statement_int (statement, 1);
  return TRUE;
}

static gboolean
count (SatWriter *writer, const char *key, GError **error)
{
  g_autofree char *text = sat_sync_get (writer->connection, key);
  gint64 before = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;

  return sat_sync_set_int (writer->connection, key, before + writer->purged, error);
}

/* Their words are still in pages that nothing uses: sat_remote_clean_up(). */
static gboolean
note_purged (SatWriter *writer, GError **error)
{
  if (writer->purged == 0)
    return TRUE;
  if (!count (writer, SAT_SYNC_PURGED, error) || !count (writer, SAT_SYNC_PURGED_INDEX, error))
    return FALSE;
  writer->purged = 0;
  return TRUE;
}

/* What was done is called after the record that it was done to, unless it was done to many. */
static gboolean
forget_label (SatWriter *writer, gint64 change, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      writer->connection,
      "UPDATE change SET label = '' WHERE id = ?1 AND kind <> ?2 AND history_first IS NULL"
      " AND NOT EXISTS (SELECT 1 FROM change_created AS c WHERE c.change = ?1"
      "  AND c.last - c.first > ?3)",
      error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, change);
  sat_statement_bind_int (statement, 2, SAT_CHANGE_REMOTE);
  sat_statement_bind_int (statement, 3, MOST_OF_ONE);
  return sat_statement_run (statement, error);
}

gboolean
sat_purge_finish (SatWriter *writer, GError **error)
{
  gboolean purged = writer->purged > 0;
  GHashTableIter iter;
  gpointer change;

  if (!note_purged (writer, error))
    return FALSE;
  if (writer->thinned == NULL)
    return TRUE;
  g_hash_table_iter_init (&iter, writer->thinned);
  while (g_hash_table_iter_next (&iter, &change, NULL))
    if (!run_on (writer,
                 "UPDATE change SET"
                 " history_first = (SELECT min (h.id) FROM history AS h WHERE h.change = change.id"
                 "  AND h.id BETWEEN change.history_first AND change.history_last),"
                 " history_last = (SELECT max (h.id) FROM history AS h WHERE h.change = change.id"
                 "  AND h.id BETWEEN change.history_first AND change.history_last)"
                 " WHERE id = ?1",
                 *(gint64 *)change, error) ||
        (purged && !forget_label (writer, *(gint64 *)change, error)))
      return FALSE;
  g_clear_pointer (&writer->thinned, g_hash_table_unref);
  return find_own (writer, error);
}
