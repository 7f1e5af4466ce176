/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-protocol.h"
#include "sat-version.h"

G_BEGIN_DECLS

/* Versions as text, "018f3c5a1b2c0040:12", and the versions of a record by field name
 * (docs/protocol.md, 2.3). SatVersions is the same by number, in a client's file. */

#define SAT_HLC_TEXT_LENGTH 17
void sat_hlc_write (SatHlc hlc, char out[SAT_HLC_TEXT_LENGTH]);
/* Exactly 16 lower case hexadecimal digits, and then as sat_version_parse(). */
gboolean sat_hlc_parse (const char *text, const char **end, SatHlc *out);

#define SAT_VERSION_TEXT_LENGTH 28
void sat_version_write (SatVersion version, char out[SAT_VERSION_TEXT_LENGTH]);
/* Exactly 16 lower case hexadecimal digits, a colon, a number of 32 bits without zeros in front,
 * and then anything, *@end, or with @end NULL nothing. FALSE (and *@out untouched) for all else. */
gboolean sat_version_parse (const char *text, const char **end, SatVersion *out);

#define SAT_CLOCKS_EXISTENCE "!"

typedef struct _SatClocks SatClocks;

SatClocks *sat_clocks_new (SatVersion base);
void sat_clocks_free (SatClocks *self);
SatClocks *sat_clocks_copy (const SatClocks *self);
SatVersion sat_clocks_base (const SatClocks *self);
/* The base when there is no entry. */
SatVersion sat_clocks_get (const SatClocks *self, const char *name);
/* @name: of a field, or SAT_CLOCKS_EXISTENCE. The base's own version removes the entry. */
void sat_clocks_set (SatClocks *self, const char *name, SatVersion version);
/* The latest of base and entries. */
SatVersion sat_clocks_latest (const SatClocks *self);
guint sat_clocks_n (const SatClocks *self);
/* Ascending; valid until the clocks change. */
const char *sat_clocks_name (const SatClocks *self, guint i);
SatVersion sat_clocks_version (const SatClocks *self, guint i);

char *sat_clocks_to_string (const SatClocks *self);
/* Takes only what sat_clocks_to_string() writes. Error: SAT_PROTOCOL_ERROR_SHAPE. */
SatClocks *sat_clocks_parse (const char *text, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatClocks, sat_clocks_free)

G_END_DECLS
