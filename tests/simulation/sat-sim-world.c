/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where each run begins. */

#include "config.h"

#include "sat-sim-private.h"

#include "sat-memory-vfs.h"
#include "sat-sim-random.h"
#include "sat-sim-stock.h"
#include "sat-test-registry.h"

#include <glib/gstdio.h>
#include <string.h>

/* 2026-03-02T09:00:00Z */
#define START G_GINT64_CONSTANT (1772442000000000)
/* Whose laptop is an old one, and in which seeds. */
#define ELDER 3
#define ELDER_EVERY 7

struct _SatSimWorld {
  SatSim *ready; /* nothing of it is open */
  char *told;    /* the beginning of each run's trace */
  char *high_water;
  gsize high_water_length;
};

static void
write_person (SatSim *self, const SatSimPerson *person, const SatUuid *manager)
{
  static const char *const roles[] = {"reader", "rep", "manager", "admin"};
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  g_autoptr (GError) error = NULL;
  SatServerWrite write = {SAT_OP_PUT, "user", person->user, fields};

  sat_wire_fields_take (fields, "name", sat_wire_text (person->name), FALSE);
  sat_wire_fields_take (fields, "role", sat_wire_text (roles[person->role - SAT_ROLE_READER]),
                        FALSE);
  sat_wire_fields_take (fields, "active", sat_wire_int (1), FALSE);
  if (manager != NULL)
    sat_wire_fields_take (fields, "manager", sat_wire_reference (manager), FALSE);
  if (!sat_sim_write (self, &write, 1, &error))
    g_error ("%s", error->message);
}

/* An administrator twice over, a manager with two reps below. */
static void
add_people (SatSim *self)
{
  static const struct {
    const char *name;
    SatRole role;
    int manager;
  } people[] = {{"Ada", SAT_ROLE_ADMIN, -1}, {"Max", SAT_ROLE_MANAGER, -1},
                {"Rita", SAT_ROLE_REP, 1},   {"Raul", SAT_ROLE_REP, 1},
                {"Abe", SAT_ROLE_ADMIN, -1}, {"Eve", SAT_ROLE_READER, -1}};

  for (guint i = 0; i < G_N_ELEMENTS (people); i++) {
    self->people[i] = (SatSimPerson){people[i].name, people[i].role, sat_uuid_new (START / 1000)};
    write_person (self, &self->people[i],
                  people[i].manager < 0 ? NULL : &self->people[people[i].manager].user);
  }
}

static SatSim *
sim_new (const char *folder, gint64 now)
{
  SatSim *self = g_new0 (SatSim, 1);

  self->folder = g_strdup (folder);
  self->rand = g_rand_new_with_seed (1);
  self->clock = sat_clock_fake_new (now);
  self->laptops = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_sim_laptop_free);
  self->told =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)sat_sim_told_free);
  self->root_types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->server_folder = g_build_filename (folder, "server", NULL);
  return self;
}

/* Everybody's files come to rest: the search index is there, the log is in the file. */
static void
come_to_rest (SatSim *self, SatSimLaptop *laptop)
{
  sat_sim_laptop_close (laptop);
  sat_sim_stock_set_origin (laptop->path, laptop->old ? "elder" : "laptop");
}

static void
close_all (SatSim *self)
{
  g_autofree char *path = sat_sim_server_file (self);

  for (guint i = 0; i < self->laptops->len; i++)
    come_to_rest (self, g_ptr_array_index (self->laptops, i));
  for (guint i = 0; i < G_N_ELEMENTS (self->fresh); i++)
    come_to_rest (self, self->fresh[i]);
  come_to_rest (self, self->elder);
  g_clear_pointer (&self->server, sat_server_close);
  sat_sim_stock_set_origin (path, "server");
}

static char *
high_water_file (const char *folder)
{
  return g_build_filename (folder, "server", "highwater", NULL);
}

SatSimWorld *
sat_sim_world_new (guint laptops, const char *folder)
{
  SatSimWorld *self = g_new0 (SatSimWorld, 1);
  SatSim *sim = self->ready = sim_new (folder, START);
  g_autofree char *told = g_build_filename (folder, "told", NULL);
  g_autofree char *high_water = high_water_file (folder);

  sat_memory_vfs_install ();
  sat_sim_stock_install ();
  sat_sim_random_set_seed (0);
  g_mkdir (sim->server_folder, 0700);
  sim->registry = sat_registry_new ();
  sim->old_registry = sat_registry_new_of_schema (SAT_SCHEMA_VERSION - 1);
  sim->trace = g_checksum_new (G_CHECKSUM_SHA256);
  sim->told_all = sat_sim_trace_open (told, sim->registry);
  sat_sim_open_server (sim);
  add_people (sim);
  for (guint i = 0; i < laptops; i++)
    g_ptr_array_add (sim->laptops,
                     sat_sim_laptop_new (sim, &sim->people[i % SAT_SIM_N_WORKERS], NULL, FALSE));
  for (guint i = 0; i < SAT_SIM_N_WORKERS; i++)
    sim->fresh[i] = sat_sim_laptop_new (sim, &sim->people[i], NULL, FALSE);
  sim->elder = sat_sim_laptop_new (sim, &sim->people[ELDER], NULL, TRUE);
  close_all (sim);
  g_clear_pointer (&sim->told_all, sat_sim_trace_close);
  sat_memory_vfs_keep ();
  if (!g_file_get_contents (told, &self->told, NULL, NULL) ||
      !g_file_get_contents (high_water, &self->high_water, &self->high_water_length, NULL))
    g_error ("the world is not there");
  return self;
}

/* Written in place: who has it open goes on with it. */
static void
put_back (SatSimWorld *self)
{
  g_autofree char *path = high_water_file (self->ready->folder);
  FILE *file = fopen (path, "w");

  if (file == NULL ||
      fwrite (self->high_water, 1, self->high_water_length, file) != self->high_water_length ||
      fclose (file) != 0)
    g_error ("%s cannot be written", path);
  sat_memory_vfs_put_back ();
}

static SatSimLaptop *
again (SatSim *self, const SatSim *ready, const SatSimLaptop *laptop)
{
  return sat_sim_laptop_again (laptop, &self->people[laptop->person - ready->people]);
}

static void
take_elder (SatSim *self)
{
  SatSimLaptop **place = (SatSimLaptop **)&g_ptr_array_index (self->laptops, ELDER);
  SatSimLaptop *young = *place;

  *place = self->elder;
  self->elder = young;
}

SatSim *
sat_sim_new (SatSimWorld *world, const SatSimPlan *plan)
{
  const SatSim *ready = world->ready;
  SatSim *self = sim_new (ready->folder, START);

  put_back (world);
  self->plan = *plan;
  g_rand_set_seed_array (self->rand, (guint32[]){(guint32)plan->seed, (guint32)(plan->seed >> 32)},
                         2);
  self->registry = sat_registry_ref (ready->registry);
  self->old_registry = sat_registry_ref (ready->old_registry);
  self->trace = g_checksum_copy (ready->trace);
  self->last_device = ready->last_device;
  self->n_copies = ready->n_copies;
  memcpy (self->people, ready->people, sizeof self->people);
  for (guint i = 0; i < ready->laptops->len; i++)
    g_ptr_array_add (self->laptops, again (self, ready, g_ptr_array_index (ready->laptops, i)));
  for (guint i = 0; i < SAT_SIM_N_WORKERS; i++)
    self->fresh[i] = again (self, ready, ready->fresh[i]);
  self->elder = again (self, ready, ready->elder);
  if (plan->seed % ELDER_EVERY == 0 && self->laptops->len > ELDER)
    take_elder (self);
  sat_sim_open_server (self);
  for (guint i = 0; i < self->laptops->len; i++)
    sat_sim_laptop_open (self, g_ptr_array_index (self->laptops, i));
  if (plan->trace != NULL)
    self->told_all = sat_sim_trace_open_again (plan->trace, world->told);
  sat_uuid_begin_anew ();
  sat_sim_random_set_seed (plan->seed);
  return self;
}
