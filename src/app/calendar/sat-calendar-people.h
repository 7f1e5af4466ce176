/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* Somebody who works here, as the calendar shows him. */
typedef struct {
  gint64 id;
  char *uuid;
  char *name;
  char *initials;
  guint colour; /* which of the colours, as SatCalendarEvent counts them */
  gboolean is_me;
  gboolean is_mine; /* works for me or in my team; I am too */
} SatCalendarPerson;

/* Whose activities are shown. */
typedef enum {
  SAT_CALENDAR_ME, /* everyone's while it is not known who I am */
  SAT_CALENDAR_TEAM,
  SAT_CALENDAR_EVERYONE, /* and nobody's */
  SAT_CALENDAR_CHOSEN,
} SatCalendarWho;

/* Those who work here and which of them the calendar shows, which is remembered. Main thread.
 *
 * Signal "changed": others are there, or others are shown. */
#define SAT_TYPE_CALENDAR_PEOPLE (sat_calendar_people_get_type ())
G_DECLARE_FINAL_TYPE (SatCalendarPeople, sat_calendar_people, SAT, CALENDAR_PEOPLE, GObject)

SatCalendarPeople *sat_calendar_people_new (SatContext *context);

/* I first, then the others by name. */
guint sat_calendar_people_get_n (SatCalendarPeople *self);
const SatCalendarPerson *sat_calendar_people_get (SatCalendarPeople *self, guint index);
/* NULL: nobody who works here. */
const SatCalendarPerson *sat_calendar_people_find (SatCalendarPeople *self, gint64 id);

SatCalendarWho sat_calendar_people_get_who (SatCalendarPeople *self);
void sat_calendar_people_set_who (SatCalendarPeople *self, SatCalendarWho who);
gboolean sat_calendar_people_is_shown (SatCalendarPeople *self, gint64 id);
/* Shows one more, or one fewer; never nobody. */
void sat_calendar_people_set_shown (SatCalendarPeople *self, gint64 id, gboolean shown);
/* gint64 ids of those shown; empty: everyone. (transfer full) */
GArray *sat_calendar_people_dup_owners (SatCalendarPeople *self);
/* More than one may be shown: a name beside each tells whose it is. */
gboolean sat_calendar_people_is_several (SatCalendarPeople *self);
/* "Only me", "3 people". g_free(). */
char *sat_calendar_people_describe (SatCalendarPeople *self);

G_END_DECLS
