/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-import-model-private.h"

#include "sat-json.h"

static JsonObject *
make_columns (const SatImportLook *look)
{
  JsonObject *columns = json_object_new ();

  for (guint i = 0; i < look->columns->len; i++) {
    const SatImportLookColumn *column = look->columns->pdata[i];
    g_autofree char *number = g_strdup_printf ("#%u", i + 1);
    g_autofree char *made = column->make ? sat_import_look_field_name (look, i) : NULL;

    /* What the titles say the import finds by itself. */
    if (made != NULL)
      json_object_set_string_member (columns, number, made);
    else if (column->path == NULL)
      json_object_set_string_member (columns, number, "");
    else if (column->by != SAT_IMPORT_BY_NAME)
      json_object_set_string_member (columns, number, column->path);
  }
  return columns;
}

static void
add_values (JsonObject *object, const SatImportLook *look)
{
  static const char *const orders[] = {"", "ymd", "mdy", "dmy"};

  if (look->doubts_titles || look->titles != SAT_IMPORT_TITLES_AUTO)
    json_object_set_boolean_member (object, "titles", look->titled);
  if (look->dates != SAT_IMPORT_DATES_AUTO)
    json_object_set_string_member (object, "dates", orders[look->dates]);
  if (look->decimal_mark != '\0')
    json_object_set_string_member (object, "decimals", look->decimal_mark == ',' ? "," : ".");
  if (look->null_word != NULL)
    json_object_set_string_member (object, "null", look->null_word);
}

static void
add_file (JsonObject *files, const SatImportLook *look)
{
  JsonObject *object;

  if (look->kind != SAT_IMPORT_LOOK_TABLE || look->type == NULL)
    return;
  object = json_object_new ();
  json_object_set_string_member (object, "type", look->type->name);
  if (look->asked_encoding != NULL)
    json_object_set_string_member (object, "encoding", look->asked_encoding);
  add_values (object, look);
  json_object_set_object_member (object, "columns", make_columns (look));
  json_object_set_object_member (files, look->path, object);
}

static void
add_fields (JsonArray *fields, const SatImportLook *look)
{
  for (guint i = 0; i < look->columns->len; i++) {
    const SatImportLookColumn *column = look->columns->pdata[i];
    g_autofree char *name = NULL;
    JsonObject *object;

    if (!column->make)
      continue;
    name = sat_import_look_field_name (look, i);
    object = json_object_new ();
    json_object_set_string_member (object, "type", look->type->name);
    json_object_set_string_member (object, "name", name);
    json_object_set_string_member (object, "label", column->header);
    json_object_set_string_member (object, "kind", sat_kind_name (column->kind));
    json_array_add_object_element (fields, object);
  }
}

char *
sat_import_model_make_map (SatImportModel *self)
{
  g_autoptr (JsonNode) root = json_node_alloc ();
  JsonObject *map = json_object_new ();
  JsonObject *files = json_object_new ();
  JsonArray *fields = json_array_new ();

  g_return_val_if_fail (SAT_IS_IMPORT_MODEL (self), NULL);
  json_node_init_object (root, map);
  json_object_unref (map);
  for (guint i = 0; i < self->files->len; i++) {
    add_file (files, self->files->pdata[i]);
    add_fields (fields, self->files->pdata[i]);
  }
  json_object_set_object_member (map, "files", files);
  json_object_set_array_member (map, "fields", fields);
  sat_import_memory_write_map (self->memory, map);
  return sat_json_to_string (root, FALSE);
}
