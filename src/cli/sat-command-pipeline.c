/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-command.h"
#include "sat-output.h"

#include <glib/gi18n-lib.h>

#include "sat-as-of.h"
#include "sat-pipeline-figures.h"

static gboolean
read_options (SatCli *cli, SatPipelineBy *by, SatPipelineKind *kind, GError **error)
{
  const char *by_text = sat_cli_option (cli, "by");
  const char *kind_text = sat_cli_option (cli, "kind");

  if (by_text != NULL && !sat_pipeline_by_parse (by_text, by)) {
    g_set_error (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE, _ ("--by cannot be “%s”"), by_text);
    return FALSE;
  }
  if (kind_text != NULL && !sat_pipeline_kind_parse (kind_text, kind)) {
    g_set_error (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE, _ ("--kind cannot be “%s”"), kind_text);
    return FALSE;
  }
  return TRUE;
}

static gboolean
write_json (SatCli *cli, GPtrArray *figures, GError **error)
{
  g_autoptr (SatJsonWriter) writer = sat_output_json (cli);

  sat_json_writer_begin_array (writer, NULL);
  for (guint i = 0; i < figures->len; i++) {
    const SatPipelineFigure *figure = figures->pdata[i];
    g_autofree char *amount = sat_money_to_string (figure->amount, figure->currency);
    g_autofree char *weighted = sat_money_to_string (figure->weighted, figure->currency);

    sat_json_writer_begin_object (writer, NULL);
    sat_json_writer_string (writer, "key", figure->key);
    sat_json_writer_int (writer, "count", figure->count);
    sat_json_writer_string (writer, "amount", amount);
    sat_json_writer_string (writer, "weighted", weighted);
    sat_json_writer_string (writer, "currency", figure->currency);
    sat_json_writer_end_object (writer);
  }
  sat_json_writer_end_array (writer);
  return sat_output_finish (writer, error);
}

static gboolean
write_text (SatCli *cli, GPtrArray *figures, GError **error)
{
  const char *by_text = sat_cli_option (cli, "by");
  g_autoptr (SatTable) table = sat_table_new ();

  sat_table_add (table, by_text != NULL ? by_text : "stage");
  sat_table_add (table, "count");
  sat_table_add (table, "amount");
  sat_table_add (table, "weighted");
  sat_table_add (table, "currency");
  sat_table_end_row (table);
  for (guint i = 0; i < figures->len; i++) {
    const SatPipelineFigure *figure = figures->pdata[i];
    g_autofree char *count = g_strdup_printf ("%" G_GINT64_FORMAT, figure->count);
    g_autofree char *amount = sat_money_to_string (figure->amount, figure->currency);
    g_autofree char *weighted = sat_money_to_string (figure->weighted, figure->currency);

    sat_table_add (table, *figure->key != '\0' ? figure->key : _ ("(none)"));
    sat_table_add_whole (table, count);
    sat_table_add_whole (table, amount);
    sat_table_add_whole (table, weighted);
    sat_table_add (table, figure->currency);
    sat_table_end_row (table);
  }
  return sat_table_flush (table, cli->out, error);
}

SatExit
sat_command_pipeline (SatCli *cli, GError **error)
{
  SatPipelineBy by = SAT_PIPELINE_BY_STAGE;
  SatPipelineKind kind = SAT_PIPELINE_ALL;
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (SatReader) past = NULL;
  g_autoptr (GPtrArray) figures = NULL;
  gint64 us = G_MAXINT64;

  if (!read_options (cli, &by, &kind, error) || !sat_cli_instant (cli, &us, &zone, error))
    return SAT_EXIT_FAILED;
  if (us != G_MAXINT64) {
    past = sat_as_of_open (cli->store, "opportunity", us, zone, NULL, error);
    if (past == NULL)
      return SAT_EXIT_FAILED;
  }
  figures = sat_pipeline_figures (past != NULL ? past : cli->reader, by, kind, NULL, NULL, error);
  if (figures == NULL)
    return SAT_EXIT_FAILED;
  return (cli->json ? write_json (cli, figures, error) : write_text (cli, figures, error))
             ? SAT_EXIT_DONE
             : SAT_EXIT_FAILED;
}
