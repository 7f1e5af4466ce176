/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-arguments.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-cli.h"

struct _SatArguments {
  GHashTable *options; /* name -> char* */
  GPtrArray *words;    /* char*, NULL at the end */
};

SatArguments *
sat_arguments_new (void)
{
  SatArguments *self = g_new0 (SatArguments, 1);

  self->options = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->words = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->words, NULL);
  return self;
}

void
sat_arguments_free (SatArguments *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->options);
  g_ptr_array_unref (self->words);
  g_free (self);
}

/* "-5" and a lone "-" are words, as no option looks like that. */
static gboolean
is_option (const char *argument)
{
  return argument[0] == '-' &&
         (g_ascii_isalpha (argument[1]) || (argument[1] == '-' && argument[2] != '\0'));
}

static const SatOption *
find_option (const SatOption *options, const char *name, gsize length)
{
  for (; options != NULL && options->name != NULL; options++)
    if (strlen (options->name) == length && strncmp (options->name, name, length) == 0)
      return options;
  return NULL;
}

const char *
sat_arguments_find_command (char **argv, const SatOption *common)
{
  for (; *argv != NULL; argv++) {
    const char *name = *argv + 2;
    const SatOption *option;

    if (strcmp (*argv, "--") == 0)
      return argv[1];
    if (!is_option (*argv))
      return *argv;
    option = (*argv)[1] == '-' ? find_option (common, name, strcspn (name, "=")) : NULL;
    if (option != NULL && option->value != NULL && strchr (name, '=') == NULL && argv[1] != NULL)
      argv++;
  }
  return NULL;
}

/* Reads the option at **@argv and moves on to the last argument that belongs to it. */
static gboolean
read_option (SatArguments *self,
             char ***argv,
             const SatOption *common,
             const SatOption *options,
             GError **error)
{
  const char *argument = **argv, *name = argument + 2, *value = "";
  gsize length = strcspn (name, "=");
  const SatOption *option = NULL;

  if (strcmp (argument, "-h") == 0) {
    name = "help";
    length = strlen (name);
  }
  if (argument[1] == '-' || strcmp (argument, "-h") == 0) {
    option = find_option (options, name, length);
    if (option == NULL)
      option = find_option (common, name, length);
  }
  if (option == NULL) {
    g_set_error (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE, _ ("There is no option %s"), argument);
    return FALSE;
  }
  if (option->value != NULL) {
    value = name[length] == '=' ? name + length + 1 : *++*argv;
    if (value == NULL) {
      g_set_error (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE, _ ("--%s needs a value: %s"),
                   option->name, option->value);
      return FALSE;
    }
  } else if (name[length] == '=') {
    g_set_error (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE, _ ("--%s takes no value"),
                 option->name);
    return FALSE;
  }
  g_hash_table_replace (self->options, g_strdup (option->name), g_strdup (value));
  return TRUE;
}

gboolean
sat_arguments_read (SatArguments *self,
                    char **argv,
                    const SatOption *common,
                    const SatOption *options,
                    GError **error)
{
  gboolean only_words = FALSE;

  g_return_val_if_fail (self != NULL && argv != NULL && common != NULL, FALSE);

  for (; *argv != NULL; argv++) {
    if (!only_words && strcmp (*argv, "--") == 0)
      only_words = TRUE;
    else if (only_words || !is_option (*argv))
      g_ptr_array_insert (self->words, (gint)self->words->len - 1, g_strdup (*argv));
    else if (!read_option (self, &argv, common, options, error))
      return FALSE;
  }
  return TRUE;
}

const char *
sat_arguments_get (SatArguments *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);
  return g_hash_table_lookup (self->options, name);
}

guint
sat_arguments_n_words (SatArguments *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->words->len - 1;
}

const char *
sat_arguments_word (SatArguments *self, guint i)
{
  g_return_val_if_fail (self != NULL, NULL);
  return i < self->words->len ? self->words->pdata[i] : NULL;
}

const char *const *
sat_arguments_words (SatArguments *self, guint first)
{
  g_return_val_if_fail (self != NULL, NULL);
  return (const char *const *)self->words->pdata + MIN (first, self->words->len - 1);
}
