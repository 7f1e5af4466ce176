/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "sat-csv-dialect.h"

G_BEGIN_DECLS

/* A cell longer than this is cut, and so is a row with more cells; both are marked. */
#define SAT_CSV_CELL_LIMIT (1024 * 1024)
#define SAT_CSV_COLUMN_LIMIT 16384

/**
 * SatCsvError:
 * @SAT_CSV_ERROR_NUL: the text has a NUL character; nothing after it can be read.
 */
typedef enum {
  SAT_CSV_ERROR_NUL,
} SatCsvError;

#define SAT_CSV_ERROR (sat_csv_error_quark ())
GQuark sat_csv_error_quark (void);

/**
 * SatCsvRowFlags:
 * @SAT_CSV_ROW_SHORT: the row has fewer cells than the table has columns.
 * @SAT_CSV_ROW_LONG: the row has text beyond the last column.
 * @SAT_CSV_ROW_BAD_QUOTE: text follows a closing quote; it was kept.
 * @SAT_CSV_ROW_OPEN_QUOTE: a quote is never closed; it was read as a character like any other.
 * @SAT_CSV_ROW_CUT: a cell or the row was longer than the limits.
 *
 * What is wrong with a row. The row has been read as well as it could be.
 */
typedef enum {
  SAT_CSV_ROW_FINE = 0,
  SAT_CSV_ROW_SHORT = 1 << 0,
  SAT_CSV_ROW_LONG = 1 << 1,
  SAT_CSV_ROW_BAD_QUOTE = 1 << 2,
  SAT_CSV_ROW_OPEN_QUOTE = 1 << 3,
  SAT_CSV_ROW_CUT = 1 << 4,
} SatCsvRowFlags;

typedef struct {
  const char *text; /* NUL-terminated */
  gsize length;
} SatCsvCell;

/* Valid until the next row is read. */
typedef struct {
  const SatCsvCell *cells;
  guint n_cells;
  guint64 line; /* of the row's first character, counted from 1 */
  SatCsvRowFlags flags;
} SatCsvRow;

/* "" beyond the last cell. */
const char *sat_csv_row_get (const SatCsvRow *row, guint column);
/* Whether no cell has anything but white space. */
gboolean sat_csv_row_is_blank (const SatCsvRow *row);
/* Says what is wrong, for people, or NULL. g_free(). */
char *sat_csv_row_describe_flags (SatCsvRowFlags flags);

/* Reads the rows of a text, without an allocation for each. Lines end with CR LF, LF or CR; lines
 * with nothing on them are no rows. Time is linear in the length, whatever the text. */
typedef struct _SatCsvReader SatCsvReader;

/* @text: UTF-8, which has to outlive the reader. If @dialect has a header it is read at once, and
 * the first row is the one below it. */
SatCsvReader *sat_csv_reader_new (const char *text, gsize length, const SatCsvDialect *dialect);
void sat_csv_reader_free (SatCsvReader *reader);

/* The titles of the columns, or NULL if there is no header. NULL-terminated, owned by the reader.
 * Made titles are those of the first row's cells. */
const char *const *sat_csv_reader_get_header (SatCsvReader *reader);
/* The line of the header, or of the first row if the titles were made, or 0. */
guint64 sat_csv_reader_get_header_line (SatCsvReader *reader);
/* How many columns the table has: titles of the header, or cells of the first row. */
guint sat_csv_reader_get_n_columns (SatCsvReader *reader);

/* FALSE at the end, where @error is not set, or when the text cannot be read on. */
gboolean sat_csv_reader_next (SatCsvReader *reader, const SatCsvRow **row, GError **error);
/* The next row is the first one again. */
void sat_csv_reader_rewind (SatCsvReader *reader);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatCsvReader, sat_csv_reader_free)

G_END_DECLS
