/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two laptops and a server, as processes: what one writes, the other reads. */
#include "config.h"

#include <signal.h>
#include <string.h>

#include "office.h"

/* Two administrators, who see everything. */
typedef struct {
  Office *office;
  CliFixture *a, *b;
} Pair;

static void
pair_begin (Pair *pair)
{
  pair->office = office_new ();
  pair->a = laptop_new (pair->office, "boss");
  office_add_user (pair->office, "chief", "admin", NULL);
  pair->b = laptop_new (pair->office, "chief");
}

static void
pair_end (Pair *pair)
{
  cli_fixture_free (pair->a);
  cli_fixture_free (pair->b);
  office_free (pair->office);
}

static void
sync_both (Pair *pair)
{
  laptop_sync (pair->a);
  laptop_sync (pair->b);
  laptop_sync (pair->a);
}

static void
test_login (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (CliFixture) laptop = cli_fixture_new ();
  g_autofree char *wrong = sat_test_dir_write (office->dir, "wrong", "incorrect", -1);
  g_autoptr (JsonNode) said = NULL;
  g_autoptr (JsonNode) status = NULL;

  laptop_assert_state (laptop, "local");
  cli_fails (laptop, "auth", "login", office->url, "--user", "boss", "--password-file", wrong,
             NULL);
  laptop_assert_state (laptop, "local");
  cli_fails (laptop, "auth", "sync", NULL);
  said = cli_json (laptop, 0, "login", office->url, "--user", "boss", "--password-file",
                   office->password_file, NULL);
  cli_assert_member (said, "user", "\"boss\"");
  cli_assert_member (said, "role", "\"admin\"");
  laptop_assert_state (laptop, "pending");
  laptop_sync (laptop);
  laptop_assert_state (laptop, "synced");
  status = cli_json (laptop, 0, "status", NULL);
  cli_assert_member (status, "pending", "0");
  g_assert_cmpstr (cli_string (status, "server"), ==, office->url);
  g_assert_cmpuint (strlen (cli_string (status, "epoch")), ==, 16);
  laptop_assert_sound (laptop);
}

static void
test_both_ways (void)
{
  Pair pair;
  g_autofree char *acme = NULL;
  g_autofree char *ann = NULL;
  g_autoptr (JsonNode) said = NULL;

  pair_begin (&pair);
  acme = cli_new (pair.a, "company", "name=Acme", "phone=+1 555 0100", "tags=big;old", NULL);
  laptop_assert_state (pair.a, "pending");
  g_assert_cmpint (laptop_status_int (pair.a, "pending"), >=, 1);
  said = laptop_sync_said (pair.a, 0);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (said), "pushed"), >=, 1);
  laptop_assert_state (pair.a, "synced");
  laptop_sync (pair.b);
  laptop_assert (pair.b, acme, "name", "\"Acme\"");
  laptop_assert (pair.b, acme, "phone", "\"+1 555 0100\"");
  laptop_assert (pair.b, acme, "tags", "[\"big\",\"old\"]");

  ann = cli_new (pair.b, "contact", "first_name=Ann", "last_name=Lee", "company=Acme", NULL);
  laptop_set (pair.b, acme, "industry=Shipping");
  sync_both (&pair);
  sync_both (&pair);
  laptop_assert (pair.a, ann, "last_name", "\"Lee\"");
  laptop_assert (pair.a, acme, "industry", "\"Shipping\"");
  laptop_set (pair.a, ann, "last_name=");
  g_free (cli_run (pair.a, 0, "delete", acme, NULL));
  sync_both (&pair);
  laptop_assert (pair.b, ann, "last_name", "null");
  cli_fails (pair.b, "not_found", "get", acme, NULL);
  g_free (cli_run (pair.b, 0, "undelete", acme, NULL));
  sync_both (&pair);
  sync_both (&pair);
  laptop_assert (pair.a, acme, "phone", "\"+1 555 0100\"");
  laptop_assert_same (pair.a, pair.b);
  g_assert_cmpint (laptop_status_int (pair.a, "conflicts"), ==, 0);
  pair_end (&pair);
}

/* Nothing is lost while the server is away, and nothing waits for it. */
static void
test_offline (void)
{
  Pair pair;
  g_autofree char *acme = NULL;

  pair_begin (&pair);
  acme = cli_new (pair.a, "company", "name=Acme", NULL);
  g_setenv ("SATCHEL_OFFLINE", "1", TRUE);
  cli_fails (pair.a, "offline", "sync", NULL);
  laptop_assert_state (pair.a, "offline");
  g_unsetenv ("SATCHEL_OFFLINE");
  laptop_assert_state (pair.a, "pending");
  office_stop (pair.office, SIGTERM);
  cli_fails (pair.a, "offline", "sync", NULL);
  laptop_set (pair.a, acme, "industry=Shipping");
  office_start (pair.office);
  sync_both (&pair);
  laptop_assert (pair.b, acme, "industry", "\"Shipping\"");
  laptop_assert_same (pair.a, pair.b);
  pair_end (&pair);
}

static void
test_different_fields (void)
{
  Pair pair;
  g_autofree char *acme = NULL;

  pair_begin (&pair);
  acme = cli_new (pair.a, "company", "name=Acme", NULL);
  sync_both (&pair);
  laptop_set (pair.a, acme, "industry=Shipping");
  laptop_set (pair.b, acme, "employees=12");
  sync_both (&pair);
  laptop_assert (pair.a, acme, "employees", "12");
  laptop_assert (pair.b, acme, "industry", "\"Shipping\"");
  laptop_assert_same (pair.a, pair.b);
  g_assert_cmpint (laptop_status_int (pair.a, "conflicts"), ==, 0);
  pair_end (&pair);
}

/* Both edit the same: the later one stands, and both know of the other. */
static void
test_same_field (void)
{
  Pair pair;
  g_autofree char *acme = NULL;
  g_autoptr (JsonNode) said = NULL;

  pair_begin (&pair);
  acme = cli_new (pair.a, "company", "name=Acme", "industry=Trade", NULL);
  sync_both (&pair);
  laptop_set (pair.a, acme, "industry=Shipping");
  laptop_set (pair.b, acme, "industry=Mining");
  laptop_sync (pair.a);
  said = laptop_sync_said (pair.b, 0);
  cli_assert_member (said, "conflicts", "1");
  laptop_sync (pair.a);
  laptop_assert (pair.a, acme, "industry", "\"Mining\"");
  laptop_assert (pair.b, acme, "industry", "\"Mining\"");
  laptop_assert_same (pair.a, pair.b);
  g_assert_cmpint (laptop_status_int (pair.a, "conflicts"), ==, 1);
  g_assert_cmpint (laptop_status_int (pair.b, "conflicts"), ==, 1);
  laptop_assert_state (pair.a, "attention");
  pair_end (&pair);
}

/* An edit is worth more than a delete, whichever comes first. */
static void
test_delete_and_edit (void)
{
  for (guint first = 0; first < 2; first++) {
    Pair pair;
    g_autofree char *acme = NULL;

    pair_begin (&pair);
    acme = cli_new (pair.a, "company", "name=Acme", "phone=+1 555 0100", NULL);
    sync_both (&pair);
    g_free (cli_run (pair.a, 0, "delete", acme, NULL));
    laptop_set (pair.b, acme, "industry=Mining");
    laptop_sync (first == 0 ? pair.a : pair.b);
    laptop_sync (first == 0 ? pair.b : pair.a);
    sync_both (&pair);
    laptop_assert (pair.a, acme, "industry", "\"Mining\"");
    laptop_assert (pair.a, acme, "phone", "\"+1 555 0100\"");
    laptop_assert (pair.b, acme, "industry", "\"Mining\"");
    laptop_assert_same (pair.a, pair.b);
    g_assert_cmpint (laptop_status_int (pair.b, "conflicts"), ==, 1);
    pair_end (&pair);
  }
}

/* The server dies in the middle of its work, and knows afterwards what it had said. */
static void
test_killed_server (void)
{
  Pair pair;
  g_autofree char *acme = NULL;

  pair_begin (&pair);
  acme = cli_new (pair.a, "company", "name=Acme", NULL);
  laptop_sync (pair.a);
  office_stop (pair.office, SIGKILL);
  laptop_set (pair.a, acme, "industry=Mining");
  office_start (pair.office);
  sync_both (&pair);
  laptop_assert (pair.b, acme, "industry", "\"Mining\"");
  laptop_assert_same (pair.a, pair.b);
  pair_end (&pair);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("SATCHEL_SECRETS", "file", TRUE);
  g_test_add_func ("/contract/two/login", test_login);
  g_test_add_func ("/contract/two/both-ways", test_both_ways);
  g_test_add_func ("/contract/two/offline", test_offline);
  g_test_add_func ("/contract/two/different-fields", test_different_fields);
  g_test_add_func ("/contract/two/same-field", test_same_field);
  g_test_add_func ("/contract/two/delete-and-edit", test_delete_and_edit);
  g_test_add_func ("/contract/two/killed-server", test_killed_server);
  return g_test_run ();
}
