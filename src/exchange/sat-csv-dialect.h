/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SatCsvHeader:
 * @SAT_CSV_HEADER_NONE: all rows are data.
 * @SAT_CSV_HEADER_LIKELY: a row could be the header, or data that looks like one.
 * @SAT_CSV_HEADER_SURE: a row is unlike what stands below it.
 * @SAT_CSV_HEADER_MADE: all rows are data, and the columns are called "Column 1" and so on; never
 *   detected.
 */
typedef enum {
  SAT_CSV_HEADER_NONE,
  SAT_CSV_HEADER_LIKELY,
  SAT_CSV_HEADER_SURE,
  SAT_CSV_HEADER_MADE,
} SatCsvHeader;

/* How a text writes a table. {','} is RFC 4180 without a header. */
typedef struct {
  char delimiter;         /* ',' ';' '|' or a tab */
  gboolean padded_quotes; /* blanks may stand between a delimiter and a quote */
  gboolean backslash;     /* a quote within quotes is \" */
  gsize start;            /* bytes before the first row: a line such as "sep=;" */
  SatCsvHeader header;
  guint header_row; /* rows before the header that are not part of the table */
} SatCsvDialect;

/* Looks at the first 256 KiB of @text (UTF-8); quotes are respected. Always has an answer. */
void sat_csv_dialect_detect (const char *text, gsize length, SatCsvDialect *dialect);

/* "," ";" "|" or "\t"; static. */
const char *sat_csv_dialect_delimiter_name (const SatCsvDialect *dialect);

G_END_DECLS
