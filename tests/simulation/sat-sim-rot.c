/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sums of a laptop and of the server are the same when all is quiet; and when a disk has
 * changed a row behind everybody's back, they are not, and the row comes back. */

#include "config.h"

#include "sat-sim-private.h"

#include "sat-store-private.h"
#include "sat-test-dump.h"

/* What becomes of a company, whose id stands for $. */
static const char *const damages[] = {
    "UPDATE company SET name = 'rot', industry = NULL WHERE id = $",
    "DELETE FROM company WHERE id = $",
    "UPDATE record SET seq = seq + 1000000 WHERE id = $",
    "UPDATE record SET versions = x'00' WHERE id = $",
    "UPDATE record SET deleted = 1 WHERE id = $",
    "DELETE FROM company WHERE id = $;"
    "UPDATE record SET type = 0, seq = NULL, versions = NULL WHERE id = $",
    "INSERT INTO record (id, uuid, type, root, seq, versions) SELECT (SELECT max (id) + 1 FROM"
    "  record), x'0190aaaabbbb7ccc8dddeeeeeeeeeeee', type, (SELECT max (id) + 1 FROM record), seq,"
    "  versions FROM record WHERE id = $;"
    "INSERT INTO company (id, name) SELECT max (id), 'rot' FROM record",
};

void
sat_sim_compare (SatSim *self, SatSimLaptop *laptop, guint least, guint most)
{
  laptop->compare = TRUE;
  laptop->compared = FALSE;
  for (guint i = 0; self->wrong == NULL && sat_sim_exchange (self, laptop, TRUE); i++)
    if (i > 1000)
      sat_sim_wrong (self, "laptop %u does not come to an end of comparing", laptop->number);
  laptop->compare = FALSE;
  if (self->wrong != NULL)
    return;
  if (!laptop->compared)
    sat_sim_wrong (self, "laptop %u could not be compared", laptop->number);
  else if (laptop->mended < least || laptop->mended > most)
    sat_sim_wrong (self, "%u records of laptop %u of %s were not as the server says",
                   laptop->mended, laptop->number, laptop->person->name);
}

/* A company that the server knows; 0: there is none. */
static gint64
choose (SatSim *self, SatConnection *connection)
{
  static const char from[] = " FROM company AS c JOIN record AS r ON r.id = c.id WHERE r.seq > 0"
                             " AND NOT EXISTS (SELECT 1 FROM shadow WHERE record = r.id)";
  g_autofree char *count = g_strconcat ("SELECT count(*)", from, NULL);
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n = 0, id = 0;

  sat_connection_query_int (connection, count, 0, &n, &error);
  g_assert_no_error (error);
  if (n == 0)
    return 0;
  sql = g_strdup_printf ("SELECT r.id%s ORDER BY r.id LIMIT 1 OFFSET %u", from,
                         sat_sim_below (self, (guint)n));
  sat_connection_query_int (connection, sql, 0, &id, &error);
  g_assert_no_error (error);
  return id;
}

static void
damage (SatSim *self, SatConnection *connection, gint64 id)
{
  guint kind = sat_sim_below (self, G_N_ELEMENTS (damages));
  g_autoptr (GString) sql = g_string_new (damages[kind]);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  g_autoptr (GError) error = NULL;

  g_string_replace (sql, "$", number, 0);
  sat_sim_note (self, "rot: %s", sql->str);
  if (!sat_connection_exec (connection, sql->str, &error))
    g_error ("%s: %s", sql->str, error->message);
}

void
sat_sim_rot (SatSim *self, SatSimLaptop *laptop)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gint64 id;

  if (laptop->revoked || sat_store_is_read_only (laptop->store))
    return;
  id = choose (self, laptop->store->writing);
  if (id == 0 || !sat_sim_strikes (self, SAT_SIM_ROT, 60))
    return;
  before = sat_sim_dump (laptop->store);
  damage (self, laptop->store->writing, id);
  sat_sim_compare (self, laptop, 1, 1);
  if (self->wrong != NULL)
    return;
  after = sat_sim_dump (laptop->store);
  if (!g_str_equal (before, after)) {
    g_autofree char *difference = sat_test_dump_difference (after, before);

    sat_sim_wrong (self, "laptop %u is mended to something else: %s", laptop->number, difference);
  }
}
