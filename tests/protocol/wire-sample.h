/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random contents for the tests of what travels. */
#pragma once

#include "sat-clocks.h"
#include "sat-mutation.h"
#include "sat-page.h"

G_BEGIN_DECLS

SatUuid sample_uuid (GRand *rand);
/* With quotes, line ends, controls and several scripts; never empty. g_free(). */
char *sample_text (GRand *rand);
/* An identifier. g_free(). */
char *sample_name (GRand *rand);
SatVersion sample_version (GRand *rand);
SatClocks *sample_clocks (GRand *rand);
/* Up to @most fields of every kind. */
SatWireFields *sample_fields (GRand *rand, guint most, gboolean with_nulls);
/* Of any operation, with all that it may have. */
SatMutation *sample_mutation (GRand *rand);
/* A row of one of few types, deleted or not; without a type: a root that is gone. */
void sample_row (GRand *rand, SatPageRow *row);

G_END_DECLS
