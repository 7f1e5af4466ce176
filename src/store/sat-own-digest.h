/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-digest.h"
#include "sat-reader.h"
#include "sat-remote.h"

G_BEGIN_DECLS

/* Does this file hold what the server told it? (docs/protocol.md, 3.11) The sums are always made
 * from the rows, never kept, and never taken over from the server's. */

/* Sums over what the file holds of the server's records, for sat_digest_init()'s @digest, and where
 * the file stood at that moment. *@ready FALSE: something is on its way in or out, so there is
 * nothing to compare. @at is cleared before. */
gboolean sat_own_digest (
    SatReader *reader, SatDigest *digest, SatPullState *at, gboolean *ready, GError **error);
/* For whoever has a transaction. @hashes: of SatUuid to guint64, both g_free(); NULL: not asked. */
gboolean sat_own_digest_sum (SatConnection *connection,
                             SatRegistry *registry,
                             SatDigest *digest,
                             GHashTable *hashes,
                             GError **error);

/* @page has the records of @prefix as they should be: what differs becomes so, what is not on it
 * goes. *@n: how many records were not as they should be. Error: as sat_remote_apply(). */
gboolean sat_remote_mend (
    SatStore *store, SatPageReader *page, const SatDigest *prefix, guint *n, GError **error);

/* Is it time to compare? Once an hour, and as soon as all was pulled anew. */
gboolean sat_own_digest_is_due (const SatRemoteState *state, gint64 now);
/* The file was compared just now. */
gboolean sat_own_digest_note (SatStore *store, GError **error);
/* The next sync compares, whatever the time. */
gboolean sat_own_digest_want (SatStore *store, GError **error);

G_END_DECLS
