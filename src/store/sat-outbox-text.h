/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"
#include "sat-wire-fields.h"

G_BEGIN_DECLS

/* Values of entries, refused edits and conflicts, for people. Private to the store. */

/* Never NULL. g_free(). */
char *sat_outbox_record_text (SatReader *reader, SatRecord *record, const SatField *field);
/* @record: whose currency counts; may be NULL. NULL for an empty value. g_free(). */
char *sat_outbox_wire_text (SatReader *reader,
                            SatRecord *record,
                            const SatField *field,
                            const SatWireValue *value);
/* "Job title = CFO, Phone = 1". g_free(). */
char *sat_outbox_fields_text (SatReader *reader, const SatType *type, const SatWireFields *fields);
/* Worth a word in what this reader tells. */
gboolean sat_outbox_is_shown (SatReader *reader, const SatField *field);
/* The field that @name means on the wire; NULL: none here. */
const SatField *sat_outbox_field (SatReader *reader, const SatType *type, const char *name);

G_END_DECLS
