/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-protocol.h"
#include "sat-uuid.h"

G_BEGIN_DECLS

/* Sums over records, by which a client and the server find out whether they hold the same, and
 * where not (docs/protocol.md, 3.11). Records are told apart by the last bytes of their ids, which
 * are random: a prefix names some of them, "07" those that end with 07, "07a1" those of them with
 * a1 before it, and so on. */

/* Hexadecimal digits, small ones, two for a byte of the id, and a NUL. */
#define SAT_DIGEST_PREFIX_SIZE 33

typedef struct {
  guint64 n;   /* records */
  guint64 sum; /* of their hashes, modulo 2^64 */
} SatDigestSum;

typedef struct {
  char prefix[SAT_DIGEST_PREFIX_SIZE];
  guint8 bytes[16]; /* of the prefix */
  guint length;     /* how many of them */
  SatDigestSum all;
  SatDigestSum parts[256]; /* by the byte that comes next; all zero for a whole id */
} SatDigest;

/* Of no record yet. FALSE: @prefix is none. */
gboolean sat_digest_init (SatDigest *self, const char *prefix);
/* Does the prefix name @id? */
gboolean sat_digest_has (const SatDigest *self, const SatUuid *id);
/* A record that it names. @hash: sat_digest_hash(). */
void sat_digest_add (SatDigest *self, const SatUuid *id, guint64 hash);
gboolean sat_digest_sum_equal (const SatDigestSum *a, const SatDigestSum *b);
/* @child: the prefix with one byte more. FALSE: there is none. */
gboolean sat_digest_child (const SatDigest *self, guint8 byte, char child[SAT_DIGEST_PREFIX_SIZE]);

/* Of one record as the server says it. @fields: as sat_wire_fields_to_string() writes them; @clocks
 * as sat_clocks_to_string(). */
guint64 sat_digest_hash (
    const char *type, const SatUuid *id, gint64 seq, const char *clocks, const char *fields);

#define SAT_DIGEST_SUM_SIZE 17
void sat_digest_sum_write (guint64 sum, char out[SAT_DIGEST_SUM_SIZE]);
/* Exactly 16 small hexadecimal digits. */
gboolean sat_digest_sum_parse (const char *text, guint64 *sum);

/* The server's answer. @parts: with those that have a record. (transfer full) */
GBytes *sat_digest_write (const SatDigest *self, gboolean parts);
/* That the caller has to pull first. (transfer full) */
GBytes *sat_digest_write_behind (void);
/* @self: initialised; gets what the answer says. *@behind: it says nothing but that. Error:
 * SAT_PROTOCOL_ERROR. */
gboolean sat_digest_read (SatDigest *self, GBytes *body, gboolean *behind, GError **error);

G_END_DECLS
