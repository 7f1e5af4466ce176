/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-deal-face.h"

#include <string.h>

#define TODAY 20514 /* Monday 2026-03-02 */
#define NOON(day) (((gint64)(day)*86400 + 43200) * G_USEC_PER_SEC)

typedef struct {
  SatRegistry *registry;
  const SatType *type;
  SatRecord *deal;
  SatFormat format;
  SatDealSituation situation;
  SatCardFace face;
} Fixture;

static Fixture *
fixture_new (void)
{
  Fixture *f = g_new0 (Fixture, 1);

  f->registry = sat_registry_new ();
  f->type = sat_registry_type (f->registry, "opportunity");
  f->deal = sat_record_new (f->registry, f->type, 5, NULL);
  sat_record_set_title (f->deal, "Renewal");
  sat_format_init_locale (&f->format, g_time_zone_new_utc (), sat_clock_fake_new (NOON (TODAY)));
  f->format.currency = "USD";
  f->format.order = SAT_DATE_ORDER_DMY;
  f->situation = (SatDealSituation){.format = &f->format, .today = TODAY, .kind = SAT_COLUMN_OPEN};
  f->face = SAT_CARD_FACE_INIT;
  return f;
}

static void
fixture_free (Fixture *f)
{
  sat_card_face_clear (&f->face);
  g_object_unref (f->deal);
  g_time_zone_unref (f->format.zone);
  sat_clock_unref (f->format.clock);
  sat_registry_unref (f->registry);
  g_free (f);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

static void
set_int (Fixture *f, const char *field, gint64 value)
{
  sat_record_take (f->deal, sat_type_field (f->type, field), sat_value_int (value));
}

static void
set_company (Fixture *f, const char *name)
{
  sat_record_set_reference_title (f->deal, sat_type_field (f->type, "company"), name);
}

static const SatCardFace *
fill (Fixture *f)
{
  sat_card_face_clear (&f->face);
  sat_deal_face_fill (&f->face, f->deal, &f->situation);
  return &f->face;
}

static void
test_texts (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  const SatCardFace *face = fill (f);

  /* nothing but a name */
  g_assert_cmpstr (face->heading, ==, "Renewal");
  g_assert_null (face->title);
  g_assert_null (face->amount);
  g_assert_null (face->date);
  g_assert_null (face->owner);
  g_assert_null (face->initials);
  g_assert_cmpstr (face->name, ==, "Renewal");
  sat_record_take (f->deal, sat_type_field (f->type, "next_step"), sat_value_text ("Call"));
  g_assert_cmpstr (fill (f)->title, ==, "Call");

  set_company (f, "Acme");
  sat_record_set_reference_title (f->deal, sat_type_field (f->type, "owner"), "Ana Souza");
  set_int (f, "amount", 1200000);
  set_int (f, "close_date", TODAY + 30);
  face = fill (f);
  g_assert_cmpstr (face->heading, ==, "Acme");
  g_assert_cmpstr (face->title, ==, "Renewal");
  g_assert_cmpstr (face->amount, ==, "$12,000");
  g_assert_cmpstr (face->date, ==, "1 Apr");
  g_assert_cmpstr (face->initials, ==, "AS");
  g_assert_true (g_str_has_prefix (face->name, "Renewal, Acme, $12,000, closes "));
  f->situation.kind = SAT_COLUMN_WON;
  g_assert_true (g_str_has_prefix (fill (f)->name, "Renewal, Acme, $12,000, closed "));
}

static void
assert_title (Fixture *f, const char *title, const char *expected)
{
  sat_record_set_title (f->deal, title);
  g_assert_cmpstr (fill (f)->title, ==, expected);
}

static void
test_title_after_company (void)
{
  g_autoptr (Fixture) f = fixture_new ();

  set_company (f, "Acme");
  assert_title (f, "Acme – Renewal", "Renewal");
  assert_title (f, "Acme: 2026", "2026");
  assert_title (f, "Acme (pilot)", "(pilot)");
  assert_title (f, "Acmeville", "Acmeville");
  assert_title (f, "Acme", "Acme");
  assert_title (f, "Acme - ", "Acme - ");
  assert_title (f, "For Acme", "For Acme");
}

static void
test_amounts (void)
{
  g_autoptr (Fixture) f = fixture_new ();

  set_int (f, "amount", 50050);
  g_assert_cmpstr (fill (f)->amount, ==, "$500.50");
  set_int (f, "amount", 50000);
  g_assert_cmpstr (fill (f)->amount, ==, "$500");
  set_int (f, "amount", 123456);
  g_assert_cmpstr (fill (f)->amount, ==, "$1,235");
  set_int (f, "amount", 0);
  g_assert_cmpstr (fill (f)->amount, ==, "$0");
  sat_record_take (f->deal, sat_type_field (f->type, "currency"), sat_value_text ("JPY"));
  set_int (f, "amount", 1500);
  g_assert_nonnull (strstr (fill (f)->amount, "1,500"));
}

static void
test_dates (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  struct {
    int day;
    const char *text;
  } cases[] = {{0, "Today"},   {1, "Tomorrow"}, {-1, "Yesterday"}, {3, "Thursday"},
               {-3, "27 Feb"}, {8, "10 Mar"},   {-50, "11 Jan"}};

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    set_int (f, "close_date", TODAY + cases[i].day);
    g_assert_cmpstr (fill (f)->date, ==, cases[i].text);
  }
  set_int (f, "close_date", TODAY + 365);
  g_assert_nonnull (strstr (fill (f)->date, "2027"));
  f->format.order = SAT_DATE_ORDER_MDY;
  set_int (f, "close_date", TODAY + 8);
  g_assert_cmpstr (fill (f)->date, ==, "Mar 10");
}

static void
test_marks (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  const SatCardFace *face;

  f->situation.since_known = TRUE;
  f->situation.since = TODAY - 30;
  f->situation.idle_limit = 30;
  face = fill (f);
  g_assert_cmpint (face->mark, ==, SAT_CARD_FINE);
  g_assert_cmpfloat (face->age, ==, 1);
  g_assert_cmpstr (face->age_text, ==, "30 days in this stage, the limit is 30 days");
  f->situation.since = TODAY - 31;
  face = fill (f);
  g_assert_cmpint (face->mark, ==, SAT_CARD_ATTENTION);
  g_assert_cmpstr (face->mark_reason, ==, "Idle: 31 days in this stage, the limit is 30 days");
  /* a close date in the past is graver; today is not the past */
  set_int (f, "close_date", TODAY);
  g_assert_cmpint (fill (f)->mark, ==, SAT_CARD_ATTENTION);
  set_int (f, "close_date", TODAY - 1);
  face = fill (f);
  g_assert_cmpint (face->mark, ==, SAT_CARD_OVERDUE);
  g_assert_true (g_str_has_prefix (face->mark_reason, "The close date has passed: "));
  /* what is closed is neither late nor idle */
  f->situation.kind = SAT_COLUMN_LOST;
  face = fill (f);
  g_assert_cmpint (face->mark, ==, SAT_CARD_FINE);
  g_assert_null (face->mark_reason);
  g_assert_cmpfloat (face->age, <, 0);
}

static void
test_no_limit (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  const SatCardFace *face = fill (f);

  g_assert_cmpfloat (face->age, <, 0);
  g_assert_null (face->age_text);
  g_assert_null (face->note);
  f->situation.since_known = TRUE;
  f->situation.since = TODAY - 1;
  face = fill (f);
  g_assert_cmpfloat (face->age, <, 0);
  g_assert_cmpstr (face->age_text, ==, "1 day in this stage");
  g_assert_cmpstr (face->note, ==, "1 day in this stage");
  /* a clock that was turned back */
  f->situation.since = TODAY + 5;
  face = fill (f);
  g_assert_cmpstr (face->age_text, ==, "0 days in this stage");
  g_assert_null (face->note);
}

static void
test_since (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatSince stage = {NOON (TODAY - 10), TRUE};
  SatDate since = 0;

  g_assert_false (sat_deal_face_since (f->deal, NULL, f->format.zone, &since));
  g_assert_true (sat_deal_face_since (f->deal, &stage, f->format.zone, &since));
  g_assert_cmpint (since, ==, TODAY - 10);
  /* made by an import, long after it was opened */
  set_int (f, "opened", TODAY - 400);
  g_assert_true (sat_deal_face_since (f->deal, &stage, f->format.zone, &since));
  g_assert_cmpint (since, ==, TODAY - 400);
  g_assert_true (sat_deal_face_since (f->deal, NULL, f->format.zone, &since));
  g_assert_cmpint (since, ==, TODAY - 400);
  /* opened tomorrow: that is a plan, it is in the stage already */
  set_int (f, "opened", TODAY + 1);
  g_assert_true (sat_deal_face_since (f->deal, &stage, f->format.zone, &since));
  g_assert_cmpint (since, ==, TODAY - 10);
  /* moved since it was opened */
  set_int (f, "opened", TODAY - 400);
  stage = (SatSince){NOON (TODAY - 4), FALSE};
  g_assert_true (sat_deal_face_since (f->deal, &stage, f->format.zone, &since));
  g_assert_cmpint (since, ==, TODAY - 4);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deal-face/texts", test_texts);
  g_test_add_func ("/deal-face/title-after-company", test_title_after_company);
  g_test_add_func ("/deal-face/amounts", test_amounts);
  g_test_add_func ("/deal-face/dates", test_dates);
  g_test_add_func ("/deal-face/marks", test_marks);
  g_test_add_func ("/deal-face/no-limit", test_no_limit);
  g_test_add_func ("/deal-face/since", test_since);
  return g_test_run ();
}
