/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-json.h"

#include "sat-json-reader.h"
#include "sat-json-writer.h"

G_DEFINE_QUARK (sat - protocol - error - quark, sat_protocol_error)

static JsonNode *build_value (SatJsonReader *reader);

static JsonNode *
build_array (SatJsonReader *reader)
{
  g_autoptr (JsonArray) array = json_array_new ();

  while (sat_json_reader_element (reader)) {
    JsonNode *element = build_value (reader);

    if (element != NULL)
      json_array_add_element (array, element);
  }
  return json_node_init_array (json_node_alloc (), array);
}

static JsonNode *
build_object (SatJsonReader *reader)
{
  g_autoptr (JsonObject) object = json_object_new ();
  const char *member;

  while ((member = sat_json_reader_member (reader)) != NULL) {
    g_autofree char *name = g_strdup (member);
    JsonNode *value = build_value (reader);

    if (value != NULL)
      json_object_set_member (object, name, value);
  }
  return json_node_init_object (json_node_alloc (), object);
}

/* NULL after an error; what is around it stays incomplete and is given up at the end. */
static JsonNode *
build_value (SatJsonReader *reader)
{
  switch (sat_json_reader_value (reader)) {
  case SAT_JSON_NULL:
    return json_node_init_null (json_node_alloc ());
  case SAT_JSON_BOOLEAN:
    return json_node_init_boolean (json_node_alloc (), sat_json_reader_get_int (reader) != 0);
  case SAT_JSON_INTEGER:
    return json_node_init_int (json_node_alloc (), sat_json_reader_get_int (reader));
  case SAT_JSON_DOUBLE:
    return json_node_init_double (json_node_alloc (), sat_json_reader_get_double (reader));
  case SAT_JSON_STRING:
    return json_node_init_string (json_node_alloc (), sat_json_reader_get_text (reader));
  case SAT_JSON_ARRAY:
    return build_array (reader);
  case SAT_JSON_OBJECT:
    return build_object (reader);
  case SAT_JSON_NONE:
  default:
    return NULL;
  }
}

JsonNode *
sat_json_parse (const char *data, gsize length, GError **error)
{
  g_autoptr (SatJsonReader) reader = NULL;
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  reader = sat_json_reader_new ();
  if (sat_json_reader_start (reader, data, length))
    node = build_value (reader);
  return sat_json_reader_finish (reader, error) ? g_steal_pointer (&node) : NULL;
}

char *
sat_json_to_string (JsonNode *node, gboolean pretty)
{
  g_autoptr (GString) text = NULL;
  g_autoptr (SatJsonWriter) writer = NULL;

  g_return_val_if_fail (node != NULL, NULL);

  text = g_string_new (NULL);
  writer = sat_json_writer_new_for_string (text, pretty ? SAT_JSON_PRETTY : SAT_JSON_COMPACT);
  sat_json_writer_node (writer, NULL, node);
  sat_json_writer_finish (writer, NULL);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
