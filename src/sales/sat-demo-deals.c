/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The plan of the deals: which customer, which rep, what for, when, and how it ends. */

#include "config.h"

#include "sat-demo-private.h"

#define OPEN_OF_SEVEN 2
#define DEFAULT_HISTORIES 4000
#define LONGEST_WAIT 45

/* More is begun in spring and autumn than in summer and at the end of the year. */
static const guint8 season[12] = {80, 90, 100, 95, 90, 75, 50, 45, 95, 100, 90, 55};

static guint
month_of (SatDate date)
{
  int year, month, day;

  sat_date_to_ymd (date, &year, &month, &day);
  return (guint)month - 1;
}

static SatDate
pick_opened (SatDemo *self, SatDate first, SatDate last)
{
  SatDate date = first;

  for (int attempt = 0; attempt < 20; attempt++) {
    date = sat_demo_between (self, first, last);
    if (sat_demo_chance (self, season[month_of (date)]))
      break;
  }
  return sat_demo_last_workday (date);
}

/* Whoever was a customer by then; the first ones always were. */
static guint
pick_customer (SatDemo *self, SatDate by)
{
  for (int attempt = 0; attempt < 8; attempt++) {
    guint index = sat_demo_below (self, self->n_companies);
    guint other = sat_demo_below (self, self->n_companies);

    /* Large customers buy more often. */
    if (self->companies[other].employees > self->companies[index].employees)
      index = other;
    if (self->companies[index].arrival < by)
      return index;
  }
  return 0;
}

static const char *
pick_currency (SatDemo *self, guint country)
{
  return sat_demo_chance (self, 35) ? sat_demo_foreign_currency (self, country) : self->currency;
}

static gint64
price_in (SatDemo *self, guint product, const char *currency)
{
  if (currency == self->currency)
    return self->prices[product];
  return sat_demo_round (sat_money_convert (self->prices[product], self->currency, currency,
                                            sat_demo_rate (self->currency, currency)));
}

gint64
sat_demo_line_price (SatDemo *self, const SatDemoDeal *deal, const SatDemoLine *line)
{
  return price_in (self, line->product, deal->currency);
}

static void
plan_lines (SatDemo *self, SatDemoDeal *deal)
{
  guint employees = self->companies[deal->company].employees;

  deal->n_lines = (guint8)sat_demo_between (self, 1, SAT_DEMO_MOST_LINES);
  for (guint i = 0; i < deal->n_lines; i++) {
    SatDemoLine *line = &deal->lines[i];
    guint most;

    line->product = sat_demo_below (self, self->n_products);
    most = MAX (1, sat_demo_products[line->product].most * CLAMP (employees, 300, 1500) / 1500);
    line->quantity = 1 + most / 8 + sat_demo_below (self, sat_demo_below (self, most) + 1);
    line->discount = sat_demo_chance (self, 35) ? 5 * (guint)sat_demo_between (self, 1, 4) : 0;
    deal->amount += sat_money_scale (sat_demo_line_price (self, deal, line) * line->quantity,
                                     100 - line->discount, 100);
  }
  deal->estimate =
      sat_demo_round (sat_money_scale (deal->amount, sat_demo_between (self, 60, 140), 100));
}

/* Deals close when quarters end, if they can. */
static SatDate
towards_quarter_end (SatDemo *self, SatDate date)
{
  int year, month, day;
  SatDate end;

  sat_date_to_ymd (date, &year, &month, &day);
  sat_date_from_ymd (year, month, 1, &end);
  end = sat_date_add_months (end, 3 - (month - self->fiscal_start + 12) % 3) -
        sat_demo_between (self, 1, 8);
  return end > date && end < date + LONGEST_WAIT ? end : date;
}

static void
plan_closed (SatDemo *self, SatDemoDeal *deal)
{
  double skill = sat_demo_user (self, deal->owner)->skill;
  int cycle = sat_demo_between (self, 15, 75) +
              (sat_demo_chance (self, 30) ? sat_demo_between (self, 10, 80) : 0);
  int win = (int)(46 * skill) + (deal->pipeline == 1 ? 30 : 0);
  guint n_open = self->pipelines[deal->pipeline].n_open;

  deal->closed = deal->opened + (int)(cycle / (0.5 + skill / 2));
  if (sat_demo_chance (self, 40))
    deal->closed = towards_quarter_end (self, deal->closed);
  if (deal->closed >= self->today)
    deal->closed = self->today - sat_demo_between (self, 1, 60);
  deal->closed = sat_demo_last_workday (MAX (deal->closed, deal->opened + 5));
  deal->outcome = sat_demo_chance (self, (guint)CLAMP (win, 12, 88)) ? SAT_DEMO_WON : SAT_DEMO_LOST;
  deal->stage = (guint8)(n_open - 1);
  if (deal->outcome == SAT_DEMO_LOST) {
    deal->stage = (guint8)sat_demo_below (self, n_open);
    deal->lost_reason = sat_demo_pick (self, sat_demo_lost_reasons);
  }
}

static void
plan_open (SatDemo *self, SatDemoDeal *deal)
{
  int age = self->today - deal->opened;
  guint n_open = self->pipelines[deal->pipeline].n_open;
  int stage = (age + sat_demo_between (self, -20, 30)) / 30;

  deal->outcome = SAT_DEMO_OPEN;
  deal->stage = (guint8)CLAMP (stage, 0, (int)n_open - 1);
  deal->closed = self->today + sat_demo_between (self, -10, 110 - 20 * deal->stage);
  deal->closed = sat_demo_workday (MAX (deal->closed, deal->opened + 5));
  if (deal->stage + 1u >= n_open && sat_demo_chance (self, 25))
    deal->category = (guint8)sat_demo_between (self, 1, 2);
}

static void
plan_deal (SatDemo *self, SatDemoDeal *deal, gboolean open)
{
  deal->opened =
      open ? sat_demo_last_workday (self->today - 2 -
                                    (SatDate)sat_demo_below (self, 3 + sat_demo_below (self, 150)))
           : pick_opened (self, self->start + 5, self->today - 40);
  deal->company = pick_customer (self, deal->opened);
  deal->contact = sat_demo_contact_of (self, deal->company);
  deal->owner = self->companies[deal->company].owner;
  if (sat_demo_chance (self, 15))
    deal->owner =
        sat_demo_rep_of (self, sat_demo_countries[self->companies[deal->company].country].region);
  deal->pipeline = sat_demo_chance (self, 18);
  if (deal->pipeline == 1) {
    deal->topic = sat_demo_pick (self, sat_demo_renewal_topics);
  } else {
    deal->topic = sat_demo_pick (self, sat_demo_deal_topics);
    deal->scope = sat_demo_pick (self, sat_demo_deal_scopes);
  }
  deal->currency = pick_currency (self, self->companies[deal->company].country);
  plan_lines (self, deal);
  if (open)
    plan_open (self, deal);
  else
    plan_closed (self, deal);
}

/* What a rep should have sold in a quarter, had all been as good as hoped. */
static void
plan_quota (SatDemo *self)
{
  gint64 won = 0;

  for (guint i = 0; i < self->n_deals; i++)
    if (self->deals[i].outcome == SAT_DEMO_WON)
      won += sat_money_convert (self->deals[i].amount, self->deals[i].currency, self->currency,
                                sat_demo_rate (self->deals[i].currency, self->currency));
  self->quota = MAX (won / 8 / self->n_reps, sat_demo_money (self, 1000));
}

void
sat_demo_plan_deals (SatDemo *self)
{
  guint histories = self->size.histories > 0 ? self->size.histories : DEFAULT_HISTORIES;
  guint stride = (self->size.deals + histories - 1) / MAX (histories, 1);
  guint n_open = self->size.deals * OPEN_OF_SEVEN / 7;

  if (histories >= self->size.deals)
    stride = 1;
  self->n_deals = self->size.deals;
  self->deals = g_new0 (SatDemoDeal, self->n_deals);
  for (guint i = 0; i < self->n_deals; i++) {
    plan_deal (self, &self->deals[i], i < n_open);
    self->deals[i].has_history = i % stride == 0;
    if (self->deals[i].has_history)
      sat_demo_plan_deal_events (self, i);
  }
  plan_quota (self);
}
