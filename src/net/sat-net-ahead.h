/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-net-client.h"

G_BEGIN_DECLS

/* Asks on a thread of its own while what came before is being stored: for the next page of a pull,
 * which makes a first load take half as long, or what becomes of a push, while the next one is made
 * ready. What was answered is only ever used as the answer to the very request that it would have
 * been. */
typedef struct _SatNetAhead SatNetAhead;

/* @cancellable may be NULL. */
SatNetAhead *sat_net_ahead_new (const char *url, GCancellable *cancellable);
/* Waits until nothing is on its way. */
void sat_net_ahead_free (SatNetAhead *self);

/* Begins to ask @request. */
void sat_net_ahead_begin (SatNetAhead *self, const SatSyncRequest *request, const char *token);
/* What was begun ends here: waits for it. FALSE: there is no answer to @request; it is to be asked.
 */
gboolean
sat_net_ahead_take (SatNetAhead *self, const SatSyncRequest *request, SatNetAnswer *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatNetAhead, sat_net_ahead_free)

G_END_DECLS
