/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-undo.h"

G_BEGIN_DECLS

/* The part of an undo that takes back what a change created. Private to the store. */

/* Deletes the records that @change created and nobody edited or relies on since; the others go to
 * the report. */
gboolean sat_undo_created (SatWriter *writer, gint64 change, SatUndoReport *report, GError **error);

void
sat_undo_keep (SatUndoReport *report, gint64 record, const SatField *field, const char *reason);
/* Was @field (0: any) of @record written after @since by a change that still counts for whoever
 * undoes @change? */
gboolean sat_undo_edited_since (SatWriter *writer,
                                gint64 change,
                                gint64 record,
                                guint16 field,
                                SatHlc since,
                                gboolean *edited,
                                GError **error);

G_END_DECLS
