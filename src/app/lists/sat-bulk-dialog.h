/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-bulk-job.h"

G_BEGIN_DECLS

/* Asks what is to change in many records, and shows what would change from what before anything
 * does. Writes nothing itself.
 *
 * Signal "chosen" (SatBulk*): it is to be done. */
#define SAT_TYPE_BULK_DIALOG (sat_bulk_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SatBulkDialog, sat_bulk_dialog, SAT, BULK_DIALOG, AdwWindow)

typedef enum {
  SAT_BULK_ASK_FIELD, /* which, and its new value */
  SAT_BULK_ASK_OWNER,
  SAT_BULK_ASK_NEW_TAG,
  SAT_BULK_ASK_OLD_TAG,
} SatBulkQuestion;

/* @ids: gint64, not empty; a reference is taken. */
SatBulkDialog *sat_bulk_dialog_new (GtkWindow *parent,
                                    SatContext *context,
                                    const char *type_name,
                                    SatBulkQuestion question,
                                    GArray *ids);
/* Chooses a field of ASK_FIELD. */
void sat_bulk_dialog_set_field (SatBulkDialog *self, const char *name);

G_END_DECLS
