/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-digest.h"

#include <sodium.h>
#include <string.h>

#include "sat-json-reader.h"
#include "sat-json-writer.h"

/* The least that the hash gives; half of it counts. */
#define HASH_SIZE 16

static gboolean
read_byte (const char *digits, guint8 *byte)
{
  for (guint i = 0; i < 2; i++)
    if (!g_ascii_isxdigit (digits[i]) || g_ascii_isupper (digits[i]))
      return FALSE;
  *byte = (guint8)(g_ascii_xdigit_value (digits[0]) << 4 | g_ascii_xdigit_value (digits[1]));
  return TRUE;
}

gboolean
sat_digest_init (SatDigest *self, const char *prefix)
{
  gsize length;

  g_return_val_if_fail (self != NULL && prefix != NULL, FALSE);

  *self = (SatDigest){0};
  length = strlen (prefix);
  if (length >= SAT_DIGEST_PREFIX_SIZE || length % 2 != 0)
    return FALSE;
  for (; prefix[2 * self->length] != '\0'; self->length++)
    if (!read_byte (prefix + 2 * self->length, &self->bytes[self->length]))
      return FALSE;
  g_strlcpy (self->prefix, prefix, sizeof self->prefix);
  return TRUE;
}

gboolean
sat_digest_has (const SatDigest *self, const SatUuid *id)
{
  g_return_val_if_fail (self != NULL && id != NULL, FALSE);

  for (guint i = 0; i < self->length; i++)
    if (id->bytes[sizeof id->bytes - 1 - i] != self->bytes[i])
      return FALSE;
  return TRUE;
}

static void
add_to (SatDigestSum *sum, guint64 hash)
{
  sum->n++;
  sum->sum += hash;
}

void
sat_digest_add (SatDigest *self, const SatUuid *id, guint64 hash)
{
  g_return_if_fail (self != NULL && id != NULL);

  add_to (&self->all, hash);
  if (self->length < sizeof id->bytes)
    add_to (&self->parts[id->bytes[sizeof id->bytes - 1 - self->length]], hash);
}

gboolean
sat_digest_sum_equal (const SatDigestSum *a, const SatDigestSum *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->n == b->n && a->sum == b->sum;
}

gboolean
sat_digest_child (const SatDigest *self, guint8 byte, char child[SAT_DIGEST_PREFIX_SIZE])
{
  g_return_val_if_fail (self != NULL && child != NULL, FALSE);

  if (self->length >= sizeof self->bytes)
    return FALSE;
  g_snprintf (child, SAT_DIGEST_PREFIX_SIZE, "%s%02x", self->prefix, byte);
  return TRUE;
}

guint64
sat_digest_hash (
    const char *type, const SatUuid *id, gint64 seq, const char *clocks, const char *fields)
{
  crypto_generichash_state state;
  guint8 hash[HASH_SIZE];
  guint64 sum = 0;
  char number[32];
  int length;

  g_return_val_if_fail (type != NULL && id != NULL && clocks != NULL && fields != NULL, 0);

  length = g_snprintf (number, sizeof number, " %" G_GINT64_FORMAT " ", seq);
  crypto_generichash_init (&state, NULL, 0, sizeof hash);
  crypto_generichash_update (&state, id->bytes, sizeof id->bytes);
  crypto_generichash_update (&state, (const guint8 *)type, strlen (type));
  crypto_generichash_update (&state, (const guint8 *)number, (gsize)length);
  crypto_generichash_update (&state, (const guint8 *)clocks, strlen (clocks));
  crypto_generichash_update (&state, (const guint8 *)"\n", 1);
  crypto_generichash_update (&state, (const guint8 *)fields, strlen (fields));
  crypto_generichash_final (&state, hash, sizeof hash);
  for (guint i = 0; i < sizeof sum; i++)
    sum = sum << 8 | hash[i];
  return sum;
}

void
sat_digest_sum_write (guint64 sum, char out[SAT_DIGEST_SUM_SIZE])
{
  g_return_if_fail (out != NULL);

  g_snprintf (out, SAT_DIGEST_SUM_SIZE, "%016" G_GINT64_MODIFIER "x", sum);
}

gboolean
sat_digest_sum_parse (const char *text, guint64 *sum)
{
  guint64 value = 0;

  g_return_val_if_fail (text != NULL && sum != NULL, FALSE);

  if (strlen (text) != SAT_DIGEST_SUM_SIZE - 1)
    return FALSE;
  for (guint i = 0; text[i] != '\0'; i += 2) {
    guint8 byte;

    if (!read_byte (text + i, &byte))
      return FALSE;
    value = value << 8 | byte;
  }
  *sum = value;
  return TRUE;
}

/* Answers */

static GBytes *
finish (GString *text, SatJsonWriter *writer)
{
  sat_json_writer_end_object (writer);
  sat_json_writer_finish (writer, NULL);
  return g_string_free_to_bytes (text);
}

static void
write_part (const SatDigestSum *part, guint8 byte, SatJsonWriter *writer)
{
  char name[3], sum[SAT_DIGEST_SUM_SIZE];

  g_snprintf (name, sizeof name, "%02x", byte);
  sat_digest_sum_write (part->sum, sum);
  sat_json_writer_begin_array (writer, name);
  sat_json_writer_int (writer, NULL, (gint64)part->n);
  sat_json_writer_string (writer, NULL, sum);
  sat_json_writer_end_array (writer);
}

GBytes *
sat_digest_write (const SatDigest *self, gboolean parts)
{
  GString *text = g_string_new (NULL);
  g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);
  char sum[SAT_DIGEST_SUM_SIZE];

  g_return_val_if_fail (self != NULL, NULL);

  sat_digest_sum_write (self->all.sum, sum);
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_int (writer, "n", (gint64)self->all.n);
  sat_json_writer_string (writer, "sum", sum);
  if (parts) {
    sat_json_writer_begin_object (writer, "parts");
    for (guint i = 0; i < G_N_ELEMENTS (self->parts); i++)
      if (self->parts[i].n > 0)
        write_part (&self->parts[i], (guint8)i, writer);
    sat_json_writer_end_object (writer);
  }
  return finish (text, writer);
}

GBytes *
sat_digest_write_behind (void)
{
  GString *text = g_string_new (NULL);
  g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);

  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_boolean (writer, "behind", TRUE);
  return finish (text, writer);
}

static void
read_n (SatJsonReader *reader, SatDigestSum *out)
{
  gint64 n = sat_json_reader_int (reader);

  if (n < 0)
    sat_json_reader_refuse (reader, "not a number of records");
  out->n = (guint64)MAX (n, 0);
}

static void
read_sum (SatJsonReader *reader, SatDigestSum *out)
{
  const char *text = sat_json_reader_string (reader);

  if (text != NULL && !sat_digest_sum_parse (text, &out->sum))
    sat_json_reader_refuse (reader, "not a sum");
}

static void
read_parts (SatJsonReader *reader, SatDigest *self)
{
  const char *name;

  sat_json_reader_begin_object (reader);
  while ((name = sat_json_reader_member (reader)) != NULL) {
    guint8 byte;

    if (strlen (name) != 2 || !read_byte (name, &byte)) {
      sat_json_reader_refuse (reader, "not a byte");
      return;
    }
    sat_json_reader_begin_array (reader);
    if (!sat_json_reader_element (reader))
      sat_json_reader_refuse (reader, "a number is missing");
    read_n (reader, &self->parts[byte]);
    if (!sat_json_reader_element (reader))
      sat_json_reader_refuse (reader, "a sum is missing");
    read_sum (reader, &self->parts[byte]);
    while (sat_json_reader_element (reader))
      sat_json_reader_skip (reader);
  }
}

gboolean
sat_digest_read (SatDigest *self, GBytes *body, gboolean *behind, GError **error)
{
  g_autoptr (SatJsonReader) reader = sat_json_reader_new ();
  gboolean any = FALSE, sum = FALSE;
  const char *name, *data;
  gsize length;

  g_return_val_if_fail (self != NULL && body != NULL && behind != NULL, FALSE);

  *behind = FALSE;
  data = g_bytes_get_data (body, &length);
  sat_json_reader_start (reader, length > 0 ? data : "", length);
  sat_json_reader_begin_object (reader);
  while ((name = sat_json_reader_member (reader)) != NULL) {
    if (g_str_equal (name, "behind")) {
      *behind = sat_json_reader_boolean (reader);
    } else if (g_str_equal (name, "n")) {
      any = TRUE;
      read_n (reader, &self->all);
    } else if (g_str_equal (name, "sum")) {
      sum = TRUE;
      read_sum (reader, &self->all);
    } else if (g_str_equal (name, "parts")) {
      read_parts (reader, self);
    } else {
      sat_json_reader_skip (reader);
    }
  }
  if (!*behind && (!any || !sum))
    sat_json_reader_refuse (reader, "no number or no sum");
  return sat_json_reader_finish (reader, error);
}
