/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-as-of-deals.h"

#include "sat-statement.h"

gboolean
sat_as_of_is_deal (const SatType *type)
{
  return g_str_equal (type->name, "opportunity");
}

/* Which deals; the stage that each was in until it closed. */
static const char find_deals[] =
    "CREATE TEMP TABLE as_of_reopened AS SELECT o.id, (SELECT f.id FROM stage AS f"
    "  WHERE f.kind = 'open' AND f.pipeline IS coalesce (o.pipeline, s.pipeline)"
    "  ORDER BY f.\"order\" NULLS LAST, f.id LIMIT 1) AS stage"
    " FROM temp.opportunity AS o JOIN stage AS s ON s.id = o.stage"
    " WHERE o.as_of_kind = 2 AND s.kind <> 'open'"
    " AND (o.close_date IS NULL OR o.close_date > (SELECT day FROM temp.as_of));"
    "CREATE UNIQUE INDEX temp.ix_as_of_reopened ON as_of_reopened (id);";

/* Also for deals that were open all the time and have no amount yet. ?1: the currency of amounts
 * that name none. */
static const char set_amounts[] =
    "UPDATE temp.opportunity SET amount = coalesce ((SELECT sum (sat_times (p.unit_price,"
    "   coalesce (l.quantity, 1000000000))) FROM line_item AS l JOIN product AS p"
    "   ON p.id = l.product WHERE l.opportunity = +opportunity.id"
    "   AND ifnull (p.currency, ?1) = ifnull (opportunity.currency, ?1)), amount)"
    " WHERE id IN (SELECT id FROM temp.as_of_reopened)"
    "  OR (as_of_kind = 2 AND amount IS NULL AND stage IN"
    "    (SELECT s.id FROM stage AS s WHERE s.kind = 'open'))";

/* Without it each of these deals would read all lines. Columns of the past have no affinity, and a
 * comparison with one that has could not use it: hence the plus. */
static const char index_lines[] = "CREATE INDEX temp.ix_as_of_lines ON line_item (opportunity)";

static const char any_amount[] =
    "SELECT EXISTS (SELECT 1 FROM temp.as_of_reopened) OR EXISTS (SELECT 1 FROM temp.opportunity"
    " WHERE as_of_kind = 2 AND amount IS NULL)";

static const char set_stages[] = "UPDATE temp.opportunity SET stage = r.stage, lost_reason = NULL,"
                                 " probability = s.probability, probability_manual = NULL,"
                                 " category = s.category, category_manual = NULL"
                                 " FROM temp.as_of_reopened AS r JOIN stage AS s ON s.id = r.stage"
                                 " WHERE r.id = opportunity.id";

gboolean
sat_as_of_reopen_deals (SatConnection *connection, const char *currency, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  gint64 any;

  if (!sat_connection_exec (connection, find_deals, error) ||
      !sat_connection_query_int (connection, any_amount, 0, &any, error))
    return FALSE;
  if (!any)
    return TRUE;
  if (!sat_connection_exec (connection, index_lines, error))
    return FALSE;
  statement = sat_statement_new (connection, set_amounts, error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_text (statement, 1, currency);
  return sat_statement_run (statement, error) &&
         sat_connection_exec (connection, set_stages, error);
}
