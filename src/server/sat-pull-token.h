/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-server-error.h"
#include "sat-uuid.h"

G_BEGIN_DECLS

/* The texts that a client keeps between two pulls and that only the server reads: `cursor` and
 * `bf`. Both carry a keyed hash, so what comes back is what was given. */

#define SAT_PULL_KEY_SIZE 32
#define SAT_PULL_HASH_LENGTH 33

/* "epoch:seq:mac"; g_free(). */
char *sat_cursor_write (const guint8 *key, const char *epoch, gint64 seq);
/* *@epoch: g_free(). Error: BAD_CURSOR. */
gboolean
sat_cursor_read (const guint8 *key, const char *text, char **epoch, gint64 *seq, GError **error);

/* How far a root with all that hangs from it has been sent. */
typedef enum {
  SAT_ROOT_DONE, /* the next one */
  SAT_ROOT_CHILDREN,
  SAT_ROOT_HISTORY,
} SatRootPart;

typedef struct {
  SatUuid root;
  SatRootPart part;
  SatUuid after; /* the last child or row of history */
} SatRootPosition;

/**
 * SatPullMode:
 * @SAT_PULL_PLAIN: nothing but the cursor.
 * @SAT_PULL_DIFFERENCE: on the way from what the client holds to what it may hold.
 * @SAT_PULL_CHANGES: by the cursor, but in the middle of a commit, or while roots that have got
 * other scopes during a difference are not trusted.
 */
typedef enum {
  SAT_PULL_PLAIN,
  SAT_PULL_DIFFERENCE,
  SAT_PULL_CHANGES,
} SatPullMode;

typedef struct {
  SatPullMode mode;
  SatRootPosition at;
  char maybe[SAT_PULL_HASH_LENGTH]; /* scopes whose roots the client may hold */
  /* of a difference */
  char target[SAT_PULL_HASH_LENGTH]; /* what it leads to */
  char sure[SAT_PULL_HASH_LENGTH];   /* scopes whose roots the client holds for sure */
  guint rank, set;                   /* the set that is being sent */
  /* of changes */
  gint64 untrusted; /* until this commit */
  gint64 middle;    /* of this commit, 0: of none */
} SatPullPosition;

/* "" when it is plain; g_free(). */
char *sat_pull_position_write (const guint8 *key, const SatPullPosition *self);
/* Error: BAD_CURSOR. */
gboolean
sat_pull_position_read (const guint8 *key, const char *text, SatPullPosition *out, GError **error);

/* For tests: @text as if it had been given out; @purpose: "cursor", "position". g_free(). */
char *sat_pull_token_seal (const guint8 *key, const char *purpose, const char *text);

G_END_DECLS
