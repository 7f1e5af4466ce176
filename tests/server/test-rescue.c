/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The server goes back to a backup, and laptops bring what it lost. */

#include "config.h"

#include "sat-page.h"
#include "sat-server-care.h"
#include "sat-server-private.h"
#include "sat-test-push.h"

#include <string.h>

typedef struct {
  SatTestServer *server;
  SatTestLaptop *ann, *ben, *eve; /* a rep, an administrator, a reader */
  SatUuid company;
  char *backup, *epoch;
} Fixture;

static void
make_company (Fixture *f, SatUuid *id, const char *name)
{
  g_autofree char *fields = g_strdup_printf ("{\"name\":\"%s\"}", name);

  *id = sat_uuid_new (1);
  sat_test_laptop_edit (f->ann, SAT_OP_PUT, "company", id, 0, fields, NULL, NULL);
  sat_test_laptop_expect (f->ann, "ok");
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->server = sat_test_server_new ();
  f->ann = sat_test_laptop_new (f->server, "Ann", SAT_ROLE_REP, 1);
  f->ben = sat_test_laptop_new (f->server, "Ben", SAT_ROLE_ADMIN, 2);
  f->eve = sat_test_laptop_new (f->server, "Eve", SAT_ROLE_READER, 3);
  f->backup = sat_test_dir_file (f->server->dir, "backup.db");
  f->epoch = g_strdup (sat_server_epoch (f->server->server));
  make_company (f, &f->company, "Acme");
  sat_server_backup (f->server->server, f->backup, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = sat_server_verify (f->server->server, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_error ("%s", (const char *)g_ptr_array_index (findings, i));
  sat_test_laptop_free (f->ann);
  sat_test_laptop_free (f->ben);
  sat_test_laptop_free (f->eve);
  sat_test_server_free (f->server);
  g_free (f->backup);
  g_free (f->epoch);
}

static void
set_name (Fixture *f, SatTestLaptop *laptop, const char *name)
{
  g_autofree char *base = sat_test_server_base (f->server, &f->company, "name");
  g_autofree char *fields = g_strdup_printf ("{\"name\":\"%s\"}", name);

  sat_test_server_wait (f->server);
  sat_test_laptop_edit (laptop, SAT_OP_PUT, "company", &f->company, 1, fields, base, NULL);
  sat_test_laptop_expect (laptop, "ok");
}

static void
restore (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&f->server->server, sat_server_close);
  sat_server_restore (f->server->folder, f->backup, &error);
  g_assert_no_error (error);
  sat_test_server_reopen (f->server);
  /* What a laptop of the tests has sent does not matter any more. */
  f->ann->last_m = f->ben->last_m = f->eve->last_m = 0;
}

static GBytes *
pull_after (Fixture *f, const SatTestLaptop *laptop, const SatPageHead *head)
{
  g_autoptr (GError) error = NULL;
  GBytes *page = sat_server_pull (f->server->server, &laptop->caller, f->epoch,
                                  head != NULL ? head->upto.cursor : "",
                                  head != NULL ? head->upto.sv : "", "", 5000, 0, &error);

  g_assert_no_error (error);
  return page;
}

static GBytes *
pull_all (Fixture *f, const SatTestLaptop *laptop)
{
  return pull_after (f, laptop, NULL);
}

/* What @laptop would get now after @before, to be offered later. */
static GBytes *
holdings_after (Fixture *f, const SatTestLaptop *laptop, const SatPageHead *before)
{
  g_autoptr (GBytes) bytes = pull_after (f, laptop, before);
  g_autoptr (SatPageReader) reader = sat_page_reader_new (bytes, NULL);
  g_autoptr (SatPageWriter) writer = sat_page_writer_new ();
  g_auto (SatPageHead)
      head = {{g_strdup (f->epoch), NULL, NULL}, {g_strdup (f->epoch), NULL, NULL}};
  SatPageItem item = SAT_PAGE_ROW;
  SatPageRow row = {0};
  SatUuid gone;

  while (item != SAT_PAGE_END) {
    g_assert_true (sat_page_reader_next (reader, &item, &row, &gone, NULL));
    if (item == SAT_PAGE_ROW)
      sat_page_writer_row (writer, &row);
  }
  sat_page_row_clear (&row);
  head.from.sv = g_strdup ("");
  head.from.bf = g_strdup ("");
  head.upto.sv = g_strdup ("");
  head.upto.bf = g_strdup ("");
  return sat_page_writer_finish (writer, &head);
}

static GBytes *
holdings (Fixture *f, const SatTestLaptop *laptop)
{
  return holdings_after (f, laptop, NULL);
}

static void
offer (Fixture *f, const SatTestLaptop *laptop, GBytes *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = sat_server_rescue (
      f->server->server, &laptop->caller, sat_server_epoch (f->server->server), body, &error);

  g_assert_no_error (error);
  g_assert_nonnull (answer);
}

static void
test_field (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) held = NULL;
  g_autofree char *history = NULL;
  g_autofree char *clocks = NULL;
  g_autofree char *again = NULL;
  gint64 head;

  set_name (f, f->ann, "Middle");
  set_name (f, f->ann, "Lost");
  held = holdings (f, f->ben);
  clocks = sat_test_server_clocks (f->server, &f->company);
  restore (f);
  sat_test_server_assert (f->server, &f->company, "{\"name\":\"Acme\"}");
  offer (f, f->ben, held);
  sat_test_server_assert (f->server, &f->company, "{\"name\":\"Lost\"}");
  again = sat_test_server_clocks (f->server, &f->company);
  g_assert_cmpstr (again, ==, clocks);
  history = sat_test_server_history (f->server, &f->company);
  g_assert_nonnull (strstr (history, "Acme"));
  g_assert_nonnull (strstr (history, "Middle"));
  /* Once more changes nothing. */
  head = sat_server_head (f->server->server);
  offer (f, f->ben, held);
  offer (f, f->ann, held);
  g_assert_cmpint (sat_server_head (f->server->server), ==, head);
}

/* Ann's first edit, as she sent it before. */
static void
send_again (Fixture *f)
{
  gsize length;
  const char *line = g_bytes_get_data (g_ptr_array_index (f->ann->lines, 0), &length);

  f->ann->sent = 1;
  f->ann->last_m = 1;
  memset (&f->ann->hash, 0, sizeof f->ann->hash);
  sat_chain_add (&f->ann->hash, line, length);
}

/* Whoever made it sends it again: it is there, with what followed. */
static void
test_sent_again (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) held = NULL;
  g_autofree char *conflicts = NULL;

  set_name (f, f->ann, "By Ann");
  set_name (f, f->ben, "By Ben");
  held = holdings (f, f->ben);
  restore (f);
  offer (f, f->ben, held);
  send_again (f);
  sat_test_laptop_expect (f->ann, "ok");
  sat_test_server_assert (f->server, &f->company, "{\"name\":\"By Ben\"}");
  conflicts = sat_test_server_conflicts (f->server, &f->company);
  g_assert_cmpstr (conflicts, ==, "");
}

/* That something was replaced by an edit says that there was one, not what it wrote. */
static void
test_half_told (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) held = NULL;
  g_autofree char *conflicts = NULL;
  SatTestLaptop *cid = sat_test_laptop_new (f->server, "Cid", SAT_ROLE_REP, 9);

  set_name (f, f->ann, "By Ann");
  held = holdings (f, f->ben);
  restore (f);
  sat_test_server_wait (f->server);
  sat_test_laptop_edit (cid, SAT_OP_DELETE, "company", &f->company,
                        sat_test_server_seq (f->server, &f->company), NULL, NULL, NULL);
  sat_test_laptop_expect (cid, "ok");
  offer (f, f->ben, held);
  sat_test_server_assert (f->server, &f->company, "deleted");
  sat_test_server_wait (f->server);
  sat_test_laptop_edit (cid, SAT_OP_UNDELETE, "company", &f->company,
                        sat_test_server_seq (f->server, &f->company), "{\"name\":\"Acme\"}", NULL,
                        NULL);
  sat_test_laptop_expect (cid, "ok");
  send_again (f);
  sat_test_laptop_expect (f->ann, "conflict");
  conflicts = sat_test_server_conflicts (f->server, &f->company);
  g_assert_nonnull (strstr (conflicts, "By Ann"));
  sat_test_laptop_free (cid);
}

/* Somebody has written since, and has not seen it. */
static void
test_both (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) held = NULL;
  g_autofree char *conflicts = NULL;
  g_autofree char *again = NULL;
  SatTestLaptop *cid = sat_test_laptop_new (f->server, "Cid", SAT_ROLE_REP, 9);

  set_name (f, f->ann, "Lost");
  held = holdings (f, f->ben);
  restore (f);
  set_name (f, cid, "New");
  offer (f, f->ben, held);
  sat_test_server_assert (f->server, &f->company, "{\"name\":\"New\"}");
  conflicts = sat_test_server_conflicts (f->server, &f->company);
  g_assert_nonnull (strstr (conflicts, "Lost"));
  offer (f, f->ben, held);
  again = sat_test_server_conflicts (f->server, &f->company);
  g_assert_cmpstr (again, ==, conflicts);
  sat_test_laptop_free (cid);
}

static void
test_made (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) held = NULL;
  SatUuid made;

  make_company (f, &made, "Made");
  held = holdings (f, f->ben);
  restore (f);
  offer (f, f->ben, held);
  sat_test_server_assert (f->server, &made, "{\"name\":\"Made\"}");
}

/* A laptop that had the record before has its delete as well. */
static void
test_deleted (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) before = pull_all (f, f->ben);
  g_autoptr (SatPageReader) reader = sat_page_reader_new (before, NULL);
  g_autoptr (GBytes) held = NULL;

  sat_test_server_wait (f->server);
  sat_test_laptop_edit (f->ann, SAT_OP_DELETE, "company", &f->company,
                        sat_test_server_seq (f->server, &f->company), NULL, NULL, NULL);
  sat_test_laptop_expect (f->ann, "ok");
  held = holdings_after (f, f->ben, sat_page_reader_head (reader));
  restore (f);
  sat_test_server_assert (f->server, &f->company, "{\"name\":\"Acme\"}");
  offer (f, f->ben, held);
  sat_test_server_assert (f->server, &f->company, "deleted");
}

/* Erased is erased. */
static void
test_erased (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) held = NULL;
  g_autoptr (GError) error = NULL;
  SatUuid made;

  make_company (f, &made, "Made");
  held = holdings (f, f->ben);
  sat_server_erase (f->server->server, "company", &f->company, &error);
  g_assert_no_error (error);
  sat_server_erase (f->server->server, "company", &made, &error);
  g_assert_no_error (error);
  restore (f);
  offer (f, f->ben, held);
  g_assert_null (sat_test_server_fields (f->server, &f->company));
  g_assert_null (sat_test_server_fields (f->server, &made));
}

/* What its sender may not write waits for who may. */
static void
test_proposed (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) held = NULL;
  g_autoptr (GBytes) list = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  set_name (f, f->ann, "Lost");
  held = holdings (f, f->ben);
  restore (f);
  offer (f, f->eve, held);
  offer (f, f->eve, held);
  sat_test_server_assert (f->server, &f->company, "{\"name\":\"Acme\"}");
  list = sat_server_proposals (f->server->server, &f->ben->caller, &error);
  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_data (list, NULL), g_bytes_get_size (list));
  g_assert_nonnull (strstr (text, "Lost"));
  g_assert_null (strstr (strstr (text, "Lost") + 1, "Lost"));
}

static void
expect_error (Fixture *f, const char *epoch, GBytes *body, SatServerError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (sat_server_rescue (f->server->server, &f->ben->caller, epoch, body, &error));
  g_assert_error (error, SAT_SERVER_ERROR, (int)code);
}

static void
test_closed (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) held = holdings (f, f->ben);
  g_autoptr (GBytes) nonsense = g_bytes_new_static ("nonsense", 8);

  expect_error (f, f->epoch, held, SAT_SERVER_ERROR_FORBIDDEN);
  restore (f);
  expect_error (f, f->epoch, held, SAT_SERVER_ERROR_EPOCH_CHANGED);
  expect_error (f, sat_server_epoch (f->server->server), nonsense, SAT_SERVER_ERROR_MALFORMED);
}

/* The whole folder goes back, and nothing in it tells: but a cursor does. */
static void
test_folder (Fixture *f, gconstpointer data)
{
  g_autofree char *high_water = sat_test_dir_file (f->server->dir, "data/" SAT_SERVER_HIGH_WATER);
  g_autofree char *database = sat_test_dir_file (f->server->dir, "data/" SAT_SERVER_DATABASE);
  g_autofree char *lost_after =
      g_strdup_printf ("\"lost_after\":%" G_GINT64_FORMAT "}", sat_server_head (f->server->server));
  g_autofree char *seen = NULL;
  g_autofree char *contents = NULL;
  g_autofree char *told = NULL;
  g_autoptr (GBytes) held = NULL;
  g_autoptr (GBytes) page = NULL;
  g_autoptr (SatPageReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (high_water, &seen, NULL, NULL));
  set_name (f, f->ann, "Lost");
  held = holdings (f, f->ben);
  page = pull_all (f, f->ben);
  reader = sat_page_reader_new (page, NULL);
  g_clear_pointer (&f->server->server, sat_server_close);
  g_assert_true (g_file_get_contents (f->backup, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (database, contents, (gssize)length, NULL));
  g_assert_true (g_file_set_contents (high_water, seen, -1, NULL));
  sat_test_server_reopen (f->server);
  g_assert_cmpstr (sat_server_epoch (f->server->server), ==, f->epoch);
  g_assert_null (sat_server_pull (f->server->server, &f->ben->caller, f->epoch,
                                  sat_page_reader_head (reader)->upto.cursor,
                                  sat_page_reader_head (reader)->upto.sv, "", 100, 0, &error));
  g_assert_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_EPOCH_CHANGED);
  g_assert_cmpstr (sat_server_epoch (f->server->server), !=, f->epoch);
  told = sat_server_describe_device (f->server->server, 2, f->epoch, NULL);
  g_assert_nonnull (strstr (told, lost_after));
  offer (f, f->ben, held);
  sat_test_server_assert (f->server, &f->company, "{\"name\":\"Lost\"}");
  /* It stays so. */
  sat_test_server_reopen (f->server);
  g_clear_pointer (&told, g_free);
  told = sat_server_describe_device (f->server->server, 2, f->epoch, NULL);
  g_assert_nonnull (strstr (told, lost_after));
}

#define ADD(path, function) g_test_add ("/rescue/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("field", test_field);
  ADD ("sent-again", test_sent_again);
  ADD ("half-told", test_half_told);
  ADD ("both", test_both);
  ADD ("made", test_made);
  ADD ("deleted", test_deleted);
  ADD ("erased", test_erased);
  ADD ("proposed", test_proposed);
  ADD ("closed", test_closed);
  ADD ("folder", test_folder);
  return g_test_run ();
}
