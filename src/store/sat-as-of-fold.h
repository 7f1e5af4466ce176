/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-connection.h"
#include "sat-model.h"

G_BEGIN_DECLS

/* What the history says of one moment, by one pass over it. Private to sat-as-of.c. */
typedef struct _SatAsOfFold SatAsOfFold;

/* @moment: a time (HLC); what happened up to and with it has happened. */
SatAsOfFold *sat_as_of_fold_new (SatConnection *connection, gint64 moment, GError **error);
void sat_as_of_fold_free (SatAsOfFold *self);

/* Some value of the field, or the existence of some record (field number 0), changed later. */
gboolean
sat_as_of_fold_changed (const SatAsOfFold *self, const SatType *type, guint16 field_number);
/* Some record of the type was deleted before. */
gboolean sat_as_of_fold_deleted_before (const SatAsOfFold *self, const SatType *type);

/* SQL functions on @connection, until they are removed again:
 *   sat_then (record, field, part, now)  the value of then: that of the earliest later step, else
 *                                        @now. @part: 0 whatever it is, 1 a number, 2 a text
 *   sat_ended (record, field, part)      the same for a record that was deleted later: steps after
 *                                        that deletion do not count
 *   sat_had_begun (record)               the record has existed before or at the moment, as far as
 *                                        deletions tell
 * and fills the temporary table as_of_ended (id, type) with those that lived then and were deleted
 * later. */
gboolean sat_as_of_fold_register (SatAsOfFold *self, SatConnection *connection, GError **error);
void sat_as_of_fold_unregister (SatConnection *connection);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatAsOfFold, sat_as_of_fold_free)

G_END_DECLS
