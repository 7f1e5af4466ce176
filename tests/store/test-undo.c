/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-test-check.h"
#include "sat-test-store.h"

static void
undo (SatTestStore *t, guint kept)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatUndoReport) report = NULL;

  sat_clock_fake_advance (t->clock, G_USEC_PER_SEC);
  report = sat_undo_last (t->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->kept->len, ==, kept);
}

static void
redo_kept (SatTestStore *t, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatUndoReport) report = NULL;

  sat_clock_fake_advance (t->clock, G_USEC_PER_SEC);
  report = sat_redo_last (t->store, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < report->kept->len; i++) {
    SatUndoKept *kept = report->kept->pdata[i];

    g_test_message ("kept %" G_GINT64_FORMAT " %s: %s", kept->record,
                    kept->field ? kept->field : "-", kept->reason);
  }
  g_assert_cmpuint (report->kept->len, ==, n);
}

static void
redo (SatTestStore *t)
{
  redo_kept (t, 0);
}

/* A walk through create, edit, delete; then all the way back and forth again. */
static void
test_back_and_forth (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func (g_free);
  gint64 acme, ana;

  g_ptr_array_add (states, sat_test_store_dump (t));
  acme = sat_test_store_add (t, "company", "name", "Acme", "phone", "1", NULL);
  g_ptr_array_add (states, sat_test_store_dump (t));
  sat_test_store_set (t, acme, "name", "Acme 2", "phone", "2", "tags", "vip", NULL);
  g_ptr_array_add (states, sat_test_store_dump (t));
  ana = sat_test_store_add (t, "contact", "first_name", "Ana", "company", "Acme 2", NULL);
  g_ptr_array_add (states, sat_test_store_dump (t));
  sat_test_store_delete (t, acme);
  g_ptr_array_add (states, sat_test_store_dump (t));
  sat_test_store_set (t, ana, "first_name", "Anna", NULL);
  g_ptr_array_add (states, sat_test_store_dump (t));

  for (int round = 0; round < 2; round++) {
    for (int i = (int)states->len - 2; i >= 0; i--) {
      g_autofree char *state = NULL;

      undo (t, 0);
      state = sat_test_store_dump (t);
      g_assert_cmpstr (state, ==, states->pdata[i]);
    }
    for (guint i = 1; i < states->len; i++) {
      g_autofree char *state = NULL;

      redo (t);
      state = sat_test_store_dump (t);
      g_assert_cmpstr (state, ==, states->pdata[i]);
    }
  }
}

static void
test_edited_since (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 acme = sat_test_store_add (t, "company", "name", "Acme", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (SatUndoReport) report = NULL;
  gint64 change;

  sat_test_store_set (t, acme, "industry", "tools", "tier", "A", NULL);
  changes = sat_history_changes (sat_test_store_reader (t), 1, &error);
  g_assert_no_error (error);
  change = ((SatChangeInfo *)changes->pdata[0])->id;
  sat_test_store_set (t, acme, "tier", "B", NULL);
  report = sat_undo_change (t->store, change, &error);
  g_assert_no_error (error);
  sat_test_store_assert_text (t, acme, "industry", NULL);
  sat_test_store_assert_text (t, acme, "tier", "B");
  g_assert_cmpuint (report->kept->len, ==, 1);
  g_assert_cmpstr (((SatUndoKept *)report->kept->pdata[0])->field, ==, "tier");
  /* What stood in the way does so no more: the rest can be taken back too, and then no more. */
  g_clear_pointer (&report, sat_undo_report_free);
  report = sat_undo_change (t->store, change, &error);
  g_assert_no_error (error);
  g_assert_cmpint (report->change, ==, 0);
  undo (t, 0);
  sat_test_store_assert_text (t, acme, "tier", "A");
  g_clear_pointer (&report, sat_undo_report_free);
  report = sat_undo_change (t->store, change, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->kept->len, ==, 0);
  sat_test_store_assert_text (t, acme, "tier", NULL);
  g_clear_pointer (&report, sat_undo_report_free);
  report = sat_undo_change (t->store, change, &error);
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT);
}

typedef struct {
  gint64 company, contact;
} Pair;

static gboolean
create_pair_cb (SatWriter *writer, gpointer data, GError **error)
{
  Pair *pair = data;
  g_autoptr (SatEntry) company =
      sat_entry_new (sat_registry_type (sat_writer_get_registry (writer), "company"), 0);
  g_autoptr (SatEntry) contact =
      sat_entry_new (sat_registry_type (sat_writer_get_registry (writer), "contact"), 0);

  return sat_entry_set (company, "name", "Acme", error) &&
         sat_entry_set (company, "phone", "1", error) &&
         sat_entry_apply (company, writer, SAT_ORIGIN_IMPORT, TRUE, &pair->company, error) &&
         sat_entry_set (contact, "first_name", "Ana", error) &&
         sat_entry_set (contact, "company", "Acme", error) &&
         sat_entry_apply (contact, writer, SAT_ORIGIN_IMPORT, TRUE, &pair->contact, error);
}

static void
test_others_hang_on (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatUndoReport) report = NULL;
  gint64 change;
  Pair pair;

  g_assert_true (sat_store_write (t->store, SAT_CHANGE_IMPORT, "import", create_pair_cb, &pair,
                                  &change, &error));
  g_assert_no_error (error);
  sat_test_store_add (t, "opportunity", "name", "Deal", "company", "Acme", NULL);
  report = sat_undo_change (t->store, change, &error);
  g_assert_no_error (error);
  g_assert_true (sat_test_store_exists (t, pair.company));
  g_assert_false (sat_test_store_exists (t, pair.contact));
  sat_test_store_assert_text (t, pair.company, "phone", "1");
  for (guint i = 0; i < report->kept->len; i++)
    g_test_message ("kept %" G_GINT64_FORMAT ": %s",
                    ((SatUndoKept *)report->kept->pdata[i])->record,
                    ((SatUndoKept *)report->kept->pdata[i])->reason);
  g_assert_cmpuint (report->kept->len, ==, 1);
}

static gint64
last_change (SatTestStore *t)
{
  return sat_test_store_sql_int (t, "SELECT max(id) FROM change");
}

static void
undo_change (SatTestStore *t, gint64 change, guint kept)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatUndoReport) report = NULL;

  sat_clock_fake_advance (t->clock, G_USEC_PER_SEC);
  report = sat_undo_change (t->store, change, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->kept->len, ==, kept);
}

/* Whatever was undone before, whoever goes back step by step gets to the start. */
static void
test_out_of_order (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 acme = sat_test_store_add (t, "company", "name", "Acme", "tier", "A", NULL);
  g_autofree char *start = sat_test_store_dump (t);
  g_autofree char *end = NULL;
  gint64 set, created, deleted;
  gint64 box;

  sat_test_store_set (t, acme, "tier", "B", "industry", "tools", NULL);
  set = last_change (t);
  box = sat_test_store_add (t, "company", "name", "Box", "phone", "1", NULL);
  created = last_change (t);
  sat_test_store_set (t, acme, "tier", "C", NULL);
  sat_test_store_set (t, box, "phone", "2", NULL);
  sat_test_store_delete (t, box);
  deleted = last_change (t);
  sat_test_store_undelete (t, box);

  undo_change (t, deleted, 2); /* the company and its phone are back already */
  undo_change (t, created, 2);
  g_assert_true (sat_test_store_exists (t, box));
  undo_change (t, set, 1);
  sat_test_store_assert_text (t, acme, "tier", "C");
  sat_test_store_assert_text (t, acme, "industry", NULL);
  undo (t, 0); /* the undelete */
  g_assert_false (sat_test_store_exists (t, box));
  undo (t, 0);
  sat_test_store_assert_text (t, box, "phone", "2");
  for (int i = 0; i < 4; i++)
    undo (t, 0);
  end = sat_test_store_dump (t);
  g_assert_cmpstr (start, ==, end);
}

/* A definition takes the values of its field with it, and brings them back. */
static void
test_custom_field (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 acme = sat_test_store_add (t, "company", "name", "Acme", NULL);
  gint64 fleet = sat_test_store_add (t, "custom_field", "record_type", "company", "name", "fleet",
                                     "label", "Fleet", "kind", "integer", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gint64 defined = last_change (t);

  sat_test_store_set (t, acme, "fleet", "12", NULL);
  g_assert_false (sat_test_store_try_set (t, fleet, "kind", "text", &error));
  g_assert_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID);
  undo_change (t, defined, 1); /* the company's fleet depends on it */
  before = sat_test_store_dump (t);
  sat_test_store_delete (t, fleet);
  sat_test_store_delete (t, acme);
  undo (t, 0);
  undo (t, 0);
  after = sat_test_store_dump (t);
  g_assert_cmpstr (before, ==, after);
  sat_test_store_assert_text (t, acme, "fleet", "12");
  undo (t, 0);
  undo (t, 0);
  {
    g_autoptr (SatRegistry) registry = sat_store_ref_registry (t->store);

    g_assert_null (sat_type_field (sat_registry_type (registry, "company"), "fleet"));
  }
  redo (t);
  redo (t);
  sat_test_store_assert_text (t, acme, "fleet", "12");
}

static gboolean
remake_tags_cb (SatWriter *writer, gpointer data, GError **error)
{
  static const char *const texts[] = {"", "b; a", "a", "A; c"};
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "company");

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (SatEntry) entry = sat_entry_new (type, *(gint64 *)data);

    if (!sat_entry_set (entry, "tags", texts[i], error) ||
        !sat_entry_apply (entry, writer, SAT_ORIGIN_IMPORT, TRUE, NULL, error))
      return FALSE;
  }
  return TRUE;
}

/* What one change deletes, makes anew, and makes and deletes. */
static void
test_remade (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 acme = sat_test_store_add (t, "company", "name", "Acme", "tags", "a", NULL);
  g_autofree char *before = sat_test_store_dump (t);
  g_autofree char *after = NULL;
  g_autofree char *undone = NULL;
  g_autofree char *redone = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (
      sat_store_write (t->store, SAT_CHANGE_IMPORT, "import", remake_tags_cb, &acme, NULL, &error));
  g_assert_no_error (error);
  sat_test_store_assert_text (t, acme, "tags", "a\nc");
  after = sat_test_store_dump (t);
  undo (t, 0);
  undone = sat_test_store_dump (t);
  g_assert_cmpstr (undone, ==, before);
  redo (t);
  redone = sat_test_store_dump (t);
  g_assert_cmpstr (redone, ==, after);
}

/* A child does not come back to a parent that is gone. */
static void
test_orphan (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 ana = sat_test_store_add (t, "contact", "first_name", "Ana", "phone", "1", NULL);
  gint64 phone = sat_test_store_sql_int (t, "SELECT id FROM contact_point");
  g_autofree char *start = sat_test_store_dump (t);
  g_autofree char *end = NULL;
  gint64 deleted;

  sat_test_store_delete (t, phone);
  deleted = last_change (t);
  sat_test_store_delete (t, ana);
  undo_change (t, deleted, 2); /* the phone, and that it was the primary one */
  g_assert_false (sat_test_store_exists (t, phone));
  undo (t, 0);
  undo (t, 0);
  end = sat_test_store_dump (t);
  g_assert_cmpstr (start, ==, end);
}

/* Nor does it go back to one. */
static void
test_parent_gone (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autofree char *start = NULL, *end = NULL, *state = NULL;
  gint64 tag, made;

  sat_test_store_add (t, "company", "name", "Acme", NULL);
  start = sat_test_store_dump (t);
  sat_test_store_add (t, "contact", "first_name", "Ana", "tags", "vip", NULL);
  made = last_change (t);
  tag = sat_test_store_sql_int (t, "SELECT id FROM tag");
  sat_test_store_set (t, tag, "record", "Acme", NULL);
  undo_change (t, made, 1);
  end = sat_test_store_dump (t);
  undo (t, 1);
  sat_test_check_store (sat_test_store_reader (t));
  undo (t, 0);
  state = sat_test_store_dump (t);
  g_assert_cmpstr (start, ==, state);
  redo (t);
  redo (t);
  g_clear_pointer (&state, g_free);
  state = sat_test_store_dump (t);
  g_assert_cmpstr (end, ==, state);
}

/* A child that could not come back because its parent was gone comes with the parent. */
static void
test_waiting (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autofree char *end = NULL, *state = NULL;
  gint64 acme = sat_test_store_add (t, "company", "name", "Acme", NULL), made = last_change (t),
         tag;

  tag = sat_test_store_add (t, "tag", "record", "Acme", "name", "vip", NULL);
  sat_test_store_add (t, "company", "name", "Box", NULL);
  sat_test_store_set (t, tag, "record", "Box", NULL);
  undo_change (t, made, 0);
  g_assert_false (sat_test_store_exists (t, acme));
  end = sat_test_store_dump (t);
  undo (t, 1); /* not back to Acme */
  undo (t, 0);
  undo (t, 0);
  g_assert_false (sat_test_store_exists (t, tag));
  redo_kept (t, 1); /* Box is not there yet */
  g_assert_false (sat_test_store_exists (t, tag));
  redo (t);
  g_assert_true (sat_test_store_exists (t, tag));
  redo (t);
  state = sat_test_store_dump (t);
  g_assert_cmpstr (end, ==, state);
  sat_test_check_store (sat_test_store_reader (t));
}

/* An activity may outlive its company, and have people of its own all the same. */
static void
test_root_gone (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autofree char *end = NULL, *state = NULL;
  gint64 acme = sat_test_store_add (t, "company", "name", "Acme", NULL), visit;

  visit = sat_test_store_add (t, "activity", "subject", "Visit", "company", "Acme", NULL);
  sat_test_store_delete (t, acme);
  sat_test_store_undelete (t, visit);
  sat_test_store_add (t, "attendee", "activity", "Visit", "name", "Ana", NULL);
  end = sat_test_store_dump (t);
  undo (t, 0);
  undo (t, 0);
  redo (t);
  redo (t);
  state = sat_test_store_dump (t);
  g_assert_cmpstr (end, ==, state);
}

/* The last undos, all the way back. */
static void
assert_back_to (SatTestStore *t, const char *start, guint n)
{
  g_autofree char *end = NULL;

  sat_test_check_verify (sat_test_store_reader (t));
  for (guint i = 0; i < n; i++)
    undo (t, 0);
  end = sat_test_store_dump (t);
  g_assert_cmpstr (start, ==, end);
  sat_test_check_verify (sat_test_store_reader (t));
}

/* A phone goes back to whom it was taken from, though it is the new owner's primary one by now. */
static void
test_primary_leaves (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 ana = sat_test_store_add (t, "contact", "first_name", "Ana", "phone", "1", NULL);
  gint64 bo = sat_test_store_add (t, "contact", "first_name", "Bo", "phone", "2", NULL);
  gint64 phone = sat_test_store_sql_int (t, "SELECT max(id) FROM contact_point");
  g_autofree char *start = sat_test_store_dump (t);
  gint64 moved;

  sat_test_store_set (t, phone, "record", "Ana", NULL);
  moved = last_change (t);
  sat_test_store_set (t, ana, "primary_phone", "2", NULL);
  sat_test_store_assert_text (t, ana, "phone", "2");
  undo_change (t, moved, 0);
  sat_test_store_assert_text (t, ana, "phone", "1");
  sat_test_store_assert_text (t, bo, "phone", "2");
  assert_back_to (t, start, 1);
}

/* What was the primary phone is somebody else's when it should be it again. */
static void
test_primary_elsewhere (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 ana = sat_test_store_add (t, "contact", "first_name", "Ana", "phone", "1", NULL);
  gint64 phone = sat_test_store_sql_int (t, "SELECT max(id) FROM contact_point");
  gint64 chosen;
  g_autofree char *start = NULL;

  sat_test_store_add (t, "contact", "first_name", "Bo", NULL);
  sat_test_store_add (t, "contact_point", "record", "Ana", "kind", "phone", "value", "2", NULL);
  start = sat_test_store_dump (t);
  sat_test_store_set (t, ana, "primary_phone", "2", NULL);
  chosen = last_change (t);
  sat_test_store_set (t, phone, "record", "Bo", NULL);
  undo_change (t, chosen, 1);
  sat_test_store_assert_text (t, ana, "phone", "2");
  assert_back_to (t, start, 2);
}

static gboolean
new_phone_cb (SatWriter *writer, gpointer data, GError **error)
{
  SatRegistry *registry = sat_writer_get_registry (writer);
  const SatType *point = sat_registry_type (registry, "contact_point");
  g_auto (SatValue) kind = sat_value_text ("phone");
  g_auto (SatValue) number = sat_value_text ("3");
  SatWriteField fields[] = {
      {sat_type_field (point, "record"), sat_value_int (*(gint64 *)data), SAT_VERSION_NONE},
      {sat_type_field (point, "kind"), kind, SAT_VERSION_NONE},
      {sat_type_field (point, "value"), number, SAT_VERSION_NONE}};
  SatWriteField primary = {
      sat_type_field (sat_registry_type (registry, "contact"), "primary_phone"), SAT_VALUE_INIT,
      SAT_VERSION_NONE};
  gint64 id;

  if (!sat_writer_create (writer, point, fields, G_N_ELEMENTS (fields), SAT_ORIGIN_LOCAL, &id,
                          error))
    return FALSE;
  primary.value = sat_value_int (id);
  return sat_writer_set (writer, *(gint64 *)data, &primary, 1, SAT_ORIGIN_LOCAL, error);
}

/* The new phone goes, and the one before it is not there to follow. */
static void
test_primary_goes (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 ana = sat_test_store_add (t, "contact", "first_name", "Ana", "phone", "1", NULL);
  gint64 phone = sat_test_store_sql_int (t, "SELECT max(id) FROM contact_point");
  g_autoptr (GError) error = NULL;
  g_autofree char *start = NULL;
  gint64 created;

  sat_test_store_add (t, "contact", "first_name", "Bo", NULL);
  start = sat_test_store_dump (t);
  sat_store_write (t->store, SAT_CHANGE_EDIT, "new", new_phone_cb, &ana, &created, &error);
  g_assert_no_error (error);
  sat_test_store_assert_text (t, ana, "phone", "3");
  sat_test_store_set (t, phone, "record", "Bo", NULL);
  undo_change (t, created, 1);
  sat_test_store_assert_text (t, ana, "phone", NULL);
  assert_back_to (t, start, 2);
}

/* A phone of @data, and then a contact that takes it over. */
static gboolean
younger_parent_cb (SatWriter *writer, gpointer data, GError **error)
{
  const SatType *point = sat_registry_type (sat_writer_get_registry (writer), "contact_point");
  g_auto (SatValue) kind = sat_value_text ("phone");
  g_auto (SatValue) number = sat_value_text ("3");
  SatWriteField fields[] = {
      {sat_type_field (point, "record"), sat_value_int (*(gint64 *)data), SAT_VERSION_NONE},
      {sat_type_field (point, "kind"), kind, SAT_VERSION_NONE},
      {sat_type_field (point, "value"), number, SAT_VERSION_NONE}};
  gint64 phone = 0, contact = 0;

  if (!sat_writer_create (writer, point, fields, G_N_ELEMENTS (fields), SAT_ORIGIN_LOCAL, &phone,
                          error) ||
      !sat_entry_create (writer, "contact", &contact, error, "first_name", "Bo", NULL))
    return FALSE;
  fields[0].value = sat_value_int (contact);
  return sat_writer_set (writer, phone, fields, 1, SAT_ORIGIN_LOCAL, error);
}

/* An undo deletes the youngest first, here a parent before its child: it comes back first too. */
static void
test_younger_parent (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 ana = sat_test_store_add (t, "contact", "first_name", "Ana", NULL);
  g_autofree char *before = sat_test_store_dump (t);
  g_autofree char *after = NULL;
  g_autofree char *undone = NULL;
  g_autofree char *redone = NULL;
  g_autoptr (GError) error = NULL;

  sat_store_write (t->store, SAT_CHANGE_EDIT, "new", younger_parent_cb, &ana, NULL, &error);
  g_assert_no_error (error);
  after = sat_test_store_dump (t);
  undo (t, 0);
  undone = sat_test_store_dump (t);
  g_assert_cmpstr (undone, ==, before);
  redo (t);
  redone = sat_test_store_dump (t);
  g_assert_cmpstr (redone, ==, after);
}

static void
test_nothing (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (GError) error = NULL;

  g_assert_null (sat_undo_last (t->store, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOTHING);
  g_clear_error (&error);
  sat_test_store_add (t, "team", "name", "East", NULL);
  undo (t, 0);
  sat_test_store_add (t, "team", "name", "West", NULL);
  g_assert_null (sat_redo_last (t->store, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOTHING);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/undo/back-and-forth", test_back_and_forth);
  g_test_add_func ("/undo/edited-since", test_edited_since);
  g_test_add_func ("/undo/others-hang-on", test_others_hang_on);
  g_test_add_func ("/undo/out-of-order", test_out_of_order);
  g_test_add_func ("/undo/custom-field", test_custom_field);
  g_test_add_func ("/undo/remade", test_remade);
  g_test_add_func ("/undo/orphan", test_orphan);
  g_test_add_func ("/undo/parent-gone", test_parent_gone);
  g_test_add_func ("/undo/waiting", test_waiting);
  g_test_add_func ("/undo/root-gone", test_root_gone);
  g_test_add_func ("/undo/primary-leaves", test_primary_leaves);
  g_test_add_func ("/undo/primary-elsewhere", test_primary_elsewhere);
  g_test_add_func ("/undo/primary-goes", test_primary_goes);
  g_test_add_func ("/undo/younger-parent", test_younger_parent);
  g_test_add_func ("/undo/nothing", test_nothing);
  return g_test_run ();
}
