/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-csv-writer.h"

#include <string.h>

#define BUFFER_SIZE (64 * 1024)

struct _SatCsvWriter {
  GOutputStream *stream;
  GString *buffer;
  gsize row_start; /* of the row being written, in the buffer */
  guint n_cells;   /* of that row */
  gboolean first;
  char delimiter;
};

SatCsvWriter *
sat_csv_writer_new (GOutputStream *stream, char delimiter)
{
  SatCsvWriter *writer;

  g_return_val_if_fail (G_IS_OUTPUT_STREAM (stream), NULL);
  g_return_val_if_fail (delimiter != '\0' && strchr (",;|\t", delimiter) != NULL, NULL);
  writer = g_new0 (SatCsvWriter, 1);
  writer->stream = g_object_ref (stream);
  writer->buffer = g_string_sized_new (BUFFER_SIZE + 1024);
  writer->first = TRUE;
  writer->delimiter = delimiter;
  return writer;
}

void
sat_csv_writer_free (SatCsvWriter *writer)
{
  if (writer == NULL)
    return;
  g_object_unref (writer->stream);
  g_string_free (writer->buffer, TRUE);
  g_free (writer);
}

/* All signs that a reader could take for the delimiter, and a first cell that it could take for a
 * note about the delimiter or for a mark. */
static gboolean
needs_quotes (SatCsvWriter *writer, const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    switch (text[i]) {
    case '"':
    case '\r':
    case '\n':
    case ',':
    case ';':
    case '|':
    case '\t':
      return TRUE;
    default:
      break;
    }
  if (!writer->first || writer->n_cells > 0)
    return FALSE;
  return (length >= 4 && g_ascii_strncasecmp (text, "sep=", 4) == 0) ||
         (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0);
}

void
sat_csv_writer_add (SatCsvWriter *writer, const char *text, gssize length)
{
  GString *buffer;
  gsize n;

  g_return_if_fail (writer != NULL);
  buffer = writer->buffer;
  n = text == NULL ? 0 : length < 0 ? strlen (text) : (gsize)length;
  if (writer->n_cells > 0)
    g_string_append_c (buffer, writer->delimiter);
  if (n > 0 && needs_quotes (writer, text, n)) {
    const char *end = text + n;

    g_string_append_c (buffer, '"');
    for (const char *c = text; c < end; c++) {
      if (*c == '"')
        g_string_append_c (buffer, '"');
      g_string_append_c (buffer, *c);
    }
    g_string_append_c (buffer, '"');
  } else if (n > 0) {
    g_string_append_len (buffer, text, n);
  }
  writer->n_cells++;
}

gboolean
sat_csv_writer_end_row (SatCsvWriter *writer, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (writer != NULL, FALSE);
  g_return_val_if_fail (writer->n_cells > 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);
  /* An empty line would be no row. */
  if (writer->buffer->len == writer->row_start)
    g_string_append (writer->buffer, "\"\"");
  g_string_append (writer->buffer, SAT_CSV_LINE_END);
  writer->n_cells = 0;
  writer->first = FALSE;
  writer->row_start = writer->buffer->len;
  return writer->buffer->len < BUFFER_SIZE || sat_csv_writer_flush (writer, cancellable, error);
}

gboolean
sat_csv_writer_flush (SatCsvWriter *writer, GCancellable *cancellable, GError **error)
{
  gboolean done;

  g_return_val_if_fail (writer != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);
  done = g_output_stream_write_all (writer->stream, writer->buffer->str, writer->buffer->len, NULL,
                                    cancellable, error);
  g_string_truncate (writer->buffer, 0);
  writer->row_start = 0;
  return done;
}
