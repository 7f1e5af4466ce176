/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small database for the tests of what reads: records are written as "field=text", references as
 * "field=#local-id", or as text that stays unresolved. */
#pragma once

#include "sat-reader.h"
#include "sat-test.h"

typedef struct {
  SatTestDir *dir;
  char *path;
  SatRegistry *registry;
  SatConnection *connection;
  SatReader *reader;
  gint64 now;
} StoreFixture;

StoreFixture *store_fixture_new (void);
void store_fixture_free (StoreFixture *self);

gint64 store_fixture_add (StoreFixture *self, const char *type, ...) G_GNUC_NULL_TERMINATED;
void store_fixture_set (StoreFixture *self, gint64 id, ...) G_GNUC_NULL_TERMINATED;
void store_fixture_delete (StoreFixture *self, gint64 id);

const SatType *store_fixture_type (StoreFixture *self, const char *name);
/* The text of a field as the reader loads it; "" for none. g_free(). */
char *store_fixture_text (StoreFixture *self, gint64 id, const char *field);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StoreFixture, store_fixture_free)
