/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-admin.h"

#include <glib/gi18n-lib.h>

#include "sat-db.h"
#include "sat-json-writer.h"
#include "sat-json.h"

/* Between two commands at the same time, or while a server starts. */
#define PATIENCE_MS 10000
#define STEP_MS 50

const char *
sat_admin_error_code (const GError *error)
{
  static const struct {
    int code;
    const char *name;
  } names[] = {
      {G_IO_ERROR_EXISTS, "exists"},
      {G_IO_ERROR_NOT_FOUND, "not_found"},
      {G_IO_ERROR_INVALID_ARGUMENT, "invalid"},
      {G_IO_ERROR_BUSY, "busy"},
      {G_IO_ERROR_NOT_CONNECTED, "busy"},
  };

  if (error->domain == G_OPTION_ERROR)
    return "usage";
  if (error->domain == SAT_SERVER_ERROR)
    return sat_server_error_code (error);
  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
      g_error_matches (error, SAT_DB_ERROR, SAT_DB_ERROR_NOT_FOUND))
    return "not_found";
  for (guint i = 0; error->domain == G_IO_ERROR && i < G_N_ELEMENTS (names); i++)
    if (names[i].code == error->code)
      return names[i].name;
  return "failed";
}

void
sat_admin_print_error (const GError *error, gboolean json, FILE *out, FILE *err)
{
  g_autoptr (SatJsonWriter) writer = NULL;

  if (!json) {
    fprintf (err, "satchel-server: %s\n", error->message);
    return;
  }
  writer = sat_json_writer_new_for_file (out, SAT_JSON_COMPACT);
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_begin_object (writer, "error");
  sat_json_writer_string (writer, "code", sat_admin_error_code (error));
  sat_json_writer_string (writer, "message", error->message);
  sat_json_writer_end_object (writer);
  sat_json_writer_end_object (writer);
  sat_json_writer_finish (writer, NULL);
}

void
sat_admin_print_help (const SatAdminCommand *command, FILE *out)
{
  if (command != NULL) {
    fprintf (out, "%s satchel-server --data DIR [--json] %s %s\n\n%s\n", _ ("Usage:"),
             command->name, command->usage, _ (command->help));
    return;
  }
  fprintf (out, "%s satchel-server --data DIR [--listen ADDRESS:PORT] [COMMAND]\n\n%s\n\n",
           _ ("Usage:"), _ ("Serve an organisation's records, or administer them."));
  fprintf (out, "  --listen ADDRESS:PORT   %s\n", _ ("where to listen; else 127.0.0.1:8443"));
  fprintf (out, "  --tls-cert FILE         %s\n", _ ("certificate in PEM, with its chain"));
  fprintf (out, "  --tls-key FILE          %s\n", _ ("its private key"));
  fprintf (out, "  --behind-proxy          %s\n", _ ("a proxy in front of it speaks TLS"));
  fprintf (out, "  --name TEXT             %s\n", _ ("what the server is called"));
  fprintf (out, "  --file-limit MIB        %s\n",
           _ ("how large an attached file may be; else 100"));
  fprintf (out, "  --file-quota GIB        %s\n", _ ("how much room all of them may take"));
  fprintf (out, "\n%s\n", _ ("Commands:"));
  for (const SatAdminCommand *other = sat_admin_commands; other->name != NULL; other++)
    fprintf (out, "  %-18s %s\n", other->name, _ (other->help));
}

static JsonNode *
run_here (SatSite *site, const SatAdminCall *call, GError **error)
{
  SatAdmin admin = {site, call};

  return sat_admin_call_command (call)->run (&admin, error);
}

/* Here if nobody has the folder, else there. */
static JsonNode *
run_somewhere (const SatAdminCall *call, GError **error)
{
  const char *folder = sat_admin_call_get (call, "data");
  gboolean creates = sat_admin_call_command (call)->creates;

  for (guint waited = 0;; waited += STEP_MS) {
    g_autoptr (GError) busy = NULL, away = NULL;
    g_autoptr (SatSite) site = sat_site_open (folder, creates, &busy);
    JsonNode *result;

    if (site != NULL)
      return run_here (site, call, error);
    if (!g_error_matches (busy, G_IO_ERROR, G_IO_ERROR_BUSY)) {
      g_propagate_error (error, g_steal_pointer (&busy));
      return NULL;
    }
    result = sat_admin_socket_ask (folder, call, &away);
    if (result != NULL)
      return result;
    if (!g_error_matches (away, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED) || waited >= PATIENCE_MS) {
      g_propagate_error (error, g_steal_pointer (&away));
      return NULL;
    }
    g_usleep (STEP_MS * 1000);
  }
}

static void
print (SatAdminCall *call, JsonNode *result, FILE *out)
{
  g_autoptr (SatJsonWriter) writer = NULL;

  if (!sat_admin_call_has (call, "json")) {
    sat_admin_call_command (call)->print (result, out);
    return;
  }
  writer = sat_json_writer_new_for_file (out, JSON_NODE_HOLDS_ARRAY (result) ? 1 : 0);
  sat_json_writer_node (writer, NULL, result);
  sat_json_writer_finish (writer, NULL);
}

static gboolean
prepare (SatAdminCall *call, GError **error)
{
  if (sat_admin_call_get (call, "data") == NULL) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("--data is missing"));
    return FALSE;
  }
  sat_admin_call_resolve_file (call);
  return sat_admin_call_read_password (call, error);
}

/* "ok" is in the results of commands that look for something wrong. */
static gboolean
is_fine (JsonNode *result)
{
  return !JSON_NODE_HOLDS_OBJECT (result) ||
         json_object_get_boolean_member_with_default (json_node_get_object (result), "ok", TRUE);
}

SatAdminExit
sat_admin_run (SatAdminCall *call, FILE *out, FILE *err)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) result = NULL;

  g_return_val_if_fail (call != NULL && sat_admin_call_command (call) != NULL, SAT_ADMIN_FAILED);

  if (prepare (call, &error))
    result = run_somewhere (call, &error);
  if (result == NULL) {
    sat_admin_print_error (error, sat_admin_call_has (call, "json"), out, err);
    return error->domain == G_OPTION_ERROR ? SAT_ADMIN_USAGE : SAT_ADMIN_FAILED;
  }
  print (call, result, out);
  return is_fine (result) ? SAT_ADMIN_DONE : SAT_ADMIN_FAILED;
}
