/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-outbox.h"
#include "sat-test-store.h"

G_BEGIN_DECLS

/* A server in a few lines, for tests of what a file does with one: it lets everybody hold
 * everything, merges by the rule of the protocol, and keeps all in memory. What it holds in the end
 * is what the file must hold. */
typedef struct {
  SatUuid uuid, root;
  char *type;
  gint64 seq;
  gboolean deleted;
  SatClocks *clocks;
  SatWireFields *fields; /* kept when it is deleted */
} SatTestServerRecord;

#define SAT_TEST_SERVER_EPOCH "00000000000000e1"

typedef struct _SatTestServer SatTestServer;

/* Why a mutation is refused: a code, "" for a proposal; NULL: it is not. */
typedef const char *(*SatTestRefuse) (const SatMutation *mutation, gpointer data);

SatTestServer *sat_test_server_new (void);
void sat_test_server_free (SatTestServer *self);
void sat_test_server_set_refuse (SatTestServer *self, SatTestRefuse refuse, gpointer data);
/* Each field of what is replaced is told as history. */
void sat_test_server_set_history (SatTestServer *self, gboolean history);

const SatTestServerRecord *sat_test_server_get (SatTestServer *self, const SatUuid *uuid);
GList *sat_test_server_all (SatTestServer *self); /* of SatTestServerRecord; g_list_free() */
gint64 sat_test_server_seq (SatTestServer *self);

/* Another device's work. Fields and texts of it, ended by NULL; a value that is "#" and digits is
 * an integer, "@" and an id a reference, "" empties. */
void sat_test_server_put (SatTestServer *self,
                          const SatUuid *uuid,
                          const char *type,
                          const SatUuid *root,
                          ...) G_GNUC_NULL_TERMINATED;
void sat_test_server_delete (SatTestServer *self, const SatUuid *uuid);
/* The caller may not hold it any more. */
void sat_test_server_hide (SatTestServer *self, const SatUuid *root);
/* The same, of what the server does not know that the caller holds: it is not told. */
void sat_test_server_withhold (SatTestServer *self, const SatUuid *root);
/* A row of whatever type, as it is. */
void sat_test_server_add_row (SatTestServer *self, const SatPageRow *row);

/* The two calls. */
GBytes *sat_test_server_push (SatTestServer *self, guint32 device, GBytes *body);
GBytes *sat_test_server_pull (SatTestServer *self, const SatPullState *at, guint limit);

/* Joins the file as device 7, and empties the outbox of what was in it. */
void sat_test_server_join (SatTestServer *self, SatStore *store);
/* One push, if there is something to be sent, and its answer. */
gboolean sat_test_server_send (SatTestServer *self, SatStore *store);
/* One page. *@more as the page says. */
gboolean sat_test_server_receive (SatTestServer *self, SatStore *store, guint limit);
/* Sends and receives until nothing is left. */
void sat_test_server_sync (SatTestServer *self, SatStore *store);

/* The file holds what the server does, and nothing is pending. */
void sat_test_server_assert_same (SatTestServer *self, SatTestStore *test);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatTestServer, sat_test_server_free)

G_END_DECLS
