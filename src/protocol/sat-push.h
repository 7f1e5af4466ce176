/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-chain.h"
#include "sat-protocol.h"

G_BEGIN_DECLS

/* The body of a push (docs/protocol.md, 3.3). */

#define SAT_SYNC_MOST_MUTATIONS 500
#define SAT_SYNC_MOST_PUSH_BYTES (1024 * 1024)

typedef struct {
  gint64 first;
  SatChain prev;
  GPtrArray *lines; /* of GBytes, without line ends; each may still be nonsense */
} SatPush;

void sat_push_free (SatPush *self);
/* @lines: of GBytes, without line ends. */
GBytes *sat_push_write (gint64 first, const SatChain *prev, GPtrArray *lines);
/* Checks the header and the number of lines, and reads none of them. Error: SAT_PROTOCOL_ERROR;
 * LIMIT for more than SAT_SYNC_MOST_MUTATIONS lines or SAT_SYNC_MOST_PUSH_BYTES bytes. */
SatPush *sat_push_parse (GBytes *body, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatPush, sat_push_free)

G_END_DECLS
