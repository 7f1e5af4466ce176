/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store for the tests of what reads. Records are written exactly as they are given, without the
 * rules that complete what a person enters: "field=text", references as "field=#local-id" or as a
 * text that stays unresolved. */
#pragma once

#include "sat-test-store.h"

typedef struct {
  SatTestStore *test;
  SatStore *store;
  SatReader *reader; /* the main thread's */
  SatRegistry *registry;
} StoreFixture;

StoreFixture *store_fixture_new (void);
void store_fixture_free (StoreFixture *self);

gint64 store_fixture_add (StoreFixture *self, const char *type, ...) G_GNUC_NULL_TERMINATED;
gint64 store_fixture_add_as (StoreFixture *self, const SatUuid *uuid, const char *type, ...)
    G_GNUC_NULL_TERMINATED;
void store_fixture_set (StoreFixture *self, gint64 id, ...) G_GNUC_NULL_TERMINATED;
void store_fixture_delete (StoreFixture *self, gint64 id);

const SatType *store_fixture_type (StoreFixture *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StoreFixture, store_fixture_free)
