/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-mutation.h"
#include "sat-push-answer.h"
#include "sat-push.h"
#include "sat-server.h"
#include "sat-test.h"

/* A server in a folder of its own, and laptops that push to it. */

typedef struct {
  SatTestDir *dir;
  char *folder;
  SatClock *clock;
  SatServer *server;
} SatTestServer;

SatTestServer *sat_test_server_new (void);
void sat_test_server_free (SatTestServer *self);
void sat_test_server_reopen (SatTestServer *self);
/* A minute goes by. */
void sat_test_server_wait (SatTestServer *self);

/* A person's laptop. */
typedef struct {
  SatTestServer *server;
  SatCaller caller;
  char *name;
  gint64 last_m;
  SatChain hash;
  GPtrArray *lines; /* of GBytes: all that was ever made */
  guint sent;       /* of them, how many were pushed */
  gint64 x;         /* of the mutations that are made now; 0: alone */
  SatUuid u;        /* of the last one made */
} SatTestLaptop;

/* Equal @names are one person. */
SatTestLaptop *
sat_test_laptop_new (SatTestServer *server, const char *name, SatRole role, guint32 device);
void sat_test_laptop_free (SatTestLaptop *self);

/* Makes a mutation. @fields: JSON, NULL: none. @bases: "name=version name=u:uuid", NULL: none.
 * @into: of merges, NULL: none. */
void sat_test_laptop_edit (SatTestLaptop *self,
                           SatOp op,
                           const char *type,
                           const SatUuid *id,
                           gint64 rb,
                           const char *fields,
                           const char *bases,
                           const SatUuid *into);
void sat_test_laptop_line (SatTestLaptop *self, const char *line);
/* What is to be sent. */
GBytes *sat_test_laptop_body (SatTestLaptop *self);
/* Sends it; all goes well. */
SatPushAnswer *sat_test_laptop_push (SatTestLaptop *self);
/* The same, and expects one result: "ok", "conflict" or, for a refusal, its code. */
void sat_test_laptop_expect (SatTestLaptop *self, const char *outcome);

/* "ok" or what the answer says of @m. */
const char *sat_test_outcome (const SatPushAnswer *answer, gint64 m);

/* A record as it stands on the server: its fields as JSON, "deleted", or NULL. g_free(). */
char *sat_test_server_fields (SatTestServer *self, const SatUuid *id);
void sat_test_server_assert (SatTestServer *self, const SatUuid *id, const char *fields);
char *sat_test_server_clocks (SatTestServer *self, const SatUuid *id);
/* "name=version" of a field as an editor sees it now. */
char *sat_test_server_base (SatTestServer *self, const SatUuid *id, const char *field);
gint64 sat_test_server_seq (SatTestServer *self, const SatUuid *id);
SatUuid sat_test_server_root (SatTestServer *self, const SatUuid *id);
/* One field of a record as JSON, "null" if it is empty. */
char *sat_test_server_value (SatTestServer *self, const SatUuid *id, const char *field);
/* Rows of history as "field value fate" lines, by seq. */
char *sat_test_server_history (SatTestServer *self, const SatUuid *record);
/* The conflicts below a root: "kind field value winner state" lines. */
char *sat_test_server_conflicts (SatTestServer *self, const SatUuid *root);
SatUuid sat_test_server_conflict (SatTestServer *self, const SatUuid *root);
