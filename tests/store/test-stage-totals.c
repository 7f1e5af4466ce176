/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-stage-totals.h"
#include "store-fixture.h"

#define TODAY 20500 /* 2026-02-16 */

typedef struct {
  StoreFixture *store;
  gint64 open, won, lost;
  gint64 last; /* the deal added last */
} Fixture;

static Fixture *
fixture_new (void)
{
  Fixture *f = g_new0 (Fixture, 1);

  f->store = store_fixture_new ();
  f->open =
      store_fixture_add (f->store, "stage", "name=Talking", "kind=open", "probability=35", NULL);
  f->won = store_fixture_add (f->store, "stage", "name=Won", "kind=won", "probability=10", NULL);
  f->lost = store_fixture_add (f->store, "stage", "name=Lost", "kind=lost", "probability=10", NULL);
  return f;
}

static void
fixture_free (Fixture *f)
{
  store_fixture_free (f->store);
  g_free (f);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

static void
add (Fixture *f, gint64 stage, const char *amount, const char *currency, const char *probability)
{
  g_autofree char *reference = g_strdup_printf ("stage=#%" G_GINT64_FORMAT, stage);
  gint64 id = f->last = store_fixture_add (f->store, "opportunity", "name=x", NULL);

  if (stage != 0)
    store_fixture_set (f->store, id, reference, NULL);
  if (amount != NULL) {
    g_autofree char *text = g_strdup_printf ("amount=%s", amount);

    store_fixture_set (f->store, id, text, NULL);
  }
  if (currency != NULL) {
    g_autofree char *text = g_strdup_printf ("currency=%s", currency);

    store_fixture_set (f->store, id, text, NULL);
  }
  if (probability != NULL) {
    g_autofree char *text = g_strdup_printf ("probability=%s", probability);

    store_fixture_set (f->store, id, text, NULL);
  }
}

static GArray *
read_totals (Fixture *f, const char *filter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatFilter) parsed = NULL;
  GArray *totals;

  if (filter != NULL) {
    parsed = sat_filter_parse_short (filter, &error);
    g_assert_no_error (error);
  }
  totals = sat_stage_totals (f->store->reader, parsed, TODAY, NULL, &error);
  g_assert_no_error (error);
  return totals;
}

static void
assert_line (GArray *totals,
             gint64 stage,
             const char *currency,
             gint64 count,
             gint64 amount,
             gint64 weighted)
{
  for (guint i = 0; i < totals->len; i++) {
    const SatStageTotal *line = &g_array_index (totals, SatStageTotal, i);

    if (line->stage != stage || !g_str_equal (line->currency, currency))
      continue;
    g_assert_cmpint (line->count, ==, count);
    g_assert_cmpint (line->amount, ==, amount);
    g_assert_cmpint (line->weighted, ==, weighted);
    return;
  }
  g_assert_not_reached ();
}

/* definitions: 3,800 at 90 % and 22,500 at 20 % come to 3,420 and 4,500. */
static void
test_weighted (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (GArray) totals = NULL;

  add (f, f->open, "3800", NULL, "90");
  add (f, f->open, "22500", NULL, "20");
  add (f, f->won, "100", NULL, "20");
  add (f, f->lost, "100", NULL, "20");
  totals = read_totals (f, NULL);
  g_assert_cmpuint (totals->len, ==, 3);
  assert_line (totals, f->open, "USD", 2, 2630000, 792000);
  assert_line (totals, f->won, "USD", 1, 10000, 10000);
  assert_line (totals, f->lost, "USD", 1, 10000, 0);
}

static void
test_rounding (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (GArray) totals = NULL;

  /* each half a cent goes away from zero, before they are added */
  add (f, f->open, "0.01", NULL, "50");
  add (f, f->open, "0.01", NULL, "50");
  add (f, f->open, "-0.01", NULL, "50");
  /* without a probability of its own: the stage's 35 %, 3.5 cents */
  add (f, f->open, "0.10", NULL, NULL);
  totals = read_totals (f, NULL);
  assert_line (totals, f->open, "USD", 4, 11, 1 + 1 - 1 + 4);
}

static void
test_currencies (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (GArray) totals = NULL, none = NULL, some = NULL;

  add (f, f->open, "10", "EUR", "100");
  add (f, f->open, "20", NULL, "100");
  add (f, f->open, NULL, "EUR", "100"); /* no amount: no currency to speak of */
  add (f, 0, "5", "EUR", "10");
  totals = read_totals (f, NULL);
  g_assert_cmpuint (totals->len, ==, 3);
  assert_line (totals, f->open, "EUR", 1, 1000, 1000);
  assert_line (totals, f->open, "USD", 2, 2000, 2000);
  assert_line (totals, 0, "EUR", 1, 500, 50);
  some = read_totals (f, "amount >= 10 and currency = EUR");
  g_assert_cmpuint (some->len, ==, 1);
  assert_line (some, f->open, "EUR", 1, 1000, 1000);
  none = read_totals (f, "name = nobody");
  g_assert_cmpuint (none->len, ==, 0);
}

static const SatStageTotal *
find (GArray *totals, gint64 stage, const char *currency)
{
  for (guint i = 0; i < totals->len; i++) {
    const SatStageTotal *line = &g_array_index (totals, SatStageTotal, i);

    if (line->stage == stage && g_str_equal (line->currency, currency))
      return line;
  }
  g_assert_not_reached ();
}

static void
test_rates (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (GArray) totals = NULL;
  const SatStageTotal *line;

  store_fixture_add (f->store, "exchange_rate", "currency=EUR", "date=2026-01-01", "rate=1.1",
                     NULL);
  store_fixture_add (f->store, "exchange_rate", "currency=EUR", "date=2026-02-01", "rate=1.25",
                     NULL);
  store_fixture_add (f->store, "exchange_rate", "currency=EUR", "date=2026-03-01", "rate=9", NULL);
  store_fixture_add (f->store, "exchange_rate", "currency=JPY", "date=2026-01-01", "rate=0.0067",
                     NULL);
  add (f, f->open, "10.02", "EUR", "50"); /* 12.525 and, of 12.53, half */
  add (f, f->open, "21", "JPY", "10");    /* read as 2,100 of it, which has no cents: 14.07 */
  add (f, f->open, "7", "GBP", "10");
  add (f, f->open, "3", NULL, "10");
  add (f, f->won, "10", "EUR", NULL);
  store_fixture_set (f->store, f->last, "close_date=2026-01-20", NULL);
  add (f, f->won, "10", "EUR", NULL);
  store_fixture_set (f->store, f->last, "close_date=2020-01-20", NULL);
  totals = read_totals (f, NULL);
  line = find (totals, f->open, "EUR");
  g_assert_true (line->has_rate);
  g_assert_cmpint (line->amount, ==, 1002);
  g_assert_cmpint (line->converted, ==, 1253);
  g_assert_cmpint (line->converted_weighted, ==, 627);
  line = find (totals, f->open, "JPY");
  g_assert_cmpint (line->amount, ==, 2100);
  g_assert_cmpint (line->converted, ==, 1407);
  g_assert_cmpint (line->converted_weighted, ==, 141);
  line = find (totals, f->open, "GBP");
  g_assert_false (line->has_rate);
  g_assert_cmpint (line->converted, ==, 0);
  line = find (totals, f->open, "USD");
  g_assert_true (line->has_rate);
  g_assert_cmpint (line->converted, ==, 300);
  /* closed: at the rate of its day, and before any rate at the first */
  line = find (totals, f->won, "EUR");
  g_assert_cmpint (line->converted, ==, 2200);
  g_assert_cmpint (line->converted_weighted, ==, 2200);
}

static void
test_errors (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (SatFilter) unknown = sat_filter_test1 ("colour", SAT_OP_IS, "red");
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (sat_stage_totals (f->store->reader, unknown, TODAY, NULL, &error));
  g_assert_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_UNKNOWN);
  g_clear_error (&error);
  g_cancellable_cancel (cancelled);
  g_assert_null (sat_stage_totals (f->store->reader, NULL, TODAY, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  add (f, f->open, "90000000000000000", NULL, "100");
  add (f, f->open, "90000000000000000", NULL, "100");
  g_assert_null (sat_stage_totals (f->store->reader, NULL, TODAY, NULL, &error));
  g_assert_error (error, SAT_BASE_ERROR, SAT_BASE_ERROR_RANGE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stage-totals/weighted", test_weighted);
  g_test_add_func ("/stage-totals/rounding", test_rounding);
  g_test_add_func ("/stage-totals/currencies", test_currencies);
  g_test_add_func ("/stage-totals/rates", test_rates);
  g_test_add_func ("/stage-totals/errors", test_errors);
  return g_test_run ();
}
