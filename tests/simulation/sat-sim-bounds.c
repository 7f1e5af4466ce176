/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is kept only so that others can catch up goes when they have: the world goes on for more
 * than a year in which nobody writes anything, and then nothing of it is left. */

#include "config.h"

#include "sat-sim-private.h"

#include "sat-server-private.h"
#include "sat-sqlite-private.h"
#include "sat-test-db.h"

/* Everybody synchronises four times again: nobody is silent for 180 days, those who do not exist
 * any more are, and in the end all of it is older than 400 days. */
#define ROUNDS 4
#define DAYS_BETWEEN 170

static gint64
count_on_server (SatSim *self, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", table);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatTransaction) transaction = sat_storage_begin_read (self->server->storage, &error);
  g_autoptr (SatStatement) statement =
      transaction != NULL ? sat_sqlite_statement (transaction, sql, &error) : NULL;

  g_assert_no_error (error);
  return sat_test_db_step (statement) ? sat_statement_int (statement, 0) : 0;
}

static void
check_server (SatSim *self, guint n_laptops)
{
  static const char *const tables[] = {"root_change", "child_move", "root_past"};
  gint64 n;

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    n = count_on_server (self, tables[i]);
    if (n > 0)
      sat_sim_wrong (self, "the server keeps %" G_GINT64_FORMAT " rows of %s for nobody", n,
                     tables[i]);
  }
  n = count_on_server (self, "device_cursor");
  if (n > n_laptops)
    sat_sim_wrong (self, "the server keeps the places of %" G_GINT64_FORMAT " of %u laptops", n,
                   n_laptops);
}

void
sat_sim_check_bounds (SatSim *self)
{
  guint n = 0;

  for (guint round = 0; round < ROUNDS; round++) {
    gint64 days = round == 0 ? 1 : DAYS_BETWEEN;

    sat_clock_fake_advance (self->clock, days * 86400 * G_USEC_PER_SEC);
    sat_sim_set_clocks (self);
    for (guint i = 0; i < self->laptops->len && self->wrong == NULL; i++) {
      SatSimLaptop *laptop = g_ptr_array_index (self->laptops, i);

      if (laptop->revoked)
        continue;
      n += round == 0;
      sat_sim_sync (self, laptop);
    }
  }
  if (self->wrong == NULL)
    check_server (self, n);
}
