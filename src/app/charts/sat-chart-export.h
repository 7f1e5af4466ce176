/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sat-chart-model.h"

G_BEGIN_DECLS

/* A chart as a file: dark on white, with title and summary. */

typedef enum {
  SAT_CHART_PNG, /* two pixels for one */
  SAT_CHART_SVG,
  SAT_CHART_PDF,
  SAT_CHART_N_FILE_FORMATS,
} SatChartFileFormat;

const char *sat_chart_file_extension (SatChartFileFormat format); /* "png" */

/* @width: pixels; it is as high as is good to read, at least @height. @font: of the texts; NULL:
 * as usual. Error: G_IO_ERROR. */
GBytes *sat_chart_export_bytes (SatChartModel *model,
                                SatChartFileFormat format,
                                double width,
                                double height,
                                const PangoFontDescription *font,
                                GError **error);
/* The same as the file @path, wholly or not at all: what was there stays if it fails. Error:
 * G_FILE_ERROR, with the name of the file in its message. */
gboolean sat_chart_export_write (SatChartModel *model,
                                 SatChartFileFormat format,
                                 double width,
                                 double height,
                                 const PangoFontDescription *font,
                                 const char *path,
                                 GError **error);

G_END_DECLS
