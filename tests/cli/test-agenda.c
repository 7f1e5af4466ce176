/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "cli-fixture.h"

static char *
plan (CliFixture *fixture, const char *subject, const char *a, const char *b, const char *c)
{
  g_autofree char *title = g_strconcat ("subject=", subject, NULL);

  return cli_new (fixture, "activity", title, a, b, c, NULL);
}

/* "start..end title" a line. */
static void
assert_agenda (CliFixture *fixture,
               const char *from,
               const char *to,
               const char *zone,
               const char *user,
               const char *expected)
{
  g_autoptr (JsonNode) array = cli_json (fixture, 0, "agenda", "--from", from, "--to", to, "--zone",
                                         zone, user != NULL ? "--user" : NULL, user, NULL);
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < cli_length (array); i++) {
    JsonNode *item = cli_element (array, i);
    g_autofree char *start = cli_member (item, "start");
    g_autofree char *end = cli_member (item, "end");
    g_autofree char *all_day = cli_member (item, "all_day");

    g_string_append_printf (lines, "%s..%s %s%s\n", start, end, cli_string (item, "title"),
                            g_str_equal (all_day, "true") ? " all day" : "");
  }
  g_assert_cmpstr (lines->str, ==, expected);
}

static void
test_zones (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autofree G_GNUC_UNUSED char *first = plan (fixture, "before", "start=2026-03-28T08:00:00Z",
                                               "end=2026-03-28T09:00:00Z", "zone=Europe/Berlin");
  /* The clocks were moved in the night. */
  g_autofree G_GNUC_UNUSED char *second = plan (fixture, "after", "start=2026-03-29T07:00:00Z",
                                                "end=2026-03-29T08:00:00Z", "zone=Europe/Berlin");
  g_autofree G_GNUC_UNUSED char *call =
      plan (fixture, "ring", "start=2026-03-29T16:00:00Z", "kind=call", "zone=America/New_York");
  g_autofree G_GNUC_UNUSED char *due = plan (fixture, "due", "due=2026-03-29", NULL, NULL);

  assert_agenda (fixture, "2026-03-28", "2026-03-29", "Europe/Berlin", NULL,
                 "\"2026-03-28T09:00:00+01:00\"..\"2026-03-28T10:00:00+01:00\" before\n"
                 "\"2026-03-29\"..null due\n"
                 "\"2026-03-29T09:00:00+02:00\"..\"2026-03-29T10:00:00+02:00\" after\n"
                 "\"2026-03-29T18:00:00+02:00\"..\"2026-03-29T18:15:00+02:00\" ring\n");
  assert_agenda (fixture, "2026-03-29", "2026-03-29", "Asia/Kolkata", NULL,
                 "\"2026-03-29\"..null due\n"
                 "\"2026-03-29T12:30:00+05:30\"..\"2026-03-29T13:30:00+05:30\" after\n"
                 "\"2026-03-29T21:30:00+05:30\"..\"2026-03-29T21:45:00+05:30\" ring\n");
  /* There it is already Sunday, and here still Saturday. */
  assert_agenda (fixture, "2026-03-30", "2026-03-30", "Pacific/Kiritimati", NULL,
                 "\"2026-03-30T06:00:00+14:00\"..\"2026-03-30T06:15:00+14:00\" ring\n");
}

static void
test_all_day (void)
{
  static const char *const zones[] = {"Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"};
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autofree G_GNUC_UNUSED char *fair =
      cli_new (fixture, "activity", "subject=fair", "all_day=true", "start=2026-03-28T23:00:00Z",
               "end=2026-03-30T22:00:00Z", "zone=Europe/Berlin", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++) {
    assert_agenda (fixture, "2026-03-30", "2026-04-10", zones[i], NULL,
                   "\"2026-03-29\"..\"2026-03-30\" fair all day\n");
    assert_agenda (fixture, "2026-03-28", "2026-03-28", zones[i], NULL, "");
    assert_agenda (fixture, "2026-03-31", "2026-03-31", zones[i], NULL, "");
  }
}

static void
test_users (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autofree G_GNUC_UNUSED char *ana = cli_new (fixture, "user", "name=Ana", NULL);
  g_autofree char *bo = cli_new (fixture, "user", "name=Bo", NULL);
  g_autofree char *a =
      plan (fixture, "a", "start=2026-03-02T08:00:00Z", "owner=Ana", "zone=Europe/Berlin");
  g_autofree G_GNUC_UNUSED char *b = plan (fixture, "b", "due=2026-03-02", "owner=Bo", NULL);
  g_autoptr (JsonNode) one = NULL;

  assert_agenda (fixture, "2026-03-02", "2026-03-02", "UTC", "Ana",
                 "\"2026-03-02T08:00:00+00:00\"..\"2026-03-02T08:30:00+00:00\" a\n");
  assert_agenda (fixture, "2026-03-02", "2026-03-02", "UTC", bo, "\"2026-03-02\"..null b\n");
  cli_fails (fixture, "not_found", "agenda", "--from", "2026-03-02", "--to", "2026-03-02", "--user",
             "Cy", NULL);
  one = cli_json (fixture, 0, "agenda", "--from", "2026-03-02", "--to", "2026-03-02", "--user",
                  "Ana", NULL);
  g_assert_cmpstr (cli_string (cli_element (one, 0), "id"), ==, a);
  g_assert_cmpstr (cli_string (cli_element (one, 0), "zone"), ==, "Europe/Berlin");
}

static void
test_usage (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autofree G_GNUC_UNUSED char *ana = cli_new (fixture, "user", "name=Ana", NULL);
  g_autofree char *text = NULL;

  g_free (cli_run (fixture, 2, "agenda", NULL));
  g_free (cli_run (fixture, 2, "agenda", "--from", "2026-03-02", NULL));
  g_free (cli_run (fixture, 2, "agenda", "--from", "2026-03-02", "--to", "tomorrow", NULL));
  g_free (cli_run (fixture, 2, "agenda", "--from", "2026-03-02", "--to", "2026-03-01", NULL));
  g_free (cli_run (fixture, 2, "agenda", "--from", "2026-03-02", "--to", "2999-03-01", NULL));
  g_free (cli_run (fixture, 2, "agenda", "--from", "2026-03-02", "--to", "2026-03-03", "--zone",
                   "Nowhere/City", NULL));
  text = cli_run (fixture, 0, "agenda", "--from", "2026-03-02", "--to", "2026-03-03", NULL);
  g_assert_true (g_str_has_prefix (text, "start"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/agenda/zones", test_zones);
  g_test_add_func ("/agenda/all-day", test_all_day);
  g_test_add_func ("/agenda/users", test_users);
  g_test_add_func ("/agenda/usage", test_usage);
  return g_test_run ();
}
