/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-accounts.h"

#include <sodium.h>
#include <string.h>

#include "sat-accounts-private.h"
#include "sat-db.h"
#include "sat-password.h"

#define MOST_LOGIN_CHARACTERS 100

static gboolean
first_cb (SatConnection *connection, gpointer data, GError **error)
{
  return sat_connection_exec (
      connection,
      "CREATE TABLE account (user BLOB PRIMARY KEY, login TEXT NOT NULL,"
      "  folded TEXT NOT NULL UNIQUE, password TEXT NOT NULL, disabled INTEGER NOT NULL DEFAULT 0)"
      "  WITHOUT ROWID;"
      /* AUTOINCREMENT: a number is never given again. */
      "CREATE TABLE device (id INTEGER PRIMARY KEY AUTOINCREMENT,"
      "  user BLOB NOT NULL REFERENCES account (user), name TEXT NOT NULL, key BLOB NOT NULL,"
      "  state INTEGER NOT NULL DEFAULT 0, last_seen INTEGER NOT NULL, reason TEXT, nonce TEXT,"
      "  ordered INTEGER, receipt TEXT, wiped INTEGER);"
      "CREATE INDEX device_by_user ON device (user);"
      /* used: one of the two was presented, so the device has got the answer. */
      "CREATE TABLE token (id INTEGER PRIMARY KEY AUTOINCREMENT,"
      "  device INTEGER NOT NULL REFERENCES device (id), access BLOB UNIQUE,"
      "  refresh BLOB NOT NULL UNIQUE, access_expires INTEGER NOT NULL,"
      "  refresh_expires INTEGER NOT NULL, used INTEGER NOT NULL DEFAULT 0);"
      "CREATE INDEX token_by_device ON token (device);",
      error);
}

static const SatMigration steps[] = {{1, "accounts, devices, tokens", first_cb}};

SatAccounts *
sat_accounts_open (const char *folder, SatClock *clock, GError **error)
{
  g_autoptr (SatAccounts) self = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  if (sodium_init () < 0) {
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_INTERNAL,
                         "There are no random numbers");
    return NULL;
  }
  self = g_new0 (SatAccounts, 1);
  g_mutex_init (&self->lock);
  self->clock = clock != NULL ? sat_clock_ref (clock) : sat_clock_system ();
  self->attempts = sat_attempts_new ();
  path = g_build_filename (folder, SAT_ACCOUNTS_FILE, NULL);
  self->connection = sat_connection_open (path, SAT_OPEN_CREATE, error);
  if (self->connection == NULL ||
      !sat_migrator_run (self->connection, steps, G_N_ELEMENTS (steps), NULL, error))
    return NULL;
  self->key = sat_server_key_open (folder, error);
  return self->key != NULL ? g_steal_pointer (&self) : NULL;
}

void
sat_accounts_close (SatAccounts *self)
{
  if (self == NULL)
    return;
  if (self->connection != NULL) {
    sat_connection_checkpoint (self->connection, TRUE, NULL);
    sat_connection_unref (self->connection);
  }
  g_clear_pointer (&self->key, sat_server_key_free);
  sat_attempts_free (self->attempts);
  sat_clock_unref (self->clock);
  g_mutex_clear (&self->lock);
  g_free (self);
}

gboolean
sat_accounts_backup (SatAccounts *self, const char *path, GError **error)
{
  gboolean ok;

  g_return_val_if_fail (self != NULL && path != NULL, FALSE);

  g_mutex_lock (&self->lock);
  ok = sat_backup_write (self->connection, path, NULL, error);
  g_mutex_unlock (&self->lock);
  return ok;
}

gboolean
sat_accounts_verify (SatAccounts *self, GError **error)
{
  gboolean ok;

  g_return_val_if_fail (self != NULL, FALSE);

  g_mutex_lock (&self->lock);
  ok = sat_backup_check (self->connection, FALSE, error);
  g_mutex_unlock (&self->lock);
  return ok;
}

const char *
sat_accounts_server_key (SatAccounts *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return sat_server_key_public (self->key);
}

SatStatement *
sat_accounts_statement (SatAccounts *self, const char *sql, GError **error)
{
  return sat_statement_cached (self->connection, sql, error);
}

gboolean
sat_accounts_step_one (SatStatement *statement, const char *missing, GError **error)
{
  gboolean row;

  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_CREDENTIALS, missing);
  return row;
}

gboolean
sat_accounts_decode (const char *text, gsize length, guint8 *out)
{
  size_t n = 0;
  const char *end = NULL;

  return text != NULL &&
         sodium_base642bin (out, length, text, strlen (text), NULL, &n, &end,
                            sodium_base64_VARIANT_ORIGINAL) == 0 &&
         n == length && *end == '\0';
}

void
sat_account_free (SatAccount *account)
{
  if (account == NULL)
    return;
  g_free (account->login);
  g_free (account);
}

static char *
fold (const char *login)
{
  g_autofree char *lower = g_utf8_casefold (login, -1);

  return g_utf8_normalize (lower, -1, G_NORMALIZE_NFKC);
}

/* A name for people to type: no blanks, nothing invisible. */
static gboolean
check_login (const char *login, GError **error)
{
  gboolean ok = *login != '\0' && g_utf8_validate (login, -1, NULL) &&
                g_utf8_strlen (login, -1) <= MOST_LOGIN_CHARACTERS;

  for (const char *p = login; ok && *p != '\0'; p = g_utf8_next_char (p))
    ok = g_unichar_isgraph (g_utf8_get_char (p));
  if (!ok)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "A login has 1 to %d characters without blanks", MOST_LOGIN_CHARACTERS);
  return ok;
}

static gboolean
insert (SatAccounts *self, const char *login, const SatUuid *user, const char *hash, GError **error)
{
  g_autofree char *folded = fold (login);
  g_autoptr (GError) failure = NULL;
  g_autoptr (SatStatement) statement = sat_accounts_statement (
      self, "INSERT INTO account (user, login, folded, password) VALUES (?, ?, ?, ?)", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_blob (statement, 1, user->bytes, sizeof user->bytes);
  sat_statement_bind_text (statement, 2, login);
  sat_statement_bind_text (statement, 3, folded);
  sat_statement_bind_text (statement, 4, hash);
  if (sat_statement_run (statement, &failure))
    return TRUE;
  if (g_error_matches (failure, SAT_DB_ERROR, SAT_DB_ERROR_CONSTRAINT))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "There is a user %s already", login);
  else
    g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
sat_accounts_add (
    SatAccounts *self, const char *login, const SatUuid *user, const char *password, GError **error)
{
  g_autofree char *hash = NULL;
  gboolean ok;

  g_return_val_if_fail (self != NULL && login != NULL && user != NULL && password != NULL, FALSE);

  if (!check_login (login, error))
    return FALSE;
  hash = sat_password_hash (password, error);
  if (hash == NULL)
    return FALSE;
  g_mutex_lock (&self->lock);
  ok = insert (self, login, user, hash, error);
  g_mutex_unlock (&self->lock);
  return ok;
}

/* The account with its hash (in *@hash, if wanted); NOT_FOUND. */
static SatAccount *
find (SatAccounts *self, const char *login, char **hash, GError **error)
{
  g_autofree char *folded = fold (login);
  g_autoptr (SatStatement) statement = sat_accounts_statement (
      self, "SELECT user, login, password, disabled FROM account WHERE folded = ?", error);
  SatAccount *account;
  gboolean row;
  gsize length;

  if (statement == NULL)
    return NULL;
  sat_statement_bind_text (statement, 1, folded);
  if (!sat_statement_step (statement, &row, error))
    return NULL;
  if (!row) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is no user %s", login);
    return NULL;
  }
  account = g_new0 (SatAccount, 1);
  memcpy (account->user.bytes, sat_statement_blob (statement, 0, &length),
          sizeof account->user.bytes);
  account->login = g_strdup (sat_statement_text (statement, 1));
  account->disabled = sat_statement_int (statement, 3) != 0;
  if (hash != NULL)
    *hash = g_strdup (sat_statement_text (statement, 2));
  return account;
}

SatAccount *
sat_accounts_find (SatAccounts *self, const char *login, GError **error)
{
  SatAccount *account;

  g_return_val_if_fail (self != NULL && login != NULL, NULL);

  g_mutex_lock (&self->lock);
  account = find (self, login, NULL, error);
  g_mutex_unlock (&self->lock);
  return account;
}

static gboolean
read_all (SatAccounts *self, GPtrArray *out, GError **error)
{
  g_autoptr (SatStatement) statement = sat_accounts_statement (
      self, "SELECT user, login, disabled FROM account ORDER BY folded", error);
  gboolean row;
  gsize length;

  if (statement == NULL)
    return FALSE;
  while (sat_statement_step (statement, &row, error)) {
    SatAccount *account;

    if (!row)
      return TRUE;
    account = g_new0 (SatAccount, 1);
    memcpy (account->user.bytes, sat_statement_blob (statement, 0, &length),
            sizeof account->user.bytes);
    account->login = g_strdup (sat_statement_text (statement, 1));
    account->disabled = sat_statement_int (statement, 2) != 0;
    g_ptr_array_add (out, account);
  }
  return FALSE;
}

GPtrArray *
sat_accounts_list (SatAccounts *self, GError **error)
{
  g_autoptr (GPtrArray) out = NULL;
  gboolean ok;

  g_return_val_if_fail (self != NULL, NULL);

  out = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_account_free);
  g_mutex_lock (&self->lock);
  ok = read_all (self, out, error);
  g_mutex_unlock (&self->lock);
  return ok ? g_steal_pointer (&out) : NULL;
}

/* Runs @sql with the value (an integer or a text) and the account. */
static gboolean
update (SatAccounts *self,
        const char *sql,
        const SatAccount *account,
        const char *text,
        gint64 number,
        GError **error)
{
  g_autoptr (SatStatement) statement = sat_accounts_statement (self, sql, error);

  if (statement == NULL)
    return FALSE;
  if (text != NULL)
    sat_statement_bind_text (statement, 1, text);
  else
    sat_statement_bind_int (statement, 1, number);
  sat_statement_bind_blob (statement, 2, account->user.bytes, sizeof account->user.bytes);
  return sat_statement_run (statement, error);
}

static gboolean
end_all_sessions (SatAccounts *self, const SatAccount *account, GError **error)
{
  g_autoptr (SatStatement) statement = sat_accounts_statement (
      self,
      "DELETE FROM token WHERE device IN (SELECT id FROM device WHERE user = ? AND state = 0)",
      error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_blob (statement, 1, account->user.bytes, sizeof account->user.bytes);
  return sat_statement_run (statement, error);
}

static gboolean
change_password (SatAccounts *self, const char *login, const char *hash, GError **error)
{
  g_autoptr (SatAccount) account = find (self, login, NULL, error);

  if (account == NULL || !sat_connection_begin (self->connection, error))
    return FALSE;
  if (update (self, "UPDATE account SET password = ? WHERE user = ?", account, hash, 0, error) &&
      end_all_sessions (self, account, error))
    return sat_connection_commit (self->connection, error);
  sat_connection_rollback (self->connection);
  return FALSE;
}

gboolean
sat_accounts_set_password (SatAccounts *self,
                           const char *login,
                           const char *password,
                           GError **error)
{
  g_autofree char *hash = NULL;
  gboolean ok;

  g_return_val_if_fail (self != NULL && login != NULL && password != NULL, FALSE);

  hash = sat_password_hash (password, error);
  if (hash == NULL)
    return FALSE;
  g_mutex_lock (&self->lock);
  ok = change_password (self, login, hash, error);
  g_mutex_unlock (&self->lock);
  return ok;
}

gboolean
sat_accounts_set_disabled (SatAccounts *self, const char *login, gboolean disabled, GError **error)
{
  g_autoptr (SatAccount) account = NULL;
  gboolean ok;

  g_return_val_if_fail (self != NULL && login != NULL, FALSE);

  g_mutex_lock (&self->lock);
  account = find (self, login, NULL, error);
  ok = account != NULL && update (self, "UPDATE account SET disabled = ? WHERE user = ?", account,
                                  NULL, disabled, error);
  g_mutex_unlock (&self->lock);
  return ok;
}

/* What is known before the password is looked at; *@hash NULL: no such user. */
static gboolean
prepare_sign_in (SatAccounts *self,
                 const char *login,
                 const char *folded,
                 const char *address,
                 SatAccount **account,
                 char **hash,
                 guint *wait,
                 GError **error)
{
  g_autoptr (GError) failure = NULL;

  *wait = sat_attempts_wait (self->attempts, folded, address, sat_clock_monotonic (self->clock));
  if (*wait > 0) {
    g_set_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_BUSY,
                 "Too many failures; wait %u seconds", *wait);
    return FALSE;
  }
  *account = find (self, login, hash, &failure);
  if (*account != NULL || g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
sat_accounts_sign_in (SatAccounts *self,
                      const char *login,
                      const char *password,
                      const char *address,
                      SatUuid *user,
                      guint *wait,
                      GError **error)
{
  g_autoptr (SatAccount) account = NULL;
  g_autofree char *folded = NULL, *hash = NULL;
  gboolean ok;

  g_return_val_if_fail (self != NULL && login != NULL && password != NULL && address != NULL,
                        FALSE);
  g_return_val_if_fail (user != NULL && wait != NULL, FALSE);

  folded = fold (login);
  g_mutex_lock (&self->lock);
  ok = prepare_sign_in (self, login, folded, address, &account, &hash, wait, error);
  g_mutex_unlock (&self->lock);
  if (!ok)
    return FALSE;
  ok = sat_password_check (hash, password);
  g_mutex_lock (&self->lock);
  if (ok)
    sat_attempts_succeeded (self->attempts, folded, address);
  else
    sat_attempts_failed (self->attempts, folded, address, sat_clock_monotonic (self->clock));
  g_mutex_unlock (&self->lock);
  if (!ok)
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_CREDENTIALS,
                         "The name or the password is wrong");
  else if (account->disabled)
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_USER_DISABLED,
                         "This user may not sign in");
  else
    *user = account->user;
  return ok && !account->disabled;
}
