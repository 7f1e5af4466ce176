/* SPDX-License-Identifier: GPL-3.0-or-later */

/* device */

#include "config.h"

#include "sat-admin.h"

#include <glib/gi18n-lib.h>

static JsonObject *
describe (const SatDevice *device)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "id", device->id);
  json_object_set_string_member (object, "user", device->login);
  json_object_set_string_member (object, "name", device->name);
  json_object_set_string_member (object, "state", sat_device_state_name (device->state));
  sat_admin_set_time (object, "last_seen", device->last_seen);
  return object;
}

JsonNode *
sat_admin_device_list (SatAdmin *admin, GError **error)
{
  g_autoptr (GPtrArray) devices = sat_accounts_devices (admin->site->accounts, error);
  JsonArray *array;
  JsonNode *node;

  if (devices == NULL)
    return NULL;
  array = json_array_new ();
  for (guint i = 0; i < devices->len; i++)
    json_array_add_object_element (array, describe (devices->pdata[i]));
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, array);
  return node;
}

JsonNode *
sat_admin_device_revoke (SatAdmin *admin, GError **error)
{
  const char *word = sat_admin_call_word (admin->call, 0);
  const char *reason = sat_admin_call_get (admin->call, "reason");
  g_autoptr (GPtrArray) devices = NULL;
  guint64 id;

  if (!g_ascii_string_to_unsigned (word, 10, 1, G_MAXUINT32, &id, NULL)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "“%s” is no device's number",
                 word);
    return NULL;
  }
  if (reason == NULL) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("--reason is missing"));
    return NULL;
  }
  if (!sat_accounts_revoke (admin->site->accounts, (guint32)id, reason, error))
    return NULL;
  devices = sat_accounts_devices (admin->site->accounts, error);
  for (guint i = 0; devices != NULL && i < devices->len; i++)
    if (((SatDevice *)devices->pdata[i])->id == id)
      return sat_admin_take_object (describe (devices->pdata[i]));
  return NULL;
}

static void
print_one (JsonObject *object, FILE *out)
{
  fprintf (out, "%6u  %-8s %-20s %s  %s\n", (guint)json_object_get_int_member (object, "id"),
           json_object_get_string_member (object, "state"),
           json_object_get_string_member (object, "user"),
           json_object_get_string_member (object, "last_seen"),
           json_object_get_string_member (object, "name"));
}

void
sat_admin_print_device (JsonNode *result, FILE *out)
{
  print_one (json_node_get_object (result), out);
}

void
sat_admin_print_devices (JsonNode *result, FILE *out)
{
  JsonArray *array = json_node_get_array (result);

  for (guint i = 0; i < json_array_get_length (array); i++)
    print_one (json_array_get_object_element (array, i), out);
}
