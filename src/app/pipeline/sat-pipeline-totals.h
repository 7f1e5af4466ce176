/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-board-column.h"
#include "sat-format.h"
#include "sat-stage-totals.h"

G_BEGIN_DECLS

/* Totals as a person reads them. Currencies that have an exchange rate are added up in the
 * workspace's; without one they are only counted ("+ 2 other currencies"). The explanation has all
 * of them. */

/* Writes on @column what @totals (SatStageTotal) say of its stage. */
void sat_pipeline_totals_show (GArray *totals, SatBoardColumn *column, const SatFormat *format);

/* "2,089 open deals, $1,234,000, $620,000 weighted" of the stages @ids (gint64). g_free(). */
char *sat_pipeline_totals_describe (GArray *totals, GArray *ids, const SatFormat *format);

G_END_DECLS
