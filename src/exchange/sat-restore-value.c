/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-restore-value.h"

#include <glib/gi18n-lib.h>

#include "sat-reader.h"

gboolean
sat_restore_text (JsonNode *node, char **text)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  *text = NULL;
  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  switch (json_node_get_value_type (node)) {
  case G_TYPE_STRING:
    *text = g_strdup (json_node_get_string (node));
    return TRUE;
  case G_TYPE_BOOLEAN:
    *text = g_strdup (json_node_get_boolean (node) ? "true" : "false");
    return TRUE;
  case G_TYPE_INT64:
    *text = g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
    return TRUE;
  case G_TYPE_DOUBLE:
    /* Fifteen digits are as many as every such number keeps. */
    *text =
        g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.15g", json_node_get_double (node)));
    return TRUE;
  default:
    return FALSE;
  }
}

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID, message);
  return FALSE;
}

gboolean
sat_restore_plain_value (
    const SatField *field, JsonNode *node, const char *currency, SatValue *value, GError **error)
{
  g_autofree char *text = NULL;

  *value = SAT_VALUE_INIT;
  if (!sat_restore_text (node, &text))
    return refuse (error, _ ("This is not a plain value"));
  if (text == NULL)
    return TRUE;
  /* A choice that a user has taken from the list since stays with the records that have it. */
  if (field->kind == SAT_KIND_CHOICE && (field->flags & SAT_FIELD_CUSTOM)) {
    *value = sat_value_take (g_steal_pointer (&text));
    return TRUE;
  }
  return sat_field_parse (field, text, currency, value, error);
}

static const char *
string_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                 json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static gboolean
refer_to_id (SatWriter *writer,
             const SatRestoreFile *file,
             const SatField *field,
             const SatUuid *uuid,
             const char *title,
             SatValue *value,
             GError **error)
{
  const char *in_file = file->type_of (file->data, uuid);
  const SatType *type = NULL;
  gint64 id = 0;

  if (in_file == NULL) {
    g_autoptr (GError) failure = NULL;

    sat_reader_find (sat_writer_get_reader (writer), uuid, &type, NULL, &failure);
    if (failure != NULL) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
    if (type != NULL)
      in_file = type->name;
  }
  if (in_file != NULL && !sat_field_targets (field, in_file)) {
    g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
                 _ ("The record that this refers to is of type “%s”"), in_file);
    return FALSE;
  }
  if (!sat_writer_titled_stub (writer, uuid, in_file == NULL ? title : NULL, &id, error))
    return FALSE;
  *value = sat_value_int (id);
  return TRUE;
}

static gboolean
refer_to_name (
    SatWriter *writer, const SatField *field, const char *text, SatValue *value, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 id = 0;

  if (!sat_reader_resolve (sat_writer_get_reader (writer), field, text, &id, &failure) &&
      !g_error_matches (failure, SAT_STORE_ERROR, SAT_STORE_ERROR_AMBIGUOUS)) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  *value = id != 0 ? sat_value_int (id) : sat_value_text (text);
  return TRUE;
}

gboolean
sat_restore_reference (SatWriter *writer,
                       const SatRestoreFile *file,
                       const SatField *field,
                       JsonNode *node,
                       SatValue *value,
                       GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *id, *title = NULL;
  g_autofree char *text = NULL;
  SatUuid uuid;

  *value = SAT_VALUE_INIT;
  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (object == NULL) {
    if (!sat_restore_text (node, &text) || text == NULL)
      return refuse (error, _ ("This does not say what it refers to"));
    if (sat_uuid_parse (text, &uuid))
      return refer_to_id (writer, file, field, &uuid, NULL, value, error);
    return refer_to_name (writer, field, text, value, error);
  }
  id = string_member (object, "id");
  title = string_member (object, "title");
  if (id == NULL) {
    /* A title alone was not resolved in the file it comes from, and stays as it was. */
    *value = sat_value_text (title);
    return title != NULL || refuse (error, _ ("This does not say what it refers to"));
  }
  if (!sat_uuid_parse (id, &uuid))
    return refuse (error, _ ("This is not an id"));
  return refer_to_id (writer, file, field, &uuid, title, value, error);
}
