/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reference-search.h"

G_BEGIN_DECLS

/* What drops down below an entry while one types: records to choose from, by mouse or with the
 * arrow keys and Enter, the focus staying in the entry. Whoever owns the entry fills it.
 *
 * Signal "picked" (const char *field, gint64 id, const char *title): that one was taken; the list
 * is closed. */
#define SAT_TYPE_SUGGESTIONS (sat_suggestions_get_type ())
G_DECLARE_FINAL_TYPE (SatSuggestions, sat_suggestions, SAT, SUGGESTIONS, GObject)

/* Belongs to @entry as long as sat_suggestions_detach() was not called. */
SatSuggestions *sat_suggestions_new (GtkWidget *entry, const char *label);
/* Before the entry goes. */
void sat_suggestions_detach (SatSuggestions *self);

void sat_suggestions_clear (SatSuggestions *self);
/* One for @field. @target: of what type it is, shown as an icon; NULL: that goes without saying. */
void sat_suggestions_add (SatSuggestions *self,
                          const SatField *field,
                          const SatType *target,
                          const SatCandidate *candidate);
/* Shows what was added, with the first one selected or none; closes if there is nothing. */
void sat_suggestions_open (SatSuggestions *self, gboolean select);
void sat_suggestions_close (SatSuggestions *self);
gboolean sat_suggestions_is_open (SatSuggestions *self);
/* Takes the selected one. FALSE: it is closed, or nothing is selected. */
gboolean sat_suggestions_take (SatSuggestions *self);

G_END_DECLS
