/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-test-kill.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

void
sat_test_kill_say (int out)
{
  if (write (out, ".", 1) != 1)
    _exit (1);
}

guint
sat_test_kill (SatTestWork work, gpointer data, guint ms, gboolean at_once)
{
  int ends[2], status;
  guint n = 0;
  char word;
  pid_t child;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0) {
    close (ends[0]);
    work (data, ends[1]);
    _exit (1);
  }
  close (ends[1]);
  if (!at_once) {
    struct pollfd waiting = {ends[0], POLLIN, 0};

    poll (&waiting, 1, 20000);
  }
  g_usleep (ms * 1000);
  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  while (read (ends[0], &word, 1) == 1)
    n++;
  close (ends[0]);
  return n;
}
