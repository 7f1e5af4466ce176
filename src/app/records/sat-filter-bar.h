/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-condition.h"

G_BEGIN_DECLS

/* What stands over a list: words to search for, "Mine", a chip for each condition, and the way to
 * add one. Remembers the conditions in the view's settings. Other widgets may stand at its end.
 *
 * Signals:
 * "changed": sat_filter_bar_get_filter() has another answer
 * "words-changed": sat_filter_bar_get_words() */
#define SAT_TYPE_FILTER_BAR (sat_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (SatFilterBar, sat_filter_bar, SAT, FILTER_BAR, GtkWidget)

GtkWidget *sat_filter_bar_new (SatContext *context, const char *type_name, GSettings *settings);

SatFilter *sat_filter_bar_get_filter (SatFilterBar *self); /* (transfer none); NULL: none */
const char *sat_filter_bar_get_words (SatFilterBar *self);
/* Shows @filter as chips in place of those that are there; one that chips cannot show is ignored.
 */
void sat_filter_bar_set_filter (SatFilterBar *self, SatFilter *filter);
/* From now on the words are those of the settings, as the conditions are. */
void sat_filter_bar_keep_words (SatFilterBar *self);
/* Takes the conditions from the settings again, and the words if they are kept. */
void sat_filter_bar_reload (SatFilterBar *self);
/* Takes all conditions and words away. */
void sat_filter_bar_clear (SatFilterBar *self);
/* Opens the popover that adds a condition: at the list of fields, or at @field. */
void sat_filter_bar_open_add (SatFilterBar *self, const char *field);
void sat_filter_bar_focus (SatFilterBar *self);
void sat_filter_bar_add_end (SatFilterBar *self, GtkWidget *widget);
/* Enter and Down in the words go on to @widget. */
void sat_filter_bar_set_key_capture (SatFilterBar *self, GtkWidget *widget);

G_END_DECLS
