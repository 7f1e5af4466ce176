/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-board-column.h"
#include "sat-stage-totals.h"

G_BEGIN_DECLS

/* Totals as a person reads them. Amounts of several currencies are not added: the largest one is
 * shown, and how many others there are; the explanation has all of them. */

/* Writes on @column what @totals (SatStageTotal) say of its stage. @currency: the workspace's. */
void sat_pipeline_totals_show (GArray *totals, SatBoardColumn *column, const char *currency);

/* "2,089 open deals, $1,234,000, weighted $620,000" of the stages @ids (gint64). g_free(). */
char *sat_pipeline_totals_describe (GArray *totals, GArray *ids, const char *currency);

G_END_DECLS
