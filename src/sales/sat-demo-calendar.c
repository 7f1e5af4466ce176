/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A believable week: meetings that overlap, days out, a fair, customers in other time zones, what
 * is to be done some day; and the holidays. */

#include "config.h"

#include "sat-demo-private.h"

#define MINUTE_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
/* The others are planned at random. */
#define MOST_PER_CENT 70
#define MOST_COLLEAGUES 4
#define NOWHEN (-1)

/* One line of somebody's week. */
typedef struct {
  gint8 day; /* 0: Monday of this week; NOWHEN: some day */
  guint8 kind;
  short minutes, length; /* after midnight; 0: it is only due, or all day */
  gint8 days;            /* of an all-day one; 0: none */
  SatDemoPhrase phrase;
  const char *place, *zone;
  guint guests;
  gboolean internal; /* about no customer */
} Slot;

#define CONTACT SAT_DEMO_GUEST_CONTACT
#define MANAGER SAT_DEMO_GUEST_MANAGER
#define COLLEAGUE SAT_DEMO_GUEST_COLLEAGUE
#define OUTSIDER SAT_DEMO_GUEST_OUTSIDER
#define CALL SAT_DEMO_CALL
#define MEETING SAT_DEMO_MEETING
#define VISIT SAT_DEMO_VISIT
#define TASK SAT_DEMO_TASK
#define AT(hour, minute) ((hour)*60 + (minute))

/* clang-format off */

static const Slot my_week[] = {
  { 0, MEETING, AT (9, 0), 45, 0, { "Sales meeting of the week", "Three deals to be pushed until Friday." }, "Room Thames", NULL, MANAGER | COLLEAGUE, TRUE },
  { 1, MEETING, AT (10, 0), 90, 0, { "Demonstration", "They want to see the driver app in their own language." }, "Online", NULL, CONTACT | OUTSIDER },
  { 2, MEETING, 0, 0, 2, { "Fleet fair", "Twelve good talks, four appointments." }, "Hall 4, stand B12", NULL, COLLEAGUE, TRUE },
  { 3, CALL, AT (8, 30), 30, 0, { "Clear open questions", "Two questions left, both technical." }, NULL, "Asia/Tokyo", CONTACT },
  { 4, MEETING, AT (11, 30), 75, 0, { "Lunch with the operations manager", "The budget is there until the end of the quarter." }, "Brasserie Nord", NULL, CONTACT },
  { 0, VISIT, AT (13, 30), 120, 0, { "Visit to the depot", "Saw 60 vehicles, half of them without any tracking." }, NULL, NULL, CONTACT },
  { 1, CALL, AT (10, 30), 15, 0, { "Price discussion", "Asks for five per cent more discount." }, NULL, NULL, 0 },
  { 1, MEETING, AT (15, 30), 60, 0, { "Technical workshop", "Interface to the transport system is possible." }, "Online", "America/New_York", CONTACT | OUTSIDER },
  { NOWHEN, TASK, 0, 0, 0, { "Read up on the new charging standard", "Done." }, NULL, NULL, 0, TRUE },
  { 4, SAT_DEMO_DEADLINE, 0, 0, 0, { "The tender closes", "Handed in." }, NULL, NULL, 0 },
  { 2, MEETING, AT (9, 30), 60, 0, { "Contract review", "Legal asks for a shorter notice period." }, "Online", NULL, CONTACT | MANAGER },
  { 2, VISIT, AT (13, 0), 150, 0, { "Site survey for charging", "The cable route is the difficult part." }, NULL, NULL, 0 },
  { 3, MEETING, AT (10, 0), 60, 0, { "Presentation for the management", "Positive, decision in three weeks." }, NULL, NULL, CONTACT },
  { 3, CALL, AT (10, 30), 30, 0, { "Call with the installation partner", "Ten vehicles a day are possible." }, NULL, NULL, OUTSIDER, TRUE },
  { 3, TASK, 0, 0, 0, { "Send the minutes of the presentation", "Sent." }, NULL, NULL, 0 },
  { 4, MEETING, 0, 0, 1, { "Training on the new price list", "Prices of the old devices fall in spring." }, "Room Severn", NULL, COLLEAGUE, TRUE },
  { 4, CALL, AT (9, 0), 15, 0, { "Follow-up on the offer", "Offer is fine, waiting for a signature." }, NULL, NULL, 0 },
  { NOWHEN, TASK, 0, 0, 0, { "Collect ideas for the customer day", "Six of them." }, NULL, NULL, 0, TRUE },
  { NOWHEN, TASK, 0, 0, 0, { "Ask the workshop for spare parts prices", "List came." }, NULL, NULL, 0, TRUE },
  { 7, MEETING, AT (9, 0), 45, 0, { "Sales meeting of the week", "Two deals to be pushed." }, "Room Thames", NULL, MANAGER | COLLEAGUE, TRUE },
  { 8, VISIT, AT (10, 0), 180, 0, { "Pilot hand-over", "Five devices installed and running." }, NULL, NULL, CONTACT },
  { 9, MEETING, AT (14, 0), 60, 0, { "Quarterly review", "Satisfied; two more sites are possible." }, "Online", "America/New_York", CONTACT | MANAGER },
  { 9, VISIT, 0, 0, 3, { "Round of visits in the south", "Seven customers in three days." }, NULL, NULL, 0, TRUE },
  { NOWHEN, TASK, 0, 0, 0, { "Tidy up the price list of accessories", "Done." }, NULL, NULL, 0, TRUE },
};

/* Colleagues have some of these, each at other times. */
static const Slot their_week[] = {
  { 0, MEETING, AT (9, 0), 45, 0, { "Sales meeting of the week", "Three deals to be pushed until Friday." }, "Room Thames", NULL, 0, TRUE },
  { 0, CALL, AT (11, 0), 30, 0, { "First call", "Interested, wants material first." }, NULL, NULL, 0 },
  { 1, VISIT, AT (9, 30), 120, 0, { "Courtesy visit", "Good talk, nothing new." }, NULL, NULL, CONTACT },
  { 1, MEETING, AT (14, 0), 60, 0, { "Kick-off", "Roles and dates agreed." }, "Online", NULL, CONTACT },
  { 2, MEETING, AT (10, 0), 60, 0, { "Technical workshop", "Interface to the transport system is possible." }, NULL, NULL, CONTACT },
  { 2, CALL, AT (15, 0), 15, 0, { "Check the delivery date", "Week after next suits them." }, NULL, NULL, 0 },
  { 3, VISIT, AT (11, 0), 150, 0, { "Annual talk", "Renewal looks safe." }, NULL, NULL, CONTACT },
  { 3, TASK, 0, 0, 0, { "Write the project plan", "Plan sent for comments." }, NULL, NULL, 0 },
  { 4, MEETING, AT (10, 0), 90, 0, { "Online meeting on data protection", "All points settled." }, "Online", NULL, CONTACT },
  { 4, CALL, AT (13, 0), 30, 0, { "Ask how the pilot goes", "Drivers like it, the dispatcher is not convinced yet." }, NULL, NULL, 0 },
  { 8, MEETING, AT (13, 30), 60, 0, { "Demonstration", "Next step agreed." }, "Online", NULL, CONTACT },
};

/* clang-format on */

/* One activity after the other becomes a line of somebody's week. */
typedef struct {
  SatDemo *demo;
  GRand *rand; /* its own, so that all else stays as it is */
  SatDate monday;
  gboolean first, last; /* of the weeks that are planned */
  guint next, end, left;
  guint n_written;
} Plan;

static SatDemoActivity *
take (Plan *plan, guint *index)
{
  while (plan->left > 0 && plan->next < plan->end) {
    SatDemoActivity *activity = &plan->demo->activities[plan->next++];

    if (activity->placed)
      continue;
    plan->left--;
    activity->placed = TRUE;
    *index = plan->next - 1;
    return activity;
  }
  return NULL;
}

static gboolean
is_open_deal_of (const SatDemoDeal *deal, guint owner)
{
  return deal->owner == owner && deal->outcome == SAT_DEMO_OPEN;
}

/* A deal of @owner that is open; without one, whatever it was about. */
static void
set_subject (Plan *plan, SatDemoActivity *activity, guint owner)
{
  SatDemo *demo = plan->demo;
  int n = 0, wanted;

  activity->owner = owner;
  for (guint i = 0; i < demo->n_deals; i++)
    n += is_open_deal_of (&demo->deals[i], owner);
  wanted = n > 0 ? g_rand_int_range (plan->rand, 0, n) : -1;
  for (guint i = 0; i < demo->n_deals && wanted >= 0; i++) {
    const SatDemoDeal *deal = &demo->deals[i];

    if (!is_open_deal_of (deal, owner) || wanted-- > 0)
      continue;
    activity->deal = i;
    activity->company = deal->company;
    activity->contact = deal->contact;
  }
}

static void
set_times (Plan *plan, SatDemoActivity *activity, const Slot *slot, int later)
{
  SatDemo *demo = plan->demo;
  SatDate date = plan->monday + slot->day;

  activity->start = activity->end = 0;
  activity->due = 0;
  if (slot->day == NOWHEN)
    return;
  activity->all_day = slot->days > 0;
  if (slot->days > 0) {
    activity->start = sat_date_start (date, demo->zone);
    activity->end = sat_date_end (date + slot->days - 1, demo->zone) + 1;
  } else if (slot->length > 0) {
    activity->start = sat_demo_instant (demo, date, slot->minutes + later);
    activity->end = activity->start + slot->length * MINUTE_US;
  } else {
    activity->due = date;
  }
}

/* Planned the week before; done in the evening of its day. */
static void
set_events (Plan *plan, SatDemoActivity *activity, guint index, const Slot *slot)
{
  SatDemo *demo = plan->demo;
  SatDate made = sat_demo_last_workday (MIN (plan->monday, demo->today) - 3);
  SatDemoEvent *event = &g_array_index (demo->events, SatDemoEvent, activity->plan_event);

  event->at = sat_demo_instant (demo, made, AT (9, 0) + 3 * (int)plan->n_written++);
  if (slot->day != NOWHEN && plan->monday + slot->day + MAX (slot->days - 1, 0) < demo->today)
    sat_demo_add_event (
        demo, sat_demo_instant (demo, sat_demo_last_workday (demo->today - 1), AT (17, 55)),
        SAT_DEMO_EVENT_ACTIVITY, index, 0);
}

static void
place (Plan *plan, const Slot *slot, guint owner, int later)
{
  guint index;
  SatDemoActivity *activity = take (plan, &index);

  if (activity == NULL)
    return;
  set_subject (plan, activity, owner);
  activity->kind = slot->kind;
  activity->phrase = &slot->phrase;
  activity->place = slot->place;
  activity->zone = slot->zone;
  activity->guests = slot->guests;
  activity->internal = slot->internal;
  set_times (plan, activity, slot, later);
  set_events (plan, activity, index, slot);
}

/* Whether a line belongs to the week that is planned: what is today is there already. */
static gboolean
is_wanted (const Plan *plan, const Slot *slot)
{
  gboolean today = slot->day == plan->demo->today - plan->monday;
  gboolean after = slot->day > 6;

  return !(today && slot->length > 0) && (after ? plan->last : slot->day != NOWHEN || plan->first);
}

static void
plan_me (Plan *plan)
{
  for (guint i = 0; i < G_N_ELEMENTS (my_week); i++)
    if (is_wanted (plan, &my_week[i]))
      place (plan, &my_week[i], sat_demo_me (plan->demo), 0);
}

static void
plan_colleague (Plan *plan, guint user)
{
  for (guint i = 0; i < G_N_ELEMENTS (their_week); i++) {
    int later = 15 * g_rand_int_range (plan->rand, -2, 5);

    if (i == 0)
      place (plan, &their_week[i], user, 0);
    else if (g_rand_int_range (plan->rand, 0, 100) < 75)
      place (plan, &their_week[i], user, later);
  }
}

static void
plan_colleagues (Plan *plan)
{
  SatDemo *demo = plan->demo;
  guint me = sat_demo_me (demo);

  plan_colleague (plan, sat_demo_user (demo, me)->manager);
  for (guint i = 1; i <= MOST_COLLEAGUES && me + i * SAT_DEMO_N_REGIONS < demo->users->len; i++)
    plan_colleague (plan, me + i * SAT_DEMO_N_REGIONS);
}

void
sat_demo_plan_calendar (SatDemo *self, guint first, guint n)
{
  int weekday = sat_date_weekday (self->today);
  Plan plan = {.demo = self, .next = first, .end = n};

  plan.monday = self->today - weekday + 1;
  plan.left = n > first ? (n - first) * MOST_PER_CENT / 100 : 0;
  plan.rand = g_rand_new_with_seed ((guint32)(self->size.seed + 77));
  /* At the weekend one looks at the week to come, too. */
  plan.first = TRUE;
  plan.last = weekday <= 5;
  plan_me (&plan);
  plan_colleagues (&plan);
  if (!plan.last) {
    plan.monday += 7;
    plan.first = FALSE;
    plan.last = TRUE;
    plan_me (&plan);
    plan_colleagues (&plan);
  }
  g_rand_free (plan.rand);
}

static gboolean
write_attendee (SatDemo *self,
                const SatDemoActivity *activity,
                const char *field,
                gint64 id,
                const char *status,
                GError **error)
{
  if (id == 0)
    return TRUE;
  sat_demo_begin (self, "attendee");
  sat_demo_reference (self, "activity", activity->id);
  sat_demo_reference (self, field, id);
  sat_demo_text (self, "status", status);
  return sat_demo_create (self, NULL, NULL, error);
}

static gboolean
write_outsider (SatDemo *self, const SatDemoActivity *activity, GError **error)
{
  sat_demo_begin (self, "attendee");
  sat_demo_reference (self, "activity", activity->id);
  sat_demo_text (self, "name", "Robin Keller");
  sat_demo_text (self, "mail", "robin.keller@partner.example");
  sat_demo_text (self, "status", "invited");
  return sat_demo_create (self, NULL, NULL, error);
}

/* Somebody of the same region. */
static guint
colleague_of (SatDemo *self, guint user)
{
  guint other = user + SAT_DEMO_N_REGIONS;

  return other < self->users->len ? other : sat_demo_user (self, user)->manager;
}

gboolean
sat_demo_write_attendees (SatDemo *self, const SatDemoActivity *activity, GError **error)
{
  guint guests = activity->guests;
  guint manager = sat_demo_user (self, activity->owner)->manager;
  guint colleague = colleague_of (self, activity->owner);
  gint64 contact = activity->contact != G_MAXUINT ? self->contacts[activity->contact] : 0;

  return (!(guests & CONTACT) ||
          write_attendee (self, activity, "contact", contact, "accepted", error)) &&
         (!(guests & MANAGER) ||
          write_attendee (self, activity, "user", sat_demo_user (self, manager)->id, "tentative",
                          error)) &&
         (!(guests & COLLEAGUE) ||
          write_attendee (self, activity, "user", sat_demo_user (self, colleague)->id, "accepted",
                          error)) &&
         (!(guests & OUTSIDER) || write_outsider (self, activity, error));
}

static gboolean
write_holiday (SatDemo *self, SatDate date, const char *name, GError **error)
{
  sat_demo_begin (self, "holiday");
  sat_demo_int (self, "date", date);
  sat_demo_text (self, "name", name);
  return sat_demo_create (self, NULL, NULL, error);
}

/* The @nth Monday of a month; 0: the last one. */
static SatDate
monday_of (int year, int month, int nth)
{
  SatDate date;

  sat_date_from_ymd (year, month, 1, &date);
  if (nth == 0)
    date = sat_date_add_months (date, 1) - 7;
  date += (8 - sat_date_weekday (date)) % 7;
  return date + 7 * MAX (nth - 1, 0);
}

/* Those of the year in England that are no matter of the moon, and not of one's own choice. */
static gboolean
write_year (SatDemo *self, int year, GError **error)
{
  SatDate new_year, christmas;

  sat_date_from_ymd (year, 1, 1, &new_year);
  sat_date_from_ymd (year, 12, 25, &christmas);
  return write_holiday (self, new_year, "New Year’s Day", error) &&
         write_holiday (self, monday_of (year, 5, 1), "Early May bank holiday", error) &&
         write_holiday (self, monday_of (year, 5, 0), "Spring bank holiday", error) &&
         write_holiday (self, monday_of (year, 8, 0), "Summer bank holiday", error) &&
         write_holiday (self, christmas, "Christmas Day", error) &&
         write_holiday (self, christmas + 1, "Boxing Day", error);
}

gboolean
sat_demo_write_holidays (SatDemo *self, GError **error)
{
  int year, month, day;

  sat_date_to_ymd (self->today, &year, &month, &day);
  for (int i = 0; i < 2; i++)
    if (!write_year (self, year + i, error))
      return FALSE;
  /* Near enough to be seen. */
  return write_holiday (self, self->today - sat_date_weekday (self->today) + 12, "Company outing",
                        error);
}
