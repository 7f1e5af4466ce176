/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* Looks every few seconds what the person who works here is to be reminded of, by the clock on the
 * wall, so that a suspend or a clock that is set makes no difference. Reads without a network; what
 * was told stands in the file, so that other windows and later starts do not repeat it. */
typedef struct _SatRemindersService SatRemindersService;

/* One message about all that is due: @ids of @n activities. */
typedef void (*SatRemindersTell) (
    const char *title, const char *body, const gint64 *ids, gsize n, gpointer user_data);

/* Put off for so long. */
#define SAT_REMINDERS_SNOOZE_MINUTES 10

/* To be freed before the context is closed. */
SatRemindersService *
sat_reminders_service_new (SatContext *context, SatRemindersTell tell, gpointer user_data);
void sat_reminders_service_free (SatRemindersService *self);

/* Looks now. */
void sat_reminders_service_look (SatRemindersService *self);
/* Tells again in a while. */
void sat_reminders_service_snooze (SatRemindersService *self, const gint64 *ids, gsize n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatRemindersService, sat_reminders_service_free)

G_END_DECLS
