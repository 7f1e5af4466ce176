/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-store.h"

G_BEGIN_DECLS

/* A sample workspace: a believable company with its people, customers, deals, and two years in
 * which all of it came about. */

/* How much of it. 0: the default. */
typedef struct {
  guint contacts;   /* 300 */
  guint deals;      /* 560, two of seven still open */
  guint activities; /* 900 */
  guint histories;  /* how many deals moved through their stages as history tells: 4,000; the others
                       are as an import would bring them. G_MAXUINT: all */
  guint64 seed;     /* 1; the same seed, sizes and day give the same records */
  SatDate today;    /* the day on which it is looked at; the clock's in the local zone */
} SatDemoSize;

/* @fraction: from 0 to 1. */
typedef void (*SatDemoProgress) (double fraction, gpointer data);

/* Fills @store, which holds nothing but perhaps a workspace, whose currency and fiscal year then
 * count. Marks the file with the setting "demo" and makes one of the managers the current user.
 * Works on the calling thread; large sizes are committed in chunks, so a failure may leave some of
 * them behind. @size: NULL for the defaults. @progress may be NULL. Errors: SAT_STORE_ERROR
 * NOT_EMPTY, READ_ONLY; SAT_DB_ERROR; G_IO_ERROR_CANCELLED. */
gboolean sat_demo_fill (SatStore *store,
                        const SatDemoSize *size,
                        SatDemoProgress progress,
                        gpointer data,
                        GCancellable *cancellable,
                        GError **error);

/* The same in a new file at @path, which appears only when it is complete. A file that is there
 * already stays as it is: G_IO_ERROR_EXISTS. Any thread. */
gboolean sat_demo_make_file (const char *path,
                             const SatDemoSize *size,
                             SatDemoProgress progress,
                             gpointer data,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
