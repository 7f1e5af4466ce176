/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sat-entry.h"

G_BEGIN_DECLS

/* When to be reminded of an activity, as a choice. */
GtkWidget *sat_reminder_choice_new (void);
/* @minutes: the field's value; null: as usual. */
void sat_reminder_choice_set (GtkWidget *choice, const SatValue *minutes);
/* Is it another one than @value, of the field? */
gboolean sat_reminder_choice_differs (GtkWidget *choice, const SatValue *value);
/* Puts it into @entry. */
void sat_reminder_choice_take (GtkWidget *choice, const SatType *activity, SatEntry *entry);

G_END_DECLS
