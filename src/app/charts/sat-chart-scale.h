/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-date.h"

G_BEGIN_DECLS

/* Where values come to lie on an axis, and at which round ones it is marked. Arithmetic only. */

/* Values beyond this are taken for this, either way: there is no room for ticks around them. */
#define SAT_CHART_MOST G_GINT64_CONSTANT (2000000000000000000)

/* Round values at even distances, @low to @high, both multiples of @step. */
typedef struct {
  gint64 low, high, step;
} SatChartTicks;

/* Ticks around @low..@high, which they cover, with at most @most (two or more) steps between them,
 * of 1, 2 or 5 times a power of ten. @least: no step is smaller. */
void sat_chart_ticks_init (SatChartTicks *self, gint64 low, gint64 high, guint most, gint64 least);
guint sat_chart_ticks_count (const SatChartTicks *self);
gint64 sat_chart_ticks_nth (const SatChartTicks *self, guint i);

/* A straight scale: @low is drawn at @from, @high at @to, which may lie before @from. */
typedef struct {
  gint64 low, high;
  double from, to;
} SatChartScale;

double sat_chart_scale_at (const SatChartScale *self, gint64 value);

/* Equal bands beside each other, with room between them. */
typedef struct {
  double from, length;
  guint n;
  double widest; /* of what is drawn in a band; 0: any */
} SatChartBands;

/* What is drawn in band @i. */
void sat_chart_bands_at (const SatChartBands *self, guint i, double *start, double *width);
/* All of band @i, with the room around it. */
void sat_chart_bands_slot (const SatChartBands *self, guint i, double *start, double *width);

typedef enum {
  SAT_CHART_DAYS,
  SAT_CHART_WEEKS,
  SAT_CHART_MONTHS,
  SAT_CHART_QUARTERS,
  SAT_CHART_YEARS,
  SAT_CHART_N_STEPS,
} SatChartDateStep;

/* The days of @first..@last at which a step begins; weeks are counted from @first, and quarters
 * from its month. GArray of SatDate. */
GArray *sat_chart_date_ticks (SatDate first, SatDate last, SatChartDateStep step);

G_END_DECLS
