/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Edits of people who may no longer make them: whoever has the record now says yes or no. */

#include "config.h"

#include "sat-command.h"
#include "sat-date.h"
#include "sat-json.h"
#include "sat-net-proposals.h"
#include "sat-output.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *
text_of (JsonObject *object, const char *name)
{
  const char *text = json_object_get_string_member_with_default (object, name, "");

  return text != NULL ? text : "";
}

/* What this file calls the record; "" if it does not hold it. */
static char *
title_of (SatCli *cli, JsonObject *proposal)
{
  SatUuid uuid;
  const SatType *type = NULL;
  gboolean deleted = FALSE;
  gint64 id = sat_uuid_parse (text_of (proposal, "id"), &uuid)
                  ? sat_reader_find (cli->reader, &uuid, &type, &deleted, NULL)
                  : 0;

  return g_strdup (id != 0 && type != NULL ? sat_reader_title (cli->reader, id) : "");
}

static void
write_one (SatCli *cli, JsonObject *proposal, SatJsonWriter *writer)
{
  g_autofree char *title = title_of (cli, proposal);
  g_autofree char *at =
      sat_instant_to_string (json_object_get_int_member_with_default (proposal, "edited", 0));
  JsonNode *fields = json_object_get_member (proposal, "f");

  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_string (writer, "u", text_of (proposal, "u"));
  sat_json_writer_string (writer, "by", text_of (proposal, "by"));
  sat_json_writer_boolean (writer, "own",
                           json_object_get_boolean_member_with_default (proposal, "own", FALSE));
  sat_json_writer_string (writer, "type", text_of (proposal, "t"));
  sat_json_writer_string (writer, "record", text_of (proposal, "id"));
  sat_json_writer_string (writer, "title", title);
  sat_json_writer_string (writer, "op", text_of (proposal, "op"));
  if (fields != NULL)
    sat_json_writer_node (writer, "values", fields);
  sat_json_writer_string (writer, "state", text_of (proposal, "state"));
  sat_json_writer_string (writer, "decider", text_of (proposal, "decider"));
  sat_json_writer_string (writer, "at", at);
  sat_json_writer_end_object (writer);
}

static void
add_row (SatCli *cli, JsonObject *proposal, SatTable *table)
{
  g_autofree char *title = title_of (cli, proposal);
  JsonNode *fields = json_object_get_member (proposal, "f");
  g_autofree char *values = fields != NULL ? sat_json_to_string (fields, FALSE) : g_strdup ("");

  sat_table_add_whole (table, text_of (proposal, "u"));
  sat_table_add_whole (table, text_of (proposal, "state"));
  sat_table_add (table, text_of (proposal, "by"));
  sat_table_add (table, *title != '\0' ? title : text_of (proposal, "t"));
  sat_table_add (table, values);
  sat_table_end_row (table);
}

static gboolean
list_all (SatCli *cli, GError **error)
{
  g_autoptr (JsonArray) list = sat_net_proposals (cli->store, NULL, error);
  g_autoptr (SatTable) table = sat_table_new ();
  g_autoptr (SatJsonWriter) writer = NULL;

  if (list == NULL)
    return FALSE;
  if (cli->json) {
    writer = sat_output_json (cli);
    sat_json_writer_begin_array (writer, NULL);
  }
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonNode *node = json_array_get_element (list, i);

    if (!JSON_NODE_HOLDS_OBJECT (node))
      continue;
    if (cli->json)
      write_one (cli, json_node_get_object (node), writer);
    else
      add_row (cli, json_node_get_object (node), table);
  }
  if (!cli->json)
    return sat_table_flush (table, cli->out, error);
  sat_json_writer_end_array (writer);
  return sat_output_finish (writer, error);
}

static gboolean
decide (SatCli *cli, const char *what, GError **error)
{
  const char *text = sat_cli_word (cli, 1);
  gboolean accept = strcmp (what, "accept") == 0;
  g_autoptr (SatJsonWriter) writer = NULL;
  SatUuid u;

  if (!accept && strcmp (what, "decline") != 0) {
    g_set_error (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE, _ ("“%s” means nothing here"), what);
    return FALSE;
  }
  if (text == NULL) {
    g_set_error_literal (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE, _ ("Which one?"));
    return FALSE;
  }
  if (!sat_uuid_parse (text, &u)) {
    g_set_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND, _ ("There is no edit “%s”"),
                 text);
    return FALSE;
  }
  if (!sat_net_proposal_decide (cli->store, &u, accept, NULL, error))
    return FALSE;
  if (!cli->json)
    return TRUE;
  writer = sat_output_json (cli);
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_string (writer, "u", text);
  sat_json_writer_string (writer, "state", accept ? "accepted" : "declined");
  sat_json_writer_end_object (writer);
  return sat_output_finish (writer, error);
}

SatExit
sat_command_proposals (SatCli *cli, GError **error)
{
  const char *what = sat_cli_word (cli, 0);

  return (what != NULL ? decide (cli, what, error) : list_all (cli, error)) ? SAT_EXIT_DONE
                                                                            : SAT_EXIT_FAILED;
}
