/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-identity.h"
#include "sat-import-file.h"
#include "sat-import-room.h"
#include "sat-writer.h"

G_BEGIN_DECLS

/* What the parts of a running import share. Private to the import. */

typedef enum {
  SAT_IMPORT_ROW_REJECTED,
  SAT_IMPORT_ROW_UNCHANGED,
  SAT_IMPORT_ROW_UPDATED,
  SAT_IMPORT_ROW_CREATED,
} SatImportRowStatus;

typedef struct {
  SatWriter *writer;
  SatReader *reader;
  const SatImportMap *map;
  GTimeZone *zone;
  GHashTable *resolved;     /* "type.field\nfolded text" -> gint64*; 0: nobody or several */
  GHashTable *by_reference; /* gint64 ids that only a reference has brought so far */
  GHashTable *stages;       /* folded name -> gint64* */
  SatImportProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;
  guint64 done, total;
  SatImportRoom room;
} SatImportRun;

/* A reference to the row's own type that could not be resolved yet: the one it means may come
 * later. */
typedef struct {
  gint64 id;
  guint row; /* index into statuses */
  const SatImportColumn *column;
  char *text;
} SatImportLater;

typedef struct {
  SatImportFile *file;
  SatImportRun *run;
  GByteArray *statuses; /* SatImportRowStatus of each row */
  GPtrArray *later;     /* SatImportLater */
} SatImportFileRun;

/* sat-import-fields.c: makes the fields that the map asks for, as a change of their own. */
gboolean sat_import_fields (SatStore *store, const SatImportMap *map, GError **error);
/* sat-import-match.c: who a row is. *@id 0: new; *@uuid the id that it asks for; *@source and
 * *@key: what to remember it by. */
gboolean sat_import_match_row (SatImportFileRun *self,
                               const SatCsvRow *row,
                               gint64 *id,
                               SatUuid *uuid,
                               char **source,
                               char **key,
                               GError **error);
/* sat-import-reference.c: the record that a cell means, made if it is of a kind that may be; 0:
 * unresolved. @name: beside an id. */
gboolean sat_import_resolve (SatImportRun *self,
                             const SatType *owner,
                             const SatImportColumn *column,
                             const char *text,
                             const char *name,
                             gint64 *id,
                             GError **error);
/* Tells in the report what came of the text: unresolved, or found as the map says. */
void sat_import_note (SatImportFileRun *self,
                      const SatImportColumn *column,
                      const char *text,
                      gboolean found);
void sat_import_remember (SatImportRun *self,
                          const SatImportColumn *column,
                          const char *text,
                          gint64 id);
/* sat-import-stages.c: makes the stages of a file that there are not yet, and reports all of them.
 */
gboolean sat_import_stages (SatImportRun *self, SatImportFile *file, GError **error);
gint64 sat_import_stage (SatImportRun *self, const char *name);
/* sat-import-row.c: writes one row. FALSE: the import cannot go on. */
gboolean sat_import_row (SatImportFileRun *self,
                         const SatCsvRow *row,
                         SatImportRowStatus *status,
                         GError **error);
/* sat-import-children.c: phones, mails and addresses, each with its label. For a new record
 * (@is_new) they hang from a stub, and
 * *@primaries (SatWriteField) are what its row must say. */
gboolean sat_import_children (SatImportFileRun *self,
                              const SatCsvRow *row,
                              gint64 id,
                              gboolean is_new,
                              GArray *primaries,
                              GError **error);
gboolean sat_import_has_children (const SatImportFile *file, const SatCsvRow *row);
gboolean sat_import_line_item (
    SatImportFileRun *self, const SatCsvRow *row, gint64 deal, const SatUuid *uuid, GError **error);

G_END_DECLS
