/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts to test with. */
#pragma once

#include "sat-chart-layout.h"

G_BEGIN_DECLS

/* English, without clock and zone. */
SatFormat chart_sample_format (void);
/* Letters are all equally wide: 7 pixels, 14 high, at a scale of 1. */
SatChartRoom chart_sample_room (double width, double height, double scale, gboolean heading);

/* Ana 400k closed and 200k commit, Bo 300k and -100k; quotas 500k and 700k. */
SatChartModel *chart_sample_stacks (gboolean lying);
/* Start 500k, 200k more, 100k less, end 600k. */
SatChartModel *chart_sample_waterfall (void);
/* The fourth quarter of 2017: closed in steps to 400k of 500k, a range to its end, today. */
SatChartModel *chart_sample_burnup (void);
/* Bars of @n people in five categories. */
SatChartModel *chart_sample_people (GRand *rand, guint n);
/* Any of all that. */
SatChartModel *chart_sample_random (GRand *rand);

G_END_DECLS
