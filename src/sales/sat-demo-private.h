/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-demo-words.h"
#include "sat-demo.h"
#include "sat-writer.h"

G_BEGIN_DECLS

/* The sample workspace under construction. Private to the sat-demo files: the organisation, its
 * customers and the plan of what happens are laid out first, then everything is written in the
 * order of time, each change by who made it. */

typedef struct {
  gint64 id;
  char *name;
  SatDemoRegion region;
  guint manager; /* index; its own for the head */
  guint team;
  double skill; /* around 1 */
} SatDemoUser;

typedef struct {
  gint64 id;
  SatUuid uuid;
  const char *stem; /* what people call it */
  guint country, owner, industry;
  guint first_contact, n_contacts;
  guint employees;
  SatDate arrival;
} SatDemoCompany;

/* Both pipelines end with a stage for won and one for lost. */
#define SAT_DEMO_N_PIPELINES 2
#define SAT_DEMO_MOST_STAGES 6

typedef struct {
  gint64 id;
  gint64 stages[SAT_DEMO_MOST_STAGES];
  guint n_open;
} SatDemoPipeline;

#define SAT_DEMO_MOST_LINES 4

typedef struct {
  guint product;
  guint quantity, discount;
} SatDemoLine;

typedef enum {
  SAT_DEMO_OPEN,
  SAT_DEMO_WON,
  SAT_DEMO_LOST,
} SatDemoOutcome;

typedef struct {
  gint64 id;
  guint company, contact, owner;
  guint8 pipeline, stage;            /* the last open one it reached */
  guint8 outcome, n_lines, category; /* 0, or by hand 1 commit, 2 most likely or best case */
  gboolean has_history;
  const char *topic, *scope, *lost_reason;
  const char *currency;
  SatDate opened, closed; /* closed: expected, of an open one */
  gint64 estimate, amount;
  SatDemoLine lines[SAT_DEMO_MOST_LINES];
} SatDemoDeal;

typedef enum {
  SAT_DEMO_CALL,
  SAT_DEMO_MEETING,
  SAT_DEMO_VISIT,
  SAT_DEMO_TASK,
  SAT_DEMO_DEADLINE,
} SatDemoActivityKind;

typedef struct {
  gint64 id;
  guint8 kind;
  gboolean done, placed; /* placed: on the calendar of this week, or today */
  const SatDemoPhrase *phrase;
  guint deal; /* G_MAXUINT: none */
  guint company, contact, owner;
  gint64 start, end;          /* unless 0 */
  SatDate due;                /* unless 0 */
  gboolean all_day, internal; /* internal: about no customer */
  const char *zone;           /* NULL: where the sample is */
  const char *place;          /* NULL: that of the company, of a visit */
  guint guests;               /* a set of SatDemoGuests */
  guint plan_event;           /* of those to come: index into the events */
} SatDemoActivity;

/* Who is to be there besides the owner. */
typedef enum {
  SAT_DEMO_GUEST_CONTACT = 1 << 0,
  SAT_DEMO_GUEST_MANAGER = 1 << 1,
  SAT_DEMO_GUEST_COLLEAGUE = 1 << 2,
  SAT_DEMO_GUEST_OUTSIDER = 1 << 3,
} SatDemoGuests;

/* Something that happens at one moment. Run in the order of time. */
typedef enum {
  SAT_DEMO_EVENT_MONTH,    /* a month begins: exchange rates, quotas */
  SAT_DEMO_EVENT_COMPANY,  /* a customer is found, with its people */
  SAT_DEMO_EVENT_DEAL,     /* ... opened */
  SAT_DEMO_EVENT_STAGE,    /* moved to open stage `value` */
  SAT_DEMO_EVENT_LINES,    /* got its lines, and the amount they add up to */
  SAT_DEMO_EVENT_DATE,     /* expected on `value` now */
  SAT_DEMO_EVENT_CATEGORY, /* forecast category set by hand */
  SAT_DEMO_EVENT_COMPETITOR,
  SAT_DEMO_EVENT_CLOSE,    /* won or lost */
  SAT_DEMO_EVENT_PLAN,     /* an activity is put into the calendar */
  SAT_DEMO_EVENT_ACTIVITY, /* one has happened */
  SAT_DEMO_EVENT_NOTE,
  SAT_DEMO_EVENT_HELP, /* the owner's manager says what to do next, or with `value` notes it */
} SatDemoEventKind;

typedef struct {
  gint64 at;
  guint order; /* of events at the same time */
  guint8 kind;
  guint index; /* of the company, deal, activity; a month's first day */
  gint64 value;
} SatDemoEvent;

#define SAT_DEMO_MOST_FIELDS 24

typedef struct {
  SatStore *store;
  SatWriter *writer;
  GRand *rand;
  GTimeZone *zone;
  SatDemoSize size;
  SatDate today, start;
  const char *currency;
  int fiscal_start;
  gint64 dollar; /* whole units of the currency that are about a dollar's worth */
  gint64 unit;   /* the same in minor units */

  /* What is being written. */
  const SatType *type;
  SatWriteField fields[SAT_DEMO_MOST_FIELDS];
  gsize n_fields;
  GStringChunk *texts; /* as long as the row */
  gint64 at, minted_ms;
  guint64 n_minted;
  guint64 n_written;
  double done, total; /* for the progress */
  SatDemoProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;

  /* The organisation. */
  gint64 territories[64], regions[SAT_DEMO_N_REGIONS];
  gint64 teams[SAT_DEMO_N_REGIONS + 1];
  GArray *users; /* SatDemoUser: the head, managers, reps */
  guint n_managers, n_reps;
  guint turns[SAT_DEMO_N_REGIONS];
  SatDemoPipeline pipelines[SAT_DEMO_N_PIPELINES];
  gint64 products[64], prices[64];
  guint n_products;
  gint64 quota; /* what a rep should sell in a quarter */

  /* Customers and what happens. */
  SatDemoCompany *companies; /* the last one stands for people without any */
  guint n_companies;
  GHashTable *names; /* of companies and users, so that they differ */
  gint64 *contacts;
  SatDemoDeal *deals;
  guint n_deals;
  SatDemoActivity *activities;
  GArray *events;
} SatDemo;

/* Chance (sat-demo-chance.c). Every draw is in a fixed order, so that a seed gives one workspace.
 */
guint sat_demo_below (SatDemo *self, guint n);           /* 0 to n - 1; 0 for none */
int sat_demo_between (SatDemo *self, int low, int high); /* both included */
gboolean sat_demo_chance (SatDemo *self, guint per_cent);
const char *sat_demo_pick (SatDemo *self, const char *const *list);
SatUuid sat_demo_mint (SatDemo *self);
/* The part of "native|Latin" before and after the bar; the whole if there is none. In texts. */
const char *sat_demo_native (SatDemo *self, const char *name);
const char *sat_demo_latin (SatDemo *self, const char *name);
/* '#' becomes a digit. In texts. */
const char *sat_demo_digits (SatDemo *self, const char *pattern);
/* @pattern with $s, $t, $c, $p replaced (NULL: left out). In texts. */
const char *sat_demo_expand (
    SatDemo *self, const char *pattern, const char *s, const char *t, const char *c, const char *p);
/* ASCII letters, digits and dashes, for addresses. In texts. */
const char *sat_demo_slug (SatDemo *self, const char *text);
/* @date at @minutes after local midnight, in microseconds. */
gint64 sat_demo_instant (SatDemo *self, SatDate date, int minutes);
SatDate sat_demo_workday (SatDate date);      /* the next one that is no weekend */
SatDate sat_demo_last_workday (SatDate date); /* the latest one */
/* Some moment of a working day. */
gint64 sat_demo_moment (SatDemo *self, SatDate date);
gint64 sat_demo_money (SatDemo *self, gint64 dollars);
gint64 sat_demo_round (gint64 minor); /* to two digits that count */

/* Writing (sat-demo-write.c). A row is begun, given its values and created or set. Texts must last
 * until then. */
gboolean sat_demo_change (SatDemo *self, const char *label, gint64 user, gint64 at, GError **error);
void sat_demo_begin (SatDemo *self, const char *type);
void sat_demo_int (SatDemo *self, const char *field, gint64 value);
void sat_demo_text (SatDemo *self, const char *field, const char *text); /* NULL: nothing */
void sat_demo_reference (SatDemo *self, const char *field, gint64 id);   /* 0: nothing */
/* @uuid and @id may be NULL. */
gboolean sat_demo_create (SatDemo *self, const SatUuid *uuid, gint64 *id, GError **error);
gboolean sat_demo_set (SatDemo *self, gint64 id, GError **error);
/* A part of @parent named as other devices would name it, so that it is the same there. */
SatUuid sat_demo_derive (const char *type, const SatUuid *parent, const char *key);
void sat_demo_advance (SatDemo *self, double work);

/* The organisation (sat-demo-organisation.c, sat-demo-figures.c). */
gboolean sat_demo_organise (SatDemo *self, GError **error);
gboolean sat_demo_write_stages (SatDemo *self, GError **error);
gboolean sat_demo_write_products (SatDemo *self, GError **error);
gboolean sat_demo_write_custom_fields (SatDemo *self, GError **error);
gboolean sat_demo_write_lists (SatDemo *self, GError **error);
gboolean sat_demo_write_month (SatDemo *self, SatDate first, GError **error);
gboolean sat_demo_write_quotas (SatDemo *self, SatDate first, GError **error);
/* The currency in which a company of @country may buy; the workspace's as a rule. */
const char *sat_demo_foreign_currency (SatDemo *self, guint country);
/* Units of @to for one of @from, a decimal. */
gint64 sat_demo_rate (const char *from, const char *to);
SatDemoUser *sat_demo_user (SatDemo *self, guint index);
guint sat_demo_me (SatDemo *self);                           /* who works here: a rep in Europe */
guint sat_demo_rep_of (SatDemo *self, SatDemoRegion region); /* some rep there */
const char *sat_demo_person (SatDemo *self,
                             SatDemoCultureId culture,
                             const char **given,
                             const char **family); /* the Latin form of both, for mail */

/* Customers (sat-demo-customers.c). */
void sat_demo_plan_customers (SatDemo *self);
gboolean sat_demo_write_customer (SatDemo *self, guint index, GError **error);
/* Somebody of the company; G_MAXUINT if it has none. */
guint sat_demo_contact_of (SatDemo *self, guint company);

/* Deals (sat-demo-deals.c, sat-demo-deal-events.c). */
void sat_demo_plan_deals (SatDemo *self);
void sat_demo_plan_deal_events (SatDemo *self, guint index);
/* Deal @index without a history, as it is now. */
gboolean sat_demo_write_deal (SatDemo *self, guint index, GError **error);
gint64 sat_demo_line_price (SatDemo *self, const SatDemoDeal *deal, const SatDemoLine *line);
gboolean sat_demo_run_deal_event (SatDemo *self, const SatDemoEvent *event, GError **error);

/* Activities and notes (sat-demo-activities.c). */
void sat_demo_plan_activities (SatDemo *self);
gboolean sat_demo_run_activity_event (SatDemo *self, const SatDemoEvent *event, GError **error);
gboolean sat_demo_write_note (SatDemo *self, const SatDemoEvent *event, GError **error);
gboolean sat_demo_run_help_event (SatDemo *self, const SatDemoEvent *event, GError **error);
/* Those that are not worth an event of their own, already done. */
gboolean sat_demo_write_more_activities (SatDemo *self, GError **error);

/* The calendar (sat-demo-calendar.c). Some of the activities from @first to @n - 1, which are to
 * come, become the week of whoever works here and of the colleagues. */
void sat_demo_plan_calendar (SatDemo *self, guint first, guint n);
gboolean sat_demo_write_attendees (SatDemo *self, const SatDemoActivity *activity, GError **error);
gboolean sat_demo_write_holidays (SatDemo *self, GError **error);

/* The plan (sat-demo.c). */
void
sat_demo_add_event (SatDemo *self, gint64 at, SatDemoEventKind kind, guint index, gint64 value);

G_END_DECLS
