/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-wire-map.h"
#include "sat-writer-private.h"

G_BEGIN_DECLS

/* The state of a record as the server says it, in the file's own terms; and how a record becomes
 * so. Private to the store. */
typedef struct {
  const SatType *type;
  gint64 seq;
  gboolean deleted;
  SatUuid into;     /* deleted because it is that one; nil: not */
  gint64 root;      /* deleted: where; 0: as the row says */
  SatValue *values; /* by field index */
  SatVersions *versions;
  char *extra;         /* JSON: what this Satchel does not know; NULL: nothing */
  gboolean keep_extra; /* what is in the file already counts */
} SatServed;

void sat_served_clear (SatServed *self);
gboolean sat_served_read (SatWriter *writer,
                          const SatType *type,
                          const SatClocks *clocks,
                          const SatWireFields *fields,
                          SatServed *out,
                          GError **error);
/* The record of @row (with values unless it is deleted; id 0: a new one with the row's uuid) is as
 * @self says: typed row, root, look-ups, search marks, definitions of fields. Writes no history of
 * fields; the values of a record that goes are kept there until the server tells of them. */
gboolean sat_served_become (SatServed *self, SatWriter *writer, SatRow *row, GError **error);

/* What this Satchel does not know of the record belongs to what the server said of it. */
gboolean sat_served_add_extra (
    SatWriter *writer, gint64 record, SatClocks *clocks, SatWireFields *fields, GError **error);

/* Fields of a record that the server has not confirmed. */
typedef struct {
  gboolean any;
  gboolean all;    /* made, deleted or brought back: it is here as a whole */
  GArray *numbers; /* guint16 */
} SatPending;

void sat_pending_clear (SatPending *self);
/* @seq: entries that the server has answered and whose effect is in its row of that seq do not
 * count; @after: only entries after that one do. */
gboolean sat_pending_read (
    SatWriter *writer, gint64 record, gint64 seq, gint64 after, SatPending *out, GError **error);
gboolean sat_pending_has (const SatPending *self, const SatField *field);

/* What stands in the table `shadow`. *@found FALSE: nothing. */
gboolean sat_shadow_read (
    SatWriter *writer, const SatRow *row, SatServed *out, gboolean *found, GError **error);
gboolean sat_shadow_seq (SatWriter *writer, gint64 record, gint64 *seq, GError **error); /* -1 */
/* What the server last said of the record, wherever it stands, as it travels; *@clocks NULL:
 * nothing. *@fields NULL: that it is deleted. */
gboolean sat_shadow_said (SatWriter *writer,
                          const SatRow *row,
                          gint64 *seq,
                          SatClocks **clocks,
                          SatWireFields **fields,
                          GError **error);
gboolean sat_shadow_write (SatWriter *writer,
                           gint64 record,
                           gint64 seq,
                           gboolean deleted,
                           const SatUuid *into,
                           const SatUuid *root,
                           const SatClocks *clocks,
                           const SatWireFields *fields,
                           GError **error);
gboolean sat_shadow_remove (SatWriter *writer, gint64 record, GError **error);

/* Entries of the record ended: what is no longer pending is as the server said. *@forgot TRUE: it
 * is not the server's, and nobody's any more, and went. @complete: whatever the server has to say
 * has come. */
gboolean sat_overlay_refresh (SatWriter *writer, gint64 record, gboolean complete, GError **error);
/* Keeps of @served what is not pending in @row, and of @row what is. */
gboolean sat_overlay_merge (
    SatWriter *writer, SatRow *row, const SatPending *pending, SatServed *served, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SatServed, sat_served_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SatPending, sat_pending_clear)

G_END_DECLS
