/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-import-room.h"

#include "sat-query.h"

/* *@n: live records of all types; more than one is enough to know. */
static gboolean
count_records (SatWriter *writer, gint64 *n, GError **error)
{
  SatReader *reader = sat_writer_get_reader (writer);
  guint n_types;
  const SatType *const *types = sat_registry_types (sat_writer_get_registry (writer), &n_types);

  *n = 0;
  for (guint i = 0; i < n_types && *n < 2; i++) {
    g_autoptr (GError) failure = NULL;

    *n += sat_reader_count (reader, types[i], &failure);
    if (failure != NULL) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  }
  return TRUE;
}

gboolean
sat_import_room_look (SatImportRoom *self, SatWriter *writer, GError **error)
{
  g_autoptr (SatQuery) query = sat_query_new ("workspace");
  g_autoptr (GArray) present = sat_query_ids (query, sat_writer_get_reader (writer), NULL, error);
  gint64 n;

  if (present == NULL || !count_records (writer, &n, error))
    return FALSE;
  self->workspace = present->len > 0 ? g_array_index (present, gint64, 0) : 0;
  self->alone = self->workspace != 0 && n == 1;
  return TRUE;
}

gboolean
sat_import_make_room (
    SatImportRoom *self, SatWriter *writer, const SatUuid *uuid, gboolean *taken, GError **error)
{
  SatUuid own;

  *taken = FALSE;
  if (self->workspace == 0)
    return TRUE;
  if (!sat_reader_identify (sat_writer_get_reader (writer), self->workspace, &own, NULL, NULL,
                            error))
    return FALSE;
  if (sat_uuid_equal (&own, uuid))
    return TRUE;
  *taken = !self->alone;
  if (*taken)
    return TRUE;
  if (!sat_writer_delete (writer, self->workspace, error))
    return FALSE;
  *self = (SatImportRoom){0};
  return TRUE;
}
