/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-admin.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define USER_OPTIONS " password-file= role= manager= team=* territory=* full-name= mail= "

const SatAdminCommand sat_admin_commands[] = {
    {"init", "--admin NAME --password-file FILE", N_ ("Make a folder for a new server."),
     .options = " admin= password-file= ", .password = TRUE, .creates = TRUE, .run = sat_admin_init,
     .print = sat_admin_print_user},
    {"user add", "NAME --password-file FILE --role rep|manager|admin|reader",
     N_ ("Let somebody sign in."), .options = USER_OPTIONS, .least = 1, .most = 1, .password = TRUE,
     .run = sat_admin_user_add, .print = sat_admin_print_user},
    {"user set", "NAME [OPTION...]", N_ ("Change a user's role, manager, teams or territories."),
     .options = USER_OPTIONS, .least = 1, .most = 1, .run = sat_admin_user_set,
     .print = sat_admin_print_user},
    {"user list", "", N_ ("List the users."), .run = sat_admin_user_list,
     .print = sat_admin_print_users},
    {"user disable", "NAME", N_ ("Let somebody sign in no more."), .least = 1, .most = 1,
     .run = sat_admin_user_disable, .print = sat_admin_print_user},
    {"user enable", "NAME", N_ ("Let somebody sign in again."), .least = 1, .most = 1,
     .run = sat_admin_user_enable, .print = sat_admin_print_user},
    {"user password", "NAME --password-file FILE",
     N_ ("Give a user another password and end their sessions."),
     .options = " password-file= ", .least = 1, .most = 1, .password = TRUE,
     .run = sat_admin_user_password, .print = sat_admin_print_user},
    {"team add", "NAME [--parent TEAM]", N_ ("Add a team."), .options = " parent= ", .least = 1,
     .most = 1, .run = sat_admin_team_add, .print = sat_admin_print_unit},
    {"team remove", "NAME", N_ ("Remove a team."), .least = 1, .most = 1,
     .run = sat_admin_team_remove, .print = sat_admin_print_unit},
    {"team list", "", N_ ("List the teams."), .run = sat_admin_team_list,
     .print = sat_admin_print_units},
    {"territory add", "NAME [--parent TERRITORY]", N_ ("Add a territory."), .options = " parent= ",
     .least = 1, .most = 1, .run = sat_admin_territory_add, .print = sat_admin_print_unit},
    {"territory remove", "NAME", N_ ("Remove a territory."), .least = 1, .most = 1,
     .run = sat_admin_territory_remove, .print = sat_admin_print_unit},
    {"territory list", "", N_ ("List the territories."), .run = sat_admin_territory_list,
     .print = sat_admin_print_units},
    {"device list", "", N_ ("List the devices that have signed in."), .run = sat_admin_device_list,
     .print = sat_admin_print_devices},
    {"device revoke", "ID --reason lost|offboarded", N_ ("Shut a device out."),
     .options = " reason= ", .least = 1, .most = 1, .run = sat_admin_device_revoke,
     .print = sat_admin_print_device},
    {"backup", "FILE", N_ ("Copy everything into a file and two beside it."), .least = 1, .most = 1,
     .file = TRUE, .run = sat_admin_backup, .print = sat_admin_print_file},
    {"restore", "FILE", N_ ("Go back to a backup."), .least = 1, .most = 1, .creates = TRUE,
     .file = TRUE, .exclusive = TRUE, .run = sat_admin_restore, .print = sat_admin_print_file},
    {"verify", "", N_ ("Look whether the data is sound."), .run = sat_admin_verify,
     .print = sat_admin_print_verify},
    {"erase", "TYPE ID", N_ ("Remove a record for ever, with all that hangs from it."), .least = 2,
     .most = 2, .run = sat_admin_erase, .print = sat_admin_print_erased},
    {NULL},
};

const SatAdminCommand *
sat_admin_command_find (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (const SatAdminCommand *command = sat_admin_commands; command->name != NULL; command++)
    if (strcmp (command->name, name) == 0)
      return command;
  return NULL;
}
