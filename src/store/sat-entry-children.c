/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-entry-children.h"

#include "sat-json.h"
#include "sat-reader.h"
#include "sat-writer-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gboolean
sat_entry_has_children (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++) {
    const SatEntryItem *item = items->pdata[i];

    if (item->field->through != NULL && item->value.type != SAT_VALUE_NULL)
      return TRUE;
  }
  return FALSE;
}

/* The fields of @items that show through @reference. */
static gsize
collect (GPtrArray *items,
         const SatField *reference,
         const SatType *child,
         SatWriteField *fields,
         gboolean *some)
{
  gsize n = 0;

  *some = FALSE;
  for (guint i = 0; i < items->len; i++) {
    const SatEntryItem *item = items->pdata[i];

    if (item->field->through == NULL || strcmp (item->field->through, reference->name) != 0)
      continue;
    fields[n++] =
        (SatWriteField){sat_type_field (child, item->field->via), item->value, item->base};
    *some |= item->value.type != SAT_VALUE_NULL;
  }
  return n;
}

/* Nothing left in it: a cleared phone is no phone. */
static gboolean
would_be_empty (SatWriter *writer,
                gint64 id,
                const SatWriteField *fields,
                gsize n_fields,
                gboolean *empty,
                GError **error)
{
  g_auto (SatRow) row = {0};

  if (!sat_writer_read_row (writer, id, TRUE, &row, error))
    return FALSE;
  *empty = TRUE;
  for (guint i = 0; row.values != NULL && i < row.type->n_fields; i++) {
    const SatField *field = row.type->fields[i];
    const SatValue *value = &row.values[i];

    if (strcmp (field->name, "record") == 0 || strcmp (field->name, "kind") == 0 ||
        strcmp (field->name, "label") == 0 || field->kind == SAT_KIND_BOOLEAN)
      continue;
    for (gsize k = 0; k < n_fields; k++)
      if (fields[k].field->number == field->number)
        value = &fields[k].value;
    if (value->type != SAT_VALUE_NULL)
      *empty = FALSE;
  }
  return TRUE;
}

static gboolean
make_child (SatWriter *writer,
            const SatField *reference,
            const SatType *child,
            gint64 parent,
            SatWriteField *fields,
            gsize n,
            SatOrigin origin,
            SatEntryPrimaries *primaries,
            GError **error)
{
  const SatField *kind = sat_type_field (child, "kind");
  g_auto (SatValue) kind_value = sat_value_text (sat_writer_primary_kind (reference));
  gint64 id = 0;

  fields[n++] =
      (SatWriteField){sat_type_field (child, "record"), sat_value_int (parent), SAT_VERSION_NONE};
  if (kind != NULL)
    fields[n++] = (SatWriteField){kind, kind_value, SAT_VERSION_NONE};
  if (!sat_writer_create (writer, child, fields, n, origin, &id, error))
    return FALSE;
  g_return_val_if_fail (primaries->n < SAT_ENTRY_MOST_PRIMARIES, FALSE);
  primaries->fields[primaries->n] = reference;
  primaries->ids[primaries->n++] = id;
  return TRUE;
}

static gboolean
write_primary (SatWriter *writer,
               const SatField *reference,
               gint64 parent,
               const SatValue *current,
               GPtrArray *items,
               SatOrigin origin,
               SatEntryPrimaries *primaries,
               GError **error)
{
  const SatType *child = sat_registry_type (sat_writer_get_registry (writer), reference->target);
  g_autofree SatWriteField *fields = g_new0 (SatWriteField, items->len + 2);
  gboolean some, empty;
  gsize n = collect (items, reference, child, fields, &some);

  if (n == 0)
    return TRUE;
  if (current == NULL || current->type != SAT_VALUE_INTEGER)
    return !some ||
           make_child (writer, reference, child, parent, fields, n, origin, primaries, error);
  if (!would_be_empty (writer, current->integer, fields, n, &empty, error))
    return FALSE;
  if (empty)
    return sat_writer_delete (writer, current->integer, error);
  return sat_writer_set (writer, current->integer, fields, n, origin, error);
}

gboolean
sat_entry_write_children (SatWriter *writer,
                          const SatType *type,
                          gint64 id,
                          const SatValue *values,
                          GPtrArray *items,
                          SatOrigin origin,
                          SatEntryPrimaries *primaries,
                          GError **error)
{
  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];

    if (sat_writer_is_primary (field) &&
        !write_primary (writer, field, id, values != NULL ? &values[i] : NULL, items, origin,
                        primaries, error))
      return FALSE;
  }
  return TRUE;
}

/* The names in a text, each once, in the order given: folded name -> name. */
static GHashTable *
read_names (const char *text, GPtrArray *order, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (*text == '[') {
    g_autoptr (JsonNode) node = sat_json_parse (text, strlen (text), error);
    JsonArray *array =
        node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

    if (node == NULL)
      return NULL;
    for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
      JsonNode *element = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (element) && json_node_get_value_type (element) == G_TYPE_STRING)
        g_ptr_array_add (parts, g_strdup (json_node_get_string (element)));
    }
  } else {
    g_auto (GStrv) split = g_strsplit_set (text, ",;", -1);

    for (guint i = 0; split[i] != NULL; i++)
      g_ptr_array_add (parts, g_strdup (split[i]));
  }
  for (guint i = 0; i < parts->len; i++) {
    char *name = g_strstrip (parts->pdata[i]);
    g_autofree char *folded = sat_fold (name);

    if (*folded == '\0' || g_hash_table_contains (names, folded))
      continue;
    g_ptr_array_add (order, g_strdup (folded));
    g_hash_table_insert (names, g_steal_pointer (&folded), g_strdup (name));
  }
  return g_steal_pointer (&names);
}

static gboolean
add_to_set (SatWriter *writer,
            const SatType *child,
            gint64 parent,
            const SatUuid *parent_uuid,
            const char *folded,
            const char *name,
            SatOrigin origin,
            GError **error)
{
  /* The same name on the same record is the same tag on every device. */
  SatUuid uuid = sat_uuid_from_parts (child->name, parent_uuid, folded);
  g_auto (SatValue) name_value = sat_value_text (name);
  SatWriteField fields[] = {
      {sat_type_field (child, "record"), sat_value_int (parent), SAT_VERSION_NONE},
      {sat_type_field (child, "name"), name_value, SAT_VERSION_NONE}};
  gint64 id = 0;
  gboolean deleted = TRUE;
  const SatType *found = NULL;

  /* Unless that tag has been renamed since, or given to another record. */
  if (sat_reader_find (sat_writer_get_reader (writer), &uuid, &found, &deleted, NULL) != 0 &&
      found != NULL && !deleted)
    uuid = (SatUuid){{0}};
  return sat_writer_write (writer, SAT_WRITE_PUT, child, &id, &uuid, fields, G_N_ELEMENTS (fields),
                           origin, error);
}

static gboolean
write_set (SatWriter *writer,
           const SatField *field,
           const char *text,
           gint64 id,
           const SatUuid *uuid,
           SatOrigin origin,
           GError **error)
{
  const SatType *child = sat_registry_type (sat_writer_get_registry (writer), field->target);
  g_autoptr (GPtrArray) order = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) names = read_names (text, order, error);
  g_autoptr (GPtrArray) present = NULL;

  if (names == NULL)
    return FALSE;
  present = sat_reader_children (sat_writer_get_reader (writer), id, child, "record", error);
  if (present == NULL)
    return FALSE;
  for (guint i = 0; i < present->len; i++) {
    g_autofree char *folded = sat_fold (sat_record_get_text (present->pdata[i], "name"));

    if (!g_hash_table_remove (names, folded) &&
        !sat_writer_delete (writer, sat_record_get_id (present->pdata[i]), error))
      return FALSE;
  }
  for (guint i = 0; i < order->len; i++) {
    const char *name = g_hash_table_lookup (names, order->pdata[i]);

    if (name != NULL && !add_to_set (writer, child, id, uuid, order->pdata[i], name, origin, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
sat_entry_write_sets (SatWriter *writer,
                      const SatType *type,
                      gint64 id,
                      const SatUuid *uuid,
                      GPtrArray *items,
                      SatOrigin origin,
                      GError **error)
{
  for (guint i = 0; i < items->len; i++) {
    const SatEntryItem *item = items->pdata[i];

    if (item->field->kind == SAT_KIND_SET && item->text != NULL &&
        !write_set (writer, item->field, item->text, id, uuid, origin, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
sat_entry_add_to_set (SatWriter *writer,
                      const SatField *field,
                      gint64 id,
                      const char *name,
                      SatOrigin origin,
                      GError **error)
{
  const SatType *child = sat_registry_type (sat_writer_get_registry (writer), field->target);
  g_autofree char *folded = sat_fold (name);
  SatUuid uuid;

  return sat_reader_identify (sat_writer_get_reader (writer), id, &uuid, NULL, NULL, error) &&
         add_to_set (writer, child, id, &uuid, folded, name, origin, error);
}

gboolean
sat_entry_ensure_employment (SatWriter *writer,
                             gint64 contact,
                             gint64 company,
                             const char *role,
                             SatOrigin origin,
                             GError **error)
{
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "employment");
  g_auto (SatRow) person = {0}, employer = {0};
  g_autofree char *employer_id = NULL;
  g_auto (SatValue) role_value = sat_value_text (role);
  SatUuid uuid;
  SatWriteField fields[] = {
      {sat_type_field (type, "contact"), sat_value_int (contact), SAT_VERSION_NONE},
      {sat_type_field (type, "company"), sat_value_int (company), SAT_VERSION_NONE},
      {sat_type_field (type, "role"), role_value, SAT_VERSION_NONE}};
  gboolean deleted;
  gint64 id;

  if (!sat_writer_read_row (writer, contact, FALSE, &person, error) ||
      !sat_writer_read_row (writer, company, FALSE, &employer, error))
    return FALSE;
  employer_id = sat_uuid_to_string (&employer.uuid);
  uuid = sat_uuid_from_parts (type->name, &person.uuid, employer_id);
  id = sat_reader_find (sat_writer_get_reader (writer), &uuid, NULL, &deleted, NULL);
  if (id != 0 && !deleted)
    return TRUE;
  id = 0;
  return sat_writer_write (writer, SAT_WRITE_PUT, type, &id, &uuid, fields, G_N_ELEMENTS (fields),
                           origin, error);
}
