/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A laptop that is killed at any moment of a sync. The server keeps all bytes that it ever got in a
 * file: whatever comes again must be the same, and in the end both hold the same. */

#include "config.h"

#include "kill-work.h"

#include "sat-test-kill.h"
#include "sat-test-server.h"

#include <stdio.h>
#include <unistd.h>

#define FILES 4
#define RUNS_A_FILE 40
#define LONGEST_MS 30

/* The server as it is after all that was ever sent; NULL: not every byte is as it was before. */
static SatTestServer *
read_wire (const char *path)
{
  SatTestServer *server = sat_test_server_new ();
  g_autoptr (GHashTable) lines =
      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_bytes_unref);
  FILE *file = fopen (path, "re");
  guint32 length;
  goffset end = 0;

  while (file != NULL && fread (&length, sizeof length, 1, file) == 1) {
    char *data = g_malloc (length);
    gboolean whole = fread (data, 1, length, file) == length;
    g_autoptr (GBytes) body = g_bytes_new_take (data, length);
    g_autoptr (SatPush) push = NULL;

    if (!whole)
      break;
    end += (goffset)sizeof length + length;
    push = sat_push_parse (body, NULL);
    g_assert_nonnull (push);
    for (guint i = 0; i < push->lines->len; i++) {
      gpointer m = GSIZE_TO_POINTER ((gsize)push->first + i);
      GBytes *before = g_hash_table_lookup (lines, m);

      if (before == NULL)
        g_hash_table_insert (lines, m, g_bytes_ref (push->lines->pdata[i]));
      else
        g_assert_true (g_bytes_equal (before, push->lines->pdata[i]));
    }
    g_bytes_unref (sat_test_server_push (server, 7, body));
  }
  /* What was cut off in the middle the server never got. */
  if (file != NULL)
    g_assert_cmpint (truncate (path, end), ==, 0);
  if (file != NULL)
    fclose (file);
  return server;
}

/* What was written before a kill is there after it; the last of it may be cut off. */
static void
append_wire (const char *path, GBytes *body)
{
  FILE *file = fopen (path, "ae");
  guint32 length = (guint32)g_bytes_get_size (body);
  g_autofree char *all = g_malloc (sizeof length + length);

  g_assert_nonnull (file);
  memcpy (all, &length, sizeof length);
  memcpy (all + sizeof length, g_bytes_get_data (body, NULL), length);
  setvbuf (file, NULL, _IONBF, 0);
  g_assert_cmpuint (fwrite (all, 1, sizeof length + length, file), ==, sizeof length + length);
  fclose (file);
}

static gboolean
exchange (SatStore *store, SatTestServer *server, const char *wire)
{
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SatPushAnswer) answer = NULL;

  if (!sat_outbox_freeze (store, NULL, &body, NULL, NULL))
    return FALSE;
  if (body != NULL) {
    append_wire (wire, body);
    bytes = sat_test_server_push (server, 7, body);
    answer = sat_push_answer_parse (bytes, NULL);
    if (answer == NULL || !sat_outbox_answer (store, answer, NULL, NULL))
      return FALSE;
  }
  sat_test_server_receive (server, store, 20);
  return TRUE;
}

static char *
path_of_run (SatTestDir *dir, guint run, const char *ending)
{
  g_autofree char *name = g_strdup_printf ("%u.db%s", run / RUNS_A_FILE, ending);

  return sat_test_dir_file (dir, name);
}

static void
work_for_ever (gpointer data, guint run, int out)
{
  g_autofree char *path = path_of_run (data, run, "");
  g_autofree char *wire = path_of_run (data, run, ".wire");
  g_autoptr (SatTestServer) server = read_wire (wire);
  g_autoptr (SatStore) store = sat_store_open (path, SAT_STORE_DEFAULT, NULL, NULL, NULL);
  KillWork work = {run, 0, 0};

  while (store != NULL &&
         sat_store_write (store, SAT_CHANGE_EDIT, "work", kill_work_cb, &work, NULL, NULL)) {
    sat_test_kill_say (out);
    work.step++;
    if (work.step % 3 == 0 && !exchange (store, server, wire))
      return;
  }
}

static void
make_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatTestServer) server = sat_test_server_new ();
  g_autoptr (SatStore) store = sat_store_open (path, SAT_STORE_CREATE, NULL, NULL, &error);

  g_assert_no_error (error);
  sat_test_server_join (server, store);
  sat_store_close (store);
}

static void
check (const char *path, const char *wire)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatTestServer) server = read_wire (wire);
  g_autoptr (SatStore) store = sat_store_open (path, SAT_STORE_DEFAULT, NULL, NULL, &error);
  SatTestStore test = {.store = store};

  g_assert_no_error (error);
  sat_test_server_sync (server, store);
  sat_test_server_assert_same (server, &test);
}

static void
test_kill (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();
  g_autoptr (SatTestDir) dir = sat_test_dir_new ();
  g_autoptr (SatTestKiller) killer = sat_test_killer_new (work_for_ever, dir);
  guint said = 0;

  for (guint file = 0; file < FILES; file++) {
    g_autofree char *path = path_of_run (dir, file * RUNS_A_FILE, "");
    g_autofree char *wire = path_of_run (dir, file * RUNS_A_FILE, ".wire");

    make_file (path);
    for (guint i = 0; i < RUNS_A_FILE; i++)
      said += sat_test_killer_kill (killer, file * RUNS_A_FILE + i,
                                    (guint)g_rand_int_range (rand, 0, LONGEST_MS), FALSE);
    check (path, wire);
  }
  g_assert_cmpuint (said, >, FILES * RUNS_A_FILE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remote/kill", test_kill);
  return g_test_run ();
}
