/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-uuid.h"

G_BEGIN_DECLS

/* The id of what mutation @u put into the history of @field (SAT_CLOCKS_EXISTENCE too), so that the
 * server's entry takes the place of the client's own: BLAKE2b of 16 bytes over the 16 of @u and the
 * field's name on the wire (docs/protocol.md, 5.2). */
SatUuid sat_history_id (const SatUuid *u, const char *field);

G_END_DECLS
