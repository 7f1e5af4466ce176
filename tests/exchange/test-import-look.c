/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is seen of files before they are imported, and what a user's answers make of them. */

#include "config.h"

#include "sat-import-look.h"
#include "sat-import-similar.h"
#include "sat-import.h"
#include "sat-test-store.h"

#include <string.h>

static SatImportLook *
look_at (SatTestStore *t, const char *name, const char *text, gssize length, const char *encoding)
{
  g_autofree char *path = sat_test_dir_write (t->dir, name, text, length);
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (t->store);

  return sat_import_look_new (path, registry, encoding, SAT_IMPORT_TITLES_AUTO);
}

static const SatImportLookColumn *
column (const SatImportLook *look, guint index)
{
  g_assert_cmpuint (index, <, look->columns->len);
  return look->columns->pdata[index];
}

static const char people[] = "First Name,Last Name,Contact,Works at,Segment,Size,Since\n"
                             "Ana,Pérez,ana@example.org,Acme,A,12,2017-03-01\n"
                             "Bo,,,Acme,B,7,2018-04-02\n"
                             "Cy,Young,cy@example.org,,,,\n"
                             "Di,Lee,,Bolt,C,1,2019-01-05\n";

static void
test_table (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatImportLook) look = look_at (t, "people.csv", people, -1, NULL);
  const SatImportLookColumn *mail, *segment;

  g_assert_cmpint (look->kind, ==, SAT_IMPORT_LOOK_TABLE);
  g_assert_cmpstr (look->type->name, ==, "contact");
  g_assert_cmpstr (look->encoding, ==, "UTF-8");
  g_assert_cmpuint (look->columns->len, ==, 7);
  g_assert_cmpstr (column (look, 0)->path, ==, "first_name");
  g_assert_cmpint (column (look, 0)->by, ==, SAT_IMPORT_BY_NAME);
  /* The title says nothing, the values do. */
  mail = column (look, 2);
  g_assert_cmpstr (mail->path, ==, "mail");
  g_assert_cmpint (mail->by, ==, SAT_IMPORT_BY_CONTENT);
  /* The first three values that there are. */
  g_assert_cmpstr (mail->samples[0], ==, "ana@example.org");
  g_assert_cmpstr (mail->samples[1], ==, "cy@example.org");
  g_assert_null (mail->samples[2]);
  segment = column (look, 4);
  g_assert_null (segment->path);
  g_assert_cmpint (segment->by, ==, SAT_IMPORT_BY_NOBODY);
  g_assert_false (segment->ignored);
  g_assert_cmpint (column (look, 5)->kind, ==, SAT_KIND_INTEGER);
  g_assert_cmpint (column (look, 6)->kind, ==, SAT_KIND_DATE);
  g_assert_false (sat_import_look_is_settled (look));
}

static void
test_correct (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatImportLook) look = look_at (t, "people.csv", people, -1, NULL);
  g_autofree char *name = NULL;

  g_assert_false (sat_import_look_set_column (look, 3, "no_such", SAT_IMPORT_BY_USER));
  g_assert_true (sat_import_look_set_column (look, 3, "company", SAT_IMPORT_BY_USER));
  g_assert_cmpstr (column (look, 3)->path, ==, "company");
  /* A field that takes one value goes from one column to the other. */
  g_assert_true (sat_import_look_set_column (look, 4, "first_name", SAT_IMPORT_BY_USER));
  g_assert_null (column (look, 0)->path);
  g_assert_true (sat_import_look_set_column (look, 0, "first_name", SAT_IMPORT_BY_USER));
  g_assert_null (column (look, 4)->path);
  sat_import_look_make_field (look, 4, SAT_IMPORT_BY_USER);
  g_assert_true (column (look, 4)->make);
  name = sat_import_look_field_name (look, 4);
  g_assert_cmpstr (name, ==, "segment");
  g_assert_true (sat_import_look_set_column (look, 2, "mail", SAT_IMPORT_BY_USER));
  g_assert_true (sat_import_look_set_column (look, 5, NULL, SAT_IMPORT_BY_USER));
  g_assert_false (sat_import_look_is_settled (look));
  g_assert_true (sat_import_look_set_column (look, 6, NULL, SAT_IMPORT_BY_USER));
  g_assert_true (sat_import_look_is_settled (look));
  /* Another type forgets what was said for the first. */
  sat_import_look_set_type (look, sat_registry_type (look->registry, "company"));
  g_assert_cmpstr (look->type->name, ==, "company");
  g_assert_false (column (look, 4)->make);
  g_assert_false (sat_import_look_has_keys (look));
}

static void
test_names (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatImportLook) look = look_at (
      t, "a.csv", "name,industry,Größe (m²),Größe [m²],Name!,地区\nAcme,a,1,2,b,c\n", -1, NULL);
  g_autofree char *first = NULL, *second = NULL, *taken = NULL, *other = NULL;

  for (guint i = 2; i < 6; i++)
    sat_import_look_make_field (look, i, SAT_IMPORT_BY_USER);
  first = sat_import_look_field_name (look, 2);
  second = sat_import_look_field_name (look, 3);
  taken = sat_import_look_field_name (look, 4);
  other = sat_import_look_field_name (look, 5);
  g_assert_true (sat_registry_is_identifier (first));
  g_assert_true (sat_registry_is_identifier (second));
  g_assert_true (sat_registry_is_identifier (other));
  g_assert_cmpstr (first, !=, second);
  g_assert_cmpstr (taken, ==, "name_2");
}

static void
test_content_contradicts (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatImportLook) look =
      look_at (t, "deals.csv", "Name,Stage,Amount,Close date\nA,Won,12,tomorrow\nB,Lost,7,later\n",
               -1, NULL);

  g_assert_cmpstr (look->type->name, ==, "opportunity");
  g_assert_cmpstr (column (look, 2)->path, ==, "amount");
  g_assert_null (column (look, 3)->path);
}

/* A name beside first and last names is theirs, or the company's. */
static void
test_whose_name (void)
{
  static const char stores[] = "Name,FirstName,LastName,Email\nThe Gear Store,Ana,Gil,a@b.example\n"
                               "Nice Bikes,Bo,Ek,b@b.example\nBike World,Cy,Orr,c@b.example\n";
  static const char people_too[] = "Name,FirstName,LastName,Email\nAna Gil,Ana,Gil,a@b.example\n"
                                   "Bo Ek,Bo,Ek,b@b.example\nCy Orr,Cy,Orr,c@b.example\n";
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatImportLook) first = look_at (t, "stores.csv", stores, -1, NULL);
  g_autoptr (SatImportLook) second = look_at (t, "people.csv", people_too, -1, NULL);

  g_assert_cmpstr (first->type->name, ==, "contact");
  g_assert_cmpstr (column (first, 0)->path, ==, "company");
  g_assert_cmpint (column (first, 0)->by, ==, SAT_IMPORT_BY_CONTENT);
  g_assert_cmpstr (column (second, 0)->path, ==, "full_name");
}

/* Words that are none of the choices, and a file that is no table. */
static void
test_not_taken (void)
{
  static const char users[] = "FullName,JobTitle,Mail\nAna Gil,Sales Representative,a@b.example\n";
  static const char roles[] = "FullName,JobTitle,Mail\nAna Gil,manager,a@b.example\n";
  static const char ldif[] = "dn: cn=Ana Gil,mail=a@b.example\nobjectclass: top\ncn: Ana Gil\n";
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatImportLook) first = look_at (t, "user.csv", users, -1, NULL);
  g_autoptr (SatImportLook) second = look_at (t, "user2.csv", roles, -1, NULL);
  g_autoptr (SatImportLook) third = look_at (t, "book.ldif", ldif, -1, NULL);
  const SatType *user = sat_registry_type (first->registry, "user");

  sat_import_look_set_type (first, user);
  sat_import_look_set_type (second, sat_registry_type (second->registry, "user"));
  g_assert_null (column (first, 1)->path);
  g_assert_cmpstr (column (second, 1)->path, ==, "role");
  g_assert_cmpint (third->kind, ==, SAT_IMPORT_LOOK_UNREADABLE);
  g_assert_nonnull (strstr (third->problem, "vCard"));
}

static void
test_kinds (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatImportLook) cards =
      look_at (t, "a.vcf", "begin:vcard\r\nVERSION:3.0\r\nFN:A\r\nEND:VCARD\r\n", -1, NULL);
  g_autoptr (SatImportLook) own = look_at (t, "a.json", "[]", -1, NULL);
  g_autoptr (SatImportLook) empty = look_at (t, "empty.csv", "", 0, NULL);
  g_autoptr (SatImportLook) binary =
      look_at (t, "a.png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16, NULL);
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (t->store);
  g_autoptr (SatImportLook) missing =
      sat_import_look_new ("/nowhere/a.csv", registry, NULL, SAT_IMPORT_TITLES_AUTO);
  g_autoptr (SatImportLook) strange = look_at (t, "b.csv", "zork,quux\n1,2\n", -1, NULL);

  g_assert_cmpint (cards->kind, ==, SAT_IMPORT_LOOK_CARDS);
  g_assert_true (sat_import_look_is_settled (cards));
  g_assert_cmpint (own->kind, ==, SAT_IMPORT_LOOK_OWN);
  g_assert_cmpint (empty->kind, ==, SAT_IMPORT_LOOK_UNREADABLE);
  g_assert_cmpint (binary->kind, ==, SAT_IMPORT_LOOK_UNREADABLE);
  g_assert_nonnull (binary->problem);
  g_assert_cmpint (missing->kind, ==, SAT_IMPORT_LOOK_UNREADABLE);
  g_assert_false (sat_import_look_is_settled (missing));
  g_assert_cmpint (strange->kind, ==, SAT_IMPORT_LOOK_TABLE);
  g_assert_null (strange->type);
  sat_import_look_set_type (strange, sat_registry_type (registry, "company"));
  g_assert_true (sat_import_look_set_column (strange, 0, "name", SAT_IMPORT_BY_USER));
}

/* What values leave open is found, asked until it is said, and only of columns that matter. */
static void
test_open (void)
{
  static const char text[] = "Deal Name,Stage,Amount,Close Date,Odd\n"
                             "Pumps,Bid,\"1,234\",03/04/2017,01/02/2003\n"
                             "NULL,Bid,\"2,500\",05/06/2017,NULL\n";
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatImportLook) look = look_at (t, "deals.csv", text, -1, NULL);
  SatImportLookOpen open;
  SatDate day, april_3;
  gint64 value;

  sat_import_look_set_column (look, 4, NULL, SAT_IMPORT_BY_USER);
  sat_import_look_find_open (look, &open);
  g_assert_cmpint (open.dates_column, ==, 3);
  g_assert_cmpint (open.numbers_column, ==, 2);
  g_assert_cmpstr (open.null_word, ==, "NULL");
  g_assert_cmpuint (open.null_cells, ==, 1);
  g_assert_cmpuint (open.null_columns, ==, 1);
  g_assert_false (sat_import_look_is_settled (look));
  sat_import_look_say_dates (look, SAT_IMPORT_DATES_DMY);
  sat_import_look_say_decimals (look, ',');
  g_assert_false (sat_import_look_is_settled (look));
  sat_import_look_say_null (look, "");
  g_assert_true (sat_import_look_is_settled (look));
  sat_import_look_find_open (look, &open);
  g_assert_cmpint (open.dates, ==, SAT_IMPORT_DATES_DMY);
  g_assert_cmpint (open.decimal_mark, ==, ',');
  /* A column that fills nothing asks nothing. */
  sat_import_look_set_column (look, 3, NULL, SAT_IMPORT_BY_USER);
  sat_import_look_find_open (look, &open);
  g_assert_cmpint (open.dates_column, ==, -1);

  g_assert_true (sat_date_from_ymd (2017, 4, 3, &april_3));
  g_assert_true (sat_import_look_read_day ("03/04/2017", SAT_IMPORT_DATES_DMY, &day));
  g_assert_cmpint (day, ==, april_3);
  g_assert_false (sat_import_look_read_day ("03/14/2017", SAT_IMPORT_DATES_DMY, &day));
  g_assert_true (sat_import_look_read_decimal ("1,234", ',', &value));
  g_assert_cmpint (value, ==, 1234000000);
  g_assert_true (sat_import_look_read_decimal ("$1,234", '.', &value));
  g_assert_cmpint (value, ==, G_GINT64_CONSTANT (1234000000000));
  g_assert_false (sat_import_look_read_decimal ("Pumps", '.', &value));
}

/* Columns of one file are written alike; semicolons leave the comma to the decimals. */
static void
test_settled (void)
{
  static const char text[] = "Deal Name;Stage;Amount;Close Date;Opened\n"
                             "Pumps;Bid;1.234;03/04/2017;01/31/2017\n";
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatImportLook) look = look_at (t, "deals.csv", text, -1, NULL);
  g_autofree char *path = sat_test_dir_write (t->dir, "deals.csv", text, -1);
  const char *const paths[] = {path, NULL};
  g_autoptr (SatImportReport) report = NULL;
  const SatImportOptions options = {0};
  SatImportLookOpen open;
  gint64 deal;

  sat_import_look_find_open (look, &open);
  g_assert_cmpint (open.dates_column, ==, -1);
  g_assert_cmpint (open.numbers_column, ==, -1);
  report = sat_import_run (t->store, paths, &options, NULL, NULL, NULL, NULL);
  g_assert_nonnull (report);
  deal = sat_test_store_sql_int (t, "SELECT id FROM opportunity");
  sat_test_store_assert_text (t, deal, "close_date", "2017-03-04");
  sat_test_store_assert_text (t, deal, "amount", "1234.00");
}

static void
test_signature (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatImportLook) one = look_at (t, "1.csv", "Name,City\nA,B\n", -1, NULL);
  g_autoptr (SatImportLook) two = look_at (t, "2.csv", "city,NAME\nC,D\n", -1, NULL);
  g_autoptr (SatImportLook) three = look_at (t, "3.csv", "City,Names\nC,D\n", -1, NULL);
  g_autofree char *a = sat_import_look_signature (one);
  g_autofree char *b = sat_import_look_signature (two);
  g_autofree char *c = sat_import_look_signature (three);

  g_assert_cmpstr (a, ==, b);
  g_assert_cmpstr (a, !=, c);
}

static void
test_likeness (void)
{
  g_assert_cmpfloat (sat_import_likeness ("GTXPro", "GTX Pro"), ==, 1);
  g_assert_cmpfloat (sat_import_likeness ("GTX Pro", "GTX Plus Pro"), >, 0.5);
  g_assert_cmpfloat (sat_import_likeness ("GTX Pro", "Zebra"), ==, 0);
  g_assert_cmpfloat (sat_import_likeness ("", "a"), ==, 0);
}

/* A map's answers. */

static const char products[] = "product,series,sales_price\nGTX Pro,GTX,4821\nGTX Plus,GTX,5\n";
static const char deals[] = "opportunity_id,product,account,deal_stage,close_value\n"
                            "A1,GTXPro,Acme,Won,1054\n"
                            "A2,GTXPro,Acme,Engaging,\n"
                            "A3,Odd One,Acme,Bid,\n";
static const char companies[] = "account,Note\nAcme,blue\n";

static SatImportReport *
run (SatTestStore *t, const char *map, gboolean plan)
{
  g_autofree char *first = sat_test_dir_write (t->dir, "deals.csv", deals, -1);
  g_autofree char *second = sat_test_dir_write (t->dir, "products.csv", products, -1);
  g_autofree char *third = sat_test_dir_write (t->dir, "accounts.csv", companies, -1);
  const char *const paths[] = {first, second, third, NULL};
  SatImportOptions options = {.map = map};
  g_autoptr (GError) error = NULL;
  SatImportReport *report;

  sat_clock_fake_advance (t->clock, G_USEC_PER_SEC);
  report = plan ? sat_import_plan (t->store, paths, &options, NULL, NULL, NULL, &error)
                : sat_import_run (t->store, paths, &options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return report;
}

static void
test_alike (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatImportReport) plan =
      run (t, "{\"files\":{\"accounts.csv\":{\"type\":\"company\"}}}", TRUE);
  const SatImportFileReport *file = plan->files->pdata[0];
  const SatImportUnresolved *one;

  g_assert_cmpuint (file->unresolved->len, ==, 2);
  one = file->unresolved->pdata[0];
  g_assert_cmpstr (one->value, ==, "GTXPro");
  g_assert_cmpuint (one->rows, ==, 2);
  g_assert_cmpstr (one->type, ==, "product");
  g_assert_cmpstr (one->field, ==, "product");
  /* The product comes with the same files, and is nowhere else. */
  g_assert_cmpuint (g_strv_length (one->alike), ==, 2);
  g_assert_cmpstr (one->alike[0], ==, "GTX Pro");
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM product"), ==, 0);
}

static void
test_answers (void)
{
  static const char map[] =
      "{\"files\":{\"accounts.csv\":{\"type\":\"company\",\"columns\":{\"#2\":\"shade\"}}},"
      "\"fields\":[{\"type\":\"company\",\"name\":\"shade\",\"label\":\"Shade\",\"kind\":\"text\"}]"
      ","
      "\"aliases\":{\"product\":{\"GTXPro\":\"GTX Pro\",\"Odd One\":{\"create\":true}}},"
      "\"stages\":{\"Bid\":{\"is\":\"Engaging\"}}}";
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatImportReport) report = NULL;
  const SatImportFileReport *file;
  gint64 stages[4];

  sat_test_store_add_stages (t, stages);
  report = run (t, map, FALSE);
  file = report->files->pdata[0];
  g_assert_cmpuint (file->created, ==, 3);
  g_assert_cmpuint (file->unresolved->len, ==, 0);
  g_assert_cmpint (sat_test_store_sql_int (
                       t, "SELECT count(*) FROM line_item l JOIN product p ON p.id = l.product"
                          " WHERE p.name = 'GTX Pro'"),
                   ==, 2);
  g_assert_cmpint (
      sat_test_store_sql_int (t, "SELECT count(*) FROM product WHERE name = 'Odd One'"), ==, 1);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM stage"), ==, 4);
  for (guint i = 0; i < file->stages->len; i++)
    g_assert_false (((const SatImportStage *)file->stages->pdata[i])->made);
  sat_test_store_assert_text (t, sat_test_store_sql_int (t, "SELECT id FROM company"), "shade",
                              "blue");
}

static void
test_wrong_maps (void)
{
  static const char *const maps[] = {
      "{\"files\":[]}",
      "{\"files\":{\"a.csv\":1}}",
      "{\"files\":{\"a.csv\":{\"dates\":\"yyy\"}}}",
      "{\"files\":{\"a.csv\":{\"columns\":7}}}",
      "{\"fields\":{}}",
      "{\"fields\":[{\"type\":\"company\"}]}",
      "{\"aliases\":{\"product\":{\"a\":{}}}}",
  };
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autofree char *path = sat_test_dir_write (t->dir, "a.csv", companies, -1);
  const char *const paths[] = {path, NULL};

  for (guint i = 0; i < G_N_ELEMENTS (maps); i++) {
    SatImportOptions options = {.map = maps[i]};
    g_autoptr (GError) error = NULL;

    g_assert_null (sat_import_run (t->store, paths, &options, NULL, NULL, NULL, &error));
    g_assert_error (error, SAT_IMPORT_ERROR, SAT_IMPORT_ERROR_MAP);
  }
}

static void
stop_cb (guint64 done, guint64 total, gpointer data)
{
  if (done >= 7000)
    g_cancellable_cancel (data);
}

static void
test_kept (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (GString) text = g_string_new ("name,industry\n");
  g_autofree char *path = NULL;
  const char *paths[2] = {NULL, NULL};
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  SatImportKept kept = {0};
  SatImportOptions options = {.type = "company", .kept = &kept};
  g_autoptr (GError) error = NULL;
  g_autoptr (SatImportReport) rest = NULL;

  for (guint i = 0; i < 12000; i++)
    g_string_append_printf (text, "Company %u,tools\n", i);
  path = sat_test_dir_write (t->dir, "many.csv", text->str, -1);
  paths[0] = path;
  g_assert_null (
      sat_import_run (t->store, paths, &options, stop_cb, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (kept.rows, ==, 5000);
  g_assert_cmpuint (kept.created, ==, 5000);
  g_assert_cmpuint (kept.total, ==, 12000);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM company"), ==, 5000);
  /* The same again goes on where it stopped. */
  g_clear_error (&error);
  rest = sat_import_run (t->store, paths, &options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (kept.created, ==, 7000);
  g_assert_cmpuint (kept.unchanged, ==, 5000);
  g_assert_cmpuint (kept.rows, ==, 12000);
}

static const char bare[] = "Ana,Pérez,ana@example.org,12\n"
                           "Bo,Young,bo@example.org,7\n"
                           "Cy,Lee,cy@example.org,1\n";

/* A first row that nobody knows and that looks like those below it is one of them. */
static void
test_without_titles (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatImportLook) look = look_at (t, "bare.csv", bare, -1, NULL);

  g_assert_false (look->titled);
  g_assert_true (look->doubts_titles);
  g_assert_false (sat_import_look_is_settled (look));
  g_assert_cmpuint (look->columns->len, ==, 4);
  g_assert_cmpstr (column (look, 0)->header, ==, "Column 1");
  g_assert_cmpstr (column (look, 0)->samples[0], ==, "Ana");
  sat_import_look_set_type (look, sat_registry_type (look->registry, "contact"));
  g_assert_cmpstr (column (look, 2)->path, ==, "mail");
}

/* Words alone may be either; titles that are known are titles, whatever stands in them. */
static void
test_doubtful_titles (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (SatImportLook) words =
      look_at (t, "words.csv", "Zorp,Blick\nAna,Red\nBo,Blue\n", -1, NULL);
  g_autoptr (SatImportLook) known =
      look_at (t, "known.csv", "First name,Last name\nAna,Pérez\nBo,Lee\n", -1, NULL);

  g_assert_true (words->titled);
  g_assert_true (words->doubts_titles);
  g_assert_cmpstr (column (words, 0)->header, ==, "Zorp");
  g_assert_true (known->titled);
  g_assert_false (known->doubts_titles);
}

/* What was said counts, in the look and in the import. */
static void
test_titles_said (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autofree char *path = sat_test_dir_write (t->dir, "bare.csv", bare, -1);
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (t->store);
  g_autoptr (SatImportLook) look =
      sat_import_look_new (path, registry, NULL, SAT_IMPORT_TITLES_FIRST);
  static const char map[] =
      "{\"files\":{\"bare.csv\":{\"type\":\"contact\",\"titles\":false,\"columns\":"
      "{\"#1\":\"first_name\",\"#2\":\"last_name\",\"#3\":\"mail\",\"#4\":\"\"}}}}";
  const char *paths[] = {path, NULL};
  SatImportOptions options = {.map = map};
  g_autoptr (SatImportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (look->titled);
  g_assert_false (look->doubts_titles);
  g_assert_cmpstr (column (look, 0)->header, ==, "Ana");
  report = sat_import_run (t->store, paths, &options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (((SatImportFileReport *)report->files->pdata[0])->created, ==, 3);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-look/table", test_table);
  g_test_add_func ("/import-look/correct", test_correct);
  g_test_add_func ("/import-look/names", test_names);
  g_test_add_func ("/import-look/content-contradicts", test_content_contradicts);
  g_test_add_func ("/import-look/kinds", test_kinds);
  g_test_add_func ("/import-look/whose-name", test_whose_name);
  g_test_add_func ("/import-look/not-taken", test_not_taken);
  g_test_add_func ("/import-look/open", test_open);
  g_test_add_func ("/import-look/settled", test_settled);
  g_test_add_func ("/import-look/signature", test_signature);
  g_test_add_func ("/import-look/likeness", test_likeness);
  g_test_add_func ("/import-look/alike", test_alike);
  g_test_add_func ("/import-look/answers", test_answers);
  g_test_add_func ("/import-look/wrong-maps", test_wrong_maps);
  g_test_add_func ("/import-look/kept", test_kept);
  g_test_add_func ("/import-look/without-titles", test_without_titles);
  g_test_add_func ("/import-look/doubtful-titles", test_doubtful_titles);
  g_test_add_func ("/import-look/titles-said", test_titles_said);
  return g_test_run ();
}
