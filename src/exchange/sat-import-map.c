/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-import-map.h"

#include "sat-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _SatImportMap {
  GHashTable *columns; /* folded header -> target */
  GHashTable *aliases; /* "field\nfolded value" -> text */
  GHashTable *makes;   /* "field\nfolded value": may be made */
  GHashTable *stages;  /* folded name -> SatImportMapStage */
  GHashTable *files;   /* path or base name -> SatImportMapFile */
  GPtrArray *fields;   /* SatImportMapField */
};

static void
stage_free (gpointer data)
{
  SatImportMapStage *stage = data;

  g_free (stage->kind);
  g_free (stage->is);
  g_free (stage);
}

static void
file_free (gpointer data)
{
  SatImportMapFile *file = data;

  g_free (file->type);
  g_free (file->encoding);
  g_free (file->null_word);
  g_hash_table_unref (file->columns);
  g_free (file);
}

static void
field_free (gpointer data)
{
  SatImportMapField *field = data;

  g_free (field->type);
  g_free (field->name);
  g_free (field->label);
  g_free (field->kind);
  g_free (field);
}

static gboolean
bad_map (GError **error, const char *where)
{
  g_set_error (error, SAT_IMPORT_ERROR, SAT_IMPORT_ERROR_MAP, _ ("The map file is wrong at “%s”."),
               where);
  return FALSE;
}

static const char *
node_text (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static gboolean
read_targets (GHashTable *columns, JsonObject *object, GError **error)
{
  JsonObjectIter iter;
  const char *header;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &header, &node)) {
    const char *target = JSON_NODE_HOLDS_NULL (node) ? "" : node_text (node);

    if (target == NULL)
      return bad_map (error, header);
    g_hash_table_insert (columns, sat_fold (header), g_strdup (target));
  }
  return TRUE;
}

static gboolean
read_columns (SatImportMap *self, JsonObject *object, GError **error)
{
  return read_targets (self->columns, object, error);
}

static char *
alias_key (const char *field, const char *value)
{
  g_autofree char *folded = sat_fold (value);

  return g_strdup_printf ("%s\n%s", field, folded);
}

static gboolean
read_alias (
    SatImportMap *self, const char *field, const char *value, JsonNode *meant, GError **error)
{
  if (node_text (meant) != NULL) {
    g_hash_table_insert (self->aliases, alias_key (field, value), g_strdup (node_text (meant)));
    return TRUE;
  }
  if (!JSON_NODE_HOLDS_OBJECT (meant) ||
      !json_object_get_boolean_member_with_default (json_node_get_object (meant), "create", FALSE))
    return bad_map (error, value);
  g_hash_table_add (self->makes, alias_key (field, value));
  return TRUE;
}

static gboolean
read_aliases (SatImportMap *self, JsonObject *object, GError **error)
{
  JsonObjectIter fields;
  const char *field;
  JsonNode *node;

  json_object_iter_init (&fields, object);
  while (json_object_iter_next (&fields, &field, &node)) {
    JsonObjectIter values;
    const char *value;
    JsonNode *meant;

    if (!JSON_NODE_HOLDS_OBJECT (node))
      return bad_map (error, field);
    json_object_iter_init (&values, json_node_get_object (node));
    while (json_object_iter_next (&values, &value, &meant))
      if (!read_alias (self, field, value, meant, error))
        return FALSE;
  }
  return TRUE;
}

static gboolean
is_stage_kind (const char *kind)
{
  return kind != NULL &&
         (strcmp (kind, "open") == 0 || strcmp (kind, "won") == 0 || strcmp (kind, "lost") == 0);
}

static gboolean
read_stage (JsonNode *node, SatImportMapStage *stage)
{
  JsonObject *object;

  stage->order = stage->probability = -1;
  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    stage->kind = g_strdup (node_text (node));
    return is_stage_kind (stage->kind);
  }
  object = json_node_get_object (node);
  stage->kind = g_strdup (json_object_get_string_member_with_default (object, "kind", NULL));
  stage->is = g_strdup (json_object_get_string_member_with_default (object, "is", NULL));
  stage->order =
      (int)CLAMP (json_object_get_int_member_with_default (object, "order", -1), -1, G_MAXINT);
  stage->probability = (int)json_object_get_int_member_with_default (object, "probability", -1);
  return (stage->kind == NULL || is_stage_kind (stage->kind)) && stage->probability >= -1 &&
         stage->probability <= 100;
}

static gboolean
read_stages (SatImportMap *self, JsonObject *object, GError **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node)) {
    SatImportMapStage *stage = g_new0 (SatImportMapStage, 1);

    g_hash_table_insert (self->stages, sat_fold (name), stage);
    if (!read_stage (node, stage))
      return bad_map (error, name);
  }
  return TRUE;
}

static char *
copy_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL ? g_strdup (node_text (node)) : NULL;
}

static gboolean
read_dates (const char *text, SatImportDates *dates)
{
  static const char *const names[] = {"", "ymd", "mdy", "dmy"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (text, names[i]) == 0) {
      *dates = i;
      return TRUE;
    }
  return FALSE;
}

static gboolean
read_file (SatImportMap *self, const char *name, JsonObject *object, GError **error)
{
  SatImportMapFile *file = g_new0 (SatImportMapFile, 1);
  g_autofree char *dates = copy_member (object, "dates");
  g_autofree char *decimals = copy_member (object, "decimals");
  JsonNode *columns = json_object_get_member (object, "columns");

  file->columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (self->files, g_strdup (name), file);
  file->type = copy_member (object, "type");
  file->encoding = copy_member (object, "encoding");
  file->null_word = copy_member (object, "null");
  if (json_object_has_member (object, "titles"))
    file->titles = json_object_get_boolean_member_with_default (object, "titles", TRUE)
                       ? SAT_IMPORT_TITLES_FIRST
                       : SAT_IMPORT_TITLES_NONE;
  if (dates != NULL && !read_dates (dates, &file->dates))
    return bad_map (error, dates);
  if (decimals != NULL && strcmp (decimals, ".") != 0 && strcmp (decimals, ",") != 0)
    return bad_map (error, decimals);
  file->decimal_mark = decimals != NULL ? decimals[0] : '\0';
  if (columns == NULL)
    return TRUE;
  return JSON_NODE_HOLDS_OBJECT (columns)
             ? read_targets (file->columns, json_node_get_object (columns), error)
             : bad_map (error, name);
}

static gboolean
read_files (SatImportMap *self, JsonObject *object, GError **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    if (!JSON_NODE_HOLDS_OBJECT (node))
      return bad_map (error, name);
    else if (!read_file (self, name, json_node_get_object (node), error))
      return FALSE;
  return TRUE;
}

static gboolean
read_fields (SatImportMap *self, JsonObject *root, GError **error)
{
  JsonNode *node = json_object_get_member (root, "fields");
  JsonArray *array;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return bad_map (error, "fields");
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *element = json_array_get_element (array, i);
    SatImportMapField *field = g_new0 (SatImportMapField, 1);

    g_ptr_array_add (self->fields, field);
    if (!JSON_NODE_HOLDS_OBJECT (element))
      return bad_map (error, "fields");
    field->type = copy_member (json_node_get_object (element), "type");
    field->name = copy_member (json_node_get_object (element), "name");
    field->label = copy_member (json_node_get_object (element), "label");
    field->kind = copy_member (json_node_get_object (element), "kind");
    if (field->type == NULL || field->name == NULL || field->label == NULL || field->kind == NULL)
      return bad_map (error, "fields");
  }
  return TRUE;
}

static gboolean
read_part (SatImportMap *self,
           JsonObject *root,
           const char *name,
           gboolean (*read) (SatImportMap *, JsonObject *, GError **),
           GError **error)
{
  JsonNode *node = json_object_get_member (root, name);

  if (node == NULL)
    return TRUE;
  return JSON_NODE_HOLDS_OBJECT (node) ? read (self, json_node_get_object (node), error)
                                       : bad_map (error, name);
}

SatImportMap *
sat_import_map_new (const char *json, GError **error)
{
  g_autoptr (SatImportMap) self = g_new0 (SatImportMap, 1);
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;

  self->columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->aliases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->makes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->stages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, stage_free);
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, file_free);
  self->fields = g_ptr_array_new_with_free_func (field_free);
  if (json == NULL)
    return g_steal_pointer (&self);
  root = sat_json_parse (json, strlen (json), error);
  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root)) {
    bad_map (error, "{");
    return NULL;
  }
  object = json_node_get_object (root);
  if (!read_part (self, object, "columns", read_columns, error) ||
      !read_part (self, object, "aliases", read_aliases, error) ||
      !read_part (self, object, "stages", read_stages, error) ||
      !read_part (self, object, "files", read_files, error) || !read_fields (self, object, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
sat_import_map_free (SatImportMap *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->columns);
  g_hash_table_unref (self->aliases);
  g_hash_table_unref (self->makes);
  g_hash_table_unref (self->stages);
  g_hash_table_unref (self->files);
  g_ptr_array_unref (self->fields);
  g_free (self);
}

const SatImportMapFile *
sat_import_map_file (const SatImportMap *self, const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  const SatImportMapFile *file = g_hash_table_lookup (self->files, path);

  return file != NULL ? file : g_hash_table_lookup (self->files, base);
}

const char *
sat_import_map_column (const SatImportMap *self, const char *path, guint index, const char *header)
{
  const SatImportMapFile *file = sat_import_map_file (self, path);
  g_autofree char *number = g_strdup_printf ("#%u", index + 1);
  g_autofree char *folded = sat_fold (header);
  const char *target = file != NULL ? g_hash_table_lookup (file->columns, number) : NULL;

  if (target == NULL && file != NULL)
    target = g_hash_table_lookup (file->columns, folded);
  return target != NULL ? target : g_hash_table_lookup (self->columns, folded);
}

gboolean
sat_import_map_may_make (const SatImportMap *self,
                         const char *field,
                         const char *type,
                         const char *value)
{
  g_autofree char *by_field = NULL, *by_type = NULL;

  if (g_hash_table_size (self->makes) == 0)
    return FALSE;
  by_field = alias_key (field, value);
  by_type = alias_key (type, value);
  return g_hash_table_contains (self->makes, by_field) ||
         g_hash_table_contains (self->makes, by_type);
}

gboolean
sat_import_map_has_answer (const SatImportMap *self,
                           const char *field,
                           const char *type,
                           const char *value)
{
  return sat_import_map_may_make (self, field, type, value) ||
         sat_import_map_alias (self, field, type, value) != value;
}

GPtrArray *
sat_import_map_get_fields (const SatImportMap *self)
{
  return self->fields;
}

const char *
sat_import_map_alias (const SatImportMap *self,
                      const char *field,
                      const char *type,
                      const char *value)
{
  g_autofree char *by_field = NULL, *by_type = NULL;
  const char *meant;

  if (g_hash_table_size (self->aliases) == 0)
    return value;
  by_field = alias_key (field, value);
  by_type = alias_key (type != NULL ? type : "", value);
  meant = g_hash_table_lookup (self->aliases, by_field);
  if (meant == NULL)
    meant = g_hash_table_lookup (self->aliases, by_type);
  return meant != NULL ? meant : value;
}

const SatImportMapStage *
sat_import_map_stage (const SatImportMap *self, const char *name)
{
  g_autofree char *folded = sat_fold (name);

  return g_hash_table_lookup (self->stages, folded);
}
