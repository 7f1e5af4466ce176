/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The life of a deal: the moments of it, and what is written at each. */

#include "config.h"

#include "sat-demo-private.h"

#include <glib/gi18n-lib.h>

#define MOST_PUSHES 5

/* A deal is opened before nine, so that whatever else falls on that day comes later; the stages of
 * one day come one after the other. */
static void
at_day (SatDemo *self, SatDate date, SatDemoEventKind kind, guint index, gint64 value)
{
  int minutes = sat_demo_between (self, 9 * 60, 17 * 60);

  if (kind == SAT_DEMO_EVENT_DEAL)
    minutes = sat_demo_between (self, 8 * 60, 9 * 60 - 1);
  else if (kind == SAT_DEMO_EVENT_STAGE)
    minutes = 9 * 60 + 80 * (int)value + sat_demo_between (self, 0, 79);
  sat_demo_add_event (self, sat_demo_instant (self, sat_demo_workday (date), minutes), kind, index,
                      value);
}

/* The day on which the deal came into stage @stage, the stages being spread over its life. */
static SatDate
day_of_stage (const SatDemoDeal *deal, SatDate last, guint stage)
{
  int life = last - deal->opened;

  return deal->opened + life * (int)stage / (deal->stage + 1 + (deal->outcome != SAT_DEMO_OPEN));
}

/* Hope comes first: the date it is expected on moves, a few times for some. The first one. */
static SatDate
plan_pushes (SatDemo *self, guint index, SatDate last)
{
  const SatDemoDeal *deal = &self->deals[index];
  SatDate first = deal->closed - (sat_demo_chance (self, 45) ? sat_demo_between (self, 10, 70) : 0);
  SatDate expected, next;

  first = expected = MAX (sat_demo_workday (first), deal->opened + 7);
  for (int i = 0; i < MOST_PUSHES && expected < deal->closed; i++) {
    SatDate day = MAX (expected - sat_demo_between (self, 0, 4), deal->opened + 1);

    next = sat_demo_workday (expected + sat_demo_between (self, 14, 35));
    if (next + 7 > deal->closed || i + 1 == MOST_PUSHES)
      next = deal->closed;
    if (sat_demo_workday (day) >= last)
      break;
    at_day (self, day, SAT_DEMO_EVENT_DATE, index, next);
    expected = next;
  }
  return first;
}

void
sat_demo_plan_deal_events (SatDemo *self, guint index)
{
  SatDemoDeal *deal = &self->deals[index];
  SatDate last = deal->outcome == SAT_DEMO_OPEN ? self->today - 1 : deal->closed;
  guint lines_at = MIN (deal->stage, 1 + sat_demo_below (self, 2));
  SatDate expected = plan_pushes (self, index, last);

  at_day (self, deal->opened, SAT_DEMO_EVENT_DEAL, index, expected);
  for (guint stage = 1; stage <= deal->stage; stage++) {
    SatDate day = day_of_stage (deal, last, stage);

    if (sat_demo_workday (day) < last)
      at_day (self, day, SAT_DEMO_EVENT_STAGE, index, stage);
  }
  if (sat_demo_workday (day_of_stage (deal, last, lines_at) + 1) < last)
    at_day (self, day_of_stage (deal, last, lines_at) + 1, SAT_DEMO_EVENT_LINES, index, 0);
  if (deal->stage > 0 && sat_demo_chance (self, 30))
    at_day (self, day_of_stage (deal, last, deal->stage), SAT_DEMO_EVENT_COMPETITOR, index, 0);
  if (deal->category != 0 && last - 5 > deal->opened)
    at_day (self, last - 5, SAT_DEMO_EVENT_CATEGORY, index, deal->category);
  if (deal->outcome != SAT_DEMO_OPEN)
    sat_demo_add_event (self, sat_demo_instant (self, deal->closed, 17 * 60 + 45),
                        SAT_DEMO_EVENT_CLOSE, index, 0);
}

static gint64
stage_of (SatDemo *self, const SatDemoDeal *deal, guint stage)
{
  return self->pipelines[deal->pipeline].stages[stage];
}

static guint
last_stage (SatDemo *self, const SatDemoDeal *deal)
{
  if (deal->outcome == SAT_DEMO_OPEN)
    return deal->stage;
  return self->pipelines[deal->pipeline].n_open + (deal->outcome == SAT_DEMO_LOST);
}

static gboolean
write_lines (SatDemo *self, const SatDemoDeal *deal, GError **error)
{
  for (guint i = 0; i < deal->n_lines; i++) {
    const SatDemoLine *line = &deal->lines[i];

    sat_demo_begin (self, "line_item");
    sat_demo_reference (self, "opportunity", deal->id);
    sat_demo_reference (self, "product", self->products[line->product]);
    sat_demo_int (self, "quantity", line->quantity * SAT_DECIMAL_ONE);
    sat_demo_int (self, "unit_price", sat_demo_line_price (self, deal, line));
    if (line->discount > 0)
      sat_demo_int (self, "discount", line->discount);
    if (!sat_demo_create (self, NULL, NULL, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_roles (SatDemo *self, const SatDemoDeal *deal, GError **error)
{
  const SatDemoCompany *company = &self->companies[deal->company];
  guint n = MIN (company->n_contacts, 1 + sat_demo_below (self, 3));

  for (guint i = 0; i < n; i++) {
    guint contact =
        company->first_contact + (deal->contact - company->first_contact + i) % company->n_contacts;

    sat_demo_begin (self, "opportunity_role");
    sat_demo_reference (self, "opportunity", deal->id);
    sat_demo_reference (self, "contact", self->contacts[contact]);
    sat_demo_text (self, "role", sat_demo_pick (self, sat_demo_roles));
    if (!sat_demo_create (self, NULL, NULL, error))
      return FALSE;
  }
  return TRUE;
}

static void
fill_deal (SatDemo *self, const SatDemoDeal *deal, SatDate expected, gboolean as_it_ends)
{
  g_autofree char *name = deal->scope != NULL ? g_strdup_printf ("%s, %s", deal->topic, deal->scope)
                                              : g_strdup (deal->topic);

  sat_demo_begin (self, "opportunity");
  sat_demo_text (self, "name", g_string_chunk_insert (self->texts, name));
  sat_demo_reference (self, "company", self->companies[deal->company].id);
  if (deal->contact != G_MAXUINT)
    sat_demo_reference (self, "contact", self->contacts[deal->contact]);
  sat_demo_int (self, "amount", as_it_ends ? deal->amount : deal->estimate);
  sat_demo_text (self, "currency", deal->currency);
  sat_demo_reference (self, "stage",
                      stage_of (self, deal, as_it_ends ? last_stage (self, deal) : 0));
  sat_demo_int (self, "opened", deal->opened);
  sat_demo_int (self, "close_date", expected);
  sat_demo_reference (self, "owner", sat_demo_user (self, deal->owner)->id);
  sat_demo_text (self, "source", sat_demo_pick (self, sat_demo_sources));
  if (deal->outcome == SAT_DEMO_OPEN)
    sat_demo_text (self, "next_step", sat_demo_pick (self, sat_demo_next_steps));
  if (deal->pipeline == 1)
    sat_demo_int (self, "contract_end", sat_date_add_months (deal->closed, 1));
  if (as_it_ends)
    sat_demo_text (self, "lost_reason", deal->lost_reason);
}

static gboolean
write_deal (SatDemo *self, guint index, SatDate expected, gboolean as_it_ends, GError **error)
{
  SatDemoDeal *deal = &self->deals[index];
  SatUuid uuid = sat_demo_mint (self);

  fill_deal (self, deal, expected, as_it_ends);
  if (!sat_demo_create (self, &uuid, &deal->id, error))
    return FALSE;
  sat_demo_advance (self, 1);
  if (as_it_ends)
    return write_lines (self, deal, error);
  if (sat_demo_chance (self, 15)) {
    const char *tag = sat_demo_pick (self, sat_demo_deal_tags);
    SatUuid derived = sat_demo_derive ("tag", &uuid, tag);

    sat_demo_begin (self, "tag");
    sat_demo_reference (self, "record", deal->id);
    sat_demo_text (self, "name", tag);
    if (!sat_demo_create (self, &derived, NULL, error))
      return FALSE;
  }
  return deal->contact == G_MAXUINT || write_roles (self, deal, error);
}

gboolean
sat_demo_write_deal (SatDemo *self, guint index, GError **error)
{
  return write_deal (self, index, self->deals[index].closed, TRUE, error);
}

static gboolean
write_competitor (SatDemo *self, const SatDemoDeal *deal, GError **error)
{
  static const char *const strengths[] = {"weak", "even", "strong"};

  sat_demo_begin (self, "competitor");
  sat_demo_reference (self, "opportunity", deal->id);
  sat_demo_text (self, "name", sat_demo_pick (self, sat_demo_competitors));
  sat_demo_text (self, "strength", strengths[sat_demo_below (self, G_N_ELEMENTS (strengths))]);
  if (sat_demo_chance (self, 50))
    sat_demo_text (self, "notes", sat_demo_pick (self, sat_demo_competitor_notes));
  return sat_demo_create (self, NULL, NULL, error);
}

static gboolean
close_deal (SatDemo *self, const SatDemoDeal *deal, GError **error)
{
  sat_demo_begin (self, "opportunity");
  sat_demo_reference (self, "stage", stage_of (self, deal, last_stage (self, deal)));
  sat_demo_int (self, "close_date", deal->closed);
  if (deal->outcome == SAT_DEMO_WON)
    sat_demo_int (self, "amount", deal->amount);
  sat_demo_text (self, "lost_reason", deal->lost_reason);
  return sat_demo_set (self, deal->id, error);
}

gboolean
sat_demo_run_deal_event (SatDemo *self, const SatDemoEvent *event, GError **error)
{
  const SatDemoDeal *deal = &self->deals[event->index];
  const char *label =
      event->kind == SAT_DEMO_EVENT_DEAL ? _ ("New opportunity") : _ ("Edit opportunity");

  if (!sat_demo_change (self, label, sat_demo_user (self, deal->owner)->id, event->at, error))
    return FALSE;
  switch ((SatDemoEventKind)event->kind) {
  case SAT_DEMO_EVENT_DEAL:
    return write_deal (self, event->index, (SatDate)event->value, FALSE, error);
  case SAT_DEMO_EVENT_COMPETITOR:
    return write_competitor (self, deal, error);
  case SAT_DEMO_EVENT_CLOSE:
    return close_deal (self, deal, error);
  case SAT_DEMO_EVENT_LINES:
    if (!write_lines (self, deal, error))
      return FALSE;
    sat_demo_begin (self, "opportunity");
    sat_demo_int (self, "amount", deal->amount);
    break;
  case SAT_DEMO_EVENT_STAGE:
    sat_demo_begin (self, "opportunity");
    sat_demo_reference (self, "stage", stage_of (self, deal, (guint)event->value));
    break;
  case SAT_DEMO_EVENT_DATE:
    sat_demo_begin (self, "opportunity");
    sat_demo_int (self, "close_date", event->value);
    break;
  case SAT_DEMO_EVENT_CATEGORY:
    sat_demo_begin (self, "opportunity");
    sat_demo_text (self, "category",
                   event->value == 1       ? "commit"
                   : event->index % 2 == 0 ? "most_likely"
                                           : "best_case");
    sat_demo_int (self, "category_manual", TRUE);
    break;
  default:
    g_return_val_if_reached (FALSE);
  }
  return sat_demo_set (self, deal->id, error);
}
