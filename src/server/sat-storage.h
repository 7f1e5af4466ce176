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
  /* How its last commit can be told in parts (docs/protocol.md, 3.4). */
  gint64 base_seq; /* with the commit's history laid over it, the record of then is that of now; 0:
                      it is not */
  guint32 device;  /* whose one mutation the commit was to this record, as it was sent; */
  gint64 m;        /* 0: of several, or something else came of it */
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
SatStoredHistory *sat_stored_history_copy (const SatStoredHistory *self);
void sat_stored_history_free (SatStoredHistory *self);

/* What became of a mutation. */
typedef struct {
  guint32 device;
  gint64 m;
  SatUuid u, user, record;
  guint8 hash[32]; /* the chain up to and with it */
  char *result;    /* the answer's object as JSON; NULL: ok */
  char *versions;  /* clocks: what it wrote; the base for all of its fields but the entries. NULL:
                      nothing was written */
  char *detail;    /* JSON that sat-push keeps for bases `u:`; NULL */
  gint64 arrived;  /* microseconds since 1970 */
} SatStoredResult;

SatStoredResult *sat_stored_result_new (void);
void sat_stored_result_free (SatStoredResult *self);
/* The first of @results (of SatStoredResult) that is @user's, or NULL. */
const SatStoredResult *sat_stored_results_find (GPtrArray *results, const SatUuid *user);

/* How far a device has come. */
typedef struct {
  guint32 device;
  SatUuid user; /* who has pushed last */
  gint64 last_m, durable_m;
  guint8 hash[32];
} SatStoredDevice;

/* Scopes of a root, told once: all roots of one type with the same scopes share a number. It never
 * changes and is never used again. */
#define SAT_NOBODY 0
typedef struct {
  guint number;     /* from 1 on */
  const char *type; /* interned */
  GStrv scopes;
} SatScopeSet;

void sat_scope_set_free (SatScopeSet *self);

/* How much a feed reads at once. */
#define SAT_FEED_MOST_BYTES (4 * 1024 * 1024)

/* Which sets somebody may see: a byte for each number, not 0 if so. Higher numbers: not. */
typedef struct {
  const guint8 *sees;
  guint n;
} SatSetFilter;

/* A root that has got other scopes after its creation; numbers of sets. */
typedef struct {
  gint64 seq;
  SatUuid root;
  guint old_set, new_set;
} SatStoredRootChange;

/* A child that went to another root. */
typedef struct {
  gint64 seq;
  SatUuid id, from, to;
} SatStoredMove;

/* Up to where a device has pulled, and when it last did (microseconds since 1970). */
typedef struct {
  guint32 device;
  gint64 seq, seen;
} SatStoredCursor;

/* A refused mutation that is kept as a proposal. */
typedef struct {
  SatUuid u, user, record;
  const char *type; /* interned */
  gint64 seq, arrived;
  char *line;        /* as it was sent */
  const char *state; /* interned: "open", "accepted", "declined" */
  SatUuid decider;   /* nil while it is open */
  gint64 decided;
} SatStoredProposal;

void sat_stored_proposal_free (SatStoredProposal *self);

typedef struct _SatStorage SatStorage;
typedef struct _SatTransaction SatTransaction;

/* @record and its texts are valid until it returns. FALSE with @error ends the visit. */
typedef gboolean (*SatStorageVisit) (const SatStoredRecord *record, gpointer data, GError **error);

/* What a database implements. Functions return FALSE with @error SAT_DB_ERROR or what fits.
 *
 * A read transaction sees one snapshot from its first call to its end; several may be open at a
 * time. There is one write transaction at a time; begin_write waits for the one before. A
 * transaction is used by one thread.
 *
 * @out arrays have a free function and are appended to. What is not there is left out. */
typedef struct {
  void (*close) (SatStorage *self);
  /* Copies all to the file @path while others read and write, whole and checked. */
  gboolean (*backup) (SatStorage *self, const char *path, GError **error);
  /* What the database can say of itself: SAT_DB_ERROR_CORRUPT with the first finding. */
  gboolean (*check) (SatStorage *self, GError **error);
  /* Leaves nothing on the disk of what was removed. */
  gboolean (*compact) (SatStorage *self, GError **error);
  /* Bytes on the disk, for figures. */
  gint64 (*size) (SatStorage *self);
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
  /* At least @seq from now on. */
  gboolean (*raise_head) (SatTransaction *self, gint64 seq, GError **error);

  /* Records. @out: of SatStoredRecord. */
  gboolean (*records) (
      SatTransaction *self, const SatUuid *ids, guint n, GPtrArray *out, GError **error);
  gboolean (*put_record) (SatTransaction *self, const SatStoredRecord *record, GError **error);
  /* Leaves no trace of it in the records; its children stay. */
  gboolean (*remove_record) (SatTransaction *self, const SatUuid *id, GError **error);
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
   * contacts and opportunities; of that, @type NULL: of both. */
  gboolean (*referrers) (SatTransaction *self,
                         const char *type,
                         const char *field,
                         const SatUuid *target,
                         GPtrArray *out,
                         GError **error);

  /* Conflicts that say of another record that it looks the same as @id. Fast. */
  gboolean (*twins) (SatTransaction *self, const SatUuid *id, GPtrArray *out, GError **error);
  /* *@into: what the record was merged into; nil: into none. Fast where few were merged. */
  gboolean (*merged_into) (SatTransaction *self, const SatUuid *id, SatUuid *into, GError **error);

  /* Who may hold which root. @out: of SatScopeSet, numbers above @after, ascending. */
  gboolean (*scope_sets) (
      SatTransaction *self, guint after, guint limit, GPtrArray *out, GError **error);
  /* Finds or makes the one with these; @scopes are sorted. */
  gboolean (*scope_set) (SatTransaction *self,
                         const char *type,
                         const char *const *scopes,
                         guint *number,
                         GError **error);
  /* The set of a root; *@known FALSE: it has never been one. */
  gboolean (*root_set) (
      SatTransaction *self, const SatUuid *root, guint *set, gboolean *known, GError **error);
  /* That of one that has never had one; *@added FALSE: it has. */
  gboolean (*add_root_set) (
      SatTransaction *self, const SatUuid *root, guint set, gboolean *added, GError **error);
  /* Its record has been put. */
  gboolean (*put_root_set) (SatTransaction *self, const SatUuid *root, guint set, GError **error);
  gboolean (*add_root_change) (SatTransaction *self,
                               const SatStoredRootChange *change,
                               GError **error);
  /* @out: of SatStoredRootChange. By (seq, root): above @after and, unless @last is NULL, those of
   * @after itself whose root is above @last. */
  gboolean (*root_changes) (SatTransaction *self,
                            gint64 after,
                            const SatUuid *last,
                            guint limit,
                            GArray *out,
                            GError **error);
  /* Of one root, seq above @after, ascending. */
  gboolean (*changes_of_root) (
      SatTransaction *self, const SatUuid *root, gint64 after, GArray *out, GError **error);
  gboolean (*add_move) (SatTransaction *self, const SatStoredMove *move, GError **error);
  /* @out: of SatStoredMove, seq in (@after, @upto], by (seq, id). */
  gboolean (*moves) (SatTransaction *self, gint64 after, gint64 upto, GArray *out, GError **error);
  /* The last commits with a change of a root's scopes and with a move; 0: none. */
  gboolean (*newest_marks) (SatTransaction *self, gint64 *change, gint64 *move, GError **error);
  /* Marks of commits up to @upto are not needed any more, but which sets a root has been of: that
   * is forgotten of commits up to @old. */
  gboolean (*forget_marks) (SatTransaction *self, gint64 upto, gint64 old, GError **error);
  /* Numbers of the sets that a root has been of, as far as its marks are forgotten. */
  gboolean (*past_sets) (SatTransaction *self, const SatUuid *root, GArray *out, GError **error);
  /* Of a device that is known the later one counts. */
  gboolean (*put_cursor) (SatTransaction *self, const SatStoredCursor *cursor, GError **error);
  /* *@seq: the least of those seen at @since or later; G_MAXINT64: there are none. Others are
   * forgotten. */
  gboolean (*least_cursor) (SatTransaction *self, gint64 since, gint64 *seq, GError **error);
  /* Lets go of what only the storage itself kept and has no use for any more: a piece that takes
   * some milliseconds, from where the last one ended. */
  gboolean (*tidy) (SatTransaction *self, GError **error);
  /* *@known: would the record's last commit be told of? Of each record that is there. */
  gboolean (*is_in_order) (SatTransaction *self,
                           const SatUuid *id,
                           gboolean *known,
                           GError **error);
  /* What a pull reads: whole commits above @after, of the roots in @filter, ascending; deleted ones
   * and conflicts too. Stops behind the commit with the @limit-th row or
   * SAT_FEED_MOST_BYTES, or when it has looked at @most rows. *@upto: the last commit that it has
   * looked at, the snapshot's head at the end.
   * @out: of SatStoredRecord. */
  gboolean (*feed) (SatTransaction *self,
                    gint64 after,
                    const SatSetFilter *filter,
                    guint limit,
                    guint most,
                    GPtrArray *out,
                    gint64 *upto,
                    GError **error);
  /* The same of the history. @out: of SatStoredHistory. */
  gboolean (*history_feed) (SatTransaction *self,
                            gint64 after,
                            const SatSetFilter *filter,
                            guint limit,
                            guint most,
                            GPtrArray *out,
                            gint64 *upto,
                            GError **error);
  /* Every record of the roots in @filter, once, in no order; deleted ones and conflicts too. */
  gboolean (*visit) (SatTransaction *self,
                     const SatSetFilter *filter,
                     SatStorageVisit visit,
                     gpointer data,
                     GError **error);
  /* Roots of a set by id, above @after (nil: all). @out: of SatUuid. */
  gboolean (*roots_of_set) (SatTransaction *self,
                            guint set,
                            const SatUuid *after,
                            guint limit,
                            GArray *out,
                            GError **error);
  /* How much a set comes to: its roots, and (told from not more than 2 * @sample of them, the
   * oldest and the newest) the rows that they and all that hangs from them, with its past, have. */
  gboolean (*size_of_set) (
      SatTransaction *self, guint set, guint sample, gint64 *roots, gint64 *rows, GError **error);
  /* Activities of @owner that are not done and begin or are due at @from or later, before @before
   * (microseconds since 1970), by id above @after. @out: of SatUuid. */
  gboolean (*agenda) (SatTransaction *self,
                      const SatUuid *owner,
                      gint64 from,
                      gint64 before,
                      const SatUuid *after,
                      guint limit,
                      GArray *out,
                      GError **error);
  /* The scopes of people by their hash (`sv`), and who has ever pulled with which. *@list NULL: it
   * is unknown. */
  gboolean (*scope_list) (SatTransaction *self, const char *hash, char **list, GError **error);
  gboolean (*put_scope_list) (SatTransaction *self,
                              const SatUuid *user,
                              const char *hash,
                              const char *list,
                              GError **error);
  /* @out: of texts, the lists of @user. */
  gboolean (*scope_lists_of) (SatTransaction *self,
                              const SatUuid *user,
                              GPtrArray *out,
                              GError **error);

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

  /* History. A row with the id of one that is there below the same root is left out. @out: of
   * SatStoredHistory. */
  gboolean (*add_history) (SatTransaction *self, const SatStoredHistory *row, GError **error);
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
  gboolean (*remove_history) (SatTransaction *self, const SatUuid *record, GError **error);

  /* Devices. *@out is zero but for its number when it has not sent anything yet. */
  gboolean (*device) (SatTransaction *self, guint32 device, SatStoredDevice *out, GError **error);
  gboolean (*put_device) (SatTransaction *self, const SatStoredDevice *device, GError **error);
  /* Every device's, for a backup that has been completed. @out: of SatStoredDevice. */
  gboolean (*devices) (SatTransaction *self, GArray *out, GError **error);
  gboolean (*add_result) (SatTransaction *self, const SatStoredResult *result, GError **error);
  /* Of @device from @m on, ascending. @out: of SatStoredResult. */
  gboolean (*results) (
      SatTransaction *self, guint32 device, gint64 m, guint limit, GPtrArray *out, GError **error);
  /* Of a mutation: a result for each device that sent it. @out: of SatStoredResult. */
  gboolean (*results_of) (SatTransaction *self, const SatUuid *u, GPtrArray *out, GError **error);

  /* Those of each device before its last @kept that arrived before @before. */
  gboolean (*forget_results) (SatTransaction *self, gint64 kept, gint64 before, GError **error);

  gboolean (*add_proposal) (SatTransaction *self, const SatStoredProposal *row, GError **error);
  /* @out: of SatStoredProposal, the oldest first. */
  gboolean (*proposals) (SatTransaction *self, GPtrArray *out, GError **error);
  /* What @row says of its state. */
  gboolean (*decide_proposal) (SatTransaction *self, const SatStoredProposal *row, GError **error);
  /* Its texts in proposals, results and look-ups. */
  gboolean (*forget_record) (SatTransaction *self, const SatUuid *record, GError **error);
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
