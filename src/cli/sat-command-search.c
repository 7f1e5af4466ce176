/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-command.h"
#include "sat-output.h"

#include "sat-search.h"

static gboolean
write_json (SatCli *cli, GPtrArray *hits, GError **error)
{
  g_autoptr (SatJsonWriter) writer = sat_output_json (cli);

  sat_json_writer_begin_array (writer, NULL);
  for (guint i = 0; i < hits->len; i++) {
    const SatSearchHit *hit = hits->pdata[i];
    char id[SAT_UUID_STRING_LENGTH + 1];

    sat_uuid_write (&hit->uuid, id);
    sat_json_writer_begin_object (writer, NULL);
    sat_json_writer_string (writer, "type", hit->type->name);
    sat_json_writer_string (writer, "id", id);
    sat_json_writer_string (writer, "title", hit->title);
    sat_json_writer_string (writer, "detail", hit->detail != NULL ? hit->detail : "");
    sat_json_writer_end_object (writer);
  }
  sat_json_writer_end_array (writer);
  return sat_output_finish (writer, error);
}

static gboolean
write_text (SatCli *cli, GPtrArray *hits, GError **error)
{
  g_autoptr (SatTable) table = sat_table_new ();

  for (guint i = 0; i < hits->len; i++) {
    const SatSearchHit *hit = hits->pdata[i];
    char id[SAT_UUID_STRING_LENGTH + 1];

    sat_uuid_write (&hit->uuid, id);
    sat_table_add_whole (table, id);
    sat_table_add (table, sat_type_get_label (hit->type));
    sat_table_add (table, hit->title);
    sat_table_add (table, hit->detail);
    sat_table_end_row (table);
  }
  return sat_table_flush (table, cli->out, error);
}

SatExit
sat_command_search (SatCli *cli, GError **error)
{
  g_autofree char *text = g_strjoinv (" ", (char **)sat_arguments_words (cli->arguments, 1));
  g_autoptr (GPtrArray) hits = NULL;
  guint limit = 50;

  if (!sat_cli_number (cli, "limit", &limit, error))
    return SAT_EXIT_FAILED;
  hits = limit > 0 ? sat_search (cli->reader, text, NULL, limit, NULL, error) : g_ptr_array_new ();
  if (hits == NULL)
    return SAT_EXIT_FAILED;
  return (cli->json ? write_json (cli, hits, error) : write_text (cli, hits, error))
             ? SAT_EXIT_DONE
             : SAT_EXIT_FAILED;
}
