/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-secrets.h"

#include <glib/gstdio.h>
#include <string.h>

#include "sat-device-file.h"
#include "sat-protocol.h"
#include "sat-test-store.h"

static char *
secret_path (SatTestStore *t)
{
  return g_strconcat (t->path, ".secret", NULL);
}

static SatSecrets *
sample (void)
{
  SatSecrets *secrets = sat_secrets_new ();

  g_free (sat_secrets_make_key (secrets));
  secrets->device = G_MAXUINT32;
  g_free (secrets->server);
  g_free (secrets->access);
  secrets->server = g_strdup ("https://sales.example.org");
  secrets->access = g_strdup ("\"ä\n");
  return secrets;
}

static void
test_file (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_CREATE);
  g_autofree char *path = secret_path (t);
  g_autoptr (SatSecrets) none = NULL;
  g_autoptr (SatSecrets) secrets = sample ();
  g_autoptr (SatSecrets) back = NULL;
  g_autoptr (SatSecrets) forgotten = NULL;
  g_autoptr (GError) error = NULL;
  gboolean in_file = FALSE;
  GStatBuf info;

  none = sat_secrets_load (t->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->device, ==, 0);
  g_assert_cmpstr (none->access, ==, "");

  g_assert_true (sat_secrets_save (t->store, secrets, &in_file, &error));
  g_assert_no_error (error);
  g_assert_true (in_file);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, 0600);
  back = sat_secrets_load (t->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (back->device, ==, secrets->device);
  g_assert_cmpstr (back->server, ==, secrets->server);
  g_assert_cmpstr (back->access, ==, secrets->access);
  g_assert_cmpmem (back->key, sizeof back->key, secrets->key, sizeof secrets->key);

  sat_secrets_forget (t->store);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  forgotten = sat_secrets_load (t->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (forgotten->device, ==, 0);
}

static void
test_broken_file (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_CREATE);
  g_autofree char *path = secret_path (t);
  g_autoptr (SatSecrets) secrets = sample ();
  g_autofree char *whole = NULL;
  gsize length;

  g_assert_true (sat_secrets_save (t->store, secrets, NULL, NULL));
  g_assert_true (g_file_get_contents (path, &whole, &length, NULL));
  for (gsize n = 0; n < length; n += 7) {
    g_autoptr (GError) error = NULL;

    g_assert_true (g_file_set_contents (path, whole, (gssize)n, NULL));
    g_assert_null (sat_secrets_load (t->store, &error));
    g_assert_true (error->domain == SAT_PROTOCOL_ERROR);
  }
}

static void
test_device_file (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_CREATE);
  g_autofree char *usual = g_strconcat (t->path, ".device", NULL);
  g_autofree char *other = sat_test_dir_file (t->dir, "elsewhere");
  g_autofree char *path = sat_device_file_path (t->path);
  g_autofree char *first = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (path, ==, usual);
  g_assert_false (sat_device_file_fits (t->store));
  g_assert_true (sat_device_file_renew (t->store, &error));
  g_assert_no_error (error);
  g_assert_true (sat_device_file_fits (t->store));
  sat_test_store_reopen (t);
  g_assert_true (sat_device_file_fits (t->store));

  g_assert_true (g_file_get_contents (usual, &first, NULL, NULL));
  g_assert_true (sat_device_file_renew (t->store, &error));
  g_assert_true (sat_device_file_fits (t->store));
  g_assert_true (g_file_set_contents (usual, first, -1, NULL));
  g_assert_false (sat_device_file_fits (t->store));
  g_assert_true (g_file_set_contents (usual, "", -1, NULL));
  g_assert_false (sat_device_file_fits (t->store));

  g_setenv ("SATCHEL_DEVICE_FILE", other, TRUE);
  g_assert_false (sat_device_file_fits (t->store));
  g_assert_true (sat_device_file_renew (t->store, &error));
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
  g_assert_true (sat_device_file_fits (t->store));
  g_unsetenv ("SATCHEL_DEVICE_FILE");
  g_assert_false (sat_device_file_fits (t->store));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("SATCHEL_SECRETS", "file", TRUE);
  g_test_add_func ("/net/secrets/file", test_file);
  g_test_add_func ("/net/secrets/broken-file", test_broken_file);
  g_test_add_func ("/net/secrets/device-file", test_device_file);
  return g_test_run ();
}
