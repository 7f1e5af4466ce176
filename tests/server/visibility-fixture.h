/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of who sees what say often: records in a storage, and pages of three people, Boss,
 * Ana who is below Boss, and Ben. */
#pragma once

#include "sat-pull.h"
#include "sat-test.h"

#define EPOCH "00000000000000aa"
#define NOW 1790000000000000

typedef struct {
  SatTestDir *dir;
  SatRegistry *registry;
  SatVisibility *visibility;
  SatStorage *storage;
  SatPullSource source;
  guint8 key[SAT_PULL_KEY_SIZE];
  SatUuid boss, ana, ben;
  gint64 about; /* of the last page */
  gboolean more;
  GHashTable *rows; /* how often each has come; NULL: nobody counts */
} Fixture;

typedef struct {
  const char *name;
  const SatUuid *target; /* NULL: */
  const char *text;      /* NULL: */
  gint64 number;
} Link;

#define LINKS(...) ((const Link[]){__VA_ARGS__, {NULL, NULL}})

/* Writes one record in a commit of its own; @links end with no name. @root NULL: it is one. */
void put (Fixture *f,
          const char *type,
          SatUuid *id,
          const SatUuid *root,
          const SatCaller *author,
          const Link *links);

void put_user (Fixture *f, SatUuid *id, const SatUuid *manager);

void put_company (Fixture *f, SatUuid *id, const SatUuid *owner);

void set_up (Fixture *f, gconstpointer data);

void tear_down (Fixture *f, gconstpointer data);

SatCaller caller (const SatUuid *user, SatRole role);

guint count_of (GHashTable *rows, const SatUuid *id);

/* A page; its items as "type" and "gone", with blanks between. */
char *pull (Fixture *f, const SatUuid *user, SatPullState *state, guint limit);

SatPullState nothing (void);

void assert_pull (Fixture *f, const SatUuid *user, SatPullState *state, const char *expected);
