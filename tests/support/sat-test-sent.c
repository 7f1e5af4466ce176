/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-test-sent.h"

#include <string.h>

#include "sat-connection.h"
#include "sat-pack.h"
#include "sat-statement.h"
#include "sat-test-raw.h"

#define MOST (16 * 1024 * 1024)

char *
sat_test_sent_text (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatConnection) connection = sat_connection_open (path, SAT_OPEN_READ, &error);
  g_autoptr (SatStatement) statement = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean row = TRUE;

  g_assert_no_error (error);
  statement = sat_statement_new (connection, "SELECT body FROM sent ORDER BY first", &error);
  g_assert_no_error (error);
  while (sat_statement_step (statement, &row, &error) && row) {
    gsize length;
    const void *data = sat_statement_blob (statement, 0, &length);
    g_autoptr (GBytes) packed = g_bytes_new (data, length);
    g_autoptr (GBytes) body = sat_unpack (packed, MOST, &error);

    g_assert_no_error (error);
    data = g_bytes_get_data (body, &length);
    g_string_append_len (text, data, (gssize)length);
  }
  g_assert_no_error (error);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
sat_test_assert_no_trace (const char *folder, const char *path, const char *text)
{
  g_autofree char *sent = sat_test_sent_text (path);

  sat_test_assert_no_raw (folder, text);
  if (strstr (sent, text) != NULL)
    g_error ("“%s” was sent, and is kept: %s", text, sent);
}
