/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-record-form.h"

G_BEGIN_DECLS

/* A window over the main one with the form of a new record. Closing it keeps a draft.
 *
 * Signal "created" (gint64 id): the record is committed; the window has closed. */
#define SAT_TYPE_NEW_DIALOG (sat_new_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SatNewDialog, sat_new_dialog, SAT, NEW_DIALOG, AdwWindow)

SatNewDialog *sat_new_dialog_new (GtkWindow *parent, SatContext *context, const char *type_name);
SatRecordForm *sat_new_dialog_get_form (SatNewDialog *self);

G_END_DECLS
