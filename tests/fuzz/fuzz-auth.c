/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bodies of signing in, and what accounts make of the texts in them. In an input, "@R" is the
 * refresh token that is good now, "@S" its signature, "@N" the nonce of the order for device 2. */

#include "config.h"

#include "fuzz.h"
#include "sat-accounts.h"
#include "sat-http-bodies.h"
#include "sat-test.h"

#include <sodium.h>
#include <stdlib.h>

const char *const fuzz_corpus[] = {
    "{\"refresh\":\"@R\",\"device\":1,\"sig\":\"@S\"}",
    "{\"user\":\"ana\",\"password\":\"x\",\"device\":{\"name\":\"l\",\"key\":"
    "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}}",
    "{\"nonce\":\"@N\",\"device\":2,\"sig\":\"@S\"}",
    "{\"refresh\":\"\",\"device\":4294967296,\"sig\":[]}",
    "{\"user\":{},\"password\":null,\"device\":[{\"name\":1,\"key\":\"\\u0000\"}]}",
    NULL,
};

static SatTestDir *dir;
static SatAccounts *accounts;
static guint8 device_key[crypto_sign_SECRETKEYBYTES];
static char *refresh, *signature, *nonce;

static void
close_accounts (void)
{
  g_clear_pointer (&accounts, sat_accounts_close);
  g_clear_pointer (&dir, sat_test_dir_free);
  g_clear_pointer (&refresh, g_free);
  g_clear_pointer (&signature, g_free);
  g_clear_pointer (&nonce, g_free);
}

/* @refresh_token belongs to device 1 from now on. */
static void
take_refresh (const char *refresh_token)
{
  guint8 bytes[crypto_sign_BYTES];

  g_free (refresh);
  g_free (signature);
  refresh = g_strdup (refresh_token);
  crypto_sign_detached (bytes, NULL, (const guint8 *)refresh, strlen (refresh), device_key);
  signature = g_base64_encode (bytes, sizeof bytes);
}

static void
begin_session (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatTokens) tokens = sat_accounts_issue (accounts, 1, &error);

  g_assert_no_error (error);
  take_refresh (tokens->refresh);
}

static void
enrol (const SatUuid *user, const char *key, guint32 expected)
{
  g_autoptr (GError) error = NULL;
  guint32 device;

  sat_accounts_enrol (accounts, user, "laptop", key, &device, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (device, ==, expected);
}

static void
open_accounts (void)
{
  const SatUuid user = {{1}};
  g_autoptr (SatClock) clock = sat_clock_fake_new (G_GINT64_CONSTANT (1800000000000000));
  g_autoptr (GError) error = NULL;
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];
  g_autofree char *key = NULL, *orders = NULL;
  g_auto (GStrv) parts = NULL;

  dir = sat_test_dir_new ();
  accounts = sat_accounts_open (sat_test_dir_path (dir), clock, &error);
  g_assert_no_error (error);
  crypto_sign_keypair (public_key, device_key);
  key = g_base64_encode (public_key, sizeof public_key);
  sat_accounts_add (accounts, "ana", &user, "correct horse", &error);
  g_assert_no_error (error);
  enrol (&user, key, 1);
  enrol (&user, key, 2);
  sat_accounts_revoke (accounts, 2, "lost", &error);
  g_assert_no_error (error);
  orders = sat_accounts_orders (accounts, 2, &error);
  parts = g_strsplit (orders, "\"nonce\":\"", 2);
  nonce = g_strndup (parts[1], strcspn (parts[1], "\""));
  begin_session ();
  atexit (close_accounts);
}

static gboolean
renew (GBytes *bytes)
{
  g_auto (SatSignedBody) body = {0};
  g_autoptr (SatTokens) tokens = NULL;
  g_autoptr (GError) error = NULL;
  SatSession session;

  if (!sat_signed_body_parse (bytes, "refresh", &body, &error)) {
    g_assert_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_MALFORMED);
    return FALSE;
  }
  tokens =
      sat_accounts_refresh (accounts, body.text, body.device, body.signature, &session, &error);
  if (tokens != NULL) {
    g_assert_cmpstr (body.text, ==, refresh);
    take_refresh (tokens->refresh);
    return TRUE;
  }
  g_assert_true (error->domain == SAT_SERVER_ERROR);
  /* With a wrong signature, nothing is lost; for what was used before, sessions end. */
  begin_session ();
  return FALSE;
}

static gboolean
obey (GBytes *bytes)
{
  g_auto (SatSignedBody) body = {0};
  g_autoptr (GError) error = NULL;

  if (!sat_signed_body_parse (bytes, "nonce", &body, &error))
    return FALSE;
  /* Nobody here can sign a receipt. */
  g_assert_false (sat_accounts_wiped (accounts, body.device, body.text, body.signature, &error));
  g_assert_true (error->domain == SAT_SERVER_ERROR);
  return TRUE;
}

static gboolean
sign_in (GBytes *bytes)
{
  const SatUuid user = {{1}};
  g_auto (SatLoginBody) body = {0};
  g_autoptr (GError) error = NULL;
  SatSession session;
  guint32 device;

  if (!sat_login_body_parse (bytes, &body, &error)) {
    g_assert_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_MALFORMED);
    return FALSE;
  }
  g_assert_true (g_utf8_validate (body.user, -1, NULL) && g_utf8_validate (body.name, -1, NULL));
  /* Comparing passwords takes too long for this. */
  g_assert_false (sat_accounts_check (accounts, body.password, &session, NULL));
  if (!sat_accounts_enrol (accounts, &user, body.name, body.key, &device, &error))
    g_assert_true (error->domain == SAT_SERVER_ERROR);
  return TRUE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GString) text = g_string_new_len ((const char *)data, (gssize)size);
  g_autoptr (GBytes) body = NULL;
  gboolean taken;

  if (accounts == NULL)
    open_accounts ();
  if (memchr (data, '\0', size) == NULL) {
    g_string_replace (text, "@R", refresh, 1);
    g_string_replace (text, "@S", signature, 1);
    g_string_replace (text, "@N", nonce, 1);
  }
  body = g_bytes_new (text->str, text->len);
  taken = renew (body);
  taken |= obey (body);
  return sign_in (body) || taken ? 0 : -1;
}
