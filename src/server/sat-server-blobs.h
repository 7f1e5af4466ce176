/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-blobs.h"
#include "sat-server.h"

G_BEGIN_DECLS

/* What attachments hold, for those who may hold the attachments (docs/protocol.md, 3.10). A file
 * counts for a record only once somebody who holds that record has sent all of it: whoever merely
 * knows a checksum gets nothing by writing it into a record of their own. What a caller may not
 * have is NOT_FOUND, as if it were not there. */

typedef struct {
  gint64 offset; /* how far the caller has come with sending it */
  gboolean
      complete; /* nothing is to be sent: it is here for all records of the caller that name it */
} SatServerBlob;

gboolean sat_server_blob (
    SatServer *self, const SatCaller *caller, const char *hash, SatServerBlob *out, GError **error);
/* Takes a piece; the last one, that which ends at @length, makes it whole. Errors also those of
 * sat_blobs_append() and sat_blobs_complete(); FORBIDDEN to readers. */
gboolean sat_server_blob_put (SatServer *self,
                              const SatCaller *caller,
                              const char *hash,
                              gint64 offset,
                              gint64 length,
                              GBytes *bytes,
                              SatServerBlob *out,
                              GError **error);
/* A piece of at most SAT_BLOB_CHUNK bytes; *@length: of all. (transfer full) */
GBytes *sat_server_blob_get (SatServer *self,
                             const SatCaller *caller,
                             const char *hash,
                             gint64 offset,
                             gint64 *length,
                             GError **error);

/* Removes what no record has named for SAT_BLOB_KEPT_US, and what was begun and left. */
gboolean sat_server_blob_sweep (SatServer *self, GError **error);
/* At once: of @hashes (of char*) those that no record names any more. */
gboolean sat_server_blob_forget (SatServer *self, GPtrArray *hashes, GError **error);
/* Adds to @findings (of char*) what is wrong. */
gboolean sat_server_blob_verify (SatServer *self, GPtrArray *findings, GError **error);

SatBlobs *sat_server_get_blobs (SatServer *self);

G_END_DECLS
