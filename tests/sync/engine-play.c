/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine-play.h"

#include <string.h>

void
play_begin (Play *p, guint32 token_device, gboolean same_file)
{
  g_autoptr (GError) error = NULL;

  *p = (Play){0};
  p->t = sat_test_store_new (SAT_STORE_CREATE);
  p->engine = sat_sync_engine_new (p->t->store, token_device, same_file, &error);
  g_assert_no_error (error);
}

void
play_end (Play *p)
{
  sat_sync_engine_free (p->engine);
  sat_test_store_free (p->t);
}

void
expect_step (Play *p, SatSyncStep step)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sat_sync_engine_next (p->engine, &p->request, &error));
  g_assert_no_error (error);
  g_assert_cmpint (p->request.step, ==, step);
}

void
expect (Play *p, SatSyncKind kind)
{
  static const char *const paths[] = {"/v1/sync/hello",  "/v1/sync/push",    "/v1/sync/pull?",
                                      "/v1/sync/rescue", "/v1/sync/digest?", "/v1/sync/leaf?",
                                      "/v1/device",      "/v1/auth/token"};

  expect_step (p, SAT_SYNC_ASK);
  g_assert_cmpint (p->request.kind, ==, kind);
  g_assert_true (g_str_has_prefix (p->request.path, paths[kind]));
  g_assert_cmpstr (p->request.method, ==,
                   kind == SAT_SYNC_HELLO || kind == SAT_SYNC_PULL ? "GET" : "POST");
  if (kind != SAT_SYNC_RESCUE) /* of the next life */
    g_assert_cmpstr (p->request.epoch, ==, fake.epoch);
  g_assert_cmpuint (p->request.schema, ==, SAT_SCHEMA_VERSION);
  g_assert_true ((p->request.body != NULL) == (kind == SAT_SYNC_PUSH || kind == SAT_SYNC_RESCUE));
}

guint
n_pushed (Play *p)
{
  gsize length;
  const char *text = g_bytes_get_data (p->request.body, &length);
  guint n = 0;

  for (gsize i = 0; i < length; i++)
    n += text[i] == '\n';
  return n - 1;
}

void
say_bytes (Play *p, guint status, GBytes *body)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sat_sync_engine_answer (p->engine, status, 0, body, &error));
  g_assert_no_error (error);
}

void
say (Play *p, guint status, const char *text)
{
  g_autoptr (GBytes) body = text != NULL ? g_bytes_new (text, strlen (text)) : NULL;

  say_bytes (p, status, body);
}

void
say_and_end (Play *p, guint status, const char *text, SatSyncError code)
{
  g_autoptr (GBytes) body = text != NULL ? g_bytes_new (text, strlen (text)) : NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (sat_sync_engine_answer (p->engine, status, 0, body, &error));
  g_assert_error (error, SAT_SYNC_ERROR, (int)code);
  g_assert_cmpstr (error->message, !=, "");
}

static char *
failure (const char *code)
{
  return g_strdup_printf ("{\"error\":{\"code\":\"%s\",\"message\":\"m\"}}", code);
}

void
say_failure (Play *p, guint status, const char *code)
{
  g_autofree char *text = failure (code);

  say (p, status, text);
}

void
end_failure (Play *p, guint status, const char *code, SatSyncError end)
{
  g_autofree char *text = failure (code);

  say_and_end (p, status, text, end);
}

void
take_push (Play *p, guint n_statuses, const SatPushStatus *statuses)
{
  g_autoptr (SatPushAnswer) answer = sat_push_answer_new ();
  g_autoptr (GBytes) body = NULL;

  answer->last_m = fake.last_m + n_pushed (p);
  answer->seq = 7;
  for (guint i = 0; i < n_statuses; i++)
    if (statuses[i] != SAT_PUSH_OK) {
      SatPushResult *result = sat_push_answer_add (answer, fake.last_m + 1 + i, statuses[i]);

      if (statuses[i] == SAT_PUSH_REJECTED)
        result->code = g_strdup ("forbidden");
    }
  body = sat_push_answer_write (answer);
  say_bytes (p, 200, body);
}

GBytes *
make_page (const char *upto, gboolean more, guint gone)
{
  SatPageHead head = {.from = {fake.cursor, fake.sv, fake.bf},
                      .upto = {(char *)upto, (char *)"7a", (char *)""},
                      .head = 100,
                      .more = more};
  g_autoptr (SatPageWriter) writer = sat_page_writer_new ();

  for (guint i = 0; i < gone; i++) {
    SatUuid uuid = sat_uuid_new (i);

    sat_page_writer_gone (writer, &uuid);
  }
  return sat_page_writer_finish (writer, &head);
}

void
give_page (Play *p, const char *upto, gboolean more)
{
  g_autoptr (GBytes) body = make_page (upto, more, 3);

  say_bytes (p, 200, body);
}

void
assert_log (const char *expected)
{
  g_assert_cmpstr (g_strchomp (fake.log->str), ==, expected);
}
