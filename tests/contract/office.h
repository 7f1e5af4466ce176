/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-fixture.h"

G_BEGIN_DECLS

/* A real satchel-server over a folder of its own, and real satchelctl processes as laptops. All of
 * it ends with the test. */
typedef struct {
  SatTestDir *dir;
  char *data, *password_file;
  GPid pid; /* 0: it does not run */
  char *url;
  int log;
  guint port; /* that it had before; 0: any */
} Office;

/* With the administrator "boss", running. */
Office *office_new (void);
void office_free (Office *self);
/* Again at the same address. */
void office_start (Office *self);
/* FALSE: it ends, or has ended, without having listened. */
gboolean office_try_start (Office *self);
/* SIGTERM, or SIGKILL. */
void office_stop (Office *self, int signal);
/* "satchel-server ARGS... --data DIR --json", which must end with 0; what it says (transfer full),
 * NULL for nothing. */
JsonNode *office_run (Office *self, ...) G_GNUC_NULL_TERMINATED;
/* @role: "rep" ... Further options until NULL. */
void office_add_user (Office *self, const char *name, const char *role, ...) G_GNUC_NULL_TERMINATED;

/* A laptop with a file that has joined as @user, with all that the server gives it. */
CliFixture *laptop_new (Office *office, const char *user);
void laptop_login (CliFixture *laptop, Office *office, const char *user);
/* Must end with 0. */
void laptop_sync (CliFixture *laptop);
/* The same; what it says (transfer full). @status: its exit status. */
JsonNode *laptop_sync_said (CliFixture *laptop, int status);
/* A field of a record as satchelctl shows it, as compact JSON. g_free(). */
char *laptop_get (CliFixture *laptop, const char *id, const char *field);
void laptop_assert (CliFixture *laptop, const char *id, const char *field, const char *json);
gint64 laptop_status_int (CliFixture *laptop, const char *member);
void laptop_assert_state (CliFixture *laptop, const char *state);
void laptop_set (CliFixture *laptop, const char *id, const char *assignment);
/* verify is clean, and both hold the same (of administrators). */
void laptop_assert_sound (CliFixture *laptop);
void laptop_assert_same (CliFixture *a, CliFixture *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Office, office_free)

G_END_DECLS
