/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-attainment.h"
#include "sat-attention.h"
#include "sat-format.h"

G_BEGIN_DECLS

/* One of my deals that needs me. */
typedef struct {
  SatRecord *deal;
  SatAttention attention;
} SatTodayDeal;

/* What a colleague did in one of my deals. */
typedef struct {
  gint64 deal;
  gint64 record; /* what to open: the deal, or the note or activity that was made */
  char *author;
  char *what;  /* "Amount: 10,000 → 12,000" */
  char *title; /* of the deal */
  char *when, *when_full;
} SatTodayNews;

/* All that stands on the page. */
typedef struct {
  SatDate today;
  GPtrArray *appointments;  /* SatRecord: of today with a time, in its order; done ones too */
  GPtrArray *tasks;         /* SatRecord: overdue ones, then those of today; not done */
  guint n_overdue, n_tasks; /* @tasks may be cut short */
  GPtrArray *deals;         /* SatTodayDeal, the most serious first */
  guint n_deals;
  SatAttainment attainment;
  GPtrArray *news; /* SatTodayNews, the latest first */
  gint64 latest;   /* change: what is there is news up to here */
  gboolean asks;   /* nothing here is known to be mine, but others work here: who am I? */
  gboolean empty;  /* there is nothing of any kind in the workspace that could stand here */
} SatToday;

void sat_today_free (SatToday *today);

/* Whose day: an argument for sat_today_read(). */
typedef struct {
  SatFormat format; /* its zone and clock belong to this */
  gint64 user;      /* 0: everyone's */
  gint64 since;     /* news after this change; below 0: of the last week */
} SatTodayOf;

SatTodayOf *sat_today_of_new (const SatFormat *format, gint64 user, gint64 since);
void sat_today_of_free (SatTodayOf *of);

/* A SatReadFunc over SatTodayOf: SatToday. */
gpointer
sat_today_read (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error);

/* Why a deal needs somebody, one reason a text, the most serious first; *@late: how many of them
 * are errors, the rest are warnings. NULL-terminated. g_strfreev(). */
char **sat_today_reasons (const SatAttention *attention, guint *late);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatToday, sat_today_free)

G_END_DECLS
