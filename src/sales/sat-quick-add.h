/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"

G_BEGIN_DECLS

/* One line that somebody types to add something: "call Ana tomorrow 10:00", "Acme renewal 12k
 * march", "明天下午3点拜访华为". Words of English, Spanish and Chinese are known always, those of
 * the user's language through its translation. */

typedef enum {
  SAT_QUICK_NOTHING, /* nothing that could be added */
  SAT_QUICK_CALL,
  SAT_QUICK_MEETING,
  SAT_QUICK_VISIT,
  SAT_QUICK_TASK,
  SAT_QUICK_DEAL,
} SatQuickKind;

/* What the words are measured against. */
typedef struct {
  SatDate today;
  gboolean month_first; /* "3/12" is the 12th of March */
  const char *currency; /* of amounts that name none */
  int now;              /* minutes after midnight, for "in two hours" */
} SatQuickBase;

typedef struct {
  SatQuickKind kind;
  gboolean has_date, has_time, has_amount;
  SatDate date;
  int minutes;          /* after midnight */
  int length;           /* minutes; 0: not said */
  gint64 amount;        /* minor units */
  const char *currency; /* interned */
  char *text;           /* what is left: whom it is about and what it is */

  /* Set by sat_quick_add_resolve(). */
  gint64 contact, company, deal; /* 0: none */
  char *subject;                 /* @text without the names; of tasks and deals all of it */
} SatQuickAdd;

/* A date or a time without a kind makes a task, an amount a deal. Dates without a year are the next
 * ones; a month alone is its last day for a deal and its first for anything else; "friday" is the
 * next one after today and "next friday" that of the next week. */
SatQuickAdd *sat_quick_add_parse (const char *text, const SatQuickBase *base);
void sat_quick_add_free (SatQuickAdd *self);

/* Finds the contact, company and deal that the words name, by searching for as many of them as
 * stand together. For a reading thread. FALSE: the file cannot be read. */
gboolean sat_quick_add_resolve (SatQuickAdd *self, SatReader *reader, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatQuickAdd, sat_quick_add_free)

G_END_DECLS
