/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Real processes: a laptop's file is changed by somebody else's program, and the next comparison
 * with the server mends it. */
#include "config.h"

#include "office.h"
#include "sat-sql-functions.h"
#include "sat-test-db.h"

/* What others do to a file: they know nothing of Satchel. */
static void
change (CliFixture *laptop, const char *sql)
{
  g_autoptr (SatConnection) connection = sat_test_db_open (laptop->db, SAT_OPEN_WRITE);

  g_assert_true (sat_sql_functions_register (connection, NULL)); /* the indexes need them */
  sat_test_db_run (connection, "PRAGMA foreign_keys = OFF");
  sat_test_db_run (connection, sql);
}

static void
assert_mended (CliFixture *laptop, const char *n)
{
  g_autoptr (JsonNode) said = cli_json (laptop, 0, "sync", "--compare", NULL);
  g_autoptr (JsonNode) again = cli_json (laptop, 0, "sync", "--compare", NULL);

  cli_assert_member (said, "compared", "true");
  cli_assert_member (said, "mended", n);
  cli_assert_member (again, "compared", "true");
  cli_assert_member (again, "mended", "0");
}

static void
test_mended (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (CliFixture) laptop = laptop_new (office, "boss");
  g_autoptr (CliFixture) other = NULL;
  g_autofree char *acme = cli_new (laptop, "company", "name=Acme", "industry=Steel", NULL);
  g_autofree char *initech = cli_new (laptop, "company", "name=Initech", NULL);

  office_add_user (office, "chief", "admin", NULL);
  laptop_sync (laptop);
  assert_mended (laptop, "0");
  change (laptop, "UPDATE company SET industry = 'rot', name = 'rot' WHERE name = 'Acme'");
  laptop_assert (laptop, acme, "name", "\"rot\"");
  assert_mended (laptop, "1");
  laptop_assert (laptop, acme, "name", "\"Acme\"");
  laptop_assert (laptop, acme, "industry", "\"Steel\"");
  change (laptop, "DELETE FROM company WHERE name = 'Initech'");
  assert_mended (laptop, "1");
  laptop_assert (laptop, initech, "name", "\"Initech\"");
  change (laptop, "INSERT INTO record (id, uuid, type, root, seq, versions) SELECT id + 1000,"
                  " x'0190aaaabbbb7ccc8dddeeeeeeeeeeee', type, id + 1000, seq, versions FROM record"
                  " WHERE id = (SELECT max (id) FROM company);"
                  "INSERT INTO company (id, name) SELECT max (id) + 1000, 'Theirs' FROM company");
  assert_mended (laptop, "1");
  laptop_assert_sound (laptop);
  other = laptop_new (office, "chief");
  laptop_assert_same (laptop, other);
}

/* Who has no server is told so, and nothing else happens. */
static void
test_alone (void)
{
  g_autoptr (CliFixture) laptop = cli_fixture_new ();
  g_autofree char *acme G_GNUC_UNUSED = cli_new (laptop, "company", "name=Acme", NULL);

  cli_fails (laptop, "auth", "sync", "--compare", NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("SATCHEL_SECRETS", "file", TRUE);
  g_test_add_func ("/digest/mended", test_mended);
  g_test_add_func ("/digest/alone", test_alone);
  return g_test_run ();
}
