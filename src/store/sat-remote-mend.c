/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records that are not as the server told them become so: whatever it was that changed them. */

#include "config.h"

#include "sat-own-digest.h"
#include "sat-purge.h"
#include "sat-remote-private.h"
#include "sat-store-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  SatPageReader *page;
  const SatDigest *prefix;
  guint n;

  SatRemote *remote;
  GHashTable *own;   /* SatUuid -> guint64: what is here and did not come yet */
  GHashTable *taken; /* SatUuid: records that were not as they should be */
} Mend;

static gboolean
run_on (Mend *self, const char *sql, const SatUuid *uuid, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->remote->writer->connection, sql, error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_blob (statement, 1, uuid->bytes, sizeof uuid->bytes);
  return sat_statement_run (statement, error);
}

/* Is its row of a kind that the usual way of a page copes with? */
static gboolean
is_usable (Mend *self, const SatType *type, gint64 id, gboolean *usable, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT type, deleted, versions, EXISTS (SELECT 1 FROM \"%s\" WHERE id = ?1) FROM record"
      " WHERE id = ?1",
      type->name);
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->remote->writer->connection, sql, error);
  g_autoptr (SatVersions) versions = NULL;
  gboolean found;
  const void *bytes;
  gsize length;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  if (!sat_statement_step (statement, &found, error))
    return FALSE;
  bytes = sat_statement_blob (statement, 2, &length);
  versions = bytes != NULL ? sat_versions_decode (bytes, length, NULL) : NULL;
  *usable = sat_statement_int (statement, 0) == type->number && versions != NULL &&
            (sat_statement_int (statement, 1) != 0) != (sat_statement_int (statement, 3) != 0);
  return TRUE;
}

/* Rows of the type that belong to nothing would be in the way. */
static gboolean
clear_way (Mend *self, const SatType *type, gint64 id, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "DELETE FROM \"%s\" WHERE id = ?1 OR id NOT IN (SELECT id FROM record)", type->name);
  g_autoptr (SatStatement) row =
      sat_statement_cached (self->remote->writer->connection, sql, error);
  g_autoptr (SatStatement) stub = sat_statement_cached (
      self->remote->writer->connection,
      "UPDATE record SET type = 0, deleted = 0, versions = NULL, extra = NULL WHERE id = ?1",
      error);

  if (row == NULL || stub == NULL)
    return FALSE;
  sat_statement_bind_int (row, 1, id);
  sat_statement_bind_int (stub, 1, id);
  return sat_statement_run (row, error) && sat_statement_run (stub, error);
}

/* For whoever looks for the reason: which record, never what is in it. */
static void
tell (const char *what, const char *type, const SatUuid *uuid)
{
  g_autofree char *text = sat_uuid_to_string (uuid);

  g_debug ("%s: %s %s", what, type, text);
}

/* Whatever is here of it is older than what comes. */
static gboolean
release (Mend *self, const SatPageRow *row, GError **error)
{
  const SatType *type = sat_registry_type (self->remote->writer->registry, row->type);
  gboolean usable = FALSE;
  gint64 id;

  if (type == NULL)
    return run_on (self, "DELETE FROM conflict WHERE uuid = ?1", &row->id, error) &&
           run_on (self, "DELETE FROM extra_row WHERE uuid = ?1", &row->id, error);
  if (!sat_remote_find (self->remote->writer, &row->id, &id, error) ||
      (id != 0 && !is_usable (self, type, id, &usable, error)) ||
      (!usable && !clear_way (self, type, id, error)))
    return FALSE;
  return run_on (self, "UPDATE record SET seq = 0 WHERE uuid = ?1 AND seq IS NOT NULL", &row->id,
                 error) &&
         run_on (self,
                 "UPDATE shadow SET seq = 0"
                 " WHERE record = (SELECT id FROM record WHERE uuid = ?1)",
                 &row->id, error);
}

static guint64
hash_of (const SatPageRow *row)
{
  g_autofree char *clocks =
      g_str_equal (row->type, "conflict") ? g_strdup ("") : sat_clocks_to_string (row->clocks);
  g_autofree char *fields = sat_wire_fields_to_string (row->fields);

  return sat_digest_hash (row->type, &row->id, row->seq, clocks, fields);
}

/* Of a record that was right its past counts as right. */
static gboolean
take_past (Mend *self, const SatPageRow *row, GError **error)
{
  SatUuid record;

  return !sat_wire_uuid_of (row->fields, "record", &record) ||
         !g_hash_table_contains (self->taken, &record) || sat_remote_row (self->remote, row, error);
}

static gboolean
is_right (Mend *self, const SatPageRow *row)
{
  const guint64 *own = g_hash_table_lookup (self->own, &row->id);

  return row->deleted ? own == NULL : own != NULL && *own == hash_of (row);
}

static gboolean
take_row (Mend *self, const SatPageRow *row, GError **error)
{
  gboolean right;

  if (strcmp (row->type, "history") == 0)
    return take_past (self, row, error);
  right = is_right (self, row);
  g_hash_table_remove (self->own, &row->id);
  if (right)
    return TRUE;
  tell (row->deleted ? "deleted" : "different", row->type, &row->id);
  g_hash_table_add (self->taken, g_memdup2 (&row->id, sizeof row->id));
  self->n++;
  return release (self, row, error) && sat_remote_row (self->remote, row, error);
}

static gboolean
take_all (Mend *self, GError **error)
{
  SatPageItem item = SAT_PAGE_ROW;
  SatPageRow row = {0};
  SatUuid gone;
  gboolean right = TRUE;

  while (right && item != SAT_PAGE_END) {
    right = sat_page_reader_next (self->page, &item, &row, &gone, error);
    if (right && item == SAT_PAGE_ROW &&
        (strcmp (row.type, "history") == 0 || sat_digest_has (self->prefix, &row.id)))
      right = take_row (self, &row, error);
  }
  sat_page_row_clear (&row);
  return right;
}

/* The server does not count it among what we hold. */
static gboolean
drop (Mend *self, const SatUuid *uuid, GError **error)
{
  SatWriter *writer = self->remote->writer;
  gboolean done;
  gint64 id;

  tell ("not ours", "", uuid);
  self->n++;
  if (!run_on (self, "DELETE FROM conflict WHERE uuid = ?1", uuid, error) ||
      !sat_remote_forget_extra (writer, uuid, error) ||
      !sat_remote_find (self->remote->writer, uuid, &id, error))
    return FALSE;
  return id == 0 ||
         (sat_purge_moved (writer, id, error) && sat_purge_root (writer, id, &done, error));
}

static gboolean
drop_rest (Mend *self, GError **error)
{
  GHashTableIter iterator;
  gpointer uuid;

  g_hash_table_iter_init (&iterator, self->own);
  while (g_hash_table_iter_next (&iterator, &uuid, NULL))
    if (!drop (self, uuid, error))
      return FALSE;
  return TRUE;
}

static gboolean
mend (Mend *self, SatWriter *writer, GError **error)
{
  const SatPageHead *head = sat_page_reader_head (self->page);
  SatDigest digest;

  if (!sat_pull_state_equal (&head->from, &self->remote->state->at)) {
    g_set_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT,
                 _ ("The page does not follow what this file has."));
    return FALSE;
  }
  sat_digest_init (&digest, self->prefix->prefix);
  if (!sat_own_digest_sum (writer->connection, writer->registry, &digest, self->own, error) ||
      !take_all (self, error) || !drop_rest (self, error) || !sat_purge_finish (writer, error))
    return FALSE;
  writer->last_hlc = MAX (writer->last_hlc, self->remote->latest);
  return TRUE;
}

static gboolean
mend_cb (SatWriter *writer, gpointer data, GError **error)
{
  Mend *self = data;
  g_autoptr (SatRemoteState) state = sat_remote_state_read (writer->connection, error);
  g_autoptr (GHashTable) rooted = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GHashTable) own =
      g_hash_table_new_full (sat_uuid_hash, sat_uuid_equal, g_free, g_free);
  g_autoptr (GHashTable) taken =
      g_hash_table_new_full (sat_uuid_hash, sat_uuid_equal, g_free, NULL);
  SatRemote remote = {.writer = writer, .state = state, .has_outbox = TRUE, .rooted = rooted};

  if (state == NULL)
    return FALSE;
  writer->user = 0; /* Nobody here did this. */
  self->remote = &remote;
  self->own = own;
  self->taken = taken;
  self->n = 0;
  return mend (self, writer, error);
}

gboolean
sat_remote_mend (
    SatStore *store, SatPageReader *page, const SatDigest *prefix, guint *n, GError **error)
{
  Mend self = {.page = page, .prefix = prefix};

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);
  g_return_val_if_fail (page != NULL && prefix != NULL && n != NULL, FALSE);

  if (!sat_store_write (store, SAT_CHANGE_REMOTE, _ ("Received"), mend_cb, &self, NULL, error))
    return FALSE;
  *n = self.n;
  return TRUE;
}
