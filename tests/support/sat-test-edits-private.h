/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"
#include "sat-test-edits.h"

G_BEGIN_DECLS

struct _SatTestEdits {
  SatStore *store;
  GRand *rand;
  gboolean no_custom;
  guint n_fields; /* names of custom fields so far */
  GString *log;
};

guint sat_test_edits_below (SatTestEdits *self, guint n);
gboolean sat_test_edits_chance (SatTestEdits *self, guint percent);
gint64
sat_test_edits_pick (SatTestEdits *self, SatWriter *writer, const char *sql, gint64 parameter);
gint64
sat_test_edits_pick_of_type (SatTestEdits *self, SatWriter *writer, const char *type, gint64 below);
gint64 sat_test_edits_pick_target (SatTestEdits *self,
                                   SatWriter *writer,
                                   const SatField *reference,
                                   gint64 below);
char *sat_test_edits_text (SatTestEdits *self,
                           SatWriter *writer,
                           const SatField *field,
                           const SatValue *value);

G_END_DECLS
