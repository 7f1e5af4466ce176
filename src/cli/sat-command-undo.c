/* SPDX-License-Identifier: GPL-3.0-or-later */

/* undo, redo and undo-import, which differ in what they take back. */

#include "config.h"

#include "sat-command.h"
#include "sat-output.h"

#include <glib/gi18n-lib.h>

#include "sat-undo.h"

static void
write_kept (SatCli *cli, SatJsonWriter *writer, const SatUndoKept *kept)
{
  char id[SAT_UUID_STRING_LENGTH + 1] = "";
  SatUuid uuid;

  if (sat_reader_identify (cli->reader, kept->record, &uuid, NULL, NULL, NULL))
    sat_uuid_write (&uuid, id);
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_string (writer, "id", id);
  sat_json_writer_string (writer, "field", kept->field != NULL ? kept->field : "");
  sat_json_writer_string (writer, "reason", kept->reason);
  sat_json_writer_end_object (writer);
}

static gboolean
write_json (SatCli *cli, const SatUndoReport *report, GError **error)
{
  g_autoptr (SatJsonWriter) writer = sat_output_json (cli);
  char change[SAT_UUID_STRING_LENGTH + 1];

  sat_uuid_write (&report->uuid, change);
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_string (writer, "change", report->change != 0 ? change : NULL);
  sat_json_writer_int (writer, "restored", (gint64)report->restored);
  sat_json_writer_begin_array (writer, "kept");
  for (guint i = 0; i < report->kept->len; i++)
    write_kept (cli, writer, report->kept->pdata[i]);
  sat_json_writer_end_array (writer);
  sat_json_writer_end_object (writer);
  return sat_output_finish (writer, error);
}

static void
write_text (SatCli *cli, const SatUndoReport *report)
{
  fprintf (cli->out,
           ngettext ("%lu value restored\n", "%lu values restored\n", (gulong)report->restored),
           (gulong)report->restored);
  for (guint i = 0; i < report->kept->len; i++) {
    const SatUndoKept *kept = report->kept->pdata[i];

    fprintf (cli->out, "%s %s: %s\n", sat_reader_title (cli->reader, kept->record),
             kept->field != NULL ? kept->field : "", kept->reason);
  }
}

static SatExit
tell (SatCli *cli, SatUndoReport *report, GError **error)
{
  SatExit exit = SAT_EXIT_DONE;

  if (report == NULL)
    return SAT_EXIT_FAILED;
  if (!cli->json)
    write_text (cli, report);
  else if (!write_json (cli, report, error))
    exit = SAT_EXIT_FAILED;
  sat_undo_report_free (report);
  return exit;
}

SatExit
sat_command_undo (SatCli *cli, GError **error)
{
  return tell (cli, sat_undo_last (cli->store, error), error);
}

SatExit
sat_command_redo (SatCli *cli, GError **error)
{
  return tell (cli, sat_redo_last (cli->store, error), error);
}

static gint64
find_import (SatCli *cli, const char *text, GError **error)
{
  SatChangeInfo *info = NULL;
  SatUuid uuid;
  gint64 change = 0;
  int kind = 0;

  if (sat_uuid_parse (text, &uuid) && !sat_history_find_change (cli->reader, &uuid, &change, error))
    return 0;
  if (change != 0) {
    info = sat_history_change (cli->reader, change, error);
    if (info == NULL)
      return 0;
    kind = info->kind;
    sat_change_info_free (info);
  }
  if (kind == SAT_CHANGE_IMPORT)
    return change;
  g_set_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND,
               _ ("There is no import with the id “%s”"), text);
  return 0;
}

SatExit
sat_command_undo_import (SatCli *cli, GError **error)
{
  gint64 change = find_import (cli, sat_cli_word (cli, 0), error);

  return change != 0 ? tell (cli, sat_undo_change (cli->store, change, error), error)
                     : SAT_EXIT_FAILED;
}
