/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-calendar-people.h"

G_BEGIN_DECLS

/* A popover in which those are chosen whose activities the calendar shows. */
#define SAT_TYPE_PEOPLE_CHOOSER (sat_people_chooser_get_type ())
G_DECLARE_FINAL_TYPE (SatPeopleChooser, sat_people_chooser, SAT, PEOPLE_CHOOSER, GtkPopover)

GtkWidget *sat_people_chooser_new (SatCalendarPeople *people);

/* A person's initials in a circle of the person's colour, which assistive tools need not tell. */
GtkWidget *sat_person_mark_new (void);
void sat_person_mark_set (GtkWidget *mark, const char *initials, guint colour);

G_END_DECLS
