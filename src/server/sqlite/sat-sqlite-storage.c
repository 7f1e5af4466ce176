/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sqlite-private.h"
#include "sat-sqlite-visibility.h"

#include <glib/gstdio.h>
#include <string.h>

#define MOST_IDLE 8
#define WRITER_CACHE_KIB (32 * 1024)
/* The log is copied into the file when it is longer. */
#define LOG_PAGES 4000

SatStatement *
sat_sqlite_statement (SatTransaction *self, const char *sql, GError **error)
{
  return sat_statement_cached (SAT_SQLITE (self), sql, error);
}

void
sat_sqlite_bind_uuid (SatStatement *statement, int index, const SatUuid *uuid)
{
  static const SatUuid nil;

  sat_statement_bind_static_blob (statement, index, (uuid != NULL ? uuid : &nil)->bytes,
                                  sizeof nil.bytes);
}

void
sat_sqlite_bind_uuid_or_null (SatStatement *statement, int index, const SatUuid *uuid)
{
  if (sat_uuid_is_nil (uuid))
    sat_statement_bind_null (statement, index);
  else
    sat_sqlite_bind_uuid (statement, index, uuid);
}

SatUuid
sat_sqlite_uuid (SatStatement *statement, int column)
{
  SatUuid uuid = {{0}};
  gsize length;
  const void *data = sat_statement_blob (statement, column, &length);

  if (data != NULL && length == sizeof uuid.bytes)
    memcpy (uuid.bytes, data, length);
  return uuid;
}

/* Meta */

static void
forget_meta (SatTransaction *self)
{
  g_clear_pointer (&((SatSqliteTransaction *)self)->meta_name, g_free);
  g_clear_pointer (&((SatSqliteTransaction *)self)->meta_value, g_free);
}

static gboolean
read_meta (SatTransaction *self, const char *name, GError **error)
{
  SatSqliteTransaction *transaction = (SatSqliteTransaction *)self;
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self, "SELECT value FROM meta WHERE name = ?1", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_static (statement, 1, name);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  forget_meta (self);
  transaction->meta_name = g_strdup (name);
  transaction->meta_value = row ? g_strdup (sat_statement_text (statement, 0)) : NULL;
  return TRUE;
}

gboolean
sat_sqlite_meta (SatTransaction *self, const char *name, char **value, GError **error)
{
  SatSqliteTransaction *transaction = (SatSqliteTransaction *)self;

  *value = NULL;
  if (g_strcmp0 (transaction->meta_name, name) != 0 && !read_meta (self, name, error))
    return FALSE;
  *value = g_strdup (transaction->meta_value);
  return TRUE;
}

gboolean
sat_sqlite_put_meta (SatTransaction *self, const char *name, const char *value, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self,
                            "INSERT INTO meta (name, value) VALUES (?1, ?2)"
                            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                            error);

  forget_meta (self);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_static (statement, 1, name);
  sat_statement_bind_static (statement, 2, value);
  return sat_statement_run (statement, error);
}

static gboolean
read_head (SatSqliteTransaction *self, GError **error)
{
  g_autofree char *text = NULL;

  if (!sat_sqlite_meta (&self->base, "head", &text, error))
    return FALSE;
  self->head = self->stored_head = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
  return TRUE;
}

static gboolean
head (SatTransaction *transaction, gint64 *seq, GError **error)
{
  *seq = ((SatSqliteTransaction *)transaction)->head;
  return TRUE;
}

static gboolean
next_seq (SatTransaction *transaction, gint64 *seq, GError **error)
{
  *seq = ++((SatSqliteTransaction *)transaction)->head;
  return TRUE;
}

static gboolean
raise_head (SatTransaction *transaction, gint64 seq, GError **error)
{
  SatSqliteTransaction *self = (SatSqliteTransaction *)transaction;

  self->head = MAX (self->head, seq);
  return TRUE;
}

/* Transactions */

static SatConnection *
take_reader (SatSqliteStorage *self, GError **error)
{
  SatConnection *connection = NULL;

  g_mutex_lock (&self->idle_lock);
  if (self->idle->len > 0)
    connection = g_ptr_array_steal_index_fast (self->idle, self->idle->len - 1);
  g_mutex_unlock (&self->idle_lock);
  return connection != NULL ? connection : sat_connection_open (self->path, SAT_OPEN_READ, error);
}

static void
give_reader (SatSqliteStorage *self, SatConnection *connection)
{
  g_mutex_lock (&self->idle_lock);
  if (self->idle->len < MOST_IDLE)
    g_ptr_array_add (self->idle, g_steal_pointer (&connection));
  g_mutex_unlock (&self->idle_lock);
  g_clear_pointer (&connection, sat_connection_unref);
}

/* Gives back what the transaction holds. */
static void
end (SatSqliteTransaction *self)
{
  if (self->is_write) {
    g_mutex_unlock (&self->storage->writing);
  } else if (self->connection != NULL) {
    give_reader (self->storage, self->connection);
  }
  forget_meta (&self->base);
  g_clear_pointer (&self->written, g_ptr_array_unref);
  g_free (self->scopes);
  g_free (self);
}

static SatSqliteTransaction *
transaction_new (SatSqliteStorage *storage, gboolean is_write)
{
  SatSqliteTransaction *self = g_new0 (SatSqliteTransaction, 1);

  self->base.api = storage->base.api;
  self->storage = storage;
  self->is_write = is_write;
  return self;
}

/* The first read makes the snapshot. */
static SatTransaction *
begin_read (SatStorage *storage, GError **error)
{
  SatSqliteTransaction *self = transaction_new ((SatSqliteStorage *)storage, FALSE);

  self->connection = take_reader (self->storage, error);
  if (self->connection != NULL && sat_connection_begin_read (self->connection, error)) {
    if (read_head (self, error))
      return &self->base;
    sat_connection_rollback (self->connection);
  }
  end (self);
  return NULL;
}

static SatTransaction *
begin_write (SatStorage *storage, GError **error)
{
  SatSqliteTransaction *self = transaction_new ((SatSqliteStorage *)storage, TRUE);

  g_mutex_lock (&self->storage->writing);
  self->connection = self->storage->writer;
  if (sat_connection_begin (self->connection, error)) {
    if (read_head (self, error))
      return &self->base;
    sat_connection_rollback (self->connection);
  }
  end (self);
  return NULL;
}

static void
rollback (SatTransaction *transaction)
{
  SatSqliteTransaction *self = (SatSqliteTransaction *)transaction;

  while (sat_connection_in_transaction (self->connection))
    sat_connection_rollback (self->connection);
  end (self);
}

static gboolean
store_head (SatSqliteTransaction *self, GError **error)
{
  char text[24];

  if (self->head == self->stored_head)
    return TRUE;
  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, self->head);
  return sat_sqlite_put_meta (&self->base, "head", text, error);
}

/* What the last commits wrote */

/* So much is told from the database: a laptop's work of weeks is not what others wait for. */
#define MOST_NOTED 2000
#define MOST_NOTED_BYTES (2 * 1024 * 1024)

void
sat_sqlite_spoil_tail (SatTransaction *self)
{
  SatSqliteTransaction *transaction = (SatSqliteTransaction *)self;

  transaction->spoiled = TRUE;
  g_clear_pointer (&transaction->written, g_ptr_array_unref);
}

/* @row: taken. */
static void
note_row (SatSqliteTransaction *self, SatTailRow *row)
{
  if (self->written == NULL)
    self->written = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_tail_row_unref);
  g_ptr_array_add (self->written, row);
  self->written_bytes += sat_tail_row_size (row);
  if (self->written->len > MOST_NOTED || self->written_bytes > MOST_NOTED_BYTES)
    sat_sqlite_spoil_tail (&self->base);
}

void
sat_sqlite_note_record (SatTransaction *self, const SatStoredRecord *record, gint64 n)
{
  if (!((SatSqliteTransaction *)self)->spoiled)
    note_row ((SatSqliteTransaction *)self, sat_tail_row_new_record (record, n));
}

void
sat_sqlite_note_history (SatTransaction *self, const SatStoredHistory *row, gint64 n)
{
  if (!((SatSqliteTransaction *)self)->spoiled)
    note_row ((SatSqliteTransaction *)self, sat_tail_row_new_history (row, n));
}

/* After it was committed, and before another may write. */
static void
tell_tail (SatSqliteTransaction *self)
{
  if (!self->spoiled && self->written == NULL)
    self->written = g_ptr_array_new ();
  sat_tail_commit (self->storage->tail, self->stored_head, self->head, self->written);
}

static gboolean
commit (SatTransaction *transaction, GError **error)
{
  SatSqliteTransaction *self = (SatSqliteTransaction *)transaction;

  if (!store_head (self, error) || !sat_connection_commit (self->connection, error)) {
    rollback (transaction);
    return FALSE;
  }
  if (self->is_write)
    tell_tail (self);
  if (self->is_write && self->storage->log_pages > LOG_PAGES &&
      sat_connection_checkpoint (self->connection, FALSE, NULL))
    self->storage->log_pages = 0;
  end (self);
  return TRUE;
}

static gboolean
save (SatTransaction *transaction, GError **error)
{
  return sat_connection_begin (SAT_SQLITE (transaction), error);
}

/* What the transaction remembers may not be any more. */
static void
forget (SatTransaction *transaction)
{
  g_clear_pointer (&((SatSqliteTransaction *)transaction)->scopes, g_free);
  forget_meta (transaction);
  sat_sqlite_spoil_tail (transaction);
}

static gboolean
keep (SatTransaction *transaction, GError **error)
{
  if (sat_connection_commit (SAT_SQLITE (transaction), error))
    return TRUE;
  forget (transaction);
  return FALSE;
}

static void
undo (SatTransaction *transaction)
{
  forget (transaction);
  sat_connection_rollback (SAT_SQLITE (transaction));
}

/* The storage */

static int
log_cb (void *data, sqlite3 *handle, const char *name, int pages)
{
  ((SatSqliteStorage *)data)->log_pages = pages;
  return SQLITE_OK;
}

static void
storage_close (SatStorage *storage)
{
  SatSqliteStorage *self = (SatSqliteStorage *)storage;

  g_ptr_array_unref (self->idle); /* the writer last, so that it may clear the log away */
  g_clear_pointer (&self->writer, sat_connection_unref);
  sat_tail_free (self->tail);
  g_mutex_clear (&self->writing);
  g_mutex_clear (&self->idle_lock);
  g_free (self->path);
  g_free (self);
}

static gboolean
storage_backup (SatStorage *storage, const char *path, GError **error)
{
  SatSqliteStorage *self = (SatSqliteStorage *)storage;
  SatConnection *connection = take_reader (self, error);
  gboolean right;

  if (connection == NULL)
    return FALSE;
  right = sat_backup_write (connection, path, NULL, error);
  give_reader (self, connection);
  return right;
}

static gboolean
storage_check (SatStorage *storage, GError **error)
{
  SatSqliteStorage *self = (SatSqliteStorage *)storage;
  SatConnection *connection = take_reader (self, error);
  gboolean right;

  if (connection == NULL)
    return FALSE;
  right = sat_backup_check (connection, FALSE, error);
  give_reader (self, connection);
  return right;
}

static gint64
size_of (const char *path, const char *suffix)
{
  g_autofree char *name = g_strconcat (path, suffix, NULL);
  GStatBuf info;

  return g_stat (name, &info) == 0 ? info.st_size : 0;
}

static gint64
storage_size (SatStorage *storage)
{
  const char *path = ((SatSqliteStorage *)storage)->path;

  return size_of (path, "") + size_of (path, "-wal");
}

static gboolean
storage_compact (SatStorage *storage, GError **error)
{
  SatSqliteStorage *self = (SatSqliteStorage *)storage;
  g_autoptr (GError) busy = NULL;
  gboolean right;

  g_mutex_lock (&self->writing);
  right = sat_connection_exec (self->writer, "VACUUM", error);
  /* A reader keeps the log for as long as it reads; the next checkpoint takes it then. */
  if (right && !sat_connection_checkpoint (self->writer, TRUE, &busy))
    g_debug ("checkpoint: %s", busy->message);
  g_mutex_unlock (&self->writing);
  return right;
}

static const SatStorageApi *
storage_api (void)
{
  static SatStorageApi api;
  static gsize done;

  if (g_once_init_enter (&done)) {
    api = (SatStorageApi){.close = storage_close,
                          .backup = storage_backup,
                          .check = storage_check,
                          .compact = storage_compact,
                          .size = storage_size,
                          .begin_read = begin_read,
                          .begin_write = begin_write,
                          .commit = commit,
                          .rollback = rollback,
                          .save = save,
                          .keep = keep,
                          .undo = undo,
                          .meta = sat_sqlite_meta,
                          .put_meta = sat_sqlite_put_meta,
                          .head = head,
                          .next_seq = next_seq,
                          .raise_head = raise_head};
    sat_sqlite_add_records (&api);
    sat_sqlite_visibility_fill (&api);
    sat_sqlite_add_history (&api);
    sat_sqlite_add_devices (&api);
    sat_sqlite_add_load (&api);
    sat_sqlite_add_forget (&api);
    sat_sqlite_add_visit (&api);
    sat_sqlite_add_order (&api);
    g_once_init_leave (&done, 1);
  }
  return &api;
}

SatStorage *
sat_sqlite_storage_open (const char *path, GError **error)
{
  g_autoptr (SatConnection) writer = NULL;
  SatSqliteStorage *self;

  g_return_val_if_fail (path != NULL, NULL);
  writer = sat_connection_open (path, SAT_OPEN_CREATE, error);
  if (writer == NULL || !sat_sqlite_migrate (writer, error) ||
      !sat_connection_set_cache (writer, WRITER_CACHE_KIB, error))
    return NULL;
  self = g_new0 (SatSqliteStorage, 1);
  self->base.api = storage_api ();
  self->path = g_strdup (path);
  self->writer = g_steal_pointer (&writer);
  self->idle = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_connection_unref);
  g_mutex_init (&self->writing);
  self->tail = sat_tail_new ();
  g_mutex_init (&self->idle_lock);
  sqlite3_wal_hook (sat_connection_get_handle (self->writer), log_cb, self);
  return &self->base;
}

gboolean
sat_sqlite_storage_check_backup (const char *path, GError **error)
{
  g_autoptr (SatConnection) connection = NULL;
  gint64 tables;

  g_return_val_if_fail (path != NULL, FALSE);
  connection = sat_connection_open (path, SAT_OPEN_READ, error);
  if (connection == NULL ||
      !sat_connection_query_int (connection,
                                 "SELECT count(*) FROM sqlite_schema WHERE name = 'push_result'", 0,
                                 &tables, error))
    return FALSE;
  if (tables > 0)
    return TRUE;
  g_set_error (error, SAT_DB_ERROR, SAT_DB_ERROR_CORRUPT, "%s: not the backup of a server", path);
  return FALSE;
}
