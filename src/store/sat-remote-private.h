/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-remote.h"
#include "sat-served.h"

G_BEGIN_DECLS

/* What the parts of sat-remote.h share, and what the outbox needs of them. */

/* Keys of the table `sync_state`. */
#define SAT_SYNC_SERVER "server"
#define SAT_SYNC_USER "user"
#define SAT_SYNC_DEVICE "device"
#define SAT_SYNC_EPOCH "epoch"
#define SAT_SYNC_CURSOR "cursor"
#define SAT_SYNC_SV "sv"
#define SAT_SYNC_BF "bf"
#define SAT_SYNC_LAST_M "last_m"
#define SAT_SYNC_HASH "hash"
#define SAT_SYNC_DURABLE "durable_m"
#define SAT_SYNC_FORK "fork"
#define SAT_SYNC_HEAD "head"
#define SAT_SYNC_WHOLE "whole"
#define SAT_SYNC_OFFSET "offset"
#define SAT_SYNC_LAST_OK "last_ok"
#define SAT_SYNC_SWEEP "sweep"
#define SAT_SYNC_LOADED "loaded"
#define SAT_SYNC_ABOUT "about"
#define SAT_SYNC_COMPARED "compared"
#define SAT_SYNC_SCHEMA "schema" /* whose types and fields have taken what was kept for them */
/* Records taken away since sat_remote_clean_up(): in the file's search index; besides. */
#define SAT_SYNC_PURGED_INDEX "purged_index"
#define SAT_SYNC_PURGED "purged"
#define SAT_SYNC_AT_ONCE "at_once" /* mutations in one push, after one was too large */
#define SAT_SYNC_PRUNED "pruned"   /* microseconds: when what was sent was last looked through */

SatRemoteState *sat_remote_state_read (SatConnection *connection, GError **error);
/* NULL: it is not there any more. */
gboolean
sat_sync_set (SatConnection *connection, const char *key, const char *value, GError **error);
gboolean
sat_sync_set_int (SatConnection *connection, const char *key, gint64 value, GError **error);
char *sat_sync_get (SatConnection *connection, const char *key); /* NULL: it is not there */
/* The commit number in a cursor; -1: there is none. */
gint64 sat_cursor_seq (const char *cursor);
/* The whole of what we may hold is here, up to the cursor. */
gboolean sat_pull_state_is_complete (const SatPullState *state);

/* A page on its way in. `rooted` is the caller's, at first empty. */
typedef struct {
  SatWriter *writer;
  SatRemoteState *state;
  gboolean has_outbox; /* any entry that is not done with */
  SatHlc latest;       /* of all versions that came */
  GHashTable *rooted;  /* records (gint64) of which it came where they belong */
  guint unseen;        /* deleted before anybody here has seen them */
  SatPageCheck *check; /* what the parts have come to; NULL: there were none */
  SatApplied applied;
} SatRemote;

gboolean sat_remote_row (SatRemote *self, const SatPageRow *row, GError **error);
/* The record of that public id, be it a stub; *@id 0: there is none. */
gboolean sat_remote_find (SatWriter *writer, const SatUuid *uuid, gint64 *id, GError **error);
/* The row that is held of @uuid (id 0: none), and the newest commit that said so (-1: none). */
gboolean
sat_remote_held (SatRemote *self, const SatUuid *uuid, SatRow *held, gint64 *seq, GError **error);
/* As sat_remote_row(), of what is held at @seq. */
gboolean sat_remote_take (SatRemote *self,
                          const SatType *type,
                          const SatPageRow *row,
                          SatRow *held,
                          gint64 seq,
                          GError **error);
/* The commit that last said what @record (a local id) is. */
gboolean sat_remote_note_seq (SatRemote *self, gint64 record, gint64 seq, GError **error);
/* A part of a record, or an own edit. Error: SAT_PROTOCOL_ERROR_PARTS if it does not fit what is
 * here: whole rows do. */
gboolean sat_remote_part (SatRemote *self, const SatPageRow *part, GError **error);
/* An own edit of a record that no other edit is on its way of. *@done FALSE: it is none, and
 * nothing was taken. */
gboolean sat_remote_own (SatRemote *self, const SatPageRow *part, gboolean *done, GError **error);
/* A part of a record that nothing else lies over. *@done FALSE: it is none, and nothing was taken.
 */
gboolean sat_remote_straight (
    SatRemote *self, const SatPageRow *part, SatRow *held, gboolean *done, GError **error);
/* What a part came to, for the sum of the page. @u: the edit, if it is our own; NULL. */
void
sat_remote_note_part (SatRemote *self, const SatUuid *id, const SatUuid *u, const char *clocks);
/* Did all parts come to what they should? The same error. */
gboolean sat_remote_check_parts (SatRemote *self, SatPageReader *page, GError **error);
/* What @field of @record was until @part's edit, which is of @change (nil: of somebody else's).
 * *@known FALSE: the field is not known here. */
gboolean sat_remote_replaced (SatRemote *self,
                              const SatPageRow *part,
                              const SatUuid *change,
                              const SatRow *record,
                              const char *field,
                              const SatWireValue *value,
                              SatVersion from,
                              gboolean *known,
                              GError **error);
gboolean sat_remote_history (SatRemote *self, const SatPageRow *row, GError **error);
gboolean sat_remote_conflict (SatRemote *self, const SatPageRow *row, GError **error);
/* Kept for a Satchel that knows what it is. */
gboolean sat_remote_keep_extra (SatRemote *self, const SatPageRow *row, GError **error);
/* What was kept of @uuid, or hangs from it, goes. */
gboolean sat_remote_forget_extra (SatWriter *writer, const SatUuid *uuid, GError **error);
/* Values that were kept for want of a definition (a record; 0: of whatever a newer Satchel knows)
 * take their places. */
gboolean sat_remote_promote (SatWriter *writer, gint64 definition, GError **error);
/* After a newer Satchel has opened the file: what was kept for it takes its place. */
gboolean sat_remote_catch_up (SatStore *store, GError **error);
/* The other way: @definition (with values) goes, though the server may still have values. */
gboolean sat_remote_stash (SatWriter *writer, const SatRow *definition, GError **error);

/* Entries that were answered, and whose rows have come as far as they do, end: those with an
 * acked_seq up to @seq. @complete: nothing is on its way any more. *@n (may be NULL): how many. */
gboolean
sat_remote_settle (SatWriter *writer, gint64 seq, gboolean complete, guint *n, GError **error);

/* Fields of conflicts and history as they travel. */
const char *sat_wire_text_of (const SatWireFields *fields, const char *name); /* NULL */
gint64 sat_wire_int_of (const SatWireFields *fields, const char *name);
/* A reference, or the text of an id; FALSE: neither. */
gboolean sat_wire_uuid_of (const SatWireFields *fields, const char *name, SatUuid *uuid);
gboolean sat_wire_version_of (const SatWireFields *fields, const char *name, SatVersion *version);

G_END_DECLS
