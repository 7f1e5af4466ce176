/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The part of an undo that leaves nobody with a primary phone of somebody else's. */

#include "config.h"

#include "sat-undo-private.h"

void
sat_undo_suspect (SatUndo *undo, gint64 record)
{
  if (!g_hash_table_contains (undo->suspects, &record))
    g_hash_table_add (undo->suspects, g_memdup2 (&record, sizeof record));
}

void
sat_undo_suspect_parents (SatUndo *undo, const SatRow *row)
{
  if (!(row->type->flags & SAT_TYPE_CHILD))
    return;
  for (guint i = 0; i < row->type->n_fields; i++)
    if ((row->type->fields[i]->flags & SAT_FIELD_PARENT) &&
        row->values[i].type == SAT_VALUE_INTEGER &&
        !sat_undo_is_created (undo, row->values[i].integer))
      sat_undo_suspect (undo, row->values[i].integer);
}

gboolean
sat_undo_primaries (SatUndo *undo, GError **error)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, undo->suspects);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!sat_writer_mend_primaries (undo->writer, *(gint64 *)id, error))
      return FALSE;
  return TRUE;
}
