/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-cli.h"
#include "sat-json-writer.h"

G_BEGIN_DECLS

/* Results: JSON for programs, tables and lines for people. */

/* Writes to cli->out: the outermost array has an element a line. */
SatJsonWriter *sat_output_json (SatCli *cli);
/* Ends it; FALSE: the output could not be written. */
gboolean sat_output_finish (SatJsonWriter *writer, GError **error);

/* A message to standard error. */
void sat_output_message (SatCli *cli, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The failure as JSON where that is wanted, and as a message. */
void sat_output_error (SatCli *cli, const GError *error);
/* "not_found", "usage", "invalid" ... as docs/cli.md lists them. */
const char *sat_output_error_code (const GError *error);

/* A table for people: columns as wide as their widest cell, long texts cut. */
typedef struct _SatTable SatTable;

SatTable *sat_table_new (void);
void sat_table_free (SatTable *self);
void sat_table_add (SatTable *self, const char *text);       /* a cell; NULL is empty */
void sat_table_add_whole (SatTable *self, const char *text); /* never cut */
void sat_table_end_row (SatTable *self);
gsize sat_table_n_rows (SatTable *self);
/* Writes the rows and forgets them; later rows keep at least the widths of these. */
gboolean sat_table_flush (SatTable *self, FILE *out, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatTable, sat_table_free)

G_END_DECLS
