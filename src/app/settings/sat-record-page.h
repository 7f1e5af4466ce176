/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-new-dialog.h"

G_BEGIN_DECLS

/* A page over another one with the fields of a record, edited in place, and a button that deletes
 * it. Follows the record, and closes itself when that goes.
 *
 * Signal "remove" -> gboolean: the button. TRUE: whoever listens sees to it; else the record is
 * deleted, with an undo toast. */
#define SAT_TYPE_RECORD_PAGE (sat_record_page_get_type ())
G_DECLARE_FINAL_TYPE (SatRecordPage, sat_record_page, SAT, RECORD_PAGE, AdwPreferencesPage)

/* NULL: there is no such record. */
GtkWidget *sat_record_page_new (SatContext *context, gint64 id);
SatRecord *sat_record_page_get_record (SatRecordPage *self);
const char *sat_record_page_get_title (SatRecordPage *self);
/* What the page says above the fields. */
void sat_record_page_set_description (SatRecordPage *self, const char *description);
/* Does not show the field: it is set in another way. */
void sat_record_page_leave_out (SatRecordPage *self, const char *field);
/* Something more, between the fields and the button. */
void sat_record_page_add (SatRecordPage *self, GtkWidget *group);

/* Opens it over the page that @widget is in. NULL: there is no such record. (transfer none) */
SatRecordPage *sat_record_page_open (GtkWidget *widget, SatContext *context, gint64 id);
/* A form for a new record over the window of @widget, which the caller may fill. (transfer none) */
SatNewDialog *
sat_record_page_make_new (GtkWidget *widget, SatContext *context, const char *type_name);

G_END_DECLS
