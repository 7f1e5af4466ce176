/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-import-run.h"

#include <string.h>

/* The reference that shows through as the column's field; NULL for kinds that have no primary one.
 */
static const SatField *
primary_of (const SatImportColumn *column)
{
  return column->field != NULL ? sat_type_field (column->field->type, column->field->through)
                               : NULL;
}

static const SatType *
child_type (SatImportFileRun *self, const SatImportColumn *column)
{
  return sat_registry_type (sat_writer_get_registry (self->run->writer),
                            column->kind != NULL ? "contact_point" : "address");
}

gboolean
sat_import_has_children (const SatImportFile *file, const SatCsvRow *row)
{
  for (guint i = 0; i < file->columns->len; i++) {
    const SatImportColumn *column = file->columns->pdata[i];

    if ((column->role == SAT_IMPORT_POINT || column->role == SAT_IMPORT_ADDRESS) &&
        *sat_import_file_cell (file, column, row) != '\0')
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_primary (GArray *primaries, const SatField *field)
{
  for (guint i = 0; i < primaries->len; i++)
    if (g_array_index (primaries, SatWriteField, i).field == field)
      return TRUE;
  return FALSE;
}

/* The first of its kind is the primary one, unless the record has one. */
static void
offer_primary (GArray *primaries, SatRecord *parent, const SatField *field, gint64 id)
{
  SatWriteField write = {field, sat_value_int (id), SAT_VERSION_NONE};

  if (field == NULL || has_primary (primaries, field) ||
      (parent != NULL && sat_record_get (parent, field)->type != SAT_VALUE_NULL))
    return;
  g_array_append_val (primaries, write);
}

static gboolean
same_text (const char *a, const char *b)
{
  g_autofree char *first = sat_fold (a);
  g_autofree char *second = sat_fold (b);

  return strcmp (first, second) == 0;
}

/* A point of the record with that kind and value; else, by label, one that may take the new value.
 */
static SatRecord *
find_point (
    GPtrArray *children, const char *kind, const char *label, const char *value, gboolean *same)
{
  SatRecord *labelled = NULL;

  for (guint i = 0; children != NULL && i < children->len; i++) {
    SatRecord *child = children->pdata[i];

    if (g_strcmp0 (sat_record_get_text (child, "kind"), kind) != 0)
      continue;
    *same = same_text (sat_record_get_text (child, "value"), value);
    if (*same)
      return child;
    if (labelled == NULL && g_strcmp0 (sat_record_get_text (child, "label"), label) == 0)
      labelled = child;
  }
  return labelled;
}

static gboolean
put_point (SatImportFileRun *self,
           const SatImportColumn *column,
           const char *text,
           gint64 parent_id,
           SatRecord *parent,
           GPtrArray *children,
           GArray *primaries,
           GError **error)
{
  const SatType *type = child_type (self, column);
  const char *kind = column->kind;
  gboolean same = FALSE;
  SatRecord *found = find_point (children, kind, column->label, text, &same);
  g_auto (SatValue) value = sat_value_text (text);
  g_auto (SatValue) kind_value = sat_value_text (kind);
  g_auto (SatValue) label = sat_value_text (column->label);
  SatWriteField fields[] = {
      {sat_type_field (type, "value"), value, SAT_VERSION_NONE},
      {sat_type_field (type, "record"), sat_value_int (parent_id), SAT_VERSION_NONE},
      {sat_type_field (type, "kind"), kind_value, SAT_VERSION_NONE},
      {sat_type_field (type, "label"), label, SAT_VERSION_NONE}};
  gint64 id = found != NULL ? sat_record_get_id (found) : 0;

  if (same)
    return TRUE;
  if (found != NULL)
    return sat_writer_set (self->run->writer, id, fields, 1, SAT_ORIGIN_IMPORT, error);
  if (!sat_writer_create (self->run->writer, type, fields, G_N_ELEMENTS (fields), SAT_ORIGIN_IMPORT,
                          &id, error))
    return FALSE;
  offer_primary (primaries, parent, primary_of (column), id);
  return TRUE;
}

/* The address of that label; one without a label is the primary one. */
static SatRecord *
find_address (GPtrArray *children, SatRecord *parent, const SatField *primary, const char *label)
{
  gint64 id = parent != NULL ? sat_record_get (parent, primary)->integer : 0;

  for (guint i = 0; children != NULL && i < children->len; i++) {
    SatRecord *child = children->pdata[i];

    if (label != NULL ? g_strcmp0 (sat_record_get_text (child, "label"), label) == 0
                      : sat_record_get_id (child) == id)
      return child;
  }
  return NULL;
}

static char *
street_2_of (SatImportFileRun *self, const SatCsvRow *row, const char *label)
{
  for (guint i = 0; i < self->file->columns->len; i++) {
    const SatImportColumn *column = self->file->columns->pdata[i];

    if (column->role == SAT_IMPORT_STREET_2 && g_strcmp0 (column->label, label) == 0)
      return g_strdup (sat_import_file_cell (self->file, column, row));
  }
  return g_strdup ("");
}

/* All columns of one address: those with the same label. Parts that the file has no word for stay
 * as they are. */
static gboolean
put_address (SatImportFileRun *self,
             const SatImportColumn *first,
             const SatCsvRow *row,
             gint64 parent_id,
             SatRecord *parent,
             GPtrArray *children,
             GArray *primaries,
             GError **error)
{
  const SatType *type = child_type (self, first);
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (SatWriteField));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  SatRecord *found = find_address (children, parent, primary_of (first), first->label);
  gint64 id = found != NULL ? sat_record_get_id (found) : 0;

  for (guint i = 0; i < self->file->columns->len; i++) {
    const SatImportColumn *column = self->file->columns->pdata[i];
    const char *text =
        column->role == SAT_IMPORT_ADDRESS && g_strcmp0 (column->label, first->label) == 0
            ? sat_import_file_cell (self->file, column, row)
            : "";
    SatWriteField write = {NULL, {SAT_VALUE_TEXT, 0, NULL}, SAT_VERSION_NONE};

    if (*text == '\0')
      continue;
    write.field = sat_type_field (type, column->field->via);
    write.value.text = g_strdup (text);
    if (strcmp (column->field->via, "street") == 0) {
      g_autofree char *more = street_2_of (self, row, first->label);

      if (*more != '\0') {
        g_free (write.value.text);
        write.value.text = g_strdup_printf ("%s\n%s", text, more);
      }
    }
    g_ptr_array_add (texts, write.value.text);
    g_array_append_val (fields, write);
  }
  if (fields->len == 0)
    return TRUE;
  if (found != NULL)
    return sat_writer_set (self->run->writer, id, (SatWriteField *)fields->data, fields->len,
                           SAT_ORIGIN_IMPORT, error);
  {
    g_auto (SatValue) label = sat_value_text (first->label);
    SatWriteField own[] = {
        {sat_type_field (type, "record"), sat_value_int (parent_id), SAT_VERSION_NONE},
        {sat_type_field (type, "label"), label, SAT_VERSION_NONE}};

    g_array_append_vals (fields, own, G_N_ELEMENTS (own));
    if (!sat_writer_create (self->run->writer, type, (SatWriteField *)fields->data, fields->len,
                            SAT_ORIGIN_IMPORT, &id, error))
      return FALSE;
  }
  offer_primary (primaries, parent, primary_of (first), id);
  return TRUE;
}

static gboolean
is_first_of_label (const SatImportFile *file, guint index)
{
  const SatImportColumn *column = file->columns->pdata[index];

  for (guint i = 0; i < index; i++) {
    const SatImportColumn *earlier = file->columns->pdata[i];

    if (earlier->role == SAT_IMPORT_ADDRESS && g_strcmp0 (earlier->label, column->label) == 0)
      return FALSE;
  }
  return TRUE;
}

static GPtrArray *
load_children (SatImportFileRun *self, gint64 id, const char *type_name, GError **error)
{
  const SatType *type = sat_registry_type (sat_writer_get_registry (self->run->writer), type_name);

  return sat_reader_children (self->run->reader, id, type, "record", error);
}

gboolean
sat_import_children (SatImportFileRun *self,
                     const SatCsvRow *row,
                     gint64 id,
                     gboolean is_new,
                     GArray *primaries,
                     GError **error)
{
  g_autoptr (SatRecord) parent = NULL;
  g_autoptr (GPtrArray) points = NULL;
  g_autoptr (GPtrArray) addresses = NULL;

  if (!is_new) {
    parent = sat_reader_load (self->run->reader, id, error);
    points = parent != NULL ? load_children (self, id, "contact_point", error) : NULL;
    addresses = points != NULL ? load_children (self, id, "address", error) : NULL;
    if (addresses == NULL)
      return FALSE;
  }
  for (guint i = 0; i < self->file->columns->len; i++) {
    const SatImportColumn *column = self->file->columns->pdata[i];
    const char *text = sat_import_file_cell (self->file, column, row);

    if (column->role == SAT_IMPORT_POINT && *text != '\0' &&
        !put_point (self, column, text, id, parent, points, primaries, error))
      return FALSE;
    if (column->role == SAT_IMPORT_ADDRESS && is_first_of_label (self->file, i) &&
        !put_address (self, column, row, id, parent, addresses, primaries, error))
      return FALSE;
  }
  return TRUE;
}

/* A product column on deals: one line, one piece, at the product's price. Its id follows from the
 * deal's, so that the next import of the file finds it. */
gboolean
sat_import_line_item (SatImportFileRun *self,
                      const SatCsvRow *row,
                      gint64 deal,
                      const SatUuid *deal_uuid,
                      GError **error)
{
  const SatImportColumn *column = sat_import_file_column (self->file, SAT_IMPORT_PRODUCT, NULL);
  const char *text = column != NULL ? sat_import_file_cell (self->file, column, row) : "";
  const SatType *type =
      sat_registry_type (sat_writer_get_registry (self->run->writer), "line_item");
  SatUuid uuid = sat_uuid_from_parts ("line_item", deal_uuid, "product");
  const SatType *found_type = NULL;
  gboolean deleted = FALSE;
  gint64 product, id;
  g_auto (SatValue) value = SAT_VALUE_INIT;
  SatWriteField fields[2] = {{sat_type_field (type, "product")},
                             {sat_type_field (type, "opportunity"), sat_value_int (deal)}};
  g_autoptr (GError) failure = NULL;

  if (*text == '\0')
    return TRUE;
  if (!sat_import_resolve (self->run, self->file->type, column, text, "", &product, error))
    return FALSE;
  sat_import_note (self, column, text, product != 0);
  value = product != 0 ? sat_value_int (product) : sat_value_text (text);
  fields[0].value = value;
  id = sat_reader_find (self->run->reader, &uuid, &found_type, &deleted, &failure);
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  if (id != 0 && found_type != NULL && !deleted)
    return sat_writer_set (self->run->writer, id, fields, 1, SAT_ORIGIN_IMPORT, error);
  id = 0;
  return sat_writer_write (self->run->writer, SAT_WRITE_PUT, type, &id, &uuid, fields, 2,
                           SAT_ORIGIN_IMPORT, error);
}
