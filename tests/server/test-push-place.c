/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a record hangs from may come late, never come, be another one that it named before, or come
 * back. */

#include "config.h"

#include "sat-server-care.h"
#include "sat-test-push.h"

typedef struct {
  SatTestServer *server;
  SatTestLaptop *ann, *ben;
  SatUuid company, contact, note;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = sat_test_server_new ();
  fixture->ann = sat_test_laptop_new (fixture->server, "Ann", SAT_ROLE_REP, 1);
  fixture->ben = sat_test_laptop_new (fixture->server, "Ben", SAT_ROLE_REP, 2);
  fixture->company = sat_uuid_new (5);
  fixture->contact = sat_uuid_new (6);
  fixture->note = sat_uuid_new (7);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = sat_server_verify (fixture->server->server, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, ==, 0);
  sat_test_laptop_free (fixture->ann);
  sat_test_laptop_free (fixture->ben);
  sat_test_server_free (fixture->server);
}

static void
make (Fixture *fixture, const char *type, const SatUuid *id, const char *fields)
{
  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, type, id, 0, fields, NULL, NULL);
}

/* A note of the company that names the contact, too. */
static void
make_note (Fixture *fixture)
{
  g_autofree char *company = sat_uuid_to_string (&fixture->company);
  g_autofree char *contact = sat_uuid_to_string (&fixture->contact);
  g_autofree char *fields = g_strdup_printf ("{\"body\":\"x\",\"company\":{\"r\":\"%s\"},"
                                             "\"contact\":{\"r\":\"%s\"}}",
                                             company, contact);

  make (fixture, "note", &fixture->note, fields);
}

static void
set (Fixture *fixture, const char *fields)
{
  g_autofree char *company = sat_test_server_base (fixture->server, &fixture->note, "company");
  g_autofree char *contact = sat_test_server_base (fixture->server, &fixture->note, "contact");
  g_autofree char *bases = g_strdup_printf ("%s %s", company, contact);

  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, "note", &fixture->note,
                        sat_test_server_seq (fixture->server, &fixture->note), fields, bases, NULL);
}

static void
assert_root (Fixture *fixture, const SatUuid *expected)
{
  SatUuid root = sat_test_server_root (fixture->server, &fixture->note);

  g_assert_cmpmem (root.bytes, 16, expected->bytes, 16);
}

static void
test_parent_last (Fixture *fixture, gconstpointer data)
{
  fixture->ann->x = 3;
  make_note (fixture);
  make (fixture, "company", &fixture->company, "{\"name\":\"New\"}");
  sat_test_laptop_expect (fixture->ann, "ok");
  assert_root (fixture, &fixture->company);
  g_assert_cmpint (sat_test_server_seq (fixture->server, &fixture->note), ==,
                   sat_test_server_seq (fixture->server, &fixture->company));
}

/* It hangs from the contact when it is not of the company any more. */
static void
test_next_parent (Fixture *fixture, gconstpointer data)
{
  make (fixture, "company", &fixture->company, "{\"name\":\"Acme\"}");
  make (fixture, "contact", &fixture->contact, "{\"first_name\":\"Zoe\"}");
  make_note (fixture);
  sat_test_laptop_expect (fixture->ann, "ok");
  assert_root (fixture, &fixture->company);
  set (fixture, "{\"company\":null}");
  sat_test_laptop_expect (fixture->ann, "ok");
  assert_root (fixture, &fixture->contact);
}

/* The contact was refused, and named all the same: the note has nowhere else to go. */
static void
test_next_parent_unknown (Fixture *fixture, gconstpointer data)
{
  make (fixture, "company", &fixture->company, "{\"name\":\"Acme\"}");
  make_note (fixture);
  sat_test_laptop_expect (fixture->ann, "ok");
  set (fixture, "{\"company\":null}");
  sat_test_laptop_expect (fixture->ann, "gone_parent");
  assert_root (fixture, &fixture->company);
  set (fixture, "{\"company\":null,\"contact\":null}");
  sat_test_laptop_expect (fixture->ann, "ok");
  assert_root (fixture, &fixture->note);
}

/* The company with a note, which Ann has seen and Ben deletes. What Ann makes then is one group. */
static gint64
make_and_delete (Fixture *fixture)
{
  gint64 seen;

  make (fixture, "company", &fixture->company, "{\"name\":\"Acme\"}");
  make_note (fixture);
  sat_test_laptop_expect (fixture->ann, "ok");
  seen = sat_test_server_seq (fixture->server, &fixture->note);
  fixture->ben->x = fixture->ann->x = 4;
  sat_test_laptop_edit (fixture->ben, SAT_OP_DELETE, "note", &fixture->note, seen, NULL, NULL,
                        NULL);
  sat_test_laptop_edit (fixture->ben, SAT_OP_DELETE, "company", &fixture->company, seen, NULL, NULL,
                        NULL);
  sat_test_laptop_expect (fixture->ben, "ok");
  return seen;
}

/* Who edits something deleted, and deletes it then, keeps it deleted when what it hung from comes
 * back. */
static void
test_deleted_again (Fixture *fixture, gconstpointer data)
{
  gint64 seen = make_and_delete (fixture);

  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, "note", &fixture->note, seen, "{\"body\":\"y\"}",
                        NULL, NULL);
  sat_test_laptop_edit (fixture->ann, SAT_OP_DELETE, "note", &fixture->note, seen, NULL, NULL,
                        NULL);
  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, "company", &fixture->company, seen,
                        "{\"tier\":\"A\"}", NULL, NULL);
  sat_test_laptop_expect (fixture->ann, "conflict");
  sat_test_server_assert (fixture->server, &fixture->note, "deleted");
  sat_test_server_assert (fixture->server, &fixture->company, "{\"name\":\"Acme\",\"tier\":\"A\"}");
}

/* A new one looks the same as one that comes back: it is the new one that is told. */
static void
test_twin_comes_back (Fixture *fixture, gconstpointer data)
{
  gint64 seen = make_and_delete (fixture);
  g_autoptr (SatPushAnswer) answer = NULL;
  SatUuid twin = sat_uuid_new (8);
  gint64 m = (gint64)fixture->ann->lines->len + 1;

  make (fixture, "company", &twin, "{\"name\":\"ACME\"}");
  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, "note", &fixture->note, seen, "{\"body\":\"y\"}",
                        NULL, NULL);
  answer = sat_test_laptop_push (fixture->ann);
  g_assert_cmpstr (sat_test_outcome (answer, m), ==, "duplicate");
  g_assert_cmpstr (sat_test_outcome (answer, m + 1), ==, "conflict");
}

/* Who undoes a delete with an older program does not empty what that does not know. */
static void
test_older_program (Fixture *fixture, gconstpointer data)
{
  gint64 seen;

  make (fixture, "contact", &fixture->contact,
        "{\"department\":\"Sales\",\"first_name\":\"Zoe\",\"job_title\":\"CFO\"}");
  sat_test_laptop_expect (fixture->ann, "ok");
  seen = sat_test_server_seq (fixture->server, &fixture->contact);
  fixture->ben->caller.schema = SAT_SCHEMA_VERSION - 1;
  sat_test_laptop_edit (fixture->ben, SAT_OP_DELETE, "contact", &fixture->contact, seen, NULL, NULL,
                        NULL);
  sat_test_laptop_edit (fixture->ben, SAT_OP_UNDELETE, "contact", &fixture->contact, seen,
                        "{\"first_name\":\"Zoe\"}", NULL, NULL);
  sat_test_laptop_expect (fixture->ben, "ok");
  sat_test_server_assert (fixture->server, &fixture->contact,
                          "{\"department\":\"Sales\",\"first_name\":\"Zoe\"}");
}

#define ADD(path, function)                                                                        \
  g_test_add ("/push/place/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("parent-last", test_parent_last);
  ADD ("next-parent", test_next_parent);
  ADD ("next-parent-unknown", test_next_parent_unknown);
  ADD ("deleted-again", test_deleted_again);
  ADD ("twin-comes-back", test_twin_comes_back);
  ADD ("older-program", test_older_program);
  return g_test_run ();
}
