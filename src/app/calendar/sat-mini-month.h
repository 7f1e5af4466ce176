/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* A month in small: a button for each day of six weeks, of which one is a stop for Tab and the
 * arrows move between all. Days with something carry a dot.
 *
 * Signals:
 * "day-selected" (int SatDate): go there
 * "month-changed": another month is shown, whose marks are wanted */
#define SAT_TYPE_MINI_MONTH (sat_mini_month_get_type ())
G_DECLARE_FINAL_TYPE (SatMiniMonth, sat_mini_month, SAT, MINI_MONTH, GtkWidget)

#define SAT_MINI_MONTH_DAYS 42

GtkWidget *sat_mini_month_new (SatContext *context);
/* Shows the month of @date, and the days from @first to @last as those that are looked at. */
void sat_mini_month_set_shown (SatMiniMonth *self, SatDate date, SatDate first, SatDate last);
/* The first of the days that are shown. */
SatDate sat_mini_month_get_first (SatMiniMonth *self);
/* How many activities each day has, from @first on; what is not said has none. */
void sat_mini_month_set_marks (SatMiniMonth *self, SatDate first, const guint *counts, guint n);
/* Today or the first day of the week may be another one now. */
void sat_mini_month_refresh (SatMiniMonth *self);

G_END_DECLS
