/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sync-fixture.h"

#include <string.h>

Fixture *
fixture_new_alone (SatRegistry *registry)
{
  Fixture *f = g_new0 (Fixture, 1);

  f->t = sat_test_store_new_with_registry (SAT_STORE_DEFAULT, registry);
  f->server = sat_test_server_new ();
  return f;
}

Fixture *
fixture_new (void)
{
  Fixture *f = fixture_new_alone (NULL);

  sat_test_server_join (f->server, f->t->store);
  return f;
}

void
fixture_free (Fixture *f)
{
  sat_test_server_free (f->server);
  sat_test_store_free (f->t);
  g_free (f);
}

void
receive (Fixture *f)
{
  while (sat_test_server_receive (f->server, f->t->store, 100))
    continue;
}

void
sync_now (Fixture *f)
{
  sat_test_server_sync (f->server, f->t->store);
  sat_test_server_assert_same (f->server, f->t);
}

SatUuid
new_uuid (void)
{
  return sat_uuid_new (SAT_TEST_STORE_NOW / 1000);
}

gint64
id_of (Fixture *f, const SatUuid *uuid)
{
  return sat_reader_find (sat_test_store_reader (f->t), uuid, NULL, NULL, NULL);
}

SatUuid
uuid_of (Fixture *f, gint64 id)
{
  SatUuid uuid;

  sat_reader_identify (sat_test_store_reader (f->t), id, &uuid, NULL, NULL, NULL);
  return uuid;
}

char *
reference (const SatUuid *uuid)
{
  g_autofree char *text = sat_uuid_to_string (uuid);

  return g_strconcat ("@", text, NULL);
}

/* A company that both sides know. */
gint64
add_shared (Fixture *f, SatUuid *uuid)
{
  *uuid = new_uuid ();
  sat_test_server_put (f->server, uuid, "company", NULL, "name", "Acme", "notes", "old", NULL);
  receive (f);
  return id_of (f, uuid);
}

gboolean
take_part (Fixture *f,
           const SatUuid *uuid,
           const SatPageRow *row,
           const SatUuid *u,
           const char *clocks,
           GError **error)
{
  const SatTestServerRecord *record = sat_test_server_get (f->server, uuid);
  g_autofree char *right = sat_clocks_to_string (record->clocks);
  g_autoptr (SatRemoteState) state = sat_remote_state (f->t->store, NULL);
  g_autofree char *cursor =
      g_strdup_printf (SAT_TEST_SERVER_EPOCH ":%" G_GINT64_FORMAT ":mac", record->seq);
  const SatPageHead head = {.from = state->at,
                            .upto = {.cursor = cursor, .sv = (char *)"all", .bf = (char *)""},
                            .head = record->seq};
  g_autoptr (SatPageWriter) writer = sat_page_writer_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SatPageReader) page = NULL;

  sat_page_writer_part (writer, row, uuid, u, clocks != NULL ? clocks : right);
  bytes = sat_page_writer_finish (writer, &head);
  page = sat_page_reader_new (bytes, error);
  return page != NULL && sat_remote_apply (f->t->store, page, NULL, error);
}

gint64
count (Fixture *f, const char *what)
{
  g_autofree char *sql = g_strconcat ("SELECT count(*) FROM ", what, NULL);

  return sat_test_store_sql_int (f->t, sql);
}

guint
steps_of (Fixture *f, gint64 id, const char *field)
{
  g_autoptr (GPtrArray) entries = sat_history_of (sat_test_store_reader (f->t), id, FALSE, NULL);
  guint n = 0;

  for (guint i = 0; i < entries->len; i++) {
    const SatHistoryEntry *entry = entries->pdata[i];

    n += entry->field != NULL && strcmp (entry->field->name, field) == 0;
  }
  return n;
}

GBytes *
freeze (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  GBytes *body = NULL;

  sat_outbox_freeze (f->t->store, NULL, &body, NULL, &error);
  g_assert_no_error (error);
  return body;
}

/* The mutations of a body. */
GPtrArray *
read_body (GBytes *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatPush) push = sat_push_parse (body, &error);
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_mutation_free);

  g_assert_no_error (error);
  for (guint i = 0; i < push->lines->len; i++) {
    gsize length;
    const char *line = g_bytes_get_data (push->lines->pdata[i], &length);

    g_ptr_array_add (list, sat_mutation_parse (line, length, &error));
    g_assert_no_error (error);
  }
  return list;
}

void
answer_with (Fixture *f, GBytes *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = sat_test_server_push (f->server, 7, body);
  g_autoptr (SatPushAnswer) answer = sat_push_answer_parse (bytes, &error);

  g_assert_no_error (error);
  sat_outbox_answer (f->t->store, answer, NULL, &error);
  g_assert_no_error (error);
}
