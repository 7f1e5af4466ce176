/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-query-test.h"

#include "sat-period.h"
#include "sat-reader-private.h"

#include <glib/gi18n-lib.h>

/* One test of a number, an amount of money, a date, an instant or a yes or no as SQL. */

/* The finest minor unit that there is, and a currency that has it. */
#define MAX_EXPONENT 4
#define FINE_CURRENCY "CLF"

gboolean
sat_query_parse (const SatFilter *test,
                 const SatField *field,
                 const char *text,
                 const char *currency,
                 SatValue *value,
                 GError **error)
{
  if (!sat_field_parse (field, text, currency, value, error)) {
    g_prefix_error (error, "%s: ", sat_filter_get_path (test));
    return FALSE;
  }
  if (value->type != SAT_VALUE_NULL)
    return TRUE;
  g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
               _ ("The comparison “%s” of “%s” needs a value"),
               sat_query_op_name (sat_filter_get_op (test)), sat_filter_get_path (test));
  return FALSE;
}

static const char *
compare (SatQuerySql *self, const char *expression, SatFilterOp op, gint64 number)
{
  return sat_query_sql_piece (self, "%s %s %s", expression, sat_query_op_sql (op),
                              sat_query_sql_int_parameter (self, number));
}

/* A day among instants: the whole of it, in the time zone of whoever asks. */
static const char *
compare_day (SatQuerySql *self, const char *expression, SatFilterOp op, SatDate day)
{
  g_autoptr (GTimeZone) own = sat_zone_open (NULL, NULL);
  g_autoptr (GTimeZone) zone = own != NULL ? g_time_zone_ref (own) : g_time_zone_new_utc ();
  gint64 start = sat_date_start (day, zone), end = sat_date_end (day, zone);

  switch (op) {
  case SAT_OP_LT:
  case SAT_OP_GE:
    return compare (self, expression, op, start);
  case SAT_OP_LE:
  case SAT_OP_GT:
    return compare (self, expression, op, end);
  default:
    return sat_query_sql_piece (self, "%s BETWEEN %s AND %s", expression,
                                sat_query_sql_int_parameter (self, start),
                                sat_query_sql_int_parameter (self, end));
  }
}

static gint64
floor_div (gint64 number, gint64 divisor)
{
  return number / divisor - (number % divisor < 0 ? 1 : 0);
}

/* What a whole number of units must be compared with, so that it compares as with @fine, which is
 * counted in units @scale times as small. FALSE: no whole number is equal to it. */
static gboolean
scaled_bound (SatFilterOp op, gint64 fine, gint64 scale, gint64 *bound)
{
  gboolean whole = fine % scale == 0;

  *bound = floor_div (fine, scale);
  if (!whole && (op == SAT_OP_GE || op == SAT_OP_LT))
    *bound += 1;
  return whole || (op != SAT_OP_IS && op != SAT_OP_IN);
}

/* An amount in its record's currency: the bound depends on the digits of that one's minor unit.
 * The loosest of the bounds stands in front, because an index can use it. */
static const char *
compare_by_currency (
    SatQuerySql *self, const char *expression, const char *currency, SatFilterOp op, gint64 fine)
{
  g_autoptr (GString) bounds = g_string_new (NULL);
  const char *sql_op = sat_query_op_sql (op);
  gint64 low = G_MAXINT64, high = G_MININT64, scale = 1;

  g_string_printf (
      bounds, "CASE sat_exponent (ifnull (%s, %s))", currency,
      sat_query_sql_text_parameter (self, sat_reader_workspace_currency (self->reader)));
  for (int exponent = MAX_EXPONENT; exponent >= 0; exponent--, scale *= 10) {
    gint64 bound;

    if (!scaled_bound (op, fine, scale, &bound))
      continue;
    low = MIN (low, bound);
    high = MAX (high, bound);
    g_string_append_printf (bounds, " WHEN %d THEN %s", exponent,
                            sat_query_sql_int_parameter (self, bound));
  }
  if (op == SAT_OP_IS || op == SAT_OP_IN)
    return sat_query_sql_piece (self, "(%s BETWEEN %s AND %s AND %s = %s END)", expression,
                                sat_query_sql_int_parameter (self, low),
                                sat_query_sql_int_parameter (self, high), expression, bounds->str);
  return sat_query_sql_piece (
      self, "(%s %s %s AND %s %s %s END)", expression, sql_op,
      sat_query_sql_int_parameter (self, op == SAT_OP_LT || op == SAT_OP_LE ? high : low),
      expression, sql_op, bounds->str);
}

static const char *
test_money (SatQuerySql *self,
            const SatPathEnd *end,
            const SatFilter *test,
            const char *text,
            GError **error)
{
  SatFilterOp op = sat_filter_get_op (test);
  const char *currency = sat_query_sql_currency (self, end);
  const char *expression = sat_query_sql_value (self, end);
  g_auto (SatValue) value = SAT_VALUE_INIT;
  gint64 bound, scale = 1;

  if (!sat_query_parse (test, end->field, text, FINE_CURRENCY, &value, error))
    return NULL;
  if (currency != NULL)
    return compare_by_currency (self, expression, currency, op, value.integer);
  for (int exponent = sat_currency_exponent (sat_reader_workspace_currency (self->reader));
       exponent < MAX_EXPONENT; exponent++)
    scale *= 10;
  if (!scaled_bound (op, value.integer, scale, &bound))
    return "0";
  return compare (self, expression, op, bound);
}

/* A stretch of days as it is today, in the time zone of whoever asks. */
static const char *
test_period (SatQuerySql *self,
             const SatPathEnd *end,
             const SatFilter *test,
             const char *text,
             GError **error)
{
  SatStore *store = sat_reader_get_store (self->reader);
  g_autoptr (GTimeZone) own = sat_zone_open (NULL, NULL);
  g_autoptr (GTimeZone) zone = own != NULL ? g_time_zone_ref (own) : g_time_zone_new_utc ();
  SatDate today = sat_date_today (sat_clock_now (sat_store_get_clock (store)), zone), first, last;
  SatFilterOp op = sat_filter_get_op (test);
  gint64 low, high;

  if (!sat_period_range (text, today, sat_store_get_fiscal_start (store), &first, &last)) {
    g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
                 _ ("“%s”, to which “%s” is compared, is no period"), text,
                 sat_filter_get_path (test));
    return NULL;
  }
  if (op != SAT_OP_IS && op != SAT_OP_IN)
    return sat_query_refuse_op (test, error);
  low = end->field->kind == SAT_KIND_DATE ? first : sat_date_start (first, zone);
  high = end->field->kind == SAT_KIND_DATE ? last : sat_date_end (last, zone);
  return sat_query_sql_piece (self, "%s BETWEEN %s AND %s", sat_query_sql_value (self, end),
                              sat_query_sql_int_parameter (self, low),
                              sat_query_sql_int_parameter (self, high));
}

static gboolean
is_period (const SatPathEnd *end, const char *text)
{
  return *text == '@' &&
         (end->field->kind == SAT_KIND_DATE || end->field->kind == SAT_KIND_INSTANT);
}

static const char *
test_value (SatQuerySql *self,
            const SatPathEnd *end,
            const SatFilter *test,
            const char *text,
            GError **error)
{
  SatFilterOp op = sat_filter_get_op (test);
  const char *expression = sat_query_sql_value (self, end);
  g_auto (SatValue) value = SAT_VALUE_INIT;
  SatDate day;

  if (is_period (end, text))
    return test_period (self, end, test, text, error);
  if (end->field->kind == SAT_KIND_INSTANT && sat_date_parse (text, &day, NULL))
    return compare_day (self, expression, op, day);
  if (!sat_query_parse (test, end->field, text, NULL, &value, error))
    return NULL;
  return compare (self, expression, op, value.integer);
}

const char *
sat_query_test_number (SatQuerySql *self,
                       const SatPathEnd *end,
                       const SatFilter *test,
                       GError **error)
{
  const char *const *values = sat_filter_get_values (test);
  SatFilterOp op = sat_filter_get_op (test);
  gboolean ordered = end->field->kind != SAT_KIND_BOOLEAN;
  g_autoptr (GPtrArray) conditions = g_ptr_array_new ();

  if (sat_query_op_sql (op) == NULL || (!ordered && op != SAT_OP_IS && op != SAT_OP_IN))
    return sat_query_refuse_op (test, error);
  for (gsize i = 0; values[i] != NULL; i++) {
    const char *condition = end->field->kind == SAT_KIND_MONEY
                                ? test_money (self, end, test, values[i], error)
                                : test_value (self, end, test, values[i], error);

    if (condition == NULL)
      return NULL;
    g_ptr_array_add (conditions, (gpointer)condition);
  }
  return sat_query_sql_combine (self, conditions, "OR");
}
