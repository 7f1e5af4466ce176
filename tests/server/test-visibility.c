/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Access, the order of a first load, and what a pull refuses. */

#include "config.h"

#include <string.h>

#include "visibility-fixture.h"

static void
assert_refused (Fixture *f, const char *cursor, const char *sv, const char *bf, SatServerError code)
{
  g_autoptr (GError) error = NULL;
  SatCaller who = caller (&f->ana, SAT_ROLE_REP);
  SatPullState state = {(char *)cursor, (char *)sv, (char *)bf};

  g_assert_null (sat_pull_page (&f->source, &who, &state, 0, &error));
  g_assert_error (error, SAT_SERVER_ERROR, (int)code);
}

/* Access */

static SatAccess
access_of (Fixture *f, const SatUuid *user, SatRole role, const SatUuid *root)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatTransaction) transaction = sat_storage_begin_read (f->storage, &error);
  SatCaller who = caller (user, role);
  SatAccess access;

  g_assert_true (sat_visibility_access (f->visibility, transaction, &who, root, &access, &error));
  return access;
}

static void
test_access (Fixture *f, gconstpointer data)
{
  SatUuid company = {{0}}, unknown = sat_uuid_new (5);

  put_company (f, &company, &f->ana);
  g_assert_cmpint (access_of (f, &f->ana, SAT_ROLE_REP, &company), ==, SAT_ACCESS_HELD);
  g_assert_cmpint (access_of (f, &f->boss, SAT_ROLE_MANAGER, &company), ==, SAT_ACCESS_HELD);
  g_assert_cmpint (access_of (f, &f->ben, SAT_ROLE_MANAGER, &company), ==, SAT_ACCESS_NEVER);
  g_assert_cmpint (access_of (f, &f->ben, SAT_ROLE_ADMIN, &company), ==, SAT_ACCESS_HELD);
  g_assert_cmpint (access_of (f, &f->ana, SAT_ROLE_REP, &unknown), ==, SAT_ACCESS_NEVER);
  put_company (f, &company, &f->ben);
  g_assert_cmpint (access_of (f, &f->ana, SAT_ROLE_REP, &company), ==, SAT_ACCESS_LOST);
  g_assert_cmpint (access_of (f, &f->ben, SAT_ROLE_REP, &company), ==, SAT_ACCESS_HELD);
}

/* The record stays where it is, and the person goes. */
static void
test_lost_people (Fixture *f, gconstpointer data)
{
  SatUuid company = {{0}};
  g_auto (SatPullState) state = nothing ();

  put_company (f, &company, &f->ana);
  assert_pull (f, &f->boss, &state, "user user user company");
  put_user (f, &f->ana, NULL);
  g_assert_cmpint (access_of (f, &f->boss, SAT_ROLE_REP, &company), ==, SAT_ACCESS_LOST);
  assert_pull (f, &f->boss, &state, "gone user");
  put_user (f, &f->ana, &f->ben);
  g_assert_cmpint (access_of (f, &f->boss, SAT_ROLE_REP, &company), ==, SAT_ACCESS_LOST);
  g_assert_cmpint (access_of (f, &f->ben, SAT_ROLE_REP, &company), ==, SAT_ACCESS_HELD);
}

static gboolean
may_write_quota (
    Fixture *f, const SatUuid *who, SatRole role, const SatUuid *before, const SatUuid *after)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatTransaction) transaction = sat_storage_begin_read (f->storage, &error);
  g_autoptr (SatWireFields) old = sat_wire_fields_new ();
  g_autoptr (SatWireFields) new = sat_wire_fields_new ();
  SatCaller author = caller (who, role);
  gboolean allowed;

  if (before != NULL)
    sat_wire_fields_take (old, "user", sat_wire_reference (before), FALSE);
  if (after != NULL)
    sat_wire_fields_take (new, "user", sat_wire_reference (after), FALSE);
  g_assert_true (sat_visibility_may_write (f->visibility, transaction, &author, "quota",
                                           before != NULL ? old : NULL, new, &allowed, &error));
  return allowed;
}

static void
test_quota (Fixture *f, gconstpointer data)
{
  g_assert_true (may_write_quota (f, &f->boss, SAT_ROLE_MANAGER, NULL, &f->ana));
  g_assert_true (may_write_quota (f, &f->boss, SAT_ROLE_MANAGER, &f->ana, &f->boss));
  g_assert_false (may_write_quota (f, &f->boss, SAT_ROLE_MANAGER, NULL, &f->ben));
  g_assert_false (may_write_quota (f, &f->boss, SAT_ROLE_MANAGER, &f->ben, &f->ana));
  g_assert_false (may_write_quota (f, &f->boss, SAT_ROLE_MANAGER, NULL, NULL));
  g_assert_true (may_write_quota (f, &f->boss, SAT_ROLE_ADMIN, NULL, NULL));
}

/* Pulls */

static void
test_first_load (Fixture *f, gconstpointer data)
{
  SatUuid company = {{0}}, mine = {{0}}, deal = {{0}}, other = {{0}}, stage = {{0}}, point = {{0}};
  g_auto (SatPullState) state = nothing ();

  put_company (f, &other, &f->ben);
  put (f, "contact", &company, NULL, NULL, NULL);
  put_company (f, &mine, &f->ana);
  put (f, "contact_point", &point, &mine, NULL, LINKS ({"record", &mine}));
  put (f, "opportunity", &deal, NULL, NULL, LINKS ({"owner", &f->ana}));
  put (f, "stage", &stage, NULL, NULL, NULL);
  assert_pull (f, &f->ana, &state,
               "user user user stage opportunity company contact_point contact");
  assert_pull (f, &f->ana, &state, "");
}

#define TODAY (NOW / SAT_PULL_DAY_US)

typedef struct {
  SatUuid open, won, stage, deal, old_deal, role, company, contact, phone, other, call;
} Needed;

/* An open deal with its people, one that is won, and a call to make that hangs from something else.
 */
static void
put_needed (Fixture *f, Needed *n)
{
  SatUuid later = {{0}}, done = {{0}};

  *n = (Needed){0};
  put (f, "stage", &n->open, NULL, NULL, LINKS ({"kind", NULL, "open"}));
  put (f, "stage", &n->won, NULL, NULL, LINKS ({"kind", NULL, "won"}));
  put_company (f, &n->company, &f->ana);
  n->contact = sat_uuid_new (1);
  put (f, "contact_point", &n->phone, &n->contact, NULL, NULL);
  put (f, "contact", &n->contact, NULL, NULL,
       LINKS ({"owner", &f->ana}, {"primary_phone", &n->phone}));
  put_company (f, &n->other, &f->ana);
  put (f, "activity", &later, &n->other, NULL,
       LINKS ({"owner", &f->ana}, {"due", NULL, NULL, TODAY + 40}));
  put (f, "activity", &done, &n->other, NULL,
       LINKS ({"owner", &f->ana}, {"due", NULL, NULL, TODAY}, {"done", NULL, NULL, 1}));
  put (f, "activity", &n->call, &n->other, NULL,
       LINKS ({"owner", &f->ana}, {"start", NULL, NULL, NOW + 3 * SAT_PULL_DAY_US}));
  put (f, "opportunity", &n->old_deal, NULL, NULL, LINKS ({"owner", &f->ana}, {"stage", &n->won}));
  put (f, "opportunity", &n->deal, NULL, NULL,
       LINKS ({"owner", &f->ana}, {"stage", &n->open}, {"company", &n->company}));
  put (f, "opportunity_role", &n->role, &n->deal, NULL, LINKS ({"contact", &n->contact}));
}

static void
test_needed_first (Fixture *f, gconstpointer data)
{
  Needed n;
  g_auto (SatPullState) state = nothing ();

  put_needed (f, &n);
  assert_pull (f, &f->ana, &state,
               "user user user stage stage "
               /* The deal with its people, and what is to be done. */
               "opportunity company opportunity_role contact contact_point company activity "
               /* The rest: that deal not again. */
               "opportunity company company activity activity activity contact contact_point");
  g_assert_cmpint (f->about, ==, 15);
  assert_pull (f, &f->ana, &state, "");
  g_assert_cmpint (f->about, ==, 0);
}

/* How often each record comes, on pages of @limit rows; @meanwhile NULL or called before page @at.
 */
static GHashTable *
count_rows (Fixture *f, guint limit, guint at, void (*meanwhile) (Fixture *f, Needed *n), Needed *n)
{
  g_auto (SatPullState) state = nothing ();

  f->rows = g_hash_table_new_full (sat_uuid_hash, sat_uuid_equal, g_free, NULL);
  for (guint page = 0; page == 0 || f->more; page++) {
    g_autofree char *items G_GNUC_UNUSED = NULL;

    if (meanwhile != NULL && page == at)
      meanwhile (f, n);
    items = pull (f, &f->ana, &state, limit);
    g_assert_cmpuint (page, <, 100);
  }
  return g_steal_pointer (&f->rows);
}

/* The place of what is needed first is kept between pages. */
static void
test_needed_by_pages (Fixture *f, gconstpointer data)
{
  Needed n;

  put_needed (f, &n);
  for (guint limit = 1; limit < 9; limit++) {
    g_autoptr (GHashTable) rows = count_rows (f, limit, 0, NULL, NULL);

    g_assert_cmpuint (g_hash_table_size (rows), ==, 15);
    g_assert_cmpuint (count_of (rows, &n.deal), ==, 1);
    g_assert_cmpuint (count_of (rows, &n.role), ==, 1);
    g_assert_cmpuint (count_of (rows, &n.call), ==, 2);
  }
}

static void
open_again (Fixture *f, Needed *n)
{
  put (f, "opportunity", &n->old_deal, NULL, NULL, LINKS ({"owner", &f->ana}, {"stage", &n->open}));
}

static void
stage_opens (Fixture *f, Needed *n)
{
  put (f, "stage", &n->won, NULL, NULL, LINKS ({"kind", NULL, "open"}));
}

/* A deal that is opened again behind its turn has not been sent: nor has what hangs from it. */
static void
test_opened_on_the_way (Fixture *f, gconstpointer data)
{
  void (*const ways[]) (Fixture *, Needed *) = {open_again, stage_opens};

  for (guint way = 0; way < G_N_ELEMENTS (ways); way++)
    for (guint page = 1; page < 20; page++) {
      SatUuid item = {{0}};
      Needed n;
      g_autoptr (GHashTable) rows = NULL;

      tear_down (f, NULL);
      set_up (f, NULL);
      put_needed (f, &n);
      put (f, "line_item", &item, &n.old_deal, NULL, NULL);
      rows = count_rows (f, 1, page, ways[way], &n);
      g_assert_cmpuint (count_of (rows, &item), >=, 1);
      g_assert_cmpuint (count_of (rows, &n.old_deal), >=, 1);
    }
}

/* One by one, and while the rights change. */
static void
test_one_by_one (Fixture *f, gconstpointer data)
{
  SatUuid companies[4] = {{{0}}};
  g_auto (SatPullState) state = nothing ();
  g_autofree char *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (companies); i++)
    put_company (f, &companies[i], i % 2 == 0 ? &f->ana : &f->boss);
  for (guint i = 0; i < 4; i++) {
    g_autofree char *one = pull (f, &f->boss, &state, 1);

    g_assert_cmpstr (one, ==, i < 3 ? "user" : "company");
  }
  put_user (f, &f->ana, NULL);
  /* Both of Ana's may be there; Boss' second one and the commit are missing. */
  first = pull (f, &f->boss, &state, 1000);
  g_assert_true (g_str_has_prefix (first, "gone gone"));
  g_assert_true (g_str_has_suffix (first, "company company user"));
  assert_pull (f, &f->boss, &state, "");
}

static void
test_made_for_others (Fixture *f, gconstpointer data)
{
  SatUuid company = {{0}};
  SatCaller author = caller (&f->ben, SAT_ROLE_REP);
  g_auto (SatPullState) ben = nothing ();
  g_auto (SatPullState) ana = nothing ();

  assert_pull (f, &f->ben, &ben, "user user user");
  assert_pull (f, &f->ana, &ana, "user user user");
  put (f, "company", &company, NULL, &author, LINKS ({"owner", &f->ana}));
  assert_pull (f, &f->ben, &ben, "gone");
  assert_pull (f, &f->ana, &ana, "company");
}

static void
test_company_territory (Fixture *f, gconstpointer data)
{
  SatUuid north = {{0}}, company = {{0}}, contact = {{0}};
  g_auto (SatPullState) ben = nothing ();

  put (f, "territory", &north, NULL, NULL, NULL);
  put (f, "user", &f->ben, NULL, NULL, LINKS ({"territory", &north}));
  put_company (f, &company, &f->ana);
  put (f, "contact", &contact, NULL, NULL, LINKS ({"owner", &f->ana}, {"company", &company}));
  assert_pull (f, &f->ben, &ben, "territory user user user");
  put (f, "company", &company, NULL, NULL, LINKS ({"owner", &f->ana}, {"territory", &north}));
  {
    g_autofree char *both = pull (f, &f->ben, &ben, 1000);

    g_assert_nonnull (strstr (both, "company"));
    g_assert_nonnull (strstr (both, "contact"));
  }
  put_company (f, &company, &f->ana);
  assert_pull (f, &f->ben, &ben, "gone gone");
}

/* Who is above somebody has what their places give them, and no longer than they stand there. */
static void
test_territory_of_people (Fixture *f, gconstpointer data)
{
  SatUuid land = {{0}}, north = {{0}}, company = {{0}}, member = {{0}};
  g_auto (SatPullState) boss = nothing ();
  g_auto (SatPullState) ana = nothing ();

  put (f, "territory", &land, NULL, NULL, NULL);
  put (f, "territory", &north, NULL, NULL, LINKS ({"parent", &land}));
  put (f, "company", &company, NULL, NULL, LINKS ({"territory", &north}));
  assert_pull (f, &f->boss, &boss, "territory territory user user user");
  assert_pull (f, &f->ana, &ana, "territory territory user user user");
  put (f, "membership", &member, NULL, NULL, LINKS ({"user", &f->ben}, {"territory", &land}));
  assert_pull (f, &f->boss, &boss, "membership");
  put_user (f, &f->ben, &f->boss);
  assert_pull (f, &f->boss, &boss, "company user");
  assert_pull (f, &f->ana, &ana, "membership user");
  put_user (f, &f->ben, NULL);
  assert_pull (f, &f->boss, &boss, "gone user");
  put (f, "user", &f->ben, NULL, NULL, LINKS ({"manager", &f->boss}, {"territory", &north}));
  assert_pull (f, &f->boss, &boss, "company user");
}

/* Two that look the same; the pair hangs from the first one. It comes with whichever comes last. */
static void
test_pair (Fixture *f, gconstpointer data)
{
  SatUuid first = {{0}}, second = {{0}}, pair = {{0}};
  g_auto (SatPullState) ana = nothing ();
  g_auto (SatPullState) ben = nothing ();
  g_auto (SatPullState) boss = nothing ();

  put_company (f, &first, &f->ana);
  put_company (f, &second, &f->ben);
  put (f, "conflict", &pair, &first, NULL,
       LINKS ({"kind", NULL, "duplicate"}, {"record", &first}, {"with", &second}));
  assert_pull (f, &f->ana, &ana, "user user user company");
  assert_pull (f, &f->ben, &ben, "user user user company");
  assert_pull (f, &f->boss, &boss, "user user user company");
  put_company (f, &second, &f->ana);
  assert_pull (f, &f->ana, &ana, "company conflict");
  assert_pull (f, &f->ben, &ben, "gone");
  /* Ben's people come to Boss, who has the first one. */
  put_company (f, &second, &f->ben);
  assert_pull (f, &f->boss, &boss, "gone");
  put_user (f, &f->ben, &f->boss);
  assert_pull (f, &f->boss, &boss, "company conflict user");
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  g_auto (SatPullState) state = nothing ();
  g_autofree char *items G_GNUC_UNUSED = pull (f, &f->ana, &state, 1);
  g_autofree char *forged = g_strdup (state.cursor);
  g_autofree char *forged_bf = g_strdup (state.bf);
  g_autofree char *ahead = sat_cursor_write (f->key, EPOCH, 1000);
  g_autofree char *before = sat_cursor_write (f->key, "00000000000000ab", 1);
  g_autofree char *good = sat_cursor_write (f->key, EPOCH, 1);

  g_assert_cmpstr (state.bf, !=, "");
  forged[strlen (EPOCH) + 1] ^= 1;
  forged_bf[3] = forged_bf[3] == '1' ? '2' : '1';
  assert_refused (f, forged, "", "", SAT_SERVER_ERROR_BAD_CURSOR);
  assert_refused (f, "", "00", "", SAT_SERVER_ERROR_BAD_CURSOR);
  assert_refused (f, "x", "", "", SAT_SERVER_ERROR_BAD_CURSOR);
  assert_refused (f, good, "", forged_bf, SAT_SERVER_ERROR_BAD_CURSOR);
  assert_refused (f, good, "", good, SAT_SERVER_ERROR_BAD_CURSOR);
  assert_refused (f, ahead, "", "", SAT_SERVER_ERROR_EPOCH_CHANGED);
  assert_refused (f, before, "", "", SAT_SERVER_ERROR_EPOCH_CHANGED);
  assert_refused (f, good, "0123456789abcdef0123456789abcdef", "", SAT_SERVER_ERROR_CURSOR_EXPIRED);
}

static void
test_forget (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SatUuid company = {{0}};
  g_autofree char *old = sat_cursor_write (f->key, EPOCH, 3);
  g_auto (SatPullState) ana = nothing ();

  put_company (f, &company, &f->ana);
  put_company (f, &company, &f->ben);
  assert_pull (f, &f->ana, &ana, "user user user");
  g_assert_true (sat_pull_forget_marks (&f->source, NULL, &error));
  f->source.now += SAT_PULL_RECENT_US / 2;
  put_company (f, &company, &f->ana);
  g_assert_true (sat_pull_forget_marks (&f->source, NULL, &error));
  f->source.now += SAT_PULL_RECENT_US / 2;
  g_assert_true (sat_pull_forget_marks (&f->source, NULL, &error));
  assert_pull (f, &f->ana, &ana, "company");
  f->source.now += SAT_PULL_DAY_US;
  g_assert_true (sat_pull_forget_marks (&f->source, NULL, &error));
  assert_refused (f, old, "", "", SAT_SERVER_ERROR_CURSOR_EXPIRED);
  put_company (f, &company, &f->ben);
  assert_pull (f, &f->ana, &ana, "gone");
}

static gboolean
has_news (Fixture *f, const SatUuid *user, const char *cursor)
{
  g_autoptr (GError) error = NULL;
  SatCaller who = caller (user, SAT_ROLE_REP);
  gboolean news;

  g_assert_true (sat_pull_has_news (&f->source, &who, cursor, &news, &error));
  return news;
}

static void
test_news (Fixture *f, gconstpointer data)
{
  g_auto (SatPullState) state = nothing ();
  SatUuid company = {{0}};

  assert_pull (f, &f->ana, &state, "user user user");
  g_assert_true (has_news (f, &f->ana, ""));
  g_assert_false (has_news (f, &f->ana, state.cursor));
  put_company (f, &company, &f->ben);
  g_assert_false (has_news (f, &f->ana, state.cursor));
  g_assert_true (has_news (f, &f->ben, state.cursor));
  put_company (f, &company, &f->ana);
  g_assert_true (has_news (f, &f->ana, state.cursor));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)
  ADD ("/visibility/access", test_access);
  ADD ("/visibility/lost-people", test_lost_people);
  ADD ("/visibility/quota", test_quota);
  ADD ("/visibility/first-load", test_first_load);
  ADD ("/visibility/needed-first", test_needed_first);
  ADD ("/visibility/needed-by-pages", test_needed_by_pages);
  ADD ("/visibility/opened-on-the-way", test_opened_on_the_way);
  ADD ("/visibility/one-by-one", test_one_by_one);
  ADD ("/visibility/made-for-others", test_made_for_others);
  ADD ("/visibility/company-territory", test_company_territory);
  ADD ("/visibility/territory-of-people", test_territory_of_people);
  ADD ("/visibility/pair", test_pair);
  ADD ("/visibility/refused", test_refused);
  ADD ("/visibility/forget", test_forget);
  ADD ("/visibility/news", test_news);
  return g_test_run ();
}
