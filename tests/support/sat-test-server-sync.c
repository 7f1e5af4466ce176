/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The file's side of talking to the server of the tests. */

#include "config.h"

#include "sat-served.h"
#include "sat-test-check.h"
#include "sat-test-server.h"

void
sat_test_server_join (SatTestServer *self, SatStore *store)
{
  SatUuid user = sat_uuid_new (SAT_TEST_STORE_NOW / 1000);
  g_autoptr (GError) error = NULL;

  sat_remote_join (store, "http://localhost", &user, 7, &error);
  g_assert_no_error (error);
  sat_remote_set_epoch (store, SAT_TEST_SERVER_EPOCH, &error);
  g_assert_no_error (error);
  sat_outbox_enter_all (store, NULL, &error);
  g_assert_no_error (error);
}

gboolean
sat_test_server_send (SatTestServer *self, SatStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SatPushAnswer) answer = NULL;

  sat_outbox_freeze (store, NULL, &body, NULL, &error);
  g_assert_no_error (error);
  if (body == NULL)
    return FALSE;
  bytes = sat_test_server_push (self, 7, body);
  answer = sat_push_answer_parse (bytes, &error);
  g_assert_no_error (error);
  sat_outbox_answer (store, answer, NULL, &error);
  g_assert_no_error (error);
  return TRUE;
}

gboolean
sat_test_server_receive (SatTestServer *self, SatStore *store, guint limit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatRemoteState) state = sat_remote_state (store, &error);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (SatPageReader) page = NULL;

  g_assert_no_error (error);
  body = sat_test_server_pull (self, &state->at, limit);
  page = sat_page_reader_new (body, &error);
  g_assert_no_error (error);
  sat_remote_apply (store, page, NULL, &error);
  g_assert_no_error (error);
  return sat_page_reader_head (page)->more;
}

void
sat_test_server_sync (SatTestServer *self, SatStore *store)
{
  while (sat_test_server_send (self, store))
    continue;
  while (sat_test_server_receive (self, store, 100))
    continue;
}

/* What the file keeps though it does not know it. */
static void
add_unknown (SatConnection *connection, gint64 id, SatWireFields *fields)
{
  g_autoptr (SatStatement) statement = sat_statement_new (
      connection, "SELECT json_extract (extra, '$.fields') FROM record WHERE id = ?1", NULL);
  g_autoptr (SatWireFields) more = NULL;
  gboolean row;

  sat_statement_bind_int (statement, 1, id);
  if (!sat_statement_step (statement, &row, NULL) || sat_statement_is_null (statement, 0))
    return;
  more = sat_wire_fields_parse (sat_statement_text (statement, 0), -1, NULL);
  for (guint i = 0; i < sat_wire_fields_n (more); i++)
    sat_wire_fields_take (fields, sat_wire_fields_name (more, i),
                          sat_wire_value_copy (sat_wire_fields_value (more, i)), FALSE);
}

static void
read_row_cb (SatWriter *writer, const SatTestServerRecord *record, GError **error)
{
  SatWireMap *map = sat_writer_get_wire (writer);
  g_auto (SatRow) row = {0};
  g_autoptr (SatClocks) clocks = NULL;
  g_autoptr (SatWireFields) fields = NULL;
  g_autofree char *text = NULL, *expected = NULL, *versions = NULL, *expected_versions = NULL;
  gint64 id;

  sat_wire_map_id (map, writer, &record->uuid, &id, error);
  g_assert_no_error (*error);
  sat_writer_read_row (writer, id, TRUE, &row, error);
  g_assert_no_error (*error);
  if (record->deleted && row.type == NULL)
    return;
  g_assert_nonnull (row.type);
  g_assert_cmpstr (row.type->name, ==, record->type);
  g_assert_cmpint (row.deleted, ==, record->deleted);
  g_assert_cmpint (row.seq, ==, record->seq);
  clocks = sat_wire_map_clocks (map, row.type, row.versions, error);
  versions = sat_clocks_to_string (clocks);
  expected_versions = sat_clocks_to_string (record->clocks);
  g_assert_cmpstr (versions, ==, expected_versions);
  if (row.deleted)
    return;
  fields = sat_wire_map_fields (map, row.type, row.values, error);
  add_unknown (sat_writer_get_connection (writer), id, fields);
  text = sat_wire_fields_to_string (fields);
  expected = sat_wire_fields_to_string (record->fields);
  g_assert_cmpstr (text, ==, expected);
}

static gboolean
compare_cb (SatWriter *writer, gpointer data, GError **error)
{
  g_autoptr (GList) all = sat_test_server_all (data);

  for (GList *l = all; l != NULL; l = l->next)
    read_row_cb (writer, l->data, error);
  return TRUE;
}

void
sat_test_server_assert_same (SatTestServer *self, SatTestStore *test)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GList) all = sat_test_server_all (self);
  gint64 living = 0;

  for (GList *l = all; l != NULL; l = l->next)
    living += !((SatTestServerRecord *)l->data)->deleted;
  sat_store_write (test->store, SAT_CHANGE_REMOTE, "", compare_cb, self, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (
      sat_test_store_sql_int (test, "SELECT count(*) FROM record WHERE type <> 0 AND deleted = 0"),
      ==, living);
  g_assert_cmpint (sat_test_store_sql_int (test, "SELECT count(*) FROM outbox WHERE state < 3"), ==,
                   0);
  g_assert_cmpint (sat_test_store_sql_int (test, "SELECT count(*) FROM shadow"), ==, 0);
  sat_test_check_verify (sat_test_store_reader (test));
}
