/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "cli-fixture.h"

#include <string.h>

static void
test_values (void)
{
  g_autoptr (CliFixture) cli = cli_fixture_new ();
  g_autofree char *ana = cli_new (cli, "user", "name=Ana Pérez", NULL);
  g_autofree char *acme = cli_new (cli, "company", "name=Acme", "employees=12", "owner=ana perez",
                                   "annual_revenue=1054", "phone=+1 555", "tags=b; a", NULL);
  g_autofree char *deal G_GNUC_UNUSED =
      cli_new (cli, "opportunity", "name=Deal", "company=Acme", "amount=1054", "currency=JPY",
               "close_date=2017-03-01", NULL);
  g_autofree char *owner = g_strdup_printf ("{\"id\":\"%s\",\"title\":\"Ana Pérez\"}", ana);
  g_autoptr (JsonNode) companies = cli_json (cli, 0, "list", "company", NULL);
  g_autoptr (JsonNode) deals = cli_json (cli, 0, "list", "opportunity", NULL);
  g_autoptr (JsonNode) whole = cli_json (cli, 0, "get", acme, NULL);
  g_autoptr (JsonNode) users = cli_json (cli, 0, "list", "user", NULL);
  JsonNode *company = cli_element (companies, 0);

  g_assert_cmpuint (cli_length (companies), ==, 1);
  g_assert_cmpstr (cli_string (company, "id"), ==, acme);
  cli_assert_member (company, "type", "\"company\"");
  cli_assert_member (company, "title", "\"Acme\"");
  cli_assert_member (company, "employees", "12");
  cli_assert_member (company, "annual_revenue", "\"1054.00\"");
  cli_assert_member (company, "owner", owner);
  cli_assert_member (company, "phone", "\"+1 555\"");
  cli_assert_member (company, "website", "null");
  cli_assert_member (company, "tags", "[\"a\",\"b\"]");
  cli_assert_member (cli_element (deals, 0), "amount", "\"1054\"");
  cli_assert_member (cli_element (deals, 0), "close_date", "\"2017-03-01\"");
  cli_assert_member (cli_element (users, 0), "active", "true");
  cli_assert_member (whole, "activity", "[]");
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (json_node_get_object (whole), "tag")),
      ==, 2);
}

static void
test_currency (void)
{
  g_autoptr (CliFixture) cli = cli_fixture_new ();
  g_autofree char *id G_GNUC_UNUSED =
      cli_new (cli, "opportunity", "name=First", "amount=7", "--currency", "jpy", NULL);
  g_autoptr (JsonNode) deals = cli_json (cli, 0, "list", "opportunity", NULL);
  g_autoptr (JsonNode) workspaces = cli_json (cli, 0, "list", "workspace", NULL);
  g_autoptr (JsonNode) users = cli_json (cli, 0, "list", "user", NULL);
  g_autoptr (JsonNode) stages = cli_json (cli, 0, "list", "stage", NULL);

  cli_assert_member (cli_element (deals, 0), "amount", "\"7\"");
  cli_assert_member (cli_element (deals, 0), "currency", "\"JPY\"");
  g_assert_cmpuint (cli_length (workspaces), ==, 1);
  g_assert_cmpuint (cli_length (users), ==, 0);
  g_assert_cmpuint (cli_length (stages), ==, 0);
  cli_fails (cli, "usage", "new", "company", "name=x", "--currency", "XXXX", NULL);
}

static void
test_usage (void)
{
  g_autoptr (CliFixture) cli = cli_fixture_new ();
  g_autofree char *help = cli_run (cli, 0, "--help", NULL);
  g_autofree char *version = cli_run (cli, 0, "--version", NULL);
  g_autofree char *list_help = cli_run (cli, 0, "list", "--help", NULL);

  g_assert_nonnull (strstr (help, "undo-import"));
  g_assert_nonnull (strstr (version, SAT_VERSION));
  g_assert_nonnull (strstr (list_help, "--as-of"));
  cli_fails (cli, "usage", NULL);
  cli_fails (cli, "usage", "frobnicate", NULL);
  cli_fails (cli, "usage", "list", NULL);
  cli_fails (cli, "usage", "list", "company", "contact", NULL);
  cli_fails (cli, "usage", "types", "--nonsense", NULL);
  cli_fails (cli, "usage", "types", "--json=1", NULL);
  cli_fails (cli, "no_database", "list", "company", NULL);
  g_free (cli_new (cli, "company", "name=Acme", NULL));
  cli_fails (cli, "usage", "list", "company", "--limit", "many", NULL);
  cli_fails (cli, "usage", "list", "company", "--limit", NULL);
  cli_fails (cli, "usage", "list", "company", "--as-of", "yesterday", NULL);
  cli_fails (cli, "usage", "list", "company", "--as-of", "2017-01-01", "--zone", "Mars/Base", NULL);
  cli_fails (cli, "usage", "new", "company", "Acme", NULL);
  cli_fails (cli, "usage", "export", "--type", "all", "--format", "csv", NULL);
}

static void
test_refusals (void)
{
  g_autoptr (CliFixture) cli = cli_fixture_new ();
  g_autofree char *first = cli_new (cli, "company", "name=Twin", NULL);
  g_autofree char *second G_GNUC_UNUSED = cli_new (cli, "company", "name=Twin", NULL);
  g_autofree char *by_id = g_strdup_printf ("company=%s", first);
  g_autoptr (JsonNode) contacts = NULL;

  cli_fails (cli, "ambiguous", "new", "contact", "last_name=Lee", "company=twin", NULL);
  cli_fails (cli, "not_found", "new", "contact", "last_name=Lee", "company=Nobody", NULL);
  cli_fails (cli, "unknown", "new", "contact", "shoe_size=12", NULL);
  cli_fails (cli, "unknown", "new", "spaceship", "name=x", NULL);
  cli_fails (cli, "unknown", "list", "spaceship", NULL);
  cli_fails (cli, "required", "new", "company", "name=", NULL);
  cli_fails (cli, "invalid", "new", "contact", "birthday=2017-02-30", NULL);
  cli_fails (cli, "invalid", "new", "exchange_rate", "currency=EUR", "date=2026-01-01", "rate=0",
             NULL);
  cli_fails (cli, "computed", "new", "opportunity", "name=x", "pushes=3", NULL);
  cli_fails (cli, "not_found", "get", "nonsense", NULL);
  cli_fails (cli, "not_found", "delete", "01a2007e-3e38-772e-99d3-73b2079da306", NULL);
  cli_fails (cli, "not_found", "undo-import", "01a2007e-3e38-772e-99d3-73b2079da306", NULL);
  cli_fails (cli, "unknown", "list", "company", "--filter", "shoe = 1", NULL);
  g_free (cli_new (cli, "contact", "last_name=Lee", by_id, NULL));
  contacts = cli_json (cli, 0, "list", "contact", NULL);
  g_assert_cmpuint (cli_length (contacts), ==, 1);
}

static void
test_list (void)
{
  g_autoptr (CliFixture) cli = cli_fixture_new ();
  g_autoptr (JsonNode) sorted = NULL;
  g_autoptr (JsonNode) filtered = NULL;
  g_autoptr (JsonNode) as_json = NULL;
  g_autoptr (JsonNode) none = NULL;
  g_autoptr (JsonNode) before = NULL;

  g_free (cli_new (cli, "company", "name=Beta", "employees=5", NULL));
  g_free (cli_new (cli, "company", "name=alpha", "employees=50", NULL));
  g_free (cli_new (cli, "company", "name=Gamma", NULL));
  sorted = cli_json (cli, 0, "list", "company", "--sort", "employees:desc", "--limit", "2", NULL);
  filtered = cli_json (cli, 0, "list", "company", "--filter=employees > 4 and name ~ et", NULL);
  as_json = cli_json (cli, 0, "list", "company", "--filter",
                      "{\"not\":{\"field\":\"employees\",\"op\":\"empty\"}}", NULL);
  none = cli_json (cli, 0, "list", "company", "--limit", "0", NULL);
  before = cli_json (cli, 0, "list", "company", "--as-of", "2000-01-01", NULL);
  g_assert_cmpuint (cli_length (sorted), ==, 2);
  cli_assert_member (cli_element (sorted, 0), "name", "\"alpha\"");
  g_assert_cmpuint (cli_length (filtered), ==, 1);
  cli_assert_member (cli_element (filtered, 0), "name", "\"Beta\"");
  g_assert_cmpuint (cli_length (as_json), ==, 2);
  g_assert_cmpuint (cli_length (none), ==, 0);
  g_assert_cmpuint (cli_length (before), ==, 0);
}

static void
test_history_and_undo (void)
{
  g_autoptr (CliFixture) cli = cli_fixture_new ();
  g_autofree char *id = cli_new (cli, "opportunity", "name=Deal", "amount=10", NULL);
  g_autoptr (JsonNode) set = NULL;
  g_autoptr (JsonNode) history = NULL;
  g_autoptr (JsonNode) undo = NULL;
  g_autoptr (JsonNode) back = NULL;
  g_autoptr (JsonNode) redo = NULL;
  g_autoptr (JsonNode) again = NULL;
  gboolean seen = FALSE;

  set = cli_json (cli, 0, "set", id, "amount=20", "currency=JPY", NULL);
  g_assert_cmpstr (cli_string (set, "id"), ==, id);
  history = cli_json (cli, 0, "history", id, NULL);
  cli_assert_member (cli_element (history, 0), "field", "\"\"");
  cli_assert_member (cli_element (history, 0), "new", "true");
  for (guint i = 0; i < cli_length (history); i++)
    if (strcmp (cli_string (cli_element (history, i), "field"), "amount") == 0) {
      /* Each in the currency of its time. */
      cli_assert_member (cli_element (history, i), "old", "\"10.00\"");
      cli_assert_member (cli_element (history, i), "new", "\"20\"");
      seen = TRUE;
    }
  g_assert_true (seen);
  undo = cli_json (cli, 0, "undo", NULL);
  cli_assert_member (undo, "kept", "[]");
  back = cli_json (cli, 0, "get", id, NULL);
  cli_assert_member (back, "amount", "\"10.00\"");
  redo = cli_json (cli, 0, "redo", NULL);
  again = cli_json (cli, 0, "get", id, NULL);
  cli_assert_member (again, "amount", "\"20\"");
  g_free (cli_run (cli, 0, "undo", NULL));
  g_free (cli_run (cli, 0, "undo", NULL));
  /* The workspace that came with the file stays. */
  cli_fails (cli, "nothing", "undo", NULL);
}

static void
test_deleted (void)
{
  g_autoptr (CliFixture) cli = cli_fixture_new ();
  g_autofree char *id = cli_new (cli, "contact", "last_name=Lee", "phone=123", "tags=x", NULL);
  g_autoptr (JsonNode) gone = NULL;
  g_autoptr (JsonNode) list = NULL;
  g_autoptr (JsonNode) alive = NULL;

  g_free (cli_new (cli, "contact", "last_name=Other", NULL));
  g_free (cli_run (cli, 0, "delete", id, NULL));
  cli_fails (cli, "not_found", "get", id, NULL);
  gone = cli_json (cli, 0, "list", "contact", "--deleted", "--filter", "last_name = lee", NULL);
  g_assert_cmpuint (cli_length (gone), ==, 1);
  cli_assert_member (cli_element (gone, 0), "phone", "\"123\"");
  cli_assert_member (cli_element (gone, 0), "tags", "[\"x\"]");
  g_free (cli_run (cli, 0, "undelete", id, NULL));
  list = cli_json (cli, 0, "list", "contact", "--deleted", NULL);
  g_assert_cmpuint (cli_length (list), ==, 0);
  alive = cli_json (cli, 0, "get", id, NULL);
  cli_assert_member (alive, "phone", "\"123\"");
}

static void
test_backup (void)
{
  g_autoptr (CliFixture) cli = cli_fixture_new ();
  g_autofree char *copy = sat_test_dir_file (cli->dir, "copy.db");
  g_autofree char *id = cli_new (cli, "company", "name=Acme", NULL);
  g_autoptr (JsonNode) backup = cli_json (cli, 0, "backup", copy, NULL);
  g_autoptr (JsonNode) restored = NULL;
  g_autoptr (JsonNode) company = NULL;
  g_autoptr (JsonNode) verify = NULL;

  cli_assert_member (backup, "records", "2");
  g_free (cli_run (cli, 0, "set", id, "name=Changed", NULL));
  restored = cli_json (cli, 0, "restore", copy, NULL);
  cli_assert_member (restored, "records", "2");
  company = cli_json (cli, 0, "get", id, NULL);
  cli_assert_member (company, "name", "\"Acme\"");
  verify = cli_json (cli, 0, "verify", NULL);
  cli_assert_member (verify, "ok", "true");
  cli_fails (cli, "no_database", "restore", "/nonexistent/file.db", NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/commands/values", test_values);
  g_test_add_func ("/cli/commands/currency", test_currency);
  g_test_add_func ("/cli/commands/usage", test_usage);
  g_test_add_func ("/cli/commands/refusals", test_refusals);
  g_test_add_func ("/cli/commands/list", test_list);
  g_test_add_func ("/cli/commands/history-and-undo", test_history_and_undo);
  g_test_add_func ("/cli/commands/deleted", test_deleted);
  g_test_add_func ("/cli/commands/backup", test_backup);
  return g_test_run ();
}
