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

/* @problem: for people; NULL: done, or cancelled. @path: of OPEN, what another program is to show;
 * NULL: cancelled. On the main thread, unless @owner is gone. */
typedef void (*SatFileJobFunc) (const char *problem,
                                const char *path,
                                gint64 attachment,
                                gpointer owner);
/* While one is fetched: per cent of it are here. As above. */
typedef void (*SatFileJobProgress) (guint percent, gint64 attachment, gpointer owner);

typedef struct {
  SatFileJobKind kind;
  gint64 about;                /* ADD: the record that they hang from */
  SatRecord *attachment;       /* OPEN, SAVE */
  GPtrArray *files;            /* of GFile; ADD: sources; SAVE: the first is where it goes */
  GCancellable *cancellable;   /* may be NULL */
  SatFileJobProgress progress; /* may be NULL */
  SatFileJobFunc done;
} SatFileJob;

/* What @job names is kept as long as it is needed. */
void sat_file_job_run (SatStore *store, const SatFileJob *job, gpointer owner);

G_END_DECLS
