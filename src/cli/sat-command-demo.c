/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-command.h"
#include "sat-output.h"

#include <glib/gi18n-lib.h>

#include "sat-demo.h"

static gboolean
count_records (SatCli *cli, gint64 *n, GError **error)
{
  guint n_types;
  const SatType *const *types =
      sat_registry_types (sat_reader_get_registry (cli->reader), &n_types);

  *n = 0;
  for (guint i = 0; i < n_types; i++) {
    g_autoptr (GError) failure = NULL;

    *n += sat_reader_count (cli->reader, types[i], &failure);
    if (failure != NULL) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
tell (SatCli *cli, gint64 records, GError **error)
{
  g_autoptr (SatJsonWriter) writer = NULL;

  if (!cli->json) {
    fprintf (cli->out, ngettext ("%lu record\n", "%lu records\n", (gulong)records),
             (gulong)records);
    return TRUE;
  }
  writer = sat_output_json (cli);
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_int (writer, "records", records);
  sat_json_writer_end_object (writer);
  return sat_output_finish (writer, error);
}

SatExit
sat_command_demo (SatCli *cli, GError **error)
{
  SatDemoSize size = {0};
  guint seed = 0;
  gint64 records;

  if (!sat_cli_number (cli, "contacts", &size.contacts, error) ||
      !sat_cli_number (cli, "deals", &size.deals, error) ||
      !sat_cli_number (cli, "activities", &size.activities, error) ||
      !sat_cli_number (cli, "seed", &seed, error))
    return SAT_EXIT_FAILED;
  size.seed = seed;
  if (!sat_demo_fill (cli->store, &size, NULL, NULL, NULL, error) ||
      (sat_cli_has (cli, "for-server") &&
       !sat_store_set_setting (cli->store, "demo", NULL, error)) ||
      !count_records (cli, &records, error) || !tell (cli, records, error))
    return SAT_EXIT_FAILED;
  return SAT_EXIT_DONE;
}
