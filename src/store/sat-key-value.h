/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-connection.h"

G_BEGIN_DECLS

/* Tables of a text by a key: `setting` and `sync_state`. Private to the store. */

/* NULL: it is not there. g_free(). */
char *sat_key_value_get (SatConnection *connection, const char *table, const char *key);
/* @value NULL: it goes. */
gboolean sat_key_value_put (SatConnection *connection,
                            const char *table,
                            const char *key,
                            const char *value,
                            GError **error);

G_END_DECLS
