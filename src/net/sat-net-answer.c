/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-net-answer.h"

#include "sat-json-object.h"

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

static gboolean
take_tokens (JsonObject *object, SatNetTokens *out)
{
  gint64 number = sat_json_get_int (object, "device", 0);

  out->access = g_strdup (sat_json_get_text (object, "access"));
  out->refresh = g_strdup (sat_json_get_text (object, "refresh"));
  out->device = number > 0 && number <= G_MAXUINT32 ? (guint32)number : 0;
  return *out->access != '\0' && *out->refresh != '\0';
}

gboolean
sat_net_read_tokens (GBytes *body, SatNetTokens *out)
{
  g_autoptr (JsonObject) object = sat_json_read_object (body);

  g_return_val_if_fail (out != NULL, FALSE);

  *out = (SatNetTokens){0};
  return object != NULL && take_tokens (object, out);
}

gboolean
sat_net_read_session (GBytes *body, SatNetSession *out)
{
  g_autoptr (JsonObject) object = sat_json_read_object (body);
  JsonObject *person = sat_json_get_object (object, "user");

  g_return_val_if_fail (out != NULL, FALSE);

  *out = (SatNetSession){0};
  if (object == NULL || !take_tokens (object, &out->tokens) || out->tokens.device == 0 ||
      !sat_uuid_parse (sat_json_get_text (person, "id"), &out->user))
    return FALSE;
  out->name = g_strdup (sat_json_get_text (person, "name"));
  out->role = g_strdup (sat_json_get_text (person, "role"));
  out->server = g_strdup (sat_json_get_text (object, "server"));
  out->server_key = g_strdup (sat_json_get_text (object, "server_key"));
  return TRUE;
}

gboolean
sat_net_read_head (GBytes *body, gint64 *head)
{
  g_autoptr (JsonObject) object = sat_json_read_object (body);
  JsonNode *member = sat_json_get_value (object, "head", G_TYPE_INT64);

  g_return_val_if_fail (head != NULL, FALSE);

  if (member == NULL)
    return FALSE;
  *head = json_node_get_int (member);
  return TRUE;
}
