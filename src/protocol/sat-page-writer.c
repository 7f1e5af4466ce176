/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "sat-page-private.h"
#include "sat-page.h"

/* A type's columns as they were named last: ascending, all fields that any of its rows had. */
typedef struct {
  char *type;
  GPtrArray *names;
} Columns;

struct _SatPageWriter {
  GString *rows;
  SatJsonWriter *json; /* appends to @rows */
  guint n_rows;
  GHashTable *columns;    /* type -> Columns */
  const Columns *current; /* that the last line of columns named */
  char *part;             /* type and fields of the parts that it named; "" of own edits; NULL */
  SatPageBy by;           /* that was named last */
  SatPageCheck *check;
};

static void
columns_free (gpointer data)
{
  Columns *self = data;

  g_free (self->type);
  g_ptr_array_unref (self->names);
  g_free (self);
}

static Columns *
columns_new (const char *type)
{
  Columns *self = g_new (Columns, 1);

  self->type = g_strdup (type);
  self->names = g_ptr_array_new_with_free_func (g_free);
  return self;
}

SatPageWriter *
sat_page_writer_new (void)
{
  SatPageWriter *self = g_new0 (SatPageWriter, 1);

  self->rows = g_string_sized_new (4096);
  self->json = sat_json_writer_new_for_string (self->rows, SAT_JSON_COMPACT);
  self->columns = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, columns_free);
  self->check = sat_page_check_new ();
  return self;
}

void
sat_page_writer_free (SatPageWriter *self)
{
  if (self == NULL)
    return;
  sat_json_writer_free (self->json);
  g_string_free (self->rows, TRUE);
  g_hash_table_unref (self->columns);
  g_free (self->part);
  g_free (self->by.name);
  sat_page_check_free (self->check);
  g_free (self);
}

/* Are all of @fields columns? */
static gboolean
has_columns (const Columns *columns, const SatWireFields *fields)
{
  guint n = sat_wire_fields_n (fields), field = 0;

  for (guint i = 0; field < n && i < columns->names->len; i++)
    if (g_str_equal (columns->names->pdata[i], sat_wire_fields_name (fields, field)))
      field++;
  return field == n;
}

static void
add_columns (Columns *columns, const SatWireFields *fields)
{
  guint at = 0;

  for (guint i = 0; i < sat_wire_fields_n (fields); i++) {
    const char *name = sat_wire_fields_name (fields, i);

    while (at < columns->names->len && strcmp (columns->names->pdata[at], name) < 0)
      at++;
    if (at == columns->names->len || !g_str_equal (columns->names->pdata[at], name))
      g_ptr_array_insert (columns->names, (int)at, g_strdup (name));
  }
}

/* @named: the columns have changed since they were named. */
static void
write_columns (SatPageWriter *self, const Columns *columns, gboolean changed)
{
  sat_json_writer_begin_object (self->json, NULL);
  sat_json_writer_string (self->json, "t", columns->type);
  if (changed) {
    sat_json_writer_begin_array (self->json, "c");
    for (guint i = 0; i < columns->names->len; i++)
      sat_json_writer_string (self->json, NULL, columns->names->pdata[i]);
    sat_json_writer_end_array (self->json);
  }
  sat_json_writer_end_object (self->json);
  g_string_append_c (self->rows, '\n');
  self->current = columns;
  g_clear_pointer (&self->part, g_free);
}

/* The columns of the row's type, named so that the row's values can follow. */
static const Columns *
name_columns (SatPageWriter *self, const SatPageRow *row)
{
  Columns *columns;
  gboolean changed;

  if (self->current != NULL && g_str_equal (self->current->type, row->type) &&
      has_columns (self->current, row->fields))
    return self->current;
  columns = g_hash_table_lookup (self->columns, row->type);
  changed = columns == NULL || !has_columns (columns, row->fields);
  if (columns == NULL) {
    columns = columns_new (row->type);
    g_hash_table_insert (self->columns, columns->type, columns);
  }
  add_columns (columns, row->fields);
  write_columns (self, columns, changed);
  return columns;
}

static void
write_uuid (SatPageWriter *self, const SatUuid *uuid)
{
  char text[SAT_UUID_STRING_LENGTH + 1];

  sat_uuid_write (uuid, text);
  sat_json_writer_string (self->json, NULL, text);
}

static void
write_identity (SatPageWriter *self, const SatPageRow *row)
{
  g_autofree char *clocks = sat_clocks_to_string (row->clocks);

  write_uuid (self, &row->id);
  write_uuid (self, &row->root);
  sat_json_writer_int (self->json, NULL, row->seq);
  sat_json_writer_string (self->json, NULL, clocks);
}

static void
write_values (SatPageWriter *self, const Columns *columns, const SatWireFields *fields)
{
  guint n = sat_wire_fields_n (fields), field = 0;

  for (guint i = 0; i < columns->names->len; i++)
    if (field < n && g_str_equal (columns->names->pdata[i], sat_wire_fields_name (fields, field)))
      sat_wire_value_write (sat_wire_fields_value (fields, field++), self->json, NULL);
    else
      sat_json_writer_null (self->json, NULL);
}

static void
write_survivor (SatPageWriter *self, const SatPageRow *row)
{
  char text[SAT_UUID_STRING_LENGTH + 1];

  if (sat_uuid_is_nil (&row->into))
    return;
  sat_uuid_write (&row->into, text);
  sat_json_writer_string (self->json, NULL, text);
}

void
sat_page_writer_row (SatPageWriter *self, const SatPageRow *row)
{
  g_return_if_fail (self != NULL && row != NULL && row->type != NULL && row->clocks != NULL);
  g_return_if_fail (row->deleted || row->fields != NULL);

  if (row->deleted) {
    sat_json_writer_begin_object (self->json, NULL);
    sat_json_writer_begin_array (self->json, "del");
    sat_json_writer_string (self->json, NULL, row->type);
    write_identity (self, row);
    write_survivor (self, row);
    sat_json_writer_end_array (self->json);
    sat_json_writer_end_object (self->json);
  } else {
    const Columns *columns = name_columns (self, row);

    sat_json_writer_begin_array (self->json, NULL);
    write_identity (self, row);
    write_values (self, columns, row->fields);
    sat_json_writer_end_array (self->json);
  }
  g_string_append_c (self->rows, '\n');
  self->n_rows++;
}

/* Parts */

static char *
part_key (const SatPageRow *row)
{
  GString *text = g_string_new (row->m > 0 ? "" : row->type);

  for (guint i = 0; row->m == 0 && i < sat_wire_fields_n (row->fields); i++)
    g_string_append_printf (text, " %s", sat_wire_fields_name (row->fields, i));
  return g_string_free (text, FALSE);
}

static gboolean
is_by (const SatPageBy *a, const SatPageBy *b)
{
  return a->name != NULL && a->device == b->device && a->arrived == b->arrived &&
         sat_uuid_equal (&a->author, &b->author) && g_str_equal (a->name, b->name);
}

static void
write_by (SatPageWriter *self, const SatPageBy *by)
{
  sat_json_writer_begin_array (self->json, "by");
  sat_json_writer_int (self->json, NULL, by->device);
  if (sat_uuid_is_nil (&by->author))
    sat_json_writer_null (self->json, NULL);
  else
    write_uuid (self, &by->author);
  sat_json_writer_string (self->json, NULL, by->name);
  sat_json_writer_int (self->json, NULL, by->arrived);
  sat_json_writer_end_array (self->json);
  g_free (self->by.name);
  self->by = *by;
  self->by.name = g_strdup (by->name);
}

static void
name_part (SatPageWriter *self, const SatPageRow *row)
{
  g_autofree char *key = part_key (row);
  gboolean same_by = is_by (&self->by, row->by);

  if (same_by && g_strcmp0 (self->part, key) == 0)
    return;
  sat_json_writer_begin_object (self->json, NULL);
  sat_json_writer_string (self->json, "t", row->m > 0 ? SAT_PAGE_OWN : row->type);
  if (row->m == 0) {
    sat_json_writer_begin_array (self->json, "p");
    for (guint i = 0; i < sat_wire_fields_n (row->fields); i++)
      sat_json_writer_string (self->json, NULL, sat_wire_fields_name (row->fields, i));
    sat_json_writer_end_array (self->json);
  }
  if (!same_by)
    write_by (self, row->by);
  sat_json_writer_end_object (self->json);
  g_string_append_c (self->rows, '\n');
  self->current = NULL;
  g_free (self->part);
  self->part = g_steal_pointer (&key);
}

void
sat_page_writer_part (SatPageWriter *self,
                      const SatPageRow *row,
                      const SatUuid *id,
                      const SatUuid *u,
                      const char *clocks)
{
  char hlc[SAT_HLC_TEXT_LENGTH];

  g_return_if_fail (self != NULL && row != NULL && row->by != NULL && row->by->name != NULL);
  g_return_if_fail (row->m > 0 || (row->type != NULL && row->fields != NULL));

  name_part (self, row);
  sat_json_writer_begin_array (self->json, NULL);
  if (row->m > 0)
    sat_json_writer_int (self->json, NULL, row->m);
  else
    write_uuid (self, &row->id);
  sat_json_writer_int (self->json, NULL, row->seq);
  sat_hlc_write (row->hlc, hlc);
  sat_json_writer_string (self->json, NULL, hlc);
  if (row->m > 0 && row->made)
    sat_json_writer_int (self->json, NULL, 1);
  for (guint i = 0; row->m == 0 && i < sat_wire_fields_n (row->fields); i++)
    sat_wire_value_write (sat_wire_fields_value (row->fields, i), self->json, NULL);
  sat_json_writer_end_array (self->json);
  g_string_append_c (self->rows, '\n');
  self->n_rows++;
  if (clocks != NULL)
    sat_page_check_add (self->check, id, u, clocks);
}

void
sat_page_writer_gone (SatPageWriter *self, const SatUuid *root)
{
  char text[SAT_UUID_STRING_LENGTH + 1];

  g_return_if_fail (self != NULL && root != NULL);

  sat_uuid_write (root, text);
  sat_json_writer_begin_object (self->json, NULL);
  sat_json_writer_string (self->json, "gone", text);
  sat_json_writer_end_object (self->json);
  g_string_append_c (self->rows, '\n');
  self->n_rows++;
}

guint
sat_page_writer_n_rows (SatPageWriter *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_rows;
}

gsize
sat_page_writer_size (SatPageWriter *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->rows->len;
}

static void
write_text (SatJsonWriter *json, const char *name, const char *text)
{
  sat_json_writer_string (json, name, text != NULL ? text : "");
}

/* No position is null. */
static void
write_position (SatJsonWriter *json, const char *name, const char *text)
{
  sat_json_writer_string (json, name, text != NULL && *text != '\0' ? text : NULL);
}

static void
write_head (const SatPageHead *head, GString *page)
{
  g_autoptr (SatJsonWriter) json = sat_json_writer_new_for_string (page, SAT_JSON_COMPACT);

  sat_json_writer_begin_object (json, NULL);
  write_text (json, "from", head->from.cursor);
  write_text (json, "upto", head->upto.cursor);
  write_text (json, "sv", head->from.sv);
  write_position (json, "bf", head->from.bf);
  write_text (json, "next_sv", head->upto.sv);
  write_position (json, "next_bf", head->upto.bf);
  sat_json_writer_int (json, "head", head->head);
  sat_json_writer_int (json, "now", head->now);
  if (head->about > 0)
    sat_json_writer_int (json, "about", head->about);
  sat_json_writer_boolean (json, "more", head->more);
  sat_json_writer_end_object (json);
  g_string_append_c (page, '\n');
}

static void
write_end (guint n_rows, guint32 check, GString *page)
{
  g_autoptr (SatJsonWriter) json = NULL;
  char crc[SAT_PAGE_CRC_LENGTH];

  sat_page_crc_write (page->str, page->len, crc);
  json = sat_json_writer_new_for_string (page, SAT_JSON_COMPACT);
  sat_json_writer_begin_object (json, NULL);
  sat_json_writer_boolean (json, "end", TRUE);
  sat_json_writer_int (json, "rows", n_rows);
  if (check != 0)
    sat_json_writer_int (json, "check", check);
  sat_json_writer_string (json, "crc", crc);
  sat_json_writer_end_object (json);
  g_string_append_c (page, '\n');
}

GBytes *
sat_page_writer_finish (SatPageWriter *self, const SatPageHead *head)
{
  g_autoptr (GString) page = NULL;

  g_return_val_if_fail (self != NULL && head != NULL, NULL);

  page = g_string_sized_new (self->rows->len + 1024);
  write_head (head, page);
  g_string_append_len (page, self->rows->str, (gssize)self->rows->len);
  write_end (self->n_rows, sat_page_check_sum (self->check), page);
  g_string_truncate (self->rows, 0);
  g_hash_table_remove_all (self->columns);
  self->current = NULL;
  g_clear_pointer (&self->part, g_free);
  g_clear_pointer (&self->by.name, g_free);
  sat_page_check_free (self->check);
  self->check = sat_page_check_new ();
  self->n_rows = 0;
  return g_string_free_to_bytes (g_steal_pointer (&page));
}
