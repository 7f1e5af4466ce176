/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-sheet.h"

#include "sat-forecast-words.h"
#include "sat-money.h"

#include <glib/gi18n-lib.h>

struct _SatForecastSheet {
  GObject parent_instance;
  SatContext *context;
  SatForecast *forecast;
  gboolean writable;
  GArray *rows;       /* guint: of the forecast, those shown */
  GArray *columns;    /* SatForecastColumn */
  GHashTable *closed; /* gint64 */
};

enum {
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatForecastSheet, sat_forecast_sheet, G_TYPE_OBJECT)

static void
sat_forecast_sheet_finalize (GObject *object)
{
  SatForecastSheet *self = SAT_FORECAST_SHEET (object);

  g_clear_pointer (&self->forecast, sat_forecast_unref);
  g_array_unref (self->rows);
  g_array_unref (self->columns);
  g_hash_table_unref (self->closed);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_forecast_sheet_parent_class)->finalize (object);
}

static void
sat_forecast_sheet_class_init (SatForecastSheetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sat_forecast_sheet_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
sat_forecast_sheet_init (SatForecastSheet *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (guint));
  self->columns = g_array_new (FALSE, FALSE, sizeof (SatForecastColumn));
  self->closed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

SatForecastSheet *
sat_forecast_sheet_new (SatContext *context)
{
  SatForecastSheet *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);

  self = g_object_new (SAT_TYPE_FORECAST_SHEET, NULL);
  self->context = g_object_ref (context);
  return self;
}

static gboolean
is_closed (SatForecastSheet *self, const SatForecastRow *row)
{
  return row->has_children && g_hash_table_contains (self->closed, &row->id);
}

/* The lines come in the order of the tree: those deeper than a closed one follow it. */
static void
choose_rows (SatForecastSheet *self)
{
  guint n = self->forecast != NULL ? sat_forecast_get_n_rows (self->forecast) : 0;
  guint hidden_below = G_MAXUINT;

  g_array_set_size (self->rows, 0);
  for (guint i = 0; i < n; i++) {
    const SatForecastRow *row = sat_forecast_get_row (self->forecast, i);

    if (hidden_below != G_MAXUINT && row->depth > hidden_below)
      continue;
    hidden_below = is_closed (self, row) ? row->depth : G_MAXUINT;
    g_array_append_val (self->rows, i);
  }
}

static gboolean
is_anywhere (SatForecastSheet *self, SatForecastCategory category)
{
  return sat_forecast_get_row (self->forecast, SAT_FORECAST_TOTAL)->category[category] != 0;
}

/* Some columns say the same as another one, or nothing. */
static gboolean
says_something (SatForecastSheet *self, SatForecastColumn column)
{
  const SatForecastAsk *ask = sat_forecast_get_ask (self->forecast);

  switch (column) {
  case SAT_FORECAST_COLUMN_MOST_LIKELY:
    return is_anywhere (self, SAT_FORECAST_CATEGORY_MOST_LIKELY);
  case SAT_FORECAST_COLUMN_PIPELINE:
    return ask->rollup == SAT_FORECAST_SINGLE;
  case SAT_FORECAST_COLUMN_ADJUSTED:
    return sat_forecast_get_row (self->forecast, SAT_FORECAST_TOTAL)->has[column];
  case SAT_FORECAST_COLUMN_QUOTA:
  case SAT_FORECAST_COLUMN_GAP:
  case SAT_FORECAST_COLUMN_ATTAINMENT:
  case SAT_FORECAST_COLUMN_COVERAGE:
  case SAT_FORECAST_COLUMN_WEIGHTED:
    return ask->measure != SAT_FORECAST_COUNT;
  case SAT_FORECAST_COLUMN_CLOSED:
  case SAT_FORECAST_COLUMN_COMMIT:
  case SAT_FORECAST_COLUMN_BEST_CASE:
  case SAT_FORECAST_COLUMN_OPEN_PIPELINE:
  case SAT_FORECAST_N_COLUMNS:
  default:
    return TRUE;
  }
}

static void
choose_columns (SatForecastSheet *self)
{
  g_array_set_size (self->columns, 0);
  for (int i = 0; self->forecast != NULL && i < SAT_FORECAST_N_COLUMNS; i++) {
    SatForecastColumn column = (SatForecastColumn)i;

    if (says_something (self, column))
      g_array_append_val (self->columns, column);
  }
}

void
sat_forecast_sheet_set_forecast (SatForecastSheet *self, SatForecast *forecast, gboolean writable)
{
  g_return_if_fail (SAT_IS_FORECAST_SHEET (self));

  if (forecast != NULL)
    sat_forecast_ref (forecast);
  g_clear_pointer (&self->forecast, sat_forecast_unref);
  self->forecast = forecast;
  self->writable = writable;
  choose_rows (self);
  choose_columns (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

SatForecast *
sat_forecast_sheet_get_forecast (SatForecastSheet *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_SHEET (self), NULL);
  return self->forecast;
}

guint
sat_forecast_sheet_get_n_lines (SatForecastSheet *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_SHEET (self), 0);
  return self->rows->len;
}

guint
sat_forecast_sheet_get_n_columns (SatForecastSheet *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_SHEET (self), 0);
  return self->columns->len;
}

guint
sat_forecast_sheet_get_row (SatForecastSheet *self, guint line)
{
  g_return_val_if_fail (SAT_IS_FORECAST_SHEET (self), SAT_FORECAST_TOTAL);
  return line < self->rows->len ? g_array_index (self->rows, guint, line) : SAT_FORECAST_TOTAL;
}

const SatForecastRow *
sat_forecast_sheet_get_line (SatForecastSheet *self, guint line)
{
  g_return_val_if_fail (SAT_IS_FORECAST_SHEET (self) && self->forecast != NULL, NULL);
  return sat_forecast_get_row (self->forecast, sat_forecast_sheet_get_row (self, line));
}

SatForecastColumn
sat_forecast_sheet_get_column (SatForecastSheet *self, guint column)
{
  g_return_val_if_fail (SAT_IS_FORECAST_SHEET (self), SAT_FORECAST_COLUMN_CLOSED);
  g_return_val_if_fail (column >= 1 && column <= self->columns->len, SAT_FORECAST_COLUMN_CLOSED);
  return g_array_index (self->columns, SatForecastColumn, column - 1);
}

gboolean
sat_forecast_sheet_find (SatForecastSheet *self, gint64 id, gboolean is_self, guint *line)
{
  g_return_val_if_fail (SAT_IS_FORECAST_SHEET (self) && line != NULL, FALSE);

  for (guint i = 0; i < self->rows->len; i++) {
    const SatForecastRow *row = sat_forecast_sheet_get_line (self, i);

    if (row->id == id && row->is_self == is_self) {
      *line = i;
      return TRUE;
    }
  }
  return FALSE;
}

gboolean
sat_forecast_sheet_find_column (SatForecastSheet *self, SatForecastColumn column, guint *index)
{
  g_return_val_if_fail (SAT_IS_FORECAST_SHEET (self) && index != NULL, FALSE);

  for (guint i = 0; i < self->columns->len; i++) {
    if (g_array_index (self->columns, SatForecastColumn, i) == column) {
      *index = i + 1;
      return TRUE;
    }
  }
  return FALSE;
}

char *
sat_forecast_sheet_dup_name (SatForecastSheet *self, guint line)
{
  g_return_val_if_fail (SAT_IS_FORECAST_SHEET (self) && self->forecast != NULL, NULL);
  return sat_forecast_words_name (sat_forecast_get_ask (self->forecast),
                                  sat_forecast_sheet_get_line (self, line),
                                  sat_forecast_sheet_get_row (self, line) == SAT_FORECAST_TOTAL);
}

char *
sat_forecast_sheet_dup_value (SatForecastSheet *self,
                              const SatForecastRow *row,
                              SatForecastColumn column,
                              SatMoneyFormat flags)
{
  g_return_val_if_fail (SAT_IS_FORECAST_SHEET (self) && self->forecast != NULL, NULL);
  return sat_forecast_words_value (self->forecast, sat_context_get_format (self->context), row,
                                   column, flags);
}

static void
fill_title (SatForecastSheet *self, guint column, SatGridFace *face)
{
  const SatForecastAsk *ask = sat_forecast_get_ask (self->forecast);
  SatForecastColumn figure;

  if (column == 0) {
    face->text = sat_forecast_words_unit (self->forecast);
    face->tone = SAT_GRID_DIM;
    return;
  }
  figure = sat_forecast_sheet_get_column (self, column);
  face->text = g_strdup (sat_forecast_column_label (figure));
  face->tooltip = g_strdup (sat_forecast_words_meaning (ask, figure));
}

static void
fill_name (SatForecastSheet *self, guint line, SatGridFace *face)
{
  const SatForecastRow *row = sat_forecast_sheet_get_line (self, line);

  face->text = sat_forecast_sheet_dup_name (self, line);
  if (line == SAT_SHEET_TOTAL)
    return;
  face->depth = row->depth;
  if (row->has_children)
    face->branch = is_closed (self, row) ? SAT_GRID_CLOSED : SAT_GRID_OPEN;
  if (row->is_self || row->id == 0)
    face->tone = SAT_GRID_DIM;
}

static void
fill_figure (SatForecastSheet *self, guint line, SatForecastColumn column, SatGridFace *face)
{
  const SatForecastRow *row = sat_forecast_sheet_get_line (self, line);
  g_autofree char *name = sat_forecast_sheet_dup_name (self, line);
  g_autofree char *value =
      sat_forecast_sheet_dup_value (self, row, column, SAT_MONEY_WITH_CURRENCY);
  g_autofree char *note = sat_forecast_words_note (self->forecast, row, column);

  face->text = sat_forecast_sheet_dup_value (self, row, column, SAT_MONEY_WHOLE);
  /* Translators: a cell of the forecast for a screen reader: whose figure, which one, its value */
  face->spoken = g_strdup_printf (C_ ("forecast", "%s, %s: %s"), name,
                                  sat_forecast_column_label (column), value);
  if (note != NULL) {
    char *both = g_strdup_printf ("%s. %s", face->spoken, note);

    g_free (face->spoken);
    face->spoken = both;
  }
  face->tooltip = g_steal_pointer (&note);
  face->marked = sat_forecast_words_is_marked (row, column);
  if (sat_forecast_words_is_good (row, column))
    face->tone = SAT_GRID_GOOD;
  else if (!row->has[column] ||
           (column == SAT_FORECAST_COLUMN_QUOTA && !row->has_own_quota && line != SAT_SHEET_TOTAL))
    face->tone = SAT_GRID_DIM;
  if (column == SAT_FORECAST_COLUMN_ATTAINMENT && row->has[column])
    face->share = CLAMP ((double)row->value[column] / 10000, 0, 1);
}

void
sat_forecast_sheet_fill (SatForecastSheet *self, guint line, guint column, SatGridFace *face)
{
  g_return_if_fail (SAT_IS_FORECAST_SHEET (self) && face != NULL);

  face->share = -1;
  if (self->forecast == NULL || column > self->columns->len)
    return;
  if (line == SAT_SHEET_HEADER)
    fill_title (self, column, face);
  else if (column == 0)
    fill_name (self, line, face);
  else
    fill_figure (self, line, sat_forecast_sheet_get_column (self, column), face);
  if (face->spoken == NULL)
    face->spoken = g_strdup (face->text);
}

/* Rather by what the text says than by the text, which would have to be made for every line. */
static gint64
weigh (SatForecastSheet *self, guint line, guint column)
{
  const SatForecastRow *row = sat_forecast_sheet_get_line (self, line);
  SatForecastColumn figure;

  if (column == 0)
    return g_utf8_strlen (row->key, -1) + 2 * row->depth + (row->is_self || row->id == 0 ? 12 : 0);
  figure = sat_forecast_sheet_get_column (self, column);
  if (!row->has[figure])
    return sat_forecast_words_is_good (row, figure) ? G_MAXINT64 : 0;
  return row->value[figure] < 0 ? -(row->value[figure] / 2) * 20 : row->value[figure];
}

guint
sat_forecast_sheet_find_longest (SatForecastSheet *self, guint column)
{
  guint longest = SAT_SHEET_TOTAL;
  gint64 most = -1;

  g_return_val_if_fail (SAT_IS_FORECAST_SHEET (self), SAT_SHEET_TOTAL);

  for (guint i = 0; i < self->rows->len; i++) {
    gint64 weight = weigh (self, i, column);

    if (weight > most) {
      most = weight;
      longest = i;
    }
  }
  return longest;
}

gboolean
sat_forecast_sheet_can_edit (SatForecastSheet *self, guint line, guint column)
{
  const SatForecastRow *row;

  g_return_val_if_fail (SAT_IS_FORECAST_SHEET (self), FALSE);

  if (!self->writable || column == 0 || line >= self->rows->len ||
      sat_forecast_sheet_get_column (self, column) != SAT_FORECAST_COLUMN_QUOTA)
    return FALSE;
  row = sat_forecast_sheet_get_line (self, line);
  return row->id != 0 && !row->is_self;
}

char *
sat_forecast_sheet_dup_input (SatForecastSheet *self, guint line, guint column)
{
  const SatType *type;
  const SatForecastRow *row;
  SatValue value;

  g_return_val_if_fail (SAT_IS_FORECAST_SHEET (self), NULL);

  row = sat_forecast_sheet_get_line (self, line);
  if (!row->has_own_quota)
    return g_strdup ("");
  type = sat_context_get_type_by_name (self->context, "quota");
  value = sat_value_int (row->own_quota);
  return sat_format_to_input (sat_context_get_format (self->context),
                              sat_type_field (type, "amount"), &value,
                              sat_forecast_get_currency (self->forecast));
}

gboolean
sat_forecast_sheet_has_deals (SatForecastSheet *self, guint line, guint column)
{
  g_return_val_if_fail (SAT_IS_FORECAST_SHEET (self), FALSE);

  if (self->forecast == NULL)
    return FALSE;
  if (column == 0)
    return TRUE;
  switch (sat_forecast_sheet_get_column (self, column)) {
  case SAT_FORECAST_COLUMN_QUOTA:
  case SAT_FORECAST_COLUMN_ADJUSTED:
    return FALSE;
  default:
    return TRUE;
  }
}

void
sat_forecast_sheet_set_open (SatForecastSheet *self, guint line, gboolean open)
{
  const SatForecastRow *row;

  g_return_if_fail (SAT_IS_FORECAST_SHEET (self));

  if (line >= self->rows->len)
    return;
  row = sat_forecast_sheet_get_line (self, line);
  if (!row->has_children || is_closed (self, row) == !open)
    return;
  if (open)
    g_hash_table_remove (self->closed, &row->id);
  else
    g_hash_table_add (self->closed, g_memdup2 (&row->id, sizeof row->id));
  choose_rows (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

GVariant *
sat_forecast_sheet_get_closed (SatForecastSheet *self)
{
  GVariantBuilder builder;
  GHashTableIter iter;
  gpointer id;

  g_return_val_if_fail (SAT_IS_FORECAST_SHEET (self), NULL);

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("ax"));
  g_hash_table_iter_init (&iter, self->closed);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_variant_builder_add (&builder, "x", *(gint64 *)id);
  return g_variant_builder_end (&builder);
}

void
sat_forecast_sheet_set_closed (SatForecastSheet *self, GVariant *closed)
{
  GVariantIter iter;
  gint64 id;

  g_return_if_fail (SAT_IS_FORECAST_SHEET (self));
  g_return_if_fail (g_variant_is_of_type (closed, G_VARIANT_TYPE ("ax")));

  g_hash_table_remove_all (self->closed);
  g_variant_iter_init (&iter, closed);
  while (g_variant_iter_next (&iter, "x", &id))
    g_hash_table_add (self->closed, g_memdup2 (&id, sizeof id));
  choose_rows (self);
  g_signal_emit (self, signals[CHANGED], 0);
}
