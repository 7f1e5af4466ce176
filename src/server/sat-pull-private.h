/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-json-reader.h"
#include "sat-pull.h"
#include "sat-visibility-private.h"

G_BEGIN_DECLS

/* A page in the making; a file each for what is done to it. */
typedef struct {
  const SatPullSource *source;
  const SatCaller *caller;
  SatVisibility *visibility;
  SatTransaction *transaction; /* reads, one snapshot */
  const SatStorageApi *api;
  SatRegistry *registry;
  SatHolder *holder; /* the caller's scopes in the snapshot */
  guint n_sets;
  guint8 *sees; /* of the holder, by set */
  gint64 head;

  guint limit;
  guint looked_at; /* roots, also those with nothing to send */
  SatPageWriter *writer;
  SatJsonReader *reader; /* for one row after the other */
  SatWireFields *fields;

  /* where the page has come to */
  gint64 seq;
  char *sv;
  SatPullPosition position;

  /* of a first load */
  gboolean is_first;  /* the client holds nothing for sure */
  gboolean first;     /* on the way with what is needed first: it goes with what it names */
  GHashTable *named;  /* of SatUuid: on this page already */
  GHashTable *closed; /* stages of deals that are not open; NULL: not read yet */
  gint64 stages_seq;  /* the last change of a stage */

  /* of changes */
  gint64 parts;         /* the client takes parts of what it held then; 0: of nothing */
  gint64 newest_change; /* the last change of a root's scopes */
  GHashTable *entries;  /* root -> last commit that let it in, gint64 */
  guint8 *may_hold;     /* by set: of `maybe` or seen; NULL: not asked yet */

  GPtrArray *keep; /* of SatHolder: lists that the storage has to know when the page is sent */
} SatPull;

/* Reads who the caller is and where they are, in a snapshot that lasts until it is cleared. @self:
 * all zero, but for the limit. */
gboolean sat_pull_open (SatPull *self,
                        const SatPullSource *source,
                        const SatCaller *caller,
                        const SatPullState *state,
                        GError **error);
void sat_pull_clear (SatPull *self);

/* In the storage's meta: marks up to this commit are gone. */
#define SAT_PULL_FORGOTTEN "forgotten"

gboolean sat_pull_check_cursor (const SatPullSource *source,
                                SatTransaction *transaction,
                                const char *cursor,
                                gint64 *seq,
                                gint64 *head,
                                GError **error);
/* FALSE in *@news: nothing after @seq concerns the caller. */
gboolean sat_pull_look_for_news (const SatPullSource *source,
                                 SatTransaction *transaction,
                                 const SatCaller *caller,
                                 gint64 seq,
                                 gint64 head,
                                 gboolean *news,
                                 GError **error);
gboolean sat_pull_is_full (SatPull *self);
gboolean sat_pull_sees_set (SatPull *self, guint set);
/* In the snapshot; *@sees FALSE for what is no root. */
gboolean sat_pull_sees_root (SatPull *self, const SatUuid *root, gboolean *sees, GError **error);

/* Rows */
/* What the caller may read of the record's fields is in self->fields. */
gboolean sat_pull_read_fields (SatPull *self, const SatStoredRecord *record, GError **error);
gboolean sat_pull_send_record (SatPull *self, const SatStoredRecord *record, GError **error);
void sat_pull_send_history (SatPull *self, const SatStoredHistory *row);
/* The same with what the commit has of its history, rows @from to before @to of @history, in less,
 * if that can be; then *@sent, and those rows are NULL. */
gboolean sat_pull_send_part (SatPull *self,
                             const SatStoredRecord *record,
                             GPtrArray *history,
                             guint from,
                             guint to,
                             gboolean *sent,
                             GError **error);
gboolean sat_pull_may_read (SatPull *self, const SatStoredHistory *row);
void sat_pull_send_gone (SatPull *self, const SatUuid *id);
/* From @at on, at most to the end of @last; *@complete FALSE: the page is full and @at says where
 * to go on. */
gboolean sat_pull_send_root (
    SatPull *self, SatRootPosition *at, SatRootPart last, gboolean *complete, GError **error);

/* First load */
/* *@since: it, or a stage, was written after the cursor. */
gboolean sat_pull_is_open_deal (
    SatPull *self, const SatUuid *id, gboolean *open, gboolean *since, GError **error);
/* What the record that was just sent names. */
gboolean sat_pull_send_named (SatPull *self, GError **error);
/* From self->position.at.root on, an activity. */
gboolean sat_pull_send_agenda (SatPull *self, gboolean *complete, GError **error);
/* About how many rows there are that the caller may hold. */
gboolean sat_pull_estimate (SatPull *self, gint64 *about, GError **error);

/* As much as fits of what happened after self->seq. */
gboolean sat_pull_changes (SatPull *self, GError **error);
/* As much as fits of the difference between what the client holds and self->holder. */
gboolean sat_pull_difference (SatPull *self, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SatPull, sat_pull_clear)

G_END_DECLS
