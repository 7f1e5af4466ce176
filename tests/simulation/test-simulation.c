/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs the small world for many seeds. A seed that fails is made smaller, and the command that
 * shows it again is printed.
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
#include "sat-sim-random.h"
#include "sat-sim-runs.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

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

/* A process that answers for many runs: starting it takes longer than an answer. */
static struct {
  FILE *traces, *answers; /* NULL: not asked yet */
} oracle_process;

static void
begin_oracle (const char *oracle)
{
  const char *arguments[] = {"python3", oracle, "-", NULL};
  g_autoptr (GError) error = NULL;
  int traces, answers;

  if (oracle_process.traces != NULL)
    return;
  if (!g_spawn_async_with_pipes (NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                                 NULL, &traces, &answers, NULL, &error))
    g_error ("%s does not run: %s", oracle, error->message);
  oracle_process.traces = fdopen (traces, "w");
  oracle_process.answers = fdopen (answers, "r");
}

static void
end_oracle (void)
{
  if (oracle_process.traces == NULL)
    return;
  fclose (oracle_process.traces);
  fclose (oracle_process.answers);
}

/* What the oracle says of a run that went well: its differences, then an empty line. */
static void
ask_oracle (const char *oracle, const char *trace, SatSimOutcome *outcome)
{
  g_autofree char *line = NULL;
  size_t room = 0;

  begin_oracle (oracle);
  fprintf (oracle_process.traces, "%s\n", trace);
  fflush (oracle_process.traces);
  for (guint i = 0;; i++) {
    if (getline (&line, &room, oracle_process.answers) < 0)
      g_error ("the oracle has ended");
    g_strchomp (line);
    if (*line == '\0')
      return;
    if (i > 0)
      continue;
    outcome->ok = FALSE;
    g_snprintf (outcome->wrong, sizeof outcome->wrong, "the oracle: %s", line);
  }
}

static void
run (const SatSimPlan *plan, const char *oracle, SatSimPlace place, SatSimOutcome *outcome)
{
  SatSimPlan with_trace = *plan;
  g_autofree char *trace = NULL;

  if (oracle != NULL && plan->trace == NULL)
    with_trace.trace = trace = sat_sim_runs_trace_file (plan->laptops);
  sat_sim_runs_play (&with_trace, place, outcome);
  if (outcome->ok && oracle != NULL)
    ask_oracle (oracle, with_trace.trace, outcome);
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
minimise (SatSimPlan *plan, const char *oracle, SatSimOutcome *outcome)
{
  for (guint steps = plan->steps / 2, i = 0; i < 12 && steps > 0; i++) {
    SatSimPlan smaller = *plan;
    SatSimOutcome other;

    smaller.steps = plan->steps > steps ? plan->steps - steps : 1;
    run (&smaller, oracle, SAT_SIM_AFTER_OTHERS, &other);
    if (!other.ok) {
      *plan = smaller;
      *outcome = other;
    } else {
      steps /= 2;
    }
  }
  for (guint i = 0; i < SAT_SIM_N_FAULTS; i++) {
    SatSimPlan smaller = *plan;
    SatSimOutcome other;

    smaller.faults &= ~(G_GUINT64_CONSTANT (1) << i);
    if (smaller.faults == plan->faults)
      continue;
    run (&smaller, oracle, SAT_SIM_AFTER_OTHERS, &other);
    if (!other.ok) {
      *plan = smaller;
      *outcome = other;
    }
  }
}

static void
tell_failure (SatSimPlan plan, const Options *options, const char *oracle, SatSimOutcome *outcome)
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
append_result (const Options *options, guint64 seed, const SatSimOutcome *outcome)
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
  SatSimOutcome outcome, again;

  plan.seed = seed;
  if (oracle != NULL)
    plan.faults &= ORACLE_FAULTS;
  run (&plan, oracle, SAT_SIM_AFTER_OTHERS, &outcome);
  if (outcome.ok && seed % AGAIN_EVERY == 0) {
    run (&plan, NULL, SAT_SIM_ALONE, &again);
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

/* With all that goes wrong, and then with what the oracle knows of. */
static gboolean
survives (const Options *options, guint64 seed, SatSimOutcome *outcome)
{
  SatSimPlan plan = options->plan;

  plan.seed = seed;
  run (&plan, NULL, SAT_SIM_AFTER_OTHERS, outcome);
  if (!outcome->ok || options->oracle == NULL)
    return outcome->ok;
  plan.faults &= ORACLE_FAULTS;
  run (&plan, options->oracle, SAT_SIM_AFTER_OTHERS, outcome);
  return outcome->ok;
}

/* Seeds until one of them notices. */
static int
hunt (const Options *options)
{
  if (!choose_bug (options->bug)) {
    g_printerr ("this build has no bug %s\n", options->bug);
    return 2;
  }
  for (guint64 seed = options->first; seed <= options->last; seed++) {
    SatSimOutcome outcome;

    if (!survives (options, seed, &outcome)) {
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
  int status;

  sat_sim_random_install ();
  if (sodium_init () < 0 || !parse (argc, argv, &options))
    return 2;
  if (options.bug != NULL) {
    status = hunt (&options);
    sat_sim_runs_end ();
    end_oracle ();
    return status;
  }
  for (guint64 seed = options.first; seed <= options.last; seed++)
    n_failed += !run_seed (&options, seed, hits);
  sat_sim_runs_end ();
  end_oracle ();
  n_idle = count_idle (&options, hits);
  g_print ("%sok 1 seeds %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT ", %u failed\n",
           n_failed == 0 ? "" : "not ", options.first, options.last, n_failed);
  g_print ("%sok 2 every fault struck, but for %u\n1..2\n", n_idle == 0 ? "" : "not ", n_idle);
  return n_failed + n_idle == 0 ? 0 : 1;
}
