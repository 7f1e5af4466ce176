/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader-pool.h"
#include "sat-reader.h"
#include "sat-row.h"

G_BEGIN_DECLS

/* What the parts of the store share of a reader. */

struct _SatReader {
  gatomicrefcount ref_count;
  SatStore *store; /* not owned */
  SatConnection *connection;
  SatReaderPool *pool; /* gets the connection in the end; NULL: nobody does */
  SatRegistry *registry;
  GPtrArray *old_registries; /* callers may still hold types of them */
  gboolean pinned;           /* keeps its registry whatever the store's is */
  GHashTable *plans;         /* SatType -> SatReaderPlan */
  GHashTable *titles;        /* gint64 id -> char* */
  const char *currency;      /* the workspace's, interned; NULL: not read yet */
  gint64 data_version;       /* what the caches were filled from */
  gint64 total_changes;
  gboolean was_writing;
  gboolean past; /* temporary tables say what was: sat-as-of.c, sat-deleted.c */
  /* sat_outbox_set_words() */
  char *(*words) (const SatField *field,
                  const SatValue *value,
                  const char *currency,
                  gpointer user_data);
  gpointer words_data;
  gpointer search; /* what search keeps (sat-search-marked.c) */
  GDestroyNotify search_free;
  gpointer remote; /* what sat_remote_state_of() read; NULL: nothing yet */
  GDestroyNotify remote_free;
};

/* How a type's rows and titles are read. */
typedef struct {
  SatRowPlan *whole;
  SatRowPlan *title;      /* all alternatives */
  SatRowPlan *best_title; /* the first, which most have; others may stand in further tables */
  GPtrArray *alternatives;
} SatReaderPlan;

/* Takes a reference on @connection, which has the store's SQL functions; does not own @store. */
SatReader *sat_reader_new (SatStore *store, SatConnection *connection);
/* Uses @registry instead of the store's, e.g. inside a change that adds a custom field. NULL: the
 * store's again. */
void sat_reader_set_registry (SatReader *self, SatRegistry *registry);

/* First in every call that reads: picks up a new registry, and drops titles that may have
 * changed. */
void sat_reader_refresh (SatReader *self);

SatReaderPlan *sat_reader_get_plan (SatReader *self, const SatType *type);
/* The present registry's type of the same name; NULL if there is none. */
const SatType *sat_reader_current_type (SatReader *self, const SatType *type);

/* The reference of @child through which it hangs from records of @owner. NULL: none. */
const SatField *sat_reader_set_parent (const SatType *child, const SatType *owner);
/* The one field that is computed from history. */
gboolean sat_reader_is_pushes (const SatField *field);
/* The dates that field ?2 of record ?1 had, oldest first. */
#define SAT_READER_DATES_SQL                                                                       \
  "SELECT value FROM history WHERE record = ?1 AND field = ?2 AND value IS NOT NULL"               \
  " AND fate <> 2 ORDER BY v_to, id"

/* Interned; "USD" before there is a workspace. Without sat_reader_refresh(). */
const char *sat_reader_workspace_currency (SatReader *self);

/* As sat_reader_title(), without sat_reader_refresh(), for use in the middle of a call. @depth:
 * how many titles lead here; one that is made of others ends at some point. */
const char *sat_reader_title_of (SatReader *self, gint64 id, guint depth);
/* Sets the titles of what @record refers to. */
void sat_reader_fill_reference_titles (SatReader *self, SatRecord *record, guint depth);

/* Adds the ids (gint64) of the records of @type whose title is @text, folded. */
gboolean sat_reader_find_titled (
    SatReader *self, const SatType *type, const char *text, GArray *ids, GError **error);

G_END_DECLS
