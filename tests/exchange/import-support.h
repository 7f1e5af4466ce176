/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-import.h"
#include "sat-test-store.h"

G_BEGIN_DECLS

/* A store that files are imported into, and how. */
typedef struct {
  SatTestStore *t;
  SatImportOptions options;
  gboolean plan;
} ImportCase;

/* Writes @length bytes of @text (-1: up to its NUL) into the file @name and imports it, a second
 * after what was before. (transfer full) */
SatImportReport *import_bytes (ImportCase *self, const char *name, const char *text, gssize length);
/* What became of the rows of the first file. */
void import_assert_counts (
    SatImportReport *report, guint created, guint updated, guint unchanged, guint rejected);

G_END_DECLS
