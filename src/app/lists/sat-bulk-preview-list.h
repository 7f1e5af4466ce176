/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-bulk.h"
#include "sat-context.h"

G_BEGIN_DECLS

/* What a change to many records would change: a line for each value that is there now. */
#define SAT_TYPE_BULK_PREVIEW_LIST (sat_bulk_preview_list_get_type ())
G_DECLARE_FINAL_TYPE (SatBulkPreviewList, sat_bulk_preview_list, SAT, BULK_PREVIEW_LIST, GtkWidget)

void sat_bulk_preview_list_set_context (SatBulkPreviewList *self, SatContext *context);
/* The records are being looked at. */
void sat_bulk_preview_list_begin (SatBulkPreviewList *self, SatBulk *bulk);
/* @field: that is set; NULL for tags. */
void sat_bulk_preview_list_show (SatBulkPreviewList *self,
                                 const SatField *field,
                                 const SatBulkPreview *preview);
/* Nothing is asked for yet. */
void sat_bulk_preview_list_clear (SatBulkPreviewList *self);

G_END_DECLS
