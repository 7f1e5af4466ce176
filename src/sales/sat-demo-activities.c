/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Calls, meetings, visits and tasks, done, overdue and to come; and what was noted. */

#include "config.h"

#include "sat-demo-private.h"

#include <glib/gi18n-lib.h>

/* More than these are past and without a history. */
#define MOST_EVENTS 6000
#define LATELY 60 /* days */
#define PER_CENT_DONE 72
#define PER_CENT_OVERDUE 7
#define QUARTER 15

#define CALL SAT_DEMO_CALL
#define MEETING SAT_DEMO_MEETING
#define VISIT SAT_DEMO_VISIT
#define TASK SAT_DEMO_TASK

static const char *const kind_names[] = {"call", "meeting", "visit", "task", "deadline"};
static const SatDemoPhrase *const phrases[] = {sat_demo_calls, sat_demo_meetings, sat_demo_visits,
                                               sat_demo_tasks};

static guint
pick_kind (SatDemo *self)
{
  guint chance = sat_demo_below (self, 100);

  if (chance < 35)
    return CALL;
  if (chance < 58)
    return MEETING;
  return chance < 72 ? VISIT : TASK;
}

static const SatDemoPhrase *
pick_phrase (SatDemo *self, guint kind)
{
  guint n = 0;

  while (phrases[kind][n].text != NULL)
    n++;
  return &phrases[kind][sat_demo_below (self, n)];
}

/* One that was there before anything of the last months was planned; the first ones always were. */
static guint
known_company (SatDemo *self)
{
  for (int attempt = 0; attempt < 8; attempt++) {
    guint index = sat_demo_below (self, self->n_companies);

    if (self->companies[index].arrival < self->today - LATELY)
      return index;
  }
  return 0;
}

/* Whom it is about, and a day that makes sense for that: *@first to *@last. */
static void
pick_subject (SatDemo *self, SatDemoActivity *activity, SatDate *first, SatDate *last)
{
  activity->deal = G_MAXUINT;
  *last = self->today - 1;
  if (self->n_deals > 0 && sat_demo_chance (self, 70)) {
    guint index = sat_demo_below (self, self->n_deals);
    const SatDemoDeal *deal = &self->deals[index];

    activity->deal = index;
    activity->company = deal->company;
    activity->contact = deal->contact;
    activity->owner = deal->owner;
    *first = deal->opened;
    if (deal->outcome != SAT_DEMO_OPEN)
      *last = deal->closed;
    return;
  }
  activity->company = known_company (self);
  activity->contact = sat_demo_contact_of (self, activity->company);
  activity->owner = self->companies[activity->company].owner;
  *first = self->companies[activity->company].arrival + 1;
}

static void
set_time (SatDemo *self, SatDemoActivity *activity, SatDate date)
{
  int minutes = 8 * 60 + QUARTER * sat_demo_between (self, 0, 36);
  int length = QUARTER * (activity->kind == CALL ? 1 : sat_demo_between (self, 2, 8));

  if (activity->kind == TASK) {
    activity->due = date;
    return;
  }
  activity->start = sat_demo_instant (self, date, minutes);
  activity->end = activity->start + (gint64)length * 60 * G_USEC_PER_SEC;
}

/* A deal still being worked on, for what is yet to be done. */
static void
move_to_open_deal (SatDemo *self, SatDemoActivity *activity)
{
  guint n_open = 0;

  while (n_open < self->n_deals && self->deals[n_open].outcome == SAT_DEMO_OPEN)
    n_open++;
  if (activity->deal == G_MAXUINT || n_open == 0)
    return;
  activity->deal = sat_demo_below (self, n_open);
  activity->company = self->deals[activity->deal].company;
  activity->contact = self->deals[activity->deal].contact;
  activity->owner = self->deals[activity->deal].owner;
}

static void
plan_past (SatDemo *self, guint index, SatDate first, SatDate last)
{
  SatDemoActivity *activity = &self->activities[index];
  SatDate day = sat_demo_last_workday (sat_demo_between (self, first, last));
  SatDate planned = day - sat_demo_between (self, 1, 9);

  day = MAX (day, sat_demo_workday (first));
  if (day >= self->today)
    day = sat_demo_last_workday (self->today - 1);
  set_time (self, activity, day);
  activity->done = TRUE;
  if (sat_demo_chance (self, 20) && sat_demo_last_workday (planned) > first)
    sat_demo_add_event (self, sat_demo_moment (self, sat_demo_last_workday (planned)),
                        SAT_DEMO_EVENT_PLAN, index, 0);
  sat_demo_add_event (self, sat_demo_instant (self, day, 17 * 60 + 50), SAT_DEMO_EVENT_ACTIVITY,
                      index, 0);
}

static void
plan_activity (SatDemo *self, guint index, guint per_cent)
{
  SatDemoActivity *activity = &self->activities[index];
  gboolean overdue = per_cent >= PER_CENT_DONE && per_cent < PER_CENT_DONE + PER_CENT_OVERDUE;
  SatDate first, last, day;

  activity->kind = (guint8)(overdue ? TASK : pick_kind (self));
  activity->phrase = pick_phrase (self, activity->kind);
  pick_subject (self, activity, &first, &last);
  if (per_cent < PER_CENT_DONE) {
    plan_past (self, index, first, last);
    return;
  }
  move_to_open_deal (self, activity);
  if (overdue)
    day = sat_demo_last_workday (self->today - sat_demo_between (self, 1, 15));
  else
    day =
        sat_demo_workday (self->today + sat_demo_between (self, 0, sat_demo_between (self, 2, 40)));
  set_time (self, activity, day);
  sat_demo_add_event (
      self,
      sat_demo_moment (self, sat_demo_last_workday (self->today - sat_demo_between (self, 1, 2)) -
                                 (overdue ? 16 : 0)),
      SAT_DEMO_EVENT_PLAN, index, 0);
  activity->plan_event = self->events->len - 1;
}

static void
plan_notes (SatDemo *self)
{
  guint n = MIN (self->n_deals * 3 / 5, MOST_EVENTS / 2);

  for (guint i = 0; i < n; i++) {
    guint index = sat_demo_below (self, self->n_deals);
    const SatDemoDeal *deal = &self->deals[index];
    SatDate last = deal->outcome == SAT_DEMO_OPEN ? self->today - 1 : deal->closed;
    SatDate day = sat_demo_last_workday (sat_demo_between (self, deal->opened, last));

    if (deal->has_history)
      sat_demo_add_event (self, sat_demo_instant (self, MAX (day, deal->opened), 17 * 60 + 40),
                          SAT_DEMO_EVENT_NOTE, index, 0);
  }
}

/* Whoever opens the sample sees a full day: what was planned for later is put on today. */
static void
plan_today (SatDemo *self, guint first, guint n)
{
  static const struct {
    guint8 kind;
    int minutes, length;
  } day[] = {
      {CALL, 9 * 60, 15},     {VISIT, 10 * 60 + 30, 90},
      {MEETING, 14 * 60, 60}, {CALL, 16 * 60 + 30, 15},
      {TASK, 0, 0},           {TASK, 0, 0},
  };
  guint placed = 0;

  for (guint i = first; i < n && placed < G_N_ELEMENTS (day); i++) {
    SatDemoActivity *activity = &self->activities[i];

    if (activity->owner != sat_demo_me (self))
      continue;
    activity->placed = TRUE;
    activity->kind = day[placed].kind;
    activity->phrase = &phrases[activity->kind][placed % 3];
    if (activity->kind == TASK) {
      activity->due = self->today;
    } else {
      activity->start = sat_demo_instant (self, self->today, day[placed].minutes);
      activity->end = activity->start + (gint64)day[placed].length * 60 * G_USEC_PER_SEC;
    }
    placed++;
  }
}

/* The manager looks through the deals of whoever works here. */
static void
plan_help (SatDemo *self)
{
  guint found = 0;

  for (guint i = 0; i < self->n_deals && found < 3; i++) {
    const SatDemoDeal *deal = &self->deals[i];
    SatDate day = sat_demo_last_workday (self->today - 1 - (SatDate)found / 2);

    if (deal->owner != sat_demo_me (self) || deal->outcome != SAT_DEMO_OPEN || !deal->has_history ||
        deal->opened >= day - 1)
      continue;
    sat_demo_add_event (self, sat_demo_instant (self, day, 18 * 60 + 10 * (int)found),
                        SAT_DEMO_EVENT_HELP, i, found == 1);
    found++;
  }
}

void
sat_demo_plan_activities (SatDemo *self)
{
  guint n = MIN (self->size.activities, MOST_EVENTS);
  guint to_come = n * (PER_CENT_DONE + PER_CENT_OVERDUE) / 100 + 1;

  self->activities = g_new0 (SatDemoActivity, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    plan_activity (self, i, (guint)((guint64)i * 100 / n));
  plan_today (self, to_come, n);
  sat_demo_plan_calendar (self, to_come, n);
  if (self->n_deals > 0) {
    plan_notes (self);
    plan_help (self);
  }
}

static void
refer (SatDemo *self, const SatDemoActivity *activity)
{
  if (activity->internal)
    return;
  /* A deal that has no history is not there yet. */
  if (activity->deal != G_MAXUINT)
    sat_demo_reference (self, "opportunity", self->deals[activity->deal].id);
  sat_demo_reference (self, "company", self->companies[activity->company].id);
  if (activity->contact != G_MAXUINT)
    sat_demo_reference (self, "contact", self->contacts[activity->contact]);
}

static void
write_when (SatDemo *self, const SatDemoActivity *activity)
{
  if (activity->due != 0)
    sat_demo_int (self, "due", activity->due);
  if (activity->start == 0)
    return;
  sat_demo_int (self, "start", activity->start);
  sat_demo_int (self, "end", activity->end);
  sat_demo_int (self, "all_day", activity->all_day);
  sat_demo_text (self, "zone",
                 activity->zone != NULL ? activity->zone : g_time_zone_get_identifier (self->zone));
}

static gboolean
write_activity (SatDemo *self, SatDemoActivity *activity, gboolean done, GError **error)
{
  const SatDemoCompany *company = &self->companies[activity->company];

  sat_demo_begin (self, "activity");
  sat_demo_text (self, "kind", kind_names[activity->kind]);
  sat_demo_text (self, "subject", activity->phrase->text);
  write_when (self, activity);
  if (activity->place != NULL)
    sat_demo_text (self, "place", activity->place);
  else if (activity->kind == VISIT)
    sat_demo_text (self, "place", sat_demo_countries[company->country].cities[0].name);
  sat_demo_int (self, "done", done);
  if (done)
    sat_demo_text (self, "outcome", activity->phrase->detail);
  refer (self, activity);
  sat_demo_reference (self, "owner", sat_demo_user (self, activity->owner)->id);
  if (!sat_demo_create (self, NULL, &activity->id, error))
    return FALSE;
  sat_demo_advance (self, 1);
  return activity->guests == 0 || sat_demo_write_attendees (self, activity, error);
}

gboolean
sat_demo_run_activity_event (SatDemo *self, const SatDemoEvent *event, GError **error)
{
  SatDemoActivity *activity = &self->activities[event->index];
  gboolean known = activity->id != 0;

  if (!sat_demo_change (self, known ? _ ("Edit activity") : _ ("New activity"),
                        sat_demo_user (self, activity->owner)->id, event->at, error))
    return FALSE;
  if (!known)
    return write_activity (self, activity, event->kind == SAT_DEMO_EVENT_ACTIVITY, error);
  sat_demo_begin (self, "activity");
  sat_demo_int (self, "done", TRUE);
  sat_demo_text (self, "outcome", activity->phrase->detail);
  return sat_demo_set (self, activity->id, error);
}

gboolean
sat_demo_write_note (SatDemo *self, const SatDemoEvent *event, GError **error)
{
  const SatDemoDeal *deal = &self->deals[event->index];
  const SatDemoCompany *company = &self->companies[deal->company];
  const char *product = sat_demo_products[deal->lines[0].product].name;
  const char *name = sat_demo_native (self, company->stem);
  const char *first = sat_demo_pick (self, sat_demo_facts);
  const char *second = sat_demo_pick (self, sat_demo_facts);
  g_autoptr (GString) body = g_string_new (NULL);

  if (sat_demo_chance (self, 70))
    g_string_append_printf (body, "%s ", sat_demo_pick (self, sat_demo_openings));
  g_string_append (body, sat_demo_expand (self, first, NULL, NULL, name, product));
  if (second != first && sat_demo_chance (self, 50))
    g_string_append_printf (body, " %s", sat_demo_expand (self, second, NULL, NULL, name, product));
  g_string_append_printf (body, "\n%s", sat_demo_pick (self, sat_demo_ends));
  if (!sat_demo_change (self, _ ("New note"), sat_demo_user (self, deal->owner)->id, event->at,
                        error))
    return FALSE;
  sat_demo_begin (self, "note");
  sat_demo_text (self, "body", body->str);
  sat_demo_reference (self, "opportunity", deal->id);
  sat_demo_reference (self, "company", company->id);
  sat_demo_reference (self, "author", sat_demo_user (self, deal->owner)->id);
  return sat_demo_create (self, NULL, NULL, error);
}

gboolean
sat_demo_run_help_event (SatDemo *self, const SatDemoEvent *event, GError **error)
{
  const SatDemoDeal *deal = &self->deals[event->index];
  const SatDemoUser *owner = sat_demo_user (self, deal->owner);
  gint64 manager = sat_demo_user (self, owner->manager)->id;

  if (!sat_demo_change (self, event->value != 0 ? _ ("New note") : _ ("Edit opportunity"), manager,
                        event->at, error))
    return FALSE;
  if (event->value == 0) {
    sat_demo_begin (self, "opportunity");
    sat_demo_text (self, "next_step", "Go through the offer together");
    return sat_demo_set (self, deal->id, error);
  }
  sat_demo_begin (self, "note");
  sat_demo_text (self, "body", "Met their director at the fair. They want to decide soon.");
  sat_demo_reference (self, "opportunity", deal->id);
  sat_demo_reference (self, "author", manager);
  return sat_demo_create (self, NULL, NULL, error);
}

gboolean
sat_demo_write_more_activities (SatDemo *self, GError **error)
{
  for (guint i = MOST_EVENTS; i < self->size.activities; i++) {
    SatDemoActivity activity = {.kind = (guint8)pick_kind (self)};
    SatDate first, last;

    g_string_chunk_clear (self->texts);
    activity.phrase = pick_phrase (self, activity.kind);
    pick_subject (self, &activity, &first, &last);
    set_time (self, &activity, sat_demo_last_workday (sat_demo_between (self, first, last)));
    if (!write_activity (self, &activity, TRUE, error))
      return FALSE;
  }
  return TRUE;
}
