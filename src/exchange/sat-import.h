/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-store.h"

G_BEGIN_DECLS

/* Import of files into the store: what each file is, what its columns mean, who each row is, and
 * then one change that writes all of it and can be undone as a whole. */

/**
 * SatImportError:
 * @SAT_IMPORT_ERROR_MAP: the map file is no JSON, or names what there is not.
 * @SAT_IMPORT_ERROR_FILE: no file could be read.
 */
typedef enum {
  SAT_IMPORT_ERROR_MAP,
  SAT_IMPORT_ERROR_FILE,
} SatImportError;

#define SAT_IMPORT_ERROR (sat_import_error_quark ())
GQuark sat_import_error_quark (void);

typedef enum {
  SAT_IMPORT_DATES_AUTO,
  SAT_IMPORT_DATES_YMD,
  SAT_IMPORT_DATES_MDY,
  SAT_IMPORT_DATES_DMY,
} SatImportDates;

/* What the first row of a table holds. */
typedef enum {
  SAT_IMPORT_TITLES_AUTO,
  SAT_IMPORT_TITLES_FIRST, /* the titles of the columns */
  SAT_IMPORT_TITLES_NONE,  /* data: there are no titles */
} SatImportTitles;

/* How far an import got, as it is committed: what stays if it is stopped. */
typedef struct {
  guint64 rows, total; /* of all files */
  guint64 created, updated, unchanged, rejected;
} SatImportKept;

/* All may be zero. Strings are copied. */
typedef struct {
  const char *type; /* for all files; NULL: found by their headers */
  const char *map;  /* JSON text of a map file (columns, aliases, stages) */
  const char *encoding;
  const char *null_word; /* a word that means "empty" */
  SatImportDates dates;
  char decimal_mark;   /* '.' or ',' where the values leave it open; 0: found */
  SatImportKept *kept; /* filled while it runs; read it when it has ended */
  guint chunk;         /* rows that are committed together; 0: 5,000 */
} SatImportOptions;

/* What became of one file. Strings are owned by the report. */
typedef struct {
  guint64 line;
  char *column, *value, *reason;
} SatImportProblem;

typedef struct {
  char *column, *value;
  guint64 rows;
  const char *field; /* that the column fills, interned */
  const char *type;  /* of the records that it may mean, interned */
  char **alike;      /* titles of such records, the likeliest first; of a plan only, else NULL */
} SatImportUnresolved;

typedef struct {
  char *name, *kind;
  int probability;
  gboolean made; /* FALSE: it was there */
} SatImportStage;

typedef struct {
  char *path;
  char *type; /* NULL: unknown */
  char *encoding;
  char *delimiter;
  guint64 read, created, updated, unchanged, rejected;
  GPtrArray *stages;     /* SatImportStage, in their order */
  GPtrArray *unresolved; /* SatImportUnresolved, the most frequent first */
  GPtrArray *answered;   /* SatImportUnresolved that the map had an answer for */
  GPtrArray *problems;   /* SatImportProblem; at most 1,000 are kept */
  guint64 n_problems;
  GPtrArray *ignored;  /* headers of columns that nothing was made of (char*) */
  GHashTable *by_text; /* of @unresolved, private */
} SatImportFileReport;

typedef struct {
  gint64 change; /* 0: nothing was written, or a dry run */
  SatUuid uuid;
  GPtrArray *files; /* SatImportFileReport, in the order of the paths given */
} SatImportReport;

void sat_import_report_free (SatImportReport *report);
/* TRUE if a row was rejected or a file not understood (exit status 3 of the command line). */
gboolean sat_import_report_has_rejects (const SatImportReport *report);

/* @done of @total rows; called from the importing thread, at most some times a second. */
typedef void (*SatImportProgress) (guint64 done, guint64 total, gpointer data);

/* Imports the files as one change: tables, vCards, and JSON, which is Satchel's own export. Blocks:
 * run it on a thread of its own beside a window (edits get in between the chunks). A cancelled
 * import leaves what is written so far as an unfinished change that can be undone. */
SatImportReport *sat_import_run (SatStore *store,
                                 const char *const *paths,
                                 const SatImportOptions *options,
                                 SatImportProgress progress,
                                 gpointer data,
                                 GCancellable *cancellable,
                                 GError **error);
/* The same report without touching the store: the import runs on a private copy of it. */
SatImportReport *sat_import_plan (SatStore *store,
                                  const char *const *paths,
                                  const SatImportOptions *options,
                                  SatImportProgress progress,
                                  gpointer data,
                                  GCancellable *cancellable,
                                  GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatImportReport, sat_import_report_free)

G_END_DECLS
