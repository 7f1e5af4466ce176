/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-activity-filter.h"
#include "sat-list-model.h"
#include "sat-views.h"

G_BEGIN_DECLS

/* The view of activities: its parts (to do, overdue, today ...) with their counts, the filter bar,
 * and the list, in which Space ticks off. */
#define SAT_TYPE_ACTIVITIES_VIEW (sat_activities_view_get_type ())
G_DECLARE_FINAL_TYPE (SatActivitiesView, sat_activities_view, SAT, ACTIVITIES_VIEW, GtkWidget)

/* For sat-views.c. */
GtkWidget *sat_activities_view_new (SatContext *context, const SatViewInfo *info);

/* What the sidebar counts, of the user who works here: those not done of today or before, and all
 * that are not done. On a reading thread. -1 on failure. */
gint64 sat_activities_count_due (SatReader *reader, GError **error);
gint64 sat_activities_count_to_do (SatReader *reader, GError **error);

G_END_DECLS
