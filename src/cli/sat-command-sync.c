/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-command.h"
#include "sat-net-files.h"
#include "sat-net-sync.h"
#include "sat-net-wipe.h"
#include "sat-output.h"
#include "sat-own-digest.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

static void
progress_cb (const SatSyncProgress *progress, gpointer user_data)
{
  SatCli *cli = user_data;

  fputs ("\r\033[K", cli->err); /* a terminal's line, from its start */
  if (progress->kind == SAT_SYNC_PUSH && progress->total > 0)
    fprintf (cli->err, _ ("Sent %lu of %lu"), (gulong)progress->done, (gulong)progress->total);
  else if (progress->kind == SAT_SYNC_PULL && progress->done < progress->total)
    fprintf (cli->err, _ ("Received %lu of about %lu"), (gulong)progress->done,
             (gulong)progress->total);
  else if (progress->kind == SAT_SYNC_PULL)
    fprintf (cli->err, _ ("Received %lu"), (gulong)progress->done);
  fflush (cli->err);
}

static gboolean
tell (SatCli *cli,
      const SatSyncCounts *counts,
      const SatNetFiles *files,
      double seconds,
      GError **error)
{
  g_autoptr (SatJsonWriter) writer = NULL;

  if (!cli->json) {
    if (files->sent + files->fetched + files->left > 0)
      fprintf (cli->out, _ ("Files: sent %u, received %u, left for later %u\n"), files->sent,
               files->fetched, files->left);
    fprintf (cli->out, _ ("Sent %lu, received %lu, in conflict %lu, refused %lu, proposed %lu\n"),
             (gulong)counts->pushed, (gulong)counts->pulled, (gulong)counts->conflicts,
             (gulong)counts->rejected, (gulong)counts->quarantined);
    if (counts->mended > 0)
      fprintf (cli->out, _ ("Not as the server says, and fetched again: %lu\n"),
               (gulong)counts->mended);
    if (counts->differs)
      fputs (_ ("Some of it is still not as the server says. The next sync tries again.\n"),
             cli->out);
    return TRUE;
  }
  writer = sat_output_json (cli);
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_int (writer, "pushed", (gint64)counts->pushed);
  sat_json_writer_int (writer, "pulled", (gint64)counts->pulled);
  sat_json_writer_int (writer, "conflicts", (gint64)counts->conflicts);
  sat_json_writer_int (writer, "rejected", (gint64)counts->rejected);
  sat_json_writer_int (writer, "quarantined", (gint64)counts->quarantined);
  sat_json_writer_int (writer, "files_sent", files->sent);
  sat_json_writer_int (writer, "files_received", files->fetched);
  sat_json_writer_int (writer, "files_left", files->left);
  sat_json_writer_boolean (writer, "compared", counts->compared && !counts->differs);
  sat_json_writer_int (writer, "mended", (gint64)counts->mended);
  sat_json_writer_double (writer, "seconds", seconds);
  sat_json_writer_end_object (writer);
  return sat_output_finish (writer, error);
}

/* Edits come first, and count by themselves: what of the files does not go now goes the next time.
 */
static void
sync_files (SatCli *cli, SatNetFiles *files)
{
  g_autoptr (GError) error = NULL;

  if (!sat_net_files (cli->store, NULL, NULL, NULL, files, &error))
    sat_output_message (cli, "%s", error->message);
}

/* A file that has no server yet is told so by the sync. */
static gboolean
want (SatCli *cli, GError **error)
{
  g_autoptr (SatRemoteState) state = sat_remote_state (cli->store, error);

  return state != NULL && (state->compared == 0 || sat_own_digest_want (cli->store, error));
}

SatExit
sat_command_sync (SatCli *cli, GError **error)
{
  SatSyncCounts counts;
  SatNetFiles files = {0};
  gint64 start = g_get_monotonic_time ();
  gboolean seen = !cli->json && isatty (fileno (cli->err));
  gboolean done = sat_arguments_get (cli->arguments, "compare") == NULL || want (cli, error);

  done = done && sat_net_sync (cli->store, seen ? progress_cb : NULL, cli, NULL, &counts, error);
  if (seen)
    fputs ("\r", cli->err);
  if (!done && g_error_matches (*error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_REVOKED)) {
    sat_cli_close (cli);
    sat_net_wipe_go_on (cli->path, NULL);
  }
  if (done)
    sync_files (cli, &files);
  if (!done || !tell (cli, &counts, &files,
                      (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC, error))
    return SAT_EXIT_FAILED;
  sat_cli_tell_wiped (cli);
  return counts.rejected + counts.quarantined > 0 ? SAT_EXIT_PARTLY : SAT_EXIT_DONE;
}
