/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-agenda-entry.h"
#include "sat-context.h"

G_BEGIN_DECLS

/* A line of the agenda: the heading of a day, an activity with its time and a box to tick it off,
 * or a button.
 *
 * Signal "menu" (gint64 id, double x, double y): the second button of the mouse. */
#define SAT_TYPE_AGENDA_ROW (sat_agenda_row_get_type ())
G_DECLARE_FINAL_TYPE (SatAgendaRow, sat_agenda_row, SAT, AGENDA_ROW, GtkWidget)

GtkWidget *sat_agenda_row_new (SatContext *context);
void sat_agenda_row_set_entry (SatAgendaRow *self, SatAgendaEntry *entry); /* NULL: none */
SatAgendaEntry *sat_agenda_row_get_entry (SatAgendaRow *self);

G_END_DECLS
