/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-net-answer.h"

#include "sat-json.h"

void
sat_net_tokens_clear (SatNetTokens *self)
{
  g_free (self->access);
  g_free (self->refresh);
  *self = (SatNetTokens){0};
}

void
sat_net_session_clear (SatNetSession *self)
{
  sat_net_tokens_clear (&self->tokens);
  g_free (self->name);
  g_free (self->role);
  g_free (self->server);
  g_free (self->server_key);
  *self = (SatNetSession){0};
}

/* NULL: it is no object. */
static JsonNode *
parse_object (GBytes *body)
{
  gsize length = 0;
  const char *data = body != NULL ? g_bytes_get_data (body, &length) : NULL;
  g_autoptr (JsonNode) node = data != NULL ? sat_json_parse (data, length, NULL) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? g_steal_pointer (&node) : NULL;
}

static JsonNode *
get_member (JsonObject *object, const char *name, GType type)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type
             ? node
             : NULL;
}

static char *
dup_text (JsonObject *object, const char *name)
{
  JsonNode *node = get_member (object, name, G_TYPE_STRING);

  return node != NULL ? json_node_dup_string (node) : g_strdup ("");
}

static gboolean
take_tokens (JsonObject *object, SatNetTokens *out)
{
  JsonNode *device = get_member (object, "device", G_TYPE_INT64);
  gint64 number = device != NULL ? json_node_get_int (device) : 0;

  out->access = dup_text (object, "access");
  out->refresh = dup_text (object, "refresh");
  out->device = number > 0 && number <= G_MAXUINT32 ? (guint32)number : 0;
  return *out->access != '\0' && *out->refresh != '\0';
}

gboolean
sat_net_read_tokens (GBytes *body, SatNetTokens *out)
{
  g_autoptr (JsonNode) node = parse_object (body);

  g_return_val_if_fail (out != NULL, FALSE);

  *out = (SatNetTokens){0};
  return node != NULL && take_tokens (json_node_get_object (node), out);
}

gboolean
sat_net_read_session (GBytes *body, SatNetSession *out)
{
  g_autoptr (JsonNode) node = parse_object (body);
  JsonObject *object = node != NULL ? json_node_get_object (node) : NULL;
  JsonNode *user = object != NULL ? json_object_get_member (object, "user") : NULL;
  JsonObject *person =
      user != NULL && JSON_NODE_HOLDS_OBJECT (user) ? json_node_get_object (user) : NULL;
  g_autofree char *id = dup_text (person, "id");

  g_return_val_if_fail (out != NULL, FALSE);

  *out = (SatNetSession){0};
  if (object == NULL || !take_tokens (object, &out->tokens) || out->tokens.device == 0 ||
      !sat_uuid_parse (id, &out->user))
    return FALSE;
  out->name = dup_text (person, "name");
  out->role = dup_text (person, "role");
  out->server = dup_text (object, "server");
  out->server_key = dup_text (object, "server_key");
  return TRUE;
}

gboolean
sat_net_read_head (GBytes *body, gint64 *head)
{
  g_autoptr (JsonNode) node = parse_object (body);
  JsonNode *member =
      node != NULL ? get_member (json_node_get_object (node), "head", G_TYPE_INT64) : NULL;

  g_return_val_if_fail (head != NULL, FALSE);

  if (member == NULL)
    return FALSE;
  *head = json_node_get_int (member);
  return TRUE;
}
