/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-db.h"
#include "sat-test.h"

G_BEGIN_DECLS

/* Short ways to work with a database whose failure ends the test. */

/* Opens @path; freed with sat_connection_unref(). */
SatConnection *sat_test_db_open (const char *path, SatOpenMode mode);
/* Opening @path must fail with @code; the message goes to the test's log. */
void sat_test_db_open_fails (const char *path, SatOpenMode mode, SatDbError code);

/* Runs statements without parameters. */
void sat_test_db_run (SatConnection *connection, const char *sql);
/* A statement that the connection keeps for the next time; g_autoptr(). */
SatStatement *sat_test_db_prepare (SatConnection *connection, const char *sql);
/* FALSE after the last row. */
gboolean sat_test_db_step (SatStatement *statement);
/* The first value of the first row; there must be a row. */
gint64 sat_test_db_int (SatConnection *connection, const char *sql);
/* The same as text; g_free(). */
char *sat_test_db_text (SatConnection *connection, const char *sql);

/* Whole integrity and foreign key check. */
void sat_test_db_check (SatConnection *connection);

/* SHA-256 of a file's bytes; "" when there is none. g_free(). */
char *sat_test_file_digest (const char *path);
/* How many entries the folder of @path has. */
guint sat_test_folder_count (const char *path);

/* A fixture: the path of a file that is not there yet, in a folder of its own. */
typedef struct {
  SatTestDir *dir;
  char *path;
} SatTestFile;

void sat_test_file_set_up (SatTestFile *self, gconstpointer data);
void sat_test_file_tear_down (SatTestFile *self, gconstpointer data);

G_END_DECLS
