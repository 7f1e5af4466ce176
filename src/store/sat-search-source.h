/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"
#include "sat-search-words.h"

G_BEGIN_DECLS

/* What of a record is searched, by the registry: its title, its searched fields, and those of the
 * children that hang from it and are not found by themselves. Private to the store; for one reader,
 * and for its registry as it is now. */
typedef struct _SatSearchSource SatSearchSource;

SatSearchSource *sat_search_source_new (SatReader *reader);
void sat_search_source_free (SatSearchSource *self);

/* What SQL and index need to know of a record. */
typedef struct {
  const SatType *type; /* NULL: deleted, a stub, or of a type that is not searched */
  SatHlc latest;       /* its last change */
} SatSearchIdentity;

gboolean sat_search_source_identify (SatSearchSource *self,
                                     gint64 id,
                                     SatSearchIdentity *identity,
                                     GError **error);
/* The words of a record that sat_search_source_identify() gave a type for. */
gboolean sat_search_source_read (
    SatSearchSource *self, const SatType *type, gint64 id, SatSearchText *text, GError **error);

/* Is the field one whose words are in the index? */
gboolean sat_search_field_is_searched (const SatField *field);
/* The last change that a column with a versions blob tells of. */
SatHlc sat_search_latest (SatStatement *row, int column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatSearchSource, sat_search_source_free)

G_END_DECLS
