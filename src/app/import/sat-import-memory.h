/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "sat-import-look.h"

G_BEGIN_DECLS

/* What was decided at earlier imports, to be offered at the next: for files with the same titles
 * their type and columns, for names and stages whom they mean. Kept in the workspace. */
typedef struct _SatImportMemory SatImportMemory;

#define SAT_IMPORT_MEMORY_KEY "import-memory"

/* What a user says of a name or a stage. */
typedef enum {
  SAT_IMPORT_ANSWER_NONE,
  SAT_IMPORT_ANSWER_TEXT,   /* stays as it is */
  SAT_IMPORT_ANSWER_CREATE, /* a record of that name */
  SAT_IMPORT_ANSWER_RECORD, /* the record of another name */
  SAT_IMPORT_ANSWER_OPEN,   /* a new stage of that kind … */
  SAT_IMPORT_ANSWER_WON,
  SAT_IMPORT_ANSWER_LOST,
} SatImportAnswer;

/* @text: as sat_import_memory_to_text() gave it, NULL for nothing; what cannot be read is
 * forgotten.
 */
SatImportMemory *sat_import_memory_new (const char *text);
void sat_import_memory_free (SatImportMemory *self);
char *sat_import_memory_to_text (SatImportMemory *self); /* g_free() */

/* @type: of the record that the name stands for ("product"; "stage"). *@meant: of RECORD, owned by
 * the memory. */
SatImportAnswer sat_import_memory_get_answer (SatImportMemory *self,
                                              const char *type,
                                              const char *name,
                                              const char **meant);
void sat_import_memory_set_answer (SatImportMemory *self,
                                   const char *type,
                                   const char *name,
                                   SatImportAnswer answer,
                                   const char *meant);

/* Corrects a look by what is remembered of such files. TRUE: there was something. */
gboolean sat_import_memory_recall (SatImportMemory *self, SatImportLook *look);
/* Remembers the corrections of a look; none of them is forgotten, one without any is nothing. */
void sat_import_memory_keep (SatImportMemory *self, const SatImportLook *look);

/* The answers as members "aliases" and "stages" of a map (sat-import.h). */
void sat_import_memory_write_map (SatImportMemory *self, JsonObject *map);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatImportMemory, sat_import_memory_free)

G_END_DECLS
