/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sim-runs.h"

#include "sat-memory-vfs.h"
#include "sat-sim-stock.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* In these seeds every restart really closes and opens files. */
#define REAL_EVERY 16
#define REAL_SEED 7
/* What a process leaks, for a while, is no matter. */
#define MOST_RUNS 500

typedef struct {
  SatSimPlan plan;
  char trace[256]; /* "": none */
  SatSimPlace place;
} Order;

/* Whoever has it gives orders and gets outcomes. */
typedef struct {
  pid_t pid; /* 0: none */
  int orders, outcomes;
  guint n_runs;
} Worker;

static struct {
  char *folder;
  guint laptops;
  Worker keeper;
} world;

typedef void (*Work) (gpointer data, int orders, int outcomes);

static void
remove_folder (const char *folder)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", folder);

  if (system (command) != 0)
    g_warning ("%s stays", folder);
}

/* Where TMPDIR says, else in memory if there is such a place. */
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

static void
worker_begin (Worker *self, Work work, gpointer data)
{
  int orders[2], outcomes[2];

  if (pipe (orders) != 0 || pipe (outcomes) != 0)
    g_error ("no room for a run: %s", g_strerror (errno));
  fflush (NULL);
  self->n_runs = 0;
  self->pid = fork ();
  if (self->pid == 0) {
    close (orders[1]);
    close (outcomes[0]);
    work (data, orders[0], outcomes[1]);
    fflush (NULL);
    _exit (0);
  }
  close (orders[0]);
  close (outcomes[1]);
  self->orders = orders[1];
  self->outcomes = outcomes[0];
}

/* How it has ended, as of waitpid(). */
static int
worker_end (Worker *self)
{
  int status = 0;

  if (self->pid == 0)
    return 0;
  close (self->orders);
  close (self->outcomes);
  waitpid (self->pid, &status, 0);
  self->pid = 0;
  return status;
}

/* FALSE: it has died. */
static gboolean
worker_play (Worker *self, const Order *order, SatSimOutcome *outcome)
{
  self->n_runs++;
  return write (self->orders, order, sizeof *order) == sizeof *order &&
         read (self->outcomes, outcome, sizeof *outcome) == sizeof *outcome;
}

/* Whoever wants to hear each step wants to look at the files as well. */
static void
save_files (void)
{
  g_autofree char *folder = make_folder ();

  sat_memory_vfs_save (folder);
  g_print ("# its files: %s\n", folder);
}

static void
play (SatSimWorld *ready, Order *order, SatSimOutcome *outcome)
{
  g_autoptr (SatSim) sim = NULL;
  g_autofree char *wrong = NULL;

  if (order->plan.seed % REAL_EVERY == REAL_SEED && order->place == SAT_SIM_ALONE)
    sat_sim_stock_remove ();
  order->plan.trace = *order->trace != '\0' ? order->trace : NULL;
  sim = sat_sim_new (ready, &order->plan);
  wrong = sat_sim_run (sim);
  *outcome = (SatSimOutcome){.ok = wrong == NULL};
  g_strlcpy (outcome->wrong, wrong != NULL ? wrong : "", sizeof outcome->wrong);
  g_strlcpy (outcome->trace, sat_sim_trace (sim), sizeof outcome->trace);
  memcpy (outcome->hits, sat_sim_hits (sim), sizeof outcome->hits);
  if (order->plan.verbose)
    save_files ();
}

static void
play_all (gpointer data, int orders, int outcomes)
{
  SatSimOutcome outcome;
  Order order;

  while (read (orders, &order, sizeof order) == sizeof order) {
    play (data, &order, &outcome);
    fflush (NULL);
    if (write (outcomes, &outcome, sizeof outcome) != sizeof outcome)
      return;
  }
}

static void
tell_death (int status, SatSimOutcome *outcome)
{
  *outcome = (SatSimOutcome){0};
  g_snprintf (outcome->wrong, sizeof outcome->wrong, "it died (%s %d)",
              WIFSIGNALED (status) ? "signal" : "status",
              WIFSIGNALED (status) ? WTERMSIG (status) : WEXITSTATUS (status));
}

static void
play_alone (SatSimWorld *ready, const Order *order, SatSimOutcome *outcome)
{
  Worker alone = {0};
  gboolean lives;
  int status;

  worker_begin (&alone, play_all, ready);
  lives = worker_play (&alone, order, outcome);
  status = worker_end (&alone);
  if (!lives)
    tell_death (status, outcome);
}

/* What fails only after others is the simulator's own fault, or the product remembers what it
 * should not. */
static void
play_again (SatSimWorld *ready, Order *order, SatSimOutcome *outcome)
{
  SatSimOutcome before = *outcome;

  order->place = SAT_SIM_ALONE;
  play_alone (ready, order, outcome);
  if (!outcome->ok)
    return;
  outcome->ok = FALSE;
  g_snprintf (outcome->wrong, sizeof outcome->wrong, "not when it runs alone: %.900s",
              before.wrong);
}

static void
play_after_others (SatSimWorld *ready, Worker *runner, Order *order, SatSimOutcome *outcome)
{
  if (runner->n_runs == MOST_RUNS)
    worker_end (runner);
  if (runner->pid == 0)
    worker_begin (runner, play_all, ready);
  if (!worker_play (runner, order, outcome))
    tell_death (worker_end (runner), outcome);
  if (!outcome->ok)
    play_again (ready, order, outcome);
}

static void
keep_world (gpointer data, int orders, int outcomes)
{
  SatSimWorld *ready = sat_sim_world_new (world.laptops, world.folder);
  Order order = {.plan = {.seed = 1, .steps = 300, .laptops = world.laptops}};
  Worker runner = {0};
  SatSimOutcome outcome;

  play (ready, &order, &outcome);
  while (read (orders, &order, sizeof order) == sizeof order) {
    if (order.place == SAT_SIM_ALONE || order.plan.seed % REAL_EVERY == REAL_SEED) {
      order.place = SAT_SIM_ALONE;
      play_alone (ready, &order, &outcome);
    } else {
      play_after_others (ready, &runner, &order, &outcome);
    }
    if (write (outcomes, &outcome, sizeof outcome) != sizeof outcome)
      break;
  }
  worker_end (&runner);
}

void
sat_sim_runs_end (void)
{
  if (world.folder == NULL)
    return;
  worker_end (&world.keeper);
  remove_folder (world.folder);
  g_clear_pointer (&world.folder, g_free);
}

static void
begin_world (guint laptops)
{
  if (world.folder != NULL && world.laptops == laptops)
    return;
  sat_sim_runs_end ();
  world.folder = make_folder ();
  if (world.folder == NULL)
    g_error ("no room for a world: %s", g_strerror (errno));
  world.laptops = laptops;
  worker_begin (&world.keeper, keep_world, NULL);
}

char *
sat_sim_runs_trace_file (guint laptops)
{
  begin_world (laptops);
  return g_build_filename (world.folder, "trace.json", NULL);
}

void
sat_sim_runs_play (const SatSimPlan *plan, SatSimPlace place, SatSimOutcome *outcome)
{
  Order order = {.plan = *plan, .place = place};

  begin_world (plan->laptops);
  if (plan->trace != NULL &&
      g_strlcpy (order.trace, plan->trace, sizeof order.trace) >= sizeof order.trace)
    g_error ("%s: too long a name", plan->trace);
  if (!worker_play (&world.keeper, &order, outcome))
    g_error ("the world has ended");
}
