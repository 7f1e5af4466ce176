/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-cli.h"

#include <glib/gi18n-lib.h>

#include "sat-command.h"
#include "sat-output.h"

G_DEFINE_QUARK (sat - cli - error - quark, sat_cli_error)

static void
print_options (const SatOption *options, FILE *out)
{
  for (; options != NULL && options->name != NULL; options++) {
    g_autofree char *left =
        g_strdup_printf ("--%s%s%s", options->name, options->value != NULL ? " " : "",
                         options->value != NULL ? options->value : "");

    fprintf (out, "  %-22s  %s\n", left, _ (options->help));
  }
}

static void
print_command_help (const SatCommand *command, FILE *out)
{
  fprintf (out, "%s satchelctl %s%s%s%s\n\n%s\n", _ ("Usage:"), command->name,
           command->options != NULL ? _ (" [OPTION...]") : "", *command->usage != '\0' ? " " : "",
           command->usage, _ (command->help));
  if (command->options != NULL) {
    fprintf (out, "\n%s\n", _ ("Options:"));
    print_options (command->options, out);
  }
  fprintf (out, "\n%s\n", _ ("Options of every command:"));
  print_options (sat_common_options, out);
}

static void
print_help (FILE *out)
{
  fprintf (out, "%s satchelctl [--db FILE] [--json] %s\n\n%s\n\n%s\n", _ ("Usage:"),
           _ ("COMMAND [ARGUMENT...]"), _ ("Work with Satchel's data without its window."),
           _ ("Commands:"));
  for (const SatCommand *command = sat_commands; command->name != NULL; command++)
    fprintf (out, "  %-12s  %s\n", command->name, _ (command->help));
  fprintf (out, "\n%s\n", _ ("Options:"));
  print_options (sat_common_options, out);
  fprintf (out, "\n%s\n",
           _ ("“satchelctl COMMAND --help” says more about a command.\n"
              "Exit status: 0 done, 1 failed, 2 wrong usage, 3 done but something was rejected."));
}

static void
print_usage (SatCli *self)
{
  if (self->command != NULL)
    fprintf (self->err, "%s satchelctl %s%s%s%s\n", _ ("Usage:"), self->command->name,
             self->command->options != NULL ? _ (" [OPTION...]") : "",
             *self->command->usage != '\0' ? " " : "", self->command->usage);
  else
    fprintf (self->err, "%s satchelctl [--db FILE] [--json] %s\n%s\n", _ ("Usage:"),
             _ ("COMMAND [ARGUMENT...]"), _ ("“satchelctl --help” lists the commands."));
}

static gboolean
check_words (SatCli *self, GError **error)
{
  guint n = sat_arguments_n_words (self->arguments) - 1;

  if (n < self->command->least)
    g_set_error (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE, _ ("%s needs more: %s"),
                 self->command->name, self->command->usage);
  else if (n > self->command->most)
    g_set_error (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE, _ ("%s does not take “%s”"),
                 self->command->name, sat_cli_word (self, self->command->most));
  else
    return TRUE;
  return FALSE;
}

static gboolean
open_needed (SatCli *self, GError **error)
{
  switch (self->command->needs) {
  case SAT_COMMAND_FILE_NONE:
    return TRUE;
  case SAT_COMMAND_FILE_IF_THERE:
    if (g_file_test (self->path, G_FILE_TEST_EXISTS))
      return sat_cli_open (self, FALSE, FALSE, error);
    sat_cli_check_wiped (self, FALSE, NULL);
    return TRUE;
  case SAT_COMMAND_FILE_READ:
    return sat_cli_open (self, FALSE, FALSE, error);
  case SAT_COMMAND_FILE_WRITE:
    return sat_cli_open (self, TRUE, FALSE, error);
  case SAT_COMMAND_FILE_CREATE:
  default:
    return sat_cli_open (self, TRUE, TRUE, error);
  }
}

/* TRUE: the command line asked for no more than a word about the program. */
static gboolean
answer_questions (SatCli *self, int argc)
{
  if (sat_cli_has (self, "version")) {
    fprintf (self->out, "satchelctl %s\n", SAT_VERSION);
    return TRUE;
  }
  if (!sat_cli_has (self, "help"))
    return FALSE;
  if (self->command != NULL)
    print_command_help (self->command, self->out);
  else
    print_help (self->out);
  return TRUE;
}

static SatExit
run (SatCli *self, int argc, char **argv, GError **error)
{
  const char *name = sat_arguments_find_command (argv + MIN (1, argc), sat_common_options);

  self->command = name != NULL ? sat_command_find (name) : NULL;
  if (!sat_arguments_read (self->arguments, argv + MIN (1, argc), sat_common_options,
                           self->command != NULL ? self->command->options : NULL, error))
    return SAT_EXIT_FAILED;
  self->json = sat_cli_has (self, "json");
  if (name != NULL && self->command == NULL) {
    g_set_error (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE, _ ("There is no command “%s”"), name);
    return SAT_EXIT_FAILED;
  }
  if (answer_questions (self, argc))
    return SAT_EXIT_DONE;
  if (self->command == NULL) {
    g_set_error_literal (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE, _ ("Which command?"));
    return SAT_EXIT_FAILED;
  }
  self->path =
      sat_cli_has (self, "db") ? g_strdup (sat_cli_option (self, "db")) : sat_store_default_path ();
  if (!check_words (self, error) || !open_needed (self, error))
    return SAT_EXIT_FAILED;
  return self->command->run (self, error);
}

/* A wrong option must not hide that errors were asked for as JSON. */
static gboolean
wants_json (int argc, char **argv)
{
  for (int i = 1; i < argc && g_strcmp0 (argv[i], "--") != 0; i++)
    if (g_strcmp0 (argv[i], "--json") == 0)
      return TRUE;
  return FALSE;
}

int
sat_cli_run (int argc, char **argv, SatRegistry *registry, FILE *out, FILE *err)
{
  g_autoptr (SatArguments) arguments = sat_arguments_new ();
  g_autoptr (GError) error = NULL;
  SatCli self = {.arguments = arguments, .registry = registry, .out = out, .err = err};
  SatExit status;

  g_return_val_if_fail (argv != NULL && out != NULL && err != NULL, SAT_EXIT_FAILED);

  self.json = wants_json (argc, argv);
  status = run (&self, argc, argv, &error);
  if (error != NULL) {
    sat_output_error (&self, error);
    if (g_error_matches (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE)) {
      print_usage (&self);
      status = SAT_EXIT_USAGE;
    }
  }
  sat_cli_close (&self);
  g_free (self.path);
  return status;
}
