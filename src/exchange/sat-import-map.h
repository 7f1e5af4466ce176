/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-import.h"

G_BEGIN_DECLS

/* What the user says about a file: which column is what, which name means whom, which stages are
 * open. Private to the import.
 *   {"columns": {"Deal Owner": "owner"}, "aliases": {"product": {"GTXPro": "GTX Pro"}},
 *    "stages": {"Engaging": "open", "Offer": {"kind": "open", "order": 3, "probability": 60}}} */
typedef struct _SatImportMap SatImportMap;

typedef struct {
  char *kind;      /* NULL: not said */
  int order;       /* -1: not said */
  int probability; /* -1: not said */
} SatImportMapStage;

/* @json NULL: an empty map. */
SatImportMap *sat_import_map_new (const char *json, GError **error);
void sat_import_map_free (SatImportMap *self);

/* The target of a column, NULL if the map has none; "" says that the column is to be left out. */
const char *sat_import_map_column (const SatImportMap *self, const char *header);
/* What @value of @field (a field or a type) stands for; @value itself if the map has nothing. */
const char *sat_import_map_alias (const SatImportMap *self,
                                  const char *field,
                                  const char *type,
                                  const char *value);
const SatImportMapStage *sat_import_map_stage (const SatImportMap *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatImportMap, sat_import_map_free)

G_END_DECLS
