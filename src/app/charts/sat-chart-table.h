/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sat-chart-model.h"

G_BEGIN_DECLS

/* The figures of a chart as a table.
 *
 * Signal: "row-activated" (guint): a line, the first one being 1. */
#define SAT_TYPE_CHART_TABLE (sat_chart_table_get_type ())
G_DECLARE_FINAL_TYPE (SatChartTable, sat_chart_table, SAT, CHART_TABLE, AdwBin)

GtkWidget *sat_chart_table_new (void);
void sat_chart_table_set_model (SatChartTable *self, SatChartModel *model); /* NULL: none */

G_END_DECLS
