/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-store.h"

G_BEGIN_DECLS

/* A reading connection with the registry and a cache of titles. Belongs to one thread. Reference
 * counted. */
SatReader *sat_reader_ref (SatReader *self);
void sat_reader_unref (SatReader *self);

SatConnection *sat_reader_get_connection (SatReader *self);

/* What follows the columns of a SELECT of the one row of `workspace`, the first one if there are
 * more. CROSS JOIN: SQLite reads that row first and looks its record up; left to choose, it walks
 * through the ids of all records. With a LIMIT it would sort in a table of its own, which takes ten
 * times as long. */
#define SAT_READER_WORKSPACE                                                                       \
  " FROM workspace AS w CROSS JOIN record AS r ON r.id = w.id ORDER BY r.uuid"
SatStore *sat_reader_get_store (SatReader *self);
/* (transfer none): follows the store's registry; picked up at the start of each call below. */
SatRegistry *sat_reader_get_registry (SatReader *self);
const SatType *sat_reader_get_type_by_name (SatReader *self, const char *name);

/* Ids. 0 if unknown. A deleted record still has its id; *@type (may be NULL) is NULL for a stub,
 * *@deleted may be NULL. */
gint64 sat_reader_find (
    SatReader *self, const SatUuid *uuid, const SatType **type, gboolean *deleted, GError **error);
gboolean sat_reader_identify (SatReader *self,
                              gint64 id,
                              SatUuid *uuid,
                              const SatType **type,
                              gboolean *deleted,
                              GError **error);

/* The title of a record, "" for a deleted one, a stub or 0; never NULL; valid until the next call
 * that writes titles (copy it). */
const char *sat_reader_title (SatReader *self, gint64 id);

/* Records with all fields (also those that show through, sets, computed ones) and their titles and
 * reference titles. The value of a set is a text: its titles, sorted, one a line. */
SatRecord *sat_reader_load (SatReader *self, gint64 id, GError **error); /* NOT_FOUND */
GPtrArray *
sat_reader_load_many (SatReader *self,
                      const SatType *type,
                      const gint64 *ids,
                      gsize n,
                      GError **error); /* of SatRecord, in the order of @ids, gone ones left out */

/* The records of type @child whose reference @field points to @id, in order of creation. */
GPtrArray *sat_reader_children (
    SatReader *self, gint64 id, const SatType *child, const char *field, GError **error);

/* Whom a text means: by id, else by title, mail, code or unique field, texts folded. *@id 0 with no
 * error: nobody. AMBIGUOUS: several (@error says how many). */
gboolean sat_reader_resolve (
    SatReader *self, const SatField *reference, const char *text, gint64 *id, GError **error);

/* The code of the currency that money field @field of @record is in. */
const char *sat_reader_currency (SatReader *self, SatRecord *record, const SatField *field);

/* The versions blob of a record, for an editor to remember the base. */
SatVersions *sat_reader_versions (SatReader *self, gint64 id, GError **error);
/* The one of @field, or of the group that it is in; SAT_VERSION_NONE if there is no such record. */
SatVersion sat_reader_version (SatReader *self, gint64 id, const SatField *field);

/* How many records of @type live; -1 with an error. */
gint64 sat_reader_count (SatReader *self, const SatType *type, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatReader, sat_reader_unref)

G_END_DECLS
