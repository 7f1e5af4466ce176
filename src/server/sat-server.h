/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The server: the one place where the records of an organisation come together. Its core takes
 * requests as bytes and gives answers as bytes, without a network: merge and push (sat-push),
 * visibility and pull (sat-pull, sat-visibility), over a storage interface (sat-storage). HTTP,
 * accounts, tokens and administration stand around it. docs/protocol.md is what it speaks. It
 * shares base, model, protocol and db with the client, not the client's store. */

#pragma once

#include "sat-clock.h"
#include "sat-digest.h"
#include "sat-mutation.h"
#include "sat-registry.h"
#include "sat-server-error.h"
#include "sat-uuid.h"

G_BEGIN_DECLS

/* Who calls, as signing in has found out. */
typedef struct {
  SatUuid user; /* the user record's id */
  const char *name;
  SatRole role;
  guint32 device;
  gboolean leaving; /* what they send is kept as a proposal, not applied */
  guint schema;     /* that their program knows; 0: the server's */
} SatCaller;

/* The core over one folder of data. Thread-safe: reads run beside each other, writes one after
 * another. */
typedef struct _SatServer SatServer;

/* Opens (and makes) the database in @folder. @registry, @clock: NULL for the built-in one and the
 * system's. Error: SAT_SERVER_ERROR or SAT_DB_ERROR. */
SatServer *
sat_server_open (const char *folder, SatRegistry *registry, SatClock *clock, GError **error);
void sat_server_close (SatServer *self);

/* The three calls of sync, as they travel (docs/protocol.md, 3.2 to 3.4). @epoch: the client's,
 * "" before it knows one. (transfer full) */
GBytes *sat_server_hello (SatServer *self, const SatCaller *caller, GError **error);
GBytes *sat_server_push (
    SatServer *self, const SatCaller *caller, const char *epoch, GBytes *body, GError **error);
GBytes *sat_server_pull (SatServer *self,
                         const SatCaller *caller,
                         const char *epoch,
                         const char *cursor,
                         const char *sv,
                         const char *bf,
                         guint limit,
                         gint64 parts,
                         GError **error);
/* Sums over what the caller should hold by @cursor and @sv, whose ids end as @prefix says
 * (docs/protocol.md, 3.11). @own: the caller's sum, which is counted; NULL: not told. Error:
 * MALFORMED, and those of a pull. (transfer full) */
GBytes *sat_server_digest (SatServer *self,
                           const SatCaller *caller,
                           const char *epoch,
                           const char *cursor,
                           const char *sv,
                           const char *prefix,
                           const SatDigestSum *own,
                           GError **error);
/* The same records, whole. Error: also TOO_LARGE. (transfer full) */
GBytes *sat_server_leaf (SatServer *self,
                         const SatCaller *caller,
                         const char *epoch,
                         const char *cursor,
                         const char *sv,
                         const char *prefix,
                         GError **error);
/* How many clients held what they should, and how many something else. */
void sat_server_digest_figures (SatServer *self, gint64 *same, gint64 *other);
/* Edits that are kept because their author may no longer make them (docs/protocol.md, 3.8): those
 * that @caller may decide about, and those that @caller made, with what became of them. (transfer
 * full) */
GBytes *sat_server_proposals (SatServer *self, const SatCaller *caller, GError **error);
/* @accept: as an edit of @caller, in the place of what is there now. NOT_FOUND when @caller does
 * not hold the record; FORBIDDEN when it is decided already, or they may not write it. */
gboolean sat_server_decide (
    SatServer *self, const SatCaller *caller, const SatUuid *u, gboolean accept, GError **error);
/* What M_GAP, DEVICE_FORKED and EPOCH_CHANGED tell the device besides: epoch, last_m, hash; and if
 * the server went back since @epoch, the device's, "lost_after". */
char *
sat_server_describe_device (SatServer *self, guint32 device, const char *epoch, GError **error);
/* Records that the caller holds from before the server went back (docs/protocol.md, 3.9): what they
 * have and it lacks is taken, or kept as proposals. Error: FORBIDDEN when it did not. (transfer
 * full) */
GBytes *sat_server_rescue (
    SatServer *self, const SatCaller *caller, const char *epoch, GBytes *body, GError **error);

/* What the server writes by itself, for administration: its author is nobody, its device 0, and no
 * right is asked for. Users, teams, territories and memberships are such records; a user's first
 * team and territory stand in the user's record, further ones in records of type membership. */
typedef struct {
  SatOp op; /* PUT, DELETE or UNDELETE */
  const char *type;
  SatUuid id;
  const SatWireFields *fields; /* null values empty a field; NULL: none */
} SatServerWrite;

/* One atomic group, on the disk when this returns. */
gboolean sat_server_write (SatServer *self, const SatServerWrite *writes, guint n, GError **error);

/* A record as it stands. */
typedef struct {
  SatUuid id, root;
  gint64 seq;
  SatWireFields *fields;
} SatServerRecord;

void sat_server_record_free (SatServerRecord *record);
/* NOT_FOUND also when it is deleted. (transfer full) */
SatServerRecord *
sat_server_record (SatServer *self, const char *type, const SatUuid *id, GError **error);
/* All of a type that are not deleted, by ascending id: of SatServerRecord. (transfer full) */
GPtrArray *sat_server_records (SatServer *self, const char *type, GError **error);

/* The last commit's number. */
gint64 sat_server_head (SatServer *self);
/* Is there anything for @caller after @cursor? A "maybe" is yes. Errors as those of a pull. */
gboolean sat_server_has_news (SatServer *self,
                              const SatCaller *caller,
                              const char *epoch,
                              const char *cursor,
                              gboolean *news,
                              GError **error);
/* The same after the commit @seq. */
gboolean sat_server_has_news_since (SatServer *self,
                                    const SatCaller *caller,
                                    const char *epoch,
                                    gint64 seq,
                                    gboolean *news,
                                    GError **error);
/* @committed is called after each commit, on the thread that made it: it must not call the server.
 * One at a time; NULL: nobody. */
typedef void (*SatServerCommitted) (gint64 head, gpointer data);
void sat_server_set_committed (SatServer *self, SatServerCommitted committed, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatServer, sat_server_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatServerRecord, sat_server_record_free)

G_END_DECLS
