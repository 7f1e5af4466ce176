/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tokens of a device: pairs of access and refresh, one after the other. An answer can get lost, so
 * the refresh token that asked for it stays good until one of the new pair has been presented. */

#include "config.h"

#include <sodium.h>
#include <string.h>

#include "sat-accounts-private.h"

/* How many old refresh tokens are remembered, to notice one that was stolen. */
#define KEPT_PAIRS 20
#define SEEN_EVERY ((gint64)10 * 60 * G_USEC_PER_SEC)

typedef struct {
  guint8 bytes[crypto_hash_sha256_BYTES];
} TokenHash;

typedef struct {
  gint64 id;
  guint32 device;
  gint64 expires;
  gboolean used;
  guint8 key[crypto_sign_PUBLICKEYBYTES];
  SatSession session;
  gboolean disabled;
} Pair;

void
sat_tokens_free (SatTokens *tokens)
{
  if (tokens == NULL)
    return;
  g_free (tokens->access);
  g_free (tokens->refresh);
  g_free (tokens);
}

static TokenHash
hash_token (const char *token)
{
  TokenHash hash;

  crypto_hash_sha256 (hash.bytes, (const guint8 *)token, strlen (token));
  return hash;
}

static char *
make_token (void)
{
  guint8 bytes[SAT_TOKEN_BYTES];
  char text[sodium_base64_ENCODED_LEN (SAT_TOKEN_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];

  randombytes_buf (bytes, sizeof bytes);
  sodium_bin2base64 (text, sizeof text, bytes, sizeof bytes,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return g_strdup (text);
}

gboolean
sat_accounts_end_sessions (SatAccounts *self, guint32 device, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_accounts_statement (self, "DELETE FROM token WHERE device = ?", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, device);
  return sat_statement_run (statement, error);
}

static gboolean
forget_old (SatAccounts *self, guint32 device, GError **error)
{
  g_autoptr (SatStatement) statement = sat_accounts_statement (
      self,
      "DELETE FROM token WHERE device = ?1 AND id <="
      "  (SELECT id FROM token WHERE device = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
      error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, device);
  sat_statement_bind_int (statement, 2, KEPT_PAIRS);
  return sat_statement_run (statement, error);
}

static SatTokens *
issue (SatAccounts *self, guint32 device, GError **error)
{
  g_autoptr (SatTokens) tokens = g_new0 (SatTokens, 1);
  g_autoptr (SatStatement) statement = sat_accounts_statement (
      self,
      "INSERT INTO token (device, access, refresh, access_expires, refresh_expires)"
      "  VALUES (?, ?, ?, ?, ?)",
      error);
  gint64 now = sat_clock_now (self->clock);
  TokenHash access, refresh;

  if (statement == NULL)
    return NULL;
  tokens->access = make_token ();
  tokens->refresh = make_token ();
  access = hash_token (tokens->access);
  refresh = hash_token (tokens->refresh);
  sat_statement_bind_int (statement, 1, device);
  sat_statement_bind_blob (statement, 2, access.bytes, sizeof access.bytes);
  sat_statement_bind_blob (statement, 3, refresh.bytes, sizeof refresh.bytes);
  sat_statement_bind_int (statement, 4, now + SAT_ACCESS_SECONDS * G_USEC_PER_SEC);
  sat_statement_bind_int (statement, 5, now + SAT_REFRESH_SECONDS * G_USEC_PER_SEC);
  if (!sat_statement_run (statement, error) || !forget_old (self, device, error))
    return NULL;
  return g_steal_pointer (&tokens);
}

SatTokens *
sat_accounts_issue (SatAccounts *self, guint32 device, GError **error)
{
  SatTokens *tokens;

  g_return_val_if_fail (self != NULL, NULL);

  g_mutex_lock (&self->lock);
  tokens = issue (self, device, error);
  g_mutex_unlock (&self->lock);
  return tokens;
}

static gboolean
refuse (SatServerError code, const char *message, GError **error)
{
  g_set_error_literal (error, SAT_SERVER_ERROR, code, message);
  return FALSE;
}

/* The pair whose column @sql compares with @hash; *@found FALSE: none. */
static gboolean
find_pair (SatAccounts *self,
           const char *sql,
           const TokenHash *hash,
           Pair *pair,
           gint64 *last_seen,
           gboolean *found,
           GError **error)
{
  g_autoptr (SatStatement) statement = sat_accounts_statement (self, sql, error);
  gsize length;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_blob (statement, 1, hash->bytes, sizeof hash->bytes);
  if (!sat_statement_step (statement, found, error))
    return FALSE;
  if (!*found)
    return TRUE;
  pair->id = sat_statement_int (statement, 0);
  pair->device = (guint32)sat_statement_int (statement, 1);
  pair->expires = sat_statement_int (statement, 2);
  pair->used = sat_statement_int (statement, 3) != 0;
  memcpy (pair->key, sat_statement_blob (statement, 4, &length), sizeof pair->key);
  memcpy (pair->session.user.bytes, sat_statement_blob (statement, 5, &length),
          sizeof pair->session.user.bytes);
  pair->session.device = pair->device;
  pair->session.revoked = sat_statement_int (statement, 6) != SAT_DEVICE_ACTIVE;
  pair->disabled = sat_statement_int (statement, 8) != 0;
  pair->session.offboarded = pair->session.revoked && !pair->disabled &&
                             g_strcmp0 (sat_statement_text (statement, 7), "offboarded") == 0;
  *last_seen = sat_statement_int (statement, 9);
  return TRUE;
}

#define PAIR_COLUMNS(expires)                                                                      \
  "SELECT token.id, device, " expires ", used, key, user, state, reason, disabled, last_seen"      \
  "  FROM token JOIN device ON device.id = device JOIN account USING (user) WHERE "

static gboolean
run_with_id (SatAccounts *self, const char *sql, gint64 id, gint64 other, GError **error)
{
  g_autoptr (SatStatement) statement = sat_accounts_statement (self, sql, error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  if (other != 0)
    sat_statement_bind_int (statement, 2, other);
  return sat_statement_run (statement, error);
}

/* The pairs after @pair: how many, and whether one of them was used. */
static gboolean
look_at_successors (SatAccounts *self, const Pair *pair, guint *n, gboolean *used, GError **error)
{
  g_autoptr (SatStatement) statement = sat_accounts_statement (
      self, "SELECT count(*), coalesce(max(used), 0) FROM token WHERE device = ? AND id > ?",
      error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, pair->device);
  sat_statement_bind_int (statement, 2, pair->id);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  *n = (guint)sat_statement_int (statement, 0);
  *used = sat_statement_int (statement, 1) != 0;
  return TRUE;
}

/* Ends all sessions of the device: someone else has one of its tokens. */
static gboolean
end_family (SatAccounts *self, guint32 device, gboolean *keep, GError **error)
{
  *keep = sat_accounts_end_sessions (self, device, error);
  return *keep &&
         refuse (SAT_SERVER_ERROR_CREDENTIALS, "This token was used before: sign in again", error);
}

static gboolean
is_signed (const Pair *pair, const char *refresh, const char *signature)
{
  guint8 bytes[crypto_sign_BYTES];

  return sat_accounts_decode (signature, sizeof bytes, bytes) &&
         crypto_sign_verify_detached (bytes, (const guint8 *)refresh, strlen (refresh),
                                      pair->key) == 0;
}

/* May @refresh have successors? *@keep: what was written so far holds also when not. */
static gboolean
check_refresh (SatAccounts *self,
               const char *refresh,
               guint32 device,
               const char *signature,
               Pair *pair,
               gboolean *keep,
               GError **error)
{
  TokenHash hash = hash_token (refresh);
  gboolean found, used, is_ours;
  gint64 last_seen;
  guint n;

  if (!find_pair (self, PAIR_COLUMNS ("refresh_expires") "refresh = ?", &hash, pair, &last_seen,
                  &found, error))
    return FALSE;
  if (!found || pair->device != device || pair->expires < sat_clock_now (self->clock))
    return refuse (SAT_SERVER_ERROR_CREDENTIALS, "This token is not good any more", error);
  if (!look_at_successors (self, pair, &n, &used, error))
    return FALSE;
  is_ours = is_signed (pair, refresh, signature);
  if (used || (n > 0 && !is_ours))
    return end_family (self, device, keep, error);
  if (!is_ours)
    return refuse (SAT_SERVER_ERROR_CREDENTIALS, "The token is not signed by its device", error);
  if (pair->disabled && !pair->session.revoked)
    return refuse (SAT_SERVER_ERROR_USER_DISABLED, "This user may not sign in", error);
  /* The answer with the successors was lost: they never were. */
  return run_with_id (self, "DELETE FROM token WHERE device = ? AND id > ?", device, pair->id,
                      error) &&
         run_with_id (self, "UPDATE token SET used = 1 WHERE id = ?", pair->id, 0, error);
}

SatTokens *
sat_accounts_refresh (SatAccounts *self,
                      const char *refresh,
                      guint32 device,
                      const char *signature,
                      SatSession *session,
                      GError **error)
{
  SatTokens *tokens = NULL;
  gboolean keep = FALSE;
  Pair pair = {0};

  g_return_val_if_fail (self != NULL && refresh != NULL && signature != NULL, NULL);
  g_return_val_if_fail (session != NULL, NULL);

  g_mutex_lock (&self->lock);
  if (sat_connection_begin (self->connection, error)) {
    if (check_refresh (self, refresh, device, signature, &pair, &keep, error))
      tokens = issue (self, device, error);
    if (tokens == NULL && !keep)
      sat_connection_rollback (self->connection);
    else if (!sat_connection_commit (self->connection, keep ? NULL : error))
      g_clear_pointer (&tokens, sat_tokens_free);
  }
  g_mutex_unlock (&self->lock);
  *session = pair.session;
  return tokens;
}

static gboolean
check (SatAccounts *self, const char *access, Pair *pair, GError **error)
{
  TokenHash hash = hash_token (access);
  gint64 now = sat_clock_now (self->clock), last_seen;
  gboolean found;

  if (!find_pair (self, PAIR_COLUMNS ("access_expires") "access = ?", &hash, pair, &last_seen,
                  &found, error))
    return FALSE;
  /* Not "unknown": whoever has a refresh token finds out with that. */
  if (!found || pair->expires < now)
    return refuse (SAT_SERVER_ERROR_TOKEN_EXPIRED, "The access token is not good any more", error);
  /* Whoever left must still be told what is to happen with the files. */
  if (pair->disabled && !pair->session.revoked)
    return refuse (SAT_SERVER_ERROR_USER_DISABLED, "This user may not sign in", error);
  if (!pair->used &&
      !run_with_id (self, "UPDATE token SET used = 1 WHERE id = ?", pair->id, 0, error))
    return FALSE;
  return ABS (now - last_seen) < SEEN_EVERY ||
         run_with_id (self, "UPDATE device SET last_seen = ?2 WHERE id = ?1", pair->device, now,
                      error);
}

gboolean
sat_accounts_check (SatAccounts *self, const char *access, SatSession *session, GError **error)
{
  Pair pair = {0};
  gboolean ok;

  g_return_val_if_fail (self != NULL && access != NULL && session != NULL, FALSE);

  g_mutex_lock (&self->lock);
  ok = check (self, access, &pair, error);
  g_mutex_unlock (&self->lock);
  *session = pair.session;
  return ok;
}
