/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the engine asks, by what it is answered: a server and a file that do as the test says. */
#include "config.h"

#include "engine-play.h"

static void
test_quiet (void)
{
  Play p;

  fake_outbox_reset ();
  play_begin (&p, 12, TRUE);
  expect (&p, SAT_SYNC_PULL);
  g_assert_cmpstr (p.request.path, ==, "/v1/sync/pull?cursor=&sv=&bf=&limit=2000");
  give_page (&p, "9f:5:m+/", TRUE);
  expect (&p, SAT_SYNC_PULL);
  g_assert_cmpstr (p.request.path, ==,
                   "/v1/sync/pull?cursor=9f%3A5%3Am%2B%2F&sv=7a&bf=&limit=2000");
  give_page (&p, "9f:9:m", FALSE);
  expect_step (&p, SAT_SYNC_DONE);
  expect_step (&p, SAT_SYNC_DONE);
  g_assert_cmpuint (sat_sync_engine_counts (p.engine)->gone, ==, 6);
  assert_log ("apply=3 apply=3");
  play_end (&p);
}

static void
note_ahead_cb (const SatSyncRequest *request, gpointer data)
{
  char **last = data;

  g_assert_cmpint (request->kind, ==, SAT_SYNC_PULL);
  g_assert_cmpstr (request->method, ==, "GET");
  g_free (*last);
  *last = g_strdup (request->path);
}

/* What will be asked next is told with each page but the last, and then it is asked. */
static void
test_ahead (void)
{
  g_autofree char *told = NULL;
  Play p;

  fake_outbox_reset ();
  play_begin (&p, 12, TRUE);
  sat_sync_engine_set_ahead (p.engine, note_ahead_cb, &told);
  expect (&p, SAT_SYNC_PULL);
  g_assert_null (told);
  give_page (&p, "9f:5:m+/", TRUE);
  g_assert_nonnull (told);
  expect (&p, SAT_SYNC_PULL);
  g_assert_cmpstr (told, ==, p.request.path);
  g_clear_pointer (&told, g_free);
  give_page (&p, "9f:9:m", FALSE);
  g_assert_null (told);
  play_end (&p);
}

static void
note_push_cb (const SatSyncRequest *request, gpointer data)
{
  GPtrArray *told = data;

  g_assert_cmpint (request->kind, ==, SAT_SYNC_PUSH);
  g_assert_cmpstr (request->method, ==, "POST");
  g_assert_cmpstr (request->path, ==, "/v1/sync/push");
  g_assert_cmpstr (request->epoch, ==, fake.epoch);
  g_ptr_array_add (told, g_bytes_ref (request->body));
  g_string_append_printf (fake.log, "begun=%u ", told->len);
}

static GPtrArray *
expect_pushes (Play *p)
{
  GPtrArray *told = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);

  sat_sync_engine_set_ahead (p->engine, note_push_cb, told);
  return told;
}

/* While a push is on its way the next one is made ready, and begun before the answer is stored. */
static void
test_push_ahead (void)
{
  g_autoptr (GPtrArray) told = NULL;
  Play p;

  fake_outbox_reset ();
  fake.waiting = 1100;
  play_begin (&p, 12, TRUE);
  told = expect_pushes (&p);
  for (guint i = 0; i < 3; i++) {
    expect (&p, SAT_SYNC_PUSH);
    g_assert_cmpuint (n_pushed (&p), ==, i < 2 ? 500 : 100);
    g_assert_true (g_bytes_equal (told->pdata[i], p.request.body));
    take_push (&p, 0, NULL);
  }
  expect (&p, SAT_SYNC_PULL);
  g_assert_cmpuint (told->len, ==, 3);
  assert_log ("begun=1 next=500 begun=2 answered=500 next=100 begun=3 answered=500 answered=100");
  play_end (&p);
}

/* One push alone is nobody's but the one's who asks. */
static void
test_lone_push (void)
{
  g_autoptr (GPtrArray) told = NULL;
  Play p;

  fake_outbox_reset ();
  fake.waiting = 500;
  play_begin (&p, 12, TRUE);
  told = expect_pushes (&p);
  expect (&p, SAT_SYNC_PUSH);
  take_push (&p, 0, NULL);
  expect (&p, SAT_SYNC_PULL);
  g_assert_cmpuint (told->len, ==, 0);
  assert_log ("answered=500");
  play_end (&p);
}

/* What was made ready waits while the push before it is asked again, whole or in parts. */
static void
test_push_ahead_again (void)
{
  g_autoptr (GPtrArray) told = NULL;
  g_autoptr (GBytes) first = NULL;
  Play p;

  fake_outbox_reset ();
  fake.waiting = 1000;
  play_begin (&p, 12, TRUE);
  told = expect_pushes (&p);
  expect (&p, SAT_SYNC_PUSH);
  first = g_bytes_ref (p.request.body);
  say (&p, 503, NULL);
  expect_step (&p, SAT_SYNC_WAIT);
  expect (&p, SAT_SYNC_PUSH);
  g_assert_true (g_bytes_equal (p.request.body, first));
  say (&p, 413, NULL);
  for (guint i = 0; i < 2; i++) {
    expect (&p, SAT_SYNC_PUSH);
    g_assert_cmpuint (n_pushed (&p), ==, 250);
    g_assert_cmpint (fake.last_m, ==, 250 * i);
    take_push (&p, 0, NULL);
  }
  expect (&p, SAT_SYNC_PUSH);
  g_assert_cmpuint (n_pushed (&p), ==, 500);
  take_push (&p, 0, NULL);
  expect (&p, SAT_SYNC_PULL);
  g_assert_cmpuint (fake.last_m, ==, 1000);
  play_end (&p);
}

/* What is edited while it pulls is sent as well, and then it pulls again. */
static void
test_until_quiet (void)
{
  static const SatPushStatus statuses[] = {SAT_PUSH_CONFLICT, SAT_PUSH_OK, SAT_PUSH_REJECTED,
                                           SAT_PUSH_QUARANTINED};
  Play p;
  const SatSyncCounts *counts;
  SatSyncProgress progress;

  fake_outbox_reset ();
  fake.waiting = 1100;
  play_begin (&p, 12, TRUE);
  expect (&p, SAT_SYNC_PUSH);
  g_assert_cmpuint (n_pushed (&p), ==, 500);
  take_push (&p, G_N_ELEMENTS (statuses), statuses);
  sat_sync_engine_progress (p.engine, &progress);
  g_assert_cmpuint (progress.done, ==, 500);
  g_assert_cmpuint (progress.total, ==, 1100);
  for (guint i = 0; i < 2; i++) {
    expect (&p, SAT_SYNC_PUSH);
    take_push (&p, 0, NULL);
  }
  expect (&p, SAT_SYNC_PULL);
  fake.waiting = 2;
  give_page (&p, "9f:5:m", FALSE);
  expect (&p, SAT_SYNC_PUSH);
  g_assert_cmpuint (n_pushed (&p), ==, 2);
  take_push (&p, 0, NULL);
  expect (&p, SAT_SYNC_PULL);
  give_page (&p, "9f:7:m", FALSE);
  expect_step (&p, SAT_SYNC_DONE);
  counts = sat_sync_engine_counts (p.engine);
  g_assert_cmpuint (counts->pushed, ==, 1102);
  g_assert_cmpuint (counts->conflicts, ==, 1);
  g_assert_cmpuint (counts->rejected, ==, 1);
  g_assert_cmpuint (counts->quarantined, ==, 1);
  play_end (&p);
}

/* The same bytes again, after a pause, and at last with less; then it gives up. */
static void
test_cuts (void)
{
  static const guint statuses[] = {SAT_SYNC_CUT, 500, 502, 504};
  Play p;
  g_autoptr (GBytes) first = NULL;

  fake_outbox_reset ();
  fake.waiting = 10;
  play_begin (&p, 12, TRUE);
  for (guint i = 0; i < 3; i++) {
    expect (&p, SAT_SYNC_PUSH);
    if (first == NULL)
      first = g_bytes_ref (p.request.body);
    g_assert_true (g_bytes_equal (first, p.request.body));
    say (&p, statuses[i], "<html>");
    expect_step (&p, SAT_SYNC_WAIT);
    g_assert_cmpuint (p.request.wait_ms, ==, 200u << i);
  }
  expect (&p, SAT_SYNC_PUSH);
  g_assert_cmpuint (n_pushed (&p), ==, 5);
  assert_log ("split=5");
  say_and_end (&p, statuses[3], NULL, SAT_SYNC_ERROR_OFFLINE);
  play_end (&p);
}

/* A cut now and then is none. */
static void
test_some_cuts (void)
{
  Play p;

  fake_outbox_reset ();
  play_begin (&p, 12, TRUE);
  for (guint i = 0; i < 20; i++) {
    g_autofree char *upto = g_strdup_printf ("9f:%u:m", i + 1);

    expect (&p, SAT_SYNC_PULL);
    say (&p, SAT_SYNC_CUT, NULL);
    expect_step (&p, SAT_SYNC_WAIT);
    expect (&p, SAT_SYNC_PULL);
    give_page (&p, upto, i < 19);
  }
  expect_step (&p, SAT_SYNC_DONE);
  play_end (&p);
}

static void
test_unreached (void)
{
  Play p;

  fake_outbox_reset ();
  play_begin (&p, 12, TRUE);
  expect (&p, SAT_SYNC_PULL);
  say_and_end (&p, SAT_SYNC_UNREACHED, NULL, SAT_SYNC_ERROR_OFFLINE);
  play_end (&p);
}

/* Statuses that end it, each with its word; nothing is lost. */
static void
test_ends (void)
{
  static const struct {
    guint status;
    const char *code;
    SatSyncError error;
  } ends[] = {
      {401, "credentials", SAT_SYNC_ERROR_AUTH},       {401, "", SAT_SYNC_ERROR_AUTH},
      {401, "device_revoked", SAT_SYNC_ERROR_REVOKED}, {403, "user_disabled", SAT_SYNC_ERROR_AUTH},
      {403, "forbidden", SAT_SYNC_ERROR_SERVER},       {404, "not_found", SAT_SYNC_ERROR_SERVER},
      {405, "method", SAT_SYNC_ERROR_SERVER},          {426, "schema", SAT_SYNC_ERROR_SCHEMA},
      {507, "server_full", SAT_SYNC_ERROR_SERVER},     {302, "", SAT_SYNC_ERROR_SERVER},
      {418, "teapot", SAT_SYNC_ERROR_SERVER},
  };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (ends); i++) {
    guint waiting = i % 2;
    SatSyncError end = ends[i / 2].error;
    g_autofree char *revoked = NULL;
    Play p;

    fake_outbox_reset ();
    fake.waiting = waiting;
    play_begin (&p, 12, TRUE);
    expect (&p, waiting ? SAT_SYNC_PUSH : SAT_SYNC_PULL);
    end_failure (&p, ends[i / 2].status, ends[i / 2].code, end);
    revoked = sat_store_get_setting (p.t->store, SAT_SYNC_SETTING_REVOKED);
    g_assert_cmpstr (revoked, ==, end == SAT_SYNC_ERROR_REVOKED ? "1" : NULL);
    assert_log ("");
    g_assert_cmpuint (fake.frozen + fake.waiting, ==, waiting);
    play_end (&p);
  }
}

static void
test_busy (void)
{
  Play p;
  g_autoptr (GError) error = NULL;

  fake_outbox_reset ();
  play_begin (&p, 12, TRUE);
  expect (&p, SAT_SYNC_PULL);
  g_assert_true (sat_sync_engine_answer (p.engine, 503, 4, NULL, &error));
  expect_step (&p, SAT_SYNC_WAIT);
  g_assert_cmpuint (p.request.wait_ms, ==, 4000);
  expect (&p, SAT_SYNC_PULL);
  say (&p, 429, NULL);
  expect_step (&p, SAT_SYNC_WAIT);
  expect (&p, SAT_SYNC_PULL);
  g_assert_false (sat_sync_engine_answer (p.engine, 503, 3600, NULL, &error));
  g_assert_error (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_SERVER);
  play_end (&p);
}

/* A fresh token, and the same bytes again; a token that is never good ends it. */
static void
test_token (void)
{
  Play p;
  g_autoptr (GBytes) first = NULL;

  fake_outbox_reset ();
  fake.waiting = 3;
  play_begin (&p, 12, TRUE);
  expect (&p, SAT_SYNC_PUSH);
  first = g_bytes_ref (p.request.body);
  say_failure (&p, 401, "token_expired");
  expect (&p, SAT_SYNC_REFRESH);
  say (&p, SAT_SYNC_CUT, NULL);
  expect_step (&p, SAT_SYNC_WAIT);
  expect (&p, SAT_SYNC_REFRESH);
  say (&p, 200, "{}");
  for (guint i = 0; i < 2; i++) {
    expect (&p, SAT_SYNC_PUSH);
    g_assert_true (g_bytes_equal (first, p.request.body));
    if (i == 0) {
      say_failure (&p, 401, "token_expired");
      expect (&p, SAT_SYNC_REFRESH);
      say (&p, 200, "{}");
    }
  }
  end_failure (&p, 401, "token_expired", SAT_SYNC_ERROR_AUTH);
  play_end (&p);

  fake_outbox_reset ();
  play_begin (&p, 12, TRUE);
  expect (&p, SAT_SYNC_PULL);
  say_failure (&p, 401, "token_expired");
  expect (&p, SAT_SYNC_REFRESH);
  end_failure (&p, 401, "token_expired", SAT_SYNC_ERROR_AUTH);
  play_end (&p);
}

static void
test_halving (void)
{
  static const guint sizes[] = {300, 150, 75};
  Play p;

  fake_outbox_reset ();
  fake.waiting = 300;
  play_begin (&p, 12, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    expect (&p, SAT_SYNC_PUSH);
    g_assert_cmpuint (n_pushed (&p), ==, sizes[i]);
    if (i < 2)
      say_failure (&p, 413, "too_large");
  }
  take_push (&p, 0, NULL);
  expect (&p, SAT_SYNC_PUSH);
  g_assert_cmpuint (n_pushed (&p), ==, 75);
  take_push (&p, 0, NULL);
  play_end (&p);
}

/* One mutation alone that is too large holds nobody up; pages get smaller. */
static void
test_too_large (void)
{
  Play p;

  fake_outbox_reset ();
  fake.waiting = fake.too_large = 1;
  play_begin (&p, 12, TRUE);
  expect (&p, SAT_SYNC_PUSH);
  say_failure (&p, 413, "too_large");
  expect (&p, SAT_SYNC_PULL);
  give_page (&p, "9f:5:m", FALSE);
  expect_step (&p, SAT_SYNC_DONE);
  g_assert_cmpuint (sat_sync_engine_counts (p.engine)->rejected, ==, 1);
  play_end (&p);

  fake_outbox_reset ();
  play_begin (&p, 12, TRUE);
  expect (&p, SAT_SYNC_PULL);
  say_failure (&p, 413, "too_large");
  expect (&p, SAT_SYNC_PULL);
  g_assert_true (g_str_has_suffix (p.request.path, "&limit=1000"));
  play_end (&p);
}

static void
test_nonsense (void)
{
  Play p;

  fake_outbox_reset ();
  fake.waiting = 1;
  play_begin (&p, 12, TRUE);
  expect (&p, SAT_SYNC_PUSH);
  say (&p, 200, "hello");
  expect_step (&p, SAT_SYNC_WAIT);
  expect (&p, SAT_SYNC_PUSH);
  say_failure (&p, 400, "malformed");
  expect_step (&p, SAT_SYNC_WAIT);
  expect (&p, SAT_SYNC_PUSH);
  say_and_end (&p, 200, "{\"last_m\":700}", SAT_SYNC_ERROR_SERVER);
  g_assert_cmpuint (fake.frozen, ==, 1);
  play_end (&p);
}

/* Half a page is none; a page for another state neither. */
static void
test_page (void)
{
  Play p;
  g_autoptr (GBytes) page = NULL;
  g_autoptr (GBytes) half = NULL;

  fake_outbox_reset ();
  play_begin (&p, 12, TRUE);
  page = make_page ("9f:5:m", FALSE, 3);
  half = g_bytes_new_from_bytes (page, 0, g_bytes_get_size (page) / 2);
  expect (&p, SAT_SYNC_PULL);
  say_bytes (&p, 200, half);
  expect_step (&p, SAT_SYNC_WAIT);
  fake.stale = 1;
  expect (&p, SAT_SYNC_PULL);
  say_bytes (&p, 200, page);
  g_assert_cmpstr (fake.cursor, ==, "");
  expect (&p, SAT_SYNC_PULL);
  say_bytes (&p, 200, page);
  expect_step (&p, SAT_SYNC_DONE);
  g_assert_cmpstr (fake.cursor, ==, "9f:5:m");
  play_end (&p);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/engine/quiet", test_quiet);
  g_test_add_func ("/sync/engine/ahead", test_ahead);
  g_test_add_func ("/sync/engine/push-ahead", test_push_ahead);
  g_test_add_func ("/sync/engine/lone-push", test_lone_push);
  g_test_add_func ("/sync/engine/push-ahead-again", test_push_ahead_again);
  g_test_add_func ("/sync/engine/until-quiet", test_until_quiet);
  g_test_add_func ("/sync/engine/cuts", test_cuts);
  g_test_add_func ("/sync/engine/some-cuts", test_some_cuts);
  g_test_add_func ("/sync/engine/unreached", test_unreached);
  g_test_add_func ("/sync/engine/ends", test_ends);
  g_test_add_func ("/sync/engine/busy", test_busy);
  g_test_add_func ("/sync/engine/token", test_token);
  g_test_add_func ("/sync/engine/halving", test_halving);
  g_test_add_func ("/sync/engine/too-large", test_too_large);
  g_test_add_func ("/sync/engine/nonsense", test_nonsense);
  g_test_add_func ("/sync/engine/page", test_page);
  return g_test_run ();
}
