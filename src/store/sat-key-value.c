/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-key-value.h"

#include "sat-statement.h"

char *
sat_key_value_get (SatConnection *connection, const char *table, const char *key)
{
  g_autofree char *sql = g_strdup_printf ("SELECT value FROM %s WHERE key = ?1", table);
  g_autoptr (SatStatement) statement = sat_statement_cached (connection, sql, NULL);
  gboolean row;

  if (statement == NULL)
    return NULL;
  sat_statement_bind_text (statement, 1, key);
  return sat_statement_step (statement, &row, NULL) && row
             ? g_strdup (sat_statement_text (statement, 0))
             : NULL;
}

gboolean
sat_key_value_put (SatConnection *connection,
                   const char *table,
                   const char *key,
                   const char *value,
                   GError **error)
{
  g_autofree char *sql = value != NULL
                             ? g_strdup_printf ("INSERT INTO %s (key, value) VALUES (?1, ?2)"
                                                " ON CONFLICT (key) DO UPDATE SET value = ?2",
                                                table)
                             : g_strdup_printf ("DELETE FROM %s WHERE key = ?1", table);
  g_autoptr (SatStatement) statement = sat_statement_cached (connection, sql, error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_text (statement, 1, key);
  if (value != NULL)
    sat_statement_bind_text (statement, 2, value);
  return sat_statement_run (statement, error);
}
