/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "sat-registry.h"
#include "sat-uuid.h"

G_BEGIN_DECLS

/* One record in memory: its ids and the values of the fields that were loaded. Emits "changed" with
 * the field's name as detail when a loaded value is replaced, and "changed" without detail once
 * after a batch; the signal has no arguments. Belongs to the main thread once shared. */
#define SAT_TYPE_RECORD (sat_record_get_type ())
G_DECLARE_FINAL_TYPE (SatRecord, sat_record, SAT, RECORD, GObject)

SatRecord *
sat_record_new (SatRegistry *registry, const SatType *type, gint64 id, const SatUuid *uuid);

const SatType *sat_record_get_record_type (SatRecord *self);
gint64 sat_record_get_id (SatRecord *self);
const SatUuid *sat_record_get_uuid (SatRecord *self);

/* (transfer none); a null value if it is not set or was not loaded. */
const SatValue *sat_record_get (SatRecord *self, const SatField *field);
/* By name, for fixed names in code: a programming error if the type has no such field. */
const SatValue *sat_record_peek (SatRecord *self, const char *field_name);
gint64 sat_record_get_int (SatRecord *self, const char *field_name, gint64 fallback);
const char *sat_record_get_text (SatRecord *self, const char *field_name); /* NULL if null */
void sat_record_set (SatRecord *self, const SatField *field, const SatValue *value);
void sat_record_take (SatRecord *self,
                      const SatField *field,
                      SatValue value); /* (transfer full), no signal: for loaders */

/* Titles of referenced records and of the record itself, when the loader fetched them. */
const char *sat_record_get_title (SatRecord *self); /* never NULL */
void sat_record_set_title (SatRecord *self, const char *title);
const char *
sat_record_get_reference_title (SatRecord *self,
                                const SatField *field); /* never NULL; unresolved text too */
void sat_record_set_reference_title (SatRecord *self, const SatField *field, const char *title);

/* Takes over all values and titles of @other (same id) and emits "changed" for what differs. */
void sat_record_update_from (SatRecord *self, SatRecord *other);

G_END_DECLS
