/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A small organisation at random, twice: in a server's storage, as a push would write it, and as
 * plain lists, from which it is computed who may hold what in the most simple-minded way. */

#pragma once

#include "sat-pull.h"
#include "sat-test.h"

typedef struct {
  SatUuid id;
  const char *type;
  SatUuid parent;                             /* of a child; nil: a root */
  SatUuid owner, company, territory, manager; /* @manager: what is above it, for structure */
  SatUuid user;                               /* of a membership */
  gboolean shared, deleted, erased;
  SatRole role;
  gint64 seq;
  SatUuid root; /* as stored last; nil: never */
  guint value;
  GArray *history; /* of SatUuid */
} WorldRecord;

typedef struct {
  SatTestDir *dir;
  SatRegistry *registry;
  SatStorage *storage;
  SatVisibility *visibility;
  guint8 key[SAT_PULL_KEY_SIZE];
  GRand *random;
  GPtrArray *records; /* of WorldRecord, oldest first */
  GHashTable *by_id;
  guint values;

  /* while a commit is being made */
  SatTransaction *transaction;
  gint64 seq;
} World;

World *world_new (guint seed);
void world_free (World *world);

/* Something happens: one to three commits. @made: of WorldRecord, roots that @author made. */
void world_step (World *world, const WorldRecord *author, GPtrArray *made);

guint world_chance (World *world, guint n); /* 0 to n - 1 */
/* One of a type that is there; NULL: none. @type NULL: of any. */
WorldRecord *world_any (World *world, const char *type);
WorldRecord *world_record (World *world, const SatUuid *id);
WorldRecord *world_root_of (World *world, WorldRecord *record);
/* May this user hold it now? */
gboolean world_sees (World *world, const WorldRecord *user, WorldRecord *record);
/* The fields as they are stored. */
char *world_fields (const WorldRecord *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)
