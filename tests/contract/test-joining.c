/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files with records of their own join a server. */
#include "config.h"

#include <string.h>

#include "office.h"

/* What an administrator brings: a pipeline with stages, a product, a company. */
typedef struct {
  Office *office;
  CliFixture *boss;
  char *pipeline, *stage, *product, *acme;
} World;

static char *
new_stage (CliFixture *laptop, const char *pipeline, const char *name, const char *kind)
{
  g_autofree char *over = g_strconcat ("pipeline=", pipeline, NULL);
  g_autofree char *called = g_strconcat ("name=", name, NULL);
  g_autofree char *is = g_strconcat ("kind=", kind, NULL);

  return cli_new (laptop, "stage", over, called, is, NULL);
}

static void
world_begin (World *world)
{
  world->office = office_new ();
  world->boss = cli_fixture_new ();
  world->pipeline = cli_new (world->boss, "pipeline", "name=Sales", NULL);
  world->stage = new_stage (world->boss, world->pipeline, "Talking", "open");
  g_free (new_stage (world->boss, world->pipeline, "Won", "won"));
  world->product = cli_new (world->boss, "product", "name=Anvil", "code=A-1", NULL);
  world->acme = cli_new (world->boss, "company", "name=Acme", "phone=+1 555 0100", NULL);
  laptop_login (world->boss, world->office, "boss");
  laptop_sync (world->boss);
}

static void
world_end (World *world)
{
  cli_fixture_free (world->boss);
  office_free (world->office);
  g_free (world->pipeline);
  g_free (world->stage);
  g_free (world->product);
  g_free (world->acme);
}

static guint
count (CliFixture *laptop, const char *type)
{
  g_autoptr (JsonNode) node = cli_json (laptop, 0, "list", type, NULL);

  return cli_length (node);
}

/* All of it goes up, and comes down to another one. */
static void
test_first (void)
{
  World world;
  g_autoptr (CliFixture) other = NULL;

  world_begin (&world);
  g_assert_cmpint (laptop_status_int (world.boss, "pending"), ==, 0);
  other = laptop_new (world.office, "boss");
  laptop_assert (other, world.acme, "phone", "\"+1 555 0100\"");
  laptop_assert (other, world.stage, "name", "\"Talking\"");
  g_assert_cmpuint (count (other, "workspace"), ==, 1);
  g_assert_cmpuint (count (world.boss, "workspace"), ==, 1);
  laptop_assert_same (world.boss, other);
  world_end (&world);
}

/* A rep's own pipeline is the server's of the same name; her deals go up in it. */
static void
test_match (void)
{
  World world;
  g_autoptr (CliFixture) ana = cli_fixture_new ();
  g_autofree char *pipeline = NULL;
  g_autofree char *stage = NULL;
  g_autofree char *product = NULL;
  g_autofree char *in_stage = NULL;
  g_autofree char *deal = NULL;
  g_autofree char *text = NULL;

  world_begin (&world);
  office_add_user (world.office, "ana", "rep", NULL);
  pipeline = cli_new (ana, "pipeline", "name=SALES", NULL);
  stage = new_stage (ana, pipeline, "talking", "open");
  g_free (new_stage (ana, pipeline, "Unused", "open"));
  product = cli_new (ana, "product", "name=Our anvil", "code=a-1", NULL);
  in_stage = g_strconcat ("stage=", stage, NULL);
  deal = cli_new (ana, "opportunity", "name=Ten anvils", in_stage, "amount=100", NULL);
  laptop_login (ana, world.office, "ana");
  laptop_sync (ana);
  laptop_sync (world.boss);
  g_assert_cmpuint (count (ana, "pipeline"), ==, 1);
  g_assert_cmpuint (count (ana, "stage"), ==, 2);
  g_assert_cmpuint (count (ana, "product"), ==, 1);
  g_assert_cmpuint (count (world.boss, "stage"), ==, 2);
  cli_fails (ana, "not_found", "get", stage, NULL);
  text = laptop_get (world.boss, deal, "stage");
  g_assert_nonnull (strstr (text, world.stage));
  laptop_assert (ana, world.product, "name", "\"Anvil\"");
  laptop_assert_sound (ana);
  world_end (&world);
}

/* What a rep may not add and the server does not have stops everything, with its name. */
static void
test_unmatched (void)
{
  World world;
  g_autoptr (CliFixture) ana = cli_fixture_new ();
  g_autofree char *pipeline = NULL;
  g_autofree char *stage = NULL;
  g_autofree char *in_stage = NULL;
  g_autofree char *deal = NULL;
  g_autoptr (JsonNode) said = NULL;
  g_autofree char *text = NULL;

  world_begin (&world);
  office_add_user (world.office, "ana", "rep", NULL);
  pipeline = cli_new (ana, "pipeline", "name=Sales", NULL);
  stage = new_stage (ana, pipeline, "Haggling", "open");
  in_stage = g_strconcat ("stage=", stage, NULL);
  deal = cli_new (ana, "opportunity", "name=Ten anvils", in_stage, NULL);
  said = cli_json (ana, 1, "login", world.office->url, "--user", "ana", "--password-file",
                   world.office->password_file, NULL);
  text = cli_member (said, "error");
  g_assert_nonnull (strstr (text, "\"state\""));
  g_assert_nonnull (strstr (text, "Haggling"));
  laptop_assert_state (ana, "local");
  laptop_sync (world.boss);
  cli_fails (world.boss, "not_found", "get", deal, NULL);

  laptop_set (ana, stage, "name=Talking");
  laptop_login (ana, world.office, "ana");
  laptop_sync (ana);
  laptop_sync (world.boss);
  laptop_assert (world.boss, deal, "name", "\"Ten anvils\"");
  laptop_assert_sound (ana);
  world_end (&world);
}

/* The server has nothing yet: whoever may not be the first is told what to wait for. */
static void
test_empty_server (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (CliFixture) ana = cli_fixture_new ();
  g_autoptr (CliFixture) boss = NULL;
  g_autoptr (JsonNode) said = NULL;
  g_autofree char *text = NULL;

  office_add_user (office, "ana", "rep", NULL);
  said = cli_json (ana, 1, "login", office->url, "--user", "ana", "--password-file",
                   office->password_file, NULL);
  text = cli_member (said, "error");
  g_assert_nonnull (strstr (text, "\"state\""));
  g_assert_nonnull (strstr (text, "still empty"));
  laptop_assert_state (ana, "local");

  boss = laptop_new (office, "boss");
  laptop_login (ana, office, "ana");
  laptop_sync (ana);
  g_assert_cmpuint (count (ana, "workspace"), ==, 1);
  laptop_assert_sound (ana);
}

/* A long list of what the server does not have is cut. */
static void
test_many_unmatched (void)
{
  World world;
  g_autoptr (CliFixture) ana = cli_fixture_new ();
  g_autoptr (JsonNode) said = NULL;
  g_autofree char *text = NULL;

  world_begin (&world);
  office_add_user (world.office, "ana", "rep", NULL);
  for (guint i = 0; i < 8; i++) {
    g_autofree char *name = g_strdup_printf ("name=Team %u", i);

    g_free (cli_new (ana, "team", name, NULL));
  }
  said = cli_json (ana, 1, "login", world.office->url, "--user", "ana", "--password-file",
                   world.office->password_file, NULL);
  text = cli_member (said, "error");
  g_assert_nonnull (strstr (text, "Team 4"));
  g_assert_null (strstr (text, "Team 5"));
  g_assert_nonnull (strstr (text, "3 more"));
  world_end (&world);
}

static void
test_sample (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (CliFixture) laptop = cli_fixture_new ();

  g_free (
      cli_run (laptop, 0, "demo", "--contacts", "20", "--deals", "5", "--activities", "5", NULL));
  cli_fails (laptop, "state", "login", office->url, "--user", "boss", "--password-file",
             office->password_file, NULL);
  laptop_assert_state (laptop, "local");
}

/* The same user again gets another device; another one needs another file. */
static void
test_again (void)
{
  World world;
  gint64 device;

  world_begin (&world);
  office_add_user (world.office, "ana", "rep", NULL);
  device = laptop_status_int (world.boss, "device");
  laptop_set (world.boss, world.acme, "industry=Mining");
  cli_fails (world.boss, "state", "login", world.office->url, "--user", "ana", "--password-file",
             world.office->password_file, NULL);
  g_assert_cmpint (laptop_status_int (world.boss, "device"), ==, device);
  laptop_login (world.boss, world.office, "boss");
  g_assert_cmpint (laptop_status_int (world.boss, "device"), >, device);
  g_assert_cmpint (laptop_status_int (world.boss, "pending"), ==, 1);
  laptop_sync (world.boss);
  laptop_assert_state (world.boss, "synced");
  laptop_assert_sound (world.boss);
  world_end (&world);
}

/* Two who sign in before either has synced leave two workspaces there; whoever comes next joins. */
static void
test_two_began (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (CliFixture) boss = cli_fixture_new ();
  g_autoptr (CliFixture) other = cli_fixture_new ();
  g_autoptr (CliFixture) ana = cli_fixture_new ();

  office_add_user (office, "ana", "rep", NULL);
  laptop_login (boss, office, "boss");
  laptop_login (other, office, "boss");
  laptop_sync (boss);
  laptop_sync (other);
  laptop_login (ana, office, "ana");
  laptop_sync (ana);
  laptop_assert_state (ana, "synced");
  laptop_assert_sound (ana);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("SATCHEL_SECRETS", "file", TRUE);
  g_test_add_func ("/contract/joining/first", test_first);
  g_test_add_func ("/contract/joining/match", test_match);
  g_test_add_func ("/contract/joining/unmatched", test_unmatched);
  g_test_add_func ("/contract/joining/empty-server", test_empty_server);
  g_test_add_func ("/contract/joining/many-unmatched", test_many_unmatched);
  g_test_add_func ("/contract/joining/sample", test_sample);
  g_test_add_func ("/contract/joining/again", test_again);
  g_test_add_func ("/contract/joining/two-began", test_two_began);
  return g_test_run ();
}
