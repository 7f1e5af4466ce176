/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-mutation.h"
#include "sat-push-answer.h"
#include "sat-push.h"
#include "sat-remote.h"

G_BEGIN_DECLS

/* Edits on their way to the server. The writer enters them in the transaction of the edit; here
 * they become mutations (docs/protocol.md, 3.3), are kept as they were sent until the server has
 * them in a backup, and take what the server answers.
 *
 * Each call is one transaction on the calling thread. Only one at a time may send for a file: a
 * second process gets the same bytes, and the server takes them once. */

typedef struct {
  guint mutations; /* at most; 0: SAT_SYNC_MOST_MUTATIONS */
  gsize bytes;     /* of the body, at most; 0: SAT_SYNC_MOST_PUSH_BYTES */
} SatOutboxLimits;

/* The next push, as it travels; @packed (may be NULL) the same as gzip, NULL if it is a part of
 * what was packed. What was frozen and is not answered comes again, the same bytes (never split,
 * whatever the limits say now, unless sat_outbox_split()); else the next entries get their numbers
 * and their lines, which are stored before this returns. *@body NULL: nothing to send. An atomic
 * group is never split. */
gboolean sat_outbox_freeze (
    SatStore *store, const SatOutboxLimits *limits, GBytes **body, GBytes **packed, GError **error);
/* Would sat_outbox_freeze() look for a push? It need not find one. */
gboolean sat_outbox_has_more (SatReader *reader, gboolean *has, GError **error);
/* What follows the push that ends with @last, to be sent when that is answered; @packed as above.
 * *@body NULL: nothing is left, or what follows was frozen before. */
gboolean sat_outbox_freeze_next (SatStore *store,
                                 const SatOutboxLimits *limits,
                                 gint64 last,
                                 GBytes **body,
                                 GBytes **packed,
                                 GError **error);
/* The server has taken nothing of what was frozen and refuses its size (413, or a time-out):
 * frozen lines stay as they are, and the next sat_outbox_freeze() gives at most @mutations of them,
 * until the server has answered. *@rejected (may be NULL): always FALSE; a mutation that is too
 * large by itself is refused before it is sent. */
gboolean sat_outbox_split (SatStore *store, guint mutations, gboolean *rejected, GError **error);

/* What the server answered to the last push. Counts may be NULL. Error: SAT_STORE_ERROR_CONFLICT
 * if it answers for what was never sent. */
typedef struct {
  guint ok, merged, conflicts, duplicates, quarantined, rejected;
} SatOutboxAnswered;
gboolean sat_outbox_answer (SatStore *store,
                            const SatPushAnswer *answer,
                            SatOutboxAnswered *counts,
                            GError **error);

/* The server knows our mutations only up to @last_m (it was restored), where its chain was @hash:
 * what we still have of the later ones is sent again, under the same numbers and with the same
 * bytes. *@fits FALSE: our chain at @last_m is another one, or what it wants is no longer kept:
 * the device has forked, sat_outbox_move_to_device(). */
gboolean sat_outbox_rewind (
    SatStore *store, gint64 last_m, const SatChain *hash, gboolean *fits, GError **error);

/* This file or the server was copied or restored: what follows @last_m (the last mutation that the
 * file and the server have in common; -1: unknown, the last that was answered) is sent under
 * @device, with numbers from 1; the ids of the mutations stay. */
gboolean sat_outbox_move_to_device (SatStore *store, guint32 device, gint64 last_m, GError **error);
/* Where that device is to take over, until it does: whoever is stopped in between goes on there. */
gboolean sat_outbox_note_fork (SatStore *store, gint64 last_m, GError **error);
/* The last m up to which our own chain leads to @hash; -1: none does (0 for the empty chain). */
gboolean
sat_outbox_find_fork (SatStore *store, const SatChain *hash, gint64 *last_m, GError **error);

/* Joining a file that has records: all that the server does not know yet is entered to be created
 * there (after the first pull, when what both have was identified). *@n: how many. */
gboolean sat_outbox_enter_all (SatStore *store, guint64 *n, GError **error);

typedef struct {
  gint64 waiting;   /* to be sent, or sent and not answered */
  gint64 covering;  /* answered; the server's rows have not come yet */
  gint64 rejected;  /* kept in the list of what was refused */
  gint64 conflicts; /* open ones */
} SatOutboxCounts;
gboolean sat_outbox_counts (SatReader *reader, SatOutboxCounts *counts, GError **error);

typedef enum {
  SAT_OUTBOX_WAITING,
  SAT_OUTBOX_SENT,     /* frozen: may have left */
  SAT_OUTBOX_ANSWERED, /* the server's rows have not come yet */
} SatOutboxState;

/* One entry of the queue. */
typedef struct {
  SatUuid u;
  char *type;   /* name */
  gint64 id;    /* of the record, here */
  SatUuid uuid; /* of the record */
  SatOp op;
  char *text; /* a line for people: title, field and value */
  gint64 at;  /* microseconds: when it was edited */
  SatOutboxState state;
} SatOutboxEntry;

void sat_outbox_entry_free (SatOutboxEntry *self);
/* GPtrArray of SatOutboxEntry, in the order of sending. @limit 0: all. */
GPtrArray *sat_outbox_list (SatReader *reader, guint limit, GError **error);
/* Takes back what was not sent yet: the fields are again as they were unless edited since. Error:
 * SAT_STORE_ERROR_NOT_FOUND; SAT_STORE_ERROR_CONFLICT when it may have left already. */
gboolean sat_outbox_discard (SatStore *store, const SatUuid *u, GError **error);

/* What the server refused, with the texts. */
typedef struct {
  gint64 id; /* of the entry in this list */
  SatUuid u;
  char *type;
  SatUuid record;
  SatOp op;
  gboolean quarantined; /* the server keeps it as a proposal */
  char *code;           /* "forbidden" ...; "" when quarantined */
  char *text;           /* a line for people: title, fields and values */
  SatWireFields *fields;
  gint64 at; /* microseconds: when it was edited */
} SatRejectedEntry;

void sat_rejected_entry_free (SatRejectedEntry *self);
GPtrArray *sat_outbox_rejected (SatReader *reader, GError **error); /* oldest first */
/* Writes it again as a new change. Error: SAT_STORE_ERROR_NOT_FOUND, and those of the writer. */
gboolean sat_outbox_retry_rejected (SatStore *store, gint64 id, GError **error);
gboolean sat_outbox_drop_rejected (SatStore *store, gint64 id, GError **error);

/* How values are written in the texts that this reader gives from now on; NULL: as files write
 * them. What @words gives is g_free()d. */
typedef char *(*SatValueWords) (const SatField *field,
                                const SatValue *value,
                                const char *currency,
                                gpointer user_data);
void sat_outbox_set_words (SatReader *reader, SatValueWords words, gpointer user_data);

/* Fields as they travel, in words: "Phone = 555". @type may be NULL. g_free(). */
char *sat_outbox_describe (SatReader *reader, const SatType *type, const SatWireFields *fields);

/* Where two people edited the same (docs/protocol.md, 5.3). */
typedef struct {
  SatUuid uuid;
  char *kind; /* "field", "delete", "duplicate" */
  char *type;
  gint64 id; /* of the record, here; 0: not held */
  SatUuid record;
  char *field;                 /* as this file calls it; "" for none */
  char *base, *value, *winner; /* for people; NULL: empty */
  char *name, *other_name;     /* who made the value that lost, and the one that stands */
  gint64 edited, other_edited; /* microseconds */
  SatUuid with;                /* the other record of a pair; nil */
  gboolean open;
} SatConflictEntry;

void sat_conflict_entry_free (SatConflictEntry *self);
/* @all: closed ones too. Newest first. */
GPtrArray *sat_outbox_conflicts (SatReader *reader, gboolean all, GError **error);

typedef enum {
  SAT_RESOLVE_KEEP,  /* what stands is right */
  SAT_RESOLVE_OTHER, /* what lost is right: an edit like any other */
  SAT_RESOLVE_TEXT,  /* neither: @text */
} SatResolve;

/* @text: of TEXT, canonical. Error: SAT_STORE_ERROR_NOT_FOUND, SAT_STORE_ERROR_CONFLICT if it is
 * closed already, those of the writer. */
gboolean sat_outbox_resolve (
    SatStore *store, const SatUuid *conflict, SatResolve how, const char *text, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatOutboxEntry, sat_outbox_entry_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatRejectedEntry, sat_rejected_entry_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatConflictEntry, sat_conflict_entry_free)

G_END_DECLS
