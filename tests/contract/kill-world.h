/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "office.h"

G_BEGIN_DECLS

/* A server and two laptops of administrators whose programs are killed again and again; and what
 * they were told that it is kept. Every word that is written is another one, so that what is
 * missing, and what is there twice, is seen. */
typedef struct {
  Office *office;
  CliFixture *a, *b;
  char *acme;           /* a company that both edit */
  GHashTable *words;    /* kept for ever: a command that ended well wrote them */
  GHashTable *perhaps;  /* the command was killed: once, or not at all */
  GHashTable *gone;     /* erased: nowhere */
  GPtrArray *contested; /* written apart from each other: there, or in a conflict */
  guint n;              /* words so far */
} KillWorld;

typedef enum {
  KILL_ENDED,  /* well */
  KILL_FAILED, /* said that it could not */
  KILL_DIED,
} KillEnd;

KillWorld *kill_world_new (void);
void kill_world_free (KillWorld *self);

/* Runs satchelctl on @laptop, or satchel-server for the office, with SATCHEL_CRASH_AT=@at (NULL:
 * nothing of it), or kills it after @after_us if that is not 0. */
KillEnd kill_laptop (CliFixture *laptop, const char *at, guint after_us, const char *first, ...)
    G_GNUC_NULL_TERMINATED;
KillEnd kill_office (Office *office, const char *data, const char *at, const char *first, ...)
    G_GNUC_NULL_TERMINATED;
/* Starts the server with it. FALSE: it died before it listened. */
gboolean kill_office_start (Office *office, const char *at);
/* Ends it; whether it was killed before. */
gboolean kill_office_end (Office *office);

/* A fresh word. g_free(). */
char *kill_world_word (KillWorld *self);
/* A contact of that name on @laptop; its id. g_free(). */
char *kill_world_add (KillWorld *self, CliFixture *laptop);
/* Both laptops write the same field. */
void kill_world_contest (KillWorld *self);

/* What was begun ends now: the server runs, each laptop syncs and has nothing left to send. */
void kill_world_recover (KillWorld *self);
/* All is sound, the same everywhere, and every word where it is to be. */
void kill_world_check (KillWorld *self);

/* One way to be killed. */
typedef struct {
  const char *name;
  KillEnd (*play) (KillWorld *self, const char *at);
  const char *points; /* "name*most name …": up to which passing */
} KillScene;

extern const KillScene kill_scenes[];
extern const guint n_kill_scenes;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KillWorld, kill_world_free)

G_END_DECLS
