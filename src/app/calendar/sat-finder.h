/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* An entry that finds records of several types while one types: whatever some reference fields of a
 * type may point to.
 *
 * Signals:
 * "picked" (const char *field, gint64 id): that one was taken; the text is its title, or empty if
 *   the finder is one that is used again and again
 * "entered": Enter while nothing is offered */
#define SAT_TYPE_FINDER (sat_finder_get_type ())
G_DECLARE_FINAL_TYPE (SatFinder, sat_finder, SAT, FINDER, GtkWidget)

/* @fields: names of reference fields of @type_name, ended by NULL; static. @again: it is emptied
 * when something is taken. */
GtkWidget *sat_finder_new (SatContext *context,
                           const char *type_name,
                           const char *const *fields,
                           const char *label,
                           gboolean again);

/* What was taken and still is what the text says; NULL: nothing. */
const char *sat_finder_get_picked (SatFinder *self, gint64 *id);
const char *sat_finder_get_text (SatFinder *self);
void sat_finder_set_text (SatFinder *self, const char *text);
void sat_finder_set_placeholder (SatFinder *self, const char *text);

G_END_DECLS
