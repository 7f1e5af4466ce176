/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-undo.h"
#include "sat-writer-private.h"

G_BEGIN_DECLS

/* Undoing turns a change off, and redoing turns it on again: the inverse changes between belong to
 * it (column `undoes`). What a change did is taken back where no other change that is on stands in
 * the way; if something does, the change stays on, so that the rest can be taken back later.
 * Whoever goes back change by change thus gets to the start, in whatever order some were undone
 * before. */

typedef struct {
  gint64 first, last;
} SatUndoRange;

typedef struct {
  SatWriter *writer;
  gint64 change;        /* what is inverted: a user's change, or the undo of one */
  gint64 base;          /* the user's change that is turned off or on */
  SatHlc hlc, hlc_last; /* of @change */
  gint64 first, last;   /* its rows of history */
  gboolean partial;     /* something stands in the way */
  GArray *created;      /* SatUndoRange, ascending, apart from each other */
  GHashTable *deaths;   /* record id -> version (gint64) at which @change deleted it first, of those
                           that were there before it */
  GHashTable *suspects; /* ids of records whose primary references it may have broken */
  SatUndoReport *report;
} SatUndo;

/* Notes that something stays, and why. */
void sat_undo_keep (SatUndo *undo, gint64 record, const SatField *field, const char *reason);

/* Did another change that is on write @field (-1: any, existence included) of @record after @since?
 * A change that is off, and what turned it off, cancel out. */
gboolean sat_undo_stands (
    SatUndo *undo, gint64 record, int field, SatHlc since, gboolean *stands, GError **error);

/* Brings back what the change deleted. */
gboolean sat_undo_deleted (SatUndo *undo, GError **error);
/* Brings back those whose deletion was taken back before, when what they belong to was deleted. */
gboolean sat_undo_waiting (SatUndo *undo, GError **error);
/* Gives fields the values that they had before the change. */
gboolean sat_undo_fields (SatUndo *undo, GError **error);
/* Deletes what the change created. */
gboolean sat_undo_created (SatUndo *undo, GError **error);

/* Undone out of order, a phone may be gone from where a later change made it the primary one; it is
 * followed by the next of its kind there. That is no change of the user's: once that later change
 * is undone too, the field goes back as if it had not been. */
void sat_undo_suspect (SatUndo *undo, gint64 record);
/* The record that @row hangs from, unless the change created it. */
void sat_undo_suspect_parents (SatUndo *undo, const SatRow *row);
gboolean sat_undo_primaries (SatUndo *undo, GError **error);

gboolean sat_undo_read_created (SatUndo *undo, GError **error);
gboolean sat_undo_is_created (SatUndo *undo, gint64 id);

G_END_DECLS
