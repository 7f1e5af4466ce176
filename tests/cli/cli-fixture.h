/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "sat-test.h"

/* Runs the real satchelctl against a database in a directory of its own. */
typedef struct {
  SatTestDir *dir;
  char *db;
} CliFixture;

CliFixture *cli_fixture_new (void);
void cli_fixture_free (CliFixture *self);

/* Runs "satchelctl --db DB ARGS..." (NULL-terminated), which must end with @status. Standard
 * output; g_free(). */
char *cli_run (CliFixture *self, int status, ...) G_GNUC_NULL_TERMINATED;
/* The same with --json, read strictly. (transfer full) */
JsonNode *cli_json (CliFixture *self, int status, ...) G_GNUC_NULL_TERMINATED;
/* Makes a record; its id; g_free(). */
char *cli_new (CliFixture *self, ...) G_GNUC_NULL_TERMINATED;
/* The code of the failure that the command must end with. */
void cli_fails (CliFixture *self, const char *code, ...) G_GNUC_NULL_TERMINATED;

/* The compact text of a member; g_free(). */
char *cli_member (JsonNode *object, const char *name);
void cli_assert_member (JsonNode *object, const char *name, const char *json);
/* The text of a string member. */
const char *cli_string (JsonNode *object, const char *name);
guint cli_length (JsonNode *array);
JsonNode *cli_element (JsonNode *array, guint i);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliFixture, cli_fixture_free)
