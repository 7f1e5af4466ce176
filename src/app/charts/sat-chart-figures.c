/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-chart-model.h"
#include "sat-money.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Where nothing is known. */
#define NONE "–"

void
sat_chart_model_add_sentence (SatChartModel *self, char *sentence)
{
  g_autofree char *before = NULL;

  g_return_if_fail (self != NULL && sentence != NULL);
  before = self->summary;
  self->summary = *before == '\0' ? g_strdup (sentence)
                                  /* Translators: one sentence after another */
                                  : g_strdup_printf (C_ ("sentences", "%s %s"), before, sentence);
  g_free (sentence);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;

  return x < y ? -1 : x > y;
}

/* What has a row: each band, or each date that a mark stands at. */
static GArray *
find_places (const SatChartModel *self)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (gint64));
  GArray *places = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (gint64 i = 0; i < (gint64)self->bands->len; i++)
    g_array_append_val (places, i);
  for (guint s = 0; self->by_date && s < self->series->len; s++) {
    const SatChartSeries *series = g_ptr_array_index (self->series, s);

    for (guint i = 0; i < series->points->len; i++) {
      const SatChartPoint *point = &g_array_index (series->points, SatChartPoint, i);

      if (point->text != NULL)
        g_array_append_val (all, point->at);
    }
  }
  g_array_sort (all, compare_places);
  for (guint i = 0; i < all->len; i++) {
    gint64 at = g_array_index (all, gint64, i);

    if (i == 0 || at != g_array_index (all, gint64, i - 1))
      g_array_append_val (places, at);
  }
  return places;
}

static char *
name_value (const SatChartModel *self, gint64 value)
{
  return self->currency != NULL ? sat_money_format (value, self->currency, SAT_MONEY_PLAIN)
                                : sat_format_integer (&self->format, value);
}

static char *
name_point (const SatChartModel *self, const SatChartSeries *series, const SatChartPoint *point)
{
  g_autofree char *value = name_value (self, point->value);
  g_autofree char *base = NULL;

  if (series->shape != SAT_CHART_RANGE)
    return point->floats ? name_value (self, point->value - point->base) : g_steal_pointer (&value);
  base = name_value (self, point->base);
  /* Translators: from a value to a greater one */
  return g_strdup_printf (C_ ("range", "%s to %s"), base, value);
}

static const SatChartPoint *
nth_point (const SatChartSeries *series, guint i)
{
  return &g_array_index (series->points, SatChartPoint, i);
}

/* What @series is worth at @at: steps keep their height, lines are straight between their points.
 */
static char *
value_at (const SatChartModel *self, const SatChartSeries *series, gint64 at)
{
  const SatChartPoint *before = NULL, *after = NULL;
  double share;

  for (guint i = 0; i < series->points->len && after == NULL; i++) {
    const SatChartPoint *point = nth_point (series, i);

    if (point->at > at)
      after = point;
    else
      before = point;
  }
  if (before != NULL && before->at == at)
    return name_point (self, series, before);
  if (before == NULL || after == NULL || !self->by_date)
    return g_strdup (NONE);
  if (series->shape == SAT_CHART_STEPS)
    return name_value (self, before->value);
  if (series->shape != SAT_CHART_LINE)
    return g_strdup (NONE);
  share = (double)(at - before->at) / (double)(after->at - before->at);
  return name_value (self, before->value +
                               (gint64)((double)(after->value - before->value) * share + 0.5));
}

static char *
name_column (const SatChartModel *self, const char *name)
{
  /* Translators: the head of a column: what it has, and the currency of the amounts in it */
  return self->currency != NULL ? g_strdup_printf (C_ ("column", "%s (%s)"), name, self->currency)
                                : g_strdup (name);
}

static char **
make_heads (const SatChartModel *self)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();

  g_ptr_array_add (cells, g_strdup (self->along));
  for (guint s = 0; s < self->series->len; s++)
    g_ptr_array_add (cells, name_column (self, sat_chart_model_get_series (self, s)->name));
  for (guint i = 0; i < self->lines->len; i++) {
    const SatChartLine *line = g_ptr_array_index (self->lines, i);

    if (!line->is_date)
      g_ptr_array_add (cells, name_column (self, line->name));
  }
  g_ptr_array_add (cells, NULL);
  return (char **)g_ptr_array_steal (cells, NULL);
}

static char **
make_row (const SatChartModel *self, gint64 at)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();

  g_ptr_array_add (cells, self->by_date
                              ? sat_format_date (&self->format, (SatDate)at)
                              : g_strdup (sat_chart_model_get_band (self, (guint)at)->name));
  for (guint s = 0; s < self->series->len; s++)
    g_ptr_array_add (cells, value_at (self, sat_chart_model_get_series (self, s), at));
  for (guint i = 0; i < self->lines->len; i++) {
    const SatChartLine *line = g_ptr_array_index (self->lines, i);

    if (!line->is_date)
      g_ptr_array_add (cells, name_value (self, line->at));
  }
  g_ptr_array_add (cells, NULL);
  return (char **)g_ptr_array_steal (cells, NULL);
}

GPtrArray *
sat_chart_model_get_table (const SatChartModel *self)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  g_autoptr (GArray) places = NULL;

  g_return_val_if_fail (self != NULL, rows);
  places = find_places (self);
  g_ptr_array_add (rows, make_heads (self));
  for (guint i = 0; i < places->len; i++)
    g_ptr_array_add (rows, make_row (self, g_array_index (places, gint64, i)));
  return rows;
}

const char *
sat_chart_model_get_row_key (const SatChartModel *self, guint row)
{
  g_autoptr (GArray) places = NULL;
  gint64 at;

  g_return_val_if_fail (self != NULL, NULL);
  places = find_places (self);
  if (row == 0 || row > places->len)
    return NULL;
  at = g_array_index (places, gint64, row - 1);
  for (guint s = 0; s < self->series->len; s++) {
    const SatChartSeries *series = g_ptr_array_index (self->series, s);

    for (guint i = 0; i < series->points->len; i++)
      if (nth_point (series, i)->at == at && nth_point (series, i)->key != NULL)
        return nth_point (series, i)->key;
  }
  return NULL;
}

char *
sat_chart_model_to_text (const SatChartModel *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) rows = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  rows = sat_chart_model_get_table (self);
  g_string_append_printf (text, "%s\n", self->title);
  if (*self->summary != '\0')
    g_string_append_printf (text, "%s\n", self->summary);
  for (guint i = 0; i < rows->len; i++) {
    char **cells = g_ptr_array_index (rows, i);

    g_string_append_c (text, '\n');
    for (guint c = 0; cells[c] != NULL; c++)
      g_string_append_printf (text, "%s%s", c > 0 ? "\t" : "",
                              g_strdelimit (cells[c], "\t\r\n", ' '));
  }
  g_string_append_c (text, '\n');
  return g_string_free (g_steal_pointer (&text), FALSE);
}
