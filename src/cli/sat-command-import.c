/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-command.h"
#include "sat-output.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "sat-import.h"

static void
write_stages (SatJsonWriter *writer, GPtrArray *stages)
{
  sat_json_writer_begin_array (writer, "stages");
  for (guint i = 0; i < stages->len; i++) {
    const SatImportStage *stage = stages->pdata[i];

    sat_json_writer_begin_object (writer, NULL);
    sat_json_writer_string (writer, "name", stage->name);
    sat_json_writer_string (writer, "kind", stage->kind);
    sat_json_writer_int (writer, "probability", stage->probability);
    sat_json_writer_end_object (writer);
  }
  sat_json_writer_end_array (writer);
}

static void
write_unresolved (SatJsonWriter *writer, GPtrArray *all)
{
  sat_json_writer_begin_array (writer, "unresolved");
  for (guint i = 0; i < all->len; i++) {
    const SatImportUnresolved *unresolved = all->pdata[i];

    sat_json_writer_begin_object (writer, NULL);
    sat_json_writer_string (writer, "column", unresolved->column);
    sat_json_writer_string (writer, "value", unresolved->value);
    sat_json_writer_int (writer, "rows", (gint64)unresolved->rows);
    sat_json_writer_end_object (writer);
  }
  sat_json_writer_end_array (writer);
}

static void
write_problems (SatJsonWriter *writer, GPtrArray *problems)
{
  sat_json_writer_begin_array (writer, "problems");
  for (guint i = 0; i < problems->len; i++) {
    const SatImportProblem *problem = problems->pdata[i];

    sat_json_writer_begin_object (writer, NULL);
    sat_json_writer_int (writer, "line", (gint64)problem->line);
    sat_json_writer_string (writer, "column", problem->column);
    sat_json_writer_string (writer, "value", problem->value);
    sat_json_writer_string (writer, "reason", problem->reason);
    sat_json_writer_end_object (writer);
  }
  sat_json_writer_end_array (writer);
}

static void
write_file (SatJsonWriter *writer, const SatImportFileReport *file)
{
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_string (writer, "path", file->path);
  sat_json_writer_string (writer, "type", file->type);
  sat_json_writer_string (writer, "encoding", file->encoding);
  sat_json_writer_string (writer, "delimiter", file->delimiter);
  sat_json_writer_int (writer, "read", (gint64)file->read);
  sat_json_writer_int (writer, "created", (gint64)file->created);
  sat_json_writer_int (writer, "updated", (gint64)file->updated);
  sat_json_writer_int (writer, "unchanged", (gint64)file->unchanged);
  sat_json_writer_int (writer, "rejected", (gint64)file->rejected);
  write_stages (writer, file->stages);
  write_unresolved (writer, file->unresolved);
  write_problems (writer, file->problems);
  sat_json_writer_end_object (writer);
}

static gboolean
write_json (SatCli *cli, const SatImportReport *report, GError **error)
{
  g_autoptr (SatJsonWriter) writer = sat_output_json (cli);
  char id[SAT_UUID_STRING_LENGTH + 1];

  sat_uuid_write (&report->uuid, id);
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_string (writer, "import", report->change != 0 ? id : NULL);
  sat_json_writer_begin_array (writer, "files");
  for (guint i = 0; i < report->files->len; i++)
    write_file (writer, report->files->pdata[i]);
  sat_json_writer_end_array (writer);
  sat_json_writer_end_object (writer);
  return sat_output_finish (writer, error);
}

static void
print_details (SatCli *cli, const SatImportFileReport *file)
{
  for (guint i = 0; i < file->unresolved->len; i++) {
    const SatImportUnresolved *unresolved = file->unresolved->pdata[i];

    fprintf (cli->out,
             ngettext ("  %s “%s”: nothing is called that, %lu row\n",
                       "  %s “%s”: nothing is called that, %lu rows\n", (gulong)unresolved->rows),
             unresolved->column, unresolved->value, (gulong)unresolved->rows);
  }
  for (guint i = 0; i < file->problems->len; i++) {
    const SatImportProblem *problem = file->problems->pdata[i];

    if (problem->line != 0)
      fprintf (cli->out, _ ("  line %lu: "), (gulong)problem->line);
    else
      fputs ("  ", cli->out);
    fprintf (cli->out, "%s%s%s\n", problem->column, *problem->column != '\0' ? ": " : "",
             problem->reason);
  }
  for (guint i = 0; i < file->ignored->len; i++)
    fprintf (cli->out, _ ("  column “%s” was left out\n"), (char *)file->ignored->pdata[i]);
}

static void
write_text (SatCli *cli, const SatImportReport *report)
{
  for (guint i = 0; i < report->files->len; i++) {
    const SatImportFileReport *file = report->files->pdata[i];

    fprintf (cli->out,
             _ ("%s (%s): %lu read, %lu created, %lu updated, %lu unchanged, %lu rejected\n"),
             file->path, file->type != NULL ? file->type : _ ("not understood"), (gulong)file->read,
             (gulong)file->created, (gulong)file->updated, (gulong)file->unchanged,
             (gulong)file->rejected);
    print_details (cli, file);
  }
  if (report->change != 0) {
    char id[SAT_UUID_STRING_LENGTH + 1];

    sat_uuid_write (&report->uuid, id);
    fprintf (cli->out, _ ("“satchelctl undo-import %s” takes all of it back.\n"), id);
  }
}

static gboolean
read_date_order (SatCli *cli, SatImportDates *dates, GError **error)
{
  static const char *const names[] = {"ymd", "mdy", "dmy"};
  static const SatImportDates orders[] = {SAT_IMPORT_DATES_YMD, SAT_IMPORT_DATES_MDY,
                                          SAT_IMPORT_DATES_DMY};
  const char *text = sat_cli_option (cli, "date-order");

  if (text == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], text) == 0) {
      *dates = orders[i];
      return TRUE;
    }
  g_set_error_literal (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE,
                       _ ("--date-order is ymd, mdy or dmy"));
  return FALSE;
}

/* *@map: to be freed by the caller; the options point to it. */
static gboolean
read_options (SatCli *cli, SatImportOptions *options, char **map, GError **error)
{
  const char *path = sat_cli_option (cli, "map");

  options->type = sat_cli_option (cli, "type");
  options->encoding = sat_cli_option (cli, "encoding");
  options->null_word = sat_cli_option (cli, "null");
  if (options->type != NULL && sat_cli_type (cli, options->type, error) == NULL)
    return FALSE;
  if (!read_date_order (cli, &options->dates, error))
    return FALSE;
  if (path != NULL && !g_file_get_contents (path, map, NULL, error))
    return FALSE;
  options->map = *map;
  return TRUE;
}

static SatExit
import (SatCli *cli, GError **error)
{
  const char *const *paths = sat_arguments_words (cli->arguments, 1);
  g_autofree char *map = NULL;
  g_autoptr (SatImportReport) report = NULL;
  SatImportOptions options = {NULL};

  if (!read_options (cli, &options, &map, error))
    return SAT_EXIT_FAILED;
  report = sat_cli_has (cli, "dry-run")
               ? sat_import_plan (cli->store, paths, &options, NULL, NULL, NULL, error)
               : sat_import_run (cli->store, paths, &options, NULL, NULL, NULL, error);
  if (report == NULL)
    return SAT_EXIT_FAILED;
  if (!cli->json)
    write_text (cli, report);
  else if (!write_json (cli, report, error))
    return SAT_EXIT_FAILED;
  return sat_import_report_has_rejects (report) ? SAT_EXIT_PARTLY : SAT_EXIT_DONE;
}

static void
remove_folder (const char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
  if (dir != NULL)
    g_dir_close (dir);
  g_rmdir (folder);
}

/* Looking at what would come into a file that is not there must not make it. */
static SatExit
plan_new (SatCli *cli, GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("satchel-plan-XXXXXX", error);
  SatExit exit = SAT_EXIT_FAILED;

  if (folder == NULL)
    return SAT_EXIT_FAILED;
  g_free (cli->path);
  cli->path = g_build_filename (folder, "empty.db", NULL);
  if (sat_cli_open (cli, TRUE, TRUE, error))
    exit = import (cli, error);
  sat_cli_close (cli);
  remove_folder (folder);
  return exit;
}

SatExit
sat_command_import (SatCli *cli, GError **error)
{
  gboolean dry = sat_cli_has (cli, "dry-run");

  if (dry && !g_file_test (cli->path, G_FILE_TEST_EXISTS))
    return plan_new (cli, error);
  return sat_cli_open (cli, !dry, !dry, error) ? import (cli, error) : SAT_EXIT_FAILED;
}
