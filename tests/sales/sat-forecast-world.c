/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-world.h"

#define N_DEALS 250
#define N_QUOTAS 60
#define FIRST_DAY 17167 /* 2017-01-01 */

typedef struct {
  SatWriter *writer;
  const SatType *type;
  SatWriteField fields[16];
  gsize n;
} Put;

static void
put (Put *self, const char *field, SatValue value)
{
  if (value.type != SAT_VALUE_NULL)
    self->fields[self->n++] =
        (SatWriteField){sat_type_field (self->type, field), value, SAT_VERSION_NONE};
}

static void
put_text (Put *self, const char *field, const char *text)
{
  if (text != NULL)
    put (self, field, (SatValue){SAT_VALUE_TEXT, 0, (char *)text});
}

static Put
begin (SatWriter *writer, const char *type)
{
  return (Put){writer, sat_registry_type (sat_writer_get_registry (writer), type), {{0}}, 0};
}

/* As they are, whatever the rules would make of them. */
static gint64
create (Put *self)
{
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  sat_writer_create (self->writer, self->type, self->fields, self->n, SAT_ORIGIN_RESTORE, &id,
                     &error);
  g_assert_no_error (error);
  return id;
}

static void
keep (GArray *ids, Put *row)
{
  gint64 id = create (row);

  g_array_append_val (ids, id);
}

static int
below (SatForecastWorld *world, int n)
{
  return g_rand_int_range (world->rand, 0, n);
}

/* One of @n ids, or nothing, or a name that nobody has. */
static SatValue
some_reference (SatForecastWorld *world, const gint64 *ids, int n)
{
  int chance = n > 0 ? below (world, 10) : 0;

  if (chance == 0)
    return SAT_VALUE_INIT;
  return chance == 1 ? (SatValue){SAT_VALUE_TEXT, 0, (char *)"Somebody else"}
                     : sat_value_int (ids[below (world, n)]);
}

static const char *
some_text (SatForecastWorld *world, const char *const *texts, int n)
{
  int i = below (world, n + 1);

  return i < n ? texts[i] : NULL;
}

static void
write_tree (SatForecastWorld *world,
            SatWriter *writer,
            const char *type,
            const char *above,
            gint64 *ids,
            int n)
{
  for (int i = 0; i < n; i++) {
    /* Two of them have the same name. */
    g_autofree char *name = g_strdup_printf ("%s %d", type, i == 3 ? 2 : i);
    Put row = begin (writer, type);

    put_text (&row, "name", name);
    if (above != NULL)
      put (&row, above, some_reference (world, ids, i));
    if (g_str_equal (type, "user"))
      put (&row, "team", some_reference (world, world->teams, SAT_FORECAST_WORLD_PLACES));
    if (g_str_equal (type, "company"))
      put (&row, "territory",
           some_reference (world, world->territories, SAT_FORECAST_WORLD_PLACES));
    if (g_str_equal (type, "user"))
      put (&row, "active", sat_value_int (1));
    ids[i] = create (&row);
  }
}

static const char *const categories[] = {"pipeline", "best_case", "most_likely",
                                         "commit",   "closed",    "omitted"};

static void
write_stages (SatForecastWorld *world, SatWriter *writer)
{
  static const char *const kinds[] = {"open", "won", "lost", "open", "open", "open"};

  for (int i = 0; i < SAT_FORECAST_WORLD_PLACES; i++) {
    g_autofree char *name = g_strdup_printf ("Stage %d", i);
    Put row = begin (writer, "stage");

    put_text (&row, "name", name);
    put_text (&row, "kind", kinds[i]);
    put_text (&row, "category", some_text (world, categories, G_N_ELEMENTS (categories)));
    if (below (world, 4) > 0)
      put (&row, "probability", sat_value_int (below (world, 101)));
    world->stages[i] = create (&row);
  }
}

static void
write_rates (SatForecastWorld *world, SatWriter *writer)
{
  for (int i = 0; i < 14; i++) {
    Put row = begin (writer, "exchange_rate");

    put_text (&row, "currency", i % 2 == 0 ? "EUR" : "JPY");
    put (&row, "date", sat_value_int (world->first + below (world, world->n_days)));
    put (&row, "rate", sat_value_int ((1 + below (world, 3000)) * (SAT_DECIMAL_ONE / 1000)));
    keep (world->rates, &row);
  }
}

static void
write_deal (SatForecastWorld *world, SatWriter *writer)
{
  static const char *const currencies[] = {"USD", "EUR", "JPY", "CHF"};
  static const char *const sources[] = {"web", "fair"};
  Put row = begin (writer, "opportunity");

  put_text (&row, "name", "Deal");
  put (&row, "stage", some_reference (world, world->stages, SAT_FORECAST_WORLD_PLACES));
  put (&row, "owner", some_reference (world, world->users, SAT_FORECAST_WORLD_USERS));
  put (&row, "company", some_reference (world, world->companies, SAT_FORECAST_WORLD_PLACES));
  put_text (&row, "category",
            below (world, 2) == 0 ? some_text (world, categories, G_N_ELEMENTS (categories))
                                  : NULL);
  put_text (&row, "source", some_text (world, sources, G_N_ELEMENTS (sources)));
  put_text (&row, "currency", some_text (world, currencies, G_N_ELEMENTS (currencies)));
  if (below (world, 3) > 0)
    put (&row, "probability", sat_value_int (below (world, 101)));
  if (below (world, 9) > 0)
    put (&row, "amount", sat_value_int (below (world, 2000000) - 1000));
  if (below (world, 9) > 0)
    put (&row, "close_date", sat_value_int (world->first + below (world, world->n_days)));
  keep (world->deals, &row);
}

/* Of a random month, quarter or year, in dollars or euros. */
static void
write_quota (SatForecastWorld *world, SatWriter *writer)
{
  SatForecastPeriod period;
  g_autofree char *key = NULL;
  Put row = begin (writer, "quota");
  int whose = below (world, 4);

  sat_forecast_period_containing (world->first + below (world, world->n_days),
                                  (SatForecastUnit)below (world, 3), world->fiscal_start, &period);
  key = sat_forecast_period_key (&period);
  put_text (&row, "period", key);
  if (below (world, 4) > 0)
    put (&row, "start", sat_value_int (period.first));
  put (&row, "amount", sat_value_int (below (world, 90000000)));
  put_text (&row, "currency", below (world, 3) == 0 ? "EUR" : "USD");
  if (whose == 0)
    put (&row, "user", some_reference (world, world->users, SAT_FORECAST_WORLD_USERS));
  else if (whose == 1)
    put (&row, "team", some_reference (world, world->teams, SAT_FORECAST_WORLD_PLACES));
  else if (whose == 2)
    put (&row, "territory", some_reference (world, world->territories, SAT_FORECAST_WORLD_PLACES));
  keep (world->quotas, &row);
}

static gboolean
write_world_cb (SatWriter *writer, gpointer data, GError **error)
{
  SatForecastWorld *world = data;

  write_tree (world, writer, "team", "parent", world->teams, SAT_FORECAST_WORLD_PLACES);
  write_tree (world, writer, "territory", "parent", world->territories, SAT_FORECAST_WORLD_PLACES);
  write_tree (world, writer, "company", NULL, world->companies, SAT_FORECAST_WORLD_PLACES);
  write_tree (world, writer, "user", "manager", world->users, SAT_FORECAST_WORLD_USERS);
  write_stages (world, writer);
  write_rates (world, writer);
  for (int i = 0; i < N_DEALS; i++)
    write_deal (world, writer);
  for (int i = 0; i < N_QUOTAS; i++)
    write_quota (world, writer);
  return TRUE;
}

SatForecastWorld *
sat_forecast_world_new (void)
{
  SatForecastWorld *world = g_new0 (SatForecastWorld, 1);
  g_autofree char *month = NULL;
  g_autoptr (GError) error = NULL;

  world->rand = sat_test_rand_new ();
  world->deals = g_array_new (FALSE, FALSE, sizeof (gint64));
  world->quotas = g_array_new (FALSE, FALSE, sizeof (gint64));
  world->rates = g_array_new (FALSE, FALSE, sizeof (gint64));
  world->store = sat_test_store_new (SAT_STORE_DEFAULT);
  world->fiscal_start = 1 + below (world, 12);
  world->first = FIRST_DAY;
  world->n_days = 500;
  world->today = world->first + below (world, world->n_days);
  month = g_strdup_printf ("%d", world->fiscal_start);
  sat_test_store_add (world->store, "workspace", "name", "W", "currency", "USD",
                      "fiscal_year_start", month, NULL);
  sat_test_store_reopen (world->store);
  sat_store_write (world->store->store, SAT_CHANGE_IMPORT, "random", write_world_cb, world, NULL,
                   &error);
  g_assert_no_error (error);
  return world;
}

void
sat_forecast_world_free (SatForecastWorld *self)
{
  sat_test_store_free (self->store);
  g_rand_free (self->rand);
  g_array_unref (self->deals);
  g_array_unref (self->quotas);
  g_array_unref (self->rates);
  g_free (self);
}

static void
set (SatWriter *writer, gint64 id, const char *type, const char *field, SatValue value)
{
  g_autoptr (GError) error = NULL;
  SatWriteField one = {
      sat_type_field (sat_registry_type (sat_writer_get_registry (writer), type), field), value,
      SAT_VERSION_NONE};

  sat_writer_set (writer, id, &one, 1, SAT_ORIGIN_RESTORE, &error);
  /* What is deleted stays as it was. */
  if (!g_error_matches (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND))
    g_assert_no_error (error);
}

static gint64
one_of (SatForecastWorld *world, GArray *ids)
{
  return g_array_index (ids, gint64, below (world, (int)ids->len));
}

static void
edit_deal (SatForecastWorld *world, SatWriter *writer)
{
  gint64 id = one_of (world, world->deals);

  switch (below (world, 7)) {
  case 0:
    set (writer, id, "opportunity", "stage",
         sat_value_int (world->stages[below (world, SAT_FORECAST_WORLD_PLACES)]));
    break;
  case 1:
    set (writer, id, "opportunity", "owner",
         some_reference (world, world->users, SAT_FORECAST_WORLD_USERS));
    break;
  case 2:
    set (writer, id, "opportunity", "amount", sat_value_int (below (world, 3000000)));
    break;
  case 3:
    set (writer, id, "opportunity", "close_date",
         sat_value_int (world->first + below (world, world->n_days)));
    break;
  case 4:
    set (writer, id, "opportunity", "probability", sat_value_int (below (world, 101)));
    break;
  case 5:
    sat_writer_delete (writer, id, NULL);
    break;
  default:
    write_deal (world, writer);
    break;
  }
}

/* Who comes later in the list may be below who comes before. */
static void
edit_person (SatForecastWorld *world, SatWriter *writer)
{
  int i = 1 + below (world, SAT_FORECAST_WORLD_USERS - 1);

  set (writer, world->users[i], "user", "manager", sat_value_int (world->users[below (world, i)]));
}

static gboolean
edit_cb (SatWriter *writer, gpointer data, GError **error)
{
  SatForecastWorld *world = data;

  for (int i = 0; i < 30; i++)
    edit_deal (world, writer);
  for (int i = 0; i < 3; i++) {
    edit_person (world, writer);
    set (writer, one_of (world, world->quotas), "quota", "amount",
         sat_value_int (below (world, 90000000)));
    set (writer, one_of (world, world->rates), "exchange_rate", "rate",
         sat_value_int ((1 + below (world, 3000)) * (SAT_DECIMAL_ONE / 1000)));
    sat_writer_delete (writer, one_of (world, world->quotas), NULL);
    write_quota (world, writer);
  }
  return TRUE;
}

void
sat_forecast_world_edit (SatForecastWorld *self)
{
  g_autoptr (GError) error = NULL;

  sat_clock_fake_advance (self->store->clock, G_USEC_PER_SEC);
  sat_store_write (self->store->store, SAT_CHANGE_IMPORT, "edits", edit_cb, self, NULL, &error);
  g_assert_no_error (error);
}

gint64
sat_forecast_world_some (SatForecastWorld *self, SatForecastBy by)
{
  switch (by) {
  case SAT_FORECAST_BY_TEAM:
    return self->teams[below (self, SAT_FORECAST_WORLD_PLACES)];
  case SAT_FORECAST_BY_TERRITORY:
    return self->territories[below (self, SAT_FORECAST_WORLD_PLACES)];
  case SAT_FORECAST_BY_USER:
  default:
    return self->users[below (self, SAT_FORECAST_WORLD_USERS)];
  }
}

void
sat_forecast_world_enter_quotas (SatForecastWorld *self, SatConnection *sql)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *make = g_strdup_printf (
      "CREATE TEMP TABLE entered AS WITH"
      /* The years of the keys end in the calendar year that they are named after. */
      " named AS (SELECT *, CASE length (period) WHEN 4 THEN 12 ELSE iif (substr (period, 6, 1)"
      "  = 'Q', 3, 1) END AS months FROM quota WHERE coalesce (user_text, team_text,"
      "  territory_text) IS NULL),"
      " dated AS (SELECT *, julianday (date (substr (period, 1, 4) || '-01-01', CASE months"
      "  WHEN 1 THEN '+' || (substr (period, 6, 2) - 1) || ' months'"
      "  ELSE (%d - iif (%d > 1, 12, 0) + iif (months = 3, substr (period, 7, 1) - 1, 0) * 3)"
      "   || ' months' END)) - 2440587.5 AS begin FROM named),"
      " rated AS (SELECT *, iif (currency = 'USD', 1000000000, coalesce ((SELECT rate"
      "  FROM exchange_rate AS x WHERE x.currency = dated.currency AND x.date <= begin"
      "  ORDER BY x.date DESC, x.id DESC LIMIT 1), (SELECT rate FROM exchange_rate AS x"
      "  WHERE x.currency = dated.currency ORDER BY x.date, x.id LIMIT 1))) AS rate FROM dated)"
      " SELECT user, team, territory, CAST (begin AS INTEGER) AS start, months,"
      "  (2 * amount * rate / 1000 + 1000000) / 2000000 AS worth FROM rated",
      self->fiscal_start - 1, self->fiscal_start);

  sat_connection_exec (sql, make, &error);
  g_assert_no_error (error);
}

GArray *
sat_forecast_world_below (
    SatForecastWorld *self, SatConnection *sql, const char *table, const char *above, gint64 id)
{
  g_autofree char *text =
      g_strdup_printf ("SELECT id FROM \"%s\" WHERE ifnull (%s, 0) = ?1", table, above);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatStatement) statement = sat_statement_cached (sql, text, &error);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean row = TRUE;

  g_assert_no_error (error);
  sat_statement_bind_int (statement, 1, id);
  while (sat_statement_step (statement, &row, &error) && row) {
    gint64 one = sat_statement_int (statement, 0);

    g_array_append_val (ids, one);
  }
  g_assert_no_error (error);
  return ids;
}
