/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-today-read.h"
#include "sat-views.h"

G_BEGIN_DECLS

/* The page of the day, a view of the window. It follows the store and the calendar. */
#define SAT_TYPE_TODAY_VIEW (sat_today_view_get_type ())
G_DECLARE_FINAL_TYPE (SatTodayView, sat_today_view, SAT, TODAY_VIEW, GtkWidget)

/* For sat-views.c. */
GtkWidget *sat_today_view_new (SatContext *context, const SatViewInfo *info);
/* What is shown, NULL before it is read. (transfer none) */
const SatToday *sat_today_view_get_today (SatTodayView *self);

G_END_DECLS
