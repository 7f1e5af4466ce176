/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-password.h"

#include <gio/gio.h>
#include <sodium.h>
#include <string.h>

#define PASSES 2
#define MEMORY ((size_t)19 * 1024 * 1024)

/* Of random bytes that nobody knows, with the same cost. */
#define NOBODY                                                                                     \
  "$argon2id$v=19$m=19456,t=2,p=1$"                                                                \
  "imR0WfjIIb4HRBoxQIPtuA$umwq30tLHVyjdH06Eq51m0+6xjP/63DMcykUsSKuIMM"

char *
sat_password_hash (const char *password, GError **error)
{
  char hash[crypto_pwhash_STRBYTES];
  gsize length;

  g_return_val_if_fail (password != NULL, NULL);

  length = strlen (password);
  if (length < SAT_PASSWORD_LEAST || length > SAT_PASSWORD_MOST) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "A password has %d to %d characters", SAT_PASSWORD_LEAST, SAT_PASSWORD_MOST);
    return NULL;
  }
  if (crypto_pwhash_str_alg (hash, password, length, PASSES, MEMORY,
                             crypto_pwhash_ALG_ARGON2ID13) != 0) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                         "There is not enough memory to hash a password");
    return NULL;
  }
  return g_strdup (hash);
}

gboolean
sat_password_check (const char *hash, const char *password)
{
  gboolean right;

  g_return_val_if_fail (password != NULL, FALSE);

  right = crypto_pwhash_str_verify (hash != NULL ? hash : NOBODY, password, strlen (password)) == 0;
  return right && hash != NULL;
}
