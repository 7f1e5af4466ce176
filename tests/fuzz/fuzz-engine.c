/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A file syncs with a server that answers anything: statuses, errors, hello, tokens, answers to a
 * push. Whatever comes, a sync ends, nothing that was not answered is lost, and the file stays
 * whole. In an input, each line is an answer: a status, Retry-After and the body. */

#include "config.h"

#include "fuzz.h"
#include "sat-outbox.h"
#include "sat-page.h"
#include "sat-push.h"
#include "sat-remote.h"
#include "sat-sync-engine.h"
#include "sat-test-check.h"
#include "sat-test-store.h"

#include <stdlib.h>

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define HASH "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define HELLO(epoch, last_m)                                                                       \
  "200 0 {\"protocol\":1,\"epoch\":\"" epoch "\",\"head\":9,\"now\":1790000000000000,"             \
  "\"device\":12,\"last_m\":" last_m ",\"hash\":\"" ZEROS "\",\"orders\":[]}\n"
#define FAILURE(status, code)                                                                      \
  status " 0 {\"error\":{\"code\":\"" code "\",\"message\":\"m\"},\"epoch\":\"bb\",\"last_m\":0,"  \
         "\"hash\":\"" ZEROS "\"}\n"

/* "@M" is the last mutation that was sent, "@H" the chain's hash with it. */
const char *const fuzz_corpus[] = {
    "200 0 {\"last_m\":@M,\"hash\":\"@H\",\"res\":[]}\n"
    "200 0 @P\n",
    "200 0 "
    "{\"last_m\":@M,\"hash\":\"@H\",\"res\":[{\"m\":@M,\"s\":\"rejected\",\"code\":\"forbidden\"}]}"
    "\n"
    "200 0 @P\n",
    FAILURE ("409", "epoch_changed") HELLO ("bb", "0"),
    FAILURE ("409", "m_gap") FAILURE (
        "409", "device_forked") "200 0 {\"device\":13,\"access\":\"a\"}\n" HELLO ("aa", "0"),
    FAILURE ("401", "token_expired") "200 0 {}\n" FAILURE ("413", "too_large"),
    FAILURE ("410", "cursor_expired") FAILURE ("503", "busy") FAILURE ("426", "schema"),
    "503 7 \n429 99 \n507 0 \n",
    "1 0 \n1 0 \n500 0 {\n502 0 []\n",
    "200 0 {\"last_m\":9223372036854775807,\"hash\":\"" HASH "\",\"seq\":-1,\"res\":[]}\n",
    NULL,
};

#define MOST_ANSWERS 12
#define RUNS_OF_A_FILE 200

static SatTestStore *file;
static guint n_runs, n_edits;
static guint64 n_answered;

static void
close_file (void)
{
  g_clear_pointer (&file, sat_test_store_free);
}

/* A file that has joined. */
static void
open_file (void)
{
  const SatUuid user = {{1}};
  g_autoptr (GError) error = NULL;

  if (file == NULL)
    atexit (close_file);
  close_file ();
  n_edits = 0;
  n_answered = 0;
  file = sat_test_store_new (SAT_STORE_CREATE);
  sat_remote_join (file->store, "http://localhost", &user, 12, &error);
  g_assert_no_error (error);
  sat_remote_set_epoch (file->store, "00000000000000aa", &error);
  g_assert_no_error (error);
}

static SatOutboxCounts
count (void)
{
  SatOutboxCounts counts;
  g_autoptr (GError) error = NULL;

  sat_outbox_counts (sat_test_store_reader (file), &counts, &error);
  g_assert_no_error (error);
  return counts;
}

static void
edit (void)
{
  g_autofree char *name = g_strdup_printf ("Kontor %u", n_runs);

  sat_test_store_add (file, "company", "name", name, NULL);
  n_edits++;
}

/* An empty page after where the file is. */
static char *
make_page (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatRemoteState) state = sat_remote_state (file->store, &error);
  g_autofree char *cursor = g_strdup_printf ("aa:%u:mac", n_runs);
  SatPageHead head = {
      .from = {state->at.cursor, state->at.sv, state->at.bf},
      .upto = {cursor, (char *)"7a", (char *)""},
      .head = n_runs,
  };
  g_autoptr (SatPageWriter) writer = sat_page_writer_new ();
  g_autoptr (GBytes) page = sat_page_writer_finish (writer, &head);

  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (page, NULL), g_bytes_get_size (page));
}

/* @text with what depends on the question. */
static GBytes *
make_body (const char *text, const SatSyncRequest *request)
{
  GString *body = g_string_new (text);
  g_autoptr (SatPush) push = request->body != NULL ? sat_push_parse (request->body, NULL) : NULL;
  g_autofree char *page = make_page ();

  if (push != NULL) {
    SatChain chain = push->prev;
    char hash[SAT_CHAIN_TEXT_LENGTH];
    g_autofree char *last_m =
        g_strdup_printf ("%" G_GINT64_FORMAT, push->first + (gint64)push->lines->len - 1);

    for (guint i = 0; i < push->lines->len; i++)
      sat_chain_add (&chain, g_bytes_get_data (push->lines->pdata[i], NULL),
                     g_bytes_get_size (push->lines->pdata[i]));
    sat_chain_write (&chain, hash);
    g_string_replace (body, "@M", last_m, 0);
    g_string_replace (body, "@H", hash, 0);
  }
  g_string_replace (body, "@P", page, 1);
  return g_string_free_to_bytes (body);
}

/* FALSE: it is the end. */
static gboolean
answer (SatSyncEngine *engine, const SatSyncRequest *request, const char *line)
{
  char *end;
  guint64 status = g_ascii_strtoull (line, &end, 10);
  guint64 retry_after = g_ascii_strtoull (end, &end, 10);
  g_autoptr (GBytes) body = make_body (*end == ' ' ? end + 1 : end, request);
  g_autoptr (GError) error = NULL;
  gboolean on = sat_sync_engine_answer (engine, (guint)MIN (status, 999),
                                        (guint)MIN (retry_after, 86400), body, &error);

  g_assert_true (on == (error == NULL));
  if (error != NULL)
    g_assert_true (*error->message != '\0' && g_utf8_validate (error->message, -1, NULL));
  return on;
}

/* @lines in turn, again from the first one. TRUE: it came to its end. */
static gboolean
run (SatSyncEngine *engine, char **lines, guint n)
{
  SatSyncRequest request = {0};
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < MOST_ANSWERS; i++) {
    do {
      sat_sync_engine_next (engine, &request, &error);
      g_assert_no_error (error);
    } while (request.step == SAT_SYNC_WAIT);
    if (request.step == SAT_SYNC_DONE)
      return TRUE;
    if (!answer (engine, &request, lines[i % n]))
      return FALSE;
  }
  return FALSE;
}

static gboolean
sync_file (char **lines, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatRemoteState) state = sat_remote_state (file->store, &error);
  g_autoptr (SatSyncEngine) engine = sat_sync_engine_new (file->store, state->device, TRUE, &error);
  gboolean done;

  g_assert_no_error (error);
  done = run (engine, lines, n);
  n_answered += sat_sync_engine_counts (engine)->pushed;
  return done;
}

/* What was written is there, or the server has answered for it, or it is in the list of what was
 * refused. */
static void
check_edits (void)
{
  gint64 n = sat_test_store_sql_int (file, "SELECT count(*) FROM company");

  g_assert_cmpint (n + count ().rejected + (gint64)n_answered, >=, n_edits);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", MOST_ANSWERS);
  guint n = g_strv_length (lines);
  gboolean done;

  if (n == 0 || strlen (text) < size)
    return -1;
  if (n_runs++ % RUNS_OF_A_FILE == 0)
    open_file ();
  if (count ().waiting < 4)
    edit ();
  done = sync_file (lines, n);
  check_edits ();
  if (n_runs % RUNS_OF_A_FILE == 0)
    sat_test_check_file (sat_test_store_reader (file));
  return done ? 0 : -1;
}
