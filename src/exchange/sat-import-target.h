/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-registry.h"

G_BEGIN_DECLS

/* What a column of a file may fill, for choosing. */
typedef struct {
  const char *path; /* as in sat-header-match.h, interned */
  char *label;      /* for people */
} SatImportTarget;

void sat_import_target_free (SatImportTarget *target);

/* Everything that a column of a file of @type may fill, the usual first. */
GPtrArray *sat_import_targets (SatRegistry *registry, const SatType *type);
/* @path itself if it is none of them. g_free(). */
char *sat_import_target_label (SatRegistry *registry, const SatType *type, const char *path);
/* Can a column of a file of @type fill @path? */
gboolean sat_import_path_is_known (SatRegistry *registry, const SatType *type, const char *path);
/* The field of the record itself that @path fills; NULL: it fills another record's, or none. */
const SatField *
sat_import_path_field (SatRegistry *registry, const SatType *type, const char *path);
/* Types of which people have files (const SatType*), the usual first. */
GPtrArray *sat_import_types (SatRegistry *registry);

G_END_DECLS
