/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-files.h"

G_BEGIN_DECLS

/* What is done with files on a thread of its own. */
typedef enum {
  SAT_FILE_JOB_ADD,
  SAT_FILE_JOB_OPEN, /* fetched first if it is not here */
  SAT_FILE_JOB_SAVE, /* the same */
} SatFileJobKind;

/* @problem: for people; NULL: done. @path: of OPEN, what another program is to show. On the main
 * thread, unless @owner is gone. */
typedef void (*SatFileJobFunc) (const char *problem,
                                const char *path,
                                gint64 attachment,
                                gpointer owner);

/* ADD: @files hang from the record @id. OPEN, SAVE: @attachment, SAVE to the first of @files. */
void sat_file_job_run (SatStore *store,
                       SatFileJobKind kind,
                       gint64 id,
                       SatRecord *attachment,
                       GPtrArray *files,
                       SatFileJobFunc done,
                       gpointer owner);

G_END_DECLS
