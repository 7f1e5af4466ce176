/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-as-of.h"
#include "sat-query.h"
#include "sat-test-store.h"

#include <string.h>

#define DAY (24 * G_TIME_SPAN_HOUR)

static SatReader *
open_at (SatTestStore *f, const char *type, gint64 us)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (GError) error = NULL;
  SatReader *reader = sat_as_of_open (f->store, type, us, zone, NULL, &error);

  g_assert_no_error (error);
  return reader;
}

static void
append_record (GString *dump, SatReader *reader, SatRecord *record)
{
  const SatType *type = sat_record_get_record_type (record);

  g_string_append_printf (dump, "%s %" G_GINT64_FORMAT " “%s”", type->name,
                          sat_record_get_id (record), sat_record_get_title (record));
  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];
    const SatValue *value = sat_record_get (record, field);
    g_autofree char *text =
        sat_field_to_string (field, value, sat_reader_currency (reader, record, field));

    if (field->kind == SAT_KIND_REFERENCE && value->type == SAT_VALUE_INTEGER)
      g_string_append_printf (dump, " %s=%" G_GINT64_FORMAT " (%s)", field->name, value->integer,
                              sat_record_get_reference_title (record, field));
    else if (text != NULL)
      g_string_append_printf (dump, " %s=%s", field->name, text);
  }
  g_string_append_c (dump, '\n');
}

/* All that a reader shows of a type. */
static char *
dump_type (SatReader *reader, const char *name)
{
  g_autoptr (SatQuery) query = sat_query_new (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = sat_query_ids (query, reader, NULL, &error);
  g_autoptr (GPtrArray) records = NULL;
  GString *dump = g_string_new (NULL);

  g_assert_no_error (error);
  records = sat_reader_load_many (reader, sat_reader_get_type_by_name (reader, name),
                                  (const gint64 *)(gpointer)ids->data, ids->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, ids->len);
  for (guint i = 0; i < records->len; i++)
    append_record (dump, reader, g_ptr_array_index (records, i));
  return g_string_free (dump, FALSE);
}

static void
assert_listed_at (SatTestStore *f, const char *type, gint64 us, const char *expected)
{
  g_autoptr (SatReader) reader = open_at (f, type, us);
  g_autoptr (SatQuery) query = sat_query_new (type);
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GString) titles = g_string_new (NULL);

  sat_query_add_sort (query, "title", FALSE);
  ids = sat_query_ids (query, reader, NULL, NULL);
  g_assert_nonnull (ids);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (titles, "%s%s", i > 0 ? "," : "",
                            sat_reader_title (reader, g_array_index (ids, gint64, i)));
  g_assert_cmpstr (titles->str, ==, expected);
}

static void
test_values_of_then (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 before = sat_clock_now (f->clock);
  gint64 id = sat_test_store_add (f, "company", "name", "One", NULL);
  gint64 first = sat_clock_now (f->clock), second, third;
  SatUuid uuid;
  gboolean deleted = FALSE;

  sat_test_store_set (f, id, "name", "Two", "industry", "Retail", NULL);
  second = sat_clock_now (f->clock);
  sat_test_store_delete (f, id);
  third = sat_clock_now (f->clock);
  sat_test_store_undelete (f, id);
  sat_test_store_set (f, id, "name", "Three", NULL);
  assert_listed_at (f, "company", before, "");
  assert_listed_at (f, "company", first - 1, "");
  assert_listed_at (f, "company", first, "One");
  assert_listed_at (f, "company", second - 1, "One");
  assert_listed_at (f, "company", second, "Two");
  assert_listed_at (f, "company", third - 1, "Two");
  assert_listed_at (f, "company", third, "");
  assert_listed_at (f, "company", sat_clock_now (f->clock), "Three");
  {
    g_autoptr (SatReader) reader = open_at (f, "company", first);
    g_autoptr (SatRecord) record = sat_reader_load (reader, id, NULL);

    g_assert_nonnull (record);
    g_assert_null (sat_record_get_text (record, "industry"));
    g_assert_true (sat_reader_identify (reader, id, &uuid, NULL, &deleted, NULL));
    g_assert_false (deleted);
  }
  {
    g_autoptr (SatReader) reader = open_at (f, "company", third);
    g_autoptr (GError) error = NULL;

    g_assert_true (sat_reader_find (reader, &uuid, NULL, &deleted, NULL) == id && deleted);
    g_assert_cmpstr (sat_reader_title (reader, id), ==, "");
    g_assert_null (sat_reader_load (reader, id, &error));
    g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND);
  }
}

static void
test_deleted_since (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 id = sat_test_store_add (f, "contact", "first_name", "Ada", "phone", "+1 23", NULL);
  gint64 then = sat_clock_now (f->clock);
  g_autoptr (SatReader) reader = NULL;
  g_autoptr (SatRecord) record = NULL;

  sat_test_store_delete (f, id);
  reader = open_at (f, "contact", then);
  record = sat_reader_load (reader, id, NULL);
  g_assert_nonnull (record);
  g_assert_cmpstr (sat_record_get_title (record), ==, "Ada");
  g_assert_cmpstr (sat_record_get_text (record, "phone"), ==, "+1 23");
}

typedef struct {
  SatUuid uuid;
  gint64 id;
  const char *field;
} Recreate;

static gboolean
recreate_cb (SatWriter *writer, gpointer data, GError **error)
{
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "company");
  Recreate *recreate = data;
  SatWriteField fields[] = {
      {sat_type_field (type, "name"), sat_value_text ("Again"), SAT_VERSION_NONE},
      {sat_type_field (type, recreate->field), sat_value_text ("New"), SAT_VERSION_NONE}};
  gint64 id = 0;
  gboolean ok = sat_writer_write (writer, SAT_WRITE_PUT, type, &id, &recreate->uuid, fields,
                                  G_N_ELEMENTS (fields), SAT_ORIGIN_RESTORE, error);

  sat_value_clear (&fields[0].value);
  sat_value_clear (&fields[1].value);
  g_assert_true (!ok || id == recreate->id);
  return ok;
}

/* A record that was deleted and then written anew says nothing of what it was before. */
static void
test_written_anew (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 id = sat_test_store_add (f, "company", "name", "One", "industry", "Retail", NULL);
  gint64 then = sat_clock_now (f->clock);
  Recreate recreate = {.id = id, .field = "tier"};
  g_autoptr (GError) error = NULL;
  g_autoptr (SatReader) reader = NULL;
  g_autoptr (SatRecord) record = NULL;

  g_assert_true (
      sat_reader_identify (sat_test_store_reader (f), id, &recreate.uuid, NULL, NULL, NULL));
  sat_test_store_delete (f, id);
  sat_clock_fake_advance (f->clock, DAY);
  sat_store_write (f->store, SAT_CHANGE_EDIT, "again", recreate_cb, &recreate, NULL, &error);
  g_assert_no_error (error);
  sat_test_store_set (f, id, "tier", "Newer", "industry", "Steel", NULL);
  reader = open_at (f, "company", then);
  record = sat_reader_load (reader, id, NULL);
  g_assert_nonnull (record);
  g_assert_cmpstr (sat_record_get_text (record, "name"), ==, "One");
  g_assert_cmpstr (sat_record_get_text (record, "industry"), ==, "Retail");
  g_assert_null (sat_record_get_text (record, "tier"));
}

/* Titles of referenced records are those of then. */
static void
test_references_of_then (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 company = sat_test_store_add (f, "company", "name", "Old name", NULL);
  gint64 deal;
  gint64 then;
  g_autoptr (SatReader) reader = NULL;
  g_autoptr (SatRecord) record = NULL;
  g_autoptr (SatQuery) query = sat_query_new ("opportunity");
  g_autoptr (SatFilter) filter = sat_filter_test1 ("company.name", SAT_OP_IS, "old name");
  gint64 count = 0;

  sat_test_store_add_stages (f, (gint64[4]){0});
  deal = sat_test_store_add (f, "opportunity", "name", "Deal", "company", "Old name", "tags", "hot",
                             NULL);
  then = sat_clock_now (f->clock);
  sat_test_store_set (f, company, "name", "New name", NULL);
  sat_test_store_set (f, deal, "company", "", "tags", "cold", NULL);
  sat_test_store_delete (f, company);
  reader = open_at (f, "opportunity", then);
  record = sat_reader_load (reader, deal, NULL);
  g_assert_cmpstr (sat_record_get_reference_title (
                       record, sat_type_field (sat_record_get_record_type (record), "company")),
                   ==, "Old name");
  g_assert_cmpstr (sat_record_get_text (record, "tags"), ==, "hot");
  sat_query_set_filter (query, filter);
  g_assert_true (sat_query_count (query, reader, &count, NULL));
  g_assert_cmpint (count, ==, 1);
}

static void
test_pushes_of_then (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 deal, then;
  g_autoptr (SatReader) reader = NULL;
  g_autoptr (SatRecord) record = NULL;

  sat_test_store_add_stages (f, (gint64[4]){0});
  deal = sat_test_store_add (f, "opportunity", "name", "D", "close_date", "2026-04-01", NULL);
  sat_test_store_set (f, deal, "close_date", "2026-05-01", NULL);
  then = sat_clock_now (f->clock);
  sat_test_store_set (f, deal, "close_date", "2026-06-01", NULL);
  sat_test_store_set (f, deal, "close_date", "2026-07-01", NULL);
  reader = open_at (f, "opportunity", then);
  record = sat_reader_load (reader, deal, NULL);
  g_assert_cmpint (sat_record_get_int (record, "pushes", -1), ==, 1);
  g_assert_cmpint (sat_reader_count (reader, sat_record_get_record_type (record), NULL), ==, 1);
}

static gint64
day_end (const char *date)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  SatDate day;

  g_assert_true (sat_date_parse (date, &day, NULL));
  return sat_date_end (day, zone);
}

static char *
describe_deal (SatTestStore *f, gint64 deal, const char *date)
{
  g_autoptr (SatReader) reader = open_at (f, "opportunity", day_end (date));
  g_autoptr (SatRecord) record = sat_reader_load (reader, deal, NULL);
  const SatType *type = sat_reader_get_type_by_name (reader, "opportunity");

  if (record == NULL)
    return g_strdup ("");
  return g_strdup_printf (
      "%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s",
      sat_record_get_reference_title (record, sat_type_field (type, "stage")),
      sat_record_get_int (record, "amount", -1), sat_record_get_int (record, "probability", -1),
      sat_record_get_text (record, "owner") != NULL ? sat_record_get_text (record, "owner") : "-");
}

static void
assert_deal_at (SatTestStore *f, gint64 deal, const char *date, const char *expected)
{
  g_autofree char *found = describe_deal (f, deal, date);

  g_assert_cmpstr (found, ==, expected);
}

/* A deal that came from a file long after it closed was open for its time. */
static void
test_deal_before_its_first_version (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 won, lost, open;

  sat_test_store_add (f, "workspace", "name", "W", "currency", "USD", NULL);
  sat_test_store_add_stages (f, (gint64[4]){0});
  won = sat_test_store_add (f, "opportunity", "name", "Won", "stage", "Won", "amount", "1054",
                            "opened", "2017-01-10", "close_date", "2017-03-01", NULL);
  lost = sat_test_store_add (f, "opportunity", "name", "Lost", "stage", "Lost", "amount", "0",
                             "opened", "2017-01-10", "close_date", "2017-03-01", NULL);
  open = sat_test_store_add (f, "opportunity", "name", "Open", "stage", "Engaging", "amount", "300",
                             "opened", "2017-02-01", NULL);
  assert_deal_at (f, won, "2017-01-09", "");
  assert_deal_at (f, won, "2017-01-10", "Prospecting 105400 20 -");
  assert_deal_at (f, won, "2017-02-28", "Prospecting 105400 20 -");
  assert_deal_at (f, won, "2017-03-01", "Won 105400 100 -");
  assert_deal_at (f, lost, "2017-02-28", "Prospecting 0 20 -");
  assert_deal_at (f, lost, "2017-03-01", "Lost 0 0 -");
  assert_deal_at (f, open, "2017-01-31", "");
  assert_deal_at (f, open, "2017-02-01", "Engaging 30000 60 -");
  /* Later edits change what is from then on, not what was before; a new day of opening does. */
  sat_clock_fake_advance (f->clock, DAY);
  sat_test_store_set (f, open, "amount", "900", "opened", "2017-01-05", NULL);
  assert_deal_at (f, open, "2017-01-04", "");
  assert_deal_at (f, open, "2017-01-05", "Engaging 30000 60 -");
  sat_test_store_delete (f, open);
  assert_deal_at (f, open, "2017-02-01", "");
}

typedef struct {
  const char *stage, *amount, *close_date;
  gint64 deal;
} ImportData;

/* A deal with its line, as one change of an import. */
static gboolean
import_cb (SatWriter *writer, gpointer data, GError **error)
{
  SatRegistry *registry = sat_writer_get_registry (writer);
  ImportData *import = data;
  g_autoptr (SatEntry) deal = sat_entry_new (sat_registry_type (registry, "opportunity"), 0);
  g_autoptr (SatEntry) line = sat_entry_new (sat_registry_type (registry, "line_item"), 0);
  gint64 id = 0;
  char uuid[SAT_UUID_STRING_LENGTH + 1];
  SatUuid deal_id;

  if (!sat_entry_set (deal, "name", "Won", error) ||
      !sat_entry_set (deal, "stage", import->stage, error) ||
      !sat_entry_set (deal, "amount", import->amount, error) ||
      !sat_entry_set (deal, "opened", "2017-01-10", error) ||
      !sat_entry_set (deal, "close_date", import->close_date, error) ||
      !sat_entry_apply (deal, writer, SAT_ORIGIN_IMPORT, TRUE, &import->deal, error) ||
      !sat_reader_identify (sat_writer_get_reader (writer), import->deal, &deal_id, NULL, NULL,
                            error))
    return FALSE;
  sat_uuid_write (&deal_id, uuid);
  return sat_entry_set (line, "opportunity", uuid, error) &&
         sat_entry_set (line, "product", "GTX", error) &&
         sat_entry_set (line, "quantity", "2", error) &&
         sat_entry_apply (line, writer, SAT_ORIGIN_IMPORT, TRUE, &id, error);
}

static void
test_list_price_while_open (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportData import = {.stage = "Won", .amount = "1054", .close_date = "2017-03-01"};
  ImportData open = {.stage = "Engaging"};
  g_autoptr (GError) error = NULL;
  g_autoptr (SatReader) reader = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  char uuid[SAT_UUID_STRING_LENGTH + 1];
  SatUuid id;
  gint64 product;

  sat_test_store_add (f, "workspace", "name", "W", "currency", "USD", NULL);
  sat_test_store_add_stages (f, (gint64[4]){0});
  product = sat_test_store_add (f, "product", "name", "GTX", "unit_price", "550", NULL);
  sat_store_write (f->store, SAT_CHANGE_IMPORT, "import", import_cb, &import, NULL, &error);
  g_assert_no_error (error);
  assert_deal_at (f, import.deal, "2017-02-28", "Prospecting 110000 20 -");
  assert_deal_at (f, import.deal, "2017-03-01", "Won 105400 100 -");
  sat_store_write (f->store, SAT_CHANGE_IMPORT, "import", import_cb, &open, NULL, &error);
  g_assert_no_error (error);
  assert_deal_at (f, open.deal, "2017-02-28", "Engaging 110000 60 -");
  /* The price that was known first, not today's; and no line that came later. */
  sat_clock_fake_advance (f->clock, DAY);
  sat_test_store_set (f, product, "unit_price", "600", NULL);
  assert_deal_at (f, import.deal, "2017-02-28", "Prospecting 110000 20 -");
  g_assert_true (
      sat_reader_identify (sat_test_store_reader (f), import.deal, &id, NULL, NULL, NULL));
  sat_uuid_write (&id, uuid);
  sat_test_store_add (f, "line_item", "opportunity", uuid, "product", "GTX", NULL);
  assert_deal_at (f, import.deal, "2017-02-28", "Prospecting 110000 20 -");
  reader = open_at (f, "opportunity", day_end ("2017-02-28"));
  lines =
      sat_reader_children (reader, import.deal, sat_reader_get_type_by_name (reader, "line_item"),
                           "opportunity", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lines->len, ==, 1);
}

static void
test_refusals (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (sat_as_of_open (f->store, "nothing", 0, NULL, NULL, &error));
  g_assert_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_UNKNOWN);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_null (sat_as_of_open (f->store, "company", 0, NULL, cancellable, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_INTERRUPTED);
}

/* Later edits do not reach a reader of the past. */
static void
test_snapshot_stays (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  gint64 company = sat_test_store_add (f, "company", "name", "One", NULL);
  gint64 contact = sat_test_store_add (f, "contact", "first_name", "A", "company", "One", NULL);
  g_autoptr (SatReader) reader = open_at (f, "contact", sat_clock_now (f->clock));

  sat_test_store_set (f, company, "name", "Two", NULL);
  sat_test_store_set (f, contact, "first_name", "B", NULL);
  g_assert_cmpstr (sat_reader_title (reader, contact), ==, "A");
  g_assert_cmpstr (sat_reader_title (reader, company), ==, "One");
}

static const char *const types[] = {"company", "contact",  "opportunity",
                                    "user",    "activity", "note"};

typedef struct {
  gint64 us;
  char *dumps[G_N_ELEMENTS (types)];
} Saved;

static void
saved_clear_cb (gpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    g_free (((Saved *)data)->dumps[i]);
}

static Saved
save_state (SatTestStore *f)
{
  Saved saved = {.us = sat_clock_now (f->clock)};

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    saved.dumps[i] = dump_type (sat_test_store_reader (f), types[i]);
  return saved;
}

static gint64
random_id (GRand *rand, GArray *ids)
{
  return g_array_index (ids, gint64, g_rand_int_range (rand, 0, (gint32)ids->len));
}

static const char *
random_word (GRand *rand)
{
  static const char *const words[] = {"red", "green", "blue", "", "Zoë", "42"};

  return words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))];
}

/* "" or the id of some record of @type as the tests write it. */
static char *
random_reference (SatTestStore *f, GRand *rand, const char *type)
{
  g_autoptr (SatQuery) query = sat_query_new (type);
  SatReader *reader = sat_test_store_reader (f);
  g_autoptr (GArray) ids = sat_query_ids (query, reader, NULL, NULL);
  SatUuid uuid;

  if (ids->len == 0 || g_rand_int_range (rand, 0, 5) == 0)
    return g_strdup ("");
  g_assert_true (sat_reader_identify (reader, random_id (rand, ids), &uuid, NULL, NULL, NULL));
  return sat_uuid_to_string (&uuid);
}

static gint64
add_random (SatTestStore *f, GRand *rand)
{
  const char *type = types[g_rand_int_range (rand, 0, G_N_ELEMENTS (types))];
  g_autofree char *name = g_strdup_printf ("N%u", g_rand_int (rand));
  g_autofree char *company = random_reference (f, rand, "company");
  g_autofree char *owner = random_reference (f, rand, "user");

  if (g_str_equal (type, "contact"))
    return sat_test_store_add (f, type, "last_name", name, "company", company, "mail",
                               random_word (rand), NULL);
  if (g_str_equal (type, "opportunity"))
    return sat_test_store_add (f, type, "name", name, "company", company, "owner", owner, "tags",
                               random_word (rand), "close_date", "2026-06-01", NULL);
  if (g_str_equal (type, "activity"))
    return sat_test_store_add (f, type, "subject", name, "company", company, NULL);
  if (g_str_equal (type, "note"))
    return sat_test_store_add (f, type, "body", name, "company", company, NULL);
  return sat_test_store_add (f, type, "name", name, NULL);
}

static void
edit_random (SatTestStore *f, GRand *rand, gint64 id)
{
  const SatType *type = NULL;
  g_autofree char *reference = NULL;
  g_autofree char *date = g_strdup_printf ("2026-%02d-%02d", g_rand_int_range (rand, 1, 13),
                                           g_rand_int_range (rand, 1, 29));
  gboolean deleted = FALSE;

  g_assert_true (sat_reader_identify (sat_test_store_reader (f), id, NULL, &type, &deleted, NULL));
  if (deleted) {
    sat_test_store_undelete (f, id);
    return;
  }
  if (g_rand_int_range (rand, 0, 6) == 0) {
    sat_test_store_delete (f, id);
    return;
  }
  if (g_str_equal (type->name, "company")) {
    sat_test_store_set (f, id, "industry", random_word (rand), "city", random_word (rand), NULL);
  } else if (g_str_equal (type->name, "contact")) {
    reference = random_reference (f, rand, "company");
    sat_test_store_set (f, id, "first_name", random_word (rand), "company", reference, "phone",
                        random_word (rand), NULL);
  } else if (g_str_equal (type->name, "opportunity")) {
    reference = random_reference (f, rand, "stage");
    sat_test_store_set (f, id, "close_date", date, "stage", reference, "tags", random_word (rand),
                        "amount", g_rand_boolean (rand) ? "12.5" : "7", NULL);
  } else if (g_str_equal (type->name, "user")) {
    reference = random_reference (f, rand, "user");
    sat_test_store_set (f, id, "mail", random_word (rand), NULL);
    /* Refused if it led back to the user. */
    sat_test_store_try_set (f, id, "manager", reference, NULL);
  } else {
    reference = random_reference (f, rand, "contact");
    sat_test_store_set (f, id, "contact", reference, NULL);
  }
}

static void
compare_with_saved (SatTestStore *f, const Saved *saved)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    g_autoptr (SatReader) reader = open_at (f, types[i], saved->us);
    g_autofree char *dump = dump_type (reader, types[i]);

    g_assert_cmpstr (dump, ==, saved->dumps[i]);
  }
}

/* What the past was then and what the history says of it now are the same. */
static void
test_history_folds_to_saved_states (void)
{
  g_autoptr (SatTestStore) f = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (GRand) rand = sat_test_rand_new ();
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) states = g_array_new (FALSE, FALSE, sizeof (Saved));

  g_array_set_clear_func (states, saved_clear_cb);
  sat_test_store_add_stages (f, (gint64[4]){0});
  for (int round = 0; round < 150; round++) {
    int what = g_rand_int_range (rand, 0, 10);

    if (what < 3 || ids->len == 0) {
      gint64 id = add_random (f, rand);

      g_array_append_val (ids, id);
    } else if (what == 3) {
      g_autoptr (SatUndoReport) report = NULL;

      /* The same instant cannot be both before and after it. */
      sat_clock_fake_advance (f->clock, G_TIME_SPAN_SECOND);
      report = sat_undo_last (f->store, NULL);
    } else {
      edit_random (f, rand, random_id (rand, ids));
    }
    if (round % 10 == 0) {
      Saved saved = save_state (f);

      g_array_append_val (states, saved);
    }
  }
  for (guint i = 0; i < states->len; i++)
    compare_with_saved (f, &g_array_index (states, Saved, i));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/as-of/values-of-then", test_values_of_then);
  g_test_add_func ("/store/as-of/deleted-since", test_deleted_since);
  g_test_add_func ("/store/as-of/written-anew", test_written_anew);
  g_test_add_func ("/store/as-of/references-of-then", test_references_of_then);
  g_test_add_func ("/store/as-of/pushes-of-then", test_pushes_of_then);
  g_test_add_func ("/store/as-of/deal-before-its-first-version",
                   test_deal_before_its_first_version);
  g_test_add_func ("/store/as-of/list-price-while-open", test_list_price_while_open);
  g_test_add_func ("/store/as-of/refusals", test_refusals);
  g_test_add_func ("/store/as-of/snapshot-stays", test_snapshot_stays);
  g_test_add_func ("/store/as-of/history-folds-to-saved-states",
                   test_history_folds_to_saved_states);
  return g_test_run ();
}
