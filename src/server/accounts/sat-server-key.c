/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-server-key.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

struct _SatServerKey {
  guint8 secret[crypto_sign_SECRETKEYBYTES];
  char *public_text;
};

static gboolean
make (const char *path, guint8 seed[crypto_sign_SEEDBYTES], GError **error)
{
  g_autofree char *text = NULL;

  randombytes_buf (seed, crypto_sign_SEEDBYTES);
  text = g_base64_encode (seed, crypto_sign_SEEDBYTES);
  return g_file_set_contents_full (
      path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

static gboolean
read_seed (const char *path, guint8 seed[crypto_sign_SEEDBYTES], GError **error)
{
  g_autofree char *text = NULL;
  g_autofree guint8 *bytes = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  bytes = g_base64_decode (g_strchomp (text), &length);
  if (length != crypto_sign_SEEDBYTES) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s holds no key", path);
    return FALSE;
  }
  memcpy (seed, bytes, length);
  return TRUE;
}

SatServerKey *
sat_server_key_open (const char *folder, GError **error)
{
  g_autofree char *path = NULL;
  guint8 seed[crypto_sign_SEEDBYTES], public_key[crypto_sign_PUBLICKEYBYTES];
  SatServerKey *self;

  g_return_val_if_fail (folder != NULL, NULL);

  path = g_build_filename (folder, SAT_SERVER_KEY_FILE, NULL);
  if (!(g_file_test (path, G_FILE_TEST_EXISTS) ? read_seed (path, seed, error)
                                               : make (path, seed, error)))
    return NULL;
  self = g_new0 (SatServerKey, 1);
  crypto_sign_seed_keypair (public_key, self->secret, seed);
  sodium_memzero (seed, sizeof seed);
  self->public_text = g_base64_encode (public_key, sizeof public_key);
  return self;
}

void
sat_server_key_free (SatServerKey *self)
{
  if (self == NULL)
    return;
  sodium_memzero (self->secret, sizeof self->secret);
  g_free (self->public_text);
  g_free (self);
}

const char *
sat_server_key_public (SatServerKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->public_text;
}

char *
sat_server_key_sign (SatServerKey *self, const char *text)
{
  guint8 signature[crypto_sign_BYTES];

  g_return_val_if_fail (self != NULL && text != NULL, NULL);

  crypto_sign_detached (signature, NULL, (const guint8 *)text, strlen (text), self->secret);
  return g_base64_encode (signature, sizeof signature);
}
