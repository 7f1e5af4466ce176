/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where two people edited the same: conflicts, resolve. */

#include "config.h"

#include "sat-command.h"
#include "sat-date.h"
#include "sat-outbox.h"
#include "sat-output.h"

#include <glib/gi18n-lib.h>

static void
write_side (
    SatJsonWriter *writer, const char *name, const char *value, const char *user, gint64 edited)
{
  g_autofree char *when = edited != 0 ? sat_instant_to_string (edited) : NULL;

  sat_json_writer_begin_object (writer, name);
  sat_json_writer_string (writer, "value", value);
  sat_json_writer_string (writer, "user", user != NULL ? user : "");
  sat_json_writer_string (writer, "edited", when);
  sat_json_writer_end_object (writer);
}

static void
write_conflict (SatCli *cli, SatJsonWriter *writer, const SatConflictEntry *conflict)
{
  char id[SAT_UUID_STRING_LENGTH + 1], record[SAT_UUID_STRING_LENGTH + 1];

  sat_uuid_write (&conflict->uuid, id);
  sat_uuid_write (&conflict->record, record);
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_string (writer, "id", id);
  sat_json_writer_string (writer, "kind", conflict->kind);
  sat_json_writer_string (writer, "type", conflict->type);
  sat_json_writer_string (writer, "record", record);
  sat_json_writer_string (writer, "title", sat_reader_title (cli->reader, conflict->id));
  sat_json_writer_string (writer, "field", conflict->field);
  sat_json_writer_string (writer, "base", conflict->base);
  write_side (writer, "winner", conflict->winner, conflict->other_name, conflict->other_edited);
  write_side (writer, "other", conflict->value, conflict->name, conflict->edited);
  sat_json_writer_string (writer, "state", conflict->open ? "open" : "closed");
  sat_json_writer_end_object (writer);
}

static void
add_row (SatCli *cli, SatTable *table, const SatConflictEntry *conflict)
{
  char id[SAT_UUID_STRING_LENGTH + 1];

  sat_uuid_write (&conflict->uuid, id);
  sat_table_add_whole (table, id);
  sat_table_add (table, sat_reader_title (cli->reader, conflict->id));
  sat_table_add (table, conflict->field);
  sat_table_add (table, conflict->winner);
  sat_table_add (table, conflict->other_name);
  sat_table_add (table, conflict->value);
  sat_table_add (table, conflict->name);
  sat_table_end_row (table);
}

SatExit
sat_command_conflicts (SatCli *cli, GError **error)
{
  g_autoptr (GPtrArray) conflicts =
      sat_outbox_conflicts (cli->reader, sat_cli_has (cli, "all"), error);

  if (conflicts == NULL)
    return SAT_EXIT_FAILED;
  if (cli->json) {
    g_autoptr (SatJsonWriter) writer = sat_output_json (cli);

    sat_json_writer_begin_array (writer, NULL);
    for (guint i = 0; i < conflicts->len; i++)
      write_conflict (cli, writer, conflicts->pdata[i]);
    sat_json_writer_end_array (writer);
    return sat_output_finish (writer, error) ? SAT_EXIT_DONE : SAT_EXIT_FAILED;
  } else {
    g_autoptr (SatTable) table = sat_table_new ();

    for (guint i = 0; i < conflicts->len; i++)
      add_row (cli, table, conflicts->pdata[i]);
    return sat_table_flush (table, cli->out, error) ? SAT_EXIT_DONE : SAT_EXIT_FAILED;
  }
}

/* @text: the value of --value; NULL without. */
static gboolean
read_how (const char *word, const char *text, SatResolve *how, GError **error)
{
  if (text != NULL && word == NULL)
    *how = SAT_RESOLVE_TEXT;
  else if (text == NULL && g_strcmp0 (word, "keep") == 0)
    *how = SAT_RESOLVE_KEEP;
  else if (text == NULL && g_strcmp0 (word, "other") == 0)
    *how = SAT_RESOLVE_OTHER;
  else {
    g_set_error_literal (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE,
                         _ ("Say “keep”, “other” or --value V"));
    return FALSE;
  }
  return TRUE;
}

SatExit
sat_command_resolve (SatCli *cli, GError **error)
{
  const char *id = sat_cli_word (cli, 0), *text = sat_cli_option (cli, "value");
  g_autoptr (SatJsonWriter) writer = NULL;
  SatResolve how;
  SatUuid uuid;

  if (!read_how (sat_cli_word (cli, 1), text, &how, error))
    return SAT_EXIT_FAILED;
  if (!sat_uuid_parse (id, &uuid)) {
    g_set_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND, _ ("There is no conflict “%s”"),
                 id);
    return SAT_EXIT_FAILED;
  }
  if (!sat_outbox_resolve (cli->store, &uuid, how, text, error))
    return SAT_EXIT_FAILED;
  if (!cli->json)
    return SAT_EXIT_DONE;
  writer = sat_output_json (cli);
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_string (writer, "id", id);
  sat_json_writer_string (writer, "state", "closed");
  sat_json_writer_end_object (writer);
  return sat_output_finish (writer, error) ? SAT_EXIT_DONE : SAT_EXIT_FAILED;
}
