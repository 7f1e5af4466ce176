/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sat-chart-export.h"
#include "sat-context.h"

G_BEGIN_DECLS

/* A chart with its title, a sentence that says what it shows, and a menu: its figures as a table,
 * as text for the clipboard, and the picture as a file.
 *
 * Signal: "mark-activated" (const char *key): a mark, or a line of the table, that has a key. */
#define SAT_TYPE_CHART (sat_chart_get_type ())
G_DECLARE_FINAL_TYPE (SatChart, sat_chart, SAT, CHART, GtkWidget)

GtkWidget *sat_chart_new (void);
/* Where it is said how an export ended; NULL: nowhere. */
void sat_chart_set_context (SatChart *self, SatContext *context);
/* @model: NULL for none. */
void sat_chart_set_model (SatChart *self, SatChartModel *model);
SatChartModel *sat_chart_get_model (SatChart *self);
/* In the place of a chart: why there is none. NULL: there is one. */
void sat_chart_set_message (SatChart *self, const char *message);

void sat_chart_show_table (SatChart *self, gboolean table);
gboolean sat_chart_get_shows_table (SatChart *self);
/* Writes the file @path, and says how it ended. Error: as in sat_chart_export_write(). */
gboolean
sat_chart_write_file (SatChart *self, SatChartFileFormat format, const char *path, GError **error);

G_END_DECLS
