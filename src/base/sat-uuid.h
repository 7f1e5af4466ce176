/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SAT_UUID_STRING_LENGTH 36

/* A 128 bit id in network byte order; compares and sorts as bytes. All zero means "none". */
typedef struct {
  guint8 bytes[16];
} SatUuid;

/* A new version 7 UUID (RFC 9562): 48 bits of @unix_ms, then a random part. Ids minted by one
 * process strictly increase, also within a millisecond and when the clock steps back. Thread-safe.
 */
SatUuid sat_uuid_new (gint64 unix_ms);
/* Forgets which ids this process has minted and the random numbers in stock, as a forked child
 * does: for tests that play the same again. */
void sat_uuid_begin_anew (void);

/* A version 8 UUID: the first 16 bytes of SHA-256 over @kind, @a and @b (each length-prefixed), so
 * that two devices which link the same things make the same id. */
SatUuid sat_uuid_from_parts (const char *kind, const SatUuid *a, const char *b);

/* Lower case with dashes, 36 characters; free with g_free(). */
char *sat_uuid_to_string (const SatUuid *uuid);
void sat_uuid_write (const SatUuid *uuid, char out[SAT_UUID_STRING_LENGTH + 1]);

/* Reads the 36 character form, either case. FALSE (and *@out untouched) for anything else. */
gboolean sat_uuid_parse (const char *text, SatUuid *out);

int sat_uuid_compare (const SatUuid *a, const SatUuid *b);
gboolean sat_uuid_is_nil (const SatUuid *uuid);
guint sat_uuid_hash (gconstpointer uuid);
gboolean sat_uuid_equal (gconstpointer a, gconstpointer b);

G_END_DECLS
