/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-entry.h"

G_BEGIN_DECLS

/* Fields that live in child records: the primary phone, mail and address, tags, employments.
 * Private to the store; the import uses it too. */

typedef struct {
  const SatField *field;
  char *text; /* not read yet; NULL: @value counts */
  SatValue value;
  SatVersion base;
} SatEntryItem;

#define SAT_ENTRY_MOST_PRIMARIES 8

/* References to primary children that were made, to be set in the parent. */
typedef struct {
  guint n;
  const SatField *fields[SAT_ENTRY_MOST_PRIMARIES];
  gint64 ids[SAT_ENTRY_MOST_PRIMARIES];
} SatEntryPrimaries;

/* Is there a text for a field that shows through a child? */
gboolean sat_entry_has_children (GPtrArray *items);
/* Sets them in the primary children of @id, making what is missing. @values: the row of the parent,
 * NULL for a new one. */
gboolean sat_entry_write_children (SatWriter *writer,
                                   const SatType *type,
                                   gint64 id,
                                   const SatValue *values,
                                   GPtrArray *items,
                                   SatOrigin origin,
                                   SatEntryPrimaries *primaries,
                                   GError **error);
/* Makes sets (tags) what their texts say: names separated by commas or semicolons, or a JSON array.
 */
gboolean sat_entry_write_sets (SatWriter *writer,
                               const SatType *type,
                               gint64 id,
                               const SatUuid *uuid,
                               GPtrArray *items,
                               SatOrigin origin,
                               GError **error);
/* Adds one name to the set @field of the record @id, which must not have it. */
gboolean sat_entry_add_to_set (SatWriter *writer,
                               const SatField *field,
                               gint64 id,
                               const char *name,
                               SatOrigin origin,
                               GError **error);
gboolean sat_entry_ensure_employment (SatWriter *writer,
                                      gint64 contact,
                                      gint64 company,
                                      const char *role,
                                      SatOrigin origin,
                                      GError **error);

G_END_DECLS
