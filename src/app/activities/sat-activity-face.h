/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-format.h"

G_BEGIN_DECLS

typedef enum {
  SAT_ACTIVITY_OVERDUE, /* its day has passed, and it is not done */
  SAT_ACTIVITY_TODAY,
  SAT_ACTIVITY_LATER,
  SAT_ACTIVITY_UNDATED,
  SAT_ACTIVITY_DONE,
} SatActivityState;

/* One activity, ready to be shown. */
typedef struct {
  gint64 id;
  SatActivityState state;
  gint64 at; /* what it sorts by: its start, or noon of the day on which it is due; 0: none */
  const char *icon;  /* icon name */
  char *kind;        /* "Call" */
  char *title;       /* the subject, or the kind */
  char *about;       /* "Ana Torres · Acme"; may be "" */
  char *when;        /* "Overdue by 2 days", "Today, 14:30" */
  char *when_full;   /* with the whole date */
  char *time;        /* "14:30 – 15:00"; "" for a whole day */
  char *name;        /* all of it, for a screen reader */
  const char *style; /* the colour of @when: a CSS class */
} SatActivityFace;

SatActivityFace *sat_activity_face_new (SatRecord *activity, const SatFormat *format);
void sat_activity_face_free (SatActivityFace *face);

/* When it is, FALSE for neither start nor due date; *@timed: it has a time of day. */
gboolean sat_activity_day (SatRecord *activity, GTimeZone *zone, SatDate *day, gboolean *timed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatActivityFace, sat_activity_face_free)

G_END_DECLS
