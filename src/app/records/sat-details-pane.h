/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* Everything about one record: its name and key figures; its fields, edited in place; its children
 * (phones, addresses, lines ...); what points to it; its timeline. Follows the store. Made from the
 * registry for any type.
 *
 * Signals: "close": the person is done, or the record is gone. */
#define SAT_TYPE_DETAILS_PANE (sat_details_pane_get_type ())
G_DECLARE_FINAL_TYPE (SatDetailsPane, sat_details_pane, SAT, DETAILS_PANE, GtkWidget)

GtkWidget *sat_details_pane_new (SatContext *context);

/* 0: nothing. What is being edited is saved first. FALSE: there is no such record. */
gboolean sat_details_pane_show (SatDetailsPane *self, gint64 id);
gint64 sat_details_pane_get_record (SatDetailsPane *self);
/* A back button instead of a cross, when the pane stands in place of the view. */
void sat_details_pane_set_narrow (SatDetailsPane *self, gboolean narrow);
void sat_details_pane_edit (SatDetailsPane *self);
/* Goes on with what was typed and is not saved yet. */
void sat_details_pane_resume (SatDetailsPane *self);
void sat_details_pane_focus (SatDetailsPane *self);
/* "fields", "related" or "timeline". */
void sat_details_pane_show_page (SatDetailsPane *self, const char *page);

G_END_DECLS
