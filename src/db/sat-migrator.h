/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-connection.h"

G_BEGIN_DECLS

#define SAT_DB_APPLICATION_ID 0x53617463 /* "Satc" */

/* One step: takes the file from version - 1 to version. Immutable once released. Foreign keys are
 * off while it runs, so that it may rebuild a table, and are checked after it (CONSTRAINT). */
typedef struct {
  int version;
  const char *why;
  gboolean (*apply) (SatConnection *connection, gpointer data, GError **error);
} SatMigration;

/* Brings the file to the last of @steps (ordered from version 1, without holes), all missing steps
 * in one transaction each, which also sets user_version; a failed step leaves the file as it was
 * and ends the run. A fresh file gets the application id; a file with another application id is
 * CORRUPT ("not a Satchel file"); a version above the last step is TOO_NEW. */
gboolean sat_migrator_run (SatConnection *connection,
                           const SatMigration *steps,
                           gsize n_steps,
                           gpointer data,
                           GError **error);
/* Checks without changing: the file's version in *@version. */
gboolean sat_migrator_check (SatConnection *connection,
                             const SatMigration *steps,
                             gsize n_steps,
                             int *version,
                             GError **error);

G_END_DECLS
