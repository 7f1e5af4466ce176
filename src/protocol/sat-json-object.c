/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-json-object.h"

#include "sat-json.h"

JsonObject *
sat_json_read_object (GBytes *body)
{
  gsize length = 0;
  const char *data = body != NULL ? g_bytes_get_data (body, &length) : NULL;
  g_autoptr (JsonNode) node = data != NULL ? sat_json_parse (data, length, NULL) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node) : NULL;
}

static JsonNode *
get_member (JsonObject *object, const char *name)
{
  return object != NULL ? json_object_get_member (object, name) : NULL;
}

JsonNode *
sat_json_get_value (JsonObject *object, const char *name, GType type)
{
  JsonNode *node = get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type
             ? node
             : NULL;
}

const char *
sat_json_get_text (JsonObject *object, const char *name)
{
  JsonNode *node = sat_json_get_value (object, name, G_TYPE_STRING);

  return node != NULL ? json_node_get_string (node) : "";
}

gint64
sat_json_get_int (JsonObject *object, const char *name, gint64 otherwise)
{
  JsonNode *node = sat_json_get_value (object, name, G_TYPE_INT64);

  return node != NULL ? json_node_get_int (node) : otherwise;
}

JsonObject *
sat_json_get_object (JsonObject *object, const char *name)
{
  JsonNode *node = get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
sat_json_get_array (JsonObject *object, const char *name)
{
  JsonNode *node = get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}
