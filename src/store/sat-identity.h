/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"

G_BEGIN_DECLS

/* Whom data from elsewhere means: by the id that its source gives, by mail, by name. For imports.
 */

/* The live record of @type that @source (NULL: any) calls @key; *@id 0: none, or several. */
gboolean sat_identity_by_key (SatReader *reader,
                              const SatType *type,
                              const char *source,
                              const char *key,
                              gint64 *id,
                              GError **error);
/* Does @source call the record something already? */
gboolean sat_identity_is_known_to (
    SatReader *reader, gint64 id, const char *source, gboolean *known, GError **error);
/* Ids (gint64) of the live records of @type with that mail or title, texts folded. */
GArray *
sat_identity_by_mail (SatReader *reader, const SatType *type, const char *mail, GError **error);
GArray *
sat_identity_by_title (SatReader *reader, const SatType *type, const char *title, GError **error);

/* Does the value of @field (by its version, any group counted) come from an import? */
gboolean sat_identity_is_imported (
    SatReader *reader, gint64 id, const SatField *field, gboolean *imported, GError **error);

G_END_DECLS
