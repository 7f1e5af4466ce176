/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-model.h"
#include "sat-registry-lines.h"
#include "sat-test.h"

#include <string.h>

static void
test_builtin (void)
{
  g_autoptr (SatRegistry) registry = sat_registry_new ();
  const SatType *const *types;
  guint n;

  types = sat_registry_types (registry, &n);
  g_assert_cmpuint (n, ==, sat_registry_n_lines);
  g_assert_null (types[n]);
  for (guint i = 0; i < n; i++) {
    g_assert_true (sat_registry_type (registry, types[i]->name) == types[i]);
    g_assert_true (sat_registry_type_by_number (registry, types[i]->number) == types[i]);
    g_assert_cmpstr (sat_type_get_label (types[i]), ==, types[i]->label);
    g_assert_cmpstr (sat_type_get_plural (types[i]), ==, types[i]->plural);
    for (guint j = 0; j < types[i]->n_fields; j++) {
      const SatField *field = types[i]->fields[j];

      g_assert_true (field->type == types[i]);
      g_assert_cmpuint (field->index, ==, j);
      g_assert_true (sat_type_field (types[i], field->name) == field);
      g_assert_true (sat_type_field_by_number (types[i], field->number) == field);
      g_assert_cmpstr (sat_field_get_label (field), ==, field->label);
    }
  }
}

static void
test_schema (void)
{
  g_autoptr (SatRegistry) now = sat_registry_new ();
  g_autoptr (SatRegistry) first = sat_registry_new_of_schema (1);
  g_autoptr (SatRegistry) later = sat_registry_new_of_schema (SAT_SCHEMA_VERSION + 1);
  g_autoptr (SatRegistry) custom = NULL;
  const SatField field = {.number = 1000, .name = "mood", .kind = SAT_KIND_TEXT, .label = "Mood"};
  guint n_now, n_first, n_later;

  sat_registry_types (now, &n_now);
  sat_registry_types (first, &n_first);
  sat_registry_types (later, &n_later);
  g_assert_cmpuint (sat_registry_schema (now), ==, SAT_SCHEMA_VERSION);
  g_assert_cmpuint (sat_registry_schema (first), ==, 1);
  g_assert_cmpuint (sat_registry_schema (later), ==, SAT_SCHEMA_VERSION + 1);
  g_assert_cmpuint (n_first, <, n_now);
  g_assert_cmpuint (n_later, ==, n_now);
  g_assert_nonnull (sat_registry_type (now, "attendee"));
  g_assert_null (sat_registry_type (first, "attendee"));
  g_assert_null (sat_registry_type_by_number (first, 26));
  g_assert_nonnull (sat_type_field (sat_registry_type (now, "contact"), "department"));
  g_assert_null (sat_type_field (sat_registry_type (first, "contact"), "department"));
  g_assert_nonnull (sat_type_field (sat_registry_type (first, "contact"), "tags"));
  custom = sat_registry_with_field (first, "contact", &field, NULL);
  g_assert_nonnull (sat_type_field (sat_registry_type (custom, "contact"), "mood"));
  g_assert_null (sat_type_field (sat_registry_type (custom, "contact"), "department"));
  g_assert_cmpuint (sat_registry_schema (custom), ==, 1);
}

static void
test_schema_by_environment (void)
{
  g_autoptr (SatRegistry) registry = NULL;
  g_autoptr (SatRegistry) usual = NULL;

  g_setenv ("SATCHEL_SCHEMA", "1", TRUE);
  registry = sat_registry_new ();
  g_assert_cmpuint (sat_registry_schema (registry), ==, 1);
  g_assert_null (sat_registry_type (registry, "attendee"));
  g_setenv ("SATCHEL_SCHEMA", "newest", TRUE);
  g_test_expect_message (NULL, G_LOG_LEVEL_WARNING, "*newest*");
  usual = sat_registry_new ();
  g_test_assert_expected_messages ();
  g_assert_cmpuint (sat_registry_schema (usual), ==, SAT_SCHEMA_VERSION);
  g_unsetenv ("SATCHEL_SCHEMA");
}

static void
test_unknown (void)
{
  g_autoptr (SatRegistry) registry = sat_registry_new ();
  const SatType *company = sat_registry_type (registry, "company");
  g_autoptr (GError) no_type = NULL;
  g_autoptr (GError) no_field = NULL;
  g_autoptr (GError) none = NULL;

  g_assert_null (sat_registry_type (registry, "Company"));
  g_assert_null (sat_registry_type_by_number (registry, 0));
  g_assert_null (sat_registry_require (registry, "lead", &no_type));
  g_assert_error (no_type, SAT_MODEL_ERROR, SAT_MODEL_ERROR_UNKNOWN);
  g_assert_null (sat_type_field (company, "colour"));
  g_assert_null (sat_type_field_by_number (company, 0));
  g_assert_null (sat_type_require (company, "colour", &no_field));
  g_assert_error (no_field, SAT_MODEL_ERROR, SAT_MODEL_ERROR_UNKNOWN);
  g_assert_true (sat_registry_require (registry, "company", &none) == company);
  g_assert_true (sat_type_require (company, "name", &none) == company->fields[0]);
  g_assert_no_error (none);
}

static void
test_identifiers (void)
{
  static const char *const good[] = {"a", "name", "x2", "a_b",
                                     "a23456789012345678901234567890123456789_"};
  static const char *const bad[] = {
      "",
      "_a",
      "2a",
      "A",
      "aB",
      "a-b",
      "a b",
      "a\"",
      "é",
      "a;",
      "a23456789012345678901234567890123456789_0",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (sat_registry_is_identifier (good[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (sat_registry_is_identifier (bad[i]));
  g_assert_false (sat_registry_is_identifier (NULL));
}

static SatRegistry *
add (SatRegistry *registry, guint16 number, const char *name, GError **error)
{
  const SatField field = {.number = number, .name = name, .kind = SAT_KIND_TEXT, .label = "Text"};

  return sat_registry_with_field (registry, "company", &field, error);
}

static void
test_custom (void)
{
  g_autoptr (SatRegistry) first = sat_registry_new ();
  g_autoptr (SatRegistry) second = NULL;
  g_autoptr (SatRegistry) third = NULL;
  g_autoptr (GError) error = NULL;
  guint n = sat_registry_type (first, "company")->n_fields;
  const SatType *company;

  second = add (first, 1000, "colour", &error);
  g_assert_no_error (error);
  third = add (second, 1001, "taste", &error);
  g_assert_no_error (error);
  g_clear_pointer (&second, sat_registry_unref);
  g_assert_cmpuint (sat_registry_type (first, "company")->n_fields, ==, n);
  company = sat_registry_type (third, "company");
  g_assert_cmpuint (company->n_fields, ==, n + 2);
  g_assert_cmpstr (company->fields[n]->name, ==, "colour");
  g_assert_true (sat_type_field_by_number (company, 1001) == sat_type_field (company, "taste"));
  g_assert_true (company->fields[n]->flags & SAT_FIELD_CUSTOM);
  g_assert_true (company->fields[n]->type == company);
  g_assert_true (sat_field_is_stored (company->fields[n]));

  second = add (third, 1000, "color", &error);
  g_assert_no_error (error);
  company = sat_registry_type (second, "company");
  g_assert_cmpuint (company->n_fields, ==, n + 2);
  g_assert_cmpstr (company->fields[n]->name, ==, "color");
  g_assert_null (sat_type_field (company, "colour"));
}

/* Nothing of the field that was given is kept: it may be freed at once. */
static void
test_custom_is_copied (void)
{
  g_autoptr (SatRegistry) base = sat_registry_new ();
  g_autoptr (SatRegistry) registry = NULL;
  g_autofree char *name = g_strdup ("kind_of_cake");
  g_autofree char *label = g_strdup ("Kind of cake");
  g_autofree char *choice = g_strdup ("Käsekuchen");
  SatChoice choices[] = {{choice, choice}, {NULL, NULL}};
  SatField field = {
      .number = 1000, .name = name, .kind = SAT_KIND_CHOICE, .label = label, .choices = choices};
  const SatField *copy;
  g_autoptr (GError) error = NULL;
  g_auto (SatValue) value = SAT_VALUE_INIT;

  registry = sat_registry_with_field (base, "product", &field, &error);
  g_assert_no_error (error);
  memset (name, 'x', strlen (name));
  memset (label, 'x', strlen (label));
  memset (choice, 'x', strlen (choice));
  choices[0].name = NULL;
  copy = sat_type_field (sat_registry_type (registry, "product"), "kind_of_cake");
  g_assert_nonnull (copy);
  g_assert_cmpstr (sat_field_get_label (copy), ==, "Kind of cake");
  g_assert_true (sat_field_parse (copy, "kasekuchen", NULL, &value, &error));
  g_assert_cmpstr (value.text, ==, "Käsekuchen");
  g_assert_cmpstr (sat_field_choice_label (copy, "Käsekuchen"), ==, "Käsekuchen");
  g_assert_cmpstr (sat_field_choice_label (copy, "Torte"), ==, "Torte");
}

static void
test_custom_refused (void)
{
  static const SatField rows[] = {
      {.number = 1000, .name = "Colour", .kind = SAT_KIND_TEXT, .label = "x"},
      {.number = 1000, .name = "drop table", .kind = SAT_KIND_TEXT, .label = "x"},
      {.number = 1000, .name = "name", .kind = SAT_KIND_TEXT, .label = "x"},
      {.number = 1000, .name = "id", .kind = SAT_KIND_TEXT, .label = "x"},
      {.number = 1000, .name = "type", .kind = SAT_KIND_TEXT, .label = "x"},
      {.number = 1000, .name = NULL, .kind = SAT_KIND_TEXT, .label = "x"},
      {.number = 1000, .name = "colour", .kind = SAT_KIND_TEXT, .label = NULL},
      {.number = 1000, .name = "colour", .kind = SAT_KIND_REFERENCE, .label = "x"},
      {.number = 1000,
       .name = "colour",
       .kind = SAT_KIND_REFERENCE,
       .label = "x",
       .target = "lead"},
      {.number = 1000, .name = "colour", .kind = SAT_KIND_CHOICE, .label = "x"},
      {.number = 1, .name = "colour", .kind = SAT_KIND_TEXT, .label = "x"},
      {.number = 999, .name = "colour", .kind = SAT_KIND_TEXT, .label = "x"},
  };
  g_autoptr (SatRegistry) registry = sat_registry_new ();
  g_autoptr (SatRegistry) with_taste = add (registry, 1001, "taste", NULL);
  g_autoptr (GError) no_type = NULL;
  g_autoptr (GError) taken = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (sat_registry_with_field (registry, "company", &rows[i], &error));
    g_assert_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID);
  }
  g_assert_null (sat_registry_with_field (registry, "lead", &rows[0], &no_type));
  g_assert_error (no_type, SAT_MODEL_ERROR, SAT_MODEL_ERROR_UNKNOWN);
  g_assert_null (add (with_taste, 1000, "taste", &taken));
  g_assert_error (taken, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID);
}

/* One sound table, and for each test one line of it broken. */
typedef struct {
  SatField fields[4];
  SatField others[2];
  SatTypeLines lines[2];
} Table;

static void
table_init (Table *table)
{
  static const SatField company[] = {
      {.number = 1, .name = "name", .kind = SAT_KIND_TEXT, .label = "Name"},
      {.number = 2,
       .name = "amount",
       .kind = SAT_KIND_MONEY,
       .label = "Amount",
       .currency = "currency",
       .group = 1},
      {.number = 3, .name = "currency", .kind = SAT_KIND_CURRENCY, .label = "Currency", .group = 1},
  };
  static const SatField tag[] = {
      {.number = 1,
       .name = "record",
       .kind = SAT_KIND_REFERENCE,
       .label = "Of",
       .target = "company",
       .flags = SAT_FIELD_PARENT},
  };

  *table = (Table){0};
  memcpy (table->fields, company, sizeof company);
  memcpy (table->others, tag, sizeof tag);
  table->lines[0] = (SatTypeLines){
      {.number = 1, .name = "company", .label = "Company", .plural = "Companies", .title = "name"},
      table->fields};
  table->lines[1] = (SatTypeLines){{.number = 2,
                                    .name = "tag",
                                    .label = "Tag",
                                    .plural = "Tags",
                                    .title = "record",
                                    .flags = SAT_TYPE_CHILD},
                                   table->others};
}

static void
check (Table *table, gboolean sound, int line)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatRegistry) registry =
      sat_registry_new_from_lines (table->lines, G_N_ELEMENTS (table->lines), &error);

  g_test_message ("line %d: %s", line, error != NULL ? error->message : "sound");
  if (sound)
    g_assert_no_error (error);
  else
    g_assert_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID);
  g_assert_cmpint (registry != NULL, ==, sound);
  table_init (table);
}

#define BROKEN(...)                                                                                \
  G_STMT_START                                                                                     \
  {                                                                                                \
    __VA_ARGS__;                                                                                   \
    check (&table, FALSE, __LINE__);                                                               \
  }                                                                                                \
  G_STMT_END

static void
test_broken_tables (void)
{
  Table table;

  table_init (&table);
  check (&table, TRUE, __LINE__);
  BROKEN (table.lines[1].type.name = "company");
  BROKEN (table.lines[1].type.name = "Tag");
  BROKEN (table.lines[1].type.number = 1);
  BROKEN (table.lines[1].type.number = 0);
  BROKEN (table.lines[1].type.label = NULL);
  BROKEN (table.lines[0].type.title = NULL);
  BROKEN (table.lines[0].type.title = "name|code");
  BROKEN (table.others[0].flags = 0);
  BROKEN (table.others[0].target = NULL);
  BROKEN (table.others[0].target = "company|lead");
  BROKEN (table.fields[0].flags = SAT_FIELD_PARENT);
  BROKEN (table.fields[0].flags = SAT_FIELD_SEARCHED | SAT_FIELD_COMPUTED);
  BROKEN (table.fields[0].target = "company");
  BROKEN (table.fields[0].number = 0);
  BROKEN (table.fields[0].number = 2);
  BROKEN (table.fields[0].number = SAT_FIELD_FIRST_CUSTOM);
  BROKEN (table.fields[0].name = "currency");
  BROKEN (table.fields[0].name = "title");
  BROKEN (table.fields[0].name = "Name");
  BROKEN (table.fields[0].label = NULL);
  BROKEN (table.fields[0].since = SAT_SCHEMA_VERSION + 1);
  BROKEN (table.fields[0].group = 2);
  BROKEN (table.fields[0].currency = "currency");
  BROKEN (table.fields[0].kind = SAT_KIND_CHOICE);
  BROKEN (table.fields[0].kind = SAT_KIND_INTEGER, table.fields[0].standard = "many");
  BROKEN (table.fields[0].through = "currency", table.fields[0].via = "name");
  BROKEN (table.fields[0].via = "name");
  BROKEN (table.fields[1].currency = "name");
  BROKEN (table.fields[1].currency = "code");
  BROKEN (table.fields[1].currency = "name.currency");
  BROKEN (table.fields[1].kind = SAT_KIND_TEXT);
}

static void
test_paths (void)
{
  Table table;

  table_init (&table);
  table.others[1] = table.others[0];
  {
    SatField others[] = {
        table.others[0],
        {.number = 2,
         .name = "value",
         .kind = SAT_KIND_MONEY,
         .label = "Value",
         .currency = "record.currency"},
        {.number = 3,
         .name = "owner",
         .kind = SAT_KIND_TEXT,
         .label = "Of",
         .through = "record",
         .via = "name"},
        {0},
    };

    table.lines[1].lines = others;
    check (&table, TRUE, __LINE__);
    table.lines[1].lines = others;
    BROKEN (others[2].via = "amount");
    table.lines[1].lines = others;
    BROKEN (others[2].via = "name", others[1].currency = "record.name");
    table.lines[1].lines = others;
    BROKEN (others[1].currency = "other.currency");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/registry/schema", test_schema);
  g_test_add_func ("/model/registry/schema-by-environment", test_schema_by_environment);
  g_test_add_func ("/model/registry/builtin", test_builtin);
  g_test_add_func ("/model/registry/unknown", test_unknown);
  g_test_add_func ("/model/registry/identifiers", test_identifiers);
  g_test_add_func ("/model/registry/custom", test_custom);
  g_test_add_func ("/model/registry/custom-is-copied", test_custom_is_copied);
  g_test_add_func ("/model/registry/custom-refused", test_custom_refused);
  g_test_add_func ("/model/registry/broken-tables", test_broken_tables);
  g_test_add_func ("/model/registry/paths", test_paths);
  return g_test_run ();
}
