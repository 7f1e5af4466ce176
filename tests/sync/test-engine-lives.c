/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The engine when file or server are not what they were: copied, restored, forked, joined. */
#include "config.h"

#include "engine-play.h"

#include <string.h>

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

static void
say_hello (Play *p, const char *epoch, guint device, int last_m)
{
  g_autofree char *text =
      g_strdup_printf ("{\"protocol\":1,\"epoch\":\"%s\",\"now\":%" G_GINT64_FORMAT
                       ",\"device\":%u,\"last_m\":%d,\"hash\":\"" ZEROS "\"}",
                       epoch, SAT_TEST_STORE_NOW, device, last_m);

  say (p, 200, text);
}

static void
say_disagreement (Play *p, const char *code, const char *epoch, int last_m)
{
  g_autofree char *text =
      g_strdup_printf ("{\"error\":{\"code\":\"%s\",\"message\":\"m\",\"epoch\":\"%s\",\"last_m\":"
                       "%d,\"hash\":\"" ZEROS "\"}}",
                       code, epoch, last_m);

  say (p, 409, text);
}

/* The first time it asks who is there. */
static void
test_first (void)
{
  Play p;

  fake_outbox_reset ();
  fake.epoch[0] = '\0';
  play_begin (&p, 12, TRUE);
  expect (&p, SAT_SYNC_HELLO);
  say_hello (&p, "9f", 12, 0);
  expect (&p, SAT_SYNC_PULL);
  give_page (&p, "9f:5:m", FALSE);
  expect_step (&p, SAT_SYNC_DONE);
  assert_log ("epoch=9f apply=3");
  g_assert_false (sat_sync_engine_has_moved (p.engine));
  play_end (&p);
}

/* A clock that is wrong is noted, once; one that is right is not. */
static void
test_offset (void)
{
  Play p;

  fake_outbox_reset ();
  fake.epoch[0] = '\0';
  play_begin (&p, 12, TRUE);
  sat_clock_fake_advance (p.t->clock, G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC);
  expect (&p, SAT_SYNC_HELLO);
  say_hello (&p, "9f", 12, 0);
  expect (&p, SAT_SYNC_PULL);
  give_page (&p, "9f:5:m", FALSE);
  expect_step (&p, SAT_SYNC_DONE);
  assert_log ("offset epoch=9f apply=3");
  g_assert_cmpint (fake.offset, ==, -1 * G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC);
  play_end (&p);
}

static void
test_other_protocol (void)
{
  Play p;

  fake_outbox_reset ();
  fake.epoch[0] = '\0';
  play_begin (&p, 12, TRUE);
  expect (&p, SAT_SYNC_HELLO);
  say_and_end (&p, 200,
               "{\"protocol\":2,\"epoch\":\"9f\",\"device\":12,\"last_m\":0,\"hash\":\"" ZEROS
               "\"}",
               SAT_SYNC_ERROR_SCHEMA);
  play_end (&p);
}

/* A copy sends nothing before it has a device of its own. */
static void
copy (guint32 token_device, gboolean same_file)
{
  Play p;

  fake_outbox_reset ();
  fake.waiting = 4;
  fake.frozen = 1;
  play_begin (&p, token_device, same_file);
  expect (&p, SAT_SYNC_ENROL);
  say_failure (&p, 401, "token_expired");
  expect (&p, SAT_SYNC_REFRESH);
  say (&p, 200, "{}");
  expect (&p, SAT_SYNC_ENROL);
  g_assert_false (sat_sync_engine_has_moved (p.engine));
  say (&p, 200, "{\"device\":13,\"access\":\"a\",\"refresh\":\"r\"}");
  g_assert_true (sat_sync_engine_has_moved (p.engine));
  expect (&p, SAT_SYNC_HELLO);
  say_hello (&p, "9f", 13, 0);
  expect (&p, SAT_SYNC_PUSH);
  g_assert_cmpuint (n_pushed (&p), ==, 5);
  take_push (&p, 0, NULL);
  expect (&p, SAT_SYNC_PULL);
  give_page (&p, "9f:5:m", FALSE);
  expect_step (&p, SAT_SYNC_DONE);
  assert_log ("move=13 after -1 answered=5 apply=3");
  play_end (&p);
}

static void
test_copy (void)
{
  copy (12, FALSE);
  copy (13, TRUE);
}

/* The server says the tokens are for a device that the file does not know of. */
static void
test_strange_device (void)
{
  Play p;

  fake_outbox_reset ();
  fake.epoch[0] = '\0';
  play_begin (&p, 12, TRUE);
  expect (&p, SAT_SYNC_HELLO);
  say_hello (&p, "9f", 11, 0);
  for (guint device = 13; device < 15; device++) {
    g_autofree char *text = g_strdup_printf ("{\"device\":%u}", device);

    expect (&p, SAT_SYNC_ENROL);
    say (&p, 200, text);
    expect (&p, SAT_SYNC_HELLO);
    if (device == 13)
      say_hello (&p, "9f", 11, 0);
  }
  say_and_end (&p, 200, "{\"epoch\":\"9f\",\"device\":11,\"last_m\":0,\"hash\":\"" ZEROS "\"}",
               SAT_SYNC_ERROR_SERVER);
  play_end (&p);
}

static void
test_forked (void)
{
  Play p;

  fake_outbox_reset ();
  fake.waiting = 4;
  fake.last_m = 20;
  fake.fork = 17;
  play_begin (&p, 12, TRUE);
  expect (&p, SAT_SYNC_PUSH);
  say_disagreement (&p, "device_forked", "", 22);
  expect (&p, SAT_SYNC_ENROL);
  say (&p, 200, "{\"device\":13}");
  expect (&p, SAT_SYNC_HELLO);
  say_hello (&p, "9f", 13, 0);
  expect (&p, SAT_SYNC_PUSH);
  take_push (&p, 0, NULL);
  expect (&p, SAT_SYNC_PULL);
  assert_log ("move=13 after 17 answered=4");
  play_end (&p);
}

/* Killed when it has the new device's secrets and not taken the answer: the next one enrols once
 * more, and knows from where on. */
static void
test_forked_and_killed (void)
{
  Play p;

  fake_outbox_reset ();
  fake.waiting = 4;
  fake.last_m = 20;
  fake.fork = 17;
  play_begin (&p, 12, TRUE);
  expect (&p, SAT_SYNC_PUSH);
  say_disagreement (&p, "device_forked", "", 22);
  expect (&p, SAT_SYNC_ENROL);
  play_end (&p);
  play_begin (&p, 13, TRUE);
  expect (&p, SAT_SYNC_ENROL);
  say (&p, 200, "{\"device\":14}");
  assert_log ("move=14 after 17");
  g_assert_cmpint (fake.noted_fork, ==, -1);
  play_end (&p);
}

/* An older copy of the file repeats what the server knows, which knows what came after it, too. */
static void
test_overtaken (void)
{
  g_autoptr (SatPushAnswer) answer = sat_push_answer_new ();
  g_autoptr (GBytes) body = NULL;
  Play p;

  fake_outbox_reset ();
  fake.waiting = 1;
  fake.last_m = 14;
  play_begin (&p, 12, TRUE);
  expect (&p, SAT_SYNC_PUSH);
  answer->last_m = 17;
  body = sat_push_answer_write (answer);
  say_bytes (&p, 200, body);
  expect (&p, SAT_SYNC_ENROL);
  say (&p, 200, "{\"device\":13}");
  expect (&p, SAT_SYNC_HELLO);
  say_hello (&p, "9f", 13, 0);
  expect (&p, SAT_SYNC_PUSH);
  take_push (&p, 0, NULL);
  expect (&p, SAT_SYNC_PULL);
  assert_log ("move=13 after -1 answered=1");
  play_end (&p);
}

/* The server lost the last ones, and gets them again. */
static void
test_gap (void)
{
  Play p;

  fake_outbox_reset ();
  fake.waiting = 1;
  fake.last_m = 20;
  play_begin (&p, 12, TRUE);
  expect (&p, SAT_SYNC_PUSH);
  say_disagreement (&p, "m_gap", "", 15);
  expect (&p, SAT_SYNC_PUSH);
  g_assert_cmpuint (n_pushed (&p), ==, 6);
  take_push (&p, 0, NULL);
  expect (&p, SAT_SYNC_PULL);
  give_page (&p, "9f:5:m", FALSE);
  expect_step (&p, SAT_SYNC_DONE);
  assert_log ("rewind=15 answered=6 apply=3");
  play_end (&p);
}

/* What it wants again is no longer kept. */
static void
test_gap_too_wide (void)
{
  Play p;

  fake_outbox_reset ();
  fake.waiting = 1;
  fake.last_m = 20;
  fake.fits = FALSE;
  fake.fork = 3;
  play_begin (&p, 12, TRUE);
  expect (&p, SAT_SYNC_PUSH);
  say_disagreement (&p, "m_gap", "", 3);
  expect (&p, SAT_SYNC_ENROL);
  say (&p, 200, "{\"device\":13}");
  assert_log ("rewind=3! move=13 after 3");
  play_end (&p);
}

/* Nor is it known what they have in common. A server that knows less than it has answered for went
 * back, and all goes once more; one that knows more has it from a copy of this file. */
static void
test_fork_unknown (void)
{
  for (guint more = 0; more < 2; more++) {
    Play p;

    fake_outbox_reset ();
    fake.waiting = 1;
    fake.last_m = 20;
    fake.fork = -1;
    play_begin (&p, 12, TRUE);
    expect (&p, SAT_SYNC_PUSH);
    say_disagreement (&p, "device_forked", "", more ? 22 : 3);
    expect (&p, SAT_SYNC_ENROL);
    say (&p, 200, "{\"device\":13}");
    assert_log (more ? "move=13 after -1" : "move=13 after 0");
    play_end (&p);
  }
}

/* The server was restored: what it lost comes first, then everything is pulled. */
static void
test_other_epoch (void)
{
  for (guint hello = 0; hello < 2; hello++) {
    Play p;

    fake_outbox_reset ();
    fake.last_m = 20;
    g_strlcpy (fake.cursor, "9f:900:m", sizeof fake.cursor);
    play_begin (&p, 12, hello == 0);
    if (hello) {
      expect (&p, SAT_SYNC_ENROL);
      say (&p, 200, "{\"device\":12}");
      fake.last_m = 20;
      expect (&p, SAT_SYNC_HELLO);
      say_hello (&p, "a0", 12, 15);
    }
    expect (&p, SAT_SYNC_PULL);
    say_disagreement (&p, "epoch_changed", "a0", 15);
    expect (&p, SAT_SYNC_PUSH);
    g_assert_cmpuint (n_pushed (&p), ==, 5);
    take_push (&p, 0, NULL);
    expect (&p, SAT_SYNC_PULL);
    g_assert_cmpstr (p.request.path, ==, "/v1/sync/pull?cursor=&sv=&bf=&limit=2000");
    give_page (&p, "a0:5:m", FALSE);
    expect_step (&p, SAT_SYNC_DONE);
    assert_log (hello ? "move=12 after -1 restart=a0 rewind=15 answered=5 apply=3"
                      : "restart=a0 rewind=15 answered=5 apply=3");
    play_end (&p);
  }
}

static void
say_lost (Play *p, const char *epoch, int after)
{
  g_autofree char *text =
      g_strdup_printf ("{\"error\":{\"code\":\"epoch_changed\",\"message\":\"m\"},\"epoch\":"
                       "\"%s\",\"last_m\":15,\"hash\":\"" ZEROS "\",\"lost_after\":%d}",
                       epoch, after);

  say (p, 409, text);
}

/* It went back: what is here of what it lost is offered before anything is forgotten. */
static void
test_rescue (void)
{
  Play p;

  fake_outbox_reset ();
  fake.last_m = 20;
  fake.lost = 450;
  play_begin (&p, 12, TRUE);
  expect (&p, SAT_SYNC_PULL);
  say_lost (&p, "a0", 700);
  expect (&p, SAT_SYNC_RESCUE);
  g_assert_cmpstr (p.request.path, ==, "/v1/sync/rescue");
  g_assert_cmpstr (p.request.epoch, ==, "a0");
  say (&p, 200, "{}");
  expect (&p, SAT_SYNC_RESCUE);
  say_failure (&p, 413, "too_large");
  expect (&p, SAT_SYNC_RESCUE);
  say (&p, 200, "{}");
  expect (&p, SAT_SYNC_RESCUE);
  say_failure (&p, 400, "malformed");
  expect (&p, SAT_SYNC_RESCUE);
  say (&p, 200, "{}");
  expect (&p, SAT_SYNC_PUSH);
  take_push (&p, 0, NULL);
  expect (&p, SAT_SYNC_PULL);
  assert_log ("lost=700 offer=0+200 offer=200+200 offer=200+100 offer=300+100 offer=400+100"
              " restart=a0 rewind=15 answered=5");
  play_end (&p);
}

/* And once more while it is offered. */
static void
test_rescue_again (void)
{
  Play p;

  fake_outbox_reset ();
  fake.last_m = 20;
  fake.lost = 1;
  play_begin (&p, 12, TRUE);
  expect (&p, SAT_SYNC_PULL);
  say_lost (&p, "a0", 700);
  expect (&p, SAT_SYNC_RESCUE);
  say_lost (&p, "b0", 600);
  expect (&p, SAT_SYNC_RESCUE);
  g_assert_cmpstr (p.request.epoch, ==, "b0");
  say (&p, 200, "{}");
  expect (&p, SAT_SYNC_PUSH);
  assert_log ("lost=700 offer=0+200 lost=600 offer=0+200 restart=b0 rewind=15");
  play_end (&p);
}

/* Again and again is too often. */
static void
test_no_end_of_epochs (void)
{
  g_autoptr (GError) error = NULL;
  gboolean good = TRUE;
  guint n = 0;
  Play p;

  fake_outbox_reset ();
  play_begin (&p, 12, TRUE);
  for (; good && n < 50; n++) {
    g_autofree char *text = g_strdup_printf (
        "{\"error\":{\"code\":\"epoch_changed\"},\"epoch\":\"e%u\",\"last_m\":0,\"hash\":\"" ZEROS
        "\"}",
        n);
    g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

    expect (&p, SAT_SYNC_PULL);
    good = sat_sync_engine_answer (p.engine, 409, 0, body, &error);
  }
  g_assert_error (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_SERVER);
  g_assert_cmpuint (n, <, 10);
  play_end (&p);
}

static void
test_expired (void)
{
  Play p;

  fake_outbox_reset ();
  g_strlcpy (fake.cursor, "9f:900:m", sizeof fake.cursor);
  play_begin (&p, 12, TRUE);
  expect (&p, SAT_SYNC_PULL);
  say_failure (&p, 410, "cursor_expired");
  expect (&p, SAT_SYNC_PULL);
  g_assert_cmpstr (p.request.path, ==, "/v1/sync/pull?cursor=&sv=&bf=&limit=2000");
  give_page (&p, "9f:901:m", FALSE);
  expect_step (&p, SAT_SYNC_DONE);
  assert_log ("restart=9f apply=3");
  play_end (&p);
}

/* What the file had by itself is sent after the first pull, once. */
static void
test_joining (void)
{
  g_autoptr (GError) error = NULL;
  Play p;

  fake_outbox_reset ();
  fake.own = 7;
  play_begin (&p, 12, TRUE);
  g_assert_true (sat_store_set_setting (p.t->store, SAT_SYNC_SETTING_ENTER, "1", &error));
  expect (&p, SAT_SYNC_PULL);
  give_page (&p, "9f:5:m", TRUE);
  expect (&p, SAT_SYNC_PULL);
  give_page (&p, "9f:9:m", FALSE);
  expect (&p, SAT_SYNC_PUSH);
  g_assert_cmpuint (n_pushed (&p), ==, 7);
  take_push (&p, 0, NULL);
  expect (&p, SAT_SYNC_PULL);
  give_page (&p, "9f:19:m", FALSE);
  expect_step (&p, SAT_SYNC_DONE);
  assert_log ("apply=3 apply=3 enter=7 answered=7 apply=3");
  play_end (&p);
}

static void
test_alone (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_CREATE);
  g_autoptr (GError) error = NULL;

  fake_outbox_reset ();
  fake.alone = TRUE;
  g_assert_null (sat_sync_engine_new (t->store, 12, TRUE, &error));
  g_assert_error (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_AUTH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/lives/first", test_first);
  g_test_add_func ("/sync/lives/offset", test_offset);
  g_test_add_func ("/sync/lives/other-protocol", test_other_protocol);
  g_test_add_func ("/sync/lives/copy", test_copy);
  g_test_add_func ("/sync/lives/strange-device", test_strange_device);
  g_test_add_func ("/sync/lives/rescue", test_rescue);
  g_test_add_func ("/sync/lives/rescue-again", test_rescue_again);
  g_test_add_func ("/sync/lives/forked", test_forked);
  g_test_add_func ("/sync/lives/fork-unknown", test_fork_unknown);
  g_test_add_func ("/sync/lives/forked-and-killed", test_forked_and_killed);
  g_test_add_func ("/sync/lives/overtaken", test_overtaken);
  g_test_add_func ("/sync/lives/gap", test_gap);
  g_test_add_func ("/sync/lives/gap-too-wide", test_gap_too_wide);
  g_test_add_func ("/sync/lives/other-epoch", test_other_epoch);
  g_test_add_func ("/sync/lives/no-end-of-epochs", test_no_end_of_epochs);
  g_test_add_func ("/sync/lives/expired", test_expired);
  g_test_add_func ("/sync/lives/joining", test_joining);
  g_test_add_func ("/sync/lives/alone", test_alone);
  return g_test_run ();
}
