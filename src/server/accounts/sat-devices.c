/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Devices: enrolled at sign-in, revoked by an administrator, wiped by an order that they sign for.
 */

#include "config.h"

#include <sodium.h>
#include <string.h>

#include "sat-accounts-private.h"
#include "sat-json-writer.h"

#define MOST_NAME_BYTES 200
/* Between two numbers that a backup cannot tell from each other. */
#define SKIPPED_NUMBERS 1000

void
sat_device_free (SatDevice *device)
{
  if (device == NULL)
    return;
  g_free (device->login);
  g_free (device->name);
  g_free (device);
}

const char *
sat_device_state_name (SatDeviceState state)
{
  static const char *const names[] = {"active", "revoked", "wiped"};

  g_return_val_if_fail ((guint)state < G_N_ELEMENTS (names), NULL);

  return names[state];
}

static gboolean
insert (SatAccounts *self,
        const SatUuid *user,
        const char *name,
        const guint8 *key,
        guint32 *device,
        GError **error)
{
  g_autoptr (SatStatement) statement = sat_accounts_statement (
      self, "INSERT INTO device (user, name, key, last_seen) VALUES (?, ?, ?, ?)", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_blob (statement, 1, user->bytes, sizeof user->bytes);
  sat_statement_bind_text (statement, 2, name);
  sat_statement_bind_blob (statement, 3, key, crypto_sign_PUBLICKEYBYTES);
  sat_statement_bind_int (statement, 4, sat_clock_now (self->clock));
  if (!sat_statement_run (statement, error))
    return FALSE;
  *device = (guint32)sat_connection_last_insert_id (self->connection);
  return TRUE;
}

gboolean
sat_accounts_enrol (SatAccounts *self,
                    const SatUuid *user,
                    const char *name,
                    const char *key,
                    guint32 *device,
                    GError **error)
{
  guint8 bytes[crypto_sign_PUBLICKEYBYTES];
  gboolean ok;

  g_return_val_if_fail (self != NULL && user != NULL && name != NULL && device != NULL, FALSE);

  if (!sat_accounts_decode (key, sizeof bytes, bytes) || strlen (name) > MOST_NAME_BYTES) {
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_MALFORMED,
                         "A device has a name and an Ed25519 key in base64");
    return FALSE;
  }
  g_mutex_lock (&self->lock);
  ok = insert (self, user, name, bytes, device, error);
  g_mutex_unlock (&self->lock);
  return ok;
}

static gboolean
copy_device (SatAccounts *self, guint32 device, guint32 *further, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_accounts_statement (self,
                              "INSERT INTO device (user, name, key, last_seen)"
                              "  SELECT user, name, key, ? FROM device WHERE id = ? AND state = 0",
                              error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, sat_clock_now (self->clock));
  sat_statement_bind_int (statement, 2, device);
  if (!sat_statement_run (statement, error))
    return FALSE;
  if (sat_connection_changes (self->connection) == 0) {
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_DEVICE_REVOKED,
                         "This device is revoked");
    return FALSE;
  }
  *further = (guint32)sat_connection_last_insert_id (self->connection);
  return TRUE;
}

gboolean
sat_accounts_enrol_again (SatAccounts *self, guint32 device, guint32 *further, GError **error)
{
  gboolean ok;

  g_return_val_if_fail (self != NULL && further != NULL, FALSE);

  g_mutex_lock (&self->lock);
  ok = copy_device (self, device, further, error);
  g_mutex_unlock (&self->lock);
  return ok;
}

gboolean
sat_accounts_skip_numbers (SatAccounts *self, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  gboolean ok = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);

  g_mutex_lock (&self->lock);
  statement = sat_accounts_statement (
      self, "UPDATE sqlite_sequence SET seq = seq + ? WHERE name = 'device'", error);
  if (statement != NULL) {
    sat_statement_bind_int (statement, 1, SKIPPED_NUMBERS);
    ok = sat_statement_run (statement, error);
  }
  g_clear_pointer (&statement, sat_statement_release);
  g_mutex_unlock (&self->lock);
  return ok;
}

static SatDevice *
read_device (SatStatement *statement)
{
  SatDevice *device = g_new0 (SatDevice, 1);
  gsize length;

  device->id = (guint32)sat_statement_int (statement, 0);
  memcpy (device->user.bytes, sat_statement_blob (statement, 1, &length),
          sizeof device->user.bytes);
  device->login = g_strdup (sat_statement_text (statement, 2));
  device->name = g_strdup (sat_statement_text (statement, 3));
  device->state = (SatDeviceState)sat_statement_int (statement, 4);
  device->last_seen = sat_statement_int (statement, 5);
  return device;
}

static gboolean
read_devices (SatAccounts *self, GPtrArray *out, GError **error)
{
  g_autoptr (SatStatement) statement = sat_accounts_statement (
      self,
      "SELECT id, user, login, name, state, last_seen FROM device JOIN account USING (user)"
      "  ORDER BY id",
      error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  while (sat_statement_step (statement, &row, error)) {
    if (!row)
      return TRUE;
    g_ptr_array_add (out, read_device (statement));
  }
  return FALSE;
}

GPtrArray *
sat_accounts_devices (SatAccounts *self, GError **error)
{
  g_autoptr (GPtrArray) out = NULL;
  gboolean ok;

  g_return_val_if_fail (self != NULL, NULL);

  out = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_device_free);
  g_mutex_lock (&self->lock);
  ok = read_devices (self, out, error);
  g_mutex_unlock (&self->lock);
  return ok ? g_steal_pointer (&out) : NULL;
}

static gboolean
revoke_device (SatAccounts *self, guint32 device, const char *reason, GError **error)
{
  g_autofree char *nonce = g_uuid_string_random ();
  g_autoptr (SatStatement) statement = sat_accounts_statement (
      self,
      "UPDATE device SET state = 1, reason = ?, ordered = ?, nonce = coalesce(nonce, ?)"
      "  WHERE id = ? AND state <> 2",
      error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_text (statement, 1, reason);
  sat_statement_bind_int (statement, 2, sat_clock_now (self->clock));
  sat_statement_bind_text (statement, 3, nonce);
  sat_statement_bind_int (statement, 4, device);
  if (!sat_statement_run (statement, error))
    return FALSE;
  if (sat_connection_changes (self->connection) > 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
               "There is no device %u, or it is wiped already", device);
  return FALSE;
}

gboolean
sat_accounts_revoke (SatAccounts *self, guint32 device, const char *reason, GError **error)
{
  gboolean ok;

  g_return_val_if_fail (self != NULL && reason != NULL, FALSE);

  if (!g_str_equal (reason, "lost") && !g_str_equal (reason, "offboarded")) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         "The reason is lost or offboarded");
    return FALSE;
  }
  g_mutex_lock (&self->lock);
  ok = revoke_device (self, device, reason, error);
  g_mutex_unlock (&self->lock);
  return ok;
}

/* The bytes that the server signs. */
static char *
order_text (guint32 device, const char *nonce, const char *reason, gint64 at)
{
  return g_strdup_printf ("satchel-order 1\nwipe\n%u\n%s\n%s\n%" G_GINT64_FORMAT "\n", device,
                          nonce, reason, at);
}

static gboolean
write_orders (SatAccounts *self, guint32 device, SatJsonWriter *writer, GError **error)
{
  g_autoptr (SatStatement) statement = sat_accounts_statement (
      self, "SELECT nonce, reason, ordered FROM device WHERE id = ? AND state = 1", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, device);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (row) {
    const char *nonce = sat_statement_text (statement, 0),
               *reason = sat_statement_text (statement, 1);
    gint64 at = sat_statement_int (statement, 2);
    g_autofree char *text = order_text (device, nonce, reason, at);
    g_autofree char *signature = sat_server_key_sign (self->key, text);

    sat_json_writer_begin_object (writer, NULL);
    sat_json_writer_string (writer, "order", "wipe");
    sat_json_writer_int (writer, "device", device);
    sat_json_writer_string (writer, "nonce", nonce);
    sat_json_writer_string (writer, "reason", reason);
    sat_json_writer_int (writer, "at", at);
    sat_json_writer_string (writer, "sig", signature);
    sat_json_writer_end_object (writer);
  }
  return TRUE;
}

char *
sat_accounts_orders (SatAccounts *self, guint32 device, GError **error)
{
  g_autoptr (GString) text = NULL;
  g_autoptr (SatJsonWriter) writer = NULL;
  gboolean ok;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);
  sat_json_writer_begin_array (writer, NULL);
  g_mutex_lock (&self->lock);
  ok = write_orders (self, device, writer, error);
  g_mutex_unlock (&self->lock);
  sat_json_writer_end_array (writer);
  if (!ok || !sat_json_writer_finish (writer, error))
    return NULL;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
keep_receipt (SatAccounts *self, guint32 device, const char *receipt, GError **error)
{
  g_autoptr (SatStatement) statement = sat_accounts_statement (
      self, "UPDATE device SET state = 2, receipt = ?, wiped = ? WHERE id = ?", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_text (statement, 1, receipt);
  sat_statement_bind_int (statement, 2, sat_clock_now (self->clock));
  sat_statement_bind_int (statement, 3, device);
  return sat_statement_run (statement, error) && sat_accounts_end_sessions (self, device, error);
}

static gboolean
wiped (SatAccounts *self, guint32 device, const char *nonce, const char *signature, GError **error)
{
  g_autofree char *text = g_strdup_printf ("satchel-wiped 1\n%u\n%s\n", device, nonce);
  guint8 bytes[crypto_sign_BYTES];
  g_autoptr (SatStatement) statement = sat_accounts_statement (
      self, "SELECT key, state FROM device WHERE id = ? AND nonce = ? AND state <> 0", error);
  gsize length;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, device);
  sat_statement_bind_text (statement, 2, nonce);
  if (!sat_accounts_step_one (statement, "There is no such order", error))
    return FALSE;
  if (!sat_accounts_decode (signature, sizeof bytes, bytes) ||
      crypto_sign_verify_detached (bytes, (const guint8 *)text, strlen (text),
                                   sat_statement_blob (statement, 0, &length)) != 0) {
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_CREDENTIALS,
                         "The receipt is not signed by this device");
    return FALSE;
  }
  return sat_statement_int (statement, 1) == SAT_DEVICE_WIPED ||
         keep_receipt (self, device, signature, error);
}

gboolean
sat_accounts_wiped (
    SatAccounts *self, guint32 device, const char *nonce, const char *signature, GError **error)
{
  gboolean ok;

  g_return_val_if_fail (self != NULL && nonce != NULL && signature != NULL, FALSE);

  g_mutex_lock (&self->lock);
  ok = wiped (self, device, nonce, signature, error);
  g_mutex_unlock (&self->lock);
  return ok;
}
