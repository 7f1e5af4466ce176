/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sqlite-visibility.h"

#include <string.h>

#include "sat-sqlite-private.h"

/* Scopes of a set and of a list stand beside each other with a blank between. Marks of the past
 * (root_change, child_move) are keyed by what a pull reads them by. */
const char sat_sqlite_visibility_schema[] =
    "CREATE TABLE scope_set (number INTEGER PRIMARY KEY, type TEXT NOT NULL, scopes TEXT NOT NULL,"
    "  UNIQUE (type, scopes)) STRICT;"
    "CREATE TABLE root_set (root BLOB PRIMARY KEY, scope_set INTEGER NOT NULL)"
    "  STRICT, WITHOUT ROWID;"
    "CREATE INDEX ix_root_set ON root_set (scope_set, root);"
    "CREATE TABLE root_change (seq INTEGER NOT NULL, root BLOB NOT NULL,"
    "  old_set INTEGER NOT NULL, new_set INTEGER NOT NULL, PRIMARY KEY (seq, root))"
    "  STRICT, WITHOUT ROWID;"
    "CREATE INDEX ix_root_change_root ON root_change (root, seq);"
    "CREATE TABLE child_move (seq INTEGER NOT NULL, id BLOB NOT NULL, old_root BLOB NOT NULL,"
    "  new_root BLOB, PRIMARY KEY (seq, id)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE scope_list (hash TEXT PRIMARY KEY, scopes TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE person_list (user BLOB NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (user, hash))"
    "  STRICT, WITHOUT ROWID;";

static gboolean
scope_sets (SatTransaction *self, guint after, guint limit, GPtrArray *out, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self,
                            "SELECT number, type, scopes FROM scope_set WHERE number > ?1"
                            " ORDER BY number LIMIT ?2",
                            error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, after);
  sat_statement_bind_int (statement, 2, limit);
  for (;;) {
    SatScopeSet *set;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    set = g_new0 (SatScopeSet, 1);
    set->number = (guint)sat_statement_int (statement, 0);
    set->type = g_intern_string (sat_statement_text (statement, 1));
    set->scopes = g_strsplit (sat_statement_text (statement, 2), " ", -1);
    g_ptr_array_add (out, set);
  }
}

static gboolean
find_scope_set (
    SatTransaction *self, const char *type, const char *scopes, guint *number, GError **error)
{
  g_autoptr (SatStatement) statement = sat_sqlite_statement (
      self, "SELECT number FROM scope_set WHERE type = ?1 AND scopes = ?2", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_static (statement, 1, type);
  sat_statement_bind_static (statement, 2, scopes);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  *number = row ? (guint)sat_statement_int (statement, 0) : SAT_NOBODY;
  return TRUE;
}

static gboolean
scope_set (SatTransaction *self,
           const char *type,
           const char *const *scopes,
           guint *number,
           GError **error)
{
  SatSqliteTransaction *transaction = (SatSqliteTransaction *)self;
  g_autofree char *text = g_strjoinv (" ", (char **)scopes);
  g_autoptr (SatStatement) statement = NULL;

  if (transaction->scopes != NULL && strcmp (transaction->scopes, text) == 0 &&
      g_str_equal (transaction->scopes_type, type)) {
    *number = transaction->scope_set;
    return TRUE;
  }
  if (!find_scope_set (self, type, text, number, error))
    return FALSE;
  if (*number != SAT_NOBODY) {
    g_free (transaction->scopes);
    transaction->scopes = g_steal_pointer (&text);
    transaction->scopes_type = g_intern_string (type);
    transaction->scope_set = *number;
    return TRUE;
  }
  statement =
      sat_sqlite_statement (self, "INSERT INTO scope_set (type, scopes) VALUES (?1, ?2)", error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_static (statement, 1, type);
  sat_statement_bind_static (statement, 2, text);
  if (!sat_statement_run (statement, error))
    return FALSE;
  *number = (guint)sat_connection_last_insert_id (SAT_SQLITE (self));
  return TRUE;
}

static gboolean
root_set (SatTransaction *self, const SatUuid *root, guint *set, gboolean *known, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self, "SELECT scope_set FROM root_set WHERE root = ?1", error);

  if (statement == NULL)
    return FALSE;
  sat_sqlite_bind_uuid (statement, 1, root);
  if (!sat_statement_step (statement, known, error))
    return FALSE;
  *set = *known ? (guint)sat_statement_int (statement, 0) : SAT_NOBODY;
  return TRUE;
}

static gboolean
add_root_set (SatTransaction *self, const SatUuid *root, guint set, gboolean *added, GError **error)
{
  g_autoptr (SatStatement) statement = sat_sqlite_statement (
      self, "INSERT INTO root_set (root, scope_set) VALUES (?1, ?2) ON CONFLICT DO NOTHING", error);

  if (statement == NULL)
    return FALSE;
  sat_sqlite_bind_uuid (statement, 1, root);
  sat_statement_bind_int (statement, 2, set);
  if (!sat_statement_run (statement, error))
    return FALSE;
  *added = sat_connection_changes (SAT_SQLITE (self)) > 0;
  return TRUE;
}

static gboolean
put_root_set (SatTransaction *self, const SatUuid *root, guint set, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self,
                            "INSERT INTO root_set (root, scope_set) VALUES (?1, ?2)"
                            " ON CONFLICT (root) DO UPDATE SET scope_set = excluded.scope_set",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_sqlite_bind_uuid (statement, 1, root);
  sat_statement_bind_int (statement, 2, set);
  return sat_statement_run (statement, error);
}

/* Twice in one commit: from the first to the last. */
static gboolean
add_root_change (SatTransaction *self, const SatStoredRootChange *change, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self,
                            "INSERT INTO root_change (seq, root, old_set, new_set)"
                            " VALUES (?1, ?2, ?3, ?4)"
                            " ON CONFLICT (seq, root) DO UPDATE SET new_set = excluded.new_set",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, change->seq);
  sat_sqlite_bind_uuid (statement, 2, &change->root);
  sat_statement_bind_int (statement, 3, change->old_set);
  sat_statement_bind_int (statement, 4, change->new_set);
  return sat_statement_run (statement, error);
}

static gboolean
read_root_changes (SatStatement *statement, GArray *out, GError **error)
{
  gboolean row;

  for (;;) {
    SatStoredRootChange change;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    change.seq = sat_statement_int (statement, 0);
    change.root = sat_sqlite_uuid (statement, 1);
    change.old_set = (guint)sat_statement_int (statement, 2);
    change.new_set = (guint)sat_statement_int (statement, 3);
    g_array_append_val (out, change);
  }
}

static gboolean
root_changes (SatTransaction *self,
              gint64 after,
              const SatUuid *last,
              guint limit,
              GArray *out,
              GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self,
                            "SELECT seq, root, old_set, new_set FROM root_change"
                            " WHERE (seq, root) > (?1, ?2) ORDER BY seq, root LIMIT ?3",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, last != NULL ? after : after + 1);
  /* No blob is less than the empty one, so it stands before the first root of a commit. */
  if (last != NULL)
    sat_sqlite_bind_uuid (statement, 2, last);
  else
    sat_statement_bind_blob (statement, 2, "", 0);
  sat_statement_bind_int (statement, 3, limit);
  return read_root_changes (statement, out, error);
}

static gboolean
changes_of_root (
    SatTransaction *self, const SatUuid *root, gint64 after, GArray *out, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self,
                            "SELECT seq, root, old_set, new_set FROM root_change"
                            " WHERE root = ?1 AND seq > ?2 ORDER BY seq",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_sqlite_bind_uuid (statement, 1, root);
  sat_statement_bind_int (statement, 2, after);
  return read_root_changes (statement, out, error);
}

static gboolean
add_move (SatTransaction *self, const SatStoredMove *move, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self,
                            "INSERT INTO child_move (seq, id, old_root, new_root)"
                            " VALUES (?1, ?2, ?3, ?4)"
                            " ON CONFLICT (seq, id) DO UPDATE SET new_root = excluded.new_root",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, move->seq);
  sat_sqlite_bind_uuid (statement, 2, &move->id);
  sat_sqlite_bind_uuid (statement, 3, &move->from);
  sat_sqlite_bind_uuid_or_null (statement, 4, &move->to);
  return sat_statement_run (statement, error);
}

static gboolean
moves (SatTransaction *self, gint64 after, gint64 upto, GArray *out, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self,
                            "SELECT seq, id, old_root, new_root FROM child_move"
                            " WHERE seq > ?1 AND seq <= ?2 ORDER BY seq, id",
                            error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, after);
  sat_statement_bind_int (statement, 2, upto);
  for (;;) {
    SatStoredMove move;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    move.seq = sat_statement_int (statement, 0);
    move.id = sat_sqlite_uuid (statement, 1);
    move.from = sat_sqlite_uuid (statement, 2);
    move.to = sat_sqlite_uuid (statement, 3);
    g_array_append_val (out, move);
  }
}

static gboolean
newest_marks (SatTransaction *self, gint64 *change, gint64 *move, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self,
                            "SELECT (SELECT max (seq) FROM root_change),"
                            " (SELECT max (seq) FROM child_move)",
                            error);
  gboolean row;

  if (statement == NULL || !sat_statement_step (statement, &row, error))
    return FALSE;
  *change = sat_statement_int (statement, 0);
  *move = sat_statement_int (statement, 1);
  return TRUE;
}

static gboolean
roots_of_set (
    SatTransaction *self, guint set, const SatUuid *after, guint limit, GArray *out, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self,
                            "SELECT root FROM root_set WHERE scope_set = ?1 AND root > ?2"
                            " ORDER BY root LIMIT ?3",
                            error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, set);
  sat_sqlite_bind_uuid (statement, 2, after);
  sat_statement_bind_int (statement, 3, limit);
  for (;;) {
    SatUuid root;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    root = sat_sqlite_uuid (statement, 0);
    g_array_append_val (out, root);
  }
}

static gboolean
scope_list (SatTransaction *self, const char *hash, char **list, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self, "SELECT scopes FROM scope_list WHERE hash = ?1", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_static (statement, 1, hash);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  *list = row ? g_strdup (sat_statement_text (statement, 0)) : NULL;
  return TRUE;
}

static gboolean
put_scope_list (
    SatTransaction *self, const SatUuid *user, const char *hash, const char *list, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self,
                            "INSERT INTO scope_list (hash, scopes) VALUES (?1, ?2)"
                            " ON CONFLICT (hash) DO NOTHING",
                            error);
  g_autoptr (SatStatement) person = NULL;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_static (statement, 1, hash);
  sat_statement_bind_static (statement, 2, list);
  if (!sat_statement_run (statement, error))
    return FALSE;
  person = sat_sqlite_statement (
      self, "INSERT INTO person_list (user, hash) VALUES (?1, ?2) ON CONFLICT DO NOTHING", error);
  if (person == NULL)
    return FALSE;
  sat_sqlite_bind_uuid (person, 1, user);
  sat_statement_bind_static (person, 2, hash);
  return sat_statement_run (person, error);
}

static gboolean
scope_lists_of (SatTransaction *self, const SatUuid *user, GPtrArray *out, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self,
                            "SELECT l.scopes FROM person_list p JOIN scope_list l"
                            " ON l.hash = p.hash WHERE p.user = ?1",
                            error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_sqlite_bind_uuid (statement, 1, user);
  for (;;) {
    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    g_ptr_array_add (out, g_strdup (sat_statement_text (statement, 0)));
  }
}

void
sat_sqlite_visibility_fill (SatStorageApi *api)
{
  g_return_if_fail (api != NULL);

  api->scope_sets = scope_sets;
  api->scope_set = scope_set;
  api->root_set = root_set;
  api->add_root_set = add_root_set;
  api->put_root_set = put_root_set;
  api->add_root_change = add_root_change;
  api->root_changes = root_changes;
  api->changes_of_root = changes_of_root;
  api->add_move = add_move;
  api->moves = moves;
  api->newest_marks = newest_marks;
  api->roots_of_set = roots_of_set;
  api->scope_list = scope_list;
  api->put_scope_list = put_scope_list;
  api->scope_lists_of = scope_lists_of;
  sat_sqlite_feed_fill (api);
}
