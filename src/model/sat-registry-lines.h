/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-type.h"

G_BEGIN_DECLS

/* Private to the model: the built-in table as it is written, before the registry indexes it. */
typedef struct {
  SatType type;
  const SatField *lines; /* ends with a line whose name is NULL */
} SatTypeLines;

extern const SatTypeLines sat_registry_lines[];
extern const guint sat_registry_n_lines;

G_END_DECLS
