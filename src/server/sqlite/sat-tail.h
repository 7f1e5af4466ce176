/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-storage.h"

G_BEGIN_DECLS

/* What the last commits wrote, in memory: each is told to many laptops within seconds, and those
 * ask for no more than that. Calls may come from any thread. */
typedef struct _SatTail SatTail;

/* A row as it was written: a record or one of history. Does not change. */
typedef struct _SatTailRow SatTailRow;

SatTailRow *sat_tail_row_new_record (const SatStoredRecord *record, gint64 n);
SatTailRow *sat_tail_row_new_history (const SatStoredHistory *history, gint64 n);
void sat_tail_row_unref (SatTailRow *self);
gsize sat_tail_row_size (const SatTailRow *self);
gint64 sat_tail_row_seq (const SatTailRow *self);
const SatUuid *sat_tail_row_root (const SatTailRow *self);
/* One of them; NULL: it is of the other kind. */
const SatStoredRecord *sat_tail_row_record (const SatTailRow *self);
const SatStoredHistory *sat_tail_row_history (const SatTailRow *self);

SatTail *sat_tail_new (void);
void sat_tail_free (SatTail *self);

/* A transaction that began at commit @before and ended at @head wrote @rows (of SatTailRow, in the
 * order of their writing; references are taken). NULL: nobody knows what. */
void sat_tail_commit (SatTail *self, gint64 before, gint64 head, GPtrArray *rows);

/* What is told of the commits above @after to who sees the database as it was at @head: records as
 * they were then, or history, by commit, root and @n. FALSE: the tail does not go back as far.
 * @out: with sat_tail_row_unref() as its free function. */
gboolean sat_tail_read (SatTail *self, gint64 after, gint64 head, gboolean history, GPtrArray *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatTailRow, sat_tail_row_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatTail, sat_tail_free)

G_END_DECLS
