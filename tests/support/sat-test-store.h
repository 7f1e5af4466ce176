/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-entry.h"
#include "sat-history.h"
#include "sat-reader.h"
#include "sat-test.h"
#include "sat-undo.h"
#include "sat-writer.h"

G_BEGIN_DECLS

/* A store in a directory of its own, with a clock that the test turns. Failures end the test. */
typedef struct {
  SatTestDir *dir;
  char *path;
  SatClock *clock;
  SatRegistry *registry; /* that the store is opened with; NULL: the built-in one */
  SatStore *store;
} SatTestStore;

/* 2026-03-02T09:00:00Z; the clock moves on by 1 s before each write below. */
#define SAT_TEST_STORE_NOW G_GINT64_CONSTANT (1772442000000000)

SatTestStore *sat_test_store_new (SatStoreFlags flags);
/* The same with another registry than the built-in one. */
SatTestStore *sat_test_store_new_with_registry (SatStoreFlags flags, SatRegistry *registry);
void sat_test_store_free (SatTestStore *self);
/* Closes and opens the file again. */
void sat_test_store_reopen (SatTestStore *self);
/* The same with another registry. */
void sat_test_store_reopen_with (SatTestStore *self, SatRegistry *registry);
SatReader *sat_test_store_reader (SatTestStore *self);

/* Creates a record from field names and texts, ended by NULL. Its local id. */
gint64 sat_test_store_add (SatTestStore *self, const char *type, ...) G_GNUC_NULL_TERMINATED;
void sat_test_store_set (SatTestStore *self, gint64 id, ...) G_GNUC_NULL_TERMINATED;
/* FALSE and the error instead of ending the test. */
gboolean sat_test_store_try_set (
    SatTestStore *self, gint64 id, const char *field, const char *text, GError **error);
void sat_test_store_delete (SatTestStore *self, gint64 id);
void sat_test_store_undelete (SatTestStore *self, gint64 id);

/* The canonical text of a field, references by title; NULL if empty. g_free(). */
char *sat_test_store_text (SatTestStore *self, gint64 id, const char *field);
void
sat_test_store_assert_text (SatTestStore *self, gint64 id, const char *field, const char *expected);
gboolean sat_test_store_exists (SatTestStore *self, gint64 id);
gint64 sat_test_store_sql_int (SatTestStore *self, const char *sql);
/* sat_test_dump() of it: two equal dumps mean equal states. g_free(). */
char *sat_test_store_dump (SatTestStore *self);

/* A pipeline "Sales" with Prospecting 20, Engaging 60, Won, Lost; returned in that order. */
void sat_test_store_add_stages (SatTestStore *self, gint64 stages[4]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatTestStore, sat_test_store_free)

G_END_DECLS
