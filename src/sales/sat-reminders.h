/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-agenda.h"

G_BEGIN_DECLS

/* When somebody is to be reminded of what. Knows no clock, no file and no window: whoever does asks
 * from time to time what is due, and keeps the state in between. */

/* What the preferences say. */
typedef struct {
  gboolean wanted; /* FALSE: no reminders at all */
  int minutes;     /* before the start of what has a time and says nothing else */
  int day_start;   /* minutes after midnight: when what has no time begins, for its reminder */
  GTimeZone *zone;
} SatReminderRules;

/* What is reminded of later than this is not worth a word. */
#define SAT_REMINDERS_LOOK_BACK (G_GINT64_CONSTANT (3) * 86400 * G_USEC_PER_SEC)
/* The days around today whose agenda has all that can be due, from the first to the last. */
#define SAT_REMINDERS_DAYS_BEFORE 4
#define SAT_REMINDERS_DAYS_AFTER 29

/* What has been told, and what was put off. */
typedef struct _SatReminderState SatReminderState;

/* Nothing is due yet at @now. */
SatReminderState *sat_reminder_state_new (gint64 now);
/* From sat_reminder_state_to_string(); what cannot be read, or NULL, is a new one. */
SatReminderState *sat_reminder_state_parse (const char *text, gint64 now);
SatReminderState *sat_reminder_state_copy (const SatReminderState *self);
/* Takes over what another window told and put off meanwhile: @text is what stands in the file now.
 */
void sat_reminder_state_update (SatReminderState *self, const char *text);
char *sat_reminder_state_to_string (const SatReminderState *self);
void sat_reminder_state_free (SatReminderState *self);

/* When @item is to be reminded of; FALSE: not at all. */
gboolean sat_reminder_at (const SatAgendaItem *item, const SatReminderRules *rules, gint64 *at);

/* What of @items (SatAgendaItem) is due at @now and was not yet told: by now it is. However long
 * nobody asked, each comes once, also if the clock was set back; what was over before the state was
 * made or read does not come. GPtrArray of items of @items, in their order. */
GPtrArray *sat_reminders_take (SatReminderState *self,
                               GPtrArray *items,
                               const SatReminderRules *rules,
                               gint64 now);
/* The next moment after @now at which something is due; G_MAXINT64: none. */
gint64 sat_reminders_next (const SatReminderState *self,
                           GPtrArray *items,
                           const SatReminderRules *rules,
                           gint64 now);
/* Reminds of @activity again at @until. */
void sat_reminders_snooze (SatReminderState *self, gint64 activity, gint64 until);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatReminderState, sat_reminder_state_free)

G_END_DECLS
