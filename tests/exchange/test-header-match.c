/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-header-match.h"

#include <string.h>

#include "sat-csv-reader.h"
#include "sat-test.h"
#include "sat-text-encoding.h"

typedef struct {
  SatRegistry *registry;
  SatHeaderTable *table;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->registry = sat_registry_new ();
  fixture->table = sat_header_table_new (fixture->registry);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sat_header_table_free (fixture->table);
  sat_registry_unref (fixture->registry);
}

/* Fields by column: "name", "phone:work", "web#2", "-" for what is left out, "=" for a repeated
 * field, "?" for what is not known. */
static char *
describe (const SatHeaderMatch *match)
{
  GString *all = g_string_new (match->type);

  for (guint i = 0; i < match->n_columns; i++) {
    const SatHeaderColumn *column = &match->columns[i];

    g_string_append_c (all, ' ');
    if (column->field == NULL) {
      g_string_append_c (all, column->ignored ? '-' : column->repeated ? '=' : '?');
      continue;
    }
    g_string_append (all, column->field);
    if (*column->label != '\0')
      g_string_append_printf (all, ":%s", column->label);
    if (column->nth > 1)
      g_string_append_printf (all, "#%u", column->nth);
  }
  return g_string_free (all, FALSE);
}

/* @titles: separated by '|'. @expected: as describe() says it, or NULL for no type. */
static void
assert_chosen (Fixture *fixture, const char *titles, const char *expected)
{
  g_auto (GStrv) headers = g_strsplit (titles, "|", -1);
  g_autoptr (SatHeaderMatch) match = sat_header_table_choose (
      fixture->table, (const char *const *)headers, g_strv_length (headers));
  g_autofree char *found = match != NULL ? describe (match) : NULL;

  g_assert_cmpstr (found, ==, expected);
  if (match != NULL) {
    g_assert_true (match->has_keys);
    g_assert_cmpfloat (match->score, >=, 0.5);
    g_assert_cmpfloat (match->score, <=, 1);
  }
}

static void
assert_type (Fixture *fixture, const char *type, const char *titles, const char *expected)
{
  g_auto (GStrv) headers = g_strsplit (titles, "|", -1);
  g_autoptr (SatHeaderMatch) match = sat_header_table_match (
      fixture->table, type, (const char *const *)headers, g_strv_length (headers));
  g_autofree char *found = NULL;

  g_assert_nonnull (match);
  found = describe (match);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_types (Fixture *fixture, gconstpointer data)
{
  assert_chosen (fixture,
                 "account|sector|year_established|revenue|employees|office_location|subsidiary_of",
                 "company name industry founded annual_revenue employees country parent");
  assert_chosen (fixture,
                 "opportunity_id|sales_agent|product|account|deal_stage|engage_date|close_date|"
                 "close_value",
                 "opportunity external_id owner product company stage opened close_date amount");
  assert_chosen (fixture, "sales_agent|manager|regional_office", "user name manager team");
  assert_chosen (fixture, "product|series|sales_price", "product name family unit_price");
  assert_chosen (fixture, "Name|Email", "contact full_name mail");
  assert_chosen (fixture, "Subject|Due Date|Related To", "activity subject due company");
  assert_chosen (fixture, "Sales Rep|Quarter|Quota", "quota user period amount");
  assert_chosen (fixture, "Currency|Date|Rate", "exchange_rate currency date rate");
  assert_chosen (fixture, "Opportunity Name|Product|Quantity",
                 "line_item opportunity product quantity");
}

static void
test_no_type (Fixture *fixture, gconstpointer data)
{
  assert_chosen (fixture, "", NULL);
  assert_chosen (fixture, "column1|column2|column3", NULL);
  assert_chosen (fixture, "Table|Field|Description", NULL);
  assert_chosen (fixture, "ID", NULL);
  assert_chosen (fixture, "Name", NULL);
  assert_chosen (fixture, "Name|Type|Notes", NULL);
  assert_chosen (fixture, "CountryRegionCode|Name|ModifiedDate", NULL);
  assert_chosen (fixture, "StateProvinceID|StateProvinceCode|Name|TerritoryID", NULL);
  assert_chosen (fixture, "Name|Body|ParentId", NULL);
  g_assert_null (sat_header_table_match (fixture->table, "unicorn", NULL, 0));
}

static void
test_ways_to_write (Fixture *fixture, gconstpointer data)
{
  static const char *const ways[] = {"first_name",
                                     "First Name",
                                     "FIRSTNAME",
                                     "firstName",
                                     " First  Name ",
                                     "FIRST-NAME",
                                     "First_Name__c",
                                     "NPSP__FIRSTNAME__C",
                                     "Contact First Name",
                                     "Contact1 First Name",
                                     "Vorname",
                                     "Prénom",
                                     "PRENOM",
                                     "Ｆｉｒｓｔ Ｎａｍｅ"};

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    assert_type (fixture, "contact", ways[i], "contact first_name");
  assert_type (fixture, "company", "Account #|Company #", "company code =");
}

static void
test_languages (Fixture *fixture, gconstpointer data)
{
  assert_chosen (fixture, "Empresa|Sector|Número de empleados|Sitio web|Teléfono|Ciudad|País",
                 "company name industry employees website phone city country");
  assert_chosen (fixture, "Firma|Branche|Mitarbeiter|Webseite|Telefon|PLZ|Ort|Land",
                 "company name industry employees website phone postal_code city country");
  assert_chosen (fixture, "Nom|Prénom|Société|Poste|Courriel|Téléphone portable|Ville",
                 "contact last_name first_name company job_title mail phone:mobile city");
  assert_chosen (fixture, "商机名称|客户名称|阶段|金额|预计成交日期|负责人",
                 "opportunity name company stage amount close_date owner");
  assert_chosen (fixture, "姓名|公司名稱|職稱|手機|電子郵件|備註",
                 "contact full_name company job_title phone:mobile mail notes");
  assert_chosen (fixture, "Nombre del negocio|Etapa|Importe|Fecha de cierre|Propietario",
                 "opportunity name stage amount close_date owner");
}

static void
test_contact_points (Fixture *fixture, gconstpointer data)
{
  assert_type (
      fixture, "contact",
      "email_work|email_home|phone_work|Work Phone 2|Mobile Phone|Home Fax|linkedin_url|Pager",
      "contact mail:work mail:home phone:work phone:work#2 phone:mobile fax:home web:linkedin "
      "phone:pager");
  assert_type (
      fixture, "contact",
      "E-mail Address|E-mail 2 Address|E-mail 1 - Value|Business Street|Business Street 2|"
      "Home Address 2|Home ZipCode|Address 1 - City|Teléfono trabajo|Telefon privat|公司电话",
      "contact mail mail#2 mail#3 street:work street_2:work street_2:home postal_code:home city "
      "phone:work phone:home phone:work#2");
  assert_type (fixture, "company",
               "BILLINGSTREET|BILLINGCITY|BILLINGSTATE|BILLINGPOSTALCODE|SHIPPINGCOUNTRY|PHONE|FAX",
               "company street:billing city:billing region:billing postal_code:billing "
               "country:shipping phone fax");
  assert_type (fixture, "contact", "Birth Year|Birth Month|Birth Day",
               "contact birthday.year birthday.month birthday.day");
  assert_type (fixture, "contact", "Birthday", "contact birthday");
}

static void
test_references (Fixture *fixture, gconstpointer data)
{
  assert_type (fixture, "company", "ID|PARENTID|OWNERID|SalesPersonID|TerritoryID",
               "company external_id parent.external_id owner.external_id = territory.external_id");
  assert_type (fixture, "contact", "id|company_id|company_name|company|sales_id|sales",
               "contact external_id company.external_id company = owner.external_id owner");
  assert_type (fixture, "opportunity", "Opportunity ID|AccountId|OwnerId|BusinessEntityID",
               "opportunity external_id company.external_id owner.external_id ?");
  /* Rows about states, each in a territory. */
  assert_type (fixture, "territory", "StateProvinceID|TerritoryID|Name", "territory ? ? name");
  assert_type (fixture, "territory", "TerritoryID|Name", "territory external_id name");
}

static void
test_ignored (Fixture *fixture, gconstpointer data)
{
  assert_type (fixture, "opportunity",
               "NAME|ISDELETED|SYSTEMMODSTAMP|EXPECTEDREVENUE|rowguid|CREATEDDATE|FISCAL|X",
               "opportunity name - - - - opened - ?");
}

static void
test_assign (Fixture *fixture, gconstpointer data)
{
  static const char *const headers[] = {"BusinessEntityID", "Name", "FirstName", "LastName",
                                        "EmailAddress"};
  g_autoptr (SatHeaderMatch) match = sat_header_table_match (fixture->table, "contact", headers, 5);
  g_autofree char *before = describe (match);
  g_autofree char *after = NULL;
  double score = match->score;

  g_assert_cmpstr (before, ==, "contact ? full_name first_name last_name mail");
  sat_header_match_assign (match, 0, "company.external_id");
  sat_header_match_assign (match, 1, "company.name");
  sat_header_match_assign (match, 4, "first_name");
  after = describe (match);
  g_assert_cmpstr (after, ==, "contact company.external_id company.name = last_name first_name");
  g_assert_cmpfloat (match->score, >, score);
  g_assert_cmpint (sat_header_match_find (match, "company.name"), ==, 1);
  g_assert_cmpint (sat_header_match_find (match, "mail"), ==, -1);
  for (guint i = 0; i < 5; i++)
    sat_header_match_assign (match, i, NULL);
  g_assert_false (match->has_keys);
  g_assert_cmpfloat (match->score, ==, 0);
}

static void
test_file_of_map (Fixture *fixture, gconstpointer data)
{
  static const char *const headers[] = {"BusinessEntityID", "QuotaDate", "SalesQuota", "rowguid",
                                        "ModifiedDate"};
  g_autoptr (SatHeaderMatch) match = sat_header_table_match (fixture->table, "quota", headers, 5);

  g_assert_false (match->has_keys);
  sat_header_match_assign (match, 0, "user.external_id");
  g_assert_true (match->has_keys);
  g_assert_cmpfloat (match->score, ==, 1);
}

/* A file with the names of all fields, as Satchel writes it, is known again. */
static void
test_own_names (Fixture *fixture, gconstpointer data)
{
  guint n_types;
  const SatType *const *types = sat_registry_types (fixture->registry, &n_types);

  for (guint t = 0; t < n_types; t++) {
    g_autoptr (GPtrArray) headers = g_ptr_array_new ();
    g_autoptr (SatHeaderMatch) match = NULL;

    g_ptr_array_add (headers, (char *)"id");
    for (guint f = 0; f < types[t]->n_fields; f++)
      if (sat_field_is_writable (types[t]->fields[f]) &&
          !(types[t]->fields[f]->flags & SAT_FIELD_INTERNAL))
        g_ptr_array_add (headers, (char *)types[t]->fields[f]->name);
    if (headers->len < 3)
      continue;
    g_test_message ("%s", types[t]->name);
    match =
        sat_header_table_choose (fixture->table, (const char *const *)headers->pdata, headers->len);
    g_assert_nonnull (match);
    g_assert_cmpstr (match->type, ==, types[t]->name);
    g_assert_cmpfloat (match->score, ==, 1);
    g_assert_cmpstr (match->columns[0].field, ==, "external_id");
    for (guint i = 1; i < headers->len; i++)
      g_assert_cmpstr (match->columns[i].field, ==, headers->pdata[i]);
  }
}

/* A field that a user adds is found by its name and its label. */
static void
test_custom_field (void)
{
  SatField field = {.number = SAT_FIELD_FIRST_CUSTOM,
                    .name = "shoe_size",
                    .kind = SAT_KIND_INTEGER,
                    .label = "Size of shoes",
                    .flags = SAT_FIELD_CUSTOM};
  g_autoptr (SatRegistry) plain = sat_registry_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SatRegistry) registry = sat_registry_with_field (plain, "contact", &field, &error);
  Fixture fixture = {registry, NULL};

  g_assert_no_error (error);
  fixture.table = sat_header_table_new (registry);
  assert_type (&fixture, "contact", "Last name|shoe_size", "contact last_name shoe_size");
  assert_type (&fixture, "contact", "Last name|SIZE OF SHOES", "contact last_name shoe_size");
  assert_type (&fixture, "company", "Name|shoe_size", "company name ?");
  sat_header_table_free (fixture.table);
}

static void
test_random_titles (Fixture *fixture, gconstpointer data)
{
  static const char *const pieces[] = {
      "email", "1", "2", "work", "home", "phone", "address", "id", "account", "contact", "__",
      "__c",   " ", "_", "#",    "name", "é",     "公司",    "",   "street",  "\xff"};
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (guint round = 0; round < 500; round++) {
    g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GPtrArray) choices = NULL;

    for (guint i = g_rand_int_range (rand, 0, 8); i > 0; i--) {
      GString *title = g_string_new (NULL);

      for (guint p = g_rand_int_range (rand, 0, 5); p > 0; p--)
        g_string_append (title, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      g_ptr_array_add (headers, g_string_free (title, FALSE));
    }
    choices = sat_header_table_choices (fixture->table, (const char *const *)headers->pdata,
                                        headers->len);
    for (guint i = 0; i + 1 < choices->len; i++) {
      const SatHeaderMatch *match = choices->pdata[i], *next = choices->pdata[i + 1];

      g_assert_true (match->own > next->own || match->score >= next->score);
    }
  }
}

static void
assert_real (Fixture *fixture, const char *name, const char *type, double score)
{
  g_autofree char *path = sat_test_real_data (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatText) text = NULL;
  g_autoptr (SatCsvReader) reader = NULL;
  g_autoptr (SatHeaderMatch) match = NULL;
  SatCsvDialect dialect;
  const char *data;
  gsize length;

  if (path == NULL) {
    g_test_skip ("the files of real input are not there");
    return;
  }
  text = sat_text_open (path, NULL, &error);
  g_assert_no_error (error);
  data = sat_text_get_data (text, &length);
  sat_csv_dialect_detect (data, length, &dialect);
  reader = sat_csv_reader_new (data, length, &dialect);
  match = sat_header_table_choose (fixture->table, sat_csv_reader_get_header (reader),
                                   sat_csv_reader_get_n_columns (reader));
  g_test_message ("%s", name);
  g_assert_cmpstr (match != NULL ? match->type : NULL, ==, type);
  if (match != NULL)
    g_assert_cmpfloat (match->score, >=, score);
}

static void
test_real (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *name, *type;
    double score;
  } files[] = {
      {"maven-crm/accounts.csv", "company", 1},
      {"maven-crm/sales_pipeline.csv", "opportunity", 1},
      {"maven-crm/sales_teams.csv", "user", 1},
      {"maven-crm/products.csv", "product", 1},
      {"maven-crm/data_dictionary.csv", NULL, 0},
      {"salesforce-dataloader/data/accountData.csv", "company", 0.8},
      {"salesforce-dataloader/data/opportunityData.csv", "opportunity", 0.8},
      {"salesforce-dataloader/testfiles/data/accountsForInsert.csv", "company", 0.8},
      {"salesforce-dataloader/testfiles/data/csvtext.csv", NULL, 0},
      {"salesforce-dataloader/testfiles/data/createAttachmentTemplate.csv", NULL, 0},
      {"atomic-crm/contacts.csv", "contact", 0.8},
      {"atomic-crm/contacts_export.csv", "contact", 0.8},
      {"adventureworks/Sales vStoreWithContacts.csv", "contact", 0.8},
      {"adventureworks/Sales vSalesPerson.csv", "contact", 0.7},
      {"adventureworks/Sales vSalesPersonSalesByFiscalYears.csv", "user", 0.7},
      {"adventureworks/Production Product.csv", "product", 0.5},
      {"adventureworks/Sales SalesTerritory.csv", "territory", 0.5},
      {"adventureworks/Sales Currency.csv", NULL, 0},
      {"adventureworks/Person CountryRegion.csv", NULL, 0},
      {"adventureworks/Person StateProvince.csv", NULL, 0},
      {"adventureworks/Person ContactType.csv", NULL, 0},
      {"salesforce-npsp/NPSP_Data_Import_Template_csv.csv", "contact", 0.5},
      {"febrl-dedupe/dataset1.csv", "contact", 0.9},
      {"thunderbird/mailnews/addrbook/test/unit/data/export.csv", "contact", 0.9},
      {"thunderbird/mailnews/import/test/unit/resources/csv_semicolon.csv", "contact", 1},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    assert_real (fixture, files[i].name, files[i].type, files[i].score);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/exchange/header-match/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("types", test_types);
  ADD ("no-type", test_no_type);
  ADD ("ways-to-write", test_ways_to_write);
  ADD ("languages", test_languages);
  ADD ("contact-points", test_contact_points);
  ADD ("references", test_references);
  ADD ("ignored", test_ignored);
  ADD ("assign", test_assign);
  ADD ("file-of-map", test_file_of_map);
  ADD ("own-names", test_own_names);
  ADD ("random-titles", test_random_titles);
  ADD ("real-files", test_real);
  g_test_add_func ("/exchange/header-match/custom-field", test_custom_field);
  return g_test_run ();
}
