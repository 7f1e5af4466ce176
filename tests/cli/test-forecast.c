/* SPDX-License-Identifier: GPL-3.0-or-later */

/* satchelctl forecast; with real files, against their true figures. */

#include "config.h"

#include "cli-fixture.h"

#include <string.h>

static JsonNode *
member (JsonNode *object, const char *name)
{
  JsonNode *node = json_object_get_member (json_node_get_object (object), name);

  g_assert_nonnull (node);
  return node;
}

/* The line of that key. */
static JsonNode *
line (JsonNode *forecast, const char *key)
{
  JsonNode *rows = member (forecast, "rows");

  for (guint i = 0; i < cli_length (rows); i++)
    if (strcmp (cli_string (cli_element (rows, i), "key"), key) == 0)
      return cli_element (rows, i);
  g_error ("there is no line “%s”", key);
}

static void
add (CliFixture *fixture,
     const char *type,
     const char *a,
     const char *b,
     const char *c,
     const char *d,
     const char *e)
{
  g_free (cli_run (fixture, 0, "--currency", "USD", "new", type, a, b, c, d, e, NULL));
}

static CliFixture *
new_fixture (void)
{
  CliFixture *fixture = cli_fixture_new ();

  add (fixture, "user", "name=Ana Pérez", NULL, NULL, NULL, NULL);
  add (fixture, "user", "name=Bo", "manager=Ana Pérez", NULL, NULL, NULL);
  add (fixture, "stage", "name=Open", "probability=20", "order=1", NULL, NULL);
  add (fixture, "stage", "name=Won", "kind=won", "order=2", NULL, NULL);
  add (fixture, "opportunity", "name=a", "stage=Won", "amount=50", "owner=Bo",
       "close_date=2017-10-01");
  add (fixture, "opportunity", "name=b", "stage=Open", "amount=100", "owner=Ana Pérez",
       "close_date=2017-12-31");
  add (fixture, "opportunity", "name=c", "stage=Open", "amount=7", "currency=CHF",
       "close_date=2017-12-31");
  add (fixture, "opportunity", "name=d", "stage=Open", "amount=10", "close_date=2017-12-31", NULL);
  add (fixture, "quota", "user=Bo", "period=2017-Q4", "start=2017-10-01", "amount=80", NULL);
  return fixture;
}

#define HEAD "{\n  \"total\": {\n"

static void
test_rows (void)
{
  CliFixture *fixture = new_fixture ();
  g_autofree char *printed =
      cli_run (fixture, 0, "--json", "forecast", "--period", "2017-Q4", NULL);
  g_autoptr (JsonNode) forecast = cli_json (fixture, 0, "forecast", "--period", "2017-Q4", NULL);
  g_autoptr (JsonNode) counts = cli_json (fixture, 0, "forecast", "--period", "2017", "--measure",
                                          "count", "--by", "team", NULL);
  g_autofree char *bo = NULL;

  g_assert_true (g_str_has_prefix (printed, HEAD));
  bo = strstr (printed, "    {\"key\":\"Bo\"");
  g_assert_nonnull (bo);
  bo = g_strndup (bo, strcspn (bo, "\n"));
  g_assert_cmpstr (
      bo, ==,
      "    {\"key\":\"Bo\",\"quota\":\"80.00\",\"closed\":\"50.00\",\"commit\":"
      "\"50.00\",\"most_likely\":\"50.00\",\"best_case\":\"50.00\",\"pipeline\":"
      "\"0.00\",\"open_pipeline\":\"0.00\",\"weighted\":\"50.00\",\"adjusted\":null,"
      "\"gap\":\"30.00\",\"attainment\":0.625,\"coverage\":0.0,\"currency\":\"USD\"},");
  g_assert_cmpuint (cli_length (member (forecast, "rows")), ==, 3);
  cli_assert_member (line (forecast, "Ana Pérez"), "open_pipeline", "\"100.00\"");
  cli_assert_member (line (forecast, "Ana Pérez"), "coverage", "3.3333");
  cli_assert_member (line (forecast, ""), "quota", "\"0.00\"");
  cli_assert_member (line (forecast, ""), "gap", "\"0.00\"");
  cli_assert_member (line (forecast, ""), "attainment", "null");
  cli_assert_member (member (forecast, "total"), "key", "\"\"");
  cli_assert_member (member (forecast, "total"), "weighted", "\"72.00\"");
  cli_assert_member (forecast, "unrated", "[{\"currency\":\"CHF\",\"count\":1}]");
  cli_assert_member (member (counts, "total"), "open_pipeline", "3");
  cli_assert_member (member (counts, "total"), "gap", "null");
  cli_fixture_free (fixture);
}

static void
test_explain (void)
{
  CliFixture *fixture = new_fixture ();
  g_autofree char *text = cli_run (fixture, 0, "forecast", "--period", "2017-Q4", "--explain",
                                   "ana perez/commit", NULL);
  g_autoptr (JsonNode) gap =
      cli_json (fixture, 0, "forecast", "--period", "2017-Q4", "--explain", "total/gap", NULL);

  g_assert_true (g_str_has_prefix (text, "Commit: "));
  g_assert_nonnull (strstr (text, "\n  Closed: "));
  g_assert_nonnull (strstr (text, "2017-10-01"));
  cli_assert_member (gap, "value", "\"30.00\"");
  g_assert_cmpuint (cli_length (member (gap, "inputs")), ==, 2);
  cli_fails (fixture, "not_found", "forecast", "--explain", "Cy/commit", NULL);
  cli_fails (fixture, "usage", "forecast", "--explain", "Bo/colour", NULL);
  cli_fails (fixture, "usage", "forecast", "--explain", "Bo", NULL);
  cli_fixture_free (fixture);
}

static void
test_usage (void)
{
  CliFixture *fixture = new_fixture ();

  cli_fails (fixture, "usage", "forecast", "--period", "2017-Q5", NULL);
  cli_fails (fixture, "usage", "forecast", "--by", "stage", NULL);
  cli_fails (fixture, "usage", "forecast", "--rollup", "double", NULL);
  cli_fails (fixture, "usage", "forecast", "--measure", "money", NULL);
  cli_fails (fixture, "usage", "forecast", "--as-of", "yesterday", NULL);
  cli_fails (fixture, "unknown", "forecast", "--filter", "colour = red", NULL);
  /* Without a period it is this quarter, in which there is nothing. */
  g_free (cli_run (fixture, 0, "forecast", NULL));
  cli_fixture_free (fixture);
}

static void
test_past (void)
{
  CliFixture *fixture = new_fixture ();
  g_autoptr (JsonNode) then =
      cli_json (fixture, 0, "forecast", "--period", "2017-Q4", "--as-of", "2001-01-01", NULL);
  g_autoptr (JsonNode) web =
      cli_json (fixture, 0, "forecast", "--period", "2017-Q4", "--filter", "name = a", NULL);

  cli_assert_member (member (then, "total"), "closed", "\"0.00\"");
  cli_assert_member (member (then, "total"), "quota", "\"0.00\"");
  cli_assert_member (member (web, "total"), "closed", "\"50.00\"");
  cli_assert_member (member (web, "total"), "open_pipeline", "\"0.00\"");
  cli_fixture_free (fixture);
}

/* Imports real files one after the other; FALSE: they are not here. @map, @type: may be NULL. */
static gboolean
import_real (CliFixture *fixture, const char *type, const char *map, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++) {
    g_autofree char *path = sat_test_real_data (names[i]);

    if (path == NULL) {
      g_test_skip ("the real files are not here");
      return FALSE;
    }
    if (map != NULL)
      g_free (cli_run (fixture, 0, "--currency", "USD", "import", path, "--type", type, "--map",
                       map, NULL));
    else
      g_free (cli_run (fixture, 0, "--currency", "USD", "import", path, NULL));
  }
  return TRUE;
}

static void
assert_closed (
    CliFixture *fixture, const char *period, const char *by, const char *key, const char *expected)
{
  g_autoptr (JsonNode) forecast =
      cli_json (fixture, 0, "forecast", "--period", period, "--by", by, NULL);
  JsonNode *found = *key != '\0' ? line (forecast, key) : member (forecast, "total");
  g_autofree char *money = g_strdup_printf ("%s.00", expected);

  g_assert_cmpstr (cli_string (found, "closed"), ==, money);
}

static void
test_maven (void)
{
  static const char *const files[] = {"maven-crm/accounts.csv", "maven-crm/products.csv",
                                      "maven-crm/sales_teams.csv", "maven-crm/sales_pipeline.csv",
                                      NULL};
  static const struct {
    const char *period, *by, *key, *closed;
  } figures[] = {
      {"2017-Q1", "user", "", "1134672"},
      {"2017-Q2", "user", "", "3086111"},
      {"2017-Q3", "user", "", "2982255"},
      {"2017-Q4", "user", "", "2802496"},
      {"2017-02", "user", "", "0"},
      {"2017-03", "user", "", "1134672"},
      {"2017-04", "user", "", "721932"},
      {"2017-05", "user", "", "1025713"},
      {"2017-06", "user", "", "1338466"},
      {"2017-07", "user", "", "696932"},
      {"2017-08", "user", "", "1050059"},
      {"2017-09", "user", "", "1235264"},
      {"2017-10", "user", "", "731980"},
      {"2017-11", "user", "", "938943"},
      {"2017-12", "user", "", "1131573"},
      {"2017", "user", "", "10005534"},
      {"2017", "user", "Melvin Marxen", "2251930"},
      {"2017", "user", "Summer Sewald", "1964750"},
      {"2017", "user", "Rocco Neubert", "1960545"},
      {"2017", "user", "Celia Rouche", "1603897"},
      {"2017", "user", "Cara Losch", "1130049"},
      {"2017", "user", "Dustin Brinkmann", "1094363"},
      {"2017", "user", "Darcel Schlecht", "1153214"},
      /* The offices of two managers each. */
      {"2017", "team", "Central", "3346293"},
      {"2017", "team", "East", "3090594"},
      {"2017", "team", "West", "3568647"},
      {"2017", "territory", "", "10005534"},
  };
  CliFixture *fixture = cli_fixture_new ();

  if (import_real (fixture, NULL, NULL, files))
    for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
      assert_closed (fixture, figures[i].period, figures[i].by, figures[i].key, figures[i].closed);
  cli_fixture_free (fixture);
}

/* A published weighted pipeline. */
static void
test_salesforce (void)
{
  static const char *const files[] = {"salesforce-dataloader/data/opportunityData.csv", NULL};
  static const char *const years[] = {"2004", "2005", "2006"};
  CliFixture *fixture = cli_fixture_new ();
  double weighted = 0, closed = 0;

  if (import_real (fixture, NULL, NULL, files)) {
    for (guint i = 0; i < G_N_ELEMENTS (years); i++) {
      g_autoptr (JsonNode) forecast = cli_json (fixture, 0, "forecast", "--period", years[i], NULL);

      weighted += g_ascii_strtod (cli_string (member (forecast, "total"), "weighted"), NULL);
      closed += g_ascii_strtod (cli_string (member (forecast, "total"), "closed"), NULL);
    }
    g_assert_cmpfloat (weighted, ==, 4858000);
    g_assert_cmpfloat (closed, ==, 2200000);
  }
  cli_fixture_free (fixture);
}

/* Names of people by the numbers that another file calls them by, as a map of an import. */
static char *
quota_map (CliFixture *fixture)
{
  g_autofree char *path = sat_test_real_data ("adventureworks/Sales vSalesPerson.csv");
  g_autofree char *content = NULL, *map = sat_test_dir_file (fixture->dir, "quota.json");
  g_autoptr (GString) aliases = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++) {
    g_auto (GStrv) cells = g_strsplit (lines[i], ",", 6);

    g_string_append_printf (aliases, "%s\"%s\":%s", i > 1 ? "," : "", cells[0], cells[4]);
  }
  g_string_prepend (aliases,
                    "{\"columns\":{\"BusinessEntityID\":\"user\"},\"aliases\":{\"user\":{");
  g_string_append (aliases, "}}}");
  g_assert_true (g_file_set_contents (map, aliases->str, -1, NULL));
  return g_steal_pointer (&map);
}

/* Quotas of quarters that are told by a date alone, some a day before the quarter's month. */
static void
test_adventureworks (void)
{
  static const char people_map[] = "{\"columns\":{\"LastName\":\"name\",\"EmailAddress\":\"mail\","
                                   "\"FirstName\":\"\",\"BusinessEntityID\":\"\"}}";
  static const char *const people[] = {"adventureworks/Sales vSalesPerson.csv", NULL};
  static const char *const quotas[] = {"adventureworks/Sales SalesPersonQuotaHistory.csv", NULL};
  static const struct {
    const char *period, *quota;
  } sums[] = {{"2011", "14263000.00"}, {"2012", "30172000.00"},   {"2013", "40920000.00"},
              {"2014", "10359000.00"}, {"2012-Q1", "5068000.00"}, {"2012-02", "0.00"}};
  CliFixture *fixture = cli_fixture_new ();
  g_autofree char *map = sat_test_dir_file (fixture->dir, "people.json"), *aliases = NULL;

  g_assert_true (g_file_set_contents (map, people_map, -1, NULL));
  if (import_real (fixture, "user", map, people)) {
    aliases = quota_map (fixture);
    g_assert_true (import_real (fixture, "quota", aliases, quotas));
    for (guint i = 0; i < G_N_ELEMENTS (sums); i++) {
      g_autoptr (JsonNode) forecast =
          cli_json (fixture, 0, "forecast", "--period", sums[i].period, NULL);

      g_assert_cmpstr (cli_string (member (forecast, "total"), "quota"), ==, sums[i].quota);
    }
  }
  cli_fixture_free (fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forecast/rows", test_rows);
  g_test_add_func ("/forecast/explain", test_explain);
  g_test_add_func ("/forecast/usage", test_usage);
  g_test_add_func ("/forecast/past", test_past);
  g_test_add_func ("/forecast/maven", test_maven);
  g_test_add_func ("/forecast/salesforce", test_salesforce);
  g_test_add_func ("/forecast/adventureworks", test_adventureworks);
  return g_test_run ();
}
