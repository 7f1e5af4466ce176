/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-outbox.h"
#include "sat-server.h"
#include "sat-sync-engine.h"
#include "sat-test-store.h"

G_BEGIN_DECLS

/* A server and its laptops inside the test's own process: the engine's questions go straight to the
 * server's core, and all of them have clocks that the test turns. Failures end the test. */
typedef struct {
  SatTestDir *dir;
  char *folder;
  SatClock *clock;
  SatServer *server;
  guint32 devices; /* the last number given */
  SatUuid boss;    /* the administrator's record */
} SatTestOffice;

SatTestOffice *sat_test_office_new (void);
void sat_test_office_free (SatTestOffice *self);
/* A user's record, written by the server. */
SatUuid sat_test_office_add_user (SatTestOffice *self, const char *name, const char *role);

typedef struct {
  SatTestOffice *office;
  SatTestStore *t;
  SatCaller caller;
  guint cut;        /* of 100 answers, so many are lost on the way back */
  GRand *rand;      /* for them; NULL: none are */
  guint questions;  /* asked so far */
  guint leaves;     /* of them for records that differ */
  guint expired;    /* cursors of its that were too old */
  gboolean compare; /* at the end of each sync, whatever the time */
  gboolean lies;    /* sums come back as others */
  guint refused;    /* status of all questions about sums; 0: they are answered */
  guint too_large;  /* so many leaves are refused, 413 */
  char *page;       /* the last one that was pulled; NULL */
  /* What happens here, once, while the next page is on its way; NULL: nothing. */
  void (*meanwhile) (gpointer data);
  gpointer data;
} SatTestDesk;

/* A new file that has joined for @user, not synchronized yet. */
SatTestDesk *sat_test_desk_new (SatTestOffice *office, const SatUuid *user, SatRole role);
void sat_test_desk_free (SatTestDesk *self);
/* Till nothing is left. Counts may be NULL. */
void sat_test_desk_sync (SatTestDesk *self, SatSyncCounts *counts);
/* The same, which may fail. */
gboolean sat_test_desk_try_sync (SatTestDesk *self, SatSyncCounts *counts, GError **error);
/* One question of an engine of its own, and its answer. */
void sat_test_desk_step (SatTestDesk *self, SatSyncEngine *engine, const SatSyncRequest *request);
/* All records as JSON. g_free(). */
char *sat_test_desk_export (SatTestDesk *self);
void sat_test_desk_assert_sound (SatTestDesk *self);
/* Both are sound and hold the same. */
void sat_test_desk_assert_same (SatTestDesk *a, SatTestDesk *b);
/* The local record with that id; 0: there is none, or it is deleted. */
gint64 sat_test_desk_find (SatTestDesk *self, const SatUuid *uuid);
SatUuid sat_test_desk_uuid (SatTestDesk *self, gint64 id);
SatOutboxCounts sat_test_desk_counts (SatTestDesk *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatTestOffice, sat_test_office_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatTestDesk, sat_test_desk_free)

G_END_DECLS
