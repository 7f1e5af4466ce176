/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-writer.h"

G_BEGIN_DECLS

/* What follows from a change: defaults of new records, and fields that go with others (a stage
 * brings its probability). Private to the writer, which applies it to local edits and imports, so
 * that every way in obeys. */

typedef struct {
  SatWriter *writer;
  const SatType *type;
  gint64 id; /* 0: new */
  SatOrigin origin;
  const SatValue *before; /* by field index; NULL: new */
  SatValue *values;       /* by field index: the state to be; rules fill it */
  gboolean *given;        /* by field index: set by whoever writes, not to be overruled */
} SatRuleInput;

gboolean sat_rules_complete (SatRuleInput *input, GError **error);
/* Only what nobody may break, without filling anything in. */
gboolean sat_rules_check (SatRuleInput *input, GError **error);

G_END_DECLS
