/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>

#include "sat-export.h"

G_BEGIN_DECLS

/* Writes the records @ids (gint64) of @type_name, in that order, to @file, which the caller closes:
 * the rows of a list as it is shown, or those that are selected. Records that are gone are left
 * out.
 *
 * @columns: for CSV, the names of the fields that are wanted, with their labels as the header; NULL
 * for every field and its name, as sat_export() writes them. JSON and vCards are always whole.
 *
 * Runs as long as it takes: on a thread of its own, with a reader of its own, beside a window.
 * Errors: those of sat_export(), and G_IO_ERROR_CANCELLED. */
gboolean sat_export_list (SatReader *reader,
                          const char *type_name,
                          GArray *ids,
                          const char *const *columns,
                          SatExportFormat format,
                          FILE *file,
                          guint64 *records,
                          GCancellable *cancellable,
                          GError **error);

G_END_DECLS
