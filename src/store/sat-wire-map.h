/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-clocks.h"
#include "sat-store.h"
#include "sat-wire-fields.h"

G_BEGIN_DECLS

/* Between what the file keeps (local ids, field numbers) and what travels (UUIDs, names). Private
 * to the store. Belongs to one connection; what it remembers of ids holds for one transaction. */
typedef struct _SatWireMap SatWireMap;

SatWireMap *sat_wire_map_new (SatConnection *connection);
void sat_wire_map_free (SatWireMap *self);

/* "job_title", or "u" and the digits of its definition for a custom field; interned. NULL with the
 * error. */
const char *sat_wire_map_name (SatWireMap *self, const SatField *field, GError **error);
/* The same for a number of @type; *@name NULL: nobody knows it (any more). 0 is "!". */
gboolean sat_wire_map_number_name (
    SatWireMap *self, const SatType *type, guint16 number, const char **name, GError **error);
/* The number that stands for @name in this file; a custom field gets one when it is first heard of.
 * *@known FALSE: a newer Satchel has such a field. */
gboolean sat_wire_map_number (SatWireMap *self,
                              const SatType *type,
                              const char *name,
                              guint16 *number,
                              gboolean *known,
                              GError **error);
/* The stored field of @type; *@field NULL: there is none here. */
gboolean sat_wire_map_field (SatWireMap *self,
                             const SatType *type,
                             const char *name,
                             const SatField **field,
                             GError **error);

/* Ids; an unknown UUID gets a stub. */
gboolean sat_wire_map_uuid (SatWireMap *self, gint64 id, SatUuid *uuid, GError **error);
gboolean sat_wire_map_id (
    SatWireMap *self, SatWriter *writer, const SatUuid *uuid, gint64 *id, GError **error);

/* *@out must be cleared. */
gboolean sat_wire_map_to_wire (SatWireMap *self,
                               const SatField *field,
                               const SatValue *value,
                               SatWireValue *out,
                               GError **error);
/* *@fits FALSE: it is nothing that the column can hold. */
gboolean sat_wire_map_from_wire (SatWireMap *self,
                                 SatWriter *writer,
                                 const SatField *field,
                                 const SatWireValue *wire,
                                 SatValue *out,
                                 gboolean *fits,
                                 GError **error);

/* Versions by name; what nobody knows any more is left out. */
SatClocks *sat_wire_map_clocks (SatWireMap *self,
                                const SatType *type,
                                const SatVersions *versions,
                                GError **error);
/* Versions by number; *@rest (may come back NULL) has the base and those of fields that this
 * Satchel does not know. */
SatVersions *sat_wire_map_versions (SatWireMap *self,
                                    const SatType *type,
                                    const SatClocks *clocks,
                                    SatClocks **rest,
                                    GError **error);

/* All values of a row, without those that are empty. @values by field index. */
SatWireFields *
sat_wire_map_fields (SatWireMap *self, const SatType *type, const SatValue *values, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatWireMap, sat_wire_map_free)

G_END_DECLS
