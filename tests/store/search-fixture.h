/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store whose search can be asked in every state that its index may be in. */
#pragma once

#include "sat-search.h"
#include "sat-test-store.h"

/* "company Acme; contact Ana Pérez": the hits of @text in their order. g_free(). */
char *search_fixture_hits (SatTestStore *t, const char *text, const char *type);
void search_fixture_assert (SatTestStore *t, const char *text, const char *expected);

typedef struct {
  const char *text, *expected;
} SearchExpectation;

/* Before the records are indexed, after that, with an index made anew, and without any. */
void search_fixture_assert_all (SatTestStore *t, const SearchExpectation *expectations, gsize n);

/* Indexes at most @max of the marked records; how many are left. */
guint search_fixture_index (SatTestStore *t, guint max);
void search_fixture_rebuild (SatTestStore *t);
/* SQL on a writing connection of its own. */
void search_fixture_run (SatTestStore *t, const char *sql);
/* A writing connection of its own; sat_connection_unref(). */
SatConnection *search_fixture_connect (SatTestStore *t);
