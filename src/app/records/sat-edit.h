/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"
#include "sat-entry.h"

G_BEGIN_DECLS

/* Edits on their way from a form to the store. */

/* Puts @value, as a field editor reads it, into @entry. */
gboolean
sat_edit_put (SatEntry *entry, const SatField *field, const SatValue *value, GError **error);

/* How it ended. @id: the record; 0 if it failed. */
typedef void (*SatEditedFunc) (gint64 id, const GError *error, gpointer user_data);

/* Writes @entry (transfer full) on the writer thread; the rest is as in sat_context_write(). */
void sat_edit_save (SatContext *context,
                    SatEntry *entry,
                    const char *label,
                    const char *toast,
                    gpointer owner,
                    SatEditedFunc edited,
                    gpointer user_data);

/* Sets one field of @record, with a toast that names both. @base: the version that the editor saw.
 */
void sat_edit_field (SatContext *context,
                     SatRecord *record,
                     const SatField *field,
                     const SatValue *value,
                     SatVersion base,
                     gpointer owner,
                     SatEditedFunc edited,
                     gpointer user_data);

/* The version of @field of a record as it is now. */
SatVersion sat_edit_base (SatContext *context, gint64 id, const SatField *field);

G_END_DECLS
