/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-store.h"

#include "sat-custom-fields.h"
#include "sat-reader-private.h"
#include "sat-remote-private.h"
#include "sat-reader.h"
#include "sat-schema.h"
#include "sat-search.h"
#include "sat-sql-functions.h"
#include "sat-store-private.h"
#include "sat-wipe.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Of the main thread's reader and of the writer: the upper levels of the trees of a large
 * workspace; what is received by thousands need not be written before its commit. */
#define PAGES_KIB 8192

G_DEFINE_QUARK (sat - store - error - quark, sat_store_error)
G_DEFINE_FINAL_TYPE (SatStore, sat_store, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

void
sat_ticket_lock_enter (SatTicketLock *lock)
{
  guint64 mine;

  g_mutex_lock (&lock->mutex);
  mine = lock->next++;
  while (mine != lock->serving)
    g_cond_wait (&lock->turn, &lock->mutex);
  g_mutex_unlock (&lock->mutex);
}

void
sat_ticket_lock_leave (SatTicketLock *lock)
{
  g_mutex_lock (&lock->mutex);
  lock->serving++;
  g_cond_broadcast (&lock->turn);
  g_mutex_unlock (&lock->mutex);
}

SatConnection *
sat_store_connect (SatStore *self, SatOpenMode mode, GError **error)
{
  return sat_connection_open (self->path, mode, error);
}

/* Opens for writing; NULL without error: the file can only be read, and the notice says why. */
static SatConnection *
connect_writing (SatStore *self, GError **error)
{
  SatOpenMode mode = self->flags & SAT_STORE_CREATE ? SAT_OPEN_CREATE : SAT_OPEN_WRITE;
  g_autoptr (GError) failure = NULL;
  g_autoptr (SatConnection) connection = sat_store_connect (self, mode, &failure);

  if (connection != NULL && sat_schema_check (connection, self->built_in, &failure) &&
      sat_schema_apply (connection, self->built_in, &failure))
    return g_steal_pointer (&connection);
  if (g_error_matches (failure, SAT_DB_ERROR, SAT_DB_ERROR_TOO_NEW))
    self->notice =
        g_strdup (_ ("This file was written by a newer Satchel. It can be read, but not changed."));
  else if (g_error_matches (failure, SAT_DB_ERROR, SAT_DB_ERROR_READONLY))
    self->notice = g_strdup (_ ("This file is write-protected. It can be read, but not changed."));
  else
    g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static gboolean
open_files (SatStore *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (SatConnection) reading = NULL;

  if (!(self->flags & SAT_STORE_READ_ONLY)) {
    self->writing = connect_writing (self, &failure);
    if (self->writing != NULL)
      sat_connection_set_cache (self->writing, PAGES_KIB, NULL);
    if (failure != NULL) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  }
  if (self->writing == NULL) {
    self->flags |= SAT_STORE_READ_ONLY;
    reading = sat_store_connect (self, SAT_OPEN_READ, error);
    return reading != NULL && sat_store_refresh (self, reading, error);
  }
  return sat_store_refresh (self, self->writing, error) &&
         sat_connection_data_version (self->writing, &self->data_version, error);
}

/* A file that is being removed is opened no more. */
static gboolean
check_wipe (const char *path, GError **error)
{
  g_autoptr (SatWipe) wipe = sat_wipe_read (path);

  if (wipe == NULL || wipe->gone)
    return TRUE;
  if (sat_wipe_files (path, error))
    g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_WIPED,
                         _ ("By order of its server, the data on this computer was removed."));
  return FALSE;
}

SatStore *
sat_store_open (
    const char *path, SatStoreFlags flags, SatRegistry *registry, SatClock *clock, GError **error)
{
  g_autoptr (SatStore) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  if (!check_wipe (path, error))
    return NULL;
  self = g_object_new (SAT_TYPE_STORE, NULL);
  self->path = g_strdup (path);
  self->flags = flags;
  self->clock = clock != NULL ? sat_clock_ref (clock) : sat_clock_system ();
  self->built_in = registry != NULL ? sat_registry_ref (registry) : sat_registry_new ();
  self->registry = sat_registry_ref (self->built_in);
  self->context = g_main_context_ref_thread_default ();
  self->opener = g_thread_self ();
  if (!open_files (self, error))
    return NULL;
  if ((flags & SAT_STORE_JOINED) && !self->joined && self->writing != NULL) {
    if (!sat_store_set_setting (self, "joined", "1", error))
      return NULL;
    self->joined = TRUE;
  }
  if (self->writing != NULL && !sat_remote_catch_up (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
sat_store_close (SatStore *self)
{
  GThreadPool *pool;

  g_return_if_fail (SAT_IS_STORE (self));

  g_mutex_lock (&self->lock);
  self->closing = TRUE;
  pool = g_steal_pointer (&self->pool);
  g_mutex_unlock (&self->lock);
  if (pool != NULL)
    g_thread_pool_free (pool, FALSE, TRUE);
  g_clear_pointer (&self->reader, sat_reader_unref);
  sat_reader_pool_close (self->readers);
  /* Other threads may be writing too: an undo, a long import between two of its chunks. */
  sat_ticket_lock_enter (&self->write_lock);
  if (self->writing != NULL) {
    g_autoptr (GError) error = NULL;

    if (!sat_connection_in_transaction (self->writing) && !sat_store_tidy_indexes (self, &error))
      g_debug ("indexes at close: %s", error->message);
    g_clear_error (&error);
    if (!sat_connection_in_transaction (self->writing) &&
        !sat_search_index (self->writing, self->registry, G_MAXUINT, NULL, &error))
      g_debug ("search index at close: %s", error->message);
    g_clear_error (&error);
    if (!sat_connection_checkpoint (self->writing, TRUE, &error))
      g_debug ("checkpoint at close: %s", error->message);
  }
  g_clear_pointer (&self->writing, sat_connection_unref);
  sat_ticket_lock_leave (&self->write_lock);
}

static gint64
read_int (SatConnection *connection, const char *sql, gint64 fallback)
{
  gint64 value = fallback;

  return sat_connection_query_int (connection, sql, fallback, &value, NULL) ? value : fallback;
}

void
sat_store_read_settings (SatStore *self, SatConnection *connection)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      connection, "SELECT currency, fiscal_year_start" SAT_READER_WORKSPACE, NULL);
  const char *currency = "USD";
  gint64 fiscal_start = 1;
  gboolean row;

  if (statement != NULL && sat_statement_step (statement, &row, NULL) && row) {
    if (!sat_statement_is_null (statement, 0))
      currency = g_intern_string (sat_statement_text (statement, 0));
    fiscal_start = sat_statement_int (statement, 1);
  }
  g_mutex_lock (&self->lock);
  self->currency = currency;
  self->fiscal_start = (int)CLAMP (fiscal_start, 1, 12);
  g_mutex_unlock (&self->lock);
}

/* The id that sat_store_set_current_user() keeps: its bytes in hexadecimal. FALSE: there is none.
 */
static gboolean
read_user_uuid (SatConnection *connection, SatUuid *uuid)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (connection, "SELECT value FROM setting WHERE key = 'user'", NULL);
  const char *text;
  gboolean row;

  if (statement == NULL || !sat_statement_step (statement, &row, NULL) || !row)
    return FALSE;
  text = sat_statement_text (statement, 0);
  if (text == NULL || strlen (text) != 2 * sizeof uuid->bytes)
    return FALSE;
  for (guint i = 0; i < sizeof uuid->bytes; i++) {
    int high = g_ascii_xdigit_value (text[2 * i]), low = g_ascii_xdigit_value (text[2 * i + 1]);

    if (high < 0 || low < 0)
      return FALSE;
    uuid->bytes[i] = (guint8)(high << 4 | low);
  }
  return TRUE;
}

void
sat_store_read_user (SatStore *self, SatConnection *connection)
{
  g_autoptr (SatStatement) statement = NULL;
  gint64 user = 0;
  gboolean row;
  SatUuid uuid;

  if (read_user_uuid (connection, &uuid))
    statement = sat_statement_cached (
        connection, "SELECT u.id FROM record r JOIN user u ON u.id = r.id WHERE r.uuid = ?1", NULL);
  if (statement != NULL) {
    sat_statement_bind_blob (statement, 1, uuid.bytes, sizeof uuid.bytes);
    if (sat_statement_step (statement, &row, NULL) && row)
      user = sat_statement_int (statement, 0);
  }
  g_mutex_lock (&self->lock);
  self->current_user = user;
  g_mutex_unlock (&self->lock);
}

/* The registry stays the same one as long as the fields do: whoever shows a form has to build it
 * anew with another. */
static gboolean
refresh_registry (SatStore *self, SatConnection *connection, GError **error)
{
  g_autofree char *stamp = sat_custom_fields_stamp (connection, error);
  SatRegistry *registry;
  gboolean same;

  if (stamp == NULL)
    return FALSE;
  g_mutex_lock (&self->lock);
  same = g_strcmp0 (stamp, self->fields_stamp) == 0;
  if (same)
    sat_store_forget_indexes (self); /* the other process may have dropped them */
  g_mutex_unlock (&self->lock);
  if (same)
    return TRUE;
  registry = sat_custom_fields_load (connection, self->built_in, 0, error);
  if (registry == NULL)
    return FALSE;
  sat_store_take_registry (self, registry);
  g_mutex_lock (&self->lock);
  self->fields_stamp = g_steal_pointer (&stamp);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

gboolean
sat_store_refresh (SatStore *self, SatConnection *connection, GError **error)
{
  if (!refresh_registry (self, connection, error))
    return FALSE;
  sat_store_read_settings (self, connection);
  sat_store_read_user (self, connection);
  g_mutex_lock (&self->lock);
  self->joined = read_int (connection, "SELECT 1 FROM setting WHERE key = 'joined'", 0) != 0;
  self->device = (guint32)read_int (
      connection, "SELECT CAST (value AS INTEGER) FROM sync_state WHERE key = 'device'", 0);
  self->offset = read_int (
      connection, "SELECT CAST (value AS INTEGER) FROM sync_state WHERE key = 'offset'", 0);
  self->last_change =
      MAX (self->last_change, read_int (connection, "SELECT max(id) FROM change", 0));
  g_mutex_unlock (&self->lock);
  return TRUE;
}

void
sat_store_take_registry (SatStore *self, SatRegistry *registry)
{
  SatRegistry *old;

  g_mutex_lock (&self->lock);
  old = self->registry;
  self->registry = registry;
  g_clear_pointer (&self->fields_stamp, g_free);
  sat_store_forget_indexes (self);
  g_mutex_unlock (&self->lock);
  sat_registry_unref (old);
}

SatRegistry *
sat_store_ref_registry (SatStore *self)
{
  SatRegistry *registry;

  g_return_val_if_fail (SAT_IS_STORE (self), NULL);

  g_mutex_lock (&self->lock);
  registry = sat_registry_ref (self->registry);
  g_mutex_unlock (&self->lock);
  return registry;
}

const char *
sat_store_get_path (SatStore *self)
{
  g_return_val_if_fail (SAT_IS_STORE (self), NULL);
  return self->path;
}

SatClock *
sat_store_get_clock (SatStore *self)
{
  g_return_val_if_fail (SAT_IS_STORE (self), NULL);
  return self->clock;
}

gboolean
sat_store_is_read_only (SatStore *self)
{
  g_return_val_if_fail (SAT_IS_STORE (self), TRUE);
  return (self->flags & SAT_STORE_READ_ONLY) != 0;
}

const char *
sat_store_get_notice (SatStore *self)
{
  g_return_val_if_fail (SAT_IS_STORE (self), NULL);
  return self->notice;
}

gboolean
sat_store_is_joined (SatStore *self)
{
  g_return_val_if_fail (SAT_IS_STORE (self), FALSE);
  return self->joined;
}

SatReader *
sat_store_open_reader (SatStore *self, GError **error)
{
  g_autoptr (SatConnection) connection = NULL;

  g_return_val_if_fail (SAT_IS_STORE (self), NULL);

  connection = sat_store_connect (self, SAT_OPEN_READ, error);
  return connection != NULL ? sat_reader_new (self, connection) : NULL;
}

SatReader *
sat_store_get_reader (SatStore *self, GError **error)
{
  g_return_val_if_fail (SAT_IS_STORE (self), NULL);

  if (self->reader == NULL) {
    self->reader = sat_store_open_reader (self, error);
    if (self->reader != NULL)
      sat_connection_set_cache (sat_reader_get_connection (self->reader), PAGES_KIB, NULL);
  }
  return self->reader;
}

/* Its connection is used again. */
static SatReader *
borrow_reader (SatStore *self, GError **error)
{
  SatConnection *connection;
  SatReader *reader;

  connection = sat_reader_pool_take (self->readers);
  if (connection == NULL)
    connection = sat_store_connect (self, SAT_OPEN_READ, error);
  if (connection == NULL)
    return NULL;
  reader = sat_reader_new (self, connection);
  reader->pool = sat_reader_pool_ref (self->readers);
  sat_connection_unref (connection);
  return reader;
}

SatReader *
sat_store_thread_reader (SatStore *self, GError **error)
{
  SatReader *reader;

  g_return_val_if_fail (SAT_IS_STORE (self), NULL);

  if (g_thread_self () != self->opener)
    return borrow_reader (self, error);
  reader = sat_store_get_reader (self, error);
  return reader != NULL ? sat_reader_ref (reader) : NULL;
}

typedef struct {
  GWeakRef store;
  SatStoreNews news;
} Announcement;

static void
announcement_free (gpointer data)
{
  Announcement *announcement = data;

  g_weak_ref_clear (&announcement->store);
  g_clear_pointer (&announcement->news.records, g_array_unref);
  g_free (announcement);
}

static gboolean
is_closing (SatStore *self)
{
  gboolean closing;

  g_mutex_lock (&self->lock);
  closing = self->closing;
  g_mutex_unlock (&self->lock);
  return closing;
}

static gboolean
announce_cb (gpointer data)
{
  Announcement *announcement = data;
  g_autoptr (SatStore) store = g_weak_ref_get (&announcement->store);

  if (store != NULL && !is_closing (store))
    g_signal_emit (store, signals[SIGNAL_CHANGED], 0, &announcement->news);
  return G_SOURCE_REMOVE;
}

void
sat_store_announce (SatStore *self, gint64 change, GArray *records, gboolean registry)
{
  Announcement *announcement = g_new0 (Announcement, 1);
  g_autoptr (GSource) source = NULL;

  g_weak_ref_init (&announcement->store, self);
  announcement->news = (SatStoreNews){change, records, registry};
  if (g_thread_self () == self->opener) {
    announce_cb (announcement);
    announcement_free (announcement);
    return;
  }
  /* Not g_main_context_invoke(): while nobody iterates the context, that runs on any thread. */
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, announce_cb, announcement, announcement_free);
  g_source_attach (source, self->context);
}

void
sat_store_poll (SatStore *self)
{
  SatReader *reader;
  gint64 version, last;
  gboolean foreign;

  g_return_if_fail (SAT_IS_STORE (self));

  reader = sat_store_get_reader (self, NULL);
  if (reader == NULL ||
      !sat_connection_data_version (sat_reader_get_connection (reader), &version, NULL) ||
      version == self->reader_version)
    return;
  self->reader_version = version;
  last = read_int (sat_reader_get_connection (reader), "SELECT max(id) FROM change", 0);
  g_mutex_lock (&self->lock);
  foreign = last > self->last_change;
  g_mutex_unlock (&self->lock);
  if (!foreign)
    return;
  /* A failure here means a file that is being replaced or damaged: the next read reports it. */
  if (sat_store_refresh (self, sat_reader_get_connection (reader), NULL))
    sat_store_announce (self, 0, NULL, TRUE);
}

static void
sat_store_dispose (GObject *object)
{
  sat_store_close (SAT_STORE (object));
  G_OBJECT_CLASS (sat_store_parent_class)->dispose (object);
}

static void
sat_store_finalize (GObject *object)
{
  SatStore *self = SAT_STORE (object);

  g_clear_pointer (&self->registry, sat_registry_unref);
  g_clear_pointer (&self->fields_stamp, g_free);
  g_clear_pointer (&self->built_in, sat_registry_unref);
  g_clear_pointer (&self->clock, sat_clock_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->path);
  g_free (self->notice);
  sat_reader_pool_unref (self->readers);
  g_hash_table_unref (self->asked_indexes);
  g_ptr_array_unref (self->wanted_indexes);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->write_lock.mutex);
  g_cond_clear (&self->write_lock.turn);
  G_OBJECT_CLASS (sat_store_parent_class)->finalize (object);
}

static void
sat_store_class_init (SatStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_store_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_store_finalize;

  /* Backups are opened by the db layer, which knows no collation of its own. */
  sat_connection_set_prepare (sat_sql_functions_register);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", SAT_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
sat_store_init (SatStore *self)
{
  g_mutex_init (&self->lock);
  g_mutex_init (&self->write_lock.mutex);
  g_cond_init (&self->write_lock.turn);
  self->readers = sat_reader_pool_new ();
  self->currency = "USD";
  self->fiscal_start = 1;
  self->asked_indexes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->wanted_indexes = g_ptr_array_new_with_free_func (g_free);
}
