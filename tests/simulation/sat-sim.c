/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The world: its server, its people, its time, and what happens in which order. */

#include "config.h"

#include "sat-sim-private.h"

#include "sat-sim-stock.h"

#include <string.h>

const char *const sat_sim_fault_names[SAT_SIM_N_FAULTS] = {
    "request-lost",
    "answer-lost",
    "request-twice",
    "answer-stale",
    "answer-cut",
    "answer-broken",
    "server-busy",
    "server-restart",
    "server-restore",
    "laptop-restart",
    "laptop-restore",
    "laptop-copy",
    "clock-jump",
    "owner-move",
    "people-move",
    "server-restore-twice",
    "server-full",
    "server-killed",
    "laptop-full",
    "laptop-killed",
    "owner-back",
    "rights-back",
    "backfill-move",
    "backfill-delete",
    "revoked",
    "offboarded",
    "long-absence",
    "schema-down",
    "schema-up",
    "twins",
    "large-import",
    "malice",
    "rot",
};

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

char *
sat_sim_server_file (SatSim *self)
{
  return g_build_filename (self->server_folder, "records.db", NULL);
}

gboolean
sat_sim_write (SatSim *self, const SatServerWrite *writes, guint n, GError **error)
{
  if (!sat_server_write (self->server, writes, n, error))
    return FALSE;
  sat_sim_trace_write (self->told_all, self->server, sat_clock_now (self->clock), writes, n);
  return TRUE;
}

void
sat_sim_free (SatSim *self)
{
  if (self == NULL)
    return;
  sat_sim_stock_set_careless (TRUE);
  g_ptr_array_unref (self->laptops);
  for (guint i = 0; i < G_N_ELEMENTS (self->fresh); i++)
    g_clear_pointer (&self->fresh[i], sat_sim_laptop_free);
  g_clear_pointer (&self->elder, sat_sim_laptop_free);
  g_clear_pointer (&self->server, sat_server_close);
  sat_sim_stock_set_careless (FALSE);
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

char *
sat_sim_run (SatSim *self)
{
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
