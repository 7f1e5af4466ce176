/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-command.h"
#include "sat-edit.h"

#include <glib/gi18n-lib.h>

SatExit
sat_command_new (SatCli *cli, GError **error)
{
  const SatType *type = sat_cli_type (cli, sat_cli_word (cli, 0), error);
  g_autoptr (SatEntry) entry = type != NULL ? sat_entry_new (type, 0) : NULL;
  g_autofree char *label = NULL;
  gint64 id;

  if (entry == NULL || !sat_edit_read (cli, 1, entry, error))
    return SAT_EXIT_FAILED;
  /* Translators: %s is a type of record, such as Contact. */
  label = g_strdup_printf (_ ("New: %s"), sat_type_get_label (type));
  if (!sat_edit_apply (cli, entry, label, &id, error))
    return SAT_EXIT_FAILED;
  return sat_edit_tell_id (cli, id, error);
}
