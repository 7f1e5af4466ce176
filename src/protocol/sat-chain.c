/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-chain.h"

#include <nettle/sha2.h>
#include <sodium.h>
#include <string.h>

G_STATIC_ASSERT (SAT_CHAIN_SIZE == SHA256_DIGEST_SIZE);

void
sat_chain_add (SatChain *chain, const char *line, gsize length)
{
  struct sha256_ctx state;

  g_return_if_fail (chain != NULL && (line != NULL || length == 0));

  /* With the processor's own instructions where it has them: every line is hashed on both sides. */
  sha256_init (&state);
  sha256_update (&state, sizeof chain->bytes, chain->bytes);
  sha256_update (&state, length, (const guint8 *)line);
  sha256_digest (&state, sizeof chain->bytes, chain->bytes);
}

gboolean
sat_chain_equal (const SatChain *a, const SatChain *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return memcmp (a->bytes, b->bytes, sizeof a->bytes) == 0;
}

void
sat_chain_write (const SatChain *chain, char out[SAT_CHAIN_TEXT_LENGTH])
{
  g_return_if_fail (chain != NULL && out != NULL);

  sodium_bin2hex (out, SAT_CHAIN_TEXT_LENGTH, chain->bytes, sizeof chain->bytes);
}

gboolean
sat_chain_parse (const char *text, SatChain *out)
{
  SatChain chain;

  g_return_val_if_fail (text != NULL && out != NULL, FALSE);

  if (strspn (text, "0123456789abcdef") != SAT_CHAIN_TEXT_LENGTH - 1 ||
      text[SAT_CHAIN_TEXT_LENGTH - 1] != '\0')
    return FALSE;
  for (gsize i = 0; i < sizeof chain.bytes; i++)
    chain.bytes[i] =
        (guint8)(g_ascii_xdigit_value (text[2 * i]) << 4 | g_ascii_xdigit_value (text[2 * i + 1]));
  *out = chain;
  return TRUE;
}
