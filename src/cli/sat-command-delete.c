/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-command.h"
#include "sat-edit.h"

#include <glib/gi18n-lib.h>

SatExit
sat_command_delete (SatCli *cli, GError **error)
{
  return sat_edit_record (cli, _ ("Delete"), sat_writer_delete, error);
}
