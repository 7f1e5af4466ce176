/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files of attachments between real programs: cut at each piece, both ways; gone with the customer
 * and with the laptop; sent again to a server that lost them. */
#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sodium.h>
#include <string.h>

#include "office.h"
#include "proxy.h"
#include "sat-files.h"
#include "sat-net-files.h"
#include "sat-net-login.h"
#include "sat-net-sync.h"
#include "sat-test-raw.h"
#include "sat-test-store.h"
#include "sat-wipe.h"

#define PIECE (4 * 1024 * 1024)
#define LENGTH (2 * PIECE + 123456)
#define PIECES 3
/* Somewhere in a piece; in the answer's headers. */
#define CUT_INSIDE 1000000
#define CUT_ANSWER 40
#define CANARY "Qzebrafinch"

typedef struct {
  Office *office;
  Proxy *proxy;
  SatTestStore *t;
  CliFixture *other;
  char *path;   /* of what is attached */
  char *id;     /* of the attachment */
  gint64 first; /* where the last go began; -1: it did not */
  GCancellable *cancellable;
  gint64 cancel_at;
  guint tries[PIECES + 1]; /* how often a piece was begun */
  guint planned;
} Bench;

static void
sync_store (SatTestStore *t)
{
  g_autoptr (GError) error = NULL;
  SatSyncCounts counts;

  sat_net_sync (t->store, NULL, NULL, NULL, &counts, &error);
  g_assert_no_error (error);
}

static void
write_large (const char *path)
{
  g_autofree guint8 *bytes = g_malloc (LENGTH);

  randombytes_buf (bytes, LENGTH);
  g_assert_true (g_file_set_contents (path, (const char *)bytes, LENGTH, NULL));
}

static Bench *
bench_new (void)
{
  Bench *b = g_new0 (Bench, 1);
  g_autoptr (CliFixture) boss = NULL;
  g_auto (SatNetLogin) login = {0};
  g_autoptr (GError) error = NULL;

  b->office = office_new ();
  boss = laptop_new (b->office, "boss");
  b->other = laptop_new (b->office, "boss");
  b->proxy = proxy_new (b->office->port);
  b->t = sat_test_store_new (SAT_STORE_CREATE);
  b->path = sat_test_dir_file (b->office->dir, "Plan.bin");
  b->cancellable = g_cancellable_new ();
  b->cancel_at = b->first = -1;
  write_large (b->path);
  sat_net_login (b->t->store, proxy_url (b->proxy), "boss", "correct horse battery", &login, NULL,
                 &error);
  g_assert_no_error (error);
  sync_store (b->t);
  return b;
}

static void
bench_free (Bench *b)
{
  g_autoptr (JsonNode) verified = office_run (b->office, "verify", NULL);

  cli_assert_member (verified, "ok", "true");
  laptop_assert_sound (b->other);
  cli_fixture_free (b->other);
  sat_test_store_free (b->t);
  proxy_free (b->proxy);
  office_free (b->office);
  g_object_unref (b->cancellable);
  g_free (b->path);
  g_free (b->id);
  g_free (b);
}

static void
attach (Bench *b)
{
  gint64 company = sat_test_store_add (b->t, "company", "name", "Acme", NULL);
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (SatRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (sources, g_file_new_for_path (b->path));
  sat_files_attach (b->t->store, company, sources, NULL, ids, NULL, &error);
  g_assert_no_error (error);
  record = sat_reader_load (sat_test_store_reader (b->t), g_array_index (ids, gint64, 0), &error);
  b->id = sat_uuid_to_string (sat_record_get_uuid (record));
  sync_store (b->t);
}

/* Each piece is cut on its way, then its answer is, then it passes. */
static void
going_up_cb (const char *hash, gint64 done, gint64 length, gpointer data)
{
  Bench *b = data;
  guint piece = (guint)(done / PIECE);

  if (length == 0)
    return;
  if (b->first < 0)
    b->first = done;
  if (done == b->cancel_at)
    g_cancellable_cancel (b->cancellable);
  b->tries[piece]++;
  if (b->cancel_at >= 0 || b->tries[piece] > 2)
    return;
  b->planned++;
  if (b->tries[piece] == 1)
    proxy_cut (b->proxy, PROXY_UP, MIN (CUT_INSIDE, (guint64)(length - done) / 2));
  else
    proxy_cut (b->proxy, PROXY_DOWN, CUT_ANSWER);
}

static gboolean
run_files (Bench *b, SatNetFilesFunc func, SatNetFiles *counts)
{
  g_autoptr (GError) error = NULL;

  b->first = -1;
  if (sat_net_files (b->t->store, func, b, b->cancellable, counts, &error))
    return TRUE;
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  return FALSE;
}

static void
assert_same (const char *a, const char *b)
{
  g_autofree char *left = NULL, *right = NULL;
  gsize n_left, n_right;

  g_assert_true (g_file_get_contents (a, &left, &n_left, NULL));
  g_assert_true (g_file_get_contents (b, &right, &n_right, NULL));
  g_assert_cmpmem (left, n_left, right, n_right);
}

/* The other laptop gets what was sent. */
static void
assert_arrives (Bench *b)
{
  g_autofree char *out = sat_test_dir_file (b->other->dir, "got.bin");

  laptop_sync (b->other);
  g_free (cli_run (b->other, 0, "attachment", b->id, "--output", out, NULL));
  assert_same (out, b->path);
}

static void
test_up (void)
{
  Bench *b = bench_new ();
  SatNetFiles counts;

  attach (b);
  g_assert_true (run_files (b, going_up_cb, &counts));
  g_assert_cmpuint (counts.sent, ==, 1);
  g_assert_cmpuint (counts.left, ==, 0);
  g_assert_cmpuint (b->planned, >=, 2 * PIECES - 1);
  assert_arrives (b);
  bench_free (b);
}

/* Ended in the middle: the next go begins there. */
static void
test_later (void)
{
  Bench *b = bench_new ();
  SatNetFiles counts;

  attach (b);
  b->cancel_at = 2 * PIECE;
  g_assert_false (run_files (b, going_up_cb, &counts));
  g_cancellable_reset (b->cancellable);
  b->cancel_at = LENGTH;
  g_assert_true (run_files (b, going_up_cb, &counts));
  g_assert_cmpint (b->first, ==, 2 * PIECE);
  g_assert_cmpuint (counts.sent, ==, 1);
  assert_arrives (b);
  bench_free (b);
}

/* What is under way has arrived as far as the last whole piece. */
static void
coming_down_cb (const char *hash, gint64 done, gint64 length, gpointer data)
{
  Bench *b = data;
  guint piece = (guint)(done / PIECE);

  if (length == 0)
    return;
  if (b->first < 0)
    b->first = done;
  if (done == b->cancel_at)
    g_cancellable_cancel (b->cancellable);
  b->planned++;
  if (b->cancel_at < 0 && b->tries[piece]++ == 0)
    proxy_cut (b->proxy, PROXY_DOWN, MIN (CUT_INSIDE, (guint64)MAX (length - done, 2) / 2));
}

static char *
attach_elsewhere (Bench *b)
{
  g_autofree char *company = cli_new (b->other, "company", "name=Acme", NULL);
  g_autoptr (JsonNode) added = cli_json (b->other, 0, "attach", "company", company, b->path, NULL);
  char *hash = g_strdup (cli_string (added, "sha256"));

  laptop_sync (b->other);
  sync_store (b->t);
  return hash;
}

static void
test_down (void)
{
  Bench *b = bench_new ();
  g_autofree char *hash = attach_elsewhere (b);
  g_autofree char *here = sat_files_path (b->t->path, hash);
  g_autoptr (GError) error = NULL;
  SatFileState state;

  /* Too large to come by itself. */
  g_assert_true (sat_files_state (sat_test_store_reader (b->t), hash, &state, NULL));
  g_assert_cmpint (state, ==, SAT_FILE_AWAY);
  b->cancel_at = PIECE;
  g_assert_false (
      sat_net_file_fetch (b->t->store, hash, coming_down_cb, b, b->cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_cancellable_reset (b->cancellable);
  b->cancel_at = b->first = -1;
  proxy_cut (b->proxy, PROXY_DOWN, CUT_INSIDE);
  sat_net_file_fetch (b->t->store, hash, coming_down_cb, b, b->cancellable, &error);
  g_assert_no_error (error);
  g_assert_cmpint (b->first, >, PIECE);
  g_assert_cmpuint (b->planned, >=, PIECES);
  assert_same (here, b->path);
  bench_free (b);
}

/* A server that went back behind it, and lost its files besides, gets it again. */
static void
test_restored (void)
{
  Bench *b = bench_new ();
  g_autofree char *backup = sat_test_dir_file (b->office->dir, "backup.db");
  g_autofree char *blobs = g_build_filename (b->office->data, "blobs", NULL);
  g_autoptr (JsonNode) made G_GNUC_UNUSED = office_run (b->office, "backup", backup, NULL);
  g_autoptr (JsonNode) restored = NULL;
  SatNetFiles counts;

  attach (b);
  g_assert_true (run_files (b, NULL, &counts));
  g_assert_cmpuint (counts.sent, ==, 1);
  office_stop (b->office, SIGTERM);
  restored = office_run (b->office, "restore", backup, NULL);
  g_assert_true (sat_wipe_folder (blobs, NULL));
  office_start (b->office);
  sync_store (b->t);
  g_assert_true (run_files (b, NULL, &counts));
  g_assert_cmpuint (counts.sent, ==, 1);
  assert_arrives (b);
  bench_free (b);
}

/* A customer who moves to another rep's territory takes the files along; a laptop that is shut out
 * keeps none. */
static void
test_leaves (void)
{
  Office *office = office_new ();
  CliFixture *boss = laptop_new (office, "boss"), *ana, *ben;
  g_autofree char *offer =
      sat_test_dir_write (office->dir, "Offer.txt", "An offer for " CANARY "\n", -1);
  g_autofree char *company = cli_new (boss, "company", "name=Acme", NULL);
  g_autoptr (JsonNode) devices = NULL;
  g_autofree char *found = NULL;
  g_autofree char *device = NULL;

  office_add_user (office, "ana", "rep", NULL);
  office_add_user (office, "ben", "rep", NULL);
  laptop_sync (boss);
  laptop_set (boss, company, "owner=ana");
  g_free (cli_run (boss, 0, "attach", "company", company, offer, NULL));
  laptop_sync (boss);
  ana = laptop_new (office, "ana");
  ben = laptop_new (office, "ben");
  found = sat_test_find_raw (sat_test_dir_path (ana->dir), CANARY);
  g_assert_nonnull (found);
  sat_test_assert_no_raw (sat_test_dir_path (ben->dir), CANARY);
  laptop_set (boss, company, "owner=ben");
  laptop_sync (boss);
  laptop_sync (ana);
  laptop_sync (ben);
  sat_test_assert_no_raw (sat_test_dir_path (ana->dir), CANARY);
  g_clear_pointer (&found, g_free);
  found = sat_test_find_raw (sat_test_dir_path (ben->dir), CANARY);
  g_assert_nonnull (found);
  devices = office_run (office, "device", "list", NULL);
  device = cli_member (cli_element (devices, cli_length (devices) - 1), "id");
  json_node_unref (office_run (office, "device", "revoke", device, "--reason", "lost", NULL));
  cli_fails (ben, "revoked", "sync", NULL);
  sat_test_assert_no_raw (sat_test_dir_path (ben->dir), CANARY);
  cli_fixture_free (boss);
  cli_fixture_free (ana);
  cli_fixture_free (ben);
  office_free (office);
}

int
main (int argc, char *argv[])
{
  g_setenv ("SATCHEL_SECRETS", "file", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/files/up", test_up);
  g_test_add_func ("/files/later", test_later);
  g_test_add_func ("/files/down", test_down);
  g_test_add_func ("/files/restored", test_restored);
  g_test_add_func ("/files/leaves", test_leaves);
  return g_test_run ();
}
