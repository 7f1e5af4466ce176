/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* Changes to activities, each one change with an undo toast. */

/* Ticks an activity off, or takes that back. */
void sat_activity_set_done (SatContext *context, gint64 id, gboolean done);

/* A call that was made. */
typedef struct {
  gint64 about;        /* a contact, company or opportunity; or the call that was planned */
  const char *outcome; /* NULL: none */
  const char *notes;   /* NULL: none */
  int follow_up_days;  /* a task that many days from today; below 0: none */
} SatCallLog;

void sat_activity_log_call (SatContext *context, const SatCallLog *call);

/* What a call to the one that stands there would be about: the record itself if people have to do
 * with it, what an activity or a note is about, an activity that is a call and not done itself.
 * 0: nothing. */
gint64 sat_activity_call_target (SatContext *context, gint64 id);

/* What a new activity about a record begins with, for win.new-record: a{ss}, floating. */
GVariant *sat_activity_filled (SatContext *context, gint64 about, const char *kind);

G_END_DECLS
