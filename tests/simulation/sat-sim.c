/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The world: its server, its people, its time, and what happens in which order. */

#include "config.h"

#include "sat-sim-private.h"

#include "sat-memory-vfs.h"
#include "sat-test-registry.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/random.h>

const char *const sat_sim_fault_names[SAT_SIM_N_FAULTS] = {
    "request-lost",         "answer-lost",  "request-twice",  "answer-stale",    "answer-cut",
    "answer-broken",        "server-busy",  "server-restart", "server-restore",  "laptop-restart",
    "laptop-restore",       "laptop-copy",  "clock-jump",     "owner-move",      "people-move",
    "server-restore-twice", "server-full",  "server-killed",  "laptop-full",     "laptop-killed",
    "owner-back",           "rights-back",  "backfill-move",  "backfill-delete", "revoked",
    "offboarded",           "long-absence", "schema-down",    "schema-up",       "twins",
    "large-import",         "malice",
};

/* 2026-03-02T09:00:00Z */
/* Whose laptop is an old one, and in which seeds. */
#define ELDER 3
#define ELDER_EVERY 7

#define START G_GINT64_CONSTANT (1772442000000000)

guint
sat_sim_below (SatSim *self, guint n)
{
  return (guint)g_rand_int_range (self->rand, 0, (gint32)n);
}

gboolean
sat_sim_chance (SatSim *self, guint percent)
{
  return sat_sim_below (self, 100) < percent;
}

gboolean
sat_sim_strikes (SatSim *self, SatSimFault fault, guint percent)
{
  /* The number is drawn in any case: leaving out a fault changes as little as can be. */
  gboolean strikes = sat_sim_chance (self, percent);

  if (!strikes || !(self->plan.faults & (G_GUINT64_CONSTANT (1) << fault)))
    return FALSE;
  self->hits[fault]++;
  sat_sim_note (self, "fault: %s", sat_sim_fault_names[fault]);
  return TRUE;
}

void
sat_sim_note (SatSim *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_checksum_update (self->trace, (const guchar *)text, -1);
  if (self->plan.verbose)
    g_print ("# %u: %s\n", self->step, text);
}

void
sat_sim_wrong (SatSim *self, const char *format, ...)
{
  va_list arguments;

  if (self->wrong != NULL)
    return;
  va_start (arguments, format);
  self->wrong = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (self->plan.verbose)
    g_print ("# %u: WRONG: %s\n", self->step, self->wrong);
}

void
sat_sim_told_free (SatSimTold *told)
{
  sat_wire_fields_free (told->fields);
  g_free (told->type);
  g_free (told);
}

void
sat_sim_open_server (SatSim *self)
{
  g_autoptr (GError) error = NULL;

  self->server = sat_server_open (self->server_folder, self->registry, self->clock, &error);
  if (self->server == NULL)
    g_error ("the server does not open: %s", error->message);
}

GBytes *
sat_sim_read_high_water (SatSim *self)
{
  g_autofree char *path = g_build_filename (self->server_folder, "highwater", NULL);
  char *contents;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, NULL))
    g_error ("%s cannot be read", path);
  return g_bytes_new_take (contents, length);
}

void
sat_sim_write_high_water (SatSim *self, GBytes *contents)
{
  g_autofree char *path = g_build_filename (self->server_folder, "highwater", NULL);
  FILE *file = fopen (path, "w");
  gsize length;
  const void *data = g_bytes_get_data (contents, &length);

  if (file == NULL || fwrite (data, 1, length, file) != length || fclose (file) != 0)
    g_error ("%s cannot be written", path);
}

void
sat_sim_restore (SatSim *self)
{
  sat_sim_write_high_water (self, self->high_water);
}

gboolean
sat_sim_write (SatSim *self, const SatServerWrite *writes, guint n, GError **error)
{
  if (!sat_server_write (self->server, writes, n, error))
    return FALSE;
  sat_sim_trace_write (self->told_all, self->server, sat_clock_now (self->clock), writes, n);
  return TRUE;
}

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

SatSim *
sat_sim_new (const SatSimPlan *plan, const char *folder)
{
  SatSim *self = g_new0 (SatSim, 1);

  sat_memory_vfs_install ();
  self->plan = *plan;
  self->folder = g_strdup (folder);
  self->rand = g_rand_new_with_seed (1);
  self->clock = sat_clock_fake_new (START);
  self->registry = sat_registry_new ();
  self->old_registry = sat_registry_new_of_schema (SAT_SCHEMA_VERSION - 1);
  if (plan->trace != NULL)
    self->told_all = sat_sim_trace_open (plan->trace, self->registry);
  self->trace = g_checksum_new (G_CHECKSUM_SHA256);
  self->laptops = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_sim_laptop_free);
  self->told =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)sat_sim_told_free);
  self->root_types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->server_folder = g_build_filename (folder, "server", NULL);
  g_mkdir (self->server_folder, 0700);
  sat_sim_open_server (self);
  add_people (self);
  for (guint i = 0; i < plan->laptops; i++)
    g_ptr_array_add (self->laptops,
                     sat_sim_laptop_new (self, &self->people[i % SAT_SIM_N_WORKERS], NULL, FALSE));
  for (guint i = 0; i < SAT_SIM_N_WORKERS; i++)
    self->fresh[i] = sat_sim_laptop_new (self, &self->people[i], NULL, FALSE);
  self->elder = sat_sim_laptop_new (self, &self->people[ELDER], NULL, TRUE);
  self->high_water = sat_sim_read_high_water (self);
  return self;
}

void
sat_sim_free (SatSim *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->laptops);
  for (guint i = 0; i < G_N_ELEMENTS (self->fresh); i++)
    g_clear_pointer (&self->fresh[i], sat_sim_laptop_free);
  g_clear_pointer (&self->elder, sat_sim_laptop_free);
  g_clear_pointer (&self->server, sat_server_close);
  g_hash_table_unref (self->told);
  sat_sim_trace_close (self->told_all);
  g_checksum_free (self->trace);
  sat_registry_unref (self->registry);
  sat_registry_unref (self->old_registry);
  g_hash_table_unref (self->root_types);
  g_clear_pointer (&self->last_push, g_bytes_unref);
  g_clear_pointer (&self->last_pull, g_free);
  sat_clock_unref (self->clock);
  g_rand_free (self->rand);
  g_free (self->server_folder);
  g_free (self->server_kept);
  g_clear_pointer (&self->high_water, g_bytes_unref);
  g_free (self->folder);
  g_free (self->wrong);
  g_free (self);
}

static void
step (SatSim *self)
{
  SatSimLaptop *laptop =
      g_ptr_array_index (self->laptops, sat_sim_below (self, self->laptops->len));

  sat_clock_fake_advance (self->clock, sat_sim_below (self, 90) * G_USEC_PER_SEC + 1);
  sat_sim_set_clocks (self);
  if (sat_sim_chance (self, 45))
    sat_sim_laptop_edit (self, laptop);
  else if (sat_sim_chance (self, 85))
    sat_sim_exchange (self, laptop, FALSE);
  else
    sat_sim_misfortune (self);
  sat_sim_settle_disks (self);
}

static void
take_elder (SatSim *self)
{
  SatSimLaptop **place = (SatSimLaptop **)&g_ptr_array_index (self->laptops, ELDER);
  SatSimLaptop *young = *place;

  *place = self->elder;
  self->elder = young;
}

char *
sat_sim_run (SatSim *self, const SatSimPlan *plan)
{
  self->plan = *plan;
  g_rand_set_seed_array (self->rand, (guint32[]){(guint32)plan->seed, (guint32)(plan->seed >> 32)},
                         2);
  if (plan->seed % ELDER_EVERY == 0 && self->laptops->len > ELDER)
    take_elder (self);
  for (guint i = 0; i < self->laptops->len; i++)
    sat_sim_laptop_set_fields (self, g_ptr_array_index (self->laptops, i));
  for (self->step = 1; self->step <= self->plan.steps && self->wrong == NULL; self->step++)
    step (self);
  if (self->wrong == NULL)
    sat_sim_quiesce (self);
  if (self->wrong == NULL)
    sat_sim_check (self);
  return g_strdup (self->wrong);
}

const char *
sat_sim_trace (SatSim *self)
{
  return g_checksum_get_string (self->trace);
}

const guint *
sat_sim_hits (SatSim *self)
{
  return self->hits;
}
