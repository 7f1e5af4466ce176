/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A server that is killed, and one whose disk is full or loses its power: what was answered is
 * there, what was not can be sent again, and nothing is there twice. */

#include "config.h"

#include "sat-fault-vfs.h"
#include "sat-server-care.h"
#include "sat-server-private.h"
#include "sat-test-push.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define PUSHES 12
#define EACH 5

static void
create_some (SatTestLaptop *laptop, guint n)
{
  for (guint i = 0; i < n; i++) {
    SatUuid id = sat_uuid_new (1);

    sat_test_laptop_edit (laptop, SAT_OP_PUT, "contact", &id, 0, "{\"first_name\":\"A\"}", NULL,
                          NULL);
  }
}

/* One push; FALSE if it failed. */
static gboolean
try_push (SatTestLaptop *laptop, guint n, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SatPushAnswer) answer = NULL;

  for (guint i = laptop->sent; i < laptop->sent + n; i++)
    g_ptr_array_add (lines, g_ptr_array_index (laptop->lines, i));
  body = sat_push_write ((gint64)laptop->sent + 1, &laptop->hash, lines);
  bytes = sat_server_push (laptop->server->server, &laptop->caller, "", body, error);
  if (bytes == NULL)
    return FALSE;
  answer = sat_push_answer_parse (bytes, error);
  g_assert_nonnull (answer);
  g_assert_cmpuint (answer->results->len, ==, 0);
  for (guint i = 0; i < n; i++) {
    gsize length;
    const char *line = g_bytes_get_data (g_ptr_array_index (lines, i), &length);

    sat_chain_add (&laptop->hash, line, length);
  }
  laptop->sent += n;
  return TRUE;
}

static guint
count_contacts (SatTestServer *server)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = sat_server_records (server->server, "contact", &error);

  g_assert_no_error (error);
  return records->len;
}

static void
assert_clean (SatTestServer *server)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = sat_server_verify (server->server, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_error ("%s", (const char *)g_ptr_array_index (findings, i));
}

/* In the child: pushes and tells of each answer, until it is killed. */
static void
push_until_killed (SatTestServer *server, SatTestLaptop *laptop, int fd)
{
  sat_test_server_reopen (server);
  for (guint i = 0; i < PUSHES; i++)
    if (!try_push (laptop, EACH, NULL) || write (fd, "x", 1) != 1)
      _exit (1);
  pause ();
}

static void
kill_after (guint answers)
{
  SatTestServer *server = sat_test_server_new ();
  SatTestLaptop *laptop = sat_test_laptop_new (server, "Ann", SAT_ROLE_REP, 1);
  g_autofree char *epoch = g_strdup (server->server->epoch);
  GError *error = NULL;
  int ends[2];
  char byte;
  pid_t child;

  create_some (laptop, PUSHES * EACH);
  g_clear_pointer (&server->server, sat_server_close);
  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    push_until_killed (server, laptop, ends[1]);
  for (guint i = 0; i < answers; i++)
    g_assert_cmpint (read (ends[0], &byte, 1), ==, 1);
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  close (ends[0]);
  close (ends[1]);

  sat_test_server_reopen (server);
  g_assert_cmpstr (server->server->epoch, ==, epoch);
  g_assert_cmpuint (count_contacts (server), >=, answers * EACH);
  g_assert_cmpuint (count_contacts (server) % EACH, ==, 0);
  assert_clean (server);
  /* The laptop has heard nothing: it sends all of it again. */
  for (guint i = 0; i < PUSHES && error == NULL; i++)
    try_push (laptop, EACH, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_contacts (server), ==, PUSHES * EACH);
  sat_test_laptop_free (laptop);
  sat_test_server_free (server);
}

static void
test_killed (void)
{
  for (guint answers = 0; answers < PUSHES; answers += 3)
    kill_after (answers);
}

static void
test_full (void)
{
  SatTestServer *server;
  SatTestLaptop *laptop;
  GError *error = NULL;
  guint failed = 0;

  sat_fault_vfs_install ();
  server = sat_test_server_new ();
  laptop = sat_test_laptop_new (server, "Ann", SAT_ROLE_REP, 1);
  create_some (laptop, 4 * EACH);
  g_assert_true (try_push (laptop, EACH, NULL));
  for (guint nth = 1; laptop->sent < 4 * EACH; nth++) {
    sat_fault_vfs_fail (SAT_FAULT_WRITES, nth, SAT_FAULT_FULL, TRUE);
    if (!try_push (laptop, EACH, &error)) {
      g_assert_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_FULL);
      g_clear_error (&error);
      failed++;
    }
    sat_fault_vfs_mend ();
    g_assert_cmpuint (count_contacts (server), ==, laptop->sent);
  }
  g_assert_cmpuint (failed, >, 0);
  assert_clean (server);
  sat_test_laptop_free (laptop);
  sat_test_server_free (server);
  sat_fault_vfs_uninstall ();
}

static void
test_power_cut (void)
{
  GRand *rand = sat_test_rand_new ();

  sat_fault_vfs_install ();
  for (guint nth = 1;; nth += 3) {
    SatTestServer *server = sat_test_server_new ();
    SatTestLaptop *laptop = sat_test_laptop_new (server, "Ann", SAT_ROLE_REP, 1);
    gboolean cut;
    guint told;

    create_some (laptop, PUSHES * EACH);
    sat_fault_vfs_power_off_at (nth);
    while (laptop->sent < PUSHES * EACH && try_push (laptop, EACH, NULL))
      ;
    told = laptop->sent;
    g_clear_pointer (&server->server, sat_server_close);
    cut = sat_fault_vfs_is_off ();
    sat_fault_vfs_power_on (SAT_FAULT_LOSE_RANDOM, rand);
    sat_test_server_reopen (server);
    g_assert_cmpuint (count_contacts (server), >=, told);
    assert_clean (server);
    while (laptop->sent < PUSHES * EACH)
      g_assert_true (try_push (laptop, EACH, NULL));
    g_assert_cmpuint (count_contacts (server), ==, PUSHES * EACH);
    sat_test_laptop_free (laptop);
    sat_test_server_free (server);
    sat_fault_vfs_reset ();
    if (!cut)
      break;
  }
  sat_fault_vfs_uninstall ();
  g_rand_free (rand);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/push/crash/killed", test_killed);
  g_test_add_func ("/push/crash/full", test_full);
  g_test_add_func ("/push/crash/power-cut", test_power_cut);
  return g_test_run ();
}
