/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the commands share. */

#include "config.h"

#include "sat-admin.h"

static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);

  return normal != NULL ? g_utf8_casefold (normal, -1) : g_strdup ("");
}

const char *
sat_admin_text (const SatServerRecord *record, const char *field)
{
  const SatWireValue *value = sat_wire_fields_get (record->fields, field);

  return value != NULL && value->kind == SAT_WIRE_TEXT ? value->text : "";
}

const SatUuid *
sat_admin_reference (const SatServerRecord *record, const char *field)
{
  const SatWireValue *value = sat_wire_fields_get (record->fields, field);

  return value != NULL && value->kind == SAT_WIRE_REFERENCE ? &value->reference : NULL;
}

gboolean
sat_admin_find (SatAdmin *admin, const char *type, const char *name, SatUuid *id, GError **error)
{
  g_autoptr (GPtrArray) records = sat_server_records (admin->site->server, type, error);
  g_autofree char *wanted = fold (name);
  guint n = 0;

  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < records->len; i++) {
    const SatServerRecord *record = records->pdata[i];
    g_autofree char *own = fold (sat_admin_text (record, "name"));

    if (g_str_equal (own, wanted)) {
      *id = record->id;
      n++;
    }
  }
  if (n == 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is no %s “%s”", type, name);
  if (n > 1)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "There are several: %s “%s”", type, name);
  return n == 1;
}

char *
sat_admin_name_of (GPtrArray *records, const SatUuid *id)
{
  for (guint i = 0; id != NULL && i < records->len; i++) {
    const SatServerRecord *record = records->pdata[i];

    if (sat_uuid_equal (&record->id, id))
      return g_strdup (sat_admin_text (record, "name"));
  }
  return g_strdup ("");
}

void
sat_admin_set_uuid (JsonObject *object, const char *name, const SatUuid *id)
{
  char text[SAT_UUID_STRING_LENGTH + 1];

  sat_uuid_write (id, text);
  json_object_set_string_member (object, name, text);
}

void
sat_admin_set_time (JsonObject *object, const char *name, gint64 us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);
  g_autofree char *text = time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : NULL;

  json_object_set_string_member (object, name, text != NULL ? text : "");
}

JsonNode *
sat_admin_take_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

const char *
sat_admin_get (JsonNode *result, const char *name)
{
  return json_object_get_string_member_with_default (json_node_get_object (result), name, "");
}
