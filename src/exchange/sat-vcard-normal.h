/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-vcard.h"

G_BEGIN_DECLS

/* One form for what the versions write differently, so that two cards of the same content are the
 * same property by property:
 *   - names are upper case, but for those that begin with "X-";
 *   - the preferred one is PREF=1, not TYPE=pref;
 *   - commas in the names and addresses of 2.1, where they separate nothing, are escaped;
 *   - pictures, sounds and keys are data URIs ("data:image/jpeg;base64,…"), or other URIs without
 *     VALUE=uri. */

/* Appends the properties of @card in that form to @out. */
void sat_vcard_normalise (SatVcard *out, const SatVcard *card);

/* Is it one of the four properties that may hold bytes? */
gboolean sat_vcard_is_binary (const SatVcardProperty *property);
/* "image/jpeg" for "JPEG" and back; NULL if there is no such word. */
const char *sat_vcard_mime_of_type (const char *type);
const char *sat_vcard_type_of_mime (const char *mime);
/* The parts of a data URI in base64. *@mime: g_free(). *@data: within @value. */
gboolean sat_vcard_parse_data_uri (const char *value, char **mime, const char **data);

G_END_DECLS
