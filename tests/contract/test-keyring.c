/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a laptop has in the keyring goes with the rest when it is shut out. A desktop's own keyring
 * on a bus of the test's own. */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "office.h"

#define SERVICE "org.freedesktop.secrets"
#define PATIENCE_MS 20000

typedef struct {
  GTestDBus *bus;
  GDBusConnection *connection;
  SatTestDir *dir;
  GSubprocess *daemon;
} Keyring;

static gboolean
is_there (gpointer data)
{
  Keyring *keyring = data;
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
      keyring->connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
      "NameHasOwner", g_variant_new ("(s)", SERVICE), G_VARIANT_TYPE ("(b)"),
      G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  gboolean there = FALSE;

  if (reply != NULL)
    g_variant_get (reply, "(b)", &there);
  return there;
}

static void
keyring_begin (Keyring *keyring, const char *program)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GError) error = NULL;
  GOutputStream *password;

  keyring->dir = sat_test_dir_new ();
  g_setenv ("XDG_DATA_HOME", sat_test_dir_path (keyring->dir), TRUE);
  g_setenv ("XDG_RUNTIME_DIR", sat_test_dir_path (keyring->dir), TRUE);
  keyring->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (keyring->bus);
  keyring->connection =
      g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (keyring->bus),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);
  g_assert_no_error (error);
  /* It takes the environment as it is now. */
  launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                 G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  keyring->daemon = g_subprocess_launcher_spawn (launcher, &error, program, "--unlock",
                                                 "--foreground", "--components=secrets", NULL);
  g_assert_no_error (error);
  /* A new keyring gets this password, and is open. */
  password = g_subprocess_get_stdin_pipe (keyring->daemon);
  g_assert_true (g_output_stream_write_all (password, "secret", 6, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (password, NULL, NULL));
  g_assert_true (sat_test_wait_until (is_there, keyring, PATIENCE_MS));
}

static void
keyring_end (Keyring *keyring)
{
  g_subprocess_force_exit (keyring->daemon);
  g_subprocess_wait (keyring->daemon, NULL, NULL);
  g_clear_object (&keyring->daemon);
  g_dbus_connection_close_sync (keyring->connection, NULL, NULL);
  g_clear_object (&keyring->connection);
  g_test_dbus_down (keyring->bus);
  g_clear_object (&keyring->bus);
  sat_test_dir_free (keyring->dir);
}

static gsize
n_items (Keyring *keyring)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
      keyring->connection, SERVICE, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service",
      "SearchItems", g_variant_new ("(a{ss})", NULL), G_VARIANT_TYPE ("(aoao)"),
      G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_autoptr (GVariant) open = NULL;
  g_autoptr (GVariant) locked = NULL;

  g_assert_no_error (error);
  open = g_variant_get_child_value (reply, 0);
  locked = g_variant_get_child_value (reply, 1);
  return g_variant_n_children (open) + g_variant_n_children (locked);
}

static void
test_wiped (void)
{
  g_autofree char *program = g_find_program_in_path ("gnome-keyring-daemon");
  Keyring keyring = {0};
  Office *office;
  CliFixture *boss, *laptop;
  g_autofree char *file = NULL;
  g_autofree char *device = NULL;
  g_autoptr (JsonNode) devices = NULL;

  if (program == NULL) {
    g_test_skip ("there is no gnome-keyring-daemon");
    return;
  }
  keyring_begin (&keyring, program);
  g_assert_cmpuint (n_items (&keyring), ==, 0);
  office = office_new ();
  office_add_user (office, "ana", "rep", NULL);
  boss = laptop_new (office, "boss");
  g_assert_cmpuint (n_items (&keyring), ==, 1);
  laptop = laptop_new (office, "ana");
  file = g_strconcat (laptop->db, ".secret", NULL);
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (n_items (&keyring), ==, 2);
  laptop_sync (laptop);
  devices = office_run (office, "device", "list", NULL);
  device = cli_member (cli_element (devices, cli_length (devices) - 1), "id");
  json_node_unref (office_run (office, "device", "revoke", device, "--reason", "lost", NULL));
  cli_fails (laptop, "revoked", "sync", NULL);
  g_assert_false (g_file_test (laptop->db, G_FILE_TEST_EXISTS));
  /* Nobody else's. */
  g_assert_cmpuint (n_items (&keyring), ==, 1);
  laptop_sync (boss);
  cli_fixture_free (boss);
  cli_fixture_free (laptop);
  office_free (office);
  keyring_end (&keyring);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("SATCHEL_SECRETS");
  g_test_add_func ("/contract/keyring/wiped", test_wiped);
  return g_test_run ();
}
