/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-calendar-model.h"

G_BEGIN_DECLS

/* A popover to go to a date, which is typed ("next friday", "12 Mar") or picked. */
#define SAT_TYPE_CALENDAR_JUMP (sat_calendar_jump_get_type ())
G_DECLARE_FINAL_TYPE (SatCalendarJump, sat_calendar_jump, SAT, CALENDAR_JUMP, GtkPopover)

GtkWidget *sat_calendar_jump_new (SatCalendarModel *model);

/* A date as a person may say it: in the manner of the locale, or in words. */
gboolean
sat_calendar_read_date (const SatFormat *format, const char *text, SatDate *date, GError **error);

G_END_DECLS
