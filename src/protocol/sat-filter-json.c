/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-filter-json.h"

#include <math.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "sat-json.h"
#include "sat-registry.h"

static const char *const op_names[] = {
    [SAT_OP_IS] = "is",         [SAT_OP_IN] = "in", [SAT_OP_CONTAINS] = "contains",
    [SAT_OP_STARTS] = "starts", [SAT_OP_LT] = "lt", [SAT_OP_LE] = "le",
    [SAT_OP_GT] = "gt",         [SAT_OP_GE] = "ge", [SAT_OP_EMPTY] = "empty",
};

static JsonNode *
children_to_json (const SatFilter *filter)
{
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_init_array (json_node_alloc (), array);

  json_array_unref (array);
  for (gsize i = 0; i < sat_filter_get_n_children (filter); i++)
    json_array_add_element (array, sat_filter_to_json (sat_filter_get_child (filter, i)));
  return node;
}

static void
test_to_json (const SatFilter *filter, JsonObject *object)
{
  const char *const *values = sat_filter_get_values (filter);
  SatFilterOp op = sat_filter_get_op (filter);

  json_object_set_string_member (object, "field", sat_filter_get_path (filter));
  json_object_set_string_member (object, "op", op_names[op]);
  if (op == SAT_OP_IN) {
    JsonArray *array = json_array_new ();

    for (gsize i = 0; values[i] != NULL; i++)
      json_array_add_string_element (array, values[i]);
    json_object_set_array_member (object, "value", array);
  } else if (op != SAT_OP_EMPTY) {
    json_object_set_string_member (object, "value", values[0]);
  }
}

JsonNode *
sat_filter_to_json (const SatFilter *filter)
{
  g_autoptr (JsonObject) object = NULL;

  g_return_val_if_fail (filter != NULL, NULL);

  object = json_object_new ();
  switch (sat_filter_get_node (filter)) {
  case SAT_FILTER_ALL:
    json_object_set_member (object, "all", children_to_json (filter));
    break;
  case SAT_FILTER_ANY:
    json_object_set_member (object, "any", children_to_json (filter));
    break;
  case SAT_FILTER_NOT:
    json_object_set_member (object, "not", sat_filter_to_json (sat_filter_get_child (filter, 0)));
    break;
  case SAT_FILTER_TEST:
  default:
    test_to_json (filter, object);
    break;
  }
  return json_node_init_object (json_node_alloc (), object);
}

char *
sat_filter_to_text (const SatFilter *filter)
{
  g_autoptr (JsonNode) node = sat_filter_to_json (filter);

  return node != NULL ? sat_json_to_string (node, FALSE) : NULL;
}

static gpointer G_GNUC_PRINTF (2, 3) fail (GError **error, const char *format, ...)
{
  g_autofree char *problem = NULL;
  va_list args;

  va_start (args, format);
  problem = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_SHAPE, _ ("Filter: %s"), problem);
  return NULL;
}

/* Plain decimal digits for any number that may stand in a filter; NULL if it takes an exponent. */
static char *
double_to_text (double number)
{
  g_autoptr (JsonNode) node = json_node_init_double (json_node_alloc (), number);
  g_autofree char *text = sat_json_to_string (node, FALSE);

  if (strchr (text, 'e') != NULL)
    return NULL;
  if (g_str_has_suffix (text, ".0"))
    text[strlen (text) - 2] = '\0';
  return g_steal_pointer (&text);
}

/* The canonical text of a JSON scalar; "" for null. */
static char *
scalar_to_text (JsonNode *node, const char *path, GError **error)
{
  GType type;
  char *text;

  if (JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("");
  if (!JSON_NODE_HOLDS_VALUE (node))
    return fail (error, _ ("the value for “%s” is neither a text nor a number nor a boolean"),
                 path);
  type = json_node_get_value_type (node);
  if (type == G_TYPE_STRING)
    return json_node_dup_string (node);
  if (type == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");
  if (type == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  text = double_to_text (json_node_get_double (node));
  if (text == NULL)
    return fail (error, _ ("the number for “%s” is better given as a text"), path);
  return text;
}

/* Null and "" among the values ask for empty fields too. */
static SatFilter *
read_in (const char *path, JsonNode *value, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  JsonArray *array;
  SatFilter *in;
  gboolean or_empty = FALSE;

  if (value == NULL || !JSON_NODE_HOLDS_ARRAY (value))
    return fail (error, _ ("“in” takes an array of values for “%s”"), path);
  array = json_node_get_array (value);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    char *text = scalar_to_text (json_array_get_element (array, i), path, error);

    if (text == NULL)
      return NULL;
    if (*text != '\0') {
      g_ptr_array_add (texts, text);
    } else {
      or_empty = TRUE;
      g_free (text);
    }
  }
  g_ptr_array_add (texts, NULL);
  in = sat_filter_test (path, SAT_OP_IN, (const char *const *)texts->pdata);
  if (or_empty) {
    SatFilter *children[] = {in, sat_filter_test1 (path, SAT_OP_EMPTY, NULL)};

    return sat_filter_any (children, G_N_ELEMENTS (children));
  }
  return in;
}

/* "empty" may carry null or true; false asks for the opposite. */
static SatFilter *
read_empty (const char *path, JsonNode *value, GError **error)
{
  SatFilter *empty;
  gboolean is_boolean = value != NULL && JSON_NODE_HOLDS_VALUE (value) &&
                        json_node_get_value_type (value) == G_TYPE_BOOLEAN;

  if (value != NULL && !JSON_NODE_HOLDS_NULL (value) && !is_boolean)
    return fail (error, _ ("“empty” takes no value for “%s”"), path);
  empty = sat_filter_test1 (path, SAT_OP_EMPTY, NULL);
  return is_boolean && !json_node_get_boolean (value) ? sat_filter_not (empty) : empty;
}

static SatFilter *
read_one (const char *path, SatFilterOp op, JsonNode *value, GError **error)
{
  g_autofree char *text = NULL;

  if (value == NULL)
    return fail (error, _ ("a value for “%s” is missing"), path);
  text = scalar_to_text (value, path, error);
  if (text == NULL)
    return NULL;
  if (*text != '\0')
    return sat_filter_test1 (path, op, text);
  if (op != SAT_OP_IS)
    return fail (error, _ ("“%s” needs a value for “%s”"), op_names[op], path);
  return sat_filter_test1 (path, SAT_OP_EMPTY, NULL);
}

static gboolean
is_path (const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, ".", -1);

  for (guint i = 0; names[i] != NULL; i++)
    if (!sat_registry_is_identifier (names[i]))
      return FALSE;
  return names[0] != NULL;
}

/* The text of member @name; NULL if it is not there or no text. */
static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static SatFilter *
read_test (JsonObject *object, GError **error)
{
  const char *path = get_text (object, "field");
  const char *op_name = get_text (object, "op");
  JsonNode *value = json_object_get_member (object, "value");
  guint op = 0;

  if (path == NULL || !is_path (path))
    return fail (error, _ ("“field” is not the name of a field"));
  if (op_name == NULL)
    return fail (error, _ ("“op” is missing for “%s”"), path);
  if (json_object_get_size (object) > (value != NULL ? 3u : 2u))
    return fail (error, _ ("the test of “%s” has a member too many"), path);
  while (op < G_N_ELEMENTS (op_names) && !g_str_equal (op_names[op], op_name))
    op++;
  switch (op) {
  case G_N_ELEMENTS (op_names):
    return fail (error, _ ("the op “%s” is unknown"), op_name);
  case SAT_OP_IN:
    return read_in (path, value, error);
  case SAT_OP_EMPTY:
    return read_empty (path, value, error);
  default:
    return read_one (path, (SatFilterOp)op, value, error);
  }
}

static SatFilter *
read_children (JsonNode *node, SatFilterNode kind, GError **error)
{
  g_autoptr (GPtrArray) children = NULL;
  g_autofree gpointer *stolen = NULL;
  JsonArray *array;
  gsize n;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail (error, _ ("“all” and “any” take an array of filters"));
  children = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_filter_unref);
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    SatFilter *child = sat_filter_from_json (json_array_get_element (array, i), error);

    if (child == NULL)
      return NULL;
    g_ptr_array_add (children, child);
  }
  stolen = g_ptr_array_steal (children, &n);
  return kind == SAT_FILTER_ALL ? sat_filter_all ((SatFilter **)stolen, n)
                                : sat_filter_any ((SatFilter **)stolen, n);
}

SatFilter *
sat_filter_from_json (JsonNode *node, GError **error)
{
  JsonObject *object;
  JsonNode *child;

  g_return_val_if_fail (node != NULL, NULL);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, _ ("an object is expected"));
  object = json_node_get_object (node);
  if (json_object_has_member (object, "field"))
    return read_test (object, error);
  if (json_object_get_size (object) != 1)
    return fail (error, _ ("an object has one of “all”, “any”, “not” and “field”"));
  if ((child = json_object_get_member (object, "all")) != NULL)
    return read_children (child, SAT_FILTER_ALL, error);
  if ((child = json_object_get_member (object, "any")) != NULL)
    return read_children (child, SAT_FILTER_ANY, error);
  if ((child = json_object_get_member (object, "not")) != NULL) {
    SatFilter *negated = sat_filter_from_json (child, error);

    return negated != NULL ? sat_filter_not (negated) : NULL;
  }
  return fail (error, _ ("an object has one of “all”, “any”, “not” and “field”"));
}

SatFilter *
sat_filter_parse (const char *text, GError **error)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (text[strspn (text, " \t\r\n")] != '{')
    return sat_filter_parse_short (text, error);
  node = sat_json_parse (text, strlen (text), error);
  return node != NULL ? sat_filter_from_json (node, error) : NULL;
}
