/* SPDX-License-Identifier: GPL-3.0-or-later */

/* backup and restore */

#include "config.h"

#include "sat-command.h"
#include "sat-device-file.h"
#include "sat-files.h"
#include "sat-output.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

static SatExit
tell (SatCli *cli, const char *file, gint64 records, GError **error)
{
  g_autoptr (SatJsonWriter) writer = NULL;

  if (!cli->json) {
    fprintf (cli->out, ngettext ("%s: %lu record\n", "%s: %lu records\n", (gulong)records), file,
             (gulong)records);
    return SAT_EXIT_DONE;
  }
  writer = sat_output_json (cli);
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_string (writer, "file", file);
  sat_json_writer_int (writer, "records", records);
  sat_json_writer_end_object (writer);
  return sat_output_finish (writer, error) ? SAT_EXIT_DONE : SAT_EXIT_FAILED;
}

SatExit
sat_command_backup (SatCli *cli, GError **error)
{
  const char *file = sat_cli_word (cli, 0);
  gint64 records = 0;

  if (!sat_store_backup (cli->store, file, &records, NULL, error) ||
      !sat_files_backup (cli->store, file, NULL, error))
    return SAT_EXIT_FAILED;
  return tell (cli, file, records, error);
}

static void
forget_device (SatCli *cli)
{
  g_autofree char *path = sat_device_file_path (cli->path);

  g_unlink (path);
}

SatExit
sat_command_restore (SatCli *cli, GError **error)
{
  const char *file = sat_cli_word (cli, 0);
  g_autoptr (GError) left = NULL;
  gint64 records = 0;

  /* The records count more than a file that cannot be read. */
  sat_files_restore (file, cli->path, NULL, &left);
  if (!sat_store_restore (file, cli->path, &records, error))
    return SAT_EXIT_FAILED;
  /* An older state must not speak under the name of the later one. */
  forget_device (cli);
  if (left != NULL) {
    g_propagate_prefixed_error (error, g_steal_pointer (&left), "%s",
                                _ ("The records are restored, but not all attached files. "));
    return SAT_EXIT_FAILED;
  }
  return tell (cli, file, records, error);
}
