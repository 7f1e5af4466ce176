/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-model.h"

G_BEGIN_DECLS

/* What a condition asks about: a field of the record, or one of a record that it leads to
 * ("owner.team"). */

/* The field at the end; NULL if the path leads nowhere. */
const SatField *
sat_condition_path_field (SatRegistry *registry, const SatType *type, const char *path);
/* "Industry", "Owner’s team". g_free(). */
char *sat_condition_path_label (SatRegistry *registry, const SatType *type, const char *path);

/* A path that is offered beside the type's own fields. */
typedef struct {
  const char *type; /* NULL: any that has the first field of the path */
  const char *path;
  const char *label; /* translatable */
  const char *after; /* stands below this field */
} SatConditionPath;

/* Those of @type; ends with a NULL path. g_free(). */
SatConditionPath *sat_condition_path_extra (const SatType *type);

G_END_DECLS
