/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"
#include "sat-writer.h"

G_BEGIN_DECLS

/* What is on whose calendar. An activity is one of:
 *   timed      it has a start; without an end after it, it lasts half an hour, a call a quarter
 *   all day    it has days and no times: the date that its start has in its own zone (UTC if it
 *              names none or one that is unknown), up to the last day before its end; the same days
 *              for everyone, wherever they are
 *   due        neither; it has the date on which it is due. */

/* As in the field `reminder`: minutes before the start, or one of these. */
#define SAT_AGENDA_REMINDER_NONE -1
#define SAT_AGENDA_REMINDER_USUAL G_MININT /* as the preferences say */

typedef struct {
  gint64 id;
  const char *kind; /* interned: "call", "meeting", "visit", "task", "deadline" */
  char *title;      /* the subject, or the translated kind */
  char *about;      /* whom it is about, "Ana Torres · Acme"; or the deal; may be "" */
  char *place;      /* may be "" */
  const char *zone; /* interned: its own, as it is stored; NULL: none */
  gint64 owner, contact, company, opportunity; /* 0: none */
  gboolean all_day, timed, done;
  gint64 start, end;   /* of a timed one: microseconds, @end exclusive; else 0 */
  SatDate first, last; /* both included: of a timed one in the zone that was asked for */
  int reminder;
} SatAgendaItem;

void sat_agenda_item_free (SatAgendaItem *item);
SatAgendaItem *sat_agenda_item_copy (const SatAgendaItem *item);

/* What happens on the days @from to @to, both included, of @zone, also if it began before:
 * GPtrArray of SatAgendaItem in the order of their first days, on each day those without a time
 * first, then by start. Of the users @owners; @n_owners 0: of everyone and no one. For a reading
 * thread, though a few weeks of one person take no longer than a page of a list. */
GPtrArray *sat_agenda_read (SatReader *reader,
                            SatDate from,
                            SatDate to,
                            GTimeZone *zone,
                            const gint64 *owners,
                            gsize n_owners,
                            GCancellable *cancellable,
                            GError **error);

/* What is still to be done and has neither start nor due date, the latest made first, at most
 * @most (0: all). */
GPtrArray *sat_agenda_unscheduled (SatReader *reader,
                                   const gint64 *owners,
                                   gsize n_owners,
                                   guint most,
                                   GCancellable *cancellable,
                                   GError **error);

/* One activity, as it would be listed; NULL with NOT_FOUND if there is none. */
SatAgendaItem *sat_agenda_item_load (SatReader *reader, gint64 id, GTimeZone *zone, GError **error);

/* The days of an all-day activity with these stored values; @end 0: none. */
void sat_agenda_all_day_dates (
    gint64 start, gint64 end, const char *zone, SatDate *first, SatDate *last);

/* When something is to be: what the fields of an activity will say. */
typedef struct {
  gboolean all_day;
  gint64 start, end;   /* unless @all_day; @end 0: none */
  SatDate first, last; /* if @all_day, both included */
} SatAgendaSpan;

#define SAT_AGENDA_N_SPAN_FIELDS 4

/* Fills @fields with start, end, zone and all_day for @span; clear their values when done. @zone:
 * the activity's own, whose wall clock it keeps; NULL: none, and the writer takes the computer's.
 * The days of an all-day one come back from sat_agenda_all_day_dates() whatever the zone: where
 * that skipped one of them (at the date line) or is not known, UTC is stored. */
void sat_agenda_span_fields (const SatType *activity,
                             const SatAgendaSpan *span,
                             const char *zone,
                             SatWriteField fields[SAT_AGENDA_N_SPAN_FIELDS]);

/* @span moved by whole days with its times of day as they are in @zone; what lasts so many hours
 * still does. */
SatAgendaSpan sat_agenda_span_move (const SatAgendaSpan *span, int days, GTimeZone *zone);
SatAgendaSpan sat_agenda_item_span (const SatAgendaItem *item);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatAgendaItem, sat_agenda_item_free)

G_END_DECLS
