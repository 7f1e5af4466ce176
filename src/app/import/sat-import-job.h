/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-import.h"
#include "sat-undo.h"

G_BEGIN_DECLS

/* An import, or the undo of one, on a thread of its own. Main thread.
 *
 * Signals:
 * "progress" (guint64 done, guint64 total): rows; some times a second while it runs
 * "finished" (): once; not after sat_import_job_stop() */
#define SAT_TYPE_IMPORT_JOB (sat_import_job_get_type ())
G_DECLARE_FINAL_TYPE (SatImportJob, sat_import_job, SAT, IMPORT_JOB, GObject)

/* @paths are copied. */
SatImportJob *sat_import_job_new (SatStore *store, const char *const *paths);
SatImportJob *sat_import_job_new_undo (SatStore *store, gint64 change);
void sat_import_job_start (SatImportJob *self);
/* An import ends soon and keeps what it has written; an undo goes on to its end. */
void sat_import_job_cancel (SatImportJob *self);
/* Cancels and waits until the thread has let go of the store. */
void sat_import_job_stop (SatImportJob *self);
gboolean sat_import_job_is_running (SatImportJob *self);

/* What came of it, owned by the job. */
const SatImportReport *sat_import_job_get_report (SatImportJob *self);
const SatUndoReport *sat_import_job_get_undo_report (SatImportJob *self);
const GError *sat_import_job_get_error (SatImportJob *self);
/* What can be undone: also what an import wrote before it was cancelled or failed. 0: nothing. */
gint64 sat_import_job_get_change (SatImportJob *self);

G_END_DECLS
