/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <sys/wait.h>

#include "sat-fault.h"
#include "sat-test.h"

/* What a program with one place and one bug does: passes the place so often, then says all. */
static int
be_program (const char *passes)
{
  for (gint64 left = g_ascii_strtoll (passes, NULL, 10); left > 0; left--)
    SAT_CRASH_POINT ("test-place");
  g_print ("%s", SAT_BUG ("test-bug") ? "bug" : "fine");
  return 0;
}

#ifdef SAT_FAULTS

/* Runs it; the status of wait(). @output (optional, transfer full) gets what it printed. */
static int
run_program (const char *variable, const char *value, const char *passes, char **output)
{
  const char *argv[] = {"/proc/self/exe", "--pass", passes, NULL};
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), variable, value, TRUE);
  g_autofree char *printed = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_assert_true (g_spawn_sync (NULL, (char **)argv, environment, G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                               NULL, &printed, NULL, &status, &error));
  g_assert_no_error (error);
  if (output != NULL)
    *output = g_steal_pointer (&printed);
  return status;
}

static void
assert_killed (const char *at, const char *passes)
{
  int status = run_program ("SATCHEL_CRASH_AT", at, passes, NULL);

  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
}

static void
assert_prints (const char *variable, const char *value, const char *passes, const char *expected)
{
  g_autofree char *output = NULL;

  g_assert_cmpint (run_program (variable, value, passes, &output), ==, 0);
  g_assert_cmpstr (output, ==, expected);
}

static void
test_killed_at_its_passing (void)
{
  assert_killed ("test-place", "1");
  assert_killed ("test-place:3", "3");
  assert_prints ("SATCHEL_CRASH_AT", "test-place:3", "2", "fine");
  assert_prints ("SATCHEL_CRASH_AT", "other-place:1", "2", "fine");
  assert_prints ("SATCHEL_CRASH_AT", "", "2", "fine");
}

static void
test_bad_wish (void)
{
  static const char *const wishes[] = {"test-place:0", "test-place:", "test-place:x",
                                       "test-place:99999999999"};

  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++) {
    int status = run_program ("SATCHEL_CRASH_AT", wishes[i], "9", NULL);

    g_assert_true (WIFEXITED (status));
    g_assert_cmpint (WEXITSTATUS (status), ==, 2);
  }
}

static void
test_lists (void)
{
  assert_prints ("SATCHEL_CRASH_AT", "list", "1", "test-place\n");
  assert_prints ("SATCHEL_BUG", "list", "1", "test-bug\ntest-here\n");
}

static void
test_bugs (void)
{
  assert_prints ("SATCHEL_BUG", "other,test-bug", "0", "bug");
  assert_prints ("SATCHEL_BUG", "test", "0", "fine");
  g_assert_false (SAT_BUG ("test-here"));
  sat_fault_set_bugs ("test-here,other");
  g_assert_true (SAT_BUG ("test-here"));
  sat_fault_set_bugs (NULL);
  g_assert_false (SAT_BUG ("test-here"));
}

#endif

static void
test_nothing_by_itself (void)
{
  SAT_CRASH_POINT ("test-place");
  g_assert_false (SAT_BUG ("test-bug"));
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--pass"))
    return be_program (argv[2]);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fault/nothing-by-itself", test_nothing_by_itself);
#ifdef SAT_FAULTS
  g_test_add_func ("/fault/killed-at-its-passing", test_killed_at_its_passing);
  g_test_add_func ("/fault/bad-wish", test_bad_wish);
  g_test_add_func ("/fault/lists", test_lists);
  g_test_add_func ("/fault/bugs", test_bugs);
#endif
  return g_test_run ();
}
