/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-clocks.h"
#include "sat-server-error.h"
#include "sat-uuid.h"

G_BEGIN_DECLS

/* Where the server keeps what it knows: an interface that a database implements (sqlite/). All
 * calls block; they take and give batches, and neither SQL nor row numbers pass through it. Texts
 * of fields and clocks are those of docs/protocol.md; what they mean is not the storage's business.
 */

/* A record as it is kept. A conflict is a record of the type SAT_CONFLICT_TYPE, whose root is its
 * record's root. */
typedef struct {
  SatUuid id, root;
  const char *type; /* interned */
  gint64 seq;
  gint64 deleted_seq;  /* the commit that deleted it; 0: it is there */
  SatUuid merged_into; /* nil: into none */
  char *clocks;        /* sat_clocks_to_string() */
  char *fields;        /* sat_wire_fields_to_string(); a deleted record keeps its last ones */
} SatStoredRecord;

#define SAT_CONFLICT_TYPE "conflict"
#define SAT_HISTORY_TYPE "history"

SatStoredRecord *sat_stored_record_new (void);
SatStoredRecord *sat_stored_record_copy (const SatStoredRecord *self);
void sat_stored_record_free (SatStoredRecord *self);

/* What a field was before a mutation, or what a mutation wanted in vain. */
typedef struct {
  SatUuid id, u, change, record, root, author;
  const char *type; /* the record's; interned */
  char *field;      /* "!": existence */
  char *value;      /* a JSON value; NULL: empty */
  SatVersion from, to;
  const char *fate; /* "replaced", "lost", "deleted"; interned */
  char *name;       /* the author's */
  guint32 device;
  gint64 edited, arrived, seq;
} SatStoredHistory;

SatStoredHistory *sat_stored_history_new (void);
void sat_stored_history_free (SatStoredHistory *self);

/* What became of a mutation. */
typedef struct {
  guint32 device;
  gint64 m; /* 0: written by the server itself */
  SatUuid u, user, record;
  guint8 hash[32]; /* the chain up to and with it */
  char *result;    /* the answer's object as JSON; NULL: ok */
  char *versions;  /* clocks: what it wrote; the base for all of its fields but the entries. NULL:
                      nothing was written */
  char *detail;    /* JSON that sat-push keeps for bases `u:`; NULL */
} SatStoredResult;

SatStoredResult *sat_stored_result_new (void);
void sat_stored_result_free (SatStoredResult *self);

/* How far a device has come. */
typedef struct {
  guint32 device;
  gint64 last_m, durable_m;
  guint8 hash[32];
} SatStoredDevice;

/* A root that entered or left a scope after its creation. */
typedef struct {
  gint64 seq;
  SatUuid root;
  char *scope;
  gboolean entered;
} SatStoredScopeChange;

void sat_stored_scope_change_free (SatStoredScopeChange *self);

/* A child that went to another root. */
typedef struct {
  gint64 seq;
  SatUuid id, from, to;
} SatStoredMove;

/* A refused mutation that is kept as a proposal. */
typedef struct {
  SatUuid u, user, record;
  const char *type; /* interned */
  gint64 seq, arrived;
  char *line; /* as it was sent */
} SatStoredProposal;

void sat_stored_proposal_free (SatStoredProposal *self);

typedef struct _SatStorage SatStorage;
typedef struct _SatTransaction SatTransaction;

/* What a database implements. Functions return FALSE with @error SAT_DB_ERROR or what fits.
 *
 * A read transaction sees one snapshot from its first call to its end; several may be open at a
 * time. There is one write transaction at a time; begin_write waits for the one before. A
 * transaction is used by one thread.
 *
 * @out arrays have a free function and are appended to. What is not there is left out. */
typedef struct {
  void (*close) (SatStorage *self);
  SatTransaction *(*begin_read) (SatStorage *self, GError **error);
  SatTransaction *(*begin_write) (SatStorage *self, GError **error);
  /* After it the transaction is over, committed or not; it is freed. */
  gboolean (*commit) (SatTransaction *self, GError **error);
  void (*rollback) (SatTransaction *self);
  /* An atomic group inside a write transaction: what came after save is undone or kept. */
  gboolean (*save) (SatTransaction *self, GError **error);
  gboolean (*keep) (SatTransaction *self, GError **error);
  void (*undo) (SatTransaction *self);

  /* Values of the server itself: "epoch", "head" ... *@value NULL: none. g_free(). */
  gboolean (*meta) (SatTransaction *self, const char *name, char **value, GError **error);
  gboolean (*put_meta) (SatTransaction *self, const char *name, const char *value, GError **error);
  /* The number of the last commit: in a read transaction the snapshot's. */
  gboolean (*head) (SatTransaction *self, gint64 *seq, GError **error);
  /* The number of a new commit, greater than all before. */
  gboolean (*next_seq) (SatTransaction *self, gint64 *seq, GError **error);

  /* Records. @out: of SatStoredRecord. */
  gboolean (*records) (
      SatTransaction *self, const SatUuid *ids, guint n, GPtrArray *out, GError **error);
  gboolean (*put_record) (SatTransaction *self, const SatStoredRecord *record, GError **error);
  /* By ascending seq, then id: those with a seq above @after and, unless @last is NULL, those of
   * @after itself with an id above @last. Deleted ones and conflicts too. */
  gboolean (*feed) (SatTransaction *self,
                    gint64 after,
                    const SatUuid *last,
                    guint limit,
                    GPtrArray *out,
                    GError **error);
  /* Whose root is @root, itself left out; deleted ones and conflicts too. By id, above @after
   * (nil: all). */
  gboolean (*children) (SatTransaction *self,
                        const SatUuid *root,
                        const SatUuid *after,
                        guint limit,
                        GPtrArray *out,
                        GError **error);
  /* By id, above @after; deleted ones too. */
  gboolean (*of_type) (SatTransaction *self,
                       const char *type,
                       const SatUuid *after,
                       guint limit,
                       GPtrArray *out,
                       GError **error);
  /* Records of @type whose @field refers to @target, deleted ones too. Fast for the "company" of
   * contacts and opportunities. */
  gboolean (*referrers) (SatTransaction *self,
                         const char *type,
                         const char *field,
                         const SatUuid *target,
                         GPtrArray *out,
                         GError **error);

  /* Which scopes a root is in now. */
  gboolean (*set_scopes) (SatTransaction *self,
                          const SatUuid *root,
                          const char *const *scopes,
                          GError **error);
  /* @out: of GStrv (g_strfreev()), one for each of @roots, empty for unknown ones. */
  gboolean (*scopes_of) (
      SatTransaction *self, const SatUuid *roots, guint n, GPtrArray *out, GError **error);
  /* @out: of SatUuid, by ascending id above @after (nil: all). */
  gboolean (*roots_of_scope) (SatTransaction *self,
                              const char *scope,
                              const SatUuid *after,
                              guint limit,
                              GArray *out,
                              GError **error);
  /* Kept for roots that enter or leave after their creation. */
  gboolean (*add_scope_change) (SatTransaction *self,
                                const SatStoredScopeChange *change,
                                GError **error);
  /* @out: of SatStoredScopeChange, seq in (@after, @upto], ascending. */
  gboolean (*scope_changes) (
      SatTransaction *self, gint64 after, gint64 upto, GPtrArray *out, GError **error);
  gboolean (*add_move) (SatTransaction *self, const SatStoredMove *move, GError **error);
  /* @out: of SatStoredMove, ascending. */
  gboolean (*moves) (SatTransaction *self, gint64 after, gint64 upto, GArray *out, GError **error);

  /* Folded values of fields that are looked up. */
  gboolean (*add_lookup) (SatTransaction *self,
                          const char *type,
                          const char *field,
                          const char *folded,
                          const SatUuid *id,
                          GError **error);
  gboolean (*remove_lookup) (SatTransaction *self,
                             const char *type,
                             const char *field,
                             const char *folded,
                             const SatUuid *id,
                             GError **error);
  /* @out: of SatUuid, ascending. */
  gboolean (*lookup) (SatTransaction *self,
                      const char *type,
                      const char *field,
                      const char *folded,
                      GArray *out,
                      GError **error);

  /* History. A row with the id of one that is there is left out. @out: of SatStoredHistory. */
  gboolean (*add_history) (SatTransaction *self, const SatStoredHistory *row, GError **error);
  /* As feed. */
  gboolean (*history_feed) (SatTransaction *self,
                            gint64 after,
                            const SatUuid *last,
                            guint limit,
                            GPtrArray *out,
                            GError **error);
  /* Of a root and all below it, by id above @after (nil: all). */
  gboolean (*history_of_root) (SatTransaction *self,
                               const SatUuid *root,
                               const SatUuid *after,
                               guint limit,
                               GPtrArray *out,
                               GError **error);
  /* Of one record, seq above @after, ascending. */
  gboolean (*history_of_record) (
      SatTransaction *self, const SatUuid *record, gint64 after, GPtrArray *out, GError **error);
  /* A record that moved takes its history to the new root. */
  gboolean (*move_history) (SatTransaction *self,
                            const SatUuid *record,
                            const SatUuid *root,
                            GError **error);

  /* Devices. *@out is zero but for its number when it has not sent anything yet. */
  gboolean (*device) (SatTransaction *self, guint32 device, SatStoredDevice *out, GError **error);
  gboolean (*put_device) (SatTransaction *self, const SatStoredDevice *device, GError **error);
  /* Every device's, for a backup that has been completed. @out: of SatStoredDevice. */
  gboolean (*devices) (SatTransaction *self, GArray *out, GError **error);
  gboolean (*add_result) (SatTransaction *self, const SatStoredResult *result, GError **error);
  /* Of @device from @m on, ascending. @out: of SatStoredResult. */
  gboolean (*results) (
      SatTransaction *self, guint32 device, gint64 m, guint limit, GPtrArray *out, GError **error);
  /* The first one of a mutation; *@out NULL: it never came. */
  gboolean (*result_of) (SatTransaction *self,
                         const SatUuid *u,
                         SatStoredResult **out,
                         GError **error);

  gboolean (*add_proposal) (SatTransaction *self, const SatStoredProposal *row, GError **error);
  /* @out: of SatStoredProposal, by u. */
  gboolean (*proposals) (SatTransaction *self, GPtrArray *out, GError **error);
} SatStorageApi;

/* The head of what an implementation keeps. */
struct _SatStorage {
  const SatStorageApi *api;
};

struct _SatTransaction {
  const SatStorageApi *api;
};

/* Shorthands. */
SatTransaction *sat_storage_begin_read (SatStorage *self, GError **error);
SatTransaction *sat_storage_begin_write (SatStorage *self, GError **error);
void sat_storage_close (SatStorage *self);
gboolean sat_transaction_commit (SatTransaction *self, GError **error);
/* Rolls back; NULL is fine. For reads too. */
void sat_transaction_free (SatTransaction *self);
/* *@out NULL: there is none. (transfer full) */
gboolean sat_transaction_record (SatTransaction *self,
                                 const SatUuid *id,
                                 SatStoredRecord **out,
                                 GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatStoredRecord, sat_stored_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatStoredHistory, sat_stored_history_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatStoredResult, sat_stored_result_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatStorage, sat_storage_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatTransaction, sat_transaction_free)

G_END_DECLS
