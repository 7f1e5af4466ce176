/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-restore.h"

G_BEGIN_DECLS

/* What a record shows of records below it, for files that do not have those themselves: the primary
 * phone, mail and address under the ids that the record names, and its tags. Private to the
 * restore. Error: SAT_MODEL_ERROR or SAT_STORE_ERROR for what cannot be; any other: the store
 * failed. */
gboolean sat_restore_below (SatWriter *writer,
                            const SatRestoreFile *file,
                            const SatType *type,
                            gint64 id,
                            JsonObject *object,
                            GError **error);

G_END_DECLS
