/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"

G_BEGIN_DECLS

/* A reader that shows the deleted records of @type_name, with what hung from them, as they were
 * just before they went: temporary tables of the same names hold what the deletions moved to the
 * history, so that queries, titles and loads work unchanged. Live records of the type are there
 * only as far as deleted ones refer to them; sat_reader_identify() of another reader tells which is
 * which. */
SatReader *sat_deleted_open (SatStore *store,
                             const char *type_name,
                             GCancellable *cancellable,
                             GError **error);

/* The same with only the records @ids (gint64) of the type. */
SatReader *sat_deleted_open_some (
    SatStore *store, const char *type_name, GArray *ids, GCancellable *cancellable, GError **error);

G_END_DECLS
