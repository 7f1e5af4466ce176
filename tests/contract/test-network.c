/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A real server behind a network that cuts, corrupts, repeats, holds and drops: whatever byte it is
 * that does not arrive, nothing is lost and nothing is there twice.
 *
 * SATCHEL_TEST_ALL=1 tries each byte instead of each 64th. */
#include "config.h"

#include <signal.h>
#include <sodium.h>
#include <string.h>

#include "office.h"
#include "proxy.h"
#include "sat-device-file.h"
#include "sat-net-client.h"
#include "sat-net-login.h"
#include "sat-test-store.h"

#define STEP 64
#define LARGE 16384 /* random bytes of a note: they hardly pack */
#define NOTES 4

typedef struct {
  Office *office;
  Proxy *proxy;
  SatTestStore *t;
  SatNetClient *client; /* by the proxy */
  SatSecrets *secrets;
  GPtrArray *words; /* that must arrive */
  guint step;
} Bench;

static gboolean
wants_all (void)
{
  return g_strcmp0 (g_getenv ("SATCHEL_TEST_ALL"), "1") == 0;
}

static void
add (Bench *b, const char *word, const char *notes)
{
  sat_test_store_add (b->t, "contact", "last_name", word, notes != NULL ? "notes" : NULL, notes,
                      NULL);
  g_ptr_array_add (b->words, g_strdup (word));
}

static void
add_next (Bench *b)
{
  g_autofree char *word = g_strdup_printf ("word%06uend", b->words->len);

  add (b, word, NULL);
}

static char *
make_notes (void)
{
  g_autofree guint8 *bytes = g_malloc (LARGE);

  randombytes_buf (bytes, LARGE);
  return g_base64_encode (bytes, LARGE);
}

static void
add_large (Bench *b)
{
  for (guint i = 0; i < NOTES; i++) {
    g_autofree char *notes = make_notes ();
    g_autofree char *word = g_strdup_printf ("word%06uend", b->words->len);

    add (b, word, notes);
  }
}

/* The same on another laptop. */
static void
add_large_elsewhere (Bench *b)
{
  g_autoptr (CliFixture) other = laptop_new (b->office, "boss");

  for (guint i = 0; i < NOTES; i++) {
    g_autofree char *notes = make_notes ();
    g_autofree char *word = g_strdup_printf ("word%06uend", b->words->len);
    g_autofree char *name = g_strconcat ("last_name=", word, NULL);
    g_autofree char *text = g_strconcat ("notes=", notes, NULL);

    g_free (cli_new (other, "contact", name, text, NULL));
    g_ptr_array_add (b->words, g_steal_pointer (&word));
  }
  laptop_sync (other);
}

/* Till the end, without waiting. */
static gboolean
sync_by (Bench *b, SatNetClient *client, GError **error)
{
  g_autoptr (SatSyncEngine) engine = sat_sync_engine_new (
      b->t->store, b->secrets->device, sat_device_file_fits (b->t->store), error);
  SatSyncRequest request;

  if (engine == NULL)
    return FALSE;
  for (;;) {
    g_auto (SatNetAnswer) answer = {0};

    if (!sat_sync_engine_next (engine, &request, error))
      return FALSE;
    if (request.step == SAT_SYNC_DONE)
      return TRUE;
    if (request.step == SAT_SYNC_WAIT)
      continue;
    if (!sat_net_client_send (client, &request, b->t->store, b->secrets, &answer, NULL, error) ||
        !sat_sync_engine_answer (engine, answer.status, answer.retry_after, answer.body, error))
      return FALSE;
    if (sat_sync_engine_has_moved (engine) && !sat_device_file_fits (b->t->store) &&
        !sat_device_file_renew (b->t->store, error))
      return FALSE;
  }
}

static void
sync_well (Bench *b)
{
  g_autoptr (SatNetClient) client = sat_net_client_new (b->office->url, NULL);
  g_autoptr (GError) error = NULL;

  sync_by (b, client, &error);
  g_assert_no_error (error);
}

static Bench *
bench_new (void)
{
  Bench *b = g_new0 (Bench, 1);
  g_auto (SatNetLogin) login = {0};
  g_autoptr (GError) error = NULL;

  b->office = office_new ();
  b->proxy = proxy_new (b->office->port);
  b->t = sat_test_store_new (SAT_STORE_CREATE);
  b->words = g_ptr_array_new_with_free_func (g_free);
  b->step = wants_all () ? 1 : STEP;
  sat_net_login (b->t->store, b->office->url, "boss", "correct horse battery", &login, NULL,
                 &error);
  g_assert_no_error (error);
  b->secrets = sat_secrets_load (b->t->store, &error);
  b->client = sat_net_client_new (proxy_url (b->proxy), &error);
  g_assert_no_error (error);
  sync_well (b);
  return b;
}

static guint
count (const char *text, const char *word)
{
  g_autofree char *name = g_strdup_printf ("\"last_name\":\"%s\"", word);
  guint n = 0;

  for (const char *at = text; (at = strstr (at, name)) != NULL; at++)
    n++;
  return n;
}

/* On another laptop all is there once; client and server are sound. */
static void
bench_end (Bench *b)
{
  g_autoptr (CliFixture) other = NULL;
  g_autoptr (JsonNode) verified = NULL;
  g_autofree char *all = NULL;
  g_autofree char *here = NULL;
  CliFixture own = {b->t->dir, b->t->path};

  sync_well (b);
  verified = office_run (b->office, "verify", NULL);
  cli_assert_member (verified, "ok", "true");
  other = laptop_new (b->office, "boss");
  all = cli_run (other, 0, "export", "--type", "contact", "--format", "json", NULL);
  for (guint i = 0; i < b->words->len; i++)
    if (count (all, b->words->pdata[i]) != 1)
      g_error ("%s is there %u times", (char *)b->words->pdata[i], count (all, b->words->pdata[i]));
  g_clear_object (&b->t->store);
  laptop_assert_sound (&own);
  laptop_assert_sound (other);
  here = cli_run (&own, 0, "export", "--type", "contact", "--format", "json", NULL);
  g_assert_cmpstr (here, ==, all);
  sat_net_client_free (b->client);
  sat_secrets_free (b->secrets);
  proxy_free (b->proxy);
  sat_test_store_free (b->t);
  office_free (b->office);
  g_ptr_array_unref (b->words);
  g_free (b);
}

/* The next question, which must be a @kind. With @take its answer counts. */
static guint
ask_once (Bench *b, SatSyncKind kind, gboolean take)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatSyncEngine) engine = sat_sync_engine_new (
      b->t->store, b->secrets->device, sat_device_file_fits (b->t->store), &error);
  g_auto (SatNetAnswer) answer = {0};
  SatSyncRequest request;

  g_assert_no_error (error);
  g_assert_true (sat_sync_engine_next (engine, &request, &error));
  g_assert_cmpint (request.step, ==, SAT_SYNC_ASK);
  g_assert_cmpint (request.kind, ==, kind);
  g_assert_true (
      sat_net_client_send (b->client, &request, b->t->store, b->secrets, &answer, NULL, &error));
  g_assert_no_error (error);
  if (take) {
    sat_sync_engine_answer (engine, answer.status, answer.retry_after, answer.body, &error);
    g_assert_no_error (error);
  }
  return answer.status;
}

static gint64
pending (Bench *b)
{
  return sat_test_store_sql_int (b->t, "SELECT count(*) FROM outbox WHERE state IN (0, 1)");
}

/* libsoup takes a packed answer that lost its end for a whole one; who reads it does not. */
static gboolean
is_through (Bench *b)
{
  while (proxy_n_connections (b->proxy) == 0)
    g_thread_yield ();
  return !proxy_broke (b->proxy);
}

/* Where only the end of the packing was cut off, what was packed may be whole. */
static gboolean
is_taken (Bench *b, gint64 contacts)
{
  return is_through (b) ||
         sat_test_store_sql_int (b->t, "SELECT count(*) FROM contact") == contacts + NOTES;
}

/* One exchange of the kind, cut at every step of a way. How often it was cut. */
static guint
cut_all (Bench *b, SatSyncKind kind, ProxyWay way)
{
  gint64 contacts = sat_test_store_sql_int (b->t, "SELECT count(*) FROM contact");
  guint n = 0;

  for (guint64 at = 0;; at += b->step) {
    gint64 before = pending (b);

    proxy_cut (b->proxy, way, at);
    if (ask_once (b, kind, kind == SAT_SYNC_PULL && way == PROXY_DOWN) == 200 &&
        is_taken (b, contacts))
      break;
    g_assert_cmpint (pending (b), ==, before);
    g_assert_cmpint (sat_test_store_sql_int (b->t, "SELECT count(*) FROM contact"), ==, contacts);
    n++;
  }
  g_test_message ("%u cuts", n);
  return n;
}

static void
test_cut (void)
{
  Bench *b = bench_new ();
  guint n;

  add_large (b);
  n = cut_all (b, SAT_SYNC_PUSH, PROXY_UP);
  g_assert_cmpuint (n, >=, 65536 / b->step);
  /* It has all arrived, but the answer was not taken. */
  n = cut_all (b, SAT_SYNC_PUSH, PROXY_DOWN);
  g_assert_cmpuint (n, >=, 256 / b->step);
  g_assert_cmpint (pending (b), ==, NOTES);
  g_assert_cmpuint (ask_once (b, SAT_SYNC_PUSH, TRUE), ==, 200);
  g_assert_cmpint (pending (b), ==, 0);
  sync_well (b);
  add_large_elsewhere (b);
  cut_all (b, SAT_SYNC_PULL, PROXY_UP);
  n = cut_all (b, SAT_SYNC_PULL, PROXY_DOWN);
  g_assert_cmpuint (n, >=, 65536 / b->step);
  /* Nothing of it was taken before it was whole. */
  g_assert_cmpint (sat_test_store_sql_int (b->t, "SELECT count(*) FROM contact"), ==, 2 * NOTES);
  bench_end (b);
}

/* The same bytes come twice, at once and late. */
static void
test_repeated (void)
{
  Bench *b = bench_new ();

  for (guint i = 0; i < 10; i++) {
    add_next (b);
    add_next (b);
    proxy_cut (b->proxy, PROXY_DOWN, 0);
    g_assert_cmpuint (ask_once (b, SAT_SYNC_PUSH, FALSE), ==, SAT_SYNC_CUT);
    proxy_repeat (b->proxy);
    if (i % 2 == 0)
      proxy_repeat (b->proxy);
    if (i % 3 != 0) /* what comes later overtakes it */
      sync_well (b);
    add_next (b);
    sync_well (b);
    proxy_repeat (b->proxy);
  }
  bench_end (b);
}

static void
test_trickle (void)
{
  Bench *b = bench_new ();

  add_next (b);
  proxy_trickle (b->proxy);
  g_assert_cmpuint (ask_once (b, SAT_SYNC_PUSH, TRUE), ==, 200);
  add_next (b);
  sync_well (b);
  proxy_trickle (b->proxy);
  g_assert_cmpuint (ask_once (b, SAT_SYNC_PULL, TRUE), ==, 200);
  bench_end (b);
}

/* The server's clock goes on so far that the tokens are no good any more. */
static void
restart_at (Bench *b, const char *clock)
{
  office_stop (b->office, SIGTERM);
  g_setenv ("SATCHEL_CLOCK", clock, TRUE);
  office_start (b->office);
  g_unsetenv ("SATCHEL_CLOCK");
}

/* Between a push and its pull, and between sent and answered. */
static void
test_token_expires (void)
{
  Bench *b = bench_new ();
  g_auto (SatNetLogin) login = {0};
  g_autoptr (GError) error = NULL;
  g_autofree char *access = g_strdup (b->secrets->access);

  add_next (b);
  g_assert_cmpuint (ask_once (b, SAT_SYNC_PUSH, TRUE), ==, 200);
  restart_at (b, "+20m");
  g_assert_cmpuint (ask_once (b, SAT_SYNC_PULL, FALSE), ==, 401);
  sync_well (b);
  g_assert_cmpstr (b->secrets->access, !=, access);
  add_next (b);
  proxy_cut (b->proxy, PROXY_DOWN, 0);
  g_assert_cmpuint (ask_once (b, SAT_SYNC_PUSH, FALSE), ==, SAT_SYNC_CUT);
  restart_at (b, "+1h");
  sync_well (b);
  /* Both of them: only a password helps, and then all goes on. */
  add_next (b);
  restart_at (b, "+2y");
  g_assert_false (sync_by (b, b->client, &error));
  g_assert_error (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_AUTH);
  g_assert_cmpint (pending (b), ==, 1);
  g_clear_error (&error);
  sat_net_login (b->t->store, b->office->url, "boss", "correct horse battery", &login, NULL,
                 &error);
  g_assert_no_error (error);
  sat_secrets_free (b->secrets);
  b->secrets = sat_secrets_load (b->t->store, &error);
  bench_end (b);
}

static void
held_cb (gpointer data, gpointer unused)
{
  g_cancellable_cancel (data);
}

/* A server that says nothing: whoever loses patience loses nothing else. */
static void
test_held (void)
{
  Bench *b = bench_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SatSyncEngine) engine = NULL;
  g_auto (SatNetAnswer) answer = {0};
  SatSyncRequest request;

  add_next (b);
  engine = sat_sync_engine_new (b->t->store, b->secrets->device, TRUE, &error);
  g_assert_true (sat_sync_engine_next (engine, &request, &error));
  proxy_hold (b->proxy, held_cb, cancellable);
  g_assert_false (sat_net_client_send (b->client, &request, b->t->store, b->secrets, &answer,
                                       cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (pending (b), ==, 1);
  bench_end (b);
}

/* Another bit somewhere on the way: what it does to the question or the answer is found out, and
 * the next sync makes good. */
static void
corrupt_all (Bench *b, ProxyWay way)
{
  guint step = b->step == 1 ? 1 : 13;

  for (guint64 at = 0, n = 0; at < 1024; at += step, n++) {
    g_autoptr (GError) error = NULL;

    add_next (b);
    proxy_corrupt (b->proxy, way, at);
    if (!sync_by (b, b->client, &error))
      g_test_message ("%u: %s", (guint)at, error->message);
    if (n % 16 == 0)
      sync_well (b);
  }
}

static void
test_corrupt_up (void)
{
  Bench *b = bench_new ();

  corrupt_all (b, PROXY_UP);
  bench_end (b);
}

static void
test_corrupt_down (void)
{
  Bench *b = bench_new ();

  corrupt_all (b, PROXY_DOWN);
  bench_end (b);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("SATCHEL_SECRETS", "file", TRUE);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/contract/network/cut", test_cut);
  g_test_add_func ("/contract/network/repeated", test_repeated);
  g_test_add_func ("/contract/network/trickle", test_trickle);
  g_test_add_func ("/contract/network/held", test_held);
  g_test_add_func ("/contract/network/token-expires", test_token_expires);
  g_test_add_func ("/contract/network/corrupt-up", test_corrupt_up);
  g_test_add_func ("/contract/network/corrupt-down", test_corrupt_down);
  return g_test_run ();
}
