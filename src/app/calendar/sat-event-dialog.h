/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-calendar-event.h"
#include "sat-context.h"

G_BEGIN_DECLS

/* Everything about an activity and when it is, as a form; saved as one change.
 *
 * Signal "saved" (gint64 id). */
#define SAT_TYPE_EVENT_DIALOG (sat_event_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SatEventDialog, sat_event_dialog, SAT, EVENT_DIALOG, AdwWindow)

/* What a new one begins with. */
typedef struct {
  SatCalendarSpan span;
  const char *subject, *kind;           /* NULL: as usual */
  gint64 contact, company, opportunity; /* 0: none */
} SatEventSeed;

/* @id: the activity to edit; 0: a new one. @seed: of a new one; of another, NULL or when it is to
 * be. */
SatEventDialog *
sat_event_dialog_new (GtkWindow *parent, SatContext *context, gint64 id, const SatEventSeed *seed);

G_END_DECLS
