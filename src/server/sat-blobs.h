/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-blob-hash.h"
#include "sat-clock.h"
#include "sat-server-error.h"
#include "sat-uuid.h"

G_BEGIN_DECLS

/* The contents of attachments, in the folder "blobs" of the server's data: each under its SHA-256
 * as 64 hexadecimal digits, in a folder of the first two, and never changed. What is on its way in
 * is in "blobs/parts", apart for each person. It knows nothing of records and rights. Thread-safe;
 * all calls block. The time of a file is when somebody last needed it. */
typedef struct _SatBlobs SatBlobs;

#define SAT_BLOB_CHUNK (4 * 1024 * 1024)
#define SAT_BLOB_MOST (G_GINT64_CONSTANT (100) * 1024 * 1024)
/* What one person may have begun and not ended. */
#define SAT_BLOB_MOST_PARTS 16
/* What nobody needs is kept for so long. */
#define SAT_BLOB_KEPT_US (G_GINT64_CONSTANT (7) * 24 * 60 * 60 * G_USEC_PER_SEC)

SatBlobs *sat_blobs_new (const char *folder, SatClock *clock);
void sat_blobs_free (SatBlobs *self);

/* 0: the usual ones, SAT_BLOB_MOST and as much as the disk takes. */
void sat_blobs_set_limits (SatBlobs *self, gint64 most, gint64 quota);
gint64 sat_blobs_get_most (SatBlobs *self);

/* Bytes of it; -1: it is not there. */
gint64 sat_blobs_size (SatBlobs *self, const char *hash);
/* At most SAT_BLOB_CHUNK bytes from @offset on; fewer only at the end. NOT_FOUND; OFFSET beyond the
 * end. (transfer full) */
GBytes *sat_blobs_read (SatBlobs *self, const char *hash, gint64 offset, GError **error);

/* How far @user has come with it. */
gint64 sat_blobs_part_size (SatBlobs *self, const SatUuid *user, const char *hash);
/* Adds to what @user has sent. OFFSET: it does not begin where that ends; TOO_LARGE; FULL. */
gboolean sat_blobs_append (SatBlobs *self,
                           const SatUuid *user,
                           const char *hash,
                           gint64 offset,
                           GBytes *bytes,
                           GError **error);
/* Takes what @user has sent for the whole. WRONG_HASH: it is something else, and is gone. */
gboolean sat_blobs_complete (SatBlobs *self, const SatUuid *user, const char *hash, GError **error);

/* Somebody needs it. */
void sat_blobs_touch (SatBlobs *self, const char *hash);
/* With all parts of it. */
void sat_blobs_remove (SatBlobs *self, const char *hash);
/* Calls @func with each; @needed_at is its time. */
typedef gboolean (*SatBlobFunc) (const char *hash, gint64 needed_at, gpointer data, GError **error);
gboolean sat_blobs_each (SatBlobs *self, SatBlobFunc func, gpointer data, GError **error);
/* Parts that nobody has gone on with for SAT_BLOB_KEPT_US. */
void sat_blobs_forget_parts (SatBlobs *self);
/* The checksum of what is there; g_free(). */
char *sat_blobs_checksum (SatBlobs *self, const char *hash, GError **error);
/* How many there are, and bytes of all. */
void sat_blobs_figures (SatBlobs *self, gint64 *n, gint64 *bytes);

G_END_DECLS
