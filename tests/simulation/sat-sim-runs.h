/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-sim.h"

G_BEGIN_DECLS

/* Runs in processes of their own, so that a crash is a result like any other. A world is made once;
 * one process plays most runs in it, one after another, as making it ready again costs less than a
 * fork does, and what one run has prepared the next finds ready. */

/* What is said of a run. */
typedef struct {
  gboolean ok;
  char trace[65];
  char wrong[1024];
  guint hits[SAT_SIM_N_FAULTS];
} SatSimOutcome;

typedef enum {
  SAT_SIM_AFTER_OTHERS,
  SAT_SIM_ALONE, /* the first of its process */
} SatSimPlace;

/* @plan's trace is at most 255 bytes long. A run that fails after others is tried alone. */
void sat_sim_runs_play (const SatSimPlan *plan, SatSimPlace place, SatSimOutcome *outcome);
/* A name for a trace of the present run, in memory if there is such a place. g_free(). */
char *sat_sim_runs_trace_file (guint laptops);
void sat_sim_runs_end (void);

G_END_DECLS
