/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-json-writer.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "sat-json-scan.h"

/* Bytes collected before they go to the file. */
#define BUFFER_SIZE 65536

typedef struct {
  char closing;
  gboolean empty;
} Level;

struct _SatJsonWriter {
  GString *out;
  FILE *file; /* NULL: @out is the caller's string */
  int file_errno;
  guint open_levels;
  GArray *levels; /* of Level, outermost first */
};

static SatJsonWriter *
new_writer (GString *out, FILE *file, guint open_levels)
{
  SatJsonWriter *self = g_new0 (SatJsonWriter, 1);

  self->out = out;
  self->file = file;
  self->open_levels = open_levels;
  self->levels = g_array_new (FALSE, FALSE, sizeof (Level));
  return self;
}

SatJsonWriter *
sat_json_writer_new_for_string (GString *string, guint open_levels)
{
  g_return_val_if_fail (string != NULL, NULL);

  return new_writer (string, NULL, open_levels);
}

SatJsonWriter *
sat_json_writer_new_for_file (FILE *file, guint open_levels)
{
  g_return_val_if_fail (file != NULL, NULL);

  return new_writer (g_string_sized_new (BUFFER_SIZE + 4096), file, open_levels);
}

void
sat_json_writer_free (SatJsonWriter *self)
{
  if (self == NULL)
    return;
  if (self->file != NULL)
    g_string_free (self->out, TRUE);
  g_array_unref (self->levels);
  g_free (self);
}

static void
flush (SatJsonWriter *self)
{
  if (self->file_errno == 0 &&
      fwrite (self->out->str, 1, self->out->len, self->file) != self->out->len)
    self->file_errno = errno != 0 ? errno : EIO;
  g_string_truncate (self->out, 0);
}

static void
break_line (SatJsonWriter *self)
{
  if (self->levels->len > self->open_levels)
    return;
  g_string_append_c (self->out, '\n');
  for (guint i = 0; i < self->levels->len; i++)
    g_string_append (self->out, "  ");
}

static void
append_escaped (GString *out, guchar c)
{
  static const char meanings[] = "\"\\\b\f\n\r\t";
  static const char names[] = "\"\\bfnrt";
  const char *meaning = c != '\0' ? strchr (meanings, c) : NULL;

  if (meaning != NULL) {
    g_string_append_c (out, '\\');
    g_string_append_c (out, names[meaning - meanings]);
  } else {
    g_string_append_printf (out, "\\u%04x", c);
  }
}

/* @text, which needs neither care nor escapes. */
static void
append_plain (GString *out, const char *text, gsize length)
{
  gsize before = out->len;
  char *to;

  g_string_set_size (out, before + length + 2);
  to = out->str + before;
  *to++ = '"';
  memcpy (to, text, length);
  to[length] = '"';
}

static void
append_text (SatJsonWriter *self, const char *text)
{
  g_autofree char *valid = NULL;
  gsize length = strlen (text);
  const char *end = text + length, *run;

  /* As most are. */
  if (sat_json_scan_plain (text, end) == end && sat_json_scan_ascii (text, end) == end) {
    append_plain (self->out, text, length);
    return;
  }
  if (!g_utf8_validate_len (text, length, NULL)) {
    text = valid = g_utf8_make_valid (text, (gssize)length);
    end = text + strlen (text);
  }
  g_string_append_c (self->out, '"');
  for (run = text; run < end; run = text + 1) {
    text = sat_json_scan_plain (run, end);
    g_string_append_len (self->out, run, text - run);
    if (text < end)
      append_escaped (self->out, (guchar)*text);
  }
  g_string_append_c (self->out, '"');
}

/* What comes before every value: comma, line, name. */
static void
begin_value (SatJsonWriter *self, const char *name)
{
  if (self->file != NULL && self->out->len >= BUFFER_SIZE)
    flush (self);
  if (self->levels->len > 0) {
    Level *level = &g_array_index (self->levels, Level, self->levels->len - 1);

    g_return_if_fail ((name != NULL) == (level->closing == '}'));
    if (!level->empty)
      g_string_append_c (self->out, ',');
    level->empty = FALSE;
    break_line (self);
  }
  if (name != NULL) {
    append_text (self, name);
    g_string_append (self->out, self->levels->len <= self->open_levels ? ": " : ":");
  }
}

static void
begin_level (SatJsonWriter *self, const char *name, char opening, char closing)
{
  Level level = {closing, TRUE};

  g_return_if_fail (self != NULL);

  begin_value (self, name);
  g_string_append_c (self->out, opening);
  g_array_append_val (self->levels, level);
}

static void
end_level (SatJsonWriter *self, char closing)
{
  Level level;

  g_return_if_fail (self != NULL && self->levels->len > 0);

  level = g_array_index (self->levels, Level, self->levels->len - 1);
  g_return_if_fail (level.closing == closing);
  if (!level.empty && self->levels->len <= self->open_levels) {
    g_array_set_size (self->levels, self->levels->len - 1);
    break_line (self);
  } else {
    g_array_set_size (self->levels, self->levels->len - 1);
  }
  g_string_append_c (self->out, closing);
}

void
sat_json_writer_begin_object (SatJsonWriter *self, const char *name)
{
  begin_level (self, name, '{', '}');
}

void
sat_json_writer_end_object (SatJsonWriter *self)
{
  end_level (self, '}');
}

void
sat_json_writer_begin_array (SatJsonWriter *self, const char *name)
{
  begin_level (self, name, '[', ']');
}

void
sat_json_writer_end_array (SatJsonWriter *self)
{
  end_level (self, ']');
}

void
sat_json_writer_string (SatJsonWriter *self, const char *name, const char *text)
{
  g_return_if_fail (self != NULL);

  begin_value (self, name);
  if (text != NULL)
    append_text (self, text);
  else
    g_string_append (self->out, "null");
}

void
sat_json_writer_int (SatJsonWriter *self, const char *name, gint64 number)
{
  guint64 rest = number < 0 ? 0 - (guint64)number : (guint64)number;
  char digits[24], *at = digits + sizeof digits;

  g_return_if_fail (self != NULL);

  begin_value (self, name);
  do {
    *--at = (char)('0' + rest % 10);
    rest /= 10;
  } while (rest > 0);
  if (number < 0)
    *--at = '-';
  g_string_append_len (self->out, at, digits + sizeof digits - at);
}

void
sat_json_writer_double (SatJsonWriter *self, const char *name, double number)
{
  static const char *const formats[] = {"%.15g", "%.16g", "%.17g"};
  char text[G_ASCII_DTOSTR_BUF_SIZE] = "";

  g_return_if_fail (self != NULL);

  if (!isfinite (number)) {
    sat_json_writer_null (self, name);
    return;
  }
  begin_value (self, name);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_ascii_formatd (text, sizeof text, formats[i], number);
    if (g_ascii_strtod (text, NULL) == number)
      break;
  }
  g_string_append (self->out, text);
  if (strpbrk (text, ".e") == NULL)
    g_string_append (self->out, ".0");
}

void
sat_json_writer_boolean (SatJsonWriter *self, const char *name, gboolean value)
{
  g_return_if_fail (self != NULL);

  begin_value (self, name);
  g_string_append (self->out, value ? "true" : "false");
}

void
sat_json_writer_null (SatJsonWriter *self, const char *name)
{
  g_return_if_fail (self != NULL);

  begin_value (self, name);
  g_string_append (self->out, "null");
}

static void
write_scalar (SatJsonWriter *self, const char *name, JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    sat_json_writer_string (self, name, json_node_get_string (node));
  else if (type == G_TYPE_BOOLEAN)
    sat_json_writer_boolean (self, name, json_node_get_boolean (node));
  else if (type == G_TYPE_DOUBLE)
    sat_json_writer_double (self, name, json_node_get_double (node));
  else
    sat_json_writer_int (self, name, json_node_get_int (node));
}

static void
write_object (SatJsonWriter *self, const char *name, JsonObject *object)
{
  JsonObjectIter iter;
  const char *member;
  JsonNode *value;

  sat_json_writer_begin_object (self, name);
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &member, &value))
    sat_json_writer_node (self, member, value);
  sat_json_writer_end_object (self);
}

void
sat_json_writer_node (SatJsonWriter *self, const char *name, JsonNode *node)
{
  g_return_if_fail (self != NULL && node != NULL);

  switch (json_node_get_node_type (node)) {
  case JSON_NODE_OBJECT:
    write_object (self, name, json_node_get_object (node));
    break;
  case JSON_NODE_ARRAY: {
    JsonArray *array = json_node_get_array (node);

    sat_json_writer_begin_array (self, name);
    for (guint i = 0; i < json_array_get_length (array); i++)
      sat_json_writer_node (self, NULL, json_array_get_element (array, i));
    sat_json_writer_end_array (self);
    break;
  }
  case JSON_NODE_VALUE:
    write_scalar (self, name, node);
    break;
  case JSON_NODE_NULL:
  default:
    sat_json_writer_null (self, name);
    break;
  }
}

gboolean
sat_json_writer_has_failed (SatJsonWriter *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->file_errno != 0;
}

gboolean
sat_json_writer_finish (SatJsonWriter *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  /* Whoever stops where the file failed leaves levels open. */
  g_return_val_if_fail (self->levels->len == 0 || self->file_errno != 0, FALSE);

  if (self->file == NULL)
    return TRUE;
  g_string_append_c (self->out, '\n');
  flush (self);
  if (self->file_errno == 0 && fflush (self->file) != 0)
    self->file_errno = errno != 0 ? errno : EIO;
  if (self->file_errno == 0)
    return TRUE;
  g_set_error_literal (error, G_FILE_ERROR, (int)g_file_error_from_errno (self->file_errno),
                       g_strerror (self->file_errno));
  return FALSE;
}
