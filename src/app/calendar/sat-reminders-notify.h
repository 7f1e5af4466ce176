/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* Reminders as notifications of the desktop, as long as this is there: one message about all that
 * is due, with buttons that open it or put it off. */
typedef struct _SatRemindersNotify SatRemindersNotify;

SatRemindersNotify *sat_reminders_notify_new (GtkApplication *application, SatContext *context);
/* Takes back what is still shown. */
void sat_reminders_notify_free (SatRemindersNotify *self);

/* Exposed for tests: the notification's actions. */
#define SAT_REMINDERS_OPEN "open-reminder"      /* x: an activity */
#define SAT_REMINDERS_SNOOZE "snooze-reminders" /* ax: activities */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatRemindersNotify, sat_reminders_notify_free)

G_END_DECLS
