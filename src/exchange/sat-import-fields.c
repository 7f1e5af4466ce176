/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fields that a map asks for, made before the files are read. */

#include "config.h"

#include "sat-import-run.h"

#include "sat-entry.h"

#include <glib/gi18n-lib.h>

static gboolean
is_missing (SatRegistry *registry, const SatImportMapField *field)
{
  const SatType *type = sat_registry_type (registry, field->type);

  return type == NULL || sat_type_field (type, field->name) == NULL;
}

static gboolean
make_field (SatWriter *writer, const SatImportMapField *field, GError **error)
{
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "custom_field");
  g_autoptr (SatEntry) entry = sat_entry_new (type, 0);
  gint64 id = 0;

  return sat_entry_set (entry, "record_type", field->type, error) &&
         sat_entry_set (entry, "name", field->name, error) &&
         sat_entry_set (entry, "label", field->label, error) &&
         sat_entry_set (entry, "kind", field->kind, error) &&
         sat_entry_apply (entry, writer, SAT_ORIGIN_IMPORT, TRUE, &id, error);
}

static gboolean
make_fields_cb (SatWriter *writer, gpointer data, GError **error)
{
  GPtrArray *fields = data;

  for (guint i = 0; i < fields->len; i++)
    if (is_missing (sat_writer_get_registry (writer), fields->pdata[i]) &&
        !make_field (writer, fields->pdata[i], error))
      return FALSE;
  return TRUE;
}

gboolean
sat_import_fields (SatStore *store, const SatImportMap *map, GError **error)
{
  GPtrArray *fields = sat_import_map_get_fields (map);
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (store);
  gboolean missing = FALSE;

  for (guint i = 0; i < fields->len; i++)
    missing |= is_missing (registry, fields->pdata[i]);
  return !missing || sat_store_write (store, SAT_CHANGE_IMPORT, _ ("Fields for an import"),
                                      make_fields_cb, fields, NULL, error);
}
