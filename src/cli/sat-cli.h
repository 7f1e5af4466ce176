/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The command line: satchelctl, the same core without a window. sat-command.h has the table of
 * commands, each of which is a file of its own; sat-arguments.h reads what was typed, and
 * sat-output.h writes results as JSON or for people. docs/cli.md describes it for users. */

#pragma once

#include <stdio.h>

#include "sat-arguments.h"
#include "sat-reader.h"

G_BEGIN_DECLS

/* Exit statuses. */
typedef enum {
  SAT_EXIT_DONE = 0,
  SAT_EXIT_FAILED = 1,
  SAT_EXIT_USAGE = 2,
  SAT_EXIT_PARTLY = 3, /* done, with rejected rows or unknown files */
} SatExit;

/**
 * SatCliError:
 * @SAT_CLI_ERROR_USAGE: the command line is wrong; the usage is shown and the status is 2.
 * @SAT_CLI_ERROR_SILENT: the result has been written and says what failed.
 */
typedef enum {
  SAT_CLI_ERROR_USAGE,
  SAT_CLI_ERROR_SILENT,
} SatCliError;

#define SAT_CLI_ERROR (sat_cli_error_quark ())
GQuark sat_cli_error_quark (void);

typedef struct _SatCommand SatCommand;

/* One run of a command. */
typedef struct {
  const SatCommand *command;
  SatArguments *arguments;
  char *path; /* of the database */
  gboolean json;
  gboolean created;      /* this run has made the file */
  SatRegistry *registry; /* built-in types; NULL: the usual ones */
  SatStore *store;       /* NULL if the command needs none, or there is no file yet */
  SatReader *reader;     /* the store's */
  FILE *out, *err;
} SatCli;

/* Runs one command line. @registry: NULL for the built-in one. Result: the exit status. */
int sat_cli_run (int argc, char **argv, SatRegistry *registry, FILE *out, FILE *err);

/* The option's value; NULL if it was not given. */
const char *sat_cli_option (SatCli *self, const char *name);
gboolean sat_cli_has (SatCli *self, const char *name);
/* The word after the command, counted from 0; NULL beyond the last. */
const char *sat_cli_word (SatCli *self, guint i);
/* A whole number from 0 on. FALSE with USAGE: it is none. *@number is untouched if not given. */
gboolean sat_cli_number (SatCli *self, const char *name, guint *number, GError **error);
/* --as-of: a microsecond; *@us is untouched if not given. *@zone: --zone, else that of the machine.
 * Error: USAGE. */
gboolean sat_cli_instant (SatCli *self, gint64 *us, GTimeZone **zone, GError **error);

/* The type named by @name. Error: UNKNOWN. */
const SatType *sat_cli_type (SatCli *self, const char *name, GError **error);
/* The record with public id @text. *@type may be NULL for a stub. Error: NOT_FOUND. */
gint64 sat_cli_record (
    SatCli *self, const char *text, const SatType **type, gboolean *deleted, GError **error);
/* The public id of a change, "" for 0. g_free(). */
char *sat_cli_change_id (SatCli *self, gint64 change);

/* Opens the file. @create: makes it, with its workspace, if it is missing. Sets @store and @reader.
 */
gboolean sat_cli_open (SatCli *self, gboolean write, gboolean create, GError **error);
void sat_cli_close (SatCli *self);
/* Before a file is opened: what its server ordered to remove is removed. @create: a new file may
 * take the place of one that is. Error: SAT_SYNC_ERROR_REVOKED. */
gboolean sat_cli_check_wiped (SatCli *self, gboolean create, GError **error);
/* The server of a file that was removed, and has a successor, may still want to know. */
void sat_cli_tell_wiped (SatCli *self);

G_END_DECLS
