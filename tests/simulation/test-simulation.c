/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs the small world for many seeds, each in a process of its own. A seed that fails is made
 * smaller, and the command that shows it again is printed.
 *
 *   test-simulation --seeds 1-2000 [--steps 200] [--laptops 4] [--faults NAME,...|none]
 *                   [--results FILE] [--trace FILE] [--oracle tests/simulation/oracle.py]
 * [--verbose]
 *
 * The oracle works out by itself how a run should end; it is asked of every tenth seed, or of as
 * many as --oracle-every says.
 *
 * With --bug NAME the product has that known bug (bugs.txt, a build with -Dfaults=true), and seeds
 * are run until one finds it. */

#include "config.h"

#include "sat-fault.h"
#include "sat-memory-vfs.h"
#include "sat-sim-random.h"
#include "sat-sim.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ALL_FAULTS ((G_GUINT64_CONSTANT (1) << SAT_SIM_N_FAULTS) - 1)
#define AGAIN_EVERY 20
#define MANY_SEEDS 1000
/* The oracle knows nothing of proposals by those who leave, nor of what laptops bring back to a
 * server that went back, and learns of an edit from its answer, which a server that dies on the way
 * does not give. */
#define ORACLE_FAULTS                                                                              \
  (~(G_GUINT64_CONSTANT (1) << SAT_SIM_OFFBOARDED) &                                               \
   ~(G_GUINT64_CONSTANT (1) << SAT_SIM_SERVER_RESTORE) &                                           \
   ~(G_GUINT64_CONSTANT (1) << SAT_SIM_SERVER_RESTORE_TWICE) &                                     \
   ~(G_GUINT64_CONSTANT (1) << SAT_SIM_SERVER_FULL) &                                              \
   ~(G_GUINT64_CONSTANT (1) << SAT_SIM_SERVER_KILLED))
/* They find what is not mended yet; to be asked for by name. */
#define USUAL_FAULTS                                                                               \
  (ALL_FAULTS & ~(G_GUINT64_CONSTANT (1) << SAT_SIM_SERVER_RESTORE) &                              \
   ~(G_GUINT64_CONSTANT (1) << SAT_SIM_SERVER_RESTORE_TWICE))

typedef struct {
  guint64 first, last;
  SatSimPlan plan;
  char *results;
  gboolean raw; /* failures are told as they are */
  char *oracle; /* NULL: it is not asked */
  int oracle_every;
  char *bug; /* NULL: none is wished for */
} Options;

static void
options_clear (Options *options)
{
  g_free (options->results);
  g_free (options->oracle);
  g_free (options->bug);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* What a child says of its run. */
typedef struct {
  gboolean ok;
  char trace[65];
  char wrong[1024];
  guint hits[SAT_SIM_N_FAULTS];
} Outcome;

static void
remove_folder (const char *folder)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", folder);

  if (system (command) != 0)
    g_warning ("%s stays", folder);
}

/* Where TMPDIR says, else in memory if there is such a place: a world of ten files syncs them
 * thousands of times. */
static char *
make_folder (void)
{
  static const char name[] = "/dev/shm/satchel-simulation-XXXXXX";
  char *folder = g_strdup (name);

  if (g_getenv ("TMPDIR") == NULL && g_mkdtemp (folder) != NULL)
    return folder;
  g_free (folder);
  return g_dir_make_tmp ("satchel-simulation-XXXXXX", NULL);
}

/* What the oracle says of a run that went well. */
static void
ask_oracle (const char *oracle, const char *trace, Outcome *outcome)
{
  g_autofree char *said = NULL;
  g_autoptr (GError) error = NULL;
  const char *arguments[] = {"python3", oracle, trace, NULL};
  int status = 0;

  if (!g_spawn_sync (NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &said, NULL,
                     &status, &error))
    g_error ("%s does not run: %s", oracle, error->message);
  if (status == 0)
    return;
  outcome->ok = FALSE;
  g_snprintf (outcome->wrong, sizeof outcome->wrong, "the oracle: %.*s",
              said != NULL ? (int)strcspn (said, "\n") : 0, said != NULL ? said : "");
}

/* A process of its own in which a world stands ready; it forks for each run. Whatever has been made
 * before, ids too, a world begins as the first one did: the process that asks never makes anything.
 */
static struct {
  char *folder;
  guint laptops;
  int orders, outcomes;
  pid_t keeper;
} world;

static SatSim *
make_world (const SatSimPlan *plan, const char *folder)
{
  sat_sim_random_set_seed (0);
  return sat_sim_new (plan, folder);
}

/* Whoever wants to hear each step wants to look at the files as well. */
static void
save_files (void)
{
  g_autofree char *folder = make_folder ();

  sat_memory_vfs_save (folder);
  g_print ("# its files: %s\n", folder);
  fflush (stdout);
}

static void
live (SatSim *sim, const SatSimPlan *plan, Outcome *outcome)
{
  g_autofree char *wrong = NULL;

  sat_sim_random_set_seed (plan->seed);
  wrong = sat_sim_run (sim, plan);
  outcome->ok = wrong == NULL;
  g_strlcpy (outcome->wrong, wrong != NULL ? wrong : "", sizeof outcome->wrong);
  g_strlcpy (outcome->trace, sat_sim_trace (sim), sizeof outcome->trace);
  memcpy (outcome->hits, sat_sim_hits (sim), sizeof outcome->hits);
  if (plan->verbose)
    save_files ();
  if (plan->trace != NULL)
    sat_sim_free (sim);
  fflush (NULL);
}

/* One run in a process of its own, so that a crash is a result like any other. */
static void
run_apart (SatSim *sim, const SatSimPlan *plan, Outcome *outcome)
{
  int pipes[2], status = 0;
  gssize got;
  pid_t child;

  *outcome = (Outcome){0};
  if (pipe (pipes) != 0)
    g_error ("no room for a run: %s", g_strerror (errno));
  fflush (NULL);
  child = fork ();
  if (child == 0) {
    close (pipes[0]);
    live (sim, plan, outcome);
    _exit (write (pipes[1], outcome, sizeof *outcome) == sizeof *outcome ? 0 : 1);
  }
  close (pipes[1]);
  got = read (pipes[0], outcome, sizeof *outcome);
  close (pipes[0]);
  waitpid (child, &status, 0);
  if (got == sizeof *outcome)
    return;
  *outcome = (Outcome){0};
  g_snprintf (outcome->wrong, sizeof outcome->wrong, "it died (%s %d)",
              WIFSIGNALED (status) ? "signal" : "status",
              WIFSIGNALED (status) ? WTERMSIG (status) : WEXITSTATUS (status));
}

/* What connections prepare while they work, the connections of the world have prepared. */
static void
warm (SatSim *sim, const SatSimPlan *plan, const char *folder)
{
  g_autofree char *statements = g_build_filename (folder, "statements", NULL);
  SatSimPlan some = {.seed = 1, .steps = 300, .laptops = plan->laptops};
  pid_t child;

  fflush (NULL);
  child = fork ();
  if (child == 0) {
    sat_sim_random_set_seed (some.seed);
    g_free (sat_sim_run (sim, &some));
    sat_sim_keep_statements (sim, statements);
    _exit (0);
  }
  waitpid (child, NULL, 0);
  sat_sim_restore (sim);
  sat_sim_prepare_statements (sim, statements);
}

static G_NORETURN void
keep_world (const SatSimPlan *first, const char *folder, int orders, int outcomes)
{
  SatSim *sim = make_world (first, folder);
  SatSimPlan plan;
  Outcome outcome;

  warm (sim, first, folder);
  while (read (orders, &plan, sizeof plan) == sizeof plan) {
    run_apart (sim, &plan, &outcome);
    sat_sim_restore (sim);
    if (write (outcomes, &outcome, sizeof outcome) != sizeof outcome)
      break;
  }
  _exit (0);
}

static void
end_world (void)
{
  if (world.folder == NULL)
    return;
  close (world.orders);
  close (world.outcomes);
  waitpid (world.keeper, NULL, 0);
  remove_folder (world.folder);
  g_clear_pointer (&world.folder, g_free);
}

static void
begin_world (const SatSimPlan *plan)
{
  int orders[2], outcomes[2];

  if (world.folder != NULL && world.laptops == plan->laptops)
    return;
  end_world ();
  world.folder = make_folder ();
  world.laptops = plan->laptops;
  if (world.folder == NULL || pipe (orders) != 0 || pipe (outcomes) != 0)
    g_error ("no room for a world: %s", g_strerror (errno));
  fflush (NULL);
  world.keeper = fork ();
  if (world.keeper == 0) {
    close (orders[1]);
    close (outcomes[0]);
    keep_world (plan, world.folder, orders[0], outcomes[1]);
  }
  close (orders[0]);
  close (outcomes[1]);
  world.orders = orders[1];
  world.outcomes = outcomes[0];
}

/* A run that is told from the beginning has a world of its own. */
static void
run_with_trace (const SatSimPlan *plan, const char *folder, Outcome *outcome)
{
  int pipes[2];
  pid_t child;

  if (pipe (pipes) != 0)
    g_error ("no room for a run: %s", g_strerror (errno));
  fflush (NULL);
  child = fork ();
  if (child == 0) {
    run_apart (make_world (plan, folder), plan, outcome);
    _exit (write (pipes[1], outcome, sizeof *outcome) == sizeof *outcome ? 0 : 1);
  }
  close (pipes[1]);
  *outcome = (Outcome){0};
  if (read (pipes[0], outcome, sizeof *outcome) != sizeof *outcome)
    g_strlcpy (outcome->wrong, "it died before it began", sizeof outcome->wrong);
  close (pipes[0]);
  waitpid (child, NULL, 0);
}

static void
run (const SatSimPlan *plan, const char *oracle, Outcome *outcome)
{
  SatSimPlan with_trace = *plan;
  g_autofree char *folder = NULL;
  g_autofree char *trace = NULL;

  if (oracle == NULL && plan->trace == NULL) {
    begin_world (plan);
    if (write (world.orders, plan, sizeof *plan) != sizeof *plan ||
        read (world.outcomes, outcome, sizeof *outcome) != sizeof *outcome)
      g_error ("the world has ended");
    return;
  }
  folder = make_folder ();
  if (folder == NULL)
    g_error ("no room for a run: %s", g_strerror (errno));
  if (plan->trace == NULL)
    with_trace.trace = trace = g_build_filename (folder, "trace.json", NULL);
  run_with_trace (&with_trace, folder, outcome);
  if (outcome->ok && oracle != NULL)
    ask_oracle (oracle, with_trace.trace, outcome);
  remove_folder (folder);
}

static char *
fault_list (guint64 faults)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (faults == ALL_FAULTS || faults == USUAL_FAULTS)
    return g_strdup (faults == ALL_FAULTS ? "all" : "usual");
  for (guint i = 0; i < SAT_SIM_N_FAULTS; i++)
    if (faults & (G_GUINT64_CONSTANT (1) << i))
      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", sat_sim_fault_names[i]);
  return g_strdup (text->len > 0 ? text->str : "none");
}

/* Fewer steps, fewer faults, as long as it still fails. */
static void
minimise (SatSimPlan *plan, const char *oracle, Outcome *outcome)
{
  for (guint steps = plan->steps / 2, i = 0; i < 12 && steps > 0; i++) {
    SatSimPlan smaller = *plan;
    Outcome other;

    smaller.steps = plan->steps > steps ? plan->steps - steps : 1;
    run (&smaller, oracle, &other);
    if (!other.ok) {
      *plan = smaller;
      *outcome = other;
    } else {
      steps /= 2;
    }
  }
  for (guint i = 0; i < SAT_SIM_N_FAULTS; i++) {
    SatSimPlan smaller = *plan;
    Outcome other;

    smaller.faults &= ~(G_GUINT64_CONSTANT (1) << i);
    if (smaller.faults == plan->faults)
      continue;
    run (&smaller, oracle, &other);
    if (!other.ok) {
      *plan = smaller;
      *outcome = other;
    }
  }
}

static void
tell_failure (SatSimPlan plan, const Options *options, const char *oracle, Outcome *outcome)
{
  g_autofree char *faults = NULL;

  if (!options->raw)
    minimise (&plan, oracle, outcome);
  faults = fault_list (plan.faults);
  g_print ("# seed %" G_GUINT64_FORMAT ": %s\n", plan.seed, outcome->wrong);
  g_print ("# again: test-simulation --seeds %" G_GUINT64_FORMAT
           " --steps %u --laptops %u --faults %s "
           "--verbose%s%s\n",
           plan.seed, plan.steps, plan.laptops, faults,
           oracle != NULL ? " --oracle-every 1 --oracle " : "", oracle != NULL ? oracle : "");
}

static gboolean
parse_faults (const char *text, guint64 *faults)
{
  g_auto (GStrv) names = g_strsplit (text, ",", -1);

  *faults = 0;
  if (g_str_equal (text, "all"))
    *faults = ALL_FAULTS;
  if (g_str_equal (text, "usual"))
    *faults = USUAL_FAULTS;
  if (*faults != 0 || g_str_equal (text, "none"))
    return TRUE;
  for (guint n = 0; names[n] != NULL; n++) {
    guint64 before = *faults;

    for (guint i = 0; i < SAT_SIM_N_FAULTS; i++)
      if (g_str_equal (names[n], sat_sim_fault_names[i]))
        *faults |= G_GUINT64_CONSTANT (1) << i;
    if (*faults == before)
      return FALSE;
  }
  return TRUE;
}

static gboolean
parse (int argc, char **argv, Options *options)
{
  g_autofree char *seeds = NULL, *faults = NULL;
  char *trace = NULL;
  int steps = 200, laptops = 4;
  gboolean verbose = FALSE;
  GOptionEntry entries[] = {
      {"seeds", 0, 0, G_OPTION_ARG_STRING, &seeds, "Which seeds", "A-B"},
      {"steps", 0, 0, G_OPTION_ARG_INT, &steps, "Steps a run", "N"},
      {"laptops", 0, 0, G_OPTION_ARG_INT, &laptops, "Laptops at the start", "N"},
      {"faults", 0, 0, G_OPTION_ARG_STRING, &faults, "Which faults may happen", "NAME,..."},
      {"results", 0, 0, G_OPTION_ARG_FILENAME, &options->results, "Append a line a seed", "FILE"},
      {"raw", 0, 0, G_OPTION_ARG_NONE, &options->raw, "Make failures no smaller", NULL},
      {"trace", 0, 0, G_OPTION_ARG_FILENAME, &trace, "Tell all of a run", "FILE"},
      {"oracle", 0, 0, G_OPTION_ARG_FILENAME, &options->oracle, "Ask how it should end", "FILE"},
      {"oracle-every", 0, 0, G_OPTION_ARG_INT, &options->oracle_every, "Of every Nth seed", "N"},
      {"bug", 0, 0, G_OPTION_ARG_STRING, &options->bug, "How long does it take to find", "NAME"},
      {"verbose", 0, 0, G_OPTION_ARG_NONE, &verbose, "Tell each step", NULL},
      {NULL},
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ends = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("%s\n", error->message);
    return FALSE;
  }
  ends = g_strsplit (seeds != NULL ? seeds : "1-100", "-", 2);
  options->first = g_ascii_strtoull (ends[0], NULL, 10);
  options->last = ends[1] != NULL ? g_ascii_strtoull (ends[1], NULL, 10) : options->first;
  options->plan = (SatSimPlan){0, (guint)laptops, (guint)steps, USUAL_FAULTS, verbose, trace};
  if (faults != NULL && !parse_faults (faults, &options->plan.faults)) {
    g_printerr ("no such fault in %s\n", faults);
    return FALSE;
  }
  return laptops > 0 && steps > 0 && options->oracle_every > 0 && options->first <= options->last;
}

static void
append_result (const Options *options, guint64 seed, const Outcome *outcome)
{
  FILE *file = options->results != NULL ? fopen (options->results, "a") : NULL;

  if (file == NULL)
    return;
  fprintf (file, "%" G_GUINT64_FORMAT "\t%s\t%s\n", seed, outcome->ok ? "ok" : outcome->wrong,
           outcome->trace);
  fclose (file);
}

static gboolean
run_seed (const Options *options, guint64 seed, guint hits[SAT_SIM_N_FAULTS])
{
  SatSimPlan plan = options->plan;
  const char *oracle =
      options->oracle != NULL && seed % (guint)options->oracle_every == 0 ? options->oracle : NULL;
  Outcome outcome, again;

  plan.seed = seed;
  if (oracle != NULL)
    plan.faults &= ORACLE_FAULTS;
  run (&plan, oracle, &outcome);
  if (outcome.ok && seed % AGAIN_EVERY == 0) {
    run (&plan, NULL, &again);
    if (!g_str_equal (outcome.trace, again.trace)) {
      outcome.ok = FALSE;
      g_strlcpy (outcome.wrong, "two runs of it differ", sizeof outcome.wrong);
    }
  }
  append_result (options, seed, &outcome);
  for (guint i = 0; i < SAT_SIM_N_FAULTS; i++)
    hits[i] += outcome.hits[i];
  if (!outcome.ok)
    tell_failure (plan, options, oracle, &outcome);
  return outcome.ok;
}

#ifdef SAT_FAULTS
static gboolean
choose_bug (const char *name)
{
  g_autoptr (GPtrArray) names = sat_fault_list_bugs ();

  sat_fault_set_bugs (name);
  return g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL);
}
#else
static gboolean
choose_bug (const char *name)
{
  return FALSE;
}
#endif

/* Seeds until one of them notices. */
static int
hunt (const Options *options)
{
  if (!choose_bug (options->bug)) {
    g_printerr ("this build has no bug %s\n", options->bug);
    return 2;
  }
  for (guint64 seed = options->first; seed <= options->last; seed++) {
    SatSimPlan plan = options->plan;
    Outcome outcome;

    plan.seed = seed;
    run (&plan, options->oracle, &outcome);
    if (!outcome.ok) {
      g_strdelimit (outcome.wrong, "\n\t", ' ');
      g_print ("%s\t%" G_GUINT64_FORMAT "\t%s\n", options->bug, seed - options->first + 1,
               outcome.wrong);
      return 0;
    }
  }
  g_print ("%s\tnot found\n", options->bug);
  return 1;
}

/* Among so many seeds a fault that never strikes is one that is not played. */
static guint
count_idle (const Options *options, const guint hits[SAT_SIM_N_FAULTS])
{
  guint n_idle = 0;

  for (guint i = 0; i < SAT_SIM_N_FAULTS; i++) {
    gboolean asked = (options->plan.faults & (G_GUINT64_CONSTANT (1) << i)) != 0;

    g_print ("# %s struck %u times\n", sat_sim_fault_names[i], hits[i]);
    n_idle += asked && hits[i] == 0 && options->last - options->first + 1 >= MANY_SEEDS;
  }
  return n_idle;
}

int
main (int argc, char **argv)
{
  g_auto (Options) options = {.oracle_every = 10};
  guint hits[SAT_SIM_N_FAULTS] = {0};
  guint n_failed = 0, n_idle;

  sat_sim_random_install ();
  if (sodium_init () < 0 || !parse (argc, argv, &options))
    return 2;
  if (options.bug != NULL)
    return hunt (&options);
  for (guint64 seed = options.first; seed <= options.last; seed++)
    n_failed += !run_seed (&options, seed, hits);
  end_world ();
  n_idle = count_idle (&options, hits);
  g_print ("%sok 1 seeds %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT ", %u failed\n",
           n_failed == 0 ? "" : "not ", options.first, options.last, n_failed);
  g_print ("%sok 2 every fault struck, but for %u\n1..2\n", n_idle == 0 ? "" : "not ", n_idle);
  return n_failed + n_idle == 0 ? 0 : 1;
}
