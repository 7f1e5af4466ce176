/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The store: the client's records in one SQLite file. The schema comes from the registry; every
 * change of data goes through the one writer (sat-writer.h), which in one transaction keeps row,
 * versions, history, outbox and search marks together; reads go through readers (sat-reader.h),
 * queries (sat-query.h), list models (sat-list-model.h) and search (sat-search.h).
 *
 * Threads: the store owns one writing connection. sat_store_write() runs on the calling thread and
 * sat_store_write_async() on the store's writer thread; a lock lets one change at a time through.
 * A SatReader belongs to the thread that uses it. */

#pragma once

#include <gio/gio.h>

#include "sat-db.h"
#include "sat-model.h"

G_BEGIN_DECLS

/**
 * SatStoreError:
 * @SAT_STORE_ERROR_NOT_FOUND: no record with that id, or it is deleted.
 * @SAT_STORE_ERROR_AMBIGUOUS: several records fit a name.
 * @SAT_STORE_ERROR_CONFLICT: the record is not in the state that the operation needs.
 * @SAT_STORE_ERROR_READ_ONLY: the file is open for reading only; the message says why.
 * @SAT_STORE_ERROR_NOTHING: there is nothing to undo or redo.
 * @SAT_STORE_ERROR_NOT_EMPTY: the operation wants an empty database.
 * @SAT_STORE_ERROR_CLOSED: the store was closed before or between the steps of the operation.
 * @SAT_STORE_ERROR_WIPED: the file was removed by order of its server (sat-wipe.h).
 */
typedef enum {
  SAT_STORE_ERROR_NOT_FOUND,
  SAT_STORE_ERROR_AMBIGUOUS,
  SAT_STORE_ERROR_CONFLICT,
  SAT_STORE_ERROR_READ_ONLY,
  SAT_STORE_ERROR_NOTHING,
  SAT_STORE_ERROR_NOT_EMPTY,
  SAT_STORE_ERROR_CLOSED,
  SAT_STORE_ERROR_WIPED,
} SatStoreError;

#define SAT_STORE_ERROR (sat_store_error_quark ())
GQuark sat_store_error_quark (void);

/**
 * SatStoreFlags:
 * @SAT_STORE_CREATE: make the file if it is missing.
 * @SAT_STORE_READ_ONLY: refuse every write.
 * @SAT_STORE_JOINED: write the outbox as a database that has joined a server does (tests, benches);
 * kept in the file.
 */
typedef enum {
  SAT_STORE_DEFAULT = 0,
  SAT_STORE_CREATE = 1 << 0,
  SAT_STORE_READ_ONLY = 1 << 1,
  SAT_STORE_JOINED = 1 << 2,
} SatStoreFlags;

#define SAT_TYPE_STORE (sat_store_get_type ())
G_DECLARE_FINAL_TYPE (SatStore, sat_store, SAT, STORE, GObject)

typedef struct _SatReader SatReader;
typedef struct _SatWriter SatWriter;

/* What one committed change touched, as the "changed" signal tells. */
typedef struct {
  gint64 change;     /* row id of the change; 0: another process wrote, anything may differ */
  GArray *records;   /* gint64 record ids, sorted; NULL when unknown or more than 10,000 */
  gboolean registry; /* custom fields differ: columns and forms must be rebuilt */
} SatStoreNews;

/* Opens and, if need be, migrates. A file from a newer Satchel opens read-only:
 * sat_store_get_notice() says so.
 * @registry: NULL for the built-in one. @clock: NULL for the system's.
 * Signal "changed" (gpointer SatStoreNews*): on the thread-default main context of the opener,
 * after each commit. */
SatStore *sat_store_open (
    const char *path, SatStoreFlags flags, SatRegistry *registry, SatClock *clock, GError **error);
/* Ends the writer thread, checkpoints and closes. Safe to call twice; dispose calls it. */
void sat_store_close (SatStore *self);

const char *sat_store_get_path (SatStore *self);
SatClock *sat_store_get_clock (SatStore *self);
/* (transfer full): the registry with this file's custom fields, as of the last commit. Thread-safe.
 */
SatRegistry *sat_store_ref_registry (SatStore *self);
gboolean sat_store_is_read_only (SatStore *self);
const char *sat_store_get_notice (SatStore *self); /* NULL, or why the file is read-only */
gboolean sat_store_is_joined (SatStore *self);

/* The main thread's reader, made on first use. */
SatReader *sat_store_get_reader (SatStore *self, GError **error);
/* A reader of its own for another thread. */
SatReader *sat_store_open_reader (SatStore *self, GError **error);
/* For a short look from whatever thread: the main thread's there, elsewhere one of its own, of
 * which the connection is used again: it takes the better part of a millisecond to open. (transfer
 * full) */
SatReader *sat_store_thread_reader (SatStore *self, GError **error);

/* What a write does inside its transaction. FALSE rolls all of it back. */
typedef gboolean (*SatWriteFunc) (SatWriter *writer, gpointer data, GError **error);

typedef enum {
  SAT_CHANGE_EDIT = 1,
  SAT_CHANGE_IMPORT,
  SAT_CHANGE_UNDO,
  SAT_CHANGE_REDO,
  SAT_CHANGE_SETUP,  /* what a new file starts with; never offered for undo */
  SAT_CHANGE_REMOTE, /* what came from the server; the same */
  SAT_CHANGE_JOIN,   /* what was there when the file joined a server; the same */
} SatChangeKind;

/* One user action: runs @func within one transaction, as one change of @kind named @label
 * (translated, for the undo list). On success
 * *@change (may be NULL) is the change's row id, 0 if @func wrote nothing (then no change is kept).
 */
gboolean sat_store_write (SatStore *self,
                          SatChangeKind kind,
                          const char *label,
                          SatWriteFunc func,
                          gpointer data,
                          gint64 *change,
                          GError **error);
/* The same on the writer thread; @destroy frees @data afterwards. */
void sat_store_write_async (SatStore *self,
                            SatChangeKind kind,
                            const char *label,
                            SatWriteFunc func,
                            gpointer data,
                            GDestroyNotify destroy,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean
sat_store_write_finish (SatStore *self, GAsyncResult *result, gint64 *change, GError **error);

/* Looks whether another process has committed; emits "changed" if so. The window calls it once a
 * second. */
void sat_store_poll (SatStore *self);

/* Small settings that live in the file (who I am, the workspace's demo mark ...), outside history.
 */
char *sat_store_get_setting (SatStore *self, const char *key); /* g_free(); NULL */
gboolean sat_store_set_setting (SatStore *self, const char *key, const char *value, GError **error);
/* The user who works here (record id), 0 if not chosen. */
gint64 sat_store_get_current_user (SatStore *self);
/* On any thread: it waits for whoever writes. */
gboolean sat_store_set_current_user (SatStore *self, gint64 user, GError **error);
/* The workspace's currency, "USD" before there is a workspace; first month of the fiscal year.
 * Cheap. (transfer none, interned) */
const char *sat_store_get_currency (SatStore *self);
int sat_store_get_fiscal_start (SatStore *self);

/* Backup and restore of the file (sat-backup.h); *@records: live records in it. Restore wants the
 * store closed. */
gboolean sat_store_backup (
    SatStore *self, const char *path, gint64 *records, GCancellable *cancellable, GError **error);
gboolean sat_store_restore (const char *backup, const char *path, gint64 *records, GError **error);

/* $XDG_DATA_HOME/satchel/satchel.db and the sample workspace beside it. g_free(). */
char *sat_store_default_path (void);
char *sat_store_demo_path (void);

G_END_DECLS
