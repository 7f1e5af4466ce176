/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-registry.h"

G_BEGIN_DECLS

/* Private to the model: the built-in table as it is written, before the registry indexes it. */
typedef struct {
  SatType type;
  const SatField *lines; /* ends with a line whose name is NULL */
} SatTypeLines;

extern const SatTypeLines sat_registry_lines[];
extern const guint sat_registry_n_lines;

/* A registry of another table, which must outlive it. Error: INVALID, with what is wrong. */
SatRegistry *sat_registry_new_from_lines (const SatTypeLines *lines, guint n_lines, GError **error);

/* Names follow the pattern, numbers and names are used once, and whatever a line refers to is
 * there. Error: INVALID. */
gboolean sat_registry_check (SatRegistry *self, GError **error);

G_END_DECLS
