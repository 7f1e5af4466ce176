/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Checks of what undo and sync rely on. */

#include "config.h"

#include "sat-verify-private.h"

#include "sat-sent.h"

#include <glib/gi18n-lib.h>

gboolean
sat_verify_changes (SatVerify *self, GError **error)
{
  return sat_verify_look (self, "SELECT count(*) FROM change", error) &&
         sat_verify_ask (self, _ ("changes with created records that are none"),
                         "SELECT change FROM change_created WHERE first > last OR first < 1"
                         " OR last > (SELECT ifnull (max (id), 0) FROM record)",
                         error) &&
         sat_verify_ask (
             self, _ ("changes whose history is not theirs"),
             "SELECT id FROM change AS c WHERE (history_first IS NULL) <> (history_last IS NULL)"
             " OR history_first > history_last"
             " OR (history_first IS NOT NULL AND NOT EXISTS"
             "  (SELECT 1 FROM history AS h WHERE h.id = c.history_first AND h.change = c.id))"
             " OR (history_last IS NOT NULL AND NOT EXISTS"
             "  (SELECT 1 FROM history AS h WHERE h.id = c.history_last AND h.change = c.id))",
             error) &&
         sat_verify_ask (self, _ ("history outside of its change"),
                         "SELECT h.id FROM history AS h JOIN change AS c ON c.id = h.change"
                         " WHERE (h.id BETWEEN c.history_first AND c.history_last) IS NOT 1",
                         error) &&
         sat_verify_ask (self, _ ("changes that are undone by earlier ones"),
                         "SELECT id FROM change WHERE undone_by <= id", error);
}

/* A server that has lost something gets it back from there. */
static gboolean
verify_sent (SatVerify *self, GError **error)
{
  g_autoptr (SatSent) sent = sat_sent_new (self->connection);
  g_autofree char *sql = NULL;
  gint64 broken;

  if (!sat_sent_check (sent, &broken, error))
    return FALSE;
  sql = g_strdup_printf ("SELECT %" G_GINT64_FORMAT " WHERE %d", broken, broken >= 0);
  return sat_verify_ask (self, _ ("pushes that cannot be sent again"), sql, error);
}

gboolean
sat_verify_outbox (SatVerify *self, GError **error)
{
  gint64 joined;

  if (!sat_connection_query_int (self->connection,
                                 "SELECT count(*) FROM setting WHERE key = 'joined'", 0, &joined,
                                 error) ||
      !sat_verify_look (self, "SELECT count(*) FROM outbox", error))
    return FALSE;
  if (joined == 0)
    return sat_verify_ask (self, _ ("entries of a workspace that was never joined to a server"),
                           "SELECT n FROM outbox", error);
  return sat_verify_ask (self, _ ("entries that cannot be sent"),
                         "SELECT n FROM outbox WHERE op NOT BETWEEN 0 AND 5"
                         " OR length (fields) % 2 <> 0"
                         " OR (op < 4 AND bases IS NOT NULL AND"
                         "     length (bases) IS NOT length (fields) / 2 * 12)"
                         " OR (op > 3 AND length (bases) IS NOT 16)"
                         " OR state NOT BETWEEN 0 AND 3"
                         " OR (state = 0 AND m IS NOT NULL) OR (state IN (1, 2) AND m IS NULL)"
                         " OR m > ifnull ((SELECT last FROM sent WHERE first <= m"
                         "  ORDER BY first DESC LIMIT 1), 0)",
                         error) &&
         verify_sent (self, error) &&
         sat_verify_ask (self, _ ("what a server said beside records that nobody edits"),
                         "SELECT record FROM shadow AS s WHERE NOT EXISTS"
                         " (SELECT 1 FROM outbox WHERE record = s.record AND state < 3)",
                         error);
}
