/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-command.h"
#include "sat-edit.h"

#include <glib/gi18n-lib.h>

SatExit
sat_command_set (SatCli *cli, GError **error)
{
  const SatType *type;
  gint64 id = sat_cli_record (cli, sat_cli_word (cli, 0), &type, NULL, error);
  g_autoptr (SatEntry) entry = id != 0 ? sat_entry_new (type, id) : NULL;
  g_autofree char *label = NULL;

  if (entry == NULL || !sat_edit_read (cli, 1, entry, error))
    return SAT_EXIT_FAILED;
  /* Translators: %s is what a record is called. */
  label = g_strdup_printf (_ ("Edit: %s"), sat_reader_title (cli->reader, id));
  if (!sat_edit_apply (cli, entry, label, &id, error))
    return SAT_EXIT_FAILED;
  return sat_edit_tell_id (cli, id, error);
}
