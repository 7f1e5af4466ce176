/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The registry: every record type and every field, once. Tables, validation, forms, columns,
 * filters, search, files, history, sync and rights all read it. The lines are in
 * sat-registry-types.c; a user's custom field is the same line as data. Immutable once built. */

#pragma once

#include "sat-type.h"

G_BEGIN_DECLS

#define SAT_SCHEMA_VERSION 2

typedef struct _SatRegistry SatRegistry;

/* The built-in types and fields; SATCHEL_SCHEMA=N: of schema version N, for tests. */
SatRegistry *sat_registry_new (void);
/* Those that schema version @schema knows: types and fields with a later `since` are left out. A
 * version that is yet to be knows no more than this one. */
SatRegistry *sat_registry_new_of_schema (guint schema);
/* Which schema version it is: what the file notes and the server is told. */
guint sat_registry_schema (SatRegistry *self);
/* A new registry with @field (copied deeply) appended to type @type_name, replacing one of the same
 * number. Error: UNKNOWN type; INVALID name ([a-z][a-z0-9_]{0,39}), taken name or number. */
SatRegistry *sat_registry_with_field (SatRegistry *self,
                                      const char *type_name,
                                      const SatField *field,
                                      GError **error);

SatRegistry *sat_registry_ref (SatRegistry *self);
void sat_registry_unref (SatRegistry *self);

/* NULL if there is none of that name; @name may be NULL, as what a record names may be missing. */
const SatType *sat_registry_type (SatRegistry *self, const char *name);
const SatType *sat_registry_type_by_number (SatRegistry *self, guint16 number);
const SatType *sat_registry_require (SatRegistry *self, const char *name, GError **error);
const SatType *const *sat_registry_types (SatRegistry *self, guint *n);

/* TRUE for [a-z][a-z0-9_]{0,39}, the only identifiers that reach SQL. */
gboolean sat_registry_is_identifier (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatRegistry, sat_registry_unref)

G_END_DECLS
