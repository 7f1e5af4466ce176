/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>

#include "sat-filter.h"
#include "sat-reader.h"

G_BEGIN_DECLS

/* Records as files. One snapshot, ordered by id, so that the same records give the same bytes
 * whatever way they came in; importing a file into an empty database and exporting again gives the
 * file back. Nothing is kept in memory but a page of records and their ids. */

typedef enum {
  SAT_EXPORT_CSV,
  SAT_EXPORT_JSON,
  SAT_EXPORT_VCARD_3_0, /* contacts only */
  SAT_EXPORT_VCARD_4_0,
} SatExportFormat;

/* Writes the records of @type_name that fit @filter (NULL: all of them) to @file, which the caller
 * closes. @type_name NULL: every type, in the order of the registry; only as JSON and without a
 * filter.
 *
 * JSON: an array with an object a line, as sat-record-json.h has them.
 * CSV: a header with "id" and the names of the fields; references by title, which another database
 * may know too. References to primary phones, mails and addresses have no column: what they lead to
 * has.
 *
 * vCard: a card a contact, as sat-export-vcard.h has them; fields that a card has no word for, such
 * as the owner, are left out.
 *
 * *@records (may be NULL): how many were written. Error: SAT_MODEL_ERROR for an unknown type or a
 * filter that does not fit it, G_FILE_ERROR or G_IO_ERROR for the file, SAT_DB_ERROR. */
gboolean sat_export (SatReader *reader,
                     const char *type_name,
                     SatFilter *filter,
                     SatExportFormat format,
                     FILE *file,
                     guint64 *records,
                     GError **error);

/* The columns of a CSV file of @type after "id": (transfer container) of const SatField*. */
GPtrArray *sat_export_csv_fields (const SatType *type);

G_END_DECLS
