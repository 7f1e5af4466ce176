/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Deleting, coming back, where records belong, duplicates, merging. */

#include "config.h"

#include "sat-server-care.h"
#include "sat-test-push.h"

#include <string.h>

typedef struct {
  SatTestServer *server;
  SatTestLaptop *ann, *ben;
  SatUuid company, point, activity, attendee;
} Fixture;

static void
make (SatTestLaptop *laptop, const char *type, SatUuid *id, const char *format, const SatUuid *a)
{
  g_autofree char *text = a != NULL ? sat_uuid_to_string (a) : NULL;
  g_autofree char *fields = NULL;
  const char *place = text != NULL ? strchr (format, '@') : NULL;

  *id = sat_uuid_new (1);
  if (place != NULL)
    fields =
        g_strdup_printf ("%.*s{\"r\":\"%s\"}%s", (int)(place - format), format, text, place + 1);
  sat_test_laptop_edit (laptop, SAT_OP_PUT, type, id, 0, fields != NULL ? fields : format, NULL,
                        NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = sat_test_server_new ();
  fixture->ann = sat_test_laptop_new (fixture->server, "Ann", SAT_ROLE_REP, 1);
  fixture->ben = sat_test_laptop_new (fixture->server, "Ben", SAT_ROLE_REP, 2);
  make (fixture->ann, "company", &fixture->company, "{\"name\":\"Acme\"}", NULL);
  make (fixture->ann, "contact_point", &fixture->point,
        "{\"kind\":\"phone\",\"record\":@,\"value\":\"1\"}", &fixture->company);
  make (fixture->ann, "activity", &fixture->activity,
        "{\"company\":@,\"kind\":\"call\",\"subject\":\"Talk\"}", &fixture->company);
  make (fixture->ann, "attendee", &fixture->attendee, "{\"activity\":@,\"name\":\"Zoe\"}",
        &fixture->activity);
  sat_test_laptop_expect (fixture->ann, "ok");
  sat_test_server_wait (fixture->server);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = sat_server_verify (fixture->server->server, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_error ("%s", (const char *)g_ptr_array_index (findings, i));
  sat_test_laptop_free (fixture->ann);
  sat_test_laptop_free (fixture->ben);
  sat_test_server_free (fixture->server);
}

static gint64
seq (Fixture *fixture, const SatUuid *id)
{
  return sat_test_server_seq (fixture->server, id);
}

static void
set (Fixture *fixture,
     SatTestLaptop *laptop,
     const char *type,
     const SatUuid *id,
     const char *field,
     const char *value)
{
  g_autofree char *base = sat_test_server_base (fixture->server, id, field);
  g_autofree char *fields = g_strdup_printf ("{\"%s\":%s}", field, value);

  sat_test_laptop_edit (laptop, SAT_OP_PUT, type, id, seq (fixture, id), fields, base, NULL);
}

static void
del (Fixture *fixture, SatTestLaptop *laptop, const char *type, const SatUuid *id)
{
  sat_test_laptop_edit (laptop, SAT_OP_DELETE, type, id, seq (fixture, id), NULL, NULL, NULL);
}

/* As a client does it: all that hangs from it first, in one group. */
static void
del_company (Fixture *fixture, SatTestLaptop *laptop)
{
  laptop->x = 1;
  del (fixture, laptop, "contact_point", &fixture->point);
  del (fixture, laptop, "attendee", &fixture->attendee);
  del (fixture, laptop, "activity", &fixture->activity);
  del (fixture, laptop, "company", &fixture->company);
  laptop->x = 0;
}

static void
assert_conflicts (Fixture *fixture, const char *rows)
{
  g_autofree char *found = sat_test_server_conflicts (fixture->server, &fixture->company);

  g_assert_cmpstr (found, ==, rows);
}

static void
assert_deleted (Fixture *fixture, gboolean deleted)
{
  const SatUuid *all[] = {&fixture->company, &fixture->point, &fixture->activity,
                          &fixture->attendee};

  for (guint i = 0; i < G_N_ELEMENTS (all); i++) {
    g_autofree char *fields = sat_test_server_fields (fixture->server, all[i]);

    g_assert_cmpint (g_str_equal (fields, "deleted"), ==, deleted);
  }
}

static void
test_roots (Fixture *fixture, gconstpointer data)
{
  const SatUuid *below[] = {&fixture->point, &fixture->activity, &fixture->attendee};

  for (guint i = 0; i < G_N_ELEMENTS (below); i++) {
    SatUuid root = sat_test_server_root (fixture->server, below[i]);

    g_assert_cmpmem (root.bytes, 16, fixture->company.bytes, 16);
  }
}

static void
test_delete (Fixture *fixture, gconstpointer data)
{
  g_autofree char *history = NULL;

  del_company (fixture, fixture->ben);
  sat_test_laptop_expect (fixture->ben, "ok");
  assert_deleted (fixture, TRUE);
  history = sat_test_server_history (fixture->server, &fixture->company);
  g_assert_cmpstr (history, ==, "name \"Acme\" deleted\n! 1 deleted\n");
  assert_conflicts (fixture, "");
  /* Once more does no harm. */
  del_company (fixture, fixture->ann);
  sat_test_laptop_expect (fixture->ann, "ok");
}

static void
test_edit_then_delete (Fixture *fixture, gconstpointer data)
{
  del_company (fixture, fixture->ben); /* before he sees what Ann does */
  set (fixture, fixture->ann, "company", &fixture->company, "industry", "\"Steel\"");
  sat_test_laptop_expect (fixture->ann, "ok");
  sat_test_laptop_expect (fixture->ben, "conflict");
  assert_deleted (fixture, FALSE);
  assert_conflicts (fixture, "\"delete\" \"!\" null null \"Ben\" \"Ann\" \"open\"\n");
}

static void
test_delete_then_edit (Fixture *fixture, gconstpointer data)
{
  set (fixture, fixture->ann, "company", &fixture->company, "industry", "\"Steel\"");
  del_company (fixture, fixture->ben);
  sat_test_laptop_expect (fixture->ben, "ok");
  sat_test_laptop_expect (fixture->ann, "conflict");
  assert_deleted (fixture, FALSE);
  sat_test_server_assert (fixture->server, &fixture->company,
                          "{\"industry\":\"Steel\",\"name\":\"Acme\"}");
  assert_conflicts (fixture, "\"delete\" \"!\" null null \"Ben\" \"Ann\" \"open\"\n");
}

/* What came back has new versions; an edit from before the delete is no conflict with itself. */
static void
test_edits_outlive (Fixture *fixture, gconstpointer data)
{
  set (fixture, fixture->ann, "company", &fixture->company, "industry", "\"Steel\"");
  set (fixture, fixture->ann, "company", &fixture->company, "name", "\"Acme 2\"");
  del_company (fixture, fixture->ben);
  sat_test_laptop_expect (fixture->ben, "ok");
  sat_test_laptop_expect (fixture->ann, "ok"); /* of the last; the first tells */
  sat_test_server_assert (fixture->server, &fixture->company,
                          "{\"industry\":\"Steel\",\"name\":\"Acme 2\"}");
  assert_conflicts (fixture, "\"delete\" \"!\" null null \"Ben\" \"Ann\" \"open\"\n");
}

/* The own edits of who deletes are no reason to keep it. */
static void
test_delete_after_own_edit (Fixture *fixture, gconstpointer data)
{
  gint64 seen = seq (fixture, &fixture->company);

  set (fixture, fixture->ann, "company", &fixture->company, "industry", "\"Steel\"");
  sat_test_laptop_edit (fixture->ann, SAT_OP_DELETE, "company", &fixture->company, seen, NULL, NULL,
                        NULL);
  sat_test_laptop_expect (fixture->ann, "ok");
  sat_test_server_assert (fixture->server, &fixture->company, "deleted");
}

/* Deleting again, now with the conflict in sight, settles it. */
static void
test_delete_knowingly (Fixture *fixture, gconstpointer data)
{
  test_edit_then_delete (fixture, data);
  del_company (fixture, fixture->ben);
  sat_test_laptop_expect (fixture->ben, "ok");
  assert_deleted (fixture, TRUE);
  assert_conflicts (fixture, "\"delete\" \"!\" null null \"Ben\" \"Ann\" \"closed\"\n");
}

/* Whoever deletes a customer does not take along what they have not seen. */
static void
test_delete_with_new_child (Fixture *fixture, gconstpointer data)
{
  SatUuid note;

  make (fixture->ann, "note", &note, "{\"body\":\"Hello\",\"company\":@}", &fixture->company);
  sat_test_laptop_expect (fixture->ann, "ok");
  del_company (fixture, fixture->ben);
  sat_test_laptop_expect (fixture->ben, "conflict");
  assert_deleted (fixture, FALSE);
  assert_conflicts (fixture, "\"delete\" \"!\" null null \"Ben\" \"Ann\" \"open\"\n");
  /* Now it is in sight, also for a Satchel that does not know what it is. */
  del_company (fixture, fixture->ben);
  sat_test_laptop_expect (fixture->ben, "ok");
  assert_deleted (fixture, TRUE);
  sat_test_server_assert (fixture->server, &note, "deleted");
}

/* The same in the middle: an activity is not left without who attends it, nor they without it. */
static void
test_delete_in_the_middle (Fixture *fixture, gconstpointer data)
{
  SatUuid attendee;

  make (fixture->ann, "attendee", &attendee, "{\"activity\":@,\"name\":\"Yan\"}",
        &fixture->activity);
  sat_test_laptop_expect (fixture->ann, "ok");
  fixture->ben->x = 1;
  del (fixture, fixture->ben, "attendee", &fixture->attendee);
  del (fixture, fixture->ben, "activity", &fixture->activity);
  fixture->ben->x = 0;
  sat_test_laptop_expect (fixture->ben, "conflict");
  assert_deleted (fixture, FALSE);
  del (fixture, fixture->ben, "activity", &fixture->activity);
  sat_test_laptop_expect (fixture->ben, "ok");
  sat_test_server_assert (fixture->server, &attendee, "deleted");
  make (fixture->ann, "attendee", &attendee, "{\"activity\":@,\"name\":\"Xu\"}",
        &fixture->activity);
  sat_test_laptop_expect (fixture->ann, "conflict");
  assert_deleted (fixture, FALSE);
}

/* The own work from elsewhere is no reason to keep it. */
static void
test_delete_with_own_child (Fixture *fixture, gconstpointer data)
{
  SatUuid note, late;

  make (fixture->ben, "note", &note, "{\"body\":\"Hello\",\"company\":@}", &fixture->company);
  sat_test_laptop_expect (fixture->ben, "ok");
  fixture->ben->x = 1; /* the same group, in whatever order it does what it does */
  make (fixture->ben, "note", &late, "{\"body\":\"Late\",\"company\":@}", &fixture->company);
  del_company (fixture, fixture->ben);
  sat_test_laptop_expect (fixture->ben, "ok");
  assert_deleted (fixture, TRUE);
  sat_test_server_assert (fixture->server, &note, "deleted");
  sat_test_server_assert (fixture->server, &late, "deleted");
}

static void
test_child_revives_root (Fixture *fixture, gconstpointer data)
{
  SatUuid note;

  del_company (fixture, fixture->ben);
  sat_test_laptop_expect (fixture->ben, "ok");
  make (fixture->ann, "note", &note, "{\"body\":\"Hello\",\"company\":@}", &fixture->company);
  sat_test_laptop_expect (fixture->ann, "conflict");
  assert_deleted (fixture, FALSE);
  assert_conflicts (fixture, "\"delete\" \"!\" null null \"Ben\" \"Ann\" \"open\"\n");
}

static void
test_gone_parent (Fixture *fixture, gconstpointer data)
{
  SatUuid note, nowhere = sat_uuid_new (1);

  del_company (fixture, fixture->ben);
  sat_test_laptop_expect (fixture->ben, "ok");
  make (fixture->ben, "note", &note, "{\"body\":\"Hello\",\"company\":@}", &fixture->company);
  sat_test_laptop_expect (fixture->ben, "gone_parent"); /* he deleted it himself */
  make (fixture->ann, "note", &note, "{\"body\":\"Hello\",\"company\":@}", &nowhere);
  sat_test_laptop_expect (fixture->ann, "gone_parent");
  g_assert_null (sat_test_server_fields (fixture->server, &note));
  assert_deleted (fixture, TRUE);
}

static void
test_undelete (Fixture *fixture, gconstpointer data)
{
  g_autofree char *clocks = NULL;

  del_company (fixture, fixture->ben);
  sat_test_laptop_expect (fixture->ben, "ok");
  sat_test_laptop_edit (fixture->ben, SAT_OP_UNDELETE, "company", &fixture->company,
                        seq (fixture, &fixture->company), "{\"name\":\"Acme\",\"tier\":\"A\"}",
                        NULL, NULL);
  sat_test_laptop_expect (fixture->ben, "ok");
  sat_test_server_assert (fixture->server, &fixture->company, "{\"name\":\"Acme\",\"tier\":\"A\"}");
  clocks = sat_test_server_clocks (fixture->server, &fixture->company);
  g_assert_null (strchr (clocks, ' '));
  /* It stands by now: a second one, with what was there before, says nothing new. */
  sat_test_laptop_edit (fixture->ann, SAT_OP_UNDELETE, "company", &fixture->company, 1,
                        "{\"name\":\"Acme\"}", NULL, NULL);
  sat_test_laptop_expect (fixture->ann, "ok");
  sat_test_server_assert (fixture->server, &fixture->company, "{\"name\":\"Acme\",\"tier\":\"A\"}");
}

/* What was edited with it is not lost when it stands already. */
static void
test_undelete_with_edit (Fixture *fixture, gconstpointer data)
{
  set (fixture, fixture->ben, "company", &fixture->company, "name", "\"Acme 2\"");
  sat_test_laptop_expect (fixture->ben, "ok");
  sat_test_laptop_edit (fixture->ann, SAT_OP_UNDELETE, "company", &fixture->company, 1,
                        "{\"name\":\"Acme\",\"tier\":\"B\"}", NULL, NULL);
  sat_test_laptop_expect (fixture->ann, "ok");
  sat_test_server_assert (fixture->server, &fixture->company,
                          "{\"name\":\"Acme 2\",\"tier\":\"B\"}");
  sat_test_server_wait (fixture->server);
  sat_test_laptop_edit (fixture->ann, SAT_OP_UNDELETE, "company", &fixture->company, 1,
                        "{\"name\":\"Acme 3\"}", NULL, NULL);
  sat_test_laptop_expect (fixture->ann, "conflict");
  assert_conflicts (fixture, "\"field\" \"name\" \"Acme 2\" \"Acme 3\" \"Ben\" \"Ann\" \"open\"\n");
}

/* Its edit lost before, in the same group: that value is said once. */
static void
test_undelete_after_lost (Fixture *fixture, gconstpointer data)
{
  gint64 seen = seq (fixture, &fixture->company);

  fixture->ann->x = 1;
  set (fixture, fixture->ann, "company", &fixture->company, "name", "\"Acme 2\"");
  sat_test_laptop_edit (fixture->ann, SAT_OP_UNDELETE, "company", &fixture->company, seen,
                        "{\"name\":\"Acme 2\"}", NULL, NULL);
  fixture->ann->x = 0;
  sat_test_server_wait (fixture->server);
  set (fixture, fixture->ben, "company", &fixture->company, "name", "\"Acme 3\"");
  sat_test_laptop_expect (fixture->ben, "ok");
  sat_test_laptop_expect (fixture->ann, "ok"); /* its last one */
  sat_test_server_assert (fixture->server, &fixture->company, "{\"name\":\"Acme 3\"}");
  assert_conflicts (fixture, "\"field\" \"name\" \"Acme 2\" \"Acme 3\" \"Ann\" \"Ben\" \"open\"\n");
}

/* Somebody brought it back: that is an edit which the second delete did not see. */
static void
test_delete_against_undelete (Fixture *fixture, gconstpointer data)
{
  gint64 seen = seq (fixture, &fixture->company);

  del_company (fixture, fixture->ben);
  sat_test_laptop_expect (fixture->ben, "ok");
  sat_test_laptop_edit (fixture->ann, SAT_OP_UNDELETE, "company", &fixture->company, seen + 9,
                        "{\"name\":\"Acme\"}", NULL, NULL);
  sat_test_laptop_expect (fixture->ann, "ok");
  sat_test_laptop_edit (fixture->ben, SAT_OP_DELETE, "company", &fixture->company, seen, NULL, NULL,
                        NULL);
  sat_test_laptop_expect (fixture->ben, "conflict");
  sat_test_server_assert (fixture->server, &fixture->company, "{\"name\":\"Acme\"}");
}

/* Links have one id for everybody: who adds one again brings it back and contradicts nobody. */
static void
test_made_again (Fixture *fixture, gconstpointer data)
{
  SatUuid tag = sat_uuid_from_parts ("tag", &fixture->company, "vip");
  g_autofree char *company = sat_uuid_to_string (&fixture->company);
  g_autofree char *fields =
      g_strdup_printf ("{\"name\":\"vip\",\"record\":{\"r\":\"%s\"}}", company);

  sat_test_laptop_edit (fixture->ann, SAT_OP_PUT, "tag", &tag, 0, fields, NULL, NULL);
  sat_test_laptop_expect (fixture->ann, "ok");
  sat_test_laptop_edit (fixture->ben, SAT_OP_PUT, "tag", &tag, 0, fields, NULL, NULL);
  sat_test_laptop_expect (fixture->ben, "ok");
  del (fixture, fixture->ann, "tag", &tag);
  sat_test_laptop_expect (fixture->ann, "ok");
  sat_test_server_assert (fixture->server, &tag, "deleted");
  sat_test_laptop_edit (fixture->ben, SAT_OP_PUT, "tag", &tag, 0, fields, NULL, NULL);
  sat_test_laptop_expect (fixture->ben, "ok");
  sat_test_server_assert (fixture->server, &tag, fields);
}

static void
test_moves (Fixture *fixture, gconstpointer data)
{
  SatUuid other, root;
  g_autofree char *text = NULL;
  g_autofree char *value = NULL;

  set (fixture, fixture->ann, "attendee", &fixture->attendee, "name", "\"Zoë\"");
  make (fixture->ann, "company", &other, "{\"name\":\"Other\"}", NULL);
  sat_test_laptop_expect (fixture->ann, "ok");
  text = sat_uuid_to_string (&other);
  value = g_strdup_printf ("{\"r\":\"%s\"}", text);
  set (fixture, fixture->ann, "activity", &fixture->activity, "company", value);
  sat_test_laptop_expect (fixture->ann, "ok");
  root = sat_test_server_root (fixture->server, &fixture->activity);
  g_assert_cmpmem (root.bytes, 16, other.bytes, 16);
  root = sat_test_server_root (fixture->server, &fixture->attendee);
  g_assert_cmpmem (root.bytes, 16, other.bytes, 16);
  g_assert_cmpint (seq (fixture, &fixture->attendee), ==, seq (fixture, &fixture->activity));
  root = sat_test_server_root (fixture->server, &fixture->point);
  g_assert_cmpmem (root.bytes, 16, fixture->company.bytes, 16);
  /* To where it stands by itself, and so it has done before. */
  for (guint i = 0; i < 2; i++) {
    set (fixture, fixture->ann, "activity", &fixture->activity, "company", "null");
    sat_test_laptop_expect (fixture->ann, "ok");
    root = sat_test_server_root (fixture->server, &fixture->attendee);
    g_assert_cmpmem (root.bytes, 16, fixture->activity.bytes, 16);
    set (fixture, fixture->ann, "activity", &fixture->activity, "company", value);
    sat_test_laptop_expect (fixture->ann, "ok");
  }
}

static void
test_circle (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = sat_uuid_to_string (&fixture->attendee);
  g_autofree char *value = g_strdup_printf ("{\"r\":\"%s\"}", text);

  set (fixture, fixture->ann, "activity", &fixture->activity, "company", value);
  sat_test_laptop_expect (fixture->ann, "invalid"); /* no company */
  set (fixture, fixture->ann, "attendee", &fixture->attendee, "activity", value);
  sat_test_laptop_expect (fixture->ann, "invalid");
}

/* Duplicates */

static void
test_duplicates (Fixture *fixture, gconstpointer data)
{
  SatUuid twin, third;
  g_autofree char *conflicts = NULL;

  make (fixture->ben, "company", &twin, "{\"name\":\" ACME \"}", NULL);
  sat_test_laptop_expect (fixture->ben, "duplicate");
  sat_test_server_assert (fixture->server, &twin, "{\"name\":\" ACME \"}");
  conflicts = sat_test_server_conflicts (fixture->server, &twin);
  g_assert_cmpstr (conflicts, ==,
                   "\"duplicate\" \"name\" \" ACME \" \" ACME \" \"Ben\" \"Ann\" \"open\"\n");
  del (fixture, fixture->ben, "company", &twin);
  del (fixture, fixture->ann, "company", &fixture->company);
  sat_test_laptop_expect (fixture->ben, "ok");
  sat_test_laptop_expect (fixture->ann, "ok");
  make (fixture->ben, "company", &third, "{\"name\":\"Acme\"}", NULL);
  sat_test_laptop_expect (fixture->ben, "ok"); /* of deleted ones nothing is said */
}

/* Nothing is known yet of the device that made the first one. */
static void
test_duplicates_at_once (Fixture *fixture, gconstpointer data)
{
  SatTestLaptop *cleo = sat_test_laptop_new (fixture->server, "Cleo", SAT_ROLE_REP, 3);
  g_autoptr (SatPushAnswer) answer = NULL;
  g_autofree char *conflicts = NULL;
  SatUuid first, second;

  make (cleo, "company", &first, "{\"name\":\"Twice\"}", NULL);
  make (cleo, "company", &second, "{\"name\":\"Twice\"}", NULL);
  answer = sat_test_laptop_push (cleo);
  g_assert_cmpstr (sat_test_outcome (answer, 2), ==, "duplicate");
  conflicts = sat_test_server_conflicts (fixture->server, &second);
  g_assert_cmpstr (conflicts, ==,
                   "\"duplicate\" \"name\" \"Twice\" \"Twice\" \"Cleo\" \"Cleo\" \"open\"\n");
  sat_test_laptop_free (cleo);
}

/* What a change makes of all its records counts, not of each by itself. */
static void
test_no_duplicate_of_deleted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatPushAnswer) answer = NULL;
  SatUuid other;

  make (fixture->ann, "company", &other, "{\"name\":\"Other\"}", NULL);
  sat_test_laptop_expect (fixture->ann, "ok");
  fixture->ann->x = fixture->ann->last_m + 1;
  set (fixture, fixture->ann, "company", &other, "name", "\"Acme\"");
  del (fixture, fixture->ann, "company", &fixture->company);
  answer = sat_test_laptop_push (fixture->ann);
  g_assert_cmpuint (answer->results->len, ==, 0);
}

static void
test_unique_field (Fixture *fixture, gconstpointer data)
{
  SatUuid other;

  set (fixture, fixture->ann, "company", &fixture->company, "code", "\"A-1\"");
  sat_test_laptop_expect (fixture->ann, "ok");
  make (fixture->ben, "company", &other, "{\"code\":\"a-1\",\"name\":\"B\"}", NULL);
  sat_test_laptop_expect (fixture->ben, "duplicate");
  set (fixture, fixture->ben, "company", &other, "industry", "\"Steel\"");
  sat_test_laptop_expect (fixture->ben, "ok"); /* told once */
}

/* Merging */

static void
test_merge (Fixture *fixture, gconstpointer data)
{
  SatUuid other, late, root;
  g_autofree char *value = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *text = NULL;

  set (fixture, fixture->ben, "company", &fixture->company, "industry", "\"Steel\"");
  make (fixture->ann, "company", &other, "{\"name\":\"Acme Ltd\"}", NULL);
  sat_test_laptop_edit (fixture->ann, SAT_OP_MERGE, "company", &fixture->company,
                        seq (fixture, &fixture->company), NULL, NULL, &other);
  sat_test_laptop_expect (fixture->ann, "ok");
  sat_test_server_assert (fixture->server, &fixture->company, "deleted");
  root = sat_test_server_root (fixture->server, &fixture->attendee);
  g_assert_cmpmem (root.bytes, 16, other.bytes, 16);
  text = sat_uuid_to_string (&other);
  wanted = g_strdup_printf ("{\"r\":\"%s\"}", text);
  value = sat_test_server_value (fixture->server, &fixture->point, "record");
  g_assert_cmpstr (value, ==, wanted);
  /* What comes late goes to the survivor. */
  sat_test_laptop_expect (fixture->ben, "merged");
  sat_test_server_assert (fixture->server, &other,
                          "{\"industry\":\"Steel\",\"name\":\"Acme Ltd\"}");
  make (fixture->ben, "note", &late, "{\"body\":\"x\",\"company\":@}", &fixture->company);
  sat_test_laptop_expect (fixture->ben, "merged");
  root = sat_test_server_root (fixture->server, &late);
  g_assert_cmpmem (root.bytes, 16, other.bytes, 16);
}

static void
test_merge_circle (Fixture *fixture, gconstpointer data)
{
  g_autofree char *company = sat_test_server_fields (fixture->server, &fixture->company);
  SatUuid other;

  make (fixture->ann, "company", &other, "{\"name\":\"Acme Ltd\"}", NULL);
  sat_test_laptop_edit (fixture->ann, SAT_OP_MERGE, "company", &other, 0, NULL, NULL, &other);
  sat_test_laptop_expect (fixture->ann, "invalid");
  sat_test_laptop_edit (fixture->ann, SAT_OP_MERGE, "company", &other, 0, NULL, NULL,
                        &fixture->company);
  sat_test_laptop_expect (fixture->ann, "ok");
  /* The other way round they are one already, and stay so. */
  sat_test_laptop_edit (fixture->ann, SAT_OP_MERGE, "company", &fixture->company, 0, NULL, NULL,
                        &other);
  sat_test_laptop_expect (fixture->ann, "merged");
  sat_test_server_assert (fixture->server, &other, "deleted");
  sat_test_server_assert (fixture->server, &fixture->company, company);
  sat_test_laptop_edit (fixture->ann, SAT_OP_UNMERGE, "company", &other, 0, NULL, NULL,
                        &fixture->company);
  sat_test_laptop_expect (fixture->ann, "ok");
  sat_test_server_assert (fixture->server, &other, "{\"name\":\"Acme Ltd\"}");
}

#define ADD(path, function)                                                                        \
  g_test_add ("/push/life/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("roots", test_roots);
  ADD ("delete", test_delete);
  ADD ("edit-then-delete", test_edit_then_delete);
  ADD ("delete-then-edit", test_delete_then_edit);
  ADD ("edits-outlive", test_edits_outlive);
  ADD ("delete-after-own-edit", test_delete_after_own_edit);
  ADD ("delete-knowingly", test_delete_knowingly);
  ADD ("child-revives-root", test_child_revives_root);
  ADD ("gone-parent", test_gone_parent);
  ADD ("delete-with-new-child", test_delete_with_new_child);
  ADD ("delete-in-the-middle", test_delete_in_the_middle);
  ADD ("delete-with-own-child", test_delete_with_own_child);
  ADD ("undelete", test_undelete);
  ADD ("undelete-with-edit", test_undelete_with_edit);
  ADD ("undelete-after-lost", test_undelete_after_lost);
  ADD ("delete-against-undelete", test_delete_against_undelete);
  ADD ("made-again", test_made_again);
  ADD ("moves", test_moves);
  ADD ("circle", test_circle);
  ADD ("duplicates", test_duplicates);
  ADD ("no-duplicate-of-deleted", test_no_duplicate_of_deleted);
  ADD ("duplicates-at-once", test_duplicates_at_once);
  ADD ("unique-field", test_unique_field);
  ADD ("merge", test_merge);
  ADD ("merge-circle", test_merge_circle);
  return g_test_run ();
}
