/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-sim-trace.h"
#include "sat-sim.h"

G_BEGIN_DECLS

/* Somebody who signs in. */
typedef struct {
  const char *name;
  SatRole role;
  SatUuid user;
} SatSimPerson;

typedef struct {
  guint number;
  const SatSimPerson *person;
  char *path;
  SatClock *clock;
  gint64 skew; /* its clock minus the world's */
  SatStore *store;
  SatTestEdits *edits;
  SatSyncEngine *engine; /* of the sync that goes on; NULL: none */
  SatSim *sim;           /* where its pushes arrive before they are asked for; NULL: nowhere */
  guint32 token_device;
  gboolean same_file; /* FALSE: the file beside it says that it is a copy or an older one */
  char *kept;         /* a copy of its file; NULL: none */
  GBytes *old_answer; /* of the last pull */
  gboolean filling;   /* it is between two pages of what it gains or loses */
  gboolean old;       /* an older Satchel works on it */
  gboolean revoked, leaving;
  gboolean compare;  /* with the server, at the end of each sync */
  gboolean compared; /* at the end of the last one */
  guint mended;      /* records that were not as the server had told them then */
} SatSimLaptop;

/* What a push has told the server, for good. */
typedef struct {
  SatUuid u, record;
  char *type;
  SatWireFields *fields;
  SatPushStatus status;
  gboolean refused;
  gint64 seq;       /* of the answer */
  gboolean at_risk; /* the server has lost it; a laptop may have it still */
} SatSimTold;

#define SAT_SIM_N_WORKERS 5
/* Questions about sums meet all faults, and take their time: in some seeds. */
#define SAT_SIM_SUMS_EVERY 4

struct _SatSim {
  SatSimPlan plan;
  char *folder;
  GRand *rand;
  SatClock *clock; /* the server's, which is right */
  SatRegistry *registry, *old_registry;
  SatServer *server;
  char *server_folder, *server_kept;
  gint64 kept_seq;     /* its head when it was kept */
  gboolean restored;   /* from what is kept now */
  gboolean lost_files; /* a laptop has lost some of its past: what the server loses may be gone */
  SatSimLaptop *armed; /* whose disk is to fail; NULL: the server's */
  SatSimFault armed_with;
  gboolean is_armed;
  GHashTable *root_types; /* id of a root -> type's name, as pages have told */
  GBytes *last_push;
  char *last_pull;
  guint32 last_device;
  SatSimPerson people[SAT_SIM_N_WORKERS + 1]; /* the last one has no laptop, and means no good */
  GPtrArray *laptops;
  SatSimLaptop *fresh[SAT_SIM_N_WORKERS]; /* of each of the people, for the end */
  SatSimLaptop *elder; /* with a file that an older Satchel has made, for some seeds */
  GHashTable *told;    /* u as text -> SatSimTold */
  GChecksum *trace;
  SatSimTrace *told_all; /* NULL: nobody asked */
  guint hits[SAT_SIM_N_FAULTS];
  guint step;
  guint n_copies;
  char *wrong;
};

#define SAT_SIM_MOST_LAPTOPS 8

/* The world (sat-sim.c). */
guint sat_sim_below (SatSim *self, guint n);
gboolean sat_sim_chance (SatSim *self, guint percent);
/* TRUE when that fault is to strike now; it is counted. */
gboolean sat_sim_strikes (SatSim *self, SatSimFault fault, guint percent);
void sat_sim_note (SatSim *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The first thing that goes wrong counts. */
void sat_sim_wrong (SatSim *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
SatCaller sat_sim_caller (SatSimLaptop *laptop);
void sat_sim_open_server (SatSim *self);
char *sat_sim_server_file (SatSim *self);
/* The server writes by itself, as administration does it. */
gboolean sat_sim_write (SatSim *self, const SatServerWrite *writes, guint n, GError **error);

/* Laptops (sat-sim-laptop.c). */
SatSimLaptop *
sat_sim_laptop_new (SatSim *self, const SatSimPerson *person, const char *from, gboolean old);
/* The same laptop for another run, not open yet. @person: of that run. */
SatSimLaptop *sat_sim_laptop_again (const SatSimLaptop *ready, const SatSimPerson *person);
/* Its file is left as it is. */
void sat_sim_laptop_free (SatSimLaptop *self);
void sat_sim_laptop_open (SatSim *self, SatSimLaptop *laptop);
void sat_sim_laptop_set_fields (SatSim *self, SatSimLaptop *laptop);
void sat_sim_laptop_close (SatSimLaptop *laptop);
void sat_sim_laptop_edit (SatSim *self, SatSimLaptop *laptop);
/* Of what somebody may not write: a required field of their own is empty, for instance. */
gboolean sat_sim_is_refusal (const GError *error);
void sat_sim_set_clocks (SatSim *self);

/* The network (sat-sim-network.c). One request and its answer; TRUE while the sync goes on. @calm:
 * nothing fails. */
gboolean sat_sim_exchange (SatSim *self, SatSimLaptop *laptop, gboolean calm);

/* What somebody wrote and the server has not answered (sat-sim-pending.c), as it stands now, and
 * after
 * @page has come. */
typedef struct _SatSimPending SatSimPending;
SatSimPending *sat_sim_pending_new (SatStore *store);
void sat_sim_pending_check (const SatSimPending *before,
                            SatSim *sim,
                            SatSimLaptop *laptop,
                            GBytes *page);
void sat_sim_pending_free (SatSimPending *self);
/* Deletes that wait to be sent, of gint64; none of them may vanish while a request is made. */
GArray *sat_sim_deletes (SatStore *store);
void sat_sim_deletes_check (const GArray *before, SatSim *sim, SatSimLaptop *laptop);

/* What the server has refused of @push is kept for its author to read. */
void sat_sim_refused_check (SatSim *sim, SatSimLaptop *laptop, GBytes *push, GBytes *answer);

/* Other misfortunes (sat-sim-faults.c). */
void sat_sim_misfortune (SatSim *self);

/* What a laptop or the server does has failed: is that the disk's doing? */
gboolean sat_sim_disk_failed (SatSim *self);
/* It fails no more. */
void sat_sim_disk_is_well (SatSim *self);
/* After each step: who was killed comes back. */
void sat_sim_settle_disks (SatSim *self);
/* Nothing fails any more, and everybody has the present Satchel. */
void sat_sim_make_peace (SatSim *self);
void sat_sim_while_filling (SatSim *self, SatSimLaptop *laptop);
/* By the server itself, as administration does it. */
void sat_sim_write_reference (
    SatSim *self, const char *type, const SatUuid *id, const char *field, const SatUuid *to);
/* People and what they may hold (sat-sim-people.c). */
void sat_sim_move_owner (SatSim *self);
void sat_sim_move_people (SatSim *self);
void sat_sim_owner_back (SatSim *self);
void sat_sim_rights_back (SatSim *self);
/* Every row of a page is one that @person may hold, now. */
void sat_sim_check_page (SatSim *self, const SatSimPerson *person, GBytes *page);
/* Somebody without good intentions (sat-sim-malice.c). */
void sat_sim_malice (SatSim *self);

/* Sums (sat-sim-rot.c). Between @least and @most records of the laptop differ. */
void sat_sim_compare (SatSim *self, SatSimLaptop *laptop, guint least, guint most);
void sat_sim_rot (SatSim *self, SatSimLaptop *laptop);

/* The end (sat-sim-check.c). */
void sat_sim_quiesce (SatSim *self);
void sat_sim_check (SatSim *self);
/* All of a sync, while nothing fails. */
void sat_sim_sync (SatSim *self, SatSimLaptop *laptop);
/* More than a year goes by (sat-sim-bounds.c). */
void sat_sim_check_bounds (SatSim *self);
/* @laptop is an old one (sat-sim-unknown.c); it synchronises. */
void sat_sim_check_unknown (SatSim *self, SatSimLaptop *laptop);
/* @fresh has just signed in, as the same person (sat-sim-past.c). */
void sat_sim_check_past (SatSim *self, SatSimLaptop *laptop, SatSimLaptop *fresh);
/* All live records of a file with public ids. g_free(). */
char *sat_sim_dump (SatStore *store);

void sat_sim_told_free (SatSimTold *told);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatSimPending, sat_sim_pending_free)

G_END_DECLS
