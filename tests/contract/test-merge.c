/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two laptops find out that two records are one. */
#include "config.h"

#include <string.h>

#include "office.h"

typedef struct {
  Office *office;
  CliFixture *a, *b;
  char *north, *south; /* companies that both laptops hold */
} Pair;

static void
sync_both (Pair *pair)
{
  laptop_sync (pair->a);
  laptop_sync (pair->b);
  laptop_sync (pair->a);
  laptop_sync (pair->b);
}

static void
pair_begin (Pair *pair)
{
  pair->office = office_new ();
  pair->a = laptop_new (pair->office, "boss");
  office_add_user (pair->office, "chief", "admin", NULL);
  pair->b = laptop_new (pair->office, "chief");
  pair->north = cli_new (pair->a, "company", "name=North", "industry=Shipping", "phone=+1 1", NULL);
  pair->south = cli_new (pair->a, "company", "name=South", "tier=gold", "phone=+1 2", NULL);
  sync_both (pair);
}

static void
pair_end (Pair *pair)
{
  sync_both (pair);
  laptop_assert_same (pair->a, pair->b);
  laptop_assert_sound (pair->a);
  laptop_assert_sound (pair->b);
  cli_fixture_free (pair->a);
  cli_fixture_free (pair->b);
  office_free (pair->office);
  g_free (pair->north);
  g_free (pair->south);
}

static void
merge (CliFixture *laptop, const char *type, const char *keep, const char *other)
{
  g_autoptr (JsonNode) said = cli_json (laptop, 0, "merge", type, keep, other, NULL);

  g_assert_cmpstr (cli_string (said, "id"), ==, keep);
  g_assert_cmpstr (cli_string (said, "merged"), ==, other);
}

/* The id of the company that @record names. */
static char *
company_of (CliFixture *laptop, const char *record)
{
  g_autofree char *json = laptop_get (laptop, record, "company");
  g_autoptr (JsonNode) node = json_from_string (json, NULL);

  return g_strdup (cli_string (node, "id"));
}

static void
assert_company (CliFixture *laptop, const char *record, const char *company)
{
  g_autofree char *id = company_of (laptop, record);

  g_assert_cmpstr (id, ==, company);
}

static void
test_one_merges (void)
{
  Pair pair;
  g_autofree char *deal = NULL;
  g_autofree char *late = NULL;
  g_autofree char *note = NULL;

  pair_begin (&pair);
  deal = cli_new (pair.a, "opportunity", "name=Deal", "company=South", NULL);
  sync_both (&pair);
  merge (pair.a, "company", pair.north, pair.south);
  laptop_assert (pair.a, pair.north, "tier", "\"gold\"");
  assert_company (pair.a, deal, pair.north);
  /* Meanwhile, without knowing. */
  late = cli_new (pair.b, "opportunity", "name=Late", "company=South", NULL);
  note = cli_new (pair.b, "note", "body=Seen", "company=South", NULL);
  laptop_set (pair.b, pair.south, "website=south.test");
  sync_both (&pair);
  for (guint i = 0; i < 2; i++) {
    CliFixture *laptop = i == 0 ? pair.a : pair.b;

    assert_company (laptop, deal, pair.north);
    assert_company (laptop, late, pair.north);
    assert_company (laptop, note, pair.north);
    laptop_assert (laptop, pair.north, "website", "\"south.test\"");
    /* An old link. */
    laptop_assert (laptop, pair.south, "name", "\"North\"");
    laptop_assert (laptop, pair.south, "tier", "\"gold\"");
  }
  pair_end (&pair);
}

/* Each towards the other: one id remains, with what either side had. */
static void
test_both_merge (void)
{
  Pair pair;
  g_autofree char *deal = NULL;
  g_autofree char *other = NULL;

  pair_begin (&pair);
  deal = cli_new (pair.a, "opportunity", "name=Deal", "company=South", NULL);
  other = cli_new (pair.a, "opportunity", "name=Other", "company=North", NULL);
  sync_both (&pair);
  merge (pair.a, "company", pair.north, pair.south);
  merge (pair.b, "company", pair.south, pair.north);
  laptop_set (pair.b, pair.south, "website=both.test");
  laptop_set (pair.a, pair.north, "notes=From the north");
  sync_both (&pair);
  sync_both (&pair);
  for (guint i = 0; i < 2; i++) {
    CliFixture *laptop = i == 0 ? pair.a : pair.b;

    assert_company (laptop, deal, pair.north);
    assert_company (laptop, other, pair.north);
    laptop_assert (laptop, pair.south, "name", "\"North\"");
    laptop_assert (laptop, pair.north, "industry", "\"Shipping\"");
    laptop_assert (laptop, pair.north, "tier", "\"gold\"");
    laptop_assert (laptop, pair.north, "website", "\"both.test\"");
    laptop_assert (laptop, pair.north, "notes", "\"From the north\"");
    g_assert_cmpint (laptop_status_int (laptop, "rejected"), ==, 0);
  }
  pair_end (&pair);
}

static void
test_undo_after_sync (void)
{
  Pair pair;
  g_autofree char *deal = NULL;

  pair_begin (&pair);
  deal = cli_new (pair.a, "opportunity", "name=Deal", "company=South", NULL);
  sync_both (&pair);
  merge (pair.a, "company", pair.north, pair.south);
  sync_both (&pair);
  assert_company (pair.b, deal, pair.north);
  g_free (cli_run (pair.a, 0, "undo", NULL));
  sync_both (&pair);
  for (guint i = 0; i < 2; i++) {
    CliFixture *laptop = i == 0 ? pair.a : pair.b;

    assert_company (laptop, deal, pair.south);
    laptop_assert (laptop, pair.south, "name", "\"South\"");
    laptop_assert (laptop, pair.south, "phone", "\"+1 2\"");
    laptop_assert (laptop, pair.north, "tier", "null");
  }
  g_free (cli_run (pair.a, 0, "redo", NULL));
  sync_both (&pair);
  assert_company (pair.b, deal, pair.north);
  laptop_assert (pair.b, pair.south, "name", "\"North\"");
  /* Who only heard of it takes it back as well; what hung from it stays. */
  g_free (cli_run (pair.b, 0, "unmerge", "company", pair.south, NULL));
  cli_fails (pair.b, "conflict", "unmerge", "company", pair.south, NULL);
  sync_both (&pair);
  laptop_assert (pair.a, pair.south, "name", "\"South\"");
  assert_company (pair.a, deal, pair.north);
  pair_end (&pair);
}

/* What the other one wrote before, unseen, is kept beside what stands. */
static void
test_unseen_edit (void)
{
  Pair pair;
  g_autoptr (JsonNode) conflicts = NULL;
  JsonArray *list;
  JsonNode *first;

  pair_begin (&pair);
  laptop_set (pair.b, pair.south, "industry=Rail");
  laptop_sync (pair.b);
  merge (pair.a, "company", pair.north, pair.south);
  sync_both (&pair);
  laptop_assert (pair.b, pair.north, "industry", "\"Shipping\"");
  conflicts = cli_json (pair.b, 0, "conflicts", NULL);
  list = json_node_get_array (conflicts);
  g_assert_cmpuint (json_array_get_length (list), ==, 1);
  first = json_array_get_element (list, 0);
  g_assert_cmpstr (cli_string (first, "field"), ==, "industry");
  g_assert_cmpstr (cli_string (first, "record"), ==, pair.north);
  g_free (cli_run (pair.b, 0, "resolve", cli_string (first, "id"), "other", NULL));
  sync_both (&pair);
  laptop_assert (pair.a, pair.north, "industry", "\"Rail\"");
  pair_end (&pair);
}

/* The suggestion of the pair is settled by merging, for all. */
static void
test_suggestion (void)
{
  Pair pair;
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autoptr (JsonNode) found = NULL;
  g_autoptr (JsonNode) left = NULL;

  pair_begin (&pair);
  one = cli_new (pair.a, "company", "name=Twin", NULL);
  two = cli_new (pair.b, "company", "name=twin", NULL);
  sync_both (&pair);
  g_assert_cmpint (laptop_status_int (pair.a, "conflicts"), ==, 1);
  found = cli_json (pair.a, 0, "duplicates", NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (found)), ==, 1);
  merge (pair.a, "company", one, two);
  g_assert_cmpint (laptop_status_int (pair.a, "conflicts"), ==, 0);
  sync_both (&pair);
  g_assert_cmpint (laptop_status_int (pair.a, "conflicts"), ==, 0);
  g_assert_cmpint (laptop_status_int (pair.b, "conflicts"), ==, 0);
  left = cli_json (pair.b, 0, "duplicates", NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (left)), ==, 0);
  pair_end (&pair);
}

/* Whoever holds one of the two alone is not told that there is another. */
static void
test_told_to_whom (void)
{
  g_autoptr (Office) office = office_new ();
  CliFixture *boss = laptop_new (office, "boss"), *laptops[2];
  static const char *const names[] = {"ann", "ben"};
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;

  for (guint i = 0; i < 2; i++) {
    office_add_user (office, names[i], "rep", NULL);
    laptops[i] = laptop_new (office, names[i]);
  }
  one = cli_new (laptops[0], "company", "name=Twin", "owner=ann", NULL);
  laptop_sync (laptops[0]);
  two = cli_new (laptops[1], "company", "name=twin", "owner=ben", NULL);
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < 2; i++) {
      laptop_sync (laptops[i]);
      g_assert_cmpint (laptop_status_int (laptops[i], "conflicts"), ==, 0);
    }
  laptop_sync (boss);
  g_assert_cmpint (laptop_status_int (boss, "conflicts"), ==, 1);
  cli_fails (laptops[1], "not_found", "get", one, NULL);
  cli_fixture_free (boss);
  for (guint i = 0; i < 2; i++)
    cli_fixture_free (laptops[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("SATCHEL_SECRETS", "file", TRUE);
  g_test_add_func ("/contract/merge/one", test_one_merges);
  g_test_add_func ("/contract/merge/both", test_both_merge);
  g_test_add_func ("/contract/merge/undo", test_undo_after_sync);
  g_test_add_func ("/contract/merge/unseen-edit", test_unseen_edit);
  g_test_add_func ("/contract/merge/suggestion", test_suggestion);
  g_test_add_func ("/contract/merge/told-to-whom", test_told_to_whom);
  return g_test_run ();
}
