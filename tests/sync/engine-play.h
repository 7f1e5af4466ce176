/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fake-outbox.h"
#include "sat-sync-engine.h"
#include "sat-test-store.h"

G_BEGIN_DECLS

/* An engine over the fake outbox, asked and answered step by step. What is not as expected ends the
 * test. */
typedef struct {
  SatTestStore *t;
  SatSyncEngine *engine;
  SatSyncRequest request; /* the last one */
} Play;

/* After fake_outbox_reset() and what the test changes in it. */
void play_begin (Play *p, guint32 token_device, gboolean same_file);
void play_end (Play *p);

void expect_step (Play *p, SatSyncStep step);
void expect (Play *p, SatSyncKind kind);
/* How many mutations the push has that was asked. */
guint n_pushed (Play *p);

void say_bytes (Play *p, guint status, GBytes *body);
void say (Play *p, guint status, const char *text);
void say_and_end (Play *p, guint status, const char *text, SatSyncError code);
/* With {"error":{"code":...}}. */
void say_failure (Play *p, guint status, const char *code);
void end_failure (Play *p, guint status, const char *code, SatSyncError end);
/* Takes all of the push that was asked; the first ones as @statuses say. */
void take_push (Play *p, guint n_statuses, const SatPushStatus *statuses);
/* A page after the fake's state, with roots that are gone. */
GBytes *make_page (const char *upto, gboolean more, guint gone);
void give_page (Play *p, const char *upto, gboolean more);
void assert_log (const char *expected);

G_END_DECLS
