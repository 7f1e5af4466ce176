/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-pack.h"

#include <zlib.h>

#include "sat-protocol.h"

/* Half the work of the usual 6, for a tenth more bytes. */
#define LEVEL 4
#define GZIP (MAX_WBITS + 16)
#define MEMORY 8
/* A header and a trailer. */
#define LEAST 18

GBytes *
sat_pack (GBytes *bytes)
{
  z_stream stream = {0};
  g_autofree guint8 *out = NULL;
  gsize length, room;
  const void *data;
  int result;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &length);
  g_return_val_if_fail (length < G_MAXINT, NULL);
  if (deflateInit2 (&stream, LEVEL, Z_DEFLATED, GZIP, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
    return NULL;
  room = deflateBound (&stream, (uLong)length);
  out = g_malloc (room);
  stream.next_in = (Bytef *)data;
  stream.avail_in = (uInt)length;
  stream.next_out = out;
  stream.avail_out = (uInt)room;
  result = deflate (&stream, Z_FINISH);
  deflateEnd (&stream);
  return result == Z_STREAM_END ? g_bytes_new (out, stream.total_out) : NULL;
}

static GBytes *
fail (GError **error, SatProtocolError code, const char *problem)
{
  g_set_error_literal (error, SAT_PROTOCOL_ERROR, (int)code, problem);
  return NULL;
}

/* How many bytes were packed, as the last four say. */
static gsize
length_of (const guint8 *data, gsize length)
{
  guint32 number = 0;

  for (guint i = 1; i <= 4; i++)
    number = number << 8 | data[length - i];
  return number;
}

GBytes *
sat_unpack (GBytes *packed, gsize most, GError **error)
{
  z_stream stream = {0};
  g_autofree guint8 *out = NULL;
  gsize length, room;
  const guint8 *data;
  int result;

  g_return_val_if_fail (packed != NULL, NULL);

  data = g_bytes_get_data (packed, &length);
  if (data == NULL || length < LEAST || length >= G_MAXINT)
    return fail (error, SAT_PROTOCOL_ERROR_SHAPE, "it is not gzip");
  room = length_of (data, length);
  if (room > most)
    return fail (error, SAT_PROTOCOL_ERROR_LIMIT, "it is too long");
  if (inflateInit2 (&stream, GZIP) != Z_OK)
    return fail (error, SAT_PROTOCOL_ERROR_LIMIT, "there is no memory for it");
  out = g_malloc (room + 1);
  stream.next_in = (Bytef *)data;
  stream.avail_in = (uInt)length;
  stream.next_out = out;
  stream.avail_out = (uInt)room + 1;
  result = inflate (&stream, Z_FINISH);
  inflateEnd (&stream);
  if (result != Z_STREAM_END || stream.total_out != room || stream.avail_in > 0)
    return fail (error, SAT_PROTOCOL_ERROR_SHAPE, "it is not gzip");
  return g_bytes_new_take (g_steal_pointer (&out), room);
}
