/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-writer.h"

G_BEGIN_DECLS

/* Random work on a store: records of every type with values of every kind, changed, deleted,
 * brought back, alone and many in one change, undone and redone. All of it is valid, except that
 * rules may refuse a change now and then, which then must leave no trace. The same numbers do the
 * same. */
typedef struct _SatTestEdits SatTestEdits;

typedef enum {
  SAT_TEST_STEP_EDIT,     /* one record or a few, one change */
  SAT_TEST_STEP_IMPORT,   /* many records, one change; now and then in chunks */
  SAT_TEST_STEP_UNDO,     /* the last change */
  SAT_TEST_STEP_REDO,     /* the last undo */
  SAT_TEST_STEP_UNDO_ANY, /* any change that is not undone */
} SatTestStep;

/* @rand stays the caller's. */
SatTestEdits *sat_test_edits_new (SatStore *store, GRand *rand);
void sat_test_edits_free (SatTestEdits *self);

/* Adds custom fields or, from now on, none: each makes SQLite read the schema anew. */
void sat_test_edits_leave_fields (SatTestEdits *self, gboolean leave);

SatTestStep sat_test_edits_choose (SatTestEdits *self);
/* FALSE: refused, or there was nothing to undo or redo. *@change: its row id, 0 when nothing was
 * written. */
gboolean sat_test_edits_step (SatTestEdits *self, SatTestStep step, gint64 *change, GError **error);
/* What the last step did, for messages; owned by @self. */
const char *sat_test_edits_get_log (SatTestEdits *self);

/* @n random writes within the change of @writer. */
gboolean sat_test_edits_write (SatTestEdits *self, SatWriter *writer, guint n, GError **error);

/* A value that @field may have; the null value now and then unless it is required. References point
 * to live records older than @below (0: any), or are unresolved texts. */
SatValue
sat_test_edits_value (SatTestEdits *self, SatWriter *writer, const SatField *field, gint64 below);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatTestEdits, sat_test_edits_free)

G_END_DECLS
