/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-figures-read.h"

G_BEGIN_DECLS

typedef enum {
  SAT_TIMELINE_NOTE,
  SAT_TIMELINE_ACTIVITY,
  SAT_TIMELINE_CHANGE,
} SatTimelineKind;

/* One line of a timeline, ready to be shown. */
typedef struct {
  SatTimelineKind kind;
  gint64 at;        /* microseconds; it sorts by this */
  gint64 record;    /* of the note or activity; 0 for changes */
  gint64 change;    /* of a change: its id, else 0 */
  const char *icon; /* icon name */
  char *title;      /* "" for a note */
  char *body;       /* lines; may be "" */
  char *when;       /* relative */
  char *when_full;
  char *author;      /* may be "" */
  gboolean open;     /* an activity that is not done */
  const char *style; /* the colour of @when: a CSS class; NULL: none of its own */
} SatTimelineEntry;

void sat_timeline_entry_free (SatTimelineEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatTimelineEntry, sat_timeline_entry_free)

/* A SatReadFunc over SatFiguresOf: GPtrArray of SatTimelineEntry, the latest first: notes and
 * activities about the record (for a company also about its people and deals), and changes. */
gpointer
sat_timeline_read (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error);

/* The line of one change alone; NULL if it has none, or on failure. sat_timeline_entry_free(). */
SatTimelineEntry *
sat_timeline_read_change (SatReader *reader, const SatFiguresOf *of, gint64 change, GError **error);

G_END_DECLS
