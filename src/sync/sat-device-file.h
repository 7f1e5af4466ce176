/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-store.h"

G_BEGIN_DECLS

/* A random id stands in the file of records and in a small file beside it ("DB.device", or
 * SATCHEL_DEVICE_FILE). Who copies the one does not copy the other, or puts it where another one
 * is: so a copy knows that it is one, and does not send under the name of the first. */

/* FALSE also when there is none, or it cannot be read. */
gboolean sat_device_file_fits (SatStore *store);
/* A new id for both; the file beside last, so that what breaks off in between counts as a copy.
 * Error: of the store; G_FILE_ERROR. */
gboolean sat_device_file_renew (SatStore *store, GError **error);
/* Where it is, for the database at @path. g_free(). */
char *sat_device_file_path (const char *path);

G_END_DECLS
