/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-push.h"

#include <string.h>

#include "sat-chain.h"
#include "sat-json-reader.h"
#include "sat-json-writer.h"

void
sat_push_free (SatPush *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->lines);
  g_free (self);
}

GBytes *
sat_push_write (gint64 first, const SatChain *prev, GPtrArray *lines)
{
  g_autoptr (GString) body = NULL;
  g_autoptr (SatJsonWriter) writer = NULL;
  char hash[SAT_CHAIN_TEXT_LENGTH];

  g_return_val_if_fail (prev != NULL && lines != NULL, NULL);

  sat_chain_write (prev, hash);
  body = g_string_new (NULL);
  writer = sat_json_writer_new_for_string (body, SAT_JSON_COMPACT);
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_int (writer, "first", first);
  sat_json_writer_string (writer, "prev", hash);
  sat_json_writer_int (writer, "n", lines->len);
  sat_json_writer_end_object (writer);
  g_string_append_c (body, '\n');
  for (guint i = 0; i < lines->len; i++) {
    gsize length;
    const char *line = g_bytes_get_data (lines->pdata[i], &length);

    g_string_append_len (body, line, (gssize)length);
    g_string_append_c (body, '\n');
  }
  return g_string_free_to_bytes (g_steal_pointer (&body));
}

static gboolean
fail (GError **error, SatProtocolError code, const char *problem)
{
  g_set_error_literal (error, SAT_PROTOCOL_ERROR, (int)code, problem);
  return FALSE;
}

/* Cuts @body, whose every line has an end. */
static gboolean
cut_lines (GBytes *body, GPtrArray *lines, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (body, &length), *at = data;

  if (length == 0)
    return fail (error, SAT_PROTOCOL_ERROR_SHAPE, "the push is empty");
  if (length > SAT_SYNC_MOST_PUSH_BYTES)
    return fail (error, SAT_PROTOCOL_ERROR_LIMIT, "the push is too long");
  while (at < data + length) {
    const char *end = memchr (at, '\n', (gsize)(data + length - at));

    if (end == NULL)
      return fail (error, SAT_PROTOCOL_ERROR_SHAPE, "the last line of the push has no end");
    if (lines->len > SAT_SYNC_MOST_MUTATIONS)
      return fail (error, SAT_PROTOCOL_ERROR_LIMIT, "the push has too many mutations");
    g_ptr_array_add (lines, g_bytes_new_from_bytes (body, (gsize)(at - data), (gsize)(end - at)));
    at = end + 1;
  }
  return TRUE;
}

static gboolean
read_header (SatPush *self, GBytes *line, gint64 *n, GError **error)
{
  g_autoptr (SatJsonReader) reader = sat_json_reader_new ();
  gboolean has_prev = FALSE;
  gsize length;
  const char *data = g_bytes_get_data (line, &length), *name;

  *n = -1;
  sat_json_reader_start (reader, data, length);
  sat_json_reader_begin_object (reader);
  while ((name = sat_json_reader_member (reader)) != NULL)
    if (g_str_equal (name, "first")) {
      self->first = sat_json_reader_int (reader);
    } else if (g_str_equal (name, "prev")) {
      const char *text = sat_json_reader_string (reader);

      has_prev = text != NULL && sat_chain_parse (text, &self->prev);
    } else if (g_str_equal (name, "n")) {
      *n = sat_json_reader_int (reader);
    } else {
      sat_json_reader_skip (reader);
    }
  if (!sat_json_reader_has_failed (reader) && (self->first < 1 || !has_prev || *n < 0))
    sat_json_reader_refuse (reader, "not the header of a push");
  return sat_json_reader_finish (reader, error);
}

SatPush *
sat_push_parse (GBytes *body, GError **error)
{
  g_autoptr (SatPush) self = NULL;
  gint64 n;

  g_return_val_if_fail (body != NULL, NULL);

  self = g_new0 (SatPush, 1);
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  if (!cut_lines (body, self->lines, error) ||
      !read_header (self, self->lines->pdata[0], &n, error))
    return NULL;
  g_ptr_array_remove_index (self->lines, 0);
  if (n != self->lines->len || self->first > G_MAXINT64 - n) {
    fail (error, SAT_PROTOCOL_ERROR_SHAPE, "the push has not as many mutations as it says");
    return NULL;
  }
  return g_steal_pointer (&self);
}
