/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "sat-card-build.h"
#include "vcard-support.h"

#define OWN_UID "urn:uuid:0190f6a0-0000-7000-8000-000000000001"

static SatCardFacts *
facts_of_body (const char *body, SatVcard **card)
{
  *card = vcard_read_body (body);
  return sat_card_facts_of (*card);
}

static void
test_names (void)
{
  static const struct {
    const char *body, *first, *last;
  } cases[] = {
      {"N:Doe;John;;;\n", "John", "Doe"},
      {"N:Pérez;Ana;María;Dra.;\nFN:Dra. Ana\n", "Ana María", "Pérez"},
      {"N:Doe;John;Philip,Paul;;\n", "John Philip Paul", "Doe"},
      {"N:Doe\\, Sr.;\n", NULL, "Doe, Sr."},
      {"FN:Ana María Pérez\n", "Ana María", "Pérez"},
      {"FN:Pérez\\, Ana\n", "Ana", "Pérez"},
      {"FN:李小龙\n", NULL, "李小龙"},
      {"FN:李 小龙\n", "小龙", "李"},
      {"N:;;;;\nFN:Cher\n", NULL, "Cher"},
      {"ORG:Acme\nFN:Acme\nN:;;;;\n", NULL, "Acme"},
      {"ORG:Bike Shop\n", NULL, "Bike Shop"},
      {"ORG:Big Bike Shop\nFN:Big Bike Shop\n", NULL, "Big Bike Shop"},
      {"FN:a b@example.org\nEMAIL:a b@example.org\n", NULL, NULL},
      {"EMAIL:a@example.org\n", NULL, NULL},
      {"FN;X-SATCHEL-UNNAMED=1:Acme\nORG:Acme\n", NULL, NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (SatVcard) card = NULL;
    g_autoptr (SatCardFacts) facts = facts_of_body (cases[i].body, &card);

    g_assert_cmpstr (facts->first_name, ==, cases[i].first);
    g_assert_cmpstr (facts->last_name, ==, cases[i].last);
  }
}

static void
test_points (void)
{
  static const struct {
    const char *body, *kind, *label, *value;
    int pref;
  } cases[] = {
      {"TEL:1\n", "phone", NULL, "1", SAT_CARD_NO_PREF},
      {"TEL;TYPE=WORK,VOICE,pref:1\n", "phone", "work", "1", 1},
      {"TEL;WORK;FAX:1\n", "fax", "work", "1", SAT_CARD_NO_PREF},
      {"TEL;TYPE=WORK,CELL:1\n", "phone", "mobile", "1", SAT_CARD_NO_PREF},
      {"TEL;VALUE=uri;PREF=3:tel:+1-418;ext=102\n", "phone", NULL, "+1-418 ext. 102", 3},
      {"item1.TEL;TYPE=home:1\nITEM1.X-ABLABEL:_$!<HomePage>!$_\n", "phone", "HomePage", "1",
       SAT_CARD_NO_PREF},
      {"a.TEL:1\na.X-ABLabel:_$!<Home>!$_\n", "phone", "home", "1", SAT_CARD_NO_PREF},
      {"EMAIL;INTERNET:a@b.c\n", "mail", NULL, "a@b.c", SAT_CARD_NO_PREF},
      {"EMAIL:mailto:a@b.c\n", "mail", NULL, "a@b.c", SAT_CARD_NO_PREF},
      {"URL;TYPE=WORK:http\\://x.y\n", "web", "work", "http://x.y", SAT_CARD_NO_PREF},
      {"IMPP:xmpp:a@b\n", "chat", NULL, "xmpp:a@b", SAT_CARD_NO_PREF},
      {"X-Skype;TYPE=home:ana\n", "chat", "home", "skype:ana", SAT_CARD_NO_PREF},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (SatVcard) card = NULL;
    g_autoptr (SatCardFacts) facts = facts_of_body (cases[i].body, &card);
    const SatCardPoint *point;

    g_assert_cmpuint (facts->points->len, ==, 1);
    point = facts->points->pdata[0];
    g_assert_cmpstr (point->kind, ==, cases[i].kind);
    g_assert_cmpstr (point->label, ==, cases[i].label);
    g_assert_cmpstr (point->value, ==, cases[i].value);
    g_assert_cmpint (point->pref, ==, cases[i].pref);
  }
}

static void
test_rest (void)
{
  g_autoptr (SatVcard) card = NULL;
  g_autoptr (SatCardFacts) facts = facts_of_body (
      "ORG:Acme\\, Inc.;Sales;North\nORG:Other\nTITLE:Boss\nNOTE:one\nNOTE:two\\nthree\n"
      "CATEGORIES:VIP,a\\,b,,\nBDAY:19800229T000000Z\nUID:x\nTEL:\nADR:;;;;;;\n"
      "ADR;TYPE=home:PO 1;Flat 2;Main St\\n5;Town;Region;1234;Land\n",
      &card);
  const SatCardAddress *address = facts->addresses->pdata[0];
  SatDate day;

  g_assert_cmpstr (facts->company, ==, "Acme, Inc.");
  g_assert_cmpstr (facts->department, ==, "Sales, North");
  g_assert_cmpstr (facts->job_title, ==, "Boss");
  g_assert_cmpstr (facts->notes, ==, "one\n\ntwo\nthree");
  g_assert_cmpuint (facts->tags->len, ==, 2);
  g_assert_cmpstr (facts->tags->pdata[1], ==, "a,b");
  g_assert_true (sat_date_from_ymd (1980, 2, 29, &day));
  g_assert_true (facts->has_birthday);
  g_assert_cmpint (facts->birthday, ==, day);
  g_assert_cmpstr (facts->uid, ==, "x");
  g_assert_cmpuint (facts->points->len, ==, 0);
  g_assert_cmpuint (facts->addresses->len, ==, 1);
  g_assert_cmpstr (address->label, ==, "home");
  g_assert_cmpstr (address->street, ==, "PO 1\nFlat 2\nMain St\n5");
  g_assert_cmpstr (address->postal_code, ==, "1234");
}

static void
test_no_dates (void)
{
  static const char *const bodies[] = {"BDAY:--0229\n", "BDAY:1979-02-29\n",
                                       "BDAY:soon\n",   "BDAY:\n",
                                       "BDAY:198002\n", "BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29\n"};

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (SatVcard) card = NULL;
    g_autoptr (SatCardFacts) facts = facts_of_body (bodies[i], &card);

    g_assert_false (facts->has_birthday);
  }
}

static void
test_kept (void)
{
  static const struct {
    const char *body, *kept;
  } cases[] = {
      {"FN:John Doe\nN:Doe;John;;;\nTEL;TYPE=HOME:1\nEMAIL:a@b\nUID:" OWN_UID "\n", NULL},
      {"FN:Ana\nX-Foo;A=b:c\nREV:1\n", "X-Foo;A=b:c\nREV:1\n"},
      /* The name is one matter in two properties. */
      {"FN:Mr. Doe\nN:Doe;John;;Mr.;\n", "FN:Mr. Doe\nN:Doe;John;;Mr.;\n"},
      {"FN:Doe\\, John\n", "FN:Doe\\, John\nN:Doe;John;;;\n"},
      {"FN:A\nTEL;TYPE=home;X-S=1:1\nTEL:2\n", "TEL;TYPE=home;X-S=1:1\n"},
      {"FN:A\nitem7.TEL:1\nitem7.X-ABLabel:Boat\n", NULL},
      {"FN:A\nitem7.TEL:1\nitem7.X-ABLabel:_$!<Boat>!$_\n",
       "item7.TEL:1\nitem7.X-ABLabel:_$!<Boat>!$_\n"},
      {"FN:A\nORG:X\nORG:Y\n", "ORG:X\nORG:Y\n"},
      {"FN:A\nUID:abc\n", "UID:abc\n"},
      {"FN:A\nBDAY:--0229\n", "BDAY:--0229\n"},
      {"FN:A\nADR:;;b;;;;\nLABEL:b\n", "ADR:;;b;;;;\nLABEL:b\n"},
      {"FN:A\nTEL;X-SATCHEL-PRIMARY=1:1\n", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (SatVcard) card = NULL;
    g_autoptr (SatCardFacts) facts = facts_of_body (cases[i].body, &card);
    g_autofree char *kept = sat_card_kept (card, facts, OWN_UID);

    g_assert_cmpstr (kept, ==, cases[i].kept);
  }
}

/* The contact's card from what @body said, after @edit. */
static char *
build_after (const char *body, void (*edit) (SatCardFacts *facts))
{
  g_autoptr (SatVcard) card = NULL;
  g_autoptr (SatCardFacts) facts = facts_of_body (body, &card);
  g_autofree char *kept = sat_card_kept (card, facts, OWN_UID);
  g_autoptr (SatVcard) built = sat_vcard_new ();

  if (edit != NULL)
    edit (facts);
  sat_card_build (built, facts, kept);
  return vcard_lines (built);
}

static void
edit_phone (SatCardFacts *facts)
{
  SatCardPoint *point = facts->points->pdata[0];

  g_free (point->value);
  point->value = g_strdup ("9");
}

static void
edit_name (SatCardFacts *facts)
{
  g_free (facts->last_name);
  facts->last_name = g_strdup ("Roe");
}

static void
edit_street (SatCardFacts *facts)
{
  SatCardAddress *address = facts->addresses->pdata[0];

  g_free (address->street);
  address->street = g_strdup ("new");
}

/* What was kept goes out again, but not what belongs to a value that has changed since. */
static void
test_edits (void)
{
  static const char body[] = "FN:Mr. Doe\nN:Doe;John;;Mr.;\nTEL;X-S=1:1\nADR:;;old;;;;\nLABEL:old\n"
                             "X-Foo:bar\n";
  g_autofree char *same = build_after (body, NULL);
  g_autofree char *phone = build_after (body, edit_phone);
  g_autofree char *name = build_after (body, edit_name);
  g_autofree char *street = build_after (body, edit_street);

  g_assert_nonnull (strstr (same, "TEL;X-S=1:1\n"));
  g_assert_nonnull (strstr (same, "N:Doe;John;;Mr.;\n"));
  g_assert_nonnull (strstr (same, "LABEL:old\n"));
  g_assert_nonnull (strstr (phone, "TEL:9\n"));
  g_assert_null (strstr (phone, "X-S"));
  g_assert_nonnull (strstr (phone, "X-Foo:bar\n"));
  g_assert_nonnull (strstr (name, "N:Roe;John;;;\nFN:John Roe\n"));
  g_assert_null (strstr (name, "Mr."));
  g_assert_nonnull (strstr (street, "ADR:;;new;;;;\n"));
  g_assert_null (strstr (street, "LABEL"));
}

/* Facts as a contact in the store has them. */
static void
settle (SatCardFacts *facts)
{
  static const char *const kinds[] = {"phone", "mail"};

  for (guint i = 0; i < facts->points->len; i++) {
    SatCardPoint *point = facts->points->pdata[i];

    point->pref = point->pref == 1 ? 1 : SAT_CARD_NO_PREF;
  }
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    int primary = sat_card_facts_primary_point (facts, kinds[i]);

    for (guint k = 0; k < facts->points->len; k++) {
      SatCardPoint *point = facts->points->pdata[k];

      if (g_str_equal (point->kind, kinds[i]))
        point->primary = (int)k == primary;
    }
  }
  g_free (facts->uid);
  facts->uid = g_strdup (OWN_UID);
}

static void
assert_same_points (const SatCardFacts *a, const SatCardFacts *b)
{
  static const char *const kinds[] = {"phone", "fax", "mail", "web", "chat"};

  g_assert_cmpuint (a->points->len, ==, b->points->len);
  /* Points of one kind keep their order; the kinds come one after the other. */
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++) {
    guint at = 0;

    for (guint i = 0; i < a->points->len; i++) {
      const SatCardPoint *point = a->points->pdata[i];

      if (!g_str_equal (point->kind, kinds[k]))
        continue;
      while (!g_str_equal (((const SatCardPoint *)b->points->pdata[at])->kind, kinds[k]))
        at++;
      g_assert_true (sat_card_point_equal (point, b->points->pdata[at]));
      at++;
    }
  }
}

static const char *
primary_value (const SatCardFacts *facts, const char *kind)
{
  int index = sat_card_facts_primary_point (facts, kind);

  return index < 0 ? NULL : ((const SatCardPoint *)facts->points->pdata[index])->value;
}

static void
assert_same_facts (const SatCardFacts *a, const SatCardFacts *b)
{
  g_assert_cmpstr (a->first_name, ==, b->first_name);
  g_assert_cmpstr (a->last_name, ==, b->last_name);
  g_assert_cmpstr (a->company, ==, b->company);
  g_assert_cmpstr (a->department, ==, b->department);
  g_assert_cmpstr (a->job_title, ==, b->job_title);
  g_assert_cmpstr (a->notes, ==, b->notes);
  g_assert_cmpint (a->has_birthday, ==, b->has_birthday);
  g_assert_cmpint (a->birthday, ==, b->birthday);
  g_assert_cmpuint (a->tags->len, ==, b->tags->len);
  assert_same_points (a, b);
  g_assert_cmpstr (primary_value (a, "phone"), ==, primary_value (b, "phone"));
  g_assert_cmpstr (primary_value (a, "mail"), ==, primary_value (b, "mail"));
  g_assert_cmpuint (a->addresses->len, ==, b->addresses->len);
  for (guint i = 0; i < a->addresses->len; i++)
    g_assert_true (sat_card_address_equal (a->addresses->pdata[i], b->addresses->pdata[i]));
}

/* Whatever a card says: out and in again, the contact and what is kept beside it are the same. */
static void
test_round_trips (void)
{
  static const SatVcardStyle styles[] = {SAT_VCARD_STYLE_3_0, SAT_VCARD_STYLE_4_0};
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (guint round = 0; round < 3000; round++) {
    g_autoptr (SatVcard) card = vcard_random (rand);
    g_autoptr (SatCardFacts) facts = sat_card_facts_of (card);
    g_autofree char *kept = sat_card_kept (card, facts, OWN_UID);
    g_autoptr (SatVcard) built = sat_vcard_new ();
    g_autofree char *lines = NULL;

    settle (facts);
    sat_card_build (built, facts, kept);
    lines = vcard_lines (built);
    for (guint i = 0; i < G_N_ELEMENTS (styles); i++) {
      g_autoptr (SatVcard) back = vcard_through (built, styles[i]);
      g_autoptr (SatCardFacts) again = sat_card_facts_of (back);
      g_autoptr (SatVcard) rebuilt = sat_vcard_new ();
      g_autofree char *kept_again = NULL;
      g_autofree char *lines_again = NULL;
      gboolean same;

      assert_same_facts (facts, again);
      kept_again = sat_card_kept_join (kept, facts, back, again, OWN_UID, &same);
      g_assert_true (same);
      settle (again);
      sat_card_build (rebuilt, again, kept_again);
      lines_again = vcard_lines (rebuilt);
      g_assert_cmpstr (lines_again, ==, lines);
    }
  }
}

/* Unknown properties of a random card are all in the card that is built from it. */
static void
test_nothing_lost (void)
{
  static const char *const unknown[] = {"GENDER", "REV",    "AGENT", "ROLE",
                                        "X-Foo",  "PRODID", "PHOTO", "KEY"};
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (guint round = 0; round < 2000; round++) {
    g_autoptr (SatVcard) card = vcard_random (rand);
    g_autoptr (SatCardFacts) facts = sat_card_facts_of (card);
    g_autofree char *kept = sat_card_kept (card, facts, OWN_UID);
    g_autoptr (SatVcard) built = sat_vcard_new ();
    g_autofree char *lines = NULL;

    sat_card_build (built, facts, kept);
    lines = vcard_lines (built);
    for (guint i = 0; i < card->properties->len; i++) {
      const SatVcardProperty *property = sat_vcard_get (card, i);
      g_autoptr (GString) line = g_string_new (NULL);

      for (guint k = 0; k < G_N_ELEMENTS (unknown); k++)
        if (sat_vcard_is (property, unknown[k])) {
          sat_vcard_write_property (line, card, property, SAT_VCARD_STYLE_LINE);
          g_assert_nonnull (strstr (lines, line->str));
        }
    }
  }
}

/* A second source that says less takes nothing away. */
static void
test_join (void)
{
  g_autoptr (SatVcard) first = NULL;
  g_autoptr (SatVcard) second = NULL;
  g_autoptr (SatCardFacts) facts = facts_of_body (
      "FN:A\nUID:one\nX-Foo:1\nPHOTO:http://a\nitem1.X-ABDATE:2\nitem1.X-ABLabel:d\n", &first);
  g_autoptr (SatCardFacts) later =
      facts_of_body ("FN:A\nUID:two\nX-Foo:2\nREV:3\nitem1.X-Y:4\nitem1.X-ABLabel:e\n", &second);
  g_autofree char *kept = sat_card_kept (first, facts, OWN_UID);
  g_autofree char *joined = NULL;
  gboolean same;

  joined = sat_card_kept_join (kept, facts, second, later, OWN_UID, &same);
  g_assert_false (same);
  g_assert_cmpstr (joined, ==,
                   "UID:one\nX-Foo:2\nREV:3\nitem1.X-Y:4\nitem1.X-ABLabel:e\nPHOTO:http://a\n"
                   "old-item1.X-ABDATE:2\nold-item1.X-ABLabel:d\n");
}

static void
test_group (void)
{
  g_autoptr (SatVcard) group = vcard_read_body ("FN:Friends\nKIND:group\nMEMBER:urn:uuid:1\n");
  g_autoptr (SatVcard) person = vcard_read_body ("FN:Ana\nKIND:individual\n");

  g_assert_true (sat_card_is_group (group));
  g_assert_false (sat_card_is_group (person));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/card/names", test_names);
  g_test_add_func ("/card/points", test_points);
  g_test_add_func ("/card/rest", test_rest);
  g_test_add_func ("/card/no-dates", test_no_dates);
  g_test_add_func ("/card/kept", test_kept);
  g_test_add_func ("/card/edits", test_edits);
  g_test_add_func ("/card/round-trips", test_round_trips);
  g_test_add_func ("/card/nothing-lost", test_nothing_lost);
  g_test_add_func ("/card/join", test_join);
  g_test_add_func ("/card/group", test_group);
  return g_test_run ();
}
