/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-chart-model.h"

#include "sat-chart-scale.h"
#include "sat-money.h"

static void
point_clear (gpointer data)
{
  SatChartPoint *point = data;

  g_free (point->key);
  g_free (point->text);
}

static void
series_free (gpointer data)
{
  SatChartSeries *series = data;

  g_free (series->name);
  g_array_unref (series->points);
  g_free (series);
}

static void
band_free (gpointer data)
{
  SatChartBand *band = data;

  g_free (band->name);
  g_free (band->note);
  g_free (band);
}

static void
line_free (gpointer data)
{
  SatChartLine *line = data;

  g_free (line->name);
  g_free (line);
}

static SatChartModel *
model_new (const SatFormat *format, const char *title, const char *along, const char *currency)
{
  SatChartModel *self = g_new0 (SatChartModel, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->format = *format;
  self->title = g_strdup (title);
  self->summary = g_strdup ("");
  self->along = g_strdup (along);
  self->currency = g_intern_string (currency);
  self->bands = g_ptr_array_new_with_free_func (band_free);
  self->series = g_ptr_array_new_with_free_func (series_free);
  self->lines = g_ptr_array_new_with_free_func (line_free);
  return self;
}

SatChartModel *
sat_chart_model_new_bands (const SatFormat *format,
                           const char *title,
                           const char *along,
                           const char *currency,
                           gboolean lying)
{
  SatChartModel *self;

  g_return_val_if_fail (format != NULL && title != NULL && along != NULL, NULL);
  self = model_new (format, title, along, currency);
  self->lying = lying;
  return self;
}

SatChartModel *
sat_chart_model_new_dates (const SatFormat *format,
                           const char *title,
                           const char *along,
                           const char *currency,
                           SatDate first,
                           SatDate last)
{
  SatChartModel *self;

  g_return_val_if_fail (format != NULL && title != NULL && along != NULL, NULL);
  g_return_val_if_fail (first <= last, NULL);
  self = model_new (format, title, along, currency);
  self->by_date = TRUE;
  self->first = first;
  self->last = last;
  return self;
}

SatChartModel *
sat_chart_model_ref (SatChartModel *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
sat_chart_model_unref (SatChartModel *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->title);
  g_free (self->summary);
  g_free (self->along);
  g_ptr_array_unref (self->bands);
  g_ptr_array_unref (self->series);
  g_ptr_array_unref (self->lines);
  g_free (self);
}

void
sat_chart_model_set_summary (SatChartModel *self, const char *summary)
{
  g_return_if_fail (self != NULL && summary != NULL);
  g_free (self->summary);
  self->summary = g_strdup (summary);
}

guint
sat_chart_model_add_band (SatChartModel *self, const char *name, const char *note)
{
  SatChartBand *band;

  g_return_val_if_fail (self != NULL && !self->by_date && name != NULL, 0);
  band = g_new0 (SatChartBand, 1);
  band->name = g_strdup (name);
  band->note = g_strdup (note);
  g_ptr_array_add (self->bands, band);
  return self->bands->len - 1;
}

SatChartSeries *
sat_chart_model_add_series (SatChartModel *self,
                            const char *name,
                            SatChartShape shape,
                            SatChartColour colour)
{
  SatChartSeries *series;

  g_return_val_if_fail (self != NULL && name != NULL && colour < SAT_CHART_N_COLOURS, NULL);
  series = g_new0 (SatChartSeries, 1);
  series->name = g_strdup (name);
  series->shape = shape;
  series->colour = colour;
  series->points = g_array_new (FALSE, TRUE, sizeof (SatChartPoint));
  g_array_set_clear_func (series->points, point_clear);
  g_ptr_array_add (self->series, series);
  return series;
}

static gint64
within_reach (gint64 value)
{
  return CLAMP (value, -SAT_CHART_MOST, SAT_CHART_MOST);
}

static void
add_point (SatChartSeries *self, SatChartPoint point)
{
  point.value = within_reach (point.value);
  point.base = within_reach (point.base);
  g_array_append_val (self->points, point);
}

void
sat_chart_series_add (
    SatChartSeries *self, gint64 at, gint64 value, const char *key, const char *text)
{
  g_return_if_fail (self != NULL && self->shape != SAT_CHART_RANGE);
  add_point (self, (SatChartPoint){
                       .at = at, .value = value, .key = g_strdup (key), .text = g_strdup (text)});
}

void
sat_chart_series_add_range (
    SatChartSeries *self, gint64 at, gint64 base, gint64 value, const char *key, const char *text)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (self->shape == SAT_CHART_RANGE || self->shape == SAT_CHART_BARS);
  add_point (self, (SatChartPoint){.at = at,
                                   .value = value,
                                   .base = base,
                                   .floats = TRUE,
                                   .key = g_strdup (key),
                                   .text = g_strdup (text)});
}

void
sat_chart_model_add_line (
    SatChartModel *self, const char *name, gint64 at, gboolean is_date, SatChartDash dash)
{
  SatChartLine *line;

  g_return_if_fail (self != NULL && name != NULL && (!is_date || self->by_date));
  line = g_new0 (SatChartLine, 1);
  line->name = g_strdup (name);
  line->at = is_date ? at : within_reach (at);
  line->is_date = is_date;
  line->dash = dash;
  g_ptr_array_add (self->lines, line);
}

guint
sat_chart_model_n_series (const SatChartModel *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->series->len;
}

const SatChartSeries *
sat_chart_model_get_series (const SatChartModel *self, guint i)
{
  g_return_val_if_fail (self != NULL && i < self->series->len, NULL);
  return g_ptr_array_index (self->series, i);
}

const SatChartPoint *
sat_chart_model_get_point (const SatChartModel *self, guint series, guint i)
{
  const SatChartSeries *of = sat_chart_model_get_series (self, series);

  g_return_val_if_fail (of != NULL && i < of->points->len, NULL);
  return &g_array_index (of->points, SatChartPoint, i);
}

const SatChartBand *
sat_chart_model_get_band (const SatChartModel *self, guint i)
{
  g_return_val_if_fail (self != NULL && i < self->bands->len, NULL);
  return g_ptr_array_index (self->bands, i);
}

const SatChartLine *
sat_chart_model_get_line (const SatChartModel *self, guint i)
{
  g_return_val_if_fail (self != NULL && i < self->lines->len, NULL);
  return g_ptr_array_index (self->lines, i);
}

char *
sat_chart_model_short_value (const SatChartModel *self, gint64 value)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->currency != NULL
             ? sat_money_format (value, self->currency, SAT_MONEY_SHORT | SAT_MONEY_WITH_CURRENCY)
             : sat_format_integer (&self->format, value);
}

char *
sat_chart_model_full_value (const SatChartModel *self, gint64 value)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->currency != NULL ? sat_money_format (value, self->currency, SAT_MONEY_WITH_CURRENCY)
                                : sat_format_integer (&self->format, value);
}

typedef struct {
  gint64 low, high;
} Range;

static void
include (Range *range, gint64 value)
{
  range->low = MIN (range->low, value);
  range->high = MAX (range->high, value);
}

/* Bars of a band stand on one another, those below zero apart. */
static void
include_stacks (const SatChartModel *self, Range *range)
{
  g_autofree Range *stacks = g_new0 (Range, self->bands->len + 1);

  for (guint s = 0; s < self->series->len; s++) {
    const SatChartSeries *series = g_ptr_array_index (self->series, s);

    for (guint i = 0; series->shape == SAT_CHART_BARS && i < series->points->len; i++) {
      const SatChartPoint *point = &g_array_index (series->points, SatChartPoint, i);
      Range *stack = &stacks[CLAMP (point->at, 0, (gint64)self->bands->len)];

      if (point->floats) {
        include (range, point->base);
        include (range, point->value);
      } else if (point->value < 0) {
        stack->low = within_reach (stack->low + point->value);
      } else {
        stack->high = within_reach (stack->high + point->value);
      }
      include (range, stack->low);
      include (range, stack->high);
    }
  }
}

void
sat_chart_model_get_range (const SatChartModel *self, gint64 *low, gint64 *high)
{
  Range range = {0, 0};

  g_return_if_fail (self != NULL && low != NULL && high != NULL);
  include_stacks (self, &range);
  for (guint s = 0; s < self->series->len; s++) {
    const SatChartSeries *series = g_ptr_array_index (self->series, s);

    for (guint i = 0; series->shape != SAT_CHART_BARS && i < series->points->len; i++) {
      const SatChartPoint *point = &g_array_index (series->points, SatChartPoint, i);

      include (&range, point->value);
      if (series->shape == SAT_CHART_RANGE)
        include (&range, point->base);
    }
  }
  for (guint i = 0; i < self->lines->len; i++) {
    const SatChartLine *line = g_ptr_array_index (self->lines, i);

    if (!line->is_date)
      include (&range, line->at);
  }
  *low = range.low;
  *high = range.high;
}
