/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-import.h"

G_BEGIN_DECLS

/* What the user says about files: which column is what, which name means whom, which stages are
 * open. Private to the import.
 *   {"columns": {"Deal Owner": "owner"},
 *    "aliases": {"product": {"GTXPro": "GTX Pro", "GTX Max": {"create": true}}},
 *    "stages": {"Engaging": "open", "Offer": {"kind": "open", "order": 3, "probability": 60},
 *               "Bid": {"is": "Offer"}},
 *    "files": {"deals.csv": {"type": "opportunity", "encoding": "windows-1252", "dates": "dmy",
 *                            "decimals": ",", "null": "NULL", "titles": true,
 *                            "columns": {"#4": "", "Segment": "segment"}}},
 *    "fields": [{"type": "company", "name": "segment", "label": "Segment", "kind":
 * "text"}]} "files" are named by path or by the last part of it; their columns by title or, as
 * titles may repeat, by number from 1. */
typedef struct _SatImportMap SatImportMap;

typedef struct {
  char *kind;      /* NULL: not said */
  char *is;        /* the stage that it stands for; NULL: itself */
  int order;       /* -1: not said */
  int probability; /* -1: not said */
} SatImportMapStage;

/* What is said about one file; NULL and 0: nothing. */
typedef struct {
  char *type, *encoding;
  char *null_word; /* "": there is none */
  SatImportTitles titles;
  SatImportDates dates;
  char decimal_mark;
  GHashTable *columns; /* folded header or "#4" -> target */
} SatImportMapFile;

/* A field that the files need and the store has not. */
typedef struct {
  char *type, *name, *label, *kind;
} SatImportMapField;

/* @json NULL: an empty map. */
SatImportMap *sat_import_map_new (const char *json, GError **error);
void sat_import_map_free (SatImportMap *self);

/* NULL: the map says nothing about the file. */
const SatImportMapFile *sat_import_map_file (const SatImportMap *self, const char *path);
/* The target of column @index (from 0) of the file, NULL if the map has none; "" says that the
 * column is to be left out. */
const char *
sat_import_map_column (const SatImportMap *self, const char *path, guint index, const char *header);
/* What @value of @field (a field or a type) stands for; @value itself if the map has nothing. */
const char *sat_import_map_alias (const SatImportMap *self,
                                  const char *field,
                                  const char *type,
                                  const char *value);
/* Whether a record may be made for it if there is none. */
gboolean sat_import_map_may_make (const SatImportMap *self,
                                  const char *field,
                                  const char *type,
                                  const char *value);
/* Does the map say anything of it? */
gboolean sat_import_map_has_answer (const SatImportMap *self,
                                    const char *field,
                                    const char *type,
                                    const char *value);
/* (element-type SatImportMapField) */
GPtrArray *sat_import_map_get_fields (const SatImportMap *self);
const SatImportMapStage *sat_import_map_stage (const SatImportMap *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatImportMap, sat_import_map_free)

G_END_DECLS
