/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>

#include "sat-reader.h"
#include "sat-vcard-writer.h"

G_BEGIN_DECLS

/* Contacts as vCards. What came with a card and no field is for goes out with it again; importing
 * the file into the same workspace changes nothing. */

/* Appends the card of @contact to @out. @style: SAT_VCARD_STYLE_3_0, which nearly every program
 * reads, or SAT_VCARD_STYLE_4_0. Error: SAT_DB_ERROR. */
gboolean sat_export_vcard (
    SatReader *reader, SatRecord *contact, SatVcardStyle style, GString *out, GError **error);

/* Writes the contacts @ids, in that order, to @file, which the caller closes: the rows of a list as
 * it is shown, or those that are selected. Contacts that are gone are left out; *@records (may be
 * NULL): how many were written. Runs as long as it takes: on a thread of its own, with a reader of
 * its own, beside a window. Error: G_FILE_ERROR, SAT_DB_ERROR, G_IO_ERROR_CANCELLED. */
gboolean sat_export_vcards (SatReader *reader,
                            const gint64 *ids,
                            guint n,
                            SatVcardStyle style,
                            FILE *file,
                            guint64 *records,
                            GCancellable *cancellable,
                            GError **error);

G_END_DECLS
