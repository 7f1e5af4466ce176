/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* Two records that are one, side by side: which of them stays, which value of each field, what
 * moves over. */
#define SAT_TYPE_MERGE_DIALOG (sat_merge_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SatMergeDialog, sat_merge_dialog, SAT, MERGE_DIALOG, AdwWindow)

/* @other 0: it is looked for first. NULL, and a message says why, if the two cannot be merged. */
SatMergeDialog *
sat_merge_dialog_new (GtkWindow *parent, SatContext *context, gint64 record, gint64 other);

G_END_DECLS
