/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A territory moves from one rep to the other: its customers vanish from the one laptop, from all
 * of its bytes, and appear on the other. SATCHEL_TEST_CUSTOMERS says how many there are. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "office.h"
#include "sat-test-raw.h"
#include "sat-test-sent.h"

#define FEW 150
#define N_EDITS 4
#define CANARY "Qzebrafinch"

typedef struct {
  Office *office;
  CliFixture *boss, *ana, *ben;
  guint n;
} Play;

static void
administer (Play *play, const char *what, const char *name, const char *territory)
{
  g_autoptr (JsonNode) said G_GNUC_UNUSED =
      territory == NULL
          ? office_run (play->office, what, "add", name, NULL)
          : office_run (play->office, what, "set", name, "--territory", territory, NULL);
}

static void
import (Play *play, const char *type, const char *csv)
{
  g_autofree char *name = g_strconcat (type, ".csv", NULL);
  g_autofree char *path = sat_test_dir_write (play->boss->dir, name, csv, -1);

  g_free (cli_run (play->boss, 0, "import", path, "--type", type, NULL));
}

/* Of each company a person and a deal. */
static void
import_customers (Play *play, const char *territory)
{
  g_autoptr (GString) companies = g_string_new ("name,territory,phone,notes\n");
  g_autoptr (GString) contacts = g_string_new ("last_name,mail,company,notes\n");
  g_autoptr (GString) deals = g_string_new ("name,company,amount,next_step\n");

  for (guint i = 0; i < play->n; i++) {
    g_string_append_printf (companies, CANARY " firm %u,%s,+1 555 %06u,Ask " CANARY " first\n", i,
                            territory, i);
    g_string_append_printf (
        contacts, CANARY "-%u,qzebra%u@example.org," CANARY " firm %u,Likes " CANARY "\n", i, i, i);
    g_string_append_printf (deals, CANARY " deal %u," CANARY " firm %u,%u.00,Call " CANARY "\n", i,
                            i, 100 + i);
  }
  import (play, "company", companies->str);
  import (play, "contact", contacts->str);
  import (play, "opportunity", deals->str);
}

static guint
count (CliFixture *laptop, const char *type)
{
  g_autoptr (JsonNode) list = cli_json (laptop, 0, "list", type, NULL);

  return cli_length (list);
}

static void
assert_holds (CliFixture *laptop, guint n)
{
  static const char *const types[] = {"company", "contact", "opportunity"};

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    g_assert_cmpuint (count (laptop, types[i]), ==, n);
  laptop_assert_sound (laptop);
}

static void
begin (Play *play)
{
  const char *wanted = g_getenv ("SATCHEL_TEST_CUSTOMERS");

  play->n = wanted != NULL ? (guint)g_ascii_strtoull (wanted, NULL, 10) : FEW;
  play->office = office_new ();
  play->boss = laptop_new (play->office, "boss");
  administer (play, "territory", "North", NULL);
  administer (play, "territory", "South", NULL);
  office_add_user (play->office, "ana", "rep", "--territory", "North", NULL);
  office_add_user (play->office, "ben", "rep", "--territory", "South", NULL);
  laptop_sync (play->boss);
  import_customers (play, "North");
  laptop_sync (play->boss);
  play->ana = laptop_new (play->office, "ana");
  play->ben = laptop_new (play->office, "ben");
  assert_holds (play->ana, play->n);
  assert_holds (play->ben, 0);
}

static void
end (Play *play)
{
  cli_fixture_free (play->boss);
  cli_fixture_free (play->ana);
  cli_fixture_free (play->ben);
  office_free (play->office);
}

/* Unsent: a sentence a company. */
static void
edit (Play *play)
{
  g_autoptr (JsonNode) list = cli_json (play->ana, 0, "list", "company", NULL);

  for (guint i = 0; i < N_EDITS; i++) {
    g_autofree char *typed = g_strdup_printf ("notes=Typed by Ana %u", i);

    laptop_set (play->ana, cli_string (cli_element (list, i * 7), "id"), typed);
  }
  g_assert_cmpint (laptop_status_int (play->ana, "pending"), ==, N_EDITS);
}

static void
assert_kept (Play *play)
{
  g_autoptr (JsonNode) rejected = cli_json (play->ana, 0, "rejected", NULL);
  g_autofree char *at_server = sat_test_find_raw (play->office->data, "Typed by Ana 3");

  g_assert_nonnull (at_server);
  g_assert_cmpuint (cli_length (rejected), ==, N_EDITS);
  for (guint i = 0; i < N_EDITS; i++) {
    JsonNode *entry = cli_element (rejected, i);
    g_autofree char *expected = g_strdup_printf ("Typed by Ana %u", i);
    g_autofree char *values = cli_member (entry, "values");

    cli_assert_member (entry, "state", "\"quarantined\"");
    g_assert_nonnull (strstr (values, expected));
  }
}

/* Who has the customers now says yes to the first, no to the second; the author hears of both, and
 * nobody else may decide. */
static void
decide (Play *play)
{
  g_autoptr (JsonNode) open = cli_json (play->ben, 0, "proposals", NULL);
  g_autoptr (JsonNode) own = NULL;
  g_autoptr (JsonNode) left = NULL;
  JsonNode *yes = cli_element (open, 0), *no = cli_element (open, 1);

  g_assert_cmpuint (cli_length (open), ==, N_EDITS);
  cli_assert_member (yes, "by", "\"ana\"");
  cli_assert_member (yes, "own", "false");
  cli_assert_member (yes, "state", "\"open\"");
  cli_assert_member (yes, "values", "{\"notes\":\"Typed by Ana 0\"}");
  g_assert_nonnull (strstr (cli_string (yes, "title"), CANARY));
  cli_fails (play->ana, "not_found", "proposals", "accept", cli_string (yes, "u"), NULL);
  g_free (cli_run (play->ben, 0, "proposals", "accept", cli_string (yes, "u"), NULL));
  g_free (cli_run (play->ben, 0, "proposals", "decline", cli_string (no, "u"), NULL));
  cli_fails (play->ben, "conflict", "proposals", "accept", cli_string (no, "u"), NULL);
  laptop_sync (play->ben);
  laptop_assert (play->ben, cli_string (yes, "record"), "notes", "\"Typed by Ana 0\"");
  laptop_assert (play->ben, cli_string (no, "record"), "notes", "\"Ask " CANARY " first\"");
  left = cli_json (play->ben, 0, "proposals", NULL);
  g_assert_cmpuint (cli_length (left), ==, N_EDITS - 2);
  own = cli_json (play->ana, 0, "proposals", NULL);
  g_assert_cmpuint (cli_length (own), ==, N_EDITS);
  cli_assert_member (cli_element (own, 0), "state", "\"accepted\"");
  cli_assert_member (cli_element (own, 0), "decider", "\"ben\"");
  cli_assert_member (cli_element (own, 0), "title", "\"\"");
  cli_assert_member (cli_element (own, 1), "state", "\"declined\"");
  cli_assert_member (cli_element (own, 2), "state", "\"open\"");
}

static void
assert_moved (Play *play)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (JsonNode) said = laptop_sync_said (play->ana, 3);
  gint64 lost = g_get_monotonic_time ();
  g_autofree char *found = NULL;

  laptop_sync (play->ben);
  printf ("# %u customers: %.2f s to lose them, %.2f s to get them\n", play->n,
          (double)(lost - start) / G_USEC_PER_SEC,
          (double)(g_get_monotonic_time () - lost) / G_USEC_PER_SEC);
  g_assert_cmpint (
      json_object_get_int_member_with_default (json_node_get_object (said), "quarantined", 0), ==,
      N_EDITS);
  assert_holds (play->ana, 0);
  assert_holds (play->ben, play->n);
  sat_test_assert_no_trace (sat_test_dir_path (play->ana->dir), play->ana->db, CANARY);
  sat_test_assert_no_trace (sat_test_dir_path (play->ana->dir), play->ana->db, "qzebra");
  found = sat_test_find_raw (sat_test_dir_path (play->ben->dir), CANARY);
  g_assert_nonnull (found);
  assert_kept (play);
  laptop_sync (play->ana);
  assert_holds (play->ana, 0);
}

/* The territory gets another rep. */
static void
test_people (void)
{
  Play play = {0};

  begin (&play);
  edit (&play);
  administer (&play, "user", "ana", "");
  administer (&play, "user", "ben", "North");
  assert_moved (&play);
  decide (&play);
  end (&play);
}

/* Each customer gets another territory. */
static void
test_customers (void)
{
  Play play = {0};

  begin (&play);
  edit (&play);
  import_customers (&play, "South");
  laptop_sync (play.boss);
  assert_moved (&play);
  end (&play);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("SATCHEL_SECRETS", "file", TRUE);
  g_test_add_func ("/contract/move/people", test_people);
  g_test_add_func ("/contract/move/customers", test_customers);
  return g_test_run ();
}
