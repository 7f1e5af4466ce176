/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A laptop: a file, a clock that may be wrong, somebody who works on it. */

#include "config.h"

#include "sat-sim-private.h"

#include "sat-memory-vfs.h"
#include "sat-sim-stock.h"
#include "sat-store-private.h"

#define FIELDS_EVERY 5

void
sat_sim_laptop_close (SatSimLaptop *laptop)
{
  g_clear_pointer (&laptop->engine, sat_sync_engine_free);
  g_clear_pointer (&laptop->edits, sat_test_edits_free);
  if (laptop->store != NULL)
    sat_store_close (laptop->store);
  g_clear_object (&laptop->store);
}

/* Without all that a store does when it is closed. */
static void
switch_off (SatSimLaptop *self)
{
  g_autoptr (SatConnection) writing G_GNUC_UNUSED = NULL;

  if (self->store != NULL)
    writing = g_steal_pointer (&self->store->writing);
  sat_sim_laptop_close (self);
}

void
sat_sim_laptop_free (SatSimLaptop *self)
{
  switch_off (self);
  g_clear_pointer (&self->old_answer, g_bytes_unref);
  sat_clock_unref (self->clock);
  g_free (self->path);
  g_free (self->kept);
  g_free (self);
}

/* Each field of somebody's own makes SQLite read the schema anew: some seeds have them. */
void
sat_sim_laptop_set_fields (SatSim *self, SatSimLaptop *laptop)
{
  sat_test_edits_leave_fields (laptop->edits, self->plan.seed % FIELDS_EVERY != 0);
}

static SatStore *
open_store (SatSim *self, SatSimLaptop *laptop, GError **error)
{
  return sat_store_open (laptop->path, SAT_STORE_CREATE,
                         laptop->old ? self->old_registry : self->registry, laptop->clock, error);
}

void
sat_sim_laptop_open (SatSim *self, SatSimLaptop *laptop)
{
  g_autoptr (GError) error = NULL;

  laptop->store = open_store (self, laptop, &error);
  /* It fails while a newer Satchel changes the file: somebody starts it again. */
  if (laptop->store == NULL && sat_sim_disk_failed (self)) {
    sat_sim_disk_is_well (self);
    g_clear_error (&error);
    laptop->store = open_store (self, laptop, &error);
  }
  if (laptop->store == NULL)
    g_error ("the file of laptop %u does not open: %s", laptop->number, error->message);
  laptop->edits = sat_test_edits_new (laptop->store, self->rand);
  sat_sim_laptop_set_fields (self, laptop);
}

/* @from: the file that it gets; NULL: a new one. */
SatSimLaptop *
sat_sim_laptop_new (SatSim *self, const SatSimPerson *person, const char *from, gboolean old)
{
  SatSimLaptop *laptop = g_new0 (SatSimLaptop, 1);
  g_autoptr (GError) error = NULL;

  laptop->number = ++self->n_copies;
  laptop->person = person;
  laptop->path = g_strdup_printf ("%s/laptop-%u.db", self->folder, laptop->number);
  laptop->clock = sat_clock_fake_new (sat_clock_now (self->clock));
  laptop->same_file = from == NULL;
  laptop->old = old;
  if (from != NULL) {
    sat_memory_vfs_copy (from, laptop->path);
    sat_sim_stock_copy_origin (from, laptop->path);
  }
  sat_sim_laptop_open (self, laptop);
  laptop->token_device = ++self->last_device;
  if (from == NULL &&
      !sat_remote_join (laptop->store, "http://sim", &person->user, laptop->token_device, &error))
    g_error ("laptop %u does not join: %s", laptop->number, error->message);
  sat_sim_note (self, "laptop %u of %s, device %u", laptop->number, person->name,
                laptop->token_device);
  return laptop;
}

SatSimLaptop *
sat_sim_laptop_again (const SatSimLaptop *ready, const SatSimPerson *person)
{
  SatSimLaptop *laptop = g_new0 (SatSimLaptop, 1);

  laptop->number = ready->number;
  laptop->person = person;
  laptop->path = g_strdup (ready->path);
  laptop->clock = sat_clock_fake_new (sat_clock_now (ready->clock));
  laptop->same_file = ready->same_file;
  laptop->old = ready->old;
  laptop->token_device = ready->token_device;
  return laptop;
}

SatCaller
sat_sim_caller (SatSimLaptop *laptop)
{
  return (SatCaller){laptop->person->user, laptop->person->name,
                     laptop->person->role, laptop->token_device,
                     laptop->leaving,      SAT_SCHEMA_VERSION - (laptop->old ? 1 : 0)};
}

void
sat_sim_set_clocks (SatSim *self)
{
  for (guint i = 0; i < self->laptops->len; i++) {
    SatSimLaptop *laptop = g_ptr_array_index (self->laptops, i);

    sat_clock_fake_set (laptop->clock, sat_clock_now (self->clock) + laptop->skew);
  }
}

gboolean
sat_sim_is_refusal (const GError *error)
{
  return error->domain == SAT_MODEL_ERROR ||
         (error->domain == SAT_STORE_ERROR && error->code != SAT_STORE_ERROR_CLOSED &&
          error->code != SAT_STORE_ERROR_READ_ONLY);
}

void
sat_sim_laptop_edit (SatSim *self, SatSimLaptop *laptop)
{
  static const SatTestStep steps[] = {SAT_TEST_STEP_EDIT, SAT_TEST_STEP_EDIT,    SAT_TEST_STEP_EDIT,
                                      SAT_TEST_STEP_EDIT, SAT_TEST_STEP_EDIT,    SAT_TEST_STEP_UNDO,
                                      SAT_TEST_STEP_REDO, SAT_TEST_STEP_UNDO_ANY};
  SatTestStep kind = sat_sim_chance (self, 3) ? SAT_TEST_STEP_IMPORT
                                              : steps[sat_sim_below (self, G_N_ELEMENTS (steps))];
  g_autoptr (GError) error = NULL;
  gint64 change;

  /* A Satchel that is too old for the file shows it, no more. */
  if (sat_store_is_read_only (laptop->store))
    return;
  if (sat_test_edits_step (laptop->edits, kind, &change, &error))
    sat_sim_note (self, "laptop %u edits: %s", laptop->number,
                  sat_test_edits_get_log (laptop->edits));
  else if (sat_sim_is_refusal (error))
    sat_sim_note (self, "laptop %u may not: %s", laptop->number, error->message);
  else if (!sat_sim_disk_failed (self))
    sat_sim_wrong (self, "laptop %u cannot edit: %s", laptop->number, error->message);
}
