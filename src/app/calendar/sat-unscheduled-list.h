/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-calendar-model.h"

G_BEGIN_DECLS

/* The tasks of those who are shown that have neither a time nor a day. Each can be dragged into the
 * days (a content of G_TYPE_INT64, its id); Enter schedules it by "calendar.schedule", Space ticks
 * it off. */
#define SAT_TYPE_UNSCHEDULED_LIST (sat_unscheduled_list_get_type ())
G_DECLARE_FINAL_TYPE (SatUnscheduledList, sat_unscheduled_list, SAT, UNSCHEDULED_LIST, GtkWidget)

GtkWidget *sat_unscheduled_list_new (SatCalendarModel *model);
gboolean sat_unscheduled_list_focus (SatUnscheduledList *self);
guint sat_unscheduled_list_get_n (SatUnscheduledList *self);

G_END_DECLS
