/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-command.h"
#include "sat-output.h"

#include <glib/gi18n-lib.h>

#include "sat-verify.h"

static gboolean
write_json (SatCli *cli, GPtrArray *checks, gboolean ok, GError **error)
{
  g_autoptr (SatJsonWriter) writer = sat_output_json (cli);

  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_boolean (writer, "ok", ok);
  sat_json_writer_begin_array (writer, "checks");
  for (guint i = 0; i < checks->len; i++) {
    const SatCheck *check = checks->pdata[i];

    sat_json_writer_begin_object (writer, NULL);
    sat_json_writer_string (writer, "name", check->name);
    sat_json_writer_boolean (writer, "ok", check->ok);
    sat_json_writer_string (writer, "detail", check->detail != NULL ? check->detail : "");
    sat_json_writer_end_object (writer);
  }
  sat_json_writer_end_array (writer);
  sat_json_writer_end_object (writer);
  return sat_output_finish (writer, error);
}

static gboolean
write_text (SatCli *cli, GPtrArray *checks, GError **error)
{
  g_autoptr (SatTable) table = sat_table_new ();

  for (guint i = 0; i < checks->len; i++) {
    const SatCheck *check = checks->pdata[i];

    sat_table_add (table, check->ok ? _ ("fine") : _ ("WRONG"));
    sat_table_add (table, check->name);
    sat_table_add_whole (table, check->detail);
    sat_table_end_row (table);
  }
  return sat_table_flush (table, cli->out, error);
}

SatExit
sat_command_verify (SatCli *cli, GError **error)
{
  g_autoptr (GPtrArray) checks = sat_verify (cli->reader, NULL, error);
  gboolean ok = TRUE;

  if (checks == NULL)
    return SAT_EXIT_FAILED;
  for (guint i = 0; i < checks->len; i++)
    ok &= ((const SatCheck *)checks->pdata[i])->ok;
  if (!(cli->json ? write_json (cli, checks, ok, error) : write_text (cli, checks, error)))
    return SAT_EXIT_FAILED;
  return ok ? SAT_EXIT_DONE : SAT_EXIT_FAILED;
}
