/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Packed bodies: what is taken is within the limit, and packs and unpacks to the same. */

#include "config.h"

#include "fuzz.h"
#include "sat-http-private.h"

#define MOST 65536

const char *const fuzz_corpus[] = {
    "base64:H4sIAAEAAAAC/6tWKi1OLVKyUkrMS1SqBQDR5uDXDgAAAA==",
    "base64:H4sIAAEAAAAC/wMAAAAAAAAAAAA=",
    "base64:H4sIAAEAAAAC/+3BgQAAAADDINb5S/"
    "wgVQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAMANX3F2"
    "xQEAAQA=",
    NULL,
};

static gboolean
is_taken (GBytes *packed, GBytes **body)
{
  g_autoptr (GError) error = NULL;

  *body = sat_http_inflate (packed, MOST, &error);
  g_assert_true ((*body == NULL) == (error != NULL));
  if (*body == NULL)
    g_assert_true (error->domain == SAT_SERVER_ERROR);
  else
    g_assert_cmpuint (g_bytes_get_size (*body), <=, MOST);
  return *body != NULL;
}

static void
pack_and_unpack (GBytes *body)
{
  g_autoptr (GBytes) packed = sat_http_deflate (body);
  g_autoptr (GBytes) again = NULL;

  g_assert_nonnull (packed);
  if (is_taken (packed, &again))
    g_assert_true (g_bytes_equal (body, again));
  else
    g_assert_cmpuint (g_bytes_get_size (body), >, MOST);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GBytes) packed = g_bytes_new (data, size);
  g_autoptr (GBytes) body = NULL;

  pack_and_unpack (packed);
  if (!is_taken (packed, &body))
    return -1;
  pack_and_unpack (body);
  return 0;
}
