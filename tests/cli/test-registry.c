/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A line more in the registry is all that a new field takes; and two processes at one file. */

#include "config.h"

#include <stdarg.h>
#include <string.h>
#include <sys/wait.h>

#include "cli-fixture.h"
#include "sat-cli.h"
#include "sat-entry.h"
#include "sat-json.h"
#include "sat-registry-lines.h"

/* The built-in table with two lines more for companies. It lives as long as the process. */
static SatRegistry *
extended_registry (void)
{
  static const SatField fleet = {.number = 99,
                                 .name = "fleet",
                                 .kind = SAT_KIND_INTEGER,
                                 .label = "Cars in the fleet",
                                 .flags = SAT_FIELD_INDEXED};
  static const SatField slogan = {.number = 98,
                                  .name = "slogan",
                                  .kind = SAT_KIND_TEXT,
                                  .label = "Slogan",
                                  .flags = SAT_FIELD_SEARCHED};
  static SatTypeLines types[64];
  static SatField fields[64];
  g_autoptr (GError) error = NULL;
  SatRegistry *registry;
  guint n = 0;

  g_assert_cmpuint (sat_registry_n_lines, <=, G_N_ELEMENTS (types));
  for (guint i = 0; i < sat_registry_n_lines && i < G_N_ELEMENTS (types); i++) {
    types[i] = sat_registry_lines[i];
    if (strcmp (types[i].type.name, "company") == 0) {
      for (n = 0; types[i].lines[n].name != NULL; n++)
        fields[n] = types[i].lines[n];
      g_assert_cmpuint (n, <, G_N_ELEMENTS (fields) - 3);
      fields[n++] = fleet;
      fields[n++] = slogan;
      fields[n] = (SatField){0};
      types[i].lines = fields;
    }
  }
  g_assert_cmpuint (n, >, 2);
  registry = sat_registry_new_from_lines (types, sat_registry_n_lines, &error);
  g_assert_no_error (error);
  return registry;
}

/* Runs a command line with that registry in this process. */
static char *
run (CliFixture *cli, SatRegistry *registry, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  FILE *out = tmpfile (), *err = tmpfile ();
  char *text;
  long length;
  va_list args;
  int status;

  g_assert_true (out != NULL && err != NULL);
  g_ptr_array_add (argv, (gpointer) "satchelctl");
  g_ptr_array_add (argv, (gpointer) "--db");
  g_ptr_array_add (argv, cli->db);
  va_start (args, registry);
  for (char *arg; (arg = va_arg (args, char *)) != NULL;)
    g_ptr_array_add (argv, arg);
  va_end (args);
  g_ptr_array_add (argv, NULL);
  status = sat_cli_run ((int)argv->len - 1, (char **)argv->pdata, registry, out, err);
  g_assert_cmpint (status, ==, SAT_EXIT_DONE);
  fseek (out, 0, SEEK_END);
  length = ftell (out);
  rewind (out);
  text = g_malloc0 ((gsize)length + 1);
  g_assert_cmpuint (fread (text, 1, (gsize)length, out), ==, (gsize)length);
  fclose (out);
  fclose (err);
  return text;
}

static void
assert_has (char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in %s", part, text);
  g_free (text);
}

static void
test_added_field (void)
{
  g_autoptr (CliFixture) cli = cli_fixture_new ();
  g_autoptr (CliFixture) other = cli_fixture_new ();
  g_autoptr (SatRegistry) registry = extended_registry ();
  g_autofree char *output =
      run (cli, registry, "new", "company", "name=Acme", "fleet=12", "slogan=Onwards", NULL);
  g_autofree char *id = g_strndup (output, 36);
  g_autofree char *json = sat_test_dir_file (cli->dir, "a.json");
  g_autofree char *first = NULL, *second = NULL;

  assert_has (run (cli, registry, "--json", "types", NULL), "\"fleet\"");
  assert_has (run (cli, registry, "--json", "list", "company", "--filter", "fleet >= 12", "--sort",
                   "fleet", NULL),
              "\"fleet\":12");
  assert_has (run (cli, registry, "export", "--type", "company", "--format", "csv", NULL),
              ",fleet");
  assert_has (run (cli, registry, "search", "onwards", NULL), "Acme");
  g_free (run (cli, registry, "set", id, "fleet=13", NULL));
  assert_has (run (cli, registry, "--json", "history", id, NULL),
              "{\"field\":\"fleet\",\"old\":12,\"new\":13");
  g_free (run (cli, registry, "export", "--type", "all", "--format", "json", "--out", json, NULL));
  g_free (run (other, registry, "import", json, NULL));
  first = run (cli, registry, "export", "--type", "all", "--format", "json", NULL);
  second = run (other, registry, "export", "--type", "all", "--format", "json", NULL);
  g_assert_nonnull (strstr (first, "\"fleet\":13"));
  g_assert_cmpstr (first, ==, second);
}

typedef struct {
  CliFixture *cli;
  char *id;
  GPid child;
} Meeting;

/* While this process is in the middle of a change, another one begins its own. */
static gboolean
meet_cb (SatWriter *writer, gpointer data, GError **error)
{
  Meeting *meeting = data;
  char *argv[] = {(char *)SATCHELCTL,
                  (char *)"--db",
                  meeting->cli->db,
                  (char *)"set",
                  meeting->id,
                  (char *)"industry=Air",
                  NULL};
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "company");
  g_autoptr (SatEntry) entry = sat_entry_new (type, 0);
  gboolean ok = sat_entry_set (entry, "name", "Beta", error) &&
                sat_entry_apply (entry, writer, SAT_ORIGIN_LOCAL, TRUE, NULL, error);

  g_spawn_async (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL, NULL,
                 NULL, &meeting->child, error);
  g_usleep (G_USEC_PER_SEC / 2);
  return ok;
}

static void
test_two_processes (void)
{
  g_autoptr (CliFixture) cli = cli_fixture_new ();
  g_autofree char *id = cli_new (cli, "company", "name=Acme", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatStore) store = sat_store_open (cli->db, SAT_STORE_DEFAULT, NULL, NULL, &error);
  Meeting meeting = {cli, id, 0};
  g_autoptr (JsonNode) list = NULL;
  int status;

  g_assert_no_error (error);
  sat_store_write (store, SAT_CHANGE_EDIT, "edit", meet_cb, &meeting, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (waitpid (meeting.child, &status, 0), ==, meeting.child);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
  sat_store_close (store);
  list = cli_json (cli, 0, "list", "company", "--sort", "name", NULL);
  g_assert_cmpuint (cli_length (list), ==, 2);
  cli_assert_member (cli_element (list, 0), "industry", "\"Air\"");
  cli_assert_member (cli_element (list, 1), "name", "\"Beta\"");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/registry/added-field", test_added_field);
  g_test_add_func ("/cli/registry/two-processes", test_two_processes);
  return g_test_run ();
}
