/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The chain over the lines that a device has sent: SHA-256 over the one before and the line. */
#define SAT_CHAIN_SIZE 32
#define SAT_CHAIN_TEXT_LENGTH 65
typedef struct {
  guint8 bytes[SAT_CHAIN_SIZE];
} SatChain; /* all zero: the start */

void sat_chain_add (SatChain *chain, const char *line, gsize length);
gboolean sat_chain_equal (const SatChain *a, const SatChain *b);
void sat_chain_write (const SatChain *chain, char out[SAT_CHAIN_TEXT_LENGTH]);
/* 64 hexadecimal digits, lower case. FALSE (and *@out untouched) for anything else. */
gboolean sat_chain_parse (const char *text, SatChain *out);

G_END_DECLS
