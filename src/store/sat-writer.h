/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-store.h"

G_BEGIN_DECLS

/* The one way in. A SatWriter exists only while sat_store_write() runs: one transaction, one
 * change. */

typedef enum {
  SAT_WRITE_PUT,      /* create (id 0) or set fields */
  SAT_WRITE_DELETE,   /* all values go to history, the row goes; children of the record too */
  SAT_WRITE_UNDELETE, /* back from history as it was, with what the same change deleted below it */
} SatWriteOp;

/* Where a change of a record comes from. LOCAL and IMPORT complete new records (defaults, stage
 * rules); UNDO and RESTORE (a file that says everything, e.g. our own JSON) take the fields as they
 * are. */
typedef enum {
  SAT_ORIGIN_LOCAL,
  SAT_ORIGIN_IMPORT,
  SAT_ORIGIN_UNDO,
  SAT_ORIGIN_RESTORE,
} SatOrigin;

typedef struct {
  const SatField *field; /* stored, not computed */
  SatValue value;        /* owned by whoever made the array */
  SatVersion base;       /* the version that the editor saw; SAT_VERSION_NONE: the current one */
} SatWriteField;

/* The one function. @id: 0 to create; then *@uuid is the new record's id if not nil (a record must
 * not exist with it, a stub may), else one is minted and stored there, and *@id is set. Fields that
 * equal the current value are left out; nothing left: nothing is written. Fields of a group are
 * completed from the row. An edit whose base is older than the current version is still applied
 * (the last local writer wins), the replaced value is in history. Errors: SAT_STORE_ERROR,
 * SAT_MODEL_ERROR (REQUIRED, INVALID ...), SAT_DB_ERROR. */
gboolean sat_writer_write (SatWriter *self,
                           SatWriteOp op,
                           const SatType *type,
                           gint64 *id,
                           SatUuid *uuid,
                           const SatWriteField *fields,
                           gsize n_fields,
                           SatOrigin origin,
                           GError **error);

/* Shorthands. */
gboolean sat_writer_create (SatWriter *self,
                            const SatType *type,
                            const SatWriteField *fields,
                            gsize n_fields,
                            SatOrigin origin,
                            gint64 *id,
                            GError **error);
gboolean sat_writer_set (SatWriter *self,
                         gint64 id,
                         const SatWriteField *fields,
                         gsize n_fields,
                         SatOrigin origin,
                         GError **error);
gboolean sat_writer_delete (SatWriter *self, gint64 id, GError **error);
gboolean sat_writer_undelete (SatWriter *self, gint64 id, GError **error);

/* The local id of @uuid; makes a bare stub if it is unknown (something may point to what this file
 * does not hold). */
gboolean sat_writer_stub (SatWriter *self, const SatUuid *uuid, gint64 *id, GError **error);
/* The same; a stub remembers @title (may be NULL) until its record arrives, and shows it. */
gboolean sat_writer_titled_stub (
    SatWriter *self, const SatUuid *uuid, const char *title, gint64 *id, GError **error);

/* A restored record may name a phone, mail or address that comes later in the file, or in another
 * one. When all is written: those that never came, or came to another record, are told to @stray,
 * and the next one that the record has takes the place. Without this call, or with NULL, the change
 * fails. */
typedef void (*SatStrayFunc) (gint64 id, const SatField *reference, gpointer user_data);
gboolean sat_writer_settle_primaries (SatWriter *self,
                                      SatStrayFunc stray,
                                      gpointer user_data,
                                      GError **error);

/* Remembers that the record came from @source as @key; a pair that named another record now names
 * this one. */
gboolean sat_writer_set_external_id (
    SatWriter *self, gint64 id, const char *source, const char *key, GError **error);

/* The writing connection, its registry, and the change: for the store's own parts and for reads
 * inside the transaction. */
SatStore *sat_writer_get_store (SatWriter *self);
SatConnection *sat_writer_get_connection (SatWriter *self);
SatRegistry *sat_writer_get_registry (SatWriter *self);
gint64 sat_writer_get_change (SatWriter *self); /* row id, reserved on first use */
/* How many records the change has written so far, each time counted: tells whether an operation
 * changed anything. */
guint64 sat_writer_get_count (SatWriter *self);
gint64 sat_writer_get_time (SatWriter *self); /* microseconds, the change's own instant */
/* A reader over the writing connection that sees this transaction's own changes; belongs to the
 * writer. */
SatReader *sat_writer_get_reader (SatWriter *self);

/* Ends the change and begins another in the same transaction, named @label, as if @user (record id,
 * 0: nobody) had made it at @at (microseconds, later than the one before): fills a file with a past
 * that several people lived through. @uuid: the new change's id; NULL: minted. */
gboolean sat_writer_next_change (SatWriter *self,
                                 const char *label,
                                 gint64 user,
                                 gint64 at,
                                 const SatUuid *uuid,
                                 GError **error);

/* The setting @key of the file becomes @after if it is @before (NULL: it is not there), else
 * *@swapped is FALSE: another process was first. Settings are no part of a change. */
gboolean sat_writer_swap_setting (SatWriter *self,
                                  const char *key,
                                  const char *before,
                                  const char *after,
                                  gboolean *swapped,
                                  GError **error);

/* What @func wrote is taken back if it fails, and the change goes on as if it had not been tried: a
 * row that cannot be. Records that @func made are gone with it, and so are their ids. */
gboolean sat_writer_try (SatWriter *self, SatWriteFunc func, gpointer data, GError **error);

/* An import commits in chunks under one change: commits what is written so far and goes on in a new
 * transaction. */
gboolean sat_writer_commit_chunk (SatWriter *self, GError **error);

G_END_DECLS
