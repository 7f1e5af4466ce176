/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-secrets.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <libsecret/secret.h>
#include <sodium.h>
#include <string.h>

#include "sat-fault.h"
#include "sat-json-writer.h"
#include "sat-json.h"

/* Under which the keyring has it: an id of the file, not its place. */
#define SETTING "secrets"
#define SERVICE "org.freedesktop.secrets"

static const SecretSchema schema = {
    "org.satchel.Satchel.Sync",
    SECRET_SCHEMA_NONE,
    {{"file", SECRET_SCHEMA_ATTRIBUTE_STRING}, {NULL, 0}},
};

SatSecrets *
sat_secrets_new (void)
{
  SatSecrets *self = g_new0 (SatSecrets, 1);

  self->server = g_strdup ("");
  self->access = g_strdup ("");
  self->refresh = g_strdup ("");
  self->server_key = g_strdup ("");
  return self;
}

static void
wipe (char *text)
{
  if (text != NULL)
    sodium_memzero (text, strlen (text));
  g_free (text);
}

void
sat_secrets_free (SatSecrets *self)
{
  if (self == NULL)
    return;
  g_free (self->server);
  wipe (self->access);
  wipe (self->refresh);
  g_free (self->server_key);
  sodium_memzero (self->key, sizeof self->key);
  g_free (self);
}

char *
sat_secrets_make_key (SatSecrets *self)
{
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];

  g_return_val_if_fail (self != NULL && sodium_init () >= 0, NULL);
  G_STATIC_ASSERT (sizeof self->key == crypto_sign_SECRETKEYBYTES);
  G_STATIC_ASSERT (sizeof public_key == SAT_SECRETS_PUBLIC_SIZE);

  crypto_sign_keypair (public_key, self->key);
  return g_base64_encode (public_key, sizeof public_key);
}

char *
sat_secrets_sign (const SatSecrets *self, const char *text)
{
  guint8 signature[crypto_sign_BYTES];

  g_return_val_if_fail (self != NULL && text != NULL && sodium_init () >= 0, NULL);

  crypto_sign_detached (signature, NULL, (const guint8 *)text, strlen (text), self->key);
  return g_base64_encode (signature, sizeof signature);
}

gboolean
sat_secrets_is_by_server (const SatSecrets *self, const char *text, const char *signature)
{
  guint8 key[crypto_sign_PUBLICKEYBYTES], bytes[crypto_sign_BYTES];
  gsize length;

  g_return_val_if_fail (self != NULL && text != NULL && signature != NULL, FALSE);
  g_return_val_if_fail (sodium_init () >= 0, FALSE);

  return sodium_base642bin (key, sizeof key, self->server_key, strlen (self->server_key), NULL,
                            &length, NULL, sodium_base64_VARIANT_ORIGINAL) == 0 &&
         length == sizeof key &&
         sodium_base642bin (bytes, sizeof bytes, signature, strlen (signature), NULL, &length, NULL,
                            sodium_base64_VARIANT_ORIGINAL) == 0 &&
         length == sizeof bytes &&
         crypto_sign_verify_detached (bytes, (const guint8 *)text, strlen (text), key) == 0;
}

static char *
to_text (const SatSecrets *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);
  g_autofree char *key = g_base64_encode (self->key, sizeof self->key);

  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_string (writer, "server", self->server);
  sat_json_writer_int (writer, "device", self->device);
  sat_json_writer_string (writer, "access", self->access);
  sat_json_writer_string (writer, "refresh", self->refresh);
  sat_json_writer_string (writer, "key", key);
  sat_json_writer_string (writer, "server_key", self->server_key);
  sat_json_writer_end_object (writer);
  sat_json_writer_finish (writer, NULL);
  sodium_memzero (key, strlen (key));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
take_text (JsonObject *object, const char *name, char **out)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return FALSE;
  g_free (*out);
  *out = json_node_dup_string (node);
  return TRUE;
}

static gboolean
take_key (JsonObject *object, SatSecrets *self)
{
  char *text = NULL;
  g_autofree guint8 *bytes = NULL;
  gsize length = 0;

  if (take_text (object, "key", &text))
    bytes = g_base64_decode (text, &length);
  wipe (text);
  if (length != sizeof self->key)
    return FALSE;
  memcpy (self->key, bytes, length);
  sodium_memzero (bytes, length);
  return TRUE;
}

static SatSecrets *
from_text (const char *text, GError **error)
{
  g_autoptr (SatSecrets) self = sat_secrets_new ();
  g_autoptr (JsonNode) node = sat_json_parse (text, strlen (text), error);
  JsonObject *object;
  JsonNode *device;

  if (node == NULL)
    return NULL;
  object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  device = object != NULL ? json_object_get_member (object, "device") : NULL;
  if (device == NULL || json_node_get_value_type (device) != G_TYPE_INT64 ||
      json_node_get_int (device) <= 0 || json_node_get_int (device) > G_MAXUINT32 ||
      !take_text (object, "server", &self->server) ||
      !take_text (object, "access", &self->access) ||
      !take_text (object, "refresh", &self->refresh) ||
      !take_text (object, "server_key", &self->server_key) || !take_key (object, self)) {
    g_set_error_literal (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_SHAPE,
                         _ ("What was kept of signing in cannot be read. Sign in again."));
    return NULL;
  }
  self->device = (guint32)json_node_get_int (device);
  return g_steal_pointer (&self);
}

static char *
file_path (SatStore *store)
{
  return g_strconcat (sat_store_get_path (store), ".secret", NULL);
}

static gboolean
wants_file (void)
{
  return g_strcmp0 (g_getenv ("SATCHEL_SECRETS"), "file") == 0;
}

/* Somebody answers for the keyring, or would when called: else asking for it may wait for long. */
static gboolean
has_keyring (void)
{
  g_autoptr (GDBusConnection) bus = NULL;
  const char *const calls[] = {"ListNames", "ListActivatableNames"};

  if (wants_file ())
    return FALSE;
  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  for (guint i = 0; bus != NULL && i < G_N_ELEMENTS (calls); i++) {
    g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
        bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", calls[i],
        NULL, G_VARIANT_TYPE ("(as)"), G_DBUS_CALL_FLAGS_NONE, 2000, NULL, NULL);
    g_autofree const char **names = NULL;

    if (reply != NULL)
      g_variant_get (reply, "(^a&s)", &names);
    if (names != NULL && g_strv_contains (names, SERVICE))
      return TRUE;
  }
  return FALSE;
}

SatSecrets *
sat_secrets_load (SatStore *store, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;
  SatSecrets *self;

  g_return_val_if_fail (SAT_IS_STORE (store), NULL);

  path = file_path (store);
  if (g_file_test (path, G_FILE_TEST_EXISTS)) {
    if (!g_file_get_contents (path, &text, NULL, error))
      return NULL;
  } else {
    id = sat_store_get_setting (store, SETTING);
    if (id != NULL && has_keyring ()) {
      g_autoptr (GError) failure = NULL;
      char *found = secret_password_lookup_sync (&schema, NULL, &failure, "file", id, NULL);

      if (failure != NULL)
        g_debug ("keyring: %s", failure->message);
      text = g_strdup (found);
      secret_password_free (found);
    }
  }
  if (text == NULL)
    return sat_secrets_new ();
  self = from_text (text, error);
  sodium_memzero (text, strlen (text));
  return self;
}

static gboolean
save_in_keyring (SatStore *store, const char *text)
{
  g_autofree char *id = sat_store_get_setting (store, SETTING);
  g_autofree char *label = g_strdup_printf ("Satchel: %s", sat_store_get_path (store));
  g_autoptr (GError) failure = NULL;

  if (id == NULL) {
    SatUuid uuid = sat_uuid_new (sat_clock_now (sat_store_get_clock (store)) / 1000);

    id = sat_uuid_to_string (&uuid);
    if (!sat_store_set_setting (store, SETTING, id, &failure)) {
      g_debug ("keyring: %s", failure->message);
      return FALSE;
    }
  }
  if (secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, label, text, NULL, &failure,
                                  "file", id, NULL))
    return TRUE;
  g_debug ("keyring: %s", failure->message);
  return FALSE;
}

gboolean
sat_secrets_save (SatStore *store, SatSecrets *self, gboolean *in_file, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  gboolean filed, done = TRUE;

  g_return_val_if_fail (SAT_IS_STORE (store) && self != NULL && self->device != 0, FALSE);

  path = file_path (store);
  text = to_text (self);
  SAT_CRASH_POINT ("secrets-before");
  /* Once there, always there: two places would contradict each other. */
  filed =
      g_file_test (path, G_FILE_TEST_EXISTS) || !has_keyring () || !save_in_keyring (store, text);
  if (filed)
    done = g_file_set_contents_full (
        path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
  SAT_CRASH_POINT ("secrets-saved");
  sodium_memzero (text, strlen (text));
  if (in_file != NULL)
    *in_file = filed;
  return done;
}

char *
sat_secrets_keyring_id (SatStore *store)
{
  char *id;

  g_return_val_if_fail (SAT_IS_STORE (store), NULL);
  id = sat_store_get_setting (store, SETTING);
  return id != NULL ? id : g_strdup ("");
}

void
sat_secrets_forget_id (const char *id)
{
  g_return_if_fail (id != NULL);
  if (*id != '\0' && has_keyring ())
    secret_password_clear_sync (&schema, NULL, NULL, "file", id, NULL);
}

void
sat_secrets_forget (SatStore *store)
{
  g_autofree char *path = NULL;
  g_autofree char *id = NULL;

  g_return_if_fail (SAT_IS_STORE (store));

  path = file_path (store);
  g_unlink (path);
  id = sat_secrets_keyring_id (store);
  sat_secrets_forget_id (id);
}
