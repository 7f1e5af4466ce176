/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A small world in one process: a server, several laptops with their files, a network between them
 * and a clock, all driven by one stream of random numbers, so that a seed tells the same story
 * every time. What can go wrong goes wrong here, often and together; at the end everybody must
 * agree, and nothing that somebody wrote may be missing. */

#pragma once

#include "sat-server.h"
#include "sat-sync-engine.h"
#include "sat-test-edits.h"
#include "sat-test-store.h"

G_BEGIN_DECLS

typedef enum {
  SAT_SIM_REQUEST_LOST,
  SAT_SIM_ANSWER_LOST,
  SAT_SIM_REQUEST_TWICE,
  SAT_SIM_ANSWER_STALE, /* an earlier answer to the same kind of request comes instead */
  SAT_SIM_ANSWER_CUT,
  SAT_SIM_ANSWER_BROKEN, /* a byte is another */
  SAT_SIM_SERVER_BUSY,
  SAT_SIM_SERVER_RESTART,
  SAT_SIM_SERVER_RESTORE,
  SAT_SIM_LAPTOP_RESTART,
  SAT_SIM_LAPTOP_RESTORE, /* its file is put back to an earlier state */
  SAT_SIM_LAPTOP_COPY,    /* its file goes to a further laptop */
  SAT_SIM_CLOCK_JUMP,
  SAT_SIM_OWNER_MOVE,           /* an administrator gives a customer to somebody else */
  SAT_SIM_PEOPLE_MOVE,          /* somebody gets another manager, or another territory */
  SAT_SIM_SERVER_RESTORE_TWICE, /* the same backup again, after work on what it gave */
  SAT_SIM_SERVER_FULL,          /* its disk is, at some write */
  SAT_SIM_SERVER_KILLED,        /* at some write */
  SAT_SIM_LAPTOP_FULL,
  SAT_SIM_LAPTOP_KILLED,
  SAT_SIM_OWNER_BACK,  /* given away and taken back before anybody looks */
  SAT_SIM_RIGHTS_BACK, /* the same with a manager or a territory of somebody */
  SAT_SIM_BACKFILL_MOVE,
  SAT_SIM_BACKFILL_DELETE, /* while a laptop is in the middle of what it gains or loses */
  SAT_SIM_REVOKED,
  SAT_SIM_OFFBOARDED,   /* revoked, and what is sent is kept as proposals */
  SAT_SIM_LONG_ABSENCE, /* for longer than the server remembers what left */
  SAT_SIM_SCHEMA_DOWN,  /* a laptop with an older Satchel */
  SAT_SIM_SCHEMA_UP,
  SAT_SIM_TWINS,        /* the same company is made on two laptops */
  SAT_SIM_LARGE_IMPORT, /* more than goes into one push */
  SAT_SIM_MALICE,       /* somebody sends what no Satchel sends */
  SAT_SIM_ROT,          /* a row of a laptop is another, and nobody wrote it */
  SAT_SIM_N_FAULTS,
} SatSimFault;

extern const char *const sat_sim_fault_names[SAT_SIM_N_FAULTS];

typedef struct {
  guint64 seed;
  guint laptops, steps;
  guint64 faults; /* bits by SatSimFault: which may happen */
  gboolean verbose;
  const char *trace; /* a file that tells it all, see sat-sim-trace.h; NULL: none */
} SatSimPlan;

typedef struct _SatSim SatSim;

typedef struct _SatSimWorld SatSimWorld;

/* Where each run begins: people, a server and laptops with their files, and nothing has happened
 * yet. One in a process. @folder: empty, for files. */
SatSimWorld *sat_sim_world_new (guint laptops, const char *folder);
/* One run at a time; its world is as it was whatever happened in the last one. */
SatSim *sat_sim_new (SatSimWorld *world, const SatSimPlan *plan);
/* The steps, the peace afterwards, the checks. NULL, or what is wrong. g_free(). */
char *sat_sim_run (SatSim *self);
/* A sum over all that was sent and all that it led to. */
const char *sat_sim_trace (SatSim *self);
/* How often each fault has struck. */
const guint *sat_sim_hits (SatSim *self);
void sat_sim_free (SatSim *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatSim, sat_sim_free)

G_END_DECLS
