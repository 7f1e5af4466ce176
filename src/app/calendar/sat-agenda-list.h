/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-calendar-model.h"

G_BEGIN_DECLS

/* What is to come, a line each under the heading of its day; later and earlier days are read as
 * they are scrolled to. */
#define SAT_TYPE_AGENDA_LIST (sat_agenda_list_get_type ())
G_DECLARE_FINAL_TYPE (SatAgendaList, sat_agenda_list, SAT, AGENDA_LIST, GtkWidget)

GtkWidget *sat_agenda_list_new (SatCalendarModel *model);
gboolean sat_agenda_list_focus (SatAgendaList *self);
gboolean sat_agenda_list_select (SatAgendaList *self, gint64 id);
gint64 sat_agenda_list_get_selected (SatAgendaList *self); /* 0: none */

G_END_DECLS
