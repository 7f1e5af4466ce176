/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-test-kill.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

struct SatTestKiller {
  pid_t helper;
  int runs;    /* numbers of runs go to the helper, */
  int answers; /* of each comes the process's id, and how it ended */
  int words;   /* what the processes say */
};

void
sat_test_kill_say (int out)
{
  if (write (out, ".", 1) != 1)
    _exit (1);
}

static void
say (int out, int number)
{
  if (write (out, &number, sizeof number) != sizeof number)
    _exit (1);
}

static int
hear (int in)
{
  int number = 0;

  g_assert_cmpint (read (in, &number, sizeof number), ==, sizeof number);
  return number;
}

/* Ends with the test, which closes the other end or is no more. */
static void
help (SatTestWork work, gpointer data, int runs, int answers, int words)
{
  guint run;

  while (read (runs, &run, sizeof run) == sizeof run) {
    pid_t child = fork ();
    int status;

    if (child == 0) {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      work (data, run, words);
      _exit (1);
    }
    say (answers, child);
    if (child < 0 || waitpid (child, &status, 0) != child)
      _exit (1);
    say (answers, status);
  }
  _exit (0);
}

SatTestKiller *
sat_test_killer_new (SatTestWork work, gpointer data)
{
  SatTestKiller *self = g_new0 (SatTestKiller, 1);
  int runs[2], answers[2], words[2];

  g_assert_cmpint (pipe (runs), ==, 0);
  g_assert_cmpint (pipe (answers), ==, 0);
  g_assert_cmpint (pipe (words), ==, 0);
  self->helper = fork ();
  g_assert_cmpint (self->helper, >=, 0);
  if (self->helper == 0) {
    prctl (PR_SET_PDEATHSIG, SIGKILL);
    close (runs[1]);
    close (answers[0]);
    close (words[0]);
    help (work, data, runs[0], answers[1], words[1]);
  }
  close (runs[0]);
  close (answers[1]);
  close (words[1]);
  self->runs = runs[1];
  self->answers = answers[0];
  self->words = words[0];
  g_assert_cmpint (fcntl (self->words, F_SETFL, O_NONBLOCK), ==, 0);
  return self;
}

void
sat_test_killer_free (SatTestKiller *self)
{
  int status;

  close (self->runs);
  g_assert_cmpint (waitpid (self->helper, &status, 0), ==, self->helper);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
  close (self->answers);
  close (self->words);
  g_free (self);
}

guint
sat_test_killer_kill (SatTestKiller *self, guint run, guint ms, gboolean at_once)
{
  guint n = 0;
  char word;
  int child, status;

  g_assert_cmpint (write (self->runs, &run, sizeof run), ==, sizeof run);
  child = hear (self->answers);
  g_assert_cmpint (child, >, 0);
  if (!at_once) {
    struct pollfd waiting[] = {{self->words, POLLIN, 0}, {self->answers, POLLIN, 0}};

    poll (waiting, G_N_ELEMENTS (waiting), 20000);
    g_assert_cmpint (waiting[1].revents, ==, 0); /* it ended by itself */
  }
  g_usleep (ms * 1000);
  kill (child, SIGKILL);
  status = hear (self->answers);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  while (read (self->words, &word, 1) == 1)
    n++;
  g_assert_cmpint (errno, ==, EAGAIN);
  return n;
}
