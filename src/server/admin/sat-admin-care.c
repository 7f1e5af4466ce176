/* SPDX-License-Identifier: GPL-3.0-or-later */

/* backup, restore, verify, erase. */

#include "config.h"

#include "sat-admin.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "sat-server-care.h"

static JsonNode *
describe_file (const char *path)
{
  JsonObject *object = json_object_new ();
  GStatBuf info;

  json_object_set_string_member (object, "file", path);
  json_object_set_int_member (object, "bytes", g_stat (path, &info) == 0 ? info.st_size : 0);
  return sat_admin_take_object (object);
}

JsonNode *
sat_admin_backup (SatAdmin *admin, GError **error)
{
  const char *path = sat_admin_call_word (admin->call, 0);

  return sat_site_backup (admin->site, path, error) ? describe_file (path) : NULL;
}

JsonNode *
sat_admin_restore (SatAdmin *admin, GError **error)
{
  const char *path = sat_admin_call_word (admin->call, 0);

  return sat_site_restore (admin->site, path, error) ? describe_file (path) : NULL;
}

void
sat_admin_print_file (JsonNode *result, FILE *out)
{
  fprintf (out, "%s\n", sat_admin_get (result, "file"));
}

JsonNode *
sat_admin_verify (SatAdmin *admin, GError **error)
{
  g_autoptr (GPtrArray) problems = sat_server_verify (admin->site->server, error);
  g_autoptr (GError) damage = NULL;
  JsonObject *object;
  JsonArray *array;

  if (problems == NULL)
    return NULL;
  array = json_array_new ();
  for (guint i = 0; i < problems->len; i++)
    json_array_add_string_element (array, problems->pdata[i]);
  if (!sat_accounts_verify (admin->site->accounts, &damage))
    json_array_add_string_element (array, damage->message);
  object = json_object_new ();
  json_object_set_boolean_member (object, "ok", json_array_get_length (array) == 0);
  json_object_set_array_member (object, "problems", array);
  return sat_admin_take_object (object);
}

void
sat_admin_print_verify (JsonNode *result, FILE *out)
{
  JsonArray *problems = json_object_get_array_member (json_node_get_object (result), "problems");

  for (guint i = 0; i < json_array_get_length (problems); i++)
    fprintf (out, "%s\n", json_array_get_string_element (problems, i));
  if (json_array_get_length (problems) == 0)
    fprintf (out, "%s\n", _ ("Everything is sound."));
}

/* A user who is erased cannot sign in any more. */
static gboolean
disable_account (SatAdmin *admin, const SatUuid *user, GError **error)
{
  g_autoptr (GPtrArray) accounts = sat_accounts_list (admin->site->accounts, error);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++) {
    const SatAccount *account = accounts->pdata[i];

    if (sat_uuid_equal (&account->user, user))
      return sat_accounts_set_disabled (admin->site->accounts, account->login, TRUE, error);
  }
  return accounts != NULL;
}

JsonNode *
sat_admin_erase (SatAdmin *admin, GError **error)
{
  const char *type = sat_admin_call_word (admin->call, 0);
  const char *text = sat_admin_call_word (admin->call, 1);
  JsonObject *object;
  SatUuid id;

  if (!sat_uuid_parse (text, &id)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "“%s” is no id", text);
    return NULL;
  }
  if ((g_str_equal (type, "user") && !disable_account (admin, &id, error)) ||
      !sat_server_erase (admin->site->server, type, &id, error))
    return NULL;
  object = json_object_new ();
  json_object_set_string_member (object, "type", type);
  sat_admin_set_uuid (object, "id", &id);
  return sat_admin_take_object (object);
}

void
sat_admin_print_erased (JsonNode *result, FILE *out)
{
  fprintf (out, _ ("%s %s is erased. Older backups still hold it.\n"),
           sat_admin_get (result, "type"), sat_admin_get (result, "id"));
}
