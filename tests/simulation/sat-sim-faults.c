/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What happens to machines, files, clocks and organisations. */

#include "config.h"

#include "sat-sim-private.h"

#include "sat-memory-vfs.h"

static void
restart_laptop (SatSim *self, SatSimLaptop *laptop)
{
  if (!sat_sim_strikes (self, SAT_SIM_LAPTOP_RESTART, 60))
    return;
  sat_sim_laptop_close (laptop);
  sat_sim_laptop_open (self, laptop);
}

/* The file goes back to where it was when it was kept; the identity beside it does not. */
static void
restore_laptop (SatSim *self, SatSimLaptop *laptop)
{
  if (laptop->kept == NULL) {
    sat_sim_laptop_close (laptop);
    laptop->kept = g_strconcat (laptop->path, ".kept", NULL);
    sat_memory_vfs_copy (laptop->path, laptop->kept);
    sat_sim_laptop_open (self, laptop);
    return;
  }
  if (!sat_sim_strikes (self, SAT_SIM_LAPTOP_RESTORE, 60))
    return;
  sat_sim_laptop_close (laptop);
  sat_memory_vfs_copy (laptop->kept, laptop->path);
  sat_memory_vfs_remove (laptop->kept);
  g_clear_pointer (&laptop->kept, g_free);
  sat_sim_laptop_open (self, laptop);
  /* Half of the restores come with a backup of the whole laptop: nothing beside the file tells. */
  laptop->same_file = sat_sim_chance (self, 50);
}

static void
copy_laptop (SatSim *self, SatSimLaptop *laptop)
{
  SatSimLaptop *copy;

  if (self->laptops->len >= SAT_SIM_MOST_LAPTOPS ||
      !sat_sim_strikes (self, SAT_SIM_LAPTOP_COPY, 40))
    return;
  sat_sim_laptop_close (laptop);
  copy = sat_sim_laptop_new (self, laptop->person, laptop->path);
  sat_sim_laptop_open (self, laptop);
  copy->skew = laptop->skew;
  g_ptr_array_add (self->laptops, copy);
}

static void
jump_clock (SatSim *self, SatSimLaptop *laptop)
{
  static const gint64 seconds[] = {-1,     1,          -60,           600,
                                   -86400, 86400 * 30, -86400 * 3650, 86400 * 3650};

  if (!sat_sim_strikes (self, SAT_SIM_CLOCK_JUMP, 60))
    return;
  laptop->skew = sat_sim_chance (self, 40)
                     ? 0
                     : seconds[sat_sim_below (self, G_N_ELEMENTS (seconds))] * G_USEC_PER_SEC;
  sat_sim_set_clocks (self);
}

static void
restart_server (SatSim *self)
{
  if (!sat_sim_strikes (self, SAT_SIM_SERVER_RESTART, 60))
    return;
  g_clear_pointer (&self->server, sat_server_close);
  sat_sim_open_server (self);
}

/* By the server itself, as administration does it. */
static void
write_reference (
    SatSim *self, const char *type, const SatUuid *id, const char *field, const SatUuid *to)
{
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  g_autoptr (GError) error = NULL;
  SatServerWrite write = {SAT_OP_PUT, type, *id, fields};

  sat_wire_fields_take (fields, field, to != NULL ? sat_wire_reference (to) : sat_wire_null (),
                        TRUE);
  if (!sat_sim_write (self, &write, 1, &error))
    sat_sim_wrong (self, "the server cannot write: %s", error->message);
}

static SatServerRecord *
any_record (SatSim *self, GPtrArray *records)
{
  return records != NULL && records->len > 0
             ? g_ptr_array_index (records, sat_sim_below (self, records->len))
             : NULL;
}

static void
move_owner (SatSim *self)
{
  static const char *const types[] = {"company", "contact", "opportunity"};
  const char *type = types[sat_sim_below (self, G_N_ELEMENTS (types))];
  const SatSimPerson *person = &self->people[sat_sim_below (self, G_N_ELEMENTS (self->people))];
  g_autoptr (GPtrArray) records = sat_server_records (self->server, type, NULL);
  SatServerRecord *record = any_record (self, records);

  if (record != NULL && sat_sim_strikes (self, SAT_SIM_OWNER_MOVE, 80))
    write_reference (self, type, &record->id, "owner", &person->user);
}

static void
move_people (SatSim *self)
{
  const SatSimPerson *person = &self->people[1 + sat_sim_below (self, 3)];
  g_autoptr (GPtrArray) territories = sat_server_records (self->server, "territory", NULL);
  SatServerRecord *territory = any_record (self, territories);
  guint manager = sat_sim_below (self, G_N_ELEMENTS (self->people));

  if (!sat_sim_strikes (self, SAT_SIM_PEOPLE_MOVE, 80))
    return;
  if (territory != NULL && sat_sim_chance (self, 60))
    write_reference (self, "user", &person->user, "territory", &territory->id);
  else
    write_reference (self, "user", &person->user, "manager",
                     sat_sim_chance (self, 30) ? NULL : &self->people[manager].user);
}

void
sat_sim_misfortune (SatSim *self)
{
  SatSimLaptop *laptop =
      g_ptr_array_index (self->laptops, sat_sim_below (self, self->laptops->len));

  switch (sat_sim_below (self, 8)) {
  case 0:
    restart_laptop (self, laptop);
    break;
  case 1:
    restore_laptop (self, laptop);
    break;
  case 2:
    copy_laptop (self, laptop);
    break;
  case 3:
  case 4:
    jump_clock (self, laptop);
    break;
  case 5:
    restart_server (self);
    break;
  case 6:
    move_owner (self);
    break;
  default:
    move_people (self);
    break;
  }
}
