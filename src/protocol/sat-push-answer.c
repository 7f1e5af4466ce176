/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-push-answer.h"

#include <string.h>

#include "sat-json-reader.h"
#include "sat-json-writer.h"

static const char *const status_names[] = {
    [SAT_PUSH_OK] = "ok",
    [SAT_PUSH_MERGED] = "merged",
    [SAT_PUSH_CONFLICT] = "conflict",
    [SAT_PUSH_DUPLICATE] = "duplicate",
    [SAT_PUSH_QUARANTINED] = "quarantined",
    [SAT_PUSH_REJECTED] = "rejected",
};

const char *
sat_push_status_name (SatPushStatus status)
{
  g_return_val_if_fail (status < G_N_ELEMENTS (status_names), NULL);

  return status_names[status];
}

gboolean
sat_push_status_parse (const char *name, SatPushStatus *out)
{
  g_return_val_if_fail (name != NULL && out != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (status_names); i++)
    if (g_str_equal (name, status_names[i])) {
      *out = i;
      return TRUE;
    }
  return FALSE;
}

static void
result_free (gpointer data)
{
  SatPushResult *self = data;

  g_free (self->code);
  g_free (self->reason);
  g_array_unref (self->conflicts);
  g_free (self);
}

SatPushAnswer *
sat_push_answer_new (void)
{
  SatPushAnswer *self = g_new0 (SatPushAnswer, 1);

  self->results = g_ptr_array_new_with_free_func (result_free);
  return self;
}

void
sat_push_answer_free (SatPushAnswer *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->results);
  g_free (self);
}

SatPushResult *
sat_push_answer_add (SatPushAnswer *self, gint64 m, SatPushStatus status)
{
  SatPushResult *result;

  g_return_val_if_fail (self != NULL, NULL);

  result = g_new0 (SatPushResult, 1);
  result->m = m;
  result->status = status;
  result->conflicts = g_array_new (FALSE, FALSE, sizeof (SatUuid));
  g_ptr_array_add (self->results, result);
  return result;
}

static void
write_result (const SatPushResult *result, SatJsonWriter *writer)
{
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_int (writer, "m", result->m);
  sat_json_writer_string (writer, "s", sat_push_status_name (result->status));
  if (result->code != NULL)
    sat_json_writer_string (writer, "code", result->code);
  if (result->reason != NULL)
    sat_json_writer_string (writer, "reason", result->reason);
  if (result->conflicts->len > 0) {
    sat_json_writer_begin_array (writer, "c");
    for (guint i = 0; i < result->conflicts->len; i++) {
      char uuid[SAT_UUID_STRING_LENGTH + 1];

      sat_uuid_write (&g_array_index (result->conflicts, SatUuid, i), uuid);
      sat_json_writer_string (writer, NULL, uuid);
    }
    sat_json_writer_end_array (writer);
  }
  sat_json_writer_end_object (writer);
}

char *
sat_push_result_to_string (const SatPushResult *result)
{
  g_autoptr (GString) text = NULL;
  g_autoptr (SatJsonWriter) writer = NULL;

  g_return_val_if_fail (result != NULL, NULL);

  text = g_string_new (NULL);
  writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);
  write_result (result, writer);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

GBytes *
sat_push_answer_write (const SatPushAnswer *self)
{
  g_autoptr (GString) body = NULL;
  g_autoptr (SatJsonWriter) writer = NULL;
  char hash[SAT_CHAIN_TEXT_LENGTH];

  g_return_val_if_fail (self != NULL, NULL);

  sat_chain_write (&self->hash, hash);
  body = g_string_new (NULL);
  writer = sat_json_writer_new_for_string (body, SAT_JSON_COMPACT);
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_int (writer, "last_m", self->last_m);
  sat_json_writer_string (writer, "hash", hash);
  sat_json_writer_int (writer, "seq", self->seq);
  sat_json_writer_int (writer, "now", self->now);
  sat_json_writer_int (writer, "durable_m", self->durable_m);
  sat_json_writer_begin_array (writer, "res");
  for (guint i = 0; i < self->results->len; i++)
    write_result (self->results->pdata[i], writer);
  sat_json_writer_end_array (writer);
  sat_json_writer_end_object (writer);
  return g_string_free_to_bytes (g_steal_pointer (&body));
}

static void
read_conflicts (SatPushResult *result, SatJsonReader *reader)
{
  sat_json_reader_begin_array (reader);
  while (sat_json_reader_element (reader)) {
    const char *text = sat_json_reader_string (reader);
    SatUuid uuid;

    if (text != NULL && sat_uuid_parse (text, &uuid))
      g_array_append_val (result->conflicts, uuid);
    else
      sat_json_reader_refuse (reader, "not a UUID");
  }
}

/* NULL: the reader has failed; the answer is not good any more then. */
static SatPushResult *
read_result (SatPushAnswer *self, SatJsonReader *reader)
{
  SatPushResult *result = sat_push_answer_add (self, 0, SAT_PUSH_OK);
  gboolean has_status = FALSE;
  const char *name;

  sat_json_reader_begin_object (reader);
  while ((name = sat_json_reader_member (reader)) != NULL)
    if (g_str_equal (name, "m")) {
      result->m = sat_json_reader_int (reader);
    } else if (g_str_equal (name, "s")) {
      const char *text = sat_json_reader_string (reader);

      has_status = text != NULL && sat_push_status_parse (text, &result->status);
    } else if (g_str_equal (name, "code")) {
      result->code = g_strdup (sat_json_reader_string (reader));
    } else if (g_str_equal (name, "reason")) {
      result->reason = g_strdup (sat_json_reader_string (reader));
    } else if (g_str_equal (name, "c")) {
      read_conflicts (result, reader);
    } else {
      sat_json_reader_skip (reader);
    }
  if (!sat_json_reader_has_failed (reader) && (result->m < 1 || !has_status))
    sat_json_reader_refuse (reader, "not the result of a mutation");
  return sat_json_reader_has_failed (reader) ? NULL : result;
}

SatPushResult *
sat_push_answer_add_text (SatPushAnswer *self, const char *json, GError **error)
{
  g_autoptr (SatJsonReader) reader = NULL;
  SatPushResult *result;

  g_return_val_if_fail (self != NULL && json != NULL, NULL);

  reader = sat_json_reader_new ();
  sat_json_reader_start (reader, json, strlen (json));
  result = read_result (self, reader);
  if (sat_json_reader_finish (reader, error))
    return result;
  g_ptr_array_remove_index (self->results, self->results->len - 1);
  return NULL;
}

static void
read_hash (SatPushAnswer *self, SatJsonReader *reader)
{
  const char *text = sat_json_reader_string (reader);

  if (text != NULL && !sat_chain_parse (text, &self->hash))
    sat_json_reader_refuse (reader, "not a hash");
}

static void
read_results (SatPushAnswer *self, SatJsonReader *reader)
{
  gint64 last = 0;

  sat_json_reader_begin_array (reader);
  while (sat_json_reader_element (reader)) {
    const SatPushResult *result = read_result (self, reader);

    if (result != NULL && result->m <= last)
      sat_json_reader_refuse (reader, "the results are out of order");
    else if (result != NULL)
      last = result->m;
  }
}

SatPushAnswer *
sat_push_answer_parse (GBytes *body, GError **error)
{
  g_autoptr (SatPushAnswer) self = NULL;
  g_autoptr (SatJsonReader) reader = NULL;
  gboolean has_hash = FALSE, has_last = FALSE;
  gsize length;
  const char *data, *name;

  g_return_val_if_fail (body != NULL, NULL);

  self = sat_push_answer_new ();
  reader = sat_json_reader_new ();
  data = g_bytes_get_data (body, &length);
  sat_json_reader_start (reader, data, length);
  sat_json_reader_begin_object (reader);
  while ((name = sat_json_reader_member (reader)) != NULL) {
    has_hash |= g_str_equal (name, "hash");
    has_last |= g_str_equal (name, "last_m");
    if (g_str_equal (name, "last_m"))
      self->last_m = sat_json_reader_int (reader);
    else if (g_str_equal (name, "hash"))
      read_hash (self, reader);
    else if (g_str_equal (name, "seq"))
      self->seq = sat_json_reader_int (reader);
    else if (g_str_equal (name, "now"))
      self->now = sat_json_reader_int (reader);
    else if (g_str_equal (name, "durable_m"))
      self->durable_m = sat_json_reader_int (reader);
    else if (g_str_equal (name, "res"))
      read_results (self, reader);
    else
      sat_json_reader_skip (reader);
  }
  if (!sat_json_reader_has_failed (reader) && (!has_hash || !has_last || self->last_m < 0))
    sat_json_reader_refuse (reader, "not the answer to a push");
  return sat_json_reader_finish (reader, error) ? g_steal_pointer (&self) : NULL;
}
