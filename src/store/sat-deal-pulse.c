/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-deal-pulse.h"

#include "sat-reader-private.h"

#define DEALS                                                                                      \
  "SELECT o.id, o.close_date, o.amount, o.currency, s.idle_limit, o.opened,"                       \
  " ifnull ((SELECT sat_rises (d.value, o.close_date) FROM (SELECT h.value FROM history AS h"      \
  " WHERE h.record = o.id AND h.field = ?2 AND h.value IS NOT NULL AND h.fate <> 2"                \
  " ORDER BY h.v_to, h.id) AS d), 0),"                                                             \
  " (SELECT max (h.v_to) FROM history AS h WHERE h.record = o.id AND h.field = ?3),"               \
  " (SELECT max (n.written) FROM note AS n WHERE n.opportunity = o.id)"                            \
  " FROM opportunity AS o JOIN stage AS s ON s.id = o.stage AND s.kind = 'open'"

#define ACTIVITIES "SELECT start, due, ifnull (done, 0) FROM activity WHERE opportunity = ?1"

typedef struct {
  SatReader *reader;
  SatDate today;
  GTimeZone *zone;
  gint64 today_start;
} Look;

static void
act_at (SatDealPulse *pulse, gint64 at)
{
  pulse->last_action = MAX (pulse->last_action, at);
}

static void
add_activity (const Look *look, SatStatement *statement, SatDealPulse *pulse)
{
  gboolean has_start = !sat_statement_is_null (statement, 0);
  gint64 start = sat_statement_int (statement, 0);
  gboolean has_due = !sat_statement_is_null (statement, 1);
  SatDate due = (SatDate)sat_statement_int (statement, 1);

  if (sat_statement_int (statement, 2) != 0) {
    if (has_start || has_due)
      act_at (pulse, has_start ? start : sat_date_start (due, look->zone));
    return;
  }
  pulse->open_activities++;
  if (has_start ? start >= look->today_start : has_due && due >= look->today)
    pulse->planned = TRUE;
}

static gboolean
read_activities (const Look *look, SatDealPulse *pulse, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (look->reader->connection, ACTIVITIES, error);
  gboolean row = statement != NULL;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, pulse->deal);
  while (row) {
    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (row)
      add_activity (look, statement, pulse);
  }
  return TRUE;
}

static SatDealPulse
read_deal (const Look *look, SatStatement *statement)
{
  const char *currency = sat_statement_text (statement, 3);
  SatDealPulse pulse = {.deal = sat_statement_int (statement, 0)};

  pulse.has_close_date = !sat_statement_is_null (statement, 1);
  pulse.close_date = (SatDate)sat_statement_int (statement, 1);
  pulse.has_amount = !sat_statement_is_null (statement, 2);
  pulse.amount = sat_statement_int (statement, 2);
  pulse.currency =
      currency != NULL ? g_intern_string (currency) : sat_reader_workspace_currency (look->reader);
  pulse.idle_limit = (int)sat_statement_int (statement, 4);
  pulse.pushes = (guint)sat_statement_int (statement, 6);
  if (!sat_statement_is_null (statement, 5))
    act_at (&pulse, sat_date_start ((SatDate)sat_statement_int (statement, 5), look->zone));
  if (!sat_statement_is_null (statement, 7))
    act_at (&pulse, sat_hlc_to_us ((SatHlc)sat_statement_int (statement, 7)));
  if (!sat_statement_is_null (statement, 8))
    act_at (&pulse, sat_statement_int (statement, 8));
  return pulse;
}

static gboolean
read_deals (const Look *look, SatStatement *statement, GArray *pulses, GError **error)
{
  gboolean row;

  do {
    SatDealPulse pulse;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      break;
    pulse = read_deal (look, statement);
    if (!read_activities (look, &pulse, error))
      return FALSE;
    g_array_append_val (pulses, pulse);
  } while (row);
  return TRUE;
}

GArray *
sat_deal_pulses (SatReader *reader,
                 gint64 owner,
                 SatDate today,
                 GTimeZone *zone,
                 GCancellable *cancellable,
                 GError **error)
{
  Look look = {reader, today, zone, 0};
  const SatType *type;
  g_autoptr (SatStatement) statement = NULL;
  g_autoptr (GArray) pulses = g_array_new (FALSE, FALSE, sizeof (SatDealPulse));
  gboolean ok;

  g_return_val_if_fail (reader != NULL && zone != NULL, NULL);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  sat_reader_refresh (reader);
  look.today_start = sat_date_start (today, zone);
  type = sat_registry_type (reader->registry, "opportunity");
  statement = sat_statement_cached (
      reader->connection, owner != 0 ? DEALS " WHERE o.owner = ?1" : DEALS " WHERE ?1 = 0", error);
  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, owner);
  sat_statement_bind_int (statement, 2, sat_type_field (type, "close_date")->number);
  sat_statement_bind_int (statement, 3, sat_type_field (type, "stage")->number);
  sat_connection_set_cancellable (reader->connection, cancellable);
  ok = read_deals (&look, statement, pulses, error);
  sat_connection_set_cancellable (reader->connection, NULL);
  return ok ? g_steal_pointer (&pulses) : NULL;
}
