/* SPDX-License-Identifier: GPL-3.0-or-later */

/* attach, attachments, attachment */

#include "config.h"

#include "sat-command.h"
#include "sat-files.h"
#include "sat-net-files.h"
#include "sat-output.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The record that word @i names, of the type that the word before it names. 0 with the error. */
static gint64
find_record (SatCli *cli, guint i, GError **error)
{
  const SatType *wanted = sat_cli_type (cli, sat_cli_word (cli, i - 1), error);
  const SatType *type = NULL;
  gboolean deleted = FALSE;
  gint64 id =
      wanted != NULL ? sat_cli_record (cli, sat_cli_word (cli, i), &type, &deleted, error) : 0;

  if (id == 0)
    return 0;
  if (type != NULL && type->number == wanted->number && !deleted)
    return id;
  g_set_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND,
               _ ("There is no record with the id “%s”"), sat_cli_word (cli, i));
  return 0;
}

static const char *
state_name (SatFileState state)
{
  static const char *const names[] = {"none", "here", "waiting", "away"};

  return names[state];
}

static gboolean
write_attachment (SatCli *cli, SatRecord *record, SatJsonWriter *writer, GError **error)
{
  const char *hash = sat_record_get_text (record, "sha256");
  const SatType *type = sat_record_get_record_type (record);
  const SatField *note = sat_type_field (type, "note");
  g_autofree char *added = sat_instant_to_string (sat_files_time (record));
  char id[SAT_UUID_STRING_LENGTH + 1];
  SatFileState state;

  if (!sat_files_state (cli->reader, hash, &state, error))
    return FALSE;
  sat_uuid_write (sat_record_get_uuid (record), id);
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_string (writer, "id", id);
  sat_json_writer_string (writer, "name", sat_record_get_text (record, "name"));
  sat_json_writer_string (writer, "mime", sat_record_get_text (record, "mime"));
  sat_json_writer_int (writer, "size", sat_record_get_int (record, "size", 0));
  sat_json_writer_string (writer, "sha256", hash);
  sat_json_writer_string (writer, "note",
                          note != NULL ? sat_record_get_text (record, "note") : NULL);
  sat_json_writer_string (writer, "added", added);
  sat_json_writer_string (writer, "state", state_name (state));
  sat_json_writer_end_object (writer);
  return TRUE;
}

static gboolean
write_all (SatCli *cli, GPtrArray *records, GError **error)
{
  g_autoptr (SatJsonWriter) writer = sat_output_json (cli);

  sat_json_writer_begin_array (writer, NULL);
  for (guint i = 0; i < records->len; i++)
    if (!write_attachment (cli, records->pdata[i], writer, error))
      return FALSE;
  sat_json_writer_end_array (writer);
  return sat_output_finish (writer, error);
}

static gboolean
write_table (SatCli *cli, GPtrArray *records, GError **error)
{
  g_autoptr (SatTable) table = sat_table_new ();

  for (guint i = 0; i < records->len; i++) {
    SatRecord *record = records->pdata[i];
    g_autofree char *size =
        g_format_size ((guint64)MAX (sat_record_get_int (record, "size", 0), 0));
    char id[SAT_UUID_STRING_LENGTH + 1];
    SatFileState state;

    if (!sat_files_state (cli->reader, sat_record_get_text (record, "sha256"), &state, error))
      return FALSE;
    sat_uuid_write (sat_record_get_uuid (record), id);
    sat_table_add_whole (table, id);
    sat_table_add (table, sat_record_get_text (record, "name"));
    sat_table_add (table, size);
    sat_table_add (table, state_name (state));
    sat_table_end_row (table);
  }
  return sat_table_flush (table, cli->out, error);
}

SatExit
sat_command_attachments (SatCli *cli, GError **error)
{
  gint64 about = find_record (cli, 1, error);
  g_autoptr (GPtrArray) records = about != 0 ? sat_files_of (cli->reader, about, error) : NULL;

  if (records == NULL ||
      !(cli->json ? write_all (cli, records, error) : write_table (cli, records, error)))
    return SAT_EXIT_FAILED;
  return SAT_EXIT_DONE;
}

static SatExit
tell_added (SatCli *cli, gint64 id, GError **error)
{
  g_autoptr (SatRecord) record = sat_reader_load (cli->reader, id, error);
  g_autoptr (SatJsonWriter) writer = NULL;
  char text[SAT_UUID_STRING_LENGTH + 1];

  if (record == NULL)
    return SAT_EXIT_FAILED;
  if (!cli->json) {
    sat_uuid_write (sat_record_get_uuid (record), text);
    fprintf (cli->out, "%s\n", text);
    return SAT_EXIT_DONE;
  }
  writer = sat_output_json (cli);
  return write_attachment (cli, record, writer, error) && sat_output_finish (writer, error)
             ? SAT_EXIT_DONE
             : SAT_EXIT_FAILED;
}

SatExit
sat_command_attach (SatCli *cli, GError **error)
{
  gint64 about = find_record (cli, 1, error);
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_ptr_array_add (sources, g_file_new_for_commandline_arg (sat_cli_word (cli, 2)));
  if (about == 0 || !sat_files_attach (cli->store, about, sources, sat_cli_option (cli, "note"),
                                       ids, NULL, error))
    return SAT_EXIT_FAILED;
  return tell_added (cli, g_array_index (ids, gint64, 0), error);
}

static gboolean
tell_saved (SatCli *cli, SatRecord *record, const char *path, GError **error)
{
  g_autoptr (SatJsonWriter) writer = NULL;
  char id[SAT_UUID_STRING_LENGTH + 1];

  if (!cli->json) {
    fprintf (cli->out, "%s\n", path);
    return TRUE;
  }
  sat_uuid_write (sat_record_get_uuid (record), id);
  writer = sat_output_json (cli);
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_string (writer, "id", id);
  sat_json_writer_string (writer, "file", path);
  sat_json_writer_int (writer, "size", sat_record_get_int (record, "size", 0));
  sat_json_writer_end_object (writer);
  return sat_output_finish (writer, error);
}

/* What is not here comes from the server. */
static gboolean
make_here (SatCli *cli, const char *hash, GError **error)
{
  SatFileState state;

  return sat_files_state (cli->reader, hash, &state, error) &&
         (state != SAT_FILE_AWAY || !sat_store_is_joined (cli->store) ||
          sat_net_file_fetch (cli->store, hash, NULL, NULL, NULL, error));
}

SatExit
sat_command_attachment (SatCli *cli, GError **error)
{
  const char *output = sat_cli_option (cli, "output");
  const SatType *type = NULL;
  g_autoptr (SatRecord) record = NULL;
  g_autoptr (GFile) to = NULL;
  const char *hash;
  gint64 id;

  if (output == NULL) {
    g_set_error_literal (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE, _ ("--output is missing"));
    return SAT_EXIT_FAILED;
  }
  id = sat_cli_record (cli, sat_cli_word (cli, 0), &type, NULL, error);
  record = id != 0 ? sat_reader_load (cli->reader, id, error) : NULL;
  if (record == NULL)
    return SAT_EXIT_FAILED;
  if (strcmp (type->name, "attachment") != 0) {
    g_set_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND,
                 _ ("There is no record with the id “%s”"), sat_cli_word (cli, 0));
    return SAT_EXIT_FAILED;
  }
  to = g_file_new_for_commandline_arg (output);
  hash = sat_record_get_text (record, "sha256");
  return make_here (cli, hash, error) && sat_files_save (cli->store, hash, to, NULL, error) &&
                 tell_saved (cli, record, output, error)
             ? SAT_EXIT_DONE
             : SAT_EXIT_FAILED;
}
