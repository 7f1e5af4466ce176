/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-net-client.h"

G_BEGIN_DECLS

/* Fetches the next page of a pull on a thread of its own while the one before is being stored: a
 * first load takes half as long. What was fetched is only ever used as the answer to the very
 * request that it would have been. */
typedef struct _SatNetAhead SatNetAhead;

/* @cancellable may be NULL. */
SatNetAhead *sat_net_ahead_new (const char *url, GCancellable *cancellable);
/* Waits until nothing is on its way. */
void sat_net_ahead_free (SatNetAhead *self);

/* Begins to GET @path. */
void sat_net_ahead_fetch (
    SatNetAhead *self, const char *path, const char *token, const char *epoch, guint schema);
/* What was begun ends here: waits for it. FALSE: there is no answer to @request; it is to be asked.
 */
gboolean
sat_net_ahead_take (SatNetAhead *self, const SatSyncRequest *request, SatNetAnswer *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatNetAhead, sat_net_ahead_free)

G_END_DECLS
