/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-import-look.h"
#include "sat-import.h"
#include "sat-undo.h"

G_BEGIN_DECLS

/* One long piece of an import on a thread of its own: looking at files, trying the import on a
 * copy, the import itself, or its undo. Main thread.
 *
 * Signals:
 * "progress" (guint64 done, guint64 total): rows; some times a second while it runs
 * "finished" (): once; not after sat_import_job_stop() */
#define SAT_TYPE_IMPORT_JOB (sat_import_job_get_type ())
G_DECLARE_FINAL_TYPE (SatImportJob, sat_import_job, SAT, IMPORT_JOB, GObject)

/* @encodings: of each path, NULL or an element NULL to find it. */
SatImportJob *
sat_import_job_new_look (SatStore *store, const char *const *paths, const char *const *encodings);
/* Of a look, before it starts: what is said of the first rows. */
void sat_import_job_set_titles (SatImportJob *self, SatImportTitles titles);
/* @map: sat-import.h; may be NULL. */
SatImportJob *sat_import_job_new_plan (SatStore *store, const char *const *paths, const char *map);
/* @memory: a setting SAT_IMPORT_MEMORY_KEY to keep before it begins; may be NULL. */
SatImportJob *
sat_import_job_new (SatStore *store, const char *const *paths, const char *map, const char *memory);
/* @changes: gint64, oldest first. */
SatImportJob *sat_import_job_new_undo (SatStore *store, GArray *changes);

void sat_import_job_start (SatImportJob *self);
/* An import ends soon and keeps what it has committed; an undo goes on to its end. */
void sat_import_job_cancel (SatImportJob *self);
/* Cancels and waits until the thread has let go of the store. */
void sat_import_job_stop (SatImportJob *self);
gboolean sat_import_job_is_running (SatImportJob *self);

/* What came of it, owned by the job; all of it when it has finished. */
GPtrArray *sat_import_job_get_looks (SatImportJob *self); /* SatImportLook; may be taken from it */
const SatImportReport *sat_import_job_get_report (SatImportJob *self);
guint
sat_import_job_get_n_kept (SatImportJob *self); /* of an undo: fields that were edited since */
/* Of an undo: the changes that were taken back, of the last ones of the list. */
guint sat_import_job_get_n_undone (SatImportJob *self);
const GError *sat_import_job_get_error (SatImportJob *self);
/* How far an import got, also if it was stopped or failed. */
const SatImportKept *sat_import_job_get_kept (SatImportJob *self);
/* The changes that an import made, oldest first, also if it was stopped or failed. (gint64) */
GArray *sat_import_job_get_changes (SatImportJob *self);

G_END_DECLS
