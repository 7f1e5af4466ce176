/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-attempts.h"

#define SECOND ((gint64)G_USEC_PER_SEC)
#define LONGEST_WAIT (5 * 60 * SECOND)
#define FORGOTTEN_AFTER (60 * 60 * SECOND)
#define MOST_KEPT 20000

typedef struct {
  guint failures;
  gint64 last;
} Tries;

struct _SatAttempts {
  GHashTable *by_key; /* char* -> Tries */
};

/* How many failures are free for each kind of key. */
static const guint free_failures[] = {4, 30, 50};

SatAttempts *
sat_attempts_new (void)
{
  SatAttempts *self = g_new0 (SatAttempts, 1);

  self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
sat_attempts_free (SatAttempts *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->by_key);
  g_free (self);
}

static char *
make_key (guint kind, const char *login, const char *address)
{
  return g_strdup_printf ("%u %s %s", kind, kind != 1 ? login : "", kind != 2 ? address : "");
}

static gint64
ready_at (const Tries *tries, guint allowed)
{
  guint beyond;

  if (tries == NULL || tries->failures <= allowed)
    return 0;
  beyond = MIN (tries->failures - allowed - 1, 20);
  return tries->last + MIN (SECOND << beyond, LONGEST_WAIT);
}

guint
sat_attempts_wait (SatAttempts *self, const char *login, const char *address, gint64 now)
{
  gint64 ready = 0;

  g_return_val_if_fail (self != NULL && login != NULL && address != NULL, 0);

  for (guint kind = 0; kind < G_N_ELEMENTS (free_failures); kind++) {
    g_autofree char *key = make_key (kind, login, address);

    ready = MAX (ready, ready_at (g_hash_table_lookup (self->by_key, key), free_failures[kind]));
  }
  return ready > now ? (guint)((ready - now + SECOND - 1) / SECOND) : 0;
}

static gboolean
is_old_cb (gpointer key, gpointer value, gpointer now)
{
  return ((Tries *)value)->last + FORGOTTEN_AFTER < *(gint64 *)now;
}

static void
make_room (SatAttempts *self, gint64 now)
{
  if (g_hash_table_size (self->by_key) < MOST_KEPT)
    return;
  g_hash_table_foreach_remove (self->by_key, is_old_cb, &now);
  /* A flood from everywhere: what it costs is that guessing starts anew. */
  if (g_hash_table_size (self->by_key) >= MOST_KEPT)
    g_hash_table_remove_all (self->by_key);
}

void
sat_attempts_failed (SatAttempts *self, const char *login, const char *address, gint64 now)
{
  g_return_if_fail (self != NULL && login != NULL && address != NULL);

  make_room (self, now);
  for (guint kind = 0; kind < G_N_ELEMENTS (free_failures); kind++) {
    char *key = make_key (kind, login, address);
    Tries *tries = g_hash_table_lookup (self->by_key, key);

    if (tries == NULL) {
      tries = g_new0 (Tries, 1);
      g_hash_table_insert (self->by_key, g_strdup (key), tries);
    } else if (tries->last + FORGOTTEN_AFTER < now) {
      tries->failures = 0;
    }
    tries->failures++;
    tries->last = now;
    g_free (key);
  }
}

void
sat_attempts_succeeded (SatAttempts *self, const char *login, const char *address)
{
  g_autofree char *pair = NULL;

  g_return_if_fail (self != NULL && login != NULL && address != NULL);

  /* The other counts stay: an own account must not help to guess at others'. */
  pair = make_key (0, login, address);
  g_hash_table_remove (self->by_key, pair);
}
