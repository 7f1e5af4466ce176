/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "cli-fixture.h"

/* Prints the pipeline and compares the whole text; @... options, ended by NULL. */
#define assert_pipeline(fixture, expected, ...)                                                    \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *printed = cli_run (fixture, 0, "--json", "pipeline", __VA_ARGS__);            \
    g_assert_cmpstr (printed, ==, expected);                                                       \
  }                                                                                                \
  G_STMT_END

static void
add (CliFixture *fixture,
     const char *type,
     const char *a,
     const char *b,
     const char *c,
     const char *d)
{
  g_free (cli_run (fixture, 0, "--currency", "USD", "new", type, a, b, c, d, NULL));
}

/* Odoo's example of prorated revenue, and a won deal in yen. */
static CliFixture *
new_fixture (void)
{
  CliFixture *fixture = cli_fixture_new ();

  add (fixture, "stage", "name=Open", "probability=20", "order=1", NULL);
  add (fixture, "stage", "name=Won", "kind=won", "order=2", NULL);
  add (fixture, "opportunity", "name=a", "stage=Open", "amount=3800", "probability=90");
  add (fixture, "opportunity", "name=b", "stage=Open", "amount=22500", NULL);
  g_free (cli_run (fixture, 0, "new", "opportunity", "name=c", "stage=Won", "amount=1054",
                   "currency=JPY", "close_date=2017-12-31", NULL));
  return fixture;
}

static void
test_rows (void)
{
  CliFixture *fixture = new_fixture ();

  assert_pipeline (fixture,
                   "[\n"
                   "  {\"key\":\"Open\",\"count\":2,\"amount\":\"26300.00\","
                   "\"weighted\":\"7920.00\",\"currency\":\"USD\"},\n"
                   "  {\"key\":\"Won\",\"count\":1,\"amount\":\"1054\",\"weighted\":\"1054\","
                   "\"currency\":\"JPY\"}\n"
                   "]\n",
                   NULL);
  assert_pipeline (fixture,
                   "[\n"
                   "  {\"key\":\"2017-Q4\",\"count\":1,\"amount\":\"1054\",\"weighted\":\"1054\","
                   "\"currency\":\"JPY\"}\n"
                   "]\n",
                   "--by", "quarter", "--kind", "won", NULL);
  assert_pipeline (fixture, "[]\n", "--kind", "lost", NULL);
  /* Long before any of it. */
  assert_pipeline (fixture, "[]\n", "--as-of", "2001-01-01", NULL);
  cli_fixture_free (fixture);
}

static void
test_usage (void)
{
  CliFixture *fixture = new_fixture ();

  g_free (cli_run (fixture, 2, "pipeline", "--by", "colour", NULL));
  g_free (cli_run (fixture, 2, "pipeline", "--kind", "closed", NULL));
  g_free (cli_run (fixture, 2, "pipeline", "--as-of", "yesterday", NULL));
  g_free (cli_run (fixture, 2, "pipeline", "extra", NULL));
  cli_fixture_free (fixture);
}

static void
test_no_file (void)
{
  CliFixture *fixture = cli_fixture_new ();

  g_free (cli_run (fixture, 1, "pipeline", NULL));
  cli_fixture_free (fixture);
}

/* The same seed gives the same figures. */
static void
test_demo (void)
{
  CliFixture *first = cli_fixture_new (), *second = cli_fixture_new ();
  g_autofree char *a = NULL, *b = NULL, *again = NULL;

  for (int i = 0; i < 2; i++)
    g_free (cli_run (i == 0 ? first : second, 0, "demo", "--contacts", "20", "--deals", "40",
                     "--activities", "10", "--seed", "3", NULL));
  a = cli_run (first, 0, "pipeline", "--by", "owner", NULL);
  b = cli_run (second, 0, "pipeline", "--by", "owner", NULL);
  g_assert_cmpuint (strlen (a), >, 300);
  g_assert_cmpstr (a, ==, b);
  again = cli_run (first, 1, "--json", "demo", NULL);
  g_assert_nonnull (strstr (again, "\"code\":\"not_empty\""));
  cli_fixture_free (first);
  cli_fixture_free (second);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pipeline/rows", test_rows);
  g_test_add_func ("/pipeline/usage", test_usage);
  g_test_add_func ("/pipeline/no-file", test_no_file);
  g_test_add_func ("/pipeline/demo", test_demo);
  return g_test_run ();
}
