/* SPDX-License-Identifier: GPL-3.0-or-later */

/* team and territory. */

#include "config.h"

#include "sat-admin.h"

static JsonObject *
describe (const SatUuid *id, const char *name, const char *parent)
{
  JsonObject *object = json_object_new ();

  sat_admin_set_uuid (object, "id", id);
  json_object_set_string_member (object, "name", name);
  json_object_set_string_member (object, "parent", parent != NULL ? parent : "");
  return object;
}

static JsonNode *
add (SatAdmin *admin, const char *type, GError **error)
{
  const char *name = sat_admin_call_word (admin->call, 0);
  const char *parent = sat_admin_call_get (admin->call, "parent");
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  SatUuid id, above;
  SatServerWrite write = {SAT_OP_PUT, type, {{0}}, fields};

  if (*name == '\0') {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "A %s has a name", type);
    return NULL;
  }
  if (sat_admin_find (admin, type, name, &id, NULL)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "There is a %s “%s” already", type, name);
    return NULL;
  }
  sat_wire_fields_take (fields, "name", sat_wire_text (name), TRUE);
  if (parent != NULL) {
    if (!sat_admin_find (admin, type, parent, &above, error))
      return NULL;
    sat_wire_fields_take (fields, "parent", sat_wire_reference (&above), TRUE);
  }
  write.id = sat_uuid_new (sat_clock_now (admin->site->clock) / 1000);
  if (!sat_server_write (admin->site->server, &write, 1, error))
    return NULL;
  return sat_admin_take_object (describe (&write.id, name, parent));
}

static JsonNode *
remove_unit (SatAdmin *admin, const char *type, GError **error)
{
  const char *name = sat_admin_call_word (admin->call, 0);
  SatServerWrite write = {SAT_OP_DELETE, type, {{0}}, NULL};

  if (!sat_admin_find (admin, type, name, &write.id, error) ||
      !sat_server_write (admin->site->server, &write, 1, error))
    return NULL;
  return sat_admin_take_object (describe (&write.id, name, NULL));
}

static JsonNode *
list (SatAdmin *admin, const char *type, GError **error)
{
  g_autoptr (GPtrArray) units = sat_server_records (admin->site->server, type, error);
  JsonArray *array;
  JsonNode *node;

  if (units == NULL)
    return NULL;
  array = json_array_new ();
  for (guint i = 0; i < units->len; i++) {
    const SatServerRecord *unit = units->pdata[i];
    g_autofree char *parent = sat_admin_name_of (units, sat_admin_reference (unit, "parent"));

    json_array_add_object_element (array,
                                   describe (&unit->id, sat_admin_text (unit, "name"), parent));
  }
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, array);
  return node;
}

JsonNode *
sat_admin_team_add (SatAdmin *admin, GError **error)
{
  return add (admin, "team", error);
}

JsonNode *
sat_admin_team_remove (SatAdmin *admin, GError **error)
{
  return remove_unit (admin, "team", error);
}

JsonNode *
sat_admin_team_list (SatAdmin *admin, GError **error)
{
  return list (admin, "team", error);
}

JsonNode *
sat_admin_territory_add (SatAdmin *admin, GError **error)
{
  return add (admin, "territory", error);
}

JsonNode *
sat_admin_territory_remove (SatAdmin *admin, GError **error)
{
  return remove_unit (admin, "territory", error);
}

JsonNode *
sat_admin_territory_list (SatAdmin *admin, GError **error)
{
  return list (admin, "territory", error);
}

static void
print_one (JsonObject *object, FILE *out)
{
  const char *parent = json_object_get_string_member (object, "parent");

  fprintf (out, "%s%s%s%s\n", json_object_get_string_member (object, "name"),
           *parent != '\0' ? " (" : "", parent, *parent != '\0' ? ")" : "");
}

void
sat_admin_print_unit (JsonNode *result, FILE *out)
{
  print_one (json_node_get_object (result), out);
}

void
sat_admin_print_units (JsonNode *result, FILE *out)
{
  JsonArray *array = json_node_get_array (result);

  for (guint i = 0; i < json_array_get_length (array); i++)
    print_one (json_array_get_object_element (array, i), out);
}
