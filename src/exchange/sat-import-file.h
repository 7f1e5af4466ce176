/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-column-format.h"
#include "sat-csv-reader.h"
#include "sat-header-match.h"
#include "sat-import-map.h"
#include "sat-import-report.h"
#include "sat-import-target.h"
#include "sat-model.h"
#include "sat-text-encoding.h"

G_BEGIN_DECLS

/* One file of an import, looked at as a whole before a row of it is written: its type, what its
 * columns are, how they are written, whether its id column names the rows. Private to the import.
 */

typedef enum {
  SAT_IMPORT_IGNORED,
  SAT_IMPORT_KEY,            /* names the row in its source */
  SAT_IMPORT_FIELD,          /* a field of the record itself */
  SAT_IMPORT_FULL_NAME,      /* first and last name in one */
  SAT_IMPORT_REFERENCE,      /* by name, mail or id */
  SAT_IMPORT_REFERENCE_KEY,  /* by the id that its source gives it */
  SAT_IMPORT_REFERENCE_NAME, /* the name beside such an id, for what is not there yet */
  SAT_IMPORT_POINT,          /* phone, mail ... */
  SAT_IMPORT_ADDRESS,
  SAT_IMPORT_STREET_2, /* a second line of the street */
  SAT_IMPORT_SET,
  SAT_IMPORT_STAGE,
  SAT_IMPORT_PRODUCT,
  SAT_IMPORT_WON,
  SAT_IMPORT_CLOSED,
} SatImportRole;

typedef struct {
  char *header;
  guint index; /* among the file's columns */
  SatImportRole role;
  const SatField *field; /* NULL for roles without one */
  const char *kind;      /* of a contact point */
  char *label;           /* "work", "billing"; NULL: none */
  SatColumnFormat format;
} SatImportColumn;

typedef struct {
  char *name;
  gboolean has_won, won, has_closed, closed;
  int probability; /* -1 none, -2 the rows differ */
} SatImportFileStage;

typedef struct {
  char *path;
  const SatType *type; /* NULL: unknown, or nothing to read */
  SatText *text;
  SatCsvDialect dialect;
  SatCsvReader *reader;
  GPtrArray *columns;   /* SatImportColumn, by importance: a target has one column */
  SatImportColumn *key; /* of the row, if it holds; among @columns */
  char *key_source;     /* "opportunity:opportunityid" */
  GHashTable *names;    /* folded name -> how many rows */
  GPtrArray *stages;    /* SatImportFileStage, by first appearance */
  gboolean own;         /* written by our export: new records are taken as they are */
  guint64 rows;
  SatImportFileReport *report; /* not owned */
} SatImportFile;

/* Never fails as a whole: what cannot be read is in the report. */
SatImportFile *sat_import_file_new (const char *path,
                                    SatRegistry *registry,
                                    const SatImportOptions *options,
                                    const SatImportMap *map,
                                    SatImportFileReport *report);
void sat_import_file_free (SatImportFile *self);

/* The first column of that role and field name (NULL: any). */
SatImportColumn *
sat_import_file_column (const SatImportFile *self, SatImportRole role, const char *field);
/* What names a row for a person: "Ana Pérez", "Acme". g_free(); "" if nothing does. */
char *sat_import_file_row_name (const SatImportFile *self, const SatCsvRow *row);
/* The cell, "" for an empty one or the word for no value. */
const char *sat_import_file_cell (const SatImportFile *self,
                                  const SatImportColumn *column,
                                  const SatCsvRow *row);

/* sat-import-columns.c: columns of the file from its header, the map and the words of
 * sat-header-match.h. */
gboolean sat_import_columns_find (SatImportFile *self,
                                  SatRegistry *registry,
                                  const char *type_name,
                                  const SatImportMap *map);
/* The same without a file to fill. @type_name NULL: found. NULL: the columns fit no type. */
SatHeaderMatch *sat_import_columns_match (const char *path,
                                          SatHeaderTable *table,
                                          SatRegistry *registry,
                                          const char *type_name,
                                          const char *const *headers,
                                          const SatImportMap *map);
/* "company:accountid": where ids of a column come from, the same for the column that defines them
 * and those that use them. */
char *sat_import_source (const char *type, const char *header);

G_END_DECLS
