/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that has joined a server, for the tests of what the two say to each other. */
#pragma once

#include "sat-test-check.h"
#include "sat-test-server.h"

typedef struct {
  SatTestStore *t;
  SatTestServer *server;
} Fixture;

Fixture *fixture_new (void);
/* Not joined yet. @registry: NULL for the built-in one. */
Fixture *fixture_new_alone (SatRegistry *registry);
void fixture_free (Fixture *f);

/* Pulls until nothing is left. */
void receive (Fixture *f);
/* Pushes and pulls until nothing is left; then both hold the same. */
void sync_now (Fixture *f);
SatUuid new_uuid (void);
gint64 id_of (Fixture *f, const SatUuid *uuid);
SatUuid uuid_of (Fixture *f, gint64 id);
/* As sat_test_server_put() reads it. g_free(). */
char *reference (const SatUuid *uuid);
/* A company "Acme" that both sides know, notes "old". */
gint64 add_shared (Fixture *f, SatUuid *uuid);
/* A page with the one part @row comes, of the server's record @uuid as it has it (@clocks: of what
 * it says it has; NULL: as it has). @u: of an own edit; NULL. */
gboolean take_part (Fixture *f,
                    const SatUuid *uuid,
                    const SatPageRow *row,
                    const SatUuid *u,
                    const char *clocks,
                    GError **error);
/* Of "TABLE WHERE …". */
gint64 count (Fixture *f, const char *what);
/* How many steps the history of the field has. */
guint steps_of (Fixture *f, gint64 id, const char *field);

/* What is to be sent. NULL: nothing. */
GBytes *freeze (Fixture *f);
/* The mutations of a body: GPtrArray of SatMutation. */
GPtrArray *read_body (GBytes *body);
/* The server takes it and its answer is taken. */
void answer_with (Fixture *f, GBytes *body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)
