/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The server's answer with sums, below a prefix: the first line of an input. */

#include "config.h"

#include "fuzz.h"
#include "sat-digest.h"

const char *const fuzz_corpus[] = {
    "\n{\"n\":3,\"sum\":\"0123456789abcdef\"}",
    "\n{\"behind\":true}",
    "07\n{\"n\":2,\"sum\":\"ffffffffffffffff\",\"parts\":{\"00\":[1,\"00000000000000ff\"],"
    "\"fe\":[1,\"8000000000000000\",7]},\"more\":null}",
    "00112233445566778899aabbccddeeff\n{\"n\":9223372036854775807,\"sum\":\"0000000000000000\","
    "\"parts\":{}}",
    NULL,
};

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  const guint8 *line = size > 0 ? memchr (data, '\n', size) : NULL;
  g_autofree char *prefix =
      line != NULL ? g_strndup ((const char *)data, (gsize)(line - data)) : NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GError) error = NULL;
  SatDigest digest, again;
  gboolean behind, read;

  if (prefix == NULL || !sat_digest_init (&digest, prefix))
    return -1;
  body = g_bytes_new (line + 1, size - (gsize)(line + 1 - data));
  read = sat_digest_read (&digest, body, &behind, &error);
  g_assert_true (read == (error == NULL));
  if (!read)
    return -1;
  if (behind)
    return 0;
  /* Parts of no record are not told. */
  written = sat_digest_write (&digest, TRUE);
  g_assert_true (sat_digest_init (&again, prefix));
  g_assert_true (sat_digest_read (&again, written, &behind, &error));
  g_assert_no_error (error);
  g_assert_true (!behind && sat_digest_sum_equal (&digest.all, &again.all));
  for (guint i = 0; i < G_N_ELEMENTS (digest.parts); i++)
    g_assert_true (digest.parts[i].n == 0 ||
                   sat_digest_sum_equal (&digest.parts[i], &again.parts[i]));
  return 0;
}
