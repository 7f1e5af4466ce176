/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the server keeps for laptops that are away, and for how long; and what becomes of one that
 * was away for longer. */

#include "config.h"

#include "sat-test-db.h"
#include "sat-test-office.h"

#include <string.h>

#define DAY_US ((gint64)24 * 3600 * G_USEC_PER_SEC)

/* Boss works each day; Ana has a customer, is away, and writes without a network. */
typedef struct {
  SatTestOffice *office;
  SatUuid ana;
  SatTestDesk *boss, *away;
  SatUuid moved, made; /* the customer, who will be another's; what Ana makes meanwhile */
} World;

static gint64
id_of (SatTestDesk *desk, const SatUuid *uuid)
{
  return sat_test_desk_find (desk, uuid);
}

static void
set_up (World *w, gconstpointer data)
{
  gint64 id;

  w->office = sat_test_office_new ();
  w->boss = sat_test_desk_new (w->office, &w->office->boss, SAT_ROLE_ADMIN);
  w->ana = sat_test_office_add_user (w->office, "ana", "rep");
  w->away = sat_test_desk_new (w->office, &w->ana, SAT_ROLE_REP);
  sat_test_desk_sync (w->boss, NULL);
  id = sat_test_store_add (w->boss->t, "company", "name", "Moved", "owner", "ana", NULL);
  w->moved = sat_test_desk_uuid (w->boss, id);
  sat_test_desk_sync (w->boss, NULL);
  sat_test_desk_sync (w->away, NULL);
  g_assert_cmpint (id_of (w->away, &w->moved), !=, 0);
  sat_test_store_set (w->away->t, id_of (w->away, &w->moved), "industry", "Glass", NULL);
  id = sat_test_store_add (w->away->t, "company", "name", "Made", NULL);
  w->made = sat_test_desk_uuid (w->away, id);
}

static void
tear_down (World *w, gconstpointer data)
{
  sat_test_desk_free (w->away);
  sat_test_desk_free (w->boss);
  sat_test_office_free (w->office);
}

/* Boss works on, and takes the customer on the first day. */
static void
pass_days (World *w, guint days)
{
  for (guint day = 0; day < days; day++) {
    g_autofree char *text = g_strdup_printf ("%u", day);

    sat_clock_fake_advance (w->office->clock, DAY_US);
    sat_clock_fake_advance (w->boss->t->clock, DAY_US);
    sat_clock_fake_advance (w->away->t->clock, DAY_US);
    if (day == 0)
      sat_test_store_set (w->boss->t, id_of (w->boss, &w->moved), "owner", "boss", NULL);
    if (day == 0 || day % 10 == 0)
      sat_test_store_add (w->boss->t, "company", "name", text, NULL);
    sat_test_desk_sync (w->boss, NULL);
  }
}

/* How many marks the server keeps of roots that went to others, from before they were as they are.
 */
static gint64
marks (World *w)
{
  g_autofree char *path = g_build_filename (w->office->folder, "records.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatConnection) connection = sat_connection_open (path, SAT_OPEN_READ, &error);
  gint64 n;

  g_assert_no_error (error);
  g_assert_true (
      sat_connection_query_int (connection, "SELECT count(*) FROM root_change", 0, &n, &error));
  g_assert_no_error (error);
  return n;
}

/* Ana is back: what she wrote is with the others, the customer's as a proposal; and she holds what
 * she may. */
static void
come_back (World *w, guint expired)
{
  SatTestDesk *fresh = sat_test_desk_new (w->office, &w->ana, SAT_ROLE_REP);
  SatSyncCounts counts;

  sat_test_desk_sync (w->away, &counts);
  g_assert_cmpuint (w->away->expired, ==, expired);
  g_assert_cmpuint (counts.quarantined, ==, 1);
  g_assert_cmpuint (counts.rejected, ==, 0);
  g_assert_cmpint (sat_test_desk_counts (w->away).waiting, ==, 0);
  g_assert_cmpint (id_of (w->away, &w->moved), ==, 0);
  sat_test_desk_sync (w->boss, NULL);
  g_assert_cmpint (id_of (w->boss, &w->made), !=, 0);
  sat_test_desk_sync (fresh, NULL);
  sat_test_desk_assert_same (w->away, fresh);
  sat_test_desk_free (fresh);
}

/* As long as somebody may come who has not passed a mark, it stays. */
static void
test_waited_for (World *w, gconstpointer data)
{
  pass_days (w, 170);
  g_assert_cmpint (marks (w), >, 0);
  come_back (w, 0);
  sat_test_desk_sync (w->away, NULL); /* with what it asks next, it says that it has got that */
  pass_days (w, 32);
  g_assert_cmpint (marks (w), ==, 0);
}

static void
test_retired (World *w, gconstpointer data)
{
  pass_days (w, 200);
  g_assert_cmpint (marks (w), ==, 0);
  come_back (w, 1);
  /* Once. */
  sat_test_desk_sync (w->away, NULL);
  g_assert_cmpuint (w->away->expired, ==, 1);
}

/* Nobody is waited for, and a month is always kept. */
static void
test_month (World *w, gconstpointer data)
{
  sat_test_desk_sync (w->away, NULL);
  pass_days (w, 5);
  sat_test_desk_sync (w->away, NULL);
  pass_days (w, 20);
  g_assert_cmpint (marks (w), >, 0);
  sat_test_desk_sync (w->away, NULL);
  pass_days (w, 10);
  g_assert_cmpint (marks (w), ==, 0);
}

/* What somebody once held is known for 400 days, though the marks are gone: their edit is a
 * proposal, and not refused as that of a stranger. */
static void
test_known_for_long (World *w, gconstpointer data)
{
  pass_days (w, 390);
  come_back (w, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add (name, World, NULL, set_up, function, tear_down)
  ADD ("/sync/retirement/waited-for", test_waited_for);
  ADD ("/sync/retirement/retired", test_retired);
  ADD ("/sync/retirement/month", test_month);
  ADD ("/sync/retirement/known-for-long", test_known_for_long);
  return g_test_run ();
}
