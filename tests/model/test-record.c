/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-record.h"
#include "sat-test.h"

typedef struct {
  SatRegistry *registry;
  const SatType *contact;
  const SatField *first_name, *company, *birthday;
  SatRecord *record;
  GString *log; /* every signal's detail, or "-", in order */
} Fixture;

static void
changed_cb (SatRecord *record, gpointer user_data)
{
  GSignalInvocationHint *hint = g_signal_get_invocation_hint (record);
  GString *log = user_data;

  g_string_append_printf (log, "%s ", hint->detail != 0 ? g_quark_to_string (hint->detail) : "-");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  SatUuid uuid = sat_uuid_new (1000);

  fixture->registry = sat_registry_new ();
  fixture->contact = sat_registry_type (fixture->registry, "contact");
  fixture->first_name = sat_type_field (fixture->contact, "first_name");
  fixture->company = sat_type_field (fixture->contact, "company");
  fixture->birthday = sat_type_field (fixture->contact, "birthday");
  fixture->record = sat_record_new (fixture->registry, fixture->contact, 7, &uuid);
  g_assert_true (sat_uuid_equal (sat_record_get_uuid (fixture->record), &uuid));
  fixture->log = g_string_new (NULL);
  g_signal_connect (fixture->record, "changed", G_CALLBACK (changed_cb), fixture->log);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->record);
  g_string_free (fixture->log, TRUE);
  sat_registry_unref (fixture->registry);
}

static void
set_text (SatRecord *record, const SatField *field, const char *text)
{
  g_auto (SatValue) value = sat_value_text (text);

  sat_record_set (record, field, &value);
}

static void
test_values (Fixture *fixture, gconstpointer data)
{
  SatRecord *record = fixture->record;

  g_assert_true (sat_record_get_record_type (record) == fixture->contact);
  g_assert_cmpint (sat_record_get_id (record), ==, 7);
  g_assert_cmpint (sat_record_get (record, fixture->first_name)->type, ==, SAT_VALUE_NULL);
  g_assert_null (sat_record_get_text (record, "first_name"));
  g_assert_cmpint (sat_record_get_int (record, "birthday", -5), ==, -5);

  sat_record_take (record, fixture->birthday, sat_value_int (100));
  sat_record_take (record, fixture->first_name, sat_value_text ("Ann"));
  sat_record_take (record, fixture->first_name, sat_value_text ("Anna"));
  g_assert_cmpstr (fixture->log->str, ==, "");
  g_assert_cmpint (sat_record_get_int (record, "birthday", -5), ==, 100);
  g_assert_cmpstr (sat_record_get_text (record, "first_name"), ==, "Anna");
  g_assert_cmpstr (sat_record_peek (record, "first_name")->text, ==, "Anna");
}

static void
test_set_signals (Fixture *fixture, gconstpointer data)
{
  SatRecord *record = fixture->record;

  set_text (record, fixture->first_name, "Ann");
  set_text (record, fixture->first_name, "Ann");
  set_text (record, fixture->first_name, NULL);
  set_text (record, fixture->first_name, NULL);
  g_assert_cmpstr (fixture->log->str, ==, "first_name first_name ");
  /* Its own value may be given back. */
  set_text (record, fixture->first_name, "Bea");
  sat_record_set (record, fixture->first_name, sat_record_get (record, fixture->first_name));
  g_assert_cmpstr (sat_record_get_text (record, "first_name"), ==, "Bea");
}

static void
test_detail (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) log = g_string_new (NULL);

  g_signal_connect (fixture->record, "changed::birthday", G_CALLBACK (changed_cb), log);
  set_text (fixture->record, fixture->first_name, "Ann");
  g_assert_cmpstr (log->str, ==, "");
  {
    SatValue day = sat_value_int (3);
    sat_record_set (fixture->record, fixture->birthday, &day);
  }
  g_assert_cmpstr (log->str, ==, "birthday ");
}

static void
test_titles (Fixture *fixture, gconstpointer data)
{
  SatRecord *record = fixture->record;

  g_assert_cmpstr (sat_record_get_title (record), ==, "");
  g_assert_cmpstr (sat_record_get_reference_title (record, fixture->company), ==, "");
  sat_record_set_title (record, "Ann Ba");
  sat_record_set_title (record, sat_record_get_title (record));
  g_assert_cmpstr (sat_record_get_title (record), ==, "Ann Ba");
  sat_record_take (record, fixture->company, sat_value_int (9));
  sat_record_set_reference_title (record, fixture->company, "Kan-code");
  g_assert_cmpstr (sat_record_get_reference_title (record, fixture->company), ==, "Kan-code");
  sat_record_take (record, fixture->company, sat_value_text ("Unresolved Ltd"));
  g_assert_cmpstr (sat_record_get_reference_title (record, fixture->company), ==, "Unresolved Ltd");
  g_assert_cmpstr (fixture->log->str, ==, "");
}

static void
test_update (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SatRecord) other = sat_record_new (fixture->registry, fixture->contact, 7, NULL);

  sat_record_take (fixture->record, fixture->birthday, sat_value_int (100));
  sat_record_take (fixture->record, fixture->first_name, sat_value_text ("Ann"));
  sat_record_take (other, fixture->first_name, sat_value_text ("Ann"));
  sat_record_take (other, fixture->company, sat_value_int (9));
  sat_record_set_reference_title (other, fixture->company, "Kan-code");
  sat_record_set_title (other, "Ann");

  sat_record_update_from (fixture->record, other);
  g_assert_cmpstr (fixture->log->str, ==, "company birthday title - ");
  g_assert_cmpint (sat_record_get (fixture->record, fixture->birthday)->type, ==, SAT_VALUE_NULL);
  g_assert_cmpint (sat_record_get_int (fixture->record, "company", 0), ==, 9);
  g_assert_cmpstr (sat_record_get_reference_title (fixture->record, fixture->company), ==,
                   "Kan-code");
  g_assert_cmpstr (sat_record_get_title (fixture->record), ==, "Ann");

  g_string_truncate (fixture->log, 0);
  sat_record_update_from (fixture->record, other);
  sat_record_update_from (fixture->record, fixture->record);
  g_assert_cmpstr (fixture->log->str, ==, "");

  /* Only the other record's name changed. */
  sat_record_set_reference_title (other, fixture->company, "Kancode");
  sat_record_update_from (fixture->record, other);
  g_assert_cmpstr (fixture->log->str, ==, "company - ");

  /* A title is gone together with its reference. */
  sat_record_take (other, fixture->company, SAT_VALUE_INIT);
  sat_record_set_reference_title (other, fixture->company, NULL);
  sat_record_update_from (fixture->record, other);
  g_assert_cmpstr (sat_record_get_reference_title (fixture->record, fixture->company), ==, "");
}

/* A custom field arrives while a record is on the screen. */
static void
test_wider_registry (Fixture *fixture, gconstpointer data)
{
  const SatField line = {.number = 1000, .name = "hobby", .kind = SAT_KIND_TEXT, .label = "Hobby"};
  g_autoptr (SatRegistry) wide =
      sat_registry_with_field (fixture->registry, "contact", &line, NULL);
  const SatType *contact = sat_registry_type (wide, "contact");
  const SatField *hobby = sat_type_field (contact, "hobby");
  g_autoptr (SatRecord) other = sat_record_new (wide, contact, 7, NULL);

  g_assert_cmpint (sat_record_get (fixture->record, hobby)->type, ==, SAT_VALUE_NULL);
  sat_record_take (other, hobby, sat_value_text ("Chess"));
  sat_record_update_from (fixture->record, other);
  g_assert_cmpstr (fixture->log->str, ==, "hobby - ");
  g_assert_cmpstr (sat_record_get (fixture->record, hobby)->text, ==, "Chess");
  sat_record_update_from (other, fixture->record);
  g_assert_cmpstr (sat_record_get (other, hobby)->text, ==, "Chess");
}

static void
test_foreign_field (Fixture *fixture, gconstpointer data)
{
  if (g_test_subprocess ()) {
    const SatType *company = sat_registry_type (fixture->registry, "company");

    sat_record_get (fixture->record, company->fields[0]);
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*has_field*");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/model/record/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("values", test_values);
  ADD ("set-signals", test_set_signals);
  ADD ("detail", test_detail);
  ADD ("titles", test_titles);
  ADD ("update", test_update);
  ADD ("wider-registry", test_wider_registry);
  ADD ("foreign-field", test_foreign_field);
  return g_test_run ();
}
