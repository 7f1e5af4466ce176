/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-import-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-import-room.h"
#include "sat-json-records.h"
#include "sat-protocol.h"
#include "sat-reader.h"
#include "sat-restore.h"

#define LOOK_BYTES 4096

typedef struct {
  SatJsonPlace place;
  SatUuid uuid;
  const char *type; /* interned; NULL: the object does not say who it is */
  guint order;      /* of its type, for writing */
} Element;

struct _SatImportJson {
  SatText *text;
  SatJsonRecords *records;
  GArray *elements;    /* Element, in the order of the file */
  GHashTable *by_uuid; /* SatUuid in elements -> index + 1 */
  GHashTable *types;   /* interned names */
  gboolean readable;
  SatImportRoom room;
  SatImportFileReport *report; /* not owned */
};

gboolean
sat_import_json_is (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  char data[LOOK_BYTES];
  gsize length = 0;

  if (stream == NULL ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), data, sizeof data, &length, NULL, NULL))
    return FALSE;
  return sat_json_records_look_like (data, length);
}

void
sat_import_json_free (SatImportJson *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->records, sat_json_records_free);
  g_clear_pointer (&self->text, sat_text_unref);
  g_hash_table_unref (self->by_uuid);
  g_hash_table_unref (self->types);
  g_array_unref (self->elements);
  g_free (self);
}

/* Who an element is. Content that is wrong is told when it is written. */
static gboolean
look_at_element (SatImportJson *self, const SatJsonPlace *place, GError **error)
{
  g_autoptr (JsonNode) node = sat_json_records_parse (self->records, place, error);
  Element element = {.place = *place};
  const char *type = NULL, *reason;

  if (node == NULL) {
    g_prefix_error (error, _ ("record on line %lu: "), (gulong)place->line);
    return FALSE;
  }
  if (JSON_NODE_HOLDS_OBJECT (node) &&
      sat_restore_identify (json_node_get_object (node), &element.uuid, &type, &reason)) {
    element.type = g_intern_string (type);
    g_hash_table_add (self->types, (gpointer)element.type);
  }
  g_array_append_val (self->elements, element);
  return TRUE;
}

static gboolean
look_at_all (SatImportJson *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  SatJsonPlace place;

  while (sat_json_records_next (self->records, &place, &failure))
    if (!look_at_element (self, &place, error))
      return FALSE;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* The first of several with the same id counts. */
static void
index_elements (SatImportJson *self)
{
  for (guint i = 0; i < self->elements->len; i++) {
    Element *element = &g_array_index (self->elements, Element, i);

    if (element->type != NULL && !g_hash_table_contains (self->by_uuid, &element->uuid))
      g_hash_table_insert (self->by_uuid, &element->uuid, GUINT_TO_POINTER (i + 1));
  }
}

static const char *
type_of_file (SatImportJson *self)
{
  GHashTableIter iter;
  gpointer name;

  if (g_hash_table_size (self->types) != 1)
    return "all";
  g_hash_table_iter_init (&iter, self->types);
  g_hash_table_iter_next (&iter, &name, NULL);
  return name;
}

static gboolean
open_file (SatImportJson *self, const char *path, GError **error)
{
  const char *data;
  gsize length;

  self->text = sat_text_open (path, "UTF-8", error);
  if (self->text == NULL)
    return FALSE;
  data = sat_text_get_data (self->text, &length);
  self->records = sat_json_records_new (data, length);
  return look_at_all (self, error);
}

SatImportJson *
sat_import_json_new (const char *path, SatImportFileReport *report)
{
  SatImportJson *self;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (path != NULL && report != NULL, NULL);

  self = g_new0 (SatImportJson, 1);
  self->report = report;
  self->elements = g_array_new (FALSE, FALSE, sizeof (Element));
  self->by_uuid = g_hash_table_new (sat_uuid_hash, sat_uuid_equal);
  self->types = g_hash_table_new (g_str_hash, g_str_equal);
  self->readable = open_file (self, path, &error);
  if (!self->readable) {
    sat_import_file_report_problem (report, 0, "", "", error->message);
    return self;
  }
  index_elements (self);
  report->type = g_strdup (type_of_file (self));
  report->encoding = g_strdup (sat_text_get_encoding (self->text));
  return self;
}

gboolean
sat_import_json_is_readable (const SatImportJson *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->readable;
}

guint64
sat_import_json_n_records (const SatImportJson *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->elements->len;
}

static const char *
type_in_file (gpointer data, const SatUuid *id)
{
  SatImportJson *self = data;
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_uuid, id));

  return index != 0 ? g_array_index (self->elements, Element, index - 1).type : NULL;
}

static gboolean
has_type_in_file (gpointer data, const char *type_name)
{
  SatImportJson *self = data;

  return g_hash_table_contains (self->types, type_name);
}

static int
compare_elements_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  SatImportJson *self = data;
  guint left = *(const guint *)a, right = *(const guint *)b;
  const Element *first = &g_array_index (self->elements, Element, left);
  const Element *second = &g_array_index (self->elements, Element, right);

  if (first->order != second->order)
    return first->order < second->order ? -1 : 1;
  return left < right ? -1 : left > right;
}

/* Custom fields before anything that may have them; the workspace, whose currency amounts without
 * one are in; then the registry's order, in which things come after what they hang from. */
static guint
order_of (SatRegistry *registry, const char *type_name)
{
  guint n_types;
  const SatType *const *types = sat_registry_types (registry, &n_types);

  if (g_strcmp0 (type_name, "custom_field") == 0)
    return 0;
  if (g_strcmp0 (type_name, "workspace") == 0)
    return 1;
  for (guint i = 0; type_name != NULL && i < n_types; i++)
    if (strcmp (types[i]->name, type_name) == 0)
      return i + 2;
  return n_types + 2;
}

static GArray *
writing_order (SatImportJson *self, SatRegistry *registry)
{
  GArray *order = g_array_sized_new (FALSE, FALSE, sizeof (guint), self->elements->len);
  const char *last = NULL;
  guint last_order = 0;

  for (guint i = 0; i < self->elements->len; i++) {
    Element *element = &g_array_index (self->elements, Element, i);

    if (i == 0 || element->type != last) {
      last = element->type;
      last_order = order_of (registry, last);
    }
    element->order = last_order;
    g_array_append_val (order, i);
  }
  g_array_sort_with_data (order, compare_elements_cb, self);
  return order;
}

static gboolean
write_element (
    SatImportJson *self, SatRestore *restore, SatWriter *writer, guint index, GError **error)
{
  const Element *element = &g_array_index (self->elements, Element, index);
  g_autoptr (JsonNode) node = NULL;
  SatRestoreStatus status = SAT_RESTORE_REJECTED;
  gboolean skip = FALSE;

  if (element->type != NULL &&
      GPOINTER_TO_UINT (g_hash_table_lookup (self->by_uuid, &element->uuid)) != index + 1) {
    sat_import_file_report_problem (self->report, element->place.line, "id", "",
                                    _ ("An earlier record of the file has this id"));
    self->report->rejected++;
    return TRUE;
  }
  if (g_strcmp0 (element->type, "workspace") == 0 &&
      !sat_import_make_room (&self->room, writer, &element->uuid, &skip, error))
    return FALSE;
  node = sat_json_records_parse (self->records, &element->place, error);
  if (node == NULL)
    return FALSE;
  if (skip)
    status = SAT_RESTORE_UNCHANGED;
  else if (!JSON_NODE_HOLDS_OBJECT (node))
    sat_import_file_report_problem (self->report, element->place.line, "", "",
                                    _ ("This is not a record"));
  else if (!sat_restore_record (restore, json_node_get_object (node), element->place.line, &status,
                                error))
    return FALSE;
  self->report->created += status == SAT_RESTORE_CREATED;
  self->report->updated += status == SAT_RESTORE_UPDATED;
  self->report->unchanged += status == SAT_RESTORE_UNCHANGED;
  self->report->rejected += status == SAT_RESTORE_REJECTED;
  return TRUE;
}

gboolean
sat_import_json_write (
    SatImportJson *self, SatWriter *writer, SatImportJsonTick tick, gpointer data, GError **error)
{
  SatRestoreFile file = {type_in_file, has_type_in_file, self};
  g_autoptr (SatRestore) restore = NULL;
  g_autoptr (GArray) order = NULL;

  g_return_val_if_fail (self != NULL && self->readable && writer != NULL, FALSE);

  if (!sat_import_room_look (&self->room, writer, error))
    return FALSE;
  restore = sat_restore_new (writer, &file, self->report);
  order = writing_order (self, sat_writer_get_registry (writer));
  self->report->read = self->elements->len;
  for (guint i = 0; i < order->len; i++)
    if (!write_element (self, restore, writer, g_array_index (order, guint, i), error) ||
        (tick != NULL && !tick (data, error)))
      return FALSE;
  return TRUE;
}

gboolean
sat_import_json_report_stray (SatImportJson *self, const SatUuid *uuid, const SatField *reference)
{
  g_autofree char *reason = NULL;
  guint index;

  g_return_val_if_fail (self != NULL && uuid != NULL && reference != NULL, FALSE);
  index = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_uuid, uuid));
  if (index == 0)
    return FALSE;
  reason =
      g_strdup_printf (_ ("“%s” must be one of the record’s own"), sat_field_get_label (reference));
  sat_import_file_report_problem (self->report,
                                  g_array_index (self->elements, Element, index - 1).place.line,
                                  reference->name, "", reason);
  return TRUE;
}
