/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-command.h"
#include "sat-net-login.h"
#include "sat-output.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The first line of the file. */
static char *
read_password (SatCli *cli, GError **error)
{
  const char *path = sat_cli_option (cli, "password-file");
  char *text = NULL;

  if (path == NULL) {
    g_set_error_literal (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE,
                         _ ("login needs --user and --password-file"));
    return NULL;
  }
  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  text[strcspn (text, "\r\n")] = '\0';
  return text;
}

static gboolean
tell (SatCli *cli, const SatNetLogin *login, GError **error)
{
  g_autoptr (SatJsonWriter) writer = NULL;

  if (!cli->json) {
    fprintf (cli->out, _ ("Signed in to %s as %s (%s), device %u\n"), login->server, login->user,
             login->role, login->device);
    if (login->in_file)
      sat_output_message (cli,
                          _ ("There is no keyring: what proves who you are is kept in “%s.secret”, "
                             "which only you can read."),
                          cli->path);
    return TRUE;
  }
  writer = sat_output_json (cli);
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_string (writer, "user", login->user);
  sat_json_writer_string (writer, "role", login->role);
  sat_json_writer_int (writer, "device", login->device);
  sat_json_writer_string (writer, "server", login->server);
  sat_json_writer_end_object (writer);
  return sat_output_finish (writer, error);
}

SatExit
sat_command_login (SatCli *cli, GError **error)
{
  const char *user = sat_cli_option (cli, "user");
  g_autofree char *password = NULL;
  g_auto (SatNetLogin) login = {0};

  if (user == NULL) {
    g_set_error_literal (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE,
                         _ ("login needs --user and --password-file"));
    return SAT_EXIT_FAILED;
  }
  password = read_password (cli, error);
  /* Only now: what was mistyped makes no file. */
  if (password == NULL || !sat_cli_open (cli, TRUE, TRUE, error) ||
      !sat_net_login (cli->store, sat_cli_word (cli, 0), user, password, &login, NULL, error))
    return SAT_EXIT_FAILED;
  return tell (cli, &login, error) ? SAT_EXIT_DONE : SAT_EXIT_FAILED;
}
