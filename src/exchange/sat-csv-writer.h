/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SAT_CSV_LINE_END "\r\n"

/* Writes a table as RFC 4180 says: UTF-8 without a mark, CR LF, quotes only where reading needs
 * them. Cells come back exactly as they were, also those that a spreadsheet would take for a
 * formula. */
typedef struct _SatCsvWriter SatCsvWriter;

/* @delimiter: ',' ';' '|' or a tab. Keeps a reference to @stream and does not close it. */
SatCsvWriter *sat_csv_writer_new (GOutputStream *stream, char delimiter);
/* Drops what has not been flushed. */
void sat_csv_writer_free (SatCsvWriter *writer);

/* @text: valid UTF-8 without NUL characters, or NULL for an empty cell. @length may be -1. */
void sat_csv_writer_add (SatCsvWriter *writer, const char *text, gssize length);
/* A row has at least one cell. Now and then this writes to the stream; errors are the stream's. */
gboolean sat_csv_writer_end_row (SatCsvWriter *writer, GCancellable *cancellable, GError **error);
/* Writes what is left. */
gboolean sat_csv_writer_flush (SatCsvWriter *writer, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatCsvWriter, sat_csv_writer_free)

G_END_DECLS
