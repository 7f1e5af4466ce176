/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-date.h"
#include "sat-header-match.h"
#include "sat-import-target.h"
#include "sat-import.h"
#include "sat-text-encoding.h"

G_BEGIN_DECLS

/* A file before it is imported: what it seems to be, what its columns seem to fill, some of its
 * values. It can be corrected; what was corrected goes to the import as a map. A look reads the
 * first rows only, so that it takes no longer and no more room for a large file. */

#define SAT_IMPORT_SAMPLES 3

typedef enum {
  SAT_IMPORT_LOOK_TABLE,      /* rows and columns */
  SAT_IMPORT_LOOK_OWN,        /* Satchel's own JSON */
  SAT_IMPORT_LOOK_CARDS,      /* vCard */
  SAT_IMPORT_LOOK_UNREADABLE, /* see problem */
} SatImportLookKind;

/* Who says what a column fills. */
typedef enum {
  SAT_IMPORT_BY_NOBODY,
  SAT_IMPORT_BY_NAME,
  SAT_IMPORT_BY_CONTENT,
  SAT_IMPORT_BY_MEMORY, /* the user, at another time */
  SAT_IMPORT_BY_USER,
} SatImportBy;

typedef struct {
  char *header;
  char *samples[SAT_IMPORT_SAMPLES]; /* the first values that are not empty; NULL: there are none */
  const char *path;                  /* what it fills, interned; NULL: it is left out */
  gboolean make;                     /* it fills a field that has yet to be made, called @header */
  gboolean ignored;                  /* has nothing to keep, as far as anybody knows */
  SatKind kind;                      /* of a field that would be made for it */
  SatImportBy by;
} SatImportLookColumn;

typedef struct {
  char *path;
  SatImportLookKind kind;
  char *problem;                                   /* for people */
  char *encoding;                                  /* of a text */
  char *asked_encoding;                            /* that it was opened with; NULL: it was found */
  const char *candidates[SAT_TEXT_CANDIDATES + 1]; /* encodings that fit, if it is unsure */
  char *delimiter;
  const SatType *type;    /* of a table; NULL: unknown */
  GPtrArray *columns;     /* SatImportLookColumn; empty but for tables */
  gboolean corrected;     /* somebody has said what type it is */
  SatImportTitles titles; /* as it was said */
  gboolean titled;        /* the first row holds titles; if not, they are "Column 1" and so on */
  gboolean doubts_titles; /* that is a guess */
  /* What was said of values that may mean two things. */
  SatImportDates dates;
  char decimal_mark;
  char *null_word; /* a word that means "empty"; "": there is none; NULL: not said */
  SatRegistry *registry;
  SatHeaderMatch *match; /* private */
  GArray *contents;      /* private */
  GPtrArray *values;     /* private */
  GPtrArray *rows;       /* private */
  char usual_mark;       /* private */
} SatImportLook;

/* @encoding: NULL to find it. @titles: AUTO to find out. Blocks: for a thread of its own. Never
 * NULL: what cannot be read says so. */
SatImportLook *sat_import_look_new (const char *path,
                                    SatRegistry *registry,
                                    const char *encoding,
                                    SatImportTitles titles);
void sat_import_look_free (SatImportLook *self);

/* Takes the file for one of @type; what its columns fill is found anew. NULL: for none. */
void sat_import_look_set_type (SatImportLook *self, const SatType *type);
/* Lets a column fill @path, or nothing (NULL); one that filled a field which takes one value gives
 * it up. FALSE: there is no such path. */
gboolean
sat_import_look_set_column (SatImportLook *self, guint column, const char *path, SatImportBy by);
/* Lets a column fill a field that is made for it. */
void sat_import_look_make_field (SatImportLook *self, guint column, SatImportBy by);

/* What the values leave open, and how they will be read as it stands. */
typedef struct {
  int dates_column;      /* the first whose days could be months; -1: none */
  SatImportDates dates;  /* how it is read */
  int numbers_column;    /* the first whose thousands could be decimals; -1: none */
  char decimal_mark;     /* how it is read */
  const char *null_word; /* stands where other rows have values, such as NULL; NULL: none does */
  guint null_cells;      /* how often, in the rows that were looked at */
  guint null_columns;
} SatImportLookOpen;

/* Of the columns that fill something. */
void sat_import_look_find_open (const SatImportLook *self, SatImportLookOpen *open);
/* FALSE: everything that is open has been said. */
gboolean sat_import_look_asks (const SatImportLook *self);
void sat_import_look_say_dates (SatImportLook *self, SatImportDates dates);
void sat_import_look_say_decimals (SatImportLook *self, char mark);
void sat_import_look_say_null (SatImportLook *self, const char *word);
/* A sample, read so; FALSE: it is no day, or no number, then. @value: 10^-9. */
gboolean sat_import_look_read_day (const char *sample, SatImportDates dates, SatDate *day);
gboolean sat_import_look_read_decimal (const char *sample, char mark, gint64 *value);

/* Nothing is left to say: the type is known, and of every column what it is. */
gboolean sat_import_look_is_settled (const SatImportLook *self);
/* The fields are filled without which a row is no record of the type. */
gboolean sat_import_look_has_keys (const SatImportLook *self);
/* The same for files with the same titles, in whatever order. g_free(). */
char *sat_import_look_signature (const SatImportLook *self);
/* A name for a field that column @column fills: an identifier that the type has not, and no other
 * column's. g_free(). */
char *sat_import_look_field_name (const SatImportLook *self, guint column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatImportLook, sat_import_look_free)

G_END_DECLS
