/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-figures-read.h"

#include <glib/gi18n-lib.h>

#include "sat-query.h"

void
sat_figure_free (SatFigure *figure)
{
  g_free (figure->label);
  g_free (figure->value);
  g_free (figure->full);
  g_free (figure);
}

SatFiguresOf *
sat_figures_of_new (SatContext *context, SatRecord *record)
{
  SatFiguresOf *of;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_RECORD (record), NULL);
  of = g_new0 (SatFiguresOf, 1);
  of->type_name = g_strdup (sat_record_get_record_type (record)->name);
  of->uuid = sat_uuid_to_string (sat_record_get_uuid (record));
  of->id = sat_record_get_id (record);
  of->format = *sat_context_get_format (context);
  g_time_zone_ref (of->format.zone);
  sat_clock_ref (of->format.clock);
  return of;
}

void
sat_figures_of_free (SatFiguresOf *of)
{
  g_free (of->type_name);
  g_free (of->uuid);
  g_time_zone_unref (of->format.zone);
  sat_clock_unref (of->format.clock);
  g_free (of);
}

/* Takes @value and @full. */
static void
add (GPtrArray *figures, const char *label, char *value, char *full, const char *style)
{
  SatFigure *figure = g_new0 (SatFigure, 1);

  figure->label = g_strdup (label);
  figure->value = value;
  figure->full = full;
  figure->style = style;
  g_ptr_array_add (figures, figure);
}

/* The deals of the record whose stage is of that kind. */
static SatQuery *
deals (const SatFiguresOf *of, const char *kind)
{
  SatQuery *query = sat_query_new ("opportunity");
  SatFilter *tests[] = {sat_filter_test1 (of->type_name, SAT_OP_IS, of->uuid),
                        sat_filter_test1 ("stage.kind", SAT_OP_IS, kind)};
  g_autoptr (SatFilter) filter = sat_filter_all (tests, G_N_ELEMENTS (tests));

  sat_query_set_filter (query, filter);
  return query;
}

static int
compare_texts_cb (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

/* "$12,000", or one for each currency with a plus between. */
static char *
write_sums (const SatFiguresOf *of, GHashTable *sums, SatMoneyFormat flags)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer currency, sum;

  g_hash_table_iter_init (&iter, sums);
  while (g_hash_table_iter_next (&iter, &currency, &sum))
    g_ptr_array_add (texts, sat_money_format (*(gint64 *)sum, currency, flags));
  if (texts->len == 0)
    return sat_money_format (0, of->format.currency, flags);
  g_ptr_array_sort (texts, compare_texts_cb);
  g_ptr_array_add (texts, NULL);
  return g_strjoinv (" + ", (char **)texts->pdata);
}

static gboolean
add_deals (GPtrArray *figures,
           const SatFiguresOf *of,
           SatReader *reader,
           const char *kind,
           const char *label,
           const char *style,
           GError **error)
{
  g_autoptr (SatQuery) query = deals (of, kind);
  g_autoptr (GHashTable) sums = sat_query_sum (query, reader, "amount", error);

  if (sums == NULL)
    return FALSE;
  add (figures, label, write_sums (of, sums, SAT_MONEY_WITH_CURRENCY | SAT_MONEY_SHORT),
       write_sums (of, sums, SAT_MONEY_WITH_CURRENCY), style);
  return TRUE;
}

static gboolean
add_count (GPtrArray *figures,
           const SatFiguresOf *of,
           SatReader *reader,
           const char *type,
           const char *reference,
           const char *label,
           GError **error)
{
  g_autoptr (SatQuery) query = sat_query_new (type);
  g_autoptr (SatFilter) filter = sat_filter_test1 (reference, SAT_OP_IS, of->uuid);
  gint64 count = 0;

  sat_query_set_filter (query, filter);
  if (!sat_query_count (query, reader, &count, error))
    return FALSE;
  if (count > 0)
    add (figures, label, sat_format_integer (&of->format, count), NULL, NULL);
  return TRUE;
}

static void
add_money (GPtrArray *figures, const char *label, gint64 minor, const char *currency)
{
  add (figures, label,
       sat_money_format (minor, currency, SAT_MONEY_WITH_CURRENCY | SAT_MONEY_SHORT),
       sat_money_format (minor, currency, SAT_MONEY_WITH_CURRENCY), NULL);
}

static gboolean
read_deal (GPtrArray *figures, const SatFiguresOf *of, SatReader *reader, GError **error)
{
  g_autoptr (SatRecord) record = sat_reader_load (reader, of->id, error);
  const SatField *amount;
  const SatValue *value;
  const char *currency;
  gint64 probability;

  if (record == NULL)
    return FALSE;
  amount = sat_type_field (sat_record_get_record_type (record), "amount");
  value = sat_record_get (record, amount);
  currency = sat_format_currency_of (&of->format, record, amount);
  probability = sat_record_get_int (record, "probability", -1);
  if (value->type == SAT_VALUE_INTEGER) {
    add_money (figures, _ ("Amount"), value->integer, currency);
    if (probability >= 0)
      add_money (figures, _ ("Weighted"), sat_money_scale (value->integer, probability, 100),
                 currency);
  }
  value = sat_record_peek (record, "close_date");
  if (value->type == SAT_VALUE_INTEGER)
    add (figures, _ ("Closes"), sat_format_date_relative (&of->format, (SatDate)value->integer),
         sat_format_date (&of->format, (SatDate)value->integer), NULL);
  return TRUE;
}

gpointer
sat_figures_read (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  const SatFiguresOf *of = data;
  g_autoptr (GPtrArray) figures = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_figure_free);
  gboolean ok = TRUE;

  if (g_str_equal (of->type_name, "opportunity"))
    ok = read_deal (figures, of, reader, error);
  if (g_str_equal (of->type_name, "company") || g_str_equal (of->type_name, "contact"))
    ok = add_deals (figures, of, reader, "won", C_ ("deals", "Won"), "success", error) &&
         add_deals (figures, of, reader, "open", C_ ("deals", "Open"), NULL, error);
  if (ok && g_str_equal (of->type_name, "company"))
    ok = add_count (figures, of, reader, "contact", "company", _ ("People"), error) &&
         add_count (figures, of, reader, "company", "parent", _ ("Companies Below"), error);
  return ok ? g_steal_pointer (&figures) : NULL;
}
