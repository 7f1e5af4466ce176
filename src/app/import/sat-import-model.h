/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-import-job.h"
#include "sat-import-memory.h"

G_BEGIN_DECLS

/* An import from the files to the report: where it stands, what was found, what the user said. The
 * window shows it; there is nothing to see here. Main thread; the work is done by SatImportJob.
 *
 * looking -> columns -> checking -> names -> checking -> preview -> running -> report -> undoing
 * Files that are understood wholly go from looking to checking, and without open names to the
 * preview.
 *
 * Signals:
 * "step" (): the step has changed, or what it shows
 * "files" (): files came or went, or what one of them is
 * "progress" (guint64 done, guint64 total): rows; total 0: unknown */
#define SAT_TYPE_IMPORT_MODEL (sat_import_model_get_type ())
G_DECLARE_FINAL_TYPE (SatImportModel, sat_import_model, SAT, IMPORT_MODEL, GObject)

typedef enum {
  SAT_IMPORT_STEP_LOOKING,
  SAT_IMPORT_STEP_COLUMNS,
  SAT_IMPORT_STEP_CHECKING,
  SAT_IMPORT_STEP_NAMES,
  SAT_IMPORT_STEP_PREVIEW,
  SAT_IMPORT_STEP_RUNNING,
  SAT_IMPORT_STEP_REPORT,
  SAT_IMPORT_STEP_STOPPED, /* cancelled or failed; it can be resumed */
  SAT_IMPORT_STEP_UNDOING,
  SAT_IMPORT_STEP_UNDONE,
} SatImportStep;

/* A name that no record has, or a stage of the files. */
typedef struct {
  gboolean is_stage;
  char *value;
  char *column;      /* where it was first met */
  const char *field; /* that the column fills, interned; NULL for stages */
  const char *type;  /* of the records that it may mean, interned */
  guint64 rows;      /* 0: not counted */
  char **alike;      /* titles that it may mean, the likeliest first */
  gboolean made;     /* a stage: there is none of that name yet */
  const char *kind;  /* a stage: what it was taken for, interned */
  int probability;   /* a stage: what it got */
  SatImportAnswer answer;
  char *meant; /* RECORD: the title */
} SatImportQuestion;

SatImportModel *sat_import_model_new (SatStore *store);
/* Looks at the files, and goes on as far as nothing needs to be asked. */
void sat_import_model_add_files (SatImportModel *self, const char *const *paths);
void sat_import_model_remove_file (SatImportModel *self, guint index);
/* Cancels what runs and waits for it. */
void sat_import_model_stop (SatImportModel *self);

SatStore *sat_import_model_get_store (SatImportModel *self);
SatImportStep sat_import_model_get_step (SatImportModel *self);
/* Something is being read or written. */
gboolean sat_import_model_is_busy (SatImportModel *self);
GPtrArray *sat_import_model_get_files (SatImportModel *self); /* SatImportLook */
/* At least one file can be read as something. */
gboolean sat_import_model_can_go_on (SatImportModel *self);

/* What the user says of the files. */
void sat_import_model_set_type (SatImportModel *self, guint file, const SatType *type);
void sat_import_model_set_encoding (SatImportModel *self, guint file, const char *encoding);
/* The file is looked at anew, as one whose first row holds titles or not. */
void sat_import_model_set_titled (SatImportModel *self, guint file, gboolean titled);
/* FALSE: there is no such path. */
gboolean
sat_import_model_set_column (SatImportModel *self, guint file, guint column, const char *path);
/* How values that may mean two things are to be read; 0 and NULL: as they seem to be. */
void sat_import_model_say_dates (SatImportModel *self, guint file, SatImportDates dates);
void sat_import_model_say_decimals (SatImportModel *self, guint file, char mark);
void sat_import_model_say_null (SatImportModel *self, guint file, const char *word);
void sat_import_model_make_field (SatImportModel *self, guint file, guint column);

/* SatImportQuestion, names before stages, the most frequent first. */
GPtrArray *sat_import_model_get_questions (SatImportModel *self);
void sat_import_model_answer (SatImportModel *self,
                              SatImportQuestion *question,
                              SatImportAnswer answer,
                              const char *meant);

/* From columns, names and preview to what follows. */
void sat_import_model_next (SatImportModel *self);
void sat_import_model_back (SatImportModel *self);
gboolean sat_import_model_can_go_back (SatImportModel *self);
/* Ends a check, which goes back, or an import, which stops. */
void sat_import_model_cancel (SatImportModel *self);
/* A stopped import goes on. */
void sat_import_model_resume (SatImportModel *self);
void sat_import_model_undo (SatImportModel *self);
gboolean sat_import_model_can_undo (SatImportModel *self);

/* Of the check or of the import, whichever was last; NULL. */
const SatImportReport *sat_import_model_get_report (SatImportModel *self);
/* Why it stopped, or what an undo or a check failed of; NULL. */
const GError *sat_import_model_get_error (SatImportModel *self);
const SatImportKept *sat_import_model_get_kept (SatImportModel *self);
/* Of an undo: fields that were edited since and stay. */
guint sat_import_model_get_n_kept (SatImportModel *self);

/* What is said to the import, as a map (sat-import.h). g_free(). */
char *sat_import_model_make_map (SatImportModel *self);

G_END_DECLS
