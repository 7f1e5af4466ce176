/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-cli.h"

G_BEGIN_DECLS

/**
 * SatCommandNeeds:
 * @SAT_COMMAND_FILE_NONE: no database, or the command opens it itself.
 * @SAT_COMMAND_FILE_IF_THERE: reads it if there is one.
 * @SAT_COMMAND_FILE_READ: reads it.
 * @SAT_COMMAND_FILE_WRITE: changes it; it must be there.
 * @SAT_COMMAND_FILE_CREATE: changes it, and makes it if it is missing.
 */
typedef enum {
  SAT_COMMAND_FILE_NONE,
  SAT_COMMAND_FILE_IF_THERE,
  SAT_COMMAND_FILE_READ,
  SAT_COMMAND_FILE_WRITE,
  SAT_COMMAND_FILE_CREATE,
} SatCommandNeeds;

/* What a command does: writes its result to cli->out. Anything but SAT_EXIT_FAILED leaves @error
 * alone. */
typedef SatExit (*SatCommandRun) (SatCli *cli, GError **error);

struct _SatCommand {
  const char *name;
  const char *usage; /* what follows the name */
  const char *help;  /* one line, translatable */
  const SatOption *options;
  guint least, most; /* words after the name */
  SatCommandNeeds needs;
  SatCommandRun run;
};

/* Ends with a NULL name. */
extern const SatCommand sat_commands[];
extern const SatOption sat_common_options[];

const SatCommand *sat_command_find (const char *name); /* NULL if there is none */

/* One a file: sat-command-<name>.c. */
SatExit sat_command_agenda (SatCli *cli, GError **error);
SatExit sat_command_attach (SatCli *cli, GError **error);
SatExit sat_command_attachment (SatCli *cli, GError **error);
SatExit sat_command_attachments (SatCli *cli, GError **error);
SatExit sat_command_backup (SatCli *cli, GError **error);
SatExit sat_command_conflicts (SatCli *cli, GError **error);
SatExit sat_command_delete (SatCli *cli, GError **error);
SatExit sat_command_demo (SatCli *cli, GError **error);
SatExit sat_command_export (SatCli *cli, GError **error);
SatExit sat_command_forecast (SatCli *cli, GError **error);
SatExit sat_command_get (SatCli *cli, GError **error);
SatExit sat_command_history (SatCli *cli, GError **error);
SatExit sat_command_import (SatCli *cli, GError **error);
SatExit sat_command_list (SatCli *cli, GError **error);
SatExit sat_command_login (SatCli *cli, GError **error);
SatExit sat_command_new (SatCli *cli, GError **error);
SatExit sat_command_pipeline (SatCli *cli, GError **error);
SatExit sat_command_proposals (SatCli *cli, GError **error);
SatExit sat_command_queue (SatCli *cli, GError **error);
SatExit sat_command_redo (SatCli *cli, GError **error);
SatExit sat_command_rejected (SatCli *cli, GError **error);
SatExit sat_command_merge (SatCli *cli, GError **error);
SatExit sat_command_unmerge (SatCli *cli, GError **error);
SatExit sat_command_duplicates (SatCli *cli, GError **error);
SatExit sat_command_resolve (SatCli *cli, GError **error);
SatExit sat_command_restore (SatCli *cli, GError **error);
SatExit sat_command_search (SatCli *cli, GError **error);
SatExit sat_command_set (SatCli *cli, GError **error);
SatExit sat_command_status (SatCli *cli, GError **error);
SatExit sat_command_sync (SatCli *cli, GError **error);
SatExit sat_command_types (SatCli *cli, GError **error);
SatExit sat_command_undelete (SatCli *cli, GError **error);
SatExit sat_command_undo (SatCli *cli, GError **error);
SatExit sat_command_undo_import (SatCli *cli, GError **error);
SatExit sat_command_verify (SatCli *cli, GError **error);

G_END_DECLS
