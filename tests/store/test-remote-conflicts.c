/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Conflicts come from the server, and are resolved here. */

#include "config.h"

#include "sat-others-work.h"
#include "sync-fixture.h"

#include <string.h>

static void
add_conflict (Fixture *f, const SatUuid *uuid, const SatUuid *record, const char *state)
{
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  g_autoptr (SatClocks) clocks = sat_clocks_new ((SatVersion){1, 1});
  SatPageRow row = {
      .type = "conflict", .id = *uuid, .root = *record, .clocks = clocks, .fields = fields};

  sat_wire_fields_take (fields, "kind", sat_wire_text ("field"), FALSE);
  sat_wire_fields_take (fields, "type", sat_wire_text ("company"), FALSE);
  sat_wire_fields_take (fields, "record", sat_wire_reference (record), FALSE);
  sat_wire_fields_take (fields, "field", sat_wire_text ("notes"), FALSE);
  sat_wire_fields_take (fields, "value", sat_wire_text ("lost"), FALSE);
  sat_wire_fields_take (fields, "winner", sat_wire_text ("old"), FALSE);
  sat_wire_fields_take (fields, "name", sat_wire_text ("Bob"), FALSE);
  sat_wire_fields_take (fields, "state", sat_wire_text (state), FALSE);
  sat_test_server_add_row (f->server, &row);
}

/* As a server tells it of an edit of @record's notes that lost to @version. */
static void
add_lost (Fixture *f, const SatUuid *record, const char *value, const char *version)
{
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  g_autoptr (SatClocks) clocks = sat_clocks_new ((SatVersion){1, 1});
  SatPageRow row = {
      .type = "history", .id = new_uuid (), .root = *record, .clocks = clocks, .fields = fields};

  sat_wire_fields_take (fields, "type", sat_wire_text ("company"), FALSE);
  sat_wire_fields_take (fields, "record", sat_wire_reference (record), FALSE);
  sat_wire_fields_take (fields, "field", sat_wire_text ("notes"), FALSE);
  sat_wire_fields_take (fields, "value", sat_wire_text (value), FALSE);
  sat_wire_fields_take (fields, "from", sat_wire_text (version), FALSE);
  sat_wire_fields_take (fields, "to", sat_wire_text (version), FALSE);
  sat_wire_fields_take (fields, "fate", sat_wire_text ("lost"), FALSE);
  sat_wire_fields_take (fields, "name", sat_wire_text ("Bob"), FALSE);
  sat_test_server_add_row (f->server, &row);
}

/* A clock years ahead gives edits that lose one version, which is as late as may be: each is kept,
 * and once however often it comes. */
static void
test_lost (void)
{
  static const char version[] = "019cade0a2900bbf:4";
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid uuid;

  add_shared (f, &uuid);
  add_lost (f, &uuid, "one", version);
  add_lost (f, &uuid, "two", version);
  receive (f);
  add_lost (f, &uuid, "two", version);
  receive (f);
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM history WHERE fate = 2"), ==,
                   2);
  g_assert_cmpint (
      sat_test_store_sql_int (f->t, "SELECT count(DISTINCT value) FROM history WHERE fate = 2"), ==,
      2);
}

static void
check_conflict (SatResolve how, const char *text, const char *expected)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid uuid, conflict = new_uuid ();
  gint64 id = add_shared (f, &uuid);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (GError) error = NULL;
  const SatConflictEntry *entry;
  gint64 rb;

  add_conflict (f, &conflict, &uuid, "open");
  receive (f);
  list = sat_outbox_conflicts (sat_test_store_reader (f->t), FALSE, NULL);
  g_assert_cmpuint (list->len, ==, 1);
  entry = list->pdata[0];
  g_assert_cmpint (entry->id, ==, id);
  g_assert_cmpstr (entry->field, ==, "notes");
  g_assert_cmpstr (entry->value, ==, "lost");
  g_assert_cmpstr (entry->winner, ==, "old");
  g_assert_cmpstr (entry->name, ==, "Bob");
  g_assert_true (entry->open);
  sat_outbox_resolve (f->t->store, &conflict, how, text, &error);
  g_assert_no_error (error);
  sat_test_store_assert_text (f->t, id, "notes", expected);
  open = sat_outbox_conflicts (sat_test_store_reader (f->t), FALSE, NULL);
  g_assert_cmpuint (open->len, ==, 0);
  /* Made with the conflict in sight. */
  rb = sat_test_store_sql_int (f->t, "SELECT max (rb) FROM outbox");
  g_assert_cmpint (rb, ==, sat_test_server_seq (f->server));
  g_assert_false (sat_outbox_resolve (f->t->store, &conflict, how, text, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT);
  sync_now (f);
}

static void
test_conflicts (void)
{
  check_conflict (SAT_RESOLVE_KEEP, NULL, "old");
  check_conflict (SAT_RESOLVE_OTHER, NULL, "lost");
  check_conflict (SAT_RESOLVE_TEXT, "both", "both");
}

static void
add_odd_conflict (Fixture *f,
                  const SatUuid *uuid,
                  const SatUuid *record,
                  const char *type,
                  const char *kind,
                  const char *value)
{
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  g_autoptr (SatClocks) clocks = sat_clocks_new ((SatVersion){1, 1});
  SatPageRow row = {
      .type = "conflict", .id = *uuid, .root = *record, .clocks = clocks, .fields = fields};

  sat_wire_fields_take (fields, "kind", sat_wire_text (kind), FALSE);
  sat_wire_fields_take (fields, "type", sat_wire_text (type), FALSE);
  sat_wire_fields_take (fields, "record", sat_wire_reference (record), FALSE);
  sat_wire_fields_take (fields, "field", sat_wire_text (value != NULL ? "amount" : "!"), FALSE);
  sat_wire_fields_take (fields, "value", sat_wire_text (value), FALSE);
  sat_wire_fields_take (fields, "state", sat_wire_text ("open"), FALSE);
  sat_test_server_add_row (f->server, &row);
}

/* Of a group all values are taken, and nothing else. */
static void
test_conflict_group (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid uuid = new_uuid (), conflict = new_uuid ();
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  sat_test_server_put (f->server, &uuid, "opportunity", NULL, "name", "Deal", "amount", "#100",
                       "currency", "EUR", NULL);
  add_odd_conflict (f, &conflict, &uuid, "opportunity", "field",
                    "{\"amount\":700,\"currency\":\"CHF\"}");
  receive (f);
  id = id_of (f, &uuid);
  list = sat_outbox_conflicts (sat_test_store_reader (f->t), FALSE, NULL);
  g_assert_nonnull (strstr (((SatConflictEntry *)list->pdata[0])->value, "CHF"));
  sat_outbox_resolve (f->t->store, &conflict, SAT_RESOLVE_OTHER, NULL, &error);
  g_assert_no_error (error);
  sat_test_store_assert_text (f->t, id, "amount", "7.00");
  sat_test_store_assert_text (f->t, id, "currency", "CHF");
  sync_now (f);
}

/* The delete that lost happens after all. */
static void
test_conflict_delete (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid uuid, conflict = new_uuid ();
  gint64 id = add_shared (f, &uuid);
  g_autoptr (GError) error = NULL;

  add_odd_conflict (f, &conflict, &uuid, "company", "delete", NULL);
  receive (f);
  sat_outbox_resolve (f->t->store, &conflict, SAT_RESOLVE_OTHER, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (sat_test_store_exists (f->t, id));
  sync_now (f);
}

/* The server closes it. */
static void
test_conflict_closes (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid uuid, conflict = new_uuid ();
  SatOutboxCounts counts;

  add_shared (f, &uuid);
  add_conflict (f, &conflict, &uuid, "open");
  receive (f);
  sat_outbox_counts (sat_test_store_reader (f->t), &counts, NULL);
  g_assert_cmpint (counts.conflicts, ==, 1);
  add_conflict (f, &conflict, &uuid, "closed");
  receive (f);
  sat_outbox_counts (sat_test_store_reader (f->t), &counts, NULL);
  g_assert_cmpint (counts.conflicts, ==, 0);
}

typedef struct {
  gint64 id;
  SatVersion base;
} Edit;

static gboolean
write_city (SatWriter *writer, gpointer data, GError **error)
{
  Edit *edit = data;
  SatType const *type = sat_registry_type (sat_writer_get_registry (writer), "address");
  g_autoptr (SatEntry) entry = sat_entry_new (type, edit->id);

  return sat_entry_set (entry, "city", "Bremen", error) &&
         (sat_entry_set_base (entry, "city", edit->base), TRUE) &&
         sat_entry_apply (entry, writer, SAT_ORIGIN_LOCAL, TRUE, &edit->id, error);
}

/* The editor had seen the address before somebody else moved it: of the group, whichever field was
 * typed into. */
static void
test_base_of_group (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid uuid, address = new_uuid ();
  g_autofree char *parent = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  const SatField *city;
  const SatMutationBase *base;
  Edit edit;

  add_shared (f, &uuid);
  parent = reference (&uuid);
  sat_test_server_put (f->server, &address, "address", &uuid, "company", parent, "street",
                       "Am Wall 1", "city", "Kiel", NULL);
  receive (f);
  city = sat_type_field (sat_reader_get_type_by_name (sat_test_store_reader (f->t), "address"),
                         "city");
  edit.id = id_of (f, &address);
  edit.base = sat_reader_version (sat_test_store_reader (f->t), edit.id, city);
  sat_test_server_put (f->server, &address, "address", &uuid, "street", "Am Dom 2", NULL);
  receive (f);
  sat_store_write (f->t->store, SAT_CHANGE_EDIT, "Test", write_city, &edit, NULL, &error);
  g_assert_no_error (error);
  body = freeze (f);
  list = read_body (body);
  g_assert_cmpuint (list->len, ==, 1);
  base = sat_mutation_base (list->pdata[0], "street");
  g_assert_nonnull (base);
  g_assert_cmpint (sat_version_compare (&base->version, &edit.base), ==, 0);
}

/* Who wrote what is there now, as the server tells. */
static void
test_author (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid uuid;
  gint64 id = add_shared (f, &uuid);
  SatReader *reader = sat_test_store_reader (f->t);
  const SatField *notes = sat_type_field (sat_reader_get_type_by_name (reader, "company"), "notes");
  g_autofree char *before = sat_history_author (reader, id, notes, NULL);
  g_autofree char *after = NULL;

  g_assert_cmpstr (before, ==, "");
  sat_test_server_put (f->server, &uuid, "company", NULL, "notes", "new", NULL);
  receive (f);
  after = sat_history_author (reader, id, notes, NULL);
  g_assert_cmpstr (after, ==, "Somebody");
}

/* A colleague's edit of my deal comes with a sync: it is news, and mine is not. */
static void
test_others_work (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 me = sat_test_store_add (f->t, "user", "name", "Me", NULL);
  gint64 deal = sat_test_store_add (f->t, "opportunity", "name", "Renewal", "owner", "Me",
                                    "next_step", "Wait", NULL);
  gint64 other = sat_test_store_add (f->t, "opportunity", "name", "Other", NULL);
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  SatUuid mine = uuid_of (f, deal), theirs = uuid_of (f, other);
  const SatOthersWork *work;

  sync_now (f);
  none = sat_others_work (sat_test_store_reader (f->t), me, 0, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
  sat_test_server_put (f->server, &mine, "opportunity", NULL, "next_step", "Call", NULL);
  sat_test_server_put (f->server, &theirs, "opportunity", NULL, "next_step", "Call", NULL);
  receive (f);
  found = sat_others_work (sat_test_store_reader (f->t), me, 0, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
  work = found->pdata[0];
  g_assert_cmpint (work->deal, ==, deal);
  g_assert_cmpstr (work->author, ==, "Somebody");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remote-conflicts/lost", test_lost);
  g_test_add_func ("/remote-conflicts/conflicts", test_conflicts);
  g_test_add_func ("/remote-conflicts/conflict-group", test_conflict_group);
  g_test_add_func ("/remote-conflicts/conflict-delete", test_conflict_delete);
  g_test_add_func ("/remote-conflicts/conflict-closes", test_conflict_closes);
  g_test_add_func ("/remote-conflicts/base-of-group", test_base_of_group);
  g_test_add_func ("/remote-conflicts/author", test_author);
  g_test_add_func ("/remote-conflicts/others-work", test_others_work);
  return g_test_run ();
}
