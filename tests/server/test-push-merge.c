/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The merge rule over the wire: what two people do to the same fields. */

#include "config.h"

#include "sat-test-push.h"

typedef struct {
  SatTestServer *server;
  SatTestLaptop *ann, *ben;
  SatUuid contact;
  gint64 rb;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = sat_test_server_new ();
  fixture->ann = sat_test_laptop_new (fixture->server, "Ann", SAT_ROLE_REP, 1);
  fixture->ben = sat_test_laptop_new (fixture->server, "Ben", SAT_ROLE_REP, 2);
  fixture->contact = sat_uuid_new (1);
  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, "contact", &fixture->contact, 0,
                        "{\"first_name\":\"Ada\",\"notes\":\"one\\ntwo\\nthree\\n\"}", NULL, NULL);
  sat_test_laptop_expect (fixture->ann, "ok");
  fixture->rb = sat_test_server_seq (fixture->server, &fixture->contact);
  sat_test_server_wait (fixture->server);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sat_test_laptop_free (fixture->ann);
  sat_test_laptop_free (fixture->ben);
  sat_test_server_free (fixture->server);
}

static void
put (Fixture *fixture, SatTestLaptop *laptop, const char *fields, const char *bases)
{
  sat_test_laptop_edit (laptop, SAT_OP_PUT, "contact", &fixture->contact, fixture->rb, fields,
                        bases, NULL);
}

static char *
base (Fixture *fixture, const char *field)
{
  return sat_test_server_base (fixture->server, &fixture->contact, field);
}

static void
assert_value (Fixture *fixture, const char *field, const char *value)
{
  g_autofree char *found = sat_test_server_value (fixture->server, &fixture->contact, field);

  g_assert_cmpstr (found, ==, value);
}

static void
assert_history (Fixture *fixture, const char *rows)
{
  g_autofree char *found = sat_test_server_history (fixture->server, &fixture->contact);

  g_assert_cmpstr (found, ==, rows);
}

static void
assert_conflicts (Fixture *fixture, const char *rows)
{
  g_autofree char *found = sat_test_server_conflicts (fixture->server, &fixture->contact);

  g_assert_cmpstr (found, ==, rows);
}

static void
test_creates (Fixture *fixture, gconstpointer data)
{
  g_autofree char *clocks = sat_test_server_clocks (fixture->server, &fixture->contact);

  sat_test_server_assert (fixture->server, &fixture->contact,
                          "{\"first_name\":\"Ada\",\"notes\":\"one\\ntwo\\nthree\\n\"}");
  g_assert_true (g_str_has_suffix (clocks, ":1"));
  assert_history (fixture, "");
}

static void
test_edits (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = base (fixture, "first_name");
  g_autofree char *title = base (fixture, "job_title");
  g_autofree char *both = g_strjoin (" ", name, title, NULL);

  put (fixture, fixture->ben, "{\"first_name\":\"Eva\",\"job_title\":\"CFO\"}", both);
  sat_test_laptop_expect (fixture->ben, "ok");
  sat_test_server_assert (fixture->server, &fixture->contact,
                          "{\"first_name\":\"Eva\",\"job_title\":\"CFO\","
                          "\"notes\":\"one\\ntwo\\nthree\\n\"}");
  assert_history (fixture, "first_name \"Ada\" replaced\njob_title null replaced\n");
  assert_conflicts (fixture, "");
  g_assert_cmpint (sat_test_server_seq (fixture->server, &fixture->contact), >, fixture->rb);
}

static void
test_empties (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = base (fixture, "first_name");

  put (fixture, fixture->ben, "{\"first_name\":null}", name);
  sat_test_laptop_expect (fixture->ben, "ok");
  sat_test_server_assert (fixture->server, &fixture->contact,
                          "{\"notes\":\"one\\ntwo\\nthree\\n\"}");
}

/* Different fields never meet. */
static void
test_apart (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = base (fixture, "first_name");
  g_autofree char *title = base (fixture, "job_title");

  put (fixture, fixture->ann, "{\"first_name\":\"Eva\"}", name);
  sat_test_laptop_expect (fixture->ann, "ok");
  put (fixture, fixture->ben, "{\"job_title\":\"CFO\"}", title);
  sat_test_laptop_expect (fixture->ben, "ok");
  assert_value (fixture, "first_name", "\"Eva\"");
  assert_value (fixture, "job_title", "\"CFO\"");
}

/* Two clocks of the same field, the later edit arriving last or first. */
static void
concurrent (Fixture *fixture, gboolean later_last)
{
  g_autofree char *name = base (fixture, "first_name");

  put (fixture, fixture->ann, "{\"first_name\":\"Early\"}", name);
  sat_test_server_wait (fixture->server);
  put (fixture, fixture->ben, "{\"first_name\":\"Late\"}", name);
  sat_test_laptop_expect (later_last ? fixture->ann : fixture->ben, "ok");
  sat_test_laptop_expect (later_last ? fixture->ben : fixture->ann, "conflict");
  assert_value (fixture, "first_name", "\"Late\"");
  assert_conflicts (fixture, "\"field\" \"first_name\" \"Early\" \"Late\" \"Ann\" \"Ben\" "
                             "\"open\"\n");
}

static void
test_wins (Fixture *fixture, gconstpointer data)
{
  concurrent (fixture, TRUE);
  assert_history (fixture, "first_name \"Ada\" replaced\nfirst_name \"Early\" replaced\n");
}

static void
test_loses (Fixture *fixture, gconstpointer data)
{
  concurrent (fixture, FALSE);
  assert_history (fixture, "first_name \"Ada\" replaced\nfirst_name \"Early\" lost\n");
}

static void
test_conflict_keeps_base (Fixture *fixture, gconstpointer data)
{
  g_autofree char *value = NULL;
  g_autofree char *record = NULL;
  g_autofree char *id = sat_uuid_to_string (&fixture->contact);
  g_autofree char *wanted = g_strdup_printf ("{\"r\":\"%s\"}", id);
  SatUuid conflict;

  concurrent (fixture, FALSE);
  conflict = sat_test_server_conflict (fixture->server, &fixture->contact);
  value = sat_test_server_value (fixture->server, &conflict, "base");
  g_assert_cmpstr (value, ==, "\"Ada\"");
  record = sat_test_server_value (fixture->server, &conflict, "record");
  g_assert_cmpstr (record, ==, wanted);
  /* Who then edits has it in sight. */
  g_assert_cmpint (sat_test_server_seq (fixture->server, &conflict), ==,
                   sat_test_server_seq (fixture->server, &fixture->contact));
}

static void
test_same (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = base (fixture, "first_name");
  g_autofree char *after = NULL;

  put (fixture, fixture->ann, "{\"first_name\":\"Eva\"}", name);
  sat_test_server_wait (fixture->server);
  put (fixture, fixture->ben, "{\"first_name\":\"Eva\"}", name);
  sat_test_laptop_expect (fixture->ann, "ok");
  sat_test_laptop_expect (fixture->ben, "ok");
  after = base (fixture, "first_name");
  g_assert_true (g_str_has_suffix (after, ":2"));
  assert_conflicts (fixture, "");
  /* A version does not rise without a trace. */
  assert_history (fixture, "first_name \"Ada\" replaced\nfirst_name \"Eva\" replaced\n");
}

/* A clock that is years ahead wins nothing for the next one. */
static void
test_clock_ahead (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = base (fixture, "first_name");
  g_autofree char *after = NULL;
  gint64 now = sat_clock_now (fixture->server->clock);
  g_autofree char *most = g_strdup_printf ("first_name=%016" G_GINT64_MODIFIER "x:2",
                                           sat_hlc_last_of_us (now + 60 * G_USEC_PER_SEC));

  sat_clock_fake_advance (fixture->server->clock, 3 * 365 * (gint64)86400 * G_USEC_PER_SEC);
  put (fixture, fixture->ben, "{\"first_name\":\"Future\"}", name);
  sat_clock_fake_set (fixture->server->clock, now);
  sat_test_laptop_expect (fixture->ben, "ok");
  after = base (fixture, "first_name");
  g_assert_cmpstr (after, ==, most);
}

static void
test_clock_behind (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = base (fixture, "first_name");
  gint64 now = sat_clock_now (fixture->server->clock);

  sat_clock_fake_set (fixture->server->clock, 1);
  put (fixture, fixture->ben, "{\"first_name\":\"Past\"}", name);
  sat_clock_fake_set (fixture->server->clock, now);
  sat_test_laptop_expect (fixture->ben, "ok");
  assert_value (fixture, "first_name", "\"Past\"");
  assert_history (fixture, "first_name \"Ada\" replaced\n"); /* from before to */
}

/* Fields that share a version go together. */
static void
test_group (Fixture *fixture, gconstpointer data)
{
  SatUuid deal = sat_uuid_new (2);
  g_autofree char *amount = NULL;
  g_autofree char *conflicts = NULL;

  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, "opportunity", &deal, 0,
                        "{\"name\":\"Deal\",\"amount\":100,\"currency\":\"EUR\"}", NULL, NULL);
  sat_test_laptop_expect (fixture->ann, "ok");
  amount = sat_test_server_base (fixture->server, &deal, "amount");
  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, "opportunity", &deal, 9,
                        "{\"amount\":200,\"currency\":\"EUR\"}", amount, NULL);
  sat_test_server_wait (fixture->server);
  sat_test_laptop_edit (fixture->ben, SAT_OP_PUT, "opportunity", &deal, 9,
                        "{\"amount\":100,\"currency\":\"USD\"}", amount, NULL);
  sat_test_laptop_expect (fixture->ann, "ok");
  sat_test_laptop_expect (fixture->ben, "conflict");
  sat_test_server_assert (fixture->server, &deal,
                          "{\"amount\":100,\"currency\":\"USD\",\"name\":\"Deal\"}");
  conflicts = sat_test_server_conflicts (fixture->server, &deal);
  g_assert_cmpstr (conflicts, ==,
                   "\"field\" \"amount\" \"{\\\"amount\\\":200,\\\"currency\\\":\\\"EUR\\\"}\" "
                   "\"{\\\"amount\\\":100,\\\"currency\\\":\\\"USD\\\"}\" \"Ann\" \"Ben\" "
                   "\"open\"\n");
}

/* Long text */

static void
test_text_merges (Fixture *fixture, gconstpointer data)
{
  g_autofree char *notes = base (fixture, "notes");

  put (fixture, fixture->ann, "{\"notes\":\"ONE\\ntwo\\nthree\\n\"}", notes);
  sat_test_server_wait (fixture->server);
  put (fixture, fixture->ben, "{\"notes\":\"one\\ntwo\\nthree\\nfour\\n\"}", notes);
  sat_test_laptop_expect (fixture->ben, "ok");
  sat_test_laptop_expect (fixture->ann, "merged");
  assert_value (fixture, "notes", "\"ONE\\ntwo\\nthree\\nfour\\n\"");
  assert_conflicts (fixture, "");
}

static void
test_text_overlaps (Fixture *fixture, gconstpointer data)
{
  g_autofree char *notes = base (fixture, "notes");

  put (fixture, fixture->ann, "{\"notes\":\"one\\nTWO\\nthree\\n\"}", notes);
  sat_test_server_wait (fixture->server);
  put (fixture, fixture->ben, "{\"notes\":\"one\\n2\\nthree\\n\"}", notes);
  sat_test_laptop_expect (fixture->ann, "ok");
  sat_test_laptop_expect (fixture->ben, "conflict");
  assert_value (fixture, "notes", "\"one\\n2\\nthree\\n\"");
}

/* The next edit of a text that was merged knows only its own words: nobody's lines are undone. */
static void
test_text_goes_on (Fixture *fixture, gconstpointer data)
{
  g_autofree char *notes = base (fixture, "notes");
  g_autofree char *u = NULL;
  g_autofree char *own = NULL;

  put (fixture, fixture->ben, "{\"notes\":\"one\\ntwo\\nthree\\nfour\\n\"}", notes);
  sat_test_laptop_expect (fixture->ben, "ok");
  put (fixture, fixture->ann, "{\"notes\":\"ONE\\ntwo\\nthree\\n\"}", notes);
  u = sat_uuid_to_string (&fixture->ann->u);
  own = g_strconcat ("notes=u:", u, NULL);
  put (fixture, fixture->ann, "{\"notes\":\"ONE\\n2\\nthree\\n\"}", own);
  sat_test_laptop_expect (fixture->ann, "merged");
  assert_value (fixture, "notes", "\"ONE\\n2\\nthree\\nfour\\n\"");
}

/* Bases that are own mutations */

static char *
own_base (SatTestLaptop *laptop, const char *field)
{
  g_autofree char *u = sat_uuid_to_string (&laptop->u);

  return g_strdup_printf ("%s=u:%s", field, u);
}

/* What was sent before a delete is still what the editor saw when it is over: nothing is merged. */
static void
test_own_outlives (Fixture *fixture, gconstpointer data)
{
  g_autofree char *created = own_base (fixture->ann, "notes");

  sat_test_laptop_edit (fixture->ben, SAT_OP_DELETE, "contact", &fixture->contact, fixture->rb,
                        NULL, NULL, NULL);
  sat_test_laptop_edit (fixture->ben, SAT_OP_UNDELETE, "contact", &fixture->contact, fixture->rb,
                        NULL, NULL, NULL);
  sat_test_laptop_expect (fixture->ben, "ok");
  put (fixture, fixture->ann, "{\"notes\":\"one\\n\"}", created);
  sat_test_laptop_expect (fixture->ann, "ok");
  assert_value (fixture, "notes", "\"one\\n\"");
}

static void
test_own_stands (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = base (fixture, "first_name");
  g_autofree char *own = NULL;
  g_autofree char *created = NULL;
  SatUuid other = sat_uuid_new (7);

  put (fixture, fixture->ann, "{\"first_name\":\"A\"}", name);
  own = own_base (fixture->ann, "first_name");
  sat_test_laptop_expect (fixture->ann, "ok"); /* told in an earlier push */
  put (fixture, fixture->ann, "{\"first_name\":\"B\"}", own);
  sat_test_laptop_expect (fixture->ann, "ok");
  assert_value (fixture, "first_name", "\"B\"");

  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, "contact", &other, 0, "{\"first_name\":\"X\"}",
                        NULL, NULL);
  created = own_base (fixture->ann, "first_name");
  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, "contact", &other, 0, "{\"first_name\":\"Y\"}",
                        created, NULL);
  sat_test_laptop_expect (fixture->ann, "ok"); /* both in one push */
  sat_test_server_assert (fixture->server, &other, "{\"first_name\":\"Y\"}");
  assert_conflicts (fixture, "");
}

static void
test_own_was_replaced (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = base (fixture, "first_name");
  g_autofree char *own = NULL;
  g_autofree char *theirs = NULL;

  put (fixture, fixture->ann, "{\"first_name\":\"A\"}", name);
  own = own_base (fixture->ann, "first_name");
  sat_test_laptop_expect (fixture->ann, "ok");
  theirs = base (fixture, "first_name");
  put (fixture, fixture->ben, "{\"first_name\":\"B\"}", theirs);
  sat_test_laptop_expect (fixture->ben, "ok");
  sat_test_server_wait (fixture->server);
  put (fixture, fixture->ann, "{\"first_name\":\"C\"}", own);
  sat_test_laptop_expect (fixture->ann, "conflict");
  assert_value (fixture, "first_name", "\"C\"");
}

/* What lost goes on losing, in the same conflict. */
static void
test_own_lost (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = base (fixture, "first_name");
  g_autofree char *own = NULL;

  put (fixture, fixture->ann, "{\"first_name\":\"Early\"}", name);
  own = own_base (fixture->ann, "first_name");
  sat_test_server_wait (fixture->server);
  put (fixture, fixture->ben, "{\"first_name\":\"Late\"}", name);
  sat_test_laptop_expect (fixture->ben, "ok");
  sat_test_laptop_expect (fixture->ann, "conflict");
  sat_test_server_wait (fixture->server);
  put (fixture, fixture->ann, "{\"first_name\":\"Again\"}", own);
  sat_test_laptop_expect (fixture->ann, "conflict");
  assert_value (fixture, "first_name", "\"Late\"");
  assert_conflicts (fixture, "\"field\" \"first_name\" \"Again\" \"Late\" \"Ann\" \"Ben\" "
                             "\"open\"\n");
  /* Who has seen the record now has seen what the conflict says now. */
  fixture->rb = sat_test_server_seq (fixture->server, &fixture->contact);
  g_clear_pointer (&own, g_free);
  own = base (fixture, "first_name");
  put (fixture, fixture->ben, "{\"first_name\":\"Knowing\"}", own);
  sat_test_laptop_expect (fixture->ben, "ok");
  assert_conflicts (fixture, "\"field\" \"first_name\" \"Again\" \"Late\" \"Ann\" \"Ben\" "
                             "\"closed\"\n");
}

/* Somebody else's mutation is no base. */
static void
test_foreign_base (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = base (fixture, "first_name");
  g_autofree char *foreign = NULL;

  put (fixture, fixture->ann, "{\"first_name\":\"A\"}", name);
  foreign = own_base (fixture->ann, "first_name");
  sat_test_laptop_expect (fixture->ann, "ok");
  sat_test_server_wait (fixture->server);
  put (fixture, fixture->ben, "{\"first_name\":\"B\"}", foreign);
  sat_test_laptop_expect (fixture->ben, "conflict");
}

/* Closing */

static void
test_closes_in_sight (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = NULL;
  gint64 seen = fixture->rb;

  concurrent (fixture, TRUE);
  name = base (fixture, "first_name");
  put (fixture, fixture->ben, "{\"first_name\":\"Blind\"}", name); /* rb from before */
  sat_test_laptop_expect (fixture->ben, "ok");
  assert_conflicts (fixture, "\"field\" \"first_name\" \"Early\" \"Late\" \"Ann\" \"Ben\" "
                             "\"open\"\n");
  fixture->rb = sat_test_server_seq (fixture->server, &fixture->contact);
  g_assert_cmpint (fixture->rb, >, seen);
  g_free (name);
  name = base (fixture, "first_name");
  put (fixture, fixture->ben, "{\"first_name\":\"Knowing\"}", name);
  sat_test_laptop_expect (fixture->ben, "ok");
  assert_conflicts (fixture, "\"field\" \"first_name\" \"Early\" \"Late\" \"Ann\" \"Ben\" "
                             "\"closed\"\n");
}

static void
test_closes_by_hand (Fixture *fixture, gconstpointer data)
{
  SatUuid conflict;

  concurrent (fixture, TRUE);
  conflict = sat_test_server_conflict (fixture->server, &fixture->contact);
  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, "conflict", &conflict, 9, "{\"state\":\"open\"}",
                        NULL, NULL);
  sat_test_laptop_expect (fixture->ann, "invalid");
  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, "conflict", &conflict, 9,
                        "{\"state\":\"closed\"}", NULL, NULL);
  sat_test_laptop_expect (fixture->ann, "ok");
  assert_conflicts (fixture, "\"field\" \"first_name\" \"Early\" \"Late\" \"Ann\" \"Ben\" "
                             "\"closed\"\n");
  sat_test_laptop_edit (fixture->ben, SAT_OP_PUT, "conflict", &conflict, 9,
                        "{\"state\":\"closed\"}", NULL, NULL);
  sat_test_laptop_expect (fixture->ben, "ok");
}

/* A field that came with a newer registry: nobody wrote it yet, so that there is no base. */
static void
test_newer_field (Fixture *fixture, gconstpointer data)
{
  put (fixture, fixture->ann, "{\"shoe_size\":42}", NULL);
  sat_test_laptop_expect (fixture->ann, "ok");
  assert_value (fixture, "shoe_size", "42");
  sat_test_server_wait (fixture->server);
  put (fixture, fixture->ben, "{\"shoe_size\":43}", NULL);
  sat_test_laptop_expect (fixture->ben, "conflict");
}

#define ADD(path, function)                                                                        \
  g_test_add ("/push/merge/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("creates", test_creates);
  ADD ("edits", test_edits);
  ADD ("empties", test_empties);
  ADD ("apart", test_apart);
  ADD ("wins", test_wins);
  ADD ("loses", test_loses);
  ADD ("conflict-keeps-base", test_conflict_keeps_base);
  ADD ("same", test_same);
  ADD ("clock-ahead", test_clock_ahead);
  ADD ("clock-behind", test_clock_behind);
  ADD ("group", test_group);
  ADD ("text-merges", test_text_merges);
  ADD ("text-overlaps", test_text_overlaps);
  ADD ("text-goes-on", test_text_goes_on);
  ADD ("own-outlives", test_own_outlives);
  ADD ("own-stands", test_own_stands);
  ADD ("own-was-replaced", test_own_was_replaced);
  ADD ("own-lost", test_own_lost);
  ADD ("foreign-base", test_foreign_base);
  ADD ("closes-in-sight", test_closes_in_sight);
  ADD ("closes-by-hand", test_closes_by_hand);
  ADD ("newer-field", test_newer_field);
  return g_test_run ();
}
