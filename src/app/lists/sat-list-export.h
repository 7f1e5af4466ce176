/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-record-table.h"

G_BEGIN_DECLS

/* Asks how what @table lists, or what is selected in it, is to be exported, and into which file;
 * then writes it in the background and says so. */
void sat_list_export_ask (SatRecordTable *table, SatContext *context, GtkWindow *parent);

/* The writing alone. @ids: NULL for all of @query. @columns: as in sat_export_list(). @path is
 * replaced when the file is complete. */
void sat_list_export_write (SatContext *context,
                            SatQuery *query,
                            GArray *ids,
                            const char *const *columns,
                            int format, /* SatExportFormat */
                            const char *path);

G_END_DECLS
