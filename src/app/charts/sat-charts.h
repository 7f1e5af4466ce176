/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Charts. A SatChartModel has the figures and their words; SatChartLayout says where they are
 * drawn, which is arithmetic and tested as such; sat-chart-draw.h draws that with cairo, the same
 * on the screen and in files; SatChart shows it, with marks for keys, pointer and screen reader,
 * with its figures as a table, and exports it. SatBurnupChart and SatCategoryChart are the
 * forecast's. */

#pragma once

#include "sat-burnup-chart.h"
#include "sat-category-chart.h"
#include "sat-chart.h"
