/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-db.h"
#include "sat-sqlite-storage.h"
#include "sat-tail.h"

G_BEGIN_DECLS

/* What the files of this folder share and nobody else sees. */

/* Of an entry of the order of commits. */
typedef struct {
  gint64 seq;
  SatUuid root;
  gint64 n;
} SatSqlitePlace;

typedef struct {
  SatStorage base;
  char *path;
  GMutex writing; /* held by the write transaction */
  SatConnection *writer;
  int log_pages;         /* in the log after the last commit */
  SatSqlitePlace tidied; /* with `writing`: how far the order has been tidied; 0: it begins anew */
  GMutex idle_lock;
  GPtrArray *idle; /* reading connections that nobody uses */
  SatTail *tail;
} SatSqliteStorage;

typedef struct {
  SatTransaction base;
  SatSqliteStorage *storage;
  SatConnection *connection;
  gboolean is_write;
  gint64 head, stored_head;
  /* The scopes that were looked for last, and their number: most records have those of the one
   * before. NULL: none, also after something was undone. */
  char *scopes;
  const char *scopes_type; /* interned */
  guint scope_set;
  /* What was asked of meta last: each edit of a push asks for the same. NULL: nothing, also after
   * something was undone. */
  char *meta_name, *meta_value;
  /* The record that was read last and its row: what is written is mostly that. 0: none. */
  SatUuid read_id;
  gint64 read_n;
  /* What is written, for the storage's tail: NULL: nobody knows any more, or nothing yet. */
  GPtrArray *written; /* of SatTailRow */
  gsize written_bytes;
  gboolean spoiled;
} SatSqliteTransaction;

#define SAT_SQLITE(transaction) (((SatSqliteTransaction *)(transaction))->connection)

gboolean sat_sqlite_migrate (SatConnection *connection, GError **error);

/* A cached statement of the transaction's connection. */
SatStatement *sat_sqlite_statement (SatTransaction *self, const char *sql, GError **error);
/* Not copied: @uuid must outlive the last step. NULL: the nil one, which is before all others. */
void sat_sqlite_bind_uuid (SatStatement *statement, int index, const SatUuid *uuid);
/* As none when it is nil. */
void sat_sqlite_bind_uuid_or_null (SatStatement *statement, int index, const SatUuid *uuid);
/* Nil for null. */
SatUuid sat_sqlite_uuid (SatStatement *statement, int column);

/* The columns of a record and of a row of history, and their readers: @statement stands on a row.
 */
#define SAT_SQLITE_RECORD                                                                          \
  "id, root, type, seq, deleted_seq, merged_into, clocks, fields, base_seq, device, m"
/* The same of a table that is called r beside others. */
#define SAT_SQLITE_RECORD_OF_R                                                                     \
  "r.id, r.root, r.type, r.seq, r.deleted_seq, r.merged_into, r.clocks, r.fields, r.base_seq,"     \
  " r.device, r.m"
SatStoredRecord *sat_sqlite_read_record (SatStatement *statement);
/* The same without copies of the texts, which are valid until the next step; not to be freed. */
void sat_sqlite_look_at_record (SatStatement *statement, SatStoredRecord *record);
#define SAT_SQLITE_HISTORY                                                                         \
  "id, seq, root, record, u, change, type, field, value, v_from, d_from, v_to, d_to, fate,"        \
  " author, name, device, edited, arrived"
SatStoredHistory *sat_sqlite_read_history (SatStatement *statement);

/* *@value: to be freed; NULL for none. */
gboolean sat_sqlite_meta (SatTransaction *self, const char *name, char **value, GError **error);
gboolean
sat_sqlite_put_meta (SatTransaction *self, const char *name, const char *value, GError **error);

/* For the tail: what was written, with the number of its row, and that something else was, too. */
void sat_sqlite_note_record (SatTransaction *self, const SatStoredRecord *record, gint64 n);
void sat_sqlite_note_history (SatTransaction *self, const SatStoredHistory *row, gint64 n);
void sat_sqlite_spoil_tail (SatTransaction *self);

/* Record @n of @root has been changed by the commit @seq. */
gboolean sat_sqlite_put_order (
    SatTransaction *self, gint64 seq, const SatUuid *root, gint64 n, GError **error);

/* The functions of SatStorageApi, a file each. */
void sat_sqlite_add_records (SatStorageApi *api);
void sat_sqlite_add_history (SatStorageApi *api);
void sat_sqlite_add_devices (SatStorageApi *api);
void sat_sqlite_add_load (SatStorageApi *api);
void sat_sqlite_add_forget (SatStorageApi *api);
void sat_sqlite_add_visit (SatStorageApi *api);
void sat_sqlite_add_order (SatStorageApi *api);

G_END_DECLS
