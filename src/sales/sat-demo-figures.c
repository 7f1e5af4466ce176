/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stages, products, exchange rates, quotas, custom fields and saved lists of the sample. */

#include "config.h"

#include "sat-demo-private.h"
#include "sat-filter-json.h"

#include <string.h>

/* Millionths of a dollar for one unit; far from any day's truth, near enough to look right. */
static const struct {
  const char *code;
  gint64 millionths;
} worth[] = {
    {"USD", 1000000}, {"EUR", 1080000}, {"GBP", 1260000}, {"JPY", 6700},   {"CHF", 1120000},
    {"CAD", 730000},  {"AUD", 660000},  {"SEK", 95000},   {"NOK", 94000},  {"DKK", 145000},
    {"PLN", 250000},  {"TRY", 31000},   {"INR", 12000},   {"CNY", 140000}, {"TWD", 31000},
    {"KRW", 750},     {"VND", 40},      {"BRL", 190000},  {"MXN", 55000},
};

#define MILLION 1000000

static gint64
worth_of (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (worth); i++)
    if (strcmp (worth[i].code, code) == 0)
      return worth[i].millionths;
  return MILLION;
}

gint64
sat_demo_rate (const char *from, const char *to)
{
  return sat_money_scale (SAT_DECIMAL_ONE, worth_of (from), worth_of (to));
}

const char *
sat_demo_foreign_currency (SatDemo *self, guint country)
{
  const SatDemoCountry *place = &sat_demo_countries[country];

  if (strcmp (place->name, "United Kingdom") == 0)
    return "GBP";
  if (place->culture == SAT_DEMO_JAPANESE)
    return "JPY";
  if (place->region == SAT_DEMO_EUROPE &&
      (place->culture == SAT_DEMO_FRENCH || place->culture == SAT_DEMO_ITALIAN ||
       place->culture == SAT_DEMO_DUTCH || place->culture == SAT_DEMO_SPANISH))
    return "EUR";
  return self->currency;
}

typedef struct {
  const char *name, *kind, *category;
  int probability, idle_limit;
  gboolean qualified;
} Stage;

static const Stage stages[SAT_DEMO_N_PIPELINES][SAT_DEMO_MOST_STAGES + 1] = {
    {
        {"Qualification", "open", "pipeline", 10, 14, FALSE},
        {"Demonstration", "open", "pipeline", 30, 14, TRUE},
        {"Proposal", "open", "best_case", 55, 10, TRUE},
        {"Negotiation", "open", "commit", 80, 7, TRUE},
        {"Won", "won", "closed", 100, 0, TRUE},
        {"Lost", "lost", "omitted", 0, 0, FALSE},
    },
    {
        {"Renewal due", "open", "most_likely", 60, 30, TRUE},
        {"Renewal offered", "open", "commit", 80, 14, TRUE},
        {"Renewed", "won", "closed", 100, 0, TRUE},
        {"Not renewed", "lost", "omitted", 0, 0, FALSE},
    },
};

static gboolean
write_pipeline (SatDemo *self, guint index, const char *name, GError **error)
{
  SatDemoPipeline *pipeline = &self->pipelines[index];

  sat_demo_begin (self, "pipeline");
  sat_demo_text (self, "name", name);
  sat_demo_int (self, "order", index + 1);
  if (!sat_demo_create (self, NULL, &pipeline->id, error))
    return FALSE;
  for (guint i = 0; stages[index][i].name != NULL; i++) {
    const Stage *stage = &stages[index][i];

    sat_demo_begin (self, "stage");
    sat_demo_reference (self, "pipeline", pipeline->id);
    sat_demo_text (self, "name", stage->name);
    sat_demo_int (self, "order", i + 1);
    sat_demo_int (self, "probability", stage->probability);
    sat_demo_text (self, "kind", stage->kind);
    sat_demo_text (self, "category", stage->category);
    if (stage->idle_limit > 0)
      sat_demo_int (self, "idle_limit", stage->idle_limit);
    sat_demo_int (self, "qualified", stage->qualified);
    if (!sat_demo_create (self, NULL, &pipeline->stages[i], error))
      return FALSE;
    if (strcmp (stage->kind, "open") == 0)
      pipeline->n_open++;
  }
  return TRUE;
}

gboolean
sat_demo_write_stages (SatDemo *self, GError **error)
{
  return write_pipeline (self, 0, "New business", error) &&
         write_pipeline (self, 1, "Renewals", error);
}

gboolean
sat_demo_write_products (SatDemo *self, GError **error)
{
  for (guint i = 0; sat_demo_products[i].name != NULL; i++) {
    const SatDemoProduct *product = &sat_demo_products[i];
    g_autofree char *code = g_strdup_printf ("%.2s-%03u", product->family, 100 + i * 5);

    self->prices[i] = sat_demo_money (self, product->price);
    for (char *c = code; *c != '\0'; c++)
      *c = g_ascii_toupper (*c);
    sat_demo_begin (self, "product");
    sat_demo_text (self, "name", product->name);
    sat_demo_text (self, "code", code);
    sat_demo_text (self, "family", product->family);
    sat_demo_int (self, "unit_price", self->prices[i]);
    sat_demo_text (self, "currency", self->currency);
    if (!sat_demo_create (self, NULL, &self->products[i], error))
      return FALSE;
    self->n_products = i + 1;
  }
  return TRUE;
}

static gboolean
write_custom_field (SatDemo *self,
                    const char *type,
                    const char *name,
                    const char *label,
                    const char *kind,
                    GError **error)
{
  sat_demo_begin (self, "custom_field");
  sat_demo_text (self, "record_type", type);
  sat_demo_text (self, "name", name);
  sat_demo_text (self, "label", label);
  sat_demo_text (self, "kind", kind);
  return sat_demo_create (self, NULL, NULL, error);
}

gboolean
sat_demo_write_custom_fields (SatDemo *self, GError **error)
{
  return write_custom_field (self, "company", "fleet_size", "Fleet size", "integer", error) &&
         write_custom_field (self, "opportunity", "contract_end", "Contract end", "date", error);
}

static gboolean
write_list (SatDemo *self,
            const char *name,
            const char *type,
            const char *filter_text,
            const char *sort,
            GError **error)
{
  g_autoptr (SatFilter) filter = sat_filter_parse (filter_text, error);
  g_autofree char *text = NULL;

  if (filter == NULL)
    return FALSE;
  text = sat_filter_to_text (filter);
  sat_demo_begin (self, "saved_list");
  sat_demo_text (self, "name", name);
  sat_demo_text (self, "record_type", type);
  sat_demo_text (self, "filter", text);
  sat_demo_text (self, "sort", sort);
  sat_demo_int (self, "shared", TRUE);
  return sat_demo_create (self, NULL, NULL, error);
}

gboolean
sat_demo_write_lists (SatDemo *self, GError **error)
{
  g_autofree char *large =
      g_strdup_printf ("stage.kind = open and amount >= %" G_GINT64_FORMAT, 50000 * self->dollar);

  return write_list (self, "Key accounts", "company", "tier = A", "name", error) &&
         write_list (self, "Electric fleets", "company", "tags = \"Electric fleet\"", "name",
                     error) &&
         write_list (self, "Purchasing people", "contact", "department = Purchasing", "last_name",
                     error) &&
         write_list (self, "Large open deals", "opportunity", large, "amount:desc", error);
}

/* The day's rates wander about by a few per cent. */
gboolean
sat_demo_write_month (SatDemo *self, SatDate first, GError **error)
{
  static const char *const codes[] = {"EUR", "GBP", "JPY", "USD"};

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    gint64 wander = sat_demo_between (self, 970, 1030);

    if (strcmp (codes[i], self->currency) == 0)
      continue;
    sat_demo_begin (self, "exchange_rate");
    sat_demo_text (self, "currency", codes[i]);
    sat_demo_int (self, "date", first);
    sat_demo_int (self, "rate",
                  sat_money_scale (sat_demo_rate (codes[i], self->currency), wander, 1000));
    if (!sat_demo_create (self, NULL, NULL, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_quota (SatDemo *self,
             const SatUuid *uuid,
             gint64 user,
             gint64 team,
             const char *period,
             SatDate first,
             gint64 amount,
             GError **error)
{
  sat_demo_begin (self, "quota");
  sat_demo_reference (self, "user", user);
  sat_demo_reference (self, "team", team);
  sat_demo_text (self, "period", period);
  sat_demo_int (self, "start", first);
  sat_demo_int (self, "amount", amount);
  sat_demo_text (self, "currency", self->currency);
  return sat_demo_create (self, uuid, NULL, error);
}

/* A manager promises a little more or less than the reps do together, and the head nothing. */
static gboolean
write_managers_quotas (
    SatDemo *self, const char *period, SatDate first, const gint64 *sums, GError **error)
{
  static const int per_cent[] = {105, 95, 110};

  for (guint i = 1; i <= self->n_managers; i++) {
    SatDemoUser *user = sat_demo_user (self, i);
    g_autofree char *key = g_strdup_printf ("%u %s", i, period);
    SatUuid nobody = {{0}}, uuid = sat_demo_derive ("quota", &nobody, key);
    gint64 amount =
        sat_demo_round (sat_money_scale (sums[i], per_cent[i % G_N_ELEMENTS (per_cent)], 100));

    if (!write_quota (self, &uuid, user->id, 0, period, first, amount, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
sat_demo_write_quotas (SatDemo *self, SatDate first, GError **error)
{
  g_autofree char *period = sat_date_quarter_key (first, self->fiscal_start);
  gint64 sums[SAT_DEMO_N_REGIONS + 1] = {0};
  g_autofree gint64 *managers = g_new0 (gint64, self->n_managers + 1);

  for (guint i = 1 + self->n_managers; i < self->users->len; i++) {
    SatDemoUser *user = sat_demo_user (self, i);
    gint64 amount =
        sat_demo_round (sat_money_scale (self->quota, sat_demo_between (self, 85, 120), 100));

    sums[user->team] += amount;
    managers[user->manager] += amount;
    if (!write_quota (self, NULL, user->id, 0, period, first, amount, error))
      return FALSE;
  }
  for (guint i = 1; i <= SAT_DEMO_N_REGIONS; i++)
    if (!write_quota (self, NULL, 0, self->teams[i], period, first, sums[i], error))
      return FALSE;
  return write_managers_quotas (self, period, first, managers, error);
}
