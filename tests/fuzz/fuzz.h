/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fuzzers: what comes from outside meets every parser in every broken form. Each fuzz-NAME.c has
 * one entry, which libFuzzer calls (tools/soak --fuzz) or, in the tests, the small driver here;
 * what a parser takes is written and read again, too. */

#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* 0: the parser took it; -1: it did not. Aborts if something is wrong. */
int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);
/* What to begin with: at least one is taken. One that begins with "base64:" stands for bytes. Ends
 * with NULL. */
extern const char *const fuzz_corpus[];

static inline GBytes *
fuzz_seed (guint i)
{
  const char *text = fuzz_corpus[i], *prefix = "base64:";
  gsize length = strlen (text);
  guchar *bytes;

  if (!g_str_has_prefix (text, prefix))
    return g_bytes_new (text, length);
  bytes = g_base64_decode (text + strlen (prefix), &length);
  return g_bytes_new_take (bytes, length);
}

G_END_DECLS
