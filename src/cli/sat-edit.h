/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-cli.h"
#include "sat-entry.h"

G_BEGIN_DECLS

/* What new, set, delete and undelete share. */

/* Adds the words from @first on, each "field=value". Error: USAGE for one without a '='. */
gboolean sat_edit_read (SatCli *cli, guint first, SatEntry *entry, GError **error);
/* Writes the entry as one change named @label. *@id: the record. */
gboolean
sat_edit_apply (SatCli *cli, SatEntry *entry, const char *label, gint64 *id, GError **error);
/* Writes {"id":""} or the id alone. */
SatExit sat_edit_tell_id (SatCli *cli, gint64 id, GError **error);
/* Runs @func with the record that word 0 names as *data, and writes {"id":"","change":""}. */
SatExit sat_edit_record (SatCli *cli,
                         const char *label,
                         gboolean (*func) (SatWriter *writer, gint64 id, GError **error),
                         GError **error);

G_END_DECLS
