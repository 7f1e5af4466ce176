/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "import-support.h"
#include "sat-export.h"
#include "vcard-support.h"

static SatImportReport *
import (ImportCase *self, const char *text)
{
  return import_bytes (self, "cards.vcf", text, -1);
}

static char *export(SatTestStore *t, SatExportFormat format)
{
  g_autofree char *path = sat_test_dir_file (t->dir, "out.vcf");
  SatReader *reader = sat_test_store_reader (t);
  FILE *file = fopen (path, "wbe");
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_assert_nonnull (file);
  g_assert_true (sat_export (reader, "contact", NULL, format, file, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (fclose (file), ==, 0);
  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  return text;
}

static gint64
only_contact (SatTestStore *t)
{
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM contact"), ==, 1);
  return sat_test_store_sql_int (t, "SELECT id FROM contact");
}

static const char people[] =
    "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:ana-1\r\nN:Pérez;Ana;María;Dra.;\r\nFN:Dra. Ana Pérez\r\n"
    "ORG:Acme\\, Inc.;Sales\r\nTITLE:Buyer\r\nBDAY:1980-02-29\r\nNOTE:Likes tea\r\n"
    "CATEGORIES:VIP,Madrid\r\nTEL;TYPE=WORK,VOICE:+34 600 1\r\nTEL;TYPE=CELL,pref:+34 600 2\r\n"
    "EMAIL;TYPE=INTERNET:ana@acme.example\r\nitem1.URL:http://ana.example\r\n"
    "item1.X-ABLabel:Blog\r\nADR;TYPE=work:;;Calle 1;Madrid;;28001;España\r\n"
    "X-Skype:ana.p\r\nGENDER:F\r\nX-FOO;X-BAR=1:x\\,y\r\n"
    "PHOTO;ENCODING=b;TYPE=JPEG:/9j/AAAA\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bo Berg\r\nN:Berg;Bo;;;\r\nEND:VCARD\r\n";

static void
test_fields (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {t};
  g_autoptr (SatImportReport) report = import (&c, people);
  gint64 ana = sat_test_store_sql_int (t, "SELECT id FROM contact WHERE last_name = 'Pérez'");

  import_assert_counts (report, 2, 0, 0, 0);
  g_assert_cmpstr (((SatImportFileReport *)report->files->pdata[0])->type, ==, "contact");
  sat_test_store_assert_text (t, ana, "first_name", "Ana María");
  sat_test_store_assert_text (t, ana, "company", "Acme, Inc.");
  sat_test_store_assert_text (t, ana, "department", "Sales");
  sat_test_store_assert_text (t, ana, "job_title", "Buyer");
  sat_test_store_assert_text (t, ana, "birthday", "1980-02-29");
  sat_test_store_assert_text (t, ana, "notes", "Likes tea");
  sat_test_store_assert_text (t, ana, "tags", "Madrid\nVIP");
  /* The preferred phone is the first one. */
  sat_test_store_assert_text (t, ana, "phone", "+34 600 2");
  sat_test_store_assert_text (t, ana, "mail", "ana@acme.example");
  sat_test_store_assert_text (t, ana, "city", "Madrid");
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM contact_point"), ==, 5);
  g_assert_cmpint (sat_test_store_sql_int (
                       t, "SELECT count(*) FROM contact_point WHERE kind = 'web' AND label = 'Blog'"
                          " AND value = 'http://ana.example'"),
                   ==, 1);
  g_assert_cmpint (
      sat_test_store_sql_int (t, "SELECT count(*) FROM contact_point WHERE preferred = 1"), ==, 1);
  g_assert_cmpint (
      sat_test_store_sql_int (t, "SELECT count(*) FROM employment WHERE role = 'Buyer'"), ==, 1);
}

static void
test_again (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {t};
  G_GNUC_UNUSED g_autoptr (SatImportReport) first = import (&c, people);
  g_autofree char *state = sat_test_store_dump (t);
  g_autofree char *three = export(t, SAT_EXPORT_VCARD_3_0);
  g_autofree char *four = export(t, SAT_EXPORT_VCARD_4_0);
  const char *const texts[] = {people, three, four};

  g_assert_nonnull (strstr (three, "X-FOO;X-BAR=1:x\\,y\r\n"));
  g_assert_nonnull (strstr (three, "GENDER:F\r\n"));
  g_assert_nonnull (strstr (three, "PHOTO;ENCODING=b;TYPE=JPEG:/9j/AAAA\r\n"));
  g_assert_nonnull (strstr (three, "N:Pérez;Ana;María;Dra.;\r\n"));
  g_assert_nonnull (strstr (four, "PHOTO:data:image/jpeg;base64,/9j/AAAA\r\n"));
  g_assert_nonnull (strstr (four, "TEL;TYPE=cell;PREF=1:+34 600 2\r\n"));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (SatImportReport) again = import (&c, texts[i]);
    g_autofree char *again_state = sat_test_store_dump (t);

    import_assert_counts (again, 0, 0, 2, 0);
    g_assert_cmpint (again->change, ==, 0);
    g_assert_cmpstr (again_state, ==, state);
  }
}

/* A copy made of the file gives the same file. */
static void
test_elsewhere (void)
{
  static const SatExportFormat formats[] = {SAT_EXPORT_VCARD_3_0, SAT_EXPORT_VCARD_4_0};
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {t};
  g_autoptr (SatImportReport) report = import (&c, people);
  gint64 second;

  import_assert_counts (report, 2, 0, 0, 0);
  /* Whatever people make of it by hand, too. */
  sat_test_store_add (t, "contact", "mail", "nobody@example.org", NULL);
  sat_test_store_add (t, "contact", "last_name", " Blank, Jr. ", "notes", "a;b,c\\n\nd\n", "phone",
                      "1", "city", "Paris", NULL);
  second = sat_test_store_sql_int (
      t, "SELECT id FROM contact_point WHERE kind = 'phone' AND preferred IS NULL LIMIT 1");
  sat_test_store_set (t,
                      sat_test_store_sql_int (t, "SELECT record FROM contact_point WHERE kind ="
                                                 " 'phone' AND preferred IS NULL LIMIT 1"),
                      "notes", "x", NULL);
  g_assert_cmpint (second, !=, 0);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autoptr (SatTestStore) other = sat_test_store_new (SAT_STORE_DEFAULT);
    ImportCase there = {other};
    g_autofree char *text = export(t, formats[i]);
    g_autoptr (SatImportReport) copied = import (&there, text);
    g_autofree char *again = NULL;

    import_assert_counts (copied, 4, 0, 0, 0);
    again = export(other, formats[i]);
    g_assert_cmpstr (again, ==, text);
  }
}

static void
test_undo_and_plan (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {t, .plan = TRUE};
  g_autofree char *empty = sat_test_store_dump (t);
  g_autoptr (SatImportReport) plan = import (&c, people);
  g_autofree char *planned = sat_test_store_dump (t);
  g_autoptr (SatImportReport) report = NULL;
  g_autoptr (SatUndoReport) undo = NULL;
  g_autoptr (SatImportReport) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *state = NULL;

  import_assert_counts (plan, 2, 0, 0, 0);
  g_assert_cmpint (plan->change, ==, 0);
  g_assert_cmpstr (planned, ==, empty);
  c.plan = FALSE;
  report = import (&c, people);
  undo = sat_undo_change (t->store, report->change, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (undo->kept->len, ==, 0);
  state = sat_test_store_dump (t);
  g_assert_cmpstr (state, ==, empty);
  back = import (&c, people);
  import_assert_counts (back, 2, 0, 0, 0);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM contact_card"), ==, 1);
}

#define CARD(body) "BEGIN:VCARD\nVERSION:4.0\n" body "END:VCARD\n"

/* An edited card gives its difference, and takes nothing that it does not mention. */
static void
test_delta (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {t};
  g_autoptr (SatImportReport) first = import (
      &c, CARD ("UID:1\nFN:Ana Ito\nTEL;TYPE=home:1\nTEL;TYPE=home:2\nTEL;TYPE=work:3\nNOTE:n\n"
                "CATEGORIES:a\nADR;TYPE=home:;;Old;;;;\nX-Foo:1\nGENDER:F\n"));
  g_autoptr (SatImportReport) second =
      import (&c, CARD ("UID:1\nFN:Ana Ito\nTEL;TYPE=home:1\nTEL;TYPE=home:9\nTEL;TYPE=work:3\n"
                        "CATEGORIES:b\nADR;TYPE=home:;;New;;;;\nX-Foo:2\n"));
  gint64 ana = only_contact (t);
  g_autofree char *text = export(t, SAT_EXPORT_VCARD_4_0);

  import_assert_counts (first, 1, 0, 0, 0);
  import_assert_counts (second, 0, 1, 0, 0);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM contact_point"), ==, 3);
  g_assert_cmpint (
      sat_test_store_sql_int (t, "SELECT count(*) FROM contact_point WHERE value IN (1, 9, 3)"), ==,
      3);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM address"), ==, 1);
  sat_test_store_assert_text (t, ana, "street", "New");
  sat_test_store_assert_text (t, ana, "notes", "n");
  sat_test_store_assert_text (t, ana, "tags", "a\nb");
  g_assert_nonnull (strstr (text, "X-Foo:2\r\n"));
  g_assert_null (strstr (text, "X-Foo:1\r\n"));
  g_assert_nonnull (strstr (text, "GENDER:F\r\n"));
}

/* What a person wrote is not overwritten by a card's other phone. */
static void
test_own_phone_stays (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {t};
  g_autoptr (SatImportReport) report = NULL;

  sat_test_store_add (t, "contact", "first_name", "Ana", "last_name", "Ito", "mail",
                      "ana@example.org", "phone", "+1 (212) 555-1111", NULL);
  report = import (&c, CARD ("FN:Ana Ito\nEMAIL:ANA@example.org\nTEL:+12125551111\nTEL:5\n"));
  import_assert_counts (report, 0, 1, 0, 0);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM contact_point"), ==, 3);
  sat_test_store_assert_text (t, only_contact (t), "phone", "+1 (212) 555-1111");
}

static void
test_identity (void)
{
  static const struct {
    const char *first, *second;
    guint contacts;
  } cases[] = {
      /* by id, whatever else changes */
      {CARD ("UID:1\nFN:Ana Ito\nEMAIL:a@x\n"), CARD ("UID:1\nFN:Eva Ude\nEMAIL:b@x\n"), 1},
      {CARD ("UID:urn:uuid:0190f6a0-0000-7000-8000-000000000009\nFN:Ana Ito\n"),
       CARD ("UID:0190F6A0-0000-7000-8000-000000000009\nFN:Eva Ude\n"), 1},
      /* by mail, by a name that is unique */
      {CARD ("FN:Ana Ito\nEMAIL:a@x\n"), CARD ("FN:Anita Ito\nEMAIL:A@x\n"), 1},
      {CARD ("FN:Ana Ito\nTEL:1\n"), CARD ("FN:ana ito\nTEL:2\n"), 1},
      /* the same person from two address books */
      {CARD ("UID:1\nFN:Ana Ito\nEMAIL:a@x\n"), CARD ("UID:2\nFN:Ana Ito\nEMAIL:a@x\n"), 1},
      /* two people with one name or one mailbox */
      {CARD ("UID:1\nFN:Ana Ito\n"), CARD ("UID:2\nFN:Ana Ito\n"), 2},
      {CARD ("UID:1\nFN:Ana Ito\nEMAIL:a@x\n"), CARD ("UID:2\nFN:Bo Ito\nEMAIL:a@x\n"), 2},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
    ImportCase c = {t};
    g_autoptr (SatImportReport) first = import (&c, cases[i].first);
    G_GNUC_UNUSED g_autoptr (SatImportReport) second = import (&c, cases[i].second);
    g_autoptr (SatImportReport) third = import (&c, cases[i].second);

    import_assert_counts (first, 1, 0, 0, 0);
    g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM contact"), ==,
                     cases[i].contacts);
    import_assert_counts (third, 0, 0, 1, 0);
  }
}

/* In one file: a shared mailbox, a name twice, the same card twice. */
static void
test_identity_in_file (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {t};
  const char *text = CARD ("FN:Ana Ito\nEMAIL:info@x\n") CARD ("FN:Bo Berg\nEMAIL:info@x\n")
      CARD ("FN:Cy Moss\nTEL:1\n") CARD ("FN:Cy Moss\nTEL:2\n") CARD ("FN:Cy Moss\nTEL:2\n")
          CARD ("UID:1\nFN:Di Ott\nEMAIL:d@x\n") CARD ("UID:2\nFN:Di Ott\nEMAIL:d@x\n");
  g_autoptr (SatImportReport) first = import (&c, text);
  g_autoptr (SatImportReport) again = import (&c, text);

  import_assert_counts (first, 6, 0, 1, 0);
  import_assert_counts (again, 0, 0, 7, 0);
}

/* A contact that came from a table is the same person. */
static void
test_after_table (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {t};
  g_autoptr (SatImportReport) table = import_bytes (
      &c, "people.csv", "first_name,last_name,email,job_title\nAna,Ito,ana@x.example,Boss\n", -1);
  g_autoptr (SatImportReport) cards =
      import (&c, CARD ("UID:7\nFN:Ana Ito\nEMAIL:ana@x.example\nTEL:1\n"));

  import_assert_counts (table, 1, 0, 0, 0);
  import_assert_counts (cards, 0, 1, 0, 0);
  sat_test_store_assert_text (t, only_contact (t), "job_title", "Boss");
}

static void
test_broken (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {t};
  g_autoptr (SatImportReport) report = import (
      &c, "BEGIN:VCARD\nFN:Endless\n" CARD ("FN:Good\nnonsense\nBDAY:soon\n") CARD ("NOTE:nobody\n")
              CARD ("FN:caf\xe9 \xc3\xa9\n") CARD ("FN:Friends\nKIND:group\n")
                  CARD ("FN:Fine\n") "BEGIN:VCARD\nFN:Cut");
  const SatImportFileReport *file = report->files->pdata[0];
  static const guint lines[] = {1, 6, 7, 9, 13, 17, 26};

  import_assert_counts (report, 2, 0, 0, 5);
  g_assert_true (sat_import_report_has_rejects (report));
  g_assert_cmpuint (file->problems->len, ==, G_N_ELEMENTS (lines));
  for (guint i = 0; i < file->problems->len; i++) {
    const SatImportProblem *problem = file->problems->pdata[i];

    g_assert_cmpuint (problem->line, ==, lines[i]);
    g_assert_cmpstr (problem->reason, !=, "");
  }
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM contact"), ==, 2);
}

static void
test_no_cards (void)
{
  static const char *const texts[] = {"", "name,mail\na,b\n", "BEGIN:VCALENDAR\nEND:VCALENDAR\n"};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
    ImportCase c = {t};
    g_autoptr (SatImportReport) report = import (&c, texts[i]);
    const SatImportFileReport *file = report->files->pdata[0];

    g_assert_null (file->type);
    g_assert_cmpuint (file->read, ==, 0);
    g_assert_cmpuint (file->problems->len, ==, 1);
    g_assert_cmpstr (((SatImportProblem *)file->problems->pdata[0])->reason, ==, "unknown_type");
    g_assert_cmpint (report->change, ==, 0);
  }
}

static void
test_encodings (void)
{
  static const char utf16[] = "\xff\xfe"
                              "B\0E\0G\0I\0N\0:\0V\0C\0A\0R\0D\0\n\0F\0N\0:\0\xe9\0t\0a\0"
                              "\n\0E\0N\0D\0:\0V\0C\0A\0R\0D\0\n";
  static const char latin[] = "BEGIN:VCARD\nFN:caf\xe9\nEND:VCARD\n";
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {t};
  g_autoptr (SatImportReport) wide = import_bytes (&c, "wide.vcf", utf16, sizeof utf16);
  g_autoptr (SatImportReport) named = NULL;

  import_assert_counts (wide, 1, 0, 0, 0);
  g_assert_cmpint (
      sat_test_store_sql_int (t, "SELECT count(*) FROM contact WHERE last_name = 'éta'"), ==, 1);
  c.options.encoding = "windows-1252";
  named = import (&c, latin);
  import_assert_counts (named, 1, 0, 0, 0);
  g_assert_cmpint (
      sat_test_store_sql_int (t, "SELECT count(*) FROM contact WHERE last_name = 'café'"), ==, 1);
}

static void
test_other_type (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {t, {.type = "company"}};
  g_autoptr (SatImportReport) report = import (&c, people);
  SatReader *reader = sat_test_store_reader (t);
  g_autoptr (GError) error = NULL;

  g_assert_null (((SatImportFileReport *)report->files->pdata[0])->type);
  g_assert_false (sat_export (reader, "company", NULL, SAT_EXPORT_VCARD_3_0, stdout, NULL, &error));
  g_assert_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID);
}

/* A card of a contact that was deleted brings it back, with what belongs to it. */
static void
test_deleted (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  ImportCase c = {t};
  G_GNUC_UNUSED g_autoptr (SatImportReport) first =
      import (&c, CARD ("FN:Ana Ito\nEMAIL:a@x\nX-Foo:1\n"));
  g_autofree char *text = export(t, SAT_EXPORT_VCARD_4_0);
  g_autofree char *again = NULL;
  g_autoptr (SatImportReport) back = NULL;

  sat_test_store_delete (t, only_contact (t));
  back = import (&c, text);
  import_assert_counts (back, 1, 0, 0, 0);
  again = export(t, SAT_EXPORT_VCARD_4_0);
  g_assert_cmpstr (again, ==, text);
}

/* Random cards into a store and out again: the second time nothing changes. */
static void
test_random (void)
{
  static const SatExportFormat formats[] = {SAT_EXPORT_VCARD_3_0, SAT_EXPORT_VCARD_4_0};
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (GString) text = g_string_new (NULL);
  ImportCase c = {t};
  g_autoptr (SatImportReport) first = NULL;
  g_autofree char *state = NULL;

  for (guint i = 0; i < 150; i++) {
    g_autoptr (SatVcard) card = vcard_random (rand);
    g_autofree char *uid = g_strdup_printf ("random-%u", i);

    sat_vcard_add (card, NULL, "UID", uid);
    sat_vcard_write (text, card, SAT_VCARD_STYLE_4_0);
  }
  first = import (&c, text->str);
  state = sat_test_store_dump (t);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autofree char *out = export(t, formats[i]);
    g_autoptr (SatImportReport) again = import (&c, out);
    const SatImportFileReport *file = again->files->pdata[0];
    g_autofree char *again_state = sat_test_store_dump (t);

    g_assert_cmpuint (file->read, >, 50);
    g_assert_cmpuint (file->read, ==, file->unchanged);
    g_assert_cmpstr (again_state, ==, state);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-vcard/fields", test_fields);
  g_test_add_func ("/import-vcard/again", test_again);
  g_test_add_func ("/import-vcard/elsewhere", test_elsewhere);
  g_test_add_func ("/import-vcard/undo-and-plan", test_undo_and_plan);
  g_test_add_func ("/import-vcard/delta", test_delta);
  g_test_add_func ("/import-vcard/own-phone-stays", test_own_phone_stays);
  g_test_add_func ("/import-vcard/identity", test_identity);
  g_test_add_func ("/import-vcard/identity-in-file", test_identity_in_file);
  g_test_add_func ("/import-vcard/after-table", test_after_table);
  g_test_add_func ("/import-vcard/broken", test_broken);
  g_test_add_func ("/import-vcard/no-cards", test_no_cards);
  g_test_add_func ("/import-vcard/encodings", test_encodings);
  g_test_add_func ("/import-vcard/other-type", test_other_type);
  g_test_add_func ("/import-vcard/deleted", test_deleted);
  g_test_add_func ("/import-vcard/random", test_random);
  return g_test_run ();
}
