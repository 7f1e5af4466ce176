/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-http-bodies.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "sat-json-object.h"
#include "sat-json.h"

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_MALFORMED, why);
  return FALSE;
}

static gboolean
lacks (GError **error, const char *name)
{
  g_set_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_MALFORMED, "“%s” is missing", name);
  return FALSE;
}

static JsonNode *
parse_object (GBytes *body, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (JsonNode) node = NULL;
  gsize length;
  const char *data = g_bytes_get_data (body, &length);

  node = sat_json_parse (data != NULL ? data : "", length, &failure);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return g_steal_pointer (&node);
  refuse (error, failure != NULL ? failure->message : "The body is no JSON object");
  return NULL;
}

static gboolean
take_text (JsonObject *object, const char *name, char **out, GError **error)
{
  JsonNode *node = sat_json_get_value (object, name, G_TYPE_STRING);

  if (node == NULL)
    return lacks (error, name);
  *out = json_node_dup_string (node);
  return TRUE;
}

gboolean
sat_login_body_parse (GBytes *body, SatLoginBody *out, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object, *device;

  g_return_val_if_fail (body != NULL && out != NULL, FALSE);

  *out = (SatLoginBody){0};
  node = parse_object (body, error);
  if (node == NULL)
    return FALSE;
  object = json_node_get_object (node);
  device = sat_json_get_object (object, "device");
  if (device == NULL)
    return lacks (error, "device");
  return take_text (device, "name", &out->name, error) &&
         take_text (device, "key", &out->key, error) &&
         take_text (object, "user", &out->user, error) &&
         take_text (object, "password", &out->password, error);
}

void
sat_login_body_clear (SatLoginBody *self)
{
  g_free (self->user);
  g_free (self->password);
  g_free (self->name);
  g_free (self->key);
  *self = (SatLoginBody){0};
}

static gboolean
take_device (JsonObject *object, guint32 *device, GError **error)
{
  gint64 number = sat_json_get_int (object, "device", 0);

  if (number < 1 || number > G_MAXUINT32)
    return lacks (error, "device");
  *device = (guint32)number;
  return TRUE;
}

gboolean
sat_signed_body_parse (GBytes *body, const char *name, SatSignedBody *out, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;

  g_return_val_if_fail (body != NULL && name != NULL && out != NULL, FALSE);

  *out = (SatSignedBody){0};
  node = parse_object (body, error);
  if (node == NULL)
    return FALSE;
  object = json_node_get_object (node);
  return take_device (object, &out->device, error) && take_text (object, name, &out->text, error) &&
         take_text (object, "sig", &out->signature, error);
}

void
sat_signed_body_clear (SatSignedBody *self)
{
  g_free (self->text);
  g_free (self->signature);
  *self = (SatSignedBody){0};
}
