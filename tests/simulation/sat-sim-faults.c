/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What happens to machines, files, clocks and organisations. */

#include "config.h"

#include "sat-sim-private.h"

#include "sat-memory-vfs.h"

/* What a laptop does not have any more, the server can get from nobody. */
static void
lose_past (SatSim *self)
{
  self->lost_files = TRUE;
}

static void mend (SatSim *self);

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
  mend (self);
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
  lose_past (self);
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
  mend (self);
  sat_sim_laptop_close (laptop);
  copy = sat_sim_laptop_new (self, laptop->person, laptop->path, laptop->old);
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

/* What the server is told after its backup was made may be lost, but for what laptops still have.
 */
static void
put_at_risk (SatSim *self)
{
  GHashTableIter iterator;
  SatSimTold *told;

  g_hash_table_iter_init (&iterator, self->told);
  while (g_hash_table_iter_next (&iterator, NULL, (gpointer *)&told))
    told->at_risk |= told->seq > self->kept_seq;
}

static void
keep_server (SatSim *self, const char *path)
{
  g_clear_pointer (&self->server, sat_server_close);
  self->server_kept = g_strconcat (path, ".kept", NULL);
  sat_memory_vfs_copy (path, self->server_kept);
  sat_sim_open_server (self);
  self->kept_seq = sat_server_head (self->server);
  self->restored = FALSE;
  sat_sim_trace_kept (self->told_all);
}

/* The records go back to what they were; what is beside them tells the server. */
static void
restore_server (SatSim *self)
{
  g_autofree char *path = sat_sim_server_file (self);

  mend (self);
  if (self->server_kept == NULL) {
    keep_server (self, path);
    return;
  }
  if (!sat_sim_strikes (self,
                        self->restored ? SAT_SIM_SERVER_RESTORE_TWICE : SAT_SIM_SERVER_RESTORE, 60))
    return;
  put_at_risk (self);
  g_clear_pointer (&self->server, sat_server_close);
  sat_memory_vfs_copy (self->server_kept, path);
  sat_sim_open_server (self);
  sat_sim_trace_restored (self->told_all, self->server);
  self->restored = TRUE;
  if (sat_sim_chance (self, 50))
    return;
  sat_memory_vfs_remove (self->server_kept);
  g_clear_pointer (&self->server_kept, g_free);
}

/* Disks */

static void
arm (SatSim *self, SatSimFault fault, SatSimLaptop *laptop)
{
  gboolean kills = fault == SAT_SIM_SERVER_KILLED || fault == SAT_SIM_LAPTOP_KILLED;
  g_autofree char *path = laptop != NULL ? g_strdup (laptop->path) : sat_sim_server_file (self);
  guint nth = 1 + sat_sim_below (self, 12), n = sat_sim_below (self, 6);

  if (self->is_armed || !(self->plan.faults & (G_GUINT64_CONSTANT (1) << fault)))
    return;
  self->is_armed = TRUE;
  self->armed = laptop;
  self->armed_with = fault;
  sat_memory_vfs_fail (path, kills ? SAT_MEMORY_KILLED : SAT_MEMORY_FULL, nth, n);
}

gboolean
sat_sim_disk_failed (SatSim *self)
{
  return self->is_armed && sat_memory_vfs_has_failed ();
}

static void
come_back (SatSim *self)
{
  if (self->armed != NULL) {
    sat_sim_laptop_close (self->armed);
    sat_memory_vfs_mend ();
    sat_sim_laptop_open (self, self->armed);
  } else {
    g_clear_pointer (&self->server, sat_server_close);
    sat_memory_vfs_mend ();
    sat_sim_open_server (self);
  }
}

static void
count_failed (SatSim *self)
{
  self->hits[self->armed_with]++;
  sat_sim_note (self, "fault: %s", sat_sim_fault_names[self->armed_with]);
}

void
sat_sim_disk_is_well (SatSim *self)
{
  if (sat_sim_disk_failed (self))
    count_failed (self);
  sat_memory_vfs_mend ();
  self->is_armed = FALSE;
}

void
sat_sim_settle_disks (SatSim *self)
{
  if (!sat_sim_disk_failed (self))
    return;
  count_failed (self);
  if (self->armed_with == SAT_SIM_SERVER_KILLED || self->armed_with == SAT_SIM_LAPTOP_KILLED)
    come_back (self);
  sat_sim_disk_is_well (self);
}

/* No disk fails any more: a file is taken as it is only when it is whole. */
static void
mend (SatSim *self)
{
  sat_sim_settle_disks (self);
  sat_sim_disk_is_well (self);
}

/* Programs */

static void
change_schema (SatSim *self, SatSimLaptop *laptop)
{
  if (!sat_sim_strikes (self, laptop->old ? SAT_SIM_SCHEMA_UP : SAT_SIM_SCHEMA_DOWN, 60))
    return;
  sat_sim_laptop_close (laptop);
  laptop->old = !laptop->old;
  sat_sim_laptop_open (self, laptop);
}

void
sat_sim_make_peace (SatSim *self)
{
  mend (self);
  for (guint i = 0; i < self->laptops->len; i++) {
    SatSimLaptop *laptop = g_ptr_array_index (self->laptops, i);

    if (!laptop->old)
      continue;
    sat_sim_check_unknown (self, laptop);
    sat_sim_laptop_close (laptop);
    laptop->old = FALSE;
    sat_sim_laptop_open (self, laptop);
  }
}

/* Devices */

static void
take_away (SatSim *self, SatSimLaptop *laptop)
{
  gboolean leaving = sat_sim_chance (self, 50);

  if (laptop->revoked || laptop == g_ptr_array_index (self->laptops, 0) ||
      !sat_sim_strikes (self, leaving ? SAT_SIM_OFFBOARDED : SAT_SIM_REVOKED, 15))
    return;
  lose_past (self);
  laptop->revoked = TRUE;
  laptop->leaving = leaving;
}

/* Everybody is away: for so long that they are waited for, or not any more, or that who held what
 * is forgotten, too. */
static void
stay_away (SatSim *self)
{
  static const gint64 days[] = {60, 200, 450};
  gint64 n = days[self->step % G_N_ELEMENTS (days)];

  if (!sat_sim_strikes (self, SAT_SIM_LONG_ABSENCE, 10))
    return;
  /* Nor do laptops keep for longer what they have sent. */
  if (n > 180 || self->hits[SAT_SIM_LONG_ABSENCE] >= 3)
    lose_past (self);
  sat_clock_fake_advance (self->clock, n * 86400 * G_USEC_PER_SEC);
  sat_sim_set_clocks (self);
}

/* Work that is not like other work */

typedef struct {
  const char *name;
  guint n;
} Companies;

static gboolean
companies_cb (SatWriter *writer, gpointer data, GError **error)
{
  const Companies *companies = data;
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "company");

  for (guint i = 0; i < companies->n; i++) {
    g_autofree char *name = companies->n > 1 ? g_strdup_printf ("%s %u", companies->name, i)
                                             : g_strdup (companies->name);
    SatValue value = {.type = SAT_VALUE_TEXT, .text = name};
    SatWriteField field = {sat_type_field (type, "name"), value};

    if (!sat_writer_create (writer, type, &field, 1, SAT_ORIGIN_LOCAL, NULL, error))
      return FALSE;
  }
  return TRUE;
}

static void
make_companies (SatSim *self, SatSimLaptop *laptop, const char *name, guint n)
{
  Companies companies = {name, n};
  g_autoptr (GError) error = NULL;

  if (sat_store_is_read_only (laptop->store))
    return;
  if (!sat_store_write (laptop->store, SAT_CHANGE_IMPORT, "companies", companies_cb, &companies,
                        NULL, &error) &&
      !sat_sim_is_refusal (error) && !sat_sim_disk_failed (self))
    sat_sim_wrong (self, "laptop %u cannot make companies: %s", laptop->number, error->message);
}

static void
make_twins (SatSim *self, SatSimLaptop *laptop)
{
  SatSimLaptop *other = g_ptr_array_index (self->laptops, sat_sim_below (self, self->laptops->len));

  if (!sat_sim_strikes (self, SAT_SIM_TWINS, 60))
    return;
  make_companies (self, laptop, "Twins", 1);
  make_companies (self, other, "Twins", 1);
}

static void
import_many (SatSim *self, SatSimLaptop *laptop)
{
  if (sat_sim_strikes (self, SAT_SIM_LARGE_IMPORT, 2))
    make_companies (self, laptop, "Many", 510);
}

/* When */

void
sat_sim_while_filling (SatSim *self, SatSimLaptop *laptop)
{
  static const char *const types[] = {"note", "contact_point"};
  const char *type = types[sat_sim_below (self, G_N_ELEMENTS (types))];
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = NULL;

  if (sat_sim_strikes (self, SAT_SIM_BACKFILL_MOVE, 10))
    sat_sim_write_reference (self, "user", &laptop->person->user, "manager",
                             sat_sim_chance (self, 30)
                                 ? NULL
                                 : &self->people[sat_sim_below (self, SAT_SIM_N_WORKERS)].user);
  records = sat_server_records (self->server, type, NULL);
  if (records != NULL && records->len > 0 && sat_sim_strikes (self, SAT_SIM_BACKFILL_DELETE, 10)) {
    SatServerRecord *record = g_ptr_array_index (records, sat_sim_below (self, records->len));
    SatServerWrite write = {SAT_OP_DELETE, type, record->id, NULL};

    if (!sat_sim_write (self, &write, 1, &error) && !sat_sim_disk_failed (self))
      sat_sim_wrong (self, "the server cannot delete: %s", error->message);
  }
}

void
sat_sim_misfortune (SatSim *self)
{
  SatSimLaptop *laptop =
      g_ptr_array_index (self->laptops, sat_sim_below (self, self->laptops->len));

  switch (sat_sim_below (self, 24)) {
  case 0:
    restart_laptop (self, laptop);
    break;
  case 1:
  case 2:
    restore_laptop (self, laptop);
    break;
  case 3:
  case 4:
    copy_laptop (self, laptop);
    break;
  case 5:
  case 6:
    jump_clock (self, laptop);
    break;
  case 7:
    restart_server (self);
    break;
  case 8:
  case 9:
    restore_server (self);
    break;
  case 10:
    arm (self, SAT_SIM_SERVER_FULL, NULL);
    break;
  case 11:
    arm (self, SAT_SIM_SERVER_KILLED, NULL);
    break;
  case 12:
    arm (self, SAT_SIM_LAPTOP_FULL, laptop);
    break;
  case 13:
    arm (self, SAT_SIM_LAPTOP_KILLED, laptop);
    break;
  case 14:
    sat_sim_move_owner (self);
    break;
  case 15:
    sat_sim_owner_back (self);
    break;
  case 16:
    sat_sim_move_people (self);
    break;
  case 17:
    sat_sim_rights_back (self);
    break;
  case 18:
    take_away (self, laptop);
    break;
  case 19:
    stay_away (self);
    break;
  case 20:
    change_schema (self, laptop);
    break;
  case 21:
    make_twins (self, laptop);
    break;
  case 22:
    import_many (self, laptop);
    break;
  default:
    sat_sim_malice (self);
    break;
  }
}
