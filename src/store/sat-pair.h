/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"
#include "sat-writer.h"

G_BEGIN_DECLS

/* Two records that may be one: how they differ, what hangs from each, and making them one. The one
 * that goes remembers what it became, so that whoever has its id still gets there. */

/* Of companies, contacts, opportunities and products. */
gboolean sat_pair_is_possible (const SatType *type);

typedef enum {
  SAT_PAIR_KEEP,
  SAT_PAIR_OTHER,
  SAT_PAIR_BOTH, /* of a long text: one under the other */
} SatPairTake;

typedef struct {
  const SatField *field; /* of a group: its first one, for all of it */
  gboolean differs;
  gboolean joins;   /* SAT_PAIR_BOTH is possible */
  SatPairTake take; /* what is proposed: nothing is lost */
} SatPairField;

typedef struct {
  const SatType *type;
  gint64 keep, other; /* how many of that type name each */
} SatPairPart;

typedef struct {
  SatRecord *keep, *other;
  GArray *fields; /* SatPairField: those that differ first; without those that both have not */
  GArray *parts;  /* SatPairPart: without types that have none */
} SatPair;

/* Error: SAT_STORE_ERROR_NOT_FOUND, SAT_MODEL_ERROR_INVALID if they cannot be merged. */
SatPair *sat_pair_read (SatReader *reader, gint64 keep, gint64 other, GError **error);
/* Which of the two is better kept: who says more, has more, is older. 0 with an error. */
gint64 sat_pair_better (SatReader *reader, gint64 a, gint64 b, GError **error);
SatPair *sat_pair_copy (const SatPair *self);
void sat_pair_free (SatPair *self);

/* One change: @pair's other record becomes its kept one, with the values that its fields say to
 * take; what named the one names the other. *@change (may be NULL): to undo. */
gboolean sat_pair_merge (SatStore *store, const SatPair *pair, gint64 *change, GError **error);
/* The same within a change. */
gboolean sat_pair_write (SatWriter *writer, const SatPair *pair, GError **error);
/* @id stands by itself again: the change that merged it is undone if it was made here and is not
 * undone yet; else it comes back as it was, and what hung from it stays. Error:
 * SAT_STORE_ERROR_CONFLICT if it is not merged. */
gboolean sat_pair_unmerge (SatStore *store, gint64 id, GError **error);

/* What @id has become, at last: @id itself unless it was merged. */
gint64 sat_pair_survivor (SatReader *reader, gint64 id);

/* Pairs of live records that say the same where no two should: in a field that is unique, or
 * companies of one name. */
typedef struct {
  const SatType *type;
  const SatField *field;
  gint64 a, b; /* the older one first */
} SatPairFound;
/* GArray of SatPairFound; without those about which somebody said that they are not the same.
 * @limit 0: all. */
GArray *sat_pair_find (SatReader *reader, guint limit, GError **error);

/* Within a change. @fields: what the survivor says from now on. */
gboolean sat_writer_merge (SatWriter *self,
                           gint64 keep,
                           gint64 other,
                           const SatWriteField *fields,
                           gsize n_fields,
                           GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatPair, sat_pair_free)

G_END_DECLS
