/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* Those who are to be there: contacts, colleagues, or anybody by name. */
#define SAT_TYPE_ATTENDEES_EDITOR (sat_attendees_editor_get_type ())
G_DECLARE_FINAL_TYPE (SatAttendeesEditor, sat_attendees_editor, SAT, ATTENDEES_EDITOR, GtkWidget)

/* @activity: 0 for a new one. */
GtkWidget *sat_attendees_editor_new (SatContext *context, gint64 activity);

/* What is to be written: who came and who went. */
typedef struct _SatAttendees SatAttendees;

SatAttendees *sat_attendees_editor_read (SatAttendeesEditor *self); /* (transfer full) */
gboolean
sat_attendees_write (SatAttendees *self, SatWriter *writer, gint64 activity, GError **error);
void sat_attendees_free (SatAttendees *self);

G_END_DECLS
