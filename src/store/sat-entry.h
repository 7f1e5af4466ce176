/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-writer.h"

G_BEGIN_DECLS

/* What a person enters: field names and texts, as forms, the command line and files give them. It
 * resolves references (by id, title, mail or code), writes fields that show through a primary child
 * (phone, mail, street ...) to that child, keeps tags as a set, and makes an employment when a
 * contact gets a company. */
typedef struct _SatEntry SatEntry;

/* @id 0: a new record. */
SatEntry *sat_entry_new (const SatType *type, gint64 id);
void sat_entry_free (SatEntry *self);

/* @text in the canonical form of cli.md; NULL or "" clears. References: an id, or a unique title.
 * Errors: UNKNOWN or computed field. Texts are read at apply. */
gboolean sat_entry_set (SatEntry *self, const char *field, const char *text, GError **error);
/* A value that is typed already; (transfer full) @value. */
gboolean sat_entry_take (SatEntry *self, const SatField *field, SatValue value, GError **error);
/* The version that the editor saw when the edit of @field began. */
void sat_entry_set_base (SatEntry *self, const char *field, SatVersion base);
/* The id of the record to create. */
void sat_entry_set_uuid (SatEntry *self, const SatUuid *uuid);

/* Writes all of it; *@id is the record. An unknown reference is an error with @strict, else it is
 * kept as unresolved text. */
gboolean sat_entry_apply (SatEntry *self,
                          SatWriter *writer,
                          SatOrigin origin,
                          gboolean strict,
                          gint64 *id,
                          GError **error);

/* A new local record of @type_name, strictly from pairs of field and text, ended by NULL; *@id is
 * the record. */
gboolean sat_entry_create (SatWriter *writer,
                           const char *type_name,
                           gint64 *id,
                           GError **error,
                           ...) G_GNUC_NULL_TERMINATED;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatEntry, sat_entry_free)

G_END_DECLS
