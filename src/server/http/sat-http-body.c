/* SPDX-License-Identifier: GPL-3.0-or-later */

/* gzip in both directions; libsoup's server inflates nothing. */

#include "config.h"

#include "sat-http-private.h"

#define LEVEL 4
#define STEP 65536

GBytes *
sat_http_inflate (GBytes *body, gsize most, GError **error)
{
  g_autoptr (GZlibDecompressor) inflater = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (STEP);
  gsize length, done = 0;
  const guint8 *bytes = g_bytes_get_data (body, &length);
  const guint8 *data = bytes != NULL ? bytes : (const guint8 *)""; /* of nothing */
  GConverterResult result = G_CONVERTER_CONVERTED;

  while (result != G_CONVERTER_FINISHED) {
    g_autoptr (GError) failure = NULL;
    gsize n_read = 0, n_written = 0;

    result = g_converter_convert (G_CONVERTER (inflater), data + done, length - done, buffer, STEP,
                                  G_CONVERTER_INPUT_AT_END, &n_read, &n_written, &failure);
    if (result == G_CONVERTER_ERROR) {
      g_set_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_MALFORMED, "The body is not gzip: %s",
                   failure->message);
      return NULL;
    }
    done += n_read;
    if (out->len + n_written > most) {
      g_set_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_TOO_LARGE,
                   "The body is larger than %" G_GSIZE_FORMAT " bytes", most);
      return NULL;
    }
    g_byte_array_append (out, buffer, (guint)n_written);
  }
  if (done < length) {
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_MALFORMED,
                         "Something follows the compressed body");
    return NULL;
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

GBytes *
sat_http_deflate (GBytes *body)
{
  g_autoptr (GZlibCompressor) deflater =
      g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, LEVEL);
  GByteArray *out = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (STEP);
  gsize length, done = 0;
  const guint8 *bytes = g_bytes_get_data (body, &length);
  const guint8 *data = bytes != NULL ? bytes : (const guint8 *)""; /* of nothing */
  GConverterResult result = G_CONVERTER_CONVERTED;

  while (result != G_CONVERTER_FINISHED) {
    gsize n_read = 0, n_written = 0;

    result = g_converter_convert (G_CONVERTER (deflater), data + done, length - done, buffer, STEP,
                                  G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL);
    if (result == G_CONVERTER_ERROR) {
      g_byte_array_unref (out);
      return NULL;
    }
    done += n_read;
    g_byte_array_append (out, buffer, (guint)n_written);
  }
  return g_byte_array_free_to_bytes (out);
}
