/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Export, import, and custom fields all the way through. */

#include "config.h"

#include "cli-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

static char *
export_to (CliFixture *cli, const char *type, const char *format, const char *name)
{
  char *path = sat_test_dir_file (cli->dir, name);

  g_free (cli_run (cli, 0, "export", "--type", type, "--format", format, "--out", path, NULL));
  return path;
}

static void
assert_same_file (const char *a, const char *b)
{
  g_autofree char *left = NULL, *right = NULL;

  g_assert_true (g_file_get_contents (a, &left, NULL, NULL));
  g_assert_true (g_file_get_contents (b, &right, NULL, NULL));
  g_assert_cmpstr (left, ==, right);
}

static void
fill (CliFixture *cli)
{
  g_free (cli_new (cli, "custom_field", "record_type=company", "name=shoe_size", "label=Shoe size",
                   "kind=integer", NULL));
  g_free (cli_new (cli, "custom_field", "record_type=company", "name=motto", "label=Motto",
                   "kind=text", "searched=true", NULL));
  g_free (cli_new (cli, "user", "name=Ana Pérez", "mail=ana@example.org", NULL));
  g_free (cli_new (cli, "stage", "name=Open", "kind=open", "probability=20", NULL));
  g_free (cli_new (cli, "company", "name=Acme \"& Söhne\", Ltd", "owner=Ana Pérez", "shoe_size=12",
                   "motto=Quietly splendid", "notes=two\nlines", "phone=+1 555 x9", "city=Köln",
                   "tags=[\"a;b\",\"c\"]", NULL));
  g_free (cli_new (cli, "company", "name=Sub", "shoe_size=7", "annual_revenue=10.50", NULL));
  g_free (cli_new (cli, "contact", "first_name=Li", "last_name=李", "company=Sub",
                   "mail=li@example.org", "birthday=1912-06-23", NULL));
  g_free (cli_new (cli, "opportunity", "name==SUM(A1)", "company=Sub", "stage=Open", "amount=-5",
                   "currency=JPY", NULL));
}

static void
test_json_round_trip (void)
{
  g_autoptr (CliFixture) cli = cli_fixture_new ();
  g_autoptr (CliFixture) other = cli_fixture_new ();
  g_autofree char *first = NULL, *second = NULL;
  g_autoptr (JsonNode) report = NULL;
  g_autoptr (JsonNode) again = NULL;

  fill (cli);
  first = export_to (cli, "all", "json", "all.json");
  report = cli_json (other, 0, "import", first, NULL);
  second = export_to (other, "all", "json", "all.json");
  assert_same_file (first, second);
  again = cli_json (other, 0, "import", first, NULL);
  cli_assert_member (again, "import", "null");
}

static void
test_type_round_trips (void)
{
  static const char *const types[] = {"workspace", "user",    "stage",
                                      "company",   "contact", "opportunity"};
  static const char *const formats[] = {"json", "csv"};
  g_autoptr (CliFixture) cli = cli_fixture_new ();
  g_autofree char *definitions = NULL;

  fill (cli);
  definitions = export_to (cli, "custom_field", "json", "custom.json");
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    for (guint k = 0; k < G_N_ELEMENTS (formats); k++) {
      g_autoptr (CliFixture) other = cli_fixture_new ();
      g_autofree char *name = g_strdup_printf ("%s.%s", types[i], formats[k]);
      g_autofree char *first = export_to (cli, types[i], formats[k], name);
      g_autofree char *second = NULL;

      if (strcmp (types[i], "company") == 0)
        g_free (cli_run (other, 0, "import", definitions, NULL));
      g_free (cli_run (other, 0, "import", first, "--type", types[i], NULL));
      second = export_to (other, types[i], formats[k], name);
      g_test_message ("%s", name);
      assert_same_file (first, second);
    }
}

static void
test_undo_import (void)
{
  g_autoptr (CliFixture) cli = cli_fixture_new ();
  g_autoptr (CliFixture) other = cli_fixture_new ();
  g_autofree char *file = NULL, *before = NULL, *after = NULL;
  g_autoptr (JsonNode) report = NULL;
  g_autoptr (JsonNode) undo = NULL;

  fill (cli);
  file = export_to (cli, "company", "json", "companies.json");
  g_free (cli_new (other, "company", "name=Own", NULL));
  before = export_to (other, "all", "json", "before.json");
  report = cli_json (other, 0, "import", file, NULL);
  undo = cli_json (other, 0, "undo-import", cli_string (report, "import"), NULL);
  cli_assert_member (undo, "kept", "[]");
  after = export_to (other, "all", "json", "after.json");
  assert_same_file (before, after);
}

static void
test_custom_fields (void)
{
  g_autoptr (CliFixture) cli = cli_fixture_new ();
  g_autofree char *types = NULL, *csv = NULL;
  g_autoptr (JsonNode) list = NULL;
  g_autoptr (JsonNode) hits = NULL;
  g_autoptr (JsonNode) history = NULL;
  g_autofree char *id = NULL;
  JsonNode *last;

  fill (cli);
  types = cli_run (cli, 0, "types", "--json", NULL);
  g_assert_nonnull (strstr (types, "\"shoe_size\",\"kind\":\"integer\""));
  list = cli_json (cli, 0, "list", "company", "--filter", "shoe_size > 5", "--sort",
                   "shoe_size:desc", NULL);
  g_assert_cmpuint (cli_length (list), ==, 2);
  cli_assert_member (cli_element (list, 0), "shoe_size", "12");
  csv = cli_run (cli, 0, "export", "--type", "company", "--format", "csv", NULL);
  g_assert_nonnull (strstr (csv, ",motto,shoe_size\r\n"));
  g_assert_nonnull (strstr (csv, ",Quietly splendid,12\r\n"));
  hits = cli_json (cli, 0, "search", "splendid", NULL);
  g_assert_cmpuint (cli_length (hits), ==, 1);
  id = g_strdup (cli_string (cli_element (list, 0), "id"));
  g_assert_cmpstr (cli_string (cli_element (hits, 0), "id"), ==, id);
  g_free (cli_run (cli, 0, "set", id, "shoe_size=13", NULL));
  history = cli_json (cli, 0, "history", id, NULL);
  last = cli_element (history, cli_length (history) - 1);
  cli_assert_member (last, "field", "\"shoe_size\"");
  cli_assert_member (last, "old", "12");
  cli_assert_member (last, "new", "13");
}

static void
test_bad_json (void)
{
  static const char records[] =
      "[\n{\"id\":\"01a2007e-3e38-772e-99d3-73b2079da306\",\"type\":\"company\",\"name\":\"Good\"},"
      "\n"
      "{\"id\":\"01a2007e-3e38-772e-99d3-73b2079da307\",\"type\":\"company\",\"name\":null},\n"
      "{\"id\":\"01a2007e-3e38-772e-99d3-73b2079da308\",\"type\":\"company\",\"name\":\"x\","
      "\"employees\":\"many\"},\n"
      "{\"type\":\"company\",\"name\":\"x\"},\n"
      "{\"id\":\"01a2007e-3e38-772e-99d3-73b2079da306\",\"type\":\"company\",\"name\":\"Twice\"},\n"
      "7,\n"
      "{\"id\":\"01a2007e-3e38-772e-99d3-73b2079da309\",\"type\":\"spaceship\"}]\n";
  g_autoptr (CliFixture) cli = cli_fixture_new ();
  g_autofree char *path = sat_test_dir_write (cli->dir, "bad.json", records, -1);
  g_autofree char *cut = sat_test_dir_write (cli->dir, "cut.json", records, 60);
  g_autoptr (JsonNode) report = cli_json (cli, 3, "import", path, NULL);
  g_autoptr (JsonNode) refused = cli_json (cli, 3, "import", cut, NULL);
  g_autoptr (JsonNode) list = cli_json (cli, 0, "list", "company", NULL);
  JsonNode *file = json_array_get_element (
      json_object_get_array_member (json_node_get_object (report), "files"), 0);

  cli_assert_member (file, "read", "7");
  cli_assert_member (file, "created", "1");
  cli_assert_member (file, "rejected", "6");
  cli_assert_member (refused, "import", "null");
  g_assert_cmpuint (cli_length (list), ==, 1);
}

static void
test_dry_run (void)
{
  g_autoptr (CliFixture) cli = cli_fixture_new ();
  g_autofree char *path =
      sat_test_dir_write (cli->dir, "companies.csv", "Company,Website\nAcme,acme.example\n", -1);
  g_autoptr (JsonNode) report =
      cli_json (cli, 0, "import", "--dry-run", "--type", "company", path, NULL);
  JsonNode *file = json_array_get_element (
      json_object_get_array_member (json_node_get_object (report), "files"), 0);

  cli_assert_member (file, "created", "1");
  cli_assert_member (report, "import", "null");
  g_assert_false (g_file_test (cli->db, G_FILE_TEST_EXISTS));
}

static const char cards[] = "BEGIN:VCARD\nVERSION:3.0\nN:Pérez;Ana;;Dra.;\nFN:Dra. Ana Pérez\n"
                            "EMAIL:ana@example.org\nX-FOO;X-BAR=1:baz\nCATEGORIES:VIP\nEND:VCARD\n"
                            "BEGIN:VCARD\nFN:Bo Berg\nEND:VCARD\nBEGIN:VCARD\nFN:Cut\n";

static void
test_vcards (void)
{
  g_autoptr (CliFixture) cli = cli_fixture_new ();
  g_autofree char *path = sat_test_dir_write (cli->dir, "cards.vcf", cards, -1);
  g_autoptr (JsonNode) report = cli_json (cli, 3, "import", path, NULL);
  g_autoptr (JsonNode) again = NULL;
  g_autofree char *all = NULL;
  g_autofree char *some = NULL;
  g_autofree char *three = NULL;
  JsonNode *file = json_array_get_element (
      json_object_get_array_member (json_node_get_object (report), "files"), 0);

  cli_assert_member (file, "type", "\"contact\"");
  cli_assert_member (file, "read", "3");
  cli_assert_member (file, "created", "2");
  cli_assert_member (file, "rejected", "1");
  three = export_to (cli, "contact", "vcf", "three.vcf");
  again = cli_json (cli, 0, "import", three, NULL);
  cli_assert_member (again, "import", "null");
  all = cli_run (cli, 0, "export", "--type", "contact", "--format", "vcf", "--vcard-version", "4.0",
                 NULL);
  g_assert_nonnull (strstr (all, "VERSION:4.0\r\n"));
  g_assert_nonnull (strstr (all, "X-FOO;X-BAR=1:baz\r\n"));
  g_assert_nonnull (strstr (all, "FN:Bo Berg\r\n"));
  some = cli_run (cli, 0, "export", "--type", "contact", "--filter", "last_name = Pérez",
                  "--format", "vcf", NULL);
  g_assert_nonnull (strstr (some, "VERSION:3.0\r\nN:Pérez;Ana;;Dra.;\r\n"));
  g_assert_null (strstr (some, "Berg"));
  cli_fails (cli, "usage", "export", "--type", "company", "--format", "vcf", NULL);
  cli_fails (cli, "usage", "export", "--type", "all", "--format", "vcf", NULL);
  cli_fails (cli, "usage", "export", "--type", "contact", "--format", "vcf", "--vcard-version",
             "2.1", NULL);
  cli_fails (cli, "usage", "export", "--type", "contact", "--format", "csv", "--vcard-version",
             "3.0", NULL);
}

/* Added, listed, copied out, backed up with the database and put back with it. */
static void
test_attachments (void)
{
  g_autoptr (CliFixture) cli = cli_fixture_new ();
  g_autofree char *company = cli_new (cli, "company", "name=Acme", NULL);
  g_autofree char *offer = sat_test_dir_write (cli->dir, "Offer.pdf", "%PDF-1.4", -1);
  g_autofree char *out = sat_test_dir_file (cli->dir, "out.pdf");
  g_autofree char *backup = sat_test_dir_file (cli->dir, "backup.db");
  g_autofree char *files = g_strconcat (cli->db, ".files", NULL);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "%PDF-1.4", -1);
  g_autofree char *here = g_build_filename (files, hash, NULL);
  g_autofree char *kept = g_strconcat (backup, ".files/", hash, NULL);
  g_autofree char *away = sat_test_dir_file (cli->dir, "away");
  g_autoptr (JsonNode) added =
      cli_json (cli, 0, "attach", "company", company, offer, "--note", "Second one", NULL);
  g_autoptr (JsonNode) saved = NULL;
  g_autoptr (JsonNode) list = NULL;
  const char *id = cli_string (added, "id");

  g_assert_cmpstr (cli_string (added, "name"), ==, "Offer.pdf");
  g_assert_cmpstr (cli_string (added, "mime"), ==, "application/pdf");
  g_assert_cmpstr (cli_string (added, "note"), ==, "Second one");
  g_assert_cmpstr (cli_string (added, "state"), ==, "here");
  cli_assert_member (added, "size", "8");
  list = cli_json (cli, 0, "attachments", "company", company, NULL);
  g_assert_cmpuint (cli_length (list), ==, 1);
  g_assert_cmpstr (cli_string (cli_element (list, 0), "id"), ==, id);
  g_free (cli_run (cli, 0, "backup", backup, NULL));
  g_free (cli_run (cli, 0, "delete", id, NULL));
  cli_fails (cli, "not_found", "attachment", id, "--output", out, NULL);
  g_free (cli_run (cli, 0, "restore", backup, NULL));
  saved = cli_json (cli, 0, "attachment", id, "--output", out, NULL);
  g_assert_cmpstr (cli_string (saved, "file"), ==, out);
  assert_same_file (out, offer);
  g_free (cli_run (cli, 0, "verify", NULL));

  /* A file that cannot be read keeps no record back. */
  g_assert_cmpint (g_rename (kept, away) | g_mkdir (kept, 0700) | g_unlink (here), ==, 0);
  g_free (cli_run (cli, 0, "delete", id, NULL));
  g_free (cli_run (cli, 1, "restore", backup, NULL));
  cli_fails (cli, "not_found", "attachment", id, "--output", out, NULL);
  g_free (cli_run (cli, 0, "get", id, NULL));
  cli_fails (cli, "not_found", "attachment", company, "--output", out, NULL);
  cli_fails (cli, "not_found", "attach", "contact", company, offer, NULL);
  cli_fails (cli, "invalid", "attach", "company", company, files, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/files/json-round-trip", test_json_round_trip);
  g_test_add_func ("/cli/files/type-round-trips", test_type_round_trips);
  g_test_add_func ("/cli/files/undo-import", test_undo_import);
  g_test_add_func ("/cli/files/custom-fields", test_custom_fields);
  g_test_add_func ("/cli/files/bad-json", test_bad_json);
  g_test_add_func ("/cli/files/dry-run", test_dry_run);
  g_test_add_func ("/cli/files/vcards", test_vcards);
  g_test_add_func ("/files/attachments", test_attachments);
  return g_test_run ();
}
