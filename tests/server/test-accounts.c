/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Accounts, devices and tokens, without a network. */

#include "config.h"

#include <sodium.h>
#include <string.h>

#include "sat-accounts.h"
#include "sat-attempts.h"
#include "sat-password.h"
#include "sat-test.h"

#define START 1790000000000000
#define SECONDS(n) ((gint64)(n)*G_USEC_PER_SEC)

typedef struct {
  SatTestDir *dir;
  SatClock *clock;
  SatAccounts *accounts;
  SatUuid ana;
  guint8 secret[crypto_sign_SECRETKEYBYTES];
  char *key;
  guint32 device;
} Fixture;

static void
reopen (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&f->accounts, sat_accounts_close);
  f->accounts = sat_accounts_open (sat_test_dir_path (f->dir), f->clock, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];

  f->dir = sat_test_dir_new ();
  f->clock = sat_clock_fake_new (START);
  reopen (f);
  f->ana = sat_uuid_new (1);
  crypto_sign_keypair (public_key, f->secret);
  f->key = g_base64_encode (public_key, sizeof public_key);
  sat_accounts_add (f->accounts, "ana", &f->ana, "correct horse", &error);
  g_assert_no_error (error);
  sat_accounts_enrol (f->accounts, &f->ana, "laptop", f->key, &f->device, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  sat_accounts_close (f->accounts);
  sat_clock_unref (f->clock);
  g_free (f->key);
  sat_test_dir_free (f->dir);
}

static char *
sign (Fixture *f, const char *text)
{
  guint8 signature[crypto_sign_BYTES];

  crypto_sign_detached (signature, NULL, (const guint8 *)text, strlen (text), f->secret);
  return g_base64_encode (signature, sizeof signature);
}

static gboolean
try_sign_in (Fixture *f, const char *login, const char *password, GError **error)
{
  SatUuid user = {{0}};
  guint wait;
  gboolean ok =
      sat_accounts_sign_in (f->accounts, login, password, "10.0.0.1", &user, &wait, error);

  g_assert_true (!ok || sat_uuid_equal (&user, &f->ana));
  return ok;
}

#define assert_refused(code)                                                                       \
  g_assert_error (error, SAT_SERVER_ERROR, code);                                                  \
  g_clear_error (&error)

static void
test_sign_in (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (try_sign_in (f, "ana", "correct horse", NULL));
  g_assert_true (try_sign_in (f, "ANA", "correct horse", NULL));
  g_assert_false (try_sign_in (f, "ana", "Correct horse", &error));
  assert_refused (SAT_SERVER_ERROR_CREDENTIALS);
  g_assert_false (try_sign_in (f, "ana", "", &error));
  assert_refused (SAT_SERVER_ERROR_CREDENTIALS);
  g_assert_false (try_sign_in (f, "bob", "correct horse", &error));
  assert_refused (SAT_SERVER_ERROR_CREDENTIALS);

  sat_accounts_set_disabled (f->accounts, "ana", TRUE, &error);
  g_assert_no_error (error);
  g_assert_false (try_sign_in (f, "ana", "wrong wrong", &error));
  assert_refused (SAT_SERVER_ERROR_CREDENTIALS);
  g_assert_false (try_sign_in (f, "ana", "correct horse", &error));
  assert_refused (SAT_SERVER_ERROR_USER_DISABLED);
}

static void
test_names (Fixture *f, gconstpointer data)
{
  static const char *const bad[] = {"", "two words", "tab\there", "new\nline", "\xff", NULL};
  SatUuid other = sat_uuid_new (2);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = NULL;

  for (guint i = 0; bad[i] != NULL; i++) {
    g_assert_false (sat_accounts_add (f->accounts, bad[i], &other, "long enough", &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    g_clear_error (&error);
  }
  g_assert_false (sat_accounts_add (f->accounts, "Ana", &other, "long enough", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (sat_accounts_add (f->accounts, "bob", &other, "short", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_false (sat_accounts_set_password (f->accounts, "bob", "long enough", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  all = sat_accounts_list (f->accounts, NULL);
  g_assert_cmpuint (all->len, ==, 1);
}

static void
test_password (void)
{
  g_autofree char *hash = sat_password_hash ("correct horse", NULL);
  g_autofree char *again = sat_password_hash ("correct horse", NULL);

  g_assert_true (g_str_has_prefix (hash, "$argon2id$v=19$m=19456,t=2,p=1$"));
  g_assert_cmpstr (hash, !=, again);
  g_assert_true (sat_password_check (hash, "correct horse"));
  g_assert_false (sat_password_check (hash, "correct horsf"));
  g_assert_false (sat_password_check (NULL, "correct horse"));
}

/* Each failure beyond the free ones doubles the wait; another address is not held up. */
static void
test_back_off (Fixture *f, gconstpointer data)
{
  g_autoptr (SatAttempts) attempts = sat_attempts_new ();
  gint64 now = 0;

  for (guint i = 0; i < 4; i++) {
    sat_attempts_failed (attempts, "ana", "a", now);
    g_assert_cmpuint (sat_attempts_wait (attempts, "ana", "a", now), ==, 0);
  }
  for (guint i = 0; i < 12; i++) {
    guint expected = MIN (1u << i, 300);

    sat_attempts_failed (attempts, "ana", "a", now);
    g_assert_cmpuint (sat_attempts_wait (attempts, "ana", "a", now), ==, expected);
    g_assert_cmpuint (sat_attempts_wait (attempts, "ana", "b", now), ==, 0);
    g_assert_cmpuint (sat_attempts_wait (attempts, "bob", "a", now), ==, 0);
    now += SECONDS (expected);
    g_assert_cmpuint (sat_attempts_wait (attempts, "ana", "a", now), ==, 0);
  }
  sat_attempts_succeeded (attempts, "ana", "a");
  sat_attempts_failed (attempts, "ana", "a", now);
  g_assert_cmpuint (sat_attempts_wait (attempts, "ana", "a", now), ==, 0);
}

/* Guessing at one user from everywhere, and at all users from one place. */
static void
test_back_off_alone (Fixture *f, gconstpointer data)
{
  g_autoptr (SatAttempts) attempts = sat_attempts_new ();

  for (guint i = 0; i < 60; i++) {
    g_autofree char *address = g_strdup_printf ("10.0.0.%u", i);
    g_autofree char *login = g_strdup_printf ("user%u", i);

    sat_attempts_failed (attempts, "ana", address, 0);
    sat_attempts_failed (attempts, login, "evil", 0);
  }
  g_assert_cmpuint (sat_attempts_wait (attempts, "ana", "elsewhere", 0), >, 0);
  g_assert_cmpuint (sat_attempts_wait (attempts, "new", "evil", 0), >, 0);
  g_assert_cmpuint (sat_attempts_wait (attempts, "new", "elsewhere", 0), ==, 0);
}

static void
test_back_off_signs_in (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SatUuid user;
  guint wait = 0;

  for (guint i = 0; i < 5; i++)
    g_assert_false (try_sign_in (f, "ana", "wrong wrong", NULL));
  /* Not even the right password, so that guessing learns nothing. */
  g_assert_false (
      sat_accounts_sign_in (f->accounts, "ana", "correct horse", "10.0.0.1", &user, &wait, &error));
  assert_refused (SAT_SERVER_ERROR_BUSY);
  g_assert_cmpuint (wait, ==, 1);
  sat_clock_fake_advance (f->clock, SECONDS (1));
  g_assert_true (try_sign_in (f, "ana", "correct horse", NULL));
}

static gboolean
is_good (Fixture *f, const char *access)
{
  SatSession session;
  gboolean good = sat_accounts_check (f->accounts, access, &session, NULL);

  g_assert_true (!good || (session.device == f->device && sat_uuid_equal (&session.user, &f->ana)));
  return good;
}

static SatTokens *
refresh (Fixture *f, const char *token, GError **error)
{
  g_autofree char *signature = sign (f, token);
  SatSession session;

  return sat_accounts_refresh (f->accounts, token, f->device, signature, &session, error);
}

static void
test_expiry (Fixture *f, gconstpointer data)
{
  g_autoptr (SatTokens) first = sat_accounts_issue (f->accounts, f->device, NULL);
  g_autoptr (SatTokens) second = NULL;
  g_autoptr (GError) error = NULL;
  SatSession session;

  g_assert_cmpuint (strlen (first->access), ==, 43);
  g_assert_true (is_good (f, first->access));
  g_assert_false (is_good (f, first->refresh));
  g_assert_false (is_good (f, ""));
  reopen (f);
  g_assert_true (is_good (f, first->access));
  sat_clock_fake_advance (f->clock, SECONDS (SAT_ACCESS_SECONDS + 1));
  g_assert_false (sat_accounts_check (f->accounts, first->access, &session, &error));
  assert_refused (SAT_SERVER_ERROR_TOKEN_EXPIRED);
  second = refresh (f, first->refresh, &error);
  g_assert_no_error (error);
  g_assert_true (is_good (f, second->access));
  sat_clock_fake_advance (f->clock, SECONDS (SAT_REFRESH_SECONDS + 1));
  g_assert_null (refresh (f, second->refresh, &error));
  assert_refused (SAT_SERVER_ERROR_CREDENTIALS);
}

/* The answer to a refresh is lost: the same token again gives other successors. */
static void
test_lost_answer (Fixture *f, gconstpointer data)
{
  g_autoptr (SatTokens) first = sat_accounts_issue (f->accounts, f->device, NULL);
  g_autoptr (SatTokens) lost = refresh (f, first->refresh, NULL);
  g_autoptr (SatTokens) second = NULL, third = NULL;
  g_autoptr (GError) error = NULL;

  second = refresh (f, first->refresh, &error);
  g_assert_no_error (error);
  g_assert_false (is_good (f, lost->access));
  g_assert_true (is_good (f, second->access));
  third = refresh (f, second->refresh, &error);
  g_assert_no_error (error);
  g_assert_true (is_good (f, third->access));
}

static void
test_reuse_ends (Fixture *f, gconstpointer data)
{
  g_autoptr (SatTokens) first = sat_accounts_issue (f->accounts, f->device, NULL);
  g_autoptr (SatTokens) second = refresh (f, first->refresh, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (is_good (f, second->access));
  g_assert_null (refresh (f, first->refresh, &error));
  assert_refused (SAT_SERVER_ERROR_CREDENTIALS);
  g_assert_false (is_good (f, second->access));
  g_assert_null (refresh (f, second->refresh, &error));
  assert_refused (SAT_SERVER_ERROR_CREDENTIALS);
}

/* A pair counts as used by its refresh token too, and two generations back is a theft as well. */
static void
test_reuse_of_older (Fixture *f, gconstpointer data)
{
  g_autoptr (SatTokens) first = sat_accounts_issue (f->accounts, f->device, NULL);
  g_autoptr (SatTokens) second = refresh (f, first->refresh, NULL);
  g_autoptr (SatTokens) third = refresh (f, second->refresh, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (third);
  g_assert_null (refresh (f, first->refresh, &error));
  assert_refused (SAT_SERVER_ERROR_CREDENTIALS);
  g_assert_false (is_good (f, third->access));
}

static void
test_unsigned_refresh (Fixture *f, gconstpointer data)
{
  g_autoptr (SatTokens) first = sat_accounts_issue (f->accounts, f->device, NULL);
  g_autoptr (SatTokens) second = NULL;
  g_autofree char *other = sign (f, "another text"), *good = sign (f, first->refresh);
  g_autoptr (GError) error = NULL;
  SatSession session;

  g_assert_null (
      sat_accounts_refresh (f->accounts, first->refresh, f->device, other, &session, &error));
  assert_refused (SAT_SERVER_ERROR_CREDENTIALS);
  g_assert_null (
      sat_accounts_refresh (f->accounts, first->refresh, f->device, "?", &session, &error));
  assert_refused (SAT_SERVER_ERROR_CREDENTIALS);
  g_assert_null (
      sat_accounts_refresh (f->accounts, first->refresh, f->device + 1, good, &session, &error));
  assert_refused (SAT_SERVER_ERROR_CREDENTIALS);
  second = refresh (f, first->refresh, &error);
  g_assert_no_error (error);
  /* The one before, without the key: somebody else has it. */
  g_assert_null (
      sat_accounts_refresh (f->accounts, first->refresh, f->device, other, &session, &error));
  assert_refused (SAT_SERVER_ERROR_CREDENTIALS);
  g_assert_false (is_good (f, second->access));
}

static void
test_password_ends_sessions (Fixture *f, gconstpointer data)
{
  g_autoptr (SatTokens) tokens = sat_accounts_issue (f->accounts, f->device, NULL);

  g_assert_true (sat_accounts_set_password (f->accounts, "ana", "other horse", NULL));
  g_assert_false (is_good (f, tokens->access));
  g_assert_false (try_sign_in (f, "ana", "correct horse", NULL));
  g_assert_true (try_sign_in (f, "ana", "other horse", NULL));
}

static void
test_disabled (Fixture *f, gconstpointer data)
{
  g_autoptr (SatTokens) tokens = sat_accounts_issue (f->accounts, f->device, NULL);
  g_autoptr (GError) error = NULL;
  SatSession session;

  sat_accounts_set_disabled (f->accounts, "ana", TRUE, NULL);
  g_assert_false (sat_accounts_check (f->accounts, tokens->access, &session, &error));
  assert_refused (SAT_SERVER_ERROR_USER_DISABLED);
  g_assert_null (refresh (f, tokens->refresh, &error));
  assert_refused (SAT_SERVER_ERROR_USER_DISABLED);
  sat_accounts_set_disabled (f->accounts, "ana", FALSE, NULL);
  g_assert_true (is_good (f, tokens->access));
}

/* Cuts the value of "name" out of the one order of @orders. */
static char *
order_value (const char *orders, const char *name)
{
  g_autofree char *pattern = g_strdup_printf ("\"%s\":\"?([^\",}]*)", name);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_assert_true (g_regex_match (regex, orders, 0, &match));
  return g_match_info_fetch (match, 1);
}

static void
test_order (Fixture *f, gconstpointer data)
{
  g_autoptr (SatTokens) tokens = sat_accounts_issue (f->accounts, f->device, NULL);
  g_autofree char *none = sat_accounts_orders (f->accounts, f->device, NULL), *orders = NULL,
                  *nonce = NULL, *at = NULL, *sig = NULL, *text = NULL;
  g_autofree guint8 *signature = NULL, *key = NULL;
  SatSession session;
  gsize length;

  g_assert_cmpstr (none, ==, "[]");
  g_assert_true (sat_accounts_revoke (f->accounts, f->device, "lost", NULL));
  g_assert_true (sat_accounts_check (f->accounts, tokens->access, &session, NULL));
  g_assert_true (session.revoked && !session.offboarded);
  reopen (f);
  orders = sat_accounts_orders (f->accounts, f->device, NULL);
  nonce = order_value (orders, "nonce");
  at = order_value (orders, "at");
  sig = order_value (orders, "sig");
  text = g_strdup_printf ("satchel-order 1\nwipe\n%u\n%s\nlost\n%s\n", f->device, nonce, at);
  signature = g_base64_decode (sig, &length);
  g_assert_cmpuint (length, ==, crypto_sign_BYTES);
  key = g_base64_decode (sat_accounts_server_key (f->accounts), &length);
  g_assert_cmpuint (length, ==, crypto_sign_PUBLICKEYBYTES);
  g_assert_cmpint (
      crypto_sign_verify_detached (signature, (const guint8 *)text, strlen (text), key), ==, 0);
}

static void
test_receipt (Fixture *f, gconstpointer data)
{
  g_autoptr (SatTokens) tokens = sat_accounts_issue (f->accounts, f->device, NULL);
  g_autofree char *orders = NULL, *nonce = NULL, *text = NULL, *receipt = NULL, *bad = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) devices = NULL;

  g_assert_true (sat_accounts_revoke (f->accounts, f->device, "offboarded", NULL));
  orders = sat_accounts_orders (f->accounts, f->device, NULL);
  nonce = order_value (orders, "nonce");
  text = g_strdup_printf ("satchel-wiped 1\n%u\n%s\n", f->device, nonce);
  receipt = sign (f, text);
  bad = sign (f, "something else");
  g_assert_false (sat_accounts_wiped (f->accounts, f->device, nonce, bad, &error));
  assert_refused (SAT_SERVER_ERROR_CREDENTIALS);
  g_assert_false (sat_accounts_wiped (f->accounts, f->device, "other", receipt, &error));
  assert_refused (SAT_SERVER_ERROR_CREDENTIALS);
  for (guint i = 0; i < 2; i++) {
    sat_accounts_wiped (f->accounts, f->device, nonce, receipt, &error);
    g_assert_no_error (error);
  }
  devices = sat_accounts_devices (f->accounts, NULL);
  g_assert_cmpint (((SatDevice *)devices->pdata[0])->state, ==, SAT_DEVICE_WIPED);
  g_assert_false (is_good (f, tokens->access));
  g_assert_false (sat_accounts_revoke (f->accounts, f->device, "lost", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_devices (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint32 second = 0, third = 0;

  g_assert_false (sat_accounts_enrol (f->accounts, &f->ana, "x", "AAAA", &second, &error));
  assert_refused (SAT_SERVER_ERROR_MALFORMED);
  g_assert_true (sat_accounts_enrol_again (f->accounts, f->device, &second, NULL));
  g_assert_cmpuint (second, >, f->device);
  g_assert_true (sat_accounts_skip_numbers (f->accounts, NULL));
  reopen (f);
  g_assert_true (sat_accounts_enrol (f->accounts, &f->ana, "x", f->key, &third, NULL));
  g_assert_cmpuint (third, >, second + 100);
  g_assert_true (sat_accounts_revoke (f->accounts, second, "lost", NULL));
  g_assert_false (sat_accounts_enrol_again (f->accounts, second, &third, &error));
  assert_refused (SAT_SERVER_ERROR_DEVICE_REVOKED);
  g_assert_false (sat_accounts_revoke (f->accounts, third, "whim", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

/* Neither passwords nor tokens stand in the files, and only their owner may read them. */
static void
test_secrets (Fixture *f, gconstpointer data)
{
  static const char *const names[] = {"accounts.db", "server.key"};
  g_autoptr (SatTokens) tokens = sat_accounts_issue (f->accounts, f->device, NULL);

  g_clear_pointer (&f->accounts, sat_accounts_close);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = sat_test_dir_file (f->dir, names[i]), *content = NULL;
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autoptr (GFileInfo) info =
        g_file_query_info (file, G_FILE_ATTRIBUTE_UNIX_MODE, 0, NULL, NULL);
    gsize length;

    g_assert_cmphex (g_file_info_get_attribute_uint32 (info, "unix::mode") & 0777, ==, 0600);
    g_assert_true (g_file_get_contents (path, &content, &length, NULL));
    g_assert_null (memmem (content, length, "correct horse", 13));
    g_assert_null (memmem (content, length, tokens->access, strlen (tokens->access)));
    g_assert_null (memmem (content, length, tokens->refresh, strlen (tokens->refresh)));
  }
  reopen (f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (sodium_init () < 0)
    return 1;
#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)
  g_test_add_func ("/accounts/password", test_password);
  ADD ("/accounts/sign-in", test_sign_in);
  ADD ("/accounts/names", test_names);
  ADD ("/accounts/back-off", test_back_off);
  ADD ("/accounts/back-off-alone", test_back_off_alone);
  ADD ("/accounts/back-off-signs-in", test_back_off_signs_in);
  ADD ("/accounts/expiry", test_expiry);
  ADD ("/accounts/lost-answer", test_lost_answer);
  ADD ("/accounts/reuse-ends", test_reuse_ends);
  ADD ("/accounts/reuse-of-older", test_reuse_of_older);
  ADD ("/accounts/unsigned-refresh", test_unsigned_refresh);
  ADD ("/accounts/password-ends-sessions", test_password_ends_sessions);
  ADD ("/accounts/disabled", test_disabled);
  ADD ("/accounts/order", test_order);
  ADD ("/accounts/receipt", test_receipt);
  ADD ("/accounts/devices", test_devices);
  ADD ("/accounts/secrets", test_secrets);
  return g_test_run ();
}
