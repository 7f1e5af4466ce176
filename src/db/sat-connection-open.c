/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-connection-private.h"
#include "sat-connection-vfs.h"
#include "sat-db-locks.h"
#include "sat-log-vfs.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define BUSY_LIMIT_US (5 * G_USEC_PER_SEC)
#define BUSY_NAP_MAX_MS 25
#define PAGE_MIN 512
/* A log that grew beyond this, for a long import, is cut back when it starts anew. */
#define LOG_LIMIT "67108864"

/* Of pages that a savepoint keeps in memory. */
#define SAVEPOINT_BYTES (2 * 1024 * 1024)

/* The roots of all tables and most of the schema stand where a file begins. */
#define BEGINNING (768 * 1024)

static const char *default_vfs; /* NULL: @own_vfs */
static const char *own_vfs;     /* NULL: SQLite's usual one */
int sat_connection_n_open;

void
sat_connection_set_default_vfs (const char *name)
{
  g_atomic_pointer_set (&default_vfs, g_intern_string (name));
}

const char *
sat_connection_get_default_vfs (void)
{
  const char *name = g_atomic_pointer_get (&default_vfs);

  return name != NULL ? name : own_vfs;
}

/* SatConnectionStock */
static gpointer stock;

void
sat_connection_set_stock (const SatConnectionStock *new_stock)
{
  g_atomic_pointer_set (&stock, (gpointer)new_stock);
}

const SatConnectionStock *
sat_connection_get_stock (void)
{
  return g_atomic_pointer_get (&stock);
}

/* Waits for another connection's lock as sqlite3_busy_timeout() does, but hears the cancellable. */
static int
busy_cb (void *data, int count)
{
  SatConnection *self = data;
  gint64 now = g_get_monotonic_time ();

  if (count == 0)
    self->busy_since_us = now;
  if (g_cancellable_is_cancelled (self->cancellable) ||
      now - self->busy_since_us >= self->busy_limit_us)
    return 0;
  g_usleep (1000 * (gulong)MIN (1 << MIN (count, 10), BUSY_NAP_MAX_MS));
  return 1;
}

/* Asks at once, not in some fifty small reads, for the beginning of a file that is not in the
 * system's memory yet. Where locks cannot be kept (sat-db-locks.h), closing a descriptor ends every
 * lock of this process on its file, so this is done only while nobody here can hold one. */
static void
ask_for_beginning (const char *path)
{
  int fd = *path != '\0' ? g_open (path, O_RDONLY | O_CLOEXEC) : -1;

  if (fd < 0)
    return;
  posix_fadvise (fd, 0, BEGINNING, POSIX_FADV_WILLNEED);
  g_close (fd, NULL);
}

/* Its statistics take one lock for all threads with every piece of memory, and whoever has it may
 * be waiting for a processor. What a savepoint would bring back goes to a file only when it is a
 * lot. Refused, without harm, where SQLite is at work already. */
static void
configure_library (void)
{
  static gsize done;

  if (g_once_init_enter (&done)) {
    sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config (SQLITE_CONFIG_STMTJRNL_SPILL, SAVEPOINT_BYTES);
    sat_db_locks_keep ();
    if (sat_log_vfs_register (SAT_LOG_VFS, NULL))
      own_vfs = SAT_LOG_VFS;
    g_once_init_leave (&done, 1);
  }
}

static void
count_connection (const char *path)
{
  static GMutex mutex;

  configure_library ();
  g_mutex_lock (&mutex);
  if (g_atomic_int_add (&sat_connection_n_open, 1) == 0)
    ask_for_beginning (path);
  g_mutex_unlock (&mutex);
}

static SatConnection *
connection_new (const char *path)
{
  SatConnection *self = g_new0 (SatConnection, 1);

  g_atomic_ref_count_init (&self->refs);
  self->path = g_strdup (path);
  self->busy_limit_us = BUSY_LIMIT_US;
  self->statements = g_hash_table_new (g_str_hash, g_str_equal);
  g_queue_init (&self->idle);
  count_connection (path);
  return self;
}

static goffset
size_beside (const char *path, const char *suffix)
{
  g_autofree char *name = g_strconcat (path, suffix, NULL);
  GStatBuf info;

  return g_stat (name, &info) == 0 ? info.st_size : -1;
}

/* SQLite reads zeroes for the missing end of the last page. With a log or a journal at work a page
 * may be half written, and they will mend it. */
static gboolean
is_whole (SatConnection *self, GError **error)
{
  gint64 page_size;
  GStatBuf info;

  if (!sat_connection_query_int (self, "PRAGMA page_size", 4096, &page_size, error))
    return FALSE;
  if (g_stat (self->path, &info) != 0 || info.st_size % page_size == 0 ||
      size_beside (self->path, "-wal") > 0 || size_beside (self->path, "-journal") > 0)
    return TRUE;
  g_set_error_literal (error, SAT_DB_ERROR, SAT_DB_ERROR_CORRUPT,
                       _ ("The file is damaged: its end is missing"));
  return FALSE;
}

/* Another program's database is left as it is: only what will be refused anyway opens without a
 * write-ahead log. */
static gboolean
set_journal (SatConnection *self, gint64 objects, GError **error)
{
  gint64 id, number;
  g_autofree char *mode = NULL;

  if (!sat_connection_query_text (self, "PRAGMA journal_mode", &mode, error))
    return FALSE;
  if (g_strcmp0 (mode, "wal") != 0) {
    if (!sat_connection_query_int (self, "PRAGMA application_id", 0, &id, error) ||
        !sat_connection_query_int (self, "PRAGMA user_version", 0, &number, error))
      return FALSE;
    if (id != SAT_DB_APPLICATION_ID && !(id == 0 && number == 0 && objects == 0))
      return TRUE;
    if (!sat_connection_set_pragma (self, "journal_mode", "wal", error))
      return FALSE;
  }
  return sat_connection_set_pragma (self, "wal_autocheckpoint", "0", error) &&
         sat_connection_set_pragma (self, "journal_size_limit", LOG_LIMIT, error);
}

static gboolean
configure_handle (SatConnection *self, GError **error)
{
  static const struct {
    int option;
    int value;
  } options[] = {
      {SQLITE_DBCONFIG_DEFENSIVE, 1},
      {SQLITE_DBCONFIG_DQS_DML, 0},
      {SQLITE_DBCONFIG_DQS_DDL, 0},
  };
  int rc, now;

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++) {
    rc = sqlite3_db_config (self->handle, options[i].option, options[i].value, &now);
    if (rc != SQLITE_OK || now != options[i].value) {
      sat_connection_set_error (self, rc == SQLITE_OK ? SQLITE_ERROR : rc, NULL, error);
      return FALSE;
    }
  }
  rc = sqlite3_busy_handler (self->handle, busy_cb, self);
  if (rc != SQLITE_OK) {
    sat_connection_set_error (self, rc, NULL, error);
    return FALSE;
  }
  return TRUE;
}

static gboolean
configure (SatConnection *self, GError **error)
{
  gint64 objects;

  if (!configure_handle (self, error) ||
      !sat_connection_set_pragma (self, "foreign_keys", "1", error) ||
      !sat_connection_set_pragma (self, "trusted_schema", "0", error) ||
      !sat_connection_set_pragma (self, "cell_size_check", "1", error) ||
      !sat_connection_set_pragma (self, "secure_delete", "1", error) ||
      !sat_connection_set_pragma (self, "synchronous", "2", error))
    return FALSE;
  /* The first look into the file: a damaged one is found now, not in the middle of work. */
  if (!sat_connection_query_int (self, "SELECT count(*) FROM sqlite_schema", 0, &objects, error))
    return FALSE;
  if (*self->path == '\0')
    return TRUE;
  return is_whole (self, error) && (self->read_only || set_journal (self, objects, error));
}

static SatConnection *
open_handle (const char *path, const char *name, int flags, GError **error)
{
  g_autoptr (SatConnection) self = connection_new (path);
  int rc =
      sqlite3_open_v2 (name, &self->handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                       sat_connection_get_default_vfs ());

  if (rc != SQLITE_OK) {
    sat_connection_set_error (self, rc, NULL, error);
    return NULL;
  }
  self->read_only = *path != '\0' && sqlite3_db_readonly (self->handle, "main") == 1;
  if (!self->read_only && (flags & SQLITE_OPEN_READONLY))
    self->read_only = TRUE;
  if (self->read_only && (flags & SQLITE_OPEN_READWRITE)) {
    sat_connection_set_error (self, SQLITE_READONLY, NULL, error);
    return NULL;
  }
  if (!configure (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* SQLite would make the file readable by all, and would make it where a folder is missing fail. */
static gboolean
create_file (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd;

  if (g_mkdir_with_parents (folder, 0700) != 0) {
    sat_db_set_system_error (errno, NULL, folder, error);
    return FALSE;
  }
  fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0 && errno != EEXIST) {
    sat_db_set_system_error (errno, NULL, path, error);
    return FALSE;
  }
  return fd < 0 || g_close (fd, error);
}

/* What SQLite would take for an empty database or find out too late. */
static gboolean
look_at_file (const char *path, GError **error)
{
  GStatBuf info;

  if (g_stat (path, &info) != 0) {
    sat_db_set_system_error (errno, NULL, path, error);
    return FALSE;
  }
  if (!S_ISREG (info.st_mode)) {
    g_set_error_literal (error, SAT_DB_ERROR, SAT_DB_ERROR_CORRUPT,
                         _ ("This is a folder or a device, not a Satchel file"));
    return FALSE;
  }
  if (g_access (path, R_OK) != 0) {
    g_set_error_literal (error, SAT_DB_ERROR, SAT_DB_ERROR_IO,
                         _ ("You have no permission to read this file"));
    return FALSE;
  }
  /* Less than a page is no database, though SQLite takes a single byte for an empty one. */
  if (info.st_size > 0 && info.st_size < PAGE_MIN) {
    g_set_error_literal (error, SAT_DB_ERROR, SAT_DB_ERROR_CORRUPT,
                         _ ("This is not a Satchel file"));
    return FALSE;
  }
  /* SQLite would delete the log of an emptied file, and the last work with it. */
  if (info.st_size == 0 && size_beside (path, "-wal") > 0) {
    g_set_error_literal (error, SAT_DB_ERROR, SAT_DB_ERROR_CORRUPT,
                         _ ("The file is empty, but its write-ahead log is not"));
    return FALSE;
  }
  return TRUE;
}

/* A file in a folder without write permission or on a read-only disk: SQLite cannot make the index
 * of the write-ahead log there. Where there is no log there is nobody who writes either. */
static SatConnection *
open_immutable (const char *path, GError **error)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, error);
  g_autofree char *name = NULL;

  if (uri == NULL)
    return NULL;
  name = g_strconcat (uri, "?immutable=1", NULL);
  return open_handle (path, name, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error);
}

static SatConnection *
open_file (const char *path, SatOpenMode mode, GError **error)
{
  g_autoptr (GError) local = NULL;
  SatConnection *self;

  if ((mode == SAT_OPEN_CREATE && !create_file (path, error)) || !look_at_file (path, error))
    return NULL;
  if (mode != SAT_OPEN_READ)
    return open_handle (path, path, SQLITE_OPEN_READWRITE, error);
  self = open_handle (path, path, SQLITE_OPEN_READONLY, &local);
  if (self == NULL && g_error_matches (local, SAT_DB_ERROR, SAT_DB_ERROR_READONLY) &&
      size_beside (path, "-wal") <= 0)
    return open_immutable (path, error);
  if (self == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return self;
}

/* SatConnectionPrepare */
static gpointer prepare_all;

void
sat_connection_set_prepare (SatConnectionPrepare prepare)
{
  g_atomic_pointer_set (&prepare_all, (gpointer)prepare);
}

static SatConnection *
prepare (SatConnection *self, GError **error)
{
  SatConnectionPrepare function = (SatConnectionPrepare)g_atomic_pointer_get (&prepare_all);

  if (self == NULL || function == NULL || function (self, error))
    return self;
  sat_connection_unref (self);
  return NULL;
}

SatConnection *
sat_connection_open (const char *path, SatOpenMode mode, GError **error)
{
  const SatConnectionStock *kept = sat_connection_get_stock ();
  g_autofree char *absolute = NULL;
  SatConnection *self;

  g_return_val_if_fail (path != NULL && *path != '\0', NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  /* Also keeps SQLite from taking a name for a URI or for ":memory:". */
  absolute = g_canonicalize_filename (path, NULL);
  self = kept != NULL ? kept->take (absolute, mode) : NULL;
  if (self != NULL)
    return self;
  self = prepare (open_file (absolute, mode, error), error);
  if (self == NULL) {
    g_autofree char *shown = g_filename_display_name (absolute);

    g_prefix_error (error, _ ("Cannot open %s: "), shown);
    return NULL;
  }
  self->is_open = TRUE;
  return self;
}

SatConnection *
sat_connection_open_memory (GError **error)
{
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);
  return open_handle ("", ":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
}
