/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-bulk.h"
#include "sat-context.h"

G_BEGIN_DECLS

/* A change to many records on its way. Says in a toast how it ended and offers to undo it. Main
 * thread.
 *
 * Signals: "progress": sat_bulk_get_done() of its bulk; some times a second. "finished": once. */
#define SAT_TYPE_BULK_JOB (sat_bulk_job_get_type ())
G_DECLARE_FINAL_TYPE (SatBulkJob, sat_bulk_job, SAT, BULK_JOB, GObject)

/* Begins at once, and stays alive until it has ended. (transfer full) */
SatBulkJob *sat_bulk_job_start (SatContext *context, SatBulk *bulk);
SatBulk *sat_bulk_job_get_bulk (SatBulkJob *self);
void sat_bulk_job_cancel (SatBulkJob *self);
gboolean sat_bulk_job_is_running (SatBulkJob *self);
/* "Deleting 12,000 of 50,000"; g_free(). */
char *sat_bulk_job_describe (SatBulkJob *self);

/* "12 contacts"; g_free(). */
char *sat_bulk_describe_records (SatContext *context, const char *type_name, guint n);

G_END_DECLS
