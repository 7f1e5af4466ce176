/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An option of a command or of all of them. */
typedef struct {
  const char *name;  /* without the dashes */
  const char *value; /* what its value is, for the help; NULL: it has none */
  const char *help;  /* translatable */
} SatOption;

/* What was typed, taken apart: options wherever they stand ("--name value" or "--name=value", the
 * last one counts), and the words between them. After "--" everything is a word. */
typedef struct _SatArguments SatArguments;

SatArguments *sat_arguments_new (void);
void sat_arguments_free (SatArguments *self);

/* The first word, which tells whose options the others are, with the options before it skipped.
 * NULL if there is none. */
const char *sat_arguments_find_command (char **argv, const SatOption *common);
/* Reads all of @argv (without the program's name). Both lists end with a NULL name; @options may be
 * NULL. Error: SAT_CLI_ERROR USAGE. */
gboolean sat_arguments_read (SatArguments *self,
                             char **argv,
                             const SatOption *common,
                             const SatOption *options,
                             GError **error);

/* The value of an option; "" for one without; NULL if it was not given. */
const char *sat_arguments_get (SatArguments *self, const char *name);
guint sat_arguments_n_words (SatArguments *self);
const char *sat_arguments_word (SatArguments *self, guint i); /* NULL beyond the last */
/* NULL-terminated, from word @first on. */
const char *const *sat_arguments_words (SatArguments *self, guint first);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatArguments, sat_arguments_free)

G_END_DECLS
