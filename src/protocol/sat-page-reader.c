/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "sat-fault.h"
#include "sat-page-private.h"
#include "sat-page.h"
#include "sat-registry.h"

typedef struct {
  char *type;
  GPtrArray *names; /* NULL: none were named yet */
} Columns;

struct _SatPageReader {
  GBytes *body;
  SatPageHead head;
  const char *at, *end; /* the lines that are still to be read */
  guint n_items;
  SatJsonReader *json;
  GHashTable *types;      /* name -> Columns */
  const Columns *current; /* that the last line of columns named; NULL */
  GPtrArray *parts;       /* names of the fields of parts, when it named those; NULL */
  gboolean own;           /* it named own edits */
  GPtrArray *by;          /* of SatPageBy, the last one counts */
  guint32 check;
};

static void
columns_free (gpointer data)
{
  Columns *self = data;

  g_free (self->type);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_free (self);
}

void
sat_page_reader_free (SatPageReader *self)
{
  if (self == NULL)
    return;
  g_bytes_unref (self->body);
  sat_page_head_clear (&self->head);
  sat_json_reader_free (self->json);
  g_hash_table_unref (self->types);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_ptr_array_unref (self->by);
  g_free (self);
}

static void
by_free (gpointer data)
{
  g_free (((SatPageBy *)data)->name);
  g_free (data);
}

static gboolean
fail (GError **error, const char *problem)
{
  g_set_error_literal (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_SHAPE, problem);
  return FALSE;
}

/* The end line: how many items there are before it, and their checksum. */
static gboolean
read_end (
    SatPageReader *self, const char *line, gsize length, gint64 *rows, char **crc, GError **error)
{
  SatJsonReader *json = self->json;
  gboolean ends = FALSE;
  gint64 check = 0;
  const char *name;

  *rows = -1;
  sat_json_reader_start_checked (json, line, length);
  sat_json_reader_begin_object (json);
  while ((name = sat_json_reader_member (json)) != NULL)
    if (g_str_equal (name, "end"))
      ends = sat_json_reader_boolean (json);
    else if (g_str_equal (name, "rows"))
      *rows = sat_json_reader_int (json);
    else if (g_str_equal (name, "crc"))
      *crc = g_strdup (sat_json_reader_string (json));
    else if (g_str_equal (name, "check"))
      check = sat_json_reader_int (json);
    else
      sat_json_reader_skip (json);
  if (!sat_json_reader_has_failed (json) && (!ends || *crc == NULL))
    sat_json_reader_refuse (json, "the page has no end");
  self->check = (guint32)CLAMP (check, 0, G_MAXUINT32);
  return sat_json_reader_finish (json, error);
}

static gboolean
names_columns (const char *line)
{
  return strncmp (line, SAT_PAGE_COLUMNS, strlen (SAT_PAGE_COLUMNS)) == 0;
}

static guint
count_items (const char *at, const char *end)
{
  guint n = 0;

  while (at < end) {
    if (!names_columns (at))
      n++;
    at = (const char *)memchr (at, '\n', (gsize)(end - at)) + 1;
  }
  return n;
}

/* Finds the lines between head and end, and that they are all there. */
static gboolean
verify (SatPageReader *self, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (self->body, &length), *last, *first_end;
  char crc[SAT_PAGE_CRC_LENGTH];
  g_autofree char *expected = NULL;
  gint64 rows;

  if (length < 2 || data[length - 1] != '\n')
    return fail (error, "the page has no end");
  if (!sat_json_reader_start (self->json, data, length))
    return sat_json_reader_finish (self->json, error);
  last = memrchr (data, '\n', length - 1);
  if (last == NULL)
    return fail (error, "the page has no end");
  last++;
  if (!read_end (self, last, (gsize)(data + length - last), &rows, &expected, error))
    return FALSE;
  sat_page_crc_write (data, (gsize)(last - data), crc);
  if (!g_str_equal (crc, expected) && !SAT_BUG ("checksum-ignored"))
    return fail (error, "the page's checksum is wrong");
  first_end = memchr (data, '\n', (gsize)(last - data));
  self->at = first_end + 1;
  self->end = last;
  self->n_items = count_items (self->at, self->end);
  return self->n_items == rows || fail (error, "the page has not as many rows as it says");
}

/* A text, or null for none. */
static char *
read_text (SatJsonReader *json)
{
  SatJsonKind kind = sat_json_reader_value (json);

  if (kind == SAT_JSON_STRING)
    return g_strdup (sat_json_reader_get_text (json));
  if (kind != SAT_JSON_NULL)
    sat_json_reader_refuse (json, "this must be a text or null");
  return g_strdup ("");
}

static void
read_head_member (SatPageHead *head, SatJsonReader *json, const char *name)
{
  const struct {
    const char *name;
    char **text;
  } texts[] = {{"from", &head->from.cursor}, {"upto", &head->upto.cursor},
               {"sv", &head->from.sv},       {"next_sv", &head->upto.sv},
               {"bf", &head->from.bf},       {"next_bf", &head->upto.bf}};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (name, texts[i].name)) {
      *texts[i].text = read_text (json);
      return;
    }
  if (g_str_equal (name, "head"))
    head->head = sat_json_reader_int (json);
  else if (g_str_equal (name, "now"))
    head->now = sat_json_reader_int (json);
  else if (g_str_equal (name, "about"))
    head->about = sat_json_reader_int (json);
  else if (g_str_equal (name, "more"))
    head->more = sat_json_reader_boolean (json);
  else
    sat_json_reader_skip (json);
}

static gboolean
read_head (SatPageReader *self, GError **error)
{
  const char *data = g_bytes_get_data (self->body, NULL), *name;
  SatPageHead *head = &self->head;
  SatJsonReader *json = self->json;
  gboolean has_more = FALSE;

  sat_json_reader_start_checked (json, data, (gsize)(self->at - data));
  sat_json_reader_begin_object (json);
  while ((name = sat_json_reader_member (json)) != NULL) {
    has_more |= g_str_equal (name, "more");
    read_head_member (head, json, name);
  }
  if (!sat_json_reader_has_failed (json) &&
      (head->from.cursor == NULL || head->upto.cursor == NULL || !has_more))
    sat_json_reader_refuse (json, "not the head of a page");
  for (guint i = 0; i < 4; i++) {
    char **text = (char **[]){&head->from.sv, &head->from.bf, &head->upto.sv, &head->upto.bf}[i];

    if (*text == NULL)
      *text = g_strdup ("");
  }
  return sat_json_reader_finish (json, error);
}

SatPageReader *
sat_page_reader_new (GBytes *body, GError **error)
{
  g_autoptr (SatPageReader) self = NULL;

  g_return_val_if_fail (body != NULL, NULL);

  self = g_new0 (SatPageReader, 1);
  self->body = g_bytes_ref (body);
  self->json = sat_json_reader_new ();
  self->types = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, columns_free);
  self->by = g_ptr_array_new_with_free_func (by_free);
  return verify (self, error) && read_head (self, error) ? g_steal_pointer (&self) : NULL;
}

const SatPageHead *
sat_page_reader_head (SatPageReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->head;
}

guint32
sat_page_reader_check (SatPageReader *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->check;
}

guint
sat_page_reader_n_items (SatPageReader *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_items;
}

/* The next value, the name of a type. NULL: the reader has failed. */
static Columns *
read_type (SatPageReader *self)
{
  const char *name = sat_json_reader_string (self->json);
  Columns *type;

  if (name == NULL)
    return NULL;
  type = g_hash_table_lookup (self->types, name);
  if (type != NULL)
    return type;
  if (!sat_registry_is_identifier (name)) {
    sat_json_reader_refuse (self->json, "not the name of a type");
    return NULL;
  }
  type = g_new0 (Columns, 1);
  type->type = g_strdup (name);
  g_hash_table_insert (self->types, type->type, type);
  return type;
}

static GPtrArray *
read_names (SatJsonReader *json)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *last = NULL;

  sat_json_reader_begin_array (json);
  while (sat_json_reader_element (json)) {
    const char *name = sat_json_reader_string (json);

    if (name == NULL)
      break;
    if (!sat_registry_is_identifier (name) || (last != NULL && strcmp (last, name) >= 0))
      sat_json_reader_refuse (json, "not the names of columns in their order");
    last = g_strdup (name);
    g_ptr_array_add (names, (gpointer)last);
  }
  return names;
}

static gboolean
next_element (SatJsonReader *json)
{
  return sat_json_reader_element (json) || sat_json_reader_refuse (json, "the row is too short");
}

static void
end_row (SatJsonReader *json)
{
  if (sat_json_reader_element (json))
    sat_json_reader_refuse (json, "the row is too long");
}

/* The next value: `[device,author,name,arrived]` */
static void
read_by (SatPageReader *self)
{
  SatJsonReader *json = self->json;
  SatPageBy *by = g_new0 (SatPageBy, 1);
  gint64 device = -1;

  g_ptr_array_add (self->by, by);
  sat_json_reader_begin_array (json);
  if (next_element (json))
    device = sat_json_reader_int (json);
  if (next_element (json)) {
    SatJsonKind kind = sat_json_reader_value (json);

    if (kind != SAT_JSON_NULL &&
        (kind != SAT_JSON_STRING || !sat_uuid_parse (sat_json_reader_get_text (json), &by->author)))
      sat_json_reader_refuse (json, "not a UUID");
  }
  if (next_element (json))
    by->name = g_strdup (sat_json_reader_string (json));
  if (next_element (json))
    by->arrived = sat_json_reader_int (json);
  end_row (json);
  if (device < 0 || device > G_MAXUINT32 || by->name == NULL)
    sat_json_reader_refuse (json, "not whose edits these are");
  by->device = (guint32)device;
}

/* `{"t":"contact","c":[…]}`, or without "c" for the columns that were named before;
 * `{"t":"contact","p":[…]}` for parts, `{"t":"own"}` for own edits, with "by" where it changes. */
static void
read_columns (SatPageReader *self)
{
  SatJsonReader *json = self->json;
  Columns *columns = NULL;
  const char *name;

  g_clear_pointer (&self->parts, g_ptr_array_unref);
  self->own = FALSE;
  sat_json_reader_begin_object (json);
  while ((name = sat_json_reader_member (json)) != NULL)
    if (g_str_equal (name, "t")) {
      columns = read_type (self);
    } else if (g_str_equal (name, "c") && columns != NULL) {
      g_clear_pointer (&columns->names, g_ptr_array_unref);
      columns->names = read_names (json);
    } else if (g_str_equal (name, "p") && columns != NULL && self->parts == NULL) {
      self->parts = read_names (json);
    } else if (g_str_equal (name, "by")) {
      read_by (self);
    } else {
      sat_json_reader_skip (json);
    }
  self->own = columns != NULL && g_str_equal (columns->type, SAT_PAGE_OWN);
  if (columns == NULL ||
      (self->parts != NULL || self->own ? self->by->len == 0 : columns->names == NULL))
    sat_json_reader_refuse (json, "the columns are not named");
  self->current = columns;
}

/* The next element of an array, a UUID. */
static void
read_uuid (SatJsonReader *json, SatUuid *out)
{
  const char *text = sat_json_reader_string (json);

  if (text != NULL && (!sat_uuid_parse (text, out) || sat_uuid_is_nil (out)))
    sat_json_reader_refuse (json, "not a UUID");
}

static void
read_identity (SatJsonReader *json, SatPageRow *row)
{
  if (next_element (json))
    read_uuid (json, &row->id);
  if (next_element (json))
    read_uuid (json, &row->root);
  if (next_element (json))
    row->seq = sat_json_reader_int (json);
  if (next_element (json)) {
    const char *text = sat_json_reader_string (json);

    row->clocks = text != NULL ? sat_clocks_parse (text, NULL) : NULL;
    if (row->clocks == NULL)
      sat_json_reader_refuse (json, "not the versions of a record");
  }
}

static void
read_row (SatPageReader *self, SatPageRow *row)
{
  SatJsonReader *json = self->json;
  const Columns *columns = self->current;

  if (columns == NULL) {
    sat_json_reader_refuse (json, "the columns are not named");
    return;
  }
  row->type = columns->type;
  sat_json_reader_begin_array (json);
  read_identity (json, row);
  for (guint i = 0; i < columns->names->len && next_element (json); i++) {
    SatWireValue value;

    if (sat_wire_value_read (json, &value))
      sat_wire_fields_take (row->fields, columns->names->pdata[i], value, FALSE);
  }
  end_row (json);
}

/* A part, or an own edit. */
static void
read_part (SatPageReader *self, SatPageRow *row)
{
  SatJsonReader *json = self->json;
  const char *hlc;

  row->by = g_ptr_array_index (self->by, self->by->len - 1);
  sat_json_reader_begin_array (json);
  if (next_element (json) && self->own)
    row->m = sat_json_reader_int (json);
  else if (!self->own)
    read_uuid (json, &row->id);
  if (next_element (json))
    row->seq = sat_json_reader_int (json);
  hlc = next_element (json) ? sat_json_reader_string (json) : NULL;
  if (hlc != NULL && !sat_hlc_parse (hlc, NULL, &row->hlc))
    sat_json_reader_refuse (json, "not when it was edited");
  if (self->own && row->m < 1)
    sat_json_reader_refuse (json, "not the number of an edit");
  if (self->own && !sat_json_reader_element (json))
    return;
  if (self->own)
    row->made = sat_json_reader_int (json) == 1;
  else
    row->type = self->current->type;
  for (guint i = 0; !self->own && i < self->parts->len && next_element (json); i++) {
    SatWireValue value;

    if (sat_wire_value_read (json, &value))
      sat_wire_fields_take (row->fields, self->parts->pdata[i], value, TRUE);
  }
  end_row (json);
}

/* `{"del":[…]}` or `{"gone":…}` */
static SatPageItem
read_removal (SatPageReader *self, SatPageRow *row, SatUuid *gone)
{
  SatJsonReader *json = self->json;
  SatPageItem item = SAT_PAGE_GONE;
  const char *name;

  sat_json_reader_begin_object (json);
  name = sat_json_reader_member (json);
  if (g_strcmp0 (name, "gone") == 0) {
    read_uuid (json, gone);
  } else if (g_strcmp0 (name, "del") == 0) {
    const Columns *type;

    item = SAT_PAGE_ROW;
    sat_json_reader_begin_array (json);
    type = next_element (json) ? read_type (self) : NULL;
    row->type = type != NULL ? type->type : NULL;
    row->deleted = TRUE;
    read_identity (json, row);
    if (sat_json_reader_element (json)) {
      read_uuid (json, &row->into);
      end_row (json);
    }
  } else {
    sat_json_reader_refuse (json, "not a line of a page");
  }
  if (sat_json_reader_member (json) != NULL)
    sat_json_reader_refuse (json, "not a line of a page");
  return item;
}

/* Keeps the memory of its fields. */
static void
empty_row (SatPageRow *row)
{
  SatWireFields *fields = g_steal_pointer (&row->fields);

  sat_page_row_clear (row);
  row->fields = fields != NULL ? fields : sat_wire_fields_new ();
  sat_wire_fields_empty (row->fields);
}

gboolean
sat_page_reader_next (
    SatPageReader *self, SatPageItem *item, SatPageRow *row, SatUuid *gone, GError **error)
{
  g_return_val_if_fail (self != NULL && item != NULL && row != NULL && gone != NULL, FALSE);

  empty_row (row);
  *item = SAT_PAGE_END;
  while (self->at < self->end && *item == SAT_PAGE_END) {
    const char *line = self->at;

    self->at = (const char *)memchr (line, '\n', (gsize)(self->end - line)) + 1;
    sat_json_reader_start_checked (self->json, line, (gsize)(self->at - line));
    if (names_columns (line)) {
      read_columns (self);
    } else if (*line == '[' && (self->parts != NULL || self->own)) {
      *item = SAT_PAGE_PART;
      read_part (self, row);
    } else if (*line == '[') {
      *item = SAT_PAGE_ROW;
      read_row (self, row);
    } else {
      *item = read_removal (self, row, gone);
    }
    if (!sat_json_reader_finish (self->json, error)) {
      self->at = self->end;
      return FALSE;
    }
  }
  return TRUE;
}
